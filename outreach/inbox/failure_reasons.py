"""Why a mail was not delivered, from status codes (RFC 3463) and the words of the other server.

"Hard" is said of a dead address only. What speaks of our reputation, of policy, of a full mailbox or of the network
says nothing about the address; neither does what we do not understand.

"User unknown" alone is one witness: filters say it of mail that they do not like, after the whole mail or without a
word of the moment. It is *proven* by a second one: a code that means nothing but the address (5.1.x), the stage at
which it was said (RCPT), or a name server that does not know the domain. Whoever acts on an unproven one wants to
know from the send log that the report is about a mail of ours.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from outreach.inbox.failure_words import (
    ABOUT_THE_SENDER,
    AUTHENTICATION,
    BLOCKED,
    DEAD,
    DISABLED,
    EITHER_OR,
    FULL,
    NETWORK,
    NO_DOMAIN,
    POLICY,
    RATE,
    SENDING_LIMIT,
    SIZE,
)


class Outcome(StrEnum):
    """What became of the mail."""

    HARD = "hard"  # for good, and because of the address
    SOFT = "soft"  # refused now, or for a reason that says nothing about the address
    DELAYED = "delayed"  # still being tried
    UNKNOWN = "unknown"  # failed, and nobody said why: to be treated as soft


class Reason(StrEnum):
    """Why it failed."""

    DEAD_ADDRESS = "dead_address"
    DEAD_DOMAIN = "dead_domain"  # no such domain, or it takes no mail: nobody there can be reached
    MAILBOX_FULL = "mailbox_full"
    BLOCKED = "blocked"  # we, or our server, are on somebody's list
    POLICY = "policy"  # content, spam, relaying, rules of the other side
    AUTHENTICATION = "authentication"  # SPF, DKIM, DMARC, reverse DNS, sender verification
    RATE = "rate"
    SIZE = "size"
    NETWORK = "network"
    UNKNOWN = "unknown"


class Judgement(NamedTuple):
    """Outcome and reason with the words that they rest on."""

    outcome: Outcome
    reason: Reason
    words: str = ""
    #: For a dead address: something beside the words says so.
    proven: bool = False


#: What says something about an address, and not about the mail or its way.
ABOUT_THE_ADDRESS = frozenset({Reason.DEAD_ADDRESS, Reason.DEAD_DOMAIN})

_PLAINLY_DEAD = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox)|does(?: not|n't) exist|"
    r"non-?existent user|invalid recipient|no mailbox here|recipient address rejected: access denied",
    re.IGNORECASE,
)
_PLAINLY_REJECTED = re.compile(
    r"(?<!sender )(?:recipient|address|rcpt)(?: address)? (?:was |is )?(?:rejected|refused|invalid)",
    re.IGNORECASE,
)
_BARELY_DEAD = re.compile(r"user unknown|unknown user|no such user|invalid (?:user|recipient)", re.IGNORECASE)
_AFTER_THE_BODY = re.compile(
    r"in reply to (?:end of )?data|after (?:the )?end of data|after data\b|smtp command:? data", re.IGNORECASE
)
# The recipient was refused when it was named, as Postfix, Exim, sendmail, qmail, Gmail, GMX and their like put it.
_AT_RECIPIENT = re.compile(
    r"in reply to (?:the )?rcpt|(?:after|for|on|to|our|during|stage|command) rcpt\b|rcpt to command|"
    r"(?:>>>|-->|\bsent:|command:) ?rcpt to|\bsmtp[:;] ?rcpt|does not like recipient|\(state 1[34]\)",
    re.IGNORECASE,
)
_ADDRESS_STATUS = re.compile(r"[45]\.1\.(?:0|1|2|3|6|10)\Z")
# Sentences that come from the directory itself, whatever code stands beside them.
_NOT_IN_DIRECTORY = re.compile(
    # Exchange: 5.5 and X.400, on premises, Online and what stands before it (5.4.1)
    r"recipient name is not recogni[sz]ed|resolver\.adr\.|err\.nosuchuser|"
    r"recipient address rejected: access denied|mailbox unavailable \((?:-?\d+:|s20\d{6})|"
    # Gmail, Domino, CommuniGate and Mail.ru, Orange and La Poste
    r"e-?mail account that you tried to reach does not exist|because the address couldn['’]t be found|"
    r"not listed in (?:the )?(?:domino|public|notes)\b|"
    r"local mailbox \S{3,200} is unavailable: (?:user|account) (?:not found|is deleted)|\b(?:ofr|lpn)\w{0,5}_416\b",
    re.IGNORECASE,
)
# Said before any other server was asked, where none is quoted.
_UNROUTEABLE = re.compile(r"unroutea?ble (?:mail )?(?:address|domain)", re.IGNORECASE)
_OTHER_SERVER = re.compile(
    r"remote (?:mail )?(?:server|host|system)|\b(?:said|replied|responded)\b", re.IGNORECASE
)
# RFC 7504: this host, or this domain, never takes mail.
_TAKES_NO_MAIL = frozenset({"521", "556"})
_ABOUT_THE_MAIL = frozenset({Reason.RATE, Reason.SIZE, Reason.MAILBOX_FULL})
#: Characters of a server's words that are looked at; there may be many recipients, each with its own.
_MAX_TEXT = 1_000
_LINKS = re.compile(r"(?:https?://|www\.)\S+")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SMTP = re.compile(r"(?<![\d.])([45][0-5]\d)(?=[\s\-;:,#]|$)")

_IS_DISABLED = re.compile(DISABLED, re.IGNORECASE)
_RULES: tuple[tuple[Outcome, Reason, re.Pattern[str]], ...] = tuple(
    (outcome, reason, re.compile(pattern, re.IGNORECASE))
    for outcome, reason, pattern in (
        (Outcome.SOFT, Reason.RATE, SENDING_LIMIT),
        (Outcome.SOFT, Reason.AUTHENTICATION, ABOUT_THE_SENDER),
        (Outcome.SOFT, Reason.MAILBOX_FULL, FULL),
        (Outcome.SOFT, Reason.UNKNOWN, EITHER_OR),
        (Outcome.HARD, Reason.DEAD_ADDRESS, DISABLED),
        (Outcome.HARD, Reason.DEAD_DOMAIN, NO_DOMAIN),
        (Outcome.HARD, Reason.DEAD_ADDRESS, DEAD),
        (Outcome.SOFT, Reason.AUTHENTICATION, AUTHENTICATION),
        (Outcome.SOFT, Reason.BLOCKED, BLOCKED),
        (Outcome.SOFT, Reason.RATE, RATE),
        (Outcome.SOFT, Reason.SIZE, SIZE),
        (Outcome.SOFT, Reason.POLICY, POLICY),
        (Outcome.SOFT, Reason.NETWORK, NETWORK),
    )
)

# The enhanced codes that mean one thing wherever they come from. Class 5 unless it is said otherwise.
_BY_STATUS: dict[str, tuple[Outcome, Reason]] = {
    "1.1": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.2": (Outcome.HARD, Reason.DEAD_DOMAIN),
    "1.3": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.6": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.10": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.7": (Outcome.SOFT, Reason.AUTHENTICATION),
    "1.8": (Outcome.SOFT, Reason.AUTHENTICATION),
    "2.2": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "2.3": (Outcome.SOFT, Reason.SIZE),
    "3.1": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "3.4": (Outcome.SOFT, Reason.SIZE),
    "4.1": (Outcome.SOFT, Reason.NETWORK),
    "4.2": (Outcome.SOFT, Reason.NETWORK),
    "4.4": (Outcome.SOFT, Reason.NETWORK),
    "4.5": (Outcome.SOFT, Reason.RATE),
    "4.6": (Outcome.SOFT, Reason.NETWORK),
    "4.7": (Outcome.SOFT, Reason.NETWORK),
    "7.0": (Outcome.SOFT, Reason.POLICY),
    "7.1": (Outcome.SOFT, Reason.POLICY),
    "7.20": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.23": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.26": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.27": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.28": (Outcome.SOFT, Reason.RATE),
    "7.515": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.606": (Outcome.SOFT, Reason.BLOCKED),
}  # fmt: skip
_BY_SMTP: dict[str, tuple[Outcome, Reason]] = {
    "421": (Outcome.SOFT, Reason.NETWORK),
    "450": (Outcome.SOFT, Reason.UNKNOWN),
    "451": (Outcome.SOFT, Reason.UNKNOWN),
    "452": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "552": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "554": (Outcome.SOFT, Reason.UNKNOWN),
    "541": (Outcome.SOFT, Reason.POLICY),
}  # fmt: skip


def statuses_in(text: str) -> list[str]:
    """The enhanced status codes in a text, in order."""
    return [".".join(found) for found in _STATUS.findall(text)]


def smtp_code_in(text: str) -> str:
    """The first SMTP reply code of a failure, or ""."""
    found = _SMTP.search(text)
    return found[1] if found else ""


def best_status(candidates: Iterable[str]) -> str:
    """The most telling of several codes: `5.0.0` says less than `5.1.1`."""
    known = [status for status in candidates if status]
    telling = [status for status in known if not status.endswith(".0.0")]
    return next(iter(telling or known), "")


@lru_cache(maxsize=128)
def judge(diagnostic: str, status: str = "", *, at_recipient: bool = False) -> Judgement:
    """What the other server's words and the status code say about the address.

    `at_recipient` where something else than `diagnostic` tells that the recipient was refused when it was named.
    """
    text = " ".join(_LINKS.sub(" ", diagnostic[:8_000])[:_MAX_TEXT].split())
    smtp = smtp_code_in(text)
    found = _judged(text, status, smtp)
    if found.outcome is Outcome.HARD:
        at_recipient = at_recipient or says_at_recipient(text)
        return found._replace(proven=_is_proven(text, status, found, at_recipient))
    return found


def says_at_recipient(text: str) -> bool:
    """Whether the refusal came when the recipient was named, and not later."""
    return bool(_AT_RECIPIENT.search(text))


def _judged(text: str, status: str, smtp: str) -> Judgement:
    spoken = _by_words(text)
    coded = _by_code(status, smtp)
    if spoken is None:
        return (
            coded
            or _rejected_address(text, status)
            or Judgement(Outcome.UNKNOWN, Reason.UNKNOWN, status or smtp)
        )
    if spoken.outcome is Outcome.HARD and not _may_be_hard(text, coded, [status, *statuses_in(text)], smtp):
        return Judgement(
            Outcome.SOFT,
            coded.reason if coded and coded.reason not in ABOUT_THE_ADDRESS else Reason.UNKNOWN,
            spoken.words,
        )
    if coded and coded.outcome is Outcome.HARD and spoken.reason in (Reason.NETWORK, Reason.UNKNOWN):
        return coded
    return _rejected_address(text, status) or spoken


def _is_proven(text: str, status: str, found: Judgement, at_recipient: bool) -> bool:
    if found.reason is Reason.DEAD_DOMAIN or _NOT_IN_DIRECTORY.search(text):
        return True
    if any(_ADDRESS_STATUS.match(one) for one in (status, *statuses_in(text))):
        return True
    if status.endswith(".2.1") or _IS_DISABLED.search(found.words):
        # "Mailbox disabled": it exists, and may be opened again (RFC 3463, 3.3).
        return at_recipient and bool(_PLAINLY_DEAD.search(text))
    return at_recipient or bool(_UNROUTEABLE.search(text) and not _OTHER_SERVER.search(text))


def _rejected_address(text: str, status: str) -> Judgement | None:
    """5.1.x says "the address"; the plain "rejected" beside it says no more (RFC 3463, 3.2)."""
    found = _PLAINLY_REJECTED.search(text) if status.startswith("5.1.") else None
    return Judgement(Outcome.HARD, Reason.DEAD_ADDRESS, found[0]) if found else None


def _by_words(text: str) -> Judgement | None:
    for outcome, reason, pattern in _RULES:
        found = pattern.search(text)
        if found is not None:
            return Judgement(outcome, reason, found[0][:200])
    return None


def _by_code(status: str, smtp: str) -> Judgement | None:
    kind, _, detail = status.partition(".")
    if smtp in _TAKES_NO_MAIL and not status.startswith("5.7."):
        return Judgement(Outcome.HARD, Reason.DEAD_DOMAIN, smtp)
    if detail in _BY_STATUS:
        outcome, reason = _BY_STATUS[detail]
        if kind == "4" and outcome is Outcome.HARD:
            return Judgement(Outcome.SOFT, Reason.UNKNOWN, status)
        return Judgement(outcome, reason, status)
    if smtp in _BY_SMTP:
        return Judgement(*_BY_SMTP[smtp], smtp)
    if kind == "4" or smtp.startswith("4"):
        return Judgement(Outcome.SOFT, Reason.UNKNOWN, status or smtp)
    return None


def _may_be_hard(text: str, coded: Judgement | None, statuses: list[str], smtp: str) -> bool:
    """Words of a dead address are not believed against a code that speaks of something else."""
    if statuses[0].startswith("4.") or (smtp.startswith("4") and not statuses[0].startswith("5.")):
        return False
    if _AFTER_THE_BODY.search(text) and not any(status.startswith("5.1.") for status in statuses):
        # The server had taken the recipient before: a bare "user unknown" now may be a filter's excuse.
        return not _BARELY_DEAD.search(text)
    if any(status.startswith("5.7.") for status in statuses) or (coded and coded.reason in _ABOUT_THE_MAIL):
        # Some servers answer 5.7.1 to everything; then only the plainest words count.
        return bool(_PLAINLY_DEAD.search(text))
    return True
