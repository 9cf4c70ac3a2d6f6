"""`outreach report forecast`: leads, contracts and money of the coming months, what that rests on, and how far such a
forecast was off the last time.

It begins at the period's `as_of`, whatever the period, and is made of what was known then. Team, limits, goals and
campaigns are those of today.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from outreach.reporting.asked import Asked
from outreach.reporting.forecast.assumptions import Assumption, assumptions, observed_in
from outreach.reporting.forecast.back_test import (
    BackTest,
    Came,
    Held,
    capacity_then,
    held_against,
    is_learned,
    known_before,
    months_before,
)
from outreach.reporting.forecast.capacity import Bound
from outreach.reporting.forecast.contract_counts import signed_in
from outreach.reporting.forecast.count_range import CLAIMED, Ahead
from outreach.reporting.forecast.counts import known_at_each
from outreach.reporting.forecast.document import document, sheet
from outreach.reporting.forecast.fields import OPTIONS
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.months_ahead import (
    SalesForecast,
    TimeAhead,
    forecast,
    is_wholly_guessed,
)
from outreach.reporting.page import (
    Column,
    Figure,
    Figures,
    LineChart,
    Page,
    Say,
    Table,
    Tone,
    Unit,
    Word,
    blocks,
)
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

#: What the tables show; JSON and CSV have every stage.
_SHOWN = (Stage.MAILED, Stage.REPLIED, Stage.QUALIFIED, Stage.CONFIRMED, Stage.CONTRACT)
#: Chance in it is always the same: the same facts make the same report.
_SEED = 20110712


def page(session: Session, asked: Asked) -> Page:
    """Reads, foresees, looks back, and lays out."""
    months = months_before(asked.period)
    known, known_then = known_at_each(session, (asked.period, known_before(months)), months)
    made = forecast(
        known,
        asked.rules.capacity,
        asked.rules.goals,
        months=_option(asked, "months"),
        rng=random.Random(_SEED),
        refill_a_month=_option(asked, "refill"),
    )
    tested = _back_test(session, asked, known, known_then, months)
    rests_on = tuple(assumptions(made))
    return Page(
        name="forecast",
        period=_ahead(asked.period, made),
        blocks=blocks(
            _figures(made),
            tuple(_warnings(made)),
            _counts_table(made),
            _money_table(made),
            tuple(_charts(made)),
            _assumptions_table(rests_on, known),
            Say(Word("forecast.as_now")),
            _back_test_table(tested) if tested is not None else Say(Word("forecast.back_test.none")),
        ),
        document=document(made, rests_on, tested, asked.period),
        sheet=sheet(made),
    )


def _ahead(period: Period, made: SalesForecast) -> Period:
    """The time that is foreseen."""
    following = made.whole.last + timedelta(days=1)
    until = datetime.combine(following, time(), period.zone).astimezone(UTC)
    return replace(period, since=period.as_of, until=max(until, period.as_of))


def _option(asked: Asked, name: str) -> int:
    given = asked.options.get(name)
    one = next(each for each in OPTIONS if each.name == name)
    return int(one.default if given is None else given)


def _back_test(
    session: Session, asked: Asked, now: KnownSoFar, then: KnownSoFar, months: tuple[Period, ...]
) -> BackTest | None:
    """The forecast of the last three whole months from what was known before; None: nothing to make it from."""
    if not is_learned(then):
        return None
    made = forecast(
        then,
        capacity_then(asked.rules.capacity, then),
        asked.rules.goals,
        months=len(months),
        rng=random.Random(_SEED),
    )
    signed = signed_in(session, asked.period, months)
    return held_against(made, [Came(*each) for each in zip(now.arrived, signed, strict=True)])


# --- what is shown ----------------------------------------------------------------------------------------------------


def _figures(made: SalesForecast) -> Figures:
    whole = made.whole
    items = [
        Figure(_stage(stage), _rounded(ahead.expected), Unit.COUNT, _range(ahead))
        for stage in (Stage.CONFIRMED, Stage.CONTRACT)
        for ahead in (whole.counts[stage],)
    ]
    items += [
        Figure(
            Word("forecast.signed"),
            _money(currency, ahead.expected),
            Unit.MONEY,
            Word(
                "forecast.between", {"low": _money(currency, ahead.low), "high": _money(currency, ahead.high)}
            ),
        )
        for currency, ahead in whole.signed.items()
    ]
    return Figures(tuple(items))


def _warnings(made: SalesForecast) -> Iterator[Say]:
    yield Say(
        Word(
            "forecast.claim",
            {"claimed": round(100 * CLAIMED), "first": made.whole.first, "last": made.whole.last},
        )
    )
    if is_wholly_guessed(made):
        yield Say(Word("forecast.guessed"), Tone.BAD)
    if not made.capacity.mailboxes:
        yield Say(Word("forecast.no_mailboxes"), Tone.BAD)
    if made.planned.stock_ends is not None:
        day = made.known.day(made.planned.stock_ends)
        yield Say(Word("forecast.stock_ends", {"day": day}), Tone.BAD)
    if Bound.PEOPLE in made.planned.bounds:
        days = made.planned.bounds.count(Bound.PEOPLE)
        yield Say(Word("forecast.people_bound", {"days": days}), Tone.ARITHMETIC)
    if not made.worth.amounts:
        yield Say(Word("forecast.no_deal"), Tone.BAD)


def _counts_table(made: SalesForecast) -> Table:
    rows = [(_month(each, made), *_counts(each)) for each in made.months]
    return Table(
        Word("forecast.counts"),
        (Column("month", Unit.NAME), *(Column(f"forecast_{stage.value}", Unit.COUNT) for stage in _SHOWN)),
        (*rows, (Word("total"), *_counts(made.whole))),
        Word("nothing"),
        note=Word("forecast.rest_of_month"),
    )


def _counts(part: TimeAhead) -> tuple[Any, ...]:
    """First mails are a plan, and stand without their range: the table has to fit."""
    mails, *others = (part.counts[stage] for stage in _SHOWN)
    return (round(mails.expected), *(_with_range(each) for each in others))


def _money_table(made: SalesForecast) -> Table | None:
    if not made.whole.signed and not made.whole.due:
        return None
    columns = (
        Column("month", Unit.NAME),
        Column("signed_low", Unit.MONEY),
        Column("signed", Unit.MONEY),
        Column("signed_high", Unit.MONEY),
        Column("due", Unit.MONEY),
    )
    rows = [(_month(each, made), *_money_cells(each)) for each in made.months]
    return Table(
        Word("forecast.money"),
        columns,
        (*rows, (Word("total"), *_money_cells(made.whole))),
        Word("nothing"),
        note=Word("forecast.due_note"),
    )


def _money_cells(part: TimeAhead) -> tuple[Mapping[str, int], ...]:
    return (
        _amounts(part.signed, "low"),
        _amounts(part.signed, "expected"),
        _amounts(part.signed, "high"),
        _amounts(part.due, "expected"),
    )


def _charts(made: SalesForecast) -> Iterator[LineChart]:
    at = tuple(f"{each.first:%Y-%m}" for each in made.months)
    yield _chart(
        Word("forecast.chart.contracts"),
        Unit.NUMBER,
        at,
        [each.counts[Stage.CONTRACT] for each in made.months],
    )
    for currency in made.whole.signed:
        whole_units = [
            Ahead(ahead.expected / 100, ahead.low / 100, ahead.high / 100)
            for ahead in (each.signed[currency] for each in made.months)
        ]
        yield _chart(Word("forecast.chart.money", {"currency": currency}), Unit.MONEY, at, whole_units)


def _chart(title: Word, unit: Unit, at: tuple[str, ...], values: list[Ahead]) -> LineChart:
    lines = tuple(
        (Word(f"forecast.line.{name}"), tuple(float(getattr(each, name)) for each in values))
        for name in ("high", "expected", "low")
    )
    return LineChart(title, unit, at, lines)


def _assumptions_table(rests_on: tuple[Assumption, ...], known: KnownSoFar) -> Table:
    columns = (
        Column("assumption", Unit.NAME),
        Column("value", Unit.NAME),
        Column("days", Unit.COUNT),
        Column("comes_from", Unit.NAME),
    )
    rows = tuple((each.what, _value(each), each.days, each.source) for each in rests_on)
    note = Word("forecast.days_note", observed_in(known))
    return Table(Word("forecast.assumptions"), columns, rows, Word("nothing"), note=note)


def _value(each: Assumption) -> Word | None:
    if each.value is None or isinstance(each.value, Word):
        return each.value
    if each.low is None or each.high is None:
        return Word(f"forecast.value.{each.unit.value}", {"value": each.value})
    low, high = (_bare(bound) for bound in (each.low, each.high))
    value = each.value if each.unit is Unit.SHARE else _bare(each.value)
    about = {"value": value, "low": low, "high": high}
    return Word(f"forecast.interval.{each.unit.value}", about)


def _bare(bound: Any) -> float:
    """A bound without its unit: per cent, or whole units of money."""
    return round(100 * bound, 1) if isinstance(bound, float) else sum(bound.values()) // 100


def _back_test_table(tested: BackTest) -> Table:
    columns = (
        Column("forecast_figure", Unit.NAME),
        *(Column(f"error_{number}", Unit.NAME) for number in (1, 2, 3)),
        Column("foreseen", Unit.COUNT),
        Column("came", Unit.COUNT),
        Column("error", Unit.NAME),
    )
    shown = dict.fromkeys(
        each.what for each in tested.held if each.what in _SHOWN or not isinstance(each.what, Stage)
    )
    about = {"first": tested.first, "last": tested.last, "inside": tested.inside, "of": len(tested.held)}
    return Table(
        Word("forecast.back_test.title", about),
        columns,
        tuple(_back_test_row(what, tested.of(what)) for what in shown),
        Word("nothing"),
        note=Word("forecast.back_test.note", about | {"claimed": round(100 * CLAIMED)}),
    )


def _back_test_row(what: Stage | str, held: tuple[Held, ...]) -> tuple[Any, ...]:
    *months, whole = held
    is_money = not isinstance(what, Stage)
    return (
        Word("forecast.signed_in", {"currency": what}) if is_money else _stage(Stage(what)),
        *(_error(each) for each in months),
        _money(str(what), whole.foreseen.expected) if is_money else _rounded(whole.foreseen.expected),
        _money(str(what), whole.came) if is_money else whole.came,
        _error(whole),
    )


def _error(held: Held) -> Word:
    """In per cent of what came; marked where it was outside the range."""
    mark = "" if held.is_inside else ".outside"
    if held.error is None:
        return Word(f"forecast.error.none_came{mark}", {"expected": _rounded(held.foreseen.expected)})
    per_cent = round(100 * held.error)
    sign = "more" if per_cent >= 0 else "less"
    return Word(f"forecast.error.{sign}{mark}", {"error": abs(per_cent)})


def _month(part: TimeAhead, made: SalesForecast) -> str:
    is_rest = part is made.months[0] and part.first.day > 1
    return f"{part.first:%Y-%m}" + ("*" if is_rest else "")


def _stage(stage: Stage) -> Word:
    return Word("forecast.first_mails") if stage is Stage.MAILED else Word(f"stage.{stage.value}")


def _with_range(ahead: Ahead) -> Word:
    about = {"expected": _rounded(ahead.expected), "low": round(ahead.low), "high": round(ahead.high)}
    return Word("forecast.with_range", about)


def _range(ahead: Ahead) -> Word:
    return Word("forecast.between", {"low": round(ahead.low), "high": round(ahead.high)})


def _money(currency: str, cents: float) -> dict[str, int]:
    """To the whole unit: nobody foresees cents."""
    return {currency: round(cents / 100) * 100}


def _amounts(parts: Mapping[str, Ahead], name: str) -> dict[str, int]:
    return {currency: round(getattr(ahead, name) / 100) * 100 for currency, ahead in parts.items()}


def _rounded(value: float) -> float:
    return round(value) if value >= 10 else round(value, 1)
