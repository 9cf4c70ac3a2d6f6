"""`outreach db`: the schema and the soundness of the database, its backups, and moving it elsewhere."""

from pathlib import Path

import click

from outreach.cli import workspace
from outreach.cli.db_backup import back_up_database, backup
from outreach.cli.db_copy import copy
from outreach.cli.db_restore import restore
from outreach.cli.db_restored import restored
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Group
from outreach.cli.output import say


@click.group(cls=Group)
def db() -> None:
    """The database."""


for command in (backup, restore, restored, copy):
    db.add_command(command)


@db.command(epilog="outreach db upgrade")
@click.option("--no-backup", is_flag=True, help="Make no backup first: you have one.")
def upgrade(no_backup: bool) -> None:
    """Bring the schema up to date, after a backup. Stop the daemon first.

    All of it is one transaction: cut short anywhere, the database is what it was, and the next try begins anew.
    """
    from outreach.config import database_url
    from outreach.daemon.standstill import no_daemon
    from outreach.database.schema import HEAD
    from outreach.database.schema import upgrade as upgrade_schema

    config = workspace.config()
    workspace.require_database(config)
    url = database_url(config.database)
    with database_in_words(workspace.database_name(config)), no_daemon(url):
        found = _schema(url)
        if found is not None and found < HEAD:
            _require_room(url, twice=not no_backup)
            if not no_backup:
                kept = _backup_name(config.root, url, found)
                back_up_database(config, kept)
                say(f"A backup is in {kept}: delete it when all is well.")
        upgrade_schema(url)
    say(f"The database has schema {HEAD}.")


def _schema(url: str) -> str | None:
    from outreach.database.schema import migration_engine, revision

    engine = migration_engine(url)
    try:
        with engine.connect() as connection:
            return revision(connection)
    finally:
        engine.dispose()


def _require_room(url: str, *, twice: bool) -> None:
    """A migration may write every page anew, into the log; and the backup is as large once more."""
    from outreach.database.engine import sqlite_path
    from outreach.database.whole_copy import require_room, size_of

    path = sqlite_path(url)
    if path is not None:
        require_room(path.parent, size_of(path) * (2 if twice else 1), what="The upgrade")


def _backup_name(root: Path, url: str, schema: str) -> Path:
    from outreach.database.engine import sqlite_path

    path = sqlite_path(url)
    at = f"{workspace.now():%Y%m%d-%H%M%S}"
    if path is None:
        return root / f"outreach.schema-{schema}-{at}.dump"
    return path.with_name(f"{path.name}.schema-{schema}-{at}")


@db.command(epilog="outreach db check\noutreach db check /backups/monday.db")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.pass_context
def check(ctx: click.Context, file: Path | None) -> None:
    """Ask the database whether it is sound: its pages, its references, the chain of its audit.

    With FILE, a backup of SQLite is asked, or a tar with one in it.
    """
    if file is not None:
        faults = _faults_of_backup(file)
        sound = f"{file} is sound."
    else:
        faults, sound = _faults()
    for line in faults or [sound]:
        say(line)
    if faults:
        ctx.exit(1)


def _faults() -> tuple[list[str], str]:
    from outreach.database.soundness import examine

    with workspace.reading() as session:
        is_sqlite = session.connection().dialect.name == "sqlite"
        found = examine(session)
    sound = "The database is sound."
    if not is_sqlite:
        sound = "The schema is current and the audit holds. PostgreSQL checks its own pages."
    return list(found.faults), sound


def _faults_of_backup(file: Path) -> list[str]:
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.cli.backup_files import Kind, database_in
    from outreach.core.errors import Refused
    from outreach.database.soundness import examine_file

    with database_in(file, file.parent) as (found, kind), database_in_words(str(file)):
        if kind is not Kind.SQLITE:
            raise Refused(
                f"{file} is a dump of PostgreSQL: `pg_restore --list` reads it, and a restore tries it."
            )
        return list(examine_file(found).faults)
