"""What is done, and said, when a database was put back, by whatever means: the same each time."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.cli import workspace
from outreach.cli.output import say
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.database.noes_beside import SaidNo
    from outreach.sequences.noes_again import Again


def read_noes(own: Path, others: Iterable[Path]) -> dict[str, "SaidNo"]:
    """Those of our own file, and of others. Raises Refused where one of the others has none."""
    from outreach.database import noes_beside

    noes = dict(noes_beside.read(own))
    for other in others:
        found = noes_beside.read(other)
        if not found:
            raise Refused(f"{other} has no noes in it: name a file that is called outreach.noes, or so.")
        noes = {**found, **noes}
    return noes


def say_and_note(session: "Session", config: "Config", noes: Mapping[str, "SaidNo"]) -> "Again":
    """Say the forgotten noes again, write down that the database was put back, and pause every mailbox."""
    from outreach.database import audit
    from outreach.sending import restored
    from outreach.sequences.noes_again import say_again

    actor, now = workspace.actor(), workspace.now()
    again = say_again(session, noes, actor=actor, now=now)
    names = [mailbox.name for mailbox in config.mailboxes]
    restored.note(session, names, noes=again.noes, actor=actor, now=now)
    audit.seal(session)
    session.flush()
    return again


def tell_noes(again: "Again", *, what: str = "backup") -> None:
    if again.noes:
        say(f"{again.noes} noes that the {what} had forgotten are in it again.")
    for address in again.erased:
        say(
            f"{address} was erased after the backup was made, and is here again: outreach prospects erase {address}"
        )


def unread_mailboxes(config: "Config") -> list[str]:
    """Those of which nobody can tell here what has gone out: no Sent folder of theirs is read."""
    from outreach.config import SentCopy

    return [
        mailbox.name
        for mailbox in config.mailboxes
        if mailbox.imap is None or mailbox.sent_copy is SentCopy.NONE
    ]


def advise(config: "Config") -> None:
    silent = unread_mailboxes(config)
    say(
        "Every mailbox is paused. Start the daemon: it reads what came and what went out since, and sends nothing."
    )
    say(
        "Then look at `outreach outbox list --state sent`, and let each go on: `outreach mailbox resume NAME`."
    )
    if silent:
        say(
            f"Nobody can tell here what has gone out of {', '.join(silent)} since: no Sent folder of theirs is read. "
            "Compare with the server's log before you resume them, or people get mails twice."
        )
