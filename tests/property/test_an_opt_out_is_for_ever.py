"""Whoever said no, in whatever way, gets no mail: of no campaign, from no mailbox, whatever is done to them afterwards.

A machine imports, writes to, merges, erases and enrolls people at random. It keeps its own notes of who said no, and
they decide what may pass the commit point, not what the database says.
"""

import io
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlmodel import Session, select

from outreach.core.errors import OutreachError
from outreach.core.intents import Intent
from outreach.prospects.model import AccountDomain, OtherAddress, SuppressionReason
from outreach.prospects.service import contact_at
from outreach.prospects.suppressing import suppress, suppress_account, suppress_many
from outreach.prospects.suppression_files import NoFile, Taken
from outreach.rights.erasing import erase
from outreach.rights.person import about, find_person
from outreach.sending.outbox import Claim
from outreach.sending.past_mails import past_mails
from outreach.sequences import account_changes, campaigns, reenrolling
from outreach.sequences.model import CampaignState
from outreach.sequences.opting_out import How, opt_out
from outreach.sequences.timing import Timing
from tests.support.campaigns import a_list, earliest, sequence
from tests.support.databases import Refillable
from tests.support.desk import ACCEPTED, WITHHELD, mailbox, rules
from tests.support.mailroom import Mailroom, a_reply, follow_up, sure

ANA, AMY, BEN, GIL = "ana@acme.example", "amy@acme.example", "ben@beta.example", "gil@gmail.com"
PEOPLE = [ANA, AMY, BEN, GIL, "bea@beta.example", "cid@gamma.example"]
ANAS_OTHER = "ana@home.example"
EVERYBODY = [*PEOPLE, ANAS_OTHER, "ali@acme.example"]
MAILBOXES = ["ann", "bob"]
TIMING = Timing("Europe/London", draws=earliest)

T = TypeVar("T")

people, boxes = st.sampled_from(PEOPLE), st.sampled_from(MAILBOXES)


