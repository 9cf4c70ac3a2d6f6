"""Sequences and contacts of which only the times matter, for tests that need neither files nor a database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from outreach.prospects.model import Contact
from outreach.sequences.definition import LateRule, SequenceDefinition, Step, StepKind, Thread
from outreach.sequences.window import PRESETS, Window

OFFICE, BOOK = PRESETS["office"], PRESETS["book"]


def asking(*waits: int, window: Window = OFFICE, late: LateRule = LateRule()) -> SequenceDefinition:  # noqa: B008
    """A first mail at once, and reminders that wait so many working days each."""
    reminders = (
        Step(f"reminder-{number}", StepKind.MAIL, wait, Thread.SAME) for number, wait in enumerate(waits, 1)
    )
    return SequenceDefinition("asking", (Step("ask", StepKind.MAIL, 0), *reminders), window, late=late)


def somebody(
    number: int = 1,
    *,
    zone: str | None = None,
    country: str | None = None,
    domain: str = "acme.example",
) -> Contact:
    return Contact(
        id=number, account_id=1, address=f"person{number}@{domain}", time_zone=zone, country=country
    )


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    """What the clock on the wall shows, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def on_the_wall(moment: datetime, zone: str = "Europe/Berlin") -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%a %Y-%m-%d %H:%M")
