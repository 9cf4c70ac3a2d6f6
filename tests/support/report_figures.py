"""A check of every figure of a report: what its document tells beside what plain SQL counts, leaf by leaf.

A check is a function that counts, under `@checks("funnel.stages[*].count")`. It gets a `Told` (a workspace, and what
all reports told of it as of some moment) and returns what should stand at that place of the document: numbers, or
dictionaries of them in the document's own shape, with one level of names for each `[*]`. Claiming a place is therefore
the same as having counted all that stands there: what is told and not counted fails, and so does the reverse.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from math import sqrt
from pathlib import Path
from statistics import NormalDist, median
from typing import Any

from tests.support.fact_tables import TABLES

#: What the entries of a list are called by, so that one is found by its name and not by its place.
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "stages": ("stage",),
    "line": ("stage",),
    "factors": ("stage",),
    "cohorts": ("week",),
    "groups": ("name",),
    "board": ("person",),
    "people": ("person",),
    "norms": ("norm",),
    "conversions": ("part", "from", "to"),
    "pairs": ("finder", "salesperson"),
    "chains": ("finder", "salesperson", "account_manager"),
    "lifetime": ("currency",),
    "refusals": ("reason",),
    "ways": ("via",),
    "depths": ("depth",),
    "hops": ("hops",),
    "referrers": ("account",),
    "reasons": ("kind", "reason"),
    "days": ("day",),
    "hours": ("hour",),
    "reading.mailboxes": ("mailbox",),
    "late_folders": ("mailbox", "folder"),
    "junk": ("mailbox", "folder"),
    "months": ("first",),
    "assumptions": ("key",),
    "figures": ("month", "what"),
    "mails": ("day", "address"),
}
#: One leaf of a document, as ("funnel", "stages", "replied", "count").
Place = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Told:
    """What all reports told of one workspace, as of one moment.

    `rows` runs plain SQL over its database, in which the tables of `fact_tables` stand beside those of the program.
    """

    name: str
    folder: Path
    documents: Mapping[str, Any]
    since: str
    until: str
    as_of: str
    _databases: list[sqlite3.Connection] = field(default_factory=list, repr=False)

    def rows(self, sql: str, **named: Any) -> list[tuple[Any, ...]]:
        return self._database().execute(sql, self.moments | named).fetchall()

    def one(self, sql: str, **named: Any) -> Any:
        [[value]] = self.rows(sql, **named)
        return value

    def by(self, sql: str, **named: Any) -> dict[Any, Any]:
        """Two columns as keys and values."""
        found = self.rows(sql, **named)
        assert len({key for key, _ in found}) == len(found)
        return dict(found)

    def _database(self) -> sqlite3.Connection:
        if not self._databases:
            opened = sqlite3.connect(f"file:{self.folder / 'outreach.db'}?mode=ro", uri=True)
            opened.executescript(TABLES.format(**self.moments))
            self._databases.append(opened)
        return self._databases[0]

    @property
    def moments(self) -> dict[str, str]:
        """`before`: as much time before `since` as there is from it to `until`."""
        since, until = moment(self.since), moment(self.until)
        before = since - (until - since)
        return {
            "before": f"{before:%Y-%m-%d %H:%M:%S.%f}",
            "since": self.since,
            "until": self.until,
            "as_of": self.as_of,
        }


# --- arithmetic in its plainest form ----------------------------------------------------------------------------------


def moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def hours_between(earlier: str, later: str) -> float:
    return (moment(later) - moment(earlier)).total_seconds() / 3600


def middle(values: Iterable[float]) -> float | None:
    found = sorted(values)
    return median(found) if found else None


def share(successes: int, trials: int) -> dict[str, Any]:
    """A share as documents tell it; its bounds are the two roots of Wilson's equation, (p - x)² = z² x (1 - x) / n."""
    if trials == 0:
        return {
            "successes": successes,
            "trials": 0,
            "percent": None,
            "percent_low": None,
            "percent_high": None,
        }
    low, high = wilson(successes, trials)
    return {
        "successes": successes,
        "trials": trials,
        "percent": 100 * successes / trials,
        "percent_low": 100 * low,
        "percent_high": 100 * high,
    }


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """x² (1 + z²/n) - x (2p + z²/n) + p² = 0, solved."""
    if trials == 0:
        return 0.0, 1.0
    p, a = successes / trials, NormalDist().inv_cdf((1 + confidence) / 2) ** 2 / trials
    half, root = (2 * p + a) / (2 * (1 + a)), sqrt(max((2 * p + a) ** 2 - 4 * (1 + a) * p * p, 0.0))
    reach = root / (2 * (1 + a))
    return half - reach, half + reach


# --- claims -----------------------------------------------------------------------------------------------------------

Counting = Callable[[Told], Any]


