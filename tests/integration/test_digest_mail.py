"""The daily digest: what it says, when it goes, and that none goes twice: not after a crash, not from two daemons."""

import asyncio
import os
import signal
import sys
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlmodel import select

from outreach.config import Config, load_config
from outreach.core.intents import Intent
from outreach.daemon.digest_turn import DigestTurn
from outreach.daemon.rules import report_rules
from outreach.database.engine import Database
from outreach.reporting.digest import counts as digest_counts
from outreach.reporting.digest import mails as digest_mails
from outreach.reporting.digest.figures import Digest, Told
from outreach.reporting.digest.model import Digest as Row
from outreach.reporting.digest.model import DigestState
from tests.support.databases import founded_sqlite
from tests.support.mailbox_reader import RoomClock
from tests.support.mailroom import Mailroom, sure
from tests.support.misbehaving_smtp import Fault, Kind, MisbehavingSmtp

ANA, AMY, BEN = "ana@acme.example", "amy@beta.example", "ben@gamma.example"
BOSS, AIDE = "boss@alpha.example", "aide@alpha.example"
#: The day after the mails of the room: a Wednesday, eight in London.
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
DAY = date(2026, 3, 4)

_CONFIG = """
live = {live}

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[database]
url = "{url}"

[policy]
zone = "Europe/London"

[[mailboxes]]
name = "ann"
from = "Ann Roe <ann@alpha.example>"
sent_copy = "server"
smtp = {{ host = "127.0.0.1", port = {port}, security = "none" }}

[reports]
digest_to = [{to}]
digest_at = "08:00"
language = "{language}"
"""


@pytest.fixture
def room(database: Database) -> Mailroom:
    room = Mailroom(database)
    room.ask(ANA, AMY, BEN)
    room.answered(ANA, sure(Intent.INTERESTED))
    room.answered(BEN, sure(Intent.NOT_NOW, needs_review=True))
    room.now = MORNING
    return room


def configured(
    room: Mailroom, folder: Path, port: int = 25, *to: str, live: bool = True, language: str = "en"
) -> Config:
    path = folder / "config.toml"
    text = _CONFIG.format(
        live=str(live).lower(),
        # The turn is handed its database; only the killed process opens the one that is named here.
        url=room.database.url if room.database.is_sqlite else "sqlite:///unused.db",
        port=port,
        to=", ".join(f'"{each}"' for each in to or (BOSS,)),
        language=language,
    )
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def turn_of(room: Mailroom, config: Config) -> DigestTurn:
    return DigestTurn(room.database, config, clock=RoomClock(room))


async def run_out(turn: DigestTurn) -> None:
    while await turn.turn():
        pass


def rows(room: Mailroom) -> list[Row]:
    with room.database.reading() as session:
        return list(session.exec(select(Row).order_by(Row.id)).all())  # type: ignore[arg-type]


def told(room: Mailroom, config: Config, day: date = DAY) -> Digest:
    with room.database.reading() as session:
        return digest_counts.read(session, day, report_rules(config), room.now)


def figures(digest: Digest) -> dict[Told, int]:
    return {line.told: line.count for line in digest.lines if line.is_said}


