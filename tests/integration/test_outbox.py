"""The outbox: one of two wins a mail, the commit point asks everything, and what a crash leaves is sorted out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer
from outreach.prospects.model import AVOIDED, AccountStatus
from outreach.sending import claiming, mailboxes, outbox
from outreach.sending.model import OutboundState
from outreach.sequences.model import CampaignEvent, EnrollmentEvent, EnrollmentState
from tests.support.databases import NOW
from tests.support.desk import (
    ACCEPTED,
    LATER,
    LEASE,
    LINE_BROKE,
    NO_SUCH_USER,
    UNWANTED,
    Desk,
    mailbox,
    rules,
)

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def desk(database: Database) -> Desk:
    """Ana's first mail waits in the outbox."""
    desk = Desk(database)
    desk.campaign(ANA)
    desk.plan()
    return desk


# --- claims --------------------------------------------------------------------------------------------------------


def test_a_claimed_mail_is_never_claimed_again(desk: Desk) -> None:
    first = desk.claim(owner="first")

    second = desk.claim(owner="second")

    assert first is not None
    assert second is None
    assert desk.mail().owner == "first"


def test_of_two_who_claim_at_once_one_wins(desk: Desk) -> None:
    def claim(owner: str) -> outbox.Claim | None:
        return desk.claim(owner=owner)

    with ThreadPoolExecutor(2) as pool:
        claims = list(pool.map(claim, ["first", "second"]))

    assert sum(claim is not None for claim in claims) == 1
    assert desk.mail().attempts == 1


def test_what_somebody_else_has_claimed_cannot_be_taken(desk: Desk) -> None:
    claim = desk.claimed(owner="first")

    with pytest.raises(Refused, match="held by somebody else"):
        desk.do(
            outbox.take,
            [(claim.outbound_id, "another token", None)],
            owner="second",
            lease_until=desk.now + LEASE,
            now=desk.now,
        )

    assert desk.mail().owner == "first"
    assert desk.commit(claim)


def test_a_daemon_that_is_writing_a_mail_is_left_alone_with_it(postgresql_database: Database) -> None:
    desk = Desk(postgresql_database)
    desk.campaign(ANA, BEN)
    desk.plan()
    with postgresql_database.writing() as session:
        (writing,) = claiming.claim(session, desk.rules, "ann", owner="first", now=desk.now, at_most=1)

        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(desk.claim, owner="second").result(timeout=20)

    assert other is not None
    assert {writing.recipient, other.recipient} == {ANA, BEN}
    assert desk.mail(writing.recipient).raw == writing.message


def test_what_is_not_due_yet_is_not_claimed(desk: Desk) -> None:
    claim = desk.claimed()
    desk.answer(claim, LATER)

    early = desk.claim()
    desk.later(hours=1)

    assert early is None
    assert desk.claim() is not None


# --- the commit point ----------------------------------------------------------------------------------------------


def test_the_commit_point_says_yes_once(desk: Desk) -> None:
    claim = desk.claimed()

    assert desk.commit(claim)
    assert not desk.commit(claim)
    mail = desk.mail()
    assert mail.state is OutboundState.IN_FLIGHT
    assert mail.in_flight_at == desk.now
    assert mail.raw == claim.message


def end_as(event: EnrollmentEvent) -> Callable[[Desk], object]:
    return lambda desk: desk.end(ANA, event)


def say_no(text: str) -> Callable[[Desk], object]:
    return lambda desk: desk.suppress(text)


def rate(status: AccountStatus) -> Callable[[Desk], object]:
    return lambda desk: desk.rate(ANA, status)


def move_on(desk: Desk) -> None:
    def unit(session: Session) -> None:
        run = session.get_one(type(desk.run(ANA)), desk.run(ANA).id)
        run.next_step += 1
        session.add(run)

    desk.do(unit)


GATES: dict[str, Callable[[Desk], object]] = {
    "the run was paused": lambda desk: desk.hold(ANA),
    "the account was paused": lambda desk: desk.hold(ANA, account=True),
    "they answered": end_as(EnrollmentEvent.REPLIED),
    "they named a colleague": end_as(EnrollmentEvent.NAMED_A_COLLEAGUE),
    "they opted out": end_as(EnrollmentEvent.OPTED_OUT),
    "a bounce came in": end_as(EnrollmentEvent.BOUNCED),
    "the run was stopped": end_as(EnrollmentEvent.STOPPED),
    "the run has moved on": move_on,
    "the campaign was paused": lambda desk: desk.move_campaign(CampaignEvent.PAUSED),
    "the campaign was stopped": lambda desk: desk.move_campaign(CampaignEvent.STOPPED),
    **{f"the account is {status.value}": rate(status) for status in AVOIDED},
    "the address is suppressed": say_no(ANA),
    "the domain is suppressed": say_no("acme.example"),
    "all below a domain is suppressed": say_no("*.acme.example"),
    "the mailbox was paused": lambda desk: desk.do(
        mailboxes.pause_mailbox, "ann", why="bad", actor="tester", now=desk.now
    ),
    "the mailbox was closed": lambda desk: desk.do(
        mailboxes.close_mailbox, "ann", until=desk.now + timedelta(seconds=1), why="quota"
    ),
    "the lease has ended": lambda desk: desk.later(seconds=LEASE.total_seconds()),
    "somebody else has taken it over": lambda desk: (desk.later(hours=1), desk.recover(), desk.claimed()),
}


