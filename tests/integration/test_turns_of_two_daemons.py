"""What two daemons on one PostgreSQL do at the same moment: each turn is done once, and none of the two fails."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

import outreach.database.engine
from outreach.core.intents import Intent
from outreach.daemon.engine import plan_turn
from outreach.database import locks
from outreach.database.audit import AuditEntry
from outreach.database.engine import Database
from outreach.inbox import pending
from outreach.qualification import overdue
from outreach.qualification.leads import nurturing
from outreach.qualification.overdue import AnswerRules
from outreach.qualification.second_opinions import ask_again, next_unsure
from outreach.replies.verdict import Verdict
from outreach.rights.retention import Kept, RetentionRules, retain
from outreach.sending import leases, outbox
from outreach.sending.model import OutboundState
from outreach.sequences.model import Campaign
from tests.support.held_units import HeldUnit
from tests.support.lead_desk import LeadDesk, slow
from tests.support.mailroom import Mailroom, a_reply, sure

pytestmark = pytest.mark.server("postgresql")

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def room(postgresql_database: Database) -> Mailroom:
    room = Mailroom(postgresql_database)
    room.ask(ANA, BEN)
    return room


def at_once(room: Mailroom, unit: Callable[[Session], Any]) -> tuple[Any, Any]:
    """Two daemons do the same; the second comes when the first has done all but commit."""
    first = HeldUnit(room.database, unit)
    first.come_as_far_as_it_can()
    assert first.is_done
    second = HeldUnit(room.database, unit)
    second.let_go()
    second.come_as_far_as_it_can()
    return first.end(), second.end()


def test_one_plans_and_the_other_leaves_it_to_them(room: Mailroom) -> None:
    room.later(days=3)

    first, second = at_once(room, lambda session: plan_turn(session, room.rules, now=room.now))

    assert (first.queued, second.queued) == (2, 0)
    assert len(room.mails()) == 4


def test_an_overdue_answer_becomes_one_task(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.INTERESTED, needs_review=True))
    room.decide(room.review(), Intent.INTERESTED)
    room.later(days=3)
    rules = AnswerRules(8, room.rules.timing)

    opened = at_once(room, lambda session: overdue.see_to(session, rules, now=room.now))

    assert opened == (1, 0)


def test_what_was_kept_for_long_enough_is_emptied_and_counted_once(room: Mailroom) -> None:
    room.receive(a_reply(room.mail(BEN), "I am away.", sender=BEN), sure(Intent.OUT_OF_OFFICE))
    room.later(days=91)

    emptied = at_once(room, lambda session: retain(session, RetentionRules(), room.now))

    assert emptied == (Kept(automatic_mail=1), Kept())
    with room.database.reading() as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "kept_long_enough")).all()
    assert len(noted) == 1


def test_the_campaign_of_a_slow_sequence_is_made_once(postgresql_database: Database) -> None:
    desk = LeadDesk(postgresql_database)
    desk.ask(ANA, BEN)
    for address in (ANA, BEN):
        desk.reply(address, Intent.INTERESTED)
        desk.rest(address)
    rules = desk.nurture_rules(slow("hello"))

    nurtured = at_once(desk, lambda session: nurturing.turn(session, rules, now=desk.now))

    assert [each.enrolled for each in nurtured] == [2, 0]
    with desk.database.reading() as session:
        names = [each.name for each in session.exec(select(Campaign)).all()]
    assert len(names) == len(set(names)) == 2


def test_a_reply_is_handed_to_the_second_reader_by_one_of_them(room: Mailroom) -> None:
    text = "We have rather gone off that sort of thing."
    room.receive(a_reply(room.mail(ANA), text, sender=ANA), Verdict(Intent.OTHER, 0.2, visible_text=text))

    first, second = at_once(room, lambda session: next_unsure(session, room.now))

    assert first is not None
    assert second is None
    assert room.do(next_unsure, room.now) is None
    room.do(ask_again, first.review_id)
    assert room.do(next_unsure, room.now) == first


def test_a_message_is_read_by_one_of_them(room: Mailroom) -> None:
    room.store(a_reply(room.mail(ANA), "Not me.", sender=ANA), a_reply(room.mail(BEN), "No.", sender=BEN))

    def take_up(session: Session) -> list[int | None]:
        return [each.id for each in pending.take_up_next(session, most=1, now=room.now)]

    assert at_once(room, take_up) == ([1], [2])


# --- what a dead one had claimed -------------------------------------------------------------------------------------


def living(room: Mailroom, owner: str) -> None:
    room.do(leases.turn, ["ann"], {}, owner=owner, started_at=room.now, now=room.now)


def test_what_a_dead_daemon_had_claimed_is_open_as_soon_as_it_is_known_to_be_dead(room: Mailroom) -> None:
    room.later(days=3)
    room.plan()
    living(room, "first")
    claim = room.claimed()
    assert room.do(outbox.recover, room.now, heeds_presence=True) == (0, 0)

    room.later(seconds=leases.LEASE.total_seconds() + 1)

    reopened, _ = room.do(outbox.recover, room.now, heeds_presence=True)
    assert reopened >= 1
    assert not room.commit(claim), "it was only stopped, and wakes"


def test_what_a_dead_daemon_had_in_flight_keeps_its_time(room: Mailroom) -> None:
    room.later(days=3)
    room.plan()
    living(room, "first")
    claim = room.in_flight()

    room.later(seconds=leases.LEASE.total_seconds() + 1)
    room.do(outbox.recover, room.now, heeds_presence=True)
    state = next(each.state for each in room.mails() if each.id == claim.outbound_id)
    room.later(minutes=15)

    assert state is OutboundState.IN_FLIGHT
    assert room.do(outbox.recover, room.now, heeds_presence=True) == (0, 1)


def test_a_daemon_lets_go_of_claims_that_it_never_heard_of(room: Mailroom) -> None:
    room.later(days=3)
    room.plan()
    room.claimed()

    let_go = [room.do(outbox.let_go, owner) for owner in ("second", "first")]

    assert let_go[0] == 0
    assert let_go[1] >= 1
    assert OutboundState.CLAIMED not in {each.state for each in room.mails()}


def test_one_that_is_stopped_in_the_midst_of_writing_holds_nobody_up_for_long(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outreach.database.engine, "WRITER_PATIENCE", 0.3)
    stopped = HeldUnit(room.database, locks.forbid)
    stopped.come_as_far_as_it_can()

    with room.database.writing() as session:
        locks.forbid(session)

    with pytest.raises(DBAPIError):
        stopped.end()
