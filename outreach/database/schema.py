"""Bringing a database's schema up to date (Alembic), and refusing to work on one that is not."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from outreach.core.errors import ConfigurationError, Fault

#: The newest revision; a test holds it against the migrations' own head.
HEAD = "0001"

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Create or migrate the schema. Safe to repeat; a second process waits for the first."""
    from alembic import command

    engine = migration_engine(url)
    try:
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")
    finally:
        engine.dispose()


def require_current(session: Session) -> None:
    """Raise ConfigurationError unless the schema is the one that this program was written for."""
    found = _revision(session)
    if found == HEAD:
        return
    problem = "has no tables yet." if found is None else f"has schema {found}, this program wants {HEAD}."
    remedy = "Run `outreach init`." if found is None else "Run `outreach db upgrade`."
    raise ConfigurationError([Fault("database", problem, remedy=remedy)])


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
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg"))
    engine = sa.create_engine(parsed, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _revision(session: Session) -> str | None:
    if not sa.inspect(session.connection()).has_table("alembic_version"):
        return None
    return session.connection().execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
