"""The forecast as plain values: what `--json` and `--csv` print."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from outreach.reporting.forecast.assumptions import Assumption
from outreach.reporting.forecast.back_test import BackTest, Held
from outreach.reporting.forecast.count_range import CLAIMED, Ahead
from outreach.reporting.forecast.months_ahead import FORESEEN, SalesForecast, TimeAhead
from outreach.reporting.page import Column, Table, Unit, Word
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage


def sheet(made: SalesForecast) -> Table:
    """Month, figure, and its range, one a line; money in whole units."""
    columns = (
        Column("month", Unit.NAME),
        Column("what", Unit.NAME),
        Column("expected", Unit.NUMBER),
        Column("low", Unit.NUMBER),
        Column("high", Unit.NUMBER),
    )
    rows = tuple(
        (f"{part.first:%Y-%m}", name, round(ahead.expected, 2), round(ahead.low, 2), round(ahead.high, 2))
        for part in made.months
        for name, ahead in _named_figures(part)
    )
    return Table(Word("forecast.counts"), columns, rows, Word("nothing"))


def _named_figures(part: TimeAhead) -> Iterator[tuple[str, Ahead]]:
    for stage in FORESEEN:
        yield stage.value, part.counts[stage]
    for name, money in (("signed", part.signed), ("due", part.due)):
        for currency, ahead in money.items():
            yield f"{name} {currency}", Ahead(ahead.expected / 100, ahead.low / 100, ahead.high / 100)


def document(
    made: SalesForecast, rests_on: Sequence[Assumption], tested: BackTest | None, period: Period
) -> dict[str, Any]:
    """As `forecast_page.FIELDS` says."""
    return {
        "report": "forecast",
        "since": made.whole.first.isoformat(),
        "until": made.whole.last.isoformat(),
        "as_of": period.as_of.isoformat(),
        "by": None,
        "claimed": CLAIMED,
        "months": [_time(each) for each in made.months],
        "whole": _time(made.whole),
        "limits": {bound.value: days for bound, days in sorted(Counter(made.planned.bounds).items())},
        "assumptions": [_assumption(each) for each in rests_on],
        "back_test": None if tested is None else _tested(tested),
    }


def _time(part: TimeAhead) -> dict[str, Any]:
    return {
        "first": part.first.isoformat(),
        "last": part.last.isoformat(),
        "counts": {stage.value: _ahead(part.counts[stage]) for stage in FORESEEN},
        "signed": {currency: _cents(ahead) for currency, ahead in part.signed.items()},
        "due": {currency: _cents(ahead) for currency, ahead in part.due.items()},
    }


def _ahead(ahead: Ahead) -> dict[str, float]:
    return {"expected": round(ahead.expected, 2), "low": round(ahead.low, 2), "high": round(ahead.high, 2)}


def _cents(ahead: Ahead) -> dict[str, int]:
    return {"expected": round(ahead.expected), "low": round(ahead.low), "high": round(ahead.high)}


def _assumption(each: Assumption) -> dict[str, Any]:
    return {
        "key": each.key,
        "value": _plain(each.value),
        "low": _plain(each.low),
        "high": _plain(each.high),
        "unit": each.unit.value,
        "known": each.known,
        "days": each.days,
        "successes": each.successes,
        "trials": each.trials,
    }


def _plain(value: Any) -> Any:
    """A number, money by currency, or null where there is no limit."""
    if isinstance(value, Word):
        return None
    return round(value, 4) if isinstance(value, float) else value


def _tested(tested: BackTest) -> dict[str, Any]:
    return {
        "first": tested.first.isoformat(),
        "last": tested.last.isoformat(),
        "inside": tested.inside,
        "figures": [_held(each) for each in tested.held],
    }


def _held(held: Held) -> dict[str, Any]:
    month = held.month
    return {
        "month": None if month is None else f"{month:%Y-%m}",
        "what": held.what.value if isinstance(held.what, Stage) else held.what,
        **_ahead(held.foreseen),
        "came": held.came,
        "error_percent": None if held.error is None else round(100 * held.error, 1),
        "is_inside": held.is_inside,
    }
