"""Who takes part in the conversation, and where the text points to somebody else."""

import re
from dataclasses import dataclass, field

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
        return any(words <= words_of(name) for name in known if name)


def words_of(name: str) -> frozenset[str]:
    """The words of a name, small letters, `е` for `ё`."""
    return frozenset(word for word in re.split(r"[^\w'-]+", name.lower().replace("ё", "е")) if word)
