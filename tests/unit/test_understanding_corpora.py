"""How right the rules are on labelled messages: floors, so that a change that costs much does not pass.

`replies_sample.jsonl` is the sample that the rules were tuned on together with `fresh_replies.jsonl` and
`phrases.jsonl`; on messages of other people they reach less.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from outreach.core.intents import Intent
from outreach.replies.evaluate import Evaluation, judged, measure
from outreach.replies.explain import explain_line
from outreach.replies.learning.letters import labelled_line, letters
from tests.support.reply_mail import verdict_on

CORPUS = Path(__file__).parent.parent / "corpus"
SETS = ("replies_sample.jsonl", "fresh_replies.jsonl")


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (CORPUS / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


@cache
def _answered(name: str) -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    return tuple((line, explain_line(line)) for line in _lines(name))


@cache
def _measured(name: str) -> Evaluation:
    return measure(judged(line, answer) for line, answer in _answered(name))


@pytest.mark.parametrize("name", SETS)
def test_the_intent_is_right(name: str):
    assert _measured(name).accuracy.value >= 0.97
    assert _measured(name).macro_f1 >= 0.95


@pytest.mark.parametrize("name", SETS)
def test_what_is_decided_without_a_person_is_right(name: str):
    measured = _measured(name)

    assert measured.alone.value >= 0.985
    assert measured.alone_share >= 0.5


@pytest.mark.parametrize("name", SETS)
def test_no_opt_out_is_missed_and_none_is_made_up(name: str):
    scores = {score.intent: score for score in _measured(name).intents}

    assert scores[Intent.UNSUBSCRIBE].recall >= 0.97
    assert scores[Intent.UNSUBSCRIBE].precision >= 0.95


@pytest.mark.parametrize("name", SETS)
def test_the_people_and_days_are_right(name: str):
    emails = {"right": 0, "given": 0, "expected": 0}
    days = []
    for line, answer in _answered(name):
        expected = line["expected"]
        given = {p["email"] for p in answer["referrals"] if p["email"]}
        wanted = {p["email"] for p in expected["referrals"] if p["email"]}
        emails["right"] += len(given & wanted)
        emails["given"] += len(given)
        emails["expected"] += len(wanted)
        if expected["intent"] == "out_of_office":
            days.append(answer["return_date"] == expected["return_date"])

    assert emails["right"] / emails["given"] >= 0.97
    assert emails["right"] / emails["expected"] >= 0.97
    assert sum(days) / len(days) >= 0.95


def test_bare_phrases_in_five_languages_are_understood():
    right, alone, alone_right, total = 0, 0, 0, 0
    for phrase in _lines("phrases.jsonl"):
        verdict = verdict_on(phrase["text"])
        hit = verdict.intent.value == phrase["intent"]
        total, right = total + 1, right + hit
        if not verdict.needs_review:
            alone, alone_right = alone + 1, alone_right + hit

    assert total > 1_000
    assert right / total >= 0.95
    assert alone_right / alone >= 0.985


# --- letters that nobody who wrote the rules or the model has read ---------------------------------------------------

HELD_OUT = ("held_out_e.jsonl", "held_out_f.jsonl")


@cache
def _held_out(name: str) -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    with (CORPUS / name).open(encoding="utf-8") as lines:
        labelled = [labelled_line(letter) for letter in letters(lines)]
    return tuple((line, explain_line(line)) for line in labelled)


@pytest.mark.parametrize("name", HELD_OUT)
def test_letters_of_unknown_authors_are_understood(name: str):
    """Floors some points below what was measured. Should one fall: count, and leave the letters unread."""
    measured = measure(judged(line, answer) for line, answer in _held_out(name))
    scores = {score.intent: score for score in measured.intents}

    assert measured.accuracy.value >= 0.90
    assert measured.macro_f1 >= 0.88
    assert measured.alone.value >= 0.98
    assert scores[Intent.UNSUBSCRIBE].recall >= 0.90


@pytest.mark.parametrize("name", HELD_OUT)
def test_no_wrong_day_of_return_is_taken_without_a_person(name: str):
    wrong = [
        line["id"]
        for line, answer in _held_out(name)
        if answer["return_date"] not in (None, line["expected"]["return_date"]) and not answer["needs_review"]
    ]

    assert wrong == []
