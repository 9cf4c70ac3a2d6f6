"""Waiting for a fact instead of for time."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Fact = TypeVar("Fact")

PAUSE = 0.02


def wait_for(fact: Callable[[], Fact | None], what: str, *, within: float = 15.0) -> Fact:
    """The first true value that `fact` gives; AssertionError naming `what` when none comes in time."""
    end = time.monotonic() + within
    while not (value := fact()):
        if time.monotonic() > end:
            raise AssertionError(f"Waited {within:g} seconds in vain for {what}.")
        time.sleep(PAUSE)
    return value


async def eventually(fact: Callable[[], Fact | None], what: str, *, within: float = 15.0) -> Fact:
    """The same for a test that shares its event loop with what it waits for."""
    end = time.monotonic() + within
    while not (value := fact()):
        if time.monotonic() > end:
            raise AssertionError(f"Waited {within:g} seconds in vain for {what}.")
        await asyncio.sleep(PAUSE)
    return value
