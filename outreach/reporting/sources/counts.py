"""Where people and leads came from, counted in the database: grouped statements, and one row a lead.

People, leads and money are facts, as they were known at the period's `as_of`. No facts are: who stands on which list
(rows with the day on which they joined it), what a list has cost (its row as it is today, counted whole on the day on
which the list was made), and what a list says of a person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.database.unindexed import Unindexed
from outreach.handoff.money import shared_out
from outreach.handoff.team import person_called
from outreach.inbox.model import Answer
from outreach.prospects.model import Contact, Prospect, ProspectList
from outreach.qualification.leads.model import Lead
from outreach.reporting.asked import Asked
from outreach.reporting.by import By
from outreach.reporting.counted import falls_in, falls_in_by_person
from outreach.reporting.lead_course_facts import lead_courses
from outreach.reporting.period import Period
from outreach.reporting.sources.figures import Counted, Money
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign, Enrollment

Key = sa.ColumnElement[str]

_FACT: Any = Event.__table__  # type: ignore[attr-defined]
_LIST: Any = ProspectList.__table__  # type: ignore[attr-defined]
_CAMPAIGN: Any = Campaign.__table__  # type: ignore[attr-defined]
_RAN: Any = _CAMPAIGN.alias("ran")
_CONTACT: Any = Contact.__table__  # type: ignore[attr-defined]
_PROSPECT: Any = Prospect.__table__  # type: ignore[attr-defined]
_MAIL: Any = OutboundMessage.__table__  # type: ignore[attr-defined]
_LEAD: Any = Lead.__table__  # type: ignore[attr-defined]
_RUN: Any = Enrollment.__table__  # type: ignore[attr-defined]
_ANSWER: Any = Answer.__table__  # type: ignore[attr-defined]

#: By what a row of the contact itself can say of a segment, beside the columns of its list.
_OWN_COLUMNS = ("country", "language", "title")
#: What people on lists are counted by; the rest goes by the mail, and counts whoever got one.
_OF_LISTS = (By.LIST, By.SOURCE, By.CAMPAIGN, By.SEGMENT)


def counted(session: Session, asked: Asked, by: By) -> Counted:
    """All that `sources.figures` asks for, by one dimension."""
    lists = _lists(session)
    joined = _joined(session, asked, by)
    return Counted(
        prospects=_prospects(lists, joined, by),
        mailed=_people(session, asked, by, Happened.MAIL_SENT, lists),
        replied=_people(session, asked, by, Happened.REPLIED, lists),
        costs=_costs(lists, joined, asked.period, by),
        group_of_lead=_groups_of_leads(session, asked, by),
        leads=tuple(lead_courses(session, asked.period).values()),
    )


def segment_of(contact: Any, column: str) -> Key:
    """What a list says of a contact in this column; "" where it says nothing."""
    if column in _OWN_COLUMNS:
        return sa.func.coalesce(contact.c[column], "")
    return sa.func.coalesce(contact.c.fields[column].as_string(), "")


# --- prospects and what they cost ----------------------------------------------------------------------------------


class _Joined(NamedTuple):
    """Part of a list. `part`: its segment or campaign, where that is asked for; `since`: who joined in the period."""

    list_id: int
    part: str
    people: int
    since: int


def _lists(session: Session) -> dict[int, Any]:
    columns = (_LIST.c.id, _LIST.c.name, _LIST.c.source, _LIST.c.cost_cents, _LIST.c.cost_currency)
    rows = session.execute(sa.select(*columns, _LIST.c.created_at))
    return {row.id: row for row in rows}


def _joined(session: Session, asked: Asked, by: By) -> list[_Joined]:
    """Who stands on each list by the end of the period, and who of them joined in it."""
    if by not in _OF_LISTS:
        return []
    part, origin = _part_of_list(asked, by)
    began = asked.period.since
    since = (
        sa.func.count()
        if began is None
        else sa.func.sum(sa.case((_PROSPECT.c.created_at >= began, 1), else_=0))
    )
    rows = session.execute(
        sa.select(_PROSPECT.c.list_id, part, sa.func.count(), since)
        .select_from(origin)
        .where(_PROSPECT.c.created_at < asked.period.until)
        .group_by(_PROSPECT.c.list_id, part)
        .order_by(_PROSPECT.c.list_id, part)
    )
    return [_Joined(*row) for row in rows]


def _part_of_list(asked: Asked, by: By) -> tuple[Any, Any]:
    """By what a list's prospects are told apart, and the tables that say so. Names come last: numbers sort faster."""
    if by is By.SEGMENT:
        of_contact = _PROSPECT.join(_CONTACT, _CONTACT.c.id == _PROSPECT.c.contact_id)
        return segment_of(_CONTACT, asked.rules.segment), of_contact
    if by is By.CAMPAIGN:
        return _CAMPAIGN.c.name, _PROSPECT.join(_CAMPAIGN, _CAMPAIGN.c.list_id == _PROSPECT.c.list_id)
    # The whole of it: its number once more.
    return _PROSPECT.c.list_id, _PROSPECT


