"""A domain's mail servers as DNS gives them, and whose mail they run, asked of a name server on this machine."""

import socket
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from outreach.core.clock import SetClock
from outreach.daemon import mx_turn
from outreach.daemon.mx_turn import MxTurn
from outreach.database.engine import Database
from outreach.mail.mx import MxLookup, MxTrouble
from outreach.sending.mail_domains import domains_to_look_up, note_provider, providers_of
from outreach.sending.model import MailDomain
from outreach.sending.providers import GOOGLE, MICROSOFT, UNKNOWN, YANDEX
from outreach.sequences import campaigns
from outreach.sequences.model import CampaignEvent
from tests.support.databases import NOW
from tests.support.desk import Desk
from tests.support.name_server import name_server
from tests.support.ports import LOOPBACK

ACME = (10, "aspmx.l.google.com.")
BETA = (0, "beta-example.mail.protection.outlook.com.")


# --- what DNS says ---------------------------------------------------------------------------------------------------


async def test_mail_servers_come_with_the_most_preferred_first() -> None:
    records = {
        "acme.example": [(30, "MX3.acme.example."), (5, "mx1.acme.example."), (20, "mx2.acme.example.")]
    }
    async with name_server(records) as server:
        hosts = await server.lookup().hosts("acme.example")

    assert hosts == ("mx1.acme.example", "mx2.acme.example", "mx3.acme.example")


async def test_a_domain_that_is_not_there_or_takes_no_mail_has_no_servers() -> None:
    async with name_server({"silent.example": [(0, ".")], "bare.example": []}) as server:
        lookup = server.lookup()
        found = [await lookup.hosts(f"{name}.example") for name in ("silent", "bare", "gone")]

    assert found == [(), (), ()]


async def test_a_name_server_that_does_not_answer_is_trouble_not_waited_for() -> None:
    async with name_server({}) as server:
        server.silent.add("acme.example")

        with pytest.raises(MxTrouble, match=r"acme\.example"):
            await server.lookup(seconds=0.2).hosts("acme.example")


async def test_a_name_server_that_fails_is_trouble() -> None:
    async with name_server({}) as server:
        server.failing.add("acme.example")

        with pytest.raises(MxTrouble, match=r"acme\.example"):
            await server.lookup(seconds=0.2).hosts("acme.example")


async def test_no_name_server_at_all_is_trouble() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as reserved:
        reserved.bind((LOOPBACK, 0))
        port = reserved.getsockname()[1]

    with pytest.raises(MxTrouble):
        await MxLookup([LOOPBACK], port=port, seconds=0.2).hosts("acme.example")


@pytest.mark.parametrize("domain", ["a..example", f"{'x' * 64}.example", ""])
async def test_what_is_no_name_is_trouble_or_nothing_but_no_crash(domain: str) -> None:
    async with name_server({}) as server:
        try:
            assert await server.lookup(seconds=0.2).hosts(domain) == ()
        except MxTrouble as trouble:
            assert str(trouble)


# --- which domains are asked about -----------------------------------------------------------------------------------


def matching(desk: Desk, *people: str, name: str = "spring") -> None:
    """A running campaign that matches providers, over these people."""
    desk.campaign(*people, name=name)

    def unit(session: Session) -> None:
        campaigns.find(session, name).match_provider = True

    desk.do(unit)


def wanted(desk: Desk, limit: int = 20) -> list[str]:
    return desk.do(domains_to_look_up, desk.now, limit)


def test_domains_of_due_first_mails_are_looked_up_in_their_order(database: Database) -> None:
    desk = Desk(database)
    matching(
        desk, "cid@gamma.example", "ana@acme.example", "al@acme.example", "ed@gmail.com", "ben@beta.example"
    )

    assert wanted(desk) == ["gamma.example", "acme.example", "beta.example"]
    assert wanted(desk, limit=1) == ["gamma.example"]


def test_a_campaign_that_does_not_match_or_does_not_run_asks_nothing(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    desk.campaign("ana@acme.example", name="plain")
    matching(desk, "ben@beta.example", name="paused")
    desk.move_campaign(CampaignEvent.PAUSED, "paused")

    assert wanted(desk) == []


def test_who_has_been_written_to_is_not_asked_about(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    matching(desk, "ana@acme.example")
    desk.send_all()
    desk.later(days=3)

    assert wanted(desk) == []


def test_what_is_known_is_asked_again_after_a_month_and_what_is_not_after_a_day(database: Database) -> None:
    desk = Desk(database)
    matching(desk, "ana@acme.example", "ben@beta.example")
    desk.do(note_provider, "acme.example", GOOGLE, desk.now)
    desk.do(note_provider, "beta.example", UNKNOWN, desk.now)

    asked = []
    for hours in (23, 1, 29 * 24 - 1, 1):
        desk.later(hours=hours)
        asked.append(wanted(desk))

    assert asked == [[], ["beta.example"], ["beta.example"], ["acme.example", "beta.example"]]


def test_the_last_answer_stands_until_there_is_a_newer_one(database: Database) -> None:
    desk = Desk(database)
    for provider in (GOOGLE, YANDEX):
        desk.do(note_provider, "acme.example", provider, desk.now)
        desk.later(days=100)

    known = desk.do(providers_of, ["acme.example", "gamma.example", "gmail.com"])

    assert known == {"acme.example": YANDEX, "gamma.example": UNKNOWN, "gmail.com": GOOGLE}


# --- the turn --------------------------------------------------------------------------------------------------------


async def test_a_turn_asks_dns_and_keeps_what_it_said(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    matching(desk, "ana@acme.example", "ben@beta.example", "cid@gamma.example")
    async with name_server({"acme.example": [ACME], "beta.example": [BETA]}) as server:
        server.failing.add("gamma.example")
        turns = MxTurn(sqlite_database, server.lookup(seconds=0.3), clock=SetClock(NOW))

        more = [await turns.turn(), await turns.turn()]
        asked_then = len(server.asked)
        await turns.turn()
        asked_later = len(server.asked)

    kept = desk.do(lambda session: {row.domain: row.provider for row in session.exec(select(MailDomain))})
    assert kept == {"acme.example": GOOGLE, "beta.example": MICROSOFT, "gamma.example": UNKNOWN}
    assert more == [False, False]
    assert asked_later == asked_then, "a failure is not asked about again on the same day"


async def test_a_turn_asks_about_so_many_at_once_and_says_whether_there_are_more(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mx_turn, "AT_ONCE", 2)
    desk = Desk(sqlite_database)
    matching(desk, "ana@acme.example", "ben@beta.example", "cid@gamma.example")
    async with name_server({"acme.example": [ACME], "beta.example": [BETA]}) as server:
        turns = MxTurn(sqlite_database, server.lookup(), clock=SetClock(NOW + timedelta(minutes=1)))

        more = [await turns.turn() for _ in range(3)]

    assert more == [True, False, False]
    assert server.asked == ["acme.example", "beta.example", "gamma.example"]
