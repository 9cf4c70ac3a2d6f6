"""What each breakdown (`--by`) is of a mail, an answer and a lead, and the facts of a period by groups.

A list, a campaign or a segment is that of the person; a sequence, a step, a template, a mailbox or an hour is that of
the mail itself: a reply belongs to the mail that it answers, a lead to the mail whose answer opened it. A person of
ours is whose mailbox wrote, then who found the lead, then the salesperson who took it. What a contact's country or
industry is, whose a mailbox is, and of which list a campaign is, is no fact: it is taken as it is today.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.database.times import MinuteOfDay
from outreach.database.unindexed import Unindexed
from outreach.inbox.model import Answer
from outreach.prospects.model import Contact, ProspectList
from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.counted import falls_in_by_person, stands
from outreach.reporting.funnel.groups import SHOWN_STAGES, Answered, Group, GroupFacts, LeadStep, groups
from outreach.reporting.local_hours import shifts
from outreach.reporting.meanings import meaning_of
from outreach.reporting.people.whose import Whose
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage
from outreach.reporting.stage_facts import LEAD_FACTS, decisions, is_hard
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign, Enrollment, SequenceVersion
from outreach.sequences.versions import definition_of

_E: Any = Event.__table__.c  # type: ignore[attr-defined]
_MAIL: Any = OutboundMessage.__table__  # type: ignore[attr-defined]
#: The mail that a fact speaks of, and the fact that it went out.
_OURS: Any = _MAIL.alias("ours")
_OUT: Any = Event.__table__.alias("went_out")  # type: ignore[attr-defined]
_ANSWER: Any = Answer.__table__  # type: ignore[attr-defined]
_RUN: Any = Enrollment.__table__  # type: ignore[attr-defined]
_CAMPAIGN: Any = Campaign.__table__  # type: ignore[attr-defined]
_LIST: Any = ProspectList.__table__  # type: ignore[attr-defined]
_CONTACT: Any = Contact.__table__  # type: ignore[attr-defined]

#: What `grouped` takes; what only mails have (the domain, the day) is the deliverability report's.
BY = tuple(each for each in By if each not in (By.DOMAIN, By.DAY))

#: Columns of contacts that a segment may be; every other is a column of the list.
OF_CONTACTS = ("country", "language", "title")

#: Where a lead is the salesperson's; before, it is its finder's.
OF_SALES = tuple(Stage)[tuple(Stage).index(Stage.ACCEPTED) :]


def grouped(session: Session, asked: Asked) -> tuple[Group, ...]:
    """The groups of what was asked for, by their names; "" is the group of what has none."""
    return groups(group_facts(session, asked), asked.period)


def group_facts(session: Session, asked: Asked) -> GroupFacts:
    """What the groups are reckoned from. A mail belongs to the period in which it went out."""
    keys = _keys(session, asked)
    return GroupFacts(
        sent=_sent(session, asked.period, keys),
        dead=_dead(session, asked.period, keys),
        answered=_answered(session, asked.period, keys),
        leads=list(_leads(session, asked, keys)),
    )


#: What no fact says of a mail, but its row in the outbox.
_OF_OUTBOX = frozenset({"step", "variant"})


class _Counted(Enum):
    #: One row a person before anything is joined: a person has many mails of one group.
    PEOPLE_BEFORE = auto()
    #: A person has few mails of one group.
    PEOPLE = auto()
    #: A person has one mail of each group at most: the outbox has one row for a person and a step.
    MAILS = auto()


@dataclass(frozen=True, slots=True)
class _Keys:
    """How a group is told. `needs`: the columns of a mail by which; `key` makes it of a table with these, joining
    what it has to; `name` says what a key is called. `counted`: how mails of a group are counted as people."""

    needs: tuple[str, ...]
    key: Callable[[Any], tuple[Any, sa.ColumnElement[Any]]]
    name: Callable[[Any], str] = lambda key: "" if key is None else str(key)
    counted: _Counted = _Counted.PEOPLE_BEFORE


def _keys(session: Session, asked: Asked) -> _Keys:
    match asked.by:
        case By.CAMPAIGN:
            return _Keys(("campaign_id",), lambda mails: _of_campaign(mails, _CAMPAIGN.c.name))
        case By.LIST:
            return _Keys(("campaign_id",), lambda mails: _of_list(mails, _LIST.c.name))
        case By.SOURCE:
            return _Keys(("campaign_id",), lambda mails: _of_list(mails, _LIST.c.source))
        case By.SEGMENT:
            return _Keys(("contact_id",), lambda mails: _of_contact(mails, asked.rules.segment))
        case By.SEQUENCE:
            return _Keys(("enrollment_id",), lambda mails: (_with_run(mails), _RUN.c.sequence))
        case By.STEP:
            return _of_step(session)
        case By.TEMPLATE:
            return _of_template(session)
        case By.MAILBOX:
            return _Keys(("mailbox",), lambda mails: (mails, mails.c.mailbox))
        case By.PERSON:
            return _Keys(("mailbox",), _by_person(asked))
        case By.HOUR:
            return _Keys(("hour",), lambda mails: (mails, mails.c.hour), _hour, _Counted.PEOPLE)
    raise ValueError(f"the funnel is not broken down by {asked.by}")


def _of_campaign(mails: Any, key: Any) -> tuple[Any, Any]:
    return mails.outerjoin(_CAMPAIGN, _CAMPAIGN.c.id == mails.c.campaign_id), key


def _of_list(mails: Any, key: Any) -> tuple[Any, Any]:
    joined, _ = _of_campaign(mails, key)
    return joined.outerjoin(_LIST, _LIST.c.id == _CAMPAIGN.c.list_id), key


def _of_contact(mails: Any, column: str) -> tuple[Any, Any]:
    joined = mails.outerjoin(_CONTACT, _CONTACT.c.id == mails.c.contact_id)
    if column in OF_CONTACTS:
        return joined, _CONTACT.c[column]
    return joined, _CONTACT.c.fields[column].as_string()


def _with_run(mails: Any) -> Any:
    return mails.outerjoin(_RUN, _RUN.c.id == mails.c.enrollment_id)


def _of_step(session: Session) -> _Keys:
    """By sequence and step: `who/ask`."""
    steps = _steps(session)
    codes = _codes(step for _, step in steps)

    def key(mails: Any) -> tuple[Any, Any]:
        return _with_run(mails), _RUN.c.sequence_version_id * len(codes) + sa.case(codes, value=mails.c.step)

    names = {
        version * len(codes) + codes[step]: f"{sequence}/{step}"
        for (version, step), (sequence, _) in steps.items()
    }
    return _Keys(("enrollment_id", "step"), key, lambda code: names.get(code, ""), _Counted.MAILS)


def _of_template(session: Session) -> _Keys:
    """By its file."""
    steps = _steps(session)
    codes = _codes(step for _, step in steps)
    wordings = _codes(wording for _, texts in steps.values() for wording in texts)

    def key(mails: Any) -> tuple[Any, Any]:
        code = _RUN.c.sequence_version_id * len(codes) + sa.case(codes, value=mails.c.step)
        return _with_run(mails), code * len(wordings) + sa.case(wordings, value=mails.c.variant, else_=0)

    names = {}
    for (version, step), (_, texts) in steps.items():
        base = (version * len(codes) + codes[step]) * len(wordings)
        # Of a step with one wording it may be called anything.
        only = next(iter(texts.values())) if len(texts) == 1 else None
        for wording, number in wordings.items():
            if file := only or texts.get(wording):
                names[base + number] = file
    return _Keys(("enrollment_id", "step", "variant"), key, lambda code: names.get(code, ""), _Counted.MAILS)


def _steps(session: Session) -> dict[tuple[int, str], tuple[str, dict[str, str]]]:
    """The mails of every version: their sequence, and their files by wordings; of several languages the first."""
    versions = session.execute(sa.select(SequenceVersion.__table__.c.id)).scalars().all()  # type: ignore[attr-defined]
    definitions = {version: definition_of(session, version) for version in versions}
    return {
        (version, step.name): (definition.name, {each.name: each.texts[0].path for each in step.variants})
        for version, definition in definitions.items()
        for step in definition.steps
        if step.variants
    }


def _codes(names: Iterable[str]) -> dict[str, int]:
    """A number for each name: a database groups by numbers twice as fast as by text."""
    return {name: code for code, name in enumerate(dict.fromkeys(names))} or {"": 0}


def _hour(hour: int | None) -> str:
    return "" if hour is None else f"{hour:02}"


def _by_person(asked: Asked) -> Callable[[Any], tuple[Any, Any]]:
    whose = _whose(asked)
    names = {mailbox: whose.of_mailbox(mailbox) for mailbox in asked.rules.people_of_mailboxes}

    def key(mails: Any) -> tuple[Any, Any]:
        return mails, sa.case(names, value=mails.c.mailbox, else_="") if names else sa.literal("")

    return key


def _whose(asked: Asked) -> Whose:
    return Whose(asked.rules.team, asked.rules.people_of_mailboxes, asked.rules.zone)


def _local_hour(moment: Any, period: Period) -> sa.ColumnElement[int]:
    """The hour by the clocks of the period's zone, as they are set at the moment itself."""
    (ends, first), *later = shifts(period)
    since = []
    for until, minutes in later:
        since.append((moment >= ends, minutes))
        ends = until
    # The latest first: of a period without a beginning most of the changes are before the first mail.
    ahead = sa.case(*reversed(since), else_=first) if since else first
    return (MinuteOfDay(moment) + ahead) % 1_440 // 60


