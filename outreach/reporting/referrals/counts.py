"""Referrals counted in the database: one row a reply, a colleague and a lead; of cold mail only sums.

Everything about a colleague is a fact but three things: how deep in the chain they were named (the referral's row,
which never changes it), to which account whoever named them belongs today, and whether their address is still looked
for: no fact tells that, but the task to find it has the moments at which it was opened and closed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import Event
from outreach.database.statements import among
from outreach.inbox.model import Answer
from outreach.prospects.model import Account, AccountDomain, Contact, ProspectList
from outreach.qualification.leads.model import Lead
from outreach.referrals.model import Referral
from outreach.reporting.by import By
from outreach.reporting.counted import falls_in, stands
from outreach.reporting.lead_course_facts import lead_courses
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.referrals.figures import Counted, Led, Named, Reply
from outreach.reporting.sources.counts import mail_key
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign, Enrollment, Task, TaskKind

_FACT: Any = Event.__table__  # type: ignore[attr-defined]
_REPLY: Any = _FACT.alias("reply")
_BOUNCE: Any = _FACT.alias("bounce")
_MAIL: Any = OutboundMessage.__table__  # type: ignore[attr-defined]
_RUN: Any = Enrollment.__table__  # type: ignore[attr-defined]
_OTHER: Any = _RUN.alias("other_run")
_CAMPAIGN: Any = Campaign.__table__  # type: ignore[attr-defined]
_LIST: Any = ProspectList.__table__  # type: ignore[attr-defined]
_ANSWER: Any = Answer.__table__  # type: ignore[attr-defined]
_REFERRAL: Any = Referral.__table__  # type: ignore[attr-defined]
_LEAD: Any = Lead.__table__  # type: ignore[attr-defined]
_TASK: Any = Task.__table__  # type: ignore[attr-defined]
_CONTACT: Any = Contact.__table__  # type: ignore[attr-defined]
_ACCOUNT: Any = Account.__table__  # type: ignore[attr-defined]
_DOMAIN: Any = AccountDomain.__table__  # type: ignore[attr-defined]

_FATES = (
    Happened.REFERRAL_APPROVED,
    Happened.REFERRAL_REFUSED,
    Happened.REFERRED_ENROLLED,
    Happened.REFERRAL_ANSWERED,
)
#: What cold mail is compared by. Not by template: whoever answers the third mail has had the other two as well.
_COMPARED = (By.LIST, By.CAMPAIGN, By.SEQUENCE, By.MAILBOX)


def counted(session: Session, period: Period, by: By | None) -> Counted:
    """All that `referral_figures.referrals` asks for."""
    named = _named(session, period, by)
    _add_rows(session, named)
    runs = _add_fates(session, period, named)
    _add_searches(session, period, named)
    _add_mails(session, period, runs)
    _add_accounts(session, named)
    return Counted(
        replies=_replies(session, period, by),
        named=tuple(named.values()),
        cold=_cold(session, period, None).get("", Rate(0, 0)),
        cold_of=_cold(session, period, by) if by in _COMPARED else None,
        leads=_leads(session, period, named),
    )


# --- by what -------------------------------------------------------------------------------------------------------


def _with_mail(by: By | None, facts: Any) -> tuple[Any, Any]:
    """What a fact beside the mail that it speaks of is counted by, and the tables that say so."""
    campaigns = facts.outerjoin(_CAMPAIGN, _CAMPAIGN.c.id == _FACT.c.campaign_id)
    match by:
        case None:
            return sa.null(), facts
        case By.CAMPAIGN:
            return _CAMPAIGN.c.name, campaigns
        case By.LIST:
            return _LIST.c.name, campaigns.outerjoin(_LIST, _LIST.c.id == _CAMPAIGN.c.list_id)
        case By.MAILBOX:
            return _MAIL.c.mailbox, facts
        case _:
            return mail_key(_MAIL, by), facts


# --- who answered, and whom they named -----------------------------------------------------------------------------


def _replies(session: Session, period: Period, by: By | None) -> tuple[Reply, ...]:
    key, origin = _with_mail(by, _FACT.outerjoin(_MAIL, _MAIL.c.id == _FACT.c.outbound_id))
    rows = session.execute(
        sa.select(_FACT.c.contact_id, _FACT.c.inbound_id, key)
        .select_from(origin)
        .where(_FACT.c.kind == Happened.REPLIED, falls_in(period))
    )
    return tuple(Reply(contact, inbound, group or "") for contact, inbound, group in rows)


def _named(session: Session, period: Period, by: By | None) -> dict[int, Named]:
    """Every colleague who was named by the end of the period, by the number of their referral."""
    mails = _FACT.outerjoin(_ANSWER, _ANSWER.c.inbound_id == _FACT.c.inbound_id).outerjoin(
        _MAIL, _MAIL.c.id == _ANSWER.c.outbound_id
    )
    key, origin = _with_mail(by, mails)
    rows = session.execute(
        sa.select(_FACT.c.at, _FACT.c.contact_id, _FACT.c.inbound_id, _FACT.c.details, key)
        .select_from(origin)
        .where(_FACT.c.kind == Happened.REFERRED, stands(period), _FACT.c.at < period.until)
        .order_by(_FACT.c.at, _FACT.c.id)
    )
    return {
        details["referral"]: Named(
            details["referral"], inbound, referrer, at, via=details["via"], group=group or ""
        )
        for at, referrer, inbound, details, group in rows
    }


def _add_rows(session: Session, named: Mapping[int, Named]) -> None:
    """Depths. Where somebody undid what made a referral, its row is gone, and its depth with it."""
    rows = session.execute(sa.select(_REFERRAL.c.id, _REFERRAL.c.depth))
    for number, depth in rows:
        if number in named:
            named[number].depth = depth


def _add_fates(session: Session, period: Period, named: Mapping[int, Named]) -> dict[int, list[Named]]:
    """What was decided, in its order: a person may think again. The follow-ups that they got, by their runs."""
    runs: defaultdict[int, list[Named]] = defaultdict(list)
    columns = (_FACT.c.kind, _FACT.c.at, _FACT.c.contact_id, _FACT.c.enrollment_id, _FACT.c.details)
    rows = session.execute(
        sa.select(*columns).where(_FACT.c.kind.in_(_FATES), stands(period)).order_by(_FACT.c.at, _FACT.c.id)
    )
    for kind, at, contact, run, details in rows:
        colleague = named.get(details["referral"])
        if colleague is None:
            continue
        match kind:
            case Happened.REFERRAL_APPROVED:
                colleague.approved, colleague.refused_why = True, None
            case Happened.REFERRAL_REFUSED:
                colleague.approved, colleague.refused_why = False, details.get("reason") or ""
            case Happened.REFERRED_ENROLLED:
                colleague.contact = contact
                runs[run].append(colleague)
            case Happened.REFERRAL_ANSWERED:
                colleague.contact = contact
                colleague.answered_at = colleague.answered_at or at
    return runs


def _add_searches(session: Session, period: Period, named: Mapping[int, Named]) -> None:
    """Whose address somebody was looking for at the period's `as_of`."""
    is_open = sa.or_(_TASK.c.done_at.is_(None), _TASK.c.done_at >= period.as_of)
    rows = session.execute(
        sa.select(_TASK.c.referral_id).where(
            _TASK.c.kind == TaskKind.FIND_CONTACT, _TASK.c.created_at < period.as_of, is_open
        )
    )
    for (number,) in rows:
        if number in named:
            named[number].needs_address = True


