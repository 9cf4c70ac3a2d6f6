"""What arrived and what came back, by mailbox, domain or time, and what is too much of it. Decisions only.

Counted in mails; only the response rate is one of people, as in the funnel: replies / (sent - bounced). By hour and by
day it is one of mails too, for somebody who got three mails did so at three hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from outreach.inbox.reading_state import MailboxReading
from outreach.reporting.campaign.variants import SHOWN
from outreach.reporting.rates import Rate
from outreach.sending.identity import GuardRules

#: Of mails whose failure nobody gave a reason for.
NO_REASON = "unknown"


class Fate(StrEnum):
    """What a report said of a mail that had gone out."""

    #: The address is dead.
    HARD = "hard"
    #: It did not arrive, and that says nothing of the address.
    SOFT = "soft"
    COMPLAINT = "complaint"


class Mark(StrEnum):
    """Why a line is to be looked at."""

    #: More bounces than the guards of the configuration allow.
    BOUNCES = "bounces"
    COMPLAINTS = "complaints"
    #: Surely worse than all others together.
    WORSE_BOUNCES = "worse_bounces"
    WORSE_COMPLAINTS = "worse_complaints"


# --- as it is counted -----------------------------------------------------------------------------------------------


class Sent(NamedTuple):
    """Mails that went out, of one group. A tuple: there may be one for each of 200,000 domains."""

    key: str
    mails: int
    people: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A report about a mail that had gone out. `is_ours`: the guards hold it against us."""

    key: str
    quarter: str
    contact_id: int
    outbound_id: int
    fate: Fate
    reason: str = ""
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply of a person to a mail."""

    key: str
    quarter: str
    contact_id: int
    outbound_id: int
    in_junk: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mail that a server did not take. `is_dead`: because there is no such address."""

    key: str
    contact_id: int
    outbound_id: int
    said: str
    is_dead: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mail of which nobody knew whether it went out. `went_out` is None while nobody does."""

    key: str
    outbound_id: int
    went_out: bool | None


@dataclass(frozen=True, slots=True)
class Mails:
    """What became of the mails of a period. `people`: to how many people all of them went."""

    sent: Sequence[Sent] = ()
    people: int = 0
    failures: Sequence[Failure] = ()
    answered: Sequence[Answered] = ()
    refused: Sequence[Refusal] = ()
    doubts: Sequence[Doubt] = ()


@dataclass(frozen=True, slots=True)
class FolderSeen:
    """A Junk folder of ours that is read, and what was found in it: our own server files answers there."""

    mailbox: str
    folder: str
    read_at: datetime | None
    stored: int = 0
    replies: int = 0
    #: Absences, receipts, delivery reports.
    automatic: int = 0
    #: Mail from one of our mailboxes to another: what becomes of ours elsewhere.
    own: int = 0


@dataclass(frozen=True, slots=True)
class FolderLate:
    """A folder that was not read for too long, though the mailbox is to be read."""

    mailbox: str
    folder: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """How complete the reading of mail is, as of now: without it, a rate is only a lower bound."""

    mailboxes: tuple[MailboxReading, ...] = ()
    late: tuple[FolderLate, ...] = ()
    junk: tuple[FolderSeen, ...] = ()

    @property
    def pending(self) -> int:
        return sum(each.pending for each in self.mailboxes)

    @property
    def set_aside(self) -> int:
        return sum(each.set_aside for each in self.mailboxes)

    @property
    def unfetched(self) -> int:
        return sum(each.unfetched for each in self.mailboxes)

    @property
    def alarms(self) -> tuple[MailboxReading, ...]:
        return tuple(each for each in self.mailboxes if each.is_alarm)

    @property
    def without_junk(self) -> tuple[str, ...]:
        """Mailboxes that are read and of which no Junk folder is known."""
        known = {each.mailbox for each in self.junk}
        return tuple(each.mailbox for each in self.mailboxes if each.is_read and each.mailbox not in known)

    @property
    def is_complete(self) -> bool:
        return not (self.pending or self.set_aside or self.unfetched or self.alarms or self.late)


# --- as it is shown -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """The figures of one group. `base`, `dead` and `answered` are people; of a group of time they are mails."""

    name: str
    sent: int = 0
    hard: Mapping[str, int] = field(default_factory=dict)
    soft: Mapping[str, int] = field(default_factory=dict)
    #: Failures that the guards count: dead addresses, and mails that were turned away for what we are.
    against_us: int = 0
    complaints: int = 0
    refused: int = 0
    #: Of these: for a dead address.
    refused_dead: int = 0
    #: What servers said as they refused, in codes.
    refusals: Mapping[str, int] = field(default_factory=dict)
    doubtful: int = 0
    settled_sent: int = 0
    settled_not_sent: int = 0
    base: int = 0
    dead: int = 0
    answered: int = 0
    #: Of these: whose address has turned out dead; they are none of the people reached.
    answered_of_dead: int = 0
    in_junk: int = 0

    @property
    def bounced(self) -> int:
        """Mails to addresses that turned out to be dead, at once or later."""
        return sum(self.hard.values()) + self.refused_dead

    @property
    def soft_bounced(self) -> int:
        return sum(self.soft.values())

    @property
    def delivered(self) -> int:
        """Mails that went out and of which no report says that they did not arrive."""
        return self.sent - sum(self.hard.values()) - self.soft_bounced

    @property
    def bounce_share(self) -> Rate:
        return Rate(self.bounced, self.sent + self.refused_dead)

    @property
    def complaint_share(self) -> Rate:
        return Rate(self.complaints, self.sent)

    @property
    def response(self) -> Rate:
        reached = max(self.base - self.dead, 0)
        return Rate(min(self.answered - self.answered_of_dead, reached), reached)


def marks(each: Delivery, whole: Delivery, guards: GuardRules, *, groups: int) -> frozenset[Mark]:
    """What is wrong with one of so many groups: above a limit of the configuration, or surely worse than the others.

    "Surely" is with a confidence that is shared among the groups (Bonferroni): of a hundred domains five would be worse
    by chance.
    """
    if not (each.against_us or each.hard or each.refused_dead or each.complaints):
        return frozenset()
    found = set()
    tried = each.sent + each.refused_dead
    if tried >= guards.bounce_least and each.against_us * 100 > tried * guards.bounce_share:
        found.add(Mark.BOUNCES)
    too_many = each.complaints * guards.complaint_window >= guards.complaints * max(
        each.sent, guards.complaint_window
    )
    if each.complaints >= guards.complaints and too_many:
        found.add(Mark.COMPLAINTS)
    if groups > 1:
        confidence = 1 - (1 - SHOWN) / groups
        if _surely_above(each.bounce_share, whole.bounce_share, confidence):
            found.add(Mark.WORSE_BOUNCES)
        if _surely_above(each.complaint_share, whole.complaint_share, confidence):
            found.add(Mark.WORSE_COMPLAINTS)
    return frozenset(found)


def _surely_above(share: Rate, of_all: Rate, confidence: float) -> bool:
    """Whether a share is above that of all the others, intervals and all."""
    others = without(share, of_all)
    if not share.trials or others.trials <= 0:
        return False
    return share.interval(confidence).low > others.interval(confidence).high


def without(share: Rate, of_all: Rate) -> Rate:
    """The share of all the others together."""
    return Rate(max(of_all.successes - share.successes, 0), max(of_all.trials - share.trials, 0))


def reasons(total: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent first."""
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


# --- time -----------------------------------------------------------------------------------------------------------


def moment_of(quarter: str) -> datetime:
    """The beginning of a quarter of an hour as the counts write it: `2026-03-03 10:2` is 10:30 UTC."""
    day, _, part = quarter.rpartition(":")
    return datetime.fromisoformat(f"{day}:{int(part) * 15:02}:00+00:00")


def hour_of(quarter: str, zone: ZoneInfo) -> str:
    """The hour on the wall clock: "09"."""
    return f"{moment_of(quarter).astimezone(zone).hour:02}"


def day_of(quarter: str, zone: ZoneInfo) -> str:
    """The day on the calendar: "2026-03-03"."""
    return moment_of(quarter).astimezone(zone).date().isoformat()
