"""`outreach report digest`: what the daily mail says, and whether it got to everybody."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from outreach.reporting.asked import Asked
from outreach.reporting.digest import counts as digest_counts
from outreach.reporting.digest import figures as told
from outreach.reporting.digest.days import known_at
from outreach.reporting.digest.figures import Digest
from outreach.reporting.digest.model import Digest as Row
from outreach.reporting.page import Column, Heading, Page, Table, Unit, Word, blocks
from outreach.reporting.shown import in_words

#: For so many days back it is shown whether a digest was sent.
_SHOWN_DAYS = 14


def page(session: Session, asked: Asked) -> Page:
    """The digest of the period's last day: of today, or with an `as_of` of an earlier day."""
    rules = asked.rules
    day = (asked.period.as_of - timedelta(microseconds=1)).astimezone(rules.digest.office.zone).date()
    digest = digest_counts.read(session, day, rules, asked.period.as_of)
    mails = session.exec(
        select(Row)
        .where(col(Row.day) <= day, col(Row.day) > day - timedelta(days=_SHOWN_DAYS))
        .order_by(col(Row.day).desc(), col(Row.address))
    ).all()
    table = _table(digest)
    as_of = known_at(day, asked.period.as_of, rules.digest)
    return Page(
        name="digest",
        period=digest.span.period(rules.digest.office.zone, as_of),
        blocks=blocks(
            Heading(told.heading(digest)),
            table,
            tuple(told.sentences(digest)),
            _mails(mails) if mails or rules.digest.to else None,
        ),
        document=_document(digest, mails, as_of.isoformat()),
        sheet=table,
    )


def _table(digest: Digest) -> Table:
    return Table(
        title=Word("digest.table"),
        columns=(Column("told", Unit.NAME), Column("count"), Column("usual", Unit.NUMBER)),
        rows=tuple(
            (Word(f"digest.told.{line.told.value}"), line.count, line.usual)
            for line in digest.lines
            if line.is_said
        ),
        empty=Word("nothing"),
        note=Word("digest.usual"),
    )


def _mails(mails: Any) -> Table:
    return Table(
        title=Word("digest.mails"),
        columns=(
            Column("day", Unit.DAY),
            Column("address", Unit.NAME),
            Column("state", Unit.NAME),
            Column("tries"),
            Column("trouble", Unit.NAME, is_spare=True),
        ),
        rows=tuple(
            (each.day, each.address, Word(f"digest.state.{each.state.value}"), each.attempts, each.trouble)
            for each in mails
        ),
        empty=Word("digest.no_mails"),
    )


def _document(digest: Digest, mails: Any, as_of: str) -> dict[str, Any]:
    waits = digest.waiting
    return {
        "report": "digest",
        "since": digest.span.first.isoformat(),
        "until": digest.span.last.isoformat(),
        "as_of": as_of,
        "by": None,
        "day": digest.day.isoformat(),
        "figures": {
            line.told.value: {
                "count": line.count,
                "usual": None if line.usual is None else round(line.usual, 2),
            }
            for line in digest.lines
        },
        "waiting": {
            "reviews": waits.reviews,
            "overdue_answers": waits.overdue_answers,
            "late_offers": waits.late_offers,
        },
        "mailboxes": {"paused": dict(waits.paused), "unread": list(waits.unread)},
        "unread_messages": digest.unread_messages,
        "weak_link": None if digest.weak is None else in_words(digest.weak.words, "en"),
        "mails": [
            {
                "day": each.day.isoformat(),
                "address": each.address,
                "state": each.state.value,
                "attempts": each.attempts,
                "sent_at": None if each.sent_at is None else each.sent_at.isoformat(),
                "trouble": each.trouble,
            }
            for each in mails
        ],
    }
