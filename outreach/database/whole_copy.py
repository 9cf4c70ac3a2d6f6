"""A file that is there whole, on the disk and for its owner's eyes only, or not at all; and a copy of a live database.

The copy is of one moment. It holds up nobody: SQLite's readers and its writer do not wait for one another, so the
daemon goes on sending. Meanwhile its write-ahead log grows by what is written.
"""

import contextlib
import fcntl
import glob
import itertools
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from outreach.core.errors import Refused

#: A database, and what SQLite keeps beside it.
_BESIDE = ("", "-wal", "-shm")
#: In the name of what is not whole yet; behind it so many characters by chance.
_UNFINISHED, _RANDOM = ".unfinished-", 8
#: A folder into which a tar's database is unpacked: everybody's mail.
_UNPACKING = ".outreach-unpacking-"
_ASIDE = ".before-restore-"
#: Whose work was cut short is not at it any more after so many seconds.
_FORSAKEN = 60.0
#: Pages copied between two words to whoever looks on.
_PAGES = 1_000
_PATIENCE = 30.0
#: What is said of a backup that ends too early.
NOT_WHOLE = "Where it is damaged or cut short, take another backup; nothing was changed."
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
    """An empty file beside `target`, for its owner alone; what is left of it when the block ends is removed.

    So is what others have left in that folder who were killed.
    """
    if not target.parent.is_dir():
        raise Refused(f"{target.parent}: there is no such folder.")
    remove_forsaken(target.parent)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}{_UNFINISHED}")
    try:
        # It tells others that somebody is at it; the kernel lets go of it when we die.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield Path(name)
    finally:
        os.close(descriptor)
        _remove(name)


@contextlib.contextmanager
def unpacking_folder(folder: Path) -> Iterator[Path]:
    """An empty folder in `folder`, for its owner alone, gone when the block ends; so is what the killed have left."""
    remove_forsaken(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_UNPACKING) as name:
        descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(descriptor)


def _remove(name: str) -> None:
    for end in (*_BESIDE, "-journal", ".noes"):
        Path(f"{name}{end}").unlink(missing_ok=True)


def remove_forsaken(folder: Path) -> None:
    """A backup that was cut short is as large as the database, and nobody would look for a hidden file."""
    for unpacked in folder.glob(f"{_UNPACKING}*"):
        with contextlib.suppress(OSError):
            if unpacked.is_dir() and time.time() - unpacked.stat().st_mtime > _FORSAKEN:
                _remove_folder_unless_held(unpacked)
    for file in folder.glob(f".*{_UNFINISHED}*"):
        before, mark, behind = file.name.rpartition(_UNFINISHED)
        with contextlib.suppress(OSError):
            if time.time() - file.stat().st_mtime > _FORSAKEN:
                _remove_unless_held(file.with_name(before + mark + behind[:_RANDOM]))


def _remove_unless_held(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(str(file))
    except FileNotFoundError:
        _remove(str(file))


def _remove_folder_unless_held(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(descriptor)


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


def refuse_cut_short(database: Path) -> None:
    """Raise Refused where the file is shorter than its header says.

    SQLite takes what lacks of the last page for zeros, and finds nothing wrong with rows that are gone
    (https://www.sqlite.org/fileformat2.html, 1.3: page size at 16, pages at 28, both big-endian).
    """
    with database.open("rb") as opened:
        header = opened.read(100)
    if len(header) < 100:
        return
    size, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    # 65,536 does not fit into two bytes, and is written as 1.
    wanted, there = pages * (65_536 if size == 1 else size), database.stat().st_size
    if there < wanted:
        raise Refused(f"{database} was cut short: {there:,} of {wanted:,} bytes are there. {NOT_WHOLE}")


def as_one_file(database: Path) -> None:
    """Write what is in the log into the file, and do without a log: what is moved must be one file."""
    with _connected(database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def pages_of(source: Path) -> int:
    with _connected(source) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


def aside_of(place: Path, now: datetime) -> Path:
    """What a database is called that is put aside now: a name that no other has."""
    first = place.with_name(f"{place.name}{_ASIDE}{now:%Y%m%d-%H%M%S}")
    further = (first.with_name(f"{first.name}-{number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([first], further) if not name.exists())


def left_by_restore(place: Path) -> Path | None:
    """The newest database that was put aside for another, where that did not come: a restore was cut short."""
    found = [] if place.exists() else sorted(place.parent.glob(f"{glob.escape(place.name)}{_ASIDE}*[0-9]"))
    return found[-1] if found else None


def put_in_place(new: Path, place: Path, aside: Path) -> None:
    """Make `new` the database, and keep the one that is there as `aside`.

    Cut short anywhere, one of both is there, whole; where the one that is there is broken, perhaps none is, and
    nothing can start. Raises Refused while anybody uses the database.
    """
    _give_to_owner_of(place if place.exists() else place.parent, new)
    _sync(new)
    if place.exists():
        refuse_existing(aside)
        _forget_asides_like(place)
        if _fold_log_in(place):
            os.link(place, aside)
        else:
            # What a broken file has beside it goes with it: SQLite would read it into the new one. The file itself
            # goes first. Without what lies beside it, it might be read after all, as it was long ago.
            for end in _BESIDE:
                with contextlib.suppress(FileNotFoundError):
                    os.replace(f"{place}{end}", f"{aside}{end}")
    for end in _BESIDE[1:]:
        Path(f"{place}{end}").unlink(missing_ok=True)
    os.replace(new, place)
    _sync(place.parent)


def _forget_asides_like(place: Path) -> None:
    """Of a restore that was cut short before its last step: another name for what is in place."""
    for aside in place.parent.glob(f"{glob.escape(place.name)}{_ASIDE}*[0-9]"):
        if aside.samefile(place):
            aside.unlink()


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
