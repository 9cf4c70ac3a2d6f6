"""Where a writer's text ends and the signature begins.

A closing with a bare name ("Thanks, Gill") is the writer's and stays; a closing above a block of title, company and
numbers goes with the block. A block that names somebody else than the sender is a referral, not a signature.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.core.addresses import is_role_address
from outreach.inbox.header_fields import Correspondent
from outreach.inbox.signature_words import (
    CLOSING,
    CLOSING_AND_NAME,
    COMPANY,
    INITIALS,
    LEAD_IN,
    LINK,
    PHONE,
    POSTSCRIPT,
    STREET,
    TITLE,
)

#: Lines below a delimiter; what is longer is no signature.
MAX_DELIMITED = 30
#: Written lines of a signature without delimiter.
MAX_BLOCK = 14
MAX_LINE = 100

_DELIMITER = re.compile(r"^\s{0,2}(?:--|—|–|_{2,4}|-\s-\s?-?|\*\s?\*\s?\*|~~+)\s*$")
_RULE = re.compile(r"^\s*(?:[-_=*~·]{5,}|[–—]{3,})\s*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PIECES = re.compile(r"\s[|·•–—/]\s|\s{3,}|\t|,\s|\s-\s|;\s")
_ENDS_A_SENTENCE = re.compile(r"[.!?…)]\s*$|[.!?]['\"»”)]\s*$")
#: A sentence ends within the line and another begins.
_TWO_SENTENCES = re.compile(r"[^\W\d_]{4,}[.!?:)]\s+[«\"„]?(?:[A-ZÀ-ÞА-ЯЁІЇЄҐ¿¡]|\S+@)")
_BARS = re.compile(r"\s(?:[|·•/]|//)\s")
_OFFICE = re.compile(
    r"^(?:отдел|при[её]мная|секретариат|бухгалтерия|служба|администрация|канцелярия|відділ|приймальня|"
    r"(?:the )?(?:reception|office|accounts|sales|customer|hr|personnel)\b|abteilung|sekretariat|empfang|zentrale|"
    r"service|secrétariat|accueil|departamento|secretaría|recepción|administración|segreteria|ufficio)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|hallo|guten|moin|sehr geehrte|liebe|bonjour|"
    r"madame|cher|hola|buen\w+|estimad\w|"
    r"здравствуй\w*|добр\w+|уважаем\w+|привет|вітаю|доброго|шановн\w+|ciao|olá|dzień|hej)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the signature begins: lines before `at` are text. `at` is the number of lines where there is none."""

    at: int
    rule: str = ""


def cut_signature(
    lines: Sequence[str], sender: Correspondent, *, is_first: bool = True, boilerplate_follows: bool = False
) -> Cut:
    """The signature at the end of `lines`. Cuts everything away only where other text stands above (not `is_first`)."""
    delimited = _delimiter(lines, is_first)
    if delimited is not None:
        # Above the delimiter may stand a second, unmarked block; a typed closing stays.
        inner = _block(lines[:delimited], sender, False)
        return Cut(inner if inner is not None else delimited, "delimiter")
    block = _block(lines, sender, boilerplate_follows)
    return Cut(len(lines)) if block is None else Cut(block, "block")


def _delimiter(lines: Sequence[str], is_first: bool) -> int | None:
    started = not is_first
    for at, line in enumerate(lines):
        if started and (_DELIMITER.match(line) or _RULE.match(line)):
            below = [text for text in lines[at + 1 : at + 80] if text.strip()]
            if _DELIMITER.match(line) and len(below) <= MAX_DELIMITED:
                return at
            if _RULE.match(line) and len(below) <= MAX_BLOCK and not any(map(_is_sentence, below[:3])):
                return at
        started = started or bool(line.strip())
    return None


def _block(lines: Sequence[str], sender: Correspondent, boilerplate_follows: bool) -> int | None:
    written = [at for at, line in enumerate(lines) if line.strip()]
    tail = _tail(lines, written)
    closing = _closing(lines, tail)
    if closing is not None:
        return _after_closing(lines, tail, closing, sender)
    found = (
        at
        for at in tail
        if _may_begin(lines, at, written) and _scores(lines, at, tail, sender, boilerplate_follows)
    )
    return next(found, _above_a_footer(lines, written, sender))


