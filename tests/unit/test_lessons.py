"""What sales' answers teach, on planted data: what was planted is found, chance is not, too little is said to be."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from outreach.handoff.definition_edit import edited
from outreach.handoff.lessons import (
    LEAST_IN_ALL,
    Case,
    Lesson,
    Lessons,
    Rate,
    changed,
    learn,
    newcombe,
    wilson,
)
from outreach.qualification.leads.definition_file import load_definition, read_definition
from tests.support.lead_definitions import SHIPPED, shipped

DAY = date(2026, 3, 3)


def cases(count: int, *, seed: int = 7, good: float = 0.6, **effects: Mapping[str, float]) -> list[Case]:
    """Leads with answers by chance; `effects` says how often a lead with an answer is good, by question and answer."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        answers = {
            "right_person": "yes",
            "need": dice.choice(["yes", "no"]),
            "need_level": dice.choice(["nice to have", "a problem", "a priority"]),
            "budget": dice.choice(["planned", "could be found", "none"]),
            "authority": dice.choice(["decides", "recommends", "none"]),
        }
        if dice.random() < 0.5:
            answers["requirements"] = "an interface"
        chance = good
        for question, by_answer in effects.items():
            chance = by_answer.get(answers.get(question, ""), chance)
        made.append(Case(number, answers, dice.random() < chance, DAY, score=45))
    return made


def found(lessons: Lessons) -> dict[tuple[str, str], Lesson]:
    return {(each.question, each.answer): each for each in lessons.lessons}


# --- what is found --------------------------------------------------------------------------------------------------


def test_an_answer_that_tells_good_from_bad_is_found_and_weighed_more() -> None:
    lessons = found(learn(shipped(), cases(400, need_level={"a priority": 0.95, "nice to have": 0.25})))

    assert lessons["need_level", "nice to have"].points == 0
    assert lessons["need_level", "nice to have"].proposed < 0
    assert lessons["need_level", "nice to have"].difference[1] < 0
    assert lessons["need_level", "a priority"].difference[0] > 0


def test_a_weight_that_the_leads_speak_against_is_turned_towards_them() -> None:
    # Whoever has money planned is a bad lead here; the definition gives them 15 points for it.
    lesson = found(learn(shipped(), cases(400, budget={"planned": 0.2, "none": 0.85})))["budget", "planned"]

    assert lesson.points == 15
    assert lesson.proposed == 5
    assert lesson.why == "tells good from bad"


def test_an_answer_that_makes_no_difference_loses_weight() -> None:
    lesson = found(learn(shipped(), cases(6_000)))["authority", "decides"]

    assert lesson.why == "makes no difference"
    assert 0 < lesson.proposed < lesson.points


def test_chance_is_seldom_taken_for_a_lesson() -> None:
    told = [learn(shipped(), cases(200, seed=seed)) for seed in range(20)]

    lines = [each for lessons in told for each in lessons.lessons if each.why.startswith("tells")]
    assert len(lines) <= sum(len(lessons.lessons) for lessons in told) * 0.03


# --- what is not said -----------------------------------------------------------------------------------------------


def test_of_too_few_leads_nothing_is_said() -> None:
    lessons = learn(shipped(), cases(LEAST_IN_ALL - 1))

    assert lessons.lessons == ()
    assert lessons.why_none.startswith("not enough data")
    assert not lessons.has_proposals


def test_of_leads_that_are_all_good_nothing_is_said() -> None:
    assert learn(shipped(), cases(100, good=1.1)).why_none.startswith("not enough data: 100 good and 0 bad")


def test_an_answer_that_hardly_anybody_gave_is_left_alone() -> None:
    few = [
        replace(case, answers={**case.answers, "competitor": "yes" if case.lead < 5 else "no"})
        for case in cases(200)
    ]
    lesson = found(learn(shipped(), few))["competitor", "yes"]

    assert lesson.why.startswith("not enough data")
    assert not lesson.is_proposal


