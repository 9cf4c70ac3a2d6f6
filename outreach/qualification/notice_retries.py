"""When a notice that nobody took is tried again, and when it is given up."""

from datetime import datetime, timedelta

#: Waits after the first try that failed, the second … (Standard Webhooks: growing, over some days). Then it is over.
_WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=14),
    timedelta(hours=24),
)
#: What a server may ask for with Retry-After, at most.
_LONGEST = timedelta(hours=24)


def next_try(attempts: int, now: datetime, *, asked_for: float | None = None) -> datetime | None:
    """When it is tried again after so many tries (from 1); None: no more.

    `asked_for`: the seconds that the other side wants to be left alone for.
    """
    if attempts > len(_WAITS):
        return None
    wait = _WAITS[attempts - 1]
    if asked_for is not None:
        wait = min(max(wait, timedelta(seconds=asked_for)), _LONGEST)
    return now + wait
