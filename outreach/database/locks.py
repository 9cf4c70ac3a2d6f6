"""Locks that PostgreSQL's rows do not give; SQLite has one writer, and needs none.

The first of them: a no and a mail on its way out wait for one another. A commit point reads what forbids a mail
(suppressions, holds, states) and marks the mail. With several writers, a no that is committed between the two would be
followed by a mail. So whoever writes a no takes this lock for itself, and commit points share it.
"""

import zlib
from collections.abc import Collection
from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

# PostgreSQL's advisory locks are numbers; any will do that no other program takes here.
_NO = 7_264_302
_IMPORTING = 7_264_304
_LEASING = 7_264_305
#: The first of two numbers; the second is made of the domain's name.
_DOMAIN = 7_264_306


class Turn(IntEnum):
    """Turns of the daemon that one daemon does at a time, as numbers of advisory locks."""

    PLAN = 7_264_311
    RECOVER = 7_264_312
    OVERDUE = 7_264_313
    RETENTION = 7_264_314
    NURTURE = 7_264_315
    SECOND_READER = 7_264_316


def share(session: Session) -> None:
    """For a commit point: wait until whoever writes a no has committed; hold up those that come until we have."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_NO)))


def forbid(session: Session) -> None:
    """For whoever writes a no: wait for the commit points under way; those that come will see it."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_NO)))


def import_alone(session: Session) -> None:
    """For whoever stores many new people at once: two who did so side by side could wait for one another for ever."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_IMPORTING)))


def lease_alone(session: Session) -> None:
    """For whoever shares out mailboxes: two who renewed theirs and asked for the other's could wait for ever."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_LEASING)))


def domains(session: Session, names: Collection[str]) -> None:
    """For who counts what these domains have got and sends them more: one after another, all asked for at once.

    Two domains may share a number; then they wait for one another, and nothing more.
    """
    if names and session.connection().dialect.name == "postgresql":
        numbers = sorted({zlib.crc32(name.encode()) - 2**31 for name in names})
        session.connection().execute(_ALL_DOMAINS, {"numbers": numbers})


def wait_for(session: Session, turn: Turn) -> None:
    """For a person's command that must not come between: wait until nobody does this turn; nobody does until we end.

    Before any other lock: whoever does the turn may take those.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(turn)))


def alone(session: Session, turn: Turn) -> bool:
    """Whether nobody else does this turn at the moment; then nobody else does until this transaction ends.

    False: another daemon is at it, and leaves nothing to do. What it has committed is seen by every statement after
    this one.
    """
    if session.connection().dialect.name != "postgresql":
        return True
    return bool(session.connection().execute(sa.select(sa.func.pg_try_advisory_xact_lock(turn))).scalar())


_NUMBER = sa.func.unnest(sa.bindparam("numbers", type_=ARRAY(sa.Integer))).column_valued("number")
_ALL_DOMAINS = sa.select(sa.func.pg_advisory_xact_lock(_DOMAIN, _NUMBER))
