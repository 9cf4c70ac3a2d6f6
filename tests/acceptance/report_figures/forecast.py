"""`report forecast`, reckoned once more from facts that plain SQL counts."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import sqrt
from statistics import mean, median, pstdev
from typing import Any

from tests.acceptance.report_figures.forecast_facts import PASSAGES, Signed, boxes, known_at
from tests.acceptance.report_figures.forecast_model import STAGES, Model, model_of
from tests.acceptance.report_figures.forecast_rates import chances, range_of
from tests.acceptance.report_figures.forecast_sending import people_a_day
from tests.support.report_figures import Between, Told, checks, moment
from tests.support.told_worlds import LONDON, midnight

#: Of chance in money the report draws 600 times. For the tenth that lies below a range it may take 5 to 15 %, as drawn
#: here: four times the standard error of 1.2 %.
BELOW, ABOVE = (0.05, 0.15), (0.85, 0.95)
DRAWS = 2_000


@checks("forecast.claimed")
def claimed(_told: Told) -> float:
    return 0.8


@checks("forecast.limits")
def limits(told: Told) -> dict[str, int]:
    return dict(model_of(told).bounds)


# --- what it rests on -------------------------------------------------------------------------------------------------


def assumption(value: Any, known: str, **more: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("low", "high", "days", "successes", "trials"))
    return {"value": value, "known": known, **nothing, **more}


@checks("forecast.assumptions[*]", places=4)
def assumptions(told: Told) -> dict[str, Any]:
    model = model_of(told)
    going = model.pace
    used = {"successes": going.sent, "trials": going.could} if going.is_known else {}
    to_come = [box.ramp - going.position[box.name] for box in boxes(told)]
    return {
        "mailboxes": assumption(sum(box.per_day for box in boxes(told)), "configuration"),
        "ramp": assumption(max([0, *to_come]), "configuration"),
        # No day is closed in these configurations.
        "closed_days": assumption(0, "configuration"),
        "replies_a_day": assumption(people_a_day(told) or None, "configuration"),
        "used": assumption(going.used, "observed" if going.is_known else "guess", **used),
        "mails_a_person": assumption(going.mails_a_person, "observed" if going.has_people else "guess"),
        "sending_weekdays": assumption(len(going.weekdays), going.whose_weekdays),
        "stock": assumption(model.known.stock, "observed"),
        **{"_to_".join(passage): _passage(model, passage) for passage in PASSAGES},
        "named_a_reply": assumption(
            model.named_a_reply,
            "observed" if model.named_a_reply else "guess",
            successes=model.named,
            trials=model.replies,
        ),
        # A month of thirty days, of ninety.
        "outside_a_month": assumption(model.outside / 3, "observed"),
        **_deals(model.known.contracts),
        "payment_months": assumption(*months_of(model.known.contracts)),
    }


def _passage(model: Model, passage: tuple[str, str]) -> dict[str, Any]:
    rate = model.rates[passage]
    successes, trials = rate.of or (None, None)
    return assumption(
        rate.share,
        rate.known,
        low=rate.low,
        high=rate.high,
        days=rate.median,
        successes=successes,
        trials=trials,
    )


def amounts_of(contracts: list[Signed]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for each in contracts:
        found[each.currency].append(each.cents)
    return dict(sorted(found.items()))


def error_of(amounts: list[int]) -> float:
    """Relative, of the average; four tenths of fewer than five."""
    return 0.4 if len(amounts) < 5 else pstdev(amounts) / mean(amounts) / sqrt(len(amounts) - 1)


def _deals(contracts: list[Signed]) -> dict[str, Any]:
    found = {}
    for currency, amounts in amounts_of(contracts).items():
        off, average = 1.28 * error_of(amounts), mean(amounts)
        bounds = {} if not off else {"low": average * max(1 - off, 0), "high": average * (1 + off)}
        found[f"deal_{currency}"] = assumption(
            {currency: _whole(average)},
            "observed",
            **{name: {currency: _whole(cents)} for name, cents in bounds.items()},
        )
    return found or {"deal": assumption(None, "guess")}


def _whole(cents: float) -> int:
    return round(cents / 100) * 100


def months_of(contracts: list[Signed]) -> tuple[int, str]:
    """Over how many months a contract is paid; a year where none says it."""
    named = [each.months for each in contracts if each.months]
    return (round(median(named)), "observed") if named else (12, "guess")


# --- how many ---------------------------------------------------------------------------------------------------------


def counts_of(model: Model, part: range) -> dict[str, Any]:
    found = {}
    for stage in STAGES:
        expected, variance = model.count(stage, part)
        low, high = range_of(expected, variance)
        found[stage] = {"expected": expected, "low": low, "high": high}
    return found


@checks("forecast.months[*].counts")
def counts(told: Told) -> dict[str, Any]:
    model = model_of(told)
    return {f"{model.days[part.start]}": counts_of(model, part) for part in model.months}


@checks("forecast.whole.counts")
def all_counts(told: Told) -> dict[str, Any]:
    model = model_of(told)
    return counts_of(model, range(len(model.days)))


# --- what it is worth -------------------------------------------------------------------------------------------------


def signed_of(model: Model, part: range) -> dict[str, Any]:
    """Contracts × what one is worth, by currency; the range is held against another, longer draw."""
    expected, variance = model.count("contract", part)
    worth = amounts_of(model.known.contracts)
    every = sum(map(len, worth.values()))
    found = {}
    for currency, amounts in worth.items():
        share = len(amounts) / every
        here, spread = share * expected, share**2 * variance + share * (1 - share) * expected
        drawn = _drawn(here, spread, tuple(amounts))
        found[currency] = {
            "expected": round(here * mean(amounts)),
            "low": Between(*(_at(drawn, part_below) for part_below in BELOW)),
            "high": Between(*(_at(drawn, part_below) for part_below in ABOVE)),
        }
    return found


@cache
def _drawn(expected: float, variance: float, amounts: tuple[int, ...]) -> list[float]:
    if expected <= 0:
        return [0.0]
    dice, odds = random.Random(11), chances(expected, variance)
    numbers = dice.choices(range(len(odds)), odds, k=DRAWS)
    off = error_of(list(amounts))
    return sorted(sum(dice.choices(amounts, k=number)) * max(dice.gauss(1, off), 0) for number in numbers)


def _at(drawn: list[float], part: float) -> float:
    # Half a cent for the rounding of what is told.
    return drawn[int(part * (len(drawn) - 1))] + (0.5 if part > 0.1 and part != ABOVE[0] else -0.5)


@checks("forecast.months[*].signed")
def signed(told: Told) -> dict[str, Any]:
    model = model_of(told)
    return {f"{model.days[part.start]}": signed_of(model, part) for part in model.months}


@checks("forecast.whole.signed")
def all_signed(told: Told) -> dict[str, Any]:
    model = model_of(told)
    return signed_of(model, range(len(model.days)))


def due_of_known(model: Model) -> list[dict[str, int]]:
    """The rest of each contract in equal parts over the months of it that are left; what is overdue in the first."""
    months = [_number(model.days[part.start]) for part in model.months]
    found: list[dict[str, int]] = [defaultdict(int) for _ in months]
    usual, _ = months_of(model.known.contracts)
    for each in model.known.contracts:
        first = _number(each.on) + 1 if each.starts_on is None else _number(each.starts_on)
        left = [
            month for month in range(first, first + (each.months or usual)) if month >= months[0]
        ] or months[:1]
        for index, month in enumerate(months):
            if month in left:
                found[index][each.currency] += max(each.cents - each.paid, 0) // len(left)
    return found


def _number(day: date) -> int:
    return day.year * 12 + day.month


@checks("forecast.months[*].due")
def due(told: Told) -> dict[str, Any]:
    """Known contracts, and equal parts of those foreseen in the months before, with ranges as they are told."""
    model, signs = model_of(told), [each["signed"] for each in told.documents["forecast"]["months"]]
    usual, _ = months_of(model.known.contracts)
    found = {}
    for index, (part, sure) in enumerate(zip(model.months, due_of_known(model), strict=True)):
        earlier = signs[max(0, index - usual) : index]
        row = {}
        for currency in sorted({*sure, *amounts_of(model.known.contracts)}):
            new, low, high = (
                sum(each[currency][name] for each in earlier) / usual for name in ("expected", "low", "high")
            )
            narrow = 1 / sqrt(len(earlier)) if earlier else 1.0
            certain = sure.get(currency, 0)
            row[currency] = {
                "expected": _about(certain + new),
                "low": _about(certain + new - (new - low) * narrow),
                "high": _about(certain + new + (high - new) * narrow),
            }
        found[f"{model.days[part.start]}"] = row
    return found


def _about(cents: float, off: float = 2.0) -> Between:
    """Of parts that were rounded to a cent each."""
    return Between(cents - off, cents + off)


@checks("forecast.whole.due")
def all_due(told: Told) -> dict[str, Any]:
    """Months added, each erring to its own side."""
    months = [each["due"] for each in told.documents["forecast"]["months"]]
    found = {}
    for currency in sorted({currency for month in months for currency in month}):
        some = [month[currency] for month in months if currency in month]
        expected = sum(each["expected"] for each in some)
        below = sqrt(sum((each["expected"] - each["low"]) ** 2 for each in some))
        above = sqrt(sum((each["high"] - each["expected"]) ** 2 for each in some))
        found[currency] = {
            "expected": _about(expected, 4),
            "low": _about(expected - below, 6),
            "high": _about(expected + above, 6),
        }
    return found


# --- looking back -----------------------------------------------------------------------------------------------------


def months_back(told: Told) -> list[tuple[str, str, date]]:
    """The three whole months before the one of the moment."""
    first = moment(told.as_of).astimezone(LONDON).date().replace(day=1)
    firsts = [first]
    for _ in range(3):
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    return [(midnight(start), midnight(end), start) for start, end in pairwise(firsts)]


@checks("forecast.back_test")
def back_test(told: Told) -> dict[str, Any] | None:
    """The same forecast of what was known before, with the mailboxes that had sent by then."""
    months = months_back(told)
    then = known_at(told, months[0][0])
    days = [came for came, _, _ in then.flows["mailed", "replied"]]
    if not days or max(days) < 30:
        return None
    had_sent = {name for name, _ in then.sent}
    model = Model(then, [box for box in boxes(told) if box.name in had_sent], 3)
    now = known_at(told, told.as_of)
    came = [now.came(since, until) | now.signed(since, until) for since, until, _ in months]
    currencies = sorted(
        {*amounts_of(then.contracts), *(name for each in came for name in each if name.isupper())}
    )
    rows = {}
    for part, actual, (_, _, first) in zip(model.months, came, months, strict=True):
        rows[f"{first:%Y-%m}"] = _held(model, part, actual, currencies)
    together = {name: sum(each.get(name, 0) for each in came) for name in (*STAGES, *currencies)}
    rows["None"] = _held(model, range(len(model.days)), together, currencies)
    told_of = {
        f"{each['month']}/{each['what']}": each for each in told.documents["forecast"]["back_test"]["figures"]
    }
    figures = {
        f"{month}/{name}": _judged(each, told_of[f"{month}/{name}"])
        for month, some in rows.items()
        for name, each in some.items()
    }
    return {"inside": sum(each["is_inside"] for each in figures.values()), "figures": figures}


def _held(model: Model, part: range, came: Mapping[str, int], currencies: list[str]) -> dict[str, Any]:
    money = signed_of(model, part)
    nothing = {"expected": 0.0, "low": 0.0, "high": 0.0}
    exact = _exact(model, part)
    found: dict[str, Any] = {
        name: each | {"came": came.get(name, 0)} for name, each in counts_of(model, part).items()
    }
    for currency in currencies:
        each = nothing if currency not in money else money[currency] | {"expected": exact[currency]}
        found[currency] = each | {"came": came.get(currency, 0)}
    return found


def _exact(model: Model, part: range) -> dict[str, float]:
    """To parts of a cent."""
    worth, (expected, _) = amounts_of(model.known.contracts), model.count("contract", part)
    every = sum(map(len, worth.values()))
    return {currency: expected * sum(amounts) / every for currency, amounts in worth.items()}


def _judged(each: dict[str, Any], told_of: Mapping[str, Any]) -> dict[str, Any]:
    """The range that decides is the one that is told: of money it is drawn."""
    came = each["came"]
    off = None if not came else 100 * (each["expected"] - came) / came
    return each | {
        # To one place below.
        "error_percent": None if off is None else Between(off - 0.051, off + 0.051),
        "is_inside": told_of["low"] <= came <= told_of["high"],
    }
