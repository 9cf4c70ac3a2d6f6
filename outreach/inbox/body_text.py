"""Which of a message's parts is its text, and how that text reads."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outreach.inbox.html_text import html_to_text
from outreach.inbox.mime_parts import MAX_TEXT_BYTES, Leaf

_STUB = re.compile(
    r"(?i)\bhtml\b|does(?: not|n't) support|view (?:this|the) (?:e-?mail|message)|multi-?part message|"
    r"не поддерживает|kein HTML|ne prend pas en charge|no (?:admite|soporta)"
)
_TAG = re.compile(
    r"<(?:!doctype html|html|body|div|p|br|table|span|font|head|meta)\b[^<>]{0,2000}>", re.IGNORECASE
)
_FLOWED_QUOTES = re.compile(r">*")
#: A signature's first line is never flowed (RFC 3676, 4.3).
_SIGNATURE_LINE = "-- "


class BodyText(NamedTuple):
    """The text to read, and the HTML that it came with or from."""

    text: str
    html: str | None


def body_of(leaves: Sequence[Leaf]) -> BodyText:
    """The text of a message: the plain part where it says something, else the HTML part as text."""
    plain = _joined(_readable(leaves, "text/plain"))
    html = next((text for text in _readable(leaves, "text/html") if text.strip()), None)
    if plain and _TAG.match(plain.lstrip()[:2_100]):
        plain, html = "", html or plain
    if plain.strip() and not (html and _is_stub(plain)):
        return BodyText(plain, html)
    if html is not None:
        return BodyText(html_to_text(html).text if _TAG.search(html) else html, html)
    return BodyText(plain or _anything(leaves), None)


def _readable(leaves: Sequence[Leaf], content_type: str) -> Iterator[str]:
    fitting = [leaf for leaf in leaves if leaf.content_type == content_type and not leaf.is_attachment]
    # A text file put among the text is no text of the writer's, unless there is no other.
    for leaf in [leaf for leaf in fitting if not leaf.filename] or fitting[:1]:
        text = leaf.text()
        yield unflowed(text, leaf.parameters.get("delsp") == "yes") if _is_flowed(leaf) else text


def _joined(texts: Iterator[str]) -> str:
    joined = ""
    for text in texts:
        joined = f"{joined.rstrip()}\n\n{text}" if joined.strip() else text
        if len(joined) > MAX_TEXT_BYTES:
            break
    return joined[:MAX_TEXT_BYTES]


def _is_stub(plain: str) -> bool:
    return len(plain) < 400 and plain.count("\n") < 8 and bool(_STUB.search(plain)) and ">" not in plain


def _anything(leaves: Sequence[Leaf]) -> str:
    for leaf in leaves:
        if leaf.content_type.startswith("text/") and leaf.content_type not in ("text/calendar", "text/html"):
            return leaf.text()
    return ""


def _is_flowed(leaf: Leaf) -> bool:
    return leaf.parameters.get("format", "").lower() == "flowed"


def unflowed(text: str, delete_space: bool = False) -> str:
    """Lines that only the width broke are joined again (RFC 3676); quote marks stay."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = _depth(line)
        content = line[depth:]
        content = content[1:] if content.startswith(" ") else content
        if depth == open_depth and content.rstrip("\r") != _SIGNATURE_LINE:
            out[-1] = (out[-1][:-1] if delete_space else out[-1]) + content
        else:
            out.append(">" * depth + (" " if depth and content else "") + content)
        is_soft = content.endswith(" ") and content != _SIGNATURE_LINE
        open_depth = depth if is_soft else -1
    return "\n".join(out)


def _depth(line: str) -> int:
    found = _FLOWED_QUOTES.match(line)
    return found.end() if found else 0
