"""The tree of a message's parts (RFC 2045, 2046), taken apart in linear time and within limits.

Written for this program rather than taken from the `email` package: that one recurses without bound, is quadratic
for some inputs and raises for others. Nothing is copied before it is wanted; a body is decoded when it is asked for.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from outreach.inbox.charsets import decode_text
from outreach.inbox.header_fields import Fields, decoded_words, field_text, lenient_base64, read_fields

#: What lies beyond is not looked at: our own mails are 2 KB, and no reply needs more.
MAX_BYTES = 32 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 12
#: Lines that begin like a boundary, in one multipart.
MAX_BOUNDARY_LINES = 20_000
#: Decoded text of one part; encoded it may take three times as much.
MAX_TEXT_BYTES = 512 * 1024

_PARAMETER = re.compile(
    rb';\s*([!#-\'*+\-.0-9A-Z^_`a-z{|}~]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"?|([^\s;"][^;\s]{0,500}))?'
)
_TYPE = re.compile(rb"\s*([A-Za-z0-9!#$&^_.+-]{1,60})\s*/\s*([A-Za-z0-9!#$&^_.+-]{1,100})")
_SECTION = re.compile(r"([^*]+)\*(\d{1,3})(\*?)\Z")
_QUOTED_BYTES = re.compile(rb"=[0-9A-F]{2}=[0-9A-F]{2}")
_BOUNDARY_LINE = re.compile(rb"^--([!-~]{6,70})[ \t]*\n", re.MULTILINE)


class Typed(NamedTuple):
    """A media type with its parameters, lower case but for the values."""

    content_type: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part without parts of its own; an attached message is a leaf here too."""

    content_type: str
    parameters: Mapping[str, str]
    #: Lower case: "attachment", "inline" or "".
    disposition: str
    filename: str
    encoding: str
    body: bytes
    depth: int
    #: The media types around it, the outermost first.
    containers: tuple[str, ...]
    fields: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_attachment(self) -> bool:
        return self.disposition == "attachment" or bool(self.filename and self.content_type != "text/plain")

    def payload(self, limit: int = MAX_TEXT_BYTES) -> bytes:
        """The body without its transfer encoding, at most about `limit` bytes of it."""
        return _without_encoding(self.body[: limit * 3], self.encoding)[:limit]

    def text(self, limit: int = MAX_TEXT_BYTES) -> str:
        """The body as text with LF line ends."""
        text = decode_text(self.payload(limit), self.parameters.get("charset", "")).text
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


@dataclass(slots=True)
class Tree:
    """What was found; filled while the message is walked."""

    header: Fields
    content_type: str = "text/plain"
    parameters: Mapping[str, str] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    too_big: bool = False
    too_many_parts: bool = False
    too_deep: bool = False
    no_boundary: bool = False


def read_tree(raw: bytes) -> Tree:
    """The leaves of a message in order. Never raises; limits are noted in the tree."""
    data = with_lf(raw[:MAX_BYTES])
    header = read_fields(data)
    tree = Tree(header, too_big=len(raw) > MAX_BYTES)
    typed = _typed_by(header, "text/plain")
    tree.content_type, tree.parameters = typed
    _walk(tree, header, data[header.body_at :], typed, ())
    return tree


