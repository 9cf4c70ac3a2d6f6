"""How far an import has come, in the same transactions as its rows: so that one that was killed is gone on with."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database import audit
from outreach.database.bulk import Rows
from outreach.prospects.costs import Cost
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.lists import open_list
from outreach.prospects.model import ListImport, ListImportRefusal, Source


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What a person asked for."""

    list_name: str
    #: As it is shown; no path is opened by it.
    file: str
    actor: str
    source: Source = Source.SPEAR
    legal_basis: str | None = None
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    cost: Cost | None = None
    #: What tells this import from every other one (see `fingerprint`); None: it cannot be gone on with.
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class ImportUnderWay:
    """An import as the database knows it. `line`: everything up to there has been dealt with."""

    id: int
    list_id: int
    line: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    #: Rows up to there that could be read and were refused, with the reason.
    refusals: Mapping[int, str] = field(default_factory=dict)


def fingerprint(digest: str, **asked: Any) -> str:
    """Of the file's digest and everything that was asked for: other wishes are another import."""
    text = json.dumps([digest, asked], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def begin(session: Session, order: ImportOrder, *, now: datetime) -> ImportUnderWay:
    """A new import, or the one with the same fingerprint that was broken off."""
    target = open_list(session, order.list_name, source=order.source, legal_basis=order.legal_basis, now=now)
    assert target.id is not None
    if order.cost is not None and target.cost_cents is None:
        target.cost_cents, target.cost_currency = order.cost.cents, order.cost.currency
        session.add(target)
    found = _broken_off(session, target.id, order.fingerprint)
    if found is None:
        found = ListImport(
            list_id=target.id,
            file=order.file,
            fingerprint=order.fingerprint,
            source=order.source,
            legal_basis=order.legal_basis,
            actor=order.actor,
            started_at=now,
        )
        session.add(found)
        session.flush()
    assert found.id is not None
    refusals = session.execute(_REFUSALS, {"import": found.id}).all()
    return ImportUnderWay(found.id, target.id, found.line, dict(found.counts), dict(refusals))


def advance(
    session: Session,
    import_id: int,
    *,
    behind: int,
    line: int,
    counts: Mapping[str, int],
    refused: Sequence[tuple[int, str]] = (),
) -> None:
    """The rows behind one line, up to another, are dealt with. Raises Refused where somebody else has done them."""
    moved = session.connection().execute(
        _ADVANCE, {"import": import_id, "behind": behind, "to_line": line, "so_far": dict(counts)}
    )
    if moved.rowcount != 1:
        raise Refused(
            "Another process is importing this file into this list at the moment: leave it to that."
        )
    Rows(session, ListImportRefusal, ("line", "reason"), {"import_id": import_id}).insert(refused)


def end(session: Session, import_id: int, *, counts: Mapping[str, int], actor: str, now: datetime) -> None:
    """All rows are dealt with. It is one entry in the audit, without anybody's address."""
    found = session.get_one(ListImport, import_id)
    found.ended_at, found.counts = now, dict(counts)
    session.add(found)
    session.connection().execute(_FORGET, {"import": import_id})
    audit.note(
        session,
        "list_imported",
        actor=actor,
        at=now,
        subject=f"list:{found.list_id}",
        source=found.source.value,
        legal_basis=found.legal_basis,
        **{"import": import_id, "counts": dict(counts)},
    )


def _broken_off(session: Session, list_id: int, mark: str | None) -> ListImport | None:
    if mark is None:
        return None
    return session.exec(
        select(ListImport)
        .where(
            ListImport.list_id == list_id,
            ListImport.fingerprint == mark,
            col(ListImport.ended_at).is_(None),
        )
        .order_by(col(ListImport.id).desc())
    ).first()


_IMPORT: sa.Table = ListImport.__table__  # type: ignore[attr-defined]
_REFUSED: sa.Table = ListImportRefusal.__table__  # type: ignore[attr-defined]
_REFUSALS = sa.select(_REFUSED.c.line, _REFUSED.c.reason).where(
    _REFUSED.c.import_id == sa.bindparam("import")
)
_ADVANCE = (
    sa.update(_IMPORT)
    .where(
        _IMPORT.c.id == sa.bindparam("import"),
        _IMPORT.c.line == sa.bindparam("behind"),
        _IMPORT.c.ended_at.is_(None),
    )
    .values(line=sa.bindparam("to_line"), counts=sa.bindparam("so_far"))
)
_FORGET = sa.delete(_REFUSED).where(_REFUSED.c.import_id == sa.bindparam("import"))
