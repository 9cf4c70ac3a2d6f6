"""What a person answers to a reply, as the mail that goes out: in its thread, with the reply quoted below."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line, printable, smuggles_a_header
from outreach.sending.compose import Letter, compose
from outreach.sending.identity import SendingMailbox
from outreach.sending.outbox import Written

#: Answers are numbered from here in their Message-IDs (`o.RUN.NUMBER.HASH`): no sequence has so many steps.
FIRST_NUMBER = 1_000
LAST_NUMBER = 9_999

MAX_BODY = 20_000
#: Of the quoted reply; what is older than the answer's reader needs stays in their own mailbox.
_QUOTED_CHARACTERS, _QUOTED_LINES = 8_000, 150
#: Ids of a thread beside its first and the last ones; RFC 5322, 3.6.4 sets no limit, servers do (RFC 5322, 2.1.1).
_KEPT_IDS = 20

# What stands in References without breaking it (RFC 5322, 3.6.4).
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,450}@[!-;=?-~]{1,450}>\Z")
_GAP = re.compile(r"<<.*?>>", re.DOTALL)
_MONTHS_EN = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTHS_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_CUT = "[…]"


@dataclass(frozen=True, slots=True)
class Parent:
    """The reply that is answered, as its header and text say it; nothing of it is cleaned yet."""

    #: `<id@host>`, or "" where it has none.
    message_id: str
    #: The ids of the thread before it, oldest first (RFC 5322, 3.6.4).
    references: Sequence[str]
    #: Without "Re:".
    subject: str
    writer: str
    written_at: datetime
    text: str
    #: "ru", or anything else for English.
    language: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the answer: the name may be empty, the address is normalised."""

    name: str
    address: str


def write_answer(
    body: str,
    parent: Parent,
    recipient: Recipient,
    mailbox: SendingMailbox,
    *,
    message_id: str,
    now: datetime,
    cc: tuple[str, str] | None = None,
) -> Written:
    """The finished answer; `cc` is name and address of one of us.

    Raises Refused for a body that is empty, too long or unfinished, or cannot be written.
    """
    said = _tidy(body)
    letter = Letter(
        sender_name=mailbox.from_name,
        sender=mailbox.address,
        recipient_name=_header_text(recipient.name, 100),
        recipient=recipient.address,
        subject=f"Re: {_header_text(parent.subject, 180)}".rstrip(),
        body=f"{said}\n{quoted(parent, mailbox.zone)}",
        date=now.astimezone(ZoneInfo(mailbox.zone)).replace(microsecond=0),
        message_id=message_id,
        thread=thread_of(parent),
        cc=None if cc is None else (_header_text(cc[0], 100), cc[1]),
    )
    return Written(message_id, letter.subject, said, mailbox.signed(compose(letter), letter.date), "")


def thread_of(parent: Parent) -> tuple[str, ...]:
    """The thread that an answer goes on with: all before the reply, then the reply (RFC 5322, 3.6.4)."""
    known = dict.fromkeys(each for each in (*parent.references, parent.message_id) if _MESSAGE_ID.match(each))
    known.pop(parent.message_id, None)
    chain = [*known, *([parent.message_id] if _MESSAGE_ID.match(parent.message_id) else [])]
    return tuple(chain if len(chain) <= _KEPT_IDS else [chain[0], *chain[1 - _KEPT_IDS :]])


def quoted(parent: Parent, zone: str) -> str:
    """The reply as it stands below the answer: who wrote it when, each line behind `>`. "" where it says nothing."""
    text = printable(parent.text, limit=_QUOTED_CHARACTERS).strip("\n")
    if not text.strip():
        return ""
    lines = text.split("\n")
    if len(lines) > _QUOTED_LINES:
        lines = [*lines[:_QUOTED_LINES], _CUT]
    return "\n".join([_attribution(parent, zone), "", *map(_behind_mark, lines)]) + "\n"


def _behind_mark(line: str) -> str:
    kept = line.rstrip()
    # RFC 3676, 4.5: what is quoted already gets one mark more, without a space between.
    return f">{kept}" if kept.startswith(">") or not kept else f"> {kept}"


def _attribution(parent: Parent, zone: str) -> str:
    at = parent.written_at.astimezone(ZoneInfo(zone))
    who = one_line(parent.writer, 100)
    if parent.language == "ru":
        return f"{at.day} {_MONTHS_RU[at.month - 1]} {at.year} г. в {at:%H:%M} {who or 'Вы'} пишет:"
    return f"On {at.day} {_MONTHS_EN[at.month - 1]} {at.year} at {at:%H:%M}, {who or 'you'} wrote:"


def _header_text(foreign: str, limit: int) -> str:
    """A stranger's words, fit for a header: one printable line that no decoder takes for anything else."""
    text = one_line(foreign, limit).replace("=?", "= ?")
    return "" if smuggles_a_header(text) else text


def _tidy(body: str) -> str:
    lines = (line.rstrip() if line.rstrip() != "--" else "-- " for line in _lines_of(body))
    said = "\n".join(lines).strip("\n")
    if not said.strip():
        raise Refused("The answer is empty: nothing is sent.")
    if len(said) > MAX_BODY:
        raise Refused(f"The answer has {len(said)} characters; it may have {MAX_BODY}.")
    if gap := first_gap(said):
        raise Refused(f"The answer still has a gap in it: {gap}. Fill it in, or take it out.")
    # An editor, or what was pasted into it, may leave what nobody sees.
    return printable(said, limit=MAX_BODY) + "\n"


def first_gap(body: str) -> str | None:
    """The first gap that a template leaves for the author, as `line 3, <<what we do>>`; None where there is none."""
    found = _GAP.search(body)
    if found is None:
        return None
    return f"line {body.count(chr(10), 0, found.start()) + 1}, {one_line(found[0], 100)}"


def _lines_of(body: str) -> Iterable[str]:
    return body.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
