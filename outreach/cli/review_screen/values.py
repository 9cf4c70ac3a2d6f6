"""What the screen shows and asks for: plain values, every foreign text in them already cleaned, and the desk.

The desk is all that the screen knows of the program. Its methods may be slow; the screen awaits them and stays usable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from outreach.core.intents import Intent
from outreach.qualification.meanings import Meaning
from outreach.replies.verdict import Person


@dataclass(frozen=True, slots=True)
class Row:
    """One reply in the queue. All texts are one line."""

    review_id: int
    received_at: datetime
    #: The writer's name, where they have one, else the address.
    who: str
    address: str
    proposed: Intent
    #: How sure the program is, 0..1.
    confidence: float
    why: str = ""
    account: str = ""
    account_status: str = ""
    campaign: str = ""
    #: How much is lost by letting it lie, from 1 to 3; 0 where nothing is known.
    value: int = 0
    assigned_to: str = ""
    snoozed_until: datetime | None = None
    first_line: str = ""
    #: Whether an answer of ours is on its way, or is out.
    is_answered: bool = False
    #: What a person has decided, where it is decided.
    intent: Meaning | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the reply that speak for an intent, and the rule that found them."""

    rule: str
    intent: Intent
    words: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of the conversation, ours or theirs."""

    at: datetime | None
    ours: bool
    who: str
    subject: str
    text: str
    #: The reply under review itself.
    is_this: bool = False
    #: An answer that has not gone out yet.
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What one of us has answered to a reply; `number` is the mail's in the outbox."""

    number: int
    by: str
    #: As the outbox calls it: queued, in_flight, sent, withdrawn, …
    state: str
    at: datetime
    subject: str = ""
    text: str = ""

    @property
    def may_be_taken_back(self) -> bool:
        return self.state == "queued"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else at the same account, and where their run stands."""

    who: str
    address: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note that a person left."""

    at: datetime | None
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, opened. `text` is what the writer newly wrote, `whole` the message with what it quotes."""

    row: Row
    subject: str
    text: str
    whole: str
    #: The writer's position, where they are the contact whom we wrote to.
    title: str = ""
    language: str = ""
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    #: The day from which on to write again, as the reply says it.
    resume_on: date | None = None
    #: Where that day does not count (it is past, or too far away): for how many days it rests instead; else 0.
    rests_instead: int = 0
    #: What one of us has answered so far.
    answers: tuple[Answered, ...] = ()
    thread: tuple[Letter, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    #: What else waits of the same account.
    others: tuple[Row, ...] = ()
    #: What a second reader takes it for, and on what words.
    second_opinion: tuple[Intent, str] | None = None
    notes: tuple[Remark, ...] = ()
    phone: str = ""


class Whose(StrEnum):
    """Of whose replies the queue consists."""

    EVERYBODY = "everybody"
    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the queue is shown. The default: all that waits now."""

    search: str = ""
    intent: Intent | None = None
    whose: Whose = Whose.EVERYBODY
    #: Also what is snoozed.
    snoozed: bool = False

    @property
    def is_open(self) -> bool:
        return self == Sieve()


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of the queue, in its order; `total` is how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    #: Of how many that wait, whatever the filter lets through.
    of: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that was taken, and may be undone."""

    review_id: int
    intent: Meaning
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What waits for a person in other places than this queue."""

    snoozed: int = 0
    referrals: int = 0
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """A beginning for an answer, by its name."""

    name: str
    title: str
    #: Whether it is what one would begin with, by what the reply means.
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """How an answer would go out."""

    sender: str
    recipient: str
    subject: str
    #: What its author should know, and what keeps it from going at once.
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reviewer has put beside a reply before deciding. None: as the program reads it."""

    people: tuple[Person, ...] | None = None
    resume_on: date | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Who sits at this desk, and to whom a reply can be handed."""

    actor: str
    people: tuple[str, ...] = field(default=())


class Busy(Exception):
    """The database did not answer in time; nothing was done, the same may be asked again."""


class DecidedAlready(Exception):
    """Somebody else was quicker; the message says who and what."""


class Desk(Protocol):
    """The program behind the screen.

    Raises Refused or NotFound, with a sentence for the reader; Busy; of a decision also DecidedAlready.
    """

    team: Team

    async def page(self, sieve: Sieve, *, offset: int, most: int) -> Page: ...

    async def open(self, review_id: int) -> Reply: ...

    async def foretell(self, review_id: int, intent: Meaning, changes: Changes) -> tuple[str, ...]:
        """What the decision would do, a sentence each. Nothing is done."""
        ...

    async def decide(self, review_id: int, intent: Meaning, changes: Changes) -> Taken: ...

    async def undoable(self) -> Sequence[Taken]:
        """What this person has decided and may still undo, the last first."""
        ...

    async def undo(self, review_id: int) -> str:
        """Take a decision back with everything that it caused; a sentence says what could not be."""
        ...

    async def elsewhere(self) -> Elsewhere: ...

    async def snooze(self, review_id: int, until: date) -> None: ...

    async def snooze_until(self, review_id: int, until: datetime | None) -> None:
        """Put the moment back that it was snoozed until before; None: it waits now."""
        ...

    async def assign(self, review_id: int, person: str) -> None:
        """Hand it to somebody; "" is nobody."""
        ...

    async def note(self, review_id: int, text: str) -> int:
        """Keep a note; its number."""
        ...

    async def drop_note(self, number: int) -> None:
        """Take a note of one's own away again."""
        ...

    async def templates(self, review_id: int) -> Sequence[Template]: ...

    async def begin_answer(self, review_id: int, template: str) -> str:
        """The text that an answer begins with; "" is no template but the greeting."""
        ...

    async def preview_answer(self, review_id: int, body: str) -> Sending: ...

    async def send_answer(self, review_id: int, body: str) -> int:
        """Put the answer into the outbox, in the thread; its number there."""
        ...

    async def withdraw_answer(self, number: int) -> None:
        """Take an answer out of the outbox that has not begun to go out."""
        ...
