"""A simulated person, what they are like, and how common each character is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from outreach.sandbox.draw import shuffled
from outreach.sandbox.mail_programs import MailProgram
from outreach.sandbox.mime import Correspondent
from outreach.sandbox.names import Company, Gender, Language, Name


class Behaviour(StrEnum):
    """What comes back from somebody that we write to."""

    SILENT = "silent"
    DEAD_AT_ONCE = "dead at once"
    DEAD_LATER = "dead later"
    MAILBOX_FULL = "mailbox full"
    AWAY = "away"
    LEFT_COMPANY = "left company"
    TICKET = "ticket"
    OPT_OUT = "opt-out"
    NOT_INTERESTED = "not interested"
    NOT_NOW = "not now"
    REFERS = "refers"
    REFERS_WITH_CC = "refers with Cc"
    REFERS_BY_NAME = "refers by name"
    REFERS_BY_PHONE = "refers by phone"
    FORWARDS = "forwards"
    RIGHT_PERSON = "right person"
    INTERESTED = "interested"
    QUESTION = "question"
    WRONG_PERSON = "wrong person"


#: Those who name somebody else, and therefore have a colleague.
NAMES_A_COLLEAGUE = frozenset(
    {
        Behaviour.AWAY,
        Behaviour.LEFT_COMPANY,
        Behaviour.REFERS,
        Behaviour.REFERS_WITH_CC,
        Behaviour.REFERS_BY_NAME,
        Behaviour.REFERS_BY_PHONE,
        Behaviour.FORWARDS,
    }
)

#: Those of them after whose answer somebody else can be written to at once.
GIVES_AN_ADDRESS = frozenset({Behaviour.REFERS, Behaviour.REFERS_WITH_CC})

#: Out of a thousand; who is in no row stays silent.
Shares = tuple[tuple[Behaviour, int], ...]

PROSPECT_SHARES: Shares = (
    (Behaviour.REFERS, 60),
    (Behaviour.REFERS_WITH_CC, 20),
    (Behaviour.REFERS_BY_NAME, 20),
    (Behaviour.REFERS_BY_PHONE, 18),
    (Behaviour.FORWARDS, 20),
    (Behaviour.RIGHT_PERSON, 22),
    (Behaviour.INTERESTED, 22),
    (Behaviour.QUESTION, 20),
    (Behaviour.NOT_NOW, 22),
    (Behaviour.NOT_INTERESTED, 22),
    (Behaviour.OPT_OUT, 28),
    (Behaviour.WRONG_PERSON, 20),
    (Behaviour.AWAY, 36),
    (Behaviour.LEFT_COMPANY, 22),
    (Behaviour.DEAD_AT_ONCE, 20),
    (Behaviour.DEAD_LATER, 20),
    (Behaviour.MAILBOX_FULL, 20),
)

#: General mailboxes such as info@: read by somebody who knows the house, or by a machine.
OFFICE_SHARES: Shares = (
    (Behaviour.TICKET, 140),
    (Behaviour.REFERS, 120),
    (Behaviour.REFERS_BY_PHONE, 70),
    (Behaviour.FORWARDS, 70),
)

#: People that somebody sent us to. They answer far more often: it is no longer a cold mail.
REFERRED_SHARES: Shares = (
    (Behaviour.INTERESTED, 220),
    (Behaviour.RIGHT_PERSON, 200),
    (Behaviour.QUESTION, 150),
    (Behaviour.REFERS, 110),
    (Behaviour.NOT_NOW, 50),
    (Behaviour.OPT_OUT, 60),
)

#: The last in a chain, who sends nobody on.
LAST_SHARES: Shares = (
    (Behaviour.RIGHT_PERSON, 400),
    (Behaviour.INTERESTED, 400),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address at a made-up company; an office when they have no name."""

    address: str
    name: Name | None
    title: str
    company: Company
    phone: str
    program: MailProgram
    behaviour: Behaviour
    #: Who they name, stand in for or pass our mail on to.
    colleague: "Person | None" = None
    #: What somebody is like who was away and has come back.
    back_as: Behaviour = Behaviour.SILENT
    #: Their server puts off the first attempt of every stranger.
    greylisted: bool = False

    @property
    def language(self) -> Language:
        return self.company.language

    @property
    def shown_name(self) -> str:
        """What stands in their From."""
        return str(self.name) if self.name else self.company.name

    @property
    def correspondent(self) -> Correspondent:
        return Correspondent(self.shown_name, self.address)

    @property
    def is_woman(self) -> bool:
        return self.name is None or self.name.gender is Gender.WOMAN


def deal(groups: Iterable[Collection[str]], shares: Shares, seed: int, *what: object) -> dict[str, Behaviour]:
    """A character for each address: by the rank of its hash, so each share is right to within one person.

    With a draw for each alone, a small world would often lack the rare ones. Each group (say, a language)
    gets its part of every character.
    """
    ranked = [
        ((place + 0.5) / len(group), number, address)
        for number, group in enumerate(groups)
        for place, address in enumerate(shuffled(group, seed, "character", *what))
    ]
    return {
        address: _at((place + 0.5) / len(ranked) * 1000, shares)
        for place, (_, _, address) in enumerate(sorted(ranked))
    }


def _at(mark: float, shares: Shares) -> Behaviour:
    upper = 0
    for behaviour, share in shares:
        upper += share
        if mark < upper:
            return behaviour
    return Behaviour.SILENT
