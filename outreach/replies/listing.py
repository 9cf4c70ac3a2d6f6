"""Inbound messages with what was made of them, as people and programs read them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from outreach.inbox.model import InboundMessage, InboundState
from outreach.inbox.service import answered_mail
from outreach.inbox.suggestions import Suggestion, suggestions
from outreach.replies.model import StoredVerdict


def list_messages(
    session: Session, *, unmatched: bool, pending: bool, set_aside: bool, limit: int
) -> list[dict[str, Any]]:
    """Messages, the newest first, with their documented fields."""
    # A hundred raw messages may be a gigabyte, and a list shows none of it.
    lightly = defer(InboundMessage.raw)  # type: ignore[arg-type]
    statement = select(InboundMessage).options(lightly).order_by(col(InboundMessage.id).desc()).limit(limit)
    if unmatched:
        statement = statement.where(col(InboundMessage.matched_by).is_(None))
    if pending:
        statement = statement.where(InboundMessage.state == InboundState.STORED)
    if set_aside:
        statement = statement.where(InboundMessage.state == InboundState.SET_ASIDE)
    found = session.exec(statement).all()
    likely = suggestions(session, [inbound for inbound in found if inbound.matched_by is None])
    return [_summary(session, inbound, likely.get(inbound.id or 0, ())) for inbound in found]


def message_facts(session: Session, inbound: InboundMessage) -> dict[str, Any]:
    """One message, with the whole verdict."""
    stored = newest_verdict(session, inbound.id or 0)
    outbound = answered_mail(session, inbound.id or 0)
    likely = suggestions(session, [inbound] if inbound.matched_by is None else [])
    return _summary(session, inbound, likely.get(inbound.id or 0, ())) | {
        "folder": inbound.folder,
        "message_id": inbound.message_id,
        "answers": None if outbound is None else outbound.id,
        "trouble": inbound.trouble,
        "verdict": None if stored is None else stored.findings,
    }


def newest_verdict(session: Session, inbound_id: int) -> StoredVerdict | None:
    """The latest reading of a message."""
    return session.exec(
        select(StoredVerdict)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()


def _summary(session: Session, inbound: InboundMessage, likely: Sequence[Suggestion]) -> dict[str, Any]:
    verdict = newest_verdict(session, inbound.id or 0)
    return {
        "id": inbound.id,
        "received_at": inbound.received_at,
        "state": inbound.state.value,
        "mailbox": inbound.mailbox,
        "from": inbound.sender,
        "subject": inbound.subject,
        "intent": None if verdict is None else verdict.intent.value,
        "confidence": None if verdict is None else verdict.confidence,
        "matched_by": inbound.matched_by,
        "suggestions": [
            {"address": each.address, "mail": each.outbound_id, "why": each.why} for each in likely
        ],
    }
