"""Which stored message is read next: each counted before it is read, the suspicious ones alone."""

from datetime import timedelta

import pytest

from outreach.database.engine import Database
from outreach.inbox import pending
from outreach.inbox.model import InboundState
from outreach.inbox.pending import MAX_ATTEMPTS, MOST_BYTES, TAKEN_FOR
from outreach.qualification import service as qualification
from tests.support.mailroom import Mailroom, a_reply

EVE = "eve@evil.example"


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    return Mailroom(sqlite_database)


def letters(count: int, size: int = 0) -> list[bytes]:
    return [a_reply(None, f"Letter {number}.{' ' * size}", sender=EVE) for number in range(count)]


def take_up(room: Mailroom, most: int = 10) -> list[int]:
    waiting = room.do(qualification.next_pending, room.effects, now=room.now, most=most)
    return [each.inbound_id for each in waiting]


def test_new_ones_are_taken_up_together_and_counted_before_they_are_read(room: Mailroom) -> None:
    stored = room.store(*letters(4))

    taken = take_up(room, most=3)

    assert taken == stored[:3]
    assert [room.inbound(each).attempts for each in stored] == [1, 1, 1, 0]
    assert take_up(room) == stored[3:]
    assert take_up(room) == []


def test_what_was_tried_before_comes_alone_and_after_all_others(room: Mailroom) -> None:
    stored = room.store(*letters(2))
    take_up(room)
    room.now += TAKEN_FOR
    new = room.store(a_reply(None, "New.", sender=EVE))

    turns = [take_up(room) for _ in range(4)]

    assert turns == [new, stored[:1], stored[1:], []]


def test_large_ones_are_not_held_in_memory_together(room: Mailroom) -> None:
    stored = room.store(*letters(3, size=MOST_BYTES // 2))

    assert [take_up(room) for _ in range(3)] == [[each] for each in stored]


def test_what_a_dead_one_held_is_free_at_once_for_who_is_alone_and_stays_counted(room: Mailroom) -> None:
    (stored,) = room.store(*letters(1))
    take_up(room)

    room.do(pending.let_go)

    assert take_up(room) == [stored]
    assert room.inbound(stored).attempts == 2


def test_one_that_nobody_came_back_from_three_times_is_set_aside_unread(room: Mailroom) -> None:
    stored, other = room.store(*letters(2))
    for _ in range(MAX_ATTEMPTS):
        room.do(pending.count_attempt, [stored], now=room.now)
    assert take_up(room) == [other], "whoever has it may still be at it"

    room.now += TAKEN_FOR

    assert stored not in take_up(room)
    assert room.inbound(stored).state is InboundState.SET_ASIDE
    assert "the program ended" in room.inbound(stored).trouble


def test_a_try_that_does_not_count_is_given_back(room: Mailroom) -> None:
    (stored,) = room.store(*letters(1))
    take_up(room)

    room.do(pending.give_back, [stored], again_at=room.now + timedelta(seconds=30))

    assert room.inbound(stored).attempts == 0
    assert take_up(room) == []
    room.later(minutes=1)
    assert take_up(room) == [stored]
