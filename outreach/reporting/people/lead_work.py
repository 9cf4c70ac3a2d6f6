"""What the facts about leads say of people: who found, accepted, confirmed, sold and kept what. Decisions only.

A confirmation counts while it stands, by its first moment since the lead was last sent back; and for nobody where
whoever found the lead has confirmed it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from outreach.core.events import Happened
from outreach.handoff.bonus import Earner
from outreach.handoff.model import RejectionReason
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate


@dataclass(frozen=True, slots=True)
class LeadFact:
    """One fact about a lead, in the order in which they happened. Names are one spelling each, nobody is empty."""

    lead: int
    kind: Happened
    at: datetime
    actor: str = ""
    finder: str = ""
    salesperson: str = ""
    #: Of a rejection.
    reason: str = ""
    #: Hundredths by currency: of a contract, or of a payment.
    money: Mapping[str, int] = field(default_factory=dict)


class Result(StrEnum):
    """What came of work on leads."""

    QUALIFIED = "qualified"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNTOUCHED = "untouched"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    PROPOSAL = "proposals"
    MEETING = "meetings"
    CONTRACT = "contracts"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Deed:
    """One result of one person, in the part that they had in it."""

    person: str
    part: Earner
    result: Result
    lead: int
    at: datetime
    reason: str = ""
    money: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about one lead, the confirmation that stands, and whose client it is once it was won."""

    lead: int
    facts: tuple[LeadFact, ...]
    confirmation: LeadFact | None = None
    account_manager: str = ""


def stories_of(facts: Iterable[LeadFact], managers: Mapping[int, str]) -> list[Story]:
    """The facts lead by lead; `managers`: whose client each won lead is."""
    by_lead: dict[int, list[LeadFact]] = {}
    for fact in facts:
        by_lead.setdefault(fact.lead, []).append(fact)
    return [
        Story(lead, tuple(its), _confirmation(its), managers.get(lead, "")) for lead, its in by_lead.items()
    ]


def _confirmation(facts: Iterable[LeadFact]) -> LeadFact | None:
    """The first since sales last sent the lead back."""
    standing = None
    for fact in facts:
        if fact.kind is Happened.LEAD_RETURNED:
            standing = None
        elif fact.kind is Happened.LEAD_CONFIRMED:
            standing = standing or fact
    return standing


def is_own(confirmation: LeadFact) -> bool:
    """Whether whoever found the lead has confirmed it, or sells it: that is nobody's credit."""
    return confirmation.finder != "" and confirmation.finder in (confirmation.actor, seller_in(confirmation))


def seller_in(fact: LeadFact) -> str:
    """Whose lead a fact of the hand-off says that it is. One that was moved by hand is its mover's."""
    return fact.salesperson or fact.actor


def deeds_of(stories: Iterable[Story]) -> list[Deed]:
    """Everything that people brought about."""
    return [deed for story in stories for deed in _of_story(story) if deed.person]


def _of_story(story: Story) -> Iterator[Deed]:
    confirmation, seller = story.confirmation, ""
    for fact in story.facts:
        seller = seller_in(fact) if fact.kind in _TAKEN else seller
        result = _RESULTS[fact.kind]
        for part, person in _whose(fact, story, seller, confirmation):
            yield Deed(person, part, result, fact.lead, fact.at, fact.reason, fact.money)


_TAKEN = (Happened.LEAD_ACCEPTED, Happened.LEAD_CONFIRMED)
_RESULTS: Mapping[Happened, Result] = {
    Happened.LEAD_QUALIFIED: Result.QUALIFIED,
    Happened.LEAD_ACCEPTED: Result.ACCEPTED,
    Happened.LEAD_REJECTED: Result.REJECTED,
    Happened.LEAD_UNTOUCHED: Result.UNTOUCHED,
    Happened.LEAD_RETURNED: Result.RETURNED,
    Happened.LEAD_CONFIRMED: Result.CONFIRMED,
    Happened.LEAD_PROPOSED: Result.PROPOSAL,
    Happened.LEAD_MET: Result.MEETING,
    Happened.LEAD_WON: Result.CONTRACT,
    Happened.PAYMENT_RECEIVED: Result.PAID,
}
#: The facts that stories are made of.
TOLD = tuple(_RESULTS)


def _whose(
    fact: LeadFact, story: Story, seller: str, confirmation: LeadFact | None
) -> tuple[tuple[Earner, str], ...]:
    """Who has a part in a fact. Nobody has in an offer that was made to nobody, or in a confirmation of one's own."""
    is_credited = confirmation is not None and not is_own(confirmation)
    match fact.kind:
        case Happened.LEAD_QUALIFIED:
            return ((Earner.FINDER, fact.actor or fact.finder),)
        case Happened.LEAD_CONFIRMED if fact is not confirmation or not is_credited:
            return ()
        case Happened.LEAD_UNTOUCHED if not fact.salesperson:
            return ()
        case Happened.LEAD_PROPOSED | Happened.LEAD_MET:
            return ((Earner.SALESPERSON, seller or fact.actor),)
        case Happened.LEAD_WON | Happened.PAYMENT_RECEIVED:
            return (
                (Earner.FINDER, fact.finder if is_credited else ""),
                (Earner.SALESPERSON, seller or fact.actor),
                (Earner.ACCOUNT_MANAGER, story.account_manager),
            )
    return ((Earner.FINDER, fact.finder), (Earner.SALESPERSON, seller_in(fact)))


