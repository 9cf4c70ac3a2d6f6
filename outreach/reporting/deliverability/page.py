"""`outreach report deliverability`: what arrived, what came back, and how complete the reading of mail is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.deliverability import counts, delivery_groups, reading_counts
from outreach.reporting.deliverability.figures import (
    Delivery,
    Mails,
    Mark,
    Reading,
    day_of,
    hour_of,
    marks,
    reasons,
    without,
)
from outreach.reporting.deliverability.reading_blocks import (
    junk_document,
    reading_blocks,
    reading_document,
    warnings,
)
from outreach.reporting.page import (
    Bar,
    BarChart,
    Column,
    Figure,
    Figures,
    LineChart,
    Page,
    Say,
    Table,
    Tone,
    Unit,
    Word,
    blocks,
)

#: Lines that are shown, and that are kept in JSON and CSV; the rest is one line.
_SHOWN, _KEPT = 30, 200
#: Days and hours have all their lines in JSON and CSV, the last of them are shown.
_LAST_SHOWN = 62


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything that the page is made of; `groups` in the order in which they are shown."""

    by: By
    total: Delivery
    groups: Sequence[Delivery]
    marks: Mapping[str, frozenset[Mark]]
    days: Sequence[Delivery]
    hours: Sequence[Delivery]
    reading: Reading
    #: Of very many groups those of which nothing but their mails is known, in one; the last, whatever the order.
    others: Delivery | None = None

    @property
    def is_of_time(self) -> bool:
        return self.by in counts.OF_TIME


def page(session: Session, asked: Asked) -> Page:
    """Reads, adds up, and lays out."""
    found = _found(session, asked)
    sheet = _table(found, found.groups if found.is_of_time else _at_most(found, _KEPT))
    return Page(
        name="deliverability",
        period=asked.period,
        by=found.by.value,
        blocks=blocks(
            _figures(found.total),
            tuple(_bad_news(found, asked)),
            tuple(warnings(found.reading)),
            _shown_table(found),
            _lines(found.days),
            _bars(found.hours, found.total),
            _weekdays(found) if found.by is By.DAY else None,
            _reasons_table(found.total),
            reading_blocks(found.reading, asked.period),
        ),
        document=_document(found, asked),
        sheet=sheet,
    )


def _found(session: Session, asked: Asked) -> _Found:
    by, period, rules = asked.by or By.MAILBOX, asked.period, asked.rules.mail
    junk = reading_counts.in_junk(session, period, rules)
    counted = counts.mails(session, period, by, junk)
    if by in counts.OF_TIME:
        sent = {row.key: row.mails for row in counted.sent}
    else:
        sent = counts.sent_by_quarter(session, period)
    over_time = delivery_groups.by_quarter(counted, sent)
    hours = delivery_groups.by_time(over_time, partial(hour_of, zone=period.zone))
    days = delivery_groups.by_time(over_time, partial(day_of, zone=period.zone))
    total = delivery_groups.total_of(counted)
    some, others, more = counted, None, 0
    if by not in counts.OF_TIME:
        some, others, more = delivery_groups.without_quiet(counted, _KEPT, _REST)
    groups = _groups(some, by, period.zone)
    several = len(groups) + more
    marked = {each.name: marks(each, total, rules.guards, groups=several) for each in groups}
    if by not in counts.OF_TIME:
        groups = sorted(groups, key=lambda each: (not marked[each.name], -each.sent, each.name))
    reading = reading_counts.reading(session, period, rules, junk)
    return _Found(by, total, groups, marked, days, hours, reading, others)


def _groups(counted: Mails, by: By, zone: ZoneInfo) -> list[Delivery]:
    match by:
        case By.HOUR:
            return delivery_groups.by_time(counted, partial(hour_of, zone=zone))
        case By.DAY:
            return delivery_groups.by_time(counted, partial(day_of, zone=zone))
        case _:
            return delivery_groups.by_key(counted)


def _at_most(found: _Found, lines: int) -> list[Delivery]:
    """So many groups, the rest of them as one more."""
    groups = [*found.groups, *([] if found.others is None else [found.others])]
    if len(groups) <= lines:
        return groups
    return [*groups[: lines - 1], delivery_groups.in_one(groups[lines - 1 :], _REST)]


#: What the group of all others is called; nothing of ours is called that.
_REST = "\0rest"


# --- blocks ---------------------------------------------------------------------------------------------------------


