"""What the facts say of people, read from the database: how much each did, what came in, and each lead's facts.

Of mails there are many, so they are counted where they lie; facts about leads and replies are few, and are handed on.
Whose a mailbox is, and who keeps which client, are no facts: the configuration and the contract say that as of today.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import Event
from outreach.handoff.model import Offer, OfferState
from outreach.handoff.outcome_model import Contract
from outreach.inbox.model import InboundMessage
from outreach.reporting.counted import falls_in, falls_in_by_person, stands
from outreach.reporting.people.activity import Activities, Activity
from outreach.reporting.people.answer_times import Answered, Arrived, Taken
from outreach.reporting.people.lead_work import TOLD, LeadFact
from outreach.reporting.people.spans import Span, Spans
from outreach.reporting.people.whose import Whose
from outreach.reporting.period import Period
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import TaskKind

_E: Any = Event.__table__.c  # type: ignore[attr-defined]


_CALLS = (TaskKind.CALL.value, TaskKind.CALL_BACK.value)
#: Once for each mail; what has none counts by itself.
_MAIL = sa.func.coalesce(_E.outbound_id, -_E.id)
_INTENT: Any = _E.details["intent"].as_string()
_IS_DEAD = _E.details["bounce"].as_string() == Intent.BOUNCE_HARD.value


@dataclass(frozen=True, slots=True)
class Done:
    """What everybody did; `mailed`: to how many people mail of a campaign went in the period, by whose mailbox."""

    activities: Activities
    mailed: Mapping[str, int]


def done(session: Session, spans: Spans, whose: Whose) -> Done:
    """Everything that is counted, for everybody, in all spans at once."""
    found: dict[str, dict[Span, dict[Activity, int]]] = {}
    mailed: dict[str, int] = {}
    for activity, rows, name in _counted(session, spans, whose):
        for said, *counts in rows:
            person = name(said)
            of_person = found.setdefault(person, {span: {} for span in Span})
            for span, count in zip(Span, counts, strict=False):
                of_person[span][activity] = of_person[span].get(activity, 0) + int(count or 0)
            if activity is Activity.MAILS:
                mailed[person] = mailed.get(person, 0) + int(counts[-1])
    return Done(found, mailed)


def _counted(session: Session, spans: Spans, whose: Whose) -> Iterable[tuple[Activity, Sequence[Any], Any]]:
    """Each activity as rows of a mailbox or an actor with its counts, and whom that means."""
    box, actor = whose.of_mailbox, whose.person
    is_call = _E.details["kind_of_task"].as_string().in_(_CALLS)
    of = _Tally(session, spans)
    # Most facts are mails: the people among them are counted on the same way through.
    people = _count(spans[Span.PERIOD], _E.contact_id)
    yield Activity.MAILS, of(Happened.MAIL_SENT, _one_name(_E.mailbox, whose.mailboxes), people), str
    yield Activity.CALLS, of(Happened.TASK_DONE, _E.actor, where=is_call), actor
    # One reply is worked once, however often it was decided anew, and whatever whoever did was called.
    deciders = _one_name(_E.actor, _actors(session, Happened.REVIEW_DECIDED, whose))
    yield Activity.REPLIES, of(Happened.REVIEW_DECIDED, deciders, each=_E.inbound_id), str
    yield Activity.ANSWERS, of(Happened.ANSWER_SENT, _E.actor), actor
    letter = InboundMessage.__table__  # type: ignore[attr-defined]
    came_to = sa.outerjoin(Event.__table__, letter, letter.c.id == _E.inbound_id)  # type: ignore[attr-defined]
    yield Activity.REFERRALS, of(Happened.REFERRED, letter.c.mailbox, source=came_to), box
    yield Activity.BOUNCED, of(Happened.BOUNCED, _E.mailbox, where=_IS_DEAD, each=_MAIL), box
    yield Activity.COMPLAINED, of(Happened.COMPLAINED, _E.mailbox, each=_MAIL), box


def _one_name(column: Any, names: Mapping[str, str]) -> Any:
    """Whom a column means, so that what is different for each person can be counted for them; nobody where unknown."""
    return sa.case(dict(names), value=column, else_="") if names else sa.literal("")


def _actors(session: Session, kind: Happened, whose: Whose) -> dict[str, str]:
    """Everybody who did such a thing, as they were written, with their one name."""
    written = session.execute(sa.select(_E.actor).where(_E.kind == kind).distinct()).scalars()
    return {each: whose.person(each) for each in written}


class _Tally:
    """Counts facts of one kind by a column, for every span in one statement."""

    def __init__(self, session: Session, spans: Spans) -> None:
        self._session, self._spans = session, spans

    def __call__(
        self, kind: Happened, by: Any, *more: Any, each: Any = None, where: Any = None, source: Any = None
    ) -> Sequence[Any]:
        counts = (*(_count(self._spans[span], each) for span in Span), *more)
        statement = sa.select(by, *counts).where(kind == _E.kind, self._within(kind)).group_by(by)
        if where is not None:
            statement = statement.where(where)
        if source is not None:
            statement = statement.select_from(source)
        return self._session.execute(statement).all()

    def _within(self, kind: Happened) -> Any:
        """What stands and falls into the time that all spans cover together: they end at the same moment."""
        begins = [each.since for each in self._spans.values()]
        first = None if None in begins else min(each for each in begins if each is not None)
        together = replace(self._spans[Span.PERIOD], since=first)
        return falls_in_by_person(together) if kind is Happened.MAIL_SENT else falls_in(together)


def _count(period: Period, each: Any) -> Any:
    """How many facts fall into a span, all of which end together; with `each`, how many different ones of that."""
    counted = sa.literal_column("1") if each is None else each
    if period.since is not None:
        counted = sa.case((period.since <= _E.at, counted))
    return sa.func.count(counted if each is None else sa.distinct(counted))


# --- leads ----------------------------------------------------------------------------------------------------------


def lead_facts(session: Session, period: Period, whose: Whose) -> list[LeadFact]:
    """Every fact about leads as of the period's `as_of`, in order: what a period counts depends on those before it."""
    rows = session.execute(
        sa.select(_E.kind, _E.at, _E.actor, _E.details)
        .where(_E.kind.in_(TOLD), stands(period))
        .order_by(_E.at, _E.id)
    )
    return [_lead_fact(kind, at, actor, details, whose) for kind, at, actor, details in rows]


