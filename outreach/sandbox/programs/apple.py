"""Apple Mail on a telephone: plain text, its own signature, the line above the quote quoted too."""

from outreach.sandbox.letters import MONTHS, SHORT_RUSSIAN_MONTHS, Letter
from outreach.sandbox.mime import Encoding, Part, text_part
from outreach.sandbox.names import Language
from outreach.sandbox.programs.quoting import angled, host, twelve_hours, who_wrote

_SIGNATURE = {Language.ENGLISH: "Sent from my iPhone", Language.RUSSIAN: "Отправлено с iPhone"}


def message_id(letter: Letter) -> str:
    """Its Message-ID."""
    one = letter.identity.upper()
    return f"<{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:32]}@{host(letter)}>"


def headers(letter: Letter) -> list[tuple[str, str]]:
    """What it writes besides the standard ones."""
    return [("X-Mailer", "iPhone Mail (20G75)")]


def content(letter: Letter) -> Part:
    """The body with all its parts."""
    text = f"{letter.text}\n\n{_SIGNATURE[letter.language]}\n"
    if letter.answers is not None:
        text += f"\n> {_attribution(letter)}\n> \n{angled(letter.answers.text)}\n"
    return text_part(text, subtype="plain", charset="utf-8", encoding=Encoding.QUOTED_PRINTABLE)


def _attribution(letter: Letter) -> str:
    assert letter.answers is not None
    sent, who = letter.quoted_sent_at, who_wrote(letter.answers)
    if letter.language is Language.RUSSIAN:
        short = SHORT_RUSSIAN_MONTHS[sent.month - 1]
        return f"{sent.day} {short} {sent.year} г., в {sent:%H:%M}, {who} написал(а):"
    month = MONTHS[letter.language][sent.month - 1][:3]
    day = f"{month} {sent.day}, {sent.year}" if letter.american else f"{sent.day} {month} {sent.year}"
    clock = twelve_hours(sent) if letter.american else f"{sent:%H:%M}"
    return f"On {day}, at {clock}, {who} wrote:"
