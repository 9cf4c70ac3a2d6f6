"""What came of each list, counted from the facts: the people on it who were mailed, bounced, and answered."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import STANDS, Event
from outreach.prospects.costs import Cost
from outreach.prospects.model import ListImport, Prospect, ProspectList
from outreach.sequences.model import Campaign


@dataclass(frozen=True, slots=True)
class ListFigures:
    """One list, in people. A person counts for the list over which the campaign ran that wrote to them."""

    prospect_list: ProspectList
    prospects: int
    mailed: int
    bounced: int
    replied: int
    imports: tuple[ListImport, ...]

    @property
    def bounce_share(self) -> float | None:
        """Of those who were mailed; None: nobody was."""
        return self.bounced / self.mailed if self.mailed else None

    @property
    def cost(self) -> Cost | None:
        cents = self.prospect_list.cost_cents
        return None if cents is None else Cost(cents, self.prospect_list.cost_currency)


def list_figures(session: Session, *, only: int | None = None) -> list[ListFigures]:
    """Every list by its name, or one of them, with its imports in order."""
    statement = select(ProspectList).order_by(col(ProspectList.name))
    lists = session.exec(statement if only is None else statement.where(ProspectList.id == only)).all()
    ids = [each.id or 0 for each in lists]
    members = _members(session, ids)
    outcomes = _outcomes(session, ids)
    imports = session.exec(
        select(ListImport).where(col(ListImport.list_id).in_(ids)).order_by(col(ListImport.id))
    ).all()
    return [
        ListFigures(
            each,
            members.get(each.id or 0, 0),
            mailed=outcomes.get((each.id or 0, Happened.MAIL_SENT), 0),
            bounced=outcomes.get((each.id or 0, Happened.BOUNCED), 0),
            replied=outcomes.get((each.id or 0, Happened.REPLIED), 0),
            imports=tuple(run for run in imports if run.list_id == each.id),
        )
        for each in lists
    ]


_COUNTED = (Happened.MAIL_SENT, Happened.BOUNCED, Happened.REPLIED)


def _members(session: Session, ids: Iterable[int]) -> dict[int, int]:
    rows = session.execute(
        sa.select(col(Prospect.list_id), sa.func.count())
        .where(col(Prospect.list_id).in_(ids))
        .group_by(col(Prospect.list_id))
    ).all()
    return dict(rows)


def _outcomes(session: Session, ids: Iterable[int]) -> dict[tuple[int, Happened], int]:
    """Whoever a campaign was led on to by an answer is no prospect of its list, and is not counted for it."""
    rows = session.execute(
        sa.select(col(Campaign.list_id), col(Event.kind), sa.func.count(sa.distinct(col(Event.contact_id))))
        .join(Campaign, col(Campaign.id) == col(Event.campaign_id))
        .join(
            Prospect,
            sa.and_(
                col(Prospect.list_id) == col(Campaign.list_id),
                col(Prospect.contact_id) == col(Event.contact_id),
            ),
        )
        .where(col(Campaign.list_id).in_(ids), col(Event.kind).in_(_COUNTED), STANDS)
        .group_by(col(Campaign.list_id), col(Event.kind))
    ).all()
    return {(list_id, kind): count for list_id, kind, count in rows}
