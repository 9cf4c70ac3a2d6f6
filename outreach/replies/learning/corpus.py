"""The labelled letters and phrases that ship with the program, for the model to learn from."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

from outreach.core.intents import Intent
from outreach.replies.learning.evidence import Evidence, from_json
from outreach.replies.learning.letters import Letter, letter

#: Each wrote for themselves, without having seen a rule or another's letters.
AUTHORS = ("a", "b", "c", "d", "g", "h")
#: One letter of so many is never learned from: on these a new model is held against the old one.
_FROZEN_OF = 8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text without a mail around it, written by people who knew the rules: only its words are learned from."""

    language: str
    intent: Intent
    by_machine: bool
    text: str


def shipped_letters(author: str) -> Iterator[Letter]:
    """The letters of one of AUTHORS."""
    yield from (letter(row) for row in _rows(f"{author}.jsonl"))


def shipped_phrases() -> Iterator[Phrase]:
    """Single sentences and short texts in five languages."""
    for row in _rows("phrases.jsonl"):
        yield Phrase(row["language"], Intent(row["intent"]), row.get("by_machine", False), row["text"])


@cache
def first_sight() -> Mapping[str, Evidence]:
    """By letter, what the rules said of it before anybody had tuned them on it.

    With it the second half of the model learns how far rules can be trusted on letters that nobody has seen. It is a
    record of one day, and not made again when rules change.
    """
    return {row["id"]: from_json(row["evidence"]) for row in _rows("first_sight.jsonl")}


def is_frozen(letter_id: str) -> bool:
    """Whether the letter belongs to the share that no model learns from."""
    return crc32(letter_id.encode()) % _FROZEN_OF == 0


def _rows(name: str) -> Iterator[dict[str, Any]]:
    text = (files(__package__) / "corpus" / name).read_text("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line.strip())
