"""What a delivery report says: which address failed, for good or for now, and why (RFC 3464, and all the others)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.inbox.bounce_texts import (
    addresses_in,
    failure_words,
    is_daemon,
    is_delay,
    is_failure_subject,
    is_office,
    is_refusal,
    named_addresses,
    split_copy,
)
from outreach.inbox.failure_reasons import (
    Judgement,
    Outcome,
    Reason,
    best_status,
    judge,
    says_at_recipient,
    smtp_code_in,
    statuses_in,
)
from outreach.inbox.header_fields import message_ids
from outreach.inbox.message import Message

__all__ = [
    "DeliveryReport",
    "FailedAddress",
    "Outcome",
    "Reason",
    "read_delivery_report",
    "read_failure_notice",
]

MAX_FAILURES = 20
_WORST_FIRST = (Outcome.HARD, Outcome.SOFT, Outcome.UNKNOWN, Outcome.DELAYED)

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)$")
_RECIPIENT = re.compile(r"^\s*(?:[A-Za-z0-9-]{2,20}\s*;)?\s*<?([^\s<>;]{1,300}?)>?\s*(?:\(.*)?$")
_EMBEDDED_STATUS = re.compile(
    r"^(?:Final-Recipient|Original-Recipient|Action|Reporting-MTA)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_ANSWERED = re.compile(
    r"^(?:re|aw|sv|vs|antw|fwd?|wg|tr|rv|enc|i|ha|на|ответ|пересл)\s{0,2}(?:\[\d+\])?\s{0,2}:", re.IGNORECASE
)
_ID_LINE = re.compile(r"^[ \t>]{0,40}Message-I[Dd][ \t]*:[ \t]*\n?[ \t]*(<[^<>\n]{3,300}>)", re.MULTILINE)
_TO_LINE = re.compile(
    r"^[ \t>]{0,40}(?:To|Cc|X-Original-To|Envelope-To)[ \t]*:[ \t]*(.{3,500})$", re.IGNORECASE | re.MULTILINE
)
_SUBJECT_LINE = re.compile(r"^[ \t>]{0,40}Subject[ \t]*:[ \t]*(.{1,300})$", re.IGNORECASE | re.MULTILINE)
_NEXT_ADDRESS = re.compile(
    r"^[ \t]{0,4}[<\"]?([^\s<>\"@:]{1,64}@[\w.-]{3,200})[>\"]?[ \t]{0,9}(?::|\.\.\.|$)", re.MULTILINE
)
# sendmail adds "User unknown" of its own to whatever the other server said at RCPT.
_SENDMAILS_VERDICT = re.compile(
    r"^(<<< [^\n]{0,900}\n)55\d(?: 5\.\d\.\d)? <[^<>\n]{1,300}>\.{3} User unknown$",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class FailedAddress:
    """One recipient of the report."""

    #: Lower case; "" where the report names none.
    address: str
    outcome: Outcome
    reason: Reason
    #: Enhanced status (RFC 3463) such as "5.1.1", else the SMTP code "550", else "".
    status: str = ""
    #: What the other server said, one bounded line.
    diagnostic: str = ""
    #: For HARD: a code or the stage of the refusal says so beside the words (see `failure_reasons`).
    proven: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A mail that says that a mail was not delivered (or not yet). `failures` is never empty."""

    failures: tuple[FailedAddress, ...]
    #: Message-IDs found in what was returned; ours is among them where it came back.
    original_ids: tuple[str, ...] = ()
    #: Whom the returned mail was addressed to, lower case.
    original_recipients: tuple[str, ...] = ()
    #: Subject of what was returned, "" where unknown.
    original_subject: str = ""
    #: "rfc3464", "malformed report" or "text": how far to believe it.
    evidence: str = "text"
    #: The words that it rests on.
    words: str = ""

    @property
    def outcome(self) -> Outcome:
        """The worst of the addresses: hard before soft before unknown before delayed."""
        return min((failure.outcome for failure in self.failures), key=_WORST_FIRST.index)

    @property
    def worst(self) -> FailedAddress:
        """The address with that outcome, a proven one before others, else the first of several."""
        return min(self.failures, key=lambda one: (_WORST_FIRST.index(one.outcome), not one.proven))

    @property
    def address(self) -> str:
        """The address of `worst`, or the first that is named at all, or ""."""
        return self.worst.address or next(
            (failure.address for failure in self.failures if failure.address), ""
        )


