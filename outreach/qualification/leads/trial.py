"""A changed lead definition tried on the leads that there are: who would move, before anything is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from outreach.prospects.model import Account, Contact
from outreach.qualification.leads import service, versions
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.knowledge import known_of
from outreach.qualification.leads.model import Lead
from outreach.qualification.leads.scoring import Judged, judge
from outreach.qualification.leads.service import JUDGED_IN

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """One lead under its own definition and under the one that is tried, both as of now.

    `before` is None for a lead that has never been judged: there is nothing to compare with.
    """

    lead_id: int
    state: str
    name: str
    address: str
    account: str
    before: Judged | None
    after: Judged

    @property
    def moves(self) -> bool:
        """Whether its score, its level or whether it is qualified would be another."""
        if self.before is None:
            return self.after.is_qualified
        return _verdict(self.before) != _verdict(self.after)

    @property
    def because(self) -> list[str]:
        """The lines of the score that differ, as `need: 15 → 20`."""
        if self.before is None:
            return []
        before, after = _by_line(self.before), _by_line(self.after)
        names = [*before, *(name for name in after if name not in before)]
        return [
            f"{name}: {before.get(name, 0)} → {after.get(name, 0)}"
            for name in names
            if before.get(name, 0) != after.get(name, 0)
        ]


def try_on(session: Session, definition: LeadDefinition, *, now: datetime) -> list[Tried]:
    """What would become of every lead that is still to be judged. Nothing is written."""
    tried: list[Tried] = []
    leads = _still_judged(session)
    for at in range(0, len(leads), _AT_ONCE):
        tried += _tried(session, leads[at : at + _AT_ONCE], definition, now)
    return tried


def apply(session: Session, definition: LeadDefinition, *, actor: str, now: datetime) -> list[Tried]:
    """Judge again by this definition whoever was judged before; what became of them. A person asks for it, by name."""
    tried = [each for each in try_on(session, definition, now=now) if each.before is not None]
    for each in tried:
        lead = session.get_one(Lead, each.lead_id)
        service.lock(session, lead)
        if lead.state in JUDGED_IN:
            service.rejudge(session, lead, definition, actor=actor, now=now)
    return tried


def _still_judged(session: Session) -> list[Lead]:
    """Sales has none of these; who rests in nurture is judged when they wake."""
    return list(session.exec(select(Lead).where(col(Lead.state).in_(JUDGED_IN)).order_by(col(Lead.id))).all())


def _tried(session: Session, leads: Sequence[Lead], definition: LeadDefinition, now: datetime) -> list[Tried]:
    known = known_of(session, leads)
    people = _people(session, leads)
    own: dict[int, LeadDefinition] = {}
    tried = []
    for lead in leads:
        what = known[lead.id or 0]
        before = None
        if lead.definition_version_id is not None:
            version = lead.definition_version_id
            own.setdefault(version, versions.definition_of(session, version))
            before = judge(own[version], lead.answers, what, now=now)
        contact, account = people[lead.contact_id]
        tried.append(
            Tried(
                lead_id=lead.id or 0,
                state=lead.state.value,
                name=contact.name or f"{contact.given_name} {contact.family_name}".strip(),
                address=contact.address,
                account=account.name,
                before=before,
                after=judge(definition, lead.answers, what, now=now),
            )
        )
    return tried


def _people(session: Session, leads: Sequence[Lead]) -> Mapping[int, tuple[Contact, Account]]:
    rows = session.exec(
        select(Contact, Account)
        .join(Account, col(Account.id) == col(Contact.account_id))
        .where(col(Contact.id).in_([lead.contact_id for lead in leads]))
    ).all()
    return {contact.id or 0: (contact, account) for contact, account in rows}


def _verdict(judged: Judged) -> tuple[Any, ...]:
    return judged.score, judged.level, judged.is_qualified


def _by_line(judged: Judged) -> dict[str, int]:
    return {f"{line.what} = {line.said}": line.points for line in judged.lines}
