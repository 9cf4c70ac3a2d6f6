"""Each person's figures put together: what they did, what came of it, how fast, and what the board makes of it.

Decisions only.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from outreach.handoff.bonus import Earner
from outreach.handoff.team import Role
from outreach.reporting.people.activity import Activities, Activity
from outreach.reporting.people.answer_times import Arrived, Times
from outreach.reporting.people.board import Score, Scored
from outreach.reporting.people.lead_work import (
    Acceptance,
    Deed,
    Result,
    Results,
    acceptance_of,
    conversions_of,
    reached_by,
    results_of,
)
from outreach.reporting.people.norms import Held, Norm, held
from outreach.reporting.people.spans import Span, Spans
from outreach.reporting.people.whose import Whose
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate

#: In which part somebody's work on leads is told first.
_MAIN: Mapping[Role, Earner] = {
    Role.PROSPECTOR: Earner.FINDER,
    Role.SALESPERSON: Earner.SALESPERSON,
    Role.ACCOUNT_MANAGER: Earner.ACCOUNT_MANAGER,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What was read: for whom the figures of `person` are put together."""

    activities: Activities
    deeds: Sequence[Deed]
    #: Of the people whom they wrote to in the period and reached, who has answered.
    responses: Mapping[str, Rate]
    times: Mapping[str, Times]


@dataclass(frozen=True, slots=True)
class Person:
    """One of us, or somebody who was. `role` None: not in the team; `norms` are those of the period."""

    name: str
    role: Role | None
    part: Earner
    activities: Mapping[Span, Mapping[Activity, int]]
    results: Mapping[tuple[Earner, Span], Results]
    acceptance: Mapping[Earner, Acceptance]
    response: Rate
    conversions: Mapping[Earner, tuple[tuple[Result, Result, Rate], ...]]
    norms: tuple[Held, ...]
    times: Times
    score: Score

    def did(self, what: Activity, span: Span = Span.PERIOD) -> int:
        return self.activities.get(span, {}).get(what, 0)

    def came_to(self, what: Result, span: Span = Span.PERIOD) -> int:
        """In the part that is told first."""
        return self.results[self.part, span].of(what)

    @property
    def is_on_the_line(self) -> bool:
        """Whether a stage is theirs, or they did anything in one: a manager need not."""
        return (
            self.role in _MAIN
            or any(count for counts in self.activities.values() for count in counts.values())
            or any(each.leads for each in self.results.values())
        )

    @property
    def is_ranked(self) -> bool:
        """Whether the board speaks of them: they find or sell, or did something that it counts."""
        return self.role in (Role.PROSPECTOR, Role.SALESPERSON) or any(self.score.counts.values())


def people_of(
    known: Known,
    spans: Spans,
    whose: Whose,
    norms: Mapping[str, Mapping[str, int]],
    *,
    since: datetime | None,
) -> list[Person]:
    """Everybody in the team, in its order, and whoever else did anything in one of the spans.

    `norms` by any spelling of a name; `since`: from when on norms count, None: there is nothing that they could.
    """
    by_person: dict[str, list[Deed]] = {}
    for deed in known.deeds:
        by_person.setdefault(deed.person, []).append(deed)
    reached = reached_by(known.deeds)
    wanted = {whose.person(name): each for name, each in norms.items()}
    return [
        _person(name, known, by_person.get(name, []), reached, spans, whose, wanted.get(name, {}), since)
        for name in _everybody(known, spans, whose)
    ]


def responses_of(
    mailed: Mapping[str, int],
    dead: Mapping[str, Set[int]],
    replies: Iterable[Arrived],
    period: Period,
    whose: Whose,
) -> dict[str, Rate]:
    """Replies / (sent - bounced), in people: whoever answered a mail of the period, also after its end.

    `mailed`: how many got one. `dead`: who of these has an address that has turned out dead; they are not reached, also
    where they wrote from another one. Whom a server refused at once got no mail, and is in neither.
    """
    answered: dict[str, set[int | None]] = {}
    for each in replies:
        if each.answered_sent_at is not None and each.answered_sent_at in period:
            answered.setdefault(whose.of_mailbox(each.mailbox), set()).add(each.contact_id)
    return {
        name: _response(count, dead.get(name, frozenset()), answered.get(name, set()))
        for name, count in mailed.items()
    }


