"""What became of one mail that was handed to a server: values only, and the reading of a server's reply."""

import re
from dataclasses import dataclass
from enum import StrEnum

from outreach.core.untrusted import one_line

#: Nobody reads more of what a server says, and it must fit into a log line and a table.
TEXT_LIMIT = 500


class Phase(StrEnum):
    """How far the conversation had come, in its order."""

    CONNECT = "connect"
    TLS = "tls"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    #: Our own look at the message before MAIL: what this server cannot carry is not offered to it.
    ENVELOPE = "envelope"
    RSET = "rset"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    #: From here on, the commit point has said yes and bytes of the mail are on their way.
    BODY = "body"
    DOT = "dot"


class Outcome(StrEnum):
    """What is known about the mail afterwards."""

    #: The server has taken it over (2xx after the final dot).
    SENT = "sent"
    #: Nothing of it was transmitted: the line, not the mail, was in trouble. Safe to hand in again.
    NOT_SENT = "not_sent"
    #: Refused with a 4xx: not taken, may be handed in later.
    REFUSED_FOR_NOW = "refused_for_now"
    #: Refused with a 5xx, or found impossible by ourselves (then there is no code): not taken.
    REFUSED = "refused"
    #: The commit point said no. Nothing of it was transmitted.
    WITHHELD = "withheld"
    #: Something of it was transmitted and no answer that counts came back. Never to be sent again by itself.
    DOUBTFUL = "doubtful"
    #: Of a check only: connected, secured and logged in.
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, or why it did not. Nothing in it can harm a terminal or give a secret away."""

    outcome: Outcome
    phase: Phase
    code: int | None = None
    #: RFC 3463, such as "5.1.1".
    enhanced: str | None = None
    #: One printable line, without the codes.
    text: str = ""
    #: The server that was spoken to, as the configuration calls it.
    host: str = ""
    #: What the server calls the mail in its own logs, where the final answer says so.
    queue_id: str | None = None
    #: The Message-ID under which the server sends it on, where it says so; Outlook.com replaces ours.
    message_id: str | None = None

    def __str__(self) -> str:
        said = " ".join(str(part) for part in (self.code, self.enhanced, self.text) if part)
        return f"{self.outcome} at {self.phase}: {said}" if said else f"{self.outcome} at {self.phase}"


def replied(phase: Phase, code: int, text: str, *, host: str = "") -> Answer:
    """The answer that a reply of `code` amounts to, where it is not the one that lets the conversation go on.

    A malformed reply has a code outside 200 to 599.
    """
    enhanced, words = _split(text)
    outcome = _outcome(phase, code)
    sent = outcome is Outcome.SENT
    return Answer(
        outcome=outcome,
        phase=phase,
        code=code if 200 <= code <= 599 else None,
        enhanced=enhanced,
        text=_shown(words),
        host=host,
        queue_id=_first(_QUEUE_IDS, words) if sent else None,
        message_id=_first(_MESSAGE_IDS, words) if sent else None,
    )


def broken_off(phase: Phase, reason: str, *, host: str = "") -> Answer:
    """The answer where none came: the line broke, the time was up, or what came was no reply."""
    outcome = Outcome.DOUBTFUL if phase in _COMMITTED else Outcome.NOT_SENT
    return Answer(outcome, phase, text=_shown(reason), host=host)


_COMMITTED = frozenset({Phase.BODY, Phase.DOT})


def _outcome(phase: Phase, code: int) -> Outcome:
    # Any 2xx after the dot takes the mail over (RFC 5321, 4.2.1), 251 and 252 among them; a 2xx before the
    # dot answers something that was not asked.
    match code // 100:
        case 2 if phase is Phase.DOT:
            return Outcome.SENT
        case 4:
            return Outcome.REFUSED_FOR_NOW
        case 5:
            return Outcome.REFUSED
    return Outcome.DOUBTFUL if phase in _COMMITTED else Outcome.NOT_SENT


def _shown(text: str) -> str:
    """One line of what everybody can see: no invisible signs either, which one_line leaves to those who wrote them."""
    return "".join(filter(str.isprintable, one_line(text, TEXT_LIMIT)))


_ENHANCED = re.compile(r"\s*[#(]?([245]\.\d{1,3}\.\d{1,3})(?![.\d])\)?:?[ \t]*")


def _split(text: str) -> tuple[str | None, str]:
    """The enhanced status code, which every line of a reply repeats (RFC 2034), and the text without it."""
    found = _ENHANCED.match(text)
    if found is None:
        return None, text
    return found[1], "\n".join(_ENHANCED.sub("", line, count=1) for line in text.split("\n"))


_QUEUE_IDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bqueued as ([\w.-]+)",  # Postfix
        r"\bqueued on \S+ (?:as )?([\w.-]+)",  # Yandex
        r"\bid=([\w.-]+)",  # Exim, Mail.ru
        r"\bok\s+\d+ ([\w.-]+) - gsmtp",  # Gmail
        r"\[InternalId=(\d+)",  # Exchange
        r"\Aok ([0-9a-f]{16}-[0-9a-f-]{30,})",  # Amazon SES, which makes it the left side of its Message-ID
        r"\A([\w.-]{10,}) message accepted",  # sendmail
    )
)
# Exchange Online and Outlook.com name the Message-ID under which the mail travels; it need not be ours. Printable
# ASCII alone: what else a server puts there is no Message-ID, and no database would take half a character.
_MESSAGE_IDS = (
    re.compile(r"(<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>)\s+\[(?:InternalId|Hostname)=", re.IGNORECASE),
)


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    found = (pattern.search(text) for pattern in patterns)
    return next((match[1][:250].rstrip(".") for match in found if match), None)
