"""Who runs the mail of recipients' domains: what has to be looked up, what was found, what is known."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import domain_of
from outreach.database.statements import among, insert_if_absent
from outreach.prospects.model import Contact
from outreach.sending.model import MailDomain
from outreach.sending.providers import UNKNOWN, provider_of_domain
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState

#: A domain seldom moves to another provider.
KEPT = timedelta(days=30)
#: What was not found, for whatever reason, is looked for again sooner.
UNKNOWN_KEPT = timedelta(days=1)

#: First mails that are due within this are looked after, so that the answer is there when they are planned.
AHEAD = timedelta(hours=12)
_OPENINGS = 2_000


def domains_to_look_up(session: Session, now: datetime, limit: int) -> list[str]:
    """Domains to be asked about now: of the first mails due soon of running campaigns that match providers.

    In the order in which these are due. A provider's own domains need no look-up.
    """
    due = session.execute(_DUE_OPENINGS, {"until": now + AHEAD}).scalars()
    wanted = dict.fromkeys(domain_of(address) for address in due)
    unsure = [domain for domain in wanted if provider_of_domain(domain) is None]
    known = _rows(session, unsure)
    return [domain for domain in unsure if domain not in known or _is_old(known[domain], now)][:limit]


def note_provider(session: Session, domain: str, provider: str, now: datetime) -> None:
    """What DNS said of a domain; UNKNOWN also where it gave no answer."""
    insert_if_absent(session, MailDomain, domain=domain, provider=provider, looked_up_at=now)
    session.execute(
        sa.update(MailDomain)
        .where(col(MailDomain.domain) == domain)
        .values(provider=provider, looked_up_at=now)
        .execution_options(synchronize_session=False)
    )


def providers_of(session: Session, domains: Iterable[str]) -> Mapping[str, str]:
    """Who runs the mail of each of these domains, as far as it is known now; UNKNOWN never keeps a mail waiting."""
    told = {domain: provider_of_domain(domain) for domain in domains}
    rows = _rows(session, [domain for domain, provider in told.items() if provider is None])
    found = {domain: row.provider for domain, row in rows.items()}
    return {domain: provider or found.get(domain, UNKNOWN) for domain, provider in told.items()}


def _is_old(row: MailDomain, now: datetime) -> bool:
    return now - row.looked_up_at >= (UNKNOWN_KEPT if row.provider == UNKNOWN else KEPT)


def _rows(session: Session, domains: list[str]) -> dict[str, MailDomain]:
    if not domains:
        return {}
    rows = session.execute(_ROWS, {"domains": domains}, execution_options={"populate_existing": True})
    return {row.domain: row for row in rows.scalars()}


_ROWS = sa.select(MailDomain).where(among(col(MailDomain.domain), "domains"))
_DUE_OPENINGS = (
    sa.select(col(Contact.address))
    .join(Enrollment, col(Enrollment.contact_id) == col(Contact.id))
    .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
    .where(
        col(Campaign.state) == CampaignState.RUNNING,
        col(Campaign.match_provider).is_(True),
        col(Enrollment.mailbox).is_(None),
        col(Enrollment.state) == EnrollmentState.ACTIVE,
        col(Enrollment.due_at) <= sa.bindparam("until"),
    )
    .order_by(col(Enrollment.due_at), col(Enrollment.id))
    .limit(_OPENINGS)
)
