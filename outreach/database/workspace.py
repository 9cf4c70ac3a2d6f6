"""What belongs to this database and to no other: the key by which our Message-IDs and suppressions are known."""

import hashlib
import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from outreach.core.errors import ConfigurationError, Fault
from outreach.database.columns import UtcDateTime

_KEY = "outreach.workspace_key"


class Workspace(SQLModel, table=True):
    """One row. The key is random, is never shown, and moves with the database."""

    __tablename__ = "workspace"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: bytes = Field(sa_type=sa.LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


def found(session: Session, now: datetime, *, key: bytes | None = None) -> None:
    """Make the workspace's row, once. `key` is for the demo, whose every run is to be the same."""
    if session.get(Workspace, 1) is None:
        session.add(Workspace(key=key or secrets.token_bytes(32), created_at=now))


def workspace_key(session: Session) -> bytes:
    """The key; raises ConfigurationError when the database was never initialised."""
    known = session.connection().info
    if _KEY not in known:
        row = session.get(Workspace, 1)
        if row is None:
            raise ConfigurationError(
                [Fault("database", "has never been initialised.", remedy="Run `outreach init` first.")]
            )
        # Asked for with every address; it never changes.
        known[_KEY] = row.key
    key: bytes = known[_KEY]
    return key


def keyed_hash(key: bytes, purpose: str, text: str) -> str:
    """HMAC-SHA-256 of `text` (RFC 2104), hexadecimal. `purpose` keeps hashes of different kinds apart."""
    inner, outer = (begun.copy() for begun in _begun(key))
    inner.update(f"{purpose}\0{text}".encode())
    outer.update(inner.digest())
    return str(outer.hexdigest())


@lru_cache(maxsize=16)
def _begun(key: bytes) -> tuple[Any, Any]:
    """The two hashes of RFC 2104 as they are behind the key: an import hashes every address that it reads."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return tuple(hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))  # type: ignore[return-value]
