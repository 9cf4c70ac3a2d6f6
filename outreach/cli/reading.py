"""How complete the reading is, as commands show it: beside every rate, and as an alarm."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from outreach.cli import workspace
from outreach.cli.output import say

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.inbox.reading_state import MailboxReading

#: What `--json` says of the reading beside a rate.
READING = (
    "how complete the reading is that the rates rest on: an object with read_up_to (null where a mailbox was "
    "never read), complete, says (a sentence), alarms (sentences) and mailboxes (objects with mailbox, is_read, "
    "read_at, pending, set_aside, unfetched, trouble, alarm)"
)


def readings(
    session: "Session", config: "Config", names: Iterable[str] | None = None
) -> "tuple[MailboxReading, ...]":
    """Of these mailboxes; None: of all in the configuration."""
    from outreach.daemon.rules import sending_rules
    from outreach.inbox.reading_state import reading_of

    mailboxes = sending_rules(config).mailboxes
    return reading_of(
        session,
        mailboxes if names is None else names,
        mailboxes,
        workspace.now(),
        alarm_after=timedelta(hours=config.policy.unread_alarm_hours),
    )


def reading_facts(of: "Sequence[MailboxReading]") -> dict[str, Any]:
    """The documented object."""
    from outreach.inbox.reading_state import alarm_in_words, completeness

    whole = completeness(of)
    return {
        "read_up_to": whole.read_up_to,
        "complete": whole.is_complete,
        "says": whole.says,
        "alarms": [alarm_in_words(each) for each in of if each.is_alarm],
        "mailboxes": [
            {
                "mailbox": each.mailbox,
                "is_read": each.is_read,
                "read_at": each.read_at,
                "pending": each.pending,
                "set_aside": each.set_aside,
                "unfetched": each.unfetched,
                "trouble": each.trouble,
                "alarm": each.is_alarm,
            }
            for each in of
        ],
    }


def sound_alarms(of: "Sequence[MailboxReading]") -> None:
    """Say on standard error which mailboxes were not read for too long."""
    from outreach.inbox.reading_state import alarm_in_words

    for each in of:
        if each.is_alarm:
            say(f"ALARM: {alarm_in_words(each)}")
