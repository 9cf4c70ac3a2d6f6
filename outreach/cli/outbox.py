"""`outreach outbox`: what goes out, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, KNOWN
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, facts, json_option, say, table, text

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config

MAIL_FIELDS = {
    "id": "the mail's number",
    "state": "queued, claimed, in_flight, sent, failed, doubtful or withdrawn",
    "kind": "step, or answer: a person wrote it",
    "author": "who wrote an answer; null for a step",
    "recipient": "its address",
    "mailbox": "the mailbox it leaves from",
    "sequence": "its name; empty for an answer",
    "step": "of the sequence",
    "subject": "as it is read",
    "message_id": "the Message-ID",
    "due_at": "when it may go",
    "sent_at": "when a server took it, or null",
    "attempts": "how often it was tried",
    "answer_phase": "where in the SMTP dialogue the last answer came",
    "answer_code": "its three digits",
    "answer_enhanced": "its enhanced status code (RFC 3463)",
    "answer_text": "its text",
    "settled_by": "who or what told what became of a doubtful mail",
    "law": "the ruling of its recipient's country: an object with country, rule, decision, version and the recorded"
    " ground; null for an answer, and where there are no rules",
    "doubtful_since": "when a doubtful mail became so; null for all others",
    "settles_by": "what will tell what became of a doubtful mail; null for all others",
}


@click.group(cls=Group)
def outbox() -> None:
    """What goes out, the doubtful ones first."""


@outbox.command("list", epilog="outreach outbox list --state doubtful")
@click.option("--state", type=KNOWN, help="Only mails in this state: doubtful, queued, sent, failed, …")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@json_option(MAIL_FIELDS)
def list_outbox(state: str | None, limit: int, as_json: bool) -> None:
    """The outbox: doubtful, then what waits, then the newest of what went out."""
    from outreach.sending.listing import list_mails

    config, now = workspace.config(), workspace.now()
    with workspace.reading(config) as session:
        rows = _with_doubts(session, config, list_mails(session, state=state, limit=limit))
    if as_json:
        emit_json(rows)
        return
    table(
        ("id", "state", "to", "mailbox", "step", "due", "sent", "in doubt for", "answer"),
        [
            (
                row["id"],
                row["state"],
                row["recipient"],
                row["mailbox"],
                row["step"],
                row["due_at"],
                row["sent_at"],
                _so_long(row["doubtful_since"], now),
                row["answer_text"],
            )
            for row in rows
        ],
        empty="The outbox is empty.",
    )
    for ways in dict.fromkeys(row["settles_by"] for row in rows if row["settles_by"]):
        say(f"In doubt: {ways}.")


@outbox.command(epilog="outreach outbox show 12")
@click.argument("mail_id", type=ID, metavar="ID")
@json_option(MAIL_FIELDS | {"raw": "the bytes as they went out; empty before"}, shape="one object")
def show(mail_id: int, as_json: bool) -> None:
    """One mail: its state, what the server said, and its bytes."""
    from outreach.sending.listing import mail_facts
    from outreach.sending.outbox import find

    config = workspace.config()
    with workspace.reading(config) as session:
        mail = find(session, mail_id)
        [known] = _with_doubts(session, config, [mail_facts(mail)])
        raw = (mail.raw or b"").decode("ascii", "replace")
    if as_json:
        emit_json(known | {"raw": raw})
        return
    facts(known)
    click.echo()
    text(raw)


@outbox.command(epilog="outreach outbox resolve 12 sent")
@click.argument("mail_id", type=ID, metavar="ID")
@click.argument("verdict", type=click.Choice(["sent", "not-sent"]))
def resolve(mail_id: int, verdict: str) -> None:
    """Say what became of a doubtful mail, when neither Sent folder, bounce nor reply has told."""
    from outreach.core.errors import Refused
    from outreach.daemon.rules import sending_rules
    from outreach.database import audit
    from outreach.sending import outbox as mails
    from outreach.sending.service import settle_as_sent

    config = workspace.config()
    with workspace.writing(config) as session:
        by, now = workspace.actor(), workspace.now()
        if verdict == "not-sent":
            mails.settle_as_not_sent(session, mail_id, by=by, now=now)
        elif not settle_as_sent(session, mail_id, sending_rules(config), by=by, now=now):
            state = mails.find(session, mail_id).state
            raise Refused(f"Mail {mail_id} is {state.value}, not doubtful: there is nothing to resolve.")
        audit.note(session, "mail_resolved", actor=by, at=now, subject=f"mail:{mail_id}", said=verdict)
    say("Sent: the sequence goes on." if verdict == "sent" else "Not sent: it is queued again.")


def _with_doubts(
    session: "Session", config: "Config", rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The mails with what is to be known of the doubtful ones among them."""
    from outreach.sending.sent_folder import doubtful_since

    doubtful = [row["id"] for row in rows if row["state"] == "doubtful"]
    since = doubtful_since(session, doubtful) if doubtful else {}
    return [
        row
        | {
            "doubtful_since": since.get(row["id"]),
            "settles_by": _settles_by(config, row["mailbox"]) if row["state"] == "doubtful" else None,
        }
        for row in rows
    ]


def _settles_by(config: "Config", mailbox: str) -> str:
    known = config.mailbox(mailbox)
    by_hand = "`outreach outbox resolve ID sent` or `not-sent`"
    if known is None or known.imap is None:
        return f"{mailbox} is not read, so only you can tell: {by_hand}"
    return f"a copy in the Sent folder of {mailbox}, a bounce or a reply will tell; else you do: {by_hand}"


def _so_long(since: datetime | None, now: datetime) -> str:
    if since is None:
        return ""
    minutes = max(now - since, timedelta()) // timedelta(minutes=1)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
