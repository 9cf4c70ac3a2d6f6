"""What several mail programs do alike: signatures, quotes, plain text as HTML."""

import textwrap
from collections.abc import Callable
from datetime import datetime
from html import escape

from outreach.sandbox.letters import Letter
from outreach.sandbox.received import ReceivedMail

#: Dash, dash, space (RFC 3676, 4.3).
SIGNATURE_MARK = "-- \n"


def above_quote(letter: Letter, attribution: Callable[[Letter], str]) -> str:
    """The plain text of a letter with our mail, if it answers one, quoted below it."""
    text = signed(letter, SIGNATURE_MARK) + "\n"
    if letter.answers is not None:
        text += f"\n{attribution(letter)}\n\n{angled(letter.answers.text)}\n"
    return text


def wrapped(attribution: str) -> str:
    """A line such as "On … wrote:", broken after 78 columns."""
    # Gmail breaks the line at spaces only, so that an address with a hyphen stays whole.
    return textwrap.fill(attribution, 78, break_on_hyphens=False, break_long_words=False)


def signed(letter: Letter, mark: str) -> str:
    """The new text with the signature below it, if there is one."""
    return f"{letter.text}\n\n{mark}{letter.signature}" if letter.signature else letter.text


def angled(text: str) -> str:
    """`text` quoted with angle brackets."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def lines_as_html(text: str) -> str:
    """Plain text as HTML with a break a line."""
    return "<br>\n".join(escape(line, quote=False) for line in text.split("\n"))


def linked(text: str, address: str) -> str:
    """Plain text as HTML, with `address` made clickable."""
    return escape(text).replace(escape(address), f'<a href="mailto:{escape(address)}">{escape(address)}</a>')


def who_wrote(mail: ReceivedMail) -> str:
    """Our name and address, as a line above a quote has them."""
    return f"{mail.sender_name} <{mail.sender_address}>".strip()


def host(letter: Letter) -> str:
    """What programs that make their own Message-IDs put behind the `@`."""
    return letter.writer.address.rpartition("@")[2]


def twelve_hours(moment: datetime) -> str:
    """ "3:07 PM"."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def utf_8(letter: Letter) -> str:
    """The charset of most programs, whatever the letter."""
    return "utf-8"


def no_headers(letter: Letter) -> list[tuple[str, str]]:
    """For a program that adds none of its own."""
    return []
