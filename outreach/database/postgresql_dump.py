"""PostgreSQL's own tools: a dump in their custom format, and putting it back.

The password goes to them in their environment, where other accounts cannot read it, and never on a command line.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.database.engine import postgresql_engine

#: Where Debian keeps what is not on the PATH.
_VERSIONED = "usr/lib/postgresql/*/bin"
_VERSION = re.compile(r"\s(\d+)(?:\.|\s|$|devel|beta|rc)")


def dump(url: str, target: Path) -> None:
    """Write a dump of one moment to `target`, which is there and ours. Raises Refused."""
    program = _program("pg_dump", at_least=server_version(url))
    # No owners and no grants: it is put back by whoever owns the new database.
    _run([program, "--format=custom", "--no-owner", "--no-acl", "--schema=public", f"--file={target}"], url)
    _run([_beside(program, "pg_restore"), "--list", str(target)], url, connects=False)


def put_back(url: str, dumped: Path, *, aside: str | None) -> None:
    """Fill the database from a dump, all of it or nothing of it.

    `aside`: what the schema with the present tables is called afterwards; None: there are none. Raises Refused.
    """
    program = _program("pg_restore", at_least=server_version(url))
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.begin() as connection:
            if aside is not None:
                connection.execute(sa.text(f'ALTER SCHEMA public RENAME TO "{aside}"'))
                connection.execute(sa.text("CREATE SCHEMA public"))
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl", "--schema=public"]
        try:
            _run([program, *options, str(dumped)], url, connects=True)
        except Refused:
            if aside is not None:
                with engine.begin() as connection:
                    connection.execute(sa.text("DROP SCHEMA public CASCADE"))
                    connection.execute(sa.text(f'ALTER SCHEMA "{aside}" RENAME TO public'))
            raise
    finally:
        engine.dispose()


def server_version(url: str) -> int:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            said = connection.execute(sa.text("SHOW server_version_num")).scalar_one()
    finally:
        engine.dispose()
    return int(said) // 10_000


def aside_name(now: datetime) -> str:
    """What a schema is called that was put aside."""
    return f"before_restore_{now:%Y%m%d_%H%M%S}"


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
        said = one_line(done.stderr.strip() or done.stdout.strip(), 400)
        raise Refused(f"{Path(command[0]).name} failed: {said}")
