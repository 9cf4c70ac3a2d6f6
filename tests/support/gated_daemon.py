"""`outreach run` as a process, its mail taken by a server in the test's own loop that answers when the test lets it."""

import asyncio
import contextlib
import json
import re
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from outreach.sandbox.smtp_server import LoopbackSmtpServer
from tests.support.command_line import CommandLine
from tests.support.waiting import eventually
from tests.support.workspace import _ALWAYS, OUTREACH

ADDRESS, PASSWORD = "ann@alpha.example", "correct horse"
PEOPLE = ("robin@north.example", "kim@south.example", "lee@west.example")

_MAILBOX = """
per_day = 500
gap_seconds = [0, 0]
sent_copy = "none"

[mailboxes.ramp]
start = 500
add = 0

[mailboxes.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
password = {{ file = "password" }}
"""


class GatedOffice:
    """Takes every mail; the answer to the final dot waits for the gate."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.taken: list[tuple[str, bytes]] = []

    def refusal(self, sender: str, recipient: str) -> str | None:
        return None

    async def accept(self, sender: str, recipient: str, raw: bytes) -> str:
        self.asked.append(recipient)
        await self.gate.wait()
        self.taken.append((recipient, raw))
        return "queued"


class GatedDaemon:
    """A workspace in a folder, and the processes that run on it."""

    def __init__(self, outreach: CommandLine, office: GatedOffice) -> None:
        self.outreach = outreach
        self.office = office
        self.folder = outreach.folder

    def write(self, name: str, old: str, new: str) -> None:
        """Edit a file of the workspace."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    async def run(self, *words: str, status: int = 0) -> subprocess.CompletedProcess[bytes]:
        """A command beside the daemon; the loop goes on meanwhile."""
        return await asyncio.to_thread(self.outreach.process, *words, status=status)

    async def json(self, *words: str, status: int = 0) -> Any:
        return json.loads((await self.run(*words, "--json", status=status)).stdout)

    def log(self) -> list[dict[str, Any]]:
        """What the daemon has logged, a line each."""
        path = self.folder / "daemon.log"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]

    def events(self) -> list[str]:
        return [line["event"] for line in self.log()]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """The daemon, once it runs; killed at the end where it still does."""
        begun = self.events().count("running")
        with (self.folder / "daemon.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *OUTREACH,
                *("run", "--log-format", "json"),
                cwd=self.folder,
                env=self.outreach.process_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            await eventually(lambda: self.events().count("running") > begun, "the daemon to run", within=60)
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def end(self, process: asyncio.subprocess.Process, *, within: float = 30) -> int:
        """SIGTERM, and the exit code."""
        process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(process.wait(), within)


@contextlib.asynccontextmanager
async def gated_daemon(folder: Path) -> AsyncIterator[GatedDaemon]:
    """A live workspace with a campaign over PEOPLE, due at every hour; nothing runs yet."""
    office = GatedOffice()
    server = LoopbackSmtpServer({ADDRESS: PASSWORD}, office, "mail.alpha.example")
    await server.start()
    outreach = CommandLine.initialised(folder)
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(PASSWORD, encoding="utf-8")
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8").replace("live = false", "live = true")
    head, _, _ = text.partition("[mailboxes.smtp]")
    config.write_text(head.rstrip() + _MAILBOX.format(port=server.port), encoding="utf-8")
    for sequence in (folder / "sequences").glob("*.toml"):
        sequence.write_text(re.sub(r"\[window\]\n(?:.+\n)+", _ALWAYS, sequence.read_text("utf-8")), "utf-8")
    try:
        yield GatedDaemon(outreach, office)
    finally:
        office.gate.set()
        await server.close()
