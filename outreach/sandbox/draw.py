"""Chance without a stream: a draw is a hash of the seed and of what is drawn, whatever was drawn before."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def draw(seed: int, *what: object) -> float:
    """A number in [0, 1) that belongs to `what` under this seed, however often it is asked for."""
    return int.from_bytes(_digest(seed, what)[:7]) / 2**56


def pick(options: Sequence[T], seed: int, *what: object) -> T:
    """One of `options`, the one that belongs to `what`."""
    return options[int(draw(seed, *what) * len(options))]


def number(lowest: int, highest: int, seed: int, *what: object) -> int:
    """A whole number from `lowest` to `highest`, both included."""
    return lowest + int(draw(seed, *what) * (highest - lowest + 1))


def token(length: int, seed: int, *what: object) -> str:
    """`length` (at most 64) hexadecimal digits for identifiers, boundaries and queue numbers."""
    return _digest(seed, what).hex()[:length]


def shuffled(things: Iterable[T], seed: int, *what: object) -> list[T]:
    """`things` in an order that belongs to `what`; each needs a `str` of its own."""
    return sorted(things, key=lambda thing: _digest(seed, (*what, thing)))


def _digest(seed: int, what: tuple[object, ...]) -> bytes:
    # The unit separator keeps ("a", "bc") apart from ("ab", "c").
    text = "\x1f".join([str(seed), *map(str, what)])
    return blake2b(text.encode(), digest_size=32).digest()
