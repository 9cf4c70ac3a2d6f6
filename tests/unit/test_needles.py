"""Words that must stand in a text for a pattern to match: found rightly, and never in the way of a match."""

import json
import re
from pathlib import Path

import pytest

from outreach.replies.needles import may_match, needles
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
    assert needles(re.compile(pattern)) == wanted


def test_a_pattern_that_heeds_no_case_has_none() -> None:
    assert needles(re.compile("stop", re.IGNORECASE)) == ()


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es"])
def test_no_rule_is_kept_from_a_text_that_it_matches(language: str) -> None:
    phrases = [json.loads(line)["text"].lower() for line in CORPUS.read_text("utf-8").splitlines()]
    rules = [*people_rules(language), *automatic_rules(language)]

    matching = [(rule, text) for rule in rules for text in phrases if rule.pattern.search(text)]

    assert matching
    assert all(may_match(rule.needles, text) for rule, text in matching)
