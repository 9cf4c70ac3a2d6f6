"""What the rule of a country says about one mail to one person: it may go, or what is missing.

The rules come from `countries.toml`. They are a tool and no legal advice: they make a team's own reading of the law
hold for every mail, with its version and its source beside each decision.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from outreach.core.addresses import domain_of, is_free_mail, is_role_address
from outreach.prospects.legal_basis import GROUNDS, Ground, Recorded, recorded

#: A text in several languages, as pairs of ISO 639-1 code and text, in the file's own order.
Texts = tuple[tuple[str, str], ...]

#: Whose country nobody knows, and whose country has no rule of its own.
UNKNOWN, DEFAULT = "unknown", "default"


class Decision(StrEnum):
    """What a country's rule comes to."""

    ALLOW = "allow"
    #: What the rule asks for has to be there.
    CONDITIONS = "conditions"
    #: So has a recorded consent, or what the rule takes for one.
    CONSENT = "consent"
    BLOCKED = "blocked"


class Condition(StrEnum):
    """What a rule may ask for."""

    IDENTITY = "identity"
    POSTAL_ADDRESS = "postal_address"
    OPT_OUT = "opt_out"
    ADVERTISING_LABEL = "advertising_label"
    SOURCE_TOLD = "source_told"
    LEGAL_BASIS = "legal_basis"
    CORPORATE_ONLY = "corporate_only"
    NO_FREE_MAIL = "no_free_mail"
    OFFICE_ONLY = "office_only"


#: Each with who sees to it.
CONDITIONS: dict[Condition, str] = {
    Condition.IDENTITY: "the mail says who writes; where the template does not, it is added below",
    Condition.POSTAL_ADDRESS: "the mail has our postal address; where the template does not, it is added below",
    Condition.OPT_OUT: "the mail says how to say no: every mail has the header for it, and `lint` asks for the words",
    Condition.ADVERTISING_LABEL: "the rule's text, which says that this is advertising, stands below the mail",
    Condition.SOURCE_TOLD: "the mail says where the address is from: the detail of the recorded ground",
    Condition.LEGAL_BASIS: "a ground that the rule accepts is recorded",
    Condition.CORPORATE_ONLY: "a company is known by name, and the address is not at a free-mail provider",
    Condition.NO_FREE_MAIL: "the address is not at a free-mail provider",
    Condition.OFFICE_ONLY: "the address is a company's general one, such as info@",
}


#: What depends on who somebody is in a country, and not on the country alone.
OF_THE_PERSON = frozenset({Condition.CORPORATE_ONLY, Condition.NO_FREE_MAIL, Condition.OFFICE_ONLY})


class Kind(StrEnum):
    """What a mail is to its recipient."""

    #: A first mail or a reminder of ours: advertising, however short.
    COLD = "cold"
    #: To a colleague whom a stored reply named. To them it is as unasked-for as the first.
    REFERRED = "referred"
    #: A person's own answer to somebody who has written to us.
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Rule:
    """One country's rule. `code` is ISO 3166, `default` or `unknown`; `version` counts up with every change."""

    code: str
    decision: Decision
    name: str = ""
    asks: tuple[Condition, ...] = ()
    #: The recorded grounds any one of which suffices; empty where none is asked for.
    accepts: tuple[Ground, ...] = ()
    text: Texts = ()
    #: The law, with its article.
    source: str = ""
    note: str = ""
    reviewed_on: date | None = None
    version: int = 0

    @property
    def called(self) -> str:
        return self.name or self.code

    @property
    def needs_ground(self) -> bool:
        return bool(self.accepts)

    @property
    def stamp(self) -> str:
        """The version with a digest of everything the rule says: a change that forgot to count up is seen too."""
        return _stamp(self)


