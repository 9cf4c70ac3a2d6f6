"""Notices of replies: written with the fact, delivered at least once, and nothing waits for those that fail."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.config import Config, load_config
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.daemon.notice_turn import NoticeTurn
from outreach.database.engine import Database
from outreach.qualification import notices
from outreach.qualification.notice import Notice, NoticeState
from outreach.qualification.notice_ways import Channel, NoticeWay
from outreach.settings import notices as settings
from outreach.settings.secrets import SecretKind, SecretRef
from tests.support.databases import Refillable
from tests.support.mailbox_reader import RoomClock
from tests.support.mailroom import Mailroom, a_bounce, a_reply, asked, sure
from tests.support.misbehaving_smtp import MisbehavingSmtp
from tests.support.webhook_server import Answer, Request, WebhookServer, webhook_server

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
SALES = "sales@alpha.example"
POSITIVE = frozenset(settings.POSITIVE)


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    room = asked(migrated_sqlite, ANA, AMY, BEN)
    room.effects = replace(room.effects, notices=(Channel("crm", NoticeWay.WEBHOOK, POSITIVE),))
    return room


def written(room: Mailroom) -> list[Notice]:
    with room.database.reading() as session:
        return notices.listed(session, everything=True, limit=100)


def told(room: Mailroom) -> list[tuple[str, str]]:
    return [(each.intent.value, each.decided_by) for each in reversed(written(room))]


# --- what is told ----------------------------------------------------------------------------------------------------


def test_a_reply_that_is_wanted_is_told_when_it_is_read_and_once(room: Mailroom) -> None:
    reply = room.answered(ANA, sure(Intent.INTERESTED))
    room.apply(reply, sure(Intent.INTERESTED))

    assert told(room) == [("interested", "")]


def test_no_other_reply_is_told(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.NOT_INTERESTED))
    room.answered(BEN, sure(Intent.OUT_OF_OFFICE))

    assert told(room) == []


def test_what_a_person_makes_of_a_reply_is_told_where_it_is_something_else(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True))
    room.decide(room.review(), Intent.INTERESTED)
    room.answered(BEN, sure(Intent.QUESTION, needs_review=True))
    room.decide(room.review(), Intent.QUESTION)

    assert told(room) == [("question", ""), ("interested", "rita"), ("question", "")]


def test_what_is_undone_with_its_transaction_is_not_told(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.NOT_NOW, needs_review=True))
    with pytest.raises(Refused):
        # Nobody is named: the whole decision is refused.
        room.decide(room.review(), Intent.REFERRAL)

    assert told(room) == []


def test_old_mail_that_is_read_again_is_no_news(room: Mailroom) -> None:
    reply = room.store_one(a_reply(room.mail(ANA), sender=ANA))
    room.later(days=8)

    room.apply(reply, sure(Intent.INTERESTED))

    assert told(room) == []


def test_every_channel_is_told_of_what_it_wants(room: Mailroom) -> None:
    questions = Channel("help", NoticeWay.SLACK, frozenset({Intent.QUESTION}))
    room.effects = replace(room.effects, notices=(*room.effects.notices, questions))

    room.answered(ANA, sure(Intent.INTERESTED))
    room.answered(BEN, sure(Intent.QUESTION))

    assert sorted((each.channel, each.intent.value) for each in written(room)) == [
        ("crm", "interested"),
        ("crm", "question"),
        ("help", "question"),
    ]
    assert len({each.event_id for each in written(room)}) == 3


# --- how it gets there -----------------------------------------------------------------------------------------------


_CONFIG = """
live = true

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[[mailboxes]]
name = "ann"
from = "Ann Roe <ann@alpha.example>"
sent_copy = "server"
smtp = {{ host = "127.0.0.1", port = {port}, security = "none" }}
"""


def configured(folder: Path, smtp_port: int = 25) -> Config:
    path = folder / "config.toml"
    path.write_text(_CONFIG.format(port=smtp_port), encoding="utf-8")
    return load_config(path)


@asynccontextmanager
async def delivering(
    room: Mailroom, folder: Path, answer: Answer, **channel: Any
) -> AsyncIterator[tuple[NoticeTurn, WebhookServer]]:
    """A turn over one channel, which leads to a web server that answers like this."""
    key = folder / "key"
    key.write_text("a key that nobody guesses", encoding="utf-8")
    key.chmod(0o600)
    with webhook_server(answer) as server:
        values: dict[str, Any] = {"to": NoticeWay.WEBHOOK, "url": f"{server.url}/hook"} | {
            name: value(server) if callable(value) else value for name, value in channel.items()
        }
        secret = SecretRef(SecretKind.FILE, str(key))
        chosen = settings.Notice(name="crm", **({"secret": secret} | values))
        config = replace(configured(folder), notices=(chosen,))
        yield NoticeTurn(room.database, config, room.rules, clock=RoomClock(room)), server


def takes(_request: Request) -> tuple[int, dict[str, str], bytes]:
    return 200, {}, b"ok"


def fails(_request: Request) -> tuple[int, dict[str, str], bytes]:
    return 503, {}, b"not today"


async def test_a_webhook_says_what_it_is_about_and_nobody_by_name(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED), name="Ana Ruiz", text="Call me.")

    async with delivering(room, tmp_path, takes) as (turn, server):
        assert await turn.turn()
        assert not await turn.turn()

    (notice,) = written(room)
    (request,) = server.requests
    event = json.loads(request.body)
    assert notice.state is NoticeState.DELIVERED
    assert event["type"] == "reply.interested"
    assert event["data"]["event_id"] == request.headers["webhook-id"] == notice.event_id
    assert event["data"]["campaign"] == "spring"
    assert b"ana" not in request.body.lower().replace(b"campaign", b"")
    assert b"What they wrote" not in request.body


async def test_who_and_what_goes_along_where_that_is_wanted(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED), name="Ana Ruiz")

    async with delivering(room, tmp_path, takes, with_text=True) as (turn, server):
        await turn.turn()

    data = json.loads(server.requests[0].body)["data"]
    assert data["person"] == {"name": "Ana Ruiz", "address": ANA}
    assert data["text"] == "What they wrote."


async def test_one_that_fails_is_tried_again_later_with_the_same_id(room: Mailroom, tmp_path: Path) -> None:
    answers = iter([503, 500, 200])
    room.answered(ANA, sure(Intent.INTERESTED))

    async with delivering(room, tmp_path, lambda _: (next(answers), {}, b"")) as (turn, server):
        await turn.turn()
        assert not await turn.turn(), "it is not due yet"
        for minutes in (1, 2):
            room.later(minutes=minutes)
            await turn.turn()

    assert [request.headers["webhook-id"] for request in server.requests] == [written(room)[0].event_id] * 3
    assert (written(room)[0].state, written(room)[0].attempts) == (NoticeState.DELIVERED, 3)


async def test_after_two_days_it_is_given_up_and_said_why(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    began = room.now

    async with delivering(room, tmp_path, fails) as (turn, server):
        for _ in range(40):
            await turn.turn()
            room.later(hours=3)

    (notice,) = written(room)
    assert (notice.state, notice.attempts) == (NoticeState.GIVEN_UP, len(server.requests))
    assert notice.trouble == "answers 503: not today"
    assert notice.ended_at is not None
    assert timedelta(days=2) <= notice.ended_at - began < timedelta(days=4)


async def test_a_receiver_that_is_gone_is_not_asked_again(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))

    async with delivering(room, tmp_path, lambda _: (410, {}, b"")) as (turn, _):
        await turn.turn()

    assert written(room)[0].state is NoticeState.GIVEN_UP


async def test_one_that_fails_holds_up_no_other(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    room.answered(BEN, sure(Intent.INTERESTED))
    first, second = sorted(each.event_id for each in written(room))

    def takes_the_second(request: Request) -> tuple[int, dict[str, str], bytes]:
        return (200 if request.headers["webhook-id"] == second else 500), {}, b""

    async with delivering(room, tmp_path, takes_the_second) as (turn, _):
        while await turn.turn():
            pass

    states = {each.event_id: each.state for each in written(room)}
    assert states == {first: NoticeState.WAITING, second: NoticeState.DELIVERED}


async def test_after_a_crash_it_is_delivered_once_more_with_the_same_id(
    room: Mailroom, tmp_path: Path
) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    lost = room.do(notices.take_up, room.now)

    async with delivering(room, tmp_path, takes) as (turn, server):
        assert not await turn.turn(), "somebody has it"
        room.later(minutes=3)
        assert await turn.turn()

    assert lost is not None
    assert server.requests[0].headers["webhook-id"] == lost.told.event_id


async def test_two_daemons_do_not_deliver_one_notice_at_the_same_time(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))

    assert room.do(notices.take_up, room.now) is not None
    assert room.do(notices.take_up, room.now) is None


async def test_a_channel_that_left_the_configuration_gives_up(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))

    async with delivering(room, tmp_path, takes) as (turn, server):
        turn._channels.clear()
        await turn.turn()

    assert server.requests == []
    assert "no such channel" in written(room)[0].trouble


async def test_a_secret_that_is_not_there_is_waited_for(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    nowhere = SecretRef(SecretKind.ENV, "OUTREACH_NOBODY_SETS_THIS")

    async with delivering(room, tmp_path, takes, secret=nowhere) as (turn, _):
        await turn.turn()

    (notice,) = written(room)
    assert notice.state is NoticeState.WAITING
    assert "OUTREACH_NOBODY_SETS_THIS" in notice.trouble


async def test_slack_gets_a_text_in_which_nobody_is_mentioned_by_a_trick(
    room: Mailroom, tmp_path: Path
) -> None:
    room.answered(ANA, sure(Intent.INTERESTED, visible_text="<!channel> & <@U1>"))
    key = tmp_path / "key"

    def kept_in_the_secret(server: WebhookServer) -> SecretRef:
        key.write_text(f"{server.url}/services/T0/B0/secret", encoding="utf-8")
        return SecretRef(SecretKind.FILE, str(key))

    async with delivering(
        room, tmp_path, takes, to=NoticeWay.SLACK, url="", secret=kept_in_the_secret, with_text=True
    ) as (turn, server):
        await turn.turn()

    (request,) = server.requests
    text = json.loads(request.body)["text"]
    assert request.path == "/services/T0/B0/secret"
    assert "&lt;!channel&gt; &amp; &lt;@U1&gt;" in text
    assert "Interested:" in text


async def test_telegram_gets_plain_text_and_its_token_is_nowhere_else(
    room: Mailroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    base: Callable[[WebhookServer], str] = lambda server: server.url  # noqa: E731

    async with delivering(
        room, tmp_path, lambda _: (400, {}, b'{"ok":false,"description":"Bad Request: chat not found"}'),
        to=NoticeWay.TELEGRAM, url=base, chat="-100",
    ) as (turn, server):  # fmt: skip
        caplog.set_level("DEBUG")
        await turn.turn()

    (request,) = server.requests
    sent = json.loads(request.body)
    assert request.path.endswith("/sendMessage")
    assert sent["chat_id"] == "-100"
    assert "parse_mode" not in sent
    assert "chat not found" in written(room)[0].trouble
    assert "nobody guesses" not in caplog.text + written(room)[0].trouble


async def test_a_server_that_repeats_the_path_gives_no_secret_away(
    room: Mailroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    base: Callable[[WebhookServer], str] = lambda server: server.url  # noqa: E731

    async with delivering(
        room, tmp_path, lambda request: (404, {}, f"Cannot POST {request.path}".encode()),
        to=NoticeWay.TELEGRAM, url=base, chat="-100",
    ) as (turn, server):  # fmt: skip
        caplog.set_level("DEBUG")
        await turn.turn()

    (request,) = server.requests
    token = request.path.split("/")[1]
    assert written(room)[0].trouble.startswith("answers 404: Cannot POST")
    assert token not in caplog.text + written(room)[0].trouble


async def test_a_mail_comes_from_the_mailbox_that_got_the_reply(room: Mailroom, tmp_path: Path) -> None:
    room.answered(ANA, sure(Intent.INTERESTED), name="Ana Ruiz")
    async with MisbehavingSmtp() as smtp:
        chosen = settings.Notice(name="crm", to=NoticeWay.MAIL, address=SALES)
        config = replace(configured(tmp_path, smtp.port), notices=(chosen,))

        await NoticeTurn(room.database, config, room.rules, clock=RoomClock(room)).turn()

    ((recipient, raw),) = smtp.mails
    (notice,) = written(room)
    assert recipient == SALES
    assert notice.state is NoticeState.DELIVERED
    assert f"Message-ID: <{notice.event_id}@alpha.example>".encode() in raw
    assert b"Auto-Submitted: auto-generated" in raw
    assert b"From: Ann Roe <ann@alpha.example>" in raw
    assert b"Ana" not in raw


def test_a_bounce_is_never_told(room: Mailroom) -> None:
    every = Channel("crm", NoticeWay.WEBHOOK, frozenset(Intent))
    room.effects = replace(room.effects, notices=(every,))

    room.receive(a_bounce(room.mail(ANA), ANA), sure(Intent.BOUNCE_HARD, bounced_address=ANA))

    assert told(room) == []


def test_on_either_database_a_notice_is_taken_up_and_written_down(database: Database) -> None:
    room = Mailroom(database)
    room.effects = replace(room.effects, notices=(Channel("crm", NoticeWay.WEBHOOK, POSITIVE),))
    room.ask(ANA, BEN)
    room.answered(ANA, sure(Intent.INTERESTED))
    room.answered(BEN, sure(Intent.INTERESTED))

    first, second = room.do(notices.take_up, room.now), room.do(notices.take_up, room.now)
    assert first is not None
    assert second is not None
    room.do(notices.delivered, first, room.now)
    room.do(notices.failed, second, "answers 500", room.now)

    states = {each.id: (each.state, each.attempts) for each in written(room)}
    assert states[first.notice_id] == (NoticeState.DELIVERED, 1)
    assert states[second.notice_id] == (NoticeState.WAITING, 1)
