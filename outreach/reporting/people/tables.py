"""The tables and sentences of the report of people."""

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.handoff.bonus import Earner
from outreach.handoff.model import RejectionReason
from outreach.reporting.page import Bar, BarChart, Column, Say, Table, Tone, Unit, Word
from outreach.reporting.people.activity import Activity
from outreach.reporting.people.board import POINTS, Placed, Scored
from outreach.reporting.people.chains import Chain
from outreach.reporting.people.figures import Person
from outreach.reporting.people.lead_work import Result
from outreach.reporting.people.spans import Span, Spans

_PARTS = (Earner.FINDER, Earner.SALESPERSON)
_NAME, _MONEY, _SHARE = Unit.NAME, Unit.MONEY, Unit.SHARE


# --- the board ------------------------------------------------------------------------------------------------------


def leader(board: Sequence[Placed]) -> Say | None:
    """Who leads, where anybody has earned anything; several may."""
    first = [each.score for each in board if each.place == 1 and each.score.points > 0]
    if not first:
        return None
    names = ", ".join(each.person for each in first)
    about = {
        "people": names,
        "points": first[0].points,
        "leads": first[0].of(Scored.FOUND) + first[0].of(Scored.SOLD),
    }
    return Say(Word("people.leader" if len(first) == 1 else "people.leaders", about), Tone.GOOD)


def board(board: Sequence[Placed], people: Mapping[str, Person]) -> Table:
    return Table(
        title=Word("people.board"),
        columns=(
            Column("place", _NAME),
            Column("person", _NAME),
            Column("role", _NAME),
            Column("points"),
            Column("found"),
            Column("sold"),
            Column("acceptance", _SHARE),
            Column("turned_down", is_spare=True),
            Column("let_pass", is_spare=True),
            Column("bounced"),
            Column("complaints", is_spare=True),
            Column("contracted", _MONEY, is_spare=True),
        ),
        rows=tuple(
            (
                each.place,
                each.score.person,
                _role(people[each.score.person]),
                each.score.points,
                each.score.of(Scored.FOUND),
                each.score.of(Scored.SOLD),
                each.score.acceptance,
                each.score.of(Scored.TURNED_DOWN),
                each.score.of(Scored.UNTOUCHED),
                each.score.of(Scored.BOUNCED),
                each.score.of(Scored.COMPLAINED),
                each.score.value,
            )
            for each in board
        ),
        empty=Word("people.nobody_yet"),
        bar="points",
    )


def points(board: Sequence[Placed]) -> BarChart | None:
    if not board:
        return None
    bars = tuple(Bar(each.score.person, float(each.score.points)) for each in board)
    return BarChart(Word("people.points_chart"), Unit.COUNT, bars)


def policy() -> Say:
    """The table of points in a sentence."""
    about = {what.value: abs(points) for what, points in POINTS.items()}
    return Say(Word("people.policy", about), Tone.ARITHMETIC)


def nobodys(mails: int) -> Say | None:
    return Say(Word("people.unowned", {"mails": mails}), Tone.BAD) if mails else None


# --- what people did ------------------------------------------------------------------------------------------------


def three_columns(people: Sequence[Person], spans: Spans) -> tuple[Table, ...]:
    """What they did this month, what came of their work this month, and what has come of it this year."""
    there = [each for each in people if each.is_on_the_line]
    month, year = f"{spans[Span.MONTH].last_day:%Y-%m}", f"{spans[Span.YEAR].last_day:%Y}"
    return (
        _activity(there, Word("people.activity", {"month": month})),
        _results(there, Span.MONTH, Word("people.results", {"month": month}), None),
        _results(there, Span.YEAR, Word("people.year", {"year": year}), Word("people.results_note")),
    )


_DOES = (Activity.MAILS, Activity.CALLS, Activity.REPLIES, Activity.ANSWERS, Activity.REFERRALS)
#: Results by the keys of their columns.
_COMES_TO = {
    "qualified": Result.QUALIFIED,
    "accepted": Result.ACCEPTED,
    "confirmed": Result.CONFIRMED,
    "proposals": Result.PROPOSAL,
    "meetings": Result.MEETING,
    "won": Result.CONTRACT,
}


def _activity(people: Sequence[Person], title: Word) -> Table:
    return Table(
        title=title,
        columns=(Column("person", _NAME), *(Column(what.value) for what in _DOES)),
        rows=tuple((each.name, *(each.did(what, Span.MONTH) for what in _DOES)) for each in people),
        empty=Word("people.nobody_yet"),
    )


def _results(people: Sequence[Person], span: Span, title: Word, note: Word | None) -> Table:
    return Table(
        title=title,
        columns=(
            Column("person", _NAME),
            *(Column(key, is_spare=key in ("proposals", "meetings")) for key in _COMES_TO),
            Column("contracted", _MONEY),
            Column("revenue", _MONEY),
        ),
        rows=tuple(
            (
                each.name,
                *(each.came_to(result, span) for result in _COMES_TO.values()),
                each.results[each.part, span].contracted,
                each.results[each.part, span].paid,
            )
            for each in people
        ),
        empty=Word("people.nobody_yet"),
        note=note,
    )


