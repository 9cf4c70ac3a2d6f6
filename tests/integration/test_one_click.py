"""The one-click opt-out from the header of a mail to the suppression: real SMTP, real HTTP, the daemon's engine."""

import asyncio
import email
import email.policy
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from outreach.core.errors import ConfigurationError
from outreach.core.events import Happened
from outreach.daemon.opt_out_door import OptOutDoor
from outreach.database.engine import Database
from outreach.prospects.suppressing import suppression_of, unsuppress
from outreach.sending.model import OptOutLink
from outreach.sequences.model import EnrollmentState
from tests.support.databases import NOW
from tests.support.mailroom import Mailroom, follow_up
from tests.support.ports import reserve_port
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
PUBLIC = "https://mail.alpha.example"


@dataclass(frozen=True)
class Open:
    """A daemon whose door is open, and a mail program that knows where it is."""

    daemon: SmallDaemon
    door: OptOutDoor
    client: httpx.AsyncClient

    def header(self, recipient: str, name: str) -> str | None:
        raws = [raw for address, raw in self.daemon.smtp.mails if address == recipient]
        found = email.message_from_bytes(raws[-1], policy=email.policy.default)[name]
        return None if found is None else str(found)

    def link(self, recipient: str) -> str:
        """The path of the https address in `List-Unsubscribe`."""
        header = self.header(recipient, "List-Unsubscribe") or ""
        [https] = [way.strip(" <>") for way in header.split(",") if "https:" in way]
        return https.removeprefix(PUBLIC)

    def is_suppressed(self, address: str) -> bool:
        with self.daemon.room.database.reading() as session:
            return suppression_of(session, address) is not None

    async def press(self, recipient: str) -> int:
        answer = await self.client.post(self.link(recipient), data={"List-Unsubscribe": "One-Click"})
        return answer.status_code


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.campaign(ANA, AMY, BEN, targets=(follow_up(),))
    return room


@pytest.fixture
async def opened(room: Mailroom, tmp_path: Path) -> AsyncIterator[Open]:
    port = reserve_port()
    http = f'\n[http]\nenabled = true\nport = {port}\npublic_url = "{PUBLIC}"\n'
    async with small_daemon(room, tmp_path, also=http) as daemon:
        door = OptOutDoor(daemon.engine)
        await door.open()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield Open(daemon, door, client)
        await door.close()


