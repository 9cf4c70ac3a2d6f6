"""Bringing a database's schema up to date (Alembic), and refusing to work on one that is not."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from outreach.core.errors import ConfigurationError, Fault
from outreach.database.engine import postgresql_engine, use_write_ahead_log

#: The newest revision; a test holds it against the migrations' own head.
HEAD = "0019"

_MIGRATIONS = Path(__file__).parent / "migrations"

# PostgreSQL's advisory lock for migrations; any number will do that no other program takes here.
_MIGRATING = 7_264_301


def upgrade(url: str) -> None:
    """Create or migrate the schema. Safe to repeat; a second process waits for the first.

    Raises ConfigurationError where the schema is newer than this program.
    """
    engine = migration_engine(url)
    try:
        with engine.begin() as connection:
            migrate(connection)
    finally:
        engine.dispose()


def migrate(connection: sa.Connection) -> None:
    """The same in a transaction that is open, of a migration engine: all of it is committed with that, or nothing."""
    from alembic import command

    if connection.dialect.name == "postgresql":
        # SQLite's BEGIN IMMEDIATE has taken its lock already.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
    found = revision(connection)
    if found is not None and found > HEAD:
        raise _not_current(found)
    command.upgrade(alembic_config(connection), "head")


def refuse_newer(found: str | None, backup: Path) -> None:
    """Raise ConfigurationError where a backup has a schema that this program does not know."""
    if found is not None and found > HEAD:
        problem = f"has schema {found}, which is newer than this program ({HEAD}); nothing was changed."
        remedy = "Restore it with the version of outreach that made it, or with a newer one."
        raise ConfigurationError([Fault(str(backup), problem, remedy=remedy)])


def require_current(session: Session) -> None:
    """Raise ConfigurationError unless the schema is the one that this program was written for."""
    found = revision(session.connection())
    if found != HEAD:
        raise _not_current(found)


def alembic_config(connection: sa.Connection) -> Any:
    """Alembic's configuration, made here instead of in an alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migration_engine(url: str) -> sa.Engine:
    """An engine for migrations only. SQLite's foreign keys are off: a batch ALTER of a parent deletes its children."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return postgresql_engine(parsed)
    engine = sa.create_engine(parsed, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        use_write_ahead_log(connection)
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def revision(connection: sa.Connection) -> str | None:
    """The schema that the database has; None where it has no tables."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _not_current(found: str | None) -> ConfigurationError:
    if found is None:
        fault = Fault("database", "has no tables yet.", remedy="Run `outreach init`.")
    elif found < HEAD:
        problem = f"has schema {found}, this program wants {HEAD}."
        fault = Fault("database", problem, remedy="Run `outreach db upgrade`.")
    else:
        problem = f"has schema {found}, which is newer than this program ({HEAD})."
        fault = Fault(
            "database", problem, remedy="Install the version of outreach that it was used with last."
        )
    return ConfigurationError([fault])
