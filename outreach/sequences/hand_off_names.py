"""What the templates of the hand-off may say beside contact, account and sender; plain values, cleaned here."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from outreach.core.untrusted import one_line, printable

_MOST_LINE, _MOST_BLOCK = 300, 6_000


@dataclass(frozen=True, slots=True)
class SalespersonNames:
    """One of us, whom a lead is offered to or who is introduced to them."""

    name: str
    address: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LeadNames:
    """The lead in short. `next_on` is a day, YYYY-MM-DD."""

    number: str
    finder: str = ""
    level: str = ""
    score: str = ""
    threshold: str = ""
    source: str = ""
    next_step: str = ""
    next_on: str = ""
    why_no_next_step: str = ""


@dataclass(frozen=True, slots=True)
class BriefNames:
    """The long parts of a brief, each some finished lines; empty where there is nothing to say."""

    who: str = ""
    account: str = ""
    chain: str = ""
    quotes: str = ""
    answers: str = ""
    score: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class OfferNames:
    """The offer. Moments are written by the salesperson's clock; `why` is why something was not done."""

    number: str
    aim: str = ""
    limit: str = ""
    routed: str = ""
    why: str = ""


_KINDS: Mapping[str, type] = {
    "salesperson": SalespersonNames,
    "lead": LeadNames,
    "brief": BriefNames,
    "offer": OfferNames,
}

#: As `merge_context.Names`.
NAMES: dict[str, frozenset[str] | None] = {
    name: frozenset(member.name for member in fields(kind)) for name, kind in _KINDS.items()
}


def values_of(
    salesperson: SalespersonNames, lead: LeadNames, brief: BriefNames, offer: OfferNames
) -> dict[str, Mapping[str, str]]:
    """The cleaned values by their names. Only a brief's parts have several lines."""
    return {
        "salesperson": _lines_each(salesperson),
        "lead": _lines_each(lead),
        "brief": {each.name: _block(getattr(brief, each.name)) for each in fields(brief)},
        "offer": _lines_each(offer),
    }


def _lines_each(names: SalespersonNames | LeadNames | OfferNames) -> dict[str, str]:
    return {each.name: one_line(getattr(names, each.name), _MOST_LINE) for each in fields(names)}


def _block(text: str) -> str:
    return "\n".join(line.rstrip() for line in printable(text, limit=_MOST_BLOCK).split("\n")).strip("\n")
