"""Words that must stand in a text for a pattern to match: found rightly, and never in the way of a match."""

import json
from pathlib import Path

import pytest

from outreach.replies.needles import alternatives, needles
from outreach.replies.prose import Prose
from outreach.replies.rule import compiled, stands
from outreach.replies.words import automatic_rules, people_rules

CORPUS = Path(__file__).parents[1] / "corpus" / "phrases.jsonl"


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("stop writing", ("stop writing",)),
        ("(?:please )?stop writing", ("stop writing",)),
        ("stop|unsubscribe", ("stop", "unsubscribe")),
        ("not|nobody", ("nobody", "not")),
        (r"\b(?:write|talk) to (?:\w+)", (" to ",)),
        ("(?:abc){2,3}", ("abc",)),
        ("(?:abc)?", ()),
        (r"\d+", ()),
        ("no|[a-z]+", ()),
    ],
)
def test_what_must_stand_in_a_text(pattern: str, wanted: tuple[str, ...]) -> None:
    assert needles(pattern) == wanted


def test_a_pattern_that_heeds_no_case_has_none() -> None:
    assert needles("(?i)stop") == ()


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es"])
def test_no_rule_is_kept_from_a_text_that_it_matches(language: str) -> None:
    phrases = [json.loads(line)["text"].lower() for line in CORPUS.read_text("utf-8").splitlines()]
    rules = [*people_rules(language), *automatic_rules(language)]

    whole = [(rule, compiled(rule.written)) for rule in rules]
    matching = [(rule, text) for rule, pattern in whole for text in phrases if pattern.search(text)]

    assert matching
    assert all(stands(rule, Prose(text, text)) for rule, text in matching)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("stop|unsubscribe", ["stop", "unsubscribe"]),
        ("(?:stop|quit) it|no", ["(?:stop|quit) it", "no"]),
        (r"[|)]a|b\|c|[]|]d", ["[|)]a", r"b\|c", "[]|]d"]),
        ("stop", ["stop"]),
    ],
)
def test_a_pattern_is_cut_where_nothing_holds_it_together(pattern: str, wanted: list[str]) -> None:
    assert alternatives(pattern) == wanted


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es"])
def test_what_takes_a_rule_back_is_a_pattern(language: str) -> None:
    rules = [*people_rules(language), *automatic_rules(language)]

    assert all(compiled(rule.unless) for rule in rules)
