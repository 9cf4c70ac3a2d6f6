"""The worker process that reads foreign mail: raw messages come in, verdicts go out, and it may be killed at any time.

Started by `understanding_process`, as a program of its own: it shares nothing with the daemon but two pipes, opens
no database and no socket, and is given no secret. It limits itself, so that it ends even when the daemon is gone.
"""

import contextlib
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from operator import attrgetter
from typing import Any, BinaryIO

#: Of processor time for one message. The slowest of ten thousand broken mails takes a sixth of it.
CPU_SECONDS = 2.0

#: Of memory that the process may write to. What was built to hurt (10 MB and more) brings it to 204 MB.
MEMORY_BYTES = 512 * 1024 * 1024

#: Every frame on the pipes: its length, then so many bytes of pickle.
FRAME = struct.Struct("!I")

#: In a message of so many bytes nothing is slow. What the daemon itself searches in a larger one is searched here
#: first, where it may take too long.
_CANNOT_BE_SLOW = 8_000

#: Read once before the first message, so that what is compiled and loaded then is not on its account.
_WARMING_UP = (
    b"From: Ann <ann@a.example>\nTo: bo@b.example\nSubject: Re: Sales\n\n"
    b"I left on 12 May, please talk to Cy Dow, cy@a.example, 020 7946 0000.\n\nAnn\n> Hi\n",
    "From: =?utf-8?b?0JDQvdC90LA=?= <anna@a.example>\nSubject: Re: Sales\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    "Я в отпуске до 12 мая, пишите Ивану Петрову, ivan@a.example.\n\nАнна\n> Привет\n".encode(),
)


def main() -> None:
    """Answer frame by frame until the daemon closes the pipe. The first frame is the model to read with, or empty."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the frames.
    os.dup2(2, 1)
    limit_memory(MEMORY_BYTES)
    frames = _frames(incoming)
    understand = understanding(next(frames, b""))
    _send(outgoing, b"")
    with contextlib.suppress(BrokenPipeError):
        for letters in frames:
            for letter in pickle.loads(letters):  # noqa: S301 - written by the daemon
                _send(outgoing, _answer(understand, letter))


def limit_memory(limit: int) -> None:
    """Let this process write to no more than `limit` bytes of its own, where the platform can hold it to that."""
    import resource

    # Linux counts every private mapping in RLIMIT_DATA; elsewhere it knows the heap only.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


@contextlib.contextmanager
def limited_time(seconds: float) -> Iterator[None]:
    """Within the block the process dies of SIGPROF when it has used so much processor time, whatever it is doing.

    Not by an exception: nothing in Python runs while a regular expression does.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def understanding(learned: bytes = b"") -> Callable[..., Any]:
    """How a message is read; `learned` is the model of the workspace, empty for the one that ships."""
    from outreach.inbox.delivery_report import read_delivery_report
    from outreach.inbox.matching import mentioned_ids, quoted_addresses
    from outreach.replies.learning.trained import from_bytes
    from outreach.replies.understanding import read_and_understand

    model = from_bytes(learned) if learned else None
    searches: tuple[Callable[..., Any], ...] = (mentioned_ids, quoted_addresses, read_delivery_report)
    for raw in _WARMING_UP:
        read_and_understand(raw, model=model)

    def understand(raw: bytes, sent: Any, received_at: Any) -> Any:
        message, verdict = read_and_understand(raw, sent=sent, received_at=received_at, model=model)
        if len(raw) > _CANNOT_BE_SLOW:
            for search in searches:
                search(message)
        return message, verdict

    return understand


def _answer(understand: Callable[..., Any], letter: Iterable[Any]) -> bytes:
    with limited_time(CPU_SECONDS):
        try:
            return _pickled(understand(*letter))
        except Exception as error:
            return _pickled(f"{type(error).__name__}: {error}"[:400])


def _pickled(answer: Any) -> bytes:
    out = BytesIO()
    pickler = pickle.Pickler(out, protocol=5)
    pickler.dispatch_table = _reductions()
    pickler.dump(answer)
    return out.getvalue()


_REDUCTIONS: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def _reductions() -> dict[type, Callable[[Any], tuple[Any, ...]]]:
    """How our values are pickled: as calls of their classes, in a third of the time that dataclasses take."""
    if not _REDUCTIONS:
        from dataclasses import fields

        from outreach.inbox.message import Message, Part, Reports
        from outreach.replies.verdict import Hit, Person, Verdict

        for kind in (Message, Part, Reports, Hit, Person, Verdict):
            values = attrgetter(*(field.name for field in fields(kind)))
            _REDUCTIONS[kind] = lambda value, kind=kind, values=values: (kind, values(value))  # type: ignore[misc]
    return _REDUCTIONS


def _frames(incoming: BinaryIO) -> Iterator[bytes]:
    while len(head := incoming.read(FRAME.size)) == FRAME.size:
        yield incoming.read(FRAME.unpack(head)[0])


def _send(outgoing: BinaryIO, frame: bytes) -> None:
    outgoing.write(FRAME.pack(len(frame)) + frame)
    outgoing.flush()


if __name__ == "__main__":
    main()
