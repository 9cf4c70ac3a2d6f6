"""What goes wrong, in words and an exit code. A stack trace is for those who ask for it (`--verbose`)."""

import contextlib
import sys
from collections.abc import Iterator
from typing import IO, Any

import click

from outreach.core.addresses import NotAnAddress
from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line, printable

#: The exit codes: asked for, but refused or not found; wrongly asked for; the configuration has to be mended.
REFUSED, USAGE, CONFIGURATION = 1, 2, 3

#: What SQLite says → (exit code, what is wrong, what to do).
_SQLITE: tuple[tuple[str, int, str, str], ...] = (
    (
        "database is locked",
        REFUSED,
        "is busy: another process has been writing to it for half a minute.",
        "Try again; `outreach run` itself never takes that long.",
    ),
    (
        "unable to open database file",
        CONFIGURATION,
        "cannot be opened.",
        "Its folder has to be there, and you must be allowed to read and write in it.",
    ),
    (
        "readonly database",
        CONFIGURATION,
        "cannot be written to.",
        "Mend the permissions of the file and its folder.",
    ),
    (
        "file is not a database",
        CONFIGURATION,
        "is not an SQLite database.",
        "Name the right file in [database] url, or bring it back from a backup.",
    ),
    (
        "malformed",
        REFUSED,
        "is damaged.",
        "Stop the daemon, keep a copy of the file, and bring it back from a backup.",
    ),
    ("is full", REFUSED, "cannot grow: the disk is full.", "Make room; nothing is half written."),
    ("disk I/O error", REFUSED, "cannot be read or written: the disk fails.", "Look at the disk first."),
    (
        "no such ",
        CONFIGURATION,
        "has another schema than its number says.",
        "`outreach db check` looks at it; a backup may have to be brought back.",
    ),
)


class Failed(click.ClickException):
    """A message and an exit code, for click to end with."""

    def __init__(self, message: str, exit_code: int = REFUSED) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(printable(self.message), file=file or sys.stderr)


@contextlib.contextmanager
def told_in_words(*, verbose: bool) -> Iterator[None]:
    """Whatever is raised in the block leaves it as click's own kind, with a message that says the next step."""
    try:
        yield
    except Failed as failed:
        _trace(failed.__cause__, verbose)
        raise
    except BrokenPipeError:
        # The reader of our output has seen enough (`| head`): there is nobody left to tell.
        raise click.exceptions.Exit(0) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except OutreachError as error:
        raise Failed(str(error), error.exit_code) from error
    except NotAnAddress as error:
        raise Failed(f"{error}.", USAGE) from error
    except Exception as error:
        _trace(error, verbose)
        raise _unexpected(error) from error


@contextlib.contextmanager
def database_in_words(where: str) -> Iterator[None]:
    """The same for what the database says; `where` is its file or URL, without the password."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise _of_database(error, where) from error


def _unexpected(error: Exception) -> Failed:
    known = sys.modules.get("sqlalchemy.exc")
    if known is not None and isinstance(error, known.DBAPIError):
        return _of_database(error, "The database")
    if isinstance(error, OSError):
        return Failed(_of_system(error))
    return Failed(
        f"This is a fault in outreach ({type(error).__name__}: {one_line(str(error))}). "
        "Please report it, with what `outreach --verbose …` says."
    )


def _trace(error: BaseException | None, verbose: bool) -> None:
    if error is None or not verbose:
        return
    import traceback

    click.echo(printable("".join(traceback.format_exception(error))), err=True)


def _of_database(error: Exception, where: str) -> Failed:
    said = one_line(str(getattr(error, "orig", None) or error))
    for words, exit_code, problem, remedy in _SQLITE:
        if words in said:
            return Failed(f"{where} {problem} {remedy}", exit_code)
    return Failed(f"{where}: the database says: {said}")


def _of_system(error: OSError) -> str:
    said = error.strerror or str(error)
    return f"{one_line(str(error.filename))}: {said}." if error.filename else f"{one_line(said)}."
