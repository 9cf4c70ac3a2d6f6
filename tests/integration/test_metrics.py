"""`/metrics` over HTTP: counts of a real daemon and its database, for whoever has the token."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from outreach.core.errors import ConfigurationError
from outreach.daemon.metrics import METRICS, measure, page
from outreach.daemon.opt_out_door import Kept, OptOutDoor
from outreach.daemon.run import Running
from outreach.database.engine import Database
from tests.support.databases import NOW
from tests.support.mailroom import Mailroom, follow_up
from tests.support.ports import reserve_port
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, BEN = "ana@acme.example", "ben@beta.example"
TOKEN = "t" * 32
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


@dataclass(frozen=True)
class Watched:
    daemon: SmallDaemon
    client: httpx.AsyncClient

    async def page(self) -> str:
        answer = await self.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        return answer.text


def value(page: str, name: str, **labels: str) -> float:
    samples = [each for family in text_string_to_metric_families(page) for each in family.samples]
    [found] = [each.value for each in samples if each.name == name and each.labels == labels]
    return found


def http(folder: Path, port: int, token: str = TOKEN) -> str:
    (folder / "metrics-token").write_text(token)
    (folder / "metrics-token").chmod(0o600)
    return f'\n[http]\nenabled = true\nport = {port}\nmetrics = true\nmetrics_token = {{ file = "metrics-token" }}\n'


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.campaign(ANA, BEN, targets=(follow_up(),))
    return room


@pytest.fixture
async def watched(room: Mailroom, tmp_path: Path) -> AsyncIterator[Watched]:
    port = reserve_port()
    async with small_daemon(room, tmp_path, also=http(tmp_path, port)) as daemon:
        door = OptOutDoor(daemon.engine)
        await door.open()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield Watched(daemon, client)
        await door.close()


async def test_it_counts_what_was_sent(watched: Watched) -> None:
    await watched.daemon.engine.once()

    page = await watched.page()

    assert value(page, "outreach_mails", mailbox="ann", state="sent") == 2
    assert value(page, "outreach_live") == 1
    assert value(page, "outreach_mailbox_paused", mailbox="ann") == 0
    assert value(page, "outreach_mailbox_unread_seconds", mailbox="ann") >= 0
    assert value(page, "outreach_inbound", state="set_aside") == 0
    assert value(page, "outreach_database_bytes") > 10_000


async def test_no_person_is_in_it(watched: Watched) -> None:
    await watched.daemon.engine.once()

    page = await watched.page()

    assert not re.search(r"@|acme|beta\.example|Ana", page)


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}]
)
async def test_without_the_token_nobody_sees_it(watched: Watched, header: dict[str, str]) -> None:
    answer = await watched.client.get("/metrics", headers=header)

    assert answer.status_code == 401
    assert "outreach_" not in answer.text


async def test_who_guesses_tokens_has_to_wait(watched: Watched) -> None:
    guesses = [
        (await watched.client.get("/metrics", headers={"Authorization": f"Bearer {number}"})).status_code
        for number in range(35)
    ]

    assert set(guesses[:30]) == {401}
    assert set(guesses[30:]) == {429}
    await watched.page()


async def test_there_is_no_such_page_where_it_was_not_asked_for(room: Mailroom, tmp_path: Path) -> None:
    port = reserve_port()
    async with small_daemon(room, tmp_path, also=f"\n[http]\nenabled = true\nport = {port}\n") as daemon:
        door = OptOutDoor(daemon.engine)
        await door.open()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            answer = await client.get("/metrics")
        await door.close()

    assert answer.status_code == 404


async def test_a_token_that_could_be_guessed_is_a_fault(room: Mailroom, tmp_path: Path) -> None:
    async with small_daemon(room, tmp_path, also=http(tmp_path, reserve_port(), "short")) as daemon:
        with pytest.raises(ConfigurationError, match="needs 16"):
            OptOutDoor(daemon.engine)


async def test_turns_are_timed(room: Mailroom, tmp_path: Path) -> None:
    async with small_daemon(room, tmp_path) as daemon:
        running = Running(daemon.engine)

        async def turn() -> None:
            daemon.engine.turns.clock = lambda: 107.0

        async def fails() -> None:
            raise LookupError("on purpose")

        daemon.engine.turns.clock = lambda: 100.0
        running._begin("plan", turn, 10.0)
        running._begin("nurture", fails, 10.0)
        while running._busy:
            await asyncio.sleep(0)

        times = daemon.engine.turns.turns
        assert (times["plan"].seconds, times["plan"].failures, times["nurture"].failures) == (7.0, 0, 1)
        assert times["plan"].lag(107.0) == 0
        assert times["plan"].lag(150.0) == 40


async def test_whoever_asks_often_costs_no_more() -> None:
    asked = []
    now = 0.0

    async def find_out() -> int:
        asked.append(now)
        return len(asked)

    kept = Kept(find_out, 10.0, clock=lambda: now)
    first = [await kept(), await kept()]
    now = 10.0
    later = await kept()

    assert (first, later) == ([1, 1], 2)


def test_both_databases_say_the_same_kinds_of_things(database: Database) -> None:
    Mailroom(database).campaign(ANA, targets=(follow_up(),))

    with database.reading() as session:
        measured = measure(session, ["ann"], NOW)

    assert measured["outreach_database_bytes"][0][1] > 10_000
    assert measured["outreach_reviews_waiting"] == [((), 0)]
    assert "outreach_inbound" in page(measured)


def test_every_metric_is_documented() -> None:
    told = set(re.findall(r"^\| `(outreach_\w+)` \|", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE))

    assert told == {each.name for each in METRICS}