async def test_a_mail_carries_both_headers(opened: Open) -> None:
    await opened.daemon.engine.once()

    header = opened.header(ANA, "List-Unsubscribe") or ""
    assert header.startswith(f"<{PUBLIC}/u/")
    assert "<mailto:ann@alpha.example?subject=unsubscribe" in header
    assert opened.header(ANA, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"


async def test_a_press_suppresses_the_recipient_and_ends_their_run(opened: Open) -> None:
    await opened.daemon.engine.once()

    status = await opened.press(ANA)

    assert status == 200
    assert opened.is_suppressed(ANA)
    assert opened.daemon.room.run(ANA).state is EnrollmentState.OPTED_OUT
    assert opened.daemon.room.events(Happened.OPTED_OUT) == 1


async def test_a_second_press_changes_nothing(opened: Open) -> None:
    await opened.daemon.engine.once()
    await opened.press(ANA)

    status = await opened.press(ANA)

    assert status == 200
    assert opened.daemon.room.events(Happened.OPTED_OUT) == 1


async def test_a_no_after_one_that_was_taken_back_is_a_new_no(opened: Open) -> None:
    await opened.daemon.engine.once()
    await opened.press(ANA)
    with opened.daemon.room.database.writing() as session:
        unsuppress(session, ANA, actor="tester", why="she called", now=NOW, they_asked=True)

    status = await opened.press(ANA)

    assert status == 200
    assert opened.is_suppressed(ANA)


async def test_nobody_else_is_opted_out_by_it(opened: Open) -> None:
    await opened.daemon.engine.once()

    await opened.press(ANA)

    assert not opened.is_suppressed(BEN)
    assert opened.daemon.room.run(BEN).state is EnrollmentState.ACTIVE


async def test_every_mail_to_somebody_carries_the_same_link(opened: Open) -> None:
    await opened.daemon.engine.once()
    first = opened.link(BEN)
    opened.daemon.room.later(days=2)

    await opened.daemon.engine.once()

    assert opened.daemon.sent_to().count(BEN) == 2
    assert opened.link(BEN) == first


async def test_a_link_that_this_database_does_not_know_is_not_confirmed(opened: Open) -> None:
    await opened.daemon.engine.once()
    with opened.daemon.room.database.writing() as session:
        session.execute(sa.delete(OptOutLink))

    status = await opened.press(ANA)

    assert status == 503


async def test_no_link_stands_in_the_log(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    await opened.daemon.engine.once()
    await opened.press(ANA)
    await opened.client.get(opened.link(BEN))

    assert opened.link(ANA).removeprefix("/u/") not in caplog.text
    assert opened.link(BEN).removeprefix("/u/") not in caplog.text


async def test_health_says_that_sending_has_stopped(opened: Open) -> None:
    opened.daemon.engine.halting.is_on = True

    answer = await opened.client.get("/health")

    assert answer.status_code == 503
    said = answer.json()
    assert (said["database"], said["sending"]) == ("ok", "stopped")


async def test_a_second_daemon_of_the_database_waits_and_takes_over_the_port(opened: Open) -> None:
    second = OptOutDoor(opened.daemon.engine)

    port = await second.open()
    await second.open_again()
    was_open = second.is_open
    await opened.door.close()
    await second.open_again()

    assert port is None
    assert not was_open
    assert (await opened.client.get("/health")).status_code == 200
    await second.close()


@pytest.mark.parametrize(
    "says", [b"", b"HTTP/1.1 200 OK\r\n\r\n{}", b'HTTP/1.1 200 OK\r\n\r\n{"database_is":"x"}']
)
async def test_a_port_that_somebody_else_has_is_named_with_whoever_has_it(
    room: Mailroom, tmp_path: Path, says: bytes
) -> None:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says)
        writer.close()

    other = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = other.sockets[0].getsockname()[1]
    http = f'\n[http]\nenabled = true\nport = {port}\npublic_url = "{PUBLIC}"\n'
    async with small_daemon(room, tmp_path, also=http) as daemon:
        with pytest.raises(ConfigurationError) as refused:
            await OptOutDoor(daemon.engine, ask_again=()).open()
    other.close()

    said = str(refused.value)
    assert f"port {port} on 127.0.0.1 is taken by " in said
    assert f"process {os.getpid()}" in said
    assert "`outreach run --http-port N` (or OUTREACH_HTTP_PORT)" in said


async def test_a_sibling_that_is_flooded_is_asked_again(opened: Open) -> None:
    ours = (await opened.client.get("/health")).content
    answers = [b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"] * 2
    answers.append(b"HTTP/1.1 200 OK\r\n\r\n" + ours)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answers.pop(0))
        writer.close()

    await opened.door.close()
    port = opened.daemon.engine.config.http.port
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        found = await OptOutDoor(opened.daemon.engine, ask_again=(0, 0)).open()

    assert found is None
    assert not answers


async def a_stranger(opened: Open) -> asyncio.Server:
    """Another program has the port, between two daemons of ours."""
    await opened.door.close()
    return await asyncio.start_server(
        lambda _r, w: w.close(), "127.0.0.1", opened.daemon.engine.config.http.port
    )


async def test_while_a_stranger_has_the_port_no_mail_names_a_link_that_leads_to_them(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    engine = opened.daemon.engine
    second = OptOutDoor(engine, ask_again=())
    await second.open()
    other = await a_stranger(opened)

    await second.open_again()
    await second.open_again()
    await engine.once()
    sent_meanwhile, trouble = opened.daemon.sent_to(), engine.link_trouble
    other.close()
    await other.wait_closed()
    await second.open_again()
    await engine.once()

    assert sent_meanwhile == []
    assert "is taken by " in trouble
    assert engine.link_trouble == ""
    assert set(opened.daemon.sent_to()) == {ANA, BEN}, "Amy is at the same company as Ana"
    assert [record.message for record in caplog.records].count("not_listening") == 1
    await second.close()


async def test_a_stranger_who_comes_again_is_logged_again(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    second = OptOutDoor(opened.daemon.engine, ask_again=())
    await second.open()

    for _ in range(2):
        other = await a_stranger(opened)
        await second.open_again()
        other.close()
        await other.wait_closed()
        sibling = OptOutDoor(opened.daemon.engine)
        await sibling.open()
        await second.open_again()
        await sibling.close()

    assert [record.message for record in caplog.records].count("not_listening") == 2


async def test_without_a_web_server_no_mail_names_one(room: Mailroom, tmp_path: Path) -> None:
    async with small_daemon(room, tmp_path) as daemon:
        await daemon.engine.once()

        raw = daemon.smtp.mails[0][1]

    assert b"List-Unsubscribe-Post" not in raw
    assert b"https://" not in raw
