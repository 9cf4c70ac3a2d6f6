"""`outreach report`: what a manager looks at for one minute."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from outreach.reporting.asked import Asked
from outreach.reporting.line.judged_line import JudgedLine, judged_line
from outreach.reporting.line.weak_link import Judgement
from outreach.reporting.line.weak_link_words import named
from outreach.reporting.overview.figures import (
    LEADS,
    Amount,
    Compared,
    Counted,
    answers_then,
    compared,
    first_replies,
    known_then,
)
from outreach.reporting.overview.waiting import Waiting, waiting
from outreach.reporting.page import Column, Figure, Figures, Page, Say, Table, Tone, Unit, Word, blocks
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage
from outreach.reporting.stages import counts as stages_counts
from outreach.reporting.stages.document import heading, judgement

#: More than these are a list, not a look of a minute.
_MOST_NAMED = 5


def page(session: Session, asked: Asked) -> Page:
    """The whole report."""
    line = judged_line(session, asked.period, asked.rules)
    figures = _compared(session, asked.period, line)
    waits = waiting(session, asked.period, asked.rules.mail)
    acceptance = line.verdict.of(Stage.ACCEPTED)
    return Page(
        name="overview",
        period=asked.period,
        blocks=blocks(
            named(line.verdict),
            Figures((*(_figure(each) for each in figures), _acceptance(acceptance))),
            _waits(waits),
            _mailboxes(waits),
        ),
        document={
            **heading(asked, "overview"),
            "figures": {each.key.value: _plain(each) for each in figures},
            "verdict": line.verdict.standing.value,
            "weak_link": None if line.verdict.weak is None else judgement(line.verdict.weak),
            "acceptance": judgement(acceptance),
            "waiting": _waiting(waits),
            "mailboxes": {"paused": waits.paused, "unread": list(waits.unread)},
        },
        sheet=_sheet(figures),
    )


def _compared(session: Session, period: Period, line: JudgedLine) -> tuple[Compared, ...]:
    now = Counted(
        first_replies(line.moments, period),
        line.funnel.answers,
        **_money_and_leads(session, period),
    )
    before, then = period.before(), known_then(period)
    if before is None or then is None:
        return compared(now, None)
    people = stages_counts.people_mailed(session, before)
    mailed = stages_counts.mailed_before_answers(session, before)
    earlier = Counted(
        first_replies(line.moments, before),
        answers_then(line.moments, people, mailed, then.as_of),
        **_money_and_leads(session, before),
    )
    return compared(now, earlier)


def _money_and_leads(session: Session, period: Period) -> dict[str, Any]:
    signed = stages_counts.contracts_in(session, period)
    return {
        "leads": stages_counts.leads_in(session, period, tuple(LEADS.values())),
        "contracted": {currency: cents for currency, (_, cents) in signed.items()},
        "revenue": stages_counts.paid_in(session, period),
    }


# --- blocks ---------------------------------------------------------------------------------------------------------


def _figure(each: Compared) -> Figure:
    beside = (
        None if each.before is None else Word(f"overview.before.{each.unit.value}", {"value": each.before})
    )
    return Figure(Word(f"overview.{each.key.value}"), each.now, each.unit, beside)


def _acceptance(accepted: Judgement) -> Figure:
    beside = None
    if accepted.expected is not None:
        beside = Word(f"stages.expected.{accepted.against}", {"share": accepted.expected})
    return Figure(Word("overview.acceptance"), accepted.rate, Unit.RATE, beside)


def _waits(waits: Waiting) -> Table:
    rows = [(key, count) for key, count in _waiting(waits).items() if count]
    return Table(
        title=Word("overview.waits"),
        columns=(Column("what", Unit.NAME), Column("count"), Column("next_step", Unit.NAME)),
        rows=tuple(
            (Word(f"overview.waits.{key}"), count, Word(f"overview.step.{key}")) for key, count in rows
        ),
        empty=Word("overview.nothing_waits"),
    )


def _mailboxes(waits: Waiting) -> tuple[Say, ...]:
    said = [
        Word("overview.paused", {"mailbox": mailbox, "why": why})
        for mailbox, why in sorted(waits.paused.items())
    ]
    said += [Word("overview.unread", {"mailbox": mailbox}) for mailbox in waits.unread]
    left = len(said) - _MOST_NAMED
    more = [Word("overview.more_mailboxes", {"count": left})] if left > 0 else []
    return tuple(Say(words, Tone.BAD) for words in (*said[:_MOST_NAMED], *more))


def _waiting(waits: Waiting) -> dict[str, int]:
    return {
        "reviews": waits.reviews,
        "overdue_answers": waits.overdue_answers,
        "late_offers": waits.late_offers,
    }


# --- as data --------------------------------------------------------------------------------------------------------


def _plain(each: Compared) -> dict[str, Any]:
    return {"now": _value(each.now), "before": None if each.before is None else _value(each.before)}


def _value(amount: Amount) -> Any:
    if isinstance(amount, Rate):
        return amount.to_json()
    return dict(amount) if isinstance(amount, Mapping) else amount


def _sheet(figures: tuple[Compared, ...]) -> Table:
    """Plain numbers: a rate in per cent, money in whole units, a row for each currency."""
    rows = [row for each in figures for row in _rows(each)]
    return Table(
        title=Word("report.overview"),
        columns=(Column("figure", Unit.NAME), Column("now", Unit.NUMBER), Column("before", Unit.NUMBER)),
        rows=tuple(rows),
        empty=Word("nothing"),
    )


def _rows(each: Compared) -> list[tuple[str, float | None, float | None]]:
    now, before, key = each.now, each.before, each.key.value
    if isinstance(now, Mapping):
        earlier = before if isinstance(before, Mapping) else None
        currencies = sorted({*now, *(earlier or {})})
        return [
            (f"{key}_{name}", now.get(name, 0) / 100, None if earlier is None else earlier.get(name, 0) / 100)
            for name in currencies
        ]
    name = f"{key}_percent" if isinstance(now, Rate) else key
    return [(name, _number(now), _number(before))]


def _number(amount: Amount | None) -> float | None:
    if isinstance(amount, Rate):
        return None if amount.value is None else round(100 * amount.value, 2)
    return amount if isinstance(amount, int) else None
