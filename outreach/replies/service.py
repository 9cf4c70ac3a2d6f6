"""The models that a workspace has learned: kept, promoted, rolled back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from outreach.core.errors import NotFound
from outreach.replies.learning.trained import TrainedModel, from_bytes
from outreach.replies.model import LearnedModel
from outreach.replies.verdict import RULES_VERSION


def number_in_use(session: Session) -> int | None:
    """Which model of this workspace reads; None: the one that ships, also where the rules are others by now.

    Cheap: a daemon may ask each turn whether it has changed.
    """
    return session.exec(
        select(LearnedModel.id)
        .where(col(LearnedModel.promoted_at).is_not(None), LearnedModel.rules_version == RULES_VERSION)
        .order_by(col(LearnedModel.id).desc())
    ).first()


def stored_model(session: Session, number: int) -> bytes:
    """The model as bytes, for a process that reads elsewhere; `from_bytes` makes it one. Raises NotFound."""
    row = session.get(LearnedModel, number)
    if row is None:
        raise NotFound(f"There is no model {number} in this workspace.")
    return row.weights


def model_in_use(session: Session) -> TrainedModel | None:
    """What `understand` wants as `model`. Raises BrokenModel where the stored bytes are damaged."""
    number = number_in_use(session)
    if number is None:
        return None
    return from_bytes(stored_model(session, number), name=f"Model {number} of this workspace")


def keep(
    session: Session,
    weights: bytes,
    *,
    decisions: int,
    measured: dict[str, Any],
    promote: bool,
    now: datetime,
) -> LearnedModel:
    """Store a model; promoted, it takes the place of the one that was."""
    row = LearnedModel(
        made_at=now, rules_version=RULES_VERSION, decisions=decisions, measured=measured, weights=weights
    )
    if promote:
        _demote_all(session)
        row.promoted_at = now
    session.add(row)
    session.flush()
    return row


def roll_back(session: Session) -> LearnedModel:
    """The promoted model reads no more; the one that ships does. Raises NotFound where none is promoted."""
    row = session.exec(
        select(LearnedModel)
        .where(col(LearnedModel.promoted_at).is_not(None))
        .order_by(col(LearnedModel.id).desc())
    ).first()
    if row is None:
        raise NotFound("No model of this workspace is in use: the one that ships reads already.")
    _demote_all(session)
    return row


def learned_models(session: Session) -> Sequence[LearnedModel]:
    """All of them, the newest first."""
    return session.exec(select(LearnedModel).order_by(col(LearnedModel.id).desc())).all()


def _demote_all(session: Session) -> None:
    for row in session.exec(select(LearnedModel).where(col(LearnedModel.promoted_at).is_not(None))):
        row.promoted_at = None
        session.add(row)
