"""What may go to whom at a company, by its status: one table, asked at enrolment, when a mail is claimed, and at the
commit point.

Ross & Tyler know eight statuses. Three forbid everything. The three of nurture forbid what is cold: somebody there is
in talks with us, has asked for time, or has just decided otherwise, and a campaign that asks "who handles sales?"
would say that we do not know it. What a person there has asked for, or a person of ours has decided, still goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.prospects.model import AccountStatus


class MailKind(StrEnum):
    """What a mail is to its recipient."""

    #: The first one of a sequence, to somebody whom nobody has named.
    FIRST = "first mail"
    #: A later one of the same.
    FOLLOW_UP = "follow-up"
    #: Each mail of a sequence that a colleague's reply has led to.
    REFERRED = "referred follow-up"
    #: Each mail of a slow sequence for who is not ready.
    NURTURE = "nurture"
    #: What a person of ours writes to somebody who has written to us.
    ANSWER = "a person's answer"


#: After so long an opportunity that came to nothing may be taken up again (Ross & Tyler: six months).
REACTIVATED_AFTER = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether a mail goes; `after`: only once the account has had its status for so long."""

    goes: bool
    why: str
    after: timedelta | None = None


_GOES = Rule(True, "nothing speaks against it")
_CUSTOMER = Rule(False, "it is a customer: whoever looks after it writes by hand")
_BAD_FIT = Rule(False, "it is not for us, or must be left alone")
_DUPLICATE = Rule(False, "the company is known as another account")
_IN_TALKS = Rule(False, "somebody there is in talks with us: nobody asks around meanwhile")
_CHECKED = Rule(False, "it is closed for now: a person looks at it each quarter")
_DEAD = Rule(
    False, "an opportunity came to nothing there: taken up again after six months", REACTIVATED_AFTER
)
_ASKED = Rule(True, "a colleague there has named them, and a person has approved it")
_SLOW = Rule(True, "nurture is what this status is for")
_WROTE = Rule(True, "they have written to us")


def _everything(rule: Rule) -> Mapping[MailKind, Rule]:
    return dict.fromkeys(MailKind, rule)


def _but_cold(rule: Rule) -> Mapping[MailKind, Rule]:
    return {
        MailKind.FIRST: rule,
        MailKind.FOLLOW_UP: rule,
        MailKind.REFERRED: _ASKED,
        MailKind.NURTURE: _SLOW,
        MailKind.ANSWER: _WROTE,
    }


#: The table. Every status has every kind (a test holds it).
POLICY: Mapping[AccountStatus, Mapping[MailKind, Rule]] = {
    AccountStatus.COLD: _everything(_GOES),
    AccountStatus.WORKING: _everything(_GOES),
    AccountStatus.NURTURE_ACTIVE_OPPORTUNITY: _but_cold(_IN_TALKS),
    AccountStatus.NURTURE_CHECK_QUARTERLY: _but_cold(_CHECKED),
    AccountStatus.NURTURE_DEAD_OPPORTUNITY: _but_cold(_DEAD),
    AccountStatus.AVOID_CUSTOMER: _everything(_CUSTOMER),
    AccountStatus.AVOID_BAD_FIT: _everything(_BAD_FIT),
    AccountStatus.AVOID_DUPLICATE: _everything(_DUPLICATE),
}

#: A referral into a company of one of these waits for a person, however surely it was made.
ASKS_BEFORE_REFERRALS = (
    AccountStatus.NURTURE_ACTIVE_OPPORTUNITY,
    AccountStatus.NURTURE_CHECK_QUARTERLY,
)


def why_not(kind: MailKind, status: AccountStatus, *, since: datetime, now: datetime) -> str | None:
    """Why no mail of this kind goes to an account that has had this status `since` then; None where one may.

    Short, since reasons are counted; `POLICY[status][kind].why` says it in a sentence.
    """
    rule = POLICY[status][kind]
    if rule.goes or (rule.after is not None and since <= now - rule.after):
        return None
    return f"account is {status.value}"


def kind_of(*, is_answer: bool = False, is_referred: bool, is_nurture: bool, is_first: bool) -> MailKind:
    """What a mail is, by what is known of its run."""
    if is_answer:
        return MailKind.ANSWER
    if is_referred:
        return MailKind.REFERRED
    if is_nurture:
        return MailKind.NURTURE
    return MailKind.FIRST if is_first else MailKind.FOLLOW_UP


#: From the strictest: what two companies that turn out to be one are together.
STRICTEST_FIRST = (
    AccountStatus.AVOID_CUSTOMER,
    AccountStatus.AVOID_BAD_FIT,
    AccountStatus.AVOID_DUPLICATE,
    AccountStatus.NURTURE_ACTIVE_OPPORTUNITY,
    AccountStatus.NURTURE_CHECK_QUARTERLY,
    AccountStatus.NURTURE_DEAD_OPPORTUNITY,
    AccountStatus.WORKING,
    AccountStatus.COLD,
)


def stricter(one: AccountStatus, other: AccountStatus) -> AccountStatus:
    """Which of the two survives a merge."""
    return min(one, other, key=STRICTEST_FIRST.index)