@pytest.mark.parametrize("gate", GATES)
def test_the_commit_point_refuses_when(gate: str, desk: Desk) -> None:
    claim = desk.claimed()
    GATES[gate](desk)

    allowed = desk.commit(claim)

    assert not allowed
    assert desk.mail(ANA).state is not OutboundState.IN_FLIGHT
    assert desk.mail(ANA).in_flight_at is None


def test_the_commit_point_refuses_when_the_limit_is_used_up(database: Database) -> None:
    desk = Desk(database, rules(mailbox(per_day=2, ramp_start=2)))
    desk.campaign(ANA, BEN, "cid@gamma.example")
    Desk(database).plan()  # when there was more room
    claim = desk.claimed()
    assert desk.send()
    assert desk.send()

    desk.withhold(claim)

    desk.later(hours=23, minutes=59)
    assert desk.claim() is None
    desk.later(minutes=1)
    assert desk.in_flight().recipient == claim.recipient


def test_a_domain_below_a_suppressed_one_is_refused_too(database: Database) -> None:
    desk = Desk(database)
    desk.campaign("ana@mail.de.acme.example")
    desk.plan()
    claim = desk.claimed()
    desk.suppress("acme.example")

    assert not desk.commit(claim)


@pytest.mark.parametrize("other", ["anna@acme.example", "acme.test", "cme.example", "mail.acme.example"])
def test_a_no_from_somebody_else_is_no_gate(other: str, desk: Desk) -> None:
    claim = desk.claimed()
    desk.suppress(other)

    assert desk.commit(claim)


def test_a_forged_token_is_refused(desk: Desk) -> None:
    claim = desk.claimed()

    assert not desk.commit(replace(claim, token="0" * 32))
    assert desk.commit(claim)


def test_two_daemons_do_not_both_take_the_last_place_under_the_limit(postgresql_database: Database) -> None:
    desk = Desk(postgresql_database, rules(mailbox(per_day=1, ramp_start=1)))
    desk.campaign(ANA, BEN)
    Desk(postgresql_database).plan()  # when there was more room
    claims = [desk.claimed(owner="first"), desk.claimed(owner="second")]

    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(desk.commit, claims))

    assert sorted(passed) == [False, True]


@pytest.mark.parametrize(
    ("happens", "state"),
    [
        (lambda desk: desk.hold(ANA), OutboundState.WITHDRAWN),
        (end_as(EnrollmentEvent.REPLIED), OutboundState.WITHDRAWN),
        (lambda desk: desk.move_campaign(CampaignEvent.PAUSED), OutboundState.QUEUED),
        (lambda desk: desk.rate(ANA, AccountStatus.AVOID_CUSTOMER), OutboundState.WITHDRAWN),
        (say_no("acme.example"), OutboundState.WITHDRAWN),
    ],
    ids=["held", "answered", "campaign paused", "account avoided", "suppressed"],
)
def test_what_was_withheld_is_not_claimed_again_and_again(
    happens: Callable[[Desk], object], state: OutboundState, desk: Desk
) -> None:
    claim = desk.claimed()
    happens(desk)

    desk.withhold(claim)
    soon = desk.claim()
    desk.later(minutes=11)

    assert [soon, desk.claim(), desk.claim()] == [None, None, None]
    assert desk.mail().state is state
    assert desk.mail().attempts == 0


# --- after a crash -------------------------------------------------------------------------------------------------


def test_a_claim_whose_owner_died_is_open_again_when_its_lease_ends(desk: Desk) -> None:
    dead = desk.claimed(owner="first")

    early = desk.recover()
    desk.later(seconds=LEASE.total_seconds() + 1)
    late = desk.recover()

    assert (early, late) == ((0, 0), (1, 0))
    assert desk.mail().state is OutboundState.QUEUED
    again = desk.claimed(owner="second")
    assert again.message == dead.message
    assert (again.attempts, again.first_attempt_at) == (1, desk.now), "a crash is no try of the mail"
    assert not desk.commit(dead)
    assert desk.commit(again)


def test_what_was_in_flight_is_doubtful_and_never_goes_back_by_itself(desk: Desk) -> None:
    desk.in_flight()
    desk.later(hours=1)

    assert desk.recover() == (0, 1)
    for days in (1, 7, 300):
        desk.later(days=days)
        desk.recover()
        assert desk.send_all() == []
    assert desk.mail().state is OutboundState.DOUBTFUL
    assert desk.events(Happened.MAIL_DOUBTFUL) == 1


