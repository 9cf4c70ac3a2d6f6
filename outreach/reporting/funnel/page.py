"""`outreach report funnel`: from prospects to payments, week by week of the first mail, or group by group."""

from typing import Any

from sqlmodel import Session

from outreach.reporting import grouping
from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.funnel.document import document_of_groups, document_of_stages
from outreach.reporting.funnel.figures import Cohort, Funnel
from outreach.reporting.funnel.groups import Group
from outreach.reporting.funnel.reckoning import cohorts, funnel
from outreach.reporting.goals import Goals
from outreach.reporting.page import (
    Bar,
    BarChart,
    Column,
    Figure,
    Figures,
    LineChart,
    Page,
    Say,
    Table,
    Unit,
    Word,
    blocks,
)
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage
from outreach.reporting.stage_facts import stage_moments

#: Weeks, groups and bars that are shown; the rest is in the document.
_WEEKS, _GROUPS, _BARS = 12, 40, 15
#: What is shown of a cohort: its stages with their columns, and whether a narrow terminal may do without.
_OF_COHORT = (
    (Stage.MAILED, "mailed", False),
    (Stage.DELIVERED, "delivered", True),
    (Stage.REPLIED, "replied", False),
    (Stage.POSITIVE, "positive", False),
    (Stage.CONVERSATION, "leads", False),
    (Stage.ACCEPTED, "accepted", False),
    (Stage.CONFIRMED, "confirmed", False),
    (Stage.CONTRACT, "won", True),
    (Stage.PAID, "paid", True),
)
_LINES = (Stage.REPLIED, Stage.POSITIVE, Stage.CONVERSATION)


def page(session: Session, asked: Asked) -> Page:
    """The stages with their cohorts, or, with `by`, one row a group."""
    return _page_of_stages(session, asked) if asked.by is None else _page_of_groups(session, asked, asked.by)


# --- stages


def _page_of_stages(session: Session, asked: Asked) -> Page:
    moments = stage_moments(session, asked.period)
    figures, weeks = funnel(moments, asked.period), cohorts(moments, asked.period)
    table = _stages(figures, asked.rules.goals)
    return Page(
        name="funnel",
        period=asked.period,
        blocks=blocks(_figures(figures), table, _counts(figures), _cohorts(weeks), _lines(weeks)),
        document=document_of_stages(asked, figures, weeks),
        sheet=table,
    )


def _figures(figures: Funnel) -> Figures:
    answers = figures.answers
    reached = {"replied": answers.response.successes, "reached": answers.response.trials}
    response = Figure(
        Word("funnel.response"), answers.response, Unit.RATE, Word("funnel.response_of", reached)
    )
    apart = [
        Figure(
            Word(f"funnel.{name}"),
            count,
            Unit.COUNT,
            Word("funnel.of_replies", {"share": Rate(count, answers.replied)}) if answers.replied else None,
        )
        for name, count in (
            ("positive", answers.positive),
            ("neutral", answers.neutral),
            ("negative", answers.negative),
        )
    ]
    leads = figures.of(Stage.ACCEPTED).count
    beside = Word("funnel.cycle_of", {"leads": leads}) if figures.cycle is not None else None
    return Figures((response, *apart, Figure(Word("funnel.cycle"), figures.cycle, Unit.DURATION, beside)))


def _stages(figures: Funnel, goals: Goals) -> Table:
    return Table(
        Word("funnel.stages"),
        (
            Column("stage", Unit.NAME),
            Column("count"),
            Column("share", Unit.RATE),
            Column("goal", Unit.SHARE),
            Column("median", Unit.DURATION),
        ),
        tuple(
            (_stage(each.stage), each.count, each.share, goals.shares.get(each.stage), each.median)
            for each in figures.stages
        ),
        empty=Word("nothing"),
        note=Word("funnel.stages_note"),
    )


def _counts(figures: Funnel) -> BarChart:
    return BarChart(
        Word("funnel.counts"),
        Unit.COUNT,
        tuple(Bar(_stage(each.stage), each.count) for each in figures.stages),
    )