def with_lf(raw: bytes) -> bytes:
    """The same bytes with LF line ends, and without blank lines at the front."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw.lstrip(b"\n") if raw.startswith(b"\n") else raw


def typed(value: bytes, default: str = "text/plain") -> Typed:
    """A Content-Type or Content-Disposition field, taken apart (RFC 2045, 5.1; RFC 2231)."""
    named = _TYPE.match(value)
    kind = b"/".join(named.groups()).decode("ascii").lower() if named else default
    if b"=" not in value:
        return Typed(kind, {})
    return Typed(kind, _parameters(value))


def _typed_by(header: Fields, default: str) -> Typed:
    for name, value in header.fields:
        if name == "content-type":
            return typed(value, default)
    return Typed(default, {})


def _parameters(value: bytes) -> dict[str, str]:
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, bytes]]] = {}
    for name, quoted, bare in _PARAMETER.findall(value)[:40]:
        raw = re.sub(rb"\\(.)", rb"\1", quoted) if quoted else bare
        key = name.decode("ascii").lower()
        section = _SECTION.match(key)
        if section is not None:
            sections.setdefault(section[1], []).append((int(section[2]), bool(section[3]), raw))
        elif key.endswith("*"):
            sections.setdefault(key[:-1], []).append((0, True, raw))
        else:
            text = decode_text(raw).text.replace("\n", "").strip()
            plain.setdefault(key, decoded_words(text) if key in ("name", "filename") else text)
    for key, pieces in sections.items():
        plain[key] = _joined_sections(pieces)
    return plain


def _joined_sections(pieces: list[tuple[int, bool, bytes]]) -> str:
    charset, joined = "", b""
    for at, (_, encoded, raw) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        value = raw
        if encoded and at == 0 and raw.count(b"'") >= 2:
            label, _, value = raw.split(b"'", 2)
            charset = label.decode("ascii", "replace")
        joined += unquote_to_bytes(value) if encoded else value
    return decode_text(joined[:1_000], charset).text


def _walk(tree: Tree, header: Fields, body: bytes, kind: Typed, containers: tuple[str, ...]) -> None:
    boundary = kind.parameters.get("boundary", "") or _guessed_boundary(kind, body)
    if not kind.content_type.startswith("multipart/") or not boundary:
        _add_leaf(tree, header, body, kind, containers)
        return
    if len(containers) >= MAX_DEPTH:
        tree.too_deep = True
        _add_leaf(tree, header, body, kind, containers)
        return
    found = False
    default = "message/rfc822" if kind.content_type == "multipart/digest" else "text/plain"
    for section in _sections(body, b"--" + boundary.encode("utf-8", "replace")):
        found = True
        if len(tree.leaves) >= MAX_PARTS:
            tree.too_many_parts = True
            return
        inner = read_fields(section)
        _walk(
            tree, inner, section[inner.body_at :], _typed_by(inner, default), (*containers, kind.content_type)
        )
    if not found:
        tree.no_boundary = True
        _add_leaf(tree, header, body, Typed("text/plain", {}), containers)


def _guessed_boundary(kind: Typed, body: bytes) -> str:
    """The boundary of a multipart whose header got lost or was folded wrongly."""
    if not kind.content_type.startswith("multipart/"):
        return ""
    found = _BOUNDARY_LINE.search(body, 0, 4_000)
    return found[1].decode("ascii") if found else ""


def _sections(body: bytes, marker: bytes) -> Iterator[bytes]:
    start = -1
    for at, line_end, closing in _boundary_lines(body, marker):
        if start >= 0:
            yield body[start : max(start, at - 1)]
        if closing:
            return
        start = line_end + 1
    if start >= 0:
        yield body[start:]


def _boundary_lines(body: bytes, marker: bytes) -> Iterator[tuple[int, int, bool]]:
    at = 0 if body.startswith(marker) else body.find(b"\n" + marker) + 1 or -1
    for _ in range(MAX_BOUNDARY_LINES):
        if at < 0:
            return
        line_end = body.find(b"\n", at)
        line_end = len(body) if line_end < 0 else line_end
        rest = body[at + len(marker) : line_end].strip()
        # Anything else is another boundary that begins with the same characters.
        if rest in (b"", b"--"):
            yield at, line_end, bool(rest)
        at = body.find(b"\n" + marker, line_end) + 1 or -1


def _add_leaf(tree: Tree, header: Fields, body: bytes, kind: Typed, containers: tuple[str, ...]) -> None:
    fields = {name: value for name, value in reversed(header.fields) if name.startswith("content-")}
    disposition = fields.get("content-disposition", b"")
    named = typed(disposition).parameters if disposition else {}
    tree.leaves.append(
        Leaf(
            content_type=kind.content_type,
            parameters=kind.parameters,
            disposition=disposition.partition(b";")[0].strip().lower().decode("ascii", "replace"),
            filename=(named.get("filename") or kind.parameters.get("name", ""))[:200],
            encoding=field_text(fields.get("content-transfer-encoding", b""))
            .lower()
            .partition(";")[0]
            .strip(),
            body=body,
            depth=len(containers),
            containers=containers,
            fields=fields,
        )
    )


def _without_encoding(body: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        # Some programs name base64 and append plain text, or write nothing but plain text.
        return body if b" " in body[:400].strip() else lenient_base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding in ("x-uuencode", "uuencode", "x-uue"):
        return _from_uu(body)
    if len(_QUOTED_BYTES.findall(body, 0, 4_000)) >= 3 and b"=\n" in body[:4_000]:
        # Quoted-printable whose field got lost on the way.
        return binascii.a2b_qp(body)
    return body


def _from_uu(body: bytes) -> bytes:
    out = bytearray()
    for line in body.partition(b"begin ")[2].split(b"\n")[1:20_000]:
        if line.startswith((b"end", b"`")):
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(out)
