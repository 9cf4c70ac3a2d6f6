"""A foreign message as the program sees it: parsed once, behind guards, never serialised again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from outreach.inbox.body_text import body_of
from outreach.inbox.header_fields import (
    NOBODY,
    Correspondent,
    correspondents,
    field_text,
    message_ids,
    moment,
    read_fields,
)
from outreach.inbox.mime_parts import Leaf, Tree, read_tree, typed, with_lf

__all__ = ["Correspondent", "Defect", "Headers", "Message", "Part", "Reports", "read_header", "read_message"]

#: Decoded text of one returned or attached message.
MAX_ATTACHED_TEXT = 32_000
MAX_ATTACHED_MESSAGES = 5

_MESSAGE_TYPES = frozenset(
    "message/rfc822 message/global message/partial message/news text/rfc822-headers message/rfc822-headers "
    "text/rfc822 message/global-headers".split()
)
_STATUS_TYPES = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "text/delivery-status"}
)


class Defect(StrEnum):
    """What was wrong with the bytes; the message was read as far as it went."""

    TOO_BIG = "too_big"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"
    TOO_MANY_HEADERS = "too_many_headers"
    HEADER_TOO_LONG = "header_too_long"
    BAD_HEADER = "bad_header"
    BAD_DATE = "bad_date"
    NO_BOUNDARY = "no_boundary"
    UNREADABLE = "unreadable"


class Headers(Mapping[str, str]):
    """The top headers, decoded: names in any case, the first of several values; `all(name)` gives each."""

    __slots__ = ("_charset", "_raw")

    def __init__(
        self, fields: Mapping[str, str] | tuple[tuple[str, bytes], ...] = (), charset: str = ""
    ) -> None:
        """From a plain mapping, or from raw fields, which are decoded when they are asked for."""
        self._charset = charset
        self._raw: dict[str, list[bytes | str]] = {}
        for name, value in fields.items() if isinstance(fields, Mapping) else fields:
            self._raw.setdefault(name.lower(), []).append(value)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header in the order of the message, () where it is missing."""
        return tuple(self._decoded(value) for value in self._raw.get(name.lower(), ()))

    def raw(self, name: str) -> bytes:
        """The first value as it came, folded and undecoded; b"" where it is missing."""
        value = self._raw.get(name.lower(), [b""])[0]
        return value if isinstance(value, bytes) else value.encode()

    def _decoded(self, value: bytes | str) -> str:
        return value if isinstance(value, str) else field_text(value, self._charset)

    def __getitem__(self, name: str) -> str:
        return self._decoded(self._raw[name.lower()][0])

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the message's tree."""

    content_type: str
    charset: str = ""
    disposition: str = ""
    filename: str = ""
    #: Bytes, as encoded.
    size: int = 0
    #: Levels below the message.
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Reports:
    """The machine-readable parts as decoded text; empty where there is none."""

    #: Bodies of message/delivery-status (RFC 3464) and message/global-delivery-status (RFC 6533).
    delivery_status: str = ""
    #: What was returned: unfolded headers, a blank line, and the beginning of the text where that came back too.
    returned: tuple[str, ...] = ()
    #: message/feedback-report (RFC 5965).
    feedback: str = ""
    #: message/disposition-notification (RFC 8098).
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Everything that the stages look at.

    Strings are decoded, bounded and without NUL, but not cleaned for a terminal (`core.untrusted` does that).
    """

    #: `<id@host>` or "".
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Correspondent = NOBODY
    reply_to: tuple[Correspondent, ...] = ()
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    subject: str = ""
    #: Aware, UTC; None where the header is missing or nonsense.
    date: datetime | None = None
    headers: Headers = field(default_factory=Headers)
    #: Of the whole message, lower case, without parameters.
    content_type: str = "text/plain"
    content_parameters: Mapping[str, str] = field(default_factory=dict)
    #: The best text of the body, LF line ends: the plain part, else the HTML part as text.
    text: str = ""
    #: The HTML alternative as it came, or None.
    html: str | None = None
    parts: tuple[Part, ...] = ()
    reports: Reports = field(default_factory=Reports)
    #: METHOD of a text/calendar part, upper case (REQUEST, REPLY, CANCEL ...), or "".
    calendar_method: str = ""
    #: Attached messages outside a report, in the form of `Reports.returned`.
    attached_messages: tuple[str, ...] = ()
    #: Names of the attached files.
    attachments: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()
    #: Bytes as it came.
    size: int = 0


def read_message(raw: bytes) -> Message:
    """Never raises and never hangs: what cannot be read leaves an empty field and a defect."""
    try:
        return _read(raw)
    except Exception:
        # No input is known that comes here. One that does must cost its own reading and nobody else's.
        return Message(defects=(Defect.UNREADABLE,), size=len(raw), text=_last_resort(raw))


def read_header(raw: bytes) -> Message:
    """The same of the header alone, however much of the message there is: who writes to whom, about what."""
    try:
        fields = read_fields(with_lf(raw))
        kind = next((value for name, value in fields.fields if name == "content-type"), b"")
        charset = typed(kind).parameters.get("charset", "")
        return Message(size=len(raw), **_of_header(Headers(fields.fields, charset), charset))
    except Exception:
        return Message(defects=(Defect.UNREADABLE,), size=len(raw))


def _of_header(headers: Headers, charset: str) -> dict[str, Any]:
    return {
        "message_id": next(iter(message_ids(headers.get("message-id", ""))), ""),
        "in_reply_to": message_ids(headers.get("in-reply-to", "")),
        "references": message_ids(headers.get("references", "")),
        "sender": _sender(headers, charset),
        "reply_to": correspondents(headers.raw("reply-to"), charset),
        "to": correspondents(headers.raw("to"), charset),
        "cc": correspondents(headers.raw("cc"), charset),
        "subject": " ".join(headers.get("subject", "").split())[:2_000],
        "headers": headers,
    }


def _read(raw: bytes) -> Message:
    tree = read_tree(raw)
    charset = tree.parameters.get("charset", "") or _first_charset(tree)
    headers = Headers(tree.header.fields, charset)
    body = body_of(tree.leaves)
    date = headers.get("date", "")
    return Message(
        **_of_header(headers, charset),
        date=moment(date),
        content_type=tree.content_type,
        content_parameters=tree.parameters,
        text=body.text,
        html=body.html,
        parts=tuple(map(_part, tree.leaves)),
        reports=_reports(tree),
        calendar_method=_calendar_method(tree.leaves),
        attached_messages=_attached(tree),
        attachments=tuple(leaf.filename for leaf in tree.leaves if leaf.filename),
        defects=_defects(tree, bool(date) and moment(date) is None),
        size=len(raw),
    )


def _sender(headers: Headers, charset: str) -> Correspondent:
    for name in ("from", "sender", "return-path"):
        found = correspondents(headers.raw(name), charset)
        if found:
            return found[0]
    return NOBODY


def _first_charset(tree: Tree) -> str:
    return next((leaf.parameters["charset"] for leaf in tree.leaves if "charset" in leaf.parameters), "")


def _part(leaf: Leaf) -> Part:
    charset = leaf.parameters.get("charset", "").lower()[:60]
    return Part(leaf.content_type, charset, leaf.disposition, leaf.filename, len(leaf.body), leaf.depth)


def _reports(tree: Tree) -> Reports:
    statuses = [leaf.text(MAX_ATTACHED_TEXT) for leaf in tree.leaves if leaf.content_type in _STATUS_TYPES]
    return Reports(
        delivery_status="\n\n".join(statuses[:5]),
        returned=tuple(_opened(leaf) for leaf in _message_leaves(tree) if _in_report(leaf)),
        feedback=_first_text(tree.leaves, "message/feedback-report"),
        disposition=_first_text(tree.leaves, "message/disposition-notification"),
    )


def _attached(tree: Tree) -> tuple[str, ...]:
    return tuple(_opened(leaf) for leaf in _message_leaves(tree) if not _in_report(leaf))


def _message_leaves(tree: Tree) -> list[Leaf]:
    return [leaf for leaf in tree.leaves if leaf.content_type in _MESSAGE_TYPES][:MAX_ATTACHED_MESSAGES]


def _in_report(leaf: Leaf) -> bool:
    return "multipart/report" in leaf.containers


def _first_text(leaves: list[Leaf], content_type: str) -> str:
    found = (leaf.text(MAX_ATTACHED_TEXT) for leaf in leaves if leaf.content_type == content_type)
    return next(found, "")


def _opened(leaf: Leaf) -> str:
    """An attached message as text: its headers decoded, each on one line, then what its body says."""
    inner = read_tree(leaf.payload(MAX_ATTACHED_TEXT * 8))
    headers = Headers(inner.header.fields)
    lines = [f"{name.title()}: {value}" for name in headers for value in headers.all(name)]
    text = body_of(inner.leaves).text
    # A gateway may have put a report into an envelope of its own: what the report says is kept below its text.
    reports = [
        part.text(MAX_ATTACHED_TEXT) for part in inner.leaves[:20] if part.content_type in _STATUS_TYPES
    ]
    return ("\n".join(lines) + "\n\n" + "\n\n".join((text, *reports)))[:MAX_ATTACHED_TEXT]


def _calendar_method(leaves: list[Leaf]) -> str:
    for leaf in leaves:
        if leaf.content_type in ("text/calendar", "application/ics"):
            method = leaf.parameters.get("method", "")
            if not method:
                _, _, rest = leaf.text(20_000).partition("\nMETHOD:")
                method = rest.split("\n", 1)[0]
            return method.strip().upper()[:20]
    return ""


def _defects(tree: Tree, bad_date: bool) -> tuple[Defect, ...]:
    seen = {
        Defect.TOO_BIG: tree.too_big,
        Defect.TOO_MANY_PARTS: tree.too_many_parts,
        Defect.TOO_DEEP: tree.too_deep,
        Defect.TOO_MANY_HEADERS: tree.header.too_many,
        Defect.HEADER_TOO_LONG: tree.header.too_long,
        Defect.BAD_HEADER: tree.header.malformed,
        Defect.BAD_DATE: bad_date,
        Defect.NO_BOUNDARY: tree.no_boundary,
    }
    return tuple(defect for defect, is_there in seen.items() if is_there)


def _last_resort(raw: bytes) -> str:
    return raw[:20_000].decode("utf-8", "replace").replace("\x00", "")