def _cohorts(weeks: tuple[Cohort, ...]) -> tuple[Table | Say, ...]:
    shown = weeks[-_WEEKS:]
    columns = [Column(key, is_spare=is_spare) for _, key, is_spare in _OF_COHORT]
    table = Table(
        Word("funnel.cohorts"),
        (Column("week", Unit.DAY), *columns),
        tuple((each.monday, *(each.counts.get(stage, 0) for stage, _, _ in _OF_COHORT)) for each in shown),
        empty=Word("nothing"),
        note=Word("funnel.cohorts_note"),
    )
    earlier = len(weeks) - len(shown)
    return (table, Say(Word("funnel.earlier_weeks", {"count": earlier}))) if earlier else (table,)


def _lines(weeks: tuple[Cohort, ...]) -> LineChart | None:
    """How far each week's people have come; a gap where nobody was reached."""
    if len(weeks) < 2:
        return None
    return LineChart(
        Word("funnel.rates"),
        Unit.SHARE,
        tuple(each.monday.isoformat() for each in weeks),
        tuple(
            (Word(f"funnel.line.{stage.value}"), tuple(_share(each, stage) for each in weeks))
            for stage in _LINES
        ),
    )


def _share(week: Cohort, stage: Stage) -> float | None:
    delivered = week.counts.get(Stage.DELIVERED, 0)
    return week.counts.get(stage, 0) / delivered if delivered else None


def _stage(stage: Stage) -> Word:
    return Word(f"stage.{stage.value}")


# --- groups


def _page_of_groups(session: Session, asked: Asked, by: By) -> Page:
    groups = grouping.grouped(session, asked)
    # Hours in their order, everything else by how much it is.
    ordered = groups if by is By.HOUR else tuple(sorted(groups, key=lambda each: -each.answers.sent))
    shown = ordered if by is By.HOUR else ordered[:_GROUPS]
    more = len(ordered) - len(shown)
    return Page(
        name="funnel",
        period=asked.period,
        by=by.value,
        blocks=blocks(
            _group_table(shown, by),
            Say(Word("funnel.more_groups", {"count": more})) if more else None,
            _group_rates(shown, by),
        ),
        document=document_of_groups(asked, ordered),
        sheet=_group_table(ordered, by),
    )


def _group_table(groups: tuple[Group, ...], by: By) -> Table:
    return Table(
        Word("funnel.groups", {"by": Word(f"funnel.by.{by.value}")}),
        (
            Column(by.value, Unit.NAME),
            Column("sent"),
            Column("bounced", is_spare=True),
            Column("replied", is_spare=True),
            Column("response_rate", Unit.RATE),
            Column("positive"),
            Column("qualified"),
            Column("accepted"),
            Column("confirmed"),
        ),
        tuple(_row(each) for each in groups),
        empty=Word("nothing"),
        note=Word("funnel.groups_note"),
    )


def _row(group: Group) -> tuple[Any, ...]:
    answers = group.answers
    leads = (group.reached(stage) for stage in (Stage.QUALIFIED, Stage.ACCEPTED, Stage.CONFIRMED))
    sums = (answers.sent, answers.bounced, answers.replied, answers.response, answers.positive)
    return (_name(group), *sums, *leads)


def _group_rates(groups: tuple[Group, ...], by: By) -> BarChart | None:
    shown = groups if by is By.HOUR else groups[:_BARS]
    bars = tuple(_bar(each) for each in shown if each.answers.response.trials)
    if len(bars) < 2:
        return None
    return BarChart(
        Word("funnel.group_rates", {"by": Word(f"funnel.by.{by.value}")}),
        Unit.SHARE,
        bars,
    )


def _bar(group: Group) -> Bar:
    rate = group.answers.response
    bounds = rate.interval()
    return Bar(_name(group), rate.value, bounds.low, bounds.high)


def _name(group: Group) -> str | Word:
    return group.name or Word("funnel.no_group")
