"""`outreach doctor`: what stands in the way of sending, all of it, each with the next step."""

import asyncio
import contextlib
import ipaddress
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, is_terminal, item, json_option, say, table
from outreach.core.errors import ConfigurationError, Fault, NotFound, OutreachError

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.cli.doctor_checks import Patient
    from outreach.cli.doctor_network import Network, Tokens
    from outreach.config import Config
    from outreach.reporting.findings import Finding

    _ServerType = click.ParamType[tuple[str, int]]
else:
    _ServerType = click.ParamType

FINDING_FIELDS = {
    "check": (
        "configuration, files, clock, disk, database, sequences, law, mailboxes, web server, reading, smtp, imap, "
        "test mail, dns or digest"
    ),
    "severity": "ok, warning, or error: nothing should be sent, or can be, until it is mended",
    "says": "what was found",
    "next_step": "what to do, or null",
}


class _NameServer(_ServerType):
    """An IP address, with a port behind a colon where it is not 53; in brackets for IPv6 with a port."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        text = str(value)
        host, colon, port = text.rpartition(":")
        if not colon or (":" in host and not host.startswith("[")):
            host, port = text, "53"
        try:
            address = str(ipaddress.ip_address(host.strip("[]")))
            number = int(port)
        except ValueError:
            self.fail(f'"{text}" is no IP address, with :PORT or without.', param, ctx)
        if not 0 < number < 65_536:
            self.fail(f"{number} is no port.", param, ctx)
        return address, number


@click.command(
    cls=Command,
    epilog="outreach doctor\noutreach doctor --offline --json\noutreach doctor --mailbox ann --send-test",
)
@click.option(
    "--mailbox", "names", multiple=True, type=KNOWN, help="Connect to this mailbox only; may be repeated."
)
@click.option("--offline", is_flag=True, help="Connect to nobody, and ask DNS nothing.")
@click.option(
    "--send-test",
    is_flag=True,
    help="Send one mail from each mailbox to itself, also where live is false, and wait until it is back.",
)
@click.option(
    "--name-server",
    type=_NameServer(),
    metavar="ADDRESS",
    help="Ask this name server rather than that of the machine, such as 9.9.9.9.",
)
@json_option(FINDING_FIELDS)
@click.pass_context
def doctor(
    ctx: click.Context,
    names: tuple[str, ...],
    offline: bool,
    send_test: bool,
    name_server: tuple[str, int] | None,
    as_json: bool,
) -> None:
    """Look at everything that sending rests on; errors end with 1. It may be run beside the daemon.

    Each mailbox is logged in to once for sending and once for reading; nothing is changed there, and nothing is
    marked as read. DNS is asked about the sending domains.

    What it says of the law of countries is a tool and no legal advice.
    """
    from outreach.cli.doctor_checks import CHECKS, examine
    from outreach.reporting.findings import Severity

    if offline and send_test:
        raise click.UsageError("--send-test has to connect; leave out --offline.")
    config, faults = _config()
    network = None
    if config is not None:
        chosen = _chosen(config, names)
        if not offline:
            # A database that is not there is told below; mailboxes with OAuth2 have their tokens in it.
            with contextlib.suppress(ConfigurationError):
                network = _looked_around(config, chosen, name_server, send_test=send_test)
    with _patient(config, faults, network) as patient:
        looked = examine(patient, CHECKS)
    found = [(each.check, finding) for each in looked for finding in each.findings]
    if as_json:
        emit_json(
            [
                {
                    "check": check,
                    "severity": finding.severity.value,
                    "says": finding.says,
                    "next_step": finding.remedy or None,
                }
                for check, finding in found
            ]
        )
    else:
        _show(found)
        say(_summary([finding for _, finding in found]))
    if any(finding.severity is Severity.ERROR for _, finding in found):
        ctx.exit(1)


def _show(found: "Sequence[tuple[str, Finding]]") -> None:
    """A table for a program; for a person a paragraph each: the sentences are too long for columns."""
    if not is_terminal(sys.stdout):
        rows = [(check, finding.severity, finding.says, finding.remedy) for check, finding in found]
        table(("check", "state", "found", "next step"), rows, empty="Nothing was looked at.")
        return
    width = max((len(check) for check, _ in found), default=0)
    for check, finding in found:
        item(f"{check:<{width}}  {finding.severity:<7}", finding.says)
        if finding.remedy:
            item(" " * (width + 9), f"> {finding.remedy}")


def _summary(found: "Sequence[Finding]") -> str:
    """What stops sending is counted apart from what others may refuse or distrust: there the daemon goes on."""
    errors = [finding for finding in found if finding.severity == "error"]
    with_others = sum(finding.is_with_others for finding in errors)
    stopping, warnings = len(errors) - with_others, sum(finding.severity == "warning" for finding in found)
    told = [f"{with_others} for which others may refuse or distrust your mail"] if with_others else []
    told += [f"{warnings} to look at"] if warnings or stopping else []
    if not told:
        return "All is well."
    if stopping:
        return f"{', '.join([f'{stopping} in the way of sending', *told])}."
    return f"Nothing is in the way of sending; {', '.join(told)}."


class _Now:
    """The clock of this call."""

    def now(self) -> datetime:
        return workspace.now()


def _chosen(config: "Config", names: Sequence[str]) -> list[str]:
    known = [each.name for each in config.mailboxes]
    for name in names:
        if name not in known:
            raise NotFound(
                f"There is no mailbox {name} in {config.path}. Mailboxes: {', '.join(known) or 'none'}."
            )
    return [name for name in known if name in names] if names else known


def _looked_around(
    config: "Config", names: Sequence[str], name_server: tuple[str, int] | None, *, send_test: bool
) -> "Network":
    from outreach.cli.doctor_network import look_around, steps_of
    from outreach.cli.progress import progress
    from outreach.mail.dns_records import DnsRecords

    dns = DnsRecords() if name_server is None else DnsRecords([name_server[0]], port=name_server[1])
    may_send: Callable[[str], str] | None = None
    if send_test:
        may_send = _may_send(config).__getitem__
        say(
            f"One mail goes from each of {', '.join(names)} to itself. It counts as one that a person sent by hand."
        )
    with (
        _tokens(config, names) as tokens,
        progress("looking", steps_of(names, send_test=send_test)) as advance,
    ):
        looking = look_around(
            config, names, dns, clock=_Now(), tokens=tokens, send_test=may_send, advance=advance
        )
        network = asyncio.run(looking)
    _note(config, network.sent_to_themselves)
    return network


@contextlib.contextmanager
def _tokens(config: "Config", names: Sequence[str]) -> "Iterator[Tokens]":
    """What mailboxes log in with by OAuth2. As the daemon does, a token that has run out is renewed and kept."""
    from outreach.daemon.token_keeper import login_tokens
    from outreach.settings.oauth import uses_oauth2

    boxes = [box for box in config.mailboxes if box.name in names]
    if not any(uses_oauth2(box.smtp, box.imap) for box in boxes):
        yield lambda _box, _line: None
        return
    with workspace.database(config) as database:
        yield lambda box, line: login_tokens(database, config, box, line, clock=_Now())


def _note(config: "Config", sent: "Sequence[tuple[str, str]]") -> None:
    """Those mails count against the limits as what a person sends by hand does, whether a copy is filed or not."""
    from outreach.sending import by_hand

    if not sent:
        return
    with contextlib.suppress(OutreachError), workspace.writing(config) as session:
        now = workspace.now()
        for mailbox, message_id in sent:
            by_hand.note(session, mailbox, message_id, sent_at=now, is_ours=False, now=now)


def _may_send(config: "Config") -> dict[str, str]:
    """Why each mailbox may not send a mail to itself now; "" where it may. Without a database there is no reason."""
    from outreach.daemon.rules import sending_rules
    from outreach.sending import mailboxes

    rules, now = sending_rules(config), workspace.now()
    why = dict.fromkeys(rules.mailboxes, "")
    with contextlib.suppress(OutreachError), workspace.reading(config) as session:
        spent = mailboxes.spent_by(session, set(rules.mailboxes), now)
        for name, status in mailboxes.statuses(session, rules.mailboxes).items():
            limit = mailboxes.allowed(status, rules.mailboxes[name], now)
            if status.closed_until is not None and status.closed_until > now:
                why[name] = f"its server wants no mail until {status.closed_until:%Y-%m-%d %H:%M} UTC"
            elif spent[name] >= limit:
                why[name] = f"it has sent the {limit} mails that it may send in 24 hours"
    return why


@contextlib.contextmanager
def _patient(
    config: "Config | None", faults: "Sequence[Fault]", network: "Network | None"
) -> "Iterator[Patient]":
    from outreach.cli.doctor_checks import Patient

    with contextlib.ExitStack() as stack:
        session: Session | None = None
        trouble = "the configuration has faults"
        if config is not None:
            try:
                session = stack.enter_context(workspace.reading(config))
            except OutreachError as error:
                trouble = str(error)
        yield Patient(
            config_file=workspace.config_file(),
            config=config,
            faults=tuple(faults),
            session=session,
            database_trouble=trouble,
            now=workspace.now() if network is None else network.at,
            network=network,
            clock=_Now(),
        )


def _config() -> "tuple[Config | None, list[Fault]]":
    """The configuration, if it is sound, and what is to be said about it."""
    try:
        config = workspace.config()
    except ConfigurationError as error:
        return None, list(error.faults)
    return config, [*config.warnings, *config.examples]