# --- the facts


def _sent(session: Session, period: Period, keys: _Keys) -> dict[str, int]:
    """How many people got a mail of each group."""
    of_fact = _of_sent(_E, period)
    wanted = dict.fromkeys(("contact_id", *keys.needs))
    mails = sa.select(*(of_fact[name].label(name) for name in wanted)).where(
        _E.kind == Happened.MAIL_SENT, falls_in_by_person(period)
    )
    if not _OF_OUTBOX.isdisjoint(wanted):
        mails = mails.outerjoin(_OURS, _is_mail_of(_E))
    inner = (mails.distinct() if keys.counted is _Counted.PEOPLE_BEFORE else mails).subquery("mails")
    table, key = keys.key(inner)
    counted: Counter[str] = Counter()
    people = (
        sa.func.count() if keys.counted is _Counted.MAILS else sa.func.count(sa.distinct(inner.c.contact_id))
    )
    for each, count in session.execute(sa.select(key, people).select_from(table).group_by(key)):
        counted[keys.name(each)] += count
    return counted


def _dead(session: Session, period: Period, keys: _Keys) -> set[tuple[str, int]]:
    rows = _about_mails(
        session, period, keys, _E.kind == Happened.BOUNCED, is_hard(), columns={"contact_id": _E.contact_id}
    )
    return {(keys.name(key), contact_id) for key, contact_id in rows}


