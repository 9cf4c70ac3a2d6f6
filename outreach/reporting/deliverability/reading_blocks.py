"""How complete the reading of mail is, as sentences and tables: so that nobody takes a lower bound for the truth."""

from collections.abc import Iterator
from typing import Any

from outreach.reporting.deliverability.figures import Reading
from outreach.reporting.page import Block, Column, Say, Table, Tone, Unit, Word
from outreach.reporting.period import Period


def warnings(reading: Reading) -> Iterator[Say]:
    """What may be missing in the figures, a sentence each."""
    for kind in ("pending", "set_aside", "unfetched"):
        if count := getattr(reading, kind):
            yield Say(Word(f"deliverability.reading.{kind}", {"count": count}), Tone.BAD)
    for each in reading.alarms:
        if each.ago is None:
            yield Say(Word("deliverability.reading.never", {"mailbox": each.mailbox}), Tone.BAD)
        else:
            yield Say(
                Word("deliverability.reading.alarm", {"mailbox": each.mailbox, "ago": each.ago}), Tone.BAD
            )
    for each in reading.mailboxes:
        if not each.is_read:
            yield Say(Word("deliverability.reading.not_read", {"mailbox": each.mailbox}))
    for name in reading.without_junk:
        yield Say(Word("deliverability.reading.no_junk", {"mailbox": name}))


def reading_blocks(reading: Reading, period: Period) -> tuple[Block, ...]:
    """The tables below the figures."""
    return (_mailboxes(reading, period), *_late(reading, period), _junk(reading, period))


def _mailboxes(reading: Reading, period: Period) -> Table:
    return Table(
        title=Word("deliverability.reading"),
        columns=(
            Column("mailbox", Unit.NAME),
            Column("read_at", Unit.NAME),
            Column("pending"),
            Column("set_aside"),
            Column("unfetched"),
            Column("trouble", Unit.NAME, is_spare=True),
        ),
        rows=tuple(
            (
                each.mailbox,
                None if each.read_at is None else each.read_at.astimezone(period.zone),
                each.pending,
                each.set_aside,
                each.unfetched,
                each.trouble,
            )
            for each in reading.mailboxes
        ),
        empty=Word("deliverability.no_mailbox"),
        note=Word(
            "deliverability.reading.complete" if reading.is_complete else "deliverability.reading.open"
        ),
    )


def _late(reading: Reading, period: Period) -> Iterator[Table]:
    if reading.late:
        yield Table(
            title=Word("deliverability.late"),
            columns=(Column("mailbox", Unit.NAME), Column("folder", Unit.NAME), Column("read_at", Unit.NAME)),
            rows=tuple(
                (each.mailbox, each.folder, each.read_at.astimezone(period.zone)) for each in reading.late
            ),
            empty=Word("none"),
        )


def _junk(reading: Reading, period: Period) -> Table:
    return Table(
        title=Word("deliverability.junk"),
        columns=(
            Column("mailbox", Unit.NAME),
            Column("folder", Unit.NAME),
            Column("read_at", Unit.NAME),
            Column("stored"),
            Column("junk_replies"),
            Column("automatic"),
            Column("own_mail"),
        ),
        rows=tuple(
            (
                each.mailbox,
                each.folder,
                None if each.read_at is None else each.read_at.astimezone(period.zone),
                each.stored,
                each.replies,
                each.automatic,
                each.own,
            )
            for each in reading.junk
        ),
        empty=Word("deliverability.no_junk"),
        note=Word("deliverability.junk_means"),
    )


def reading_document(reading: Reading) -> dict[str, Any]:
    return {
        "is_complete": reading.is_complete,
        "pending": reading.pending,
        "set_aside": reading.set_aside,
        "unfetched": reading.unfetched,
        "mailboxes": [
            {
                "mailbox": each.mailbox,
                "is_read": each.is_read,
                "read_at": None if each.read_at is None else each.read_at.isoformat(),
                "pending": each.pending,
                "set_aside": each.set_aside,
                "unfetched": each.unfetched,
                "is_alarm": each.is_alarm,
                "trouble": each.trouble,
            }
            for each in reading.mailboxes
        ],
        "late_folders": [
            {"mailbox": each.mailbox, "folder": each.folder, "read_at": each.read_at.isoformat()}
            for each in reading.late
        ],
    }


def junk_document(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "mailbox": each.mailbox,
            "folder": each.folder,
            "read_at": None if each.read_at is None else each.read_at.isoformat(),
            "stored": each.stored,
            "replies": each.replies,
            "automatic": each.automatic,
            "own": each.own,
        }
        for each in reading.junk
    ]