@dataclass(frozen=True, slots=True)
class _Returned:
    """What is known of our mail from the copy that came back."""

    ids: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str


def read_delivery_report(message: Message) -> DeliveryReport | None:
    """None where the message is no report of a failure; a report of success or a read receipt is none either."""
    status_text = message.reports.delivery_status or _status_in_text(message.text)
    machine = _machine(message, status_text)
    if not _may_be_report(message, machine):
        return None
    wrapped = None if status_text else _wrapped_report(message)
    if wrapped is not None:
        return read_delivery_report(wrapped)
    said, copy = split_copy(message.text)
    if not _is_report(message, said, copy, machine, status_text):
        return None
    returned = _returned(message, copy)
    reported = _from_groups(_recipient_groups(status_text), said, message, returned)
    if reported is None:
        return None
    as_part = "rfc3464" if message.reports.delivery_status else "malformed report"
    return DeliveryReport(
        failures=tuple((reported or _from_text(said, message, returned))[:MAX_FAILURES]),
        original_ids=returned.ids,
        original_recipients=returned.recipients,
        original_subject=returned.subject,
        evidence=as_part if reported else "text",
        words=failure_words(said) or message.subject[:200],
    )


def _wrapped_report(message: Message) -> Message | None:
    """The report that a gateway put, whole, into an envelope of its own."""
    for attached in message.attached_messages[:2]:
        head, _, text = attached.partition("\n\n")
        if "report-type=delivery-status" in head.lower() and _EMBEDDED_STATUS.search(text):
            return replace(message, text=text, attached_messages=())
    return None


def read_failure_notice(message: Message, *, recipient: str, message_id: str) -> DeliveryReport | None:
    """A failure told in words by whom nothing shows to be a server: our send log says what it is about.

    `recipient` and `message_id` are of a mail that we sent. The notice must bring one of them back, say that
    something was not delivered, and be nobody's answer: a colleague who writes that an address is dead is a person.
    """
    sender = message.sender.address
    if sender == recipient or _ANSWERED.match(message.subject) or message.reports.feedback:
        return None
    said, copy = split_copy(message.text)
    words = failure_words(said[:_NOTICE])
    subject = is_failure_subject(message.subject)
    if not words or not (subject or is_office(sender) or _machine(message, "")):
        return None
    returned = _returned(message, copy)
    named = recipient in addresses_in(said)
    if not (named or message_id in returned.ids or (message_id and message_id in message.text)):
        return None
    failure = replace(_textual(recipient if named else "", said, message, is_delay(said)), address=recipient)
    return DeliveryReport((failure,), returned.ids, returned.recipients, returned.subject, "text", words)


#: Characters in which a notice of failure comes to the point.
_NOTICE = 1_500


def _may_be_report(message: Message, machine: int) -> bool:
    """Cheap, as every message is asked: neither a person's answer nor a mail without any sign of a server."""
    if message.reports.feedback:
        return False
    if machine or _is_report_part(message):
        return is_daemon(message.sender.address) or not _ANSWERED.match(message.subject)
    return not _ANSWERED.match(message.subject) and is_failure_subject(message.subject)


def _is_report_part(message: Message) -> bool:
    kind = message.content_parameters.get("report-type", "").lower()
    typed = message.content_type == "multipart/report" and kind in ("delivery-status", "")
    return typed or bool(message.reports.delivery_status)


