"""Whether a mail names somebody, however it is encoded."""

import json
import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from outreach.inbox.message import Message, read_message

#: Without one of these, what stands in the bytes is all there is.
_ENCODED = re.compile(rb"base64|quoted-printable|=\?", re.IGNORECASE)
_AS_SQLITE_LOWERS = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_SPACES = re.compile(r"\s+")
#: A shorter one is found by chance.
_SHORTEST = 6
#: What stands in the place of a name that was taken out of a sentence.
ERASED = "[erased]"


@dataclass(frozen=True)
class Needles:
    """Texts by which a person is known: addresses, full names, numbers. In any case, and over the ends of lines."""

    texts: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        folded = (_folded(text) for text in self.texts)
        return tuple(dict.fromkeys(text for text in folded if len(text) >= _SHORTEST))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The longest first. `na@acme.example` is not in `ana@acme.example`, nor `a@acme.exam` in anything of these.
        ordered = sorted(self.words, key=len, reverse=True)
        parts = [r"\s+".join(map(re.escape, word.split())) for word in ordered]
        return re.compile(rf"(?<![\w.+%-])(?:{'|'.join(parts)})(?![\w-]|\.\w)", re.IGNORECASE)

    @cached_property
    def _octets(self) -> tuple[bytes, ...]:
        return tuple(word.encode() for word in self.words)

    @cached_property
    def as_stored(self) -> tuple[str, ...]:
        """Pieces of text to look for in the columns of a database, in those of JSON as well. SQLite lowers no letter
        but A to Z: others are looked for in each of the usual spellings."""
        found: dict[str, None] = {}
        for text in self.texts:
            whole = _SPACES.sub(" ", text).strip()
            for each in (whole, _folded(text), whole.lower(), whole.upper(), whole.title()):
                if len(each) >= _SHORTEST:
                    for stored in (each, json.dumps(each)[1:-1]):
                        found |= {stored.lower(): None, stored.translate(_AS_SQLITE_LOWERS): None}
        return tuple(found)

    def are_in(self, text: str) -> bool:
        folded = _folded(text)
        return any(word in folded for word in self.words) and self._pattern.search(folded) is not None

    def are_in_octets(self, octets: bytes) -> bool:
        """In plain bytes, lower case, one space between words."""
        if not any(each in octets for each in self._octets):
            return False
        return self._pattern.search(octets.decode("utf-8", "replace")) is not None

    def taken_out_of(self, text: str) -> str:
        """The text with `ERASED` in their place."""
        return self._pattern.sub(ERASED, text) if self.words else text


def mention(raw: bytes, needles: Needles) -> bool:
    """Whether somebody is named in a mail: in its header, its text, what it quotes, what is attached as a message."""
    if not raw or not needles.words:
        return False
    if needles.are_in_octets(b" ".join(raw.lower().split())):
        return True
    return bool(_ENCODED.search(raw) or not raw.isascii()) and any(
        map(needles.are_in, _texts(read_message(raw)))
    )


def _texts(message: Message) -> Iterable[str]:
    yield message.subject
    yield message.text
    yield message.html or ""
    yield from (value for name in message.headers for value in message.headers.all(name))
    yield from message.attached_messages
    yield from (message.reports.delivery_status, *message.reports.returned, message.reports.feedback)


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()
