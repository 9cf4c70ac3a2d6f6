"""The hand-off's clock in the daemon, by a configuration as people write it."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from outreach.daemon.handoff_turn import HandOffTurn
from outreach.daemon.rules import hand_off_rules
from outreach.handoff import service as hand_off
from outreach.handoff.routing import Choose, RoutingRule
from outreach.handoff.team import Role
from outreach.qualification.leads.model import LeadState
from tests.support.databases import Refillable
from tests.support.hand_off_desk import HandOffDesk, sales
from tests.support.lead_desk import ANA
from tests.support.mailbox_reader import RoomClock
from tests.support.small_daemon import small_daemon

TEAM = """
[[team]]
person = "rita"
address = "rita@alpha.example"

[[team]]
person = "dora"
address = "dora@alpha.example"
role = "salesperson"
languages = ["de", "en"]
zone = "Europe/Berlin"
country = "DE"
working_days = ["mon", "tue", "wed", "thu"]
working_hours = ["09:00-12:00", "13:00-17:00"]
absent = ["2026-03-16..2026-03-20", 2026-03-23]

[[team]]
person = "emil"
address = "emil@alpha.example"
role = "salesperson"
country = "IL"

[hand_off]
aim_hours = 7
limit_hours = 14
automatic = true
notify_by_mail = false

[[hand_off.routing]]
segment = ["industry=steel", "industry=metal", "size=50"]
country = ["Austria"]
source = ["net"]
to = ["emil"]

[[hand_off.routing]]
choose = "round_robin"
"""


@pytest.fixture
def desk(migrated_sqlite: Refillable) -> HandOffDesk:
    desk = sales(migrated_sqlite, ANA)
    desk.qualified()
    return desk


async def test_the_configuration_says_who_works_when_and_who_gets_what(
    desk: HandOffDesk, tmp_path: Path
) -> None:
    async with small_daemon(desk, tmp_path, also=TEAM) as daemon:
        rules = hand_off_rules(daemon.engine.config)

    rita, dora, emil = rules.team.members
    assert (rita.role, dora.role, dora.languages) == (Role.PROSPECTOR, Role.SALESPERSON, ("de", "en"))
    assert (str(rita.hours.zone), str(dora.hours.zone)) == ("Europe/London", "Europe/Berlin")
    # Thursday, and a Friday on which she does not work; Labour Day; the days that she is away.
    worked = {day: len(dora.hours.on(date(2026, *day))) for day in ((3, 5), (3, 6), (5, 1), (3, 18), (3, 23))}
    assert worked == {(3, 5): 2, (3, 6): 0, (5, 1): 0, (3, 18): 0, (3, 23): 0}
    # In Israel Sunday is a working day, and Friday is none.
    assert [bool(emil.hours.on(date(2026, 3, day))) for day in (6, 8)] == [False, True]
    assert rules.routing == (
        RoutingRule(
            to=("emil",),
            segment=(("industry", ("steel", "metal")), ("size", ("50",))),
            country=("AT",),
            source=("net",),
        ),
        RoutingRule(choose=Choose.ROUND_ROBIN),
    )


async def test_the_daemon_offers_reminds_and_passes_on(desk: HandOffDesk, tmp_path: Path) -> None:
    async with small_daemon(desk, tmp_path, also=TEAM) as daemon:
        await daemon.engine.once()
        assert desk.asked_of() == [("dora", "open")]
        # Offered on Tuesday at eleven by her clock: five hours are left of that day.
        assert desk.waiting().aim_at == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)

        desk.at(datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
        await daemon.engine.once()
        assert desk.waiting().reminded_at == desk.now

        desk.at(datetime(2026, 3, 5, 9, 59, tzinfo=UTC))
        await daemon.engine.once()
        assert desk.asked_of() == [("dora", "open")]
        desk.at(datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
        await daemon.engine.once()

    assert desk.asked_of() == [("dora", "untouched"), ("emil", "open")]
    assert desk.moves()[-1] == ("offered", "offered", "daemon")


async def test_a_daemon_that_was_down_takes_up_where_the_clock_stood(
    desk: HandOffDesk, tmp_path: Path
) -> None:
    async with small_daemon(desk, tmp_path, also=TEAM) as daemon:
        await daemon.engine.once()
        desk.at(datetime.combine(date(2026, 4, 20), time(12), UTC))

        await HandOffTurn(desk.database, daemon.engine.config, clock=RoomClock(desk)).turn()

    assert [each.reminded_at for each in desk.offers()] == [None, None]
    assert desk.asked_of() == [("dora", "untouched"), ("emil", "open")]


async def test_a_turn_that_finds_nothing_writes_nothing(desk: HandOffDesk, tmp_path: Path) -> None:
    async with small_daemon(desk, tmp_path, also=TEAM) as daemon:
        turn = HandOffTurn(desk.database, daemon.engine.config, clock=RoomClock(desk))
        assert [each.what.value for each in await turn.turn()] == ["offered"]

        desk.later(minutes=2)

        assert await turn.turn() == []
        assert desk.waiting().clock_at < desk.now


async def test_what_somebody_answers_meanwhile_stands(desk: HandOffDesk, tmp_path: Path) -> None:
    async with small_daemon(desk, tmp_path, also=TEAM) as daemon:
        await daemon.engine.once()
        rules = hand_off_rules(daemon.engine.config)
        desk.do(hand_off.accept, 1, rules=rules, actor="dora", now=desk.now)
        desk.at(datetime(2026, 6, 1, 10, 0, tzinfo=UTC))

        await daemon.engine.once()

    assert desk.lead().state is LeadState.ACCEPTED
    assert desk.asked_of() == [("dora", "accepted")]