def _prospects(lists: Mapping[int, Any], joined: Iterable[_Joined], by: By) -> dict[str, int] | None:
    if by not in _OF_LISTS:
        return None
    return _added((_name(lists, each.list_id, each.part, by), each.since) for each in joined)


def _name(lists: Mapping[int, Any], list_id: int, part: str, by: By) -> str:
    if by is By.LIST:
        return str(lists[list_id].name)
    return str(lists[list_id].source) if by is By.SOURCE else part


def _costs(
    lists: Mapping[int, Any], joined: Iterable[_Joined], period: Period, by: By
) -> dict[str, Money] | None:
    """What lists made in the period have cost. A segment bears as much of it as it has people on the list."""
    if by not in (By.LIST, By.SOURCE, By.SEGMENT):
        return None
    parts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for each in joined:
        parts[each.list_id][each.part] = each.people
    costs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, row in lists.items():
        if row.cost_cents is None or row.created_at not in period:
            continue
        shares = parts.get(number, {"": 1})
        for part, cents in zip(shares, shared_out(row.cost_cents, tuple(shares.values())), strict=True):
            costs[_name(lists, number, part, by)][row.cost_currency] += cents
    return {name: dict(sums) for name, sums in costs.items()}


# --- who was written to, and who answered --------------------------------------------------------------------------


def _people(
    session: Session, asked: Asked, by: By, kind: Happened, lists: Mapping[int, Any]
) -> dict[str, int]:
    """To how many this happened in the period.

    By list, source, campaign and segment: prospects of the list over which the campaign ran, so that whoever stands on
    two lists counts for each of them that had them written to, and whom an answer led on to for none. By everything
    else: people, whoever got, or answered, such a mail.
    """
    if by in _OF_LISTS:
        rows = session.execute(_prospects_to_whom(asked, by, kind))
        return _added((_name(lists, list_id, part, by), count) for list_id, part, count in rows)
    if by is By.SEQUENCE:
        return _added(session.execute(_runs_to_whom(asked.period, kind)))
    key, origin = _of_mail(asked, by, kind)
    if by is By.STEP and kind is Happened.MAIL_SENT:
        # Nobody has two mails of one step.
        mails = sa.select(key, sa.func.count()).select_from(origin)
        return _added(
            session.execute(mails.where(_FACT.c.kind == kind, falls_in_by_person(asked.period)).group_by(key))
        )
    # First each person of a group once, then how many these are: half the time of COUNT(DISTINCT …).
    once = (
        sa.select(key.label("name"), _FACT.c.contact_id)
        .select_from(origin)
        .where(_FACT.c.kind == kind, falls_in_by_person(asked.period))
        .group_by(key, _FACT.c.contact_id)
        .subquery()
    )
    counts = sa.select(once.c.name, sa.func.count()).group_by(once.c.name)
    return _added(session.execute(counts))


def _prospects_to_whom(asked: Asked, by: By, kind: Happened) -> Any:
    """For each prospect one look into the index over kind and person: no fact is sorted."""
    part, origin = _part_of_list(asked, by)
    happened = [_FACT.c.kind == kind, _FACT.c.contact_id == _PROSPECT.c.contact_id, falls_in(asked.period)]
    if by is By.CAMPAIGN:
        it_did = sa.exists().where(*happened, _FACT.c.campaign_id == _CAMPAIGN.c.id)
    else:
        ran = sa.and_(_RAN.c.list_id == _PROSPECT.c.list_id, _RAN.c.id == _FACT.c.campaign_id)
        it_did = sa.exists().where(*happened, ran)
    who = [it_did]
    if kind is Happened.REPLIED:
        # Few answer: a database begins with them.
        facts = sa.select(_FACT.c.contact_id).where(_FACT.c.kind == kind, falls_in(asked.period))
        who.append(_PROSPECT.c.contact_id.in_(facts))
    columns = (_PROSPECT.c.list_id, part)
    return sa.select(*columns, sa.func.count()).select_from(origin).where(*who).group_by(*columns)


