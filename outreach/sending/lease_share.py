"""Which mailboxes a daemon takes, and which it asks another one for, so that all read about as many."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has a mailbox, as the database says it."""

    mailbox: str
    owner: str
    until: datetime
    asked_by: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Mailboxes to take now, and mailboxes to ask their owner for."""

    take: tuple[str, ...]
    ask: tuple[str, ...]


def wish(
    mailboxes: Sequence[str],
    standings: Collection[Standing],
    living: Collection[str],
    *,
    me: str,
    now: datetime,
) -> Wish:
    """What is free is taken, unless it was given up for another daemon that lives.

    Of whoever has at least two more than we, half of what they have more is asked for: a newcomer comes to its share
    within a few turns, whoever else began at the same moment, and between two of whom one has one more nothing moves.
    """
    known = {each.mailbox: each for each in standings}
    take = tuple(name for name in mailboxes if _is_ours_to_take(known.get(name), living, me, now))
    taken = set(take)
    held = [each for each in standings if each.until > now and each.mailbox not in taken]
    after = Counter(each.asked_by if each.asked_by in living else each.owner for each in held)
    after[me] += len(take)
    richest = min(after, key=lambda owner: (-after[owner], str(owner)))
    surplus = after[richest] - after[me]
    if richest == me or surplus < 2:
        return Wish(take, ())
    theirs = sorted(
        each.mailbox
        for each in held
        if each.owner == richest and each.asked_by not in living and each.mailbox in mailboxes
    )
    return Wish(take, tuple(theirs[: surplus // 2]))


def _is_ours_to_take(standing: Standing | None, living: Collection[str], me: str, now: datetime) -> bool:
    if standing is None:
        return True
    if standing.until > now:
        return False
    return standing.asked_by in (None, me) or standing.asked_by not in living
