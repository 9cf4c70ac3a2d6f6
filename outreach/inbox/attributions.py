"""The lines that mail programs put above what they quote: "On ... wrote:",
copied headers, "Original Message".

Recognised by their build (a date, an address, a verb, a colon) rather than by one pattern a program, so that a
language or a program that is not in the tables is still recognised by what it has in common with the others.
"""

import re
from collections.abc import Sequence

from outreach.inbox.quote_words import (
    ANY_FORWARDED,
    ANY_ORIGINAL,
    ANY_WROTE,
    ANY_WROTE_ALONE,
    HEADER_KINDS,
    OPENERS,
)

#: An attribution may be wrapped over this many lines.
MAX_LINES = 5
MAX_LENGTH = 420

_WEEKDAY_OR_DAY = r"(?:[^\W\d_]{1,14}\.?,?\s+){0,3}\(?\d"
_OPENER = re.compile(r"^[\s>*_\-–—]*(?:" + "|".join(OPENERS) + r")\.?\s+" + _WEEKDAY_OR_DAY, re.IGNORECASE)
_DATE_FIRST = re.compile(r"^[\s>*_\-–—]*(?:[^\W\d_]{1,14}\.?,?\s+){0,2}\(?\d", re.IGNORECASE)
_INNER_OPENER = re.compile(
    r"(?:(?<=\s)|(?<=-))(?:On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu|At)\s+"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|mié|jeu|jue|gio|ven|vie|sam|sáb|dim|dom|die|mit|don|fre|"
    r"son|jan|feb|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec)[^\W\d_]*[.,]*\s+){0,3}\d",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d{2}\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_DATE_AND_TIME = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\W{1,3}(?:[^\W\d_]{1,4}\s)?\d{1,2}[:.]\d{2}")
_ADDRESS = re.compile(r"[^\s<>@]{1,100}@[^\s<>@]{2,200}")
_ENDS = re.compile(r"[:：]\s*[-_*>\s]*$")
_DASHES = tuple(a + b for a in "-–—" for b in "-–—")
#: Characters at the end of a line in which "wrote" is looked for.
_END = 70
_DASHED_END = re.compile(r"[-–—]{2,}\s*$")
_WROTE_AT_END = re.compile(
    r"(?:" + ANY_WROTE.pattern + r")\s*(?:\([^()]{0,40}\))?\s*[:：]?\s*[-_*>\s]*$", re.IGNORECASE
)
_LONE_WROTE = re.compile(r"^>?\s*(?:" + ANY_WROTE.pattern + r")\s*[:：]?\s*$", re.IGNORECASE)
_LONE_ADDRESS = re.compile(r"^\s{0,4}<[^\s<>@]{1,100}@[^\s<>@]{2,200}>\s?[:：]\s*$")
_HALF_A_VERB = re.compile(r"\b(?:hat|heeft)\s+$", re.IGNORECASE)
_YOU_WROTE = re.compile(
    r"\b(?:you wrote|вы писали|ви писали|sie schrieben|vous (?:écriviez|avez écrit)|usted escribió)\b",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(r"^[\s>|*_]*([^\W\d_][^:：\n]{0,28}?)[*_]{0,2}\s?[:：][*_]{0,2}\s*(.*)$")
_MARKER = re.compile(r"^[\s>|]*[*_]{0,2}[-–—_=*+~]{2,}\s*(.{2,90}?)\s*[-–—_=*+~]{0,}[*_]{0,2}\s*[:：]?\s*$")
_BEGIN_MARKER = re.compile(r"^[\s>|*_]*(.{4,70}?)\s*[:：][*_]{0,2}\s*$")
_ARROWED = re.compile(r"^\s{0,4}>{2,3}\s.{5,}>{2,3}\s*$")
_DASHED_WORDS = re.compile(r"^\s*[-–—_=]{3,}\s*[^\W\d_][^-]{2,50}[-–—_=]{3,}\s*$")
_RULE = re.compile(r"^[\s>|]*[-–—_=*~]{4,}\s*$")


def is_rule(line: str) -> bool:
    """Whether the line is nothing but a drawn line."""
    return bool(_RULE.match(line))


def is_arrowed(line: str) -> bool:
    """Whether the line is GroupWise's attribution, `>>> Ann Roe <ann@...> 10/05/26 12:13 PM >>>`."""
    return (
        ">>" in line
        and len(line) < MAX_LENGTH
        and bool(_ARROWED.match(line))
        and bool(_DATE.search(line) or _ADDRESS.search(line))
    )


def is_header_field(line: str) -> bool:
    """Whether the line reads like one field of a copied header."""
    return bool(_header_field(line)[0])


def is_dashed(line: str) -> bool:
    """Whether the line is a few words between dashes, as above a copied header."""
    return len(line) < 100 and bool(_DASHED_WORDS.match(line))


def is_lone_wrote(line: str) -> bool:
    """Whether the line is the last, wrapped word of an attribution, which some programs mark like a quoted line."""
    return len(line) < 60 and bool(_LONE_WROTE.match(line))


def is_cut_off_end(line: str) -> bool:
    """Whether the line is what was wrapped off the end of an attribution: "wrote:", or an address and a colon."""
    return is_lone_wrote(line) or (len(line) < MAX_LENGTH and bool(_LONE_ADDRESS.match(line)))


def is_you_wrote(line: str) -> bool:
    """Whether an attribution addresses us, as in "Monday, October 5, 2026, you wrote:"."""
    return bool(_YOU_WROTE.search(line))


def marker_kind(line: str) -> str:
    """`original`, `forwarded` or "": what a line such as `-----Original Message-----` announces."""
    if len(line) > 160:
        return ""
    dashed = _MARKER.match(line)
    if dashed is not None:
        if ANY_FORWARDED.fullmatch(dashed[1]):
            return "forwarded"
        return "original" if ANY_ORIGINAL.fullmatch(dashed[1]) else ""
    begun = _BEGIN_MARKER.match(line)
    if begun is not None and len(begun[1]) > 6 and ANY_FORWARDED.fullmatch(begun[1]):
        return "forwarded"
    return ""


def header_block_end(lines: Sequence[str], start: int) -> int:
    """The line after a copied header that begins at `start`, or `start` where there is none."""
    kinds: dict[str, str] = {}
    end, at, strange = start, start, 0
    while at < min(len(lines), start + 24):
        kind, value = _header_field(lines[at])
        if kind:
            if at == start and kind in ("cc", "other"):
                return start
            kinds.setdefault(kind, value)
            end, strange = at + 1, 0
        elif lines[at].strip(" >|*\t"):
            # A long list of recipients goes on over several lines.
            strange += 1
            if at == start or strange > 3:
                break
        elif at > end + 1:
            break
        at += 1
    return end if _is_header(kinds) else start


def _header_field(line: str) -> tuple[str, str]:
    if len(line) > 2_000 or (":" not in line and "：" not in line):
        return "", ""
    found = _HEADER_LINE.match(line)
    if found is None:
        return "", ""
    return HEADER_KINDS.get(found[1].strip(" *_\xa0").lower(), ""), found[2]


def _is_header(kinds: dict[str, str]) -> bool:
    known = kinds.keys() & {"from", "date", "to", "subject"}
    if len(known) >= 3:
        return True
    # Two fields of a contact card ("De: ...", "A: ...") are no header: they must read like one.
    if len(known) < 2 or not known & {"from", "date"}:
        return False
    dated = any(character.isdigit() for character in kinds.get("date", ""))
    return dated or any("@" in kinds.get(kind, "") for kind in ("from", "to"))


def attribution_start(lines: Sequence[str], last: int, *, quote_follows: bool) -> int | None:
    """The first line of the attribution that ends at line `last`, or None.

    `quote_follows` says that marked lines come next: then less is asked of the words.
    """
    if len(lines[last]) > MAX_LENGTH or not _may_end(lines[last], quote_follows):
        return None
    best, complete, joined, blank = None, False, "", False
    for start in range(last, max(-1, last - MAX_LINES), -1):
        line = lines[start].strip().lstrip("> ") if start < last else lines[start].strip()
        joined = f"{line} {joined}".strip()
        if (not line and (blank or best is None)) or len(joined) > MAX_LENGTH:
            break
        blank = not line
        # The beginning is seen by its opening words or its date; else the shortest fitting piece is taken.
        begins = bool(_OPENER.match(line) or (_DATE_FIRST.match(line) and _DATE.search(line)))
        whole = bool(_DATE.search(joined) or _ADDRESS.search(joined))
        if (best is None or begins or (whole and not complete)) and _is_attribution(joined, quote_follows):
            best, complete = start, whole
            if begins:
                break
    return best


def shared_line_split(line: str) -> int:
    """Where in `line` an attribution begins behind the writer's last words; 0 where it does not."""
    if len(line) > MAX_LENGTH or not _may_end(line, False) or _OPENER.match(line):
        return 0
    for inner in _INNER_OPENER.finditer(line):
        if _HALF_A_VERB.search(line[: inner.start()]):
            # "Ann Roe hat am 13.10. geschrieben:" is one attribution.
            return 0
        if _is_attribution(line[inner.start() :], False):
            return inner.start() if line[: inner.start()].strip(" -–—") else 0
    return 0


def _may_end(line: str, quote_follows: bool) -> bool:
    # Asked of every line of every mail: the ends are looked at, and patterns come last.
    end = line.rstrip()
    if end.endswith(_DASHES) or end.rstrip("-_*> \t\xa0").endswith((":", "：")) or is_arrowed(line):
        return True
    if quote_follows and end.endswith(">"):
        return True
    return bool(_WROTE_AT_END.search(end[-_END:]))


def _is_attribution(joined: str, quote_follows: bool) -> bool:
    dated, addressed = bool(_DATE.search(joined)), bool(_ADDRESS.search(joined))
    opened = bool(_OPENER.match(joined) or _DATE_FIRST.match(joined))
    ends = bool(_ENDS.search(joined) or _DASHED_END.search(joined))
    if ANY_WROTE_ALONE.match(joined) or is_arrowed(joined):
        return True
    if ends and dated and len(joined) < 90 and is_you_wrote(joined):
        return True
    wrote = bool(ANY_WROTE.search(joined))
    if wrote and ends:
        if addressed or quote_follows or _DASHED_END.search(joined):
            return True
        return dated and (opened or bool(_DATE_AND_TIME.search(joined)))
    if wrote and _WROTE_AT_END.search(joined):
        return dated and (addressed or opened)
    if ends and dated and addressed:
        return opened or quote_follows
    # "2013/7/20 Ann via Forum <ann@...>" above marked lines.
    return quote_follows and opened and dated and addressed and joined.endswith(">")
