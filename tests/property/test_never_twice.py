"""Whatever happens in whatever order: no step reaches anybody twice, and no mail passes a no.

A machine does at random what daemons, servers, recipients and people at the command line do, on a real
database. It keeps its own notes of who said no, what is paused and what went out; they decide what may pass the
commit point, not what the database says.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer, Outcome
from outreach.mail.outcomes import Phase as SmtpPhase
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact, OnDuplicate, find_list, import_contacts, suppress
from outreach.sending import outbox
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

PER_DAY = 4
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
#: The lists of the campaigns: two that overlap, and one over the same list again.
CAMPAIGNS = {"spring": PEOPLE[:7], "summer": PEOPLE[4:], "spring again": PEOPLE[:7]}
LISTS = {"spring": "spring", "summer": "summer", "spring again": "spring"}
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

mailboxes = st.sampled_from(MAILBOXES)
names = st.sampled_from(list(CAMPAIGNS))
moments = st.sampled_from([timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=6), DAY, 3 * DAY])
which = st.integers(0, 99)

#: A step for a contact, whatever run or campaign it belongs to.
Key = tuple[str, str, str]


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
        self.started: set[str] = set()

    @initialize()
    def open_with_a_campaign(self) -> None:
        for name in ("spring", "summer"):
            self.desk.do(a_list, *CAMPAIGNS[name], name=name)
        self.start("spring", 0)

    # --- the senders -----------------------------------------------------------------------------------------------

    @rule(amount=moments)
    def time_passes(self, amount: timedelta) -> None:
        self.desk.now += amount

    @precondition(lambda self: len(self.claims) < 4)
    @rule(name=mailboxes)
    def a_mail_is_claimed(self, name: str) -> None:
        self.desk.plan()
        claim = self.desk.claim(name)
        if claim is not None:
            self.claims.append(Held(claim, self.desk.now))

    @precondition(lambda self: self.claims)
    @rule(chosen=which)
    def the_commit_point_is_asked(self, chosen: int) -> None:
        held = self.one_of(self.claims, chosen)
        if self.desk.commit(held.claim):
            self.note_passed(held)
        elif not held.passed:
            self.claims.remove(held)
            self.desk.answer(held.claim, WITHHELD)

    @precondition(lambda self: self.claims)
    @rule(chosen=which, early=st.sampled_from(BEFORE_THE_BODY), late=st.sampled_from(AFTER_THE_BODY))
    def a_server_answers(self, chosen: int, early: Answer, late: Answer) -> None:
        held = self.one_of(self.claims, chosen)
        self.claims.remove(held)
        answer = late if held.passed else early
        mail = self.mail(held.claim.outbound_id)
        if held.passed and answer.outcome in SURELY_NOT and mail.state is OutboundState.IN_FLIGHT:
            self.take_back(mail)
        self.desk.answer(held.claim, answer)
        self.note_paused_mailboxes()

    @rule(name=mailboxes)
    def mails_go_out_without_trouble(self, name: str) -> None:
        self.desk.plan()
        while (claim := self.desk.claim(name)) is not None:
            assert self.desk.commit(claim), "what is claimed at this very moment may go"
            self.note_passed(Held(claim, self.desk.now))
            self.desk.answer(claim, ACCEPTED)

    @rule(kind=st.sampled_from(["senders die", "leases are looked at", "daemon starts anew"]))
    def a_crash_or_what_comes_after(self, kind: str) -> None:
        if kind != "leases are looked at":
            self.claims.clear()
        if kind != "senders die":
            self.desk.recover(all_owners=kind == "daemon starts anew")

    @precondition(lambda self: self.doubtful())
    @rule(chosen=which, sent=st.booleans())
    def a_doubt_is_settled(self, chosen: int, sent: bool) -> None:
        mail = self.one_of(self.doubtful(), chosen)
        if sent:
            self.desk.settle_mail(mail, by="sent_folder")
        else:
            self.take_back(mail)
            self.desk.do(outbox.settle_as_not_sent, mail.id or 0, by="ann", now=self.desk.now)

    # --- the people at the command line ----------------------------------------------------------------------------

    @rule(name=names, edition=st.integers(0, len(EDITIONS) - 1))
    def start(self, name: str, edition: int) -> None:
        """A first start, a start again after an edit, or another campaign over people who are known."""
        if name not in self.started:
            self.desk.do(a_campaign, name=name, list_name=LISTS[name], mailboxes=tuple(MAILBOXES))
            self.started.add(name)
        try:
            self.desk.start_again(EDITIONS[edition], name)
        except Refused:
            assert name in self.not_running

    @rule(
        chosen=which,
        event=st.sampled_from([CampaignEvent.PAUSED, CampaignEvent.RESUMED, CampaignEvent.STOPPED]),
    )
    def a_campaign_is_moved(self, chosen: int, event: CampaignEvent) -> None:
        name = self.one_of(sorted(self.started), chosen)
        try:
            self.desk.move_campaign(event, name)
        except Refused:
            return
        (self.not_running.discard if event is CampaignEvent.RESUMED else self.not_running.add)(name)

    @rule(name=mailboxes, pause=st.sampled_from([True, False, False]))
    def a_mailbox_is_paused_or_resumed(self, name: str, pause: bool) -> None:
        if pause:
            self.desk.pause_mailbox(name)
        else:
            self.desk.do(outbox.resume_mailbox, name, actor="tester", now=self.desk.now)
        self.note_paused_mailboxes()

    @rule(name=st.sampled_from(["spring", "summer"]), on_duplicate=st.sampled_from(OnDuplicate))
    def a_list_is_imported_again(self, name: str, on_duplicate: OnDuplicate) -> None:
        def unit(session: Session) -> None:
            import_contacts(
                session,
                find_list(session, name),
                [NewContact(address, line=line) for line, address in enumerate(reversed(PEOPLE))],
                on_duplicate=on_duplicate,
                actor="tester",
                now=self.desk.now,
            )

        self.desk.do(unit)

    # --- the recipients --------------------------------------------------------------------------------------------

    @rule(chosen=which, account=st.booleans(), until=st.none() | moments)
    def somebody_is_held(self, chosen: int, account: bool, until: timedelta | None) -> None:
        address = self.somebody(chosen)
        self.desk.hold(address, account=account, until=None if until is None else self.desk.now + until)

    @precondition(lambda self: self.desk.holds())
    @rule(chosen=which)
    def a_hold_is_lifted(self, chosen: int) -> None:
        hold = self.one_of(self.desk.holds(), chosen)
        self.desk.do(lambda session: enrolling.lift(session, [session.get_one(Hold, hold.id)], self.desk.now))

    @rule(
        chosen=which,
        how=st.sampled_from(
            ["answers", "answers for all", "opts out", "suppressed", "domain", "avoided", "avoided"]
        ),
    )
    def somebody_is_not_to_be_written_to(self, chosen: int, how: str) -> None:
        address = self.somebody(chosen)
        contact = self.desk.contact(address)
        domain = address.partition("@")[2].removeprefix("mail.")

        def unit(session: Session) -> None:
            if how == "answers for all":
                enrolling.stop_colleagues(
                    session, contact.account_id, but=contact.id or 0, why="answered", now=self.desk.now
                )
            if how == "opts out":
                suppress(
                    session, address, reason=SuppressionReason.OPTED_OUT, actor="daemon", now=self.desk.now
                )
            event = EnrollmentEvent.OPTED_OUT if how == "opts out" else EnrollmentEvent.REPLIED
            self.end_all(session, contact.id, event)

        match how:
            case "avoided":
                status = AccountStatus.WORKING if address in self.avoided else AccountStatus.AVOID_CUSTOMER
                self.desk.rate(address, status)
                self.avoided ^= self.at_domain(domain)
            case "suppressed" | "domain":
                self.desk.suppress(domain if how == "domain" else address)
            case _:
                self.desk.do(unit)
        if how in ("opts out", "suppressed"):
            self.said_no.add(address)
        if how == "domain":
            self.said_no |= self.at_domain(domain)

    def at_domain(self, domain: str) -> set[str]:
        return {each for each in PEOPLE if each.endswith((f"@{domain}", f".{domain}"))}

    def end_all(self, session: Session, contact_id: int | None, event: EnrollmentEvent) -> None:
        for run in session.exec(select(Enrollment).where(Enrollment.contact_id == contact_id)).all():
            enrolling.end(session, run, event, why="", now=self.desk.now)

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
    def what_has_ended_never_begins_again(self) -> None:
        ended = {run.id or 0 for run in self.runs() if run.state not in UNDER_WAY}
        assert self.over <= ended
        self.over = ended

    @invariant()
    def nobody_is_in_two_runs_and_no_account_has_two_turns(self) -> None:
        under_way = [run for run in self.runs() if run.state in UNDER_WAY]
        contacts = [run.contact_id for run in under_way]
        turns = [run.account_id for run in under_way if not run.waits_for_turn]
        assert len(contacts) == len(set(contacts))
        assert len(turns) == len(set(turns))
        assert {run.account_id for run in under_way} == set(turns), (
            "somebody waits for a turn that nobody has"
        )

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """Who is active is due or has a mail in the outbox; who is paused is held."""
        unsettled = {
            (mail.enrollment_id, mail.step_index)
            for mail in self.desk.mails()
            if mail.state
            in (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)
        }
        for run in self.runs():
            if run.state is EnrollmentState.ACTIVE and not run.waits_for_turn:
                assert run.due_at is not None or (run.id, run.next_step) in unsettled
            if run.state is EnrollmentState.PAUSED:
                assert self.holds_on(run) > 0

    # --- looking ---------------------------------------------------------------------------------------------------

    def somebody(self, chosen: int) -> str:
        """Anybody, but mostly one whose mail is claimed at this moment: that is where it gets narrow."""
        claimed = [held.claim.recipient for held in self.claims]
        return str(self.one_of(claimed * (2 * len(PEOPLE)) + PEOPLE, chosen))

    def one_of(self, choices: list[Any], chosen: int) -> Any:
        return choices[chosen % len(choices)] if choices else None

    def doubtful(self) -> list[OutboundMessage]:
        return [mail for mail in self.desk.mails() if mail.state is OutboundState.DOUBTFUL]

    def runs(self) -> list[Enrollment]:
        return self.desk.do(lambda session: list(session.exec(select(Enrollment)).all()))

    def mail(self, outbound_id: int) -> OutboundMessage:
        return self.desk.do(lambda session: session.get_one(OutboundMessage, outbound_id))

    def campaign_of(self, mail: OutboundMessage) -> str:
        return self.desk.do(lambda session: session.get_one(Campaign, mail.campaign_id).name)

    def holds_on(self, whom: OutboundMessage | Enrollment) -> int:
        scope = sa.or_(col(Hold.contact_id) == whom.contact_id, col(Hold.account_id) == whom.account_id)
        return self.desk.do(lambda session: len(session.exec(select(Hold).where(scope)).all()))

    def note_paused_mailboxes(self) -> None:
        def paused(session: Session) -> set[str]:
            return {name for name in MAILBOXES if outbox.status_of(session, name).paused_at is not None}

        self.paused_mailboxes = self.desk.do(paused)


def test_nothing_is_sent_twice_and_nothing_passes_a_no(migrated_sqlite: Refillable) -> None:
    run_state_machine_as_test(
        lambda: Office(migrated_sqlite.refilled()),  # type: ignore[arg-type]
        settings=settings(
            max_examples=int(os.environ.get("OUTREACH_EXAMPLES", "20")),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
