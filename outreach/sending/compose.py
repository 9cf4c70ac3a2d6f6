"""The very bytes of a mail: headers and a quoted-printable body, seven bits a character, CRLF line ends.

Made by hand because the email package takes six times as long and writes no byte better (design notes); what
it is strict about is kept: every header is one value without line breaks, and the finished headers are read
once more before they are let out.
"""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line, smuggles_a_header

#: RFC 5322, 2.1.1: lines should not be longer than this, and must not be longer than that.
_LINE, _LONGEST_LINE = 78, 998
#: RFC 2047, 2: with an encoded word, which itself has 75 at most.
_ENCODED_LINE = 76
# Header fields to the very end, each with the lines that are folded behind it (RFC 5322, 2.2).
_FIELD = rb"([A-Za-z-]+): ?[^\r\n]*\r\n(?:[ \t][^\r\n]*[^\s][^\r\n]*\r\n)*"
_FIELDS, _FIELD_NAMES = re.compile(rb"(?:" + _FIELD + rb")+"), re.compile(rb"^([A-Za-z-]+):", re.MULTILINE)
_ALLOWED = frozenset(
    "From To Cc Subject Date Message-ID In-Reply-To References List-Unsubscribe List-Unsubscribe-Post "
    "X-Outreach-Tag Auto-Submitted MIME-Version Content-Type Content-Transfer-Encoding".split()
)


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a mail says. Addresses are normalised, ids have angle brackets, lines of `body` end in LF."""

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    subject: str
    body: str
    date: datetime
    message_id: str
    #: The ids of the thread so far, oldest first; empty starts a thread.
    thread: Sequence[str] = ()
    cc: tuple[str, str] | None = None
    tag: str | None = None
    #: RFC 2369 and RFC 8058.
    unsubscribe_mailto: str | None = None
    unsubscribe_https: str | None = None
    #: Written by the program to one of ours: no machine answers it (RFC 3834, 5).
    automatic: bool = False


def compose(letter: Letter) -> bytes:
    """The finished message. Raises Refused for a value that would break out of its header, or cannot be written."""
    try:
        head = "".join(f"{name}: {value}\r\n" for name, value in _headers(letter)).encode("ascii")
        body = _quoted_printable(letter.body)
    except UnicodeEncodeError:
        raise Refused(f"the mail to {letter.recipient} has a character that no mail can carry.") from None
    _check(head, letter)
    return head + b"\r\n" + body


def copy_of(message: bytes) -> str | None:
    """Whom the `Cc` of a mail that was composed here names; None where it has none."""
    head, _, _ = message.partition(b"\r\n\r\n")
    if b"\r\nCc:" not in head:
        return None
    return parseaddr(str(message_from_bytes(head + b"\r\n\r\n")["Cc"]))[1] or None


def _headers(letter: Letter) -> list[tuple[str, str]]:
    _refuse_smuggling(
        letter.message_id,
        *letter.thread,
        letter.tag or "",
        letter.unsubscribe_mailto or "",
        letter.unsubscribe_https or "",
    )
    headers = [
        ("From", _mailbox("From", letter.sender_name, letter.sender)),
        ("To", _mailbox("To", letter.recipient_name, letter.recipient)),
    ]
    if letter.cc is not None:
        headers.append(("Cc", _mailbox("Cc", *letter.cc)))
    headers += [
        ("Subject", _text("Subject", letter.subject)),
        ("Date", _date(letter.date)),
        ("Message-ID", letter.message_id),
    ]
    if letter.thread:
        headers.append(("In-Reply-To", letter.thread[-1]))
        headers.append(("References", "\r\n ".join(letter.thread)))
    headers += _unsubscribe(letter)
    if letter.tag is not None:
        headers.append(("X-Outreach-Tag", letter.tag))
    if letter.automatic:
        headers.append(("Auto-Submitted", "auto-generated"))
    return [
        *headers,
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]


def _date(moment: datetime) -> str:
    # By the numbers on the clock: two zones' clocks at one moment are equal, and say different things.
    return _written_date(moment.replace(tzinfo=None), moment.utcoffset() or timedelta(0))


@lru_cache(maxsize=64)
def _written_date(clock: datetime, offset: timedelta) -> str:
    return format_datetime(clock.replace(tzinfo=timezone(offset)))


@lru_cache(maxsize=256)
def _mailbox(header: str, name: str, address: str) -> str:
    _refuse_smuggling(name, address)
    name = name.strip()
    if name.isascii() and len(written := formataddr((name, address))) <= _room(header):
        return written
    # A quoted string cannot be folded everywhere, encoded words can (RFC 2047, 5, rule 3).
    phrase = _encoded(header, name, "utf-8")
    last_line = phrase.rpartition("\n")[2] if "\n" in phrase else f"{header}: {phrase}"
    fold = " " if len(last_line) + len(address) + 3 <= _LINE else "\r\n "
    return f"{phrase}{fold}<{address}>"


def _text(header: str, value: str) -> str:
    _refuse_smuggling(value)
    if value.isascii() and len(value) <= _room(header):
        return value
    folds = value.isascii() and all(len(word) < _room(header) for word in value.split(" "))
    return _encoded(header, value, None if folds else "utf-8")


def _room(header: str) -> int:
    return _LINE - len(header) - 2


def _encoded(header: str, value: str, charset: str | None) -> str:
    return Header(value, charset, header_name=header, maxlinelen=_ENCODED_LINE).encode(linesep="\r\n")


def _unsubscribe(letter: Letter) -> list[tuple[str, str]]:
    ways = []
    if letter.unsubscribe_https is not None:
        ways.append(f"<{letter.unsubscribe_https}>")
    if letter.unsubscribe_mailto is not None:
        ways.append(f"<mailto:{letter.unsubscribe_mailto}>")
    headers = [("List-Unsubscribe", ",\r\n ".join(ways))] if ways else []
    if letter.unsubscribe_https is not None:
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return headers


def _quoted_printable(body: str) -> bytes:
    text = body if body.endswith("\n") else body + "\n"
    # b2a_qp breaks long lines with the line end that it meets first, so CRLF has to be there before (RFC 2045, 6.7).
    crlf = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    return binascii.b2a_qp(crlf, istext=True)


def _refuse_smuggling(*values: str) -> None:
    together = "".join(values)
    if together.isascii() and together.isprintable() and "=?" not in together:
        return
    for value in values:
        if smuggles_a_header(value):
            raise Refused(
                f'"{one_line(value)}" cannot stand in a header: it has a control character or an encoded word.'
            )


def _check(head: bytes, letter: Letter) -> None:
    """Read the headers once more, as the server will: nothing but ours, each at most once, one recipient."""
    if not _FIELDS.fullmatch(head) or max(map(len, head.split(b"\r\n"))) > _LONGEST_LINE:
        raise Refused(f"the mail to {letter.recipient} would carry a broken header line.")
    names = [name.decode("ascii") for name in _FIELD_NAMES.findall(head)]
    foreign = [name for name in names if name not in _ALLOWED or names.count(name) > 1]
    if foreign:
        raise Refused(
            f"the mail to {letter.recipient} would carry a header that is not ours: {', '.join(foreign)}."
        )
