"""The side journal: where a server's answer is kept when the database cannot take it (full disk, read-only, gone).

A small file beside the database. Its room is written out and synced when it is made, so that neither a full disk
nor a limit on the size of files stops it later; a record goes into its own page, in place, and is synced before
`add` returns. What a crash or a power cut leaves of a half-written record is told by its checksum, and cannot
touch the record before it. At the start of the next run the answers are taken from here into the database, and
the journal is emptied when they are committed there; applied twice, an answer changes nothing the second time,
for it names the token of its claim.

A file system that writes every change to a new place (btrfs, ZFS) can refuse even this on a full disk; `add` says so.
"""

import contextlib
import fcntl
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.mail.outcomes import Answer, Outcome, Phase

#: Answers that fit in. Each sender has one mail under way when the database goes, and then none begins.
ROOM = 256

#: Daemons on one PostgreSQL database that may share a config.toml.
_DAEMONS = 16

# A record has a page for itself: no disk tears more than the page that it is writing.
_PAGE = 4096
_TITLE = b"outreach side journal, version 1\n".ljust(_PAGE, b"\0")
_EMPTY = bytes(_PAGE)
# Checksum and length of the text that follows, in hexadecimal digits: a person can read the file as well.
_HEAD = 8 + 1 + 4 + 1
_TEXT_LENGTHS = (500, 120, 0)


class JournalFull(Exception):
    """Every page has its record: sending should have stopped long ago."""


class InUse(Refused):
    """Another process holds this journal."""


