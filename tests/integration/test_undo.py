"""A decision taken back: every table stands as before, or nothing is changed and the reason is said."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import traces
from outreach.database.audit import AuditEntry, verify
from outreach.database.engine import Database
from outreach.prospects.model import SuppressionKind, SuppressionReason
from outreach.prospects.suppressing import suppress_many
from outreach.prospects.suppression import No
from outreach.qualification import history, reviewing, telling, undoing
from outreach.qualification.leads.model import Lead
from outreach.qualification.meanings import KEYED, NOT_OURS, Meaning
from outreach.qualification.model import KeptDecision, Review, ReviewState
from outreach.qualification.notice import NoticeWay
from outreach.qualification.notice_ways import Channel
from outreach.qualification.undoing import Undone
from outreach.replies.verdict import Person, Via
from outreach.sequences import campaigns
from outreach.sequences.model import EnrollmentState
from outreach.sequences.opting_out import How, opt_out
from tests.support.campaigns import sequence, start_and_move
from tests.support.databases import Refillable
from tests.support.mailroom import MARIA, Mailroom, a_reply, asked, follow_up, sure
from tests.support.table_dumps import differences, everything_in

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
MARIA_AT = MARIA.email or ""
NADIA = Person(name="Nadia Berg", title="Head of Sales", via=Via.TEXT)
ACTIVE, PAUSED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana has asked something and left her number; nobody has looked at it."""
    return with_a_question(asked(migrated_sqlite, ANA, AMY, BEN))


def with_a_question(room: Mailroom) -> Mailroom:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True, callback_phone="+442079460123"))
    return room


def say(room: Mailroom, meaning: Meaning, *people: Person, review: Review | None = None) -> None:
    room.do(
        reviewing.decide,
        (review or room.review()).id or 0,
        meaning,
        room.effects,
        actor="rita",
        people=people or None,
        now=room.now,
    )
    room.later(seconds=1)


def undo(room: Mailroom, review_id: int = 1, *, actor: str = "rita") -> Undone:
    return room.do(undoing.undo, review_id, rules=room.effects, actor=actor, now=room.now)


# --- as it was ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("meaning", [*KEYED, Intent.COMPLAINT, Intent.BOUNCE_HARD], ids=str)
@pytest.mark.parametrize("people", [(), (MARIA, NADIA)], ids=["nobody named", "two named"])
def test_every_table_stands_as_before(room: Mailroom, meaning: Meaning, people: tuple[Person, ...]) -> None:
    named = people or ((MARIA,) if meaning is Intent.REFERRAL else ())
    before = everything_in(room.database)
    say(room, meaning, *named)
    decided = everything_in(room.database)
    room.later(minutes=1)

    undo(room)

    assert decided != before
    assert differences(before, everything_in(room.database)) == {}


@pytest.mark.parametrize("meaning", [Intent.REFERRAL, Intent.UNSUBSCRIBE, Intent.NOT_NOW, NOT_OURS], ids=str)
def test_it_is_so_on_both_databases(database: Database, meaning: Meaning) -> None:
    room = Mailroom(database)
    room.ask(ANA, AMY, BEN)
    with_a_question(room)
    before = everything_in(database)
    say(room, meaning, *((MARIA, NADIA) if meaning is Intent.REFERRAL else ()))

    undo(room)

    assert differences(before, everything_in(database)) == {}


def test_a_decision_that_was_undone_is_taken_anew_with_the_same_consequences(room: Mailroom) -> None:
    say(room, Intent.REFERRAL, MARIA)
    first = everything_in(room.database)
    undo(room)

    say(room, Intent.REFERRAL, MARIA)

    again = everything_in(room.database)
    counted = {name: len(rows) for name, rows in first.items()}
    assert {name: len(rows) for name, rows in again.items()} == counted
    assert room.send_all() == [MARIA_AT]


def test_several_decisions_are_undone_from_the_last_one_back(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True), text="And how much is it?")
    room.answered(BEN, sure(Intent.QUESTION, needs_review=True))
    first, second, third = room.reviews()
    before = everything_in(room.database)
    for review, meaning in ((first, Intent.OTHER), (second, Intent.UNSUBSCRIBE), (third, Intent.INTERESTED)):
        say(room, meaning, review=review)
        room.later(minutes=1)

    for review in (third, second, first):
        undo(room, review.id or 0)

    assert differences(before, everything_in(room.database)) == {}


def test_a_no_that_is_decided_twice_stands_until_both_are_undone(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True), text="And how much is it?")
    first, second = room.reviews()
    say(room, Intent.UNSUBSCRIBE, review=first)
    between = everything_in(room.database)
    say(room, Intent.UNSUBSCRIBE, review=second)

    undone = undo(room, second.id or 0)

    assert f"{ANA} stays suppressed" in undone.sentences
    assert differences(between, everything_in(room.database)) == {}
    assert room.suppressed(ANA) is not None
    undo(room, first.id or 0)
    assert room.suppressed(ANA) is None


