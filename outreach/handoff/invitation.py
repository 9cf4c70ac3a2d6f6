"""An invitation to what was agreed, as an iCalendar object (RFC 5545, RFC 5546), and a mail that carries it.

Written by hand: twelve properties, folded and escaped as the standard asks. It goes to the salesperson alone; a
contact gets no invitation that nobody has written to them about.
"""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from outreach.core.untrusted import one_line, printable

#: How long a call is where nobody has said so.
_LENGTH = timedelta(minutes=30)
_MOST_OCTETS = 75
_TIME = re.compile(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])")
_PLAIN_BODY = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was agreed. `starts` is None where only the day is known."""

    uid: str
    summary: str
    description: str
    on: date
    starts: datetime | None
    organiser: str
    attendee: str
    attendee_name: str
    made_at: datetime


def agreed_time(text: str, on: date, zone: ZoneInfo) -> datetime | None:
    """The moment that a next step names, as `15:30`, by the salesperson's clock; None where it names none, or two."""
    found = {(int(match["hour"]), int(match["minute"])) for match in _TIME.finditer(text)}
    if len(found) != 1:
        return None
    ((hour, minute),) = found
    return datetime.combine(on, time(hour, minute), zone).astimezone(UTC)


def invitation(meeting: Meeting) -> bytes:
    """The object, CRLF line ends, folded at 75 octets. Moments are in UTC, so no time zone need be described."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//outreach//hand-off//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"UID:{_text(meeting.uid)}",
        f"DTSTAMP:{_utc(meeting.made_at)}",
        "SEQUENCE:0",
        *_when(meeting),
        f"SUMMARY:{_text(one_line(meeting.summary, 200))}",
        f"DESCRIPTION:{_text(printable(meeting.description, limit=2_000).strip())}",
        f"ORGANIZER:mailto:{meeting.organiser}",
        # No answer is asked for: it would come back to the mailbox that prospects write to.
        f"ATTENDEE;CN={_parameter(meeting.attendee_name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:"
        f"mailto:{meeting.attendee}",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE" if meeting.starts is not None else "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def with_invitation(raw: bytes, calendar: bytes) -> bytes:
    """A mail that `sending.compose` made, with the invitation attached (RFC 6047, 2.4)."""
    head, separator, body = raw.partition(b"\r\n\r\n")
    head += b"\r\n"
    assert separator
    assert _PLAIN_BODY in head
    mark = b"=_" + sha256(raw).hexdigest()[:40].encode()
    encoded = base64.encodebytes(calendar).replace(b"\n", b"\r\n")
    parts = (
        b"--" + mark + b"\r\n" + _PLAIN_BODY + b"\r\n" + body + b"\r\n",
        b"--" + mark + b"\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n' + encoded,
        b"--" + mark + b"--\r\n",
    )
    kind = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\r\n'
    return head.replace(_PLAIN_BODY, kind) + b"\r\n" + b"".join(parts)


def _when(meeting: Meeting) -> tuple[str, str]:
    if meeting.starts is None:
        # RFC 5545, 3.6.1: the end of whole days is the day after.
        return (
            f"DTSTART;VALUE=DATE:{meeting.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{meeting.on + timedelta(days=1):%Y%m%d}",
        )
    return f"DTSTART:{_utc(meeting.starts)}", f"DTEND:{_utc(meeting.starts + _LENGTH)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """RFC 5545, 3.3.11."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _parameter(name: str) -> str:
    """RFC 5545, 3.2: a quoted parameter has neither quotes nor control characters in it."""
    return '"' + one_line(name, 80).replace('"', "'") + '"'


def _folded(line: str) -> bytes:
    """RFC 5545, 3.1: no more than 75 octets a line, and no character cut in two."""
    folded, room = bytearray(), _MOST_OCTETS
    for character in line:
        octets = character.encode()
        if len(octets) > room:
            folded += b"\r\n "
            room = _MOST_OCTETS - 1
        folded += octets
        room -= len(octets)
    return bytes(folded) + b"\r\n"