def _above_a_footer(lines: Sequence[str], written: Sequence[int], sender: Correspondent) -> int | None:
    """A card (the writer's name, and what they are below it) with a slogan or small print after it."""
    for at in written[1:]:
        if lines[at - 1].strip() or not is_name_of(lines[at], sender) or _is_sentence(lines[at]):
            continue
        card = _paragraph(lines, at)
        below = [lines[number] for number in written if number >= at + len(card)]
        if any(map(_is_sentence, card)) or len(card) > MAX_BLOCK or not 1 <= len(below) <= _MAX_FOOTER:
            continue
        if any(_is_said_after(line) for line in below):
            continue
        if sum(map(bool, map(_kinds, card[1:]))) + _is_barred(card[0]) + bool(CLOSING.match(lines[at])) >= 1:
            return at
    return None


#: Written lines below a signature that still are its footer.
_MAX_FOOTER = 6


def _paragraph(lines: Sequence[str], at: int) -> list[str]:
    end = at
    while end < len(lines) and lines[end].strip():
        end += 1
    return list(lines[at:end])


def _is_said_after(line: str) -> bool:
    """Whether somebody went on writing below their name."""
    return bool(POSTSCRIPT.match(line) or _GREETING.match(line)) or "?" in line


def _is_barred(line: str) -> bool:
    """Whether bars part the line, as in "Ann Roe | Director | Roe Ltd"."""
    return bool(_BARS.search(line))


def _tail(lines: Sequence[str], written: Sequence[int]) -> list[int]:
    """The written lines at the end that could belong to a signature; never the first of all."""
    tail: list[int] = []
    for at in reversed(written[1:]):
        if len(tail) >= MAX_BLOCK or not _is_signature_like(lines[at]):
            break
        tail.append(at)
    return tail[::-1]


def _is_signature_like(line: str) -> bool:
    stripped = line.strip()
    if CLOSING.match(stripped[:MAX_LINE]) or CLOSING_AND_NAME.match(stripped[:MAX_LINE]):
        return True
    # "You want our sales lead:" introduces a card, it is no part of one.
    if stripped.endswith(":") and len(stripped.split()) >= 3:
        return False
    if len(stripped) > MAX_LINE * 2 or POSTSCRIPT.match(stripped) or _GREETING.match(stripped):
        return False
    return not _is_sentence(stripped)


def _is_sentence(line: str) -> bool:
    if len(line) > 4 * MAX_LINE:
        return True
    words = line.split()
    if "?" in line and not LINK.search(line):
        return True
    lower = sum(word[:1].islower() for word in words)
    ended = line.rstrip().endswith((".", "!", "…"))
    # A line of names and titles is long at times, but does not run on: "... sits with Ana. Her number is ..."
    if len(words) >= 8 and lower * 2 >= len(words) and (ended or _TWO_SENTENCES.search(line)):
        return True
    if PHONE.search(line) or COMPANY.search(line):
        # "Call me on 0171 555 or after six." stays a sentence.
        return len(words) >= 8 and not _PIECES.search(line) and line.rstrip().endswith((".", "!"))
    if ended:
        return len(words) >= 4 and lower * 2 >= len(words)
    mostly_lower = len(words) >= 6 and lower * 4 >= len(words) * 3
    return len(words) >= 12 or mostly_lower or (line.rstrip().endswith(",") and len(words) > 4)


def _closing(lines: Sequence[str], tail: Sequence[int]) -> int | None:
    for at in tail:
        line = lines[at].strip()
        if len(line) <= MAX_LINE and (CLOSING.match(line) or CLOSING_AND_NAME.match(line)):
            return at
    return None


def _after_closing(
    lines: Sequence[str], tail: Sequence[int], closing: int, sender: Correspondent
) -> int | None:
    """The line where the signature under a closing begins, None where closing and name are all there is."""
    below = [at for at in tail if at > closing]
    inline = CLOSING_AND_NAME.match(lines[closing].strip())
    if inline is not None and below:
        return _second_block(lines, below, 0) or closing
    if not below:
        return None
    if len(below) == 1:
        return closing if _details(lines[below[0]], sender) >= 2 else None
    return _second_block(lines, below, 1) or closing


def _second_block(lines: Sequence[str], below: Sequence[int], name_lines: int) -> int | None:
    """A typed first name, a blank line, and then the signature proper: the typed name stays with the text."""
    if len(below) <= name_lines + 1:
        return None
    first = below[name_lines]
    if name_lines:
        typed = lines[below[0]].split()
        if len(typed) != 1 or first == below[0] + 1 or TITLE.search(lines[below[0]]):
            return None
        repeated = typed[0].strip(".,").casefold() in lines[first].casefold()
        return first if repeated or len(below) >= 4 else None
    return first if first > below[0] - 1 and not lines[first - 1].strip() else None


