"""Bonus from what the database knows: the rules in force and their versions, the leads, and a month of lines."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database import audit
from outreach.handoff import bonus, bonus_file
from outreach.handoff.bonus import BonusFacts, BonusRules, InForce, Line, Month, NotDue, Noted, Span
from outreach.handoff.credit_of import confirmations_of
from outreach.handoff.model import Offer
from outreach.handoff.outcome_model import BonusRulesVersion, Contract, Payment
from outreach.handoff.team import Role, Team, person_called
from outreach.prospects.costs import Cost
from outreach.prospects.model import Account
from outreach.qualification.leads.model import Lead, LeadEvent, LeadMove


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A month of bonus: every line, what is not due yet, and by which versions."""

    lines: tuple[Line, ...]
    waiting: tuple[NotDue, ...]
    in_force: InForce | None


# --- rules in force -------------------------------------------------------------------------------------------------


def versions_of(session: Session) -> list[InForce]:
    """All rules that were ever in force, in order."""
    rows = session.exec(select(BonusRulesVersion).order_by(col(BonusRulesVersion.version))).all()
    return [InForce(row.version, row.in_force_since, bonus_file.from_json(row.rules)) for row in rows]


def take_up(
    session: Session,
    rules: BonusRules,
    *,
    team: Team,
    actor: str,
    now: datetime,
    since: datetime | None = None,
) -> InForce:
    """Put these rules into force from now on; the first ones from `since`, where it is given.

    Raises Refused where a manager has to do it, where they are in force already, and for `since` once there are
    rules: what has happened under them is paid by them.
    """
    _require_manager(team, actor)
    known = versions_of(session)
    digest = bonus_file.digest(rules)
    if known and bonus_file.digest(known[-1].rules) == digest:
        raise Refused(f"These rules are in force already: version {known[-1].version}.")
    if since is not None and known:
        raise Refused(
            "Only the first rules can count from an earlier day: a month that is over never changes."
        )
    if since is not None and since > now:
        raise Refused("Rules count from now on, or from a day that is over.")
    row = BonusRulesVersion(
        version=len(known) + 1,
        digest=digest,
        rules=bonus_file.to_json(rules),
        in_force_since=since or now,
        actor=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.note(
        session,
        "bonus_rules_taken_up",
        actor=actor,
        at=now,
        subject=f"bonus-rules:{row.version}",
        digest=digest,
        in_force_since=row.in_force_since.isoformat(),
    )
    return InForce(row.version, row.in_force_since, rules)


def _require_manager(team: Team, actor: str) -> None:
    """Nobody decides about their own bonus; where the team has no manager, whoever runs commands may."""
    managers = [each.name for each in team.of(Role.MANAGER)]
    if managers and not any(team.are_one(actor, name) for name in managers):
        raise Refused(f"{actor} cannot put bonus rules into force: that is for {' or '.join(managers)}.")


# --- a month --------------------------------------------------------------------------------------------------------


def month_of(day: date, zone: ZoneInfo) -> Month:
    """The calendar month of a day, by the clock of the office."""
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    start, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (first, following))
    return Month(start, end)


def reckon(session: Session, day: date, *, zone: ZoneInfo, now: datetime) -> Reckoned:
    """The bonus of the month of a day. Nothing is written."""
    versions = versions_of(session)
    facts = facts_of(session)
    lines = bonus.lines_of(facts, versions, _months_until(facts, day, zone))
    in_force = bonus.in_force_at(versions, now)
    return Reckoned(tuple(lines), tuple(bonus.not_due(facts, in_force, now)), in_force)


def _months_until(facts: Sequence[BonusFacts], day: date, zone: ZoneInfo) -> list[Month]:
    """From the month of the first event to that of the day."""
    moments = [span.since for each in facts for span in each.confirmed]
    moments += [paid.at for each in facts for paid in each.payments]
    first = min((moment.astimezone(zone).date() for moment in moments), default=day)
    at, months = min(first, day).replace(day=1), []
    while at <= day:
        months.append(month_of(at, zone))
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return months


# --- facts ----------------------------------------------------------------------------------------------------------


def facts_of(session: Session) -> list[BonusFacts]:
    """Every lead that sales has ever had, as far as a bonus goes by it."""
    offers = _salespeople(session)
    spans = _spans(session, offers)
    contracts = {each.lead_id: each for each in session.exec(select(Contract)).all()}
    payments = _payments(session)
    # By their names alone: who is one with whom in [[team]] was asked when they confirmed, and what is written there
    # today must not change a month that is over.
    own = {number for number, each in confirmations_of(session, Team()).items() if each.is_own}
    rows = session.exec(
        select(Lead, Account.name)
        .join(Account, col(Account.id) == col(Lead.account_id))
        .where(col(Lead.id).in_(sorted(offers)))
        .order_by(col(Lead.id))
    ).all()
    found = []
    for lead, account in rows:
        number = lead.id or 0
        contract = contracts.get(number)
        found.append(
            BonusFacts(
                lead=number,
                account=account,
                state=lead.state.value,
                finder=person_called(lead.finder),
                no_finder_why="they confirmed it themselves" if number in own else "",
                salesperson=offers[number][-1][1],
                account_manager="" if contract is None else person_called(contract.account_manager),
                confirmed=tuple(spans.get(number, ())),
                contract=None if contract is None else Cost(contract.amount_cents, contract.currency),
                payments=tuple(payments.get(number, ())),
                currency="" if contract is None else contract.currency,
            )
        )
    return found


def _salespeople(session: Session) -> dict[int, list[tuple[datetime, str]]]:
    """To whom each lead was offered, and when."""
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for each in session.exec(select(Offer).order_by(col(Offer.id))).all():
        found[each.lead_id].append((each.offered_at, each.salesperson))
    return dict(found)


def _spans(session: Session, offers: dict[int, list[tuple[datetime, str]]]) -> dict[int, list[Span]]:
    """Every confirmation, until it was sent back. One that stands is not given a second time."""
    statement = (
        select(LeadMove)
        .where(col(LeadMove.event).in_((LeadEvent.CONFIRMED, LeadEvent.RETURNED)))
        .order_by(col(LeadMove.id))
    )
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for move in session.exec(statement).all():
        mine = spans[move.lead_id]
        stands = bool(mine) and mine[-1].until is None
        if move.event is LeadEvent.RETURNED and stands:
            mine[-1] = Span(mine[-1].since, move.at, mine[-1].salesperson)
        elif move.event is LeadEvent.CONFIRMED and not stands:
            sold_by = [name for at, name in offers.get(move.lead_id, ()) if at <= move.at]
            mine.append(Span(move.at, None, sold_by[-1] if sold_by else move.actor))
    return dict(spans)


def _payments(session: Session) -> dict[int, list[Noted]]:
    """What each payment, and each correction, changed."""
    known: dict[tuple[int, date, str], int] = {}
    found: defaultdict[int, list[Noted]] = defaultdict(list)
    for each in session.exec(select(Payment).order_by(col(Payment.id))).all():
        key = (each.lead_id, each.month, each.reference)
        found[each.lead_id].append(Noted(each.at, each.month, each.amount_cents - known.get(key, 0)))
        known[key] = each.amount_cents
    return dict(found)
