"""Outlook with Exchange: a block of headers above the quote, Russian in windows-1251."""

from html import escape

from outreach.sandbox.letters import MONTHS, WEEKDAYS, Letter, spelled_day
from outreach.sandbox.mime import Encoding, Part, multipart, text_part, unstructured
from outreach.sandbox.names import Language
from outreach.sandbox.programs.quoting import lines_as_html, signed, twelve_hours, who_wrote

_WORDS = {
    Language.ENGLISH: ("From", "Sent", "To", "Subject"),
    Language.RUSSIAN: ("От", "Отправлено", "Кому", "Тема"),
}


def message_id(letter: Letter) -> str:
    """Its Message-ID."""
    host = letter.identity[:12].upper()
    return f"<{letter.identity[12:32].upper()}@{host}.EURP123.PROD.OUTLOOK.EXAMPLE>"


def charset(letter: Letter) -> str:
    """Of headers and text."""
    return "windows-1251" if letter.language is Language.RUSSIAN else "utf-8"


def headers(letter: Letter) -> list[tuple[str, str]]:
    """What it writes besides the standard ones."""
    language = "ru-RU" if letter.language is Language.RUSSIAN else "en-US" if letter.american else "en-GB"
    return [
        ("Thread-Topic", unstructured(letter.subject, charset(letter))),
        ("Thread-Index", f"AQHd{letter.identity[:18]}=="),
        ("Accept-Language", f"{language}, en-US"),
        ("Content-Language", language),
        ("X-MS-Has-Attach", ""),
        ("X-MS-TNEF-Correlator", ""),
    ]


def content(letter: Letter) -> Part:
    """The body with all its parts."""
    boundary = f"_000_{letter.identity[:24].upper()}EURP_"
    coded_in = charset(letter)
    block = _block(letter)
    plain = signed(letter, "")
    html = f'<p class="MsoNormal">{lines_as_html(plain)}</p>\n'
    if letter.answers is not None:
        head = "\n".join(f"{word}: {value}" for word, value in block)
        plain = f"{plain}\n\n{'_' * 32}\n{head}\n\n{letter.answers.text}"
        html += _quote(block, letter.answers.text)
    parts = [
        text_part(plain + "\n", subtype="plain", charset=coded_in, encoding=Encoding.QUOTED_PRINTABLE),
        text_part(
            _PAGE.format(charset=coded_in, body=html),
            subtype="html",
            charset=coded_in,
            encoding=Encoding.QUOTED_PRINTABLE,
        ),
    ]
    return multipart("alternative", boundary, parts)


_PAGE = """<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style><!--
p.MsoNormal {{margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}}
--></style>
</head>
<body>
<div class="WordSection1">
{body}</div>
</body>
</html>
"""


def _block(letter: Letter) -> list[tuple[str, str]]:
    if letter.answers is None:
        return []
    sent = letter.quoted_sent_at
    if letter.language is Language.RUSSIAN:
        when = f"{spelled_day(sent, letter.language)} {sent.year} г. {sent:%H:%M}"
    elif letter.american:
        weekday, month = WEEKDAYS[letter.language][sent.weekday()], MONTHS[letter.language][sent.month - 1]
        when = f"{weekday}, {month} {sent.day}, {sent.year} {twelve_hours(sent)}"
    else:
        when = f"{sent.day:02} {MONTHS[letter.language][sent.month - 1]} {sent.year} {sent:%H:%M}"
    to = f"{letter.writer.name} <{letter.writer.address}>"
    values = (who_wrote(letter.answers), when, to, letter.answers.subject)
    return list(zip(_WORDS[letter.language], values, strict=True))


def _quote(block: list[tuple[str, str]], text: str) -> str:
    style = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    head = "<br>\n".join(f"<b>{word}:</b> {escape(value, quote=False)}" for word, value in block)
    quoted = lines_as_html(text)
    return f'<div style="{style}"><p class="MsoNormal">{head}</p></div>\n<p class="MsoNormal">{quoted}</p>\n'
