"""The grammar of IMAP: bytes into responses, responses into values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.imap_wire import Atom, NotImap, Response, ResponseReader, Value, status_of, values_of


def read(*pieces: bytes, room: int = 1_000_000) -> list[Response]:
    reader = ResponseReader(room)
    return [response for piece in pieces for response in reader.feed(piece)]


def test_lines_are_responses() -> None:
    assert read(b"* 3 EXISTS\r\n\r\nA1 OK Done.\r\n* unfinished") == [
        (b"* 3 EXISTS",),
        (b"",),
        (b"A1 OK Done.",),
    ]


def test_a_literal_belongs_to_its_response_whatever_is_in_it() -> None:
    stream = b"* 1 FETCH (BODY[1] {7}\r\nA1 OK\r\n X {0}\r\n Y {2}\r\n)) Z)\r\n* BYE\r\n"

    assert read(stream) == [
        (b"* 1 FETCH (BODY[1] ", b"A1 OK\r\n", b" X ", b"", b" Y ", b"))", b" Z)"),
        (b"* BYE",),
    ]


@pytest.mark.parametrize("line", [b"* OK See {3}", b"* BYE {3}", b"A1 NO {3}", b"+ {3}", b"* no [X] {3}"])
def test_words_for_people_announce_nothing(line: bytes) -> None:
    assert read(line + b"\r\nA2 OK\r\n") == [(line,), (b"A2 OK",)]


@given(st.lists(st.integers(1, 25), min_size=1))
def test_slices_make_no_difference(sizes: list[int]) -> None:
    stream = b'* LIST () "/" {4}\r\nA\r\nB\r\n* 1 FETCH (X {0}\r\n Y {3}\r\n{1} )\r\n\r\nA1 OK {5}\r\n' * 3
    pieces: list[bytes] = []
    rest = stream
    while rest:
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(rest[:size])
        rest = rest[size:]

    assert read(*pieces) == read(stream)


@pytest.mark.parametrize(
    "stream",
    [
        b"* 1 FETCH (BODY[] {2147483648}\r\n",
        b"* 1 FETCH (BODY[] {999999999999999999}\r\n",
        b"* 1 FETCH (A {600}\r\n" + b"a" * 600 + b" B {600}\r\n",
        b"* SEARCH" + b" 1" * 600,
        b"* SEARCH" + b" 1" * 600 + b"\r\n",
    ],
    ids=["2 GB", "an exabyte", "in small portions", "a line without end", "a long line"],
)
def test_more_than_there_is_room_for_is_refused_before_it_is_kept(stream: bytes) -> None:
    with pytest.raises(NotImap, match="1,000 are enough"):
        read(stream, room=1_000)


def test_it_is_known_whether_something_is_half_said() -> None:
    reader = ResponseReader(100)

    assert list(reader.feed(b"A1 OK\r\n")) == [(b"A1 OK",)]
    assert reader.is_between_responses
    list(reader.feed(b"* 1 X {3}\r\n"))
    assert not reader.is_between_responses


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"OK Done.", ("OK", "", b"", "Done.")),
        (b"ok", ("OK", "", b"", "")),
        (b"NO [TRYCREATE] None.", ("NO", "TRYCREATE", b"", "None.")),
        (b"OK [appenduid 38505 3955]", ("OK", "APPENDUID", b"38505 3955", "")),
        (b"BAD [half", ("BAD", "", b"", "[half")),
        (b"OK \xff", ("OK", "", b"", "\ufffd")),
        (b"PREAUTH Hi", ("PREAUTH", "", b"", "Hi")),
    ],
)
def test_a_status_has_a_kind_a_code_and_words(text: bytes, status: tuple[str, str, bytes, str]) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize("text", [b"OKAY", b"", b"3 EXISTS", b"LIST () NIL x"])
def test_other_responses_are_no_status(text: bytes) -> None:
    assert status_of(text) is None


def test_values_are_atoms_strings_lists_and_nothing() -> None:
    response = (
        rb'(\Seen $Fwd) NIL "N\"I\\L" NIL-ish BODY[HEADER.FIELDS (TO "A")]<0> ',
        b"lit)(",
        rb" (()((x))) ",
    )

    values = values_of(response)

    assert values == [
        [b"\\Seen", b"$Fwd"],
        None,
        b'N"I\\L',
        b"NIL-ish",
        b'BODY[HEADER.FIELDS (TO "A")]<0>',
        b"lit)(",
        [[], [[b"x"]]],
    ]
    assert [isinstance(value, Atom) for value in values] == [False, False, False, True, True, False, False]


@pytest.mark.parametrize(
    "response",
    [
        (b"(a",),
        (b"a)",),
        (b'"a',),
        (b"a]",),
        (b"(" * 40 + b")" * 40,),
        (b"a " * 20_000,),
        (b"(a ", b"literal", b" b"),
        (b")(",),
    ],
    ids=["open", "closed", "unquoted", "bracket", "deep", "long", "open literal", "crossed"],
)
def test_what_does_not_fit_together_is_refused(response: Response) -> None:
    with pytest.raises(NotImap):
        values_of(response)


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=5))
def test_whatever_comes_it_is_values_or_refused(parts: list[bytes]) -> None:
    values: list[Value] = []
    try:
        values = values_of(tuple(parts))
    except NotImap:
        pass

    assert len(values) <= sum(map(len, parts)) + len(parts)
