"""Which reply is looked at first: the most valuable, and of those the oldest; waiting makes every one more urgent."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from outreach.core.intents import Intent

#: How much is lost by letting it lie, from 1 to 3. Whoever is not named here counts 1.
_VALUES: Mapping[Intent, int] = {
    # A conversation that cools by the hour.
    Intent.INTERESTED: 3,
    Intent.RIGHT_PERSON: 3,
    Intent.QUESTION: 3,
    Intent.REFERRAL: 3,
    # A later conversation, or a no that must not wait long.
    Intent.NOT_NOW: 2,
    Intent.UNSUBSCRIBE: 2,
    Intent.COMPLAINT: 2,
}

#: Waiting so long is worth as much as one class more, so that nothing starves behind what keeps coming.
_A_CLASS_MORE = timedelta(hours=24)


def value_of(intent: Intent) -> int:
    """1 to 3, by what the program thinks that the reply means."""
    return _VALUES.get(intent, 1)


def urgency(intent: Intent, received_at: datetime, now: datetime) -> int:
    """Its value, and one more for each whole day that it has waited."""
    return value_of(intent) + max(0, (now - received_at) // _A_CLASS_MORE)


def rank(intent: Intent, received_at: datetime, now: datetime) -> tuple[int, datetime]:
    """What the queue is sorted by: the most urgent first, and among the equally urgent the oldest."""
    return -urgency(intent, received_at, now), received_at