def _figures(total: Delivery) -> Figures:
    return Figures(
        (
            Figure(Word("deliverability.sent"), total.sent, Unit.COUNT),
            Figure(Word("deliverability.delivered"), total.delivered, Unit.COUNT),
            Figure(Word("deliverability.bounces"), total.bounce_share, Unit.RATE),
            Figure(Word("deliverability.complaints"), total.complaint_share, Unit.RATE),
            Figure(Word("deliverability.response"), total.response, Unit.RATE),
            Figure(Word("deliverability.refused"), total.refused, Unit.COUNT),
            Figure(Word("deliverability.doubtful"), total.doubtful, Unit.COUNT, beside=_settled(total)),
        )
    )


def _settled(total: Delivery) -> Word:
    about = {"sent": total.settled_sent, "not_sent": total.settled_not_sent}
    return Word("deliverability.settled", about)


def _bad_news(found: _Found, asked: Asked) -> Iterator[Say]:
    """A sentence for each mark; of many lines the first few."""
    marked = [each for each in found.groups if found.marks[each.name]]
    for each in marked[:_SENTENCES]:
        for mark in sorted(found.marks[each.name]):
            yield Say(_of_mark(mark, each, found, asked), Tone.BAD)
    if len(marked) > _SENTENCES:
        yield Say(Word("deliverability.more_marks", {"count": len(marked) - _SENTENCES}), Tone.BAD)


def _of_mark(mark: Mark, each: Delivery, found: _Found, asked: Asked) -> Word:
    guards = asked.rules.mail.guards
    of_complaints = mark in (Mark.COMPLAINTS, Mark.WORSE_COMPLAINTS)
    share, of_all = (
        (each.complaint_share, found.total.complaint_share)
        if of_complaints
        else (each.bounce_share, found.total.bounce_share)
    )
    about = {
        "name": _name(found.by, each.name),
        "count": share.successes,
        "of": share.trials,
        "share": share.value,
        "others": without(share, of_all).value,
        "against": each.against_us,
        "limit": guards.bounce_share / 100,
        "least": guards.complaints,
    }
    return Word(f"deliverability.mark.{mark}", about)


#: So many marked lines have a sentence of their own.
_SENTENCES = 5


def _shown_table(found: _Found) -> Table:
    if found.is_of_time:
        return _table(found, found.groups[-_LAST_SHOWN:])
    return _table(found, _at_most(found, _SHOWN))


def _table(found: _Found, groups: Sequence[Delivery]) -> Table:
    return Table(
        title=Word("deliverability.table", {"by": Word(f"column.{found.by.value}")}),
        columns=(
            Column(found.by.value, Unit.DAY if found.by is By.DAY else Unit.NAME),
            Column("sent"),
            Column("delivered_mails", is_spare=True),
            Column("bounced", is_spare=True),
            Column("bounce_share", Unit.RATE),
            Column("complained"),
            Column("response", Unit.RATE),
            Column("mark", Unit.NAME),
            Column("soft_bounced", is_spare=True),
            Column("refused", is_spare=True),
            Column("doubtful", is_spare=True),
            Column("settled", is_spare=True),
            Column("replies_in_junk", is_spare=True),
        ),
        rows=tuple(_row(found, each) for each in groups),
        empty=Word("nothing"),
        note=Word("deliverability.of_mails") if found.is_of_time else None,
    )


def _row(found: _Found, each: Delivery) -> tuple[Any, ...]:
    return (
        _name(found.by, each.name),
        each.sent,
        each.delivered,
        each.bounced,
        each.bounce_share,
        each.complaints,
        each.response,
        "!" if found.marks.get(each.name) else "",
        each.soft_bounced,
        each.refused,
        each.doubtful,
        each.settled_sent + each.settled_not_sent,
        each.in_junk,
    )


def _name(by: By, name: str) -> str | date | Word:
    """What a group is called where people see it."""
    if name == _REST:
        return Word("deliverability.rest")
    if not name:
        return Word("unknown")
    if by is By.HOUR:
        return f"{name}:00"
    if by is By.DAY:
        return date.fromisoformat(name)
    return name


def _lines(days: Sequence[Delivery]) -> LineChart | None:
    """Bounces and answers by the day on which the mail went out."""
    if len(days) < 2:
        return None
    return LineChart(
        title=Word("deliverability.over_days"),
        unit=Unit.SHARE,
        at=tuple(each.name for each in days),
        lines=(
            (Word("deliverability.line.bounced"), tuple(each.bounce_share.value for each in days)),
            (Word("deliverability.line.answered"), tuple(each.response.value for each in days)),
        ),
    )


