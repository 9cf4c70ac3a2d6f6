"""Which mail goes to a company of which status, found out by trying: each kind of mail up to the commit point.

`python -m tests.support.account_statuses` tries all and prints the table; that in docs/accounts.md is held against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from outreach.core.intents import Intent
from outreach.mail.outcomes import Answer
from outreach.prospects import accounts
from outreach.prospects.account_policy import POLICY, MailKind
from outreach.prospects.model import Account, AccountStatus
from outreach.qualification import answering
from outreach.sending.outbox import Claim
from tests.support.campaigns import sequence
from tests.support.databases import Refillable
from tests.support.desk import ACCEPTED, WITHHELD
from tests.support.mailroom import MARIA, Mailroom, sure

ANA = "ana@acme.example"
#: How long a company has had its status when the mail would go.
DAYS: Mapping[str, int] = {"": 1, ", for seven months": 213}


@dataclass(frozen=True, slots=True)
class Case:
    """One status, and for how many days it stands."""

    status: AccountStatus
    days: int

    @property
    def name(self) -> str:
        since = next(words for words, days in DAYS.items() if days == self.days)
        return f"`{self.status.value}`{since}"


#: Every status; where a rule opens with time, before and after.
CASES = [
    Case(status, days)
    for status in AccountStatus
    for days in DAYS.values()
    if days == 1 or any(rule.after is not None for rule in POLICY[status].values())
]


def first(room: Mailroom) -> None:
    """Ana is about to be asked."""
    room.campaign(ANA)
    room.plan()


def follow_up(room: Mailroom) -> None:
    """Ana has been asked, and is about to be reminded."""
    room.ask(ANA)
    room.later(days=3)
    room.plan()


def referred(room: Mailroom) -> None:
    """Ana has named Maria, who is about to be written to."""
    room.ask(ANA)
    room.answered(ANA, sure(Intent.REFERRAL, MARIA))
    room.plan()


def nurture(room: Mailroom) -> None:
    """Ana is in a slow sequence."""
    room.campaign(ANA, definition=replace(sequence("hello", "again", name="slow"), is_nurture=True))
    room.plan()


def answer(room: Mailroom) -> None:
    """Ana has asked something, and a person has written an answer."""
    room.ask(ANA)
    asked = room.answered(ANA, sure(Intent.QUESTION, needs_review=True), text="What is it about?")
    room.do(
        answering.queue_answer, asked, "Hello Ana.\n", actor="rita", rules=room.effects, now=room.now,
        decide=Intent.QUESTION,
    )  # fmt: skip


BEGINNINGS: Mapping[MailKind, Callable[[Mailroom], None]] = {
    MailKind.FIRST: first,
    MailKind.FOLLOW_UP: follow_up,
    MailKind.REFERRED: referred,
    MailKind.NURTURE: nurture,
    MailKind.ANSWER: answer,
}


def about_to_send(refillable: Refillable, kind: MailKind) -> Mailroom:
    """A mail of this kind waits in the outbox, and nothing speaks against it. Done once, and copied from then on."""
    name = f"about-to-send-{kind.name.lower()}"
    if not refillable.keeps(name):
        BEGINNINGS[kind](Mailroom(refillable.refilled()))
        refillable.keep(name)
    room = Mailroom(refillable.refilled(name))
    room.later(days=3)
    return room


def goes(room: Mailroom, case: Case, *, claimed_first: bool) -> bool:
    """Whether the mail that waits goes out to a company of this status.

    `claimed_first`: the status is given while the mail is on its way, and only the commit point is left to see it.
    """
    if claimed_first:
        claim = room.claimed()
        give(room, case)
        return _handed_in(room, claim)
    give(room, case)
    waiting = room.claim()
    return waiting is not None and _handed_in(room, waiting)


def give(room: Mailroom, case: Case) -> None:
    """The company has had this status for so long."""
    since = room.now - timedelta(days=case.days)
    account_id = room.contact(ANA).account_id
    room.do(accounts.rate, account_id, AccountStatus.AVOID_DUPLICATE, now=since)
    room.do(accounts.rate, account_id, case.status, now=since)
    with room.database.reading() as session:
        assert session.get_one(Account, account_id).status is case.status


def _handed_in(room: Mailroom, claim: Claim) -> bool:
    passed = room.commit(claim)
    told: Answer = ACCEPTED if passed else WITHHELD
    room.answer(claim, told)
    return passed


def table(refillable: Refillable) -> str:
    """All of it tried, as the table of docs/accounts.md."""
    lines = [
        "| account | " + " | ".join(kind.value for kind in MailKind) + " | why |",
        "| --- |" + " --- |" * (len(MailKind) + 1),
    ]
    for case in CASES:
        cells = [
            "sent" if goes(about_to_send(refillable, kind), case, claimed_first=True) else "**not**"
            for kind in MailKind
        ]
        lines.append(
            f"| {case.name} | " + " | ".join(cells) + f" | {POLICY[case.status][MailKind.FIRST].why} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        made = Refillable(Path(folder))
        print(table(made))
        made.close()