def norms(people: Sequence[Person]) -> Table:
    return Table(
        title=Word("people.norms"),
        columns=(
            Column("person", _NAME),
            Column("norm", _NAME),
            Column("a_day"),
            Column("working_days", Unit.NUMBER),
            Column("expected", Unit.NUMBER),
            Column("done"),
            Column("share_of_norm", _SHARE),
        ),
        rows=tuple(
            (
                each.name,
                Word(f"people.norm.{norm.norm}"),
                norm.a_day,
                norm.days,
                norm.expected,
                norm.done,
                norm.share,
            )
            for each in people
            for norm in each.norms
        ),
        empty=Word("people.no_norms"),
        bar="share_of_norm",
    )


def conversions(people: Sequence[Person]) -> Table:
    rows: list[tuple[Any, ...]] = []
    for each in people:
        if each.response.trials:
            rows.append((each.name, Word("people.step.mailed"), Word("people.step.replied"), each.response))
        rows += [
            (each.name, Word(f"people.step.{before}"), Word(f"people.step.{after}"), rate)
            for part in _PARTS
            for before, after, rate in each.conversions[part]
            if rate.trials
        ]
    return Table(
        title=Word("people.conversions"),
        columns=(
            Column("person", _NAME),
            Column("from", _NAME),
            Column("to", _NAME),
            Column("conversion", Unit.RATE),
        ),
        rows=tuple(rows),
        empty=Word("nothing"),
        note=Word("people.conversions_note"),
    )


def acceptance(people: Sequence[Person]) -> Table:
    reasons = tuple(RejectionReason)
    return Table(
        title=Word("people.acceptance"),
        columns=(
            Column("person", _NAME),
            Column("part", _NAME),
            Column("accepted"),
            *(Column(reason.value, is_spare=True) for reason in reasons),
            Column("untouched", is_spare=True),
            Column("acceptance", _SHARE),
        ),
        rows=tuple(
            (
                each.name,
                Word(f"people.part.{part}"),
                said.accepted,
                *(said.rejected.get(reason, 0) for reason in reasons),
                said.untouched,
                said.rate,
            )
            for each in people
            for part, said in each.acceptance.items()
            if said.answered
        ),
        empty=Word("people.no_offers"),
        note=Word("people.acceptance_note"),
    )


def times(people: Sequence[Person]) -> Table:
    return Table(
        title=Word("people.times"),
        columns=(
            Column("person", _NAME),
            Column("read_after", Unit.DURATION),
            Column("read"),
            Column("answered_after", Unit.DURATION),
            Column("answered"),
            Column("accepted_after", Unit.DURATION),
            Column("accepted"),
        ),
        rows=tuple(
            (
                each.name,
                each.times.read,
                each.times.replies_read,
                each.times.answered,
                each.times.replies_answered,
                each.times.accepted,
                each.times.offers_accepted,
            )
            for each in people
            if each.times.replies_read or each.times.replies_answered or each.times.offers_accepted
        ),
        empty=Word("nothing"),
        note=Word("people.times_note"),
    )


# --- teams ----------------------------------------------------------------------------------------------------------


def pairs(pairs: Sequence[Chain]) -> Table:
    return Table(
        title=Word("people.pairs"),
        columns=(
            Column("finder", _NAME),
            Column("salesperson", _NAME),
            Column("acceptance", _SHARE),
            Column("confirmed"),
            Column("won"),
            Column("contracted", _MONEY),
            Column("revenue", _MONEY),
        ),
        rows=tuple(
            (
                each.hands.finder,
                each.hands.salesperson,
                each.acceptance,
                len(each.confirmed),
                len(each.contracts),
                each.contracted,
                each.paid,
            )
            for each in pairs
        ),
        empty=Word("people.no_teams"),
        bar="confirmed",
    )


def chains(chains: Sequence[Chain]) -> Table | None:
    if not chains:
        return None
    return Table(
        title=Word("people.chains"),
        columns=(
            Column("finder", _NAME),
            Column("salesperson", _NAME),
            Column("account_manager", _NAME),
            Column("won"),
            Column("contracted", _MONEY),
            Column("revenue", _MONEY),
        ),
        rows=tuple(
            (
                each.hands.finder,
                each.hands.salesperson,
                each.hands.account_manager or Word("people.keeps_it"),
                len(each.contracts),
                each.contracted,
                each.paid,
            )
            for each in chains
        ),
        empty=Word("people.no_teams"),
    )


def _role(person: Person) -> Word:
    return Word(f"people.role.{person.role or 'gone'}")
