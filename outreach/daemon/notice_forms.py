"""What a notice says: the JSON of a webhook, Slack's and Telegram's forms, and a mail to somebody in the team."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from outreach.core.addresses import domain_of
from outreach.core.intents import MEANINGS, Intent
from outreach.core.untrusted import one_line
from outreach.qualification.notices import Told
from outreach.sending.compose import Letter, compose
from outreach.sending.identity import SendingMailbox


def webhook_json(told: Told, *, with_text: bool) -> bytes:
    """`{"type", "timestamp", "data"}`; the person is in it only where the channel is to know them."""
    about: dict[str, Any] = {
        "event_id": told.event_id,
        "intent": told.intent.value,
        "decided_by": told.decided_by or None,
        "received_at": told.received_at.isoformat(),
        "company": told.company,
        "campaign": told.campaign,
        "mailbox": told.mailbox,
        "inbound_id": told.inbound_id,
        "review_id": told.review_id,
    }
    if with_text:
        about["person"] = {"name": told.name, "address": told.address}
        about["text"] = told.text
    event = {"type": f"reply.{told.intent.value}", "timestamp": told.at.isoformat(), "data": about}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def slack_json(told: Told, *, with_text: bool) -> bytes:
    """`{"text"}`, in which Slack's three signs are written as it asks, so that nobody's words become a mention."""
    text = sentences(told, with_text=with_text)
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, written)
    return json.dumps({"text": text}).encode()


def telegram_json(told: Told, chat: str, *, with_text: bool) -> bytes:
    """The form of `sendMessage`, as plain text: nothing in it is marked up."""
    text = sentences(told, with_text=with_text)
    return json.dumps({"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}).encode()


def notice_mail(told: Told, mailbox: SendingMailbox, address: str, *, with_text: bool) -> bytes:
    """A mail from the mailbox that got the reply. Its Message-ID is the event's: twice is seen as once."""
    letter = Letter(
        sender_name=mailbox.from_name,
        sender=mailbox.address,
        recipient_name="",
        recipient=address,
        subject=one_line(_headline(told, with_text=with_text), 150).replace("=?", "= ?"),
        body=sentences(told, with_text=with_text) + "\n",
        date=told.at.astimezone(ZoneInfo(mailbox.zone)).replace(microsecond=0),
        message_id=f"<{told.event_id}@{domain_of(mailbox.address)}>",
        automatic=True,
    )
    return mailbox.signed(compose(letter), letter.date)


def sentences(told: Told, *, with_text: bool) -> str:
    """The notice as a person reads it."""
    by = f"{told.decided_by} says so" if told.decided_by else "as the program reads it"
    lines = [
        _headline(told, with_text=with_text),
        f"The writer {MEANINGS[told.intent]} ({by}).",
        f"Campaign {told.campaign}, mailbox {told.mailbox}, received {told.received_at:%Y-%m-%d %H:%M} UTC.",
    ]
    if told.review_id is not None:
        lines.append(f"outreach review show {told.review_id}")
    if with_text and told.text:
        lines += ["", *(f"> {line}".rstrip() for line in told.text.split("\n"))]
    return "\n".join(lines)


def _headline(told: Told, *, with_text: bool) -> str:
    meaning = told.intent.value.replace("_", " ").capitalize()
    person = f"{told.name} <{told.address}>".strip() if with_text else ""
    who = ", ".join(filter(None, (person, told.company)))
    return f"{meaning}: {who or 'a reply'}"


def an_example(mailbox: str, now: datetime) -> Told:
    """A made-up notice, to try a channel with."""
    return Told(
        event_id=f"evt_example_{int(now.timestamp())}",
        intent=Intent.INTERESTED,
        decided_by="",
        at=now,
        received_at=now,
        company="Example Company (this is a test)",
        campaign="test",
        mailbox=mailbox,
        inbound_id=0,
        name="Somebody",
        address="somebody@company.example",
        text="This is a test of the channel: nobody has written.",
    )
