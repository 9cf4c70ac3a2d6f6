"""Rows about mails, added up to the figures of each group. Decisions only."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from outreach.reporting.deliverability.figures import (
    Answered,
    Delivery,
    Doubt,
    Failure,
    Fate,
    Mails,
    Refusal,
    Sent,
)

#: What a row's group is called.
Naming = Callable[[Any], str]


def by_key(found: Mails) -> list[Delivery]:
    """The groups as they were counted, by their names; the response rate is one of people."""
    base: Counter[str] = Counter()
    for row in found.sent:
        base[row.key] += row.people
    return _added_up(found, lambda row: row.key, base, of_people=True)


def without_quiet(found: Mails, kept: int, name: str) -> tuple[Mails, Delivery | None, int]:
    """Without the groups of which nothing is known but their mails, the `kept` largest aside; these in one under
    `name`, and how many they are. Of 100,000 domains most are so, and nobody looks at each.
    """
    known = {
        row.key for rows in (found.failures, found.answered, found.refused, found.doubts) for row in rows
    }
    quiet = [row for row in found.sent if row.key not in known]
    known.update(row.key for row in heapq.nsmallest(kept, quiet, key=lambda row: (-row.mails, row.key)))
    others = [row for row in quiet if row.key not in known]
    if not others:
        return found, None, 0
    one = Delivery(name, sent=sum(row.mails for row in others), base=sum(row.people for row in others))
    sent = [row for row in found.sent if row.key in known]
    return replace(found, sent=sent), one, len({row.key for row in others})


def by_time(found: Mails, naming: Callable[[str], str]) -> list[Delivery]:
    """By hour or by day: the keys are quarters of an hour, and `naming` says what each belongs to.

    The response rate is one of mails.
    """
    names: dict[str, str] = {}

    def name(row: Any) -> str:
        if row.key not in names:
            names[row.key] = naming(row.key)
        return names[row.key]

    base: Counter[str] = Counter()
    for row in found.sent:
        base[name(row)] += row.mails
    return _added_up(found, name, base, of_people=False)


def total_of(found: Mails) -> Delivery:
    """All of them in one; whoever is in several groups is one person."""
    return next(
        iter(_added_up(found, lambda _row: "", Counter({"": found.people}), of_people=True)), Delivery("")
    )


def by_quarter(found: Mails, sent: Mapping[str, int]) -> Mails:
    """What is known of mails that went out, for `by_time`: `sent` by quarters of an hour."""
    return Mails(
        sent=[Sent(quarter, count, 0) for quarter, count in sent.items()],
        people=found.people,
        failures=[
            Failure(
                row.quarter, row.quarter, row.contact_id, row.outbound_id, row.fate, row.reason, row.is_ours
            )
            for row in found.failures
        ],
        answered=[
            Answered(row.quarter, row.quarter, row.contact_id, row.outbound_id, row.in_junk)
            for row in found.answered
        ],
    )


def in_one(groups: Iterable[Delivery], name: str) -> Delivery:
    """Several groups as one; right where nobody is in two of them, as with the domains of addresses."""
    chosen = list(groups)
    return Delivery(
        name,
        hard=_sum_of(each.hard for each in chosen),
        soft=_sum_of(each.soft for each in chosen),
        refusals=_sum_of(each.refusals for each in chosen),
        **{number: sum(map(attrgetter(number), chosen)) for number in _NUMBERS},
    )


def _sum_of(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        if each:
            total.update(each)
    return total


_NUMBERS = (
    "sent against_us complaints refused refused_dead doubtful settled_sent settled_not_sent base dead answered "
    "answered_of_dead in_junk"
).split()


def _added_up(found: Mails, name: Naming, base: Counter[str], *, of_people: bool) -> list[Delivery]:
    sent: Counter[str] = Counter()
    for row in found.sent:
        sent[name(row)] += row.mails
    failures, answered = _grouped(found.failures, name), _grouped(found.answered, name)
    refused, doubts = _grouped(found.refused, name), _grouped(found.doubts, name)
    return [
        _delivery(
            each,
            sent[each],
            base[each],
            failures.get(each, ()),
            answered.get(each, ()),
            refused.get(each, ()),
            doubts.get(each, ()),
            of_people=of_people,
        )
        for each in sorted({*sent, *failures, *answered, *refused, *doubts})
    ]


def _grouped(rows: Iterable[Any], name: Naming) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    return groups


def _delivery(
    name: str,
    sent: int,
    base: int,
    failures: Sequence[Failure],
    answered: Sequence[Any],
    refused: Sequence[Refusal],
    doubts: Sequence[Doubt],
    *,
    of_people: bool,
) -> Delivery:
    whose = _person if of_people else _mail
    if not (failures or refused or doubts):
        # Of many domains most are like this.
        return Delivery(
            name,
            sent=sent,
            base=base,
            answered=len({whose(row) for row in answered}),
            in_junk=sum(row.in_junk for row in answered),
        )
    worst = _worst(failures)
    dead = [row for row in worst if row.fate is Fate.HARD]
    gone, have_answered = {whose(row) for row in dead}, {whose(row) for row in answered}
    return Delivery(
        name=name,
        sent=sent,
        hard=Counter(row.reason for row in dead),
        soft=Counter(row.reason for row in worst if row.fate is Fate.SOFT),
        against_us=sum(row.is_ours for row in worst) + sum(row.is_dead for row in refused),
        complaints=len({row.outbound_id for row in failures if row.fate is Fate.COMPLAINT}),
        refused=len(refused),
        refused_dead=sum(row.is_dead for row in refused),
        refusals=Counter(row.said for row in refused),
        doubtful=sum(row.went_out is None for row in doubts),
        settled_sent=sum(row.went_out is True for row in doubts),
        settled_not_sent=sum(row.went_out is False for row in doubts),
        base=base,
        dead=len(gone),
        answered=len(have_answered),
        answered_of_dead=len(have_answered & gone),
        in_junk=sum(row.in_junk for row in answered),
    )


def _worst(failures: Sequence[Failure]) -> list[Failure]:
    """Of several reports about one mail the worst; complaints are no failures to arrive."""
    worst: dict[int, Failure] = {}
    for row in failures:
        if row.fate is Fate.COMPLAINT:
            continue
        known = worst.get(row.outbound_id)
        if known is None or (row.fate is Fate.HARD and known.fate is not Fate.HARD):
            worst[row.outbound_id] = row
    return list(worst.values())


_person, _mail = attrgetter("contact_id"), attrgetter("outbound_id")
