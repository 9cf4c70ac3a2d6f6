"""`outreach db restore`: a backup in the place of the database, and nobody written to because of what it forgot."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.after_restore import advise, read_noes, say_and_note, tell_noes
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Command
from outreach.cli.output import say
from outreach.core.errors import Refused
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlmodel import Session

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
@click.option(
    "--noes",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of noes from elsewhere, such as another host's outreach.noes: they are said again too.",
)
def restore(file: Path, replace: bool, others: tuple[Path, ...]) -> None:
    """Put a backup in the place of the database. Stop the daemon first.

    The backup is looked at before anything is touched; an older schema is upgraded. Cut short anywhere, the database
    is what it was or what it shall be, and the next try begins anew. Noes that came after the backup was made are
    taken from the file beside the database and from the database that it replaces. Every mailbox is paused until
    `outreach mailbox resume`: what went out since is in the Sent folders alone.
    """
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.cli.backup_files import Kind, database_in
    from outreach.config import database_url
    from outreach.daemon.standstill import no_daemon
    from outreach.database.engine import sqlite_path
    from outreach.database.noes_beside import noes_path

    config = workspace.config()
    url = database_url(config.database)
    path = sqlite_path(url)
    where = workspace.database_name(config)
    kept = noes_path(path, config.path)
    noes = read_noes(kept, others)
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
            _sqlite(config, found, path, noes, replace=replace)
        else:
            _postgresql(config, url, found, noes, kept, replace=replace)
    advise(config)


def _sqlite(
    config: "Config", backup: Path, path: Path, noes: Mapping[str, "SaidNo"], *, replace: bool
) -> None:
    from outreach.database import noes_beside, whole_copy
    from outreach.database.backing_up import require_sound, take_in
    from outreach.database.engine import Database
    from outreach.database.presence_of_data import noes_in, sqlite_has_data
    from outreach.database.schema import upgrade

    if path.exists() and backup.samefile(path):
        raise Refused(f"{path} is the database itself: name a backup.")
    if path.exists() and sqlite_has_data(path) and not replace:
        raise _has_data(str(path))
    before = noes_in(whole_copy.left_by_restore(path) or path)
    aside = whole_copy.aside_of(path, workspace.now())
    with whole_copy.working_copy(path) as new:
        take_in(backup, new)
        upgrade(f"sqlite:///{new}")
        database = Database(f"sqlite:///{new}")
        try:
            again = _mark(config, database, {**noes, **(before or {})})
        finally:
            database.close()
        require_sound(new, "The backup is not sound after its upgrade, so nothing was changed")
        late = _say_late(new, path, known={*noes, *(before or {})})
        whole_copy.as_one_file(new)
        noes_beside.move(noes_beside.beside(new), noes_beside.beside(path))
        whole_copy.put_in_place(new, path, aside)
    say(f"{path} is restored." + (f" What it was is kept as {aside}." if aside.exists() else ""))
    if before is None:
        say(
            f"The noes of what it was cannot be read. Those in {noes_beside.beside(path)} are in it again "
            f"({len(noes):,}); what was said before that file began, and after the backup, is forgotten."
        )
    tell_noes(again)
    tell_noes(late)


def _say_late(new: Path, path: Path, *, known: Collection[str]) -> "Again":
    """What somebody has said no to while the backup was taken in: that takes minutes, and commands go on meanwhile."""
    from outreach.database import noes_beside
    from outreach.database.engine import Database
    from outreach.database.presence_of_data import noes_in
    from outreach.sequences.noes_again import say_again

    found = {**noes_beside.read(noes_beside.beside(path)), **(noes_in(path) or {})}
    late = {key: no for key, no in found.items() if key not in known}
    database = Database(f"sqlite:///{new}")
    try:
        with database.writing() as session:
            return say_again(session, late, actor=workspace.actor(), now=workspace.now())
    finally:
        database.close()


def _postgresql(
    config: "Config", url: str, dumped: Path, noes: Mapping[str, "SaidNo"], kept: Path, *, replace: bool
) -> None:
    """All of it is one transaction: others see the old tables until it is committed, and then the new ones."""
    from sqlmodel import Session

    from outreach.daemon.standstill import refuse_at_work, refuse_living
    from outreach.database import locks, noes_beside, postgresql_dump, presence_of_data
    from outreach.database.schema import migrate, migration_engine, refuse_newer, revision

    program = postgresql_dump.require_tools(url)
    aside = None
    engine = migration_engine(url)
    try:
        with engine.begin() as connection, Session(connection) as session:
            # In the order in which an import takes them. No mail goes out, nobody is stored and no no is written down
            # from here to the end: of all of them, the backup knows nothing.
            locks.import_alone(session)
            locks.forbid(session)
            refuse_living(connection)
            refuse_at_work(connection)
            if presence_of_data.postgresql_has_data(connection) and not replace:
                raise _has_data(workspace.database_name(config))
            before = _noes_of(connection)
            if presence_of_data.postgresql_tables(connection):
                aside = postgresql_dump.aside_name(connection, workspace.now())
                postgresql_dump.put_aside(connection, aside)
            postgresql_dump.put_back(connection, program, dumped)
            if presence_of_data.OURS - presence_of_data.postgresql_tables(connection):
                raise Refused(f"{dumped} is a dump of another program's tables; nothing was changed.")
            refuse_newer(revision(connection), dumped)
            migrate(connection)
            again = say_and_note(session, config, {**noes, **before})
            _require_sound(session)
            # Who has begun meanwhile has seen the old tables, and waits for our locks with what it knows of them.
            refuse_at_work(connection)
            noes_beside.keep(session, kept)
    finally:
        engine.dispose()
    say("The database is restored." + (f" What it was is kept in the schema {aside}." if aside else ""))
    tell_noes(again)


def _noes_of(connection: "sa.Connection") -> Mapping[str, "SaidNo"]:
    from sqlalchemy.exc import DBAPIError

    from outreach.database.presence_of_data import noes_of_postgresql

    try:
        return noes_of_postgresql(connection)
    except DBAPIError as error:
        said = one_line(str(error.orig), 200)
        raise Refused(
            f"The noes of the present database cannot be read ({said}), and whoever said no must not be forgotten: "
            "nothing was changed. Make a new database (createdb), say it in [database] url, and restore into that one: "
            "then the noes come from the file outreach.noes beside the configuration."
        ) from error


def _require_sound(session: "Session") -> None:
    from outreach.database.soundness import examine

    faults = examine(session).faults
    if faults:
        raise Refused("\n".join(["The backup is not sound, so nothing was changed:", *faults]))


def _mark(config: "Config", database: "Database", noes: Mapping[str, "SaidNo"]) -> "Again":
    with database.writing() as session:
        return say_and_note(session, config, noes)


def _has_data(where: str) -> Refused:
    return Refused(
        f"{where} has people or mail in it. Make a backup of it, and restore with --replace: it is kept aside then."
    )
