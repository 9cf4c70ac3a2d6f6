"""Rows whose person is erased: their texts go, what the program counts by stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_origin

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from outreach.database.workspace import keyed_hash, workspace_key
from outreach.inbox.already_stored import emptied_id
from outreach.inbox.model import InboundMessage, InboundState
from outreach.qualification.model import KeptDecision
from outreach.replies.model import StoredVerdict
from outreach.replies.verdict import Verdict, verdict_to_dict
from outreach.rights.kept_columns import DELETED, emptied_columns, empty_value, fact_words
from outreach.rights.ties import in_order, pointing
from outreach.sending.model import OutboundMessage

#: Ids in one statement.
_AT_ONCE = 500
#: Kept decisions in memory: each may hold some hundred rows.
_KEPT_AT_ONCE = 50

_INBOUND = InboundMessage.__table__  # type: ignore[attr-defined]
_OUTBOUND = OutboundMessage.__table__  # type: ignore[attr-defined]


def empty_rows(session: Session, table: sa.Table, ids: frozenset[int], **further: Any) -> None:
    """Empty the texts of these rows, and set `further`."""
    is_list = _lists_of(table)
    values = {
        column.name: empty_value(column, column.name in is_list) for column in emptied_columns(table)
    } | further
    for some in _portions(ids) if values else ():
        session.connection().execute(sa.update(table).where(table.c.id.in_(some)).values(values))


def empty_mails(session: Session, ids: frozenset[int], **further: Any) -> None:
    """Our mails: what was said in them goes, that they went out stays."""
    values = {"raw": None, "body": "", "subject": "", "answer_text": "", **further}
    for some in _portions(ids):
        session.connection().execute(sa.update(_OUTBOUND).where(_OUTBOUND.c.id.in_(some)).values(values))


def empty_messages(session: Session, ids: frozenset[int], now: datetime, *, by_them: bool) -> None:
    """What came in. Of a message by somebody else, who wrote it stays."""
    key = workspace_key(session)
    for some in _portions(ids):
        chosen = _INBOUND.c.id.in_(some)
        named = session.connection().execute(sa.select(_INBOUND.c.id, _INBOUND.c.message_id).where(chosen))
        for number, message_id in named.all():
            session.connection().execute(
                sa.update(_INBOUND)
                .where(_INBOUND.c.id == number)
                .values(message_id=None if message_id is None else emptied_id(key, message_id))
            )
        values: dict[str, Any] = {"raw": b"", "subject": "", "trouble": "", "emptied_at": now}
        if by_them:
            # Whoever is reading one of them at this moment comes too late with it.
            values |= {"sender": "", "sender_address": "", "state": InboundState.APPLIED, "taken_until": None}
        session.connection().execute(sa.update(_INBOUND).where(chosen).values(values))


def empty_what_points(
    session: Session, metadata: sa.MetaData, roots: Mapping[str, frozenset[int]], contact_id: int | None
) -> dict[str, frozenset[int]]:
    """Walk from these rows to all that speak of them, and empty those; which ones, by table, roots left out."""
    rows = dict(roots)
    for table in in_order(metadata):
        where = pointing(table, rows, contact_id)
        if where is None:
            continue
        if table.name in DELETED:
            session.connection().execute(sa.delete(table).where(where))
        elif "id" not in table.c:
            # Nothing but pairs of numbers; what else should stand there one day is emptied all the same.
            values = {column.name: empty_value(column, False) for column in emptied_columns(table)}
            if values:
                session.connection().execute(sa.update(table).where(where).values(values))
        else:
            rows[table.name] = _numbers(session, table, where)
            _empty(session, table, rows[table.name])
    return {name: ids for name, ids in rows.items() if name not in roots}


def _numbers(session: Session, table: sa.Table, where: sa.ColumnElement[bool]) -> frozenset[int]:
    return frozenset(session.connection().execute(sa.select(table.c.id).where(where)).scalars())


def _empty(session: Session, table: sa.Table, ids: frozenset[int]) -> None:
    match table.name:
        case "event":
            _empty_facts(session, table, ids)
        case "verdict":
            _empty_verdicts(session, table, ids)
        case _:
            empty_rows(session, table, ids)


def _empty_facts(session: Session, table: sa.Table, ids: frozenset[int]) -> None:
    for some in _portions(ids):
        rows = session.connection().execute(
            sa.select(table.c.id, table.c.details).where(table.c.id.in_(some))
        )
        for number, details in rows.all():
            left = fact_words(details)
            if left != details:
                session.connection().execute(
                    sa.update(table).where(table.c.id == number).values(details=left)
                )


def _empty_verdicts(session: Session, table: sa.Table, ids: frozenset[int]) -> None:
    """What a message meant stays; on what evidence, and whom it named, does not."""
    for number in sorted(ids):
        stored = session.get_one(StoredVerdict, number)
        text = None if stored.visible_text is None else ""
        told = verdict_to_dict(
            Verdict(
                intent=stored.intent,
                confidence=stored.confidence,
                needs_review=stored.needs_review,
                language=stored.language or "",
                visible_text=text,
                rules_version=stored.rules_version,
            )
        )
        session.connection().execute(
            sa.update(table).where(table.c.id == number).values(visible_text=text, findings=told)
        )
        session.expire(stored)


def empty_verdicts_on(session: Session, messages: frozenset[int]) -> None:
    """The texts of all verdicts on these messages."""
    table: sa.Table = StoredVerdict.__table__  # type: ignore[attr-defined]
    for some in _portions(messages):
        _empty_verdicts(session, table, _numbers(session, table, table.c.inbound_id.in_(some)))


def drop_undos(session: Session, rows: Mapping[str, frozenset[int]], contact_id: int | None) -> int:
    """Decisions about others that wrote to one of these rows hold it as it was: they can no more be undone.

    A colleague's "stop" ends everybody's runs at the company, and takes back mails with their whole text.
    """
    statement = select(col(KeptDecision.id), col(KeptDecision.changes)).order_by(col(KeptDecision.id))
    chosen = [
        number
        for number, changes in session.execute(statement.execution_options(yield_per=_KEPT_AT_ONCE))
        if any(_is_of(each, rows, contact_id) for each in changes)
    ]
    session.execute(sa.delete(KeptDecision).where(col(KeptDecision.id).in_(chosen)))
    return len(chosen)


def _is_of(change: Mapping[str, Any], rows: Mapping[str, frozenset[int]], contact_id: int | None) -> bool:
    images = [image for image in (change["before"], change["after"]) if image]
    return change["key"][0] in rows.get(change["table"], ()) or (
        contact_id is not None and any(image.get("contact_id") == contact_id for image in images)
    )


def stub_name(session: Session, number: int) -> str:
    """What stands for a name in a row where two must not be the same."""
    return "erased-" + keyed_hash(workspace_key(session), "erased-row", str(number))[:12]


def _lists_of(table: sa.Table) -> frozenset[str]:
    """The JSON columns of a table that hold a list."""
    model = next((each.class_ for each in SQLModel._sa_registry.mappers if each.local_table is table), None)
    fields = {} if model is None else model.model_fields
    return frozenset(name for name, field in fields.items() if get_origin(field.annotation) in (list, tuple))


def _portions(ids: frozenset[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE)]
