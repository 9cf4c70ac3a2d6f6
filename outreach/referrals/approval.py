"""Whether a person whom a reply names may be written to without anybody looking first."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    APPROVE = "approve"
    #: A person decides.
    WAIT = "wait"
    NEEDS_ADDRESS = "needs_address"
    REFUSE = "refuse"


#: Nobody introduces them: they are there already, and wait for a person's answer.
ANSWER_THEM = "they have written to us themselves: answer them, they need no introduction"


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """What is known when somebody has been named. Every field is a claim that the database or the reply proves."""

    has_address: bool
    #: The campaign that it came from was stopped: nothing goes out of it any more.
    is_over: bool = False
    #: The sequence of the follow-up was there when the campaign was started.
    can_be_followed: bool = True
    is_ours: bool = False
    is_referrer: bool = False
    #: They wrote in place of whom we had asked, and gave their own address: a successor, a colleague behind info@.
    writes_in_their_place: bool = False
    suppressed: bool = False
    #: Why nobody at their company is written to: it is a customer, for instance. Empty: nothing of that kind.
    account_avoided: str = ""
    #: Why a person is asked first, though nothing forbids it.
    account_asks_first: str = ""
    #: What the rule of their country asks for and is not there: the mail would wait for it.
    law_forbids: str = ""
    under_way: bool = False
    #: They have had the follow-up before, from an earlier referral.
    had_follow_up: bool = False
    named_by_machine: bool = False
    #: The reply names a Message-ID that only we could have made.
    answers_our_message_id: bool = False
    #: The reply comes from the account that we wrote to.
    writer_at_account: bool = False
    address_at_account: bool = False
    #: The referrer put the address on To or Cc of the reply.
    on_copy: bool = False
    #: How many this reply has named before, and how long the chain would get.
    named_before: int = 0
    depth: int = 1


@dataclass(frozen=True, slots=True)
class ReferralPolicy:
    automatic: bool = True
    max_per_reply: int = 3
    max_depth: int = 3


@dataclass(frozen=True, slots=True)
class Judged:
    decision: Decision
    reason: str = ""


def judge_referral(facts: ReferralFacts, policy: ReferralPolicy) -> Judged:
    """Invariant 4, as an ordered table: the first line that applies decides."""
    lines = (
        (not facts.has_address, Decision.NEEDS_ADDRESS, "named without an address"),
        (facts.is_over, Decision.REFUSE, "the campaign was stopped"),
        (
            not facts.can_be_followed,
            Decision.REFUSE,
            "the sequence of the follow-up was not there when the campaign was started; start it again",
        ),
        (facts.is_ours, Decision.REFUSE, "the address is one of our own mailboxes"),
        (facts.writes_in_their_place, Decision.REFUSE, ANSWER_THEM),
        (facts.is_referrer, Decision.REFUSE, "they named themselves"),
        (facts.suppressed, Decision.REFUSE, "this address said no, or is dead"),
        (bool(facts.account_avoided), Decision.REFUSE, facts.account_avoided),
        (facts.under_way, Decision.REFUSE, "they are under way in a sequence already"),
        (facts.had_follow_up, Decision.REFUSE, "they have been written to about a referral before"),
        (bool(facts.account_asks_first), Decision.WAIT, facts.account_asks_first),
        (bool(facts.law_forbids), Decision.WAIT, facts.law_forbids),
        (facts.named_by_machine, Decision.WAIT, "an automatic reply named them, not a person"),
        (
            not facts.answers_our_message_id,
            Decision.WAIT,
            "nothing proves that the reply belongs to our mail, though it looks like it",
        ),
        (
            not facts.writer_at_account,
            Decision.WAIT,
            "the reply does not come from the account that we wrote to",
        ),
        (
            not (facts.address_at_account or facts.on_copy),
            Decision.WAIT,
            "the address is not at the account's domain and was not put on copy",
        ),
        (
            facts.named_before >= policy.max_per_reply,
            Decision.WAIT,
            "the reply names more people than one does",
        ),
        (facts.depth > policy.max_depth, Decision.WAIT, "the chain of referrals is long"),
        (not policy.automatic, Decision.WAIT, "the configuration wants a person to approve referrals"),
    )
    return next(
        (Judged(decision, reason) for applies, decision, reason in lines if applies), Judged(Decision.APPROVE)
    )


def judge_by_hand(facts: ReferralFacts) -> Judged:
    """What not even a person may approve, and why; else APPROVE."""
    judged = judge_referral(facts, ReferralPolicy())
    return (
        judged if judged.decision in (Decision.REFUSE, Decision.NEEDS_ADDRESS) else Judged(Decision.APPROVE)
    )
