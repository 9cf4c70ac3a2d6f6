"""Thunderbird: flowed plain text (RFC 3676), answered above or below the quote."""

from outreach.sandbox.letters import Letter
from outreach.sandbox.mime import Encoding, Part, text_part
from outreach.sandbox.names import Language
from outreach.sandbox.programs.quoting import SIGNATURE_MARK, above_quote, angled, host, signed, twelve_hours


def message_id(letter: Letter) -> str:
    """Its Message-ID."""
    one = letter.identity
    return f"<{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:32]}@{host(letter)}>"


def headers(letter: Letter) -> list[tuple[str, str]]:
    """What it writes besides the standard ones."""
    return [
        ("User-Agent", "Mozilla Thunderbird"),
        ("Content-Language", "ru" if letter.language is Language.RUSSIAN else "en-US"),
    ]


def content(letter: Letter) -> Part:
    """The body with all its parts."""
    # Half of those who kept this program also kept the old custom of answering below the quote.
    below = letter.answers is not None and int(letter.identity[0], 16) % 2 == 0
    if below:
        assert letter.answers is not None
        quote = f"{_attribution(letter)}\n{angled(letter.answers.text)}"
        text = f"{quote}\n\n{signed(letter, SIGNATURE_MARK)}\n"
    else:
        text = above_quote(letter, _attribution)
    return text_part(
        text, subtype="plain", charset="UTF-8", encoding=Encoding.EIGHT_BIT, parameters="; format=flowed"
    )


def _attribution(letter: Letter) -> str:
    assert letter.answers is not None
    sent, name = letter.quoted_sent_at, letter.answers.sender_name
    if letter.language is Language.RUSSIAN:
        return f"{sent:%d.%m.%Y %H:%M}, {name} пишет:"
    shown = (
        f"{sent.month}/{sent.day}/{sent:%y} {twelve_hours(sent)}"
        if letter.american
        else f"{sent:%d/%m/%Y %H:%M}"
    )
    return f"On {shown}, {name} wrote:"
