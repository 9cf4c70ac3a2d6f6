"""Noes that a restored database has forgotten, said again: nobody has to say no twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database import audit, locks, noes_beside
from outreach.database.noes_beside import SaidNo
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.prospects.model import (
    Account,
    AccountDomain,
    Contact,
    Suppression,
    SuppressionKind,
    SuppressionReason,
)
from outreach.prospects.suppressing import suppress, suppress_account
from outreach.prospects.suppression import SAID_BY_THEM, account_value
from outreach.sequences.opting_out import How, opt_out, say_no

_AT_ONCE = 500
_NOTE = "said before a backup was restored"


@dataclass(frozen=True, slots=True)
class Again:
    """How many noes were not known here. `erased`: whose whole record was erased since, and is here again."""

    noes: int = 0
    erased: tuple[str, ...] = ()


def say_again(session: Session, noes: Mapping[str, SaidNo], *, actor: str, now: datetime) -> Again:
    """Write down those of these that are not known here. Doing it again changes nothing.

    Whoever is known here has all their runs ended; of anybody else only the key is kept, which is enough to keep an
    import or a person from writing to them. A no to a whole company is kept where the company is here.
    """
    locks.forbid(session)
    missing = {key: noes[key] for key in _missing(session, noes) if _is_known_word(noes[key])}
    if not missing:
        return Again()
    people = _people(session, missing)
    for key, address in people.items():
        _to_person(session, address, SuppressionReason(missing[key].reason), actor, now)
    _to_companies(session, missing, actor, now)
    # Saying no to a person says it for their other addresses: those are there by now.
    rest = [missing[key] for key in _missing(session, missing)]
    kept = [no for no in rest if no.kind != SuppressionKind.ACCOUNT]
    _to_keys(session, kept, actor, now)
    told = len(missing) - (len(rest) - len(kept))
    audit.note(session, "noes_said_again", actor=actor, at=now, count=told)
    erased = (address for key, address in people.items() if missing[key].reason == SuppressionReason.ERASED)
    return Again(told, tuple(sorted(erased)))


def _missing(session: Session, noes: Mapping[str, SaidNo]) -> list[str]:
    keys = sorted(noes)
    known: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        known.update(session.exec(select(Suppression.key).where(col(Suppression.key).in_(some))))
    return [key for key in keys if key not in known]


def _is_known_word(no: SaidNo) -> bool:
    return no.kind in set(SuppressionKind) and no.reason in set(SuppressionReason)


def _people(session: Session, missing: Mapping[str, SaidNo]) -> dict[str, str]:
    """The addresses of our contacts under whose keys these stand."""
    addresses = session.exec(select(Contact.address)).all()
    return _under_keys(session, addresses, missing)


def _under_keys(session: Session, values: Iterable[str], missing: Mapping[str, SaidNo]) -> dict[str, str]:
    workspace = workspace_key(session)
    hashed = ((keyed_hash(workspace, "suppression", value), value) for value in values)
    return {key: value for key, value in hashed if key in missing}


def _to_person(session: Session, address: str, reason: SuppressionReason, actor: str, now: datetime) -> None:
    if reason is SuppressionReason.OPTED_OUT:
        # The fact stands at the time of the restore: how it came about at first is forgotten.
        opt_out(session, address, how=How.BY_HAND, actor=actor, now=now, note=_NOTE)
    elif reason in SAID_BY_THEM:
        say_no(session, address, reason=reason, actor=actor, now=now, note=_NOTE)
    else:
        suppress(session, address, reason=reason, actor=actor, now=now, note=_NOTE)


def _to_companies(session: Session, missing: Mapping[str, SaidNo], actor: str, now: datetime) -> None:
    accounts = {account_value(each): each for each in _ids(session.exec(select(Account.id)).all())}
    for key, value in _under_keys(session, accounts, missing).items():
        reason = SuppressionReason(missing[key].reason)
        suppress_account(session, accounts[value], reason=reason, actor=actor, now=now, note=_NOTE)
    domains = session.exec(select(AccountDomain.domain)).all()
    for key, value in _under_keys(session, domains, missing).items():
        reason = SuppressionReason(missing[key].reason)
        suppress(session, value, reason=reason, actor=actor, now=now, note=_NOTE)


def _ids(ids: Iterable[int | None]) -> list[int]:
    return [each for each in ids if each is not None]


def _to_keys(session: Session, noes: list[SaidNo], actor: str, now: datetime) -> None:
    rows = [
        {
            "key": no.key,
            "kind": SuppressionKind(no.kind),
            "value": no.value,
            "reason": SuppressionReason(no.reason),
            "note": no.note or _NOTE,
            "actor": actor,
            "created_at": no.at,
        }
        for no in noes
    ]
    for no in noes:
        noes_beside.said(session, no)
    if rows:
        session.connection().execute(sa.insert(Suppression.__table__), rows)  # type: ignore[attr-defined]
