"""Which salesperson a lead goes to, and why: the first rule that fits it, then whoever of those has the least to do.

Deterministic: the same leads, offers and configuration lead to the same person. Decisions only.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from outreach.handoff.team import Colleague, Role, Team

#: Fields of a contact, and what they may say.
Segment = tuple[tuple[str, tuple[str, ...]], ...]

_NEVER = datetime.min.replace(tzinfo=UTC)


class Choose(StrEnum):
    """Who comes first among those whom a rule names."""

    #: Whoever has the fewest leads that they have not confirmed yet: offered, or accepted.
    LEAST_LOAD = "least_load"
    #: Whoever was offered one longest ago.
    ROUND_ROBIN = "round_robin"


@dataclass(frozen=True, slots=True)
class Traits:
    """What rules ask about a lead. `fields`: what its list says of the contact, and `title` and `account`."""

    fields: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    country: str | None = None
    source: str = ""
    list: str = ""


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """Which leads go to whom. A condition that is empty holds; of several values one has to fit."""

    #: None: any salesperson.
    to: tuple[str, ...] = ()
    segment: Segment = ()
    language: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    list: tuple[str, ...] = ()
    choose: Choose = Choose.LEAST_LOAD

    def fits(self, traits: Traits) -> bool:
        return (
            all(_is_one_of(traits.fields.get(name), values) for name, values in self.segment)
            and _is_one_of(traits.language, self.language)
            and _is_one_of(traits.country, self.country)
            and _is_one_of(traits.source, self.source)
            and _is_one_of(traits.list, self.list)
        )

    def __str__(self) -> str:
        asked = (
            *self.segment,
            ("language", self.language),
            ("country", self.country),
            ("source", self.source),
            ("list", self.list),
        )
        return ", ".join(f"{name} {' or '.join(values)}" for name, values in asked if values) or "any lead"


@dataclass(frozen=True, slots=True)
class Work:
    """What a salesperson has on their desk, and when they were offered a lead last."""

    leads: int = 0
    last_offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Routed:
    """To whom, by which rule (from 1; None: there are none), and why; nobody where `salesperson` is None."""

    salesperson: str | None
    rule: int | None
    why: str
    #: Who was passed over, and why.
    skipped: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        over = "; ".join(f"{name} {why}" for name, why in self.skipped)
        told = f"goes to {self.salesperson}: {self.why}" if self.salesperson else self.why
        return f"{told}. Passed over: {over}." if over else f"{told}."


def route(
    rules: Collection[RoutingRule],
    team: Team,
    traits: Traits,
    *,
    work: Mapping[str, Work],
    finders: Collection[str],
    passed: Mapping[str, str],
    now: datetime,
    knows_it: str = "",
) -> Routed:
    """To whom a lead goes. `finders` get it never; `passed`: who has had it already, and what they did with it.

    `knows_it`: who sent it back to be completed; it comes to them again, where a rule names them and they are there.
    """
    number, rule = _first_that_fits(rules, traits)
    if rule is None:
        return Routed(
            None, None, "no routing rule fits it; a last rule without conditions would take the rest"
        )
    named = "any salesperson" if number is None else f"rule {number} ({rule})"
    skipped: list[tuple[str, str]] = []
    able: list[Colleague] = []
    for each in _named_by(rule, team):
        why_not = _why_not(each, team, traits, finders, passed, now)
        if why_not:
            skipped.append((each.name, why_not))
        else:
            able.append(each)
    if not able:
        return Routed(None, number, _why_nobody(number, rule, team), tuple(skipped))
    if any(each.name == knows_it for each in able):
        return Routed(knows_it, number, f"{named}, who sent it back to be completed", tuple(skipped))
    # `min` takes the first of equals: then the order of the configuration decides.
    chosen = min(able, key=lambda each: _turn(rule.choose, work.get(each.name, Work())))
    reason = f"{named}, {_because(rule.choose, work.get(chosen.name, Work()))}"
    return Routed(chosen.name, number, reason, tuple(skipped))


def _why_nobody(number: int | None, rule: RoutingRule, team: Team) -> str:
    if not team.of(Role.SALESPERSON):
        return "[[team]] has no salesperson"
    if number is None:
        return "no salesperson in [[team]] can take it"
    return f"nobody is left whom rule {number} ({rule}) could give it to"


def _first_that_fits(rules: Collection[RoutingRule], traits: Traits) -> tuple[int | None, RoutingRule | None]:
    if not rules:
        return None, RoutingRule()
    return next(((at, rule) for at, rule in enumerate(rules, 1) if rule.fits(traits)), (None, None))


def _named_by(rule: RoutingRule, team: Team) -> list[Colleague]:
    """In the order in which they are named, else in that of the team."""
    selling = team.of(Role.SALESPERSON)
    if not rule.to:
        return list(selling)
    return [each for name in rule.to for each in selling if each.name == name]


def _why_not(
    one: Colleague,
    team: Team,
    traits: Traits,
    finders: Collection[str],
    passed: Mapping[str, str],
    now: datetime,
) -> str:
    if any(team.are_one(one.name, finder) for finder in finders):
        return "found it"
    if one.name in passed:
        return passed[one.name]
    if absence := one.absence(now):
        return f"is absent until {absence.last}"
    if one.languages and traits.language and traits.language not in one.languages:
        return f"does not sell in {traits.language}"
    return ""


def _turn(choose: Choose, work: Work) -> tuple[int, datetime]:
    last = work.last_offered_at or _NEVER
    return (work.leads, last) if choose is Choose.LEAST_LOAD else (0, last)


def _because(choose: Choose, work: Work) -> str:
    if choose is Choose.LEAST_LOAD:
        return f"{work.leads} open {'lead' if work.leads == 1 else 'leads'}"
    last = work.last_offered_at
    return f"in turn: {'none was offered before' if last is None else f'last offered {last:%Y-%m-%d}'}"


def _is_one_of(value: str | None, wanted: tuple[str, ...]) -> bool:
    return not wanted or (value or "").strip().casefold() in {each.casefold() for each in wanted}
