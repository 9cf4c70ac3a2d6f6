"""What a look at a mailbox's servers comes to, in words, each with its next step."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from outreach.core.untrusted import one_line
from outreach.mail.imap_advice import advice
from outreach.mail.imap_trouble import ImapTrouble, ServerBusy
from outreach.mail.line_security import Secured
from outreach.mail.mailbox_look import ReadingLook, SendingLook
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.mail.own_mail import Fate
from outreach.reporting.findings import Finding, error, ok, warning
from outreach.sending.answer_table import row_for
from outreach.sending.provider_advice import log_in_advice

#: A certificate that ends sooner is a warning: who renews it needs some days.
SOON = timedelta(days=14)
#: Two machines' clocks may differ by as much.
CLOCK_SLACK = timedelta(minutes=5)

#: What OpenSSL says of a certificate that it does not trust, and what to do. The first that fits.
CERTIFICATE: tuple[tuple[str, str], ...] = (
    (
        "has expired",
        "Have whoever runs the server renew its certificate. Where it is not so old, this machine's clock is wrong.",
    ),
    (
        "not yet valid",
        "Set the clock of this machine; where it is right, the server has the wrong certificate.",
    ),
    (
        "mismatch",
        "Put the name that the certificate is for in host, as your provider's help has it.",
    ),
    ("self-signed", "Where the server is your own, name the PEM file of its certificate in ca_file."),
    (
        "issuer",
        "The server does not send who has signed its certificate: have that mended, or name the PEM file of the "
        "authority in ca_file.",
    ),
)

#: What to do where the line itself fails, by how far it came.
_LINE: dict[Phase, str] = {
    Phase.CONNECT: (
        "Check host and port in the configuration, and whether this machine may go out there: many hosting "
        "providers shut ports 25, 465 and 587 until they are asked."
    ),
    Phase.TLS: 'Port 465 has security = "tls", port 587 has "starttls": check both in the configuration.',
    Phase.GREETING: "The server turns this machine away before anything is said: ask who runs it, with its words.",
    Phase.STARTTLS: 'Use port 465 with security = "tls", or ask who runs the server for STARTTLS.',
}
_ASK = "Ask who runs the server, with these words."
_WAIT = "Nothing is to be done now: the daemon tries again by itself. Look again in an hour."


def of_sending(name: str, look: SendingLook, now: datetime) -> Iterator[Finding]:
    """Of the log-in to its SMTP server."""
    answer, facts = look.answer, look.facts
    if answer.outcome is not Outcome.READY:
        told = (
            f"{name}: {one_line(answer.host)} does not let us send, {_WHERE[answer.phase]}: {_said(answer)}"
        )
        refused_for_now = answer.outcome is Outcome.REFUSED_FOR_NOW
        yield warning(told, _WAIT) if refused_for_now else error(told, _next_step(name, answer))
        return
    size = ""
    if facts is not None and facts.size_limit is not None:
        size = f", mails up to {facts.size_limit / 1e6:.0f} MB"
    line = facts.secured if facts is not None else None
    yield ok(f"{name}: {one_line(answer.host)} takes the log-in ({_line(line)}{size})")
    yield from _certificate(name, answer.host, line, now)


#: How far it came, as one would say it.
_WHERE: dict[Phase, str] = {
    Phase.CONNECT: "it is not reached",
    Phase.TLS: "the line is not secured",
    Phase.GREETING: "it does not greet",
    Phase.EHLO: "it does not let us introduce ourselves",
    Phase.STARTTLS: "the line is not secured",
    Phase.AUTH: "it does not take the log-in",
    Phase.ENVELOPE: "it could not carry the mail",
    Phase.RSET: "it does not go on",
    Phase.MAIL: "it does not take the sender",
    Phase.RCPT: "it does not take the recipient",
    Phase.DATA: "it does not want the mail",
    Phase.BODY: "the line broke within the mail",
    Phase.DOT: "it does not take the mail over",
}


def _said(answer: Answer) -> str:
    return " ".join(str(part) for part in (answer.code, answer.enhanced, answer.text) if part)


def _next_step(name: str, answer: Answer) -> str:
    if answer.phase is Phase.TLS and (step := _certificate_step(answer.text)):
        return step
    advised = row_for(answer).meaning.advice
    if answer.phase is Phase.AUTH and answer.code is not None:
        advised = log_in_advice(answer) or advised
    else:
        advised = _LINE.get(answer.phase) or advised
    return (advised or _ASK).replace(" NAME`", f" {name}`").replace(" NAME,", f" {name},")


def _certificate_step(words: str) -> str:
    lower = words.lower()
    return next((step for sign, step in CERTIFICATE if sign in lower), "")


def of_reading(
    name: str, host: str, look: ReadingLook, now: datetime, *, copies_matter: bool
) -> Iterator[Finding]:
    """Of the log-in to its IMAP server and the folders. `copies_matter`: copies of its mail are filed in Sent."""
    for alert in look.alerts:
        yield warning(
            f'{name}: {host} wants a person to read this: "{alert}"',
            "Log in once in a browser and do what it asks for.",
        )
    if look.trouble is not None:
        yield _of_trouble(name, look.trouble)
        return
    assert look.plan is not None
    yield from _of_folders(name, look, copies_matter=copies_matter)
    read = ", ".join(one_line(folder.name, 40) for folder in look.plan.read)
    if look.plan.inbox not in look.closed:
        sent = f"; Sent is {one_line(look.plan.sent, 40)}" if look.plan.sent else ""
        yield ok(f"{name}: {host} takes the log-in ({_line(look.secured)}), read: {read}{sent}")
    yield from _certificate(name, host, look.secured, now)


def _of_trouble(name: str, trouble: ImapTrouble) -> Finding:
    told = f"{name} cannot be read: {trouble}"
    if isinstance(trouble, ServerBusy):
        return warning(told, advice(trouble))
    return error(told, _certificate_step(str(trouble)) or advice(trouble))


def _of_folders(name: str, look: ReadingLook, *, copies_matter: bool) -> Iterator[Finding]:
    assert look.plan is not None
    for remark in look.plan.remarks:
        yield warning(
            f"{name}: {remark}", "Correct [mailboxes.imap.folders], or the settings of the mailbox."
        )
    for folder, words in look.closed.items():
        told = f'{name}: the folder "{one_line(folder, 60)}" cannot be opened: {one_line(words)}'
        if folder == look.plan.inbox:
            yield error(told, "Name the Inbox in [mailboxes.imap.folders], as the server calls it.")
        elif folder == look.plan.sent:
            yield warning(told, _name_sent(copies_matter))
        else:
            yield warning(
                told, "What lies there is not read: have it opened, or leave it out of the configuration."
            )
    if look.plan.sent is None:
        yield warning(
            f"{name}: no Sent folder was found: mails in doubt cannot be settled by it",
            _name_sent(copies_matter),
        )


def _name_sent(copies_matter: bool) -> str:
    step = "Name the folder of sent mail: [mailboxes.imap.folders] sent = ..., as the server calls it."
    return step if copies_matter else f'{step} With sent_copy = "none" no copy of ours will be in it.'


def _line(line: Secured | None) -> str:
    if line is None:
        return "plain text, on this machine only"
    if line.certificate is None:
        return line.version
    return f"{line.version}, certificate by {line.certificate.issuer} until {line.certificate.valid_until:%Y-%m-%d}"


def _certificate(name: str, host: str, line: Secured | None, now: datetime) -> Iterator[Finding]:
    if line is None or line.certificate is None:
        return
    until = line.certificate.valid_until
    if until - now < SOON:
        yield warning(
            f"{name}: the certificate of {host} ends in {max((until - now).days, 0)} days ({until:%Y-%m-%d})",
            "Have whoever runs the server renew it: after that day nothing is sent or read.",
        )


# --- a mail to oneself ----------------------------------------------------------------------------------------------


def of_own_mail(name: str, message_id: str, fate: Fate, *, server_files: bool) -> Iterator[Finding]:
    """Of the mail that it sent to itself. `server_files`: the server is to file the copy by itself."""
    if fate.answer is None:
        yield warning(f"{name}: no mail was sent to itself: {fate.trouble}", "Mend the reading of it first.")
        return
    if fate.answer.outcome is not Outcome.SENT:
        where = _WHERE[fate.answer.phase]
        yield error(
            f"{name}: the mail to itself was not taken, {where}: {_said(fate.answer)}",
            _next_step(name, fate.answer),
        )
        return
    if fate.trouble:
        yield warning(f"{name}: a mail to itself was sent; nobody could see it arrive: {fate.trouble}", _READ)
        return
    yield _arrival(name, message_id, fate)
    if fate.arrived is not None and fate.seen_at is not None:
        yield from clocks_differ(
            f"{name}'s server, by the mail to itself", fate.arrived.received_at, fate.seen_at
        )
    if server_files:
        yield _copy(name, message_id, fate)


_READ = "Add [mailboxes.imap], or mend it, and try again."


def _arrival(name: str, message_id: str, fate: Fate) -> Finding:
    if fate.arrived is None:
        return error(
            f"{name}: the mail to itself was taken and has not come back within {fate.waited:.0f} s",
            "Look for it in the mailbox, Junk and filters too. Where it is not, the MX of the domain leads elsewhere.",
        )
    where = one_line(fate.arrived.folder, 60)
    if fate.arrived.message_id != message_id:
        return warning(
            f"{name}: the mail to itself came back into {where} with another Message-ID",
            "Answers are then known by their subject and sender only. Keep [mailboxes.imap] on: the copies in Sent "
            "tell which id each mail got.",
        )
    told = (
        f"{name}: the mail to itself is back in {where} after {fate.waited:.0f} s, its Message-ID as it was"
    )
    if not fate.arrived.is_inbox:
        return warning(
            told,
            "A mail to yourself in Junk means that strangers see yours there too: mend SPF, DKIM and DMARC first.",
        )
    return ok(f"{told}; it may be deleted")


def _copy(name: str, message_id: str, fate: Fate) -> Finding:
    if fate.copy is None:
        return warning(
            f"{name}: no copy of the mail to itself was seen in Sent: mails in doubt cannot be settled by it",
            'Set sent_copy = "append" for this mailbox, so that we file the copies; or name its Sent folder.',
        )
    where = one_line(fate.copy.folder, 60)
    if fate.copy.message_id != message_id:
        return warning(
            f"{name}: the copy in {where} has another Message-ID",
            "Mails in doubt are then known by their List-Unsubscribe, which needs [http] public_url or the opt-out "
            "by mail. Let the daemon read this mailbox.",
        )
    return ok(f"{name}: the server files the copy in {where}, its Message-ID as it was")


# --- the clock ------------------------------------------------------------------------------------------------------

_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}(?::\d{2})? ?(?:[+-]\d{4}|GMT|UTC)",
    re.ASCII,
)


def time_in_greeting(greeting: str) -> datetime | None:
    """The server's time, where it tells it in its greeting, as Exim, sendmail and Exchange do."""
    found = _DATE.search(greeting)
    if found is None:
        return None
    try:
        moment = parsedate_to_datetime(found[0])
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None


def clocks_differ(whose: str, theirs: datetime, ours: datetime) -> Iterator[Finding]:
    """An error where they are further apart than two clocks may be."""
    if abs(theirs - ours) > CLOCK_SLACK:
        yield error(
            f"the clock says {ours:%Y-%m-%d %H:%M} UTC, that of {whose} {theirs:%Y-%m-%d %H:%M %Z}",
            "Set the clock of this machine, or let NTP do it: limits, hours and waiting times are reckoned from it.",
        )
