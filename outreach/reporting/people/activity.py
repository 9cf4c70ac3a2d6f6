"""What is counted of people's work, whatever came of it."""

from collections.abc import Mapping
from enum import StrEnum

from outreach.reporting.people.spans import Span


class Activity(StrEnum):
    """What somebody does, or what comes to their mailboxes."""

    MAILS = "mails"
    #: Calls that were a task, or that a reply had asked for.
    CALLS = "calls"
    #: Replies that they read and decided about.
    REPLIES = "replies"
    #: Answers that they wrote, and that went out from here.
    ANSWERS = "answers"
    REFERRALS = "referrals"
    #: Dead addresses.
    BOUNCED = "bounced"
    COMPLAINED = "complained"


#: Person → span → activity → how many. The person "": mailboxes that are nobody's.
Activities = Mapping[str, Mapping[Span, Mapping[Activity, int]]]
