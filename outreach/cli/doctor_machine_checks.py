"""The checks of `outreach doctor` that look at this machine: files, clock, disk and database."""

import contextlib
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from outreach.cli.doctor_mail_checks import clocks
from outreach.core.untrusted import one_line
from outreach.reporting.findings import Finding, Severity, error, ok, warning

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa
    from sqlmodel import Session

    from outreach.cli.doctor_checks import Patient
    from outreach.config import Config

#: Below the first nothing is sent any more (SQLite needs room for its log); below the second it is time to look.
LEAST_FREE, _LITTLE_FREE = 50 << 20, 500 << 20
#: `quick_check` reads the whole file: 60 s are some ten gigabytes.
_DATABASE_SECONDS = 60.0
#: Two machines' clocks may differ by as much.
_CLOCK_SLACK = timedelta(minutes=5)
#: When this was written: a clock that stands before has lost its time.
_NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def files(patient: "Patient") -> Iterator[Finding]:
    """Who else may read or change what is ours."""
    assert patient.config is not None
    from outreach.database.engine import sqlite_path

    database = sqlite_path(patient.config.database.url)
    private = [path for path in (patient.config_file, database) if path is not None and path.exists()]
    wrong = list(_open_to_others(patient.config, private, database))
    yield from wrong
    if not wrong:
        yield ok(f"{len(private)} files looked at")


def _open_to_others(
    config: "Config", private: Sequence["Path"], database: "Path | None"
) -> Iterator[Finding]:
    for path in private:
        mode = path.stat().st_mode
        if mode & (stat.S_IWGRP | stat.S_IWOTH):
            yield error(f"{path}: others may change it", f"chmod 600 {path}")
        elif path == database and mode & stat.S_IROTH:
            yield warning(f"{path}: everybody on this machine may read it", f"chmod 600 {path}")
    if database is not None and not os.access(database.parent, os.W_OK):
        yield error(f"{database.parent}: it cannot be written into", "Give it to the user of the daemon.")
    yield from _secrets(config)


def _secrets(config: "Config") -> Iterator[Finding]:
    from outreach.settings.secrets import weakness

    for mailbox in config.mailboxes:
        for line in (mailbox.smtp, mailbox.imap):
            if line is None or line.password is None:
                continue
            if weak := weakness(line.password):
                says = weak.partition(". chmod ")[0]
                yield warning(f"{mailbox.name}: {says}", weak.removeprefix(f"{says}. "))


def clock(patient: "Patient") -> Iterator[Finding]:
    """A clock that went back sends at the wrong hours, and forgets what it has sent today."""
    if patient.now < _NOT_BEFORE:
        yield error(f"the clock says {patient.now:%Y-%m-%d}", "Set it, or let NTP do it.")
        return
    newest = _newest_fact(patient)
    if newest is not None and newest > patient.now + _CLOCK_SLACK:
        yield error(
            f"the clock says {patient.now:%Y-%m-%d %H:%M}, and the newest fact in the database is of "
            f"{newest:%Y-%m-%d %H:%M} UTC",
            "Set the clock: limits and waiting times are reckoned from it.",
        )
        return
    differing = [*_database_clock(patient), *clocks(patient)]
    yield from differing
    if all(finding.severity is Severity.OK for finding in differing):
        yield ok(f"{patient.now:%Y-%m-%d %H:%M} UTC, not before the newest fact")


def _database_clock(patient: "Patient") -> Iterator[Finding]:
    """PostgreSQL has a clock of its own, by which several daemons agree on who has what."""
    if patient.session is None or patient.session.connection().dialect.name != "postgresql":
        return
    import sqlalchemy as sa

    from outreach.reporting.mailbox_findings import clocks_differ

    theirs = patient.session.connection().execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    # Both are read now: what was looked at meanwhile took its time.
    yield from clocks_differ("the database", theirs.astimezone(UTC), patient.clock.now())


def _newest_fact(patient: "Patient") -> datetime | None:
    if patient.session is None:
        return None
    from sqlmodel import col, select

    from outreach.database.events import Event

    return patient.session.exec(select(Event.at).order_by(col(Event.id).desc()).limit(1)).first()


