"""How many of those at one stage of the line reach the next, and after how many days: observed, a goal, or a guess.

A share is not "of those who came lately, how many went on so far": whoever came yesterday has had no time. For each
number of days d the people who went on after d days are held against all who came early enough for that: the sum over
d is the share, the single terms are how the delays are distributed (a life table by period; C. L. Chiang, The Life
Table and its Applications, 1984, ch. 9). Those who are at a stage now go on from the age that they have there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from math import prod

from outreach.reporting.goals import Goals
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage

#: Passages of so many days before are observed, and people who came up to so many days before are followed.
WINDOW = 90
FOLLOWED = 365

#: From so many who went on, a share is taken as observed; or from so many tried that twice as many were expected to.
LEAST_WENT_ON = 5
#: A delay that fewer than this share of the usual number could have had by now is not believed.
_LEAST_EXPOSED = 0.1

_S = Stage


class Known(StrEnum):
    """Where a figure comes from."""

    OBSERVED = "observed"
    GOAL = "goal"
    #: Ross & Tyler, Predictable Revenue.
    BOOK = "book"
    #: What the double qualification aims at (Carroll).
    TARGET = "target"
    #: Nobody's figure but ours: a goal in the configuration is better.
    GUESS = "guess"


#: How far off what was not observed may be, as a factor either way, with the confidence of a shown interval.
_OFF_BY = {Known.GOAL: 1.5, Known.BOOK: 1.5, Known.TARGET: 1.5, Known.GUESS: 2.0}


@dataclass(frozen=True, slots=True)
class Passage:
    """From one stage to the next. `goals`: the stages whose goals, multiplied, are the goal of this passage.

    `share` and `days` (the mean) hold where nothing was observed and no goal is set.
    """

    come_from: Stage
    to: Stage
    goals: tuple[Stage, ...]
    share: float
    known: Known
    days: float


#: In the order of the line. REFERRED here are colleagues who were named and written to.
PASSAGES: tuple[Passage, ...] = (
    # "7-9 % answer", counted as replies / (sent - bounced).
    Passage(_S.MAILED, _S.REPLIED, (_S.DELIVERED, _S.REPLIED), 0.08, Known.BOOK, 4),
    Passage(_S.REFERRED, _S.REPLIED, (_S.REFERRAL_REPLIES,), 0.20, Known.GUESS, 4),
    Passage(_S.REPLIED, _S.CONVERSATION, (_S.POSITIVE, _S.CONVERSATION), 0.30, Known.GUESS, 1),
    Passage(_S.CONVERSATION, _S.QUALIFIED, (_S.QUALIFIED,), 0.40, Known.GUESS, 7),
    Passage(_S.QUALIFIED, _S.OFFERED, (_S.OFFERED,), 0.95, Known.GUESS, 1),
    # "Acceptance target: 90 %", within 72 business hours.
    Passage(_S.OFFERED, _S.ACCEPTED, (_S.ACCEPTED,), 0.90, Known.TARGET, 2),
    Passage(_S.ACCEPTED, _S.CONFIRMED, (_S.CONFIRMED,), 0.80, Known.GUESS, 4),
    Passage(_S.CONFIRMED, _S.PROPOSAL, (_S.PROPOSAL,), 0.70, Known.GUESS, 7),
    Passage(_S.PROPOSAL, _S.MEETING, (_S.MEETING,), 0.70, Known.GUESS, 10),
    Passage(_S.MEETING, _S.CONTRACT, (_S.CONTRACT,), 0.25, Known.GUESS, 30),
)


@dataclass(frozen=True, slots=True)
class Flow:
    """Who came to a stage, and who went on or left, in numbers, by how many days ago that was (0: the last 24 hours).

    `went_on` and `left` (lost, disqualified, dead) are by (came, went).
    """

    entered: Mapping[int, int] = field(default_factory=dict)
    went_on: Mapping[tuple[int, int], int] = field(default_factory=dict)
    left: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def there(self) -> dict[int, int]:
        """Who is at the stage now, by how many days ago they came."""
        gone: Counter[int] = Counter()
        for (came, _), count in (*self.went_on.items(), *self.left.items()):
            gone[came] += count
        return {came: count - gone[came] for came, count in self.entered.items() if count > gone[came]}


@dataclass(frozen=True, slots=True)
class Rated:
    """A passage with its figures: the share with bounds (95 %), and by days the part that goes on, or leaves, then.

    `rate`: so many of so many, where it was observed.
    """

    passage: Passage
    share: float
    low: float
    high: float
    known: Known
    on_after: tuple[float, ...]
    left_after: tuple[float, ...] = ()
    rate: Rate | None = None
    delays_observed: bool = False

    @property
    def relative_error(self) -> float:
        """The standard error of the share, as a part of it."""
        return (self.high - self.low) / (2 * 1.96) / self.share if self.share > 0 else 0.0

    @property
    def median_days(self) -> int | None:
        so_far = list(accumulate(self.on_after))
        return next((day for day, part in enumerate(so_far) if 2 * part >= so_far[-1] > 0), None)

    def still_there(self) -> list[float]:
        """Of those who came, by the end of which day how many have neither gone on nor left."""
        days = max(len(self.on_after), len(self.left_after))
        gone = [_at(self.on_after, day) + _at(self.left_after, day) for day in range(days)]
        return [max(1.0 - part, 0.0) for part in accumulate(gone)]


def rate(passage: Passage, flow: Flow, goals: Goals) -> Rated:
    """The passage by what was observed; where that is too little, by its goal, else by the guess."""
    on_after = _with_unseen(_by_delay(flow.entered, flow.went_on), passage.days, flow.entered)
    left_after = _by_delay(flow.entered, flow.left)
    went_on = sum(count for (_, went), count in flow.went_on.items() if went < WINDOW)
    share = sum(on_after)
    tried = _tried(flow, went_on, share)
    without = _unobserved(passage, goals)
    if not is_enough(went_on, tried, without.share):
        return without
    observed = Rate(min(went_on, tried), tried)
    bounds = observed.interval()
    return Rated(
        passage,
        share,
        min(bounds.low, share),
        max(bounds.high, share),
        Known.OBSERVED,
        tuple(on_after),
        tuple(left_after),
        observed,
        delays_observed=went_on >= LEAST_WENT_ON,
    )


def is_enough(went_on: int, tried: int, expected_share: float) -> bool:
    """Whether a share may be taken from this: enough went on, or it would have shown if they did."""
    return went_on >= LEAST_WENT_ON or tried * expected_share >= 2 * LEAST_WENT_ON


def _tried(flow: Flow, went_on: int, share: float) -> int:
    """Of how many, followed to the end, so many going on are this share; without any, of all who came."""
    if share > 0:
        return max(round(went_on / share), went_on)
    return sum(count for came, count in flow.entered.items() if came < WINDOW)


def _by_delay(entered: Mapping[int, int], went: Mapping[tuple[int, int], int]) -> list[float]:
    """By days, the part of those who came that goes then."""
    counts: Counter[int] = Counter()
    for (came, gone), count in went.items():
        if gone < WINDOW and came - gone <= FOLLOWED:
            counts[came - gone] += count
    if not counts:
        return []
    exposed = _exposed(entered, max(counts))
    believed = max(exposed) * _LEAST_EXPOSED
    parts = [
        counts[days] / exposed[days] if exposed[days] >= believed and exposed[days] else 0.0
        for days in range(len(exposed))
    ]
    return _at_most_all(parts)


def _with_unseen(parts: list[float], mean: float, entered: Mapping[int, int]) -> list[float]:
    """With those who take longer than anybody could have taken yet: as many as the guessed delays have of them."""
    if not parts:
        return parts
    exposed = _exposed(entered, FOLLOWED)
    least = max(exposed) * _LEAST_EXPOSED
    seen = 1 + max(days for days, each in enumerate(exposed) if each >= least)
    guessed = waiting(mean, FOLLOWED)
    share = sum(parts[:seen]) / sum(guessed[:seen])
    return _at_most_all(
        [*parts[:seen], *[0.0] * (seen - len(parts)), *(share * part for part in guessed[seen:])]
    )


def _at_most_all(parts: list[float]) -> list[float]:
    """Chance may bring out more than all."""
    whole = max(sum(parts), 1.0)
    return [part / whole for part in parts]


def _exposed(entered: Mapping[int, int], longest: int) -> list[int]:
    """By days, how many came so early, and so late, that they could have gone after so many days in the window."""
    days = range(max(max(entered, default=0), longest + WINDOW) + 1)
    before = [0, *accumulate(entered.get(day, 0) for day in days)]
    return [before[delay + WINDOW] - before[delay] for delay in range(longest + 1)]


def _unobserved(passage: Passage, goals: Goals) -> Rated:
    wanted = [goals.shares[stage] for stage in passage.goals if stage in goals.shares]
    is_goal = len(wanted) == len(passage.goals)
    share = prod(wanted) if is_goal else passage.share
    known = Known.GOAL if is_goal else passage.known
    low, high = share / _OFF_BY[known], min(share * _OFF_BY[known], 1.0)
    return Rated(passage, share, low, high, known, tuple(share * part for part in waiting(passage.days)))


def waiting(mean: float, longest: int = 120) -> list[float]:
    """A delay in days of which only the mean is guessed: each day the same chance to go (a geometric distribution)."""
    stays = mean / (1 + mean)
    parts = [(1 - stays) * stays**days for days in range(longest)]
    return [part / sum(parts) for part in parts]


def _at(parts: Sequence[float], day: int) -> float:
    return parts[day] if day < len(parts) else 0.0