def _is_report(message: Message, said: str, copy: str, machine: int, status_text: str) -> bool:
    """Weighs the signs: a person who writes about a bounce, or forwards one, has too few of them."""
    if _is_report_part(message):
        return True
    if message.reports.disposition:
        return is_refusal(said)
    subject, words = is_failure_subject(message.subject), failure_words(said[:6_000])
    copied = bool(copy or message.attached_messages)
    if not machine:
        return subject and bool(failure_words(said[:600])) and (copied or bool(smtp_code_in(said)))
    score = machine + 2 * subject + 2 * bool(words) + copied
    return score >= 4 and bool(words or status_text or machine + 2 * subject >= 4)


def _machine(message: Message, status_text: str) -> int:
    """How much speaks for a mail server as the writer; 0 where nothing does."""
    headers = message.headers
    return (
        2 * is_daemon(message.sender.address)
        + 3 * ("x-failed-recipients" in headers)
        + (headers.get("return-path", "x").strip() == "<>")
        + ("auto-submitted" in headers)
        + 2 * bool(status_text)
        + (bool(message.attached_messages) and is_office(message.sender.address))
    )


def _status_in_text(text: str) -> str:
    """The fields of a report that a server wrote into the text instead of a part of its own."""
    found = _EMBEDDED_STATUS.search(text)
    return text[found.start() : found.start() + 8_000] if found else ""


def _recipient_groups(status_text: str) -> list[Mapping[str, str]]:
    groups: list[Mapping[str, str]] = []
    for block in _BLOCK.split(status_text[:64_000])[:100]:
        fields = _fields(block)
        # A new recipient without a blank line before it is a common slip.
        for group in _split_recipients(fields):
            if {"final-recipient", "original-recipient", "action", "status"} & group.keys():
                groups.append(group)
    return groups


def _fields(block: str) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for line in block.split("\n"):
        found = _FIELD.match(line)
        if found is not None:
            fields.append((found[1].lower(), found[2].strip()))
        elif line[:1] in (" ", "\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}"[:2_000])
    return fields


