"""The no that outlives everything: whom it covers, what moves it on, what takes it back."""

import pytest
from sqlmodel import Session, select

from outreach.core.errors import NotFound, Refused
from outreach.database import audit
from outreach.database.engine import Database
from outreach.prospects import suppressing
from outreach.prospects.import_plan import Imported, OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.lists import open_list
from outreach.prospects.model import (
    AccountDomain,
    OtherAddress,
    Source,
    Suppression,
    SuppressionKind,
    SuppressionReason,
)
from outreach.prospects.service import NewContact
from outreach.prospects.suppression import No
from outreach.sequences.model import EnrollmentState
from outreach.sequences.opting_out import How, opt_out
from tests.support.campaigns import sequence
from tests.support.databases import NOW
from tests.support.desk import WITHHELD
from tests.support.mailroom import Mailroom, a_reply

ANA, AMY, BEN, GIL = "ana@acme.example", "amy@acme.example", "ben@beta.example", "gil@gmail.com"
HOME = "ana@home.example"
BY_HAND, OPTED_OUT = SuppressionReason.BY_HAND, SuppressionReason.OPTED_OUT


@pytest.fixture
def room(database: Database) -> Mailroom:
    room = Mailroom(database)
    room.ask(ANA, AMY, BEN, GIL, definition=sequence(one_at_a_time=False))
    return room


def learn(room: Mailroom, *whose: str, address: str = HOME) -> None:
    """These contacts have written from that address as well."""
    stored = room.store_one(a_reply(None, "hello", sender=address))

    def unit(session: Session) -> None:
        for each in whose:
            contact_id = room.contact(each).id or 0
            session.add(
                OtherAddress(address=address, contact_id=contact_id, inbound_id=stored, learned_at=NOW)
            )

    room.do(unit)


def leave_alone(room: Mailroom, address: str, reason: SuppressionReason = BY_HAND) -> bool:
    return room.do(
        suppressing.suppress_account, room.contact(address).account_id, reason=reason, actor="rita", now=NOW
    )


def imported(room: Mailroom, *addresses: str) -> list[Imported]:
    def unit(session: Session) -> list[Imported]:
        listed = open_list(session, "again", source=Source.SPEAR, legal_basis=None, now=NOW)
        people = [NewContact(each) for each in addresses]
        return import_contacts(session, listed, people, on_duplicate=OnDuplicate.SKIP, actor="rita", now=NOW)

    return room.do(unit)


# --- companies -------------------------------------------------------------------------------------------------------


def test_a_no_to_a_company_covers_its_people_and_who_comes_later(room: Mailroom) -> None:
    assert leave_alone(room, ANA)

    assert [room.suppressed(each) for each in (ANA, AMY, "new@mail.acme.example")] == [BY_HAND] * 3
    assert room.suppressed(BEN) is None
    assert imported(room, "new@acme.example", "bea@beta.example") == [Imported.SUPPRESSED, Imported.CREATED]


def test_it_covers_a_domain_that_the_company_gets_later(room: Mailroom) -> None:
    leave_alone(room, ANA)
    account_id = room.contact(ANA).account_id

    room.do(lambda session: session.add(AccountDomain(domain="acme-labs.example", account_id=account_id)))

    assert room.suppressed("zoe@acme-labs.example") is BY_HAND


def test_whoever_has_a_free_mail_address_can_be_a_company_of_their_own(room: Mailroom) -> None:
    leave_alone(room, GIL)

    assert room.suppressed(GIL) is BY_HAND
    assert room.suppressed("pat@gmail.com") is None


def test_a_mail_that_is_claimed_is_not_sent_to_a_company_that_says_no(room: Mailroom) -> None:
    room.later(days=3)
    room.plan()
    claims = [room.claimed() for _ in range(4)]

    leave_alone(room, ANA)

    assert {claim.recipient for claim in claims if room.commit(claim)} == {BEN, GIL}


def test_of_two_companies_that_become_one_both_say_no(room: Mailroom) -> None:
    acme, beta = room.contact(ANA).account_id, room.contact(BEN).account_id
    room.later(days=3)
    room.plan()
    claim = next(each for each in (room.claimed() for _ in range(4)) if each.recipient == BEN)
    leave_alone(room, ANA)

    assert room.do(suppressing.account_moved, beta, acme, now=NOW)

    assert room.suppressed(BEN) is BY_HAND
    assert not room.commit(claim)
    room.answer(claim, WITHHELD)
    assert not room.do(suppressing.account_moved, beta, acme, now=NOW), "both have it now"


# --- people ----------------------------------------------------------------------------------------------------------


def test_of_two_that_become_one_their_own_word_is_that_of_both(room: Mailroom) -> None:
    leave_alone(room, ANA)
    leave_alone(room, BEN, OPTED_OUT)
    kept, other = room.contact(ANA).account_id, room.contact(BEN).account_id

    room.do(suppressing.account_moved, other, kept, now=NOW)

    with pytest.raises(Refused, match="said no themselves"):
        room.do(suppressing.unsuppress_account, kept, actor="ann", why="no rival any more", now=NOW)