def _answered(session: Session, period: Period, keys: _Keys) -> list[Answered]:
    decided = decisions(session, period)
    rows = _about_mails(
        session,
        period,
        keys,
        _E.kind == Happened.REPLIED,
        columns={
            "replied_at": _E.at,
            "id": _E.id,
            "contact_id": _E.contact_id,
            "inbound_id": _E.inbound_id,
            "said": _E.details["intent"].as_string(),
        },
    )
    return [
        Answered(keys.name(key), who, at, meaning_of(decided.get(inbound_id, said)))
        for key, at, _, who, inbound_id, said in sorted(rows, key=lambda row: row[1:3])
    ]


def _about_mails(
    session: Session,
    period: Period,
    keys: _Keys,
    *which: sa.ColumnElement[bool],
    columns: Mapping[str, sa.ColumnElement[Any]],
) -> list[Any]:
    """Facts about mails that went out in the period, each with the group of its mail before the columns.

    The mail is found by its contact, through the index on kind and contact; its row is as long as the mail.
    """
    same = sa.and_(
        _OUT.c.contact_id == _E.contact_id,
        _OUT.c.outbound_id == _E.outbound_id,
        _OUT.c.kind == Happened.MAIL_SENT,
    )
    told_by = _of_sent(_OUT.c, period)
    needed = (told_by[name].label(name) for name in keys.needs if name not in columns)
    facts = sa.select(*_labelled(columns), *needed).join(_OUT, same)
    if not _OF_OUTBOX.isdisjoint(keys.needs):
        facts = facts.outerjoin(_OURS, _is_mail_of(_OUT.c))
    inner = facts.where(*which, stands(period), falls_in_by_person(period, _OUT)).subquery("facts")
    table, key = keys.key(inner)
    return list(session.execute(sa.select(key, *(inner.c[name] for name in columns)).select_from(table)))


