"""All that a forecast rests on, one by one, each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.money_ahead import LEAST_CONTRACTS
from outreach.reporting.forecast.months_ahead import SalesForecast
from outreach.reporting.forecast.pace import LOOKED_AT
from outreach.reporting.forecast.passages import PASSAGES, WINDOW, Known, Rated
from outreach.reporting.page import Unit, Word
from outreach.reporting.stage import Stage
from outreach.sending.ramp import ramp_days


@dataclass(frozen=True, slots=True)
class Assumption:
    """One of them. `key` names it in documents; `low` and `high` bound the value where it is not sure."""

    key: str
    what: Word
    value: Any
    unit: Unit
    source: Word
    #: `observed`, `goal`, `book`, `target`, `guess`, `configuration` or `option`.
    known: str
    low: Any = None
    high: Any = None
    #: Of a passage: how long half of those who go on take.
    days: int | None = None
    successes: int | None = None
    trials: int | None = None


def assumptions(made: SalesForecast) -> Iterator[Assumption]:
    """In the order of the arithmetic: what is sent, what comes of it, what that is worth."""
    yield from _of_capacity(made)
    yield from _of_pace(made)
    yield _stock(made)
    yield from (_passage(rated) for rated in map(made.rates.of.__getitem__, PASSAGES))
    yield _named(made)
    yield _outside(made)
    yield from _worth(made)


def _of_capacity(made: SalesForecast) -> Iterator[Assumption]:
    capacity = made.capacity
    now = Word("forecast.source.configuration")
    per_day = sum(each.per_day for each in capacity.mailboxes)
    yield Assumption(
        "mailboxes",
        Word("forecast.what.mailboxes", {"count": len(capacity.mailboxes)}),
        per_day,
        Unit.COUNT,
        now,
        "configuration",
    )
    position = made.observed.pace.sending_days
    to_come = max((ramp_days(each) - position.get(each.name, 0) for each in capacity.mailboxes), default=0)
    yield Assumption(
        "ramp",
        Word("forecast.what.ramp"),
        max(to_come, 0),
        Unit.COUNT,
        Word("forecast.source.ramp"),
        "configuration",
    )
    days = [made.known.day(ahead) for ahead in range(len(made.planned.mails))]
    open_days = [each for each in days if each.weekday() in made.observed.pace.weekdays]
    yield Assumption(
        "closed_days",
        Word("forecast.what.closed"),
        sum(each in capacity.closed for each in open_days),
        Unit.COUNT,
        now,
        "configuration",
    )
    a_day = capacity.people * capacity.replies_per_person
    yield Assumption(
        "replies_a_day",
        Word("forecast.what.replies_a_day"),
        a_day or Word("forecast.no_limit"),
        Unit.COUNT,
        Word("forecast.source.replies_a_day", {"count": capacity.people}),
        "configuration",
    )


def _of_pace(made: SalesForecast) -> Iterator[Assumption]:
    seen = made.observed
    yield Assumption(
        "used",
        Word("forecast.what.used"),
        seen.pace.used,
        Unit.SHARE,
        _observed(seen.sent, seen.could)
        if seen.used_known is Known.OBSERVED
        else Word("forecast.source.full"),
        seen.used_known.value,
        successes=seen.sent if seen.used_known is Known.OBSERVED else None,
        trials=seen.could if seen.used_known is Known.OBSERVED else None,
    )
    yield Assumption(
        "mails_a_person",
        Word("forecast.what.mails_a_person"),
        seen.pace.mails_a_person,
        Unit.NUMBER,
        Word("forecast.source.mails_a_person", {"mails": seen.mails, "people": seen.people})
        if seen.mails_known is Known.OBSERVED
        else Word("forecast.source.two_mails"),
        seen.mails_known.value,
    )
    yield Assumption(
        "sending_weekdays",
        Word("forecast.what.weekdays"),
        len(seen.pace.weekdays),
        Unit.COUNT,
        Word(f"forecast.source.weekdays.{seen.weekdays_known.value}"),
        "configuration" if seen.weekdays_known is Known.GOAL else seen.weekdays_known.value,
    )


def _stock(made: SalesForecast) -> Assumption:
    known, ends = made.known, made.planned.stock_ends
    about: dict[str, Any] = {"joined": known.joined, "days": WINDOW, "refill": made.refill_a_month}
    source = "forecast.source.refill" if made.refill_a_month else "forecast.source.stock"
    if ends is not None:
        about |= {"until": known.day(ends)}
        source += "_ends"
    return Assumption(
        "stock",
        Word("forecast.what.stock"),
        known.stock,
        Unit.COUNT,
        Word(source, about),
        "option" if made.refill_a_month else "observed",
    )


def _passage(rated: Rated) -> Assumption:
    passage = rated.passage
    named = {"from": _stage(passage.come_from), "to": _stage(passage.to)}
    is_seen = rated.rate is not None
    return Assumption(
        f"{passage.come_from.value}_to_{passage.to.value}",
        Word("forecast.what.passage", named),
        rated.share,
        Unit.SHARE,
        _observed(rated.rate.successes, rated.rate.trials)
        if rated.rate is not None
        else Word(f"forecast.source.{rated.known.value}"),
        rated.known.value,
        rated.low,
        rated.high,
        days=rated.median_days,
        successes=rated.rate.successes if is_seen and rated.rate else None,
        trials=rated.rate.trials if is_seen and rated.rate else None,
    )


def _named(made: SalesForecast) -> Assumption:
    is_known = made.rates.named_a_reply > 0
    source = _observed(made.named.successes, made.named.trials)
    return Assumption(
        "named_a_reply",
        Word("forecast.what.named"),
        made.rates.named_a_reply,
        Unit.SHARE,
        source if is_known else Word("forecast.source.too_few"),
        Known.OBSERVED.value if is_known else Known.GUESS.value,
        successes=made.named.successes,
        trials=made.named.trials,
    )


def _outside(made: SalesForecast) -> Assumption:
    count = sum(each for ago, each in made.known.outside.items() if ago < WINDOW)
    return Assumption(
        "outside_a_month",
        Word("forecast.what.outside"),
        count * 30 / WINDOW,
        Unit.NUMBER,
        Word("forecast.source.counted", {"count": count}),
        Known.OBSERVED.value,
    )


def _worth(made: SalesForecast) -> Iterator[Assumption]:
    worth = made.worth
    for currency in worth.amounts:
        average = worth.average(currency)
        off = 1.28 * worth.errors[currency]
        few = "_few" if worth.contracts < LEAST_CONTRACTS else ""
        source = "goal_deal" if worth.known is Known.GOAL else f"contracts{few}"
        yield Assumption(
            f"deal_{currency}",
            Word("forecast.what.deal_in", {"currency": currency}),
            _whole_units(currency, average),
            Unit.MONEY,
            Word(f"forecast.source.{source}", {"count": len(worth.amounts[currency])}),
            worth.known.value,
            _whole_units(currency, average * max(1 - off, 0)) if off else None,
            _whole_units(currency, average * (1 + off)) if off else None,
        )
    if not worth.amounts:
        yield Assumption(
            "deal",
            Word("forecast.what.deal"),
            None,
            Unit.MONEY,
            Word("forecast.source.no_deal"),
            Known.GUESS.value,
        )
    yield Assumption(
        "payment_months",
        Word("forecast.what.months"),
        worth.months,
        Unit.COUNT,
        Word(f"forecast.source.months.{worth.months_known.value}"),
        worth.months_known.value,
    )


def _whole_units(currency: str, cents: float) -> dict[str, int]:
    return {currency: round(cents / 100) * 100}


def _observed(successes: int, trials: int) -> Word:
    return Word("forecast.source.observed", {"successes": successes, "trials": trials})


def observed_in(known: KnownSoFar) -> dict[str, date]:
    """The days of which shares, and how is sent, are observed: the same for all."""
    return {
        "since": known.today - timedelta(days=WINDOW),
        "sent_since": known.today - timedelta(days=LOOKED_AT),
        "until": known.last_day,
    }


def _stage(stage: Stage) -> Word:
    if stage is Stage.REFERRED:
        return Word("forecast.colleague_mailed")
    return Word(f"stage.{stage.value}")
