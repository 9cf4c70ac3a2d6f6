"""A rule: a pattern over one sentence, what it speaks for, and what takes it back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach.core.intents import Intent
from outreach.replies.needles import Needles, may_match, needles
from outreach.replies.prose import Prose
from outreach.replies.verdict import Hit

_SHOWN = 90
#: A pattern may meet many places in a hostile text; the first few say enough.
_MOST_MATCHES = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires where `pattern` stands in a sentence in which `unless` stands nowhere."""

    name: str
    intent: Intent
    weight: float
    pattern: re.Pattern[str]
    #: Negation, condition or another sense of the same words.
    unless: re.Pattern[str] | None = None
    #: What makes it worth a try; empty: anything does.
    needles: Needles = ()


class Lexicon:
    """Short names for lists of words, so that a table of rules reads as sentences: `{stop} {writing} {us}`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words: dict[str, str] = {}
        for name, alternatives in words.items():
            self._words[name] = f"(?:{self._fill(alternatives)})"

    def rule(self, name: str, intent: Intent, weight: float, pattern: str, unless: str = "") -> Rule:
        tried = self.compiled(pattern)
        taken_back = self.compiled(unless) if unless else None
        return Rule(name, intent, weight, tried, taken_back, needles(tried))

    def compiled(self, pattern: str) -> re.Pattern[str]:
        return re.compile(self._fill(pattern), re.MULTILINE)

    def _fill(self, pattern: str) -> str:
        for name, alternatives in self._words.items():
            pattern = pattern.replace("{" + name + "}", alternatives)
        return pattern


def hits(rules: Iterable[Rule], prose: Prose) -> Iterator[Hit]:
    """What fires, at most once a rule."""
    for rule in rules:
        found = first_match(rule, prose)
        if found:
            yield Hit(rule.name, rule.intent, shown(prose, found), rule.weight)


def first_match(rule: Rule, prose: Prose) -> re.Match[str] | None:
    """Where the rule fires first, or None."""
    if not may_match(rule.needles, prose.plain):
        return None
    found = rule.pattern.search(prose.plain)
    if found is None or rule.unless is None:
        return found
    for _ in range(_MOST_MATCHES):
        if not _taken_back(rule.unless, prose, found.start()):
            return found
        found = rule.pattern.search(prose.plain, max(found.end(), found.start() + 1))
        if found is None:
            return None
    return None


def spans(rule: Rule, prose: Prose) -> Iterator[re.Match[str]]:
    """Everywhere the rule fires, the first few."""
    if not may_match(rule.needles, prose.plain):
        return
    for count, found in enumerate(rule.pattern.finditer(prose.plain)):
        if count > _MOST_MATCHES:
            return
        if rule.unless is None or not _taken_back(rule.unless, prose, found.start()):
            yield found


def shown(prose: Prose, found: re.Match[str]) -> str:
    """The words found, as written, on one bounded line."""
    return " ".join(prose.text[found.start() : found.end()].split())[:_SHOWN]


def _taken_back(unless: re.Pattern[str], prose: Prose, position: int) -> bool:
    return unless.search(prose.plain, *prose.sentence_at(position)) is not None
