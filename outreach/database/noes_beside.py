"""Every no, in a file beside the database as well: a backup that is restored must not forget those that came after it.

Append-only, a line a no, on the disk before its transaction is committed: key, kind, reason, moment. The key is the
keyed hash under which the no is looked up, so the file holds no address. A no that was taken back has a line as well.
One whose commit failed afterwards stands here all the same: not writing to somebody is the lesser harm.

On SQLite whoever commits is alone. On PostgreSQL whoever writes a no holds the lock of `locks.forbid` until its commit,
so lines of several processes stand in the order of their commits; each host has a file of its own, beside
`config.toml`, with what was said there and, from the start of each daemon, all that the database knew by then.
"""

import contextlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

log = logging.getLogger(__name__)

_KEPT = "outreach.noes_said"
_SAID, _TAKEN_BACK = "+", "-"


@dataclass(frozen=True, slots=True)
class SaidNo:
    """A no; `kind` and `reason` are the words of the table of suppressions.

    The file does not know its value and its note: those come from a database alone.
    """

    key: str
    kind: str
    reason: str
    at: datetime
    value: str | None = None
    note: str = ""


def noes_path(database: Path | None, config: Path) -> Path:
    """Where it lies: beside the file of SQLite; with PostgreSQL (None) beside the configuration."""
    return config.with_name("outreach.noes") if database is None else beside(database)


def beside(database: Path) -> Path:
    return database.with_name(database.name + ".noes")


def said(session: Session, no: SaidNo) -> None:
    """The caller's unit of work writes this no down."""
    _add(session, f"{_SAID} {no.key} {no.kind} {no.reason} {no.at.isoformat()}\n")


def taken_back(session: Session, key: str) -> None:
    """The caller's unit of work takes the no back."""
    _add(session, f"{_TAKEN_BACK} {key}\n")


def keep(session: Session, path: Path | None) -> None:
    """Write into the file what this unit of work has said; the last thing before its commit.

    Where the disk does not take it, that is logged: the no itself is worth more than its second copy.
    """
    lines = session.info.pop(_KEPT, None)
    if not lines or path is None:
        return
    try:
        _append(path, "".join(lines).encode("ascii"))
    except OSError as error:
        log.error("noes_not_kept_beside", extra={"noes": len(lines), "trouble": str(error)})


def move(from_path: Path, to_path: Path) -> None:
    """What was said while a database lay elsewhere, written behind what stands beside its place."""
    with contextlib.suppress(FileNotFoundError):
        _append(to_path, from_path.read_bytes())


def read(path: Path) -> Mapping[str, SaidNo]:
    """What stands at the end of the file, by key; nothing where there is none. A torn line is passed over."""
    standing: dict[str, SaidNo] = {}
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return standing
    for line in text.splitlines():
        match line.split(" "):
            case [sign, key] if sign == _TAKEN_BACK:
                standing.pop(key, None)
            case [sign, key, kind, reason, at] if sign == _SAID:
                no = _no(key, kind, reason, at)
                standing |= {} if no is None else {key: no}
    return standing


def _no(key: str, kind: str, reason: str, at: str) -> SaidNo | None:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    # Of a torn line the zone may be gone, which is always UTC.
    return SaidNo(key, kind, reason, moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))


def _add(session: Session, line: str) -> None:
    session.info.setdefault(_KEPT, []).append(line)


def _append(path: Path, lines: bytes) -> None:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # What a crash has torn off must not spoil the line behind it.
        end = os.fstat(file).st_size
        if not end and os.geteuid() == 0:
            # Begun by root, for the account of the daemon: else that one could not write its noes into it.
            whose = path.parent.stat()
            os.fchown(file, whose.st_uid, whose.st_gid)
        if end and os.pread(file, 1, end - 1) != b"\n":
            lines = b"\n" + lines
        while lines:
            lines = lines[os.write(file, lines) :]
        os.fsync(file)
    finally:
        os.close(file)
