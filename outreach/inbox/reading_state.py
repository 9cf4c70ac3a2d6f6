"""How complete the reading of each mailbox is: "they have not replied" must never mean "we have not read it"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.inbox.model import InboundMessage, InboundState, UnfetchedMessage
from outreach.sending.identity import SendingMailbox
from outreach.sending.mailboxes import READ_WITHIN, statuses
from outreach.sending.model import OutboundMessage


@dataclass(frozen=True, slots=True)
class MailboxReading:
    """One mailbox of ours: when it was last read to its end, and what of it is not understood yet."""

    mailbox: str
    #: Whether the configuration has a way to read it.
    is_read: bool
    read_at: datetime | None
    #: How long ago that was; None where it never was.
    ago: timedelta | None
    #: Messages that came in and have not been understood and applied.
    pending: int = 0
    #: Messages that could not be read.
    set_aside: int = 0
    #: Messages that the server would not hand out.
    unfetched: int = 0
    #: Why the last try to read it failed; "" where it did not.
    trouble: str = ""
    #: It has not been read for too long.
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """Up to when everything was read, of several mailboxes; what may be missing beyond it, in words."""

    #: None where one of them was never read.
    read_up_to: datetime | None
    is_complete: bool
    says: str


def reading_state(
    session: Session, mailboxes: Iterable[SendingMailbox], now: datetime, *, alarm_after: timedelta
) -> tuple[MailboxReading, ...]:
    """Every mailbox in the order given. An alarm is one that was not read for longer than `alarm_after`.

    One that was never read is an alarm as soon as a mail has gone out of it.
    """
    chosen = {mailbox.name: mailbox for mailbox in mailboxes}
    known = statuses(session, chosen)
    pending = _by_mailbox(session, InboundMessage.mailbox, InboundMessage.state == InboundState.STORED)
    aside = _by_mailbox(session, InboundMessage.mailbox, InboundMessage.state == InboundState.SET_ASIDE)
    unfetched = _by_mailbox(session, UnfetchedMessage.mailbox)
    return tuple(
        MailboxReading(
            mailbox=name,
            is_read=mailbox.is_read,
            read_at=known[name].read_at,
            ago=_ago(known[name].read_at, now),
            pending=pending.get(name, 0),
            set_aside=aside.get(name, 0),
            unfetched=unfetched.get(name, 0),
            trouble=known[name].reading_trouble,
            is_alarm=mailbox.is_read and _is_overdue(session, name, known[name].read_at, now, alarm_after),
        )
        for name, mailbox in chosen.items()
    )


def reading_of(
    session: Session,
    names: Iterable[str],
    mailboxes: Mapping[str, SendingMailbox],
    now: datetime,
    *,
    alarm_after: timedelta,
) -> tuple[MailboxReading, ...]:
    """The same for mailboxes by name. One that is no longer configured is read by nobody."""
    chosen = tuple(names)
    configured = [mailboxes[name] for name in chosen if name in mailboxes]
    known = {each.mailbox: each for each in reading_state(session, configured, now, alarm_after=alarm_after)}
    gone = statuses(session, [name for name in chosen if name not in known])
    return tuple(
        known.get(name)
        or MailboxReading(name, is_read=False, read_at=gone[name].read_at, ago=_ago(gone[name].read_at, now))
        for name in chosen
    )


def completeness(readings: Sequence[MailboxReading]) -> Completeness:
    """What stands beside every rate: replies are counted up to here."""
    moments = [each.read_at for each in readings if each.is_read]
    known = [moment for moment in moments if moment is not None]
    read_up_to = min(known) if known and len(known) == len(moments) else None
    gaps = [gap for each in readings for gap in _gaps(each)]
    first = f"read up to {read_up_to:%Y-%m-%d %H:%M}" if read_up_to is not None else "not read to the end yet"
    if not readings:
        first = "no mailbox"
    return Completeness(read_up_to, is_complete=not gaps, says="; ".join([first, *gaps]))


def alarm_in_words(reading: MailboxReading) -> str:
    """One sentence for a mailbox that has not been read for too long, with what is pending."""
    since = "has never been read" if reading.ago is None else f"was last read {in_words(reading.ago)} ago"
    waiting = ", ".join(_left(reading))
    return (
        f"{reading.mailbox} {since}: replies may lie there unseen."
        + (f" {reading.trouble}" if reading.trouble else " Is `outreach run` running?")
        + (f" Besides: {waiting}." if waiting else "")
    )


def in_words(length: timedelta) -> str:
    """A length of time in its largest unit: "40 min", "7 h", "3 days"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def _gaps(reading: MailboxReading) -> list[str]:
    name = reading.mailbox
    if not reading.is_read:
        return [f"{name} is not read here: what comes to it is not counted"]
    if reading.ago is None:
        return [f"{name} has never been read"]
    late = reading.ago > READ_WITHIN
    first = [f"{name} was last read {in_words(reading.ago)} ago: more may have come"] if late else []
    return first + [f"{name}: {each}" for each in _left(reading)]


def _left(reading: MailboxReading) -> list[str]:
    counted = (
        (reading.pending, "not understood yet"),
        (reading.set_aside, "could not be read"),
        (reading.unfetched, "not handed out by the server"),
    )
    return [f"{count} {_messages(count)} {what}" for count, what in counted if count]


def _messages(count: int) -> str:
    return "message" if count == 1 else "messages"


def _ago(moment: datetime | None, now: datetime) -> timedelta | None:
    return None if moment is None else max(now - moment, timedelta(0))


def _is_overdue(
    session: Session, mailbox: str, read_at: datetime | None, now: datetime, alarm_after: timedelta
) -> bool:
    if read_at is not None:
        return now - read_at > alarm_after
    went_out = select(OutboundMessage.id).where(
        OutboundMessage.mailbox == mailbox, col(OutboundMessage.in_flight_at).is_not(None)
    )
    return session.exec(went_out.limit(1)).first() is not None


def _by_mailbox(session: Session, mailbox: Any, *wanted: Any) -> dict[str, int]:
    rows = session.exec(select(mailbox, sa.func.count()).where(*wanted).group_by(mailbox)).all()
    return {str(name): int(count) for name, count in rows}
