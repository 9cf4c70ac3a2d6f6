"""What the writer of an inbound message wants: the sixteen intents, each with its meaning."""

from enum import StrEnum


class Intent(StrEnum):
    """Exactly one a message. Where a person says several things, the riskier one to miss wins (see PRECEDENCE)."""

    REFERRAL = "referral"
    RIGHT_PERSON = "right_person"
    INTERESTED = "interested"
    QUESTION = "question"
    NOT_NOW = "not_now"
    NOT_INTERESTED = "not_interested"
    UNSUBSCRIBE = "unsubscribe"
    WRONG_PERSON = "wrong_person"
    LEFT_COMPANY = "left_company"
    OUT_OF_OFFICE = "out_of_office"
    AUTO_ACKNOWLEDGEMENT = "auto_acknowledgement"
    CHALLENGE = "challenge"
    BOUNCE_HARD = "bounce_hard"
    BOUNCE_SOFT = "bounce_soft"
    COMPLAINT = "complaint"
    OTHER = "other"


MEANINGS: dict[Intent, str] = {
    Intent.REFERRAL: "points us to somebody else: a name, an address, a phone, a Cc, or says it was passed on",
    Intent.RIGHT_PERSON: "says that it is them who handles it, without yet more interest",
    Intent.INTERESTED: "wants to talk, asks for material, proposes a time",
    Intent.QUESTION: "asks us something before deciding",
    Intent.NOT_NOW: "not at present, come back later",
    Intent.NOT_INTERESTED: "a no that does not ask to be left alone for good",
    Intent.UNSUBSCRIBE: "asks not to be written to again, however worded",
    Intent.WRONG_PERSON: "not them, and nobody is named",
    Intent.LEFT_COMPANY: "the addressee has left the company",
    Intent.OUT_OF_OFFICE: "automatic absence reply",
    Intent.AUTO_ACKNOWLEDGEMENT: "automatic receipt, ticket number",
    Intent.CHALLENGE: "asks to confirm that we are human",
    Intent.BOUNCE_HARD: "permanent delivery failure",
    Intent.BOUNCE_SOFT: "temporary delivery failure or delay",
    Intent.COMPLAINT: "feedback report (ARF) or an abuse desk's notice",
    Intent.OTHER: "unrelated",
}

#: A person who says several things is taken by the first of these.
PRECEDENCE: tuple[Intent, ...] = (
    Intent.UNSUBSCRIBE,
    Intent.REFERRAL,
    Intent.INTERESTED,
    Intent.QUESTION,
    Intent.RIGHT_PERSON,
    Intent.NOT_NOW,
    Intent.NOT_INTERESTED,
    Intent.WRONG_PERSON,
)

#: Sent by machines. None of these is a reply in the sense of the response rate.
AUTOMATIC: frozenset[Intent] = frozenset(
    {
        Intent.OUT_OF_OFFICE,
        Intent.AUTO_ACKNOWLEDGEMENT,
        Intent.CHALLENGE,
        Intent.BOUNCE_HARD,
        Intent.BOUNCE_SOFT,
        Intent.COMPLAINT,
    }
)
