"""The outbox as people and programs read it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound
from outreach.sending.law_gate import stored_with
from outreach.sending.model import OutboundMessage, OutboundState

#: In which order states are listed: what needs somebody, then what waits, then what is over.
_ORDER = (
    OutboundState.DOUBTFUL,
    OutboundState.IN_FLIGHT,
    OutboundState.CLAIMED,
    OutboundState.QUEUED,
    OutboundState.FAILED,
    OutboundState.SENT,
    OutboundState.WITHDRAWN,
)


def list_mails(session: Session, *, state: str | None, limit: int) -> list[dict[str, Any]]:
    """Mails with their documented fields. Raises NotFound for a state that there is none of."""
    statement = select(OutboundMessage)
    if state is not None:
        if state not in [each.value for each in OutboundState]:
            raise NotFound(
                f'There is no state "{state}". States: {", ".join(each.value for each in _ORDER)}.'
            )
        statement = statement.where(OutboundMessage.state == OutboundState(state))
    rank = sa.case(
        *((col(OutboundMessage.state) == each, position) for position, each in enumerate(_ORDER)), else_=99
    )
    newest = col(OutboundMessage.sent_at).desc().nulls_first()
    rows = session.exec(statement.order_by(rank, newest, col(OutboundMessage.id)).limit(limit)).all()
    return [mail_facts(mail) for mail in rows]


def mail_facts(mail: OutboundMessage) -> dict[str, Any]:
    """One mail, without its bytes."""
    return {
        "id": mail.id,
        "state": mail.state.value,
        "kind": mail.kind.value,
        "author": mail.author or None,
        "recipient": mail.recipient,
        "mailbox": mail.mailbox,
        "sequence": mail.sequence,
        "step": mail.step,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "due_at": mail.due_at,
        "sent_at": mail.sent_at,
        "attempts": mail.attempts,
        "answer_phase": mail.answer_phase,
        "answer_code": mail.answer_code,
        "answer_enhanced": mail.answer_enhanced,
        "answer_text": mail.answer_text,
        "settled_by": mail.settled_by,
        "law": _law(mail),
    }


def _law(mail: OutboundMessage) -> dict[str, str | None] | None:
    """The ruling under which it goes or went."""
    kept = stored_with(mail)
    if not kept.rule:
        return None
    return {
        "country": kept.country or None,
        "rule": kept.rule,
        "decision": kept.decision,
        "version": kept.version,
        "ground": kept.ground or None,
    }
