"""What looks as if people of ours gave each other credit: thresholds and the judgement. Decisions only.

Nothing here is proof, and nothing follows from it by itself: a person looks (`outreach leads audit --suspicious`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

#: Nobody reads a brief in less.
TOO_FAST = timedelta(seconds=60)
#: From so many confirmed leads of one finder on it is looked to whom they went …
PAIR_LEAST = 5
#: … and it is odd where so many in a hundred were confirmed by one and the same person, though others sell as well.
PAIR_SHARE = 80
#: Two who confirm each other's finds so often, each way.
MUTUAL_LEAST = 2


class Odd(StrEnum):
    """What is odd about an offer, or about several."""

    FAST = "fast"
    OWN_FIND = "own_find"
    SAME_PAIR = "same_pair"
    MUTUAL = "mutual"
    NO_CONTACT = "no_contact"


ODD: dict[Odd, str] = {
    Odd.FAST: f"accepted less than {int(TOO_FAST.total_seconds())} seconds after it was offered",
    Odd.OWN_FIND: "found, and accepted or confirmed, by one and the same person: by name, or by one address in two "
    "sections of [[team]]",
    Odd.SAME_PAIR: f"of {PAIR_LEAST} or more confirmed leads of one finder, {PAIR_SHARE} % or more were confirmed by "
    "one person, though more than one sells",
    Odd.MUTUAL: f"two have confirmed each other's finds, {MUTUAL_LEAST} or more each way",
    Odd.NO_CONTACT: "confirmed, though between acceptance and confirmation nobody noted a call, wrote, or got a mail",
}


@dataclass(frozen=True, slots=True)
class Handed:
    """One accepted offer, with who did what."""

    lead_id: int
    finders: frozenset[str]
    #: Whose credit it is.
    finder: str
    offered_at: datetime
    accepted_at: datetime
    accepted_by: str
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    #: Whether somebody talked to them, or wrote, in between; None: it was not confirmed.
    had_contact: bool | None = None


@dataclass(frozen=True, slots=True)
class Oddity:
    kind: Odd
    leads: tuple[int, ...]
    people: tuple[str, ...]
    at: datetime

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "leads": list(self.leads),
            "people": list(self.people),
            "what": ODD[self.kind],
            "at": self.at,
        }


def judge(
    handed: Sequence[Handed], *, are_one: Callable[[str, str], bool], sellers: Collection[str]
) -> list[Oddity]:
    """Everything that is odd, in the order of `Odd`, then by when."""
    found = [*_one_by_one(handed, are_one), *_pairs(handed, sellers)]
    order = list(Odd)
    return sorted(found, key=lambda each: (order.index(each.kind), each.at, each.leads))


def _one_by_one(handed: Sequence[Handed], are_one: Callable[[str, str], bool]) -> Iterator[Oddity]:
    for each in handed:
        last = each.confirmed_at or each.accepted_at
        if each.accepted_at - each.offered_at < TOO_FAST:
            yield Oddity(Odd.FAST, (each.lead_id,), (each.accepted_by,), each.accepted_at)
        doers = {each.accepted_by, each.confirmed_by} - {""}
        own = {doer for doer in doers if any(are_one(doer, finder) for finder in each.finders)}
        if own:
            yield Oddity(Odd.OWN_FIND, (each.lead_id,), tuple(sorted(own)), last)
        if each.had_contact is False:
            yield Oddity(Odd.NO_CONTACT, (each.lead_id,), (each.confirmed_by,), last)


def _pairs(handed: Sequence[Handed], sellers: Collection[str]) -> Iterator[Oddity]:
    confirmed = [each for each in handed if each.confirmed_at is not None and each.finder]
    by_pair: defaultdict[tuple[str, str], list[Handed]] = defaultdict(list)
    by_finder: defaultdict[str, int] = defaultdict(int)
    for each in confirmed:
        by_pair[each.finder, each.confirmed_by].append(each)
        by_finder[each.finder] += 1
    for (finder, confirmer), theirs in sorted(by_pair.items()):
        of_all = by_finder[finder]
        if of_all >= PAIR_LEAST and len(sellers) > 1 and len(theirs) * 100 >= of_all * PAIR_SHARE:
            yield _of(Odd.SAME_PAIR, theirs, finder, confirmer)
        back = by_pair.get((confirmer, finder), [])
        if finder < confirmer and min(len(theirs), len(back)) >= MUTUAL_LEAST:
            yield _of(Odd.MUTUAL, [*theirs, *back], finder, confirmer)


def _of(kind: Odd, theirs: Sequence[Handed], *people: str) -> Oddity:
    leads = tuple(sorted({each.lead_id for each in theirs}))
    return Oddity(kind, leads, people, max(each.confirmed_at or each.accepted_at for each in theirs))
