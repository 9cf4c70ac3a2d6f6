"""The daily digest: which figures and sentences it has. Decisions only.

Yesterday (a Monday: since Friday) beside the average of the same days of the last four weeks, what waits for a person,
and what is wrong. A reply counts by what it is known to mean now; a lead counts once, however often it came there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.reporting.digest.days import Span
from outreach.reporting.overview.waiting import Waiting
from outreach.reporting.page import Say, Tone, Word


class Told(StrEnum):
    """What is counted of each span, in its order."""

    SENT = "sent"
    REPLIES = "replies"
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    REFERRALS = "referrals"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    WON = "won"
    BOUNCED = "bounced"
    COMPLAINTS = "complaints"


#: What is said though there was none of it; the rest is left out then, unless there usually is some.
ALWAYS = frozenset({Told.SENT, Told.REPLIES})
#: Lines that are part of the one before.
PARTS = frozenset({Told.POSITIVE, Told.NEUTRAL, Told.NEGATIVE})


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; `usual`: the average of the same days in the weeks before, None where there was nothing yet."""

    told: Told
    count: int
    usual: float | None

    @property
    def is_said(self) -> bool:
        return self.told in ALWAYS or self.count > 0 or bool(self.usual)


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that the mail says."""

    day: date
    span: Span
    lines: tuple[Line, ...]
    waiting: Waiting
    #: Messages that are not understood, not readable or not handed out: replies may be among them.
    unread_messages: int = 0
    weak: Say | None = None
    #: Digests of the days before that did not go out, or may not have: the days.
    missing: tuple[date, ...] = ()


def lines(now: Mapping[Told, int], before: Sequence[Mapping[Told, int]]) -> tuple[Line, ...]:
    """Each figure beside its average over the weeks before that there were."""
    weeks = len(before)
    return tuple(
        Line(told, now.get(told, 0), sum(week.get(told, 0) for week in before) / weeks if weeks else None)
        for told in Told
    )


def counted(found: Iterable[tuple[Told, int]]) -> Counter[Told]:
    """How many different ones there were of each: (what, id)."""
    return Counter(told for told, _ in set(found))


def sentences(digest: Digest) -> Iterator[Say]:
    """What is to be done, then what is wrong."""
    waits = digest.waiting
    for key, count in (
        ("reviews", waits.reviews),
        ("overdue_answers", waits.overdue_answers),
        ("late_offers", waits.late_offers),
    ):
        if count:
            yield Say(Word(f"digest.waits.{key}", {"count": count}), Tone.BAD)
    if not (waits.reviews or waits.overdue_answers or waits.late_offers):
        yield Say(Word("digest.nothing_waits"))
    for mailbox in sorted(waits.paused):
        yield Say(Word("digest.paused", {"mailbox": mailbox}), Tone.BAD)
    for mailbox in waits.unread:
        yield Say(Word("digest.unread", {"mailbox": mailbox}), Tone.BAD)
    if digest.unread_messages:
        yield Say(Word("digest.unread_messages", {"count": digest.unread_messages}), Tone.BAD)
    for day in digest.missing:
        yield Say(Word("digest.missing", {"day": day}), Tone.BAD)
    if digest.weak is not None:
        yield digest.weak


def heading(digest: Digest) -> Word:
    """Of which days it tells."""
    if digest.span.first == digest.span.last:
        return Word("digest.of_day", {"weekday": _weekday(digest.span.last), "day": digest.span.last})
    return Word("digest.of_days", {"first": digest.span.first, "last": digest.span.last})


def subject(digest: Digest) -> Word:
    replies = next(line.count for line in digest.lines if line.told is Told.REPLIES)
    waits = digest.waiting
    todo = waits.reviews + waits.overdue_answers + waits.late_offers
    return Word("digest.subject", {"day": digest.span.last, "replies": replies, "waits": todo})


def _weekday(day: date) -> Word:
    return Word(f"weekday.{day.weekday()}")
