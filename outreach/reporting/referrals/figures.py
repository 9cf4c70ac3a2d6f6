"""What referrals have brought: who names colleagues, what becomes of these, how far it is to whoever decides.

Decisions only: what goes in was counted already. What became of a colleague is what was known at the period's `as_of`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.referrals.facts import AUTOMATIC
from outreach.reporting.lead_courses import LeadCourse
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.referrals.answer_rates import Comparison, compared


class Fate(StrEnum):
    """What became of a colleague, as far as it has come; each has one."""

    #: Wrote to us: after our mail, or before any.
    ANSWERED = "answered"
    WRITTEN_TO = "written_to"
    REFUSED = "refused"
    #: A follow-up is under way, and its first mail has not gone out.
    APPROVED = "approved"
    NEEDS_ADDRESS = "needs_address"
    #: Waits for a person.
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Reply:
    """A person's answer in the period. `group`: of the mail that it answers; "" where it belongs to none."""

    contact: int
    inbound: int
    group: str = ""


@dataclass(slots=True)
class Named:
    """A colleague whom a message named. `group`: of the mail that the message answers.

    `depth`: 1 where somebody named them to whom nobody had led us; None where it is not known any more. `was_mailed`,
    `has_answered_it`: of the follow-up's mails in the period. `needs_address` and `refused_why` are what was known at
    `as_of`.
    """

    referral: int
    inbound: int
    referrer: int
    at: datetime
    via: str = "text"
    group: str = ""
    account: str = ""
    depth: int | None = None
    contact: int | None = None
    approved: bool = False
    refused_why: str | None = None
    needs_address: bool = False
    written_at: datetime | None = None
    answered_at: datetime | None = None
    was_mailed: bool = False
    has_bounced: bool = False
    has_answered_it: bool = False

    @property
    def is_automatic(self) -> bool:
        return self.via == AUTOMATIC

    @property
    def fate(self) -> Fate:
        ways = (
            (self.answered_at is not None, Fate.ANSWERED),
            (self.written_at is not None, Fate.WRITTEN_TO),
            (self.refused_why is not None, Fate.REFUSED),
            (self.approved, Fate.APPROVED),
            (self.needs_address, Fate.NEEDS_ADDRESS),
        )
        return next((fate for applies, fate in ways if applies), Fate.WAITING)


