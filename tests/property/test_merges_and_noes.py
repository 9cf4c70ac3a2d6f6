"""Whatever companies turn out to be one or two, and whenever: nobody gets a mail twice, or in spite of a no.

Random histories of merges, splits, undoes, noes and sends, the sender's moves apart: a mail may be claimed, on its
way, or of unknown fate while companies change.
"""

import os
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.core.errors import NotFound, Refused
from outreach.core.intents import Intent
from outreach.prospects import suppressing
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.sending.outbox import Claim
from tests.support.companies import Companies
from tests.support.databases import Refillable
from tests.support.desk import ACCEPTED, LINE_BROKE, WITHHELD
from tests.support.mailroom import a_reply, sure

PEOPLE = (
    "ana@acme.example",
    "al@acme.example",
    "amy@acme.de",
    "alf@acme.de",
    "ben@beta.example",
    "bea@gamma.example",
)
LATE = ("late@acme.de", "latter@beta.example")
DOMAINS = ("acme.example", "acme.de", "beta.example", "gamma.example")
AVOIDED = (AccountStatus.AVOID_CUSTOMER, AccountStatus.AVOID_BAD_FIT)


@dataclass
class History:
    """What has happened to whom; `forbidden` is kept apart from what the database makes of it."""

    room: Companies
    forbidden: set[str] = field(default_factory=set)
    got: list[tuple[str, str]] = field(default_factory=list)
    claim: Claim | None = None

    def colleagues(self, address: str) -> set[str]:
        """Who belongs to the same company at this moment."""
        belongs = self.room.belongs()
        return {each for each in (*PEOPLE, *LATE) if belongs.get(each) == belongs[address]}

    # --- what people say of companies ------------------------------------------------------------------------------

    def merge(self, one: str, other: str) -> None:
        self._tried(lambda: self.room.merge(one, other))

    def split(self, address: str, domain: str) -> None:
        self._tried(lambda: self.room.split(address, domain))

    def undo(self) -> None:
        self._tried(self.room.undo)

    def comes(self, address: str) -> None:
        """Somebody more of a company, on a list of their own."""
        if address not in self.room.belongs():
            self.room.campaign(address, name=f"for-{address.partition('@')[0]}")

    # --- noes ------------------------------------------------------------------------------------------------------

    def opts_out(self, address: str) -> None:
        self.room.suppress(address, SuppressionReason.OPTED_OUT)
        self.forbidden.add(address)

    def is_avoided(self, address: str, status: AccountStatus) -> None:
        self.room.give(address, status)
        self.forbidden |= self.colleagues(address)

    def is_suppressed(self, address: str) -> None:
        self.room.do(
            suppressing.suppress_account,
            self.room.account_id(address),
            reason=SuppressionReason.BY_HAND,
            actor="rita",
            now=self.room.now,
        )
        self.forbidden |= self.colleagues(address)

    def is_held(self, address: str) -> None:
        self.room.hold(address, account=True)
        self.forbidden |= self.colleagues(address)

    def replies(self, address: str) -> None:
        """What it says, nobody has read yet: the whole company is held, as whoever wrote."""
        sent = [mail for mail in self.room.mails(address) if mail.message_id and mail.sent_at]
        if sent:
            self.room.store_one(a_reply(sent[-1], "What they wrote.", sender=address))
            self.forbidden |= self.colleagues(address)

    # --- the sender ------------------------------------------------------------------------------------------------

    def claims(self) -> None:
        if self.claim is None:
            self.room.plan()
            self.claim = self.room.claim()

    def commits(self, doubtful: bool) -> None:
        claim, self.claim = self.claim, None
        if claim is None:
            return
        passed = self.room.commit(claim)
        if passed:
            assert claim.recipient not in self.forbidden, f"{claim.recipient} got a mail in spite of a no"
            self.got.append((claim.recipient, self.room.mail(claim.recipient).step))
            assert len(set(self.got)) == len(self.got), f"{self.got[-1]} went out twice"
        self.room.answer(claim, WITHHELD if not passed else LINE_BROKE if doubtful else ACCEPTED)

    def waits(self, days: int) -> None:
        self.room.later(days=days)

    # --- what always holds -----------------------------------------------------------------------------------------

    def check(self) -> None:
        assert self.room.strays() == []
        belongs = self.room.belongs()
        for address in self.room_people():
            assert belongs[address] == belongs[address.partition("@")[2]], f"{address} is astray"
            assert self.room.account(belongs[address]).merged_into_id is None

    def room_people(self) -> list[str]:
        return [each for each in (*PEOPLE, *LATE) if each in self.room.belongs()]

    def _tried(self, change: object) -> None:
        try:
            change()  # type: ignore[operator]
        except (Refused, NotFound):
            # There is nothing to undo, or the two are one already.
            return


