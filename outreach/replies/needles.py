"""What must stand in a text for a pattern to match it at all: a search for a few words is ten times as fast.

Read off the pattern as Python's own parser takes it apart. Where that parser is not to be had, or nothing can be
told, the answer is "anything", and the pattern is simply tried.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

#: More words than this are no faster to look for than the pattern itself; shorter ones stand in every text.
_MOST, _SHORTEST = 60, 3

Needles = tuple[str, ...]


def needles(pattern: str) -> Needles:
    """Strings of which every text that `pattern` matches has at least one; empty where that cannot be told."""
    try:
        from re import _parser  # type: ignore[attr-defined]

        tree = _parser.parse(pattern)
        if tree.state.flags & re.IGNORECASE:
            return ()
    except (ImportError, AttributeError):  # another Python may keep its parser elsewhere
        return ()
    found = _of_sequence(tree)
    return (
        tuple(sorted(found))
        if found and len(found) <= _MOST and len(min(found, key=len)) >= _SHORTEST
        else ()
    )


def alternatives(pattern: str) -> list[str]:
    """The pattern cut at each `|` that stands outside groups and classes."""
    parts, depth, in_class, start, position = [], 0, False, 0, 0
    while position < len(pattern):
        sign = pattern[position]
        if sign == "\\":
            position += 1
        elif in_class:
            # A bracket first in its class is a letter of it.
            in_class = sign != "]" or pattern[position - 1] == "[" or pattern[position - 2 : position] == "[^"
        elif sign == "[":
            in_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and depth == 0:
            parts.append(pattern[start:position])
            start = position + 1
        position += 1
    return [*parts, pattern[start:]]


def _of_sequence(parts: Iterable[Any]) -> set[str] | None:
    """The best choice among what stands one after another: all of it must be there, so any of it will do."""
    choices: list[set[str]] = []
    run = ""
    for kind, value in parts:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value)
            continue
        if run:
            choices += [{run}, {run + begun for begun in _beginnings(name, value)}]
            run = ""
        inner = _INSIDE.get(name)
        found = inner(value) if inner else None
        if found:
            choices.append(found)
    if run:
        choices.append({run})
    return max(choices, key=_worth, default=None)


def _beginnings(name: str, value: Any) -> set[str]:
    """The letters with which this part must begin, one string a branch: the parser moves what they share before it."""
    if name == "SUBPATTERN" and len(value[-1]) and str(value[-1][0][0]) == "BRANCH":
        name, value = "BRANCH", value[-1][0][1]
    return {_literal_start(branch) for branch in value[1]} if name == "BRANCH" else {""}


def _literal_start(parts: Iterable[Any]) -> str:
    start = ""
    for kind, value in parts:
        if str(kind) != "LITERAL":
            break
        start += chr(value)
    return start


def _worth(choice: set[str]) -> tuple[bool, int, int]:
    shortest = len(min(choice, key=len))
    return len(choice) <= _MOST and shortest >= _SHORTEST, min(shortest, 6) - len(choice), shortest


def _of_branches(value: Any) -> set[str] | None:
    _, branches = value
    found: set[str] = set()
    for branch in branches:
        inner = _of_sequence(branch)
        if not inner:
            return None
        found |= inner
    return found


def _of_repeat(value: Any) -> set[str] | None:
    least, _, inner = value
    return _of_sequence(inner) if least else None


_INSIDE: dict[str, Callable[[Any], set[str] | None]] = {
    "BRANCH": _of_branches,
    "SUBPATTERN": lambda value: _of_sequence(value[-1]),
    "ATOMIC_GROUP": _of_sequence,
    "MAX_REPEAT": _of_repeat,
    "MIN_REPEAT": _of_repeat,
    "POSSESSIVE_REPEAT": _of_repeat,
}
