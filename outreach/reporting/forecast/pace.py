"""How the sending has gone in the last weeks: how full, on which weekdays, how many mails a person, how steadily."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt
from statistics import mean, stdev

from outreach.reporting.forecast.capacity import Capacity, Pace
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.passages import Known
from outreach.reporting.stage import Stage
from outreach.sending.identity import SendingMailbox
from outreach.sending.limits import allowance

#: Over so many days sending is observed: five weeks.
LOOKED_AT = 35
#: From so many days on which something went out, what they say is believed.
LEAST_DAYS = 10

#: The first mail and the reminder of `who-handles-sales`.
_MAILS_A_PERSON = 2.0
#: Relative error of the number of mails where nothing says how steady they are.
_UNSTEADY = 0.15
_LEAST_UNSTEADY = 0.02
_OFFICE_DAYS = frozenset(range(5))
#: A weekday with a smaller part of the mails is no sending day: a mail of a person, or a late one.
_LEAST_OF_A_WEEKDAY = 0.03


@dataclass(frozen=True, slots=True)
class Observed:
    """The pace, where each figure of it comes from, and its relative error over some weeks."""

    pace: Pace
    sent: int
    could: int
    used_known: Known
    mails: int
    people: int
    mails_known: Known
    weekdays_known: Known
    unsteady: float


def observe(known: KnownSoFar, capacity: Capacity, reply_share: float) -> Observed:
    """How it has gone until now, for the mailboxes that the configuration has now."""
    configured = {each.name: each for each in capacity.mailboxes}
    days_of: dict[str, list[date]] = defaultdict(list)
    for name, day in known.sent:
        days_of[name].append(day)
    position = {
        name: _sending_days(mailbox, days_of[name], known.sent) for name, mailbox in configured.items()
    }
    sent, could = _by_week(configured, position, days_of, known)
    is_known = len({day for _, day in known.sent}) >= LEAST_DAYS and sum(could.values()) > 0
    mails, people = sum(known.sent.values()), _people(known)
    has_people = is_known and people >= LEAST_DAYS
    weekdays, weekdays_known = _weekdays(known, is_known)
    return Observed(
        Pace(
            sending_days=position,
            used=min(sum(sent.values()) / sum(could.values()), 1.0) if is_known else 1.0,
            mails_a_person=max(mails / people, 1.0) if has_people else _MAILS_A_PERSON,
            weekdays=weekdays,
            reply_share=reply_share,
        ),
        sent=sum(sent.values()),
        could=sum(could.values()),
        used_known=Known.OBSERVED if is_known else Known.GUESS,
        mails=mails,
        people=people,
        mails_known=Known.OBSERVED if has_people else Known.GUESS,
        weekdays_known=weekdays_known,
        unsteady=_unsteady(known, could),
    )


def _sending_days(mailbox: SendingMailbox, days: list[date], sent: Mapping[tuple[str, date], int]) -> int:
    """On how many days it has sent: those that are looked at, and as many before as each day's mails imply."""
    if mailbox.ramp_step == 0:
        return len(days)
    before = (
        ceil((sent[mailbox.name, day] - mailbox.ramp_start) / mailbox.ramp_step) - number
        for number, day in enumerate(sorted(days))
    )
    return max(0, *before) + len(days) if days else 0


def _by_week(
    configured: Mapping[str, SendingMailbox],
    position: Mapping[str, int],
    days_of: Mapping[str, list[date]],
    known: KnownSoFar,
) -> tuple[Counter[int], Counter[int]]:
    """Mails by weeks ago, and how many could have gone on these days."""
    sent: Counter[int] = Counter()
    could: Counter[int] = Counter()
    for name, mailbox in configured.items():
        days = sorted(days_of.get(name, ()))
        begun = position[name] - len(days)
        for number, day in enumerate(days):
            week = (known.today - day).days // 7
            sent[week] += known.sent[name, day]
            could[week] += max(allowance(mailbox, sending_days=begun + number), known.sent[name, day])
    return sent, could


def _people(known: KnownSoFar) -> int:
    """To how many the first mail went in the time that is looked at, colleagues who were named among them."""
    return sum(
        count
        for stage in (Stage.MAILED, Stage.REFERRED)
        for ago, count in known.flow(stage, Stage.REPLIED).entered.items()
        if ago < LOOKED_AT
    )


def _weekdays(known: KnownSoFar, is_known: bool) -> tuple[frozenset[int], Known]:
    if not is_known:
        return (known.open_weekdays, Known.GOAL) if known.open_weekdays else (_OFFICE_DAYS, Known.GUESS)
    by_weekday: Counter[int] = Counter()
    for (_, day), count in known.sent.items():
        by_weekday[day.weekday()] += count
    least = sum(by_weekday.values()) * _LEAST_OF_A_WEEKDAY
    return frozenset(weekday for weekday, count in by_weekday.items() if count >= least), Known.OBSERVED


def _unsteady(known: KnownSoFar, could: Mapping[int, int]) -> float:
    """The relative error of a month's first mails, from how the last weeks differed in them.

    Five weeks tell the average, and a month has four and a third of its own.
    """
    first: Counter[int] = Counter()
    for ago, count in known.flow(Stage.MAILED, Stage.REPLIED).entered.items():
        first[ago // 7] += count
    weeks = [first[week] / could[week] for week in range(LOOKED_AT // 7) if could[week]]
    if len(weeks) < 3 or mean(weeks) == 0:
        return _UNSTEADY
    return float(max(stdev(weeks) / mean(weeks) * sqrt(1 / len(weeks) + 7 / 30.4), _LEAST_UNSTEADY))
