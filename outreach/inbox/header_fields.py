"""Header fields of a foreign message: unfolded, decoded (RFC 2047), taken apart; bounded, and never an exception."""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import NamedTuple

from outreach.inbox.charsets import decode_text

MAX_FIELDS = 500
#: Of one field; what is longer is cut. References of a long thread stay below it.
MAX_FIELD_BYTES = 16_000
MAX_ADDRESSES = 200
MAX_IDS = 200

_NAME = re.compile(rb"([!-9;-~]{1,120})[ \t]*:")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<([^<>]{3,400})>")
_BARE_ID = re.compile(r"[^\s<>@,;]{1,200}@[^\s<>@,;]{1,200}")
_COMMENT = re.compile(r"\(([^()]{0,200})\)")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]{1,120}@[^\s<>()\",;:@]{1,200}")
_PARTS_A_LIST = re.compile(r"[\",;:()]")
_MAILTO = re.compile(r"(?i)\[?mailto:")


class Correspondent(NamedTuple):
    """A name and an address as somebody wrote them; either may be empty. The address is lower case, unchecked."""

    name: str = ""
    address: str = ""


NOBODY = Correspondent()


class Fields(NamedTuple):
    """The raw fields of one header, in order; where the body begins; whether anything was cut or senseless."""

    fields: tuple[tuple[str, bytes], ...]
    body_at: int
    too_many: bool = False
    too_long: bool = False
    malformed: bool = False


def read_fields(data: bytes, *, limit: int = 262_144) -> Fields:
    """The header at the front of `data` (line ends LF): names lower case, values raw and still folded."""
    end = data.find(b"\n\n", 0, limit)
    if data.startswith(b"\n"):
        return Fields((), 1)
    block_end = min(len(data), limit) if end < 0 else end
    lines = data[:block_end].split(b"\n", MAX_FIELDS * 40)
    fields: list[tuple[str, list[bytes]]] = []
    position, malformed = 0, False
    for index, line in enumerate(lines):
        named = _NAME.match(line)
        if named is not None and not (index == 0 and line.startswith(b"From ")):
            fields.append((named[1].decode("ascii").lower(), [line[named.end() :]]))
        elif line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif not line.startswith((b"From ", b">From ")) and not _goes_on(lines, index):
            # A line that is no field ends the header, as in every reader since RFC 822.
            return _bounded(fields, position, True)
        else:
            malformed = malformed or bool(index)
        position += len(line) + 1
    return _bounded(
        fields, len(data) if end < 0 and position >= len(data) else position + 1, malformed or end < 0
    )


def _goes_on(lines: list[bytes], index: int) -> bool:
    following = lines[index + 1 : index + 3]
    return len(following) == 2 and all(_NAME.match(line) for line in following)


def _bounded(fields: list[tuple[str, list[bytes]]], body_at: int, malformed: bool) -> Fields:
    joined = tuple((name, b"\n".join(lines)[: MAX_FIELD_BYTES + 1]) for name, lines in fields[:MAX_FIELDS])
    too_long = any(len(value) > MAX_FIELD_BYTES for _, value in joined)
    return Fields(joined, body_at, len(fields) > MAX_FIELDS, too_long, malformed)


def field_text(value: bytes, charset: str = "") -> str:
    """One field's value as one line of text; `charset` is what raw eight-bit bytes are taken for."""
    text = value.decode("ascii") if value.isascii() else decode_text(value, charset).text
    if "\n" in text:
        text = text.replace("\n", "")
    text = text.replace("\x00", "").strip()
    return decoded_words(text) if "=?" in text else text