def test_one_step_is_never_far() -> None:
    lessons = learn(shipped(), cases(4_000, need={"yes": 0.99, "no": 0.01}))

    assert all(abs(each.proposed - each.points) <= 10 for each in lessons.lessons)


# --- the threshold --------------------------------------------------------------------------------------------------


def test_the_threshold_goes_up_where_that_keeps_out_bad_ones_and_nearly_no_good_one() -> None:
    scored = [replace(case, score=70 if case.is_good else 45) for case in cases(200)]
    threshold = learn(shipped(), scored).threshold

    assert threshold is not None
    assert threshold.proposed > shipped().threshold
    assert "good ones stay" in threshold.why


def test_the_threshold_stays_where_the_scores_say_nothing() -> None:
    threshold = learn(shipped(), cases(200)).threshold

    assert threshold is not None
    assert threshold.proposed == threshold.now


# --- the new file ---------------------------------------------------------------------------------------------------


def test_the_new_file_means_what_is_proposed_and_keeps_every_comment(tmp_path: Path) -> None:
    lessons = learn(shipped(), cases(400, budget={"planned": 0.1}, need_level={"nice to have": 0.2}))
    old = SHIPPED.read_text(encoding="utf-8")
    new = edited(old, lessons)
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")

    assert lessons.has_proposals
    assert load_definition(tmp_path / "new.toml").digest == changed(shipped(), lessons).digest
    assert [line for line in old.splitlines() if line.startswith("#")] == [
        line for line in new.splitlines() if line.startswith("#")
    ]


@pytest.mark.parametrize(
    ("points", "answer", "wanted"),
    [
        ("points = { yes = 10, no = -5 }", "no", "points = { yes = 10, no = -9 }"),
        ("points = { yes = 10 }", "no", "points = { yes = 10, no = -9 }"),
        ("points = { yes = -5 } # 5 at first", "yes", "points = { yes = -9 } # 5 at first"),
        ("points.yes = 10\npoints.no = 3", "no", "points.yes = 10\npoints.no = -9"),
        ('points = { "yes" = 10, "no" = 0 }', "no", 'points = { "yes" = 10, "no" = -9 }'),
    ],
)
def test_a_number_is_changed_however_it_is_written(points: str, answer: str, wanted: str) -> None:
    before = f'threshold = 10\n[[questions]]\nid = "need"\nkind = "yes_no"\n{points}\n[[questions]]\nid = "other"\n'
    was = 0 if f"{answer} =" not in points and f'{answer}" =' not in points else 1
    lesson = Lesson("need", answer, Rate(1, 9), Rate(8, 9), (-0.9, -0.1), was, -9, "tells good from bad")

    assert wanted in edited(before, Lessons(9, 9, (lesson,)))


def test_nothing_outside_of_the_question_is_touched(tmp_path: Path) -> None:
    lesson = Lesson("budget", "none", Rate(1, 9), Rate(8, 9), (-0.9, -0.1), -10, -14, "tells good from bad")
    (tmp_path / "new.toml").write_text(
        edited(SHIPPED.read_text(encoding="utf-8"), Lessons(9, 9, (lesson,))), encoding="utf-8"
    )
    read, _ = read_definition(tmp_path / "new.toml")

    assert read is not None
    for before, after in zip(shipped().questions, read.questions, strict=True):
        if before.id == "budget":
            assert after.points == {**before.points, "none": -14}
        else:
            assert after == before


# --- intervals ------------------------------------------------------------------------------------------------------


def test_the_interval_holds_the_share_and_narrows_with_more_cases() -> None:
    few, many = wilson(6, 10), wilson(600, 1_000)

    assert few[0] < many[0] < 0.6 < many[1] < few[1]
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 20)[0] == 0.0


def test_the_interval_of_a_difference_is_newcombes() -> None:
    # His table II: 56 of 70 against 48 of 80 is 0.2, from 0.0524 to 0.3339 at 95 %; at 99 % it is wider.
    low, high = newcombe(Rate(56, 70), Rate(48, 80))

    assert -0.01 < low < 0.0524
    assert 0.3339 < high < 0.39
