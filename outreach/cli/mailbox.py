"""`outreach mailbox`: our sending identities."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN, REMARK
from outreach.cli.completing import mailbox_names
from outreach.cli.groups import Group
from outreach.cli.mailbox_add import add
from outreach.cli.mailbox_authorize import authorize
from outreach.cli.mailbox_dkim import dkim
from outreach.cli.output import emit_json, json_option, say, table
from outreach.core.errors import NotFound, OutreachError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlmodel import Session

    from outreach.config import Config, Imap, Mailbox, Smtp
    from outreach.mail.token_source import TokenSource


MAILBOX_FIELDS = {
    "name": "as the configuration calls it",
    "address": "that it writes from",
    "sent_24h": "mails in the last 24 hours",
    "by_hand_24h": "mails in its Sent folder of the last 24 hours that are not from the outbox: people wrote them",
    "allowed_24h": "how many may be sent in 24 hours: its limit, or less while it warms up",
    "paused": "why it was paused; null where it is not",
    "closed_until": "until when its server wants no more mail, or null",
    "next_send_at": "when it has rested from its last mail, or null",
    "authorisation": 'of OAuth2: "good", or what is wrong and what to do; null where it logs in with a password',
    "is_read": "whether the configuration has a way to read it",
    "read_at": "when it was last read to its end, or null",
    "pending": "messages that came in and are not understood yet",
    "set_aside": "messages that could not be read",
    "unfetched": "messages that its server would not hand out",
    "reading_trouble": "why the last try to read it failed; empty where it did not",
    "alarm": "a sentence where it was not read for too long (policy.unread_alarm_hours), or null",
}


@click.group(cls=Group)
def mailbox() -> None:
    """Add, authorize, list, test, pause and resume mailboxes."""


mailbox.add_command(add)
mailbox.add_command(authorize)
mailbox.add_command(dkim)


@mailbox.command("list", epilog="outreach mailbox list")
@json_option(MAILBOX_FIELDS)
def list_mailboxes(as_json: bool) -> None:
    """Every mailbox of the configuration: what it sent in 24 hours, its limit, what is in its way, when it was read."""
    from outreach.cli.reading import readings, sound_alarms
    from outreach.daemon.rules import sending_rules
    from outreach.inbox.reading_state import alarm_in_words
    from outreach.sending import by_hand, mailboxes

    config, now = workspace.config(), workspace.now()
    rules = sending_rules(config)
    rows = []
    # Reading makes rows for mailboxes that have none yet; they are not kept.
    with workspace.writing(config) as session:
        reading = {each.mailbox: each for each in readings(session, config)}
        authorised = authorisations(session, config)
        for name, each in rules.mailboxes.items():
            status = mailboxes.status_of(session, name)
            rows.append(
                {
                    "name": name,
                    "address": each.address,
                    "sent_24h": mailboxes.spent(session, name, now),
                    "by_hand_24h": by_hand.human_sent(session, name, now),
                    "allowed_24h": mailboxes.allowed(status, each, now),
                    "paused": status.paused_why or None,
                    "closed_until": status.closed_until,
                    "next_send_at": status.next_send_at,
                    "authorisation": authorised.get(name),
                    "is_read": reading[name].is_read,
                    "read_at": reading[name].read_at,
                    "pending": reading[name].pending,
                    "set_aside": reading[name].set_aside,
                    "unfetched": reading[name].unfetched,
                    "reading_trouble": reading[name].trouble,
                    "alarm": alarm_in_words(reading[name]) if reading[name].is_alarm else None,
                }
            )
        session.rollback()
    if as_json:
        emit_json(rows)
        return
    table(
        (
            *("mailbox", "address", "sent", "by hand", "limit", "paused", "closed until", "next"),
            *("read", "pending", "trouble"),
        ),
        [(*tuple(row.values())[:8], _when_read(row), row["pending"], row["reading_trouble"]) for row in rows],
        empty="No mailboxes. Add [[mailboxes]] to the configuration.",
    )
    sound_alarms(tuple(reading.values()))


def _when_read(row: dict[str, Any]) -> datetime | str:
    if not row["is_read"]:
        return "not read here"
    return row["read_at"] or "never"


@mailbox.command(epilog="outreach mailbox test ana")
@click.argument("name", type=KNOWN, shell_complete=mailbox_names)
@click.pass_context
def test(ctx: click.Context, name: str) -> None:
    """Log in to its servers, sending and reading, as the daemon would. Nothing is sent, nothing is changed.

    Ends with 1 where it cannot log in, or cannot read the Inbox; what is only a warning is said, and ends with 0.
    """
    config = workspace.config()
    results = asyncio.run(_test(config, _find(config, name)))
    for what, tested in results:
        say(f"{what}: {tested.says}")
    if any(tested.failed for _, tested in results):
        ctx.exit(1)


@mailbox.command(epilog="outreach mailbox resume ana\noutreach mailbox resume --all")
@click.argument("name", type=KNOWN, shell_complete=mailbox_names, required=False)
@click.option("--all", "every", is_flag=True, help="Each that is paused or closed, as after a restore.")
def resume(name: str | None, every: bool) -> None:
    """Let a paused or closed mailbox send again, once what was wrong is mended.

    What it was paused for is said once more. After a backup was restored, this is how you agree to go on: what
    lies in the Sent folders is known by then, and is not sent again.
    """
    if (name is None) is not every:
        raise click.UsageError("Name a mailbox, or say --all.")
    config = workspace.config()
    names = [each.name for each in config.mailboxes] if name is None else [_find(config, name).name]
    for each in names:
        _resume(config, each, only_if_shut=every)


def _resume(config: "Config", name: str, *, only_if_shut: bool) -> None:
    from outreach.sending import mailboxes

    with workspace.writing(config) as session:
        status = mailboxes.status_of(session, name)
        if only_if_shut and status.paused_at is None and status.closed_until is None:
            return
        why = _shut_by(status.paused_why, status.closed_until)
        mailboxes.resume_mailbox(session, name, actor=workspace.actor(), now=workspace.now())
    say(f"{name} sends again. {why}")


def _shut_by(paused_why: str, closed_until: datetime | None) -> str:
    if paused_why:
        return f"It was paused: {paused_why}."
    return "It was closed by its server." if closed_until is not None else "It was not paused."


@mailbox.command(epilog="outreach mailbox pause ana --reason 'on holiday'")
@click.argument("name", type=KNOWN, shell_complete=mailbox_names)
@click.option("--reason", type=REMARK, default="by hand", help="Shown until it is resumed.")
def pause(name: str, reason: str) -> None:
    """Send nothing from it until it is resumed."""
    from outreach.sending import mailboxes

    config = workspace.config()
    _find(config, name)
    with workspace.writing(config) as session:
        mailboxes.pause_mailbox(session, name, why=reason, actor=workspace.actor(), now=workspace.now())
    say(f"{name} is paused.")


def _find(config: "Config", name: str) -> "Mailbox":
    found = config.mailbox(name)
    if found is None:
        known = ", ".join(each.name for each in config.mailboxes) or "none"
        raise NotFound(f"There is no mailbox {name} in {config.path}. Mailboxes: {known}.")
    return found


def authorisations(session: "Session", config: "Config") -> dict[str, str]:
    """Of the mailboxes that log in with OAuth2: "good", or what is wrong."""
    from outreach.mail.oauth_trouble import not_authorised
    from outreach.sending.mailbox_tokens import troubles
    from outreach.settings.oauth import uses_oauth2

    known = troubles(session)
    return {
        each.name: (known[each.name] or "good") if each.name in known else str(not_authorised(each.name))
        for each in config.mailboxes
        if uses_oauth2(each.smtp, each.imap)
    }


@dataclass(frozen=True, slots=True)
class _Tested:
    """What came of one log-in. `failed`: nothing can be sent, or read, until it is mended."""

    says: str = "ready"
    failed: bool = False


async def _test(config: "Config", box: "Mailbox") -> list[tuple[str, _Tested]]:
    from outreach.settings.oauth import uses_oauth2

    if not uses_oauth2(box.smtp, box.imap):
        return await _test_both(box, None, None)
    with workspace.database(config) as database:

        def tokens(line: "Smtp | Imap | None") -> "TokenSource | None":
            from outreach.core.clock import SystemClock
            from outreach.daemon.token_keeper import login_tokens

            return login_tokens(database, config, box, line, clock=SystemClock())

        return await _test_both(box, tokens(box.smtp), tokens(box.imap))


async def _test_both(
    box: "Mailbox", smtp: "TokenSource | None", imap: "TokenSource | None"
) -> list[tuple[str, _Tested]]:
    return [
        ("sending", await _tested(_test_smtp, box, smtp)),
        ("reading", await _tested(_test_imap, box, imap)),
    ]


async def _tested(
    check: "Callable[[Mailbox, TokenSource | None], Awaitable[_Tested]]",
    box: "Mailbox",
    tokens: "TokenSource | None",
) -> _Tested:
    try:
        return await check(box, tokens)
    except OutreachError as error:
        return _Tested(str(error), failed=True)


async def _test_smtp(box: "Mailbox", tokens: "TokenSource | None") -> _Tested:
    from outreach.cli.doctor_network import LOG_IN_SECONDS
    from outreach.config import smtp_server
    from outreach.mail.mailbox_look import look_at_sending
    from outreach.mail.outcomes import Outcome
    from outreach.reporting.mailbox_findings import of_sending

    look = await look_at_sending(smtp_server(box), tokens, seconds=LOG_IN_SECONDS)
    if look.answer.outcome is Outcome.READY:
        return _Tested()
    found = of_sending(box.name, look, workspace.now())
    return _Tested(" ".join(f"{each.says}. {each.remedy}".strip() for each in found), failed=True)


async def _test_imap(box: "Mailbox", tokens: "TokenSource | None") -> _Tested:
    from outreach.cli.doctor_network import LOG_IN_SECONDS
    from outreach.config import SentCopy, imap_server, named_folders
    from outreach.mail.mailbox_look import look_at_reading
    from outreach.reporting.findings import Severity
    from outreach.reporting.mailbox_findings import of_reading

    server = imap_server(box)
    if server is None:
        return _Tested("not configured: no reply to it is ever seen")
    look = await look_at_reading(server, named_folders(box), box.address, tokens, seconds=LOG_IN_SECONDS)
    findings = of_reading(
        box.name, server.host, look, workspace.now(), copies_matter=box.sent_copy is not SentCopy.NONE
    )
    wrong = [each for each in findings if each.severity is not Severity.OK]
    # A server that is too busy to let us in is only a warning elsewhere: but here nobody has been let in.
    failed = look.trouble is not None or any(each.severity is Severity.ERROR for each in wrong)
    says = " ".join(f"{each.says}. {each.remedy}".strip() for each in wrong)
    if not says:
        return _Tested()
    return _Tested(says, failed=True) if failed else _Tested(f"ready. {says}")
