"""Ctrl-C during a long command: it ends where all that was done is in order, and is never lost."""

import contextlib
import os
import select
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import BinaryIO, Self


class BreakingOff:
    """Keeps the first Ctrl-C until somebody asks for it (`here`); the second one ends the command at once.

    Python's own handler raises wherever the program is: behind a commit, before it was counted, or in a callback,
    where an exception is printed and forgotten. Outside of the main thread, and where whoever started us wants Ctrl-C
    ignored (`nohup`), nothing is changed.
    """

    def __init__(self) -> None:
        self._asked = False
        self._at_once = False
        self._woken: int | None = None

    def here(self) -> None:
        """All is in order here. Raises KeyboardInterrupt if it was asked for."""
        if self._asked:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """For what takes long and leaves nothing behind."""
        self.here()
        self._at_once = True
        try:
            yield
        finally:
            self._at_once = False

    @contextlib.contextmanager
    def watching(self) -> Iterator[Self]:
        """For as long as this lasts, Ctrl-C is ours."""
        on_main_thread = threading.current_thread() is threading.main_thread()
        if not on_main_thread or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            yield self
            return
        self._woken, wakes = os.pipe()
        for each in (self._woken, wakes):
            os.set_blocking(each, False)
        earlier = signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, self._note)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.set_wakeup_fd(earlier)
            os.close(self._woken)
            os.close(wakes)
            self._woken = None

    def reading(self, stream: BinaryIO) -> "Reading":
        """The same bytes; Ctrl-C ends the wait for more of them."""
        return Reading(self, stream)

    def wait_for(self, descriptor: int) -> None:
        """Wait until something can be read there. Raises KeyboardInterrupt."""
        self.here()
        if self._woken is None:
            return
        # The signal itself writes into our pipe, so one that comes right before `select` ends it as well.
        while descriptor not in select.select([descriptor, self._woken], [], [])[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 512)
            self.here()
        self.here()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked or self._at_once:
            raise KeyboardInterrupt
        self._asked = True


class Reading:
    """Reads as much as is asked for, as a buffered stream does.

    A buffered stream itself reads from a pipe several times in one call. A signal between two of these only leaves a
    mark, and the next one waits for bytes that may never come.
    """

    def __init__(self, breaking_off: BreakingOff, stream: BinaryIO) -> None:
        self._breaking_off = breaking_off
        self._stream = stream
        self._descriptor = _descriptor(stream)

    def read(self, size: int, /) -> bytes:
        self._breaking_off.here()
        if self._descriptor is None:
            return self._stream.read(size)
        read = bytearray()
        while len(read) < size:
            self._breaking_off.wait_for(self._descriptor)
            some = os.read(self._descriptor, size - len(read))
            if not some:
                break
            read += some
        return bytes(read)


def _descriptor(stream: BinaryIO) -> int | None:
    """Of a pipe or a terminal; None: what it has it gives at once."""
    try:
        return None if stream.seekable() else stream.fileno()
    except OSError:
        return None