def _add_mails(session: Session, period: Period, runs: Mapping[int, Iterable[Named]]) -> None:
    """What the follow-ups have sent and brought back."""
    contacts = {
        each.contact for colleagues in runs.values() for each in colleagues if each.contact is not None
    }
    columns = (_FACT.c.enrollment_id, _FACT.c.kind, _FACT.c.at, _FACT.c.details)
    kinds = (Happened.MAIL_SENT, Happened.REPLIED, Happened.BOUNCED)
    # By the person, since there is an index over kind and person.
    rows = session.execute(
        sa.select(*columns)
        .where(_FACT.c.kind.in_(kinds), among(_FACT.c.contact_id, "contacts"), stands(period))
        .order_by(_FACT.c.at, _FACT.c.id),
        {"contacts": sorted(contacts)},
    )
    for run, kind, at, details in rows:
        for colleague in runs.get(run, ()):
            _add_mail(colleague, kind, at, details, period)


def _add_mail(
    colleague: Named, kind: Happened, at: datetime, details: Mapping[str, Any], period: Period
) -> None:
    match kind:
        case Happened.MAIL_SENT:
            colleague.written_at = colleague.written_at or at
            colleague.was_mailed |= at in period
        case Happened.BOUNCED:
            colleague.has_bounced |= details.get("bounce") == Intent.BOUNCE_HARD
        case Happened.REPLIED:
            colleague.has_answered_it |= period.since is None or at >= period.since


