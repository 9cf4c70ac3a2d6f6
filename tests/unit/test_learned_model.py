"""The small model: what it sees, how it learns, what its file holds, when it may speak."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from outreach.core.intents import Intent
from outreach.replies.decision import DECIDED_ALONE
from outreach.replies.learning.calibration import calibrate
from outreach.replies.learning.corpus import AUTHORS, first_sight, is_frozen, shipped_letters, shipped_phrases
from outreach.replies.learning.evidence import Evidence, from_json, to_json
from outreach.replies.learning.features import text_features
from outreach.replies.learning.lessons import Lesson
from outreach.replies.learning.meanings import MEANINGS, Meaning, number_of
from outreach.replies.learning.promotion import Standing, why_not
from outreach.replies.learning.regression import Example, fit
from outreach.replies.learning.trained import (
    RULES_ALONE,
    SHIPPED,
    BrokenModel,
    Judgement,
    from_bytes,
    shipped_model,
)
from outreach.replies.learning.training import by_author, cross_checked, train
from outreach.replies.settling import settle
from outreach.replies.understanding import understand
from outreach.replies.verdict import RULES_VERSION
from tests.support.reply_mail import RECEIVED, reply, sent_mail, verdict_on

OPT_OUT, QUESTION = Meaning(Intent.UNSUBSCRIBE), Meaning(Intent.QUESTION)
SAID = {
    "no": ("no more please", "never again please", "no never"),
    "yes": ("gladly today", "yes gladly", "today yes"),
}


def lessons(times: int = 6) -> list[Lesson]:
    """Two meanings that use no word in common, by two authors; one lesson of each meaning is frozen."""
    made = []
    for number in range(times):
        for meaning, intent in (("no", Intent.UNSUBSCRIBE), ("yes", Intent.INTERESTED)):
            for text in SAID[meaning]:
                wanted = number_of(intent, by_machine=False)
                assert wanted is not None
                made.append(
                    Lesson(
                        f"{meaning}-{number}-{text}",
                        AUTHORS[number % 2],
                        "en",
                        tuple(text_features(text, language="en")),
                        wanted,
                        Evidence(),
                        frozen=number == 0 and text == SAID[meaning][0],
                    )
                )
    return made


def judged(
    meaning: Meaning, share: float, *, by_words: Meaning | None = None, opt_out: float = 0.0
) -> Judgement:
    shares = [0.0] * len(MEANINGS)
    shares[MEANINGS.index(OPT_OUT)] = opt_out
    shares[MEANINGS.index(meaning)] = share
    return Judgement(meaning, share, tuple(shares), by_words or meaning, share)


def test_who_is_named_and_which_number_stands_there_makes_no_difference():
    one = text_features("ask ana at +44 20 7946 0123 or ana@acme.example", names={"ana"})
    other = text_features("ask bob at 0123 or bob@beta.example", names={"bob"})

    assert one == other
    assert one != text_features("ask nobody at all")


def test_features_are_the_same_on_every_machine():
    assert text_features("no")[:4] == [922038656, 1076190903, 1145943983, 1153910115]


def test_a_text_of_any_length_is_cut():
    assert len(text_features("word " * 100_000)) == len(text_features("word " * 1_000))


def test_what_is_told_apart_by_its_words_is_learned():
    examples = [Example((1, 3), 0), Example((2, 3), 1)] * 8

    weights = fit(examples, 2)

    assert weights.probabilities((1,))[0] > 0.8
    assert weights.probabilities((2, 3))[1] > 0.8
    assert weights.probabilities((99,)) == pytest.approx([0.5, 0.5], abs=0.1)


def test_the_calibration_never_falls_and_is_never_certain():
    rng = random.Random(5)
    outcomes = [(share, rng.random() < share**2) for share in (rng.random() for _ in range(3_000))]

    calibration = calibrate(outcomes)
    worth = [calibration(step / 100) for step in range(101)]

    assert worth == sorted(worth)
    assert calibration(0.7) == pytest.approx(0.49, abs=0.06)
    assert worth[-1] < 1.0


def test_the_same_lessons_make_the_same_model():
    one = train(lessons(), rules_version="1", processes=1)
    other = train(lessons(), rules_version="1", processes=2)

    assert one.stored == other.stored


def test_a_model_survives_its_file():
    trained = train(lessons(), rules_version="1", processes=1)

    model = from_bytes(trained.stored)
    found = model.judge("never again please", Evidence(), language="en")

    assert model.made_of["rules_version"] == "1"
    assert found is not None
    assert found.meaning == OPT_OUT
    assert set(found.words.split()) <= {"never", "again", "please"}


def test_nothing_is_learned_from_a_frozen_letter():
    trained = train(lessons(), rules_version="1", processes=1)

    assert from_bytes(trained.stored).made_of["frozen"] == 2
    assert not any(one.lesson.frozen for one in trained.unseen)


def test_a_letter_is_judged_by_a_model_that_does_not_know_its_author():
    alone = [replace(one, author="a" if one.meaning == MEANINGS.index(OPT_OUT) else "b") for one in lessons()]

    unseen = cross_checked(alone, by_author, processes=1)

    # Who has only ever seen the other meaning cannot know this one.
    assert not any(one.is_right for one in unseen)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stored: stored[:-1],
        lambda stored: stored[:-9] + bytes([stored[-9] ^ 1]) + stored[-8:],
        lambda stored: stored.replace(b'"step"', b'"pets"'),
        lambda stored: stored.replace(b"model 1", b"model 9"),
        lambda stored: b"",
    ],
)
def test_a_damaged_model_is_refused_by_its_name(spoil):
    stored = train(lessons(2), rules_version="1", processes=1).stored

    with pytest.raises(BrokenModel, match="the model of Tuesday"):
        from_bytes(spoil(stored), name="the model of Tuesday")


def test_without_a_word_that_it_knows_the_model_is_silent():
    model = from_bytes(train(lessons(), rules_version="1", processes=1).stored)

    assert model.judge("👍", Evidence()) is None
    assert model.judge("zzyzx", Evidence()) is None


def test_evidence_survives_being_written_down():
    automatic = (Intent.CHALLENGE, 0.9, 0.5)
    evidence = Evidence(
        {Intent.QUESTION: 0.5},
        {},
        {Intent.OTHER: 0.25},
        *automatic,
        QUESTION,
        0.75,
        ("why",),
        (1.0,) * 7,
    )

    assert from_json(to_json(evidence)) == evidence


def test_a_clear_opt_out_of_the_rules_is_never_lost():
    evidence = Evidence(decided=OPT_OUT, confidence=0.95)

    meaning, decision = settle(evidence, judged(QUESTION, 0.99))

    assert meaning == OPT_OUT
    assert decision.doubts
    assert decision.confidence < DECIDED_ALONE[Intent.UNSUBSCRIBE]


def test_a_likely_opt_out_is_shown_to_a_person_as_one():
    meaning, decision = settle(Evidence(decided=QUESTION, confidence=0.7), judged(QUESTION, 0.5, opt_out=0.4))

    assert meaning == OPT_OUT
    assert decision.doubts == ("may also mean question",)


def test_an_opt_out_that_only_the_model_hears_waits_for_a_person():
    meaning, decision = settle(Evidence(decided=QUESTION, confidence=0.7), judged(OPT_OUT, 0.99))

    assert meaning == OPT_OUT
    assert decision.doubts == ("the rules read question",)


def test_an_opt_out_that_no_rule_hears_beside_a_plain_yes_is_far_fetched():
    evidence = Evidence(decided=Meaning(Intent.INTERESTED), confidence=0.8)

    meaning, decision = settle(evidence, judged(OPT_OUT, 0.6, opt_out=0.6))

    assert meaning.intent is Intent.INTERESTED
    assert decision.doubts == ("may also mean unsubscribe",)


def test_a_referral_to_nobody_is_far_fetched_where_another_thing_is_said():
    evidence = Evidence(decided=QUESTION, confidence=0.7)

    meaning, decision = settle(evidence, judged(Meaning(Intent.REFERRAL), 0.8))

    assert meaning == QUESTION
    assert decision.doubts == ("may also mean referral",)


def test_words_that_firmly_say_another_thing_are_a_doubt():
    evidence = Evidence(decided=OPT_OUT, confidence=0.97)

    meaning, decision = settle(
        evidence, replace(judged(OPT_OUT, 0.95), by_words=QUESTION, by_words_share=0.8)
    )

    assert meaning == OPT_OUT
    assert decision.doubts == ("the words alone sound like question",)


def test_what_headers_call_automatic_is_no_opt_out_of_a_person():
    evidence = Evidence(written_by_machine=1.0, automatic=Intent.OUT_OF_OFFICE, automatic_weight=0.9)
    stored = train(lessons(), rules_version="1", processes=1).stored

    found = from_bytes(stored).judge("no never again please", evidence, language="en")

    assert found is not None
    assert found.meaning.by_machine or found.meaning.intent is Intent.OTHER


def test_the_model_that_ships_was_trained_with_the_rules_that_ship():
    assert shipped_model().made_of["rules_version"] == RULES_VERSION, f"{SHIPPED} is old: make train-model"


def test_the_words_that_weighed_most_are_kept_as_evidence():
    verdict = verdict_on("Kindly erase my details, I never asked for these messages.")

    [hit] = [hit for hit in verdict.evidence if hit.rule == "model"]
    assert hit.intent is verdict.intent
    assert hit.text
    assert 0 < hit.weight < 1


def test_the_rules_decide_alone_where_that_is_wanted():
    verdict = understand(
        reply("Please remove me."), sent=sent_mail(), received_at=RECEIVED, model=RULES_ALONE
    )

    assert verdict.intent is Intent.UNSUBSCRIBE
    assert not any(hit.rule == "model" for hit in verdict.evidence)


def test_the_corpus_is_whole():
    letters = [letter for author in AUTHORS for letter in shipped_letters(author)]
    ids = Counter(letter.id for letter in letters)

    assert len(letters) > 900
    assert max(ids.values()) == 1
    assert {letter.language for letter in letters} == {"en", "ru", "de", "fr", "es"}
    assert 0.09 < sum(is_frozen(letter.id) for letter in letters) / len(letters) < 0.17
    assert len(set(first_sight()) & set(ids)) > 900
    assert sum(1 for _ in shipped_phrases()) > 1_900


@pytest.mark.parametrize(
    ("candidate", "allowed"),
    [
        (Standing(100, 90, 12, 11), True),
        (Standing(100, 95, 12, 12), True),
        (Standing(100, 89, 12, 12), False),
        (Standing(100, 99, 12, 10), False),
    ],
)
def test_a_new_model_may_not_be_worse(candidate: Standing, allowed: bool):
    in_use = Standing(100, 90, 12, 11)

    assert (why_not(candidate, in_use) == "") is allowed
