"""The campaign that nurture runs in: made when it is first needed, and entered like any other.

So nurture obeys whatever a campaign obeys: suppressions, the company's status, the country's rule, holds, windows,
limits and the commit point. Pausing or stopping it in `outreach campaign` pauses or stops nurture's mails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.prospects.law import EVERYTHING_ALLOWED, Law
from outreach.prospects.lists import open_list
from outreach.prospects.model import Contact, Prospect, Source
from outreach.qualification.leads.nurture import TouchRule, Wakes
from outreach.sending.model import OutboundMessage
from outreach.sending.past_mails import past_mails
from outreach.sequences import campaigns, versions
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import Campaign, CampaignState, Enrollment
from outreach.sequences.reenrolling import enroll as enroll_again
from outreach.sequences.timing import Timing

#: The sequence that ships, and the campaign that it runs in.
NURTURE = "nurture"


@dataclass(frozen=True, slots=True)
class NurtureRules:
    """What the configuration says about nurture. `definitions` has the sequences that could be loaded, by name."""

    timing: Timing
    mailboxes: tuple[str, ...] = ()
    #: "": no mail is sent, dates and checks alone are kept.
    sequence: str = NURTURE
    campaign: str = NURTURE
    wakes: Wakes = field(default_factory=Wakes)
    touches: TouchRule = field(default_factory=TouchRule)
    definitions: Mapping[str, SequenceDefinition] = field(default_factory=dict)
    law: Law = EVERYTHING_ALLOWED

    def campaign_for(self, sequence: str) -> str:
        """The name of the campaign that a sequence of nurture runs in."""
        return self.campaign if sequence == self.sequence else f"{self.campaign}-{sequence}"


def enroll(
    session: Session, contact: Contact, sequence: str, rules: NurtureRules, *, now: datetime
) -> Enrollment | str:
    """Put a contact into a sequence of nurture; why not, in words, where something stands in the way.

    Whoever has been in it goes on behind the last step that they have had: nothing goes out twice.
    """
    definition = rules.definitions.get(sequence)
    if definition is None:
        return f'there is no sequence "{sequence}" that could be used'
    if not rules.mailboxes:
        return "there is no mailbox to send from"
    campaign = _campaign(session, definition, rules, now)
    if campaign.state is not CampaignState.RUNNING:
        return f"the campaign {campaign.name} is {campaign.state.value}"
    known = _run_in(session, campaign, contact)
    try:
        if known is None:
            return _begin(session, campaign, definition, contact, rules, now)
        past = past_mails(session, contact.id or 0)
        enrolled = enroll_again(
            session,
            campaign,
            contact,
            past,
            timing=rules.timing,
            actor="daemon",
            now=now,
            law=rules.law,
        )
    except Refused as refused:
        return str(refused)
    return enrolled.enrollment


def _begin(
    session: Session,
    campaign: Campaign,
    definition: SequenceDefinition,
    contact: Contact,
    rules: NurtureRules,
    now: datetime,
) -> Enrollment | str:
    assert contact.id is not None
    listed = session.get(Prospect, (campaign.list_id, contact.id))
    if listed is None:
        listed = Prospect(list_id=campaign.list_id, contact_id=contact.id, line=contact.id, created_at=now)
        session.add(listed)
        session.flush()
    started = campaigns.Started()
    campaigns.enroll_more(
        session,
        campaign,
        definition,
        started,
        timing=rules.timing,
        now=now,
        limit=1,
        only=contact.id,
        law=rules.law,
    )
    run = _run_in(session, campaign, contact)
    if run is None:
        # Nobody may find them there and start them after all, when they are in nurture no longer.
        session.delete(listed)
        session.flush()
        return next(iter(started.left_out), "they could not be enrolled")
    _keep_sender(session, campaign, run)
    return run


def _campaign(
    session: Session, definition: SequenceDefinition, rules: NurtureRules, now: datetime
) -> Campaign:
    """The campaign of this sequence, made and started where it is not there; newcomers get the files as they are."""
    name = rules.campaign_for(definition.name)
    found = session.exec(select(Campaign).where(Campaign.name == name)).first()
    if found is not None:
        if found.state is CampaignState.RUNNING and found.sequence == definition.name:
            for each in rules.definitions.values():
                version = versions.freeze(session, each, now)
                if each.name == found.sequence:
                    found.sequence_version_id = version.id
            session.add(found)
            session.flush()
        return found
    open_list(session, name, source=Source.SPEAR, legal_basis=None, now=now)
    made = campaigns.create(
        session,
        name=name,
        sequence=definition.name,
        list_name=name,
        mailboxes=list(rules.mailboxes),
        per_day=None,
        now=now,
    )
    campaigns.start(session, made, rules.definitions, timing=rules.timing, actor="daemon", now=now)
    return made


def _run_in(session: Session, campaign: Campaign, contact: Contact) -> Enrollment | None:
    return session.exec(
        select(Enrollment).where(
            Enrollment.campaign_id == campaign.id,
            Enrollment.contact_id == contact.id,
            Enrollment.sequence == campaign.sequence,
        )
    ).first()


def _keep_sender(session: Session, campaign: Campaign, run: Enrollment) -> None:
    """They know whoever wrote to them last: the same mailbox goes on, where the campaign has it."""
    if run.mailbox is not None:
        return
    last = session.exec(
        select(OutboundMessage.mailbox)
        .where(OutboundMessage.contact_id == run.contact_id, col(OutboundMessage.sent_at).is_not(None))
        .order_by(col(OutboundMessage.sent_at).desc())
    ).first()
    if last in campaign.mailboxes:
        run.mailbox = last
        session.add(run)
        session.flush()
