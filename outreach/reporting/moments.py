"""When people and leads reached the stages of the line: what the funnel is reckoned from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.reporting.meanings import Meaning
from outreach.reporting.stage import Stage


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a person, with the mail of ours that it answers, as ids."""

    at: datetime
    meaning: Meaning
    inbound_id: int | None = None
    outbound_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moments:
    """What was known at a period's `as_of`, of all time before it.

    `reached`: when each first came to each stage. Who: the id of a contact up to `positive`, that of a referral at
    `referred` and `referral_replies`, that of a lead from `conversation` on.
    """

    reached: Mapping[Stage, Mapping[int, datetime]]
    #: The contact whom our mail had gone to, by leads and by referrals: who answered for the lead, who named somebody.
    person_of_lead: Mapping[int, int]
    person_of_referral: Mapping[int, int]
    #: The first mail that each contact got within the period.
    mailed_in_period: Mapping[int, datetime]
    #: When each contact's address last turned out to be dead.
    dead: Mapping[int, datetime]
    #: Every reply of each contact, in order.
    replies: Mapping[int, tuple[Reply, ...]]
