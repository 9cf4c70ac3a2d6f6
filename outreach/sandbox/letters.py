"""What somebody writes, before a mail program gives it its shape; and how each language writes its dates."""

from dataclasses import dataclass
from datetime import datetime

from outreach.sandbox.mime import Correspondent
from outreach.sandbox.names import Language
from outreach.sandbox.received import ReceivedMail

WEEKDAYS = {
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.RUSSIAN: ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
MONTHS = {
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    # In the genitive, as a date wants it.
    Language.RUSSIAN: (
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
        "ноября", "декабря",
    ),
}  # fmt: skip
#: "в марте": the prepositional case.
RUSSIAN_MONTHS_IN = (
    "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре",
    "ноябре", "декабре",
)  # fmt: skip
SHORT_RUSSIAN_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
SHORT_RUSSIAN_MONTHS = (
    "янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `subject` is bare: the mail program puts its own "Re:" before it."""

    writer: Correspondent
    to: Correspondent
    cc: tuple[Correspondent, ...]
    subject: str
    text: str
    signature: str
    language: Language
    #: Writes dates month first, with AM and PM.
    american: bool
    #: In the writer's own zone.
    written_at: datetime
    #: The mail of ours that is answered and quoted; None opens a thread.
    answers: ReceivedMail | None
    #: Some programs on some days lose In-Reply-To and References.
    keeps_thread: bool
    #: 32 hexadecimal digits that belong to this letter alone: Message-ID and boundaries come from them.
    identity: str

    @property
    def quoted_sent_at(self) -> datetime:
        """When the quoted mail was sent, as the writer's clock shows it."""
        assert self.answers is not None
        return self.answers.sent_at.astimezone(self.written_at.tzinfo)


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A finished message and the Message-ID that stands in it."""

    raw: bytes
    message_id: str


def spelled_day(day: datetime, language: Language, *, weekday: bool = False) -> str:
    """ "14 September" or "14 сентября", with the weekday before it if asked for."""
    text = f"{day.day} {MONTHS[language][day.month - 1]}"
    return f"{WEEKDAYS[language][day.weekday()]} {text}" if weekday else text