def _split_recipients(fields: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    groups: list[dict[str, str]] = [{}]
    for name, value in fields:
        if name in ("final-recipient", "original-recipient") and name in groups[-1]:
            groups.append({})
        groups[-1].setdefault(name, value)
    return groups


def _from_groups(
    groups: Sequence[Mapping[str, str]], said: str, message: Message, returned: _Returned
) -> list[FailedAddress] | None:
    """The failures of a report; None where every recipient got the mail; [] where it says nothing of use."""
    failures: list[FailedAddress] = []
    succeeded = False
    for group in groups[:MAX_FAILURES]:
        action = group.get("action", "").lower().split(" ")[0].strip(";")
        status = best_status(statuses_in(group.get("status", "")))
        if action in ("delivered", "relayed", "expanded") or (not action and status.startswith("2.")):
            succeeded = True
            continue
        if not action and not status and "diagnostic-code" not in group:
            continue
        failures.append(_failure(group, action, status, said, returned))
    if not failures and succeeded:
        return None
    if failures and not any(failure.address for failure in failures):
        failures[0] = replace(failures[0], address=next(iter(_likely(said, message, returned)), ""))
    return failures


def _failure(
    group: Mapping[str, str], action: str, status: str, said: str, returned: _Returned
) -> FailedAddress:
    diagnostic = group.get("diagnostic-code", "")
    diagnostic = diagnostic.partition(";")[2].strip() or diagnostic
    address = _group_address(group, returned)
    words = _words_about(address, said) if len(diagnostic.split()) < 3 else ""
    status = best_status([status, *statuses_in(diagnostic)[:1]]) or best_status(statuses_in(words))
    # A mail that was tried until it was given up, and refused each time because nobody is known by that name.
    given_up = f"5.1.{status[4:]}" if action == "failed" and status in ("4.1.1", "4.1.10") else status
    around = words or _words_about(address, said)
    at_recipient = says_at_recipient(around)
    judgement = judge(f"{diagnostic} {words}".strip(), given_up, at_recipient=at_recipient)
    if judgement.reason is Reason.UNKNOWN and not words:
        judgement = _better(judgement, judge(around, status))
    if action == "delayed" or (not action and is_delay(said)):
        judgement = Judgement(Outcome.DELAYED, judgement.reason, judgement.words)
    shown = diagnostic or " ".join(words.split())
    return FailedAddress(
        address,
        judgement.outcome,
        judgement.reason,
        status or smtp_code_in(diagnostic),
        shown[:500],
        judgement.proven,
    )


def _better(first: Judgement, second: Judgement) -> Judgement:
    return first if second.reason is Reason.UNKNOWN else second


def _group_address(group: Mapping[str, str], returned: _Returned) -> str:
    named = [
        _recipient(group.get(name, ""))
        for name in ("original-recipient", "final-recipient", "x-actual-recipient")
    ]
    addresses = [address for address in named if address]
    # Behind a forwarding alias the final recipient is somebody whom we never wrote to.
    return next(
        (address for address in addresses if address in returned.recipients), next(iter(addresses), "")
    )


def _recipient(value: str) -> str:
    found = _RECIPIENT.match(value)
    address = found[1].lower() if found else ""
    return address if "@" in address.strip("@") else ""


def _words_about(address: str, said: str) -> str:
    """What the text says of this address; the whole text where it is not named."""
    said = _SENDMAILS_VERDICT.sub(r"\1", said) if "<<<" in said else said
    at = said.lower().find(address) if address else -1
    if at < 0:
        return said[:3_000]
    following = _NEXT_ADDRESS.search(said, at + len(address) + 1)
    while following is not None and following[1].lower() == address:
        following = _NEXT_ADDRESS.search(said, following.end())
    return said[at : min(at + 1_500, following.start() if following else len(said))]


def _from_text(said: str, message: Message, returned: _Returned) -> list[FailedAddress]:
    delayed = is_delay(said) or is_delay(message.subject)
    addresses = _likely(said, message, returned)
    failures = [_textual(address, said, message, delayed) for address in addresses[:MAX_FAILURES]]
    return failures or [_textual("", said, message, delayed)]


def _textual(address: str, said: str, message: Message, delayed: bool) -> FailedAddress:
    words = _words_about(address, said)
    status = best_status(statuses_in(words)) or best_status(statuses_in(said))
    judgement = judge(words, status)
    if judgement.reason is Reason.UNKNOWN:
        judgement = _better(judgement, judge(f"{message.subject}\n{said[:3_000]}", status))
    outcome = Outcome.DELAYED if delayed else judgement.outcome
    shown = " ".join(words.split())[:500]
    code = status or smtp_code_in(words)
    return FailedAddress(address, outcome, judgement.reason, code, shown, judgement.proven)


def _likely(said: str, message: Message, returned: _Returned) -> list[str]:
    """The failed addresses of a report in words: named by a header, in both text and copy, or in one of them."""
    header = addresses_in(", ".join(message.headers.all("x-failed-recipients")))
    if header:
        return header
    named = named_addresses(said, message)
    both = [address for address in named if address in returned.recipients]
    return both or named[:1] or list(returned.recipients[:1])


def _returned(message: Message, copy: str) -> _Returned:
    texts = [*message.reports.returned, *message.attached_messages, copy]
    ours = {one.address for one in message.to}
    heads = [
        text.partition("\n\n")[0] if text in message.reports.returned else text[:6_000]
        for text in texts
        if text
    ]
    ids = [found for head in heads for line in _ID_LINE.findall(head) for found in message_ids(line)]
    to = [address for head in heads for line in _TO_LINE.findall(head)[:3] for address in addresses_in(line)]
    subject = next((line.strip() for head in heads for line in _SUBJECT_LINE.findall(head)), "")
    return _Returned(tuple(dict.fromkeys(ids)), tuple(a for a in dict.fromkeys(to) if a not in ours), subject)
