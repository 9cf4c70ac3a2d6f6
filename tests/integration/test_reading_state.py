"""How complete the reading is: told beside every rate, and an alarm when a mailbox is not read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.database.engine import Database
from outreach.inbox import unfetched
from outreach.inbox.model import InboundState
from outreach.inbox.pending import MAX_ATTEMPTS
from outreach.inbox.reading_state import (
    MailboxReading,
    alarm_in_words,
    completeness,
    in_words,
    reading_of,
    reading_state,
)
from outreach.sending import mailboxes
from tests.support.databases import NOW
from tests.support.desk import mailbox, rules
from tests.support.mailroom import Mailroom, a_reply

BEN = "ben@beta.example"
FOUR_HOURS = timedelta(hours=4)


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    """Two mailboxes that are read, and one that is not."""
    read = [replace(mailbox(name), is_read=True) for name in ("ann", "bob")]
    return Mailroom(sqlite_database, rules(*read, mailbox("cleo")))


def readings(room: Mailroom) -> dict[str, MailboxReading]:
    with room.database.reading() as session:
        found = reading_state(session, room.rules.mailboxes.values(), room.now, alarm_after=FOUR_HOURS)
    return {each.mailbox: each for each in found}


def alarms(room: Mailroom) -> list[str]:
    return [name for name, each in readings(room).items() if each.is_alarm]


def are_read(room: Mailroom, *names: str) -> None:
    for name in names:
        room.do(mailboxes.note_read, name, room.now)


def test_a_mailbox_that_was_not_read_for_longer_than_the_limit_is_an_alarm(room: Mailroom) -> None:
    are_read(room, "ann", "bob")
    room.later(hours=4)
    at_the_limit = alarms(room)
    are_read(room, "bob")
    room.later(seconds=1)

    assert at_the_limit == []
    assert alarms(room) == ["ann"]
    assert readings(room)["ann"].ago == timedelta(hours=4, seconds=1)


def test_one_that_was_never_read_is_an_alarm_once_a_mail_has_gone_out_of_it(room: Mailroom) -> None:
    before = alarms(room)
    are_read(room, "ann")
    room.ask(BEN, mailboxes=("ann",))
    room.sql("UPDATE mailbox_status SET read_at = NULL")

    assert before == []
    assert alarms(room) == ["ann"]


def test_a_mailbox_without_a_way_to_read_it_is_no_alarm_but_a_gap(room: Mailroom) -> None:
    room.later(days=9)

    assert not readings(room)["cleo"].is_alarm
    assert "cleo is not read here" in completeness([readings(room)["cleo"]]).says


def test_what_is_pending_and_what_could_not_be_read_is_counted_by_mailbox(database: Database) -> None:
    room = Mailroom(database, rules(replace(mailbox(), is_read=True), replace(mailbox("bob"), is_read=True)))
    poison, _ = room.store(a_reply(None, "One.", sender=BEN), a_reply(None, "Two.", sender=BEN))
    for _ in range(MAX_ATTEMPTS):
        room.fails(poison)
    room.store(a_reply(None, "Three.", sender=BEN), mailbox="bob")
    room.do(unfetched.note, mailbox="bob", folder="INBOX", uidvalidity=1, uid=9, trouble="NO", now=room.now)
    room.do(mailboxes.note_reading_trouble, "bob", "The server refused the password.")

    found = readings(room)

    assert room.inbound(poison).state is InboundState.SET_ASIDE
    assert [(each.pending, each.set_aside, each.unfetched) for each in found.values()] == [
        (1, 1, 0),
        (1, 0, 1),
    ]
    assert [each.trouble for each in found.values()] == ["", "The server refused the password."]


def test_one_that_left_the_configuration_is_read_by_nobody(room: Mailroom) -> None:
    are_read(room, "ann", "gone")

    with room.database.reading() as session:
        found = reading_of(session, ["gone", "ann"], room.rules.mailboxes, room.now, alarm_after=FOUR_HOURS)

    assert [(each.mailbox, each.is_read) for each in found] == [("gone", False), ("ann", True)]
    assert "gone is not read here" in completeness(found).says


# --- in words -------------------------------------------------------------------------------------------------------


def reading(name: str = "ann", *, ago: timedelta | None = timedelta(0), **values: object) -> MailboxReading:
    read_at = None if ago is None else NOW - ago
    return MailboxReading(name, is_read=True, read_at=read_at, ago=ago, **values)  # type: ignore[arg-type]


def test_everything_is_read_up_to_where_the_last_mailbox_is() -> None:
    whole = completeness([reading(), reading("bob", ago=timedelta(minutes=50))])

    assert (whole.is_complete, whole.read_up_to) == (True, NOW - timedelta(minutes=50))
    assert whole.says == "read up to 2026-03-03 09:10"


def test_who_was_not_read_lately_is_named() -> None:
    whole = completeness([reading(), reading("bob", ago=timedelta(hours=7))])

    assert not whole.is_complete
    assert whole.says == "read up to 2026-03-03 03:00; bob was last read 7 h ago: more may have come"


def test_what_is_not_understood_yet_is_named() -> None:
    whole = completeness([reading(pending=3, set_aside=1)])

    assert not whole.is_complete
    assert whole.says == (
        "read up to 2026-03-03 10:00; ann: 3 messages not understood yet; ann: 1 message could not be read"
    )


def test_a_mailbox_that_was_never_read_leaves_no_moment() -> None:
    whole = completeness([reading(), reading("bob", ago=None)])

    assert (whole.is_complete, whole.read_up_to) == (False, None)
    assert whole.says == "not read to the end yet; bob has never been read"


def test_an_alarm_says_why_and_what_is_pending() -> None:
    told = alarm_in_words(
        reading(ago=timedelta(days=3), trouble="The server refused the password.", pending=2)
    )
    silent = alarm_in_words(reading(ago=None))

    assert told == (
        "ann was last read 3 days ago: replies may lie there unseen. The server refused the password."
        " Besides: 2 messages not understood yet."
    )
    assert silent == ("ann has never been read: replies may lie there unseen. Is `outreach run` running?")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(length: timedelta, words: str) -> None:
    assert in_words(length) == words