def _response(mailed: int, dead: Set[int], answered: Set[int | None]) -> Rate:
    reached = max(0, mailed - len(dead))
    return Rate(min(len(answered - dead), reached), reached)


def _everybody(known: Known, spans: Spans, whose: Whose) -> list[str]:
    active = {
        name
        for name, by_span in known.activities.items()
        if any(count for counts in by_span.values() for count in counts.values())
    }
    active |= {deed.person for deed in known.deeds if any(deed.at in each for each in spans.values())}
    active |= set(known.times)
    return [*whose.team, *sorted(active - set(whose.team) - {""})]


def _person(
    name: str,
    known: Known,
    deeds: Sequence[Deed],
    reached: Mapping[tuple[int, Result], datetime],
    spans: Spans,
    whose: Whose,
    norms: Mapping[str, int],
    since: datetime | None,
) -> Person:
    period, role = spans[Span.PERIOD], whose.role(name)
    parts = {part: [deed for deed in deeds if deed.part is part] for part in Earner}
    results = {(part, span): results_of(parts[part], spans[span]) for part in Earner for span in Span}
    acceptance = {
        part: acceptance_of(parts[part], part, period) for part in (Earner.FINDER, Earner.SALESPERSON)
    }
    part = _part(role, parts)
    counts = known.activities.get(name, {})
    return Person(
        name=name,
        role=role,
        part=part,
        activities=counts,
        results=results,
        acceptance=acceptance,
        response=known.responses.get(name, Rate(0, 0)),
        conversions={each: conversions_of(parts[each], each, period, reached) for each in acceptance},
        norms=()
        if since is None
        else held(
            norms,
            _done(counts.get(Span.PERIOD, {}), results, part),
            whose.hours(name),
            since,
            min(period.until, period.as_of),
        ),
        times=known.times.get(name, Times()),
        score=_score(name, counts.get(Span.PERIOD, {}), results, acceptance, part),
    )


def _part(role: Role | None, parts: Mapping[Earner, Sequence[Deed]]) -> Earner:
    """Of a manager, and of whoever has left, that in which they did most."""
    known = None if role is None else _MAIN.get(role)
    return known or max(Earner, key=lambda part: len(parts[part]))


def _done(
    counts: Mapping[Activity, int], results: Mapping[tuple[Earner, Span], Results], part: Earner
) -> dict[Norm, int]:
    """What a norm is held against. Accepted: by them, where they sell; of their leads, where they find."""
    taker = Earner.SALESPERSON if part is Earner.SALESPERSON else Earner.FINDER
    return {
        Norm.MAILS: counts.get(Activity.MAILS, 0),
        Norm.REPLIES: counts.get(Activity.REPLIES, 0),
        Norm.REFERRALS: counts.get(Activity.REFERRALS, 0),
        Norm.QUALIFIED: results[Earner.FINDER, Span.PERIOD].of(Result.QUALIFIED),
        Norm.ACCEPTED: results[taker, Span.PERIOD].of(Result.ACCEPTED),
    }


def _score(
    name: str,
    counts: Mapping[Activity, int],
    results: Mapping[tuple[Earner, Span], Results],
    acceptance: Mapping[Earner, Acceptance],
    part: Earner,
) -> Score:
    found, sold = results[Earner.FINDER, Span.PERIOD], results[Earner.SALESPERSON, Span.PERIOD]
    taker = Earner.SALESPERSON if part is Earner.SALESPERSON else Earner.FINDER
    scored = {
        Scored.FOUND: found.of(Result.CONFIRMED),
        Scored.SOLD: sold.of(Result.CONFIRMED),
        Scored.TURNED_DOWN: acceptance[Earner.FINDER].turned_down,
        Scored.UNTOUCHED: acceptance[Earner.SALESPERSON].untouched,
        Scored.BOUNCED: counts.get(Activity.BOUNCED, 0),
        Scored.COMPLAINED: counts.get(Activity.COMPLAINED, 0),
    }
    value = dict(found.contracted)
    for currency, cents in sold.contracted.items():
        value[currency] = value.get(currency, 0) + cents
    return Score(name, scored, acceptance[taker].rate, value)
