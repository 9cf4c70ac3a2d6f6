"""Whether a domain takes mail: what DNS has to say for an address to be refused, and for how long it is believed."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import timedelta

import pytest

from outreach.core.clock import SetClock
from outreach.database.engine import Database
from outreach.mail.takes_mail import MailLookup
from outreach.prospects.domain_mail import KEPT, KEPT_IF_NOT, DeadDomainsFinder
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.databases import NOW
from tests.support.name_server import NameServer, name_server
from tests.support.ports import LOOPBACK

RECORDS: Mapping[str, list[tuple[int, str]]] = {
    "acme.example": [(10, "mx.acme.example.")],
    "closed.example": [(0, ".")],
    "old.example": [],
    "empty.example": [],
    "silent.example": [],
    "failing.example": [],
}


async def answers(server: NameServer, *domains: str) -> dict[str, bool]:
    server.with_address.add("old.example")
    server.silent.add("silent.example")
    server.failing.add("failing.example")
    return await MailLookup([LOOPBACK], port=server.port, seconds=1.0).of_all(domains)


async def test_what_is_sure_of_a_domain_and_what_is_not() -> None:
    async with name_server(RECORDS) as server:
        found = await answers(server, *RECORDS, "gone.example")

    assert found == {
        "acme.example": True,
        # Mail goes to the address of a domain that names no server (RFC 5321, 5.1).
        "old.example": True,
        "closed.example": False,
        "empty.example": False,
        "gone.example": False,
    }


async def test_what_cannot_be_asked_for_is_unknown() -> None:
    async with name_server(RECORDS) as server:
        found = await answers(server, "a" * 80 + ".example", "..")

    assert found == {}


async def test_many_domains_are_asked_about_at_the_same_time() -> None:
    many = [f"gone{number}.example" for number in range(200)]
    async with name_server({}) as server:
        found = await answers(server, *many)

    assert found == dict.fromkeys(many, False)


# --- what is kept ----------------------------------------------------------------------------------------------------


class Asked:
    """DNS as a table; what was asked is remembered."""

    def __init__(self, table: Mapping[str, bool]) -> None:
        self.table = dict(table)
        self.times: list[set[str]] = []

    def __call__(self, domains: Collection[str]) -> dict[str, bool]:
        self.times.append(set(domains))
        return {domain: self.table[domain] for domain in domains if domain in self.table}


def finder(database: Database, dns: Asked, clock: SetClock, *, keep: bool = True) -> DeadDomainsFinder:
    return DeadDomainsFinder(database, dns, now=clock.now, keep=keep)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


def test_an_answer_is_believed_for_a_while(database: Database, clock: SetClock) -> None:
    dns = Asked({"gone.example": False, "acme.example": True})

    first = finder(database, dns, clock)({"gone.example", "acme.example"})
    clock.set(NOW + KEPT_IF_NOT)
    second = finder(database, dns, clock)({"gone.example", "acme.example"})
    clock.set(NOW + KEPT)
    finder(database, dns, clock)({"acme.example"})

    assert first == second == {"gone.example"}
    assert dns.times == [{"gone.example", "acme.example"}, {"gone.example"}, {"acme.example"}]


def test_a_domain_that_was_mended_is_no_longer_dead(database: Database, clock: SetClock) -> None:
    dns = Asked({"gone.example": False})
    finder(database, dns, clock)({"gone.example"})
    dns.table["gone.example"] = True
    clock.set(NOW + timedelta(days=2))

    assert finder(database, dns, clock)({"gone.example"}) == set()


def test_what_dns_did_not_answer_blocks_nobody_and_is_asked_once_an_import(
    sqlite_database: Database, clock: SetClock
) -> None:
    dns = Asked({})
    one_import = finder(sqlite_database, dns, clock)

    assert one_import({"silent.example"}) == one_import({"silent.example"}) == set()
    assert finder(sqlite_database, dns, clock)({"silent.example"}) == set()
    assert len([domains for domains in dns.times if domains]) == 2


def test_a_rehearsal_keeps_no_answer(sqlite_database: Database, clock: SetClock) -> None:
    dns = Asked({"gone.example": False})

    finder(sqlite_database, dns, clock, keep=False)({"gone.example"})
    finder(sqlite_database, dns, clock)({"gone.example"})

    assert len(dns.times) == 2


def test_the_command_refuses_whom_no_mail_can_reach(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def known(_self: MailLookup, domain: str) -> bool | None:
        await asyncio.sleep(0)
        return {"gone.example": False, "acme.example": True}.get(domain)

    monkeypatch.setattr(MailLookup, "takes_mail", known)
    people = "email\nana@acme.example\nbo@gone.example\ncid@silent.example\n"

    told = outreach("prospects", "import", "-", "--check-mx", stdin=people, status=1).stderr

    assert "line 3: has an address at a domain that takes no mail." in told
    assert "2 of 3 rows are on the list" in told
