"""Names in IMAP: how a folder is spelled on the wire, how a string is quoted, what a folder can be for."""

import base64
import binascii
import re
from enum import StrEnum


class FolderRole(StrEnum):
    """What a folder is for."""

    INBOX = "inbox"
    SENT = "sent"
    JUNK = "junk"
    #: Every message there is, whatever else it is filed under (Gmail).
    ALL = "all"
    ARCHIVE = "archive"
    DRAFTS = "drafts"
    TRASH = "trash"


_SHIFTED = re.compile(rb"&([A-Za-z0-9+,]*)-")
_PLAIN = re.compile(rb"[\x20-\x25\x27-\x7e]*\Z")
_RUNS = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")
_QUOTABLE = re.compile(r"[\x20-\x7e]*\Z")


def encode_name(name: str) -> bytes:
    """A folder's name in modified UTF-7 (RFC 3501, 5.1.3). Raises ValueError for half a surrogate pair."""
    return b"".join(
        run.replace("&", "&-").encode("ascii") if is_quotable(run) else _shift(run)
        for run in _RUNS.findall(name)
    )


def decode_name(wire: bytes) -> str:
    """The name that modified UTF-7 spells. Raises ValueError for what `encode_name` does not write."""
    parts: list[str] = []
    position = 0
    for match in _SHIFTED.finditer(wire):
        parts += [_plain(wire[position : match.start()]), _unshift(match[1])]
        position = match.end()
    name = "".join([*parts, _plain(wire[position:])])
    # Two spellings of one name would make two folders one.
    if encode_name(name) != wire:
        raise ValueError(f"{wire!r} is not the one spelling of this name")
    return name


def quote(text: str) -> str:
    """`text` as a quoted string (RFC 3501, 9). Raises ValueError where that cannot carry it."""
    if not is_quotable(text):
        raise ValueError("a quoted string holds printable ASCII only")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_quotable(text: str) -> bool:
    """Whether a quoted string can carry `text`: no control characters, nothing beyond ASCII."""
    return _QUOTABLE.match(text) is not None


def _shift(text: str) -> bytes:
    coded = base64.b64encode(text.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
    return b"&" + coded + b"-"


def _unshift(coded: bytes) -> str:
    if not coded:
        return "&"
    try:
        padded = coded.replace(b",", b"/") + b"=" * (-len(coded) % 4)
        return base64.b64decode(padded, validate=True).decode("utf-16-be")
    except binascii.Error as error:
        raise ValueError(f"{coded!r} is not modified base64") from error


def _plain(wire: bytes) -> str:
    if not _PLAIN.match(wire):
        raise ValueError(f"{wire!r} is not modified UTF-7")
    return wire.decode("ascii")
