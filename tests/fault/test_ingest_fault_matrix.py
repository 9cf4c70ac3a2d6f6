"""The same misbehaving server, read by the daemon's own reader into a database: each letter is stored exactly once."""

import asyncio
from itertools import product

import pytest

from outreach.core.events import Happened
from outreach.inbox import unfetched
from tests.support.databases import Refillable
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import a_reader, read_through
from tests.support.mailroom import Mailroom, a_reply, asked
from tests.support.misbehaving_imap import Fault, Kind, MisbehavingImap, Phase

ANA = "ana@acme.example"

PHASES = (
    Phase.GREETING,
    Phase.AUTH,
    Phase.LIST,
    Phase.EXAMINE,
    Phase.SEARCH,
    Phase.FETCH_SIZES,
    Phase.FETCH_HEADER,
    Phase.FETCH_LITERAL,
)
#: A hundred thousand lines take a second to say; the session's own matrix has them everywhere.
KINDS = tuple(kind for kind in Kind if kind is not Kind.FLOOD)
#: Only these, and what breaks off inside a literal, wait for a deadline.
SLOW = (Kind.STALL, Kind.DRIP, Kind.HUGE_LITERAL, Kind.SHORT_LITERAL, Kind.LONG_LITERAL, Kind.WRONG_TAG)
#: A test that has not ended by then hangs.
HANG = 30.0


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    return asked(migrated_sqlite, ANA)


@pytest.mark.parametrize("fault", [Fault(*both) for both in product(PHASES, KINDS)], ids=str)
async def test_whatever_goes_wrong_every_letter_is_stored_and_holds_exactly_once(
    room: Mailroom, fault: Fault
) -> None:
    letters = {
        3: a_reply(room.mail(ANA), "What does it cost?", sender=ANA),
        5: a_reply(None, "Text 5.", sender="ben@beta.example"),
        8: a_reply(None, "Text 8.", sender="cid@gamma.example"),
    }
    waits = fault.kind in SLOW or fault.phase is Phase.FETCH_LITERAL
    async with MisbehavingImap(fault, mails=letters) as server, asyncio.timeout(HANG):
        reader = a_reader(room, address(server), deadline=0.2 if waits else 10)

        await read_through(reader)
        again = await reader.turn()

        reader.abort()
    with room.database.reading() as session:
        given_up = unfetched.listed(session)
    assert again is False
    assert [each.raw for each in room.inbounds()] == list(letters.values())
    assert room.events(Happened.MESSAGE_STORED) == 3
    assert len(room.holds()) == 1
    assert given_up == []
