"""What `outreach doctor` looks at: one function a check, and the list of them in the order in which one would ask.

A check is a function from the Patient to findings. It looks and says; it changes nothing and sends nothing. Another
one is another function and another line in CHECKS.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.cli.doctor_machine_checks import clock, database, disk, files
from outreach.cli.doctor_mail_checks import dns, inboxes, own_mails, sending
from outreach.core.clock import Clock, SystemClock
from outreach.core.errors import Fault
from outreach.core.untrusted import one_line
from outreach.reporting.findings import Finding, Severity, error, ok, warning

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.cli.doctor_network import Network
    from outreach.config import Config

#: Faults and sentences that are shown of one kind; the rest is counted.
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Patient:
    """What there is to look at. `config` is None where it has faults; `session` where the database cannot be read."""

    config_file: Path
    config: "Config | None"
    faults: tuple[Fault, ...]
    session: "Session | None"
    #: Why the database cannot be read.
    database_trouble: str
    now: datetime
    #: What was seen of the servers and of DNS; None where nobody was asked.
    network: "Network | None" = None
    clock: Clock = field(default_factory=SystemClock)


@dataclass(frozen=True, slots=True)
class Check:
    """One check. It is not made where what it needs is not there."""

    name: str
    look: Callable[["Patient"], Iterator[Finding]]
    needs_config: bool = True
    needs_database: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A check that was made, or left out, with what it has found."""

    check: str
    findings: tuple[Finding, ...] = field(default=())


def examine(patient: Patient, checks: Iterable[Check]) -> list[Looked]:
    """Every check in order. One that fails itself is a finding too."""
    return [Looked(check.name, _made(patient, check)) for check in checks]


def _made(patient: Patient, check: Check) -> tuple[Finding, ...]:
    if check.needs_config and patient.config is None:
        return (warning("not looked at: the configuration has faults", "Mend the configuration first."),)
    if check.needs_database and patient.session is None:
        return (warning("not looked at: the database cannot be read", "Mend the database first."),)
    try:
        return tuple(check.look(patient))
    except Exception as trouble:
        says = f"the check itself failed: {trouble or type(trouble).__name__}"
        return (
            error(
                says, "Mend what it names; where that is nothing of yours, report it as a fault of outreach."
            ),
        )


# --- the checks ----------------------------------------------------------------------------------------------------


def configuration(patient: Patient) -> Iterator[Finding]:
    yield from _of_faults(patient.faults)
    if patient.config is None:
        return
    if not patient.config.live:
        yield warning("live is false: everything is planned, nothing is sent", "Set live = true to begin.")
    if not patient.config.mailboxes:
        yield warning("there is no mailbox to send from", "Add [[mailboxes]].")
    if not patient.faults:
        yield ok(f"{patient.config_file} is sound")


def sequences(patient: Patient) -> Iterator[Finding]:
    """Sequences and templates; `outreach lint` names each fault."""
    assert patient.config is not None
    from outreach.sequences.lint import Folders, lint
    from outreach.sequences.merge_context import SenderNames

    config = patient.config
    sender = SenderNames(config.sender.name, config.sender.organisation, config.sender.postal_address)
    folders = (config.sequences, config.templates)
    faults = lint(folders, sender, Folders(*folders))
    yield from _of_faults([fault for fault in faults if not fault.warning])
    warned = sum(fault.warning for fault in faults)
    if warned:
        yield warning(f"{warned} warnings", "`outreach lint` names each.")
    if not faults:
        yield ok("nothing is wrong in sequences and templates")


def law(patient: Patient) -> Iterator[Finding]:
    """The rules of the countries, and what the campaigns' people still need."""
    assert patient.config is not None
    from outreach.settings.countries_file import read_law, stale

    path = patient.config.policy.countries
    rules, faults = read_law(path)
    if rules is None:
        yield error(f"{path} has faults: nothing is sent", "Mend it; `outreach lint` checks it.")
        yield from _of_faults(faults)
        return
    yield from _of_faults(stale(path, rules, patient.now.date()))
    if patient.session is not None:
        from outreach.reporting.campaign.law_needs import law_needs

        told = [said for needs in law_needs(patient.session, rules) for said in needs.in_words]
        yield from (warning(said, _PUT_ON_RECORD) for said in told[:_SHOWN])
        if len(told) > _SHOWN:
            yield warning(f"and {len(told) - _SHOWN} more", "`outreach lint` names each.")
    yield ok(f"{len(rules.rules)} countries have a rule in {path}: a tool, not legal advice")


_PUT_ON_RECORD = (
    "Put on record what is missing, or take these people out; docs/law.md says how. Nothing goes to them."
)


