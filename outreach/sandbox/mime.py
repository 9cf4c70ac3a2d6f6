"""Messages written out byte by byte, as mail programs do: every header, boundary and encoding is chosen."""

from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from email import quoprimime
from email.header import Header
from enum import StrEnum

Headers = Sequence[tuple[str, str]]


class Encoding(StrEnum):
    """Content-Transfer-Encoding (RFC 2045, 6)."""

    SEVEN_BIT = "7bit"
    EIGHT_BIT = "8bit"
    QUOTED_PRINTABLE = "quoted-printable"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A name and an address, as they stand in From, To and Cc."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A content with its own headers, ready to be a message's body or one of several."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


def text_part(text: str, *, subtype: str, charset: str, encoding: Encoding, parameters: str = "") -> Part:
    """`text` in `charset`; characters that the charset lacks become question marks, as they do in life."""
    content = text.replace("\n", "\r\n").encode(charset, "replace")
    if encoding is Encoding.SEVEN_BIT and not content.isascii():
        encoding = Encoding.QUOTED_PRINTABLE
    headers = (
        ("Content-Type", f'text/{subtype}; charset="{charset}"{parameters}'),
        ("Content-Transfer-Encoding", encoding.value),
    )
    return Part(headers, _encoded(content, encoding))


def raw_part(content_type: str, text: str) -> Part:
    """A machine-readable ASCII part, such as a delivery status, as it stands."""
    return Part((("Content-Type", content_type),), text.replace("\n", "\r\n").encode())


def attached_mail(content_type: str, raw: bytes) -> Part:
    """A whole message, or its headers, inside another; not encoded again (RFC 2046, 5.2.1)."""
    return Part((("Content-Type", content_type),), raw)


def multipart(subtype: str, boundary: str, parts: Sequence[Part], preamble: str = "") -> Part:
    """Several parts as one (RFC 2046, 5.1). `subtype` may carry parameters of its own."""
    opening = f"--{boundary}\r\n".encode()
    pieces = [opening + _header_block(part.headers) + b"\r\n" + part.body for part in parts]
    body = preamble.encode() + b"\r\n" + b"\r\n".join(pieces) + f"\r\n--{boundary}--\r\n".encode()
    return Part((("Content-Type", f'multipart/{subtype};\r\n boundary="{boundary}"'),), body)


def message(headers: Headers, content: Part) -> bytes:
    """The finished message with CRLF line ends, headers in the order given, the content's own last."""
    return _header_block([*headers, *content.headers]) + b"\r\n" + content.body


def unstructured(text: str, charset: str = "utf-8") -> str:
    """`text` as a header value, in encoded words (RFC 2047) where it is not ASCII."""
    return text if text.isascii() else Header(text, charset, maxlinelen=72).encode(linesep="\r\n")


def address_list(people: Sequence[Correspondent], charset: str = "utf-8") -> str:
    """`people` as a header value."""
    return ",\r\n ".join(_address(person, charset) for person in people)


def _address(person: Correspondent, charset: str) -> str:
    if not person.name:
        return person.address
    plain = person.name.isascii() and not set(person.name) & set('",.<>@()[]:;\\')
    quoted = '"' + person.name.replace('"', "'") + '"'
    shown = person.name if plain else quoted if person.name.isascii() else unstructured(person.name, charset)
    return f"{shown} <{person.address}>"


def _encoded(content: bytes, encoding: Encoding) -> bytes:
    match encoding:
        case Encoding.BASE64:
            return encodebytes(content).replace(b"\n", b"\r\n")
        case Encoding.QUOTED_PRINTABLE:
            lines = quoprimime.body_encode(content.decode("latin-1").replace("\r\n", "\n"), 76, "\r\n")
            return lines.encode("ascii")
        case _:
            return content


def _header_block(headers: Headers) -> bytes:
    return b"".join(f"{name}: {value}\r\n".encode() for name, value in headers)