@dataclass(frozen=True)
class Check:
    """What counts a place of the documents; `places`: to how many places what is told was rounded."""

    pattern: str
    count: Counting
    places: int

    def is_told_in(self, all_told: Iterable[Told]) -> bool:
        """Whether anything stands there in one of them."""
        report, *path = steps(self.pattern)
        return any(dict(leaves(picked(named(told.documents[report], report), path))) for told in all_told)


CHECKS: list[Check] = []


def checks(pattern: str, *, places: int = 2) -> Callable[[Counting], Counting]:
    """That this function counts everything that is told at, and below, `report.place[*].place`.

    What is told as a fraction may differ from what is counted by the half of its last place.
    """

    def claimed(count: Counting) -> Counting:
        assert pattern not in [each.pattern for each in CHECKS], pattern
        CHECKS.append(Check(pattern, count, places))
        return count

    return claimed


def differences(check: Check, told: Told) -> list[str]:
    """Where what is told and what was counted differ, in words."""
    report, *path = steps(check.pattern)
    found = picked(named(told.documents[report], report), path)
    counted = dict(leaves(_as_texts(check.count(told))))
    told_here = {
        place: value
        for place, value in leaves(found)
        # Names and yes or no are compared where somebody counted them.
        if not isinstance(value, str | bool) or place in counted
    }
    return [
        f"{told.name}: {check.pattern} {'.'.join(place)}: told {_value(told_here, place)}, "
        f"counted {_value(counted, place)}"
        for place in sorted({*told_here, *counted})
        if place not in told_here
        or place not in counted
        or not same(told_here[place], counted[place], check.places)
    ]


@dataclass(frozen=True)
class Between:
    """For what is told by chance, or with rounded parts: what a right figure lies between, both included."""

    low: float
    high: float


def same(told: Any, counted: Any, places: int) -> bool:
    if isinstance(counted, Between):
        return told is not None and bool(counted.low <= told <= counted.high)
    if isinstance(told, float) and isinstance(counted, int | float):
        return bool(abs(told - counted) <= 0.5001 * 10**-places)
    return type(told) is type(counted) and bool(told == counted)


def _value(of: Mapping[Place, Any], place: Place) -> str:
    return repr(of[place]) if place in of else "nothing"


# --- documents --------------------------------------------------------------------------------------------------------


def steps(pattern: str) -> list[str]:
    """`funnel.stages[*].count` as funnel, stages, *, count."""
    return pattern.replace("[*]", ".*").split(".")


def named(value: Any, *path: str) -> Any:
    """A document with its lists as dictionaries by what their entries are called; KeyError where nobody knows that."""
    if isinstance(value, dict):
        return {str(key): named(each, *path, str(key)) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    if not all(isinstance(each, dict) for each in value):
        return {str(each): each for each in value}
    return _by_name(value, path) if value else {}


def _by_name(entries: list[dict[str, Any]], path: tuple[str, ...]) -> dict[str, Any]:
    keys = NAMED_BY.get(".".join(path[-2:])) or NAMED_BY[path[-1]]
    found: dict[str, Any] = {}
    for each in entries:
        name = "/".join(str(each[key]) for key in keys)
        assert name not in found, f"{path}: two entries are called {name}"
        found[name] = named({key: value for key, value in each.items() if key not in keys}, *path, "*")
    return found


def picked(value: Any, path: list[str]) -> Any:
    """What stands at a path; with a level of names for each `*`. An empty dictionary where nothing does."""
    if not path:
        return value
    if not isinstance(value, dict):
        return {}
    first, *others = path
    if first == "*":
        return {name: picked(each, others) for name, each in value.items()}
    return picked(value[first], others) if first in value else {}


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Whatever is no dictionary, with its place."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*place, key))
    else:
        yield place, value


def _as_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_texts(each) for key, each in value.items()}
    # SQL's sums of what are whole numbers may come as another kind of number.
    return int(value) if isinstance(value, Decimal) else value


def numbers(report: str, document: Any) -> Iterator[tuple[str, Place, Any]]:
    """Each leaf of a document that is a number, or nothing: its pattern, its place by names, and the leaf."""
    yield from _numbers(document, report, (report,), (report,))


def _numbers(value: Any, pattern: str, place: Place, path: Place) -> Iterator[tuple[str, Place, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            # What is of a currency is one pattern, whichever it is.
            step = "[*]" if len(key) == 3 and key.isupper() else f".{key}"
            yield from _numbers(each, pattern + step, (*place, key), (*path, key))
    elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
        for name, each in (_by_name(value, path) if value else {}).items():
            yield from _numbers(each, f"{pattern}[*]", (*place, name), (*path, "*"))
    elif not isinstance(value, str | bool | list):
        yield pattern, place, value


def is_claimed(place: Place, by: Iterable[str]) -> bool:
    """Whether one of these patterns says this place, or one above it."""
    return any(_is_above(steps(pattern), place) for pattern in by)


def _is_above(claimed: list[str], place: Place) -> bool:
    return len(claimed) <= len(place) and all(
        step in ("*", name) for step, name in zip(claimed, place, strict=False)
    )
