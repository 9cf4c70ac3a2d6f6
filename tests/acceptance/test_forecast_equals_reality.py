"""What the forecast says is what is then sent: 500 prospects, five mailboxes, two campaigns, three weeks."""

import hashlib
from pathlib import Path

import sqlalchemy as sa

import outreach.tables
from outreach.core.clock import SetClock
from outreach.database.engine import Database
from outreach.reporting.campaign.forecast import Forecast
from tests.support import frozen_world as world
from tests.support.databases import NOW
from tests.support.frozen_world import Sent
from tests.support.misbehaving_smtp import MisbehavingSmtp

DAYS = 21


def fingerprint(database: Database) -> str:
    """Of every row of every table."""
    digest = hashlib.sha256()
    with database.reading() as session:
        for table in outreach.tables.METADATA.sorted_tables:
            for row in session.execute(sa.select(table).order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def foreseen(told: Forecast) -> list[Sent]:
    return sorted(Sent(each.at, each.mailbox or "", each.address, each.step) for each in told.foreseen)


async def test_the_forecast_is_what_is_then_sent(sqlite_database: Database, tmp_path: Path) -> None:
    database = sqlite_database
    people = world.prospects(500, companies=300)
    names = tuple(box.name for box in world.BOXES)
    async with MisbehavingSmtp() as relay:
        config = world.configured(tmp_path, database, port=relay.port)
        office = world.three_steps("who", world.OFFICE)
        edges = world.three_steps("edges", world.EDGES, one_at_a_time=False)
        world.founded(database, config, office, people[:300], name="spring", mailboxes=names, per_day=20)
        world.founded(database, config, edges, people[300:], name="edges", mailboxes=names[:3])
        before = fingerprint(database)

        told = world.told(database, config, "spring", days=DAYS)

        assert fingerprint(database) == before
        await world.lived_through(config, database, SetClock(NOW), days=DAYS)
        assert foreseen(told) == world.went_out(database, "spring")
        assert told.others == len(world.went_out(database, "edges"))
        assert len(relay.mails) == len(told.foreseen) + told.others > 500
