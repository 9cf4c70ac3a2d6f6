"""PostgreSQL has many writers: what forbids a person's answer and its commit point wait for one another."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlmodel import Session

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox import service as inbox
from outreach.inbox.storing import Incoming
from outreach.prospects.accounts import rate
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.suppressing import suppress
from outreach.qualification import answering
from outreach.sending import commit_point, mailboxes
from outreach.sending.outbox import Claim
from tests.support.held_units import HeldUnit
from tests.support.mailroom import Mailroom, a_reply, sure

ANA = "ana@acme.example"

Unit = Callable[[Session], object]


def suppressed(room: Mailroom, text: str) -> Unit:
    return partial(suppress, text=text, reason=SuppressionReason.OPTED_OUT, actor="rita", now=room.now)


def a_customer(room: Mailroom) -> Unit:
    account = room.contact(ANA).account_id
    return lambda session: rate(session, account, AccountStatus.AVOID_CUSTOMER, now=room.now)


def paused(room: Mailroom) -> Unit:
    return partial(mailboxes.pause_mailbox, mailbox="ann", why="for a test", actor="rita", now=room.now)


def written_once_more(room: Mailroom) -> Unit:
    again = Incoming(99, a_reply(room.mails(ANA)[0], "Leave me alone.", sender=ANA), room.now)
    return partial(
        inbox.store,
        mailbox="ann",
        folder="INBOX",
        uidvalidity=1,
        messages=[again],
        up_to=99,
        hold_account=True,
        now=room.now,
    )


NOES: dict[str, Callable[[Mailroom], Unit]] = {
    "the address": lambda room: suppressed(room, ANA),
    "the company": lambda room: suppressed(room, "acme.example"),
    "a customer": a_customer,
    "a paused mailbox": paused,
    "a further letter": written_once_more,
}


@pytest.fixture
def room(postgresql_database: Database) -> Mailroom:
    """Ana has asked something, and Rita's answer waits in the outbox."""
    room = Mailroom(postgresql_database)
    room.ask(ANA)
    reply = room.answered(ANA, sure(Intent.QUESTION, needs_review=True))
    room.do(
        answering.queue_answer, reply, "It is about printers.", actor="rita", rules=room.effects, now=room.now
    )
    return room


def commit(session: Session, claim: Claim, room: Mailroom) -> bool:
    return claim.token in commit_point.commit_points(session, [claim], room.now)


@pytest.mark.parametrize("no", NOES)
def test_an_answer_that_comes_while_a_no_is_written_is_refused(no: str, room: Mailroom) -> None:
    claim = room.claimed()
    saying = HeldUnit(room.database, NOES[no](room))
    saying.come_as_far_as_it_can()

    asking = HeldUnit(room.database, lambda session: commit(session, claim, room))
    asking.come_as_far_as_it_can()
    saying.end()

    assert not asking.end()


@pytest.mark.parametrize("no", NOES)
def test_a_no_that_comes_while_an_answer_is_committed_waits_for_it(no: str, room: Mailroom) -> None:
    claim = room.claimed()
    unit = NOES[no](room)
    asking = HeldUnit(room.database, lambda session: commit(session, claim, room))
    asking.come_as_far_as_it_can()

    saying = HeldUnit(room.database, unit)
    saying.let_go()
    saying.come_as_far_as_it_can()
    came_first = saying.has_ended
    passed = asking.end()
    saying.end()

    assert passed
    assert not came_first, "an answer was committed after the no"
