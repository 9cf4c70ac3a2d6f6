"""Yandex Mail: HTML and nothing else."""

from html import escape

from outreach.sandbox.letters import Letter
from outreach.sandbox.mime import Encoding, Part, text_part
from outreach.sandbox.programs.quoting import lines_as_html, linked


def message_id(letter: Letter) -> str:
    """Its Message-ID."""
    return f"<{int(letter.identity[:12], 16)}@mail.yandex.example>"


def headers(letter: Letter) -> list[tuple[str, str]]:
    """What it writes besides the standard ones."""
    return [("X-Mailer", "Yamail [ http://yandex.example ] 5.0")]


def content(letter: Letter) -> Part:
    """The body with all its parts."""
    html = "".join(f"<div>{escape(line, quote=False) or '&nbsp;'}</div>" for line in letter.text.split("\n"))
    if letter.signature:
        html += f"<div>&nbsp;</div><div>-- </div><div>{lines_as_html(letter.signature)}</div>"
    if letter.answers is not None:
        sent, who = letter.quoted_sent_at, letter.answers
        said = f'{sent:%d.%m.%Y}, {sent:%H:%M}, "{who.sender_name}" <{who.sender_address}>:'
        html += f"<div>&nbsp;</div><div>{linked(said, who.sender_address)}</div>"
        html += f"<blockquote><div>{lines_as_html(who.text)}</div></blockquote>"
    return text_part(html + "\n", subtype="html", charset="utf-8", encoding=Encoding.BASE64)