def _of_sent(sent: Any, period: Period) -> dict[str, Any]:
    """The columns by which the group of a mail is told, from the fact that it went out."""
    return {
        **{name: sent[name] for name in ("campaign_id", "contact_id", "enrollment_id", "mailbox")},
        **{name: _OURS.c[name] for name in _OF_OUTBOX},
        "hour": _local_hour(sent.at, period),
    }


def _is_mail_of(sent: Any) -> sa.ColumnElement[bool]:
    """By its run, whose index holds what mails are told apart by, and not by its number."""
    return sa.and_(_OURS.c.enrollment_id == sent.enrollment_id, Unindexed(_OURS.c.id) == sent.outbound_id)


def _leads(session: Session, asked: Asked, keys: _Keys) -> Iterator[LeadStep]:
    """What leads did that came of a mail of ours, by the mail whose answer opened them."""
    kinds = [kind for kind, stage in LEAD_FACTS.items() if stage in SHOWN_STAGES]
    columns = {
        "happened": _E.kind,
        "moved_at": _E.at,
        "lead": _E.details["lead"].as_integer(),
        "finder": _E.details["finder"].as_string(),
        "salesperson": _E.details["salesperson"].as_string(),
    }
    facts = (
        sa.select(*_labelled(columns), _E.contact_id, *_of_row(asked.period, keys))
        .outerjoin(_ANSWER, _ANSWER.c.inbound_id == _E.inbound_id)
        .outerjoin(_OURS, _OURS.c.id == _ANSWER.c.outbound_id)
        .where(_E.kind.in_(kinds), stands(asked.period), _E.inbound_id.is_not(None))
    )
    inner = facts.subquery("facts")
    table, key = keys.key(inner)
    whose = _whose(asked)
    rows = session.execute(sa.select(key, *(inner.c[name] for name in columns)).select_from(table))
    for group, kind, at, lead, finder, salesperson in rows:
        stage = LEAD_FACTS[kind]
        name = keys.name(group)
        if asked.by is By.PERSON:
            name = whose.person((salesperson if stage in OF_SALES else finder) or "")
        yield LeadStep(name, lead, stage, at)


def _labelled(columns: Mapping[str, sa.ColumnElement[Any]]) -> list[Any]:
    return [column.label(name) for name, column in columns.items()]


def _of_row(period: Period, keys: _Keys) -> list[Any]:
    """The same from its row in the outbox, but for its contact."""
    names = ("campaign_id", "enrollment_id", "mailbox", *_OF_OUTBOX)
    of_row = {name: _OURS.c[name] for name in names} | {"hour": _local_hour(_OURS.c.sent_at, period)}
    return [of_row[name].label(name) for name in keys.needs if name in of_row]