def _bars(hours: Sequence[Delivery], total: Delivery) -> BarChart | None:
    """Answers by the hour at which the mail went out."""
    if not total.sent:
        return None
    return BarChart(
        title=Word("deliverability.by_hour"),
        unit=Unit.SHARE,
        bars=tuple(_bar(f"{each.name}:00", each) for each in hours if each.sent),
    )


def _weekdays(found: _Found) -> BarChart:
    """The same by the day of the week."""
    groups: dict[int, list[Delivery]] = {}
    for each in found.days:
        groups.setdefault(date.fromisoformat(each.name).weekday(), []).append(each)
    return BarChart(
        title=Word("deliverability.by_weekday"),
        unit=Unit.SHARE,
        bars=tuple(
            _bar(Word(f"weekday.{number}"), delivery_groups.in_one(theirs, ""))
            for number, theirs in sorted(groups.items())
        ),
    )


def _bar(label: str | Word, each: Delivery) -> Bar:
    bounds = each.response.interval() if each.response.trials else None
    return Bar(
        label,
        each.response.value,
        low=None if bounds is None else bounds.low,
        high=None if bounds is None else bounds.high,
    )


def _reasons_table(total: Delivery) -> Table:
    kinds = (("hard", total.hard), ("soft", total.soft), ("refused", total.refusals))
    return Table(
        title=Word("deliverability.reasons"),
        columns=(Column("bounce_kind", Unit.NAME), Column("reason", Unit.NAME), Column("count")),
        rows=tuple(
            (Word(f"deliverability.kind.{kind}"), _reason(kind, reason), count)
            for kind, counted in kinds
            for reason, count in reasons(counted)
        ),
        empty=Word("deliverability.no_reasons"),
        bar="count",
    )


def _reason(kind: str, reason: str) -> str | Word:
    """A reason in words; of a refusal the codes that the server gave."""
    if kind == "refused":
        return reason or Word("deliverability.no_code")
    return Word(f"deliverability.reason.{reason}") if reason in KNOWN_REASONS else reason


# --- the document ---------------------------------------------------------------------------------------------------


def _document(found: _Found, asked: Asked) -> dict[str, Any]:
    guards, period = asked.rules.mail.guards, asked.period
    groups = found.groups if found.is_of_time else _at_most(found, _KEPT)
    return {
        "report": "deliverability",
        "since": None if period.first_day is None else period.first_day.isoformat(),
        "until": period.last_day.isoformat(),
        "as_of": period.as_of.isoformat(),
        "by": found.by.value,
        "total": _of(found.total),
        "groups": [
            {"name": None if each.name == _REST else each.name}
            | _of(each)
            | {"marks": sorted(mark.value for mark in found.marks.get(each.name, ()))}
            for each in groups
        ],
        "response_of": "mails" if found.is_of_time else "people",
        "reasons": [
            {"kind": kind, "reason": reason, "mails": count}
            for kind, counted in (
                ("hard", found.total.hard),
                ("soft", found.total.soft),
                ("refused", found.total.refusals),
            )
            for reason, count in reasons(counted)
        ],
        "days": [{"day": each.name} | _of_time(each) for each in found.days],
        "hours": [{"hour": int(each.name)} | _of_time(each) for each in found.hours],
        "reading": reading_document(found.reading),
        "junk": junk_document(found.reading),
        "guards": {
            "bounce_percent": guards.bounce_share,
            "bounce_least": guards.bounce_least,
            "complaints": guards.complaints,
            "complaint_window": guards.complaint_window,
        },
    }


def _of(each: Delivery) -> dict[str, Any]:
    return {
        "sent": each.sent,
        "delivered": each.delivered,
        "bounced": each.bounced,
        "soft_bounced": each.soft_bounced,
        "complaints": each.complaints,
        "refused": each.refused,
        "refused_dead": each.refused_dead,
        "doubtful": each.doubtful,
        "settled_sent": each.settled_sent,
        "settled_not_sent": each.settled_not_sent,
        "replies_in_junk": each.in_junk,
        "bounce": each.bounce_share.to_json(),
        "complaint": each.complaint_share.to_json(),
        "response": each.response.to_json(),
    }


def _of_time(each: Delivery) -> dict[str, int]:
    return {"sent": each.sent, "bounced": each.bounced, "answered": each.answered}


#: Those that have words; whatever else a verdict says is shown as it is.
KNOWN_REASONS = frozenset(
    "dead_address dead_domain mailbox_full blocked policy authentication rate size network unknown".split()
)
