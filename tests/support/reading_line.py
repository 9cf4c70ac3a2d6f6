"""One line of reading on a real server: a workspace whose mails have gone out, Dovecot, and what comes back."""

import contextlib
import shutil
import smtplib
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from outreach.database.engine import sqlite_path
from outreach.sending.model import OutboundMessage
from tests.support.answers_of_all_kinds import Effects, effects_in, person
from tests.support.crashing_daemon import CrashPoint
from tests.support.databases import Refillable
from tests.support.desk import mailbox, rules
from tests.support.dovecot import Dovecot
from tests.support.forked_workspace import ForkedCommand, ForkedWorkspace
from tests.support.mailroom import Mailroom
from tests.support.ports import LOOPBACK, reserve_ports

ANN = "ann@alpha.example"


class Progress(StrEnum):
    """How far a letter has got."""

    STORED = "stored"
    APPLIED = "applied"


_PROGRESS = {
    Progress.STORED: "SELECT count(*) FROM inbound_message",
    Progress.APPLIED: "SELECT count(*) FROM inbound_message WHERE state = 'applied'",
}


class ReadingLine:
    """`with ReadingLine(folder, dovecot, refillable, people=50) as line`: so many people have had a mail from Ann.

    `outreach run` is a process of its own that can be killed. Nothing leaves: it reads, understands and applies.
    """

    def __init__(self, folder: Path, dovecot: Dovecot, refillable: Refillable, *, people: int) -> None:
        self._folder = folder
        self._dovecot = dovecot
        self._refillable = refillable
        self._people = people
        #: Seconds for all of the letters, on a machine that does much else.
        self._patience = 120.0 + people
        self._running: list[ForkedCommand] = []
        #: The mail to each of the people, by their number.
        self.mails: list[OutboundMessage] = []

    def __enter__(self) -> Self:
        self._asked = self._ask()
        self.workspace = self._workspace("reads")
        self._lmtp = smtplib.LMTP(LOOPBACK, self._dovecot.lmtp, timeout=30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for command in self._running:
            if command.running:
                command.kill()
        self._lmtp.close()

    # --- what happens ----------------------------------------------------------------------------------------------

    def deliver(self, *raws: bytes) -> None:
        for raw in raws:
            self._lmtp.sendmail("", [ANN], raw)

    def run(self, *words: str, crash_at: CrashPoint | None = None) -> ForkedCommand:
        """`outreach run`, going on until somebody ends it, or until it comes to the point where it kills itself."""
        command = self.workspace.fork("run", *words, crash_at=crash_at)
        self._running = [each for each in self._running if each.running] + [command]
        return command

    def run_until_idle(self) -> None:
        assert self.run("--until-idle").wait(self._patience) == 0, self.workspace.log()

    def forgive_tries(self) -> None:
        """Let no letter be blamed for the kills: one at whose understanding the program ended thrice is set aside.

        That is meant for letters that take the program down, not for somebody who pulls the plug every second.
        """
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            connection.execute("UPDATE inbound_message SET attempts = 0 WHERE state = 'stored'")

    def wait_until(self, state: Progress, goal: int, *, within: float = 60.0) -> None:
        """Until so many letters have got so far."""
        end = time.monotonic() + within
        while self.progress(state) < goal:
            assert time.monotonic() < end, f"{self.progress(state)} of {goal} {state}\n{self.workspace.log()}"
            time.sleep(0.002)

    # --- what has become of it --------------------------------------------------------------------------------------

    @property
    def database(self) -> Path:
        return self.workspace.folder / "outreach.db"

    def progress(self, state: Progress) -> int:
        """How many letters have got so far."""
        # Read-only, so that it is the daemon that comes back to the write-ahead log of a crash, not we.
        with contextlib.closing(
            sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        ) as connection:
            return int(connection.execute(_PROGRESS[state]).fetchone()[0])

    def effects(self) -> Effects:
        return effects_in(self.database)

    def effects_undisturbed(self) -> Effects:
        """What another daemon makes of the same mailbox, in one go, from where this one began."""
        control = self._workspace("undisturbed")
        assert control.fork("run", "--until-idle").wait(self._patience) == 0, control.log()
        return effects_in(control.folder / "outreach.db")

    # --- how it began -----------------------------------------------------------------------------------------------

    def _ask(self) -> Path:
        """A database in which everybody has had their first mail, half a day ago."""
        room = Mailroom(
            self._refillable.refilled(), rules(mailbox(per_day=self._people, ramp_start=self._people))
        )
        room.ask(*map(person, range(self._people)))
        # Planning takes so many at a time.
        while room.send_all():
            pass
        now = datetime.now(UTC)
        room.sql("UPDATE outbound_message SET in_flight_at = :at", at=f"{now - timedelta(hours=12):%F %T}")
        room.sql("UPDATE enrollment SET created_at = :at", at=f"{now - timedelta(hours=13):%F %T}")
        # Nothing more goes out: what is looked at is what comes in.
        room.sql("UPDATE enrollment SET due_at = :at", at=f"{now + timedelta(days=30):%F %T}")
        by_recipient = {mail.recipient: mail for mail in room.mails()}
        self.mails = [by_recipient[person(number)] for number in range(self._people)]
        room.database.engine.dispose()
        path = sqlite_path(room.database.url)
        assert path is not None
        self._folder.mkdir(parents=True)
        return _copied(path, self._folder / "asked.db")

    def _workspace(self, name: str) -> ForkedWorkspace:
        workspace = ForkedWorkspace.create(
            self._folder / name,
            address=ANN,
            password=self._dovecot.password(ANN),
            ca_file=self._dovecot.cert,
            smtp_port=reserve_ports(1)[0],
            imap_port=self._dovecot.imaps,
            live=False,
        )
        _copied(self._asked, workspace.folder / "outreach.db")
        return workspace


def _copied(source: Path, target: Path) -> Path:
    for leftover in target.parent.glob(f"{target.name}-*"):
        leftover.unlink()
    shutil.copyfile(source, target)
    return target


def message_ids(raws: Sequence[bytes]) -> list[str]:
    """The Message-ID of each letter."""
    return [raw.split(b"\nMessage-ID: ", 1)[1].split(b"\n", 1)[0].strip().decode("ascii") for raw in raws]
