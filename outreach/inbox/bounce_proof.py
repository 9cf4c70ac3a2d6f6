"""Whether a delivery report that lacks our Message-ID shows something that only our mail had."""

import re
from datetime import datetime, timedelta

from outreach.inbox.header_fields import field_text, moment, read_fields
from outreach.inbox.matching import quotes_text
from outreach.inbox.message import Message

#: Hardly any server reports a failure later than this.
BOUNCES_WITHIN = timedelta(days=5)

_FIELD = re.compile(r"^[ \t>]{0,8}(Date|Subject)[ \t]*:[ \t]*(.{1,500})$", re.IGNORECASE | re.MULTILINE)
#: Characters of a text in which the headers of returned mail are looked for.
_MAX_TEXT = 24_000


def shows_our_mail(report: Message, *, raw: bytes, subject: str, text: str) -> bool:
    """`raw`, `subject` and `text` are of the mail as it went out.

    Shown are its subject together with its Date to the second, or its own words. Both are more than a stranger
    knows; words that went to many people alike are known to all of these, which is why a report has to name the
    recipient and come within days as well.
    """
    return _has_its_headers(report, raw, subject) or quotes_text(report, text)


def _has_its_headers(report: Message, raw: bytes, subject: str) -> bool:
    written_at = _date_of(raw)
    if written_at is None or not subject:
        return False
    for copy in (*report.reports.returned, *report.attached_messages, report.text[:_MAX_TEXT]):
        fields = [(name.lower(), value.strip()) for name, value in _FIELD.findall(copy[:_MAX_TEXT])]
        dates = {moment(value) for name, value in fields if name == "date"}
        subjects = {value for name, value in fields if name == "subject"}
        if written_at in dates and subject in subjects:
            return True
    return False


def _date_of(raw: bytes) -> datetime | None:
    fields = read_fields(raw[:262_144].replace(b"\r\n", b"\n")).fields
    return next((moment(field_text(value)) for name, value in fields if name == "date"), None)
