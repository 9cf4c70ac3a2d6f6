"""`outreach notices`: who was told of which replies, and whether it got through."""

import asyncio

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table
from outreach.core.errors import NotFound, Refused

NOTICE_FIELDS = {
    "id": "the notice's number",
    "event_id": "what the receiver knows it by; the same at every try",
    "channel": "its name in the configuration",
    "to": "mail, webhook, slack or telegram",
    "intent": "what the reply means",
    "decided_by": "the person who said so, or null where the program reads it that way",
    "message": "the reply's number: `outreach inbox show`",
    "state": "waiting, delivered or given_up",
    "attempts": "how often it was tried",
    "due_at": "when it is tried next",
    "trouble": "why the last try failed",
    "created_at": "when the fact was written",
}


@click.group(cls=Group)
def notices() -> None:
    """Notices of replies to your team: by mail, webhook, Slack or Telegram, as [[notices]] says."""


@notices.command("list", epilog="outreach notices list --all --json")
@click.option("--all", "everything", is_flag=True, help="Also those that got through.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@json_option(NOTICE_FIELDS)
def list_notices(everything: bool, limit: int, as_json: bool) -> None:
    """Notices that wait or were given up, the newest first."""
    from outreach.qualification.notices import listed

    with workspace.reading() as session:
        rows = [
            {
                "id": each.id,
                "event_id": each.event_id,
                "channel": each.channel,
                "to": each.way.value,
                "intent": each.intent.value,
                "decided_by": each.decided_by or None,
                "message": each.inbound_id,
                "state": each.state.value,
                "attempts": each.attempts,
                "due_at": each.due_at,
                "trouble": each.trouble,
                "created_at": each.created_at,
            }
            for each in listed(session, everything=everything, limit=limit)
        ]
    if as_json:
        emit_json(rows)
        return
    shown = ("id", "channel", "intent", "message", "state", "attempts", "due_at", "trouble")
    table(
        ("id", "channel", "intent", "message", "state", "tries", "next", "trouble"),
        [[row[name] for name in shown] for row in rows],
        empty="No notice waits, none was given up.",
    )


@notices.command(epilog="outreach notices test sales-channel")
@click.argument("channel", type=KNOWN, metavar="NAME")
def test(channel: str) -> None:
    """Send a made-up notice to one channel now, whatever `live` says."""
    from outreach.core.clock import SystemClock
    from outreach.daemon.notice_forms import an_example
    from outreach.daemon.notice_turn import Delivery
    from outreach.daemon.rules import sending_rules
    from outreach.mail.webhook import NotTaken

    config = workspace.config()
    chosen = next((each for each in config.notices if each.name == channel), None)
    if chosen is None:
        known = ", ".join(each.name for each in config.notices) or "none"
        raise NotFound(f'There is no [[notices]] called "{channel}". There are: {known}.')
    mailbox = next((each.name for each in config.mailboxes), "")
    try:
        with workspace.database(config) as database:
            deliver = Delivery(config, sending_rules(config), database)
            asyncio.run(deliver(chosen, an_example(mailbox, workspace.now()), SystemClock()))
    except NotTaken as refusal:
        raise Refused(f"{channel} did not take it: {refusal.trouble}") from None
    say(f"{channel} has taken it.")
