"""Whatever happens in whatever order: no step reaches anybody twice, and no mail passes a no.

A machine does at random what daemons, servers, recipients and people at the command line do, on a real
database. It keeps its own notes of who said no, what is paused and what went out; they decide what may pass the
commit point, not what the database says.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer, Outcome
from outreach.mail.outcomes import Phase as SmtpPhase
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.lists import find_list
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.prospects.suppressing import suppress
from outreach.sending import mailboxes, outbox
from outreach.sending.limits import DAY
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.outbox import Claim
from outreach.sequences import enrolling
from outreach.sequences.model import (
    UNDER_WAY,
    Campaign,
    CampaignEvent,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    Hold,
)
from tests.support.campaigns import a_campaign, a_list, sequence
from tests.support.databases import Refillable
from tests.support.desk import (
    ACCEPTED,
    LATER,
    LEASE,
    LINE_BROKE,
    LOG_IN_REFUSED,
    NO_SUCH_USER,
    QUOTA,
    UNWANTED,
    WITHHELD,
    Desk,
    mailbox,
    rules,
)

PER_DAY = 3
PEOPLE = [
    "ana@acme.example",
    "amy@acme.example",
    "al@acme.example",
    "ben@mail.beta.example",
    "bea@beta.example",
    "cid@gamma.example",
    "dee@delta.example",
    "eve@epsilon.example",
    "fay@zeta.example",
]
MAILBOXES = ["ann", "bob"]
#: The campaigns with their lists and sequences: lists that overlap, one of them twice, once with another sequence.
CAMPAIGNS = {
    "spring": ("first", "who"),
    "summer": ("second", "who"),
    "autumn": ("first", "who"),
    "winter": ("second", "else"),
}
LISTS = {"first": PEOPLE[:7], "second": PEOPLE[4:]}
#: The same sequence as it is written first, and as it is edited later.
EDITIONS = [
    sequence("ask", "bump"),
    sequence("ask", "bump", "once more"),
    sequence("bump", "ask"),
    sequence("ask", wording="Who looks after the scanners?"),
]
BEFORE_THE_BODY = [LATER, NO_SUCH_USER, LOG_IN_REFUSED, Answer(Outcome.NOT_SENT, SmtpPhase.CONNECT)]
AFTER_THE_BODY = [
    ACCEPTED,
    ACCEPTED,
    Answer(Outcome.REFUSED_FOR_NOW, SmtpPhase.DOT, 451, text="try again later"),
    UNWANTED,
    QUOTA,
    LINE_BROKE,
]
#: A server's word that it has not taken the mail.
SURELY_NOT = (Outcome.REFUSED, Outcome.REFUSED_FOR_NOW)

UNSETTLED = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)

MOMENTS = [timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=6), DAY, 3 * DAY]
CAMPAIGN_EVENTS = [CampaignEvent.PAUSED, *[CampaignEvent.RESUMED] * 4, CampaignEvent.STOPPED]
#: Why somebody is not to be written to any more. An account that is avoided may come back.
REASONS = ["answers", "answers for all", "opts out", "suppressed", "domain", "avoided", "avoided"]

#: What may happen next, with its weight: mostly mail, so that there is something to go wrong.
ACTIONS = {
    "a_mail_is_claimed": 4,
    "the_commit_point_is_asked": 8,
    "a_server_answers": 6,
    "a_mail_goes_out_without_trouble": 2,
    "time_passes": 3,
    "senders_die": 1,
    "leases_are_looked_at": 2,
    "the_daemon_starts_anew": 1,
    "a_doubt_is_settled": 2,
    "somebody_is_held": 2,
    "a_hold_is_lifted": 3,
    "somebody_is_not_to_be_written_to": 2,
    "a_campaign_is_started": 2,
    "a_campaign_is_moved": 2,
    "a_mailbox_is_paused_or_resumed": 2,
    "a_list_is_imported_again": 1,
}
actions = st.sampled_from([name for name, weight in ACTIONS.items() for _ in range(weight)])
# Few enough for hypothesis to take each as readily as any other.
choices = st.integers(0, 59)

#: A step for a contact, whatever run or campaign it belongs to.
Key = tuple[str, str, str]
T = TypeVar("T")


def pick(choices: Sequence[T], chosen: int) -> T:
    return choices[chosen % len(choices)]


def at_domain(domain: str) -> set[str]:
    return {each for each in PEOPLE if each.endswith((f"@{domain}", f".{domain}"))}


@dataclass
class Held:
    """A claim in the hands of a sender. `passed`: it has been past the commit point."""

    claim: Claim
    since: datetime
    passed: bool = False


class Office(RuleBasedStateMachine):
    """Two mailboxes, three companies, and everything that may befall them."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.desk = Desk(
            database, rules(*(mailbox(name, per_day=PER_DAY, ramp_start=PER_DAY) for name in MAILBOXES))
        )
        self.claims: list[Held] = []
        # Our own notes.
        self.out: set[Key] = set()
        self.message_ids: dict[Key, str] = {}
        self.passed_at: dict[int, tuple[str, datetime]] = {}
        self.said_no: set[str] = set()
        self.avoided: set[str] = set()
        self.not_running: set[str] = set()
        self.paused_mailboxes: set[str] = set()
        self.over: set[int] = set()
        self.started: list[str] = []

    @initialize()
    def open_with_a_campaign(self) -> None:
        for name, people in LISTS.items():
            self.desk.do(a_list, *people, name=name)
        self.a_campaign_is_started(0, 0)

    # One rule, since hypothesis leaves out some of many in each run: here it is the mixture that matters.
    @rule(action=actions, chosen=choices, flavour=choices)
    def next(self, action: str, chosen: int, flavour: int) -> None:
        getattr(self, action)(chosen, flavour)

    # --- the senders -----------------------------------------------------------------------------------------------

    def time_passes(self, chosen: int, _flavour: int) -> None:
        self.desk.now += pick(MOMENTS, chosen)

    def a_mail_is_claimed(self, chosen: int, flavour: int) -> None:
        self.desk.plan()
        claim = self.desk.claim(pick(MAILBOXES, chosen))
        if claim is None:
            # There may be something later.
            self.desk.later(hours=flavour)
        else:
            self.claims.append(Held(claim, self.desk.now))

    def the_commit_point_is_asked(self, chosen: int, flavour: int) -> None:
        if not self.claims:
            return self.a_mail_is_claimed(chosen, flavour)
        held = pick([each for each in self.claims if not each.passed] * 3 + self.claims, chosen)
        if flavour % 3 == 0:
            self.something_comes_between(held.claim, flavour // 3)
        if self.desk.commit(held.claim):
            self.note_passed(held)
        elif not held.passed:
            self.claims.remove(held)
            self.desk.answer(held.claim, WITHHELD)
        return None

    def something_comes_between(self, claim: Claim, flavour: int) -> None:
        """What must keep the mail from going out; most of it would seldom hit this very moment by itself."""
        mail = self.mail(claim.outbound_id)
        happens: list[Callable[[], None]] = [
            *(partial(self.forbid, claim.recipient, reason) for reason in sorted(set(REASONS))),
            partial(self.desk.hold, claim.recipient),
            partial(self.desk.hold, claim.recipient, account=True),
            partial(self.move_campaign, self.campaign_of(mail), CampaignEvent.PAUSED),
            partial(self.pause_mailbox, claim.mailbox),
            partial(self.time_passes, 1, 0),
        ]
        pick(happens, flavour)()

    def a_server_answers(self, chosen: int, flavour: int) -> None:
        if not self.claims:
            return self.a_mail_is_claimed(chosen, flavour)
        held = pick([each for each in self.claims if each.passed] * 3 + self.claims, chosen)
        self.claims.remove(held)
        answer = pick(AFTER_THE_BODY if held.passed else BEFORE_THE_BODY, flavour)
        mail = self.mail(held.claim.outbound_id)
        if held.passed and answer.outcome in SURELY_NOT and mail.state is OutboundState.IN_FLIGHT:
            self.take_back(mail)
        self.desk.answer(held.claim, answer)
        if answer is LOG_IN_REFUSED:
            self.paused_mailboxes.add(held.claim.mailbox)
        return None

    def a_mail_goes_out_without_trouble(self, chosen: int, _flavour: int) -> None:
        self.desk.plan()
        claim = self.desk.claim(pick(MAILBOXES, chosen))
        if claim is not None:
            assert self.desk.commit(claim), "what is claimed at this very moment may go"
            self.note_passed(Held(claim, self.desk.now))
            self.desk.answer(claim, ACCEPTED)

    def senders_die(self, _chosen: int, _flavour: int) -> None:
        self.claims.clear()

    def leases_are_looked_at(self, _chosen: int, _flavour: int) -> None:
        self.desk.recover()

    def the_daemon_starts_anew(self, _chosen: int, _flavour: int) -> None:
        self.claims.clear()
        self.desk.recover(all_owners=True)

    def a_doubt_is_settled(self, chosen: int, flavour: int) -> None:
        doubtful = [mail for mail in self.desk.mails() if mail.state is OutboundState.DOUBTFUL]
        if not doubtful:
            return
        mail = pick(doubtful, chosen)
        if flavour % 2:
            self.desk.settle_mail(mail, by="sent_folder")
        else:
            self.take_back(mail)
            self.desk.do(outbox.settle_as_not_sent, mail.id or 0, by="ann", now=self.desk.now)

    # --- the people at the command line ----------------------------------------------------------------------------

    def a_campaign_is_started(self, chosen: int, flavour: int) -> None:
        """A first start, a start again after an edit, or another campaign over people who are known."""
        name = pick(list(CAMPAIGNS), chosen)
        list_name, sequence_name = CAMPAIGNS[name]
        if name not in self.started:
            self.desk.do(
                a_campaign,
                name=name,
                list_name=list_name,
                sequence=sequence_name,
                mailboxes=tuple(MAILBOXES),
            )
            self.started.append(name)
        try:
            self.desk.start_again(replace(pick(EDITIONS, flavour), name=sequence_name), name)
        except Refused:
            assert name in self.not_running

    def a_campaign_is_moved(self, chosen: int, flavour: int) -> None:
        self.move_campaign(pick(self.started, chosen), pick(CAMPAIGN_EVENTS, flavour))

    def move_campaign(self, name: str, event: CampaignEvent) -> None:
        try:
            self.desk.move_campaign(event, name)
        except Refused:
            return
        (self.not_running.discard if event is CampaignEvent.RESUMED else self.not_running.add)(name)

    def a_mailbox_is_paused_or_resumed(self, chosen: int, flavour: int) -> None:
        name = pick(MAILBOXES, chosen)
        if flavour % 4 == 0:
            self.pause_mailbox(name)
        else:
            self.desk.do(mailboxes.resume_mailbox, name, actor="tester", now=self.desk.now)
            self.paused_mailboxes.discard(name)

    def pause_mailbox(self, name: str) -> None:
        self.desk.pause_mailbox(name)
        self.paused_mailboxes.add(name)

    def a_list_is_imported_again(self, chosen: int, flavour: int) -> None:
        def unit(session: Session) -> None:
            import_contacts(
                session,
                find_list(session, pick(list(LISTS), chosen)),
                [NewContact(address, line=line) for line, address in enumerate(reversed(PEOPLE))],
                on_duplicate=pick(list(OnDuplicate), flavour),
                actor="tester",
                now=self.desk.now,
            )

        self.desk.do(unit)

    # --- the recipients --------------------------------------------------------------------------------------------

    def somebody_is_held(self, chosen: int, flavour: int) -> None:
        until = pick([None, *MOMENTS], flavour)
        self.desk.hold(
            pick(PEOPLE, chosen),
            account=flavour % 2 == 0,
            until=None if until is None else self.desk.now + until,
        )

    def a_hold_is_lifted(self, chosen: int, _flavour: int) -> None:
        if holds := self.desk.holds():
            hold_id = pick(holds, chosen).id
            self.desk.do(
                lambda session: enrolling.lift(session, [session.get_one(Hold, hold_id)], self.desk.now)
            )

    def somebody_is_not_to_be_written_to(self, chosen: int, flavour: int) -> None:
        self.forbid(pick(PEOPLE, chosen), pick(REASONS, flavour))

    def forbid(self, address: str, why: str) -> None:
        domain = address.partition("@")[2].removeprefix("mail.")
        match why:
            case "avoided":
                status = AccountStatus.WORKING if address in self.avoided else AccountStatus.AVOID_CUSTOMER
                self.desk.rate(address, status)
                self.avoided ^= at_domain(domain)
            case "domain":
                self.desk.suppress(domain)
                self.said_no |= at_domain(domain)
            case "suppressed":
                self.desk.suppress(address)
                self.said_no.add(address)
            case _:
                self.an_answer_is_applied(address, why)

    def an_answer_is_applied(self, address: str, why: str) -> None:
        """As an inbound message does: everything in one transaction."""
        contact, now = self.desk.contact(address), self.desk.now

        def unit(session: Session) -> None:
            if why == "answers for all":
                enrolling.stop_colleagues(session, contact.account_id, but=contact.id or 0, why=why, now=now)
            if why == "opts out":
                suppress(session, address, reason=SuppressionReason.OPTED_OUT, actor="daemon", now=now)
            event = EnrollmentEvent.OPTED_OUT if why == "opts out" else EnrollmentEvent.REPLIED
            for run in session.exec(select(Enrollment).where(Enrollment.contact_id == contact.id)).all():
                enrolling.end(session, run, event, why=why, now=now)

        self.desk.do(unit)
        if why == "opts out":
            self.said_no.add(address)

    # --- what must hold --------------------------------------------------------------------------------------------

    def note_passed(self, held: Held) -> None:
        """A mail has passed the commit point: it must have been allowed to."""
        now, claim, mail = self.desk.now, held.claim, self.mail(held.claim.outbound_id)
        key = (mail.recipient, mail.sequence, mail.step)
        assert key not in self.out, f"{key} went out twice"
        assert self.message_ids.setdefault(key, mail.message_id or "") == mail.message_id
        assert mail.raw == claim.message
        assert not held.passed
        assert now < held.since + LEASE
        assert mail.recipient not in self.said_no
        assert mail.recipient not in self.avoided
        assert self.campaign_of(mail) not in self.not_running
        assert mail.enrollment_id not in self.over
        assert self.holds_on(mail) == 0
        assert mail.mailbox not in self.paused_mailboxes
        recent = [at for name, at in self.passed_at.values() if name == mail.mailbox and at > now - DAY]
        assert len(recent) < PER_DAY
        held.passed = True
        self.out.add(key)
        self.passed_at[claim.outbound_id] = (mail.mailbox, now)

    def take_back(self, mail: OutboundMessage) -> None:
        """It is sure that this mail did not go out."""
        self.out.discard((mail.recipient, mail.sequence, mail.step))
        self.passed_at.pop(mail.id or 0, None)

    @invariant()
    def every_run_has_its_place(self) -> None:
        with self.desk.database.reading() as session:
            runs = session.exec(select(Enrollment)).all()
            holds = session.exec(select(Hold)).all()
            unsettled = session.exec(
                select(OutboundMessage.enrollment_id, OutboundMessage.step_index).where(
                    col(OutboundMessage.state).in_(UNSETTLED)
                )
            ).all()
        self.assert_that_what_has_ended_never_begins_again(runs)
        under_way = [run for run in runs if run.state in UNDER_WAY]
        contacts = [run.contact_id for run in under_way]
        assert len(contacts) == len(set(contacts)), "somebody is in two runs"
        turns = [run.account_id for run in under_way if not run.waits_for_turn]
        assert len(turns) == len(set(turns)), "two have their turn at one account"
        assert {run.account_id for run in under_way} == set(turns), (
            "somebody waits for a turn that nobody has"
        )
        for run in under_way:
            is_held = any(
                run.contact_id == hold.contact_id or run.account_id == hold.account_id for hold in holds
            )
            assert is_held == (run.state is EnrollmentState.PAUSED)
            if run.state is EnrollmentState.ACTIVE and not run.waits_for_turn:
                assert run.due_at is not None or (run.id, run.next_step) in unsettled, "somebody is forgotten"

    def assert_that_what_has_ended_never_begins_again(self, runs: Sequence[Enrollment]) -> None:
        ended = {run.id or 0 for run in runs if run.state not in UNDER_WAY}
        assert self.over <= ended
        self.over = ended

    # --- looking ---------------------------------------------------------------------------------------------------

    def mail(self, outbound_id: int) -> OutboundMessage:
        return self.desk.do(lambda session: session.get_one(OutboundMessage, outbound_id))

    def campaign_of(self, mail: OutboundMessage) -> str:
        return self.desk.do(lambda session: session.get_one(Campaign, mail.campaign_id).name)

    def holds_on(self, whom: OutboundMessage | Enrollment) -> int:
        scope = sa.or_(col(Hold.contact_id) == whom.contact_id, col(Hold.account_id) == whom.account_id)
        return self.desk.do(lambda session: len(session.exec(select(Hold).where(scope)).all()))


def test_nothing_is_sent_twice_and_nothing_passes_a_no(migrated_sqlite: Refillable) -> None:
    run_state_machine_as_test(
        lambda: Office(migrated_sqlite.refilled()),  # type: ignore[arg-type]
        settings=settings(
            max_examples=int(os.environ.get("OUTREACH_EXAMPLES", "15")),
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
