"""`outreach db restore`: a backup in the place of the database, and nobody written to because of what it forgot."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.database.engine import Database
    from outreach.database.noes_beside import SaidNo
    from outreach.sequences.noes_again import Again


@click.command(
    cls=Command, epilog="outreach db restore /backups/monday.db\noutreach db restore all.tar --replace"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Though the database has people or mail in it. It is kept aside."
)
def restore(file: Path, replace: bool) -> None:
    """Put a backup in the place of the database. Stop the daemon first.

    The backup is looked at before anything is touched; an older schema is upgraded. Noes that came after it was made
    are taken from the file beside the database and from the database that it replaces. Every mailbox is paused until
    `outreach mailbox resume`: what went out since is in the Sent folders alone.
    """
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.cli.backup_files import Kind, database_in
    from outreach.config import database_url
    from outreach.daemon.standstill import no_daemon
    from outreach.database.engine import sqlite_path

    config = workspace.config()
    url = database_url(config.database)
    path = sqlite_path(url)
    where = workspace.database_name(config)
    with (
        database_in_words(where),
        no_daemon(url),
        database_in(file, config.root if path is None else path.parent) as (found, kind),
    ):
        if (kind is Kind.SQLITE) != (path is not None):
            raise Refused(
                f"{file} is of {kind.value}, and {where} is not: restore it where it came from, "
                "then `outreach db copy`."
            )
        if path is not None:
            _sqlite(config, found, path, replace=replace)
        else:
            _postgresql(config, url, found, replace=replace)
    _advise(config)


def _sqlite(config: "Config", backup: Path, path: Path, *, replace: bool) -> None:
    from outreach.database import noes_beside, whole_copy
    from outreach.database.backing_up import back_up, require_sound
    from outreach.database.engine import Database
    from outreach.database.presence_of_data import noes_in, sqlite_has_data
    from outreach.database.schema import upgrade

    if path.exists() and sqlite_has_data(path) and not replace:
        raise _has_data(str(path))
    noes = {**noes_beside.read(noes_beside.noes_path(path)), **noes_in(path)}
    aside = path.with_name(f"{path.name}.before-restore-{workspace.now():%Y%m%d-%H%M%S}")
    with whole_copy.working_copy(path) as new:
        back_up(backup, new)
        upgrade(f"sqlite:///{new}")
        database = Database(f"sqlite:///{new}")
        try:
            again = _mark(config, database, noes)
        finally:
            database.close()
        require_sound(new, "The backup is not sound after its upgrade, so nothing was changed")
        whole_copy.as_one_file(new)
        noes_beside.move(new, path)
        whole_copy.put_in_place(new, path, aside)
    say(f"{path} is restored." + (f" What it was is kept as {aside}." if aside.exists() else ""))
    _say_again(again)


def _postgresql(config: "Config", url: str, dumped: Path, *, replace: bool) -> None:
    from outreach.database import postgresql_dump
    from outreach.database.engine import Database
    from outreach.database.presence_of_data import noes_in_schema, postgresql_has_data, postgresql_has_tables
    from outreach.database.schema import upgrade
    from outreach.database.soundness import examine

    if postgresql_has_data(url) and not replace:
        raise _has_data(workspace.database_name(config))
    aside = postgresql_dump.aside_name(workspace.now()) if postgresql_has_tables(url) else None
    postgresql_dump.put_back(url, dumped, aside=aside)
    upgrade(url)
    noes = {} if aside is None else noes_in_schema(url, aside)
    database = Database(url)
    try:
        again = _mark(config, database, noes)
        with database.reading() as session:
            faults = examine(session).faults
    finally:
        database.close()
    if faults:
        raise Refused("\n".join(["It is restored, and paused, and not sound:", *faults]))
    say("The database is restored." + (f" What it was is kept in the schema {aside}." if aside else ""))
    _say_again(again)


def _mark(config: "Config", database: "Database", noes: Mapping[str, "SaidNo"]) -> "Again":
    """Say the forgotten noes again, and write down that this is a backup."""
    from outreach.sending import restored
    from outreach.sequences.noes_again import say_again

    actor, now = workspace.actor(), workspace.now()
    with database.writing() as session:
        again = say_again(session, noes, actor=actor, now=now)
        names = [mailbox.name for mailbox in config.mailboxes]
        restored.note(session, names, noes=again.noes, actor=actor, now=now)
    return again


def _has_data(where: str) -> Refused:
    return Refused(
        f"{where} has people or mail in it. Make a backup of it, and restore with --replace: it is kept aside then."
    )


def _say_again(again: "Again") -> None:
    if again.noes:
        say(f"{again.noes} noes that the backup had forgotten are in it again.")
    for address in again.erased:
        say(
            f"{address} was erased after the backup was made, and is here again: outreach prospects erase {address}"
        )


def _advise(config: "Config") -> None:
    from outreach.config import SentCopy

    silent = [
        mailbox.name
        for mailbox in config.mailboxes
        if mailbox.imap is None or mailbox.sent_copy is SentCopy.NONE
    ]
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
