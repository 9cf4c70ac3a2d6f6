"""How well somebody fits the ideal customer profile: a few criteria, red flags, and a grade with its reasons.

What is not known is told apart from what does not fit: a value that nobody has filled in costs the points, but is
named as missing, and the grade says how good it could become.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from outreach.core.untrusted import one_line
from outreach.prospects.model import Account, Contact
from outreach.prospects.rank import is_decision_maker

#: What is known of somebody, by the field's name in lower case.
Facts = Mapping[str, str]


class Letter(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def fit(self) -> "Fit":
        return _FIT[self]

    def is_at_least(self, other: "Letter") -> bool:
        """A is at least B. Letters are ordered as in school."""
        return self.value <= other.value


class Fit(StrEnum):
    FIT = "fit"
    NEAR = "near"
    NO = "no"


_FIT = {Letter.A: Fit.FIT, Letter.B: Fit.FIT, Letter.C: Fit.NEAR, Letter.D: Fit.NO}


class Asked(StrEnum):
    """How a field is compared."""

    EQUALS = "equals"
    ONE_OF = "one_of"
    BETWEEN = "between"
    WORDS = "words"
    #: The title is that of somebody who decides; see `rank.py`.
    DECIDES = "decides"


class Found(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one field. `least` and `most` are of BETWEEN, both included; None: no end."""

    field: str
    asked: Asked
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition that earns points. A required one that is not met is a D; not known, it is no better than a C."""

    name: str
    condition: Condition
    points: int = 1
    required: bool = False


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A condition that makes everything else idle: a D."""

    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Profile:
    """The ideal customer. `least_share`: the points, in per cent of all, from which on a letter is given."""

    criteria: tuple[Criterion, ...]
    red_flags: tuple[RedFlag, ...] = ()
    least_share: tuple[tuple[Letter, int], ...] = ((Letter.A, 80), (Letter.B, 60), (Letter.C, 40))

    @property
    def digest(self) -> str:
        """The same for the same meaning, whatever the comments and the order of the keys."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {
            "criteria": [_plain(each) for each in self.criteria],
            "red_flags": [_plain(each) for each in self.red_flags],
            "least_share": {letter.value: share for letter, share in self.least_share},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """What `to_json` wrote."""
        return cls(
            tuple(
                Criterion(each["name"], _condition(each["condition"]), each["points"], each["required"])
                for each in values["criteria"]
            ),
            tuple(RedFlag(each["name"], _condition(each["condition"])) for each in values["red_flags"]),
            tuple((Letter(letter), share) for letter, share in values["least_share"].items()),
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion or red flag has come to. `points` of `of`; a red flag has neither."""

    name: str
    found: Found
    says: str
    points: int = 0
    of: int = 0
    is_red_flag: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """The letter as far as is known, and the best that it could become once what is `missing` is known."""

    letter: Letter
    best: Letter
    points: int
    of: int
    reasons: tuple[Reason, ...]
    #: Fields without which a criterion or a red flag could not be judged.
    missing: tuple[str, ...]

    @property
    def fit(self) -> Fit:
        return self.letter.fit


def grade(profile: Profile, facts: Facts) -> Grade:
    """Hold one prospect against the profile."""
    judged = [(each, *check(each.condition, facts)) for each in profile.criteria]
    flagged = [(each, *check(each.condition, facts)) for each in profile.red_flags]
    reasons = [
        Reason(each.name, found, says, each.points if found is Found.YES else 0, each.points)
        for each, found, says in judged
    ] + [Reason(flag.name, found, says, is_red_flag=True) for flag, found, says in flagged]
    known = tuple(reasons)
    hoped = tuple(_hoped(reason) for reason in reasons)
    required = {each.name for each in profile.criteria if each.required}
    unknown = [each.condition.field for each, found, _ in judged if found is Found.UNKNOWN]
    unknown += [each.condition.field for each, found, _ in flagged if found is Found.UNKNOWN]
    return Grade(
        letter=_letter(profile, known, required),
        best=_letter(profile, hoped, required),
        points=sum(reason.points for reason in reasons),
        of=sum(reason.of for reason in reasons),
        reasons=known,
        missing=tuple(dict.fromkeys(unknown)),
    )


def check(condition: Condition, facts: Facts) -> tuple[Found, str]:
    """Whether the condition holds, and the value that says so, in words."""
    value = facts.get(condition.field.casefold(), "").strip()
    if not value:
        return Found.UNKNOWN, f"{condition.field} is not known"
    found = _ASK[condition.asked](condition, value)
    shown = one_line(value, 60)
    if found is Found.UNKNOWN:
        return found, f'{condition.field} is "{shown}", which is no clear number'
    return found, f"{condition.field} is {shown}; {wanted(condition)}"


def wanted(condition: Condition) -> str:
    """What the condition asks for, in words."""
    if condition.asked is Asked.DECIDES:
        return "asked for: somebody who decides"
    if condition.asked is Asked.BETWEEN:
        return f"asked for: {_range(condition)}"
    return f"asked for: {' or '.join(condition.values)}"


