"""Leads of which sales has said whether they were any, planted in a workspace: what they answered decides."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from outreach.database.engine import Database
from outreach.prospects.model import Account, Contact, Source
from outreach.qualification.leads import versions
from outreach.qualification.leads.model import Lead, LeadState
from tests.support.lead_definitions import shipped

JUDGED_AT = datetime(2026, 3, 3, 10, tzinfo=UTC)


def plant(folder: Path, count: int, *, seed: int = 7) -> None:
    """So many leads that sales had, and three that are still qualified. Whoever has a budget planned is mostly none."""
    dice = random.Random(seed)
    database = Database(f"sqlite:///{folder / 'outreach.db'}")
    try:
        with database.writing() as session:
            version = versions.freeze(session, shipped(), actor="rita", now=JUDGED_AT)
            for number in range(count):
                budget = dice.choice(["planned", "could be found", "none"])
                is_good = dice.random() < (0.2 if budget == "planned" else 0.8)
                state = (
                    LeadState.CONFIRMED if is_good else dice.choice([LeadState.LOST, LeadState.DISQUALIFIED])
                )
                _lead(session, number, state, budget, version.id or 0)
            for number in range(count, count + 3):
                _lead(session, number, LeadState.QUALIFIED, "planned", version.id or 0)
    finally:
        database.close()


def _lead(session: Session, number: int, state: LeadState, budget: str, version: int) -> None:
    account = Account(name=f"Company {number}", created_at=JUDGED_AT)
    session.add(account)
    session.flush()
    contact = Contact(
        account_id=account.id or 0, address=f"lead-{number}@company-{number}.example", created_at=JUDGED_AT
    )
    session.add(contact)
    session.flush()
    answers = {"right_person": "yes", "fit": "good", "need": "yes", "budget": budget}
    points = {"planned": 15, "could be found": 5, "none": -10}[budget]
    session.add(
        Lead(
            contact_id=contact.id or 0,
            account_id=account.id or 0,
            state=state,
            source=Source.NET,
            finder="rita",
            owner="rita",
            level=3,
            level_since=JUDGED_AT,
            answers=answers,
            definition_version_id=version,
            score=40 + points,
            judged_at=JUDGED_AT,
            created_at=JUDGED_AT,
            ended_at=JUDGED_AT + timedelta(days=9)
            if state in (LeadState.LOST, LeadState.DISQUALIFIED)
            else None,
        )
    )
