"""What the writer of a reply typed: without our text, other quotes, the signature, disclaimers and banners."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from outreach.inbox.boilerplate import is_disclaimer, is_list_footer, is_sent_from, without_banners
from outreach.inbox.header_fields import NOBODY, Correspondent
from outreach.inbox.html_text import html_to_text
from outreach.inbox.message import Message
from outreach.inbox.own_words import OwnWords
from outreach.inbox.quotes import Label, Labelled, label_lines
from outreach.inbox.signatures import cut_signature

#: Characters that are looked at: nobody types more, and a longer text is a quoted thread.
MAX_TEXT = 120_000

_LINK = re.compile(r"\s?<(?:mailto:)?(?:https?://)?([^<>\s]{3,300}?)/?>", re.IGNORECASE)
_LINK_TARGET = re.compile(r"(?<=\S)<(?:https?://|mailto:|tel:)[^<>\s]{1,2000}>", re.IGNORECASE)
_INLINE_IMAGE = re.compile(
    r"\[(?:cid:[^\]\s]{1,200}|image: [^\]\n]{0,120}|(?:logo|signature|image\d*)(?:\.\w{3,4})?)\]",
    re.IGNORECASE,
)
_PLAIN: dict[int, str | None] = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, 0x034F], None
)
_PLAIN |= dict.fromkeys([0xA0, 0x2007, 0x202F, 0x2009, 0x200A, 0x3000], " ")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True)
class NewText:
    """A message's text, taken apart. All parts are plain text with LF line ends, trimmed."""

    #: The new text alone. Empty only where the message has no text at all, or is a forward without a word added.
    visible: str = ""
    #: Name, title, phones under the text; "" where none was recognised.
    signature: str = ""
    #: Quoted mail with its attribution lines.
    quoted: str = ""
    #: A forwarded mail standing below a forward marker (headers included), "" otherwise.
    forwarded: str = ""
    #: Corporate boilerplate, "sent from my phone", warnings put in front by a gateway.
    boilerplate: str = ""
    #: The visible text had to be taken from what looked like a quote, a signature or boilerplate.
    doubtful: bool = False


@dataclass(slots=True)
class _Pieces:
    """What is cut away on the way to the visible text."""

    visible: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)


def new_text(message: Message, *, sent_text: str | None = None) -> NewText:
    """Takes `message` apart; `sent_text` is the plain text of our mail that it answers, where known."""
    marked = _marked_signature(message)
    return new_text_of(message.text, sender=message.sender, sent_text=sent_text, marked_signature=marked)


def new_text_of(
    text: str,
    *,
    sender: Correspondent = NOBODY,
    sent_text: str | None = None,
    marked_signature: str = "",
) -> NewText:
    """The same for bare text; `marked_signature` is what the HTML part calls the signature."""
    readable = _readable(text[:MAX_TEXT])
    found = label_lines(readable, OwnWords(sent_text))
    pieces = _Pieces()
    segments = list(_segments(found))
    for number, segment in enumerate(segments):
        _take_apart(pieces, segment, sender, marked_signature, last=number == len(segments) - 1)
    visible, doubtful = _visible(pieces, found)
    return NewText(
        visible=visible,
        signature=_text(pieces.signature),
        quoted=found.text_of(Label.QUOTED),
        forwarded=found.text_of(Label.FORWARDED),
        boilerplate=_text(pieces.boilerplate),
        doubtful=doubtful,
    )


def _marked_signature(message: Message) -> str:
    if message.html is None or "ignature" not in message.html:
        return ""
    return html_to_text(message.html).signature


def _readable(text: str) -> str:
    text = text if text.isascii() else text.translate(_PLAIN)
    if "<" in text:
        text = _LINK_TARGET.sub("", _LINK.sub(_without_repetition, text))
    return _INLINE_IMAGE.sub("", text) if "[" in text else text


def _without_repetition(link: re.Match[str]) -> str:
    """Outlook writes `ann@acme.example<mailto:ann@acme.example>`."""
    target = link[1].lower()
    before = link.string[max(0, link.start() - len(target)) : link.start()].lower()
    return "" if before == target else link[0]


def _segments(found: Labelled) -> Iterator[list[str]]:
    """Runs of new lines between quoted ones."""
    run: list[str] = []
    for line, label in zip(found.lines, found.labels, strict=True):
        if label is Label.NEW:
            run.append(line)
        elif any(text.strip() for text in run):
            yield run
            run = []
        else:
            run = []
    if any(text.strip() for text in run):
        yield run


def _take_apart(
    pieces: _Pieces, segment: list[str], sender: Correspondent, marked: str, *, last: bool
) -> None:
    lines, banner = without_banners(segment)
    pieces.boilerplate += banner
    lines, below = _without_footers(lines, is_first=not pieces.visible)
    pieces.boilerplate += below
    lines, tail = _without_marked(lines, marked)
    pieces.signature += tail
    if not any(line.strip() for line in lines):
        return
    cut = cut_signature(lines, sender, is_first=not pieces.visible, boilerplate_follows=bool(below))
    pieces.signature += lines[cut.at :]
    kept = lines[: cut.at]
    if any(line.strip() for line in kept):
        pieces.visible += [*kept, ""] if not last else kept


def _without_footers(lines: list[str], *, is_first: bool) -> tuple[list[str], list[str]]:
    """The lines above "sent from", disclaimers and list footers, and those with all that follows."""
    started = not is_first
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if is_sent_from(line):
            above = lines[:at]
            while above and above[-1].strip() in ("", "--", "-", "__"):
                above.pop()
            if above or not is_first:
                return above, lines[len(above) :]
        elif started and _begins_footer(lines, at):
            return lines[:at], lines[at:]
        started = True
    return lines, []


def _begins_footer(lines: Sequence[str], at: int) -> bool:
    if at and lines[at - 1].strip() and not is_list_footer(lines[at:]):
        return False
    end = at
    while end < len(lines) and lines[end].strip():
        end += 1
    return is_list_footer(lines[at:]) or is_disclaimer(" ".join(line.strip() for line in lines[at:end]))


def _without_marked(lines: list[str], marked: str) -> tuple[list[str], list[str]]:
    """Cuts where the text says what the HTML part marks as the signature."""
    wanted = [_squeezed(line) for line in marked.split("\n") if _squeezed(line)]
    if not wanted or len(wanted) > 40:
        return lines, []
    for at in range(len(lines) - 1, 0, -1):
        if _squeezed(lines[at]) == wanted[0] and any(line.strip() for line in lines[:at]):
            below = [_squeezed(line) for line in lines[at:] if _squeezed(line)]
            if below[: len(wanted)] == wanted or set(below) <= set(wanted):
                return lines[:at], lines[at:]
    return lines, []


def _squeezed(line: str) -> str:
    return "".join(line.split()).strip("-—_*")


def _visible(pieces: _Pieces, found: Labelled) -> tuple[str, bool]:
    visible = _text(pieces.visible)
    if visible:
        return visible, False
    for kept in (pieces.signature, pieces.boilerplate):
        if any(line.strip() for line in kept):
            return _text(kept), True
    if any(label is Label.FORWARDED for label in found.labels):
        return "", True
    foreign = [
        line
        for line, ours, marked in zip(found.lines, found.ours, found.marked, strict=True)
        if not ours and not marked
    ]
    return _text(foreign) or _text(found.lines), True


def _text(lines: Sequence[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()