def test_whoever_says_no_says_it_for_their_other_address(room: Mailroom) -> None:
    learn(room, ANA)

    room.suppress(ANA, OPTED_OUT)

    assert room.suppressed(HOME) is OPTED_OUT
    assert imported(room, HOME) == [Imported.SUPPRESSED]


def test_and_from_the_other_address_for_the_first(room: Mailroom) -> None:
    learn(room, ANA)

    room.do(opt_out, HOME, how=How.ONE_CLICK, actor="daemon", now=NOW)

    assert room.suppressed(ANA) is OPTED_OUT
    assert room.state(ANA) is EnrollmentState.OPTED_OUT


def test_an_address_that_two_share_says_no_for_neither(room: Mailroom) -> None:
    learn(room, ANA, AMY)

    room.suppress(HOME, OPTED_OUT)

    assert (room.suppressed(ANA), room.suppressed(AMY)) == (None, None)


def test_a_dead_address_says_nothing_about_the_other(room: Mailroom) -> None:
    learn(room, ANA)

    room.suppress(ANA, SuppressionReason.BOUNCED)

    assert room.suppressed(HOME) is None


def test_an_address_that_is_learned_after_a_no_is_covered_by_it(room: Mailroom) -> None:
    room.suppress(ANA, OPTED_OUT)

    assert room.do(suppressing.carry, ANA, HOME, actor="daemon", now=NOW)

    assert room.suppressed(HOME) is OPTED_OUT
    assert not room.do(suppressing.carry, BEN, "ben@home.example", actor="daemon", now=NOW)


def test_one_click_ends_every_run_once(room: Mailroom) -> None:
    pressed = [
        room.do(opt_out, ANA, how=How.ONE_CLICK, actor="daemon", now=NOW, colleagues=True) for _ in range(2)
    ]

    assert pressed == [True, False]
    assert room.state(ANA) is EnrollmentState.OPTED_OUT
    assert room.state(AMY) is EnrollmentState.STOPPED
    from outreach.core.events import Happened

    (fact,) = room.facts(Happened.OPTED_OUT)
    assert (fact.contact_id, fact.campaign_id, fact.details) == (
        room.contact(ANA).id,
        room.run(ANA).campaign_id,
        {"how": "one_click"},
    )


def test_a_batch_says_the_same_as_one_by_one(room: Mailroom) -> None:
    learn(room, ANA)
    room.suppress(BEN, SuppressionReason.BOUNCED)
    noes = [
        No(SuppressionKind.ADDRESS, ANA, OPTED_OUT, "a file"),
        No(SuppressionKind.ADDRESS, BEN, OPTED_OUT, "a file"),
        No(SuppressionKind.ADDRESS, BEN, SuppressionReason.BOUNCED, "a file"),
        No(SuppressionKind.DOMAIN, "rival.example", BY_HAND),
    ]

    new = room.do(suppressing.suppress_many, noes, actor="rita", now=NOW)
    again = room.do(suppressing.suppress_many, noes, actor="rita", now=NOW)

    assert (new, again) == (3, 0)
    assert [room.suppressed(each) for each in (ANA, HOME, BEN)] == [OPTED_OUT] * 3
    assert room.suppressed("x@mail.rival.example") is BY_HAND


# --- taking it back --------------------------------------------------------------------------------------------------


def test_only_they_take_back_what_they_said(room: Mailroom) -> None:
    room.suppress(ANA, OPTED_OUT)

    with pytest.raises(Refused, match="only they can take that back"):
        room.do(suppressing.unsuppress, ANA, actor="ann", why="a pity", now=NOW)
    room.do(suppressing.unsuppress, ANA, actor="ann", why=f"{ANA} wrote on 12 May", they_asked=True, now=NOW)

    assert room.suppressed(ANA) is None
    with room.database.reading() as session:
        entry = audit.entries(session, subjects=[audit.subject_of(session, ANA)])[-1]
    assert (entry.action, entry.actor, entry.details["why"]) == ("unsuppressed", "ann", "… wrote on 12 May")


def test_what_a_colleague_wrote_down_a_colleague_takes_back_for_a_reason(room: Mailroom) -> None:
    leave_alone(room, ANA)
    account_id = room.contact(ANA).account_id

    with pytest.raises(Refused, match="needs a reason"):
        room.do(suppressing.unsuppress_account, account_id, actor="ann", why="", now=NOW)
    room.do(suppressing.unsuppress_account, account_id, actor="ann", why="no rival any more", now=NOW)

    assert room.suppressed(ANA) is None
    with pytest.raises(NotFound):
        room.do(suppressing.unsuppress_account, account_id, actor="ann", why="again", now=NOW)


def test_who_has_said_it_themselves_is_named_before_what_else_covers_them(room: Mailroom) -> None:
    room.suppress("acme.example")
    room.suppress(ANA, OPTED_OUT)

    assert room.suppressed(ANA) is OPTED_OUT
    with room.database.reading() as session:
        assert len(session.exec(select(Suppression)).all()) == 2
