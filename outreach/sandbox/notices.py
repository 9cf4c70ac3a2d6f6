"""What machines send back at once: absence notices, notices of departure, receipts with a ticket number.

Headers as RFC 3834 asks and as Exchange, Gmail and help desks write them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from outreach.core.intents import Intent
from outreach.sandbox.answers import colleague_slots
from outreach.sandbox.draw import draw, number, pick, token
from outreach.sandbox.letters import spelled_day
from outreach.sandbox.mail_programs import MailProgram, thread_headers
from outreach.sandbox.mime import Correspondent, Encoding, address_list, message, text_part, unstructured
from outreach.sandbox.names import Language
from outreach.sandbox.person import Person
from outreach.sandbox.received import ReceivedMail
from outreach.sandbox.scheduled import ScheduledMail, Truth, named
from outreach.sandbox.wording import AWAY_NOTICES, LEFT_NOTICES, TICKETS

#: Days from our first mail until somebody is back.
AWAY_DAYS = (3, 11)
#: A machine answers the same stranger again only after this long.
REPEATS_AFTER = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a machine says, how it marks that, and what it means."""

    machine: "Machine"
    text: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Machine:
    """How one kind of machine marks its answers."""

    prefix: dict[Language, str]
    headers: tuple[tuple[str, str], ...]


_EXCHANGE = Machine(
    {Language.ENGLISH: "Automatic reply: ", Language.RUSSIAN: "Автоматический ответ: "},
    (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")),
)
_VACATION = Machine(
    {Language.ENGLISH: "Out of office Re: ", Language.RUSSIAN: "Автоответ: "},
    (("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")),
)
_HELP_DESK = Machine(
    {Language.ENGLISH: "[{ticket}] Received: ", Language.RUSSIAN: "[{ticket}] Получено: "},
    (("Auto-Submitted", "auto-replied"), ("Precedence", "auto_reply"), ("X-Auto-Response-Suppress", "All")),
)


def is_back(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> bool:
    """Whether the absence that the first notice told of is over."""
    return now >= _back_at(person, mail, now, seed)


def repeats_itself(mail: ReceivedMail, now: datetime) -> bool:
    """Whether a machine answers this mail too, after those before it."""
    return not mail.earlier or now - mail.earlier[-1] >= REPEATS_AFTER


def absence(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> ScheduledMail:
    """Out of office, with the day of return and a stand-in."""
    assert person.colleague is not None
    back = _back_at(person, mail, now, seed)
    said = pick(AWAY_NOTICES[person.language], seed, "away", person.address)
    last_day = back - timedelta(days=1)
    days = {
        "last_day": spelled_day(last_day, person.language),
        "return_day": spelled_day(back, person.language, weekday=person.language is Language.ENGLISH),
    }
    truth = Truth(
        Intent.OUT_OF_OFFICE,
        (named(person.colleague, address=True, via="alternate"),),
        return_on=back.date(),
    )
    text = said.format_map(colleague_slots(person.colleague) | days)
    return _sent(person, Notice(_office_machine(person), text, truth), mail, now, seed)


def departure(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> ScheduledMail:
    """No longer with the company; names the successor."""
    assert person.colleague is not None
    said = pick(LEFT_NOTICES[person.language], seed, "left", person.address)
    slots = colleague_slots(person.colleague) | {"me": person.shown_name, "company": person.company.formal}
    truth = Truth(Intent.LEFT_COMPANY, (named(person.colleague, address=True, via="alternate"),))
    return _sent(person, Notice(_office_machine(person), said.format_map(slots), truth), mail, now, seed)


def receipt(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> ScheduledMail:
    """A help desk's receipt with a number."""
    said = pick(TICKETS[person.language], seed, "ticket", person.address)
    slots = {"ticket": _ticket(person, mail, seed), "company": person.company.formal}
    truth = Truth(Intent.AUTO_ACKNOWLEDGEMENT)
    return _sent(person, Notice(_HELP_DESK, said.format_map(slots), truth), mail, now, seed)


def _sent(person: Person, notice: Notice, mail: ReceivedMail, now: datetime, seed: int) -> ScheduledMail:
    identity = token(32, seed, "notice", person.address, mail.number)
    at = (now + timedelta(seconds=number(4, 90, seed, "machine", identity))).replace(microsecond=0)
    host = person.address.rpartition("@")[2]
    message_id = f"<{identity}@{host}>"
    prefix = notice.machine.prefix[person.language].format(ticket=_ticket(person, mail, seed))
    headers = [
        ("From", address_list([person.correspondent])),
        ("To", address_list([Correspondent(mail.sender_name, mail.sender_address)])),
        ("Subject", unstructured(prefix + mail.subject)),
        ("Date", format_datetime(at.astimezone(ZoneInfo(person.company.zone)))),
        ("Message-ID", message_id),
        *thread_headers(mail),
        *notice.machine.headers,
        ("MIME-Version", "1.0"),
    ]
    body = text_part(notice.text + "\n", subtype="plain", charset="utf-8", encoding=_encoding(person))
    return ScheduledMail(
        at=at,
        writer=person.address,
        message_id=message_id,
        to=mail.envelope_sender,
        raw=message(headers, body),
        answers=mail.message_id,
        truth=notice.truth,
        return_path="",
    )


def _back_at(person: Person, mail: ReceivedMail, now: datetime, seed: int) -> datetime:
    """Nine o'clock of the first working day back, in the person's zone; the same for every mail to them."""
    first_mail = (mail.earlier[0] if mail.earlier else now).astimezone(ZoneInfo(person.company.zone))
    back = first_mail + timedelta(days=number(*AWAY_DAYS, seed, "away days", person.address))
    while back.weekday() >= 5:
        back += timedelta(days=1)
    return back.replace(hour=9, minute=0, second=0, microsecond=0)


def _office_machine(person: Person) -> Machine:
    return _EXCHANGE if person.program is MailProgram.OUTLOOK else _VACATION


def _encoding(person: Person) -> Encoding:
    return Encoding.BASE64 if person.language is Language.RUSSIAN else Encoding.QUOTED_PRINTABLE


def _ticket(person: Person, mail: ReceivedMail, seed: int) -> str:
    return f"#{100_000 + int(draw(seed, 'ticket', person.address, mail.number) * 900_000)}"