def _runs_to_whom(period: Period, kind: Happened) -> Any:
    """The same by the sequence of their run."""
    happened = sa.exists().where(
        _FACT.c.kind == kind,
        _FACT.c.contact_id == _RUN.c.contact_id,
        _FACT.c.enrollment_id == _RUN.c.id,
        falls_in(period),
    )
    once = sa.select(_RUN.c.sequence, _RUN.c.contact_id).where(happened).distinct().subquery()
    return sa.select(once.c.sequence, sa.func.count()).group_by(once.c.sequence)


def _of_mail(asked: Asked, by: By, kind: Happened) -> tuple[Key, Any]:
    """What a mail that went out, or was answered, is counted by. Of an answer it is the mailbox that had written."""
    is_sent = kind is Happened.MAIL_SENT
    answered = _FACT.outerjoin(_MAIL, _MAIL.c.id == _FACT.c.outbound_id)
    if by not in (By.MAILBOX, By.PERSON):
        # A mail that went out is found by its run, whose index holds what it is told by, and not by its number: its
        # row is as long as the mail.
        of_it = sa.and_(
            _MAIL.c.enrollment_id == _FACT.c.enrollment_id, Unindexed(_MAIL.c.id) == _FACT.c.outbound_id
        )
        return mail_key(_MAIL, by), _FACT.outerjoin(_MAIL, of_it) if is_sent else answered
    mailbox = _FACT.c.mailbox if is_sent else sa.func.coalesce(_MAIL.c.mailbox, _FACT.c.mailbox)
    name = sa.func.coalesce(mailbox, "") if by is By.MAILBOX else _person_of(mailbox, asked)
    return name, _FACT if is_sent else answered


def _person_of(mailbox: Any, asked: Asked) -> Key:
    people = asked.rules.people_of_mailboxes
    if not people:
        return sa.literal("")
    return sa.case({name: person_called(who) for name, who in people.items()}, value=mailbox, else_="")


def mail_key(mail: Any, by: By) -> Key:
    """What a mail of a sequence is counted by; "" for one that a person wrote, and where there is none."""
    names = {
        By.SEQUENCE: mail.c.sequence,
        By.STEP: mail.c.sequence + "/" + mail.c.step,
        By.TEMPLATE: mail.c.sequence
        + "/"
        + sa.func.coalesce(sa.func.nullif(mail.c.variant, ""), mail.c.step),
    }
    of_sequence = sa.func.coalesce(mail.c.sequence, "") != ""
    return sa.case((of_sequence, names[by]), else_="")


# --- leads ---------------------------------------------------------------------------------------------------------


def _groups_of_leads(session: Session, asked: Asked, by: By) -> dict[int, str]:
    """To what each lead is owed, as in `handoff/credit.py`: its list, its finder, the mail whose answer opened it."""
    mails = _LEAD.outerjoin(_ANSWER, _ANSWER.c.inbound_id == _LEAD.c.inbound_id).outerjoin(
        _MAIL, _MAIL.c.id == _ANSWER.c.outbound_id
    )
    keys: Mapping[By, tuple[Any, Any]] = {
        By.LIST: (_LIST.c.name, _LEAD.outerjoin(_LIST, _LIST.c.id == _LEAD.c.list_id)),
        By.SOURCE: (_LEAD.c.source, _LEAD),
        By.CAMPAIGN: (_CAMPAIGN.c.name, _LEAD.outerjoin(_CAMPAIGN, _CAMPAIGN.c.id == _LEAD.c.campaign_id)),
        By.SEGMENT: (
            segment_of(_CONTACT, asked.rules.segment),
            _LEAD.outerjoin(_CONTACT, _CONTACT.c.id == _LEAD.c.contact_id),
        ),
        By.PERSON: (_LEAD.c.finder, _LEAD),
        By.MAILBOX: (_MAIL.c.mailbox, mails),
    }
    key, origin = keys[by] if by in keys else (mail_key(_MAIL, by), mails)
    rows = session.execute(sa.select(_LEAD.c.id, key).select_from(origin))
    if by is By.PERSON:
        return {number: person_called(finder) for number, finder in rows}
    return {number: str(name or "") for number, name in rows}


def _added(counts: Iterable[Any]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, count in counts:
        sums[name or ""] += count
    return dict(sums)
