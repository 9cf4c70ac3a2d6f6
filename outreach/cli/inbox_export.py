"""`outreach inbox export`: the raw mail for any other program."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, KNOWN
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.cli.progress import progress
from outreach.core.errors import NotFound

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.inbox.stored_mail import Selection, StoredMail

_FILE = click.Path(path_type=Path)


@click.command(
    "export",
    cls=Command,
    epilog="outreach inbox export --all --maildir replies\n"
    "outreach inbox export 7 9 --mbox two.mbox\n"
    "outreach inbox export --mailbox ana --since 2026-11-01 --mbox ana.mbox",
)
@click.argument("ids", type=ID, nargs=-1, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="Everything that came in.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="What came on this day (UTC) or later."
)
@click.option("--mailbox", type=KNOWN, help="What came to this mailbox.")
@click.option("--unmatched", is_flag=True, help="What answers no mail of ours as far as we know.")
@click.option("--maildir", type=_FILE, metavar="DIR", help="A maildir, new or one to add to.")
@click.option("--mbox", type=_FILE, metavar="FILE", help="A new mbox (mboxrd).")
def export(
    ids: tuple[int, ...],
    everything: bool,
    since: datetime | None,
    mailbox: str | None,
    unmatched: bool,
    maildir: Path | None,
    mbox: Path | None,
) -> None:
    """Write messages as they came into a maildir (byte for byte) or an mbox.

    Nothing is written over: in a maildir what is there already stays, and an mbox must be new. --since, --mailbox
    and --unmatched may be used together.
    """
    from outreach.inbox.stored_mail import Selection

    wishes = everything or since is not None or mailbox is not None or unmatched
    if bool(ids) == wishes:
        raise click.UsageError("Name messages by number, or say --all, --since, --mailbox or --unmatched.")
    if (maildir is None) == (mbox is None):
        raise click.UsageError("Say where: --maildir DIR or --mbox FILE.")
    config = workspace.config()
    chosen = Selection(ids, None if since is None else since.replace(tzinfo=UTC), mailbox, unmatched)
    written, cut = _export(config, chosen, maildir, mbox)
    if cut:
        say(f"{cut} of them are longer than we take in: what we have is their beginning.")
    if written:
        say(f"{written} written to {maildir or mbox}.")


def _export(
    config: "Config", chosen: "Selection", maildir: Path | None, mbox: Path | None
) -> tuple[int, int]:
    """How many were written, and how many of these are not whole."""
    from outreach.inbox.stored_mail import count, stored_mail

    with workspace.database(config) as database:
        with database.reading() as session:
            total = count(session, chosen)
        if total == 0:
            _explain_nothing(config, chosen.mailbox)
            return 0, 0
        written = cut = 0
        mails = stored_mail(database, chosen)
        with progress("exporting", total) as advance:
            for mail, is_new in _put(mails, maildir, mbox):
                written, cut = written + is_new, cut + (is_new and mail.truncated)
                advance(1)
    if maildir and written < total:
        say(f"{total - written} were there already.")
    return written, cut


def _put(
    mails: "Iterator[StoredMail]", maildir: Path | None, mbox: Path | None
) -> "Iterator[tuple[StoredMail, bool]]":
    """Each message when it has its place; whether that is new."""
    from outreach.cli.mail_export import Maildir, new_mbox, write_mbox

    if maildir is not None:
        folder = Maildir(maildir)
        for mail in mails:
            yield mail, folder.add(mail)
    elif mbox is not None:
        with new_mbox(mbox) as file:
            for mail in write_mbox(file, mails):
                yield mail, True


def _explain_nothing(config: "Config", mailbox: str | None) -> None:
    if mailbox is not None and config.mailbox(mailbox) is None:
        known = ", ".join(each.name for each in config.mailboxes) or "none"
        raise NotFound(f"Nothing ever came to a mailbox {mailbox}. Mailboxes: {known}.")
    say("Nothing to export.")
