"""A reader of one mailbox with a clock that the test sets, and no patience: it never waits between two tries."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from outreach.daemon.mailbox_leases import Lease
from outreach.daemon.reader import Reader
from outreach.mail.imap import ImapTrouble
from outreach.mail.imap_reading_plan import NamedFolders
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sandbox.imap_server import INBOX, LoopbackImapServer
from tests.support.mailroom import Mailroom

ANN, SECRET = "ann@alpha.example", "pw-ann"


class Impatient(random.Random):
    """Chance that always takes no time at all."""

    def uniform(self, a: float, b: float) -> float:
        return 0.0

    def random(self) -> float:
        return 0.0


@dataclass(frozen=True)
class RoomClock:
    """The clock on the mailroom's wall."""

    room: Mailroom

    def now(self) -> datetime:
        return self.room.now


def a_reader(
    room: Mailroom,
    server: ImapServer,
    *,
    files_copies: bool = False,
    folders: NamedFolders | None = None,
    deadline: float = 20.0,
    doubts_every: float = 10.0,
    lease: Lease | None = None,
) -> Reader:
    """A reader of Ann's mailbox at this server, as the daemon makes one."""
    return Reader(
        room.database,
        room.rules,
        "ann",
        server,
        hold_account=room.effects.hold_account,
        files_copies=files_copies,
        clock=RoomClock(room),
        rng=Impatient(),
        folders=folders,
        deadline=deadline,
        doubts_every=doubts_every,
        lease=lease,
    )


async def read_through(reader: Reader, *, within: int = 20) -> int:
    """Turns until the mailbox has been read to its end; how many of them failed."""
    for failed in range(within):
        try:
            await reader.turn()
        except ImapTrouble:
            continue
        return failed
    raise AssertionError(f"{within} turns failed one after the other")


@asynccontextmanager
async def loopback_mailbox(
    room: Mailroom, *, files_copies: bool = False
) -> AsyncIterator[tuple[LoopbackImapServer, Reader]]:
    """Ann's mailbox on a server in this process, and who reads it."""
    server = LoopbackImapServer(RoomClock(room))
    server.add_account(ANN, SECRET)
    await server.start()
    reader = a_reader(room, loopback(server), files_copies=files_copies)
    try:
        yield server, reader
    finally:
        await reader.close()
        await server.close()


def loopback(server: LoopbackImapServer) -> ImapServer:
    return ImapServer("127.0.0.1", server.port, Security.NONE, Password(ANN, SECRET))


async def deliver(server: LoopbackImapServer, room: Mailroom, *raws: bytes, folder: str = INBOX) -> None:
    """Letters arrive now."""
    for raw in raws:
        await server.deliver(ANN, raw, room.now, folder=folder)
