"""The conveyor: nine stages of work from the first mail to the kept account, each with who does it and its figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.handoff.team import Colleague, Role
from outreach.reporting.funnel.figures import Funnel
from outreach.reporting.goals import Goals
from outreach.reporting.people.norms import Norm
from outreach.reporting.people.worked import working_days
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage


class Work(StrEnum):
    """The stages of work, in order."""

    FIRST_MAIL = "first_mail"
    GATEKEEPER = "gatekeeper"
    DECISION_MAKER = "decision_maker"
    NEED = "need"
    HAND_OFF = "hand_off"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    CONTRACT = "contract"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Station:
    """One stage of work: who is responsible, and for which stages of the funnel.

    `counts`: whose number is what was done; None: mails. `measures`: whose share, goal and time are shown.
    """

    work: Work
    role: Role
    answers_for: tuple[Stage, ...]
    counts: Stage | None
    measures: Stage
    #: The share of the next stage of work: the way out.
    leads_to: Stage | None
    norm: Norm | None = None


_S, _W = Stage, Work

#: Every stage of the funnel that people come into from another belongs to exactly one.
LINE: tuple[Station, ...] = (
    Station(
        _W.FIRST_MAIL,
        Role.PROSPECTOR,
        (_S.MAILED, _S.DELIVERED),
        None,
        _S.DELIVERED,
        _S.REPLIED,
        Norm.MAILS,
    ),
    Station(
        _W.GATEKEEPER,
        Role.PROSPECTOR,
        (_S.REPLIED, _S.POSITIVE, _S.REFERRED),
        _S.REPLIED,
        _S.REPLIED,
        _S.REFERRED,
        Norm.REPLIES,
    ),
    Station(
        _W.DECISION_MAKER,
        Role.PROSPECTOR,
        (_S.REFERRAL_REPLIES,),
        _S.REFERRAL_REPLIES,
        _S.REFERRAL_REPLIES,
        _S.CONVERSATION,
    ),
    Station(
        _W.NEED,
        Role.PROSPECTOR,
        (_S.CONVERSATION, _S.QUALIFIED),
        _S.QUALIFIED,
        _S.QUALIFIED,
        _S.OFFERED,
        Norm.QUALIFIED,
    ),
    Station(
        _W.HAND_OFF,
        Role.SALESPERSON,
        (_S.OFFERED, _S.ACCEPTED, _S.CONFIRMED),
        _S.ACCEPTED,
        _S.ACCEPTED,
        _S.PROPOSAL,
        Norm.ACCEPTED,
    ),
    Station(_W.PROPOSAL, Role.SALESPERSON, (_S.PROPOSAL,), _S.PROPOSAL, _S.PROPOSAL, _S.MEETING),
    Station(_W.MEETING, Role.SALESPERSON, (_S.MEETING,), _S.MEETING, _S.MEETING, _S.CONTRACT),
    Station(_W.CONTRACT, Role.SALESPERSON, (_S.CONTRACT,), _S.CONTRACT, _S.CONTRACT, _S.PAID),
    Station(_W.ACCOUNT, Role.ACCOUNT_MANAGER, (_S.PAID,), _S.PAID, _S.PAID, None),
)


#: Of fewer person-days nobody can say what is done in one: ten minutes' work would be made hundreds.
LEAST_DAYS = 1.0


@dataclass(frozen=True, slots=True)
class Hands:
    """What a role has worked in the period: person-days by the hours of each, and the norms of those who have any."""

    days: float
    #: The norms of everybody in the role added up, by how many of them have one.
    norms: Mapping[Norm, tuple[int, int]]

    def norm(self, norm: Norm | None) -> float | None:
        """Of one person on one day; None where nobody in the role has it."""
        added, people = (0, 0) if norm is None else self.norms.get(norm, (0, 0))
        return added / people if people else None


@dataclass(frozen=True, slots=True)
class StationFigures:
    """One stage of work in a period.

    `a_day`: done by one person on one working day; None below `LEAST_DAYS` of the role. `to_next`: of the stage before
    `station.leads_to`, who went on to it.
    """

    station: Station
    done: int
    norm: float | None
    a_day: float | None
    share: Rate | None
    goal: float | None
    to_next: Rate | None
    median: timedelta | None
    is_weak: bool


def conveyor(
    funnel: Funnel, mails: int, hands: Mapping[Role, Hands], goals: Goals, weak: Stage | None
) -> tuple[StationFigures, ...]:
    """The whole line. `mails`: sent in the period, follow-ups too; `weak`: the weak link."""
    return tuple(_figures(station, funnel, mails, hands, goals, weak) for station in LINE)


def hands_of(
    members: Iterable[Colleague], norms: Mapping[str, Mapping[str, int]], since: datetime, until: datetime
) -> dict[Role, Hands]:
    """How much the people of each role worked from `since` up to `until`: not on days off, closed or absent."""
    by_role: dict[Role, list[Colleague]] = {}
    for member in members:
        by_role.setdefault(member.role, []).append(member)
    return {
        role: Hands(
            sum(working_days(each.hours, since, until) for each in people),
            {norm: _added([norms.get(each.name, {}).get(norm.value, 0) for each in people]) for norm in Norm},
        )
        for role, people in by_role.items()
    }


def _added(norms: list[int]) -> tuple[int, int]:
    # 0 is no norm, not one of nothing.
    return sum(norms), sum(each > 0 for each in norms)


def _figures(
    station: Station,
    funnel: Funnel,
    mails: int,
    hands: Mapping[Role, Hands],
    goals: Goals,
    weak: Stage | None,
) -> StationFigures:
    own, role = funnel.of(station.measures), hands.get(station.role)
    done = mails if station.counts is None else funnel.of(station.counts).count
    return StationFigures(
        station=station,
        done=done,
        norm=None if role is None else role.norm(station.norm),
        a_day=done / role.days if role is not None and role.days >= LEAST_DAYS else None,
        share=own.share,
        goal=goals.shares.get(station.measures),
        to_next=None if station.leads_to is None else funnel.of(station.leads_to).share,
        median=own.median,
        is_weak=weak in station.answers_for,
    )
