"""`outreach db`: the schema and the soundness of the database."""

import click

from outreach.cli import workspace
from outreach.cli.failures import database_in_words
from outreach.cli.groups import Group
from outreach.cli.output import say


@click.group(cls=Group)
def db() -> None:
    """The database."""


@db.command(epilog="outreach db upgrade")
def upgrade() -> None:
    """Bring the schema up to date. Stop the daemon first; a backup beforehand is wise."""
    from outreach.config import database_url
    from outreach.database.schema import HEAD
    from outreach.database.schema import upgrade as upgrade_schema

    config = workspace.config()
    workspace.require_database(config)
    with database_in_words(workspace.database_name(config)):
        upgrade_schema(database_url(config.database))
    say(f"The database has schema {HEAD}.")


@db.command(epilog="outreach db check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Ask the database whether it is sound, and whether every row's references are there."""
    import sqlalchemy as sa

    with workspace.reading() as session:
        if session.connection().dialect.name != "sqlite":
            say("The schema is current. PostgreSQL checks its own pages.")
            return
        integrity = [row[0] for row in session.connection().execute(sa.text("PRAGMA integrity_check"))]
        broken = session.connection().execute(sa.text("PRAGMA foreign_key_check")).all()
    if integrity == ["ok"] and not broken:
        say("The database is sound.")
        return
    for line in [
        *map(str, integrity),
        *(f"{table}, row {row}: points to nothing" for table, row, *_ in broken),
    ]:
        say(line)
    ctx.exit(1)
