"""Structural signs that a machine wrote: headers, envelope, content types. The deciding is done in `replies`."""

from dataclasses import dataclass
from enum import StrEnum

from outreach.inbox.message import Message


class SignKind(StrEnum):
    """What the sign speaks for."""

    AUTO_REPLIED = "auto_replied"  # Auto-Submitted: auto-replied, X-Autoreply ...: an answer by a machine
    AUTO_GENERATED = "auto_generated"  # Auto-Submitted: auto-generated: a notice of its own accord
    BULK = "bulk"  # Precedence: bulk, Feedback-ID, campaign headers
    LIST = "list"  # List-Id, List-Unsubscribe, Precedence: list
    SUPPRESS = "suppress"  # X-Auto-Response-Suppress: weak, people's mail through Exchange carries it too
    NULL_RETURN_PATH = "null_return_path"
    DAEMON_SENDER = "daemon_sender"  # mailer-daemon, postmaster
    ROBOT_SENDER = "robot_sender"  # noreply, no-reply, donotreply
    CALENDAR_REPLY = "calendar_reply"  # METHOD:REPLY
    CALENDAR_OTHER = "calendar_other"  # any other METHOD
    READ_RECEIPT = "read_receipt"  # RFC 8098, opened or deleted
    DELIVERY_REPORT = "delivery_report"  # multipart/report; report-type=delivery-status
    FEEDBACK_REPORT = "feedback_report"
    SUBJECT_PREFIX = (
        "subject_prefix"  # "Automatic reply:", "Автоответ:", "Abwesenheitsnotiz:" ...: written by a server
    )
    TICKET = "ticket"  # ticket system headers
    CHALLENGE = "challenge"  # challenge-response filter headers


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with what it rests on."""

    kind: SignKind
    #: Where it was seen: a header's name, or "subject", "sender", "content-type".
    where: str
    #: What stood there, one bounded line.
    text: str
    #: 1.0 only machines do this; 0.5 people's mail carries it at times; 0.2 hardly says anything.
    weight: float = 1.0


def automatic_signs(message: Message) -> tuple[Sign, ...]:
    """All signs, the strongest first."""
    raise NotImplementedError
