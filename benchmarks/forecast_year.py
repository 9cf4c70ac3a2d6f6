"""The sales forecast held against simulated years: `python -m benchmarks.forecast_year [--seeds N] [--world steady]`.

At the start of each month it foresees the following quarter from the facts known then. Printed are, for one seed, the
months as they were foreseen at their own start and as they came, and over all seeds how far off and how often inside.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from outreach.database.engine import Database
from outreach.reporting.forecast.contract_counts import signed_in
from outreach.reporting.forecast.count_range import CLAIMED, Ahead
from outreach.reporting.forecast.counts import arrived, known_so_far
from outreach.reporting.forecast.months_ahead import FORESEEN, SalesForecast, TimeAhead, forecast
from outreach.reporting.goals import Goals
from outreach.reporting.stage import Stage
from tests.support.databases import founded_sqlite
from tests.support.sales_year import BEGINS, DOUBLED, STEADY, World, known_at, month_from, months, write_year

WORLDS: dict[str, World] = {
    "steady": STEADY,
    "busy": replace(STEADY.busier(4), list_size=80_000),
    "doubled": DOUBLED,
    "seasons": replace(STEADY, season={7: 0.7, 8: 0.6, 9: 1.2, 10: 1.2, 12: 0.7}),
}
#: After four months of facts, until a quarter before the end of the year.
STARTS = months(date(2026, 4, 1), date(2026, 10, 1))

MONEY = "signed"


@dataclass(frozen=True, slots=True)
class Held:
    """What was foreseen of one figure, and what came. `ahead`: 0 is the month that begins, 3 the whole quarter."""

    seed: int
    start: date
    ahead: int
    what: str
    foreseen: Ahead
    came: float

    @property
    def is_inside(self) -> bool:
        return self.came in self.foreseen


def held_against(database: Database, world: World, seed: int) -> Iterator[Held]:
    """One year: every figure of each quarter that was foreseen."""
    with database.writing() as session:
        write_year(session, world, seed)
    with database.reading() as session:
        all_months = months(STARTS[0], date(2026, 12, 1))
        periods = [month_from(month) for month in all_months]
        known = known_so_far(session, periods[0], periods)
        came = dict(zip(all_months, arrived(session, known, periods[0], periods), strict=True))
        money = dict(zip(all_months, signed_in(session, periods[0], periods), strict=True))
        for start in STARTS:
            made = made_at(session, world, start)
            quarter = all_months[all_months.index(start) :][:3]
            for ahead, (part, whole) in enumerate(
                [
                    *((each, [month]) for each, month in zip(made.months, quarter, strict=True)),
                    (made.whole, quarter),
                ]
            ):
                for what, foreseen in _figures(part):
                    actual = (
                        sum(money[month].get("EUR", 0) for month in whole)
                        if what == MONEY
                        else sum(came[month][Stage(what)] for month in whole)
                    )
                    yield Held(seed, start, ahead, what, foreseen, actual)


def made_at(session, world: World, start: date) -> SalesForecast:  # type: ignore[no-untyped-def]
    known = known_so_far(session, known_at(start))
    return forecast(known, world.capacity(start), Goals(), months=3, rng=random.Random(1))


def _figures(part: TimeAhead) -> Iterator[tuple[str, Ahead]]:
    for stage in FORESEEN:
        yield stage.value, part.counts[stage]
    if "EUR" in part.signed:
        yield MONEY, part.signed["EUR"]


def year(world: World, seed: int) -> list[Held]:
    with tempfile.TemporaryDirectory() as folder, founded_sqlite(Path(folder) / "year.db") as database:
        return list(held_against(database, world, seed))


def _print_months(held: list[Held]) -> None:
    shown = (Stage.MAILED, Stage.REPLIED, Stage.QUALIFIED, Stage.CONFIRMED, Stage.CONTRACT)
    print(f"{'month':8}" + "".join(f"{stage.value:>27}" for stage in shown))
    for start in STARTS:
        cells = []
        for stage in shown:
            one = next(
                each for each in held if (each.start, each.ahead, each.what) == (start, 0, stage.value)
            )
            error = f"{(one.foreseen.expected - one.came) / one.came:+.0%}" if one.came else "-"
            cells.append(
                f"{one.foreseen.expected:7.1f} [{one.foreseen.low:.0f}-{one.foreseen.high:.0f}]"
                f" {one.came:>4.0f} {error:>5}{' ' if one.is_inside else '!'}"
            )
        print(f"{start:%Y-%m} " + "".join(f"{cell:>27}" for cell in cells))


def _print_calibration(held: list[Held]) -> None:
    print(
        f"\ninside the range of {CLAIMED:.0%}; mean error (foreseen - came, of what came); mean absolute error"
    )
    by: dict[tuple[str, int], list[Held]] = defaultdict(list)
    for each in held:
        by[each.what, each.ahead].append(each)
    heads = ("month 1", "month 2", "month 3", "quarter")
    print(f"{'':14}" + "".join(f"{head:>24}" for head in heads))
    for what in [*(stage.value for stage in FORESEEN), MONEY]:
        line = f"{what:14}"
        for ahead in range(4):
            some = by[what, ahead]
            inside = statistics.mean(each.is_inside for each in some)
            came = sum(each.came for each in some) or 1
            bias = sum(each.foreseen.expected - each.came for each in some) / came
            off = sum(abs(each.foreseen.expected - each.came) for each in some) / came
            line += f"{inside:>10.0%} {bias:>+6.1%} {off:>6.0%}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--world", choices=WORLDS, default="steady")
    asked = parser.parse_args()
    began = time.perf_counter()
    held: list[Held] = []
    for seed in range(asked.seeds):
        held += year(WORLDS[asked.world], seed)
    print(
        f"{asked.world}, {asked.seeds} years from {BEGINS}, {time.perf_counter() - began:.0f} s; the first one:\n"
    )
    _print_months([each for each in held if each.seed == 0])
    _print_calibration(held)


if __name__ == "__main__":
    main()
