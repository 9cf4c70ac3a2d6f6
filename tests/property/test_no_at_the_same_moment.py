"""PostgreSQL has many writers: a no and the commit point of a mail that meet wait for one another.

Each of the two is held open just before its commit while the other one works. Whoever comes first, either the mail
was committed before the no, or it is refused.
"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.database.engine import Database
from outreach.sending import claiming, commit_point, service
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.outbox import Claim
from outreach.sending.service import Asked
from outreach.sequences.model import EnrollmentState
from tests.support.campaigns import sequence
from tests.support.desk import ACCEPTED, NO_SUCH_USER, mailbox, rules
from tests.support.held_units import HeldUnit
from tests.support.mailroom import Mailroom
from tests.support.noes import ANA, AT_ONCE, BEN, IN_MOVES

#: Each no with the moves before it that have been made already; its last move meets the commit point.
#: A run that is ended by itself, and not for a no, is left out: what ends it stands in the database before.
NOES = {name: moves for name, moves in AT_ONCE.items() if name != "the run is ended"} | {
    name: IN_MOVES[name]
    for name in ("opts out", "names Maria", "cannot be read", "is assigned by a person", "paused and stopped")
}
#: Held already before the last move: the mail is refused in any case, but the two must not block one another.
HELD_BEFORE = {"opts out", "names Maria", "cannot be read", "paused and stopped"}


def commit_alone(session: Session, claim: Claim, room: Mailroom) -> bool:
    return claim.token in commit_point.commit_points(session, [claim], room.now)


def commit_with_others(session: Session, claim: Claim, room: Mailroom) -> bool:
    """As the daemon does: an answer for another mail, the commit point, and the next claims."""
    asked = Asked(commits=[claim], mailboxes=["ann"])
    told = service.tell(session, asked, room.rules, owner="first", now=room.now)
    return claim.token in told.may_go


@pytest.fixture
def room(postgresql_database: Database) -> Mailroom:
    """Ana and Ben have been asked; their reminders wait in the outbox."""
    room = Mailroom(postgresql_database)
    room.ask(ANA, BEN)
    room.later(days=3)
    room.plan()
    return room


def prepared(room: Mailroom, no: str) -> Callable[[Session], object]:
    """The unit that writes the no, after the moves that come before it."""
    *before, last = NOES[no]
    for move in before:
        room.do(move.unit(room))
    return last.unit(room)


def claim_ana(room: Mailroom) -> Claim:
    claims = room.do(claiming.claim, room.rules, "ann", owner="first", now=room.now)
    return next(claim for claim in claims if claim.recipient == ANA)


@pytest.mark.parametrize("commit", [commit_alone, commit_with_others])
@pytest.mark.parametrize("no", NOES)
def test_a_mail_that_comes_while_a_no_is_written_is_refused(
    no: str, commit: Callable[[Session, Claim, Mailroom], bool], room: Mailroom
) -> None:
    claim = claim_ana(room)
    saying = HeldUnit(room.database, prepared(room, no))
    saying.come_as_far_as_it_can()

    asking = HeldUnit(room.database, lambda session: commit(session, claim, room))
    asking.come_as_far_as_it_can()
    saying.end()
    passed = asking.end()

    assert not passed
    assert room.mail(ANA).state is not OutboundState.IN_FLIGHT


@pytest.mark.parametrize("commit", [commit_alone, commit_with_others])
@pytest.mark.parametrize("no", NOES)
def test_a_no_that_comes_while_a_mail_is_committed_waits_for_it(
    no: str, commit: Callable[[Session, Claim, Mailroom], bool], room: Mailroom
) -> None:
    claim = claim_ana(room)
    unit = prepared(room, no)
    asking = HeldUnit(room.database, lambda session: commit(session, claim, room))
    asking.come_as_far_as_it_can()

    saying = HeldUnit(room.database, unit)
    # If it can come first, it shall.
    saying.let_go()
    saying.come_as_far_as_it_can()
    came_first = saying.has_ended
    passed = asking.end()
    saying.end()

    assert passed is (no not in HELD_BEFORE)
    assert not (came_first and passed), "a mail was committed after the no"


# --- nobody waits for somebody who waits for them --------------------------------------------------------------------


def hold_rows(room: Mailroom, *recipients: str) -> HeldUnit[None]:
    """Somebody who has the mails of these recipients, so that all who want to write there gather behind them."""

    def unit(session: Session) -> None:
        mails = sa.select(OutboundMessage.id).where(OutboundMessage.recipient.in_(recipients))  # type: ignore[call-overload,attr-defined]
        session.execute(mails.with_for_update())

    held = HeldUnit(room.database, unit)
    held.come_as_far_as_it_can()
    return held


def together(room: Mailroom, *units: Callable[[Session], object], behind: HeldUnit[None]) -> list[object]:
    """Both begin while somebody is in their way, and go on at the same moment."""
    running = [HeldUnit(room.database, unit) for unit in units]
    for each in running:
        each.let_go()
        each.come_as_far_as_it_can()
    behind.end()
    return [each.end() for each in running]


def test_two_daemons_to_whom_dead_addresses_are_told_at_once_do_not_block_one_another(room: Mailroom) -> None:
    claims = room.do(claiming.claim, room.rules, "ann", owner="first", now=room.now)
    units = [
        lambda session, claim=claim: service.tell(
            session, Asked(answers=[(claim, NO_SUCH_USER)]), room.rules, owner="first", now=room.now
        )
        for claim in claims
    ]

    together(room, *units, behind=hold_rows(room, ANA, BEN))

    assert [room.state(each) for each in (ANA, BEN)] == [EnrollmentState.BOUNCED] * 2
    assert room.suppressed(ANA) == room.suppressed(BEN) == "bounced"


def test_two_daemons_with_mails_that_cannot_be_written_do_not_block_one_another(
    postgresql_database: Database,
) -> None:
    room = Mailroom(postgresql_database, rules(mailbox("ann"), mailbox("bob")))
    broken = sequence("ask", name="broken", wording="{{ contact.fields.nothing.there }}")
    for name, person in {"ann": ANA, "bob": BEN}.items():
        room.campaign(person, mailboxes=(name,), name=name)
        room.plan()
    claims = [room.claimed(name) for name in ("ann", "bob")]
    assert all(room.commit(claim) for claim in claims)
    for name, person in {"ann": "al@gamma.example", "bob": "bea@delta.example"}.items():
        room.campaign(person, mailboxes=(name,), name=f"{name} broken", definition=broken)
    room.plan()
    units = [
        lambda session, claim=claim: service.tell(
            session,
            Asked(answers=[(claim, ACCEPTED)], mailboxes=[claim.mailbox]),
            room.rules,
            owner=claim.mailbox,
            now=room.now,
        )
        for claim in claims
    ]

    together(room, *units, behind=hold_rows(room, ANA, BEN))

    assert [room.mail(each).state for each in (ANA, BEN)] == [OutboundState.SENT] * 2
    assert len(room.holds()) == 2


def test_a_campaign_is_stopped_while_answers_for_its_mails_are_written_down(room: Mailroom) -> None:
    claims = room.do(claiming.claim, room.rules, "ann", owner="first", now=room.now)
    committed = room.do(commit_point.commit_points, claims, room.now)
    assert len(committed) == len(claims)

    together(
        room,
        lambda session: service.tell(
            session,
            Asked(answers=[(claim, ACCEPTED) for claim in claims]),
            room.rules,
            owner="first",
            now=room.now,
        ),
        AT_ONCE["the campaign is stopped"][0].unit(room),
        behind=hold_rows(room, ANA),
    )

    assert [room.mail(each).state for each in (ANA, BEN)] == [OutboundState.SENT] * 2
    assert [room.state(each) for each in (ANA, BEN)] == [EnrollmentState.STOPPED] * 2


def test_a_message_is_assigned_by_a_person_while_it_is_read(room: Mailroom) -> None:
    letter, assigning = IN_MOVES["is assigned by a person"]
    room.do(letter.unit(room))
    reading = IN_MOVES["opts out"][1]

    held = HeldUnit(room.database, assigning.unit(room))
    held.come_as_far_as_it_can()
    applied = HeldUnit(room.database, reading.unit(room))
    applied.come_as_far_as_it_can()
    held.end()
    applied.end()

    assert room.suppressed(ANA) == "opted_out"


def test_what_is_written_down_of_a_mail_does_not_undo_what_is_said_of_its_account(
    postgresql_database: Database,
) -> None:
    room = Mailroom(postgresql_database)
    room.campaign(ANA)
    room.plan()
    claim = room.in_flight()
    customer = AT_ONCE["a customer"][0]

    together(
        room,
        lambda session: service.tell(
            session, Asked(answers=[(claim, ACCEPTED)]), room.rules, owner="first", now=room.now
        ),
        customer.unit(room),
        behind=hold_rows(room, ANA),
    )

    assert room.account_status(ANA) == "avoid_customer"
