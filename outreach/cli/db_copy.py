"""`outreach db copy`: everything into another database, SQLite or PostgreSQL, counted and verified."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say, table
from outreach.cli.progress import progress
from outreach.core.errors import Refused

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.database.copying import Copied
    from outreach.database.engine import Database


@click.command(
    cls=Command,
    epilog="outreach db copy --to postgresql://outreach@db.alpha.example/outreach\n"
    "outreach db copy --to sqlite:////srv/outreach/outreach.db",
)
@click.option(
    "--to",
    "target",
    required=True,
    metavar="URL",
    help="An empty database. Its password comes from PGPASSWORD or ~/.pgpass, not from the command line.",
)
def copy(target: str) -> None:
    """Copy every row into another database and verify each table. Stop the daemon first.

    All of it is one transaction of the target: cut short, nothing is there. Just before it is committed, every mailbox
    is paused in the database that was copied, so that not both send; say the new one in [database] url afterwards.
    """
    from outreach.config import database_url
    from outreach.daemon.standstill import no_daemon

    config = workspace.config()
    workspace.require_database(config)
    url = database_url(config.database)
    with no_daemon(url), workspace.database(config) as source:
        name = _name(target)
        with database_in_words(name), _opened(target) as connection:
            copied = _copied(source, connection)
            # Before the commit over there: cut short in between, neither sends, rather than both.
            _pause_source(source, config, name, copied)
    table(
        ("table", "rows", "checksum, here and there"),
        [(each.name, each.source.rows, each.source.sum) for each in copied.tables],
        empty="Nothing was copied.",
        right=("rows",),
    )
    say(_in_words(copied))
    say(f'Now say `url = "{name}"` below [database] in {config.path}, and start the daemon.')


def _copied(source: "Database", target: "sa.Connection") -> "Copied":
    from outreach.database.copying import copy_all, count_all
    from outreach.tables import METADATA

    tables = METADATA.sorted_tables
    with source.reading() as session:
        connection = session.connection()
        with progress("rows", count_all(connection, tables)) as advance:
            return copy_all(connection, target, tables, advance)


@contextlib.contextmanager
def _opened(url: str) -> "Iterator[sa.Connection]":
    """A transaction on the target; committed when the block ends well. A file is there only then."""
    from outreach.database.engine import sqlite_path
    from outreach.database.schema import migration_engine
    from outreach.database.whole_copy import as_one_file, new_file

    with contextlib.ExitStack() as stack:
        path = sqlite_path(url)
        beside = None if path is None else stack.enter_context(new_file(path))
        engine = migration_engine(url if beside is None else f"sqlite:///{beside}")
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()
        if beside is not None:
            as_one_file(beside)


def _name(url: str) -> str:
    """The target as messages call it, without a password. Raises Refused where it is none that we know."""
    import sqlalchemy as sa
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise Refused("--to wants sqlite:////FILE or postgresql://USER@HOST/NAME.") from None
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql") or not parsed.database:
        raise Refused("--to wants sqlite:////FILE or postgresql://USER@HOST/NAME.")
    if backend == "sqlite" and not Path(parsed.database).parent.is_dir():
        raise Refused(f"{Path(parsed.database).parent}: there is no such folder.")
    return parsed.set(password=None).render_as_string()


def _pause_source(source: "Database", config: "Config", name: str, copied: "Copied") -> None:
    """Raises Refused where a command has written meanwhile: a no would stay behind."""
    from outreach.database import locks
    from outreach.sending.mailboxes import pause_mailbox

    why = f"everything is copied to {name}: run the daemon on that, or resume here to go on as before"
    with source.writing() as session:
        locks.forbid(session)
        if not _is_all_of(session, copied):
            raise Refused(
                "Somebody has written into the database while it was copied, and that would be left behind: nothing "
                "was kept. Try again while nobody works in it."
            )
        for mailbox in config.mailboxes:
            pause_mailbox(session, mailbox.name, why=why, actor=workspace.actor(), now=workspace.now())


def _is_all_of(session: "Session", copied: "Copied") -> bool:
    """Whether neither a decision nor a no has come since. The audit has every decision, but not of every no."""
    import sqlalchemy as sa

    from outreach.tables import METADATA

    sent = {each.name: each.source.rows for each in copied.tables}
    return all(
        session.connection()
        .execute(sa.select(sa.func.count()).select_from(METADATA.tables[name]))
        .scalar_one()
        == sent[name]
        for name in ("audit_entry", "suppression")
    )


def _in_words(copied: "Copied") -> str:
    rows = sum(each.source.rows for each in copied.tables)
    return (
        f"{rows:,} rows of {len(copied.tables)} tables are there and the same, and the audit holds "
        f"({copied.entries} entries). The mailboxes of the old database are paused."
    )
