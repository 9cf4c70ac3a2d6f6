"""`outreach leads mails` and `introduce`: what was told of offers, what came back, and who meets whom."""

import sys
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.leads_text import LEAD
from outreach.cli.output import emit_json, is_terminal, json_option, raw_mail, say, table
from outreach.core.errors import Refused
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.handoff.mail_model import OfferAnswer, OfferNotice

MAIL_FIELDS = {
    "at": "when it was written, or came in",
    "what": "told: we tell it; came: it came in",
    "lead": "the lead's number, or null",
    "offer": "the offer's number, or null",
    "salesperson": "whom it is for, or who says that they wrote it; empty: an address of nobody in the team",
    "kind": "what is told; or accepted, rejected, repeated, refused, not_understood, automatic, forged",
    "way": "mail or webhook",
    "state": "waiting, delivered, not_wanted or given_up; null for what came in",
    "tries": "how often it was tried; null for what came in",
    "message": "the number of the message that came in, or null",
    "why": "why it was not told, or not done",
}
INTRODUCTION_FIELDS = {
    "id": "the mail's number in the outbox, or null where nothing was sent off",
    "from": "the address that it goes from",
    "to": "the contact's address",
    "cc": "the salesperson's",
    "subject": "as it stands in the thread",
    "notes": "what is worth knowing of the recipient",
    "waits": "what keeps it from going at once",
    "raw": "the very mail as text",
}


@click.command(cls=Command, epilog="outreach leads mails\noutreach leads mails 4 --all --json")
@click.argument("lead", type=LEAD, required=False)
@click.option("--all", "everything", is_flag=True, help="Also what was delivered.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option(MAIL_FIELDS)
def mails(lead: str | None, everything: bool, limit: int, as_json: bool) -> None:
    """What waits to be told of offers or was given up, and what came back by mail, forgeries among it."""
    from outreach.handoff import mail_answers, offer_notices
    from outreach.qualification.leads import service

    with workspace.reading() as session:
        number = None if lead is None else service.find(session, lead).id
        told = offer_notices.listed(session, lead_id=number, everything=everything, limit=limit)
        came = mail_answers.listed(session, lead_id=number, limit=limit)
        rows = sorted([*map(_told, told), *map(_came, came)], key=lambda row: row["at"], reverse=True)[:limit]
    if as_json:
        emit_json(rows)
        return
    table(
        ("at", "what", "lead", "salesperson", "kind", "way", "state", "tries", "message", "why"),
        [[row[name] for name in MAIL_FIELDS if name != "offer"] for row in rows],
        empty="Nothing waits to be told, and nothing came back.",
    )


def _told(notice: "OfferNotice") -> dict[str, Any]:
    return {
        "at": notice.made_at,
        "what": "told",
        "lead": notice.lead_id,
        "offer": notice.offer_id,
        "salesperson": notice.salesperson,
        "kind": notice.kind.value,
        "way": notice.way.value,
        "state": notice.state.value,
        "tries": notice.attempts,
        "message": notice.inbound_id,
        "why": notice.trouble or notice.why,
    }


def _came(answer: "OfferAnswer") -> dict[str, Any]:
    return {
        "at": answer.at,
        "what": "came",
        "lead": answer.lead_id,
        "offer": answer.offer_id,
        "salesperson": answer.salesperson,
        "kind": answer.came.value,
        "way": "mail",
        "state": None,
        "tries": None,
        "message": answer.inbound_id,
        "why": answer.why,
    }


@click.command(cls=Command, epilog="outreach leads introduce 4\noutreach leads introduce 4 --yes")
@click.argument("lead", type=LEAD)
@click.option("--yes", is_flag=True, help="Send it off without asking. In a pipe, nothing goes without it.")
@json_option(INTRODUCTION_FIELDS, shape="one object")
def introduce(lead: str, yes: bool, as_json: bool) -> None:
    """Introduce the salesperson to the contact, in their thread, with the salesperson on copy.

    The very mail is shown first. It needs `introduce = true` in [hand_off], and a lead that was accepted.
    """
    from outreach.daemon.rules import effect_rules, hand_off_rules
    from outreach.handoff import introducing
    from outreach.qualification.leads import service

    config = workspace.config()
    if not config.hand_off.introduce:
        raise Refused("[hand_off] introduce is false: nobody is introduced by mail. Set it to true.")
    rules, effects, now = hand_off_rules(config), effect_rules(config), workspace.now()
    with workspace.reading(config) as session:
        found = service.find(session, lead)
        drafted = introducing.draft_introduction(
            session, found, rules=rules, effects=effects, templates=config.templates
        )
        preview = introducing.preview_introduction(session, drafted, effects=effects, now=now)
    if not as_json:
        raw_mail(preview.raw)
        for line in (*preview.notes, *preview.waits):
            say(f"Note: {one_line(line)}")
    number = None
    if yes or (not as_json and is_terminal(sys.stdin) and click.confirm("Send it?", err=True)):
        with workspace.writing(config) as session:
            found = service.find(session, lead)
            drafted = introducing.draft_introduction(
                session, found, rules=rules, effects=effects, templates=config.templates
            )
            number = introducing.introduce(
                session, found, drafted, actor=workspace.actor(), effects=effects, now=now
            ).id
    if as_json:
        emit_json(
            {
                "id": number,
                "from": preview.sender,
                "to": preview.recipient,
                "cc": drafted.colleague.address,
                "subject": preview.subject,
                "notes": list(preview.notes),
                "waits": list(preview.waits),
                "raw": preview.raw.decode("utf-8", "replace"),
            }
        )
    elif number is None:
        say("Nothing is sent. --yes sends it off.")
    else:
        say(f"Mail {number} waits in the outbox; the copy follows when it has gone out.")


COMMANDS = (mails, introduce)
