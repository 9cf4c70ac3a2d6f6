"""`outreach report sources`: what each list, segment, source … has cost, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.page import (
    Bar,
    BarChart,
    Block,
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
from outreach.reporting.sources.counts import counted
from outreach.reporting.sources.figures import SourceFigures, clients, figures, total
from outreach.reporting.sources.lifetime_value import (
    LEAST_CLIENTS,
    LEAST_FOR_MONTHS_TO_COME,
    SILENT_MONTHS,
    LifetimeValue,
    Reckoned,
    lifetime_values,
)

#: Lines and bars that are shown; JSON and CSV have all.
_SHOWN, _CHARTED = 30, 12


def page(session: Session, asked: Asked) -> Page:
    """Reads, adds up, and lays out."""
    by = asked.by or By.LIST
    found = counted(session, asked, by)
    rows = figures(found, asked.period)
    lifetime = lifetime_values(clients(found, asked.period))
    return Page(
        name="sources",
        period=asked.period,
        by=by.value,
        blocks=blocks(
            _figures(rows),
            _outcomes(rows[:_SHOWN], by),
            _more(rows),
            _money(rows[:_SHOWN], by),
            _confirmed_chart(rows),
            *_paid_charts(rows),
            _lifetime(rows[:_SHOWN], lifetime, by),
            tuple(_says(rows, by, asked)),
        ),
        document=_document(rows, lifetime, by, asked),
        sheet=_sheet(rows, by),
    )


# --- blocks --------------------------------------------------------------------------------------------------------


def _figures(rows: Sequence[SourceFigures]) -> Figures:
    sums = total(rows)
    counts = [
        Figure(Word(f"sources.total.{key}"), sums.counts[key], Unit.COUNT)
        for key in ("leads", "confirmed", "won")
    ]
    returned = sums.return_percent
    beside = None if returned is None else Word("sources.returned", {"share": returned / 100})
    money = [
        Figure(Word("sources.total.cost"), sums.cost, Unit.MONEY),
        Figure(Word("sources.total.paid"), sums.paid, Unit.MONEY, beside),
    ]
    return Figures((*counts, *(each for each in money if each.value)))


def _outcomes(rows: Sequence[SourceFigures], by: By) -> Table:
    """People and leads."""
    columns = (
        Column(by.value, Unit.NAME),
        Column("prospects", is_spare=by is By.CAMPAIGN),
        Column("mailed"),
        Column("replied"),
        Column("leads"),
        Column("qualified", is_spare=True),
        Column("confirmed"),
        Column("won"),
    )
    lines = tuple(
        (
            _name(row),
            row.prospects,
            row.mailed,
            row.replied,
            row.leads,
            row.qualified,
            row.confirmed,
            row.won,
        )
        for row in rows
    )
    return Table(_title("sources.outcomes", by), *_kept(columns, lines), empty=Word("nothing"), bar="leads")


def _more(rows: Sequence[SourceFigures]) -> Say | None:
    more = len(rows) - _SHOWN
    return None if more <= 0 else Say(Word("sources.more", {"count": more}))


def _money(rows: Sequence[SourceFigures], by: By) -> Table | None:
    lines = tuple(
        (
            _name(row),
            row.cost or None,
            row.cost_a_lead or None,
            row.contracted or None,
            row.paid or None,
            _share(row.return_percent),
        )
        for row in rows
        if row.cost or row.contracted or row.paid
    )
    if not lines:
        return None
    columns = (
        Column(by.value, Unit.NAME),
        Column("cost", Unit.MONEY),
        Column("cost_a_lead", Unit.MONEY, is_spare=True),
        Column("contracted", Unit.MONEY, is_spare=True),
        Column("paid_money", Unit.MONEY),
        Column("returned", Unit.SHARE),
    )
    note = Word("sources.cost_is") if by in (By.LIST, By.SOURCE) else None
    if by is By.SEGMENT:
        note = Word("sources.cost_of_segment")
    return Table(_title("sources.money", by), *_kept(columns, lines), empty=Word("nothing"), note=note)


def _kept(
    columns: tuple[Column, ...], lines: tuple[tuple[Value, ...], ...]
) -> tuple[tuple[Column, ...], tuple[tuple[Value, ...], ...]]:
    """Without the columns in which nothing stands: templates have no prospects, mailboxes no cost."""
    kept = [at for at in range(len(columns)) if at == 0 or any(line[at] is not None for line in lines)]
    return tuple(columns[at] for at in kept), tuple(tuple(line[at] for at in kept) for line in lines)


def _confirmed_chart(rows: Sequence[SourceFigures]) -> BarChart | None:
    """How good the leads of each group are."""
    bars = tuple(_confirmed_bar(row) for row in rows if row.of_its_leads.trials)[:_CHARTED]
    return BarChart(Word("sources.confirmed_chart"), Unit.SHARE, bars) if len(bars) > 1 else None


def _confirmed_bar(row: SourceFigures) -> Bar:
    bounds = row.of_its_leads.interval()
    return Bar(_name(row), row.of_its_leads.value, bounds.low, bounds.high)


def _paid_charts(rows: Sequence[SourceFigures]) -> Iterator[BarChart]:
    """One a currency: what was paid."""
    for currency in sorted({currency for row in rows for currency in row.paid}):
        best = sorted(
            (row for row in rows if row.paid.get(currency, 0) > 0), key=lambda row: -row.paid[currency]
        )
        bars = tuple(Bar(_name(row), row.paid[currency] / 100) for row in best[:_CHARTED])
        if len(bars) > 1:
            yield BarChart(Word("sources.paid_chart", {"currency": currency}), Unit.MONEY, bars)


def _lifetime(rows: Sequence[SourceFigures], everybody: Sequence[LifetimeValue], by: By) -> tuple[Block, ...]:
    """What a client is worth, group by group and of all together; and how that was reckoned."""
    named = [(_name(row), value) for row in rows for value in row.lifetime]
    lines = tuple(
        _lifetime_line(name, value)
        for name, value in (*named, *((Word("total"), each) for each in everybody))
    )
    if not lines:
        return ()
    columns = (
        Column(by.value, Unit.NAME),
        Column("clients"),
        Column("gone", is_spare=True),
        Column("paid_months", Unit.NUMBER),
        Column("monthly", Unit.MONEY, is_spare=True),
        Column("lifetime", Unit.MONEY),
        Column("how", Unit.NAME),
    )
    about = {"least": LEAST_CLIENTS, "many": LEAST_FOR_MONTHS_TO_COME, "silent": SILENT_MONTHS}
    table = Table(_title("sources.lifetime", by), columns, lines, Word("nothing"))
    return table, Say(Word("sources.reckoned", about), Tone.ARITHMETIC)


def _lifetime_line(name: Value, value: LifetimeValue) -> tuple[Value, ...]:
    how = Word(f"sources.how.{value.how.value}", {"up_to": value.up_to})
    if value.how is Reckoned.NOT_ENOUGH_DATA:
        return (name, value.clients, value.gone, None, None, None, Word("not_enough_data"))
    return (
        name,
        value.clients,
        value.gone,
        value.months,
        {value.currency: value.monthly_cents},
        {value.currency: value.value_cents},
        how,
    )


def _says(rows: Sequence[SourceFigures], by: By, asked: Asked) -> Iterator[Say]:
    if any(row.name == "" for row in rows):
        yield Say(Word("sources.of_none", {"by": Word(f"column.{by.value}")}))
    if by is By.SEGMENT:
        yield Say(Word("sources.segment_is", {"segment": asked.rules.segment}))
    if by in (By.LIST, By.SOURCE, By.SEGMENT) and rows and not any(row.cost for row in rows):
        yield Say(Word("sources.no_cost"))
    if by in (By.LIST, By.SOURCE, By.SEGMENT, By.CAMPAIGN):
        yield Say(Word("sources.prospects_count"))


def _title(key: str, by: By) -> Word:
    return Word(key, {"by": Word(f"column.{by.value}")})


def _name(row: SourceFigures) -> Any:
    return row.name or Word("none")


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100


# --- for programs --------------------------------------------------------------------------------------------------


def _sheet(rows: Sequence[SourceFigures], by: By) -> Table:
    columns = (
        Column(by.value, Unit.NAME),
        *(
            Column(key)
            for key in ("prospects", "mailed", "replied", "leads", "qualified", "confirmed", "won")
        ),
        *(Column(key, Unit.MONEY) for key in ("cost", "cost_a_lead", "contracted", "paid_money")),
        Column("returned", Unit.SHARE),
        Column("lifetime", Unit.MONEY),
    )
    return Table(
        _title("sources.outcomes", by), columns, tuple(_sheet_line(row) for row in rows), Word("nothing")
    )


def _sheet_line(row: SourceFigures) -> tuple[Value, ...]:
    worth = {each.currency: each.value_cents for each in row.lifetime if each.value_cents is not None}
    return (
        row.name,
        row.prospects,
        row.mailed,
        row.replied,
        row.leads,
        row.qualified,
        row.confirmed,
        row.won,
        row.cost,
        row.cost_a_lead,
        row.contracted,
        row.paid,
        _share(row.return_percent),
        worth,
    )


def _document(
    rows: Sequence[SourceFigures], lifetime: Sequence[LifetimeValue], by: By, asked: Asked
) -> Mapping[str, Any]:
    period, sums = asked.period, total(rows)
    return {
        "report": "sources",
        "since": period.first_day,
        "until": period.last_day,
        "as_of": period.as_of,
        "by": by.value,
        "segment": asked.rules.segment,
        "groups": [_group(row) for row in rows],
        "total": {
            **sums.counts,
            "contracted": dict(sums.contracted),
            "paid": dict(sums.paid),
            "cost": dict(sums.cost),
            "return_percent": sums.return_percent,
        },
        "lifetime": [_worth(each) for each in lifetime],
    }


def _group(row: SourceFigures) -> dict[str, Any]:
    return {
        "name": row.name or None,
        "prospects": row.prospects,
        "mailed": row.mailed,
        "replied": row.replied,
        "leads": row.leads,
        "qualified": row.qualified,
        "confirmed": row.confirmed,
        "won": row.won,
        "confirmed_of_leads": row.of_its_leads.to_json(),
        "contracted": dict(row.contracted),
        "paid": dict(row.paid),
        "cost": dict(row.cost),
        "cost_a_lead": dict(row.cost_a_lead),
        "return_percent": row.return_percent,
        "lifetime": [_worth(each) for each in row.lifetime],
    }


def _worth(value: LifetimeValue) -> dict[str, Any]:
    return {
        "currency": value.currency,
        "clients": value.clients,
        "gone": value.gone,
        "how": value.how.value,
        "months": None if value.months is None else round(value.months, 2),
        "monthly_cents": value.monthly_cents,
        "value_cents": value.value_cents,
        "up_to": value.up_to,
    }
