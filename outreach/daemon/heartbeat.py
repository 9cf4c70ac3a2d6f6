"""The daemon's heartbeat: a small file that says which of its turns came to an end, when, and what a reload came to.

It lies beside a SQLite database, as the lock does; with PostgreSQL beside `config.toml`, where several daemons of one
folder write it in turn. It is written whole under another name and then renamed, so a reader never sees half of it,
and taken away at an orderly end. Whether a daemon lives is not told by it but by the lock, or the rows of the leases.
"""

import contextlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from outreach.core.clock import Clock

log = logging.getLogger(__name__)

#: Seconds between two beats.
BEAT_EVERY = 60.0
#: A daemon that lives and has not written for so long hangs, or its disk is full.
STALE_AFTER = timedelta(minutes=3)

#: The file is small; what is larger is not one of ours.
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class TurnSeen:
    """When a turn last came to its end well, and when it last failed."""

    ended_at: datetime | None = None
    failed_at: datetime | None = None

    @property
    def fails(self) -> bool:
        """Whether its last try failed."""
        return self.failed_at is not None and (self.ended_at is None or self.ended_at < self.failed_at)


@dataclass(frozen=True, slots=True)
class ReloadSeen:
    """What the last reload came to. `number` counts them from the start of the process."""

    number: int = 0
    at: datetime | None = None
    taken_up: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    needs_restart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat as it is read."""

    pid: int
    owner: str
    started_at: datetime
    at: datetime
    live: bool
    halted: bool
    turns: Mapping[str, TurnSeen] = field(default_factory=dict)
    reload: ReloadSeen = ReloadSeen()
    #: Why the opt-out link of its mails leads to nobody of ours; "" where it does not.
    link_trouble: str = ""


def heartbeat_path(config: Path, database: Path | None) -> Path:
    """Where it lies. `database` is the file; None with PostgreSQL."""
    if database is None:
        return config.with_name("outreach.heartbeat")
    return database.with_name(database.name + ".heartbeat")


class Heart:
    """Beats for one process, whichever engine runs in it."""

    def __init__(self, path: Path, *, clock: Clock) -> None:
        self.reload = ReloadSeen()
        self._path = path
        self._clock = clock
        self._started_at = clock.now()
        self._turns: dict[str, TurnSeen] = {}
        self._is_written = True

    def note(self, turn: str, *, went_well: bool) -> None:
        """A turn came to its end, or failed."""
        now, seen = self._clock.now(), self._turns.get(turn, TurnSeen())
        self._turns[turn] = (
            TurnSeen(now, seen.failed_at) if went_well else TurnSeen(seen.ended_at, failed_at=now)
        )

    def forget_turns(self) -> None:
        """Others turn from now on."""
        self._turns.clear()

    def reloaded(
        self,
        *,
        taken_up: Sequence[str] = (),
        refused: Sequence[str] = (),
        needs_restart: Sequence[str] = (),
    ) -> None:
        """What a reload came to."""
        self.reload = ReloadSeen(
            self.reload.number + 1, self._clock.now(), tuple(taken_up), tuple(refused), tuple(needs_restart)
        )

    def beat(self, *, owner: str, live: bool, halted: bool, link_trouble: str = "") -> None:
        """Write the file. Where that cannot be done, the log says so once, and everything goes on."""
        beat = Beat(
            os.getpid(),
            owner,
            self._started_at,
            self._clock.now(),
            live,
            halted,
            dict(self._turns),
            self.reload,
            link_trouble,
        )
        try:
            _write(self._path, json.dumps(asdict(beat), default=datetime.isoformat))
        except OSError as error:
            if self._is_written:
                log.warning("heartbeat_not_written", extra={"trouble": error.strerror})
            self._is_written = False
        else:
            self._is_written = True

    def stop(self) -> None:
        """An orderly end: there is nothing to be read any more."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def read_heartbeat(path: Path) -> Beat | None:
    """The last beat; None where there is none, or what lies there is not one."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LARGEST))
        return _beat(found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    # Turns are called after mailboxes: nobody else's business.
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(file, "w", encoding="utf-8") as opened:
            opened.write(text)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _beat(found: Mapping[str, Any]) -> Beat:
    reload = found["reload"]
    return Beat(
        pid=int(found["pid"]),
        owner=str(found["owner"]),
        started_at=datetime.fromisoformat(found["started_at"]),
        at=datetime.fromisoformat(found["at"]),
        live=bool(found["live"]),
        halted=bool(found["halted"]),
        turns={
            str(name): TurnSeen(_moment(turn["ended_at"]), _moment(turn["failed_at"]))
            for name, turn in found["turns"].items()
        },
        reload=ReloadSeen(
            int(reload["number"]),
            _moment(reload["at"]),
            tuple(map(str, reload["taken_up"])),
            tuple(map(str, reload["refused"])),
            tuple(map(str, reload["needs_restart"])),
        ),
        link_trouble=str(found.get("link_trouble", "")),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
