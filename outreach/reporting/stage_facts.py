"""When people and leads reached the stages, counted from the facts: one statement a kind of fact."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.columns import UtcDateTime
from outreach.database.events import Event
from outreach.database.plain_rows import plain_rows
from outreach.database.times import moment_reader, moments_by_id
from outreach.prospects.model import Prospect
from outreach.reporting.counted import falls_in, not_taken_back, stands
from outreach.reporting.meanings import Meaning, meaning_of
from outreach.reporting.moments import Moments, Reply
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

_E = Event.__table__.c  # type: ignore[attr-defined]
_P = Prospect.__table__.c  # type: ignore[attr-defined]

#: The fact by which a lead is at a stage.
LEAD_FACTS: dict[Happened, Stage] = {
    Happened.LEAD_OPENED: Stage.CONVERSATION,
    Happened.LEAD_QUALIFIED: Stage.QUALIFIED,
    Happened.LEAD_OFFERED: Stage.OFFERED,
    Happened.LEAD_ACCEPTED: Stage.ACCEPTED,
    Happened.LEAD_CONFIRMED: Stage.CONFIRMED,
    Happened.LEAD_PROPOSED: Stage.PROPOSAL,
    Happened.LEAD_MET: Stage.MEETING,
    Happened.LEAD_WON: Stage.CONTRACT,
    Happened.PAYMENT_RECEIVED: Stage.PAID,
}

_REFERRAL_FACTS = {
    Happened.REFERRED: Stage.REFERRED,
    Happened.REFERRAL_ANSWERED: Stage.REFERRAL_REPLIES,
}


def stage_moments(session: Session, period: Period) -> Moments:
    """Who reached which stage when, by the facts that stood at the period's `as_of`.

    Who is on a list since when is no fact but a row of the list: who was taken off or erased since is missing. Leads
    that were imported are left out: they came of no mail of ours.
    """
    mailed = _first_mails(session, period)
    replies = replies_of(session, period)
    dead = dead_addresses(session, period)
    writers = {each.inbound_id: who for who, all_of in replies.items() for each in all_of}
    referred, person_of_referral = _referrals(session, period, writers)
    leads, person_of_lead = _leads(session, period, writers)
    first_replies = {who: all_of[0] for who, all_of in replies.items()}
    reached = {
        Stage.PROSPECTS: _prospects(session, period),
        Stage.MAILED: mailed,
        Stage.DELIVERED: _without(mailed, dead),
        Stage.REPLIED: {who: reply.at for who, reply in first_replies.items()},
        Stage.POSITIVE: {
            who: reply.at for who, reply in first_replies.items() if reply.meaning is Meaning.POSITIVE
        },
        **referred,
        **leads,
    }
    return Moments(
        reached=reached,
        person_of_lead=person_of_lead,
        person_of_referral=person_of_referral,
        mailed_in_period=_mailed_in(session, period, mailed),
        dead=dead,
        replies=replies,
    )


def replies_of(session: Session, period: Period) -> dict[int, tuple[Reply, ...]]:
    """Every reply until `as_of` by the contact whom we had written to, in order."""
    decided = decisions(session, period)
    rows = plain_rows(
        session,
        sa.select(_E.contact_id, _E.at, _E.inbound_id, _E.outbound_id, _E.details["intent"].as_string())
        .where(_E.kind == Happened.REPLIED, stands(period), _E.contact_id.is_not(None))
        .order_by(_E.at, _E.id),
    )
    moment = moment_reader(session)
    found: dict[int, list[Reply]] = {}
    for who, at, inbound_id, outbound_id, read_as in rows:
        said = decided.get(inbound_id, read_as)
        found.setdefault(who, []).append(Reply(moment(at), meaning_of(said), inbound_id, outbound_id))
    return {who: tuple(all_of) for who, all_of in found.items()}


def decisions(session: Session, period: Period) -> dict[int, str]:
    """What reviewers last said that a message means, by messages."""
    rows: list[Any] = plain_rows(
        session,
        sa.select(_E.inbound_id, _E.details["intent"].as_string())
        .where(_E.kind == Happened.REVIEW_DECIDED, stands(period), _E.inbound_id.is_not(None))
        .order_by(_E.at, _E.id),
    )
    return dict(rows)


def dead_addresses(session: Session, period: Period) -> dict[int, datetime]:
    """When each contact's address last turned out to be dead. A bounce for now is none."""
    return moments_by_id(
        session,
        sa.select(_E.contact_id, sa.func.max(_E.at))
        .where(_E.kind == Happened.BOUNCED, stands(period), _E.contact_id.is_not(None), is_hard())
        .group_by(_E.contact_id),
    )