class Noes(RuleBasedStateMachine):
    """People, two mailboxes, and whoever does something to them."""

    room: Mailroom

    @initialize()
    def begin(self) -> None:
        self.campaigns = self.letters = 0
        self.claims: list[Claim] = []
        #: Addresses and domains that said no.
        self.no: set[str] = set()
        #: Domains that are one company.
        self.companies = {
            name: {name} for name in ("acme.example", "beta.example", "gamma.example", "home.example")
        }
        self._campaign(PEOPLE, MAILBOXES)

    # --- sending ---------------------------------------------------------------------------------------------------

    @rule(whom=st.sets(st.sampled_from(EVERYBODY), min_size=1), box=boxes)
    def a_campaign_begins(self, whom: set[str], box: str) -> None:
        self._campaign(sorted(whom), [box])

    @rule(days=st.integers(0, 3), box=boxes)
    def some_mail_is_claimed(self, days: int, box: str) -> None:
        self.room.later(days=days, hours=1)
        self.room.recover()
        self.room.plan()
        while (claim := self.room.claim(box)) is not None:
            self.claims.append(claim)

    @rule(days=st.integers(1, 4))
    def days_go_by_and_everything_is_sent(self, days: int) -> None:
        for box in MAILBOXES:
            self.some_mail_is_claimed(days, box)
            self.the_servers_ask_for_the_bodies()

    @rule()
    def the_servers_ask_for_the_bodies(self) -> None:
        for claim in self.claims:
            passed = self.room.commit(claim)
            self.room.answer(claim, ACCEPTED if passed else WITHHELD)
            assert not (passed and self._said_no(claim.recipient)), claim.recipient
        self.claims = []

    # --- the ways to say no ----------------------------------------------------------------------------------------

    @rule(who=people, button=st.booleans())
    def somebody_answers_no(self, who: str, button: bool) -> None:
        sent = [mail for mail in self.room.mails(who) if mail.sent_at is not None]
        if not sent:
            return
        text = ("unsubscribe" if button else "Please never write to me again.") + self._mark()
        letter = a_reply(sent[-1], text, sender=who, **({"subject": "unsubscribe"} if button else {}))
        self.room.receive(letter, sure(Intent.UNSUBSCRIBE))
        self.no.add(who)

    @rule(who=people)
    def somebody_presses_the_button(self, who: str) -> None:
        self._do(lambda session: opt_out(session, who, how=How.ONE_CLICK, actor="daemon", now=self.room.now))
        self._says_no(who)

    @rule(who=st.sampled_from(EVERYBODY))
    def a_colleague_of_ours_writes_it_down(self, who: str) -> None:
        reason = SuppressionReason.BY_HAND
        self._do(lambda session: suppress(session, who, reason=reason, actor="rita", now=self.room.now))
        self._says_no(who)

    @rule(who=st.sets(st.sampled_from([*EVERYBODY, "gamma.example"]), min_size=1))
    def a_file_comes_from_elsewhere(self, who: set[str]) -> None:
        rows = "".join(f"{each},{{}},blocklisted\n" for each in sorted(who))
        read = NoFile(io.BytesIO(f"email,attributes,status\n{rows}".encode()))
        noes = [row.no for row in read.rows() if isinstance(row, Taken)]
        assert len(noes) == len(who)
        self._do(lambda session: suppress_many(session, noes, actor="rita", now=self.room.now))
        for each in who:
            self._says_no(each)

    @rule(who=st.sampled_from([ANA, BEN, GIL]))
    def a_whole_company_is_left_alone(self, who: str) -> None:
        def unit(session: Session) -> bool:
            contact = contact_at(session, who)
            if contact is None:
                return False
            return suppress_account(
                session, contact.account_id, reason=SuppressionReason.BY_HAND, actor="rita", now=self.room.now
            )

        if self._do(unit):
            self.no |= {who, *self.companies.get(who.partition("@")[2], ())}

    # --- what is done to them --------------------------------------------------------------------------------------

    @rule(whom=st.sets(st.sampled_from(EVERYBODY), min_size=1))
    def they_are_imported_again(self, whom: set[str]) -> None:
        self.campaigns += 1
        self._do(lambda session: a_list(session, *sorted(whom), name=f"list-{self.campaigns}"))

    @rule(who=people)
    def somebody_is_erased(self, who: str) -> None:
        def unit(session: Session) -> None:
            person = find_person(session, who)
            erase(session, person, about(session, person), actor="rita", now=self.room.now)

        if self._tried(unit):
            self._says_no(who)

    @rule(pair=st.sampled_from([("acme.example", "beta.example"), ("beta.example", "gamma.example")]))
    def two_companies_are_one(self, pair: tuple[str, str]) -> None:
        def unit(session: Session) -> None:
            first, second = (session.get_one(AccountDomain, domain).account_id for domain in pair)
            account_changes.merge(session, first, second, actor="rita", now=self.room.now)

        if self._tried(unit):
            both = self.companies[pair[0]] | self.companies[pair[1]]
            whole = any(domain in self.no and domain != "gamma.example" for domain in both)
            for domain in both:
                self.companies[domain] = both
            if whole:
                self.no |= both

    @rule(who=people)
    def somebody_is_enrolled_once_more(self, who: str) -> None:
        def unit(session: Session) -> None:
            contact = contact_at(session, who)
            running = [each for each in campaigns.running(session) if each.state is CampaignState.RUNNING]
            if contact is None or not running:
                return
            reenrolling.enroll(
                session,
                running[-1],
                contact,
                past_mails(session, contact.id or 0),
                timing=TIMING,
                actor="rita",
                now=self.room.now,
                even_if_under_way=True,
            )

        self._tried(unit)

    @rule()
    def another_address_of_ana_is_learned(self) -> None:
        letters = [mail for mail in self.room.mails(ANA) if mail.sent_at is not None]
        if not letters or self._is_contact(ANAS_OTHER):
            return
        letter = a_reply(letters[-1], f"From my other address.{self._mark()}", sender=ANAS_OTHER, name="Ana")
        self.room.receive(letter, sure(Intent.OUT_OF_OFFICE))
        learned = self._do(lambda session: session.exec(select(OtherAddress.address)).all())
        if ANAS_OTHER in learned and ANA in self.no:
            self.no.add(ANAS_OTHER)

    def _mark(self) -> str:
        """What makes a letter another one than the last."""
        self.letters += 1
        return f" ({self.letters})"

    # --- notes -----------------------------------------------------------------------------------------------------

    def _said_no(self, address: str) -> bool:
        return address in self.no or address.partition("@")[2] in self.no

    def _says_no(self, who: str) -> None:
        self.no.add(who)
        learned = self._do(lambda session: session.exec(select(OtherAddress.address)).all())
        if who in (ANA, ANAS_OTHER) and ANAS_OTHER in learned:
            self.no |= {ANA, ANAS_OTHER}

    def _campaign(self, whom: list[str], mailboxes: list[str]) -> None:
        self.campaigns += 1
        definition = sequence(
            "ask", "bump", "again", "last", name=f"who-{self.campaigns}", one_at_a_time=False
        )
        self.room.campaign(
            *whom,
            definition=definition,
            name=f"campaign-{self.campaigns}",
            mailboxes=tuple(mailboxes),
            targets=(follow_up(),),
        )

    def _is_contact(self, address: str) -> bool:
        return self._do(lambda session: contact_at(session, address)) is not None

    def _do(self, unit: Callable[[Session], T]) -> T:
        return self.room.do(unit)

    def _tried(self, unit: Callable[[Session], None]) -> bool:
        """Whether it was done, and not refused."""
        try:
            self.room.do(unit)
        except OutreachError:
            return False
        return True


def test_a_no_is_never_followed_by_a_mail(migrated_sqlite: Refillable) -> None:
    class OnSqlite(Noes):
        def __init__(self) -> None:
            super().__init__()
            self.room = Mailroom(migrated_sqlite.refilled(), rules(mailbox("ann"), mailbox("bob")))

    run_state_machine_as_test(
        OnSqlite,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