people, domains = st.sampled_from(PEOPLE), st.sampled_from(DOMAINS)
CHANGES = st.one_of(
    st.tuples(st.just("merge"), people, people),
    st.tuples(st.just("split"), people, domains),
    st.tuples(st.just("undo")),
    st.tuples(st.just("comes"), st.sampled_from(LATE)),
)
NOES = st.one_of(
    st.tuples(st.just("opts_out"), people),
    st.tuples(st.just("is_avoided"), people, st.sampled_from(AVOIDED)),
    st.tuples(st.just("is_suppressed"), people),
    st.tuples(st.just("is_held"), people),
    st.tuples(st.just("replies"), people),
)
SENDS = st.one_of(
    st.tuples(st.just("claims")),
    st.tuples(st.just("commits"), st.booleans()),
    st.tuples(st.just("commits"), st.just(False)),
    st.tuples(st.just("waits"), st.integers(1, 3)),
)
HISTORIES = st.lists(st.one_of(CHANGES, SENDS, SENDS, NOES), min_size=4, max_size=25)
QUIET = st.lists(st.one_of(CHANGES, SENDS, SENDS), min_size=4, max_size=25)
PLAYED = settings(
    max_examples=int(os.environ.get("HISTORIES", "12")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def begun(refillable: Refillable) -> History:
    """Everybody is on one campaign, of which nothing has gone out. Done once, and copied for every history."""
    if not refillable.keeps("companies"):
        Companies(refillable.refilled()).campaign(*PEOPLE)
        refillable.keep("companies")
    return History(Companies(refillable.refilled("companies")))


def play(history: History, moves: list[tuple[object, ...]]) -> None:
    for name, *about in moves:
        getattr(history, str(name))(*about)
        history.check()


def send_everything(history: History, days: int) -> None:
    """What the daemon does in so many days."""
    history.commits(False)
    for _ in range(days):
        history.room.recover(all_owners=True)
        history.claims()
        while history.claim is not None:
            history.commits(False)
            history.claims()
        history.waits(1)


@PLAYED
@given(moves=HISTORIES)
def test_nobody_gets_a_mail_twice_or_in_spite_of_a_no(
    moves: list[tuple[object, ...]], migrated_sqlite: Refillable
) -> None:
    history = begun(migrated_sqlite)

    play(history, moves)
    send_everything(history, days=12)

    history.check()


@PLAYED
@given(moves=QUIET)
def test_where_nobody_has_said_no_everybody_gets_every_mail_once(
    moves: list[tuple[object, ...]], migrated_sqlite: Refillable
) -> None:
    history = begun(migrated_sqlite)
    calm = [(name, False) if name == "commits" else (name, *about) for name, *about in moves]

    play(history, calm)
    send_everything(history, days=45)

    people = history.room_people()
    assert sorted(history.got) == sorted((each, step) for each in people for step in ("ask", "bump"))


@pytest.mark.parametrize("intent", [Intent.INTERESTED, Intent.UNSUBSCRIBE])
def test_a_conversation_at_one_of_two_companies_that_are_one_ends_what_is_cold_at_the_other(
    intent: Intent, migrated_sqlite: Refillable
) -> None:
    history = begun(migrated_sqlite)
    history.claims()
    history.commits(False)
    ana, amy = PEOPLE[0], PEOPLE[2]
    history.room.answered(ana, sure(intent, needs_review=True))
    history.room.decide(history.room.review(), intent)

    history.merge(ana, amy)
    send_everything(history, days=12)

    assert not {address for address, _ in history.got[1:]} & history.colleagues(ana)