class Claimed(Protocol):
    """What the journal keeps of a claim."""

    @property
    def outbound_id(self) -> int: ...
    @property
    def token(self) -> str: ...
    @property
    def mailbox(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def attempts(self) -> int: ...
    @property
    def first_attempt_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer that the database has not got, with all of its claim that recording it needs."""

    outbound_id: int
    token: str
    mailbox: str
    sender: str
    recipient: str
    attempts: int
    first_attempt_at: datetime
    #: When the answer came.
    at: datetime
    answer: Answer

    @classmethod
    def of(cls, claim: Claimed, answer: Answer, at: datetime) -> Self:
        return cls(
            outbound_id=claim.outbound_id,
            token=claim.token,
            mailbox=claim.mailbox,
            sender=claim.sender,
            recipient=claim.recipient,
            attempts=claim.attempts,
            first_attempt_at=claim.first_attempt_at,
            at=at,
            answer=answer,
        )


def journal_path(config: Path, database: Path | None, *, number: int = 1) -> Path:
    """Where the journal lies: beside the SQLite database, or beside config.toml where `database` is None.

    Of several daemons on one PostgreSQL database that share their config.toml, each has a number.
    """
    if database is None:
        return config.with_name("outreach.journal" if number == 1 else f"outreach-{number}.journal")
    return database.with_name(database.name + ".journal")


def open_journal(config: Path, database: Path | None) -> "Journal":
    """This daemon's journal. Raises Refused where it cannot be had."""
    if database is not None:
        return Journal.open(journal_path(config, database))
    for number in range(1, _DAEMONS):
        with contextlib.suppress(InUse):
            return Journal.open(journal_path(config, None, number=number))
    return Journal.open(journal_path(config, None, number=_DAEMONS))


class Journal:
    """An open journal, held by this process alone. Not for two threads at once."""

    def __init__(self, path: Path, file: int, room: int) -> None:
        self._path = path
        self._file = file
        self._room = room
        #: Pages with something in them; a torn record takes its page as well.
        self._used = {number for number, page in self._pages() if page != _EMPTY}

    @classmethod
    def open(cls, path: Path, *, room: int = ROOM) -> Self:
        """Open it, or make it and reserve its room, readable by this account alone.

        Raises InUse where another process holds it, Refused where the room cannot be had or the file is foreign.
        """
        try:
            _make(path, room)
            file = os.open(path, os.O_RDWR)
        except OSError as error:
            raise _unusable(path, error) from None
        try:
            _hold(path, file)
            return cls(path, file, _reserve(path, file, room))
        except BaseException:
            os.close(file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it. What is in it stays."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def add(self, entry: Entry) -> None:
        """Keep an answer; it is on the disk when this returns. Raises JournalFull, and OSError from the disk."""
        number = next((number for number in range(self._room) if number not in self._used), None)
        if number is None:
            raise JournalFull(f"{self._path} has no room for another answer")
        # Before the write: one that fails half-way has spoilt the page.
        self._used.add(number)
        self._write(number, _encoded(entry))
        os.fsync(self._file)

    def entries(self) -> list[Entry]:
        """Every whole record, in the order of adding. For a restart, and good at any moment."""
        read = (_decoded(page) for _, page in self._pages())
        return [entry for entry in read if entry is not None]

    @property
    def torn(self) -> int:
        """Records that were not written to their end. What they would have said is doubtful, and nothing else."""
        return sum(1 for _, page in self._pages() if page != _EMPTY and _decoded(page) is None)

    def clear(self) -> None:
        """Forget everything, once it is committed in the database. Cut short, it leaves some to be applied again."""
        for number in sorted(self._used):
            self._write(number, _EMPTY)
        os.fsync(self._file)
        self._used.clear()

    def _pages(self) -> Iterator[tuple[int, bytes]]:
        for number in range(self._room):
            yield number, os.pread(self._file, _PAGE, _place(number))

    def _write(self, number: int, page: bytes) -> None:
        _write_at(self._file, page.ljust(_PAGE, b"\0"), _place(number))


def _place(number: int) -> int:
    return _PAGE * (number + 1)


def _make(path: Path, room: int) -> None:
    """Make the file under another name first, so that it is whole from its first moment; one that exists stays."""
    if path.exists():
        return
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _write_at(file, _TITLE, 0)
        for number in range(room):
            _write_at(file, _EMPTY, _place(number))
        os.fsync(file)
        # A link, not a rename: of two who make it at the same time, one must not take it from under the other.
        if not path.exists():
            os.link(new, path)
    except FileExistsError:
        pass
    finally:
        os.close(file)
        new.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _hold(path: Path, file: int) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse(f"{path} is in use: another daemon runs here. Stop it first.") from None


def _reserve(path: Path, file: int, room: int) -> int:
    """See that the file is ours and has its room; how many records fit in. One that was cut short is made whole."""
    if os.pread(file, _PAGE, 0) != _TITLE:
        raise Refused(
            f"{path} is not a journal of this program, so nothing is written into it. Move it away and start again."
        )
    os.fchmod(file, 0o600)
    size = os.fstat(file).st_size
    room = max(room, -(-size // _PAGE) - 1)
    if size < _place(room):
        try:
            _write_at(file, bytes(_place(room) - size), size)
            os.fsync(file)
        except OSError as error:
            raise _unusable(path, error) from None
    return room


def _unusable(path: Path, error: OSError) -> Refused:
    return Refused(
        f"The side journal {path} cannot be made ready ({error.strerror}), so nothing is sent. "
        "It needs about one megabyte on a disk that can be written to."
    )


def _write_at(file: int, octets: bytes, place: int) -> None:
    """All of it: the system may take a part first and say why it takes no more only when asked again."""
    while octets:
        taken = os.pwrite(file, octets, place)
        octets, place = octets[taken:], place + taken


def _sync_folder(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


# --- one record ------------------------------------------------------------------------------------------------------


def _encoded(entry: Entry) -> bytes:
    """A page's content. A server's text is cut where it would not fit; nothing else of an answer is long."""
    for length in _TEXT_LENGTHS:
        text = _as_text(entry, length)
        if _HEAD + len(text) <= _PAGE:
            return b"%08x %04x %s" % (zlib.crc32(text), len(text), text)
    raise ValueError(f"the answer to mail {entry.outbound_id} does not fit into a record")


def _as_text(entry: Entry, length: int) -> bytes:
    answer = entry.answer
    # What only a reader of server logs needs is left out before more of it is cut.
    named = answer if length == _TEXT_LENGTHS[0] else replace(answer, queue_id=None, host="")
    fields: dict[str, Any] = {
        "id": entry.outbound_id,
        "token": entry.token,
        "at": entry.at.isoformat(),
        "outcome": answer.outcome.value,
        "phase": answer.phase.value,
        "code": answer.code,
        "enhanced": answer.enhanced,
        "text": one_line(answer.text, length) if length else "",
        "message_id": answer.message_id,
        "queue_id": named.queue_id,
        "host": named.host,
        "mailbox": entry.mailbox,
        "sender": entry.sender,
        "recipient": entry.recipient,
        "attempts": entry.attempts,
        "first_attempt_at": entry.first_attempt_at.isoformat(),
    }
    return json.dumps(fields).encode("ascii") + b"\n"


def _decoded(page: bytes) -> Entry | None:
    """The record on a page; None for an empty page and for a record that is not whole."""
    try:
        checksum, length = int(page[:8], 16), int(page[9:13], 16)
    except ValueError:
        return None
    text = page[_HEAD : _HEAD + length]
    if not length or len(text) != length or zlib.crc32(text) != checksum:
        return None
    return _entry(json.loads(text))


def _entry(fields: dict[str, Any]) -> Entry:
    return Entry(
        outbound_id=fields["id"],
        token=fields["token"],
        mailbox=fields["mailbox"],
        sender=fields["sender"],
        recipient=fields["recipient"],
        attempts=fields["attempts"],
        first_attempt_at=datetime.fromisoformat(fields["first_attempt_at"]),
        at=datetime.fromisoformat(fields["at"]),
        answer=Answer(
            outcome=Outcome(fields["outcome"]),
            phase=Phase(fields["phase"]),
            code=fields["code"],
            enhanced=fields["enhanced"],
            text=fields["text"],
            host=fields["host"],
            queue_id=fields["queue_id"],
            message_id=fields["message_id"],
        ),
    )
