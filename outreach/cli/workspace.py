"""What a command works on: the configuration, the database, who is acting, and the time."""

import contextlib
import getpass
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.failures import database_in_words
from outreach.core.clock import SystemClock
from outreach.core.errors import ConfigurationError, Fault
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.database.engine import Database

#: What stands in the record for the program itself, and for those we write to.
_NOBODY = frozenset({"daemon", "recipient", "guard"})
#: Whoever acts is remembered by so many characters.
_LONGEST_ACTOR = 60


def config() -> "Config":
    """The configuration of this call. Raises ConfigurationError with everything that is wrong in it."""
    from outreach.config import load_config

    return load_config(config_file())


def config_file() -> Path:
    """Where it is; it may not be there."""
    from outreach.config import find_config

    explicit = _options().get("config")
    return find_config(Path(str(explicit)) if explicit else None, os.environ)


def actor() -> str:
    """Who is acting: `--as`, OUTREACH_USER, else the user of this terminal."""
    named = _options().get("actor") or os.environ.get("OUTREACH_USER")
    if named:
        name = one_line(str(named), _LONGEST_ACTOR)
        if name.casefold() in _NOBODY:
            # The record would say that nobody did it.
            raise click.UsageError(f'"{name}" is what the program calls itself: say who you are, --as NAME.')
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def now() -> datetime:
    return SystemClock().now()


def database_name(settings: "Config") -> str:
    """The database as messages call it: its file, or its URL without the password."""
    import sqlalchemy as sa

    url = sa.make_url(settings.database.url)
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()


def require_database(settings: "Config") -> None:
    """Raise ConfigurationError where the file is missing: to open it would make an empty one."""
    from outreach.database.engine import sqlite_path
    from outreach.database.whole_copy import left_by_restore

    path = sqlite_path(settings.database.url)
    if path is None or path.exists():
        return
    problem, remedy = "there is no database yet.", f"Run `outreach init {settings.root}`."
    if aside := left_by_restore(path):
        problem = f"there is no database, but one that was put aside for a restore: {aside}."
        remedy = "Run `outreach db restore` again, with the same backup. To begin anew, move that file away."
    raise ConfigurationError([Fault(str(path), problem, remedy=remedy)])


@contextlib.contextmanager
def database(settings: "Config") -> Iterator["Database"]:
    """The database, its schema checked."""
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.config import database_url
    from outreach.database.engine import Database, sqlite_path
    from outreach.database.noes_beside import noes_path
    from outreach.database.schema import require_current

    require_database(settings)
    url = database_url(settings.database)
    opened = Database(url, noes=noes_path(sqlite_path(url), settings.path))
    try:
        with database_in_words(database_name(settings)):
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
