"""By which ids, tokens, addresses and words a message may answer one of ours. Whose they are is looked up elsewhere."""

import re

from outreach.inbox.bounce_texts import addresses_in
from outreach.inbox.header_fields import message_ids
from outreach.inbox.message import Message
from outreach.inbox.own_words import OwnWords
from outreach.inbox.quotes import Label, label_lines

MAX_IDS = 100
MAX_ADDRESSES = 50
_MOST_WRITTEN = 500
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
_REPLY_PREFIX = re.compile(
    r"\A(?:\s*(?:re|aw|antw|sv|vs|odp|ответ|отв|на|rv|res|rif|ynt|fwd?|wg|tr|enc|i|пересл|пер)\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
#: What our List-Unsubscribe asks to have written into the subject: the Message-ID without its domain.
_TOKEN = re.compile(r"(?<![\w.])o\.[0-9]{1,18}\.[0-9]{1,4}\.[0-9a-f]{24}(?![\w.@])")
#: Where the address that a mail was delivered to stands, besides To and Cc.
_DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to")
#: Letters of our own text that nobody writes by chance.
_ENOUGH_LETTERS = 100
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


def tokens_of(message: Message) -> tuple[str, ...]:
    """Our tokens in the subject, and in the addresses that it went to (`ann+TOKEN@alpha.example`)."""
    addresses = [each.address for each in (*message.to, *message.cc)][:MAX_ADDRESSES]
    for name in _DELIVERED_TO:
        addresses += message.headers.all(name)[:5]
    texts = [message.subject, *(address.rpartition("@")[0] for address in addresses)]
    return tuple(dict.fromkeys(token for text in texts for token in _TOKEN.findall(text[:500].lower())))[:5]


def bare_subject(subject: str) -> str:
    """The subject without "Re:" and "Fwd:", in whatever language."""
    return _REPLY_PREFIX.sub("", subject[:300]).strip()


def quotes_text(message: Message, sent_text: str) -> bool:
    """Whether the message has our own text in it, or in what it returns: a hundred letters of it, or nearly all."""
    own = OwnWords(sent_text)
    if not own:
        return False
    lines = [
        line
        for text in (message.text, *message.reports.returned, *message.attached_messages)
        for line in text[:MAX_TEXT].split("\n")
    ]
    found = {
        letters
        for line, ours in zip(lines, own.mark([line.lstrip(" \t>|") for line in lines]), strict=True)
        if ours and (letters := _letters(line))
    }
    return sum(map(len, found)) >= min(_ENOUGH_LETTERS, 0.9 * len(_letters(sent_text)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def written_addresses(message: Message) -> tuple[str, ...]:
    """Addresses anywhere in the text and in what is attached: more than `quoted_addresses`, in a tenth of the time."""
    found = addresses_in(message.text[:MAX_TEXT]) + [
        address
        for copy in (*message.reports.returned, *message.attached_messages)
        for address in _recipients(copy.partition("\n\n")[0])
    ]
    return tuple(dict.fromkeys(found))[:_MOST_WRITTEN]


def _recipients(head: str) -> list[str]:
    lines = [
        line
        for line in head.split("\n")
        if line.lower().startswith(("to:", "cc:", "delivered-to:", "x-original-to:"))
    ]
    return addresses_in("\n".join(lines))


def _ids_of(pattern: re.Pattern[str], *texts: str) -> list[str]:
    return [one for text in texts for line in pattern.findall(text) for one in message_ids(line)]
