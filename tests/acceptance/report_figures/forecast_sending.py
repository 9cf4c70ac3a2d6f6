"""First mails of the days ahead: how the last weeks went, and what the configuration lets out; reckoned again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import mean, stdev

from tests.acceptance.report_figures.forecast_facts import Box, Known
from tests.support.report_figures import Told
from tests.support.told_worlds import config_of


@dataclass(frozen=True)
class Pace:
    """How the last five weeks went."""

    position: dict[str, int]
    sent: int
    could: int
    people: int
    mails: int
    is_known: bool
    weekdays: set[int]
    whose_weekdays: str
    unsteady: float

    @property
    def used(self) -> float:
        return min(self.sent / self.could, 1.0) if self.is_known else 1.0

    @property
    def has_people(self) -> bool:
        return self.is_known and self.people >= 10

    @property
    def mails_a_person(self) -> float:
        return max(self.mails / self.people, 1.0) if self.has_people else 2.0


def pace(known: Known, some_boxes: list[Box]) -> Pace:
    sent, position = known.sent, {}
    went: Counter[int] = Counter()
    could: Counter[int] = Counter()
    for box in some_boxes:
        days = sorted(day for name, day in sent if name == box.name)
        # As many days before these as the mails of each imply: a ramp allows so many after so many days.
        before = [
            -(-(sent[box.name, day] - box.start) // box.add) - number
            for number, day in enumerate(days)
            if box.add
        ]
        begun = max([0, *before]) if days else 0
        position[box.name] = begun + len(days)
        for number, day in enumerate(days):
            count, week = sent[box.name, day], (known.today - day).days // 7
            went[week] += count
            could[week] += max(box.allowed(begun + number), count)
    is_known = len({day for _, day in sent}) >= 10 and sum(could.values()) > 0
    weekdays, whose = _weekdays(known, is_known)
    first = [came for came, _, _ in known.flows["mailed", "replied"]]
    people = sum(came < 35 for came in first) + sum(
        came < 35 for came, _, _ in known.flows["referred", "replied"]
    )
    weeks = [sum(came // 7 == week for came in first) / could[week] for week in range(5) if could[week]]
    unsteady = 0.15
    if len(weeks) >= 3 and mean(weeks):
        unsteady = max(stdev(weeks) / mean(weeks) * sqrt(1 / len(weeks) + 7 / 30.4), 0.02)
    return Pace(
        position,
        sum(went.values()),
        sum(could.values()),
        people,
        sum(sent.values()),
        is_known,
        weekdays,
        whose,
        unsteady,
    )


def _weekdays(known: Known, is_known: bool) -> tuple[set[int], str]:
    if not is_known:
        return (known.weekdays, "configuration") if known.weekdays else (set(range(5)), "guess")
    mails: Counter[int] = Counter()
    for (_, day), count in known.sent.items():
        mails[day.weekday()] += count
    return {day for day, count in mails.items() if count >= 0.03 * sum(mails.values())}, "observed"


def people_a_day(told: Told) -> int:
    """How many replies are worked a day; 0: as many as come. Prospectors work them."""
    team = config_of(told.folder)["team"]
    most = config_of(told.folder)["policy"].get("replies_per_person", 10)
    return int(most * sum(each["role"] == "prospector" for each in team))


def first_mails(
    known: Known, some_boxes: list[Box], going: Pace, share: float, days: list[date]
) -> tuple[list[float], Counter[str]]:
    """Of each day, and what kept them from being more, by days."""
    position, stock = dict(going.position), float(known.stock)
    mails, bounds = [], Counter[str]()
    for day in days:
        count, bound = 0.0, "closed"
        if day.weekday() in going.weekdays:
            allowed = {box.name: box.allowed(position[box.name]) for box in some_boxes}
            new = sum(
                allowed[box.name] if box.new_per_day is None else min(allowed[box.name], box.new_per_day)
                for box in some_boxes
            )
            limits = {
                "mailboxes": sum(allowed.values()) * going.used / going.mails_a_person,
                "new_per_day": new * going.used,
            }
            if people_a_day(known.told):
                limits["people"] = people_a_day(known.told) * 5 / share / len(going.weekdays)
            limits["stock"] = max(stock, 0.0)
            bound = min(limits, key=lambda name: limits[name])
            count = limits[bound]
            position = {name: number + 1 for name, number in position.items()}
        stock -= count
        mails.append(count)
        bounds[bound] += 1
    return mails, bounds