def test_what_the_facts_said_is_taken_back_and_not_deleted(room: Mailroom) -> None:
    say(room, Intent.UNSUBSCRIBE)

    undo(room)

    (said_no,) = room.facts(Happened.OPTED_OUT)
    assert said_no.taken_back_at == room.now


def test_the_audit_keeps_the_decision_and_its_undoing(room: Mailroom) -> None:
    say(room, Intent.UNSUBSCRIBE)

    undo(room, actor="bob")

    with room.database.reading() as session:
        *_, decided, undone = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        chain = verify(session)
    assert (decided.action, decided.actor, decided.details["decided"]) == (
        "reply_decided",
        "rita",
        "unsubscribe",
    )
    assert (undone.action, undone.actor, undone.details["decided_by"]) == ("decision_undone", "bob", "rita")
    assert undone.details["noes_taken_back"] == 1
    assert decided.subject == undone.subject != ""
    assert chain.broken_at is None


def test_a_no_that_stood_before_the_decision_stands_after_its_undoing(room: Mailroom) -> None:
    room.suppress(ANA)
    say(room, Intent.UNSUBSCRIBE)

    undo(room)

    assert room.suppressed(ANA) is not None


# --- what has happened since ----------------------------------------------------------------------------------------


def test_a_follow_up_that_nobody_has_sent_goes_with_the_decision(room: Mailroom) -> None:
    before = everything_in(room.database)
    say(room, Intent.REFERRAL, MARIA)
    room.plan()
    assert room.mail().recipient == MARIA_AT

    undo(room)

    assert not room.mails(MARIA_AT)
    assert differences(before, everything_in(room.database)) == {}


def test_an_edit_that_has_reached_a_follow_up_since_is_not_in_the_way(room: Mailroom) -> None:
    say(room, Intent.REFERRAL, MARIA)
    room.plan()
    mails = follow_up()
    edited = replace(mails, steps=(*mails.steps, replace(mails.steps[-1], name="last")))
    moved = room.do(
        lambda session: start_and_move(
            session, campaigns.find(session, "spring"), sequence(), edited, now=room.now
        )[1]
    )

    undo(room)

    assert [each.moved for each in moved] == [1]
    assert not room.mails(MARIA_AT)


def test_what_has_gone_out_is_not_undone(room: Mailroom) -> None:
    say(room, Intent.REFERRAL, MARIA)
    room.send_all()
    before = everything_in(room.database)

    with pytest.raises(Refused, match=f"the mail ask to {MARIA_AT} is sent since"):
        undo(room)

    assert everything_in(room.database) == before


def test_what_is_about_to_go_out_is_not_undone(room: Mailroom) -> None:
    say(room, Intent.REFERRAL, MARIA)
    room.plan()
    claim = room.claimed()

    with pytest.raises(Refused, match="being written to at this moment"):
        undo(room)

    assert room.commit(claim)


def test_a_reminder_to_who_went_on_is_in_the_way_once_it_is_sent(room: Mailroom) -> None:
    say(room, Intent.AUTO_ACKNOWLEDGEMENT)
    assert ANA in {recipient for _, recipient in room.run_for(5)}

    with pytest.raises(Refused, match=f"to {ANA} is sent since"):
        undo(room)


def test_what_somebody_decided_later_is_undone_first(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True), text="And how much is it?")
    first, second = room.reviews()
    say(room, Intent.INTERESTED, review=first)
    say(room, Intent.UNSUBSCRIBE, review=second)

    with pytest.raises(Refused, match=f"outreach review undo {second.id}"):
        undo(room, first.id or 0)


def test_a_no_that_came_again_since_stays(room: Mailroom) -> None:
    say(room, Intent.UNSUBSCRIBE)
    room.later(hours=1)
    room.answered(ANA, sure(Intent.UNSUBSCRIBE), text="I said no.")

    with pytest.raises(Refused, match="said no once more"):
        undo(room)

    assert room.suppressed(ANA) is not None


@pytest.mark.parametrize("by", ["button", "hand", "list"])
def test_a_no_that_came_by_another_way_since_stays(room: Mailroom, by: str) -> None:
    say(room, Intent.UNSUBSCRIBE)
    room.later(hours=1)
    ways: dict[str, Callable[[], object]] = {
        "button": lambda: room.do(opt_out, ANA, how=How.ONE_CLICK, actor="button", now=room.now),
        "hand": lambda: room.suppress(ANA),
        "list": lambda: room.do(
            suppress_many,
            [No(SuppressionKind.ADDRESS, ANA, SuppressionReason.BY_HAND)],
            actor="tester",
            now=room.now,
        ),
    }
    ways[by]()

    with pytest.raises(Refused, match="said no once more"):
        undo(room)

    assert room.suppressed(ANA) is SuppressionReason.OPTED_OUT


def test_a_reply_that_came_since_keeps_holding_whom_it_holds(room: Mailroom) -> None:
    say(room, Intent.AUTO_ACKNOWLEDGEMENT)
    room.store_one(a_reply(room.mail(ANA), "One more thing.", sender=ANA))

    undo(room)

    assert [room.state(address) for address in (ANA, AMY, BEN)] == [PAUSED, PAUSED, ACTIVE]
    assert len(room.held()) == 2


