"""Every lifecycle of the program as one kind of value, for the tests and the page about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from outreach.handoff.mail_model import (
    OFFER_NOTICE_STATES,
    OFFER_NOTICE_TRANSITIONS,
    OfferNoticeEvent,
    OfferNoticeState,
)
from outreach.handoff.model import OFFER_STATES, OFFER_TRANSITIONS, OfferEvent, OfferState
from outreach.handoff.outcome_model import MEETING_STATES, MEETING_TRANSITIONS, MeetingEvent, MeetingState
from outreach.inbox.model import INBOUND_STATES, INBOUND_TRANSITIONS, InboundEvent, InboundState
from outreach.qualification.leads.model import LEAD_STATES, LEAD_TRANSITIONS, LeadEvent, LeadState
from outreach.qualification.notice import NOTICE_STATES, NOTICE_TRANSITIONS, NoticeEvent, NoticeState
from outreach.referrals.model import REFERRAL_STATES, REFERRAL_TRANSITIONS, ReferralEvent, ReferralState
from outreach.reporting.digest.model import DIGEST_STATES, DIGEST_TRANSITIONS, DigestEvent, DigestState
from outreach.sending.model import OUTBOUND_STATES, OUTBOUND_TRANSITIONS, OutboundEvent, OutboundState
from outreach.sequences.model import (
    CAMPAIGN_STATES,
    CAMPAIGN_TRANSITIONS,
    ENROLLMENT_STATES,
    ENROLLMENT_TRANSITIONS,
    TASK_STATES,
    TASK_TRANSITIONS,
    CampaignEvent,
    CampaignState,
    EnrollmentEvent,
    EnrollmentState,
    TaskEvent,
    TaskState,
)


@dataclass(frozen=True)
class Lifecycle:
    """The table of one lifecycle; it begins in one of `begins`."""

    name: str
    module: str
    states: type[StrEnum]
    events: type[StrEnum]
    sentences: Mapping[Any, str]
    transitions: Mapping[tuple[Any, Any], Any]
    begins: tuple[StrEnum, ...]

    def answers(self, state: StrEnum, event: StrEnum) -> bool:
        return (state, event) in self.transitions

    def moves_from(self, state: StrEnum) -> list[tuple[StrEnum, StrEnum]]:
        """What may happen in a state, and where it leads."""
        return [(event, after) for (before, event), after in self.transitions.items() if before is state]

    def reachable(self) -> set[StrEnum]:
        """Every state that some way leads to."""
        found: set[StrEnum] = set()
        ahead = list(self.begins)
        while ahead:
            state = ahead.pop()
            if state not in found:
                found.add(state)
                ahead += [after for _, after in self.moves_from(state)]
        return found


CAMPAIGN = Lifecycle(
    "campaign",
    "outreach/sequences/model.py",
    CampaignState,
    CampaignEvent,
    CAMPAIGN_STATES,
    CAMPAIGN_TRANSITIONS,
    (CampaignState.DRAFT,),
)
ENROLLMENT = Lifecycle(
    "enrollment",
    "outreach/sequences/model.py",
    EnrollmentState,
    EnrollmentEvent,
    ENROLLMENT_STATES,
    ENROLLMENT_TRANSITIONS,
    (EnrollmentState.ACTIVE, EnrollmentState.PAUSED),
)
TASK = Lifecycle(
    "task",
    "outreach/sequences/model.py",
    TaskState,
    TaskEvent,
    TASK_STATES,
    TASK_TRANSITIONS,
    (TaskState.OPEN,),
)
OUTBOUND = Lifecycle(
    "outbound message",
    "outreach/sending/model.py",
    OutboundState,
    OutboundEvent,
    OUTBOUND_STATES,
    OUTBOUND_TRANSITIONS,
    (OutboundState.QUEUED,),
)
INBOUND = Lifecycle(
    "inbound message",
    "outreach/inbox/model.py",
    InboundState,
    InboundEvent,
    INBOUND_STATES,
    INBOUND_TRANSITIONS,
    (InboundState.STORED,),
)
REFERRAL = Lifecycle(
    "referral",
    "outreach/referrals/model.py",
    ReferralState,
    ReferralEvent,
    REFERRAL_STATES,
    REFERRAL_TRANSITIONS,
    (ReferralState.PROPOSED,),
)
NOTICE = Lifecycle(
    "notice",
    "outreach/qualification/notice.py",
    NoticeState,
    NoticeEvent,
    NOTICE_STATES,
    NOTICE_TRANSITIONS,
    (NoticeState.WAITING,),
)
LEAD = Lifecycle(
    "lead",
    "outreach/qualification/leads/model.py",
    LeadState,
    LeadEvent,
    LEAD_STATES,
    LEAD_TRANSITIONS,
    (LeadState.OPEN,),
)
OFFER = Lifecycle(
    "offer",
    "outreach/handoff/model.py",
    OfferState,
    OfferEvent,
    OFFER_STATES,
    OFFER_TRANSITIONS,
    (OfferState.OPEN,),
)
OFFER_NOTICE = Lifecycle(
    "offer notice",
    "outreach/handoff/mail_model.py",
    OfferNoticeState,
    OfferNoticeEvent,
    OFFER_NOTICE_STATES,
    OFFER_NOTICE_TRANSITIONS,
    (OfferNoticeState.WAITING,),
)
MEETING = Lifecycle(
    "meeting",
    "outreach/handoff/outcome_model.py",
    MeetingState,
    MeetingEvent,
    MEETING_STATES,
    MEETING_TRANSITIONS,
    (MeetingState.PLANNED,),
)

DIGEST = Lifecycle(
    "digest",
    "outreach/reporting/digest/model.py",
    DigestState,
    DigestEvent,
    DIGEST_STATES,
    DIGEST_TRANSITIONS,
    (DigestState.CLAIMED,),
)

ALL = (
    CAMPAIGN,
    ENROLLMENT,
    TASK,
    OUTBOUND,
    INBOUND,
    REFERRAL,
    NOTICE,
    LEAD,
    OFFER,
    OFFER_NOTICE,
    MEETING,
    DIGEST,
)
