"""Pages of reports with every kind of block, for whoever shows them: figures of an office that does not exist."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from outreach.reporting.page import (
    Bar,
    BarChart,
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    LineChart,
    Page,
    Say,
    Table,
    Tone,
    Unit,
    Word,
)
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.stage import COMES_FROM, Stage
from outreach.reporting.words import all_words

MADE_AT = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
PERIOD = Period(
    since=datetime(2026, 2, 28, 23, tzinfo=UTC),
    until=datetime(2026, 5, 31, 22, tzinfo=UTC),
    as_of=MADE_AT,
    zone=ZoneInfo("Europe/Madrid"),
)

WORDS: dict[str, tuple[str, str]] = {
    "sample.weak": (
        "Weak link: {stage}. {share:rate} of those before come so far, the goal is {goal:share}.",
        "Слабое звено: {stage}. Сюда доходят {share:rate} из прошлого этапа при цели {goal:share}.",
    ),
    "sample.sum": (
        "{missing:number} missing conversations × 0.067 contracts × {deal:money} = {lost:money} a quarter.",
        "{missing:number} упущенных разговоров × 0,067 договора × {deal:money} = {lost:money} за квартал.",
    ),
    "sample.good": (
        "Bounces stay below 3 %: {count:list|lists} of {name} and others were cleaned in time.",
        "Возвратов меньше 3 %: {count:список|списка|списков} от {name} и других почистили вовремя.",
    ),
    "sample.plain": ("Lists in the order of what they brought in.", "Списки по убыванию выручки."),
    "sample.conversions": ("From each stage to the next", "Переходы между этапами"),
    "sample.weeks": ("By week of the first mail", "По неделям первого письма"),
    "sample.answers": ("Replies by week", "Ответы по неделям"),
    "sample.lists": ("Lists", "Списки"),
    "sample.hours": ("Response by hour of sending", "Доля ответов по часу отправки"),
    "sample.revenue": ("Revenue by list, EUR", "Выручка по спискам, EUR"),
    "sample.response": ("Response rate", "Доля ответов"),
    "sample.replies_note": (
        "Replies / (sent − bounced): {replied:reply|replies} from {reached:person|people} reached.",
        "Ответы / (отправлено − возвраты): {replied:ответ|ответа|ответов} от {reached:человека|человек|человек}.",
    ),
    "sample.beside_goal": ("goal {goal:share}", "цель {goal:share}"),
    "sample.beside_before": ("{before:count} the quarter before", "{before:count} кварталом раньше"),
    "sample.cycle": ("First reply to accepted", "От первого ответа до приёмки"),
    "sample.revenue_total": ("Revenue", "Выручка"),
    "sample.positive": ("positive", "положительные"),
    "sample.neutral": ("neutral", "нейтральные"),
    "sample.negative": ("negative", "отрицательные"),
    "sample.nothing": ("Nobody has been paid for yet.", "Оплат пока нет."),
}

#: Names as strangers write them.
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></svg><img src=https://evil.example/x.png onerror=alert(1)>",
    'fair" onmouseover="alert(1)',
    "$\\frac{1}{2}$ {{ 7 * 7 }} {place}",
    "שלום עולם (2026)",
    "\u202egpj.exe\u2066",
    "\x1b[31mred\x07",
)

_COUNTS = {
    Stage.PROSPECTS: 4210,
    Stage.MAILED: 3980,
    Stage.DELIVERED: 3871,
    Stage.REPLIED: 412,
    Stage.POSITIVE: 187,
    Stage.REFERRED: 96,
    Stage.REFERRAL_REPLIES: 41,
    Stage.CONVERSATION: 61,
    Stage.QUALIFIED: 48,
    Stage.OFFERED: 46,
    Stage.ACCEPTED: 33,
    Stage.CONFIRMED: 29,
    Stage.PROPOSAL: 17,
    Stage.MEETING: 14,
    Stage.CONTRACT: 5,
    Stage.PAID: 4,
}
_GOALS = {
    Stage.REPLIED: 0.1,
    Stage.POSITIVE: 0.4,
    Stage.CONVERSATION: 0.6,
    Stage.ACCEPTED: 0.7,
    Stage.CONTRACT: 0.3,
}
_DAYS = {
    Stage.DELIVERED: 0.001,
    Stage.REPLIED: 1.4,
    Stage.POSITIVE: 0.2,
    Stage.CONVERSATION: 4.6,
    Stage.PAID: 31,
}


@contextmanager
def sample_words() -> Iterator[None]:
    """The words of these pages beside those of the reports."""
    words = all_words()
    words.update(WORDS)
    yield
    for key in WORDS:
        del words[key]


def sample_pages() -> tuple[Page, ...]:
    """Two reports as a quarter of work gives them."""
    return _funnel(), _sources()


def hostile_page() -> Page:
    """Names of strangers wherever a name can stand."""
    bars = tuple(Bar(name, 3.0 + place) for place, name in enumerate(HOSTILE))
    lines = tuple((name, (1.0, None, float(place))) for place, name in enumerate(HOSTILE))
    table = Table(
        Word("sample.lists"),
        (Column("list", Unit.NAME), Column("source", Unit.NAME), Column("count")),
        tuple((name, name, 1) for name in HOSTILE),
        Word("nothing"),
    )
    blocks: tuple[Block, ...] = (
        table,
        BarChart(Word("sample.revenue"), Unit.MONEY, bars),
        LineChart(Word("sample.weeks"), Unit.COUNT, HOSTILE[:3], lines),
        *(Say(Word("sample.good", {"count": 2, "name": name})) for name in HOSTILE),
        Figures((Figure(Word("column.list"), HOSTILE[0], Unit.NAME),)),
    )
    return Page("sources", PERIOD, blocks, {}, table)


def _rate(stage: Stage) -> Rate | None:
    return Rate(_COUNTS[stage], _COUNTS[COMES_FROM[stage]]) if stage in COMES_FROM else None


def _funnel() -> Page:
    table = _stages()
    weak = _rate(Stage.CONVERSATION)
    blocks = (
        _figures(),
        Say(
            Word("sample.weak", {"stage": Word("stage.conversation"), "share": weak, "goal": 0.6}),
            Tone.BAD,
        ),
        Say(
            Word("sample.sum", {"missing": 51.2, "deal": {"EUR": 1_200_000}, "lost": {"EUR": 4_116_480}}),
            Tone.ARITHMETIC,
        ),
        Say(Word("sample.good", {"count": 5, "name": "Chamber of Commerce, Vigo"}), Tone.GOOD),
        table,
        _conversions(),
        Heading(Word("sample.weeks")),
        _weeks(),
    )
    return Page("funnel", PERIOD, blocks, {}, table)


def _figures() -> Figures:
    response = Rate(412, 3871)
    return Figures(
        (
            Figure(Word("sample.response"), response, Unit.RATE, Word("sample.beside_goal", {"goal": 0.1})),
            Figure(Word("stage.confirmed"), 29, Unit.COUNT, Word("sample.beside_before", {"before": 21})),
            Figure(Word("sample.cycle"), timedelta(days=6, hours=5), Unit.DURATION),
            Figure(Word("sample.revenue_total"), {"EUR": 5_830_000, "USD": 1_215_050}, Unit.MONEY),
        )
    )


def _stages() -> Table:
    rows = []
    for stage, count in _COUNTS.items():
        days = _DAYS.get(stage)
        median = None if days is None else timedelta(days=days)
        rows.append((Word(f"stage.{stage}"), count, _rate(stage), _GOALS.get(stage), median))
    columns = (
        Column("stage", Unit.NAME),
        Column("count"),
        Column("share", Unit.RATE),
        Column("goal", Unit.SHARE),
        Column("median", Unit.DURATION),
    )
    note = Word("sample.replies_note", {"replied": 412, "reached": 3871})
    return Table(Word("report.stages"), columns, tuple(rows), Word("nothing"), bar="count", note=note)


def _conversions() -> BarChart:
    bars = []
    for stage in (
        Stage.REPLIED,
        Stage.POSITIVE,
        Stage.CONVERSATION,
        Stage.QUALIFIED,
        Stage.ACCEPTED,
        Stage.CONTRACT,
    ):
        rate = _rate(stage)
        assert rate is not None
        bounds = rate.interval()
        weak = stage is Stage.CONVERSATION
        label = Word(f"stage.{stage}")
        bars.append(Bar(label, rate.value, bounds.low, bounds.high, _GOALS.get(stage), is_weak=weak))
    return BarChart(Word("sample.conversions"), Unit.SHARE, tuple(bars))


def _weeks() -> LineChart:
    mondays = [date(2026, 3, 2) + timedelta(weeks=week) for week in range(13)]
    replied = (18, 22, 31, 29, 35, 41, 12, 38, 44, 39, 47, 36, 20)
    positive = (9, 8, 14, 12, 17, 19, 5, 18, 21, 15, 22, 17, 10)
    neutral = (5, 9, 10, 11, 9, 13, None, 12, 14, 15, 16, 10, 6)
    negative = (4, 5, 7, 6, 9, 9, 7, 8, 9, 9, 9, 9, 4)
    lines = (
        (Word("stage.replied"), replied),
        (Word("sample.positive"), positive),
        (Word("sample.neutral"), neutral),
        (Word("sample.negative"), negative),
    )
    return LineChart(Word("sample.answers"), Unit.COUNT, tuple(map(str, mondays)), lines)


def _sources() -> Page:
    lists: tuple[tuple[Any, ...], ...] = (
        ("Chamber of Commerce, Vigo", "net", 1210, 96, 9, 3, {"EUR": 120_000}, {"EUR": 3_600_000}),
        ("machine-builders-2026-03", "spear", 640, 88, 12, 2, {"EUR": 0}, {"EUR": 2_230_000}),
        ("Выставка «Металлообработка»", "seed", 310, 52, 6, 0, {"EUR": 48_050}, {}),
        (HOSTILE[0], "net", 1820, 170, 2, 0, {"USD": 90_000}, {"USD": 1_215_050}),
        ("رابطة المصدرين 2026", "net", 230, 6, 0, 0, None, {}),
    )
    columns = (
        Column("list", Unit.NAME),
        Column("source", Unit.NAME),
        Column("sent"),
        Column("replied"),
        Column("confirmed"),
        Column("won"),
        Column("cost", Unit.MONEY),
        Column("revenue", Unit.MONEY),
    )
    table = Table(Word("sample.lists"), columns, lists, Word("nothing"))
    revenue = tuple(Bar(row[0], row[7].get("EUR", 0) / 100) for row in lists[:3])
    hours = tuple(
        Bar(f"{hour:02}:00", 0.06 + 0.02 * (hour % 5), 0.03 + 0.01 * (hour % 4), 0.12 + 0.02 * (hour % 5))
        for hour in range(8, 18)
    )
    empty = Table(Word("stage.paid"), columns[:3], (), Word("sample.nothing"))
    blocks = (
        Say(Word("sample.plain")),
        table,
        Heading(Word("column.revenue")),
        BarChart(Word("sample.revenue"), Unit.MONEY, revenue),
        Heading(Word("column.hour")),
        BarChart(Word("sample.hours"), Unit.SHARE, hours),
        LineChart(
            Word("sample.weeks"),
            Unit.SHARE,
            tuple(map(str, range(8, 18))),
            ((Word("sample.response"), tuple(bar.value for bar in hours)),),
        ),
        BarChart(Word("sample.revenue"), Unit.MONEY, ()),
        empty,
    )
    return Page("sources", PERIOD, blocks, {}, table)