def test_who_has_been_let_go_on_since_is_held_again(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True), text="And how much is it?")
    first, second = room.reviews()
    say(room, Intent.OTHER, review=first)
    say(room, Intent.OTHER, review=second)
    assert room.state(ANA) is ACTIVE

    undo(room, first.id or 0)

    assert room.state(ANA) is PAUSED


def test_a_leave_that_has_ended_since_is_no_hindrance(room: Mailroom) -> None:
    say(room, Intent.OUT_OF_OFFICE)
    room.later(days=11)
    room.plan()

    undo(room)

    assert room.state(ANA) is PAUSED
    assert [review.state for review in room.reviews()] == [ReviewState.WAITING]


def test_what_was_undone_or_never_decided_is_not_undone(room: Mailroom) -> None:
    with pytest.raises(Refused, match="no decision on review 1"):
        undo(room)


# --- what can be undone, and what would be done ----------------------------------------------------------------------


def test_the_last_decisions_are_listed_the_newest_first(room: Mailroom) -> None:
    room.answered(BEN, sure(Intent.QUESTION, needs_review=True))
    for review, actor in zip(room.reviews(), ("rita", "bob"), strict=True):
        room.decide(review, Intent.INTERESTED, actor=actor)
        room.later(minutes=1)

    with room.database.reading() as session:
        listed = history.undoable(session)
        of_rita = history.last_of(session, "rita")

    assert [(each.review_id, each.decided_by, each.contact) for each in listed] == [
        (2, "bob", BEN),
        (1, "rita", ANA),
    ]
    assert of_rita == 1


@pytest.mark.parametrize("meaning", KEYED, ids=str)
def test_what_is_foretold_is_what_is_then_done(room: Mailroom, meaning: Meaning) -> None:
    people = (MARIA,) if meaning is Intent.REFERRAL else None
    before = everything_in(room.database)

    foretold = telling.foretell(room.database, 1, meaning, people, None, room.effects, room.now)

    assert everything_in(room.database) == before
    say(room, meaning, *(people or ()))
    with room.database.reading() as session:
        kept = session.get_one(KeptDecision, 1)
        assert telling.told(session, traces.from_json(kept.changes)) == foretold


def test_a_decision_is_foretold_in_plain_words(room: Mailroom) -> None:
    said = telling.foretell_each(
        room.database,
        1,
        [Intent.REFERRAL, Intent.UNSUBSCRIBE, NOT_OURS],
        (MARIA,),
        None,
        room.effects,
        room.now,
    )

    referral, opt_out, not_ours = said[Intent.REFERRAL], said[Intent.UNSUBSCRIBE], said[NOT_OURS]
    assert (
        'Maria Weber maria.weber@acme.example gets "referred by a colleague" from mailbox ann, '
        "first possible Tue 03 Mar 10:00 UTC"
    ) in referral
    assert 'ends the mails of "who" to ana@acme.example (campaign spring): they named a colleague' in referral
    assert f"suppresses {ANA} for ever (opted out)" in opt_out
    assert "the message counts as no answer to anything of ours" in not_ours


def test_what_would_be_refused_is_said_before(room: Mailroom) -> None:
    (sentence,) = telling.foretell(room.database, 1, Intent.REFERRAL, None, None, room.effects, room.now)

    assert sentence.startswith("cannot be done: Whom did they name?")


# --- leads and notices -----------------------------------------------------------------------------------------------


def test_a_lead_that_a_decision_opened_goes_with_it_unless_somebody_has_worked_on_it(room: Mailroom) -> None:
    say(room, Intent.INTERESTED)
    room.sql("UPDATE lead SET owner = 'bob'")

    with pytest.raises(Refused, match=f"the lead of {ANA} has changed since"):
        undo(room)

    room.sql("UPDATE lead SET owner = 'rita', looked_at = :at", at=room.now.isoformat(" "))
    undo(room)
    with room.database.reading() as session:
        assert session.exec(select(Lead)).all() == []


def test_a_note_on_the_lead_keeps_the_decision(room: Mailroom) -> None:
    say(room, Intent.INTERESTED)
    room.sql(
        "INSERT INTO lead_note (lead_id, at, actor, is_call, text) VALUES (1, :at, 'bob', FALSE, 'rang her')",
        at=str(room.now),
    )

    with pytest.raises(Refused, match="the lead"):
        undo(room)


@pytest.mark.parametrize("told", [False, True], ids=["not told yet", "told"])
def test_what_has_been_told_cannot_be_unsaid(room: Mailroom, told: bool) -> None:
    channel = Channel("crm", NoticeWay.WEBHOOK, frozenset({Intent.INTERESTED}))
    room.effects = replace(room.effects, notices=(channel,))
    before = everything_in(room.database)
    say(room, Intent.INTERESTED)
    if told:
        room.sql("UPDATE notice SET state = 'delivered', attempts = 1")

    undo(room)

    assert differences(before, everything_in(room.database)).keys() == ({"notice"} if told else set())
    say(room, Intent.INTERESTED)
