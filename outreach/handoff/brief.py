"""What a salesperson reads of a lead in a minute, as finished lines. Pure: facts in, text out.

Everything in it may come from strangers; it is cleaned and cut where it is put into the template (`hand_off_names`)
and, line by line, here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.core.untrusted import one_line, printable
from outreach.sequences.hand_off_names import BriefNames

#: Of one quoted mail; of all there are at most so many.
_QUOTED_LINES, _QUOTED_CHARACTERS = 8, 500
MOST_QUOTES, _MOST_NOTES, _MOST_LINES = 3, 3, 15
_CUT = "[…]"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the account. What is not known is empty."""

    name: str
    address: str
    title: str = ""
    phone: str = ""

    @property
    def in_a_line(self) -> str:
        who = one_line(f"{self.name} <{self.address}>" if self.name else self.address, 160)
        return f"{who}, {one_line(self.title, 80)}" if self.title else who


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody newly wrote in one mail."""

    writer: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    on: date
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """All that a brief tells, in plain values."""

    contact: Person
    account: str
    domains: Sequence[str]
    country: str
    #: Whom we asked first, whom they named, and so on; the last one is the contact.
    chain: Sequence[Person]
    #: The mails that led to the contact, in order, and the contact's own.
    quotes: Sequence[Quote]
    #: The question as it is asked, and what was answered.
    answers: Sequence[tuple[str, str]]
    #: As they stand in `Lead.score_lines`.
    score_lines: Sequence[Mapping[str, object]]
    notes: Sequence[Noted]
    source: str
    #: "" where they came from no list.
    list_name: str


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "phone": "phone",
        "no_phone": "no phone number is known",
        "asked": "We asked {who}.",
        "asked_them": "We asked them ourselves: {who}.",
        "inquired": "They came to us ({source}{list}).",
        "named": "Who named {who}.",
        "list": ", list {name}",
        "wrote": "{who} wrote on {on}:",
        "and_more": "… and {count} more",
    },
    "ru": {
        "phone": "телефон",
        "no_phone": "телефон неизвестен",
        "asked": "Мы спросили: {who}.",
        "asked_them": "Мы написали прямо им: {who}.",
        "inquired": "Они обратились сами ({source}{list}).",
        "named": "Нам назвали: {who}.",
        "list": ", список {name}",
        "wrote": "{who}, {on}:",
        "and_more": "… и ещё {count}",
    },
}
#: How they came to us, where nobody asked them.
_CAME_BY_THEMSELVES = ("net", "seed")


def brief_of(facts: LeadFacts, language: str | None) -> BriefNames:
    """The parts of a brief in the salesperson's language: English or Russian."""
    words = _WORDS.get((language or "en")[:2], _WORDS["en"])
    return BriefNames(
        who=_who(facts, words),
        account=_account(facts),
        chain="\n".join(_chain(facts, words)),
        quotes="\n\n".join(_quoted(quote, words) for quote in facts.quotes[-MOST_QUOTES:]),
        answers=_listed(
            [f"{one_line(ask, 120)} {one_line(said, 200)}" for ask, said in facts.answers], words
        ),
        score=_listed([_score_line(line) for line in facts.score_lines], words),
        notes="\n".join(_note(note) for note in facts.notes[-_MOST_NOTES:]),
    )


def _who(facts: LeadFacts, words: Mapping[str, str]) -> str:
    phone = one_line(facts.contact.phone, 60)
    reached = f"{words['phone']} {phone}" if phone else words["no_phone"]
    return f"{facts.contact.in_a_line}\n{reached}"


def _account(facts: LeadFacts) -> str:
    known = [facts.account, ", ".join(facts.domains[:3]), facts.country]
    return ", ".join(one_line(each, 120) for each in known if each)


def _chain(facts: LeadFacts, words: Mapping[str, str]) -> Iterator[str]:
    listed = words["list"].format(name=one_line(facts.list_name, 60)) if facts.list_name else ""
    first, *others = facts.chain or (facts.contact,)
    if facts.source in _CAME_BY_THEMSELVES:
        came = words["inquired"].format(source=facts.source, list=listed)
    else:
        came = words["asked" if others else "asked_them"].format(who=first.in_a_line + listed)
    yield f"1. {came}" if others else came
    for number, person in enumerate(others, 2):
        yield f"{number}. {words['named'].format(who=person.in_a_line)}"


def _quoted(quote: Quote, words: Mapping[str, str]) -> str:
    text = printable(quote.text, limit=_QUOTED_CHARACTERS * 4).strip()
    lines = [line.rstrip() for line in text[:_QUOTED_CHARACTERS].split("\n") if line.strip()]
    is_cut = len(text) > _QUOTED_CHARACTERS or len(lines) > _QUOTED_LINES
    shown = [*lines[:_QUOTED_LINES], *([_CUT] if is_cut else [])]
    said = words["wrote"].format(who=one_line(quote.writer, 100), on=quote.on)
    return "\n".join([said, *(f"> {line}" for line in shown)])


def _score_line(line: Mapping[str, object]) -> str:
    points = line.get("points")
    signed = f"{points:+d}" if isinstance(points, int) else "0"
    why = one_line(str(line.get("why") or ""), 120)
    said = one_line(str(line.get("said") or ""), 120)
    return f"{signed:>4} {one_line(str(line.get('what') or ''), 80)}: {said}{f' ({why})' if why else ''}"


def _note(note: Noted) -> str:
    return f"{note.on} {one_line(note.by, 40)}: {one_line(note.text, 400)}"


def _listed(lines: list[str], words: Mapping[str, str]) -> str:
    left = len(lines) - _MOST_LINES
    shown = lines[:_MOST_LINES]
    return "\n".join([*shown, words["and_more"].format(count=left)] if left > 0 else shown)
