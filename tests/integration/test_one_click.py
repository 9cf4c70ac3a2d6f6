"""The one-click opt-out from the header of a mail to the suppression: real SMTP, real HTTP, the daemon's engine."""

import email
import email.policy
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
    opened.daemon.engine.halted = True

    answer = await opened.client.get("/health")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "sending": "stopped"}


async def test_a_second_daemon_on_the_port_says_so(opened: Open) -> None:
    second = OptOutDoor(opened.daemon.engine)

    with pytest.raises(ConfigurationError, match="cannot listen"):
        await second.open()


async def test_without_a_web_server_no_mail_names_one(room: Mailroom, tmp_path: Path) -> None:
    async with small_daemon(room, tmp_path) as daemon:
        await daemon.engine.once()

        raw = daemon.smtp.mails[0][1]

    assert b"List-Unsubscribe-Post" not in raw
    assert b"https://" not in raw
