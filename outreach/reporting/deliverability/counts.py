"""What became of our mails, counted from the facts: grouped statements, a row a group or a row a failure, never more.

A mail belongs to the period in which it went out, whenever its bounce, complaint or answer came; what a server refused
or left in doubt belongs to the period in which it did so. Answers that people write by hand are no mails of a sequence
and are not counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import Event
from outreach.database.plain_rows import plain_rows
from outreach.database.spans import Span, count_in_spans
from outreach.database.statements import among
from outreach.database.unindexed import Unindexed
from outreach.reporting.by import By
from outreach.reporting.counted import falls_in, falls_in_by_person, not_taken_back, stands
from outreach.reporting.deliverability.figures import (
    NO_REASON,
    Answered,
    Doubt,
    Failure,
    Fate,
    Mails,
    Refusal,
    Sent,
)
from outreach.reporting.local_hours import shifts
from outreach.reporting.period import Period
from outreach.sending import guards
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign

_FACT: Any = Event.__table__  # type: ignore[attr-defined]
_MAIL: Any = OutboundMessage.__table__  # type: ignore[attr-defined]
_CAMPAIGN: Any = Campaign.__table__  # type: ignore[attr-defined]
#: The fact that a mail went out, where another fact says what became of it.
_OUT: Any = _FACT.alias("went_out")

#: What figures of mails are broken down by; by hour and day they are counted by quarters of an hour.
BY = (By.MAILBOX, By.DOMAIN, By.HOUR, By.DAY, By.CAMPAIGN, By.STEP, By.TEMPLATE)
OF_TIME = frozenset({By.HOUR, By.DAY})
_OF_STEP = frozenset({By.STEP, By.TEMPLATE})
#: What the mail itself says, and not the facts about it.
_OF_MAIL = _OF_STEP | {By.DOMAIN}


def mails(session: Session, period: Period, by: By, junk: Mapping[int, Any]) -> Mails:
    """Everything about the mails of a period, by groups. `junk`: the messages that lay in a Junk folder, by id."""
    found = Mails(
        sent=_sent(session, period, by),
        people=_people(session, period),
        failures=_failures(session, period, by),
        answered=_answered(session, period, by, junk),
        refused=_refused(session, period, by),
        doubts=_doubts(session, period, by),
    )
    return _with_names(found, _campaigns(session)) if by is By.CAMPAIGN else found


def sent_by_quarter(session: Session, period: Period) -> dict[str, int]:
    """How many mails went out in each quarter of an hour of UTC; where the clocks of the period's zone part no hour, in
    each hour, under its first quarter: a quarter of the work."""
    parts_hours = any(minutes % 60 for _, minutes in shifts(period))
    parts = _parts_of(session, period, timedelta(minutes=15 if parts_hours else 60))
    counts = count_in_spans(
        session, _FACT.c.at, parts, _FACT.c.kind == Happened.MAIL_SENT, not_taken_back(period)
    )
    found: Counter[str] = Counter()
    for (since, _), count in zip(parts, counts, strict=True):
        if count:
            found[f"{since:%Y-%m-%d %H}:{since.minute // 15}"] += count
    return found


def _parts_of(session: Session, period: Period, length: timedelta) -> list[Span]:
    """The parts of the period in which mails went out, cut where UTC's clock is at a multiple of the length."""
    sent = sa.select(_FACT.c.at).where(_FACT.c.kind == Happened.MAIL_SENT, falls_in(period)).limit(1)
    first = session.execute(sent.order_by(_FACT.c.at)).scalar()
    last = session.execute(sent.order_by(_FACT.c.at.desc())).scalar()
    parts: list[Span] = []
    if first is None or last is None:
        return parts
    at, end = first, min(last + timedelta(microseconds=1), period.until, period.as_of)
    while at < end:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        following = min(midnight + ((at - midnight) // length + 1) * length, end)
        parts.append((at, following))
        at = following
    return parts


def _sent(session: Session, period: Period, by: By) -> list[Sent]:
    if by is By.DOMAIN:
        return _sent_to_domains(session, period)
    if by in OF_TIME:
        # Of a group of time mails are counted, not people.
        return [Sent(quarter, mails, 0) for quarter, mails in sent_by_quarter(session, period).items()]
    key = _key(by, _FACT)
    # A person has one mail of each step at most: who is counted once need not be told apart.
    people = sa.func.count() if by in _OF_STEP else sa.func.count(sa.distinct(_FACT.c.contact_id))
    statement = (
        sa.select(key, sa.func.count(), people)
        .select_from(_with_sent_mail(by, _FACT))
        .where(_FACT.c.kind == Happened.MAIL_SENT, falls_in_by_person(period))
        .group_by(key)
    )
    return [Sent(_text(key), count, several) for key, count, several in session.execute(statement)]


def _people(session: Session, period: Period) -> int:
    each = (
        sa.select(_FACT.c.contact_id)
        .where(_FACT.c.kind == Happened.MAIL_SENT, falls_in_by_person(period))
        .group_by(_FACT.c.contact_id)
        .subquery()
    )
    return int(session.execute(sa.select(sa.func.count()).select_from(each)).scalar_one())


def _sent_to_domains(session: Session, period: Period) -> list[Sent]:
    """By people first, in the order of the index: of almost all, every mail went to one domain."""
    domain, who = _MAIL.c.recipient_domain, _FACT.c.contact_id
    sent = (
        sa.select(who, sa.func.count(), sa.func.min(domain), sa.func.max(domain))
        .select_from(_with_sent_mail(By.DOMAIN, _FACT))
        .where(_FACT.c.kind == Happened.MAIL_SENT, falls_in_by_person(period))
    )
    mails: dict[str | None, int] = {}
    people: dict[str | None, int] = {}
    moved = []
    for contact_id, count, first, last in plain_rows(session, sent.group_by(who)):
        if first == last:
            mails[first] = mails.get(first, 0) + count
            people[first] = people.get(first, 0) + 1
        else:
            moved.append(contact_id)
    if moved:
        each = sent.where(among(who, "moved")).group_by(who, domain)
        for _, count, name, _ in session.execute(each, {"moved": moved}):
            mails[name] = mails.get(name, 0) + count
            people[name] = people.get(name, 0) + 1
    return [Sent(name or "", count, people[name]) for name, count in mails.items()]


def _failures(session: Session, period: Period, by: By) -> list[Failure]:
    statement = _about_sent(
        period,
        by,
        (Happened.BOUNCED, Happened.COMPLAINED),
        _FACT.c.kind,
        _FACT.c.details["bounce"].as_string(),
        _FACT.c.details["reason"].as_string(),
    )
    return [
        Failure(
            _text(key),
            quarter,
            contact_id,
            outbound_id,
            _fate(kind, bounce),
            reason or NO_REASON,
            guards.is_counted(Happened(kind), {"bounce": bounce, "reason": reason}),
        )
        for key, quarter, contact_id, outbound_id, _, kind, bounce, reason in session.execute(statement)
    ]


def _fate(kind: str, bounce: str | None) -> Fate:
    if kind == Happened.COMPLAINED:
        return Fate.COMPLAINT
    return Fate.HARD if bounce == Intent.BOUNCE_HARD.value else Fate.SOFT


def _answered(session: Session, period: Period, by: By, junk: Mapping[int, Any]) -> list[Answered]:
    statement = _about_sent(period, by, (Happened.REPLIED,))
    return [
        Answered(_text(key), quarter, contact_id, outbound_id, inbound_id in junk)
        for key, quarter, contact_id, outbound_id, inbound_id in session.execute(statement)
    ]


def _about_sent(period: Period, by: By, kinds: tuple[Happened, ...], *columns: Any) -> sa.Select[Any]:
    """What is known of mails that went out in the period, a row a fact: their group, quarter and ids, then `columns`.

    The facts are few and lead the way: the mail is found by its contact, through the index on kind and contact.
    """
    went_out = _FACT.join(
        _OUT,
        sa.and_(
            _OUT.c.contact_id == _FACT.c.contact_id,
            _OUT.c.outbound_id == _FACT.c.outbound_id,
            _OUT.c.kind == Happened.MAIL_SENT,
        ),
    )
    joined = _with_sent_mail(by, _OUT, went_out)
    return (
        sa.select(
            _key(by, _OUT),
            _Quarter(_OUT.c.at),
            _FACT.c.contact_id,
            _FACT.c.outbound_id,
            _FACT.c.inbound_id,
            *columns,
        )
        .select_from(joined)
        .where(
            _FACT.c.kind.in_(kinds), *_not_before(period), stands(period), falls_in_by_person(period, _OUT)
        )
    )


def _not_before(period: Period) -> list[sa.ColumnElement[bool]]:
    """Nothing is known of a mail before it goes out."""
    return [] if period.since is None else [_FACT.c.at >= period.since]


def _refused(session: Session, period: Period, by: By) -> list[Refusal]:
    """What servers refused, with what they said last; a dead address is a fact beside it."""
    dead = _FACT.alias("dead")
    is_dead = (
        sa.select(dead.c.id)
        .where(
            dead.c.kind == Happened.BOUNCED,
            dead.c.contact_id == _FACT.c.contact_id,
            dead.c.outbound_id == _FACT.c.outbound_id,
            dead.c.inbound_id.is_(None),
            sa.sql.util.ClauseAdapter(dead).traverse(stands(period)),
        )
        .exists()
    )
    statement = (
        sa.select(
            _key(by, _FACT),
            _FACT.c.contact_id,
            _FACT.c.outbound_id,
            _MAIL.c.answer_code,
            _MAIL.c.answer_enhanced,
            is_dead,
        )
        .select_from(
            (_FACT if by in _OF_MAIL else _with_mail(by, _FACT)).outerjoin(
                _MAIL, _MAIL.c.id == _FACT.c.outbound_id
            )
        )
        .where(_FACT.c.kind == Happened.MAIL_REFUSED, falls_in(period))
        .order_by(_FACT.c.id)
    )
    # Whatever was refused again after a person had it tried again is one mail.
    rows = {row.outbound_id: row for row in session.execute(statement)}
    return [
        Refusal(
            _text(key),
            contact_id,
            outbound_id,
            " ".join(str(part) for part in (code, enhanced) if part),
            dead,
        )
        for key, contact_id, outbound_id, code, enhanced, dead in rows.values()
    ]


_SETTLES = (Happened.MAIL_SETTLED, Happened.MAIL_SENT, Happened.MAIL_REFUSED)


def _doubts(session: Session, period: Period, by: By) -> list[Doubt]:
    """Mails that became doubtful in the period, and what was known of them at its `as_of`."""
    later = _FACT.alias("later")
    ended = sa.and_(
        later.c.contact_id == _FACT.c.contact_id,
        later.c.outbound_id == _FACT.c.outbound_id,
        later.c.kind.in_(_SETTLES),
        sa.sql.util.ClauseAdapter(later).traverse(stands(period)),
        later.c.id > _FACT.c.id,
        # Of a doubt that is settled the mail is said to have gone out when it was handed in: before anybody knew.
        sa.or_(later.c.kind != Happened.MAIL_SENT, later.c.at > _FACT.c.at),
    )
    statement = (
        sa.select(
            _key(by, _FACT),
            _FACT.c.outbound_id,
            later.c.kind,
            later.c.details["sent"].as_boolean(),
        )
        .select_from(_with_mail(by, _FACT).outerjoin(later, ended))
        .where(_FACT.c.kind == Happened.MAIL_DOUBTFUL, falls_in(period))
        .order_by(_FACT.c.id, later.c.id)
    )
    known: dict[int, Doubt] = {}
    for key, outbound_id, kind, went_out in session.execute(statement):
        known[outbound_id] = _settled(known.get(outbound_id), _text(key), outbound_id, kind, went_out)
    return list(known.values())


def _settled(
    known: Doubt | None, key: str, outbound_id: int, kind: str | None, went_out: bool | None
) -> Doubt:
    """What a later fact makes of a doubt. That a mail went out settles it, whatever else was said."""
    if known is not None and known.went_out:
        return known
    if kind is None:
        return Doubt(key, outbound_id, None)
    if kind == Happened.MAIL_SETTLED:
        return Doubt(key, outbound_id, bool(went_out))
    return Doubt(key, outbound_id, kind == Happened.MAIL_SENT)


# --- groups ---------------------------------------------------------------------------------------------------------


def _with_mail(by: By, fact: Any) -> Any:
    return fact.outerjoin(_MAIL, _MAIL.c.id == fact.c.outbound_id) if by in _OF_MAIL else fact


def _with_sent_mail(by: By, fact: Any, joined: Any = None) -> Any:
    """The same of a fact that a mail went out (`joined`: the tables that it is in already).

    Such a fact says the run: the index over it holds what mails are told apart by, and no row is read, long as it is.
    """
    tables = fact if joined is None else joined
    if by not in _OF_MAIL:
        return tables
    same = sa.and_(_MAIL.c.enrollment_id == fact.c.enrollment_id, Unindexed(_MAIL.c.id) == fact.c.outbound_id)
    return tables.outerjoin(_MAIL, same)


def _key(by: By, fact: Any) -> sa.ColumnElement[Any]:
    """What a mail's group is called, from the fact about it and the mail itself."""
    match by:
        case By.DOMAIN:
            return _MAIL.c.recipient_domain  # type: ignore[no-any-return]
        case By.STEP:
            return _MAIL.c.sequence + "/" + _MAIL.c.step  # type: ignore[no-any-return]
        case By.TEMPLATE:
            variant = sa.case((_MAIL.c.variant != "", "." + _MAIL.c.variant), else_="")
            return _MAIL.c.sequence + "/" + _MAIL.c.step + variant  # type: ignore[no-any-return]
        case By.CAMPAIGN:
            return fact.c.campaign_id  # type: ignore[no-any-return]
        case By.HOUR | By.DAY:
            return _Quarter(fact.c.at)
        case _:
            return fact.c.mailbox  # type: ignore[no-any-return]


def _text(key: Any) -> str:
    return "" if key is None else str(key)


def _campaigns(session: Session) -> dict[str, str]:
    return {
        str(number): name for number, name in session.execute(sa.select(_CAMPAIGN.c.id, _CAMPAIGN.c.name))
    }


def _with_names(found: Mails, names: Mapping[str, str]) -> Mails:
    def named(rows: Sequence[Any]) -> list[Any]:
        return [replace(row, key=names.get(row.key, row.key)) for row in rows]

    return Mails(
        sent=[row._replace(key=names.get(row.key, row.key)) for row in found.sent],
        people=found.people,
        failures=named(found.failures),
        answered=named(found.answered),
        refused=named(found.refused),
        doubts=named(found.doubts),
    )


class _Quarter(sa.sql.functions.GenericFunction[str]):
    """A moment's quarter of an hour in UTC: `2026-03-03 10:2` for 10:30 to 10:45. No zone parts one."""

    type = sa.String()
    inherit_cache = True
    name = "quarter_of_an_hour"


@compiles(_Quarter, "sqlite")
def _of_text(element: Any, compiler: Any, **options: Any) -> str:
    at = compiler.process(element.clauses, **options)
    return f"(substr({at}, 1, 13) || ':' || (CAST(substr({at}, 15, 2) AS INTEGER) / 15))"


@compiles(_Quarter, "postgresql")
def _of_moment(element: Any, compiler: Any, **options: Any) -> str:
    at = f"(({compiler.process(element.clauses, **options)}) AT TIME ZONE 'UTC')"
    return f"(to_char({at}, 'YYYY-MM-DD HH24') || ':' || (extract(minute FROM {at})::int / 15))"
