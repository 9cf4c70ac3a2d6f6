"""The digest as a plain text mail of 72 columns, in the language of the configuration. No HTML, nothing to load."""

import textwrap
from collections.abc import Iterator
from typing import Any

from outreach.core.untrusted import printable
from outreach.reporting.digest import figures as told
from outreach.reporting.digest.figures import PARTS, Digest, Line
from outreach.reporting.page import Tone, Unit, Word
from outreach.reporting.shown import PLAIN_SPACES, in_words, shown

WIDTH = 72
_LABEL, _NUMBER = 44, 12


def subject(digest: Digest, language: str) -> str:
    return _plain(in_words(told.subject(digest), language))


def body(digest: Digest, language: str) -> str:
    """Ends with a line break."""
    parts = [
        _plain(in_words(told.heading(digest), language)),
        "",
        _row("", in_words(Word("column.count"), language), in_words(Word("column.usual"), language)),
        *(_figure(line, language) for line in digest.lines if line.is_said),
        "",
        *_folded(in_words(Word("digest.usual"), language)),
        "",
    ]
    for say in told.sentences(digest):
        parts += _folded(in_words(say.words, language), "! " if say.tone is Tone.BAD else "")
    parts += ["", in_words(Word("digest.more"), language)]
    return "\n".join(parts) + "\n"


def _figure(line: Line, language: str) -> str:
    label = in_words(Word(f"digest.told.{line.told.value}"), language)
    usual = "" if line.usual is None else shown(float(line.usual), Unit.NUMBER, language)
    return _row(f"  {label}" if line.told in PARTS else label, shown(line.count, Unit.COUNT, language), usual)


def _row(label: str, count: str, usual: str) -> str:
    return _plain(f"{label:<{_LABEL}}{count:>{_NUMBER}}{usual:>{_NUMBER}}").rstrip()


def _folded(text: str, mark: str = "") -> Iterator[Any]:
    yield from textwrap.wrap(
        _plain(text), WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False
    )


def _plain(text: str) -> str:
    return printable(text.translate(PLAIN_SPACES))