def _may_begin(lines: Sequence[str], at: int, written: Sequence[int]) -> bool:
    above = max(number for number in written if number < at)
    return above < at - 1 or bool(_ENDS_A_SENTENCE.search(lines[above][-20:]))


def _scores(
    lines: Sequence[str], start: int, tail: Sequence[int], sender: Correspondent, boilerplate_follows: bool
) -> bool:
    block = [lines[at].strip() for at in tail if at >= start]
    above = next((line.strip() for line in reversed(lines[:start]) if line.strip()), "")
    if len(above) > 1 and LEAD_IN.search(above):
        return False
    # "Good luck with it!" is said; the card begins below.
    if block[0].endswith(("!", "?")) and not _kinds(block[0]):
        return False
    details = len({kind for line in block for kind in _kinds(line)})
    details += any(is_company_of(line, sender) for line in block)
    named = any(is_name_of(line, sender) for line in block[:2])
    details += named and (_is_barred(block[0]) or _is_card(block, sender))
    if not details:
        return len(block) == 1 and _is_office(block[0]) and lines[start - 1].strip() == ""
    if len(block) == 1 and _is_office(block[0]) and lines[start - 1].strip() == "":
        return True
    score = details + boilerplate_follows + 3 * named
    score += any(INITIALS.match(piece) for line in block for piece in _PIECES.split(line))
    score += lines[start - 1].strip() == "" and len(block) >= 2
    if not named and _looks_like_a_name(block[0]):
        # An office's mailbox ("Reception") may be signed by anybody.
        score += -3 if len(_WORD.findall(sender.name)) >= 2 and not is_role_address(sender.address) else 1
    # A block without a name of the sender must be made of nothing but details.
    bare = sum(not _kinds(line) for line in block)
    return score >= 3 and (named or bare <= 2)


def _is_card(block: Sequence[str], sender: Correspondent) -> bool:
    """The writer's name alone on a line, and short lines below it that say something of them."""
    return (
        len(block) >= 2 and is_name_of(block[0], sender) and not _is_office(block[1]) and len(block[1]) <= 60
    )


def _is_office(line: str) -> bool:
    """A department that signs in its own name: "Accounts department"."""
    return len(line.split()) <= 6 and bool(_OFFICE.match(line)) and not _ENDS_A_SENTENCE.search(line)


def _kinds(line: str) -> list[str]:
    found = {"title": TITLE, "company": COMPANY, "link": LINK, "street": STREET}
    kinds = [kind for kind, pattern in found.items() if pattern.search(line)]
    if any(sum(c.isdigit() for c in number[0]) >= 6 for number in PHONE.finditer(line)):
        kinds.append("phone")
    return kinds


def _details(line: str, sender: Correspondent) -> int:
    """How much a single line under a closing says beside the name."""
    pieces = len([piece for piece in _PIECES.split(line) if piece.strip()])
    return len(_kinds(line)) + (pieces >= 2) + (pieces >= 3)


def is_name_of(line: str, sender: Correspondent) -> bool:
    """Whether the line names the sender, as far as header and address tell: "Rob Haskett, Plant Manager"."""
    head = _PIECES.split(line.strip(" *_"))[0]
    words = [word.casefold() for word in _WORD.findall(head)]
    if not 0 < len(words) <= 5:
        return False
    words = [word.replace("ё", "е") for word in words]
    known = {word.casefold().replace("ё", "е") for word in _WORD.findall(sender.name)}
    local = sender.address.partition("@")[0].casefold()
    return any(word in known for word in words) or any(len(word) >= 4 and word in local for word in words)


def is_company_of(line: str, sender: Correspondent) -> bool:
    """Whether the line is the name under which the sender's domain is registered: "Moss Linen" at moss-linen.com."""
    label = "".join(_WORD.findall(sender.address.partition("@")[2].partition(".")[0])).casefold()
    letters = "".join(_WORD.findall(_PIECES.split(line.strip())[-1])).casefold()
    return len(letters) >= 5 and (letters == label or (len(label) >= 5 and letters.startswith(label)))


def _looks_like_a_name(line: str) -> bool:
    head = _PIECES.split(line.strip(" *_"))[0]
    words = _WORD.findall(head)
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and not _kinds(head)
