"""The next mail of a run before it goes: the very bytes, as they would leave at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.prospects.model import Account, Contact
from outreach.sending.identity import SendingRules
from outreach.sending.law_gate import rulings_for
from outreach.sending.letters import Letters
from outreach.sending.mail_domains import providers_of
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.outbox import Written
from outreach.sending.providers import UNKNOWN, preferred
from outreach.sending.room import Room
from outreach.sequences.model import UNDER_WAY, Campaign, Enrollment, SequenceVersion
from outreach.sequences.tasks import next_mail
from outreach.sequences.versions import definition_of


@dataclass(frozen=True, slots=True)
class Preview:
    """`mailbox` and `step` are names; `version` is that of the sequence."""

    to: str
    mailbox: str
    step: str
    version: int
    written: Written


def preview(
    session: Session, campaign: Campaign, rules: SendingRules, now: datetime, *, contact_id: int | None = None
) -> Preview | None:
    """The next mail to a contact, or else the first that is due; None where none is left.

    It is written as the sender would write it now, in the thread as it is now. What a server has been offered
    before is frozen, and is shown as it is. Raises what Letters.write raises.
    """
    statement = (
        select(Enrollment)
        .where(Enrollment.campaign_id == campaign.id, col(Enrollment.state).in_(UNDER_WAY))
        .order_by(col(Enrollment.due_at).is_(None), col(Enrollment.due_at), col(Enrollment.id))
    )
    if contact_id is not None:
        statement = statement.where(Enrollment.contact_id == contact_id)
    for run in session.exec(statement):
        step_index = next_mail(definition_of(session, run.sequence_version_id), run.next_step)
        if step_index is not None:
            return _preview(session, campaign, run, step_index, rules, now)
    return None


def _preview(
    session: Session,
    campaign: Campaign,
    run: Enrollment,
    step_index: int,
    rules: SendingRules,
    now: datetime,
) -> Preview:
    contact = session.get_one(Contact, run.contact_id)
    step = definition_of(session, run.sequence_version_id).steps[step_index].name
    version = session.get_one(SequenceVersion, run.sequence_version_id).version
    waits = session.exec(
        select(OutboundMessage).where(
            OutboundMessage.enrollment_id == run.id,
            OutboundMessage.step_index == step_index,
            # What was withdrawn is planned and written anew.
            OutboundMessage.state != OutboundState.WITHDRAWN,
        )
    ).first()
    mailbox = _mailbox_of(session, campaign, run, contact, rules, now) if waits is None else waits.mailbox
    if waits is not None and waits.raw is not None and waits.message_id is not None:
        frozen = Written(waits.message_id, waits.subject, waits.body, waits.raw, waits.variant)
        return Preview(contact.address, mailbox, step, version, frozen)
    (ruling,) = rulings_for(session, rules.law.current(), [(run, contact)])
    written = Letters.about(session, [run], rules.sender).write(
        run,
        contact,
        session.get_one(Account, contact.account_id),
        step_index=step_index,
        mailbox=rules.mailbox(mailbox),
        now=now,
        ruling=ruling,
    )
    return Preview(contact.address, mailbox, step, version, written)


def _mailbox_of(
    session: Session,
    campaign: Campaign,
    run: Enrollment,
    contact: Contact,
    rules: SendingRules,
    now: datetime,
) -> str:
    """Its thread's, else the one that planning would choose now; where none has room, the first."""
    if run.mailbox is not None:
        return run.mailbox
    room = Room(session, rules, now, share=1.0)
    known = [name for name in campaign.mailboxes if name in rules.mailboxes]
    with_room = {name: rules.mailbox(name).provider for name in known if room.left_for_new(name) > 0}
    domain = domain_of(contact.address)
    providers: Mapping[str, str] = providers_of(session, {domain}) if campaign.match_provider else {}
    alike = preferred(with_room, providers.get(domain, UNKNOWN))
    return max(alike, key=room.left_for_new, default=known[0] if known else campaign.mailboxes[0])
