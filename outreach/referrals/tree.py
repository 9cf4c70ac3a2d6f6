"""The tree of who sent us to whom: one person, below them whom replies have led to, and what they said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.untrusted import one_line
from outreach.inbox.model import InboundMessage
from outreach.prospects.model import Contact
from outreach.referrals.model import Referral
from outreach.referrals.passed_on import others_who_answered
from outreach.replies.model import StoredVerdict
from outreach.sequences.enrolling import runs_of


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of theirs, as it was read."""

    at: datetime
    intent: str


@dataclass(frozen=True, slots=True)
class Node:
    """One person of the tree. `level` is 0 for whom it begins with, 1 for whom those named, and so on."""

    level: int
    #: `asked` (the root), `named`, or `answered`: they wrote in place of whom we had asked, and nobody had named them.
    how: str
    name: str
    #: "" where it is not known yet.
    address: str
    title: str
    phone: str
    #: Of the referral; "" where none was kept.
    referral_id: int | None
    state: str
    #: Why it waits, or was refused.
    reason: str
    #: The state of their newest run; "" where they have none.
    run: str
    replies: tuple[Reply, ...]


def referral_tree(session: Session, contact: Contact) -> Iterator[Node]:
    """The person, and below them, depth first, whom they named and who answered for them. Nobody stands in it twice."""
    yield _node(session, 0, "asked", contact, None)
    yield from _below(session, contact, 1, {contact.id})


def _below(session: Session, contact: Contact, level: int, seen: set[int | None]) -> Iterator[Node]:
    named = session.exec(
        select(Referral).where(Referral.referrer_id == contact.id).order_by(col(Referral.id))
    ).all()
    for referral in named:
        person = None if referral.contact_id is None else session.get_one(Contact, referral.contact_id)
        yield _node(session, level, "named", person, referral)
        if person is not None and person.id not in seen:
            seen.add(person.id)
            yield from _below(session, person, level + 1, seen)
    for person, _ in others_who_answered(session, contact.id or 0):
        if person.id not in seen:
            seen.add(person.id)
            yield _node(session, level, "answered", person, None)
            yield from _below(session, person, level + 1, seen)


def _node(session: Session, level: int, how: str, person: Contact | None, referral: Referral | None) -> Node:
    known = person.name if person is not None else ""
    return Node(
        level=level,
        how=how,
        name=one_line(known or (referral.name if referral is not None else ""), 100),
        address=person.address if person is not None else referral.email if referral is not None else "",
        title=one_line(
            (referral.title if referral is not None else "") or (person.title if person else ""), 100
        ),
        phone=one_line(
            (referral.phone if referral is not None else "") or (person.phone if person else ""), 60
        ),
        referral_id=None if referral is None else referral.id,
        state="" if referral is None else referral.state.value,
        reason="" if referral is None else referral.reason,
        run=_run(session, person),
        replies=tuple(_replies(session, person)),
    )


def _run(session: Session, person: Contact | None) -> str:
    runs = [] if person is None else runs_of(session, [person.id or 0]).get(person.id or 0, [])
    return runs[0].state.value if runs else ""


def _replies(session: Session, person: Contact | None) -> Iterator[Reply]:
    if person is None:
        return
    newest = (
        sa.select(col(StoredVerdict.inbound_id), sa.func.max(col(StoredVerdict.id)).label("id"))
        .group_by(col(StoredVerdict.inbound_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(col(InboundMessage.received_at), col(StoredVerdict.intent))
        .join(newest, newest.c.id == col(StoredVerdict.id))
        .join(InboundMessage, col(InboundMessage.id) == col(StoredVerdict.inbound_id))
        .where(col(InboundMessage.contact_id) == person.id)
        .order_by(col(InboundMessage.received_at))
    )
    for at, intent in rows:
        yield Reply(at, intent.value)


def as_line(node: Node) -> str:
    """A node as a person reads it, without its indentation."""
    who = f"{node.name or node.title or '?'} <{node.address or 'no address'}>"
    title = f", {node.title}" if node.title and node.name else ""
    facts = [
        node.state.replace("_", " ") + (f": {node.reason}" if node.reason else "") if node.state else "",
        "answered in their place" if node.how == "answered" else "",
        f"run {node.run.replace('_', ' ')}" if node.run else "",
        *(f"wrote {reply.at:%Y-%m-%d}: {reply.intent.replace('_', ' ')}" for reply in node.replies),
    ]
    said = "; ".join(filter(None, facts))
    return f"{who}{title}" + (f" ({said})" if said else "")