@lru_cache(maxsize=1_000)
def _stamp(rule: Rule) -> str:
    said = (rule.decision, rule.asks, rule.accepts, rule.text, rule.source)
    return f"{rule.version}-{hashlib.sha256(repr(said).encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Law:
    """All rules. `told` is what a mail says of where the address is from, by whether a reply named them."""

    default: Rule
    rules: Mapping[str, Rule] = field(default_factory=dict)
    unknown: Rule | None = None
    told: Texts = ()
    told_referred: Texts = ()

    def rule_for(self, country: str | None) -> Rule:
        if country is None:
            return self.unknown or self.default
        return self.rules.get(country, self.default)

    @property
    def asks_nothing(self) -> bool:
        """Whether every mail may go as it is: then nobody need be asked about."""
        return not self.rules and self.unknown is None and self.default == _NO_RULE


_NO_RULE = Rule("", Decision.ALLOW)
#: No rule at all: for who sends without a configuration, as tests and benchmarks do.
EVERYTHING_ALLOWED = Law(_NO_RULE)


class LawSource(Protocol):
    """Where the rules are asked for, once a unit of work: a file may change while a daemon runs."""

    def current(self) -> Law: ...


@dataclass(frozen=True, slots=True)
class FixedLaw:
    """Rules that never change."""

    law: Law

    def current(self) -> Law:
        return self.law


NO_RULES: LawSource = FixedLaw(EVERYTHING_ALLOWED)


