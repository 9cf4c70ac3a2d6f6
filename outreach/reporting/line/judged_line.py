"""The line in a period as the reports of the stages and the overview read it: its funnel, and where it is weak."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.funnel.figures import Funnel
from outreach.reporting.funnel.reckoning import funnel
from outreach.reporting.goals import Goals
from outreach.reporting.line.had_time import HadTime, had_time
from outreach.reporting.line.line_groups import group_of_contacts
from outreach.reporting.line.split_line import split
from outreach.reporting.line.weak_link import Verdict, Worth, WorthFrom, weak_link
from outreach.reporting.moments import Moments
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage
from outreach.reporting.stage_facts import stage_moments
from outreach.reporting.stages import counts as stages_counts

#: Of more nobody compares each with each.
MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """`worth`: of a contract; None where no goal says it and none was signed yet."""

    moments: Moments
    ways: Mapping[Stage, HadTime]
    funnel: Funnel
    verdict: Verdict
    worth: Worth | None


def judged_line(session: Session, period: Period, rules: ReportRules) -> JudgedLine:
    """Count, and judge."""
    worth = worth_of(rules.goals, stages_counts.contracts_so_far(session, period))
    return judge(stage_moments(session, period), period, rules.goals, worth)


def judge(moments: Moments, period: Period, goals: Goals, worth: Worth | None) -> JudgedLine:
    """The same of moments that are known."""
    ways = had_time(moments, period)
    return JudgedLine(moments, ways, funnel(moments, period), weak_link(ways, goals, worth), worth)


def judged_groups(session: Session, asked: Asked, line: JudgedLine) -> dict[str, Verdict]:
    """The verdict on each group by itself, of the `MOST_GROUPS` largest, the largest first.

    What it is too small to tell of the stages after its weak one is told by the whole line so far.
    """
    parts = split(line.moments, group_of_contacts(session, asked))
    largest = sorted(parts, key=lambda name: (-len(parts[name].reached[Stage.MAILED]), name))[:MOST_GROUPS]
    goals, lines = asked.rules.goals, len(largest)
    return {
        name: weak_link(_with_line(had_time(parts[name], asked.period), line), goals, line.worth, lines=lines)
        for name in largest
    }


def _with_line(ways: Mapping[Stage, HadTime], line: JudgedLine) -> dict[Stage, HadTime]:
    return {stage: replace(way, so_far=line.ways[stage].so_far) for stage, way in ways.items()}


def worth_of(goals: Goals, signed: Mapping[str, tuple[int, int]]) -> Worth | None:
    """What a contract is worth: the goal, else the average of those so far.

    `signed`: how many contracts, and what they came to, by currency. Those in the currency of the goals count; where
    there are none, those in the currency of most.
    """
    if goals.deal_cents is not None:
        return Worth(goals.deal_cents, goals.currency, WorthFrom.GOAL)
    if not signed:
        return None
    most = max(signed, key=lambda currency: (currency == goals.currency, signed[currency][0], currency))
    count, cents = signed[most]
    return Worth(round(cents / count), most, WorthFrom.CONTRACTS, count)
