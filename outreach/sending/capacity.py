"""The capacity throttle: new first mails slow down, then stop, while replies wait for more than people can work.

Only first mails to new people: follow-ups, and whom a reply has named, are never held back by it.
"""

import math


def share_of_openings(waiting: int, people: int, per_person: int) -> float:
    """The share of the new first mails that may go, 0 to 1, while so many replies wait for a person.

    All of them until half of what the people can work in a day waits; from there on evenly fewer, none at the
    whole. `per_person` 0: never fewer.
    """
    whole = people * per_person
    if whole <= 0:
        return 1.0
    return min(1.0, max(0.0, 2 * (whole - waiting) / whole))


def openings_allowed(limit: int, share: float) -> int:
    """How many first mails a limit leaves at this share: slowed down, but none only where the share is nothing."""
    # Rounded first: 0.1 + 0.2 of ten must be three, not four.
    return math.ceil(round(limit * share, 6))


def explain(waiting: int, people: int, per_person: int) -> str:
    """The same as a sentence for people."""
    if people * per_person <= 0:
        return "new first mails do not depend on how many replies wait"
    wait = f"{waiting} {'reply waits' if waiting == 1 else 'replies wait'}"
    work = "1 person who works" if people == 1 else f"{people} people who each work"
    share = share_of_openings(waiting, people, per_person)
    if share >= 1:
        rest = "all new first mails may go"
    elif share <= 0:
        rest = "no new first mails"
    else:
        # 99.6 % are not all, and 0.4 % are not none.
        rest = f"{min(99, max(1, round(share * 100)))} % of the new first mails"
    return f"{wait} for {work} {per_person} a day: {rest}"