def nothing_allowed(why: str) -> Law:
    """While the rules cannot be read, nothing goes: nobody knows what they say."""
    return Law(Rule(DEFAULT, Decision.BLOCKED, name="countries.toml", source=why))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a ruling depends on, of one mail to one person. `bases` as recorded, the newest first."""

    country: str | None
    is_free_mail: bool
    is_role: bool
    has_company: bool
    bases: tuple[str, ...] = ()
    kind: Kind = Kind.COLD


def facts_of(
    address: str, country: str | None, company: str, bases: Sequence[str], kind: Kind = Kind.COLD
) -> Facts:
    """The facts about an address whose country, or None, is found already."""
    return Facts(
        country=country,
        is_free_mail=is_free_mail(domain_of(address)),
        is_role=is_role_address(address),
        has_company=bool(company.strip()),
        bases=tuple(bases),
        kind=kind,
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of a ruling with its mail."""

    country: str = ""
    rule: str = ""
    decision: str = ""
    version: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether one mail may go under its country's rule, on what ground, and what the rule adds to it."""

    rule: Rule
    country: str | None
    #: What is missing, in words that stand behind a colon; "" where the mail may go.
    missing: str = ""
    #: What would mend it.
    remedy: str = ""
    ground: Ground | None = None
    #: Where the address is from, as it was recorded.
    detail: str = ""
    #: What is written below the mail, in several languages each.
    added: tuple[Texts, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.missing

    @property
    def where(self) -> str:
        """The country as one says it; that without a rule of its own by its code."""
        is_other = self.rule.code == DEFAULT and self.country is not None
        return f"{self.country}" if is_other else self.rule.called

    @property
    def why(self) -> str:
        """The ruling in one line, without its remedy: "Germany (UWG § 7): recorded consent is missing"."""
        law = f" ({self.rule.source})" if self.rule.source else ""
        if self.missing:
            return f"{self.where}{law}: {self.missing}"
        rests = f", on the recorded ground {self.ground.value}" if self.ground is not None else ""
        return f"{self.where}{law}: {self.rule.decision.value}{rests}"

    @property
    def briefly(self) -> str:
        """The same for counting: one line a country and reason."""
        return f"{self.where}: {self.missing}"

    @property
    def stored(self) -> Stored:
        if not self.rule.code:
            # No rules at all: there is nothing to keep.
            return Stored()
        decision = "refused" if self.missing else self.rule.decision.value
        ground = "" if self.ground is None else self.ground.value
        return Stored(self.country or "", self.rule.code, decision, self.rule.stamp, ground)


def judge(law: Law, facts: Facts) -> Ruling:
    """Hold one mail against the rule of its recipient's country."""
    rule = law.rule_for(facts.country)
    if facts.kind is Kind.ANSWER:
        # Who has written to us and is answered gets no advertising.
        return Ruling(rule, facts.country, ground=Ground.INQUIRY)
    if rule.decision is Decision.BLOCKED:
        return Ruling(rule, facts.country, "nobody there is written to", "Nothing mends it but another rule.")
    found = _ground(rule, facts)
    barred = next((each for each in rule.asks if _bars(each, facts)), None)
    # Who has consented may be anybody: the law keeps us from those who have not.
    if barred is not None and (found is None or found.ground is not Ground.CONSENT):
        return Ruling(rule, facts.country, *_BARRED[barred])
    if rule.needs_ground and found is None:
        return Ruling(rule, facts.country, *_no_ground(rule, facts))
    return _allowed(law, rule, facts, found)


def _allowed(law: Law, rule: Rule, facts: Facts, found: Recorded | None) -> Ruling:
    ground = found.ground if found is not None else None
    added = [rule.text] if rule.text else []
    told = _known_source(facts, found)
    if Condition.SOURCE_TOLD in rule.asks:
        if told is None:
            return Ruling(rule, facts.country, *_NO_SOURCE)
        added.append(law.told_referred if told.ground is Ground.REFERRAL else law.told)
    detail = "" if told is None else told.detail
    return Ruling(rule, facts.country, ground=ground, detail=detail, added=tuple(filter(None, added)))


def _ground(rule: Rule, facts: Facts) -> Recorded | None:
    """The recorded ground that the rule likes best."""
    known = {each.ground: each for each in reversed(_recorded(facts))}
    return next((known[ground] for ground in rule.accepts if ground in known), None)


def _known_source(facts: Facts, found: Recorded | None) -> Recorded | None:
    """What tells where the address is from: the ground that the ruling rests on, else the newest record."""
    if found is not None:
        return found
    records = _recorded(facts)
    return records[0] if records else None


def _recorded(facts: Facts) -> tuple[Recorded, ...]:
    named = (Recorded(Ground.REFERRAL, ""),) if facts.kind is Kind.REFERRED else ()
    return (*recorded(facts.bases), *named)


def _bars(condition: Condition, facts: Facts) -> bool:
    match condition:
        case Condition.NO_FREE_MAIL:
            return facts.is_free_mail
        case Condition.CORPORATE_ONLY:
            return facts.is_free_mail or not facts.has_company
        case Condition.OFFICE_ONLY:
            return not facts.is_role
    return False


_BARRED = {
    Condition.NO_FREE_MAIL: (
        "no free-mail address is written to",
        "Find their address at the company.",
    ),
    Condition.CORPORATE_ONLY: (
        "only companies are written to, and this is a free-mail address or no company is known",
        "Give the company's name in the list, and their address there.",
    ),
    Condition.OFFICE_ONLY: (
        "only a company's general address is written to",
        "Write to info@ or the like instead.",
    ),
}
_NO_SOURCE = (
    "where the address is from has to be told, and is not recorded",
    'Import it again with --legal-basis "legitimate interest: their web site, 2026-03-01".',
)


def _no_ground(rule: Rule, facts: Facts) -> tuple[str, str]:
    remedy = f"Import it again with --legal-basis {_recordable(rule)}"
    if facts.country is None:
        remedy = f"Say their country in a column of the list, or i{remedy[1:]}"
    if rule.accepts == (Ground.CONSENT,):
        missing = "recorded consent is missing"
    elif set(GROUNDS) <= set(rule.accepts):
        missing = "a recorded legal basis is missing"
    else:
        missing = f"a recorded ground is missing ({', '.join(rule.accepts)})"
    if facts.country is None:
        missing = f"their country is not known, and {missing}"
    return missing, f"{remedy}."


def _recordable(rule: Rule) -> str:
    """All grounds that a person may record and the rule accepts: of one alone, somebody would make an untrue record."""
    known = [each for each in rule.accepts if each in GROUNDS] or [Ground.CONSENT]
    if len(known) == 1:
        return f'"{known[0].value}: where and when"'
    listed = ", ".join(f'"{each.value}: …"' for each in known)
    return f"and whichever is true, with where and when behind it: {listed}"