@dataclass(frozen=True, slots=True)
class Led:
    """A lead that our mail led to. `hops`: how many referrals lie between whom we asked first and them."""

    course: LeadCourse
    hops: int
    #: The company of whoever named them; "" where nobody did.
    account: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the database says. `cold` is the rate of each group; None where groups are not compared."""

    replies: Sequence[Reply]
    named: Sequence[Named]
    cold: Rate
    cold_of: Mapping[str, Rate] | None
    leads: Sequence[Led]


@dataclass(frozen=True, slots=True)
class ReferralFigures:
    """One group, or all.

    `naming`: of the people who answered in the period, how many named a colleague; machines are not among them.
    `named`: the colleagues, notices of absence and departure included; `fates` tells what became of them, each once.
    `written_to`: to whom a follow-up has gone out, whether they have answered or not.
    """

    name: str
    naming: Rate
    named: int
    by_machines: int
    written_to: int
    fates: Mapping[Fate, int]
    answers: Comparison | None


@dataclass(frozen=True, slots=True)
class Way:
    """How colleagues were named (`via`), with what became of them."""

    via: str
    named: int
    approved: int
    refused: int
    written_to: int
    answered: int


@dataclass(frozen=True, slots=True)
class Depth:
    """Colleagues so many referrals away from whom we had asked. `ends`: they have named nobody further."""

    depth: int
    named: int
    written_to: int
    answered: int
    ends: int


@dataclass(frozen=True, slots=True)
class Hops:
    """Leads so many referrals away from whom we had asked."""

    hops: int
    leads: int
    qualified: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Referrers:
    """One company: whom its people named, and what came of them."""

    account: str
    named: int
    written_to: int
    answered: int
    qualified: int


@dataclass(frozen=True, slots=True)
class Referrals:
    """The whole report. `refusals`: why colleagues were refused, the most frequent first."""

    total: ReferralFigures
    groups: tuple[ReferralFigures, ...]
    refusals: tuple[tuple[str, int], ...]
    ways: tuple[Way, ...]
    depths: tuple[Depth, ...]
    hops: tuple[Hops, ...]
    referrers: tuple[Referrers, ...]

    @property
    def mean_hops(self) -> float | None:
        """Of the confirmed leads."""
        confirmed = sum(each.confirmed for each in self.hops)
        return sum(each.hops * each.confirmed for each in self.hops) / confirmed if confirmed else None


def referrals(counted: Counted, period: Period) -> Referrals:
    """Everything, as of the period."""
    fresh = [each for each in counted.named if each.at in period]
    return Referrals(
        total=_figures("", counted.replies, fresh, counted.named, counted.cold),
        groups=_groups(counted, fresh),
        refusals=_refusals(fresh),
        ways=_ways(fresh),
        depths=_depths(fresh, counted.named),
        hops=_hops(counted.leads, period),
        referrers=_referrers(fresh, counted.leads, period),
    )


def _figures(
    name: str, replies: Iterable[Reply], fresh: Sequence[Named], followed: Sequence[Named], cold: Rate | None
) -> ReferralFigures:
    """`followed`: everybody who may have had a mail in the period, whenever they were named."""
    naming = {each.inbound for each in fresh if not each.is_automatic}
    people: defaultdict[int, bool] = defaultdict(bool)
    for reply in replies:
        people[reply.contact] |= reply.inbound in naming
    fates = Counter(each.fate for each in fresh)
    return ReferralFigures(
        name,
        Rate(sum(people.values()), len(people)),
        len(fresh),
        sum(each.is_automatic for each in fresh),
        sum(each.written_at is not None for each in fresh),
        {fate: fates[fate] for fate in Fate},
        None if cold is None else compared(referred_rate(followed), cold),
    )


def referred_rate(named: Iterable[Named]) -> Rate:
    """Of the people whom a follow-up reached in the period, how many have answered it since. A person counts once."""
    reached = [each for each in named if each.was_mailed and not each.has_bounced]
    people = {each.contact for each in reached}
    answered = {each.contact for each in reached if each.has_answered_it}
    return Rate(len(answered), len(people))


def _groups(counted: Counted, fresh: Sequence[Named]) -> tuple[ReferralFigures, ...]:
    replies, names, all_names = defaultdict(list), defaultdict(list), defaultdict(list)
    for reply in counted.replies:
        replies[reply.group].append(reply)
    for each in fresh:
        names[each.group].append(each)
    for each in counted.named:
        all_names[each.group].append(each)
    rates = counted.cold_of
    rows = [
        _figures(
            group,
            replies[group],
            names[group],
            all_names[group],
            None if rates is None else rates.get(group, Rate(0, 0)),
        )
        for group in sorted({*replies, *names, *(rates or ())})
    ]
    return tuple(sorted(rows, key=lambda row: (row.name == "", -row.named, -row.naming.trials, row.name)))


def _refusals(named: Iterable[Named]) -> tuple[tuple[str, int], ...]:
    reasons = Counter(each.refused_why for each in named if each.fate is Fate.REFUSED)
    found = [(why or "", count) for why, count in reasons.items()]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))


def _ways(named: Iterable[Named]) -> tuple[Way, ...]:
    by_way: defaultdict[str, list[Named]] = defaultdict(list)
    for each in named:
        by_way[each.via].append(each)
    ways = [
        Way(
            via,
            len(found),
            sum(each.approved for each in found),
            sum(each.fate is Fate.REFUSED for each in found),
            sum(each.written_at is not None for each in found),
            sum(each.answered_at is not None for each in found),
        )
        for via, found in by_way.items()
    ]
    return tuple(sorted(ways, key=lambda way: (-way.named, way.via)))


def _depths(fresh: Iterable[Named], everybody: Iterable[Named]) -> tuple[Depth, ...]:
    """A chain ends with whoever has named nobody further, so its length is their depth."""
    have_named = {each.referrer for each in everybody}
    by_depth: defaultdict[int, list[Named]] = defaultdict(list)
    for each in fresh:
        if each.depth is not None:
            by_depth[each.depth].append(each)
    return tuple(
        Depth(
            depth,
            len(found),
            sum(each.written_at is not None for each in found),
            sum(each.answered_at is not None for each in found),
            sum(each.contact is None or each.contact not in have_named for each in found),
        )
        for depth, found in sorted(by_depth.items())
    )


@dataclass(slots=True)
class _LeadSum:
    leads: int = 0
    qualified: int = 0
    confirmed: int = 0


def _hops(leads: Iterable[Led], period: Period) -> tuple[Hops, ...]:
    """What happened to each in the period; who has done nothing in it does not stand in the table."""
    sums: defaultdict[int, _LeadSum] = defaultdict(_LeadSum)
    for led in leads:
        row = sums[led.hops]
        row.leads += _within(led.course.opened_at, period)
        row.qualified += _within(led.course.qualified_at, period)
        row.confirmed += _within(led.course.confirmed_at, period)
    return tuple(
        Hops(hops, row.leads, row.qualified, row.confirmed)
        for hops, row in sorted(sums.items())
        if row.leads or row.qualified or row.confirmed
    )


def _referrers(named: Iterable[Named], leads: Iterable[Led], period: Period) -> tuple[Referrers, ...]:
    """Companies whose people, not machines, named colleagues; whose colleagues came to most first."""
    by_account: defaultdict[str, list[Named]] = defaultdict(list)
    for each in named:
        if not each.is_automatic:
            by_account[each.account].append(each)
    qualified = Counter(led.account for led in leads if led.hops and _within(led.course.qualified_at, period))
    rows = [
        Referrers(
            account,
            len(found),
            sum(each.written_at is not None for each in found),
            sum(each.answered_at is not None for each in found),
            qualified[account],
        )
        for account, found in by_account.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.qualified, -row.answered, -row.named, row.account)))


def _within(moment: datetime | None, period: Period) -> bool:
    return moment is not None and moment in period
