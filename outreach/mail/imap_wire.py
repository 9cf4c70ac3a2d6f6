"""The grammar of what a server says (RFC 3501, section 9): bytes into responses, responses into values.

Pure: no socket, no clock. What does not fit the grammar, or the memory set aside for it, is NotImap.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

#: The pieces of one response: text, literal, text, literal ... text. The announcements `{n}` are taken out.
Response = tuple[bytes, ...]

#: A string is bytes, a word outside quotation marks an Atom, NIL is None: the folder `"NIL"` is no NIL.
Value: TypeAlias = "bytes | list[Value] | None"


class NotImap(ValueError):
    """The server sent what makes no sense: a sentence without its subject, and the words in question."""

    def __init__(self, message: str, words: bytes = b"") -> None:
        self.words = words[:80].decode("utf-8", "replace")
        super().__init__(message)


class Atom(bytes):
    """A word outside quotation marks."""

    __slots__ = ()


class Status(NamedTuple):
    """OK, NO, BAD, BYE or PREAUTH: `code` in upper case with its `argument`, and the words for people."""

    kind: str
    code: str
    argument: bytes
    words: str


_CRLF = b"\r\n"
_MAX_DEPTH = 32
_MAX_VALUES = 10_000
_LITERAL = re.compile(rb"\{([0-9]{1,18})\}\Z")
_STATUS = re.compile(
    rb"(OK|NO|BAD|BYE|PREAUTH)(?: +(?:\[([^\s\]]+)(?: ([^\]]*))?\] ?)?(.*))?\Z", re.IGNORECASE | re.DOTALL
)
# An atom may carry a section with spaces in it: BODY[HEADER.FIELDS (TO)]<0>.
_TOKEN = re.compile(
    rb" *(?:([()])"
    rb'|"((?:[^"\\]|\\.)*+)"'
    rb'|([^\s()"\[\]]++(?:\[[^\]]*+\][^\s()"\[\]]*+)?|\[[^\]\s]*+\][^\s()"]*+))'
)
_UNESCAPE = re.compile(rb"\\(.)", re.DOTALL)


class ResponseReader:
    """Cuts a byte stream into responses, however the network has sliced it.

    `room` is how many bytes one response may have, literals included; the owner changes it at any time.
    A literal that is announced larger than that is refused before its first byte is kept.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self._buffer = bytearray()
        self._searched = 0
        self._parts: list[bytes] = []
        self._held = 0
        self._literal: int | None = None

    @property
    def is_between_responses(self) -> bool:
        return not self._buffer and not self._parts

    def feed(self, data: bytes) -> Iterator[Response]:
        """The responses that `data` completes. Each is handed out before the next is looked at."""
        self._buffer += data
        position = 0
        try:
            while (end := self._end_of_piece(position)) >= 0:
                with memoryview(self._buffer) as view:
                    piece = bytes(view[position:end])
                position = end if self._literal is not None else end + len(_CRLF)
                self._searched = position
                if self._take(piece):
                    response = tuple(self._parts)
                    self._parts, self._held = [], 0
                    yield response
        finally:
            del self._buffer[:position]
            self._searched -= position

    def _end_of_piece(self, position: int) -> int:
        """Where the literal or line that begins at `position` ends, or -1 while it is incomplete."""
        if self._literal is not None:
            end = position + self._literal
            return end if end <= len(self._buffer) else -1
        end = self._buffer.find(_CRLF, self._searched)
        self._demand_room((end if end >= 0 else len(self._buffer)) - position)
        if end < 0:
            # The CR may be there already and the LF not yet.
            self._searched = max(position, len(self._buffer) - 1)
        return end

    def _take(self, piece: bytes) -> bool:
        """Keep a literal or a line; whether the response is complete with it."""
        if self._literal is not None:
            self._literal = None
            self._parts.append(piece)
            return False
        self._held += len(piece)
        literal = _LITERAL.search(piece) if piece.endswith(b"}") and self._may_announce(piece) else None
        if literal is None:
            self._parts.append(piece)
            return True
        size = int(literal[1])
        self._demand_room(size)
        self._held += size
        self._literal = size
        self._parts.append(piece[: literal.start()])
        return False

    def _may_announce(self, line: bytes) -> bool:
        # Words for people may end in "{3}" and announce nothing: status responses have no literals.
        first = self._parts[0] if self._parts else line
        return first.startswith(b"* ") and not _STATUS.match(first[2:])

    def _demand_room(self, size: int) -> None:
        if self._held + size > self.room:
            raise NotImap(f"answers with {self._held + size:,} bytes where {self.room:,} are enough")


def status_of(text: bytes) -> Status | None:
    """What `OK [CODE argument] words` says, without the tag before it; None if it is no such response."""
    match = _STATUS.match(text)
    if match is None:
        return None
    kind, code, argument, words = match.groups(b"")
    return Status(
        kind.decode("ascii").upper(),
        code.decode("ascii", "replace").upper(),
        argument,
        words.decode("utf-8", "replace"),
    )


def values_of(response: Response, start: int = 0) -> list[Value]:
    """The atoms, strings and lists of a response, its text taken from `start` on."""
    stack: list[list[Value]] = [[]]
    count = 0
    for index, part in enumerate(response):
        if index % 2:
            stack[-1].append(part)
            continue
        position = start if index == 0 else 0
        if index and part and part[0] not in b" )":
            # The literal was longer than announced: this is its end.
            raise NotImap("sent a response that goes on in the middle of a word", part)
        text = part.rstrip(b" ")
        while position < len(text):
            token = _TOKEN.match(text, position)
            count += 1
            if token is None or count > _MAX_VALUES:
                raise NotImap("sent a response that cannot be read", text)
            position = token.end()
            _place(token, stack)
    if len(stack) != 1:
        raise NotImap("sent a response with an open bracket", response[0])
    return stack[0]


def _place(token: re.Match[bytes], stack: list[list[Value]]) -> None:
    bracket, string, atom = token.groups()
    if string is not None:
        stack[-1].append(_UNESCAPE.sub(rb"\1", string) if b"\\" in string else string)
    elif atom is not None:
        stack[-1].append(None if atom.upper() == b"NIL" else Atom(atom))
    elif bracket == b"(":
        inner: list[Value] = []
        stack[-1].append(inner)
        stack.append(inner)
    else:
        stack.pop()
    if not 0 < len(stack) <= _MAX_DEPTH:
        raise NotImap("sent a response whose brackets do not match")
