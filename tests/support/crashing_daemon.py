"""`outreach` with a point at which the process kills itself: before or after a commit, before or after a word.

    python -m tests.support.crashing_daemon "claim: before its commit" run --until-idle

The points stand in the order in which one mail comes to them. They are put around the production code from
outside; a process that dies there dies as by `kill -9`: nothing is flushed, closed or rolled back by anybody.
"""

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from outreach.database.engine import Database
from outreach.mail.outcomes import Phase
from outreach.mail.smtp_line import Line


class When(StrEnum):
    BEFORE_COMMIT = "before its commit"
    AFTER_COMMIT = "after its commit"
    #: Not an octet of it has been written.
    BEFORE = "before it is said"
    #: The answer to it has been read; for the body, the last octet was given to the system.
    AFTER = "after it"


@dataclass(frozen=True, slots=True)
class CrashPoint:
    """Where to die: around a unit of work, or around a phase of the conversation."""

    number: int
    what: str
    when: When

    @property
    def name(self) -> str:
        return f"{self.what}: {self.when}"

    def __str__(self) -> str:
        return f"{self.number:02} {self.name}"


def _commits(unit: str) -> list[tuple[str, When]]:
    return [(unit, When.BEFORE_COMMIT), (unit, When.AFTER_COMMIT)]


def _words(*phases: Phase) -> list[tuple[str, When]]:
    return [(phase.value, when) for phase in phases for when in (When.BEFORE, When.AFTER)]


_WHAT_AND_WHEN = (
    *_commits("plan"),
    *_commits("claim"),
    *_words(Phase.CONNECT, Phase.GREETING, Phase.EHLO, Phase.AUTH, Phase.MAIL, Phase.RCPT, Phase.DATA),
    *_commits("commit_points"),
    *_words(Phase.BODY, Phase.DOT),
    *_commits("record_answers"),
    # What happens to a mail later: its copy is filed, or a crash is cleaned up and its doubt settled.
    *_commits("note_filed"),
    *_commits("recover"),
    *_commits("note_seen"),
)
POINTS = tuple(CrashPoint(number, what, when) for number, (what, when) in enumerate(_WHAT_AND_WHEN, 1))

#: The functions of units of work that have another name than what they are called here.
_FUNCTIONS = {"plan": "plan_turn", "claim": "tell", "commit_points": "tell", "record_answers": "tell"}

#: What a unit that is shared by several senders has to be asked.
_IS_ASKED: dict[str, Callable[[Any], bool]] = {
    "claim": lambda asked: bool(asked.mailboxes),
    "commit_points": lambda asked: bool(asked.commits),
    "record_answers": lambda asked: bool(asked.answers),
}

#: Units of work that run all the time: only a turn that has found something is meant.
_FOUND_SOMETHING: dict[str, Callable[[Any], bool]] = {
    "plan": lambda planned: bool(planned.queued),
    "claim": lambda told: any(told.claims.values()),
    "recover": any,
    "note_seen": lambda noted: bool(noted.settled),
    "store": bool,
}


def point(name: str) -> CrashPoint:
    """The point of that name. Raises KeyError."""
    return {each.name: each for each in POINTS}[name]


def install(at: CrashPoint) -> None:
    """From now on this process dies when it first comes to the point."""
    if at.when in (When.BEFORE_COMMIT, When.AFTER_COMMIT):
        _die_around_a_commit(at)
    else:
        _die_around_a_word(at)


def _die_around_a_commit(at: CrashPoint) -> None:
    original = Database.write
    is_meant = _FOUND_SOMETHING.get(at.what, lambda _: True)

    async def write(self: Database, unit: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        is_asked = _IS_ASKED.get(at.what, lambda _: True)
        if unit.__name__ != _FUNCTIONS.get(at.what, at.what) or not is_asked(args[0] if args else None):
            return await original(self, unit, *args, **kwargs)

        def work(session: Session) -> Any:
            result = unit(session, *args, **kwargs)
            if at.when is When.BEFORE_COMMIT and is_meant(result):
                session.flush()
                _die()
            return result

        result = await original(self, work)
        if is_meant(result):
            _die()
        return result

    Database.write = write  # type: ignore[method-assign]


def _die_around_a_word(at: CrashPoint) -> None:
    original = Line._within

    async def within(self: Line, phase: Phase, exchange: Awaitable[Any]) -> Any:
        if phase.value == at.what and at.when is When.BEFORE:
            _die()
        result = await original(self, phase, exchange)
        if phase.value == at.what:
            _die()
        return result

    Line._within = within  # type: ignore[method-assign]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    from outreach.cli import main as command

    install(point(sys.argv.pop(1)))
    command.main()


if __name__ == "__main__":
    main()
