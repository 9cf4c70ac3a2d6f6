"""The stages of the line, what each is counted from, and out of which stage people come into it."""

from enum import StrEnum


class Stage(StrEnum):
    """In order. Up to `conversation` people are counted, from it on leads; a colleague who was named is a person."""

    PROSPECTS = "prospects"
    MAILED = "mailed"
    DELIVERED = "delivered"
    REPLIED = "replied"
    POSITIVE = "positive"
    REFERRED = "referred"
    REFERRAL_REPLIES = "referral_replies"
    CONVERSATION = "conversation"
    QUALIFIED = "qualified"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    CONTRACT = "contract"
    PAID = "paid"


_S = Stage

#: Of whom each stage's share is reckoned; what is between is the conversion to the next.
COMES_FROM: dict[Stage, Stage] = {
    _S.MAILED: _S.PROSPECTS,
    _S.DELIVERED: _S.MAILED,
    # Replies / (sent - bounced): Ross & Tyler, Predictable Revenue.
    _S.REPLIED: _S.DELIVERED,
    _S.POSITIVE: _S.REPLIED,
    # Of those who answered, how many named a colleague: a branch beside the main line.
    _S.REFERRED: _S.REPLIED,
    # Of the colleagues named, how many wrote to us.
    _S.REFERRAL_REPLIES: _S.REFERRED,
    _S.CONVERSATION: _S.POSITIVE,
    _S.QUALIFIED: _S.CONVERSATION,
    _S.OFFERED: _S.QUALIFIED,
    _S.ACCEPTED: _S.OFFERED,
    _S.CONFIRMED: _S.ACCEPTED,
    _S.PROPOSAL: _S.CONFIRMED,
    _S.MEETING: _S.PROPOSAL,
    _S.CONTRACT: _S.MEETING,
    _S.PAID: _S.CONTRACT,
}

#: The main line, along which a conversion's worth is reckoned: everything but the branch of the referrals.
MAIN_LINE = tuple(each for each in Stage if each not in (_S.REFERRED, _S.REFERRAL_REPLIES))
