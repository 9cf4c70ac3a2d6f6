"""HTML to text without hidden text, quoted mail marked with "> "; linear in the length.

A scanner of its own: mail is rarely well formed, `html.parser` is slow on Outlook's 40 KB of style, and the text of
a mail needs a dozen elements only.
"""

import re
from dataclasses import dataclass, field
from html import unescape

#: Characters of HTML that are looked at.
MAX_HTML = 512 * 1024
#: Open elements; what is nested deeper is read as text of the last of them.
MAX_NESTING = 200
#: A tag longer than this is text.
MAX_TAG = 20_000

_ATTRIBUTE = re.compile(r"""([a-z-]{2,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_NAME = re.compile(r"/?([a-z][a-z0-9:-]{0,20})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Their content is no text for the eye.
_SILENT = frozenset("script style head title template textarea select svg math object noframes xml".split())
_BLOCKS = frozenset(
    "div tr ul ol dl dt dd form section article header footer center address fieldset table tbody "
    "blockquote body html pre main aside".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6".split())
# Closed by the next of their kind (HTML Living Standard, 13.1.2.4).
_SELF_CLOSING = frozenset("p li td th tr dt dd option".split())

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)|"
    r"font-size\s*:\s*[01]?(?:\.\d+)?(?:px|pt|em|%)?\s*(?:;|$|!)|max-height\s*:\s*0(?:px)?\s*(?:;|$|!)|"
    r"(?:left|text-indent|top)\s*:\s*-\d{3,}"
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
)
_BACKGROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!#fff(?:fff)?\b|white\b|transparent\b|none\b|inherit\b)"
)

# What mail programs put around quoted mail.
_QUOTE_BOX = re.compile(
    r"\b(?:yahoo_quoted|moz-cite-prefix|gmail_attr|yahoo-quoted-begin|zmail_extra_hr|quoted-content|"
    r"ms-outlook-mobile-reference-message|mail-editor-reference-message-container|"
    r"reference-message-container|"
    r"tutanota_quote|protonmail_quote_header|WM_QUOTE|quotedmessage|mail_quote|ecxyiv)\b",
    re.IGNORECASE,
)
# From here to the end of the page everything is quoted.
_QUOTE_START = re.compile(
    r"\b(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|OLK_SRC_BODY_SECTION|mail-editor-reply-header)\b",
    re.IGNORECASE,
)
_WORD_HEADER_BOX = re.compile(r"border-top:\s*solid #(?:E1E1E1|B5C4DF) 1\.0pt", re.IGNORECASE)
_SIGNATURE_BOX = re.compile(
    r"\b(?:x_)*(?:gmail_signature|moz-signature|ms-outlook-mobile-signature|AppleMailSignature|Signature|"
    r"protonmail_signature_block|yahoo_signature|mail_signature|wisestamp\w*|signature_block|"
    r"email-signature)\b"
)
_INDENT = re.compile(r"border\s*:\s*none", re.IGNORECASE)
_TIGHT = re.compile(r"MsoNormal|margin(?:-top)?\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_GREYED = re.compile(r"border-left\s*:\s*(?!none|0)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlText:
    """The page as plain text with LF line ends."""

    #: Everything visible; quoted lines carry "> ".
    text: str
    #: What stands in the box where a mail program keeps the signature; "" where none is marked.
    signature: str = ""
    #: (text of the link, address) of mailto links whose text is not the address.
    mail_links: tuple[tuple[str, str], ...] = ()
    #: Something was hidden from the eye: it is left out.
    hidden: bool = False


@dataclass(slots=True)
class _Element:
    name: str
    quoted: bool
    hidden: bool
    signed: bool
    coloured: bool
    preformatted: bool
    #: A blank line follows it.
    spaced: bool = False


@dataclass(slots=True)
class _Page:
    """The state of one reading."""

    open: list[_Element] = field(default_factory=list)
    lines: list[tuple[bool, bool, str]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quoted_to_the_end: bool = False
    hidden: bool = False
    links: list[tuple[str, str]] = field(default_factory=list)
    #: Silent elements that are known to have no end, so that it is searched for once.
    unclosed: set[str] = field(default_factory=set)
    link: tuple[str, int] | None = None
    line_state: tuple[bool, bool] = (False, False)

    @property
    def top(self) -> _Element:
        return self.open[-1] if self.open else _OUTSIDE

    def write(self, text: str) -> None:
        top = self.top
        if top.hidden:
            self.hidden = self.hidden or not text.isspace()
            return
        if top.preformatted:
            self._write_lines(text)
            return
        text = _SPACE.sub(" ", text)
        if not self.line:
            text = text.lstrip(" ")
            self.line_state = (top.quoted or self.quoted_to_the_end, top.signed)
        if text:
            self.line.append(text)

    def _write_lines(self, text: str) -> None:
        for at, piece in enumerate(text.split("\n")):
            if at:
                self.end_line()
            if not self.line:
                self.line_state = (self.top.quoted or self.quoted_to_the_end, self.top.signed)
            if piece:
                self.line.append(piece)

    def end_line(self) -> None:
        quoted, signed = self.line_state if self.line else self._state()
        self.lines.append((quoted, signed, "".join(self.line).rstrip(" ")))
        self.line = []

    def end_block(self) -> None:
        """The text that follows stands on a new line; no blank line for it."""
        if self.line:
            self.end_line()

    def blank(self) -> None:
        """The text that follows is a paragraph of its own."""
        self.end_block()
        if self.lines and self.lines[-1][2]:
            self.lines.append((*self._state(), ""))

    def _state(self) -> tuple[bool, bool]:
        return (self.top.quoted or self.quoted_to_the_end, self.top.signed)


_OUTSIDE = _Element("", False, False, False, False, False)


def html_to_text(html: str) -> HtmlText:
    """What a reader sees. Never raises."""
    page = _Page()
    _scan(page, html[:MAX_HTML].replace("\x00", ""))
    page.end_block()
    text = "\n".join(f"> {line}".rstrip() if quoted else line for quoted, _, line in page.lines)
    signature = "\n".join(line for quoted, signed, line in page.lines if signed and not quoted)
    return HtmlText(
        text=_BLANK_LINES.sub("\n\n", text.replace("\xa0", " ")).strip("\n"),
        signature=signature.replace("\xa0", " ").strip(),
        mail_links=tuple(page.links),
        hidden=page.hidden,
    )


def _scan(page: _Page, html: str) -> None:
    at, next_end = 0, -1
    while True:
        opening = html.find("<", at)
        if opening < 0:
            page.write(unescape(html[at:]))
            return
        if opening > at:
            page.write(unescape(html[at:opening]))
        if html.startswith("<!--", opening):
            at = _after(html, "-->", opening + 4)
            continue
        if next_end < opening:
            next_end = html.find(">", opening)
            next_end = len(html) * 2 if next_end < 0 else next_end
        named = _NAME.match(html, opening + 1)
        if next_end - opening > MAX_TAG or (
            named is None and html[opening + 1 : opening + 2] not in ("!", "?")
        ):
            page.write("<")
            at = opening + 1
            continue
        at = next_end + 1
        if named is not None:
            at = _tag(page, html, named, next_end, at)


def _after(html: str, mark: str, at: int) -> int:
    found = html.find(mark, at)
    return len(html) if found < 0 else found + len(mark)


def _tag(page: _Page, html: str, named: re.Match[str], end: int, at: int) -> int:
    """Acts on one tag; gives the position where reading goes on."""
    name = named[1].lower()
    if html[named.start()] == "/":
        _close(page, name)
        return at
    if name in _SILENT:
        return _after_silent(page, html, name, at)
    attributes = _attributes(html[named.end() : end])
    if name == "br":
        if not page.top.hidden:
            page.end_line()
    elif name == "hr":
        _rule(page, attributes)
    elif name not in _VOID:
        _open(page, name, attributes)
    return at


def _after_silent(page: _Page, html: str, name: str, at: int) -> int:
    found = None if name in page.unclosed else re.compile(f"</{name}", re.IGNORECASE).search(html, at)
    if found is not None:
        return _after(html, ">", found.start())
    page.unclosed.add(name)
    # A head that is never closed ends where the body begins; any other silence lasts to the end.
    return at if name in ("head", "xml", "object") else len(html)


def _attributes(text: str) -> dict[str, str]:
    if "=" not in text:
        return {"hidden": ""} if "hidden" in text.split() else {}
    found = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(text[:4_000].replace("\n", " "))}
    return found or {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(_lowered_names(text[:4_000]))}


def _lowered_names(text: str) -> str:
    return re.sub(r"[A-Za-z-]{2,20}(?=\s*=)", lambda name: name[0].lower(), text.replace("\n", " "))


def _open(page: _Page, name: str, attributes: dict[str, str]) -> None:
    if name in _SELF_CLOSING and page.top.name == name:
        _close(page, name)
    _break_before(page, name, attributes)
    style = attributes.get("style", "").lower()
    marks = " ".join(attributes.get(key, "") for key in ("class", "id", "name", "data-smartmail"))
    if (marks and _QUOTE_START.search(marks)) or (style and _WORD_HEADER_BOX.search(style)):
        page.end_block()
        page.quoted_to_the_end = True
    if name == "a":
        _begin_link(page, attributes.get("href", ""))
    if len(page.open) < MAX_NESTING:
        page.open.append(_element(page.top, name, attributes, style, marks))


def _element(outer: _Element, name: str, attributes: dict[str, str], style: str, marks: str) -> _Element:
    coloured = outer.coloured or "bgcolor" in attributes or bool(style and _BACKGROUND.search(style))
    white = bool(style and _WHITE.search(style)) or attributes.get("color", "").lower() in (
        "#ffffff",
        "white",
        "#fff",
    )
    return _Element(
        name=name,
        quoted=outer.quoted or _is_quote(name, attributes, style, marks),
        hidden=outer.hidden
        or "hidden" in attributes
        or bool(style and _HIDING.search(style))
        or (white and not coloured),
        signed=outer.signed or bool(marks and _SIGNATURE_BOX.search(marks)),
        coloured=coloured,
        preformatted=outer.preformatted or name == "pre",
        spaced=name in _PARAGRAPHS and not _is_tight(attributes),
    )


def _is_quote(name: str, attributes: dict[str, str], style: str, marks: str) -> bool:
    if name == "blockquote":
        # Web mailers indent with a block quote without a border.
        return not (_INDENT.search(style) and "quote" not in marks and attributes.get("type") != "cite")
    if marks and _QUOTE_BOX.search(marks):
        return True
    return attributes.get("name") == "quote" and bool(_GREYED.search(style))


def _break_before(page: _Page, name: str, attributes: dict[str, str]) -> None:
    if name in _PARAGRAPHS:
        page.end_block() if _is_tight(attributes) else page.blank()
    elif name in _BLOCKS:
        page.end_block()
    elif name == "li":
        page.end_block()
        page.write("- ")
    elif name in ("td", "th") and page.line:
        page.write(" ")


def _is_tight(attributes: dict[str, str]) -> bool:
    """Whether a paragraph is set like a line: Outlook and web mailers do it with every one."""
    return bool(_TIGHT.search(attributes.get("class", "") + ";" + attributes.get("style", "")))


def _close(page: _Page, name: str) -> None:
    depth = next((d for d in range(1, min(len(page.open), 40) + 1) if page.open[-d].name == name), 0)
    if not depth:
        return
    if name in _BLOCKS or name in ("li", "p") or name in _PARAGRAPHS:
        page.end_block()
    if name == "a":
        _end_link(page)
    if page.open[-depth].spaced:
        page.blank()
    del page.open[-depth:]


def _rule(page: _Page, attributes: dict[str, str]) -> None:
    page.end_block()
    if _QUOTE_START.search(attributes.get("id", "")):
        page.quoted_to_the_end = True
    elif not page.top.hidden:
        page.write("_" * 32)
        page.end_block()


def _begin_link(page: _Page, target: str) -> None:
    if target.lower().startswith("mailto:"):
        address = unescape(target[7:300]).partition("?")[0].strip().lower()
        page.link = (address, len(page.line)) if "@" in address else None


def _end_link(page: _Page) -> None:
    if page.link is None:
        return
    address, start = page.link
    page.link = None
    text = " ".join("".join(page.line[start:]).split())
    if text and text.lower() != address and len(page.links) < 50:
        page.links.append((text[:200], address))
