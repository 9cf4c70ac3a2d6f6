"""Complaints: feedback reports (ARF, RFC 5965) and what abuse desks write by hand."""

import re
from dataclasses import dataclass

from outreach.inbox.bounce_texts import addresses_in, is_daemon
from outreach.inbox.header_fields import message_ids
from outreach.inbox.message import Message

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_ID_LINE = re.compile(r"^[ \t>]{0,40}Message-I[Dd][ \t]*:[ \t]*\n?[ \t]*(<[^<>\n]{3,300}>)", re.MULTILINE)
_NO_COMPLAINTS = frozenset({"not-spam"})
_HOTMAIL = re.compile(r"^X-Hmxmroriginalrecipient: (.{3,300})$", re.MULTILINE)
_NOTIFIED_ADDRESS = re.compile(r'"emailAddress"\s{0,4}:\s{0,4}"([^"]{3,300})"')
_NOTIFIED = re.compile(r'"(?:notificationType|eventType)"\s{0,4}:\s{0,4}"Complaint"')

_DESK = re.compile(
    r"^(?:abuse|spam|fbl|feedback-?loop|feedback|complaints?|scomp|staff|postmaster|netabuse|report(?:er|"
    r"s)?|security|noc|antispam|trust|arf|jmr\w*)\d*(?:[+@._-]|$)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"abuse (?:report|complaint|notice|desk|notification)|spam (?:report|complaint|notification)|"
    r"complaint (?:about|regarding|from|for|report|notification)|feedback (?:loop|report)|"
    r"e-?mail feedback report|\[?spamcop|report of (?:spam|abuse|unsolicited)|unsolicited (?:bulk |"
    r"commercial )?e-?mail|jmrp?|\bfbl\b|client tos notification|"
    r"жалоб\w+ на (?:спам|рассылку|письмо|ваш)|сообщени\w+ о спаме|spam-?(?:beschwerde|meldung)|"
    r"beschwerde (?:über|wegen)|plainte .{0,20}(?:spam|abus)|signalement .{0,20}(?:spam|abus)|"
    r"queja .{0,20}(?:spam|abuso)|denuncia .{0,20}spam",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:report|mark|flagg|complain|classif|identif)\w*\b.{0,80}\b(?:as |about |of |for )?(?:spam|junk|"
    r"abuse|unsolicited)|(?:spam|abuse) (?:complaint|report)s?\b.{0,80}|complaint\w*\b.{0,60}(?:about|"
    r"regarding|from|against|concerning)\b.{0,80}|"
    r"this is an? (?:e-?mail )?abuse report|(?:unsolicited|spam|bulk)\b.{0,60}(?:originat|sent|came|"
    r"received) (?:by|from)\b|feedback loop|acceptable use policy|"
    r"жалоб\w+\b.{0,80}(?:спам|письм|рассылк|адрес)|пожаловал\w+|als spam (?:gemeldet|markiert)|"
    r"beschwerde\w*\b.{0,80}|(?:signalé|marqué)\w* comme (?:spam|indésirable)|(?:marcad|reportad|"
    r"denunciad)\w* como (?:spam|no deseado)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """Somebody called our mail spam."""

    #: "abuse", "fraud", "opt-out", "virus", "other" as reported, lower case; "notice" for an abuse desk's text. In an
    #: "auth-failure" (RFC 6591) nobody complained: our own authentication is broken.
    kind: str
    #: Who complained or was written to, where told; lower case.
    addresses: tuple[str, ...] = ()
    #: Message-IDs of what they complain about.
    original_ids: tuple[str, ...] = ()
    words: str = ""


def read_feedback_report(message: Message) -> FeedbackReport | None:
    """None where the message is no complaint; a "not-spam" report is none."""
    fields = _feedback_fields(message)
    if fields is not None:
        kind = fields.get("feedback-type", "abuse").lower()
        if kind in _NO_COMPLAINTS:
            return None
        return _report(message, kind, fields, f"Feedback-Type: {kind}")
    words = _notice(message)
    return _report(message, "notice", {}, words) if words else None


def _feedback_fields(message: Message) -> dict[str, str] | None:
    text = message.reports.feedback
    if not text and _is_bare_report(message):
        text = message.text
    if not text:
        return None
    return {name.lower(): value.strip() for name, value in reversed(_FIELD.findall(text[:16_000]))}


def _is_bare_report(message: Message) -> bool:
    """A report whose parts came without their types."""
    kind = message.content_parameters.get("report-type", "").lower()
    head = message.text[:4_000].lower()
    return kind == "feedback-report" or ("feedback-type:" in head and "user-agent:" in head)


def _notice(message: Message) -> str:
    """The words by which an abuse desk's text is known: its sender or subject, and what it says."""
    if (
        message.in_reply_to
        and message.subject.lower().startswith(("re:", "aw:"))
        and not _DESK.match(message.sender.address)
    ):
        return ""
    text = message.text[:4_000]
    notified = _NOTIFIED.search(text)
    if notified is not None:
        return notified[0]
    if any("X-Hmxmroriginalrecipient:" in attached for attached in message.attached_messages):
        return "X-HmXmrOriginalRecipient"
    subject = _SUBJECT.search(message.subject)
    said = _TEXT.search(text)
    desk = _DESK.match(message.sender.address)
    if subject is not None and message.attached_messages and (desk or said) and not message.text.strip():
        return subject[0]
    if said is None or not (desk or (subject and message.attached_messages)):
        return ""
    # A postmaster writes of many things; only with a subject that says so, or a returned mail, is it a complaint.
    evident = bool(subject) or (bool(message.attached_messages) and not is_daemon(message.sender.address))
    return said[0][:200] if evident else ""


def _report(message: Message, kind: str, fields: dict[str, str], words: str) -> FeedbackReport:
    returned = [*message.reports.returned, *message.attached_messages]
    told = [fields.get(name, "") for name in ("original-rcpt-to", "removal-recipient")]
    told += [line for text in message.attached_messages for line in _HOTMAIL.findall(text)]
    if _NOTIFIED.search(message.text[:4_000]):
        told += _NOTIFIED_ADDRESS.findall(message.text[:8_000])
    ids = [
        found
        for text in (*returned, message.text)
        for line in _ID_LINE.findall(text)
        for found in message_ids(line)
    ]
    return FeedbackReport(kind, tuple(addresses_in(" ".join(told))), tuple(dict.fromkeys(ids)), words)
