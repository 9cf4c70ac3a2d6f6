"""What a company's mail server says at RCPT (RFC 5321, 4.1.1.3): come in, not now, or nobody of that name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.sandbox.draw import draw
from outreach.sandbox.person import Behaviour, Person

#: A stranger who tries again sooner than this is put off again.
GREYLISTED_FOR = timedelta(minutes=5)
#: Of the full mailboxes, how many are refused at the door; the others are reported later.
FULL_AT_THE_DOOR = 0.5


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reply line. `permanent` means that the address is dead."""

    reply: str
    permanent: bool


def refusal(
    person: Person | None, address: str, attempts: Sequence[datetime], now: datetime, seed: int
) -> Refusal | None:
    """What is said to a mail for `address` after these earlier attempts; None is a welcome.

    `person` is None where nobody has the address.
    """
    if person is None or person.behaviour is Behaviour.DEAD_AT_ONCE:
        return Refusal(f"550 5.1.1 <{address}>: Recipient address rejected: User unknown", permanent=True)
    if person.greylisted and not any(now - tried >= GREYLISTED_FOR for tried in attempts):
        return Refusal(f"450 4.2.0 <{address}>: Recipient address rejected: Greylisted", permanent=False)
    if is_full_at_the_door(person, seed):
        return Refusal(f"452 4.2.2 <{address}>: Mailbox full", permanent=False)
    return None


def is_full_at_the_door(person: Person, seed: int) -> bool:
    """Whether a full mailbox says so at once."""
    return (
        person.behaviour is Behaviour.MAILBOX_FULL
        and draw(seed, "full at the door", person.address) < FULL_AT_THE_DOOR
    )
