"""The first layer: what headers and parts say, whatever the words are."""

from collections.abc import Iterator

from outreach.core.intents import Intent
from outreach.inbox.automatic import Sign, SignKind
from outreach.inbox.delivery_report import DeliveryReport, Outcome, read_delivery_report, read_failure_notice
from outreach.inbox.feedback_report import FeedbackReport, read_feedback_report
from outreach.replies.reading import Reading, answers_us
from outreach.replies.verdict import Hit

#: From here on the structure decides alone.
CONCLUSIVE = 0.85

_OUTCOMES = {
    Outcome.HARD: Intent.BOUNCE_HARD,
    Outcome.SOFT: Intent.BOUNCE_SOFT,
    Outcome.DELAYED: Intent.BOUNCE_SOFT,
    Outcome.UNKNOWN: Intent.BOUNCE_SOFT,
}
_BELIEVED = {"rfc3464": 0.99, "malformed report": 0.97, "text": 0.92}


def structural_hits(
    reading: Reading, report: DeliveryReport | None, complaint: FeedbackReport | None
) -> Iterator[Hit]:
    """In the order in which they decide: a complaint that quotes a bounce is a complaint."""
    if complaint is not None:
        weight = 0.92 if complaint.kind == "notice" else 0.99
        yield Hit("structure.complaint", Intent.COMPLAINT, complaint.words or complaint.kind, weight)
    if report is not None:
        yield _of_report(reading, report)
    for kind, intent, weight in _SIGNS:
        sign = reading.first_sign(kind)
        if sign is not None:
            yield Hit(f"structure.{kind.value}", intent, _words(sign), min(weight, sign.weight))
    if report is None and reading.strength(SignKind.DELIVERY_REPORT) >= 1.0:
        yield Hit("structure.delivered", Intent.OTHER, "a delivery report without a failure", 0.95)
    yield from _of_lists(reading)


_SIGNS = (
    (SignKind.OPT_OUT, Intent.UNSUBSCRIBE, 0.97),
    (SignKind.CHALLENGE, Intent.CHALLENGE, 0.97),
    (SignKind.READ_RECEIPT, Intent.OTHER, 0.98),
    (SignKind.CALENDAR_REPLY, Intent.OTHER, 0.97),
    (SignKind.CALENDAR_OTHER, Intent.OTHER, 0.6),
)


def failed_address(reading: Reading, report: DeliveryReport) -> str | None:
    """The address as we wrote to it: a forwarder reports another, and our send log knows better."""
    ours = reading.cast.addressee.address.lower()
    if reading.sent is not None and ours and (is_about_our_mail(reading, report) or not report.address):
        return ours
    return report.address or None


def _of_report(reading: Reading, report: DeliveryReport) -> Hit:
    weight = _BELIEVED.get(report.evidence, 0.9)
    known = failed_address(reading, report) is not None and reading.sent is not None
    if report.evidence == "text" and known:
        weight = 0.96
    if reading.strength(SignKind.NULL_RETURN_PATH, SignKind.DAEMON_SENDER) >= 0.8:
        weight = max(weight, 0.97)
    worst = next((f for f in report.failures if f.diagnostic or f.status), None)
    words = report.words or (f"{worst.status} {worst.diagnostic}".strip() if worst else report.evidence)
    return Hit(
        f"structure.delivery_report.{report.evidence.replace(' ', '_')}",
        _outcome(reading, report),
        words[:160],
        weight,
    )


def _outcome(reading: Reading, report: DeliveryReport) -> Intent:
    """Hard, where two witnesses say it: the report's words, and its codes or our send log (see `failure_reasons`)."""
    outcome = report.outcome
    if outcome is Outcome.HARD and not (report.worst.proven or is_about_our_mail(reading, report)):
        return Intent.BOUNCE_SOFT
    return _OUTCOMES[outcome]


def is_about_our_mail(reading: Reading, report: DeliveryReport) -> bool:
    """Whether the report names whom we wrote to, or brings our Message-ID back."""
    sent = reading.sent
    if sent is None:
        return False
    same_mail = bool(sent.message_id) and sent.message_id in report.original_ids
    return same_mail or reading.cast.addressee.address.lower() in {one.address for one in report.failures}


def _of_lists(reading: Reading) -> Iterator[Hit]:
    sign = reading.first_sign(SignKind.LIST, SignKind.BULK)
    strong = reading.strength(SignKind.LIST, SignKind.BULK) >= 0.7
    replied = reading.strength(SignKind.AUTO_REPLIED, SignKind.SUBJECT_PREFIX) >= 0.9
    if sign is not None and strong and not replied and not answers_us(reading):
        yield Hit("structure.list", Intent.OTHER, _words(sign), 0.93)


def _words(sign: Sign) -> str:
    return f"{sign.where}: {sign.text}"


def report_of(reading: Reading) -> tuple[DeliveryReport | None, FeedbackReport | None]:
    """The machine-readable parts, read once; a failure told in plain words where our send log knows the mail."""
    complaint = read_feedback_report(reading.message)
    report = read_delivery_report(reading.message)
    if report is None and complaint is None and reading.sent is not None:
        recipient = reading.cast.addressee.address.lower()
        if recipient:
            report = read_failure_notice(
                reading.message, recipient=recipient, message_id=reading.sent.message_id
            )
    return report, complaint
