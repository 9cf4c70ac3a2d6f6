"""`outreach report stages`: the weak link and how it was reckoned, the line stage by stage; what each is held to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from outreach.handoff.team import Role
from outreach.reporting.asked import Asked
from outreach.reporting.line.conveyor import StationFigures, conveyor, hands_of
from outreach.reporting.line.judged_line import JudgedLine, judged_groups, judged_line
from outreach.reporting.line.weak_link import Judgement, Standing, Verdict
from outreach.reporting.line.weak_link_words import expected_of, named, reckoned, stage_word
from outreach.reporting.page import Bar, BarChart, Column, Page, Table, Unit, Word, blocks
from outreach.reporting.stage import Stage
from outreach.reporting.stages import counts as stages_counts
from outreach.reporting.stages.document import document


def page(session: Session, asked: Asked) -> Page:
    """The whole report."""
    line = judged_line(session, asked.period, asked.rules)
    stations = _stations(session, asked, line)
    groups = None if asked.by is None else judged_groups(session, asked, line)
    by_group = None if groups is None else _groups(asked, groups)
    return Page(
        name="stages",
        period=asked.period,
        blocks=blocks(
            named(line.verdict),
            reckoned(line.verdict),
            _line(stations),
            _chart(line.verdict),
            _judged(line.verdict),
            by_group,
        ),
        document=document(asked, line, stations, groups),
        sheet=by_group or _sheet(stations),
        by=None if asked.by is None else asked.by.value,
    )


def _stations(session: Session, asked: Asked, line: JudgedLine) -> tuple[StationFigures, ...]:
    rules, period = asked.rules, asked.period
    since = _worked_since(session, asked)
    until = min(period.until, period.as_of)
    hands = {} if since is None else hands_of(rules.team.members, rules.norms, since, until)
    weak = line.verdict.weak
    return conveyor(
        line.funnel,
        stages_counts.mails_sent(session, period),
        hands,
        rules.goals,
        None if weak is None else weak.stage,
    )


def _worked_since(session: Session, asked: Asked) -> datetime | None:
    """The period's beginning, or the first mail where that is later: before it nobody worked on the line."""
    first = stages_counts.first_fact_at(session)
    since = asked.period.since
    if first is None or first >= asked.period.until:
        return None
    return first if since is None else max(first, since)


def _line(stations: tuple[StationFigures, ...]) -> Table:
    return Table(
        title=Word("stages.line"),
        columns=(
            Column("work", Unit.NAME),
            Column("role", Unit.NAME),
            Column("done"),
            Column("norm", Unit.NUMBER),
            Column("per_day", Unit.NUMBER),
            Column("share", Unit.SHARE),
            Column("goal", Unit.SHARE),
            Column("median", Unit.DURATION),
            Column("counted", Unit.NAME, is_spare=True),
            Column("to_next", Unit.SHARE, is_spare=True),
        ),
        rows=tuple(_row(each) for each in stations),
        empty=Word("stages.no_stage"),
        note=Word("stages.line_note"),
    )


def _sheet(stations: tuple[StationFigures, ...]) -> Table:
    """The line for a spreadsheet: the mark in a column of its own."""
    shown = _line(stations)
    rows = tuple(
        (Word(f"stages.station.{each.station.work.value}"), *row[1:], each.is_weak)
        for each, row in zip(stations, shown.rows, strict=True)
    )
    return replace(shown, columns=(*shown.columns, Column("weak")), rows=rows)


def _row(each: StationFigures) -> tuple[Any, ...]:
    work = each.station.work.value
    name = Word(f"stages.station.{work}")
    return (
        Word("stages.weak_mark", {"name": name}) if each.is_weak else name,
        role_word(each.station.role),
        each.done,
        each.norm,
        each.a_day,
        each.share,
        each.goal,
        each.median,
        Word(f"stages.counted.{work}"),
        each.to_next,
    )


def role_word(role: Role) -> Word:
    return Word(f"stages.role.{role.value}")


def _chart(verdict: Verdict) -> BarChart:
    """The share that was judged with its interval at 95 %, as rates are shown everywhere, and what it is held to."""
    return BarChart(
        Word("stages.shares"),
        Unit.SHARE,
        tuple(_bar(each, verdict) for each in verdict.judgements if each.rate.trials),
    )


def _bar(each: Judgement, verdict: Verdict) -> Bar:
    bounds = each.rate.interval()
    return Bar(
        stage_word(each.stage), each.rate.value, bounds.low, bounds.high, each.expected, each is verdict.weak
    )


def _judged(verdict: Verdict) -> Table:
    return Table(
        title=Word("stages.judged"),
        columns=(
            Column("stage", Unit.NAME),
            Column("judged"),
            # Its interval stands in the chart.
            Column("share", Unit.SHARE),
            Column("held_to", Unit.NAME),
            Column("standing", Unit.NAME),
            Column("more"),
            Column("wait", Unit.DURATION, is_spare=True),
            Column("loss", Unit.MONEY),
        ),
        rows=tuple(_judgement(each) for each in verdict.judgements if each.rate.trials or each.against),
        empty=Word("stages.no_stage"),
        note=Word("stages.judged_note"),
    )


def _judgement(each: Judgement) -> tuple[Any, ...]:
    return (
        stage_word(each.stage),
        each.rate.trials,
        each.rate,
        expected_of(each),
        standing_word(each.standing),
        each.more,
        each.wait,
        _money(each),
    )


def _groups(asked: Asked, groups: Mapping[str, Verdict]) -> Table:
    assert asked.by is not None
    return Table(
        title=Word("stages.by"),
        columns=(
            Column(asked.by.value, Unit.NAME),
            Column("judged"),
            Column("replied", Unit.RATE),
            Column("standing", Unit.NAME),
            Column("weak", Unit.NAME),
            Column("share", Unit.SHARE),
            Column("held_to", Unit.NAME),
            Column("loss", Unit.MONEY),
        ),
        rows=tuple(_group(name, verdict) for name, verdict in groups.items()),
        empty=Word("stages.no_stage"),
        note=Word("stages.by_note"),
    )


def _group(name: str, verdict: Verdict) -> tuple[Any, ...]:
    """How it answers, and its own weak link where it has one."""
    replied, weak = verdict.of(Stage.REPLIED), verdict.weak
    start = (name, replied.rate.trials, replied.rate, standing_word(verdict.standing))
    if weak is None:
        return (*start, None, None, None, None)
    return (*start, stage_word(weak.stage), weak.rate, expected_of(weak), _money(weak))


def standing_word(standing: Standing) -> Word:
    return Word(f"stages.standing.{standing.value}")


def _money(each: Judgement) -> Mapping[str, int] | None:
    """To whole units of the currency."""
    cost = each.cost
    if cost is None or cost.worth is None or cost.cents is None:
        return None
    return {cost.worth.currency: round(cost.cents, -2)}
