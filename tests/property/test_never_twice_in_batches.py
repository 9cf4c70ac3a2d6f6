"""Two daemons that ask in batches: whatever is in a batch, lost, told twice or told late, no step goes out twice.

As in test_never_twice.py a machine does at random what may happen, and keeps its own notes; here each transaction
is a whole `service.tell` of one daemon, as the ledger writes it: answers, claims given back, commit points and new
claims for several mailboxes at once.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from outreach.database.engine import Database
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.sending import outbox, planning, service
from outreach.sending.journal import Entry
from outreach.sending.limits import DAY
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.outbox import Claim
from outreach.sending.service import Asked, Told
from tests.support.campaigns import sequence
from tests.support.databases import Refillable, emptied
from tests.support.desk import (
    ACCEPTED,
    LATER,
    LINE_BROKE,
    NO_SUCH_USER,
    QUOTA,
    UNWANTED,
    WITHHELD,
    Desk,
    mailbox,
    rules,
)

PER_DAY = 3
PER_DOMAIN = 2
MAILBOXES = ("ann", "bob", "cat")
#: Three at each firm, who need not wait for one another.
PEOPLE = [f"p{number}@firm{number // 3}.example" for number in range(15)]
NOT_YET = [LATER, NO_SUCH_USER, Answer(Outcome.NOT_SENT, Phase.CONNECT)]
AFTER_THE_BODY = [
    *[ACCEPTED] * 4,
    LINE_BROKE,
    UNWANTED,
    QUOTA,
    Answer(Outcome.REFUSED_FOR_NOW, Phase.DOT, 451, text="try again later"),
]
MOMENTS = [
    timedelta(seconds=3),
    timedelta(minutes=16),
    timedelta(minutes=31),
    timedelta(hours=7),
    DAY,
    3 * DAY,
]

ACTIONS = {
    "a_daemon_asks": 10,
    "a_daemon_asks_in_vain": 2,
    "a_daemon_dies_before_it_is_told": 1,
    "servers_answer": 6,
    "an_answer_is_kept_in_the_journal": 2,
    "the_journal_is_read": 2,
    "an_answer_is_told_once_more": 2,
    "time_passes": 2,
    "everybody_is_slow": 4,
    "a_doubt_is_settled": 2,
    "somebody_says_no": 1,
}
actions = st.sampled_from([name for name, weight in ACTIONS.items() for _ in range(weight)])
choices = st.integers(0, 63)

Key = tuple[str, str]
T = TypeVar("T")


def pick(choices: Sequence[T], chosen: int) -> T:
    return choices[chosen % len(choices)]


def some(choices: list[T], chosen: int) -> list[T]:
    """None, some or all of them."""
    return [choice for place, choice in enumerate(choices) if chosen >> (place % 6) & 1]


class Crash(Exception):
    """The process is gone, and its transaction with it."""


@dataclass
class Daemon:
    """What one process has in its hands; all of it is gone when it dies. The journal lies on its disk."""

    name: str
    claims: list[Claim] = field(default_factory=list)
    in_flight: list[Claim] = field(default_factory=list)
    answers: list[tuple[Claim, Answer]] = field(default_factory=list)
    journal: list[Entry] = field(default_factory=list)

    def dies(self) -> None:
        self.claims, self.in_flight, self.answers = [], [], []


class TwoDaemons(RuleBasedStateMachine):
    def __init__(self, database: Database) -> None:
        super().__init__()
        boxes = [mailbox(name, per_day=PER_DAY, ramp_start=PER_DAY) for name in MAILBOXES]
        self.desk = Desk(database, replace(rules(*boxes), per_domain=PER_DOMAIN))
        #: What was planned was planned under higher limits: what counts is the commit point.
        self.generous = rules(*map(mailbox, MAILBOXES))
        self.daemons = [Daemon("first"), Daemon("second")]
        self.told_before: list[tuple[Claim, Answer]] = []
        # Our own notes: what went out or may have gone out, what certainly arrived, who said no.
        self.out: set[Key] = set()
        self.arrived: set[int] = set()
        self.passed_at: dict[int, datetime] = {}
        self.said_no: set[str] = set()

    @initialize()
    def begin(self) -> None:
        two_steps = sequence("ask", "bump", one_at_a_time=False)
        self.desk.campaign(*PEOPLE, definition=two_steps, mailboxes=MAILBOXES)
        self.plan()

    def plan(self) -> None:
        self.desk.do(planning.plan, self.generous, now=self.desk.now)

    @rule(action=actions, who=st.booleans(), chosen=choices, flavour=choices)
    def next(self, action: str, who: bool, chosen: int, flavour: int) -> None:
        getattr(self, action)(self.daemons[who], chosen, flavour)

    # --- what the daemons do ---------------------------------------------------------------------------------------

    def a_daemon_asks(self, daemon: Daemon, chosen: int, flavour: int) -> None:
        self.plan()
        asked = self.question(daemon, chosen, flavour)
        self.hear(daemon, asked, self.desk.do(service.tell, asked, self.desk.rules, **self.by(daemon)))

    def a_daemon_asks_in_vain(self, daemon: Daemon, chosen: int, flavour: int) -> None:
        """The database fails at the commit. The process asks again, or is gone."""
        asked = self.question(daemon, chosen, flavour)
        with pytest.raises(Crash), self.desk.database.writing() as session:
            service.tell(session, asked, self.desk.rules, **self.by(daemon))
            session.flush()
            raise Crash
        if flavour % 2:
            daemon.dies()

    def a_daemon_dies_before_it_is_told(self, daemon: Daemon, chosen: int, flavour: int) -> None:
        """All of it is committed, and nobody is left to act on it."""
        asked = self.question(daemon, chosen, flavour)
        told = self.desk.do(service.tell, asked, self.desk.rules, **self.by(daemon))
        self.hear(daemon, asked, told)
        daemon.dies()

    def question(self, daemon: Daemon, chosen: int, flavour: int) -> Asked:
        given_back = some(daemon.claims, chosen & flavour & 9)
        return Asked(
            answers=some(daemon.answers, chosen),
            given_back=given_back,
            commits=[claim for claim in some(daemon.claims, flavour) if claim not in given_back],
            mailboxes=some(list(MAILBOXES), ~flavour),
        )

    def by(self, daemon: Daemon) -> dict[str, Any]:
        return {"owner": daemon.name, "now": self.desk.now}

    def hear(self, daemon: Daemon, asked: Asked, told: Told) -> None:
        for claim, answer in asked.answers:
            daemon.answers.remove((claim, answer))
            self.told_before.append((claim, answer))
        # What was refused has made room for what is committed in the same transaction.
        self.take_back()
        done = {claim.token for claim in (*asked.given_back, *asked.commits)}
        daemon.claims = [claim for claim in daemon.claims if claim.token not in done]
        for claim in asked.commits:
            if claim.token in told.may_go:
                self.note_passed(claim)
                daemon.in_flight.append(claim)
            else:
                daemon.answers.append((claim, WITHHELD))
        fresh = [claim for claims in told.claims.values() for claim in claims]
        assert {claim.mailbox for claim in fresh} <= set(asked.mailboxes)
        daemon.claims += fresh

    def servers_answer(self, daemon: Daemon, chosen: int, flavour: int) -> None:
        """Of some mails it becomes known what the servers made of them; that is written down later."""
        for place, claim in enumerate(some(daemon.in_flight, chosen | 1)):
            daemon.in_flight.remove(claim)
            answer = pick(AFTER_THE_BODY, flavour + place)
            if answer is ACCEPTED or (answer is LINE_BROKE and chosen % 2):
                self.arrived.add(claim.outbound_id)
            daemon.answers.append((claim, answer))
        for claim in some(daemon.claims, chosen & flavour & 21):
            daemon.claims.remove(claim)
            daemon.answers.append((claim, pick(NOT_YET, flavour)))

    def an_answer_is_kept_in_the_journal(self, daemon: Daemon, chosen: int, _flavour: int) -> None:
        """The disk of the database was full."""
        for claim, answer in some(daemon.answers, chosen):
            if answer is not WITHHELD:
                daemon.answers.remove((claim, answer))
                daemon.journal.append(Entry.of(claim, answer, self.desk.now))

    def the_journal_is_read(self, daemon: Daemon, chosen: int, flavour: int) -> None:
        """Once, or again since the process died before it could clear it."""
        for _ in range(1 + flavour % 2):
            self.desk.do(service.record_entries, daemon.journal, self.desk.rules)
        if chosen % 3:
            daemon.journal.clear()

    def an_answer_is_told_once_more(self, daemon: Daemon, chosen: int, _flavour: int) -> None:
        """Nobody was told that it was written down."""
        if self.told_before:
            again = Asked(answers=[pick(self.told_before, chosen)])
            self.desk.do(service.tell, again, self.desk.rules, **self.by(daemon))

    # --- what happens around them ----------------------------------------------------------------------------------

    def time_passes(self, _daemon: Daemon, chosen: int, _flavour: int) -> None:
        self.desk.now += pick(MOMENTS, chosen)

    def everybody_is_slow(self, _daemon: Daemon, chosen: int, _flavour: int) -> None:
        """Leases end, what was held is taken over, and who held it does not know."""
        self.desk.now += pick([*MOMENTS[:3], MOMENTS[2], MOMENTS[2]], chosen)
        self.desk.recover()

    def a_doubt_is_settled(self, _daemon: Daemon, chosen: int, flavour: int) -> None:
        # Nobody may say "not sent" of what a server has in its hands at this moment.
        busy = {claim.outbound_id for daemon in self.daemons for claim in daemon.in_flight}
        doubtful = [
            mail for mail in self.desk.mails() if mail.state is OutboundState.DOUBTFUL and mail.id not in busy
        ]
        if not doubtful:
            return
        mail = pick(doubtful, chosen)
        if mail.id in self.arrived or flavour % 2:
            self.desk.settle_mail(mail, by="sent_folder")
        else:
            self.desk.do(outbox.settle_as_not_sent, mail.id or 0, by="rita", now=self.desk.now)

    def somebody_says_no(self, _daemon: Daemon, chosen: int, _flavour: int) -> None:
        self.desk.suppress(pick(PEOPLE, chosen))
        self.said_no.add(pick(PEOPLE, chosen))

    # --- what must hold --------------------------------------------------------------------------------------------

    def note_passed(self, claim: Claim) -> None:
        mail = next(mail for mail in self.desk.mails(claim.recipient) if mail.id == claim.outbound_id)
        key = (mail.recipient, mail.step)
        assert claim.outbound_id not in self.arrived, f"{key} went out twice"
        assert key not in self.out, f"{key} may have gone out before"
        assert mail.state is OutboundState.IN_FLIGHT
        assert mail.token == claim.token
        assert mail.raw == claim.message
        assert claim.recipient not in self.said_no
        recent = [mail for mail in self.counted() if self.passed_at[mail.id or 0] > self.desk.now - DAY]
        assert sum(each.mailbox == mail.mailbox for each in recent) < PER_DAY
        assert sum(each.recipient_domain == mail.recipient_domain for each in recent) < PER_DOMAIN
        self.out.add(key)
        self.passed_at[claim.outbound_id] = self.desk.now

    def counted(self) -> list[OutboundMessage]:
        """What passed, but for what certainly did not arrive."""
        return [mail for mail in self.desk.mails() if mail.id in self.passed_at]

    @invariant()
    def what_the_database_says_is_so(self) -> None:
        busy = {claim.outbound_id for daemon in self.daemons for claim in daemon.in_flight}
        for mail in self.desk.mails():
            if mail.state in (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.WITHDRAWN):
                assert mail.id not in self.arrived, (
                    f"{mail.recipient}: {mail.step} arrived, and is {mail.state}"
                )
            if mail.in_flight_at is None:
                assert mail.id not in busy, (
                    f"{mail.recipient}: {mail.step} is on its way, and is {mail.state}"
                )
        self.take_back()

    def take_back(self) -> None:
        """A server, or a person, has said of some that they were not taken."""
        for mail in self.desk.mails():
            if mail.in_flight_at is None:
                self.out.discard((mail.recipient, mail.step))
                self.passed_at.pop(mail.id or 0, None)


def run(database: Callable[[], Database], examples: int) -> None:
    run_state_machine_as_test(
        lambda: TwoDaemons(database()),  # type: ignore[arg-type]
        settings=settings(
            max_examples=int(os.environ.get("OUTREACH_EXAMPLES", str(examples))),
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_batches_of_two_daemons_send_nothing_twice_on_sqlite(migrated_sqlite: Refillable) -> None:
    run(migrated_sqlite.refilled, 20)


@pytest.mark.server("postgresql")
def test_nor_on_postgresql(migrated_postgresql: Database) -> None:
    run(lambda: emptied(migrated_postgresql), 6)
