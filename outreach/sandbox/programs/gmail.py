"""Gmail: two parts, the quote under a line that is wrapped at 78 columns."""

from outreach.sandbox.letters import MONTHS, SHORT_RUSSIAN_MONTHS, SHORT_RUSSIAN_WEEKDAYS, WEEKDAYS, Letter
from outreach.sandbox.mime import Encoding, Part, multipart, text_part
from outreach.sandbox.names import Language
from outreach.sandbox.programs.quoting import (
    above_quote,
    lines_as_html,
    linked,
    twelve_hours,
    who_wrote,
    wrapped,
)


def message_id(letter: Letter) -> str:
    """Its Message-ID."""
    return f"<CA{letter.identity[:24]}@mail.gmail.example>"


def content(letter: Letter) -> Part:
    """The body with all its parts."""
    boundary = f"000000000000{letter.identity[:16]}"
    cyrillic = letter.language is Language.RUSSIAN
    plain = above_quote(letter, _attribution)
    encoding = Encoding.BASE64 if cyrillic else Encoding.SEVEN_BIT
    parts = [
        text_part(plain, subtype="plain", charset="UTF-8", encoding=encoding),
        text_part(_html(letter), subtype="html", charset="UTF-8", encoding=Encoding.QUOTED_PRINTABLE),
    ]
    return multipart("alternative", boundary, parts)


def _attribution(letter: Letter) -> str:
    assert letter.answers is not None
    sent, who = letter.quoted_sent_at, who_wrote(letter.answers)
    if letter.language is Language.RUSSIAN:
        day = f"{SHORT_RUSSIAN_WEEKDAYS[sent.weekday()]}, {sent.day} {SHORT_RUSSIAN_MONTHS[sent.month - 1]}"
        return wrapped(f"{day} {sent.year} г. в {sent:%H:%M}, {who}:")
    weekday, month = (
        WEEKDAYS[letter.language][sent.weekday()][:3],
        MONTHS[letter.language][sent.month - 1][:3],
    )
    if letter.american:
        return wrapped(f"On {weekday}, {month} {sent.day}, {sent.year} at {twelve_hours(sent)} {who} wrote:")
    return wrapped(f"On {weekday}, {sent.day} {month} {sent.year} at {sent:%H:%M}, {who} wrote:")


def _html(letter: Letter) -> str:
    new = f'<div dir="ltr">{lines_as_html(letter.text)}'
    if letter.signature:
        signature = lines_as_html(letter.signature)
        new += '<div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        new += f'<div class="gmail_signature">{signature}</div>'
    new += "</div>"
    if letter.answers is None:
        return new + "\n"
    attribution = linked(_attribution(letter).replace("\n", " "), letter.answers.sender_address)
    style = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
    quoted = lines_as_html(letter.answers.text)
    return (
        f'{new}<br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{attribution}<br></div>'
        f'<blockquote class="gmail_quote" style="{style}">{quoted}</blockquote></div>\n'
    )
