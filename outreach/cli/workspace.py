"""What a command works on: the configuration, the database, who is acting, and the time."""

import contextlib
import getpass
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.core.clock import SystemClock

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.database.engine import Database


def config() -> "Config":
    """The configuration of this call. Raises ConfigurationError with everything that is wrong in it."""
    from outreach.config import find_config, load_config

    explicit = _options().get("config")
    return load_config(find_config(Path(str(explicit)) if explicit else None, os.environ))


def actor() -> str:
    """Who is acting: `--as`, OUTREACH_USER, else the user of this terminal."""
    named = _options().get("actor") or os.environ.get("OUTREACH_USER")
    if named:
        return str(named)[:60]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def now() -> datetime:
    return SystemClock().now()


@contextlib.contextmanager
def database(settings: "Config") -> Iterator["Database"]:
    """The database, its schema checked."""
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.config import database_url
    from outreach.database.engine import Database
    from outreach.database.schema import require_current

    opened = Database(database_url(settings.database))
    try:
        with opened.reading() as session:
            require_current(session)
        yield opened
    finally:
        opened.close()


@contextlib.contextmanager
def reading(settings: "Config | None" = None) -> Iterator["Session"]:
    with database(settings or config()) as opened, opened.reading() as session:
        yield session


@contextlib.contextmanager
def writing(settings: "Config | None" = None) -> Iterator["Session"]:
    """One unit of work, committed when the block ends well."""
    with database(settings or config()) as opened, opened.writing() as session:
        yield session


def verbose() -> bool:
    return bool(_options().get("verbose"))


def _options() -> dict[str, object]:
    context = click.get_current_context(silent=True)
    found = context.find_root().obj if context is not None else None
    return found if isinstance(found, dict) else {}