def _add_accounts(session: Session, named: Mapping[int, Named]) -> None:
    """The companies of those who named somebody: by their name, or a domain of theirs."""
    domains = sa.select(sa.func.min(_DOMAIN.c.domain)).where(_DOMAIN.c.account_id == _ACCOUNT.c.id)
    name = sa.func.coalesce(sa.func.nullif(_ACCOUNT.c.name, ""), domains.scalar_subquery(), "")
    referrers = sa.select(_REFERRAL.c.referrer_id)
    rows = session.execute(
        sa.select(_CONTACT.c.id, name)
        .join_from(_CONTACT, _ACCOUNT, _ACCOUNT.c.id == _CONTACT.c.account_id)
        .where(_CONTACT.c.id.in_(referrers))
    )
    accounts: dict[int, str] = dict(rows.all())
    for colleague in named.values():
        colleague.account = accounts.get(colleague.referrer, "")


# --- whom nobody had named -----------------------------------------------------------------------------------------


def _of_run(run: Any) -> sa.ColumnElement[bool]:
    """That a fact is of this run; by the person, since there is an index over kind and person."""
    return sa.and_(_FACT.c.contact_id == run.c.contact_id, _FACT.c.enrollment_id == run.c.id)


def _cold(session: Session, period: Period, by: By | None) -> dict[str, Rate]:
    """Of the people whom cold mail reached in the period, how many have answered it since. A person counts once."""
    reached = {"": _reached_by_any(session, period)} if by is None else _reached(session, period, by)
    answered = _answered(session, period, by)
    return {name: Rate(answered.get(name, 0), people) for name, people in reached.items()}


def _reached_by_any(session: Session, period: Period) -> int:
    """Everybody who got a mail, which an index alone tells, without the few who got none that was cold and arrived."""
    mail = sa.and_(_FACT.c.kind == Happened.MAIL_SENT, falls_in(period))
    once = sa.select(_FACT.c.contact_id).where(mail).group_by(_FACT.c.contact_id).subquery()
    got_mail = sa.select(sa.func.count()).select_from(once)
    doubtful = (
        sa.select(_OTHER.c.contact_id)
        .where(sa.or_(_OTHER.c.tag.is_not(None), _OTHER.c.is_nurture, _OTHER.c.id.in_(_dead_runs(period))))
        .distinct()
        .subquery()
    )
    got_none = sa.select(sa.func.count()).select_from(doubtful)
    got_none = got_none.where(
        sa.exists().where(mail, _FACT.c.contact_id == doubtful.c.contact_id),
        ~sa.exists().where(_RUN.c.contact_id == doubtful.c.contact_id, *_is_cold(period)),
    )
    everybody, others = (session.execute(each).scalar_one() for each in (got_mail, got_none))
    return int(everybody - others)


