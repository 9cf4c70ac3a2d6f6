"""`outreach inbox`: what came in, what it answers, what is pending."""

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, ID
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, facts, json_option, raw_mail, say, table, text

MESSAGE_FIELDS = {
    "id": "the message's number",
    "received_at": "when the server got it",
    "state": "stored, understood, applied or set_aside",
    "mailbox": "the mailbox it came to",
    "from": "as the message says it",
    "subject": "as it is read",
    "intent": "what the writer wants: `outreach review intents`; null before it is understood",
    "confidence": "0 to 1",
    "matched_by": "what says which mail of ours it answers; null where nothing does",
}

SHOW_FIELDS = MESSAGE_FIELDS | {
    "folder": "the IMAP folder",
    "message_id": "the Message-ID",
    "answers": "the number of our mail in the outbox, or null",
    "trouble": "why it could not be read",
    "verdict": "as `outreach replies explain --json` gives it, or null",
    "text": "all of its text, quotes included",
}


@click.group(cls=Group)
def inbox() -> None:
    """What came in, what is pending, what matched nothing."""


@inbox.command("list", epilog="outreach inbox list --unmatched")
@click.option("--unmatched", is_flag=True, help="Only what answers no mail of ours as far as we know.")
@click.option("--pending", is_flag=True, help="Only what has not been understood and applied yet.")
@click.option("--set-aside", is_flag=True, help="Only what could not be read.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@json_option(MESSAGE_FIELDS)
def list_inbox(unmatched: bool, pending: bool, set_aside: bool, limit: int, as_json: bool) -> None:
    """Messages that came in, the newest first."""
    from outreach.inbox.unfetched import listed
    from outreach.replies.listing import list_messages

    with workspace.reading() as session:
        rows = list_messages(session, unmatched=unmatched, pending=pending, set_aside=set_aside, limit=limit)
        missing = listed(session) if set_aside else []
    for each in missing:
        where = f"message {each.uid} of {each.folder} in {each.mailbox}"
        say(f"{where} was not handed out; it is asked for every hour. The server says: {each.trouble}")
    if as_json:
        emit_json(rows)
        return
    table(
        ("id", "received", "state", "from", "subject", "intent", "matched by"),
        [
            (
                row["id"],
                row["received_at"],
                row["state"],
                row["from"],
                row["subject"],
                row["intent"],
                row["matched_by"],
            )
            for row in rows
        ],
        empty="Nothing.",
    )


@inbox.command(epilog="outreach inbox show 7\noutreach inbox show 7 --raw > message.eml")
@click.argument("message_id", type=ID, metavar="ID")
@click.option("--raw", is_flag=True, help="The message byte for byte; on a terminal its text, cleaned.")
@json_option(SHOW_FIELDS, shape="one object")
def show(message_id: int, raw: bool, as_json: bool) -> None:
    """One message: what it says, and what was made of it."""
    from outreach.inbox.service import find
    from outreach.replies.listing import message_facts

    with workspace.reading() as session:
        found = find(session, message_id)
        known = message_facts(session, found)
        content = found.raw
    if raw:
        raw_mail(content)
        return
    body = _text_of(content)
    if as_json:
        emit_json(known | {"text": body})
        return
    facts({name: value for name, value in known.items() if name != "verdict"})
    click.echo()
    text(body)


@inbox.command(epilog="outreach inbox assign 7 ana@acme.example")
@click.argument("message_id", type=ID, metavar="ID")
@click.argument("address", type=ADDRESS)
def assign(message_id: int, address: str) -> None:
    """Say whose answer a message is; it is then understood anew as an answer to our last mail to them."""
    from outreach.daemon.rules import effect_rules
    from outreach.replies.assigning import assign as assign_message

    config = workspace.config()
    with workspace.writing(config) as session:
        hold_account = effect_rules(config).hold_account
        assign_message(session, message_id, address, hold_account=hold_account, now=workspace.now())
    say("Assigned. The daemon takes it up in its next turn; who it concerns is held until then.")


def _text_of(raw: bytes) -> str:
    from outreach.inbox.message import read_message

    try:
        return read_message(raw).text
    except Exception as error:
        # What was set aside is here because it could not be read. It can still be looked at.
        say(f"It cannot be read ({type(error).__name__}). `--raw` shows it as it came.")
        return ""
