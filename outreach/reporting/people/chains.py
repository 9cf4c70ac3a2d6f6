"""Finder, salesperson and account manager as teams: what came of the leads that went through the same hands.

Decisions only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from outreach.core.events import Happened
from outreach.reporting.people.lead_work import LeadFact, Story, is_own, seller_in
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate


@dataclass(frozen=True, slots=True, order=True)
class Hands:
    """Through whose hands a lead went. No account manager: it is not won, or its salesperson keeps the client."""

    finder: str
    salesperson: str
    account_manager: str = ""


@dataclass(slots=True)
class Chain:
    """What came of the leads of one team in a period. Leads count once; money is hundredths by currency.

    `accepted` of `answered`: of the leads that the finder had offered to this salesperson.
    """

    hands: Hands
    answered: set[int] = field(default_factory=set)
    accepted: set[int] = field(default_factory=set)
    confirmed: set[int] = field(default_factory=set)
    contracts: set[int] = field(default_factory=set)
    contracted: dict[str, int] = field(default_factory=dict)
    paid: dict[str, int] = field(default_factory=dict)

    @property
    def acceptance(self) -> Rate:
        return Rate(len(self.accepted), len(self.answered))


def pairs_of(stories: Iterable[Story], period: Period, currency: str) -> list[Chain]:
    """Each finder with each salesperson, whoever keeps the client afterwards; what was confirmed most first."""
    return _chains(stories, period, currency, with_manager=False)


def chains_of(stories: Iterable[Story], period: Period, currency: str) -> list[Chain]:
    """Each finder, salesperson and account manager, of leads that were won."""
    won = [each for each in stories if any(fact.kind is Happened.LEAD_WON for fact in each.facts)]
    return _chains(won, period, currency, with_manager=True)


def _chains(stories: Iterable[Story], period: Period, currency: str, *, with_manager: bool) -> list[Chain]:
    found: dict[Hands, Chain] = {}
    for story in stories:
        manager = story.account_manager if with_manager else ""
        for salesperson, fact in _through_hands(story):
            if fact.at not in period or not fact.finder or not salesperson:
                continue
            hands = Hands(fact.finder, salesperson, manager)
            _add(found.setdefault(hands, Chain(hands)), fact, story)
    kept = [each for each in found.values() if each.answered or each.confirmed or each.contracts or each.paid]
    return sorted(kept, key=lambda each: _best_first(each, currency))


def _through_hands(story: Story) -> Iterator[tuple[str, LeadFact]]:
    """Each fact with whose the lead was when it happened."""
    seller = ""
    for fact in story.facts:
        if fact.kind in (Happened.LEAD_ACCEPTED, Happened.LEAD_CONFIRMED):
            seller = seller_in(fact)
        is_answer = fact.kind in (Happened.LEAD_REJECTED, Happened.LEAD_UNTOUCHED)
        yield (fact.salesperson if is_answer else seller), fact


def _add(chain: Chain, fact: LeadFact, story: Story) -> None:
    confirmation = story.confirmation
    match fact.kind:
        case Happened.LEAD_ACCEPTED:
            chain.answered.add(fact.lead)
            chain.accepted.add(fact.lead)
        case Happened.LEAD_REJECTED | Happened.LEAD_UNTOUCHED:
            chain.answered.add(fact.lead)
        case Happened.LEAD_CONFIRMED if fact is confirmation and not is_own(fact):
            chain.confirmed.add(fact.lead)
        case Happened.LEAD_WON:
            chain.contracts.add(fact.lead)
            _into(chain.contracted, fact.money)
        case Happened.PAYMENT_RECEIVED:
            _into(chain.paid, fact.money)


def _into(purse: dict[str, int], money: Mapping[str, int]) -> None:
    for currency, cents in money.items():
        purse[currency] = purse.get(currency, 0) + cents


def _best_first(chain: Chain, currency: str) -> tuple[object, ...]:
    return (
        -len(chain.confirmed),
        -chain.contracted.get(currency, 0),
        -chain.paid.get(currency, 0),
        chain.hands,
    )
