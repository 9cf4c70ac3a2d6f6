"""PostgreSQL's own tools: a dump in their custom format, and putting it back.

The password goes to them in their environment, where other accounts cannot read it, and never on a command line.
"""

import contextlib
import itertools
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.database.engine import postgresql_engine
from outreach.database.postgresql_script import CutShort, carry_out
from outreach.database.whole_copy import NOT_WHOLE

#: Where Debian keeps what is not on the PATH.
_VERSIONED = "usr/lib/postgresql/*/bin"
_VERSION = re.compile(r"\s(\d+)(?:\.|\s|$|devel|beta|rc)")


def dump(url: str, target: Path) -> None:
    """Write a dump of one moment to `target`, which is there and ours. Raises Refused."""
    program = _program("pg_dump", at_least=server_version(url))
    # No owners and no grants: it is put back by whoever owns the new database.
    _run([program, "--format=custom", "--no-owner", "--no-acl", "--schema=public", f"--file={target}"], url)
    _run([_beside(program, "pg_restore"), "--list", str(target)], url, connects=False)


def require_tools(url: str) -> str:
    """The `pg_restore` that can read what this server dumps. Raises Refused where there is none."""
    return _program("pg_restore", at_least=server_version(url))


def put_aside(connection: sa.Connection, aside: str) -> None:
    """Give the schema with the present tables another name, and make an empty one, in the transaction that is open."""
    connection.execute(sa.text(f'ALTER SCHEMA public RENAME TO "{aside}"'))
    connection.execute(sa.text("CREATE SCHEMA public"))


def put_back(connection: sa.Connection, program: str, dumped: Path) -> None:
    """Fill the empty schema from a dump, in the transaction that is open: its caller commits all of it, or nothing.

    `program` is of `require_tools`. Raises Refused.
    """
    import psycopg

    line: Any = connection.connection.driver_connection
    # A statement through SQLAlchemy first: it begins the transaction that the script is to be a part of.
    connection.execute(sa.text("SELECT 1"))
    with _script(program, dumped) as script:
        try:
            carry_out(script, line)
        except psycopg.Error as error:
            raise Refused(f"The server does not take {dumped.name}: {one_line(str(error), 300)}") from error


@contextlib.contextmanager
def _script(program: str, dumped: Path) -> Iterator[IO[bytes]]:
    """What pg_restore would do, as a script. Raises Refused where it cannot read the dump to its end."""
    options = ["--file=-", "--no-owner", "--no-acl", "--schema=public"]
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen([program, *options, str(dumped)], stdout=subprocess.PIPE, stderr=said)  # noqa: S603 - found by us
        assert running.stdout is not None
        is_cut = True
        try:
            with contextlib.suppress(CutShort):
                yield running.stdout
                is_cut = False
            running.stdout.close()
            ended = running.wait()
        finally:
            running.kill()
            running.wait()
        if ended or is_cut:
            said.seek(0)
            raise Refused(
                f"{_failed(program, ended, said.read(2_000).decode('utf-8', 'replace'))}. {NOT_WHOLE}"
            )


def server_version(url: str) -> int:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            said = connection.execute(sa.text("SHOW server_version_num")).scalar_one()
    finally:
        engine.dispose()
    return int(said) // 10_000


def aside_name(connection: sa.Connection, now: datetime) -> str:
    """What a schema is called that is put aside now: a name that no other has."""
    known = sa.inspect(connection).get_schema_names()
    first = f"before_restore_{now:%Y%m%d_%H%M%S}"
    further = (f"{first}_{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([first], further) if name not in known)


def _program(name: str, *, at_least: int) -> str:
    """The newest one that is here. Raises Refused where none is, or where it is older than the server."""
    named = shutil.which(name)
    versioned = [str(folder / name) for folder in Path("/").glob(_VERSIONED) if (folder / name).exists()]
    found = {program: _version_of(program) for program in [*([named] if named else []), *versioned]}
    if not found:
        raise Refused(
            f"{name} is not installed, and a PostgreSQL database is dumped by it alone. Install the client programs of "
            f"PostgreSQL {at_least} (Debian: postgresql-client) and try again."
        )
    newest = max(found, key=lambda program: found[program])
    if found[newest] < at_least:
        raise Refused(
            f"{newest} is of PostgreSQL {found[newest]} and the server of {at_least}: an older one cannot read it. "
            f"Install the client programs of PostgreSQL {at_least} and try again."
        )
    return newest


def _version_of(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - found by us
    found = _VERSION.search(done.stdout)
    return int(found.group(1)) if found else 0


def _beside(program: str, name: str) -> str:
    beside = Path(program).with_name(name)
    return str(beside) if beside.exists() else name


def _run(command: Sequence[str], url: str, *, connects: bool = True) -> None:
    parsed = sa.make_url(url)
    environment = dict(os.environ)
    options: list[str] = []
    if connects:
        if parsed.password is not None:
            environment["PGPASSWORD"] = str(parsed.password)
        plain = parsed.set(drivername="postgresql", password=None)
        options = [f"--dbname={plain.render_as_string(hide_password=False)}"]
    done = subprocess.run(  # noqa: S603 - found by us, and no shell reads it
        [command[0], *options, *command[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise _failed(command[0], done.returncode, done.stderr.strip() or done.stdout.strip())


def _failed(program: str, ended: int, said: str) -> Refused:
    """Who was ended by a signal has said nothing."""
    words = one_line(said.strip(), 400) or f"it ended with {ended}"
    if ended < 0:
        words = f"it was ended by signal {-ended} ({signal.strsignal(-ended)})"
    return Refused(f"{Path(program).name} failed: {words}")
