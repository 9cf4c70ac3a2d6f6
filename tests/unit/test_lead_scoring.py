"""A lead held against a definition: the score adds up and is explained, the level is the highest that is met."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.qualification.leads.answers import NoAnswer, read_answer, read_answers
from outreach.qualification.leads.decay import points_lost
from outreach.qualification.leads.definition import Band, Decay, LeadDefinition, Question, QuestionKind
from outreach.qualification.leads.levels import reached
from outreach.qualification.leads.needs import parse_need
from outreach.qualification.leads.scoring import Judged, Known, judge
from tests.support.lead_definitions import GOOD, shipped, with_decay

NOW = datetime(2027, 1, 12, 10, 0, tzinfo=UTC)
#: They answered in mail, and a person has read it.
ANSWERED = Known(facts=frozenset({"answered", "confirmed"}), last_word_at=NOW)


def judged(
    answers: Mapping[str, str], known: Known = ANSWERED, definition: LeadDefinition | None = None
) -> Judged:
    return judge(definition or shipped(), answers, known, now=NOW)


def lines(result: Judged) -> list[tuple[str, str, int]]:
    return [(line.what, line.said, line.points) for line in result.lines]


# --- the score -----------------------------------------------------------------------------------------------------


def test_the_score_is_the_sum_of_its_lines() -> None:
    result = judged(GOOD)

    assert lines(result) == [("right_person", "yes", 10), ("fit", "good", 15), ("need", "yes", 15)]
    assert (result.score, result.threshold, result.is_qualified) == (40, 40, True)


def test_answers_may_cost_points() -> None:
    result = judged({**GOOD, "need": "no"})

    assert ("need", "no", -10) in lines(result)
    assert result.why_not == ("level 2, wanted 3 (need confirmed)", "score 15, wanted 40")


def test_a_date_counts_by_how_near_it_is() -> None:
    near, far, past = "2027-03-01", "2027-12-01", "2026-01-01"

    assert [lines(judged({"starts": day}))[0][2] for day in (near, far, past)] == [15, 3, 15]
    assert judged({"starts": near}).lines[0].why == "within 90 days"


def test_a_number_counts_by_the_highest_band_that_it_reaches() -> None:
    size = Question(
        "size", QuestionKind.NUMBER, {"en": "How many?"}, bands=(Band(5, 3), Band(50, 9)), red_flag_below=2
    )
    definition = replace(shipped(), questions=(size,))

    points = [
        [line.points for line in judged({"size": number}, definition=definition).lines]
        for number in ("4", "5", "49", "50")
    ]

    assert points == [[0], [3], [3], [9]]
    assert judged({"size": "1"}, definition=definition).red_flags == ("size = 1, below 2",)


def test_a_red_flag_disqualifies_however_high_the_score() -> None:
    everything = {**GOOD, "need_level": "a priority", "authority": "decides", "competitor": "yes"}

    result = judged(everything)

    assert result.score > result.threshold
    assert result.why_not == ("red flag: competitor = yes",)


def test_what_is_required_and_not_answered_is_named() -> None:
    assert judged({"need": "yes"}).missing == ("right_person", "fit")


def test_an_answer_that_was_given_to_another_question_of_the_same_name_is_passed_over() -> None:
    result = judged({**GOOD, "need_level": "enormous", "gone": "yes"})

    assert lines(result) == lines(judged(GOOD))


# --- what they did -------------------------------------------------------------------------------------------------


def test_what_they_did_counts_times_how_well_they_fit() -> None:
    did = frozenset({"answered", "answered_again", "asked_question", "wants_to_talk"})

    by_grade = {
        grade: judged(GOOD, Known(did, grade, NOW)).score - judged(GOOD, Known(last_word_at=NOW)).score
        for grade in ("", "A", "B", "C", "D")
    }

    # 3 + 3 + 5 = 11 points, times 1.5, 1, 0.5 and 0.
    assert by_grade == {"": 11, "A": 17, "B": 11, "C": 6, "D": 0}


def test_the_line_of_the_fit_says_what_was_multiplied() -> None:
    result = judged(GOOD, Known(frozenset({"wants_to_talk"}), "A", NOW))

    assert [line.to_json() for line in result.lines[-2:]] == [
        {"what": "wants_to_talk", "said": "yes", "points": 5, "why": "they said that they want to talk"},
        {"what": "profile", "said": "A", "points": 3, "why": "what they did, 5, times 1.5"},
    ]
    assert result.score == sum(line.points for line in result.lines)


# --- silence -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "lost"), [(0, 0), (30, 0), (59, 0), (60, 5), (89, 5), (90, 10), (3_000, 20)]
)
def test_silence_costs_by_whole_months_once_it_has_lasted(days: int, lost: int) -> None:
    decay = Decay(points_a_month=5, after_days=30, most=20)

    assert points_lost(decay, last_word_at=NOW - timedelta(days=days), now=NOW) == lost


def test_without_decay_nothing_is_lost() -> None:
    assert points_lost(None, last_word_at=NOW - timedelta(days=900), now=NOW) == 0


def test_silence_is_a_line_of_the_score_like_any_other() -> None:
    silent = Known(ANSWERED.facts, "", NOW - timedelta(days=100))

    result = judged(GOOD, silent, with_decay(5))

    assert lines(result)[-1] == ("silence", "100 days", -10)
    assert result.lines[-1].why == "no word from them since 2026-10-04"
    assert (result.score, result.is_qualified) == (30, False)


# --- the spectrum --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "known", "level"),
    [
        ({}, Known(), 1),
        ({}, ANSWERED, 2),
        ({"right_person": "yes"}, Known(), 2),
        (GOOD, ANSWERED, 3),
        ({**GOOD, "fit": "none"}, ANSWERED, 2),
        ({**GOOD, "requirements": "an interface to their CRM", "authority": "recommends"}, ANSWERED, 4),
        (
            {
                **GOOD,
                "requirements": "an interface",
                "authority": "decides",
                "budget": "planned",
                "need_level": "a priority",
                "starts": "2027-05-01",
            },
            ANSWERED,
            5,
        ),
    ],
)
def test_a_lead_stands_on_the_highest_level_whose_tests_are_met(
    answers: dict[str, str], known: Known, level: int
) -> None:
    assert judged(answers, known).level == level


def test_no_level_is_reached_over_one_that_is_not_met() -> None:
    everything_but_need = {
        "right_person": "yes",
        "fit": "good",
        "requirements": "much",
        "authority": "decides",
    }

    result = judged(everything_but_need)

    assert [level.is_met for level in result.levels] == [True, True, False, True, False]
    assert (result.level, reached(result.levels)) == (2, 2)


@pytest.mark.parametrize(
    ("need", "answers", "holds"),
    [
        ("need", {"need": "no"}, True),
        ("need", {}, False),
        ("need = yes", {"need": "no"}, False),
        ("role = a | b c", {"role": "b c"}, True),
        ("role != a", {"role": "b"}, True),
        ("role != a", {}, False),
        ("size >= 10", {"size": "10"}, True),
        ("size <= 9.5", {"size": "10"}, False),
        ("starts within 30 days", {"starts": "2027-02-11"}, True),
        ("starts within 30 days", {"starts": "2027-02-12"}, False),
        ("confirmed or need = yes", {}, True),
        ("gave_number or need = yes", {"need": "yes"}, True),
        ("gave_number", {}, False),
    ],
)
def test_needs_are_met_as_they_are_written(need: str, answers: dict[str, str], holds: bool) -> None:
    assert parse_need(need).holds(answers, frozenset({"confirmed"}), NOW.date()) is holds


# --- what is an answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        ("need", " Y ", "yes"),
        ("need", "нет", "no"),
        ("authority", "Rec", "recommends"),
        ("authority", "2", "recommends"),
        ("budget", "could be found", "could be found"),
        ("starts", "2027-03-01", "2027-03-01"),
        ("requirements", "an\x1b[31m interface\n to SAP", "an interface to SAP"),
    ],
)
def test_answers_are_kept_in_one_form(question: str, said: str, kept: str) -> None:
    asked = shipped().question(question)

    assert asked is not None
    assert read_answer(asked, said).replace("\ufffd", "") == kept


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("need", "maybe"),
        ("authority", "x"),
        ("authority", "0"),
        ("starts", "in March"),
        ("requirements", " "),
    ],
)
def test_what_is_no_answer_is_refused(question: str, said: str) -> None:
    asked = shipped().question(question)

    assert asked is not None
    with pytest.raises(NoAnswer, match=question):
        read_answer(asked, said)


def test_everything_that_is_wrong_with_the_answers_is_told_at_once() -> None:
    answers, wrong = read_answers(
        shipped(), {"need": "yes", "fit": "super", "neeed": "yes", "starts": "soon"}
    )

    assert answers == {"need": "yes"}
    assert wrong == [
        'fit: "super" is none of good, partly, none.',
        'The lead definition asks no "neeed". Did you mean "need"?',
        'starts: "soon" is no day. Write it as 2027-03-01.',
    ]


@pytest.mark.parametrize("said", ["nan", "inf", "1e300", "ten", "１２x"])
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(NoAnswer):
        read_answer(Question("size", QuestionKind.NUMBER, {"en": "?"}), said)
