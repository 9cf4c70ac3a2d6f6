"""The command line as a person uses it: called in this process, or as a process of its own on a terminal."""

import contextlib
import fcntl
import logging
import os
import pty
import select
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from click.testing import CliRunner, Result

from outreach.cli.main import outreach
from tests.support.configuration import config_text
from tests.support.countries import allow_everywhere
from tests.support.workspace import OUTREACH

ROOT = Path(__file__).parents[2]

CONFIG = config_text('[mailboxes.smtp]\nhost = "127.0.0.1"\nsecurity = "none"\n')

#: What no command may ever say.
TRACES = ("Traceback (most recent call last)", "This is a fault in outreach")


class CommandLine:
    """Calls `outreach` in a folder with a workspace in it; each call says which exit code it expects."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.environment = {
            "OUTREACH_CONFIG": str(folder / "config.toml"),
            "OUTREACH_USER": "tester",
            **(environment or {}),
        }

    @classmethod
    def initialised(cls, folder: Path) -> Self:
        """With a workspace of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
        allow_everywhere(folder)
        line = cls(folder)
        line("init", str(folder))
        return line

    def copied_to(self, folder: Path) -> "CommandLine":
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return CommandLine(folder)

    def __call__(self, *words: str, stdin: str | bytes = "", status: int = 0) -> Result:
        """AssertionError where the exit code is another, or where a stack trace is shown."""
        with _logging_as_it_was():
            done = CliRunner().invoke(
                outreach, list(words), input=stdin, env=dict(self.environment), prog_name="outreach"
            )
        assert done.exit_code == status, f"{words} ended with {done.exit_code}:\n{done.output}"
        assert not any(trace in done.output for trace in TRACES), done.output
        return done

    def list_of(self, *addresses: str, name: str = "spring") -> None:
        """Import these people as a list."""
        self("prospects", "import", "-", "--list", name, stdin="email\n" + "\n".join(addresses) + "\n")

    def campaign_over(self, *addresses: str, name: str = "spring") -> None:
        """Import these people and create a campaign for them."""
        self.list_of(*addresses, name=name)
        created = ("campaign", "create", name, "--sequence", "who-handles-sales", "--list", name)
        self(*created, "--mailbox", "ann")

    def process(
        self,
        *words: str,
        status: int = 0,
        environment: Mapping[str, str] | None = None,
        stdout: int | IO[bytes] = subprocess.PIPE,
    ) -> subprocess.CompletedProcess[bytes]:
        """The same as a process."""
        done = subprocess.run(
            [*OUTREACH, *words],
            env=self.process_environment(environment),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        assert done.returncode == status, done
        assert not any(trace.encode() in done.stderr for trace in TRACES), done.stderr.decode()
        return done

    def process_environment(self, environment: Mapping[str, str] | None = None) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
            **self.environment,
            **(environment or {}),
        }

    def on_terminal(
        self,
        *words: str,
        columns: int = 80,
        environment: Mapping[str, str] | None = None,
        status: int = 0,
    ) -> str:
        """What a terminal of that width is sent by a process."""
        terminal = Terminal.running(
            [*OUTREACH, *words],
            environment=self.process_environment({"TERM": "dumb"} | dict(environment or {})),
            folder=self.folder,
            columns=columns,
        )
        shown = terminal.to_the_end()
        assert terminal.process.returncode == status, shown
        assert not any(trace in shown for trace in TRACES), shown
        return shown


@contextlib.contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """`outreach run` sends the log to the standard error of the call, which is gone after it."""
    loggers = [logging.getLogger(name) for name in (None, "outreach", "aioimaplib")]
    levels, handlers = [each.level for each in loggers], loggers[0].handlers[:]
    try:
        yield
    finally:
        loggers[0].handlers[:] = handlers
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)


@dataclass
class Terminal:
    """A process that has a terminal for its input and output."""

    process: subprocess.Popen[bytes]
    descriptor: int
    shown: bytes = b""

    @classmethod
    def running(
        cls, command: list[str], *, environment: Mapping[str, str], folder: Path, columns: int
    ) -> Self:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
        )
        os.close(theirs)
        return cls(process, ours)

    def read_until(self, words: bytes, within: float = 60.0) -> None:
        """AssertionError if the words are not shown before the process ends or the time is up."""
        until = time.monotonic() + within
        while words not in self.shown:
            assert time.monotonic() < until, f"{words!r} was not shown, at last {self.shown[-300:]!r}"
            assert self._read_some(), f"it ended without {words!r}, at last {self.shown[-300:]!r}"

    def to_the_end(self, within: float = 60.0) -> str:
        until = time.monotonic() + within
        while self._read_some():
            if time.monotonic() > until:
                self.process.kill()
                raise AssertionError(f"it did not end, and showed at last {self.shown[-300:]!r}")
        os.close(self.descriptor)
        self.process.wait(within)
        return self.shown.decode("utf-8", "replace").replace("\r\n", "\n")

    def _read_some(self) -> bool:
        """Whether more may come."""
        if not select.select([self.descriptor], [], [], 1.0)[0]:
            return True
        try:
            read = os.read(self.descriptor, 65_536)
        except OSError:
            # Linux says EIO when the last process has closed its side.
            return False
        self.shown += read
        return bool(read)