# --- what one person has come to -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Results:
    """What somebody came to in one part within one period: leads, each once, and money by currency."""

    leads: Mapping[Result, int]
    contracted: Mapping[str, int]
    paid: Mapping[str, int]

    def of(self, result: Result) -> int:
        return self.leads.get(result, 0)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What sales said to offers: of leads that somebody found, or that they were asked to take."""

    part: Earner
    accepted: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    untouched: int = 0

    @property
    def answered(self) -> int:
        return self.accepted + sum(self.rejected.values()) + self.untouched

    @property
    def turned_down(self) -> int:
        """Rejected for what the lead is: incomplete, or short of the definition."""
        return sum(count for reason, count in self.rejected.items() if reason != RejectionReason.PROCEDURAL)

    @property
    def rate(self) -> Rate:
        """Accepted / (accepted + rejected + untouched).

        A finder did not choose to whom their lead went: what was rejected as mis-routed counts neither for nor against
        them. It counts for whoever was asked.
        """
        misrouted = self.rejected.get(RejectionReason.PROCEDURAL, 0) if self.part is Earner.FINDER else 0
        return Rate(self.accepted, self.answered - misrouted)


def results_of(deeds: Iterable[Deed], period: Period) -> Results:
    """What these, all of one person and part, come to in a period."""
    leads: dict[Result, set[int]] = {}
    money: dict[Result, dict[str, int]] = {Result.CONTRACT: {}, Result.PAID: {}}
    for deed in deeds:
        if deed.at not in period:
            continue
        leads.setdefault(deed.result, set()).add(deed.lead)
        for currency, cents in deed.money.items():
            purse = money[deed.result]
            purse[currency] = purse.get(currency, 0) + cents
    counts = {result: len(each) for result, each in leads.items()}
    return Results(counts, money[Result.CONTRACT], money[Result.PAID])


def acceptance_of(deeds: Iterable[Deed], part: Earner, period: Period) -> Acceptance:
    """The answers to offers in a period, each offer for itself: a lead that was offered twice has two."""
    accepted = untouched = 0
    rejected: dict[str, int] = {}
    for deed in deeds:
        if deed.at not in period:
            continue
        accepted += deed.result is Result.ACCEPTED
        untouched += deed.result is Result.UNTOUCHED
        if deed.result is Result.REJECTED:
            rejected[deed.reason] = rejected.get(deed.reason, 0) + 1
    return Acceptance(part, accepted, rejected, untouched)


#: From which result to which a part's work goes.
STEPS: Mapping[Earner, tuple[tuple[Result, Result], ...]] = {
    Earner.FINDER: ((Result.QUALIFIED, Result.ACCEPTED), (Result.ACCEPTED, Result.CONFIRMED)),
    Earner.SALESPERSON: (
        (Result.ACCEPTED, Result.CONFIRMED),
        (Result.CONFIRMED, Result.MEETING),
        (Result.CONFIRMED, Result.CONTRACT),
    ),
}


def conversions_of(
    deeds: Sequence[Deed], part: Earner, period: Period, reached: Mapping[tuple[int, Result], datetime]
) -> tuple[tuple[Result, Result, Rate], ...]:
    """Of the leads that came so far in the period, how many have come further since, until its `as_of`.

    `reached`: when each lead last had each result, whoever brought it about.
    """
    return tuple(
        (before, after, _conversion(deeds, before, after, period, reached))
        for before, after in STEPS.get(part, ())
    )


def reached_by(deeds: Iterable[Deed]) -> dict[tuple[int, Result], datetime]:
    """When each lead last had each result."""
    last: dict[tuple[int, Result], datetime] = {}
    for deed in deeds:
        key = (deed.lead, deed.result)
        last[key] = max(deed.at, last.get(key, deed.at))
    return last


def _conversion(
    deeds: Iterable[Deed],
    before: Result,
    after: Result,
    period: Period,
    reached: Mapping[tuple[int, Result], datetime],
) -> Rate:
    first: dict[int, datetime] = {}
    for deed in deeds:
        if deed.result is before and deed.at in period:
            first.setdefault(deed.lead, deed.at)
    later = ((reached.get((lead, after)), at) for lead, at in first.items())
    return Rate(sum(went_on is not None and went_on >= at for went_on, at in later), len(first))
