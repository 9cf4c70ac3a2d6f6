"""Leads as people and programs read them: the list, and one with everything that is known of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.prospects.lists import legal_basis_of
from outreach.prospects.model import Account, Contact, ProspectList
from outreach.qualification.leads import service, versions
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.model import Lead, LeadLevel, LeadMove, LeadNote, LeadState
from outreach.qualification.leads.opening import chain_to
from outreach.qualification.leads.scoring import Judged
from outreach.replies.model import StoredVerdict
from outreach.sequences.model import Campaign, Enrollment


def list_leads(
    session: Session,
    *,
    now: datetime,
    states: Collection[LeadState] = (),
    level: int | None = None,
    person: str | None = None,
    everything: bool = False,
) -> list[dict[str, Any]]:
    """Leads with their documented fields, the readiest first; without `everything` those that are not over.

    `person`: only whom they own or found.
    """
    statement = (
        sa.select(Lead, Contact, Account, ProspectList.name, Campaign.name)  # type: ignore[call-overload]
        .join(Contact, col(Contact.id) == col(Lead.contact_id))
        .join(Account, col(Account.id) == col(Lead.account_id))
        .outerjoin(ProspectList, col(ProspectList.id) == col(Lead.list_id))
        .outerjoin(Campaign, col(Campaign.id) == col(Lead.campaign_id))
        .order_by(
            col(Lead.ended_at).is_not(None),
            col(Lead.level).desc(),
            col(Lead.score).desc().nulls_last(),
            col(Lead.id),
        )
    )
    if states:
        statement = statement.where(col(Lead.state).in_(states))
    elif not everything:
        statement = statement.where(col(Lead.ended_at).is_(None))
    if level is not None:
        statement = statement.where(col(Lead.level) >= level)
    if person is not None:
        statement = statement.where(sa.or_(col(Lead.owner) == person, col(Lead.finder) == person))
    numbers = versions.numbers(session)
    return [
        _row(lead, contact, account, listed, campaign, numbers, now)
        for lead, contact, account, listed, campaign in session.execute(statement)
    ]


def show_lead(
    session: Session, lead: Lead, *, now: datetime, definition: LeadDefinition | None = None
) -> dict[str, Any]:
    """One lead: the same fields, with its score line by line, its history, and where it came from.

    `definition` is the file as it is now, for a lead that has never been judged.
    """
    contact = session.get_one(Contact, lead.contact_id)
    account = session.get_one(Account, lead.account_id)
    listed = None if lead.list_id is None else session.get_one(ProspectList, lead.list_id).name
    campaign = None if lead.campaign_id is None else session.get_one(Campaign, lead.campaign_id).name
    own = definition
    if lead.definition_version_id is not None:
        own = versions.definition_of(session, lead.definition_version_id)
    judged = None if own is None else service.judged_now(session, lead, own, now=now)
    return {
        **_row(lead, contact, account, listed, campaign, versions.numbers(session), now),
        "score_now": None if judged is None or lead.score is None else judged.score,
        "threshold": None if own is None else own.threshold,
        "answers": lead.answers,
        "score_lines": lead.score_lines,
        "level_tests": [] if judged is None else level_tests(judged),
        "lacking": [] if judged is None else list(judged.why_not),
        "levels": levels_of(session, lead, now),
        "moves": moves_of(session, lead),
        "notes": notes_of(session, lead),
        "chain": [session.get_one(Contact, each).address for each in chain_to(session, lead.contact_id)],
        "legal_basis": list(legal_basis_of(session, [lead.contact_id]).get(lead.contact_id, ())),
        "thread": _thread(session, lead),
        "nurture_run": _nurture_run(session, lead),
    }


def level_tests(judged: Judged) -> list[dict[str, Any]]:
    """Each level with what it asks for and whether it is so."""
    return [
        {
            "level": level.number,
            "name": level.name,
            "met": level.is_met,
            "tests": [{"need": test.need, "met": test.is_met} for test in level.tests],
        }
        for level in judged.levels
    ]


def levels_of(session: Session, lead: Lead, now: datetime) -> list[dict[str, Any]]:
    """The levels that it stood on, in order, and for how many days each."""
    rows = session.exec(
        select(LeadLevel).where(LeadLevel.lead_id == lead.id).order_by(col(LeadLevel.id))
    ).all()
    ends = [*(row.at for row in rows[1:]), lead.ended_at or now]
    return [
        {"level": row.level, "at": row.at, "by": row.actor, "why": row.why, "days": _days(row.at, end)}
        for row, end in zip(rows, ends, strict=True)
    ]


def moves_of(session: Session, lead: Lead) -> list[dict[str, Any]]:
    """Its life, in order: what happened, which state it was in then, by whom and why."""
    rows = session.exec(select(LeadMove).where(LeadMove.lead_id == lead.id).order_by(col(LeadMove.id))).all()
    return [
        {
            "at": row.at,
            "by": row.actor,
            "event": "opened" if row.event is None else row.event.value,
            "state": row.state.value,
            "score": row.score,
            "why": row.why,
        }
        for row in rows
    ]


def notes_of(session: Session, lead: Lead) -> list[dict[str, Any]]:
    rows = session.exec(select(LeadNote).where(LeadNote.lead_id == lead.id).order_by(col(LeadNote.id))).all()
    return [{"at": row.at, "by": row.actor, "call": row.is_call, "text": row.text} for row in rows]


def life_of(session: Session, lead: Lead, now: datetime) -> list[dict[str, Any]]:
    """Moves, levels and notes of a lead in one order, for the audit."""
    told = [
        {"at": each["at"], "by": each["by"], "what": f"{each['event']} → {each['state']}", "why": each["why"]}
        for each in moves_of(session, lead)
    ]
    told += [
        {"at": each["at"], "by": each["by"], "what": f"level {each['level']}", "why": each["why"]}
        for each in levels_of(session, lead, now)
    ]
    told += [
        {"at": each["at"], "by": each["by"], "what": "call" if each["call"] else "note", "why": each["text"]}
        for each in notes_of(session, lead)
    ]
    return sorted(told, key=lambda each: each["at"])


def _row(
    lead: Lead,
    contact: Contact,
    account: Account,
    listed: str | None,
    campaign: str | None,
    numbers: dict[int, int],
    now: datetime,
) -> dict[str, Any]:
    version = lead.definition_version_id
    return {
        "id": lead.id,
        "state": lead.state.value,
        "level": lead.level,
        "level_since": lead.level_since,
        "days_in_level": _days(lead.level_since, lead.ended_at or now),
        "score": lead.score,
        "definition_version": None if version is None else numbers.get(version),
        "judged_at": lead.judged_at,
        "name": contact.name or f"{contact.given_name} {contact.family_name}".strip(),
        "address": contact.address,
        "title": contact.title,
        "account": account.name,
        "account_status": account.status.value,
        "source": lead.source.value,
        "list": listed,
        "campaign": campaign,
        "message": lead.inbound_id,
        "referral": lead.referral_id,
        "finder": lead.finder,
        "owner": lead.owner,
        "next_step": lead.next_step,
        "next_step_on": lead.next_step_on,
        "no_next_step_why": lead.no_next_step_why,
        "wakes_at": lead.wake_at,
        "nurture_why": lead.nurture_why,
        "quiet": lead.quiet,
        "ended_why": lead.ended_why,
        "created_at": lead.created_at,
        "qualified_at": lead.qualified_at,
        "ended_at": lead.ended_at,
    }


def _thread(session: Session, lead: Lead) -> str | None:
    """What they newly wrote in the message that opened it."""
    if lead.inbound_id is None:
        return None
    return session.exec(
        select(StoredVerdict.visible_text)
        .where(StoredVerdict.inbound_id == lead.inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()


def _nurture_run(session: Session, lead: Lead) -> str | None:
    if lead.enrollment_id is None:
        return None
    run = session.get_one(Enrollment, lead.enrollment_id)
    due = "" if run.due_at is None else f", due {run.due_at:%Y-%m-%d}"
    return f"{run.sequence}, step {run.next_step + 1}: {run.state.value}{due}"


def _days(since: datetime, until: datetime) -> int:
    return max(0, (until - since).days)
