"""Who takes part in the conversation, and where the text points to somebody else."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from outreach.inbox.message import Correspondent
from outreach.replies.written_addresses import Writer


@dataclass(frozen=True, slots=True)
class Cue:
    """Where a rule about pointing to somebody fired."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in the conversation and is therefore nobody we are referred to."""

    writer: Writer
    #: Whom we wrote to.
    addressee: Correspondent = field(default_factory=Correspondent)
    #: Our own names and addresses.
    ours: tuple[Correspondent, ...] = ()
    #: On Cc or To beside us.
    copied: tuple[Correspondent, ...] = ()

    def is_known_address(self, address: str) -> bool:
        known = {self.writer.address, self.addressee.address, *(our.address for our in self.ours)}
        return address.lower() in {one.lower() for one in known if one}

    def is_known_name(self, words: frozenset[str]) -> bool:
        known = (self.writer.name, self.addressee.name, *(our.name for our in self.ours))
        return any(is_part_of(words, words_of(name)) for name in known if name)


def is_part_of(words: frozenset[str], whole: frozenset[str]) -> bool:
    """Whether `words` name nobody else: all stand in `whole`, initials by the letter ("y. matthey", "yves matthey")."""
    if words <= whole:
        return True
    if not any("." in word for word in words):
        return False
    letters = {letter for word in words for letter in re.findall(r"(\w)\.", word)}
    rest = {word for word in words if "." not in word}
    return bool(rest and letters) and rest <= whole and letters <= {word[0] for word in whole - rest}


@lru_cache(maxsize=2048)
def words_of(name: str) -> frozenset[str]:
    """The words of a name, small letters, `е` for `ё`."""
    return frozenset(word for word in re.split(r"[^\w'-]+", name.lower().replace("ё", "е")) if word)
