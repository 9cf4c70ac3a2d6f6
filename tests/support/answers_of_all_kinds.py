"""Letters of every kind that comes in, each from somebody else, and what they must lead to."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from outreach.sending.model import OutboundMessage
from tests.support.mailroom import a_bounce, a_reply


class Kind(StrEnum):
    """What a letter is."""

    BOUNCE = "bounce"
    ABSENCE = "absence"
    OPT_OUT = "opt-out"
    REFERRAL = "referral"
    QUESTION = "question"
    UNRELATED = "unrelated"


KINDS = tuple(Kind)


def person(number: int) -> str:
    """Everybody works somewhere else, so that nobody's answer touches anybody else."""
    return f"p{number}@firm{number}.example"


def kind_of(number: int) -> Kind:
    """What the person of that number has to say."""
    return KINDS[number % len(KINDS)]


def answer_of(number: int, mail: OutboundMessage) -> bytes:
    """What comes back for our mail to the person of that number; unrelated mail comes from a stranger."""
    sender, kind = person(number), kind_of(number)
    if kind is Kind.BOUNCE:
        return a_bounce(mail, sender, sender=f"mailer-daemon@firm{number}.example")
    if kind is Kind.ABSENCE:
        return a_reply(
            mail,
            "I am out of the office and will be back on Monday.",
            sender=sender,
            subject=f"Automatic reply: {mail.subject}",
            headers=("Auto-Submitted: auto-replied",),
        )
    if kind is Kind.UNRELATED:
        return a_reply(
            None, f"Our news of week {number}.", sender=f"news@elsewhere{number}.example", subject="News"
        )
    return a_reply(mail, _WORDS[kind].format(number=number), sender=sender, quoted=True)


_WORDS = {
    Kind.OPT_OUT: "Please remove me from your list and do not write to me again.",
    Kind.REFERRAL: "Please write to my colleague Maria Weber, maria.weber@firm{number}.example. She handles this.",
    Kind.QUESTION: "What does it cost for twelve people?",
}


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that letters have led to, by their Message-IDs, without what differs from run to run."""

    letters: Counter[tuple[object, ...]]
    events: Counter[tuple[object, ...]]
    holds: Counter[tuple[object, ...]]
    reviews: Counter[tuple[object, ...]]
    referrals: Counter[tuple[object, ...]]
    suppressions: Counter[tuple[object, ...]]
    enrollments: Counter[tuple[object, ...]]

    def events_of(self, *kinds: str) -> dict[str, int]:
        """How often these things happened."""
        return {kind: sum(n for fact, n in self.events.items() if fact[0] == kind) for kind in kinds}


_EFFECTS: dict[str, str] = {
    "letters": "SELECT message_id, mailbox, state, sender_address FROM inbound_message",
    # What happens by the clock, and the mails that were there before, is nobody's answer.
    "events": """
        SELECT e.kind, i.message_id, c.address, e.outbound_id FROM event AS e
        LEFT JOIN inbound_message AS i ON i.id = e.inbound_id
        LEFT JOIN contact AS c ON c.id = e.contact_id
        WHERE e.inbound_id IS NOT NULL OR e.kind IN ('opted_out', 'suppressed', 'bounced', 'referred')
    """,
    "holds": """
        SELECT h.reason, i.message_id, c.address, h.account_id FROM hold AS h
        LEFT JOIN inbound_message AS i ON i.id = h.inbound_id
        LEFT JOIN contact AS c ON c.id = h.contact_id
    """,
    "reviews": """
        SELECT i.message_id, r.proposed, r.state FROM review AS r
        JOIN inbound_message AS i ON i.id = r.inbound_id
    """,
    "referrals": """
        SELECT i.message_id, r.email, r.state FROM referral AS r
        JOIN inbound_message AS i ON i.id = r.inbound_id
    """,
    "suppressions": "SELECT kind, value, reason FROM suppression",
    "enrollments": """
        SELECT c.address, e.state, e.tag FROM enrollment AS e JOIN contact AS c ON c.id = e.contact_id
    """,
}


def effects_in(database: Path) -> Effects:
    """What stands in a SQLite database, read past the program."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        return Effects(
            **{name: Counter(connection.execute(sql).fetchall()) for name, sql in _EFFECTS.items()}
        )


def expected(numbers: Sequence[int]) -> Counter[Kind]:
    """How many letters of each kind these people write."""
    return Counter(kind_of(number) for number in numbers)
