"""One inbound message, prepared once for all layers: its parts, signs, new text, language, and who takes part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import getaddresses

from outreach.inbox.automatic import Sign, SignKind, automatic_signs
from outreach.inbox.message import Correspondent, Message
from outreach.inbox.new_text import NewText, new_text
from outreach.replies.cast import Cast
from outreach.replies.language import SPOKEN, language_of
from outreach.replies.prose import Prose, prose
from outreach.replies.rule import Rule
from outreach.replies.words import automatic_rules, people_rules
from outreach.replies.words.spelling import respelled, rows_missing
from outreach.replies.written_addresses import Writer


@dataclass(frozen=True, slots=True)
class SentMail:
    """The mail of ours that a message answers, as far as it is known."""

    message_id: str = ""
    #: "Name <address>", as in the header.
    from_: str = ""
    to: str = ""
    subject: str = ""
    text: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a layer may look at."""

    message: Message
    signs: tuple[Sign, ...]
    new: NewText
    #: The new text (of a machine's message too), one sentence a line.
    prose: Prose
    #: The subject without "Re:", as rules read it.
    subject: str
    language: str
    #: The day on which it came, in the zone told; None where nothing tells, and then no date is read.
    received_on: date | None
    #: The writer may mean 10/12 as the twelfth of October.
    american: bool
    cast: Cast
    sent: SentMail | None = None
    received_at: datetime | None = None

    def strength(self, *kinds: SignKind) -> float:
        """The weight of the strongest sign of these kinds, 0.0 where there is none."""
        return max((sign.weight for sign in self.signs if sign.kind in kinds), default=0.0)

    def first_sign(self, *kinds: SignKind) -> Sign | None:
        return next((sign for sign in self.signs if sign.kind in kinds), None)

    @property
    def rule_language(self) -> str:
        """The language whose rules come nearest."""
        return self.language if self.language in SPOKEN else "ru" if self.language == "uk" else "en"

    @property
    def people_rules(self) -> Sequence[Rule]:
        return self._as_spelt(people_rules(self.rule_language))

    @property
    def automatic_rules(self) -> Sequence[Rule]:
        return self._as_spelt(automatic_rules(self.rule_language))

    def _as_spelt(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        missing = rows_missing(self.rule_language, self.prose.plain)
        return (
            respelled(rules, self.rule_language, missing, asked="?" in self.prose.plain) if missing else rules
        )


_REPLY_PREFIX = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|vs|odp|ответ|отв|на|rv|res|rif|fwd?|wg|tr|пересл)\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_AMERICAN_ZONES = range(-10, -3)


def read(message: Message, *, sent: SentMail | None, received_at: datetime | None) -> Reading:
    """Takes the message apart; `received_at` with the recipient's offset says which day it was there."""
    taken = new_text(message, sent_text=sent.text if sent and sent.text else None)
    body = prose(taken.visible or taken.forwarded)
    expected = language_of(sent.text) if sent and sent.text else ""
    moment = received_at or message.date
    return Reading(
        message=message,
        signs=automatic_signs(message),
        new=taken,
        prose=body,
        subject=prose(_REPLY_PREFIX.sub("", message.subject[:300])).plain,
        language=language_of(body.text, expected=expected),
        received_on=moment.date() if moment else None,
        american=_writes_like_americans(message, moment),
        cast=_cast(message, sent),
        sent=sent,
        received_at=received_at,
    )


def answers_us(reading: Reading) -> bool:
    """Whether the message says that it answers our mail: by Message-ID, or by our subject behind "Re:"."""
    message, sent = reading.message, reading.sent
    if sent is not None:
        if sent.message_id and sent.message_id in (*message.in_reply_to, *message.references):
            return True
        ours = prose(sent.subject).plain
        return bool(ours) and has_reply_prefix(message.subject) and ours in prose(message.subject).plain
    return bool(message.in_reply_to or message.references) or has_reply_prefix(message.subject)


def has_reply_prefix(subject: str) -> bool:
    return bool(_REPLY_PREFIX.match(subject))


def _cast(message: Message, sent: SentMail | None) -> Cast:
    ours = _correspondents(sent.from_) if sent else message.to[:1]
    addressee = _correspondents(sent.to)[:1] if sent else ()
    known = {one.address.lower() for one in (*ours, *addressee, message.sender)}
    copied = tuple(
        one for one in (*message.cc, *message.to) if one.address and one.address.lower() not in known
    )
    return Cast(
        writer=Writer(message.sender.address.lower(), message.sender.name),
        addressee=addressee[0] if addressee else Correspondent(),
        ours=tuple(ours),
        copied=copied[:10],
    )


def _correspondents(header: str) -> tuple[Correspondent, ...]:
    return tuple(
        Correspondent(name, address.lower()) for name, address in getaddresses([header[:1000]]) if address
    )


def _writes_like_americans(message: Message, moment: datetime | None) -> bool:
    offset = moment.utcoffset() if moment else None
    if offset is not None and offset.total_seconds() // 3600 in _AMERICAN_ZONES:
        return True
    written = message.headers.get("date", "")
    zone = re.search(r"([+-])(\d\d)\d\d\b", written[-14:])
    return zone is not None and zone[1] == "-" and -int(zone[2]) in _AMERICAN_ZONES
