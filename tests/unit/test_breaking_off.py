"""Ctrl-C is never lost: not while nothing comes through a pipe, and not right before the wait for it begins."""

import io
import os
import select
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pytest

from outreach.cli.breaking_off import BreakingOff


@pytest.fixture
def watched() -> Iterator[BreakingOff]:
    """With the handler that a command line has, whoever started the tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with BreakingOff().watching() as watching:
        yield watching
    signal.signal(signal.SIGINT, before)


@dataclass
class Pipe:
    reader: BinaryIO
    writer: int


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    """Nobody closes its other end: a read for more than there is waits for ever."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as reader:
        yield Pipe(reader, writing)
    os.close(writing)


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_the_first_is_kept_until_all_is_in_order(watched: BreakingOff) -> None:
    watched.here()

    press()

    with pytest.raises(KeyboardInterrupt):
        watched.here()


def test_the_second_ends_at_once(watched: BreakingOff) -> None:
    press()

    with pytest.raises(KeyboardInterrupt):
        press()


def test_what_leaves_nothing_behind_is_ended_at_once(watched: BreakingOff) -> None:
    with pytest.raises(KeyboardInterrupt), watched.at_once():
        press()

    press()
    with pytest.raises(KeyboardInterrupt):
        watched.here()


def test_one_between_two_reads_of_a_pipe_ends_the_wait(
    watched: BreakingOff, pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.write(pipe.writer, b"email\n")
    monkeypatch.setattr("outreach.cli.breaking_off.os.read", _then(os.read, press))

    with pytest.raises(KeyboardInterrupt):
        watched.reading(pipe.reader).read(100)


def test_one_right_before_the_wait_ends_it(
    watched: BreakingOff, pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = select.select

    def pressed_first(
        reading: list[int], writing: list[int], odd: list[int]
    ) -> tuple[list[int], list[int], list[int]]:
        press()
        return plain(reading, writing, odd)

    monkeypatch.setattr("outreach.cli.breaking_off.select.select", pressed_first)

    with pytest.raises(KeyboardInterrupt):
        watched.reading(pipe.reader).read(100)


def test_a_pipe_is_read_as_much_at_a_time_as_was_asked_for(watched: BreakingOff) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"x" * 30)
    os.close(writing)

    with os.fdopen(reading, "rb") as stream:
        source = watched.reading(stream)
        read = [source.read(20), source.read(20), source.read(20)]

    assert list(map(len, read)) == [20, 10, 0]


def test_what_is_no_pipe_is_read_as_it_is(watched: BreakingOff) -> None:
    assert watched.reading(io.BytesIO(b"email\n")).read(100) == b"email\n"


def test_who_wants_it_ignored_has_it_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    with BreakingOff().watching() as watching:
        press()
        watching.here()
        left = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, before)

    assert left is signal.SIG_IGN


def test_the_handler_is_put_back() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    with BreakingOff().watching():
        during = signal.getsignal(signal.SIGINT)
    after = signal.signal(signal.SIGINT, before)

    assert during is not after
    assert after is signal.default_int_handler


def _then(read: Callable[[int, int], bytes], happens: Callable[[], None]) -> Callable[[int, int], bytes]:
    """The same, and something happens after the first time."""
    left = [happens]

    def reading(descriptor: int, size: int) -> bytes:
        got = read(descriptor, size)
        if left:
            left.pop()()
        return got

    return reading
