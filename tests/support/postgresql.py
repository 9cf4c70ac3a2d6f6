"""PostgreSQL for tests: a cluster of its own in a temporary folder, on loopback, without durability."""

import contextlib
import itertools
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg

from tests.support.ports import LOOPBACK, reserve_port
from tests.support.processes import ServerProcess, children_of, find_program, read_logs, unprivileged
from tests.support.waiting import wait_for

USER = "outreach"

# What Debian does not put on the PATH, newest version first.
VERSIONED_FOLDERS = "usr/lib/postgresql/*/bin"

# The data is thrown away after the tests: nothing of it has to survive a power cut.
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "timezone": "UTC",
}


def programs_folder() -> Path | None:
    """Where initdb and postgres lie, or None."""
    found = [folder for folder in Path("/").glob(VERSIONED_FOLDERS) if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    initdb = find_program("initdb")
    return Path(initdb).resolve().parent if initdb else None


#: As an administrator leaves them: what was committed outlives a crash and a power cut.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class PostgreSQL:
    """One server with any number of databases; it trusts everybody on loopback and calls them `outreach`."""

    def __init__(self, folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        """`settings` are put over those of a server whose data is thrown away."""
        programs = programs_folder()
        if programs is None:
            raise RuntimeError("PostgreSQL is not installed.")
        self.folder = folder
        self.settings = SETTINGS | dict(settings or {})
        self.programs = programs
        self.port = reserve_port()
        self._names = (f"test_{number}" for number in itertools.count(1))
        self._account = unprivileged()
        self._process: ServerProcess | None = None
        folder.mkdir(parents=True)
        self._account.give(folder)
        self._initialise()

    def _initialise(self) -> None:
        command = [
            *self._account.prefix,
            str(self.programs / "initdb"),
            "--pgdata",
            str(self.folder / "data"),
        ]
        command += ["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        done = subprocess.run(
            [*command, "--no-sync"], capture_output=True, text=True, check=False, cwd=self.folder, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"initdb: {done.stderr.strip()}")

    def start(self) -> None:
        command = [*self._account.prefix, str(self.programs / "postgres"), "-D", str(self.folder / "data")]
        command += ["-p", str(self.port)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        # SIGINT is its fast shutdown; SIGTERM would wait for every client to leave.
        self._process = ServerProcess(command, folder=self.folder, ending=signal.SIGINT)
        self._process.wait_until_greeting(self.port)
        # After a crash it reads its log first, which takes a busy machine its time.
        wait_for(self._accepts, "PostgreSQL to accept connections", within=60)

    def _accepts(self) -> bool:
        try:
            psycopg.connect(self._address("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End the server; its databases stay, and it can be started again on the same port."""
        if self._process:
            self._process.stop()

    def kill(self) -> None:
        """End the server without a word to its clients; it recovers at the next start."""
        if self._process:
            # Each has a process group of its own, and one that outlives the first is in the way of the next start.
            children = children_of(self._process.pid)
            self._process.kill()
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            wait_for(
                lambda: not any(Path(f"/proc/{child}").exists() for child in children),
                "PostgreSQL's processes to be gone",
            )

    def log(self) -> str:
        return read_logs(self.folder)

    def url(self, database: str = "postgres") -> str:
        """The address of a database as SQLAlchemy takes it."""
        return f"postgresql+psycopg://{USER}@{LOOPBACK}:{self.port}/{database}"

    def create_database(self) -> str:
        """The name of a new, empty database."""
        name = next(self._names)
        self._execute(f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, cutting off whoever is still connected to it."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address(self, database: str) -> str:
        return f"host={LOOPBACK} port={self.port} user={USER} dbname={database}"
