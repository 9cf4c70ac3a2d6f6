"""The ledger: what is asked at the same moment is one transaction, and one at fault does not hold up the others."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from outreach.daemon.ledger import Ledger
from outreach.database.engine import Database
from outreach.sending.model import OutboundState
from outreach.sending.outbox import Claim
from tests.support.desk import ACCEPTED, Desk, mailbox, rules
from tests.support.mailbox_reader import RoomClock

BOXES = ("ann", "bob", "cid")
PEOPLE = tuple(f"p{number}@acme{number}.example" for number in range(6))


class CountingDatabase:
    """The database, and how many units of work were written in it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.units = 0
        #: Raises in a unit of work that asks for this claim.
        self.poison: Claim | None = None

    async def write(self, unit: Callable[..., Any], asked: Any, *args: Any, **kwargs: Any) -> Any:
        self.units += 1

        def work(session: Session) -> Any:
            if self.poison in asked.commits:
                raise ValueError("poison")
            return unit(session, asked, *args, **kwargs)

        return await self._database.write(work)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    desk = Desk(sqlite_database, rules(*map(mailbox, BOXES)))
    desk.campaign(*PEOPLE, mailboxes=BOXES)
    desk.plan()
    return desk


def ledger_of(desk: Desk) -> tuple[Ledger, CountingDatabase]:
    database = CountingDatabase(desk.database)
    return Ledger(database, desk.rules, owner="ledger", clock=RoomClock(desk)), database  # type: ignore[arg-type]


async def test_those_at_work_wait_for_one_another_and_share_a_commit(desk: Desk) -> None:
    ledger, database = ledger_of(desk)
    claims = [desk.claimed(name) for name in BOXES]

    async def pass_the_point(claim: Claim) -> bool:
        with ledger.at_work():
            await asyncio.sleep(0)
            return await ledger.commit_point(claim)

    assert await asyncio.gather(*map(pass_the_point, claims)) == [True, True, True]
    assert database.units == 1


async def test_who_is_busy_with_a_slow_server_does_not_hold_up_the_others_for_long(desk: Desk) -> None:
    ledger, database = ledger_of(desk)
    claim = desk.claimed()
    with ledger.at_work(), ledger.at_work():
        assert await ledger.commit_point(claim)
    assert database.units == 1


async def test_an_answer_rides_with_the_next_commit_point(desk: Desk) -> None:
    ledger, database = ledger_of(desk)
    first, second = desk.in_flight("ann"), desk.claimed("ann")

    with ledger.at_work():
        recorded = ledger.record(first, ACCEPTED)
        may_go = await ledger.commit_point(second)

    assert may_go
    assert recorded.done()
    assert database.units == 1
    assert desk.mail(first.recipient).state is OutboundState.SENT


async def test_an_answer_that_nobody_waits_for_is_written_soon_all_the_same(desk: Desk) -> None:
    ledger, database = ledger_of(desk)
    claim = desk.in_flight("ann")

    with ledger.at_work():
        await asyncio.wait_for(ledger.record(claim, ACCEPTED), 10)

    assert database.units == 1


async def test_a_question_at_fault_fails_alone(desk: Desk) -> None:
    ledger, database = ledger_of(desk)
    claims = [desk.claimed(name) for name in BOXES]
    database.poison = claims[1]

    told = await asyncio.gather(*map(ledger.commit_point, claims), return_exceptions=True)

    assert told[0] is True
    assert isinstance(told[1], ValueError)
    assert told[2] is True


async def test_who_stopped_waiting_disturbs_nobody(desk: Desk) -> None:
    ledger, _ = ledger_of(desk)
    claims = [desk.claimed(name) for name in BOXES[:2]]
    leaving = asyncio.ensure_future(ledger.commit_point(claims[0]))
    staying = asyncio.ensure_future(ledger.commit_point(claims[1]))
    await asyncio.sleep(0)

    leaving.cancel()

    assert await staying
    assert desk.mail(claims[0].recipient).state is OutboundState.IN_FLIGHT, "it was asked before"


async def test_what_is_given_back_is_claimed_again(desk: Desk) -> None:
    ledger, _ = ledger_of(desk)
    claims = await ledger.claim("ann")

    await ledger.give_back(claims)

    again = await ledger.claim("ann")
    assert [replace(claim, token="") for claim in again] == [replace(claim, token="") for claim in claims]
    assert {claim.attempts for claim in again} == {1}
