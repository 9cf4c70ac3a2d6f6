"""What the law of a campaign's countries still needs: how many of its people may not be written to, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.prospects.judging import Recipient, rulings_on
from outreach.prospects.law import Law, Ruling
from outreach.prospects.model import Contact, Prospect
from outreach.sequences.model import UNDER_WAY, Campaign, CampaignState, Enrollment

#: Campaigns that may still write to somebody.
_ALIVE = (CampaignState.DRAFT, CampaignState.RUNNING, CampaignState.PAUSED)
_AT_ONCE = 500


@dataclass(slots=True)
class CountryNeeds:
    """One country's people in a campaign."""

    where: str
    #: The law, with its article.
    source: str
    people: int = 0
    #: How many may not be written to, by what is missing, with what would mend it.
    missing: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        return sum(self.missing.values())


@dataclass(frozen=True, slots=True)
class CampaignNeeds:
    """A campaign that is not over, country by country, those with most people first."""

    campaign: str
    countries: tuple[CountryNeeds, ...]

    @property
    def in_words(self) -> Iterator[str]:
        """A sentence for each country where something is missing."""
        for each in self.countries:
            people = f"{each.people:,} {'prospect' if each.people == 1 else 'prospects'}"
            for (missing, remedy), count in each.missing.most_common():
                yield (
                    f"campaign {self.campaign}: {people} in {each.where} ({each.source}): {missing} for {count:,}."
                    f" {remedy}"
                )


def law_needs(session: Session, law: Law, *, only: str | None = None) -> list[CampaignNeeds]:
    """What is missing in each campaign that is not over, or in that of the name `only`.

    Asked of everybody on its list, and of whoever a reply has brought in.
    """
    campaigns = select(Campaign).where(col(Campaign.state).in_(_ALIVE)).order_by(col(Campaign.name))
    if only is not None:
        campaigns = campaigns.where(Campaign.name == only)
    return [
        CampaignNeeds(campaign.name, _by_country(session, law, campaign))
        for campaign in session.exec(campaigns).all()
    ]


def _by_country(session: Session, law: Law, campaign: Campaign) -> tuple[CountryNeeds, ...]:
    found: dict[str, CountryNeeds] = {}
    for ruling in _rulings(session, law, campaign):
        needs = found.setdefault(ruling.where, CountryNeeds(ruling.where, ruling.rule.source))
        needs.people += 1
        if not ruling.allowed:
            needs.missing[ruling.missing, ruling.remedy] += 1
    return tuple(sorted(found.values(), key=lambda each: (-each.people, each.where)))


def _rulings(session: Session, law: Law, campaign: Campaign) -> Iterator[Ruling]:
    listed = sa.select(col(Prospect.contact_id)).where(col(Prospect.list_id) == campaign.list_id)
    yield from _in_parts(session, law, col(Contact.id).in_(listed), referred=False)
    named = sa.select(col(Enrollment.contact_id)).where(
        col(Enrollment.campaign_id) == campaign.id,
        col(Enrollment.tag).is_not(None),
        col(Enrollment.state).in_(UNDER_WAY),
    )
    yield from _in_parts(session, law, col(Contact.id).in_(named), referred=True)


def _in_parts(
    session: Session, law: Law, whom: sa.ColumnElement[bool], *, referred: bool
) -> Iterator[Ruling]:
    """Some hundreds at a time: a list may have a million."""
    after = 0
    while rows := session.execute(_people(whom, after)).all():
        recipients = [
            Recipient(contact, address, country, account, referred)
            for contact, address, country, account in rows
        ]
        yield from rulings_on(session, law, recipients)
        after = rows[-1][0]


def _people(whom: sa.ColumnElement[bool], after: int) -> Any:
    columns = (col(Contact.id), col(Contact.address), col(Contact.country), col(Contact.account_id))
    return sa.select(*columns).where(whom, col(Contact.id) > after).order_by(col(Contact.id)).limit(_AT_ONCE)
