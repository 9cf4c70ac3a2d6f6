"""What is known when a reply has named somebody: every claim proved by the database or by the reply itself."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress, domain_of, is_free_mail, normalise, registrable_domain
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage, MatchedBy
from outreach.prospects.account_policy import ASKS_BEFORE_REFERRALS, POLICY, MailKind
from outreach.prospects.judging import Recipient, rulings_on
from outreach.prospects.law import NO_RULES, LawSource
from outreach.prospects.model import AVOIDED, Account, Contact
from outreach.prospects.service import account_at_domain, account_domains, contact_at
from outreach.prospects.suppressing import suppression_of
from outreach.referrals.approval import ReferralFacts, ReferralPolicy
from outreach.referrals.model import Referral
from outreach.sending.model import OutboundMessage
from outreach.sequences import versions
from outreach.sequences.definition import REFERRED_TAG
from outreach.sequences.model import UNDER_WAY, Campaign, CampaignState, Enrollment
from outreach.sequences.timing import Timing

#: Named by an absence or a departure notice, not by a person.
AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class ReferralRules:
    """What the configuration says about referrals."""

    policy: ReferralPolicy
    own_addresses: frozenset[str]
    timing: Timing
    law: LawSource = NO_RULES


@dataclass(frozen=True, slots=True)
class Reply:
    """The stored reply that names people: who wrote it, and which mail of ours it answers."""

    inbound: InboundMessage
    message: Message
    writer: Contact
    answers: OutboundMessage
    #: The sequence in which who was named is written to.
    sequence: str


def referral_facts(session: Session, reply: Reply, referral: Referral, rules: ReferralRules) -> ReferralFacts:
    """What the table of `approval.py` asks, from the database and the stored reply."""
    answers_ours = reply.inbound.matched_by == MatchedBy.MESSAGE_ID
    if not referral.email:
        return ReferralFacts(has_address=False)
    contact = contact_at(session, referral.email)
    account_id = contact.account_id if contact else account_at_domain(session, referral.email)
    account = None if account_id is None else session.get_one(Account, account_id)
    runs = _runs_of(session, contact)
    is_referrer = referral.email in (reply.writer.address, reply.inbound.sender_address)
    return ReferralFacts(
        has_address=True,
        is_over=session.get_one(Campaign, referral.campaign_id).state is CampaignState.STOPPED,
        can_be_followed=versions.is_known(session, reply.sequence),
        is_ours=referral.email in rules.own_addresses,
        is_referrer=is_referrer,
        writes_in_their_place=is_referrer and reply.writer.id != reply.answers.contact_id,
        suppressed=suppression_of(session, referral.email) is not None,
        account_avoided=_why_avoided(account),
        account_asks_first=_why_asked(account),
        law_forbids=_why_unlawful(session, reply, referral, contact, rules),
        # A cold run of the account's own list gives way to the warmer introduction; a referred one does not.
        under_way=any(run.state in UNDER_WAY and (run.tag or run.started_at) for run in runs),
        had_follow_up=any(run.tag == REFERRED_TAG for run in runs),
        named_by_machine=referral.via == AUTOMATIC,
        answers_our_message_id=answers_ours,
        writer_at_account=_wrote_from_account(session, reply),
        address_at_account=_at_account(session, referral.email, reply.answers.account_id),
        on_copy=referral.email in _on_copy(reply.message),
        named_before=_named_before(session, referral),
        depth=referral.depth,
    )


def _why_avoided(account: Account | None) -> str:
    if account is None or account.status not in AVOIDED:
        return ""
    why = POLICY[account.status][MailKind.REFERRED].why
    return f"their company is {account.status.value}: {why}"


def _why_asked(account: Account | None) -> str:
    if account is None or account.status not in ASKS_BEFORE_REFERRALS:
        return ""
    return f"their company is {account.status.value}: a person decides whether they are written to"


def _why_unlawful(
    session: Session, reply: Reply, referral: Referral, contact: Contact | None, rules: ReferralRules
) -> str:
    """Why the rule of their country keeps us from them. Of whom nobody knows more, the country is the writer's."""
    if contact is not None:
        recipient = Recipient.of(contact, referred=True)
    else:
        country, account = reply.writer.country, reply.writer.account_id
        recipient = Recipient(0, referral.email, country, account, referred=True)
    (ruling,) = rulings_on(session, rules.law.current(), [recipient])
    return "" if ruling.allowed else f"{ruling.why}; a colleague's word is not enough there"


def _wrote_from_account(session: Session, reply: Reply) -> bool:
    """Whether the writer is of the account, and wrote from there: under their name from elsewhere anybody can."""
    sender = reply.inbound.sender_address
    at_account = sender == reply.writer.address or _at_account(session, sender, reply.answers.account_id)
    return at_account and reply.writer.account_id == reply.answers.account_id


def _named_before(session: Session, referral: Referral) -> int:
    """How many others the same reply named first, whenever it was read."""
    asked = {"inbound": referral.inbound_id, "number": referral.id}
    return int(session.execute(_NAMED_BEFORE, asked).scalar_one())


_NAMED_BEFORE = sa.select(sa.func.count()).where(
    col(Referral.inbound_id) == sa.bindparam("inbound"), col(Referral.id) < sa.bindparam("number")
)


def _runs_of(session: Session, contact: Contact | None) -> list[Enrollment]:
    if contact is None:
        return []
    return list(session.exec(select(Enrollment).where(Enrollment.contact_id == contact.id)).all())


def _at_account(session: Session, address: str, account_id: int) -> bool:
    domain = registrable_domain(domain_of(address))
    return not is_free_mail(domain) and domain in account_domains(session, account_id)


def _on_copy(message: Message) -> frozenset[str]:
    return frozenset(filter(None, (normalised(each.address) for each in (*message.to, *message.cc))))


def normalised(email: str | None) -> str:
    """The address as we know addresses; "" where it is none."""
    try:
        return normalise(email) if email else ""
    except NotAnAddress:
        return ""