def mailboxes(patient: Patient) -> Iterator[Finding]:
    """What stands between each mailbox and its next mail."""
    assert patient.config is not None
    assert patient.session is not None
    from outreach.daemon.rules import sending_rules
    from outreach.sending.mailboxes import statuses
    from outreach.sending.planning import orphaned

    rules = sending_rules(patient.config)
    for name, status in statuses(patient.session, rules.mailboxes).items():
        if status.paused_at is not None:
            why = f": {status.paused_why}" if status.paused_why else ""
            yield warning(f"{name} is paused{why}", f"`outreach mailbox resume {name}` when it is seen to.")
        elif status.closed_until is not None and status.closed_until > patient.now:
            yield warning(
                f"{name} is closed until {status.closed_until:%Y-%m-%d %H:%M} UTC: {status.trouble}",
                f"It opens by itself then; `outreach mailbox resume {name}` opens it at once.",
            )
        elif status.trouble:
            yield warning(f"{name}: {status.trouble}", f"`outreach mailbox test {name}` tries it.")
        else:
            yield ok(f"{name} may send")
    for name in orphaned(patient.session, rules):
        yield warning(
            f"mail is to go from {name}, which the configuration no longer has",
            "Put it back, or stop the runs.",
        )


def web_server(patient: Patient) -> Iterator[Finding]:
    """Whether the daemon says that the opt-out link of its mails leads to itself."""
    assert patient.config is not None
    assert patient.session is not None
    from outreach.daemon.running_daemons import FREE_THE_PORT, LINK_LEADS_ELSEWHERE, running_daemons

    if not patient.config.http.enabled:
        return
    daemons = running_daemons(patient.session, patient.config, patient.now)
    troubles = [one_line(each.link_trouble) for each in daemons if each.link_trouble]
    for trouble in troubles:
        yield error(f"{LINK_LEADS_ELSEWHERE}: {trouble}", FREE_THE_PORT)
    if daemons and not troubles:
        yield ok("no daemon says that the opt-out link leads elsewhere")


def reading(patient: Patient) -> Iterator[Finding]:
    """Whether "they have not replied" may be believed."""
    assert patient.config is not None
    assert patient.session is not None
    from outreach.cli.reading import readings
    from outreach.inbox.reading_state import alarm_in_words, completeness

    found = readings(patient.session, patient.config)
    alarms = [each for each in found if each.is_alarm]
    for each in alarms:
        yield warning(alarm_in_words(each), f"`outreach mailbox test {each.mailbox}` tries it.")
    if not alarms and found:
        yield ok(completeness(found).says)


def _of_faults(faults: Iterable[Fault]) -> Iterator[Finding]:
    listed = list(faults)
    for fault in listed[:_SHOWN]:
        severity = Severity.WARNING if fault.warning else Severity.ERROR
        says = str(fault).removesuffix(f" {fault.remedy}") if fault.remedy else str(fault)
        yield Finding(severity, says, fault.remedy or "Mend it; `outreach lint` checks it.")
    if len(listed) > _SHOWN:
        yield Finding(
            Severity.ERROR if any(not fault.warning for fault in listed[_SHOWN:]) else Severity.WARNING,
            f"and {len(listed) - _SHOWN} more",
            "`outreach lint` names each.",
        )


def digest(patient: Patient) -> Iterator[Finding]:
    """Whether whoever is to get the daily digest can get it."""
    assert patient.config is not None
    assert patient.session is not None
    from outreach.daemon.digest_turn import sending_mailbox
    from outreach.daemon.rules import report_rules
    from outreach.reporting.digest.counts import missing
    from outreach.reporting.digest.days import works

    people = patient.config.reports.digest_to
    if not people:
        return
    mailbox = sending_mailbox(patient.config)
    if mailbox is None:
        yield error("the digest has no mailbox to go from", "Name one in [reports] digest_mailbox.")
        return
    if not patient.config.live:
        yield warning("live is false: the digest is not sent", "Set live = true to begin.")
    rules = report_rules(patient.config).digest
    today = patient.now.astimezone(rules.office.zone).date()
    if not any(works(today + timedelta(days=ahead), rules) for ahead in range(30)):
        yield warning(
            "no day of the next month is a working day: no digest is sent", "See [policy] closed_days."
        )
    for day in missing(patient.session, today + timedelta(days=1)):
        yield warning(
            f"the digest of {day} did not get to everybody, or may not have",
            "`outreach report digest` says why.",
        )
    yield ok(f"the digest goes to {len(people)} from {mailbox.name} at {rules.at:%H:%M}")


CHECKS: tuple[Check, ...] = (
    Check("configuration", configuration, needs_config=False),
    Check("files", files),
    Check("clock", clock, needs_config=False),
    Check("disk", disk),
    Check("database", database),
    Check("sequences", sequences),
    Check("law", law),
    Check("mailboxes", mailboxes, needs_database=True),
    Check("web server", web_server, needs_database=True),
    Check("reading", reading, needs_database=True),
    Check("smtp", sending),
    Check("imap", inboxes),
    Check("test mail", own_mails),
    Check("dns", dns),
    Check("digest", digest, needs_database=True),
)
