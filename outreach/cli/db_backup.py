"""`outreach db backup`: the database in one file, while the daemon runs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.cli.progress import progress

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.database.soundness import Examined


@click.command(
    cls=Command, epilog="outreach db backup /backups/monday.db\noutreach db backup all.tar --with-files"
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-files",
    is_flag=True,
    help="A tar of the database and of what people wrote: configuration, templates, sequences, definitions.",
)
def backup(file: Path, with_files: bool) -> None:
    """Write a backup, beside a daemon that goes on sending. FILE must be new, and only you may read it.

    It is of one moment, looked at before it is kept, and there whole or not at all. Of PostgreSQL it is what pg_dump
    writes. Passwords are in none of it; the key of the workspace is, so keep it as you keep the database.
    """
    config = workspace.config()
    workspace.require_database(config)
    with database_in_words(workspace.database_name(config)):
        examined = back_up_database(config, file, with_files=with_files)
    say(_in_words(file, examined))


def back_up_database(config: "Config", file: Path, *, with_files: bool = False) -> "Examined":
    """Write the backup. Raises Refused, and OSError."""
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.cli.backup_files import DUMP_NAME, SQLITE_NAME, pack
    from outreach.config import database_url
    from outreach.database.engine import sqlite_path
    from outreach.database.whole_copy import new_file, remove_forsaken, working_copy

    url = database_url(config.database)
    path = sqlite_path(url)
    # Where a restore unpacks: what a killed one has left there is everybody's mail.
    remove_forsaken(config.root if path is None else path.parent)
    with new_file(file) as beside:
        if not with_files:
            return _sqlite(path, beside) if path is not None else _postgresql(url, beside)
        with working_copy(file) as database:
            examined = _sqlite(path, database) if path is not None else _postgresql(url, database)
            pack(beside, database, SQLITE_NAME if path is not None else DUMP_NAME, config)
        return examined


def _sqlite(path: Path, target: Path) -> "Examined":
    from outreach.database.backing_up import back_up
    from outreach.database.whole_copy import pages_of

    seen = 0
    with progress("pages", pages_of(path)) as advance:

        def told(done: int, _total: int) -> None:
            nonlocal seen
            advance(done - seen)
            seen = done

        return back_up(path, target, told)


def _postgresql(url: str, target: Path) -> "Examined":
    from outreach.database.engine import Database
    from outreach.database.postgresql_dump import dump
    from outreach.database.schema import HEAD, revision
    from outreach.database.soundness import Examined, examine

    dump(url, target)
    database = Database(url)
    try:
        with database.reading() as session:
            found = revision(session.connection())
            return examine(session) if found == HEAD else Examined(found, ())
    finally:
        database.close()


def _in_words(file: Path, examined: "Examined") -> str:
    size = f"{file.stat().st_size / (1 << 20):,.1f} MiB"
    chain = f", audit of {examined.entries} entries up to {examined.head[:16]}" if examined.entries else ""
    return f"{file}: {size}, schema {examined.schema}{chain}."
