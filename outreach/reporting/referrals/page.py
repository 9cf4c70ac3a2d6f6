"""`outreach report referrals`: who names colleagues, whether these answer, and how far it is to whoever decides."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.page import (
    Bar,
    BarChart,
    Column,
    Figure,
    Figures,
    Page,
    Say,
    Table,
    Tone,
    Unit,
    Value,
    Word,
    blocks,
)
from outreach.reporting.rates import Rate
from outreach.reporting.referrals.answer_rates import LEAST_PEOPLE, Comparison, Verdict
from outreach.reporting.referrals.counts import counted
from outreach.reporting.referrals.figures import Fate, ReferralFigures, Referrals, referrals

#: Lines that are shown; JSON has all.
_SHOWN, _TOP, _CHARTED = 30, 10, 12


def page(session: Session, asked: Asked) -> Page:
    """Reads, adds up, and lays out."""
    by = asked.by
    found = referrals(counted(session, asked.period, by), asked.period)
    return Page(
        name="referrals",
        period=asked.period,
        by=None if by is None else by.value,
        blocks=blocks(
            _figures(found.total),
            tuple(_verdict(found.total.answers)),
            _rates_chart(found.total.answers),
            None if by is None else _groups(found, by),
            None if by is None else _naming_chart(found),
            _fates(found.total),
            _refusals(found),
            _ways(found),
            _depths(found),
            _hops(found),
            _referrers(found),
        ),
        document=_document(found, asked),
        sheet=_sheet(found, by),
    )


# --- blocks --------------------------------------------------------------------------------------------------------


def _figures(total: ReferralFigures) -> Figures:
    answers = total.answers
    rates = (
        []
        if answers is None
        else [
            Figure(Word("referrals.referred_rate"), answers.referred, Unit.RATE),
            Figure(Word("referrals.cold_rate"), answers.cold, Unit.RATE),
        ]
    )
    return Figures(
        (
            Figure(Word("referrals.people_replied"), total.naming.trials, Unit.COUNT),
            Figure(Word("referrals.naming"), total.naming, Unit.RATE),
            Figure(Word("referrals.named"), total.named, Unit.COUNT),
            *rates,
        )
    )


def _verdict(answers: Comparison | None) -> Iterator[Say]:
    """Whether whom a colleague named answers more often, in a sentence."""
    if answers is None:
        return
    match answers.verdict:
        case Verdict.NOT_ENOUGH_DATA:
            about = {"referred": answers.referred.trials, "cold": answers.cold.trials, "least": LEAST_PEOPLE}
            yield Say(Word("referrals.verdict.not_enough_data", about))
        case Verdict.ALIKE:
            yield Say(Word("referrals.verdict.alike", _points(answers)))
        case found if answers.times is None:
            yield Say(Word(f"referrals.verdict.{found.value}_points", _points(answers)), _tone(found))
        case found:
            about_times = {"times": answers.times, **_bounds(answers)}
            yield Say(Word(f"referrals.verdict.{found.value}", about_times), _tone(found))
    yield Say(Word("referrals.rates_are"), Tone.ARITHMETIC)


def _tone(verdict: Verdict) -> Tone:
    return Tone.GOOD if verdict is Verdict.MORE else Tone.BAD


def _bounds(answers: Comparison) -> dict[str, float]:
    assert answers.times_bounds is not None
    return {"low": answers.times_bounds.low, "high": answers.times_bounds.high}


def _points(answers: Comparison) -> dict[str, float]:
    """The difference in percentage points."""
    assert answers.difference is not None
    assert answers.bounds is not None
    low, high = answers.bounds.low, answers.bounds.high
    return {"points": 100 * answers.difference, "low": 100 * low, "high": 100 * high}


def _rates_chart(answers: Comparison | None) -> BarChart | None:
    if answers is None or not (answers.referred.trials and answers.cold.trials):
        return None
    bars = (
        _bar(Word("referrals.bar.referred"), answers.referred),
        _bar(Word("referrals.bar.cold"), answers.cold),
    )
    return BarChart(Word("referrals.rates_chart"), Unit.SHARE, bars)


def _bar(label: str | Word, rate: Rate) -> Bar:
    bounds = rate.interval()
    return Bar(label, rate.value, bounds.low, bounds.high)


def _groups(found: Referrals, by: By) -> Table:
    columns = (
        Column(by.value, Unit.NAME),
        Column("people_replied"),
        Column("naming", Unit.RATE),
        Column("named"),
        Column("written_to", is_spare=True),
        Column("colleague_answered"),
        # Where there is room for one of them only, it is the second.
        Column("cold_rate", Unit.RATE, is_spare=True),
        Column("referred_rate", Unit.RATE, is_spare=True),
    )
    rows = tuple(_group_row(row) for row in found.groups[:_SHOWN])
    note = Word("referrals.not_by_template") if by is By.TEMPLATE else None
    title = Word("referrals.groups", {"by": Word(f"column.{by.value}")})
    return Table(title, columns, rows, Word("nothing"), note=note)


def _group_row(row: ReferralFigures) -> tuple[Value, ...]:
    answers = row.answers
    return (
        row.name or Word("none"),
        row.naming.trials,
        row.naming,
        row.named,
        row.written_to,
        row.fates[Fate.ANSWERED],
        None if answers is None else answers.cold,
        None if answers is None else answers.referred,
    )


def _naming_chart(found: Referrals) -> BarChart | None:
    bars = tuple(_bar(row.name or Word("none"), row.naming) for row in found.groups if row.naming.trials)
    return BarChart(Word("referrals.naming_chart"), Unit.SHARE, bars[:_CHARTED]) if len(bars) > 1 else None


def _fates(total: ReferralFigures) -> Table | None:
    if not total.named:
        return None
    rows = tuple(
        (Word(f"referrals.fate.{fate.value}"), total.fates[fate], Rate(total.fates[fate], total.named))
        for fate in Fate
    )
    columns = (Column("fate", Unit.NAME), Column("colleagues"), Column("of_named", Unit.RATE, is_spare=True))
    note = Word("referrals.by_machines", {"count": total.by_machines}) if total.by_machines else None
    return Table(Word("referrals.fates"), columns, rows, Word("nothing"), bar="colleagues", note=note)


def _refusals(found: Referrals) -> Table | None:
    rows = tuple((reason or Word("unknown"), count) for reason, count in found.refusals[:_TOP])
    if not rows:
        return None
    columns = (Column("why_refused", Unit.NAME), Column("colleagues"))
    return Table(Word("referrals.refusals"), columns, rows, Word("nothing"))


def _ways(found: Referrals) -> Table | None:
    rows = tuple(
        (
            Word(f"referrals.via.{way.via}") if way.via in _VIA else way.via,
            way.named,
            way.approved,
            way.refused,
            way.written_to,
            way.answered,
        )
        for way in found.ways
    )
    columns = (
        Column("via", Unit.NAME),
        *(
            Column(key)
            for key in ("named", "approved", "refused_referrals", "written_to", "colleague_answered")
        ),
    )
    return Table(Word("referrals.ways"), columns, rows, Word("nothing")) if rows else None


_VIA = ("text", "cc", "forwarded", "automatic")


def _depths(found: Referrals) -> Table | None:
    rows = tuple((each.depth, each.named, each.written_to, each.answered, each.ends) for each in found.depths)
    columns = tuple(Column(key) for key in ("depth", "named", "written_to", "colleague_answered", "ends"))
    note = Word("referrals.depth_is")
    return (
        Table(Word("referrals.depths"), columns, rows, Word("nothing"), bar="ends", note=note)
        if rows
        else None
    )


def _hops(found: Referrals) -> Table | None:
    rows = tuple((each.hops, each.leads, each.qualified, each.confirmed) for each in found.hops)
    if not rows:
        return None
    mean = found.mean_hops
    note = Word("referrals.no_mean_hops") if mean is None else Word("referrals.mean_hops", {"mean": mean})
    columns = tuple(Column(key) for key in ("hops", "leads", "qualified", "confirmed"))
    return Table(Word("referrals.hops"), columns, rows, Word("nothing"), bar="confirmed", note=note)


def _referrers(found: Referrals) -> Table | None:
    rows = tuple(
        (each.account or Word("unknown"), each.named, each.written_to, each.answered, each.qualified)
        for each in found.referrers[:_TOP]
    )
    columns = (
        Column("account", Unit.NAME),
        *(Column(key) for key in ("named", "written_to", "colleague_answered", "qualified")),
    )
    return Table(Word("referrals.referrers"), columns, rows, Word("nothing")) if rows else None


# --- for programs --------------------------------------------------------------------------------------------------


def _sheet(found: Referrals, by: By | None) -> Table:
    columns = (
        Column("name" if by is None else by.value, Unit.NAME),
        Column("people_replied"),
        Column("people_naming"),
        *(Column(key) for key in ("named", "by_machines", "written_to")),
        *(Column(f"fate_{fate.value}") for fate in Fate),
        Column("referred_rate", Unit.RATE),
        Column("cold_rate", Unit.RATE),
    )
    rows = [found.total] if by is None else found.groups
    lines = tuple(_sheet_line(row, is_total=by is None) for row in rows)
    return Table(Word("report.referrals"), columns, lines, Word("nothing"))


def _sheet_line(row: ReferralFigures, *, is_total: bool) -> tuple[Value, ...]:
    answers = row.answers
    return (
        Word("total") if is_total else row.name,
        row.naming.trials,
        row.naming.successes,
        row.named,
        row.by_machines,
        row.written_to,
        *(row.fates[fate] for fate in Fate),
        None if answers is None else answers.referred,
        None if answers is None else answers.cold,
    )


def _document(found: Referrals, asked: Asked) -> Mapping[str, Any]:
    period = asked.period
    return {
        "report": "referrals",
        "since": period.first_day,
        "until": period.last_day,
        "as_of": period.as_of,
        "by": None if asked.by is None else asked.by.value,
        "total": _document_of(found.total),
        "groups": []
        if asked.by is None
        else [{"name": row.name or None, **_document_of(row)} for row in found.groups],
        "refusals": [{"reason": reason, "count": count} for reason, count in found.refusals],
        "ways": [
            _plain(way, "via", "named", "approved", "refused", "written_to", "answered") for way in found.ways
        ],
        "depths": [_plain(each, "depth", "named", "written_to", "answered", "ends") for each in found.depths],
        "hops": [_plain(each, "hops", "leads", "qualified", "confirmed") for each in found.hops],
        "mean_hops": None if found.mean_hops is None else round(found.mean_hops, 2),
        "referrers": [
            _plain(each, "account", "named", "written_to", "answered", "qualified")
            for each in found.referrers
        ],
    }


def _plain(value: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _document_of(row: ReferralFigures) -> dict[str, Any]:
    return {
        "naming": row.naming.to_json(),
        "named": row.named,
        "by_machines": row.by_machines,
        "written_to": row.written_to,
        "fates": {fate.value: row.fates[fate] for fate in Fate},
        "answers": None if row.answers is None else _answers(row.answers),
    }


def _answers(answers: Comparison) -> dict[str, Any]:
    """Differences in percentage points; all to two places."""
    bounds, times = answers.bounds, answers.times_bounds
    return {
        "referred": answers.referred.to_json(),
        "cold": answers.cold.to_json(),
        "verdict": answers.verdict.value,
        "points": None if answers.difference is None else round(100 * answers.difference, 2),
        "points_low": None if bounds is None else round(100 * bounds.low, 2),
        "points_high": None if bounds is None else round(100 * bounds.high, 2),
        "times": None if answers.times is None else round(answers.times, 2),
        "times_low": None if times is None else round(times.low, 2),
        "times_high": None if times is None else round(times.high, 2),
    }
