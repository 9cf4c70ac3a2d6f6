"""A worker program like the real one, but with letters that do to it what hostile mail might: run as a module."""

import ctypes
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from outreach.daemon import understanding_child

PROGRAM = (sys.executable, "-m", "tests.support.evil_letters")

HANGS = b"Subject: regular expression\n\n"
SLEEPS = b"Subject: sleep\n\n"
CRASHES = b"Subject: crash\n\n"
EATS = b"Subject: memory\n\n"
RAISES = b"Subject: exception\n\n"
PRINTS = b"Subject: print\n\nYes, please."
LEAVES = b"Subject: leave\n\n"


def _hang() -> None:
    re.match(r"(a+)+b", "a" * 60)


def _crash() -> None:
    ctypes.string_at(0)


def _eat() -> None:
    eaten = [bytearray(64 * 1024 * 1024) for _ in range(64)]
    raise AssertionError(f"{len(eaten)} pieces were given out")


def _raise() -> None:
    raise ZeroDivisionError("evil")


def _leave() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)


DEEDS: dict[bytes, Callable[[], Any]] = {
    HANGS: _hang,
    SLEEPS: lambda: time.sleep(600),
    CRASHES: _crash,
    EATS: _eat,
    RAISES: _raise,
    LEAVES: _leave,
    PRINTS: lambda: print("a library has something to say", flush=True),
}


def main() -> None:
    """The real program; before it understands one of these letters, the deed is done."""
    really = understanding_child.understanding

    def understanding(learned: bytes = b"") -> Callable[..., Any]:
        understand = really(learned)

        def with_deeds(raw: bytes, sent: Any, received_at: Any) -> Any:
            DEEDS.get(raw, lambda: None)()
            return understand(raw, sent, received_at)

        return with_deeds

    understanding_child.understanding = understanding
    understanding_child.main()


if __name__ == "__main__":
    main()
