"""An IMAP server that misbehaves at any point: no hang, no wrong data, and the next connection reads it all.

Each case reads a mailbox to its end, as the inbox does, while the first connection goes wrong in one way.
"""

import asyncio
import tracemalloc
from datetime import UTC, datetime
from itertools import product

import pytest

from outreach.mail.imap import FolderRole, ImapSession, ImapTrouble
from outreach.mail.servers import ImapServer, Password, Security
from tests.support.misbehaving_imap import (
    ARRIVAL,
    LOOPBACK,
    MAILS,
    PASSWORD,
    UIDVALIDITY,
    USERNAME,
    Fault,
    Kind,
    MisbehavingImap,
    Phase,
)

PHASES = (
    Phase.GREETING,
    Phase.CAPABILITY,
    Phase.AUTH,
    Phase.LIST,
    Phase.EXAMINE,
    Phase.SEARCH,
    Phase.FETCH_SIZES,
    Phase.FETCH_HEADER,
    Phase.FETCH_LITERAL,
    Phase.IDLE_BEFORE,
    Phase.IDLE_AFTER,
    Phase.DONE,
    Phase.LOGOUT,
)
#: What a server may say at any time without harm (RFC 3501, 7).
HARMLESS = (Kind.FLOOD, Kind.NOT_UTF8, Kind.EXPUNGE)
#: After these there is nothing to go on with.
BREAKING = (Kind.DROP, Kind.BYE, Kind.STALL, Kind.DRIP, Kind.GARBAGE, Kind.WRONG_TAG, Kind.HUGE_LITERAL)
EVERYTHING = MAILS | dict([ARRIVAL])
ARRIVED = datetime(2025, 7, 7, 7, 30, tzinfo=UTC)

SHORT_DEADLINE = 0.2
LONG_DEADLINE = 20.0
#: A test that has not ended by then hangs.
HANG = 30.0


class Reader:
    """Reads a mailbox from a cursor, a connection after the other, and keeps what it got."""

    def __init__(self, port: int) -> None:
        self.server = ImapServer(LOOPBACK, port, Security.NONE, Password(USERNAME, PASSWORD))
        self.cursor = 0
        self.stored: list[tuple[int, bytes]] = []
        self.troubles: list[ImapTrouble] = []

    async def read_once(self, deadline: float) -> None:
        """One connection: everything that is there, then what arrives while idling."""
        session = await ImapSession.open(self.server, deadline=deadline)
        try:
            roles = [folder.role for folder in await session.folders()]
            assert roles == [FolderRole.INBOX, FolderRole.SENT, FolderRole.JUNK, None]
            selected = await session.select("INBOX")
            assert (selected.uidvalidity, selected.uidnext) == (UIDVALIDITY, 12)
            await self._catch_up(session)
            await session.idle(renew_after=0.02, poll_every=0.02)
            await self._catch_up(session)
        finally:
            await session.close()

    async def _catch_up(self, session: ImapSession) -> None:
        for message in await session.fetch(await session.uids_after(self.cursor)):
            assert (message.refused, message.truncated, message.received_at) == (None, False, ARRIVED)
            self.stored.append((message.uid, message.raw))
            self.cursor = message.uid


async def read_through(fault: Fault) -> Reader:
    """Two connections, the first of them to a server that misbehaves."""
    deadlines = (LONG_DEADLINE if fault.kind in HARMLESS else SHORT_DEADLINE, LONG_DEADLINE)
    async with MisbehavingImap(fault) as server, asyncio.timeout(HANG):
        reader = Reader(server.port)
        for deadline in deadlines:
            try:
                await reader.read_once(deadline)
            except ImapTrouble as trouble:
                reader.troubles.append(trouble)
    assert server.connections == len(deadlines)
    return reader


def must_be_noticed(fault: Fault) -> bool:
    return fault.kind in BREAKING and fault.phase is not Phase.LOGOUT


def must_be_borne(fault: Fault) -> bool:
    misplaced = fault.phase is Phase.FETCH_LITERAL or fault == Fault(Phase.GREETING, Kind.EXPUNGE)
    return fault.kind in HARMLESS and not misplaced


@pytest.mark.parametrize("fault", [Fault(*both) for both in product(PHASES, Kind)], ids=str)
async def test_whatever_goes_wrong_every_mail_is_read_exactly_once(fault: Fault) -> None:
    reader = await read_through(fault)

    assert reader.stored == sorted(EVERYTHING.items())
    assert must_be_noticed(fault) <= len(reader.troubles) <= (not must_be_borne(fault))
    assert all(str(trouble).startswith(LOOPBACK) for trouble in reader.troubles)


@pytest.mark.parametrize("kind", [Kind.HUGE_LITERAL, Kind.FLOOD])
async def test_memory_stays_small_whatever_is_announced_or_poured_out(kind: Kind) -> None:
    tracemalloc.start()
    try:
        await read_through(Fault(Phase.FETCH_HEADER, kind))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # The flood itself is in there: the server makes its 2 MB in this process, and keeps them to be sent.
    assert peak < 16_000_000