def disk(patient: "Patient") -> Iterator[Finding]:
    assert patient.config is not None
    from outreach.database.engine import sqlite_path

    places = {"the workspace": patient.config.root}
    database = sqlite_path(patient.config.database.url)
    if database is not None and database.parent != patient.config.root and database.parent.exists():
        places["the database"] = database.parent
    for what, folder in places.items():
        yield _room(f"where {what} lies", shutil.disk_usage(folder).free)


def _room(where: str, free: int) -> Finding:
    says = f"{free / (1 << 30):.1f} GiB free {where}"
    if free < LEAST_FREE:
        return error(f"{free / (1 << 20):.0f} MiB free {where}", _MAKE_ROOM)
    return warning(says, "Make room soon.") if free < _LITTLE_FREE else ok(says)


_MAKE_ROOM = (
    "Make room: nothing is sent that cannot be written down. `outreach prospects retain` empties what is past its "
    "time."
)


def _of_restore(session: "Session") -> Iterator[Finding]:
    from outreach.sending import restored

    found = restored.standing(session)
    if found is not None:
        yield warning(found.says, restored.NEXT_STEP)


def _of_noes(patient: "Patient") -> Iterator[Finding]:
    """Whether the database has every no that the file beside it has."""
    assert patient.config is not None
    assert patient.session is not None
    from outreach.database.engine import sqlite_path
    from outreach.database.noes_beside import noes_path
    from outreach.database.noes_filled_up import SAY_AGAIN, forgotten

    path = noes_path(sqlite_path(patient.config.database.url), patient.config.path)
    try:
        count = forgotten(patient.session, path, patient.now)
    except OSError as trouble:
        yield warning(f"{path} cannot be read: {trouble.strerror}", "Give it to the user of the daemon.")
        return
    if count:
        yield warning(f"{path} has noes that the database does not know: {count:,}", SAY_AGAIN)


def database(patient: "Patient") -> Iterator[Finding]:
    if patient.session is None:
        yield error(patient.database_trouble, _OPEN_DATABASE)
        return
    yield from _of_restore(patient.session)
    yield from _of_noes(patient)
    connection = patient.session.connection()
    if connection.dialect.name != "sqlite":
        yield from _of_postgresql(connection)
        return
    import sqlalchemy as sa

    with _for_so_long(connection, _DATABASE_SECONDS):
        try:
            said = [str(row[0]) for row in connection.execute(sa.text("PRAGMA quick_check(3)"))]
        except sa.exc.OperationalError as trouble:
            if "interrupted" not in str(trouble):
                raise
            yield warning(
                f"the database was not looked through within {_DATABASE_SECONDS:.0f} s: no fault so far",
                "`outreach db check` takes the time that it needs.",
            )
            return
    if said == ["ok"]:
        yield ok("the schema is current, the file is sound (quick_check)")
        return
    for line in said:
        yield error(one_line(line), "Stop the daemon and restore a backup: `outreach db check` says more.")


_OPEN_DATABASE = (
    "`outreach init` makes a database, `outreach db upgrade` brings one up to date; see [database] url."
)


@contextlib.contextmanager
def _for_so_long(connection: "sa.Connection", seconds: float) -> Iterator[None]:
    """SQLite breaks off what takes longer; nothing is written, so nothing is lost."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    until = time.monotonic() + seconds
    raw.set_progress_handler(lambda: int(time.monotonic() > until), 100_000)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


#: What PostgreSQL must be set to, or what is written down may be gone after a power cut: and then a mail goes twice.
_DURABLE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write", "local"),
}


def _of_postgresql(connection: "sa.Connection") -> Iterator[Finding]:
    import sqlalchemy as sa

    def setting(name: str) -> str:
        return str(connection.execute(sa.text("SELECT current_setting(:name)"), {"name": name}).scalar_one())

    for name, right in _DURABLE.items():
        value = setting(name)
        if value not in right:
            yield error(
                f"PostgreSQL has {name} = {value}: after a power cut mails may go out twice",
                f"Set {name} = on in postgresql.conf.",
            )
    yield ok(f"the schema is current; PostgreSQL {setting('server_version')} checks its own pages")