async def test_it_tells_yesterday_by_mail_once(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp() as smtp:
        turn = turn_of(room, configured(room, tmp_path, smtp.port))
        await run_out(turn)
        room.later(hours=5)
        await run_out(turn)

    ((recipient, raw),) = smtp.mails
    message = message_from_bytes(raw, policy=policy.default)
    text = message.get_content()
    assert recipient == BOSS
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert "2 replies" in str(message["Subject"]).replace("\u00a0", " ")
    assert "2 replies wait for a person" in text
    assert max(map(len, text.splitlines())) <= 72
    assert ANA not in text
    assert [each.state for each in rows(room)] == [DigestState.SENT]


def test_figures_are_those_of_yesterday(room: Mailroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path)

    assert figures(told(room, config)) == {
        Told.SENT: 3,
        Told.REPLIES: 2,
        Told.POSITIVE: 1,
        Told.NEUTRAL: 1,
    }
    assert figures(told(room, config, date(2026, 3, 3))) == {Told.SENT: 0, Told.REPLIES: 0}


def test_the_same_days_of_four_weeks_are_what_is_usual(room: Mailroom, tmp_path: Path) -> None:
    room.now = datetime(2026, 3, 18, 8, 0, tzinfo=UTC)

    replies = next(
        line
        for line in told(room, configured(room, tmp_path), room.now.date()).lines
        if line.told is Told.REPLIES
    )

    # Two weeks ago there were two, a week ago none; before that there was nothing yet.
    assert (replies.count, replies.usual) == (0, pytest.approx(1.0))


async def test_it_speaks_russian(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp() as smtp:
        await run_out(turn_of(room, configured(room, tmp_path, smtp.port, language="ru")))

    message = message_from_bytes(smtp.mails[0][1], policy=policy.default)
    assert "2 ответа ждут решения человека" in message.get_content().replace("\u00a0", " ")
    assert "2 ответа" in str(message["Subject"]).replace("\u00a0", " ")


async def test_nothing_leaves_before_the_configuration_says_so(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp() as smtp:
        await run_out(turn_of(room, configured(room, tmp_path, smtp.port, live=False)))

    assert (smtp.mails, rows(room)) == ([], [])


async def test_not_before_its_hour(room: Mailroom, tmp_path: Path) -> None:
    room.now = MORNING.replace(hour=7, minute=59)
    async with MisbehavingSmtp() as smtp:
        await run_out(turn_of(room, configured(room, tmp_path, smtp.port)))

    assert smtp.mails == []


async def test_everybody_gets_one_of_their_own(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp() as smtp:
        await run_out(turn_of(room, configured(room, tmp_path, smtp.port, BOSS, AIDE)))

    assert sorted(recipient for recipient, _ in smtp.mails) == [AIDE, BOSS]


async def test_two_daemons_send_one(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp() as smtp:
        config = configured(room, tmp_path, smtp.port, BOSS, AIDE)
        await asyncio.gather(run_out(turn_of(room, config)), run_out(turn_of(room, config)))

    assert sorted(recipient for recipient, _ in smtp.mails) == [AIDE, BOSS]


async def test_one_that_no_server_takes_is_tried_again_and_given_up_with_its_day(
    room: Mailroom, tmp_path: Path
) -> None:
    config = configured(room, tmp_path, 1)
    turn = turn_of(room, config)
    await run_out(turn)
    (first,) = rows(room)
    assert (first.state, first.attempts) == (DigestState.WAITING, 1)

    async with MisbehavingSmtp() as smtp:
        room.later(minutes=2)
        await run_out(turn_of(room, configured(room, tmp_path, smtp.port)))

    assert [recipient for recipient, _ in smtp.mails] == [BOSS]
    assert [(each.state, each.attempts) for each in rows(room)] == [(DigestState.SENT, 2)]


async def test_a_line_that_breaks_in_the_middle_is_not_tried_again(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp(Fault("dot", Kind.DROP)) as smtp:
        turn = turn_of(room, configured(room, tmp_path, smtp.port))
        await run_out(turn)
        room.later(hours=3)
        await run_out(turn)

    assert len(smtp.mails) == 1
    assert [each.state for each in rows(room)] == [DigestState.UNSURE]


async def test_after_a_crash_it_is_not_sent_again_and_is_listed(room: Mailroom, tmp_path: Path) -> None:
    config = configured(room, tmp_path)
    room.do(digest_mails.claim, report_rules(config).digest, room.now)
    room.later(minutes=6)

    async with MisbehavingSmtp() as smtp:
        await run_out(turn_of(room, configured(room, tmp_path, smtp.port)))

    assert smtp.mails == []
    assert [each.state for each in rows(room)] == [DigestState.UNSURE]
    room.later(days=1)
    assert told(room, config, date(2026, 3, 5)).missing == (DAY,)


async def test_a_process_that_is_killed_in_the_middle_never_sends_two(tmp_path: Path) -> None:
    with founded_sqlite(tmp_path / "outreach.db") as database:
        room = Mailroom(database)
        room.ask(ANA)
        room.now = MORNING
        async with MisbehavingSmtp(Fault("dot", Kind.STALL)) as smtp:
            config = configured(room, tmp_path, smtp.port)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.support.digest_process", str(config.path), MORNING.isoformat()
            )
            await asyncio.wait_for(smtp.misbehaved.wait(), 60)
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()
            room.later(minutes=6)

            await run_out(turn_of(room, config))

        assert len(smtp.mails) <= 1
        assert [each.state for each in rows(room)] == [DigestState.UNSURE]
