"""The team board: points for leads that sales accepted and confirmed, less what did harm. Decisions only.

A confirmed lead is worth the same to whoever found it and to whoever sold it, whatever it may bring: contracts come
late and few, so by their amount a single one would decide a month. What was contracted stands beside, and decides
between equals. Mails and calls are not in the table: no number of them moves anybody up. The harm that they do is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from outreach.reporting.rates import Rate


class Scored(StrEnum):
    """What the board counts."""

    #: A lead that they found, and that somebody else has accepted and confirmed.
    FOUND = "found"
    #: A lead that somebody else found, and that they have accepted and confirmed.
    SOLD = "sold"
    #: An offer of a lead that they found, rejected as incomplete or as no lead by the definition.
    TURNED_DOWN = "turned_down"
    #: An offer to them that they let pass.
    UNTOUCHED = "untouched"
    #: A dead address that a mailbox of theirs wrote to.
    BOUNCED = "bounced"
    #: Somebody complained about a mail of theirs.
    COMPLAINED = "complained"


#: A lead is worth about a hundred dead addresses: who finds one in a thousand mails can afford the usual three per cent
#: of them three times over. A rejection costs a fifth of a lead: below one accepted in six, offering does not pay. A
#: complaint can cost all of us the domain.
POINTS: dict[Scored, int] = {
    Scored.FOUND: 100,
    Scored.SOLD: 100,
    Scored.TURNED_DOWN: -20,
    Scored.UNTOUCHED: -20,
    Scored.BOUNCED: -1,
    Scored.COMPLAINED: -50,
}


@dataclass(frozen=True, slots=True)
class Score:
    """What one person is ranked by. `value`: hundredths by currency that were contracted on leads of theirs."""

    person: str
    counts: Mapping[Scored, int] = field(default_factory=dict)
    acceptance: Rate = field(default_factory=lambda: Rate(0, 0))
    value: Mapping[str, int] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return sum(POINTS[what] * count for what, count in self.counts.items())

    def of(self, what: Scored) -> int:
        return self.counts.get(what, 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A place on the board, from 1. Equals share one, and the next is left out."""

    place: int
    score: Score


def ranked(scores: Iterable[Score], currency: str) -> tuple[Placed, ...]:
    """By points; between equals by acceptance rate, then by what was contracted in `currency`."""

    def rank(score: Score) -> tuple[float, ...]:
        return (-score.points, -(score.acceptance.value or 0.0), -score.value.get(currency, 0))

    placed: list[Placed] = []
    for _, equals in groupby(sorted(scores, key=lambda each: (*rank(each), each.person)), key=rank):
        place = len(placed) + 1
        placed += [Placed(place, each) for each in equals]
    return tuple(placed)
