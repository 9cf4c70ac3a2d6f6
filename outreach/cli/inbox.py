"""`outreach inbox`: what came in, what it answers, what is pending."""

from typing import Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, ID
from outreach.cli.groups import Group
from outreach.cli.inbox_export import export
from outreach.cli.output import emit_json, facts, json_option, raw_mail, say, table, text

MESSAGE_FIELDS = {
    "id": "the message's number",
    "received_at": "when the server got it",
    "state": "stored, applied or set_aside",
    "mailbox": "the mailbox it came to",
    "from": "as the message says it",
    "subject": "as it is read",
    "intent": "what the writer wants: `outreach review intents`; null before it is understood",
    "confidence": "0 to 1",
    "matched_by": "what says which mail of ours it answers; null where nothing does",
    "suggestions": "where nothing does: whose answer it may be, the likeliest first, as objects with address, mail "
    "(the number of ours) and why",
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


inbox.add_command(export)


@inbox.command("list", epilog="outreach inbox list --unmatched")
@click.option("--unmatched", is_flag=True, help="Only what answers no mail of ours as far as we know.")
@click.option("--pending", is_flag=True, help="Only what has not been understood and applied yet.")
@click.option("--set-aside", is_flag=True, help="Only what could not be read.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@json_option(MESSAGE_FIELDS)
def list_inbox(unmatched: bool, pending: bool, set_aside: bool, limit: int, as_json: bool) -> None:
    """Messages that came in, the newest first."""
    from outreach.cli.reading import readings, sound_alarms
    from outreach.inbox.unfetched import listed
    from outreach.replies.listing import list_messages

    config = workspace.config()
    with workspace.reading(config) as session:
        reading = readings(session, config)
        rows = list_messages(session, unmatched=unmatched, pending=pending, set_aside=set_aside, limit=limit)
        missing = listed(session) if set_aside else []
    for each in missing:
        where = f"message {each.uid} of {each.folder} in {each.mailbox}"
        say(f"{where} was not handed out; it is asked for every hour. The server says: {each.trouble}")
    if as_json:
        emit_json(rows)
        return
    table(
        ("id", "received", "state", "from", "subject", "intent", "matched by", "likely"),
        [
            (
                row["id"],
                row["received_at"],
                row["state"],
                row["from"],
                row["subject"],
                row["intent"],
                row["matched_by"],
                _likely(row["suggestions"][:1]),
            )
            for row in rows
        ],
        empty="Nothing.",
    )
    sound_alarms(reading)
    if unmatched and any(row["suggestions"] for row in rows):
        say("`outreach inbox assign ID` says that a message is the answer of whom it likely is from.")


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
    body = text_of(content)
    if as_json:
        emit_json(known | {"text": body})
        return
    shown = known | {"suggestions": _likely(known["suggestions"])}
    facts({name: value for name, value in shown.items() if name != "verdict"})
    click.echo()
    text(body)


@inbox.command(epilog="outreach inbox assign 7\noutreach inbox assign 7 --to ana@acme.example")
@click.argument("message_id", type=ID, metavar="ID")
@click.argument("address", type=ADDRESS, required=False)
@click.option("--to", "named", type=ADDRESS, metavar="ADDRESS", help="The same as ADDRESS.")
def assign(message_id: int, address: str | None, named: str | None) -> None:
    """Say whose answer a message is; it is then understood anew as an answer to our last mail to them.

    Without ADDRESS it is the likeliest of whom `outreach inbox list --unmatched` names.
    """
    from outreach.daemon.rules import effect_rules
    from outreach.database import audit
    from outreach.replies.assigning import assign as assign_message
    from outreach.replies.assigning import likeliest

    if address and named and address != named:
        raise click.UsageError("Name one address.")
    config = workspace.config()
    with workspace.writing(config) as session:
        whose, why = address or named, ""
        if whose is None:
            suggested = likeliest(session, message_id)
            whose, why = suggested.address, f" ({suggested.why})"
        hold_account = effect_rules(config).hold_account
        actor, now = workspace.actor(), workspace.now()
        assign_message(session, message_id, whose, hold_account=hold_account, now=now)
        said = {"message": message_id, "suggested": bool(why)}
        subject = audit.subject_of(session, whose)
        audit.note(session, "message_assigned", actor=actor, at=now, subject=subject, **said)
    say(
        f"Assigned to {whose}{why}. The daemon takes it up in its next turn; who it concerns is held until then."
    )


def _likely(suggestions: list[dict[str, Any]]) -> str:
    return ", ".join(f"{each['address']} ({each['why']})" for each in suggestions)


@inbox.command(epilog="outreach inbox retry 7 12\noutreach inbox retry --all")
@click.argument("message_ids", type=ID, metavar="ID", nargs=-1)
@click.option(
    "--all", "everything", is_flag=True, help="All that were set aside and no person has decided on."
)
def retry(message_ids: tuple[int, ...], everything: bool) -> None:
    """Have messages that were set aside read once more, after an upgrade for instance.

    A review that waits because one could not be read is withdrawn; whom it concerns stays held until it is read.
    """
    from outreach.daemon.rules import effect_rules
    from outreach.qualification.service import all_set_aside, try_again

    if everything == bool(message_ids):
        raise click.UsageError("Say which: their IDs, or --all.")
    config = workspace.config()
    with workspace.writing(config) as session:
        chosen = all_set_aside(session) if everything else list(dict.fromkeys(message_ids))
        for each in chosen:
            try_again(session, each, effect_rules(config), actor=workspace.actor(), now=workspace.now())
    if not chosen:
        say("Nothing was set aside.")
        return
    how_many = "1 message" if len(chosen) == 1 else f"{len(chosen)} messages"
    say(f"{how_many} to be read again. The daemon takes them up in its next turn.")


def text_of(raw: bytes) -> str:
    """All of a message's text; "", with a word on standard error, where nothing can read it."""
    from outreach.inbox.message import read_message

    try:
        return read_message(raw).text
    except Exception as error:
        # What was set aside is here because it could not be read. It can still be looked at.
        say(f"It cannot be read ({type(error).__name__}). `--raw` shows it as it came.")
        return ""
