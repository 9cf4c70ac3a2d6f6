"""What `outreach doctor` looks at: one function a check, and the list of them in the order in which one would ask.

A check is a function from the Patient to findings. It looks and says; it changes nothing and sends nothing. Another
one is another function and another line in CHECKS.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.core.errors import Fault
from outreach.reporting.findings import Finding, Severity, error, ok, warning

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config

#: Below the first nothing is sent any more (SQLite needs room for its log); below the second it is time to look.
_LEAST_FREE, _LITTLE_FREE = 50 << 20, 500 << 20
#: Two machines' clocks may differ by as much.
_CLOCK_SLACK = timedelta(minutes=5)
#: When this was written: a clock that stands before has lost its time.
_NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
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
        return (warning("not looked at: the configuration has faults"),)
    if check.needs_database and patient.session is None:
        return (warning("not looked at: the database cannot be read"),)
    try:
        return tuple(check.look(patient))
    except Exception as trouble:
        return (error(f"the check itself failed: {trouble or type(trouble).__name__}"),)


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


def files(patient: Patient) -> Iterator[Finding]:
    """Who else may read or change what is ours."""
    assert patient.config is not None
    from outreach.database.engine import sqlite_path

    database = sqlite_path(patient.config.database.url)
    private = [path for path in (patient.config_file, database) if path is not None and path.exists()]
    for path in private:
        mode = path.stat().st_mode
        if mode & (stat.S_IWGRP | stat.S_IWOTH):
            yield error(f"{path}: others may change it", f"chmod 600 {path}")
        elif path == database and mode & stat.S_IROTH:
            yield warning(f"{path}: everybody on this machine may read it", f"chmod 600 {path}")
    if database is not None and not os.access(database.parent, os.W_OK):
        yield error(f"{database.parent}: it cannot be written into", "Give it to the user of the daemon.")
    yield from _secrets(patient.config)
    yield ok(f"{len(private)} files looked at")


def _secrets(config: "Config") -> Iterator[Finding]:
    from outreach.settings.secrets import weakness

    for mailbox in config.mailboxes:
        for line in (mailbox.smtp, mailbox.imap):
            if line is None or line.password is None:
                continue
            if weak := weakness(line.password):
                yield warning(f"{mailbox.name}: {weak}")


def clock(patient: Patient) -> Iterator[Finding]:
    """A clock that went back sends at the wrong hours, and forgets what it has sent today."""
    if patient.now < _NOT_BEFORE:
        yield error(f"the clock says {patient.now:%Y-%m-%d}", "Set it, or let NTP do it.")
        return
    newest = _newest_fact(patient)
    if newest is not None and newest > patient.now + _CLOCK_SLACK:
        yield error(
            f"the clock says {patient.now:%Y-%m-%d %H:%M}, and the newest fact in the database is of "
            f"{newest:%Y-%m-%d %H:%M} UTC",
            "Set the clock: limits and waiting times are reckoned from it.",
        )
        return
    yield ok(f"{patient.now:%Y-%m-%d %H:%M} UTC, not before the newest fact")


def _newest_fact(patient: Patient) -> datetime | None:
    if patient.session is None:
        return None
    from sqlmodel import col, select

    from outreach.database.events import Event

    return patient.session.exec(select(Event.at).order_by(col(Event.id).desc()).limit(1)).first()


def disk(patient: Patient) -> Iterator[Finding]:
    assert patient.config is not None
    free = shutil.disk_usage(patient.config.root).free
    says = f"{free / (1 << 30):.1f} GiB free where the workspace lies"
    if free < _LEAST_FREE:
        yield error(says, "Make room: nothing is sent that cannot be written down.")
    elif free < _LITTLE_FREE:
        yield warning(says, "Make room soon.")
    else:
        yield ok(says)


def database(patient: Patient) -> Iterator[Finding]:
    if patient.session is None:
        yield error(patient.database_trouble)
        return
    connection = patient.session.connection()
    if connection.dialect.name != "sqlite":
        yield ok("the schema is current; PostgreSQL checks its own pages")
        return
    import sqlalchemy as sa

    said = [str(row[0]) for row in connection.execute(sa.text("PRAGMA quick_check(3)"))]
    if said == ["ok"]:
        yield ok("the schema is current, the file is sound (quick_check)")
        return
    for line in said:
        yield error(line, "Stop the daemon and restore a backup: `outreach db check` says more.")


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
        from outreach.reporting.law_needs import law_needs

        told = [said for needs in law_needs(patient.session, rules) for said in needs.in_words]
        yield from (warning(said) for said in told[:_SHOWN])
        if len(told) > _SHOWN:
            yield warning(f"and {len(told) - _SHOWN} more")
    yield ok(f"{len(rules.rules)} countries have a rule in {path}: a tool, not legal advice")


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
                f"{name} is closed until {status.closed_until:%Y-%m-%d %H:%M} UTC: {status.trouble}"
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
        yield Finding(severity, says, fault.remedy or "")
    if len(listed) > _SHOWN:
        yield Finding(
            Severity.ERROR if any(not fault.warning for fault in listed[_SHOWN:]) else Severity.WARNING,
            f"and {len(listed) - _SHOWN} more",
            "`outreach lint` names each.",
        )


CHECKS: tuple[Check, ...] = (
    Check("configuration", configuration, needs_config=False),
    Check("files", files),
    Check("clock", clock, needs_config=False),
    Check("disk", disk),
    Check("database", database),
    Check("sequences", sequences),
    Check("law", law),
    Check("mailboxes", mailboxes, needs_database=True),
    Check("reading", reading, needs_database=True),
)