def test_a_doubtful_mail_counts_as_sent_for_the_limit(desk: Desk) -> None:
    desk.answer(desk.in_flight(), LINE_BROKE)

    with desk.database.reading() as session:
        assert mailboxes.spent(session, "ann", desk.now) == 1


def test_a_hold_that_comes_and_goes_does_not_send_a_doubtful_mail_again(desk: Desk) -> None:
    desk.answer(desk.in_flight(), LINE_BROKE)

    desk.hold(ANA)
    desk.release(ANA)

    assert desk.send_all() == []
    assert desk.mail().state is OutboundState.DOUBTFUL


def test_at_its_start_the_only_daemon_takes_over_everything(desk: Desk) -> None:
    desk.campaign(BEN, name="other")
    desk.plan()
    desk.in_flight()
    desk.claimed()

    assert desk.recover(all_owners=True) == (1, 1)


def test_an_answer_that_comes_after_the_lease_settles_the_doubt(desk: Desk) -> None:
    claim = desk.in_flight()
    desk.later(hours=1)
    desk.recover()

    desk.answer(claim, ACCEPTED)

    assert desk.mail().state is OutboundState.SENT
    assert desk.run(ANA).next_step == 1


def test_an_answer_that_comes_after_the_evidence_changes_nothing(desk: Desk) -> None:
    claim = desk.in_flight()
    desk.later(hours=1)
    desk.recover()
    desk.settle(sent=True, by="sent_folder")

    desk.answer(claim, ACCEPTED)

    assert desk.run(ANA).next_step == 1
    assert desk.events(Happened.MAIL_SENT) == 1


def test_a_late_refusal_settles_a_doubtful_mail(desk: Desk) -> None:
    claim = desk.in_flight()
    desk.later(hours=1)
    desk.recover()

    desk.answer(claim, UNWANTED)

    assert desk.mail().state is OutboundState.FAILED


def test_a_mailbox_rests_after_every_claim_whatever_comes_of_it(desk: Desk) -> None:
    rests_until = desk.now + timedelta(minutes=2)

    assert desk.do(mailboxes.rest_mailbox, "ann", desk.now, rests_until)
    assert not desk.do(mailboxes.rest_mailbox, "ann", desk.now, rests_until)


@pytest.mark.parametrize("answer", [LATER, LINE_BROKE], ids=["later", "broke"])
def test_a_late_no_does_not_open_a_doubtful_mail_again(answer: Answer, desk: Desk) -> None:
    claim = desk.in_flight()
    desk.later(hours=1)
    desk.recover()

    desk.answer(claim, answer)

    assert desk.mail().state is OutboundState.DOUBTFUL
    assert desk.run(ANA).state is EnrollmentState.ACTIVE


def test_the_answer_of_a_lost_claim_does_not_touch_its_successor(desk: Desk) -> None:
    lost = desk.claimed(owner="first")
    desk.later(hours=1)
    desk.recover()
    successor = desk.in_flight()

    desk.answer(lost, NO_SUCH_USER)

    assert desk.mail().state is OutboundState.IN_FLIGHT
    desk.answer(successor, ACCEPTED)
    assert desk.mail().state is OutboundState.SENT


def test_a_slow_owners_refusal_before_the_commit_point_still_counts(desk: Desk) -> None:
    slow = desk.claimed()
    desk.later(hours=1)
    desk.recover()

    desk.answer(slow, NO_SUCH_USER)

    assert desk.mail().state is OutboundState.FAILED
    assert desk.run(ANA).state is EnrollmentState.BOUNCED


# --- a person, or evidence -----------------------------------------------------------------------------------------


def test_evidence_settles_a_doubt_with_the_moment_of_the_commit_point(desk: Desk) -> None:
    desk.answer(desk.in_flight(), LINE_BROKE)
    desk.later(hours=5)

    desk.settle(sent=True, by="reply")

    mail = desk.mail()
    assert (mail.state, mail.sent_at, mail.settled_by) == (OutboundState.SENT, NOW, "reply")
    assert desk.run(ANA).next_step == 1


def test_evidence_may_come_before_the_answer(desk: Desk) -> None:
    claim = desk.in_flight()

    assert desk.settle(sent=True, by="reply")
    desk.answer(claim, ACCEPTED)

    assert desk.events(Happened.MAIL_SENT) == 1


def test_a_person_says_that_it_did_not_go_out_and_it_goes_again(desk: Desk) -> None:
    doubtful = desk.in_flight()
    desk.answer(doubtful, LINE_BROKE)

    desk.settle(sent=False, by="ann")

    again = desk.in_flight()
    assert again.message == doubtful.message
    assert desk.mail().settled_by == "ann"


def test_only_a_doubtful_mail_is_resolved(desk: Desk) -> None:
    desk.answer(desk.in_flight(), ACCEPTED)

    with pytest.raises(Refused, match="is sent, not doubtful"):
        desk.settle(sent=False, by="ann")
    assert not desk.settle(sent=True, by="ann")


def test_a_mail_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no mail 99"):
        desk.do(outbox.settle_as_not_sent, 99, by="ann", now=desk.now)
