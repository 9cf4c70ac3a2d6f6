"""Simulated people of the test's choice, and mails of ours to them."""

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from outreach.sandbox.mail_programs import MailProgram
from outreach.sandbox.mime import Encoding, message, text_part, unstructured
from outreach.sandbox.names import Company, Language, company, person_names, phone_number
from outreach.sandbox.person import NAMES_A_COLLEAGUE, Behaviour, Person
from outreach.sandbox.received import ReceivedMail, read_mail

US = "rita@fairmile.example"
#: A Monday, ten in the morning in London.
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)

_QUESTION = {
    Language.ENGLISH: (
        "Who handles sales?",
        "Hello,\n\nwho handles sales at your company?\n\nRita Whitfield",
    ),
    Language.RUSSIAN: ("Кто отвечает за продажи?", "Здравствуйте!\n\nКто у вас отвечает за продажи?\n\nНора"),
}


def a_house(language: Language = Language.ENGLISH, place: int = 0) -> Company:
    """The company number `place` among those that speak `language`."""
    return company(place, 1, russian_share=1.0 if language is Language.RUSSIAN else 0.0)


def a_person(
    behaviour: Behaviour,
    language: Language = Language.ENGLISH,
    *,
    place: int = 0,
    colleague_is: Behaviour = Behaviour.SILENT,
    **changes: Any,
) -> Person:
    """Somebody of that character, with a colleague where the character names one."""
    house = a_house(language, place)
    me, other = person_names(language, 2, 1, "test", place)
    person = Person(
        address=f"{me.latin_first}.{me.latin_last}@{house.domain}",
        name=me,
        title="Office Manager",
        company=house,
        phone=phone_number(house.country, 1, place),
        program=MailProgram.GMAIL,
        behaviour=behaviour,
    )
    if behaviour in NAMES_A_COLLEAGUE:
        address = f"{other.latin_first}.{other.latin_last}@{house.domain}"
        colleague = replace(
            person, address=address, name=other, title="Head of Sales", behaviour=colleague_is
        )
        person = replace(person, colleague=colleague)
    return replace(person, **changes)


def raw_mail(
    person: Person,
    *,
    number: int = 1,
    sender: str = US,
    sent_at: datetime = MONDAY,
    button: str = "",
    thread: str = "",
) -> bytes:
    """The bytes of a mail of ours, as the daemon would hand them in."""
    subject, text = _QUESTION[person.language]
    headers = [
        ("From", f"Rita Whitfield <{sender}>"),
        ("To", person.address),
        ("Subject", unstructured(subject)),
        ("Date", format_datetime(sent_at)),
        ("Message-ID", f"<{number}.{person.address.replace('@', '.')}@fairmile.example>"),
        *([("In-Reply-To", thread), ("References", thread)] if thread else []),
        *([("List-Unsubscribe", button)] if button else []),
        ("MIME-Version", "1.0"),
    ]
    return message(
        headers, text_part(text + "\n", subtype="plain", charset="utf-8", encoding=Encoding.QUOTED_PRINTABLE)
    )


def our_mail(
    person: Person,
    *,
    now: datetime = MONDAY,
    earlier: tuple[datetime, ...] = (),
    button: str = "",
    thread: str = "",
) -> ReceivedMail:
    """The same as the recipient sees it."""
    number = len(earlier) + 1
    raw = raw_mail(person, number=number, sent_at=now, button=button, thread=thread)
    return read_mail(raw, envelope_sender=US, recipient=person.address, now=now, earlier=earlier)
