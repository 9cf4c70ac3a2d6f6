"""Waits for the desk, says so when it takes long, and asks again when the database was busy."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from outreach.cli.review_screen.values import Busy

T = TypeVar("T")

#: Seconds after which the person is told what is waited for.
TOLD_AFTER = 1.0


async def patiently(
    ask: Callable[[], Awaitable[T]], tell: Callable[[bool], None], *, told_after: float = TOLD_AFTER
) -> T:
    """What `ask` comes to; `tell` hears True when it takes long, and False when it is over.

    A Busy means that nothing was done, so the same is asked again for as long as the screen stands.
    """
    told = False
    try:
        while True:
            asked = asyncio.ensure_future(ask())
            try:
                done, _ = await asyncio.wait({asked}, timeout=told_after)
                if not done and not told:
                    told = True
                    tell(True)
                return await asked
            except Busy:
                told = True
                tell(True)
            finally:
                asked.cancel()
    finally:
        if told:
            tell(False)