def _lead_fact(
    kind: Happened, at: datetime, actor: str, details: Mapping[str, Any], whose: Whose
) -> LeadFact:
    return LeadFact(
        lead=int(details.get("lead") or 0),
        kind=kind,
        at=at,
        actor=whose.person(actor),
        finder=whose.person(details.get("finder") or ""),
        salesperson=whose.person(details.get("salesperson") or ""),
        reason=details.get("reason") or "",
        money={details["currency"]: int(details["amount_cents"])} if kind in _OF_MONEY else {},
    )


_OF_MONEY = (Happened.LEAD_WON, Happened.PAYMENT_RECEIVED)


def account_managers(session: Session, period: Period, whose: Whose) -> dict[int, str]:
    """Whose client each won lead is."""
    rows = session.execute(
        sa.select(col(Contract.lead_id), col(Contract.account_manager)).where(col(Contract.at) < period.as_of)
    )
    return {lead: whose.person(name) for lead, name in rows}


# --- replies and offers ---------------------------------------------------------------------------------------------


def replies(session: Session, period: Period) -> list[Arrived]:
    """What people wrote to us since the period began, with the mail of ours that it answers."""
    mail = OutboundMessage.__table__  # type: ignore[attr-defined]
    rows = session.execute(
        sa.select(_E.inbound_id, _E.at, _INTENT, _E.contact_id, mail.c.mailbox, mail.c.sent_at)
        .select_from(sa.outerjoin(Event.__table__, mail, mail.c.id == _E.outbound_id))  # type: ignore[attr-defined]
        .where(_E.kind == Happened.REPLIED, _since(period))
        .order_by(_E.at, _E.id)
    )
    return [Arrived(*row) for row in rows]


def dead(session: Session, period: Period, whose: Whose) -> dict[str, set[int]]:
    """The people to whom mail of the period went and whose address has turned out dead, by whose mailbox it was."""
    mail = OutboundMessage.__table__  # type: ignore[attr-defined]
    rows = session.execute(
        sa.select(mail.c.mailbox, mail.c.sent_at, _E.contact_id)
        .select_from(sa.join(Event.__table__, mail, mail.c.id == _E.outbound_id))  # type: ignore[attr-defined]
        .where(_E.kind == Happened.BOUNCED, _IS_DEAD, _since(period), mail.c.sent_at.is_not(None))
    )
    found: dict[str, set[int]] = {}
    for mailbox, sent_at, contact in rows:
        if sent_at in period:
            found.setdefault(whose.of_mailbox(mailbox), set()).add(contact)
    return found


def decisions(session: Session, period: Period, whose: Whose) -> list[Answered]:
    """What people said that replies mean."""
    return _answered(session, period, whose, Happened.REVIEW_DECIDED)


def answers(session: Session, period: Period, whose: Whose) -> list[Answered]:
    """What people answered to replies, as far as it went out from here."""
    return _answered(session, period, whose, Happened.ANSWER_SENT)


def _answered(session: Session, period: Period, whose: Whose, kind: Happened) -> list[Answered]:
    rows = session.execute(
        sa.select(_E.inbound_id, _E.at, _INTENT, _E.actor)
        .where(_E.kind == kind, _E.inbound_id.is_not(None), _since(period))
        .order_by(_E.at, _E.id)
    )
    return [Answered(number, at, intent or "", whose.person(actor)) for number, at, intent, actor in rows]


def _since(period: Period) -> Any:
    """From the period's beginning until its `as_of`: what answers it may come after its end."""
    return stands(period) if period.since is None else sa.and_(stands(period), period.since <= _E.at)


def offers_taken(session: Session, period: Period, whose: Whose) -> list[Taken]:
    """The offers that were accepted in the period, with what of the salesperson's working time they had waited."""
    accepted = (OfferState.ACCEPTED, OfferState.CONFIRMED, OfferState.RETURNED, OfferState.ENDED)
    bounds = [col(Offer.answered_at) < min(period.until, period.as_of)]
    if period.since is not None:
        bounds.append(col(Offer.answered_at) >= period.since)
    rows = session.execute(
        sa.select(col(Offer.salesperson), col(Offer.worked_seconds)).where(
            col(Offer.state).in_(accepted), *bounds
        )
    )
    return [Taken(whose.person(name), timedelta(seconds=seconds)) for name, seconds in rows]


# --- since when ------------------------------------------------------------------------------------------------------


def first_fact(session: Session, until: datetime) -> datetime | None:
    """When the first fact happened that norms are held against."""
    kinds = (Happened.MAIL_SENT, Happened.REVIEW_DECIDED, Happened.REFERRED, Happened.LEAD_QUALIFIED)
    firsts = [
        session.execute(
            sa.select(_E.at).where(_E.kind == kind, until > _E.at).order_by(_E.at).limit(1)
        ).scalar()
        for kind in kinds
    ]
    return min((each for each in firsts if each is not None), default=None)
