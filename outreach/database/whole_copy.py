"""A file that is there whole, on the disk and for its owner's eyes only, or not at all; and a copy of a live database.

The copy is of one moment. It holds up nobody: SQLite's readers and its writer do not wait for one another, so the
daemon goes on sending. Meanwhile its write-ahead log grows by what is written.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from outreach.core.errors import Refused

#: Pages copied between two words to whoever looks on.
_PAGES = 1_000
_PATIENCE = 30.0
#: What a disk keeps free beside what is written.
_SPARE = 20 << 20


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes `target` when the block ends well. Raises Refused where that is there already."""
    refuse_existing(target)
    with working_copy(target) as beside:
        yield beside
        _sync(beside)
        try:
            # Not a rename: that would take the place of a file which somebody has put there meanwhile.
            os.link(beside, target)
        except FileExistsError:
            refuse_existing(target)
    _sync(target.parent)


@contextlib.contextmanager
def working_copy(target: Path) -> Iterator[Path]:
    """An empty file beside `target`, for its owner alone; what is left of it when the block ends is removed."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.unfinished-")
    os.close(descriptor)  # mkstemp has made it for its owner alone
    try:
        yield Path(name)
    finally:
        for end in ("", "-wal", "-shm", "-journal", ".noes"):
            Path(f"{name}{end}").unlink(missing_ok=True)


def refuse_existing(target: Path) -> None:
    if target.exists():
        raise Refused(f"{target} is there already, and nothing is written over: choose another name.")


def copy_live(
    source: Path, target: Path, told: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Copy a SQLite database that others may be writing to. `told` gets how many pages are done, and of how many.

    Raises sqlite3.Error.
    """
    with _connected(source) as live, _connected(target) as copy:
        # One view from here to the end: without it the copy would begin anew with every mail that is sent.
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(copy, pages=_PAGES, progress=lambda _, left, total: told(total - left, total), sleep=0)
        live.execute("ROLLBACK")
    as_one_file(target)


@contextlib.contextmanager
def opened_to_read(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing, not even the log of a broken database."""
    quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    with contextlib.closing(sqlite3.connect(f"file:{quoted}?mode=ro", uri=True)) as connection:
        yield connection


def as_one_file(database: Path) -> None:
    """Write what is in the log into the file, and do without a log: what is moved must be one file."""
    with _connected(database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def pages_of(source: Path) -> int:
    with _connected(source) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


def put_in_place(new: Path, place: Path, aside: Path | None) -> None:
    """Make `new` the database, and keep the one that is there as `aside`. Cut short anywhere, one of both is there.

    Raises Refused while anybody uses the database.
    """
    if aside is not None and place.exists():
        refuse_existing(aside)
        if not _fold_log_in(place):
            for end in ("-wal", "-shm"):
                # What a broken file has beside it goes with it: SQLite would read it into the new one.
                with contextlib.suppress(FileNotFoundError):
                    os.replace(f"{place}{end}", f"{aside}{end}")
        os.link(place, aside)
    for end in ("-wal", "-shm"):
        Path(f"{place}{end}").unlink(missing_ok=True)
    _give_to_owner_of(place if place.exists() else place.parent, new)
    _sync(new)
    os.replace(new, place)
    _sync(place.parent)


def _give_to_owner_of(other: Path, file: Path) -> None:
    """Whoever restores as root does it for the account of the daemon."""
    if os.geteuid() == 0:
        whose = other.stat()
        os.chown(file, whose.st_uid, whose.st_gid)


def require_room(folder: Path, needed: int, *, what: str) -> None:
    """Raise Refused where the disk has no room for so many bytes, before anything is begun."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise Refused(
            f"{what} needs {_megabytes(needed + _SPARE)} free in {folder}, and there are {_megabytes(free)}. "
            "Make room and try again; nothing was changed."
        )


def size_of(database: Path) -> int:
    """Bytes of a SQLite database with its log."""
    files = (database, Path(f"{database}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _fold_log_in(place: Path) -> bool:
    """Write the log into the file, and see that nobody else has it open: what they wrote later would be lost.

    False where the file is broken.
    """
    mode = "wal"
    try:
        # One that is broken is not opened to write: SQLite would throw its log away.
        with opened_to_read(place) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with _connected(place, patience=5.0) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            return False
    except sqlite3.DatabaseError:
        return False
    if mode != "delete":
        raise Refused(f"Somebody uses {place} at this moment. Wait for that command to end and try again.")
    return True


@contextlib.contextmanager
def _connected(path: Path, *, patience: float = _PATIENCE) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as connection:
        yield connection


def _megabytes(octets: int) -> str:
    return f"{octets / (1 << 20):,.0f} MiB"


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
