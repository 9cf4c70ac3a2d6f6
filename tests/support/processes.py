"""Server programs as child processes: started, watched and ended by their process id."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.ports import LOOPBACK
from tests.support.waiting import wait_for

# Server programs live where an ordinary user's PATH does not look.
SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/sbin")

# Ends the server when the test process dies without having done so: the pipe then closes.
GUARD = 'read -r _; kill -s "$1" "$2" 2>/dev/null'


def find_program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(SYSTEM_FOLDERS))


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that a server runs as, and what to put before its command line."""

    user: str
    group: str
    prefix: tuple[str, ...]

    def give(self, *paths: Path) -> None:
        """Make the account the owner of the paths and all below them."""
        if self.prefix:
            subprocess.run(["chown", "-R", f"{self.user}:{self.group}", *map(str, paths)], check=True)


def unprivileged() -> Account:
    """Who we are, or nobody if we are root: Dovecot serves no mail as root, PostgreSQL does not start."""
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name, ())
    nobody = pwd.getpwnam("nobody")
    group = grp.getgrgid(nobody.pw_gid).gr_name
    prefix = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--")
    return Account("nobody", group, prefix)


def server_folder() -> Path:
    """A new folder with a short path that another account can reach; pytest's own is closed to them."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if all(folder.stat().st_mode & 0o001 for folder in (Path(parent), *Path(parent).parents)):
            folder = Path(tempfile.mkdtemp(prefix="outreach-", dir=parent))
            folder.chmod(0o755)
            return folder
    raise RuntimeError("No temporary folder that other accounts can reach.")


def children_of(pid: int) -> list[int]:
    """The processes that a process of ours has started, and that are still there."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def read_logs(folder: Path) -> str:
    """All log files of a server, one after the other."""
    return "".join(
        f"{file.name}:\n{file.read_text(errors='replace')}" for file in sorted(folder.glob("*.log"))
    )


class ServerProcess:
    """One running server, started in the folder where its output and its logs go.

    `ending` is the signal that asks it to end. If this process is killed, a guard sends it instead.
    """

    def __init__(
        self, command: Sequence[str], *, folder: Path, ending: signal.Signals = signal.SIGTERM
    ) -> None:
        self.folder = folder
        self.ending = ending
        with (folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                start_new_session=True,
            )
        self.guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", ending.name.removeprefix("SIG"), str(self.process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def wait_until_greeting(self, port: int, greeting: bytes = b"") -> None:
        """Wait for the greeting on the port; RuntimeError with the log if the server ends before it."""
        wait_for(lambda: self._greets(port, greeting), f"port {port} of {self.process.args!r}", within=30)

    def _greets(self, port: int, greeting: bytes) -> bool:
        if not self.running:
            raise RuntimeError(f"{self.process.args!r} ended:\n{read_logs(self.folder)}")
        try:
            with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
                return not greeting or connection.recv(512).startswith(greeting)
        except OSError:
            return False

    def stop(self, *, within: float = 15.0) -> None:
        """Ask the server to end, and kill it with its children if it does not."""
        self._dismiss_guard()
        if self.running:
            self.process.send_signal(self.ending)
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the server and its children at once, as a power cut would."""
        self._dismiss_guard()
        if self.running:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _dismiss_guard(self) -> None:
        # Before the server ends, so that its process id cannot have passed to another program.
        self.guard.kill()
        self.guard.wait()
        if self.guard.stdin:
            self.guard.stdin.close()
