"""The second reader, asked over HTTP about replies in the review queue: it never acts, and never holds one up."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.daemon.second_look import SecondLook
from outreach.database.engine import Database
from outreach.mail.chat_endpoint import ChatEndpoint, EndpointTrouble, EndpointUnreachable
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.reviewing import decide
from outreach.qualification.service import verdict_of
from outreach.replies.second_reader import RULE
from outreach.replies.verdict import Verdict
from outreach.sequences.model import HoldReason
from tests.support.chat_server import ChatServer, chat_server
from tests.support.mailbox_reader import RoomClock
from tests.support.mailroom import Mailroom, a_reply

ANA = "ana@acme.example"
TEXT = "We have rather gone off that sort of thing."
OPINION = json.dumps({"intent": "not_interested", "words": "gone off that sort of thing"})
UNSURE = Verdict(Intent.OTHER, 0.2, visible_text=TEXT, language="en")


def a_room(database: Database, verdict: Verdict = UNSURE) -> Mailroom:
    """Ana has answered something that waits for a person."""
    room = Mailroom(database)
    room.ask(ANA)
    room.receive(a_reply(room.mail(ANA), TEXT, sender=ANA), verdict)
    return room


def look(room: Mailroom, server: ChatServer, **endpoint: Any) -> SecondLook:
    return SecondLook(room.database, ChatEndpoint(server.url, "small", **endpoint), clock=RoomClock(room))


def the_review(room: Mailroom) -> Review:
    with room.database.reading() as session:
        return session.get_one(Review, 1)


def the_verdict(room: Mailroom) -> Verdict:
    with room.database.reading() as session:
        found = verdict_of(session, the_review(room).inbound_id)
    assert found is not None
    return found


async def test_what_it_says_stands_beside_the_reply_and_changes_nothing_else(database: Database) -> None:
    room = a_room(database)
    held = room.held()

    with chat_server(lambda _: OPINION) as server:
        assert await look(room, server, key="sesame").turn()
        assert not await look(room, server).turn()

    assert len(server.asked) == 1
    assert server.keys == ["Bearer sesame"]
    assert TEXT in server.asked[0]["messages"][1]["content"]
    review, verdict = the_review(room), the_verdict(room)
    assert (review.state, review.proposed) == (ReviewState.WAITING, Intent.NOT_INTERESTED)
    assert "a second reader takes it for not_interested" in review.why
    assert [hit.text for hit in verdict.evidence if hit.rule == RULE] == ["gone off that sort of thing"]
    assert verdict.needs_review
    assert room.held() == held == [HoldReason.REVIEW]


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: "I would rather talk about the weather.",
        lambda _: json.dumps({"intent": "unsubscribe", "words": "never write to me again"}),
        lambda _: b"<html>hello</html>",
        lambda _: b"x" * 100_000,
        lambda _: 400,
    ],
    ids=["talk", "words that are not there", "no JSON", "too much", "refused"],
)
async def test_a_useless_answer_leaves_the_reply_waiting(
    sqlite_database: Database, answer: Callable[[dict[str, Any]], str | bytes | int]
) -> None:
    room = a_room(sqlite_database)

    with chat_server(answer) as server:
        assert await look(room, server).turn()
        assert not await look(room, server).turn()

    assert the_review(room).proposed is Intent.OTHER
    assert the_verdict(room) == UNSURE


async def test_one_that_does_not_answer_in_time_is_not_waited_for(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)

    def hang(_: dict[str, Any]) -> str:
        server.released.wait(30)
        return OPINION

    with chat_server(hang) as server:
        assert await look(room, server, seconds=0.2).turn()

    assert the_review(room).proposed is Intent.OTHER
    assert the_review(room).second_read_at is not None


@pytest.mark.parametrize("status", [401, 429, 500, 503])
async def test_one_that_cannot_be_asked_now_is_asked_again_later(
    sqlite_database: Database, status: int
) -> None:
    room = a_room(sqlite_database)

    with chat_server(lambda _: status) as server:
        assert not await look(room, server).turn()
    assert the_review(room).second_read_at is None
    with chat_server(lambda _: OPINION) as server:
        assert await look(room, server).turn()

    assert the_review(room).proposed is Intent.NOT_INTERESTED


async def test_a_person_who_decides_meanwhile_has_the_last_word(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)

    def decided_meanwhile(_: dict[str, Any]) -> str:
        room.do(decide, 1, Intent.WRONG_PERSON, room.effects, actor="bea", people=None, now=room.now)
        return OPINION

    with chat_server(decided_meanwhile) as server:
        await look(room, server).turn()

    assert (the_review(room).state, the_review(room).intent) == (ReviewState.DECIDED, Intent.WRONG_PERSON)
    assert the_review(room).proposed is Intent.OTHER


async def test_it_is_not_asked_about_what_we_are_sure_of(sqlite_database: Database) -> None:
    room = a_room(sqlite_database, Verdict(Intent.QUESTION, 0.9, visible_text=TEXT))

    with chat_server(lambda _: OPINION) as server:
        assert not await look(room, server).turn()

    assert server.asked == []


async def test_a_server_that_is_not_there_is_said_so() -> None:
    with chat_server(lambda _: OPINION) as server:
        url = server.url

    with pytest.raises(EndpointUnreachable):
        await ChatEndpoint(url, "small").ask("be brief", "well?")


async def test_it_follows_nobody_elsewhere() -> None:
    with chat_server(lambda _: 302) as server, pytest.raises(EndpointTrouble, match="302"):
        await ChatEndpoint(server.url, "small").ask("be brief", "well?")


def test_plain_text_is_for_this_machine_only() -> None:
    with pytest.raises(Refused, match="plain text"):
        ChatEndpoint("http://models.example/v1", "small")