def is_hard() -> sa.ColumnElement[bool]:
    """That a bounce says that the address is dead."""
    said: sa.ColumnElement[str] = _E.details["bounce"].as_string()
    return said == Intent.BOUNCE_HARD.value


def _prospects(session: Session, period: Period) -> dict[int, datetime]:
    return moments_by_id(
        session,
        sa.select(_P.contact_id, sa.func.min(_P.created_at))
        .where(_P.created_at < period.as_of)
        .group_by(_P.contact_id),
    )


def _first_mails(session: Session, period: Period) -> dict[int, datetime]:
    """The first that stood at `as_of`: only that one is compared with it, of all that are read."""
    first = sa.func.min(_E.at)
    return moments_by_id(
        session,
        sa.select(_E.contact_id, first)
        .where(_E.kind == Happened.MAIL_SENT, _E.contact_id.is_not(None), not_taken_back(period))
        .group_by(_E.contact_id)
        .having(first < sa.literal(period.as_of, UtcDateTime())),
    )


def _first_mails_in(session: Session, period: Period) -> dict[int, datetime]:
    return moments_by_id(
        session,
        sa.select(_E.contact_id, sa.func.min(_E.at))
        .where(_E.kind == Happened.MAIL_SENT, _E.contact_id.is_not(None), falls_in(period))
        .group_by(_E.contact_id),
    )


def _without(mailed: Mapping[int, datetime], dead: Iterable[int]) -> dict[int, datetime]:
    """Copied whole, and the few taken out: a fifth of the time of asking of each."""
    delivered = dict(mailed)
    for who in dead:
        delivered.pop(who, None)
    return delivered


def _mailed_in(session: Session, period: Period, mailed: Mapping[int, datetime]) -> Mapping[int, datetime]:
    if period.since is not None:
        return _first_mails_in(session, period)
    if period.until >= period.as_of:
        return mailed
    return {who: at for who, at in mailed.items() if at < period.until}


def _referrals(
    session: Session, period: Period, writers: Mapping[int | None, int]
) -> tuple[dict[Stage, dict[int, datetime]], dict[int, int]]:
    """Referrals by their ids, and who named each."""
    reached: dict[Stage, dict[int, datetime]] = {stage: {} for stage in _REFERRAL_FACTS.values()}
    named_by: dict[int, int] = {}
    rows = plain_rows(
        session,
        sa.select(_E.kind, _E.at, _E.contact_id, _E.inbound_id, _E.details["referral"].as_integer())
        .where(_E.kind.in_(_REFERRAL_FACTS), stands(period))
        .order_by(_E.at, _E.id),
    )
    moment = moment_reader(session)
    for kind, at, contact_id, inbound_id, referral in rows:
        if referral is None:
            continue
        reached[_REFERRAL_FACTS[kind]].setdefault(referral, moment(at))
        if kind == Happened.REFERRED:
            # A letter from another address than ours went to: who answered is whom we had written to.
            named_by.setdefault(referral, writers.get(inbound_id, contact_id))
    # Whoever was not named after all has answered no referral.
    replies = reached[Stage.REFERRAL_REPLIES]
    reached[Stage.REFERRAL_REPLIES] = {each: at for each, at in replies.items() if each in named_by}
    return reached, named_by


def _leads(
    session: Session, period: Period, writers: Mapping[int | None, int]
) -> tuple[dict[Stage, dict[int, datetime]], dict[int, int]]:
    """Leads that came of a mail of ours, by their ids, and who answered it."""
    reached: dict[Stage, dict[int, datetime]] = {stage: {} for stage in LEAD_FACTS.values()}
    answered: dict[int, int] = {}
    moment = moment_reader(session)
    for kind, at, contact_id, inbound_id, lead in _lead_facts(session, period):
        reached[LEAD_FACTS[kind]].setdefault(lead, moment(at))
        answered.setdefault(lead, writers.get(inbound_id, contact_id))
    return reached, answered


def _lead_facts(session: Session, period: Period) -> Iterable[Any]:
    return plain_rows(
        session,
        sa.select(_E.kind, _E.at, _E.contact_id, _E.inbound_id, _E.details["lead"].as_integer())
        .where(
            _E.kind.in_(LEAD_FACTS),
            stands(period),
            _E.inbound_id.is_not(None),
            # Money that went back is no payment.
            sa.or_(_E.kind != Happened.PAYMENT_RECEIVED, _E.details["amount_cents"].as_integer() > 0),
        )
        .order_by(_E.at, _E.id),
    )