def facts_of(contact: Contact, account: Account, domains: tuple[str, ...] = ()) -> dict[str, str]:
    """What is known of a contact: the list's own columns, then what we keep of them and their company."""
    columns = {name.casefold(): str(value) for name, value in (contact.fields or {}).items()}
    kept = {
        "address": contact.address,
        "domain": ", ".join(domains) or contact.address.rpartition("@")[2],
        "name": contact.name,
        "title": contact.title,
        "language": contact.language,
        "country": contact.country,
        "time_zone": contact.time_zone,
        "company": account.name,
        "account": account.name,
        "account_status": account.status.value,
    }
    return columns | {name: value for name, value in kept.items() if value}


# --- how one field is asked ------------------------------------------------------------------------------------------


def _equals(condition: Condition, value: str) -> Found:
    return _truth(folded(value) in {folded(each) for each in condition.values})


def _has_words(condition: Condition, value: str) -> Found:
    """One of the words, or phrases, stands in the value; `print*` is each word that begins so."""
    text = f" {_spaced(value)} "
    for each in condition.values:
        begins = each.endswith("*")
        sought = f" {_spaced(each.rstrip('*'))}" + ("" if begins else " ")
        if sought in text:
            return Found.YES
    return Found.NO


def _between(condition: Condition, value: str) -> Found:
    """Where the value is itself a range, all of it has to be within, or all of it outside."""
    ends = numbers(value)
    if ends is None:
        return Found.UNKNOWN
    within = [_is_within(end, condition) for end in ends]
    beside = condition.least is not None and ends[1] < condition.least
    beside = beside or (condition.most is not None and ends[0] > condition.most)
    if all(within):
        return Found.YES
    return Found.NO if beside or ends[0] == ends[1] else Found.UNKNOWN


def _decides(_condition: Condition, value: str) -> Found:
    return _truth(is_decision_maker(value))


_ASK = {
    Asked.EQUALS: _equals,
    Asked.ONE_OF: _equals,
    Asked.WORDS: _has_words,
    Asked.BETWEEN: _between,
    Asked.DECIDES: _decides,
}

# A figure with its thousands apart ("1,200", "1 200", "1.200") or with decimals, and k or m behind it.
_FIGURE = r"(\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?!\d) ?([kmкм]\b)?"
_ONE = re.compile(rf"[^\d-]*{_FIGURE}\s*(\+)?[^\d]*\Z", re.IGNORECASE)
_TWO = re.compile(rf"[^\d]*{_FIGURE}\s*(?:-|–|—|to|bis|до|\.\.)\s*{_FIGURE}[^\d]*\Z", re.IGNORECASE)
_TIMES = {"k": 1_000, "к": 1_000, "m": 1_000_000, "м": 1_000_000}


def numbers(value: str) -> tuple[float, float] | None:
    """The figure in a cell as both ends of a range: "51-200", "1,200", "200+" (no upper end), "about 40 people"."""
    two = _TWO.match(value)
    if two is not None:
        low, high = _figure(two[1], two[2], two[3]), _figure(two[4], two[5], two[6])
        return (low, high) if low <= high else None
    one = _ONE.match(value)
    if one is None:
        return None
    figure = _figure(one[1], one[2], one[3])
    return figure, float("inf") if one[4] else figure


def _figure(whole: str, decimals: str | None, times: str | None) -> float:
    figure = float(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else ""))
    return figure * _TIMES.get((times or "").lower(), 1)


def _is_within(figure: float, condition: Condition) -> bool:
    return (condition.least is None or figure >= condition.least) and (
        condition.most is None or figure <= condition.most
    )


def folded(text: str) -> str:
    """Lower case, without accents, runs of spaces as one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(plain.split())


def _spaced(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _truth(holds: bool) -> Found:
    return Found.YES if holds else Found.NO


# --- the letter ------------------------------------------------------------------------------------------------------


def _letter(profile: Profile, reasons: tuple[Reason, ...], required: set[str]) -> Letter:
    if any(reason.is_red_flag and reason.found is Found.YES for reason in reasons):
        return Letter.D
    of_required = [reason.found for reason in reasons if reason.name in required and not reason.is_red_flag]
    if Found.NO in of_required:
        return Letter.D
    of = sum(reason.of for reason in reasons) or 1
    share = 100 * sum(reason.points for reason in reasons) / of
    earned = next((letter for letter, least in profile.least_share if share >= least), Letter.D)
    # Nobody is a fit of whom it is not known whether they meet what has to be met.
    return max(earned, Letter.C) if Found.UNKNOWN in of_required else earned


def _hoped(reason: Reason) -> Reason:
    """As it would be if what is not known turned out well."""
    if reason.found is not Found.UNKNOWN:
        return reason
    turned_out = Found.NO if reason.is_red_flag else Found.YES
    return replace(reason, found=turned_out, points=reason.of)


def _range(condition: Condition) -> str:
    if condition.least is None:
        return f"at most {condition.most:g}"
    if condition.most is None:
        return f"at least {condition.least:g}"
    return f"{condition.least:g} to {condition.most:g}"


def _plain(each: Criterion | RedFlag) -> dict[str, Any]:
    values = asdict(each)
    values["condition"]["asked"] = each.condition.asked.value
    values["condition"]["values"] = list(each.condition.values)
    return values


def _condition(values: Mapping[str, Any]) -> Condition:
    return Condition(
        values["field"],
        Asked(values["asked"]),
        tuple(values["values"]),
        values["least"],
        values["most"],
    )