def decoded_words(text: str) -> str:
    """Encoded words (RFC 2047) decoded; neighbours of one charset are joined first, as many cut characters in two."""
    if "=?" not in text:
        return text.replace("\r", " ").replace("\n", " ").replace("\x00", "")
    text = _BETWEEN_WORDS.sub(r"\1", text)
    out: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _ENCODED_WORD.finditer(text):
        if pending and (word.start() != at or word[1].lower() != charset):
            out.append(decode_text(pending, charset).text)
            pending = b""
        out.append(text[at : word.start()])
        charset = word[1].lower().partition("*")[0]
        pending += _word_bytes(word[2], word[3])
        at = word.end()
    if pending:
        out.append(decode_text(pending, charset).text)
    out.append(text[at:])
    # What is decoded must not become a line of its own.
    return "".join(out).replace("\r", " ").replace("\n", " ").replace("\x00", "")


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "bB":
        return lenient_base64(raw)
    return binascii.a2b_qp(raw, header=True)


def lenient_base64(raw: bytes) -> bytes:
    """Base64 as far as it goes: foreign characters skipped, padding mended."""
    try:
        return base64.b64decode(raw)
    except (binascii.Error, ValueError):
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        clean = clean[: len(clean) - (len(clean) % 4 == 1)]
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))


def message_ids(text: str) -> tuple[str, ...]:
    """The ids of In-Reply-To, References or Message-ID, each as `<id>`; spaces from bad folding are taken out."""
    found = ["<" + "".join(match[1].split()) + ">" for match in _MESSAGE_ID.finditer(text)]
    if not found:
        found = [f"<{match[0]}>" for match in _BARE_ID.finditer(text[:1_000])]
    return tuple(dict.fromkeys(found))[:MAX_IDS]


def correspondents(value: bytes, charset: str = "") -> tuple[Correspondent, ...]:
    """The names and addresses of From, To, Cc ... (RFC 5322, 3.4, as it is really written)."""
    raw = value.decode("ascii") if value.isascii() else decode_text(value, charset).text
    # Encoded words are decoded after the split: a decoded comma separates nothing.
    pieces = _split_list(raw.replace("\n", " ").replace("\r", " ").replace("\x00", ""))
    read = (_correspondent(piece) for piece in pieces[:MAX_ADDRESSES])
    return tuple(one for one in read if one.name or one.address)


def _split_list(text: str) -> list[str]:
    if not _PARTS_A_LIST.search(text):
        return [text]
    pieces: list[str] = []
    start = depth = 0
    quoted = angled = False
    for at, character in enumerate(text):
        if quoted:
            quoted = character != '"' or text[at - 1] == "\\"
        elif character == '"' and not angled:
            # A quotation mark that is never closed quotes nothing.
            quoted = text.find('"', at + 1) > 0
        elif character in "()":
            depth = max(0, depth + (1 if character == "(" else -1))
        elif character in "<>":
            angled = character == "<"
        elif character in ",;" and not angled and depth == 0:
            pieces.append(text[start:at])
            start = at + 1
        elif character == ":" and not angled and depth == 0 and "@" not in text[start:at]:
            start = at + 1  # a group's name (RFC 5322, 3.4)
    return [*pieces, text[start:]]


def _correspondent(piece: str) -> Correspondent:
    before, opened, rest = piece.rpartition("<")
    if opened and "@" in rest:
        address = _clean_address(rest.partition(">")[0])
        return Correspondent(_clean_name(before), address)
    found = _ADDRESS.search(piece)
    comment = _COMMENT.search(piece)
    name = comment[1] if comment else ("" if found else piece.replace("<>", ""))
    return Correspondent(_clean_name(name), _clean_address(found[0]) if found else "")


def _clean_address(text: str) -> str:
    address = "".join(decoded_words(_MAILTO.sub("", text)).split()) if "=?" in text else "".join(text.split())
    return _MAILTO.sub("", address).strip("<>\"'[],;").lower()[:320]


def _clean_name(text: str) -> str:
    name = decoded_words(text.strip())
    name = name.strip().strip('"').replace('\\"', '"').strip()
    if len(name) > 2 and name[0] == name[-1] == "'":
        name = name[1:-1].strip()
    return " ".join(name.split())[:200]


def moment(text: str) -> datetime | None:
    """The date of a Date field as aware UTC, or None for nonsense."""
    try:
        read = parsedate_tz(text[:200])
        if read is None:
            return None
        zone = timezone(timedelta(seconds=read[9] or 0))
        return datetime(*read[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError, RecursionError):
        return None
