"""What a reply is worth to us: good, bad, or neither."""

from enum import StrEnum

from outreach.core.intents import Intent


class Meaning(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


#: Every intent. A referral is good: it is what the first mail asks for. What machines say is no reply, and only here
#: for messages that a reviewer has found to be one.
MEANS: dict[Intent, Meaning] = {
    Intent.REFERRAL: Meaning.POSITIVE,
    Intent.RIGHT_PERSON: Meaning.POSITIVE,
    Intent.INTERESTED: Meaning.POSITIVE,
    Intent.QUESTION: Meaning.POSITIVE,
    Intent.NOT_NOW: Meaning.NEUTRAL,
    Intent.NOT_INTERESTED: Meaning.NEGATIVE,
    Intent.UNSUBSCRIBE: Meaning.NEGATIVE,
    Intent.WRONG_PERSON: Meaning.NEUTRAL,
    Intent.LEFT_COMPANY: Meaning.NEUTRAL,
    Intent.OUT_OF_OFFICE: Meaning.NEUTRAL,
    Intent.AUTO_ACKNOWLEDGEMENT: Meaning.NEUTRAL,
    Intent.CHALLENGE: Meaning.NEUTRAL,
    Intent.BOUNCE_HARD: Meaning.NEUTRAL,
    Intent.BOUNCE_SOFT: Meaning.NEUTRAL,
    Intent.COMPLAINT: Meaning.NEGATIVE,
    Intent.OTHER: Meaning.NEUTRAL,
}


_BY_NAME = {intent.value: means for intent, means in MEANS.items()}


def meaning_of(intent: str | None) -> Meaning:
    """What an intent by its name means; neither good nor bad where nobody has said, or in words of another version."""
    return _BY_NAME.get(intent or "", Meaning.NEUTRAL)
