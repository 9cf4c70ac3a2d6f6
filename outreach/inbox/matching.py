"""By which Message-IDs and addresses a message may answer one of ours. Whose they are is looked up elsewhere."""

import re

from outreach.inbox.bounce_texts import addresses_in
from outreach.inbox.header_fields import message_ids
from outreach.inbox.message import Message
from outreach.inbox.own_words import OwnWords
from outreach.inbox.quotes import Label, label_lines

MAX_IDS = 100
MAX_ADDRESSES = 50
#: Characters of a text that are searched for copied headers.
MAX_TEXT = 60_000

_ID_LINE = re.compile(
    r"^[ \t>|*]{0,40}(?:Original-|X-Original-|Resent-)?Message-I[Dd][ \t]*\*{0,2}:[ \t*]*\n?[ \t>]*(<[^<>\n]{3,300}>)",
    re.MULTILINE,
)
_THREAD_LINE = re.compile(
    r"^(?:In-Reply-To|References)[ \t]*:[ \t]*(.{3,4000})$", re.MULTILINE | re.IGNORECASE
)
# Outlook and Apple Mail write links to the mail that they quote.
_CITE = re.compile(r"""\bcite=["']?mid:([^"'\s<>]{5,200}@[^"'\s<>]{3,200})""", re.IGNORECASE)
_SUPPLEMENTS = (
    "original-message-id",
    "x-original-message-id",
    "x-ms-exchange-parent-message-id",
    "x-forwarded-message-id",
)


def mentioned_ids(message: Message) -> tuple[str, ...]:
    """Message-IDs in order of trust.

    In-Reply-To; References, the last first; related headers; the headers of returned or attached mail; those in
    report fields, quoted text and links. The message's own id is none of them.
    """
    found = [*message.in_reply_to, *reversed(message.references)]
    for name in _SUPPLEMENTS:
        found += message_ids(message.headers.get(name, ""))
    copies = (*message.reports.returned, *message.attached_messages)
    found += _ids_of(
        _ID_LINE,
        *copies,
        message.reports.disposition,
        message.reports.feedback,
        message.reports.delivery_status,
    )
    found += _ids_of(_ID_LINE, message.text[:MAX_TEXT])
    found += _ids_of(_THREAD_LINE, *(copy.partition("\n\n")[0] for copy in copies))
    found += [f"<{target}>" for target in _CITE.findall((message.html or "")[:MAX_TEXT])[:20]]
    unique = dict.fromkeys(one for one in found if one != message.message_id)
    return tuple(unique)[:MAX_IDS]


def quoted_addresses(message: Message) -> tuple[str, ...]:
    """Addresses in quoted mail, its attribution lines and headers, and in returned mail: whom ours may have gone to.

    The writer's own address is left out; ours may be among them.
    """
    labelled = label_lines(message.text[:MAX_TEXT], OwnWords(None))
    quoted = f"{labelled.text_of(Label.QUOTED)}\n{labelled.text_of(Label.FORWARDED)}"
    heads = (copy.partition("\n\n")[0] for copy in (*message.reports.returned, *message.attached_messages))
    found = addresses_in(quoted) + [address for head in heads for address in _recipients(head)]
    return tuple(dict.fromkeys(one for one in found if one != message.sender.address))[:MAX_ADDRESSES]


def _recipients(head: str) -> list[str]:
    lines = [
        line
        for line in head.split("\n")
        if line.lower().startswith(("to:", "cc:", "delivered-to:", "x-original-to:"))
    ]
    return addresses_in("\n".join(lines))


def _ids_of(pattern: re.Pattern[str], *texts: str) -> list[str]:
    return [one for text in texts for line in pattern.findall(text) for one in message_ids(line)]