def _reached(session: Session, period: Period, by: By) -> dict[str, int]:
    key, origin = _of_cold_run(by)
    once = sa.select(key.label("name"), _RUN.c.contact_id).select_from(origin).where(*_is_cold(period))
    people = once.group_by(key, _RUN.c.contact_id).subquery()
    rows = session.execute(sa.select(people.c.name, sa.func.count()).group_by(people.c.name))
    return _by_name(session, rows, by)


def _answered(session: Session, period: Period, by: By | None) -> dict[str, int]:
    key, origin = _of_cold_run(by)
    since = sa.true() if period.since is None else _REPLY.c.at >= period.since
    stood = sa.or_(_REPLY.c.taken_back_at.is_(None), _REPLY.c.taken_back_at >= period.as_of)
    rows = session.execute(
        sa.select(key, sa.func.count(sa.distinct(_RUN.c.contact_id)))
        .select_from(origin.join(_REPLY, _REPLY.c.enrollment_id == _RUN.c.id))
        .where(_REPLY.c.kind == Happened.REPLIED, _REPLY.c.at < period.as_of, stood, since, *_is_cold(period))
        .group_by(*([] if by is None else [key]))
    )
    return _by_name(session, rows, by)


def _is_cold(period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    """That a run introduces us to nobody's word, has sent a mail in the period, and that its mail arrived."""
    mailed = sa.exists().where(_FACT.c.kind == Happened.MAIL_SENT, _of_run(_RUN), falls_in(period))
    return _RUN.c.tag.is_(None), ~_RUN.c.is_nurture, mailed, _RUN.c.id.not_in(_dead_runs(period))


def _dead_runs(period: Period) -> Any:
    """Runs to an address that is dead."""
    is_dead = _BOUNCE.c.details["bounce"].as_string() == Intent.BOUNCE_HARD.value
    stood = sa.or_(_BOUNCE.c.taken_back_at.is_(None), _BOUNCE.c.taken_back_at >= period.as_of)
    return sa.select(_BOUNCE.c.enrollment_id).where(
        _BOUNCE.c.kind == Happened.BOUNCED,
        _BOUNCE.c.at < period.as_of,
        stood,
        _BOUNCE.c.enrollment_id.is_not(None),
        is_dead,
    )


def _of_cold_run(by: By | None) -> tuple[Any, Any]:
    """What a run is counted by. A run never changes its mailbox. Numbers for names: they sort faster."""
    match by:
        case By.CAMPAIGN:
            return _RUN.c.campaign_id, _RUN
        case By.LIST:
            return _CAMPAIGN.c.list_id, _RUN.join(_CAMPAIGN, _CAMPAIGN.c.id == _RUN.c.campaign_id)
        case By.SEQUENCE:
            return _RUN.c.sequence, _RUN
        case By.MAILBOX:
            return _RUN.c.mailbox, _RUN
        case _:
            return sa.null(), _RUN


def _by_name(session: Session, rows: Any, by: By | None) -> dict[str, int]:
    """Counts by the names of what they were counted by."""
    table = {By.LIST: _LIST, By.CAMPAIGN: _CAMPAIGN}.get(by) if by is not None else None
    if table is None:
        return {key or "": count for key, count in rows}
    names: dict[int, str] = dict(session.execute(sa.select(table.c.id, table.c.name)).all())
    return {names[key]: count for key, count in rows}


# --- how far it is -------------------------------------------------------------------------------------------------


def _leads(session: Session, period: Period, named: Mapping[int, Named]) -> tuple[Led, ...]:
    """Leads that our mail led to, with how many referrals that took. An inquiry has come by itself."""
    rows = session.execute(
        sa.select(_LEAD.c.id, _REFERRAL.c.id, _REFERRAL.c.depth)
        .outerjoin_from(_LEAD, _REFERRAL, _REFERRAL.c.id == _LEAD.c.referral_id)
        .where(_LEAD.c.campaign_id.is_not(None))
    )
    courses = lead_courses(session, period)
    return tuple(
        Led(courses[lead], depth or 0, named[referral].account if referral in named else "")
        for lead, referral, depth in rows
        if lead in courses
    )
