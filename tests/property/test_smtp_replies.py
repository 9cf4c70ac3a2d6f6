"""A reply reads alike however the network cuts it, and a reply more than was asked for never goes unnoticed."""

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.smtp_line import AttentiveProtocol

TEXTS = st.lists(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30), min_size=1, max_size=5
)


class Wire(asyncio.Transport):
    """A transport whose octets are never held back."""

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0


def reply_of(code: int, texts: list[str]) -> bytes:
    lines = [f"{code}-{text}" for text in texts[:-1]] + [f"{code} {texts[-1]}"]
    return "".join(f"{line}\r\n" for line in lines).encode()


def pieces(octets: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(octets) + 1) for cut in cuts} | {0, len(octets)})
    return [octets[start:end] for start, end in pairwise(places)]


async def hear(said: list[bytes]) -> tuple[AttentiveProtocol, tuple[int, str]]:
    protocol = AttentiveProtocol(asyncio.get_running_loop())
    protocol.connection_made(Wire())
    for piece in said:
        protocol.data_received(piece)
    return protocol, await protocol.read_response(timeout=None)


@given(code=st.integers(200, 599), texts=TEXTS, cuts=st.lists(st.integers(0, 500), max_size=8))
def test_a_reply_reads_alike_however_it_is_cut(code: int, texts: list[str], cuts: list[int]) -> None:
    said = reply_of(code, texts)

    protocol, response = asyncio.run(hear(pieces(said, cuts)))
    _, whole = asyncio.run(hear([said]))

    assert response == whole
    assert response[0] == code
    assert not protocol.unasked


@given(texts=TEXTS, more=st.binary(min_size=1, max_size=40), cuts=st.lists(st.integers(0, 500), max_size=8))
def test_whatever_follows_a_reply_is_noticed(texts: list[str], more: bytes, cuts: list[int]) -> None:
    said = reply_of(250, texts)

    behind, _ = asyncio.run(hear([*pieces(said, cuts), more]))
    glued, _ = asyncio.run(hear([said + more + b"\r\n"]))

    assert behind.unasked
    assert glued.unasked
