"""A person has a message that was set aside read once more."""

import contextlib
from datetime import timedelta

import pytest

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.model import InboundState
from outreach.inbox.pending import MAX_ATTEMPTS
from outreach.inbox.reading_state import reading_state
from outreach.qualification import service as qualification
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.mailroom import Mailroom, a_reply, sure

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.ask(ANA, BEN)
    return room


def set_aside(room: Mailroom, text: str = "Please take me off your list.", sender: str = ANA) -> int:
    stored = room.store_one(a_reply(room.mail(sender), text, sender=sender))
    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)
    return stored


def try_again(room: Mailroom, inbound_id: int) -> None:
    room.do(qualification.try_again, inbound_id, room.effects, actor="rita", now=room.now)


def test_its_review_is_withdrawn_and_whom_it_concerns_stays_held(room: Mailroom) -> None:
    stored = set_aside(room)
    assert room.held() == [HoldReason.REVIEW]

    try_again(room, stored)

    assert (room.inbound(stored).state, room.inbound(stored).attempts) == (InboundState.STORED, 0)
    assert room.reviews() == []
    assert room.held() == [HoldReason.UNREAD_REPLY]
    assert room.state(ANA) is EnrollmentState.PAUSED
    assert room.events(Happened.MESSAGE_TRIED_AGAIN) == 1


def test_read_this_time_it_has_its_effects_as_any_other(room: Mailroom) -> None:
    stored = set_aside(room)
    try_again(room, stored)

    room.understand()

    assert (room.inbound(stored).state, room.inbound(stored).trouble) == (InboundState.APPLIED, "")
    assert room.state(ANA) is EnrollmentState.OPTED_OUT
    assert room.holds() == []


def test_failing_again_it_is_set_aside_again_and_asked_about_once(room: Mailroom) -> None:
    stored = set_aside(room)
    try_again(room, stored)

    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)

    assert room.inbound(stored).state is InboundState.SET_ASIDE
    assert room.review().inbound_id == stored
    assert room.held() == [HoldReason.REVIEW]


def test_what_a_person_has_decided_on_is_not_read_again(room: Mailroom) -> None:
    decided, waiting = set_aside(room), set_aside(room, sender=BEN)
    (review,) = (each for each in room.reviews() if each.inbound_id == decided)
    room.decide(review, Intent.QUESTION)

    with pytest.raises(Refused, match="decided by rita"):
        try_again(room, decided)

    assert room.do(qualification.all_set_aside) == [waiting]


def test_what_a_person_has_decided_on_leaves_no_gap_in_the_reading(room: Mailroom) -> None:
    decided = set_aside(room)
    mailboxes = room.rules.mailboxes.values()

    room.decide(room.review(), Intent.QUESTION)

    with room.database.reading() as session:
        (reading,) = reading_state(session, mailboxes, room.now, alarm_after=timedelta(hours=6))
    assert reading.set_aside == 0
    assert room.inbound(decided).state is InboundState.APPLIED
    assert room.inbound(decided).trouble


def test_what_was_not_set_aside_is_not_tried_again(room: Mailroom) -> None:
    applied = room.receive(a_reply(room.mail(ANA), sender=ANA), sure(Intent.QUESTION))

    with pytest.raises(Refused, match="not set aside"):
        try_again(room, applied)


def test_one_that_answers_nothing_of_ours_is_only_read(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, sender="eve@evil.example"))
    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)

    try_again(room, stored)
    room.understand()

    assert room.inbound(stored).state is InboundState.APPLIED
    assert room.reviews() == []


# --- at the command line ---------------------------------------------------------------------------------------------


def test_the_command_wants_to_know_which(outreach: CommandLine) -> None:
    assert "their IDs, or --all" in outreach("inbox", "retry", status=2).output
    assert "their IDs, or --all" in outreach("inbox", "retry", "1", "--all", status=2).output
    assert "There is no message 1" in outreach("inbox", "retry", "1", status=1).output
    assert "Nothing was set aside" in outreach("inbox", "retry", "--all").output


def test_the_command_has_all_that_were_set_aside_read_again(outreach: CommandLine) -> None:
    (file,) = outreach.folder.glob("*.db")
    with contextlib.closing(Database(f"sqlite:///{file}")) as database:
        room = Mailroom(database)
        stored = room.store_one(a_reply(None, sender="eve@evil.example"))
        for _ in range(MAX_ATTEMPTS):
            room.fails(stored)

        said = outreach("inbox", "retry", "--all").output

        assert "1 message to be read again" in said
        assert room.inbound(stored).state is InboundState.STORED
