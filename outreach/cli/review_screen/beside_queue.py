"""What stands beside the queue: what was answered to its replies, and what waits for a person in other places."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.cli.review_screen.values import Answered, Elsewhere
from outreach.core.untrusted import one_line, printable
from outreach.qualification import answering
from outreach.qualification.model import Review, ReviewState
from outreach.referrals.model import Referral, ReferralState
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences.model import Task, TaskState

_LONGEST_TEXT = 100_000
#: Nothing came of these.
_NEVER = (OutboundState.WITHDRAWN, OutboundState.FAILED)


def answers_to(session: Session, inbound_id: int) -> tuple[Answered, ...]:
    """What was answered to one reply, the oldest first."""
    return tuple(
        Answered(
            mail.id or 0,
            one_line(mail.author),
            mail.state.value,
            mail.sent_at or mail.created_at,
            one_line(mail.subject),
            printable(_without_quote(mail.body), limit=_LONGEST_TEXT),
        )
        for mail in answering.answers_to(session, inbound_id)
    )


def _without_quote(body: str) -> str:
    """What its author wrote: the reply is quoted below it again when it is sent again."""
    lines = body.rstrip().split("\n")
    written = lines[:]
    while written and written[-1].startswith(">"):
        written.pop()
    if len(written) == len(lines):
        return body
    # Who wrote it, and when, and the empty line behind that.
    return "\n".join(written[:-2]).rstrip() + "\n"


def answered(session: Session, inbound_ids: Sequence[int]) -> frozenset[int]:
    """Those of these replies to which an answer is on its way, or out."""
    statement = select(OutboundMessage.answers_inbound_id).where(
        col(OutboundMessage.answers_inbound_id).in_(inbound_ids),
        col(OutboundMessage.state).not_in(_NEVER),
    )
    return frozenset(found for found in session.exec(statement) if found is not None)


def elsewhere(session: Session, now: datetime) -> Elsewhere:
    """How much waits outside of the queue."""

    def count(model: type, *wanted: sa.ColumnElement[bool]) -> int:
        return session.exec(select(sa.func.count()).select_from(model).where(*wanted)).one()

    return Elsewhere(
        snoozed=count(Review, col(Review.state) == ReviewState.WAITING, col(Review.snoozed_until) > now),
        referrals=count(Referral, col(Referral.state) == ReferralState.PROPOSED),
        tasks=count(Task, col(Task.state) == TaskState.OPEN),
    )
