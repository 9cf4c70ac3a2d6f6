"""A rule: a pattern over one sentence, what it speaks for, and what takes it back."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from outreach.core.intents import Intent
from outreach.replies.needles import alternatives, needles
from outreach.replies.prose import Prose
from outreach.replies.verdict import Hit

_SHOWN = 90
#: A pattern may meet many places in a hostile text; the first few say enough.
_MOST_MATCHES = 4


@dataclass(frozen=True, slots=True)
class Branch:
    """Alternatives of a pattern that are tried together."""

    written: str
    #: What makes them worth a try; empty: anything does.
    needles: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Fires where `written` stands in a sentence in which `unless` stands nowhere."""

    name: str
    intent: Intent
    weight: float
    #: The whole pattern. It is compiled branch by branch and not before a text calls for it: most never do.
    written: str
    branches: tuple[Branch, ...]
    #: Negation, condition or another sense of the same words; empty for none.
    unless: str = ""


class Lexicon:
    """Short names for lists of words, so that a table of rules reads as sentences: `{stop} {writing} {us}`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words: dict[str, str] = {}
        for name, listed in words.items():
            self._words[name] = f"(?:{self._fill(listed)})"

    def rule(self, name: str, intent: Intent, weight: float, pattern: str, unless: str = "") -> Rule:
        filled = self._fill(pattern)
        return Rule(name, intent, weight, filled, tuple(_branches(filled)), self._fill(unless))

    def _fill(self, pattern: str) -> str:
        for name, listed in self._words.items():
            pattern = pattern.replace("{" + name + "}", listed)
        return pattern


@cache
def compiled(written: str) -> re.Pattern[str]:
    """The pattern as rules mean it: `^` and `$` are the ends of a sentence."""
    return re.compile(written, re.MULTILINE)


def _branches(pattern: str) -> Iterator[Branch]:
    """Each alternative by itself where a word of it can be looked for, the others together."""
    untold = []
    for alternative in alternatives(pattern):
        wanted = needles(alternative)
        if wanted:
            yield Branch(alternative, frozenset(wanted))
        else:
            untold.append(alternative)
    if untold:
        yield Branch("|".join(untold), frozenset())


def hits(rules: Iterable[Rule], prose: Prose) -> Iterator[Hit]:
    """What fires, at most once a rule."""
    for rule, patterns in _worth_a_try(tuple(rules), prose):
        found = next(_matches(rule, patterns, prose), None)
        if found:
            yield Hit(rule.name, rule.intent, shown(prose, found), rule.weight)


def spans(rules: Iterable[Rule], prose: Prose) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Everywhere that the rules fire, the first few of each."""
    for rule, patterns in _worth_a_try(tuple(rules), prose):
        yield from ((rule, found) for found in _matches(rule, patterns, prose))


def stands(rule: Rule, prose: Prose) -> bool:
    """Whether the pattern stands anywhere, taken back or not."""
    return any(_first(patterns, prose.plain, 0) for _, patterns in _worth_a_try((rule,), prose))


def _worth_a_try(rules: tuple[Rule, ...], prose: Prose) -> list[tuple[Rule, list[re.Pattern[str]]]]:
    """The rules that may fire, in order, each with those branches of which a needle stands in the text."""
    plain, index = prose.plain, _index_of(rules)
    tried = set(index.without_needles)
    for needle, numbers in index.by_needle.items():
        if needle in plain:
            tried.update(numbers)
    patterns: dict[Rule, list[re.Pattern[str]]] = {}
    for number in sorted(tried):
        rule, branch = index.branches[number]
        patterns.setdefault(rule, []).append(compiled(branch.written))
    return list(patterns.items())


@dataclass(frozen=True, slots=True)
class _Index:
    """The branches of a table of rules, in order, and by what makes them worth a try."""

    branches: tuple[tuple[Rule, Branch], ...]
    without_needles: tuple[int, ...]
    by_needle: Mapping[str, Sequence[int]]


@lru_cache(maxsize=64)
def _index_of(rules: tuple[Rule, ...]) -> _Index:
    branches = tuple((rule, branch) for rule in rules for branch in rule.branches)
    by_needle: dict[str, list[int]] = {}
    for number, (_, branch) in enumerate(branches):
        for needle in branch.needles:
            by_needle.setdefault(needle, []).append(number)
    always = tuple(number for number, (_, branch) in enumerate(branches) if not branch.needles)
    return _Index(branches, always, by_needle)


def _matches(rule: Rule, patterns: Sequence[re.Pattern[str]], prose: Prose) -> Iterator[re.Match[str]]:
    """Where the rule fires; the first few places are looked at."""
    found = _first(patterns, prose.plain, 0)
    for _ in range(_MOST_MATCHES + 1):
        if found is None:
            return
        if not rule.unless or not _taken_back(rule.unless, prose, found.start()):
            yield found
        found = _first(patterns, prose.plain, max(found.end(), found.start() + 1))


def _first(patterns: Iterable[re.Pattern[str]], text: str, position: int) -> re.Match[str] | None:
    first: re.Match[str] | None = None
    for pattern in patterns:
        found = pattern.search(text, position)
        if found and (first is None or found.start() < first.start()):
            first = found
    return first


def shown(prose: Prose, found: re.Match[str]) -> str:
    """The words found, as written, on one bounded line."""
    return " ".join(prose.text[found.start() : found.end()].split())[:_SHOWN]


def _taken_back(unless: str, prose: Prose, position: int) -> bool:
    return compiled(unless).search(prose.plain, *prose.sentence_at(position)) is not None
