"""`why` never promises later than the forecast: what it names is the earliest moment at which the mail may go."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from outreach.config import Config
from outreach.core.clock import SetClock
from outreach.database.engine import Database
from outreach.reporting.campaign.forecast import Forecast
from outreach.reporting.campaign.gates import explain
from tests.support import frozen_world as world
from tests.support.databases import NOW
from tests.support.frozen_world import Box
from tests.support.misbehaving_smtp import MisbehavingSmtp

BOXES = (Box("ann", per_day=6, start=3, add=1, gap=(0, 0), new_per_day=2), Box("bea", per_day=5, start=5))


def promised(database: Database, config: Config, address: str, now: datetime) -> datetime | None:
    with database.reading() as session:
        return explain(session, address, world.rules_of(config), now)[0].next_at


def first_mails(told: Forecast) -> dict[str, datetime]:
    """When each person gets the next mail, or has the next thing done for them."""
    return {each.address: each.at for each in reversed(told.foreseen) if each.mailbox is not None}


@pytest.mark.parametrize("days_lived", [0, 2, 5])
async def test_nobody_gets_a_mail_before_the_moment_that_why_names(
    sqlite_database: Database, tmp_path: Path, days_lived: int
) -> None:
    people = world.prospects(40, companies=25)
    now = NOW + timedelta(days=days_lived)
    async with MisbehavingSmtp() as relay:
        config = world.configured(tmp_path, sqlite_database, *BOXES, port=relay.port)
        world.founded(
            sqlite_database,
            config,
            world.three_steps("who", world.OFFICE),
            people,
            name="spring",
            mailboxes=("ann", "bea"),
            per_day=5,
        )
        await world.lived_through(config, sqlite_database, SetClock(NOW), days=days_lived)

    told = world.told(sqlite_database, config, "spring", days=40, now=now)

    foreseen = first_mails(told)
    named = {each.address: promised(sqlite_database, config, each.address, now) for each in people}
    later = {
        address: (named[address], at)
        for address, at in foreseen.items()
        if (named[address] or told.ends) > at
    }
    assert later == {}
    assert len(foreseen) > 20
    # It is not merely always "now".
    assert sum(named[address] == at for address, at in foreseen.items()) >= 1


async def test_who_waits_for_a_person_is_promised_nothing_and_stands_in_the_forecast(
    sqlite_database: Database, tmp_path: Path
) -> None:
    people = world.prospects(8, companies=8)
    config = world.configured(tmp_path, sqlite_database, *BOXES)
    definition = world.a_call_first(world.three_steps("who", world.OFFICE))
    world.founded(sqlite_database, config, definition, people, name="spring", mailboxes=("ann",))

    told = world.told(sqlite_database, config, "spring", days=14)

    assert {each.kind for each in told.foreseen} == {"call"}
    assert told.waits == {"call: call": 8}
    assert [promised(sqlite_database, config, each.address, NOW) for each in people] == [None] * 8
