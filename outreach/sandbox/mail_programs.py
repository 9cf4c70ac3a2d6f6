"""Which mail program somebody uses, and a letter as that program sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from enum import StrEnum

from outreach.sandbox.letters import Letter, WrittenMail
from outreach.sandbox.mime import Part, address_list, message, unstructured
from outreach.sandbox.names import Language
from outreach.sandbox.programs import apple, gmail, outlook, thunderbird, yandex
from outreach.sandbox.programs.quoting import no_headers, utf_8
from outreach.sandbox.received import ReceivedMail


class MailProgram(StrEnum):
    """What somebody reads and writes mail with."""

    GMAIL = "gmail"
    OUTLOOK = "outlook"
    APPLE = "apple"
    YANDEX = "yandex"
    THUNDERBIRD = "thunderbird"


#: Who uses what, by language: (program, share).
PROGRAM_SHARES: dict[Language, tuple[tuple[MailProgram, float], ...]] = {
    Language.ENGLISH: (
        (MailProgram.OUTLOOK, 0.40),
        (MailProgram.GMAIL, 0.35),
        (MailProgram.APPLE, 0.15),
        (MailProgram.THUNDERBIRD, 0.10),
    ),
    Language.RUSSIAN: (
        (MailProgram.YANDEX, 0.35),
        (MailProgram.OUTLOOK, 0.30),
        (MailProgram.GMAIL, 0.15),
        (MailProgram.THUNDERBIRD, 0.15),
        (MailProgram.APPLE, 0.05),
    ),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """What one program does in its own way."""

    message_id: Callable[[Letter], str]
    prefix: str
    charset: Callable[[Letter], str]
    own_headers: Callable[[Letter], list[tuple[str, str]]]
    content: Callable[[Letter], Part]


def write(letter: Letter, program: MailProgram) -> WrittenMail:
    """`letter` as `program` sends it."""
    habits = HABITS[program]
    message_id = habits.message_id(letter)
    charset = habits.charset(letter)
    subject = reply_subject(habits.prefix, letter.subject) if letter.answers else letter.subject
    headers = [
        ("From", address_list([letter.writer], charset)),
        ("To", address_list([letter.to], charset)),
        *([("Cc", address_list(letter.cc, charset))] if letter.cc else []),
        ("Subject", unstructured(subject, charset)),
        ("Date", format_datetime(letter.written_at)),
        ("Message-ID", message_id),
        *thread_headers(letter.answers if letter.keeps_thread else None),
        *habits.own_headers(letter),
        ("MIME-Version", "1.0"),
    ]
    return WrittenMail(message(headers, habits.content(letter)), message_id)


def reply_subject(prefix: str, subject: str) -> str:
    """The subject of an answer: no program puts a second "Re:" before the first."""
    return subject if subject.lower().startswith("re:") else prefix + subject


def thread_headers(answered: ReceivedMail | None) -> list[tuple[str, str]]:
    """In-Reply-To and References of an answer (RFC 5322, 3.6.4)."""
    if answered is None or not answered.message_id:
        return []
    references = f"{answered.references} {answered.message_id}".split()
    return [("In-Reply-To", answered.message_id), ("References", "\r\n ".join(references))]


#: What each does in its own way.
HABITS: dict[MailProgram, Habits] = {
    MailProgram.GMAIL: Habits(gmail.message_id, "Re: ", utf_8, no_headers, gmail.content),
    MailProgram.OUTLOOK: Habits(
        outlook.message_id, "RE: ", outlook.charset, outlook.headers, outlook.content
    ),
    MailProgram.APPLE: Habits(apple.message_id, "Re: ", utf_8, apple.headers, apple.content),
    MailProgram.YANDEX: Habits(yandex.message_id, "Re: ", utf_8, yandex.headers, yandex.content),
    MailProgram.THUNDERBIRD: Habits(
        thunderbird.message_id, "Re: ", utf_8, thunderbird.headers, thunderbird.content
    ),
}
