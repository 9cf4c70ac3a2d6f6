"""What truly happened in the world, for comparison with what the program believes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from outreach.core.intents import Intent
from outreach.sandbox.received import ReceivedMail
from outreach.sandbox.scheduled import ScheduledMail


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail that the program can see since `visible_at`."""

    mail: ScheduledMail
    visible_at: datetime


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A recipient refused at RCPT."""

    sender: str
    recipient: str
    at: datetime
    reply: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail of ours that somebody's server took."""

    mail: ReceivedMail
    at: datetime


@dataclass(frozen=True, slots=True)
class WronglyMailed:
    """A mail that should not have been tried: the recipient had opted out, or was known to be dead."""

    recipient: str
    tried_at: datetime
    since: datetime
    why: Intent


@dataclass(slots=True)
class Facts:
    """By address, each with the first moment at which the program could know it."""

    opted_out: dict[str, datetime] = field(default_factory=dict)
    bounced: dict[str, datetime] = field(default_factory=dict)
    #: Whoever wrote with their own hand.
    answered: dict[str, datetime] = field(default_factory=dict)
    #: Address of the referred -> who named them, in the order of their answers.
    referred: dict[str, list[str]] = field(default_factory=dict)
    intents: Counter[Intent] = field(default_factory=Counter)


#: What a person writes, as opposed to a machine.
BY_HAND = frozenset(
    {
        Intent.REFERRAL,
        Intent.RIGHT_PERSON,
        Intent.INTERESTED,
        Intent.QUESTION,
        Intent.NOT_NOW,
        Intent.NOT_INTERESTED,
        Intent.UNSUBSCRIBE,
        Intent.WRONG_PERSON,
    }
)


def gather(deliveries: Iterable[Delivery], turned_away: Iterable[TurnedAway]) -> Facts:
    """The facts that follow from what was delivered and refused so far."""
    facts = Facts()
    for refused in turned_away:
        if refused.permanent:
            facts.bounced.setdefault(refused.recipient, refused.at)
    for delivery in deliveries:
        _add(facts, delivery)
    return facts


def wrongly_mailed(
    facts: Facts, arrivals: Iterable[Arrival], turned_away: Iterable[TurnedAway]
) -> list[WronglyMailed]:
    """Every attempt at somebody who had opted out or bounced for good before it; the list should be empty."""
    attempts = [(arrival.mail.recipient, arrival.at) for arrival in arrivals]
    attempts += [(refused.recipient, refused.at) for refused in turned_away]
    found = []
    for why, known in ((Intent.UNSUBSCRIBE, facts.opted_out), (Intent.BOUNCE_HARD, facts.bounced)):
        for recipient, at in attempts:
            # The attempt that bounces is itself no fault, nor is one at the very moment of the news.
            if recipient in known and at > known[recipient]:
                found.append(WronglyMailed(recipient, at, known[recipient], why))
    return found


def _add(facts: Facts, delivery: Delivery) -> None:
    mail, truth = delivery.mail, delivery.mail.truth
    facts.intents[truth.intent] += 1
    if truth.intent is Intent.UNSUBSCRIBE:
        facts.opted_out.setdefault(mail.writer, delivery.visible_at)
    if truth.intent is Intent.BOUNCE_HARD and truth.bounced_address:
        facts.bounced.setdefault(truth.bounced_address, delivery.visible_at)
    if truth.intent in BY_HAND:
        facts.answered.setdefault(mail.writer, delivery.visible_at)
    if truth.intent is Intent.REFERRAL:
        for named in truth.named:
            if named.address:
                facts.referred.setdefault(named.address, []).append(mail.writer)
