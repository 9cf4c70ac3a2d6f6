"""The no in the database: written down, asked for, taken back. It outlives whatever else is known of a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of, registrable_domain
from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database import audit, locks, noes_beside
from outreach.database.columns import UtcDateTime
from outreach.database.events import record, record_many
from outreach.database.statements import among
from outreach.database.workspace import workspace_key
from outreach.prospects.model import (
    Account,
    AccountDomain,
    Contact,
    OtherAddress,
    Suppression,
    SuppressionKind,
    SuppressionReason,
)
from outreach.prospects.suppression import (
    ERASED_DOMAIN,
    SAID_BY_THEM,
    No,
    account_key,
    account_value,
    erased_address,
    outweighs,
    suppressible,
    suppression_key,
    suppression_keys,
)

# --- writing it down -------------------------------------------------------------------------------------------------


def suppress(
    session: Session, text: str, *, reason: SuppressionReason, actor: str, now: datetime, note: str = ""
) -> bool:
    """Write down a no, for ever. True if it was new. Raises NotAnAddress.

    Whoever says no, says it for every address of theirs that we have learned; a dead address is one alone.
    """
    locks.forbid(session)
    kind, value = suppressible(text)
    values = [value]
    if kind is SuppressionKind.ADDRESS and reason is not SuppressionReason.BOUNCED:
        values += addresses_beside(session, [value])
    new = [_write(session, No(kind, each, reason, note), actor=actor, now=now) for each in values]
    if new[0] and not (reason is SuppressionReason.BOUNCED and actor == "daemon"):
        _note(session, "suppressed", kind, value, actor=actor, now=now, reason=reason.value)
    return new[0]


def suppress_account(
    session: Session, account_id: int, *, reason: SuppressionReason, actor: str, now: datetime, note: str = ""
) -> bool:
    """The same for a company: its domains, its people at whatever address, and whoever is added to it later."""
    locks.forbid(session)
    session.get_one(Account, account_id)
    no = No(SuppressionKind.ACCOUNT, account_value(account_id), reason, note)
    if not _write(session, no, actor=actor, now=now):
        return False
    _note(session, "suppressed", no.kind, no.value, actor=actor, now=now, reason=reason.value)
    return True


def suppress_many(session: Session, noes: Sequence[No], *, actor: str, now: datetime) -> int:
    """Write down a batch, as `suppress` does one by one; how many were new. The caller notes it in the audit."""
    locks.forbid(session)
    key = workspace_key(session)
    stronger: dict[str, No] = {}
    for no in _with_those_beside(session, noes):
        each = suppression_key(key, no.value)
        if each not in stronger or outweighs(no.reason, stronger[each].reason):
            stronger[each] = no
    reasons = dict(session.execute(_REASONS, {"keys": list(stronger)}).all())
    rows = [
        {
            "key": each,
            "kind": no.kind,
            "value": no.value,
            "reason": no.reason,
            "note": no.note,
            "actor": actor,
            "created_at": now,
        }
        for each, no in stronger.items()
    ]
    new = [row for row in rows if row["key"] not in reasons]
    changed = [
        {"its_key": row["key"], **{name: row[name] for name in ("reason", "note", "actor")}}
        for row in rows
        if row["key"] in reasons and outweighs(stronger[str(row["key"])].reason, reasons[str(row["key"])])
    ]
    if new:
        session.connection().execute(_INSERT, new)
        for row in new:
            _keep_beside(session, str(row["key"]), stronger[str(row["key"])], now)
    if reasons:
        _say_again(session, list(reasons), "", now)
    if changed:
        session.connection().execute(_CHANGE, changed)
    facts = [
        {"at": now, "actor": actor, "details": {"scope": row["kind"], "reason": row["reason"]}} for row in new
    ]
    record_many(session, Happened.SUPPRESSED, facts)
    return len(new)


def _write(session: Session, no: No, *, actor: str, now: datetime) -> bool:
    key = suppression_key(workspace_key(session), no.value)
    known = session.execute(_NOES, {"keys": [key]}).scalars().first()
    if known is None:
        known = Suppression(key=key, kind=no.kind, value=no.value, reason=no.reason, created_at=now)
    elif not outweighs(no.reason, known.reason):
        _say_again(session, [key], no.note, now)
        session.expire(known)
        return False
    # What was erased stays so: `value` and the note are not written a second time.
    is_erased = known.value is None
    known.reason, known.actor, known.note = no.reason, actor, "" if is_erased else no.note
    session.add(known)
    session.flush()
    _keep_beside(session, key, no, now)
    record(session, Happened.SUPPRESSED, now, actor=actor, scope=no.kind.value, reason=no.reason.value)
    return True


def _keep_beside(session: Session, key: str, no: No, now: datetime) -> None:
    noes_beside.said(session, noes_beside.SaidNo(key, no.kind.value, no.reason.value, now))


def _say_again(session: Session, keys: Sequence[str], note: str, now: datetime) -> None:
    """Mark a no that came of a reply and is said again: whoever undoes the decision on that reply must see it."""
    said = {"keys": list(keys), "note": note, "again": f"{_AGAIN}{now:%Y-%m-%d}", "now": now}
    session.connection().execute(_MARK_AGAIN, said)


def addresses_beside(session: Session, addresses: Iterable[str]) -> list[str]:
    """The other addresses of the people who have these."""
    asked = set(addresses)
    beside = {each for others in _beside(session, asked).values() for each in others}
    return sorted(beside - asked)


def _beside(session: Session, addresses: Iterable[str]) -> dict[str, set[str]]:
    """By address, what else the same person writes from. Of one that several share, nobody is told."""
    asked = sorted(set(addresses))
    if not asked or session.execute(_ANY_OTHER).first() is None:
        return {}
    found: dict[str, set[str]] = {}
    owner: dict[str, str] = {}
    for other, address, sharing in session.execute(_BEHIND, {"addresses": asked}).all():
        if sharing == 1:
            found.setdefault(other, set()).add(address)
            owner[address] = other
    people = sorted({*asked, *owner})
    for address, other in session.execute(_BESIDE, {"addresses": people}).all():
        found.setdefault(address, set()).add(other)
        if address in owner:
            found[owner[address]].add(other)
    return {address: others - {address} for address, others in found.items()}


def _with_those_beside(session: Session, noes: Sequence[No]) -> list[No]:
    """These noes, and those to whatever else the same people write from."""
    personal = [
        no for no in noes if no.kind is SuppressionKind.ADDRESS and no.reason is not SuppressionReason.BOUNCED
    ]
    beside = _beside(session, [no.value for no in personal])
    others = [No(no.kind, other, no.reason, no.note) for no in personal for other in beside.get(no.value, ())]
    return [*noes, *others]


# --- what happens to people and companies afterwards -----------------------------------------------------------------


def carry(session: Session, from_address: str, to_address: str, *, actor: str, now: datetime) -> bool:
    """Somebody has, or is, another address: their no is a no there too. True if one was written down.

    For an address that is learned, edited, or merged with another. A dead address says nothing about the next.
    """
    key = workspace_key(session)
    known = next(iter(_found(session, [suppression_key(key, from_address)])), None)
    if known is None or known.reason is SuppressionReason.BOUNCED:
        return False
    locks.forbid(session)
    return _write(
        session, No(SuppressionKind.ADDRESS, to_address, known.reason, known.note), actor=actor, now=now
    )


def account_moved(
    session: Session, from_id: int, to_id: int, *, actor: str = "daemon", now: datetime
) -> bool:
    """Two accounts became one, or one became two: a no to either is a no to both. True if one was written down.

    Both keep it, so that a mail which was claimed for the one is refused when it belongs to the other by now.
    """
    key = workspace_key(session)
    rows = {row.value: row for row in _found(session, [account_key(key, each) for each in (from_id, to_id)])}
    # What they have said themselves is that of both, whatever was known of the other.
    known = min(rows.values(), key=lambda row: row.reason not in SAID_BY_THEM, default=None)
    if known is None:
        return False
    weaker = [
        value
        for value in map(account_value, (from_id, to_id))
        if value not in rows or outweighs(known.reason, rows[value].reason)
    ]
    if not weaker:
        return False
    locks.forbid(session)
    (value,) = weaker
    return _write(session, No(SuppressionKind.ACCOUNT, value, known.reason, known.note), actor=actor, now=now)


def keep_hash_only(session: Session, address: str, *, actor: str, now: datetime) -> None:
    """For an erasure: the address itself goes, the no stays, and is written down where there was none.

    From then on nobody who only holds the database can say whose it is; asked about the address, it still answers.
    """
    locks.forbid(session)
    key = suppression_key(workspace_key(session), address)
    _write(session, No(SuppressionKind.ADDRESS, address, SuppressionReason.ERASED, ""), actor=actor, now=now)
    session.execute(
        sa.update(Suppression)
        .where(col(Suppression.key) == key)
        .values(value=None, note="")
        .execution_options(synchronize_session="fetch")
    )
    # Whoever was erased stays in the database under a number, at an address to which nothing must ever go.
    domain = No(SuppressionKind.DOMAIN, ERASED_DOMAIN, SuppressionReason.ERASED, "stands for erased people")
    _write(session, domain, actor=actor, now=now)


# --- taking it back --------------------------------------------------------------------------------------------------


def unsuppress(
    session: Session, text: str, *, actor: str, why: str, now: datetime, they_asked: bool = False
) -> None:
    """Take a no back; who did it and why stays in the audit. Nothing in the program does this by itself.

    What the recipient said, only the recipient takes back: `they_asked` is the person's word that they did. Raises
    NotFound, and Refused.
    """
    kind, value = suppressible(text)
    _take_back(session, kind, value, actor=actor, why=why, now=now, they_asked=they_asked)
    if kind is SuppressionKind.ADDRESS:
        _be_known_again(session, value)


def unsuppress_account(
    session: Session, account_id: int, *, actor: str, why: str, now: datetime, they_asked: bool = False
) -> None:
    """The same for a company."""
    _take_back(
        session,
        SuppressionKind.ACCOUNT,
        account_value(account_id),
        actor=actor,
        why=why,
        now=now,
        they_asked=they_asked,
    )


def _take_back(
    session: Session,
    kind: SuppressionKind,
    value: str,
    *,
    actor: str,
    why: str,
    now: datetime,
    they_asked: bool,
) -> None:
    # Who says no at this moment would find theirs standing, and it would be gone with our commit.
    locks.forbid(session)
    key = suppression_key(workspace_key(session), value)
    found = session.execute(_NOES, {"keys": [key]}).scalars().first()
    if found is None:
        raise NotFound(f"{value} is not suppressed.")
    if value == ERASED_DOMAIN:
        raise Refused(f"{value} stands for people who were erased: it stays suppressed.")
    if not why.strip():
        raise Refused(
            f"{value} is suppressed ({found.reason.value}): taking that back needs a reason, --reason TEXT."
        )
    if found.reason in SAID_BY_THEM and not they_asked:
        raise Refused(
            f"{value} said no themselves ({found.reason.value}, {found.created_at:%Y-%m-%d}): only they can take "
            "that back. If they did, say so with --they-asked, and in --reason when and how."
        )
    session.delete(found)
    session.flush()
    noes_beside.taken_back(session, key)
    record(session, Happened.UNSUPPRESSED, now, actor=actor, scope=kind.value, reason=found.reason.value)
    said = {"reason": found.reason.value, "they_asked": they_asked}
    # The reason as it was given may name the person: it is the record's, so it is kept without their address.
    _note(session, "unsuppressed", kind, value, actor=actor, now=now, why=why.replace(value, "…"), **said)


def _be_known_again(session: Session, address: str) -> None:
    """Somebody who was erased wants mail again: what they were sent before is theirs once more, so that it is not
    sent a second time."""
    stub = erased_address(workspace_key(session), address)
    contact = session.exec(select(Contact).where(Contact.address == stub)).first()
    if contact is not None:
        contact.address = address
        session.add(contact)
        session.flush()


# --- asking ----------------------------------------------------------------------------------------------------------


def suppression_of(session: Session, address: str) -> Suppression | None:
    """The no that keeps us from writing to this address, if there is one: what they said themselves first."""
    found = _found(session, keys_of(session, [address])[address])
    return min(found, key=lambda row: (row.reason not in SAID_BY_THEM, row.id), default=None)


def suppressions_of(session: Session, addresses: Iterable[str]) -> dict[str, SuppressionReason]:
    """Who of them is suppressed, and why; the others are left out."""
    keys_by_address = keys_of(session, addresses)
    asked = sorted({each for keys in keys_by_address.values() for each in keys})
    if not asked:
        return {}
    reasons = dict(session.execute(_REASONS, {"keys": asked}).all())
    found = (
        (address, [reasons[each] for each in keys if each in reasons])
        for address, keys in keys_by_address.items()
    )
    return {address: noes[0] for address, noes in found if noes}


def suppressed_among(session: Session, keys: Iterable[str]) -> bool:
    """Whether any of these keys (see `keys_of`) is suppressed."""
    return session.execute(_REASONS, {"keys": list(keys)}).first() is not None


def keys_of(session: Session, addresses: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every key under which a no to each of these addresses may stand, its company's included."""
    key = workspace_key(session)
    asked = list(dict.fromkeys(addresses))
    accounts = _accounts_of(session, asked)
    return {
        address: suppression_keys(key, address)
        + tuple(account_key(key, each) for each in accounts.get(address, ()))
        for address in asked
    }


def is_account_suppressed(session: Session, account_id: int) -> bool:
    """Whether nobody at this account is written to."""
    return suppressed_among(session, [account_key(workspace_key(session), account_id)])


def _accounts_of(session: Session, addresses: Sequence[str]) -> dict[str, set[int]]:
    """To which companies these addresses belong, by their domain and as people whom we know."""
    # Few workspaces have such an entry: the others need not look.
    if session.execute(_ANY_ACCOUNT).first() is None:
        return {}
    domains = {address: registrable_domain(domain_of(address)) for address in addresses}
    by_domain = dict(session.execute(_BY_DOMAIN, {"domains": sorted(set(domains.values()))}).all())
    by_contact = dict(session.execute(_BY_CONTACT, {"addresses": list(addresses)}).all())
    return {
        address: {each for each in (by_domain.get(domains[address]), by_contact.get(address)) if each}
        for address in addresses
    }


def _found(session: Session, keys: Iterable[str]) -> list[Suppression]:
    return list(session.execute(_NOES, {"keys": list(keys)}).scalars())


def _note(
    session: Session,
    action: str,
    kind: SuppressionKind,
    value: str,
    *,
    actor: str,
    now: datetime,
    **said: Any,
) -> None:
    names = {SuppressionKind.DOMAIN: f"domain:{value}", SuppressionKind.ACCOUNT: value}
    subject = names.get(kind) or audit.subject_of(session, value)
    audit.note(session, action, actor=actor, at=now, subject=subject, scope=kind.value, **said)


_NOES = select(Suppression).where(among(col(Suppression.key), "keys")).order_by(col(Suppression.id))
_REASONS = sa.select(col(Suppression.key), col(Suppression.reason)).where(among(col(Suppression.key), "keys"))
_INSERT = sa.insert(Suppression.__table__)  # type: ignore[attr-defined]
_CHANGE = (
    sa.update(Suppression.__table__)  # type: ignore[attr-defined]
    .where(col(Suppression.key) == sa.bindparam("its_key"))
    .values(reason=sa.bindparam("reason"), note=sa.bindparam("note"), actor=sa.bindparam("actor"))
)
#: How the note of a no begins that came of a reply, and what is put behind it once.
_OF_A_REPLY, _AGAIN = "inbound message ", "; said again on "
_MARK_AGAIN = (
    sa.update(Suppression.__table__)  # type: ignore[attr-defined]
    .where(
        among(col(Suppression.key), "keys"),
        col(Suppression.note).startswith(_OF_A_REPLY),
        ~col(Suppression.note).contains(_AGAIN),
        # Of one person's addresses each is written by the same word.
        col(Suppression.note) != sa.bindparam("note"),
        col(Suppression.created_at) < sa.bindparam("now", type_=UtcDateTime()),
    )
    .values(note=col(Suppression.note).concat(sa.bindparam("again", type_=sa.String())))
)
_ANY_ACCOUNT = sa.select(sa.literal(1)).where(col(Suppression.kind) == SuppressionKind.ACCOUNT).limit(1)
_ANY_OTHER = sa.select(sa.literal(1)).select_from(OtherAddress).limit(1)
_BY_DOMAIN = sa.select(col(AccountDomain.domain), col(AccountDomain.account_id)).where(
    among(col(AccountDomain.domain), "domains")
)
_BY_CONTACT = sa.select(col(Contact.address), col(Contact.account_id)).where(
    among(col(Contact.address), "addresses")
)
#: The other addresses of contacts, by their own.
_BESIDE = (
    sa.select(col(Contact.address), col(OtherAddress.address))
    .join(OtherAddress, col(OtherAddress.contact_id) == col(Contact.id))
    .where(among(col(Contact.address), "addresses"))
)
#: Whose other address it is, and how many share it.
_BEHIND = (
    sa.select(
        col(OtherAddress.address),
        sa.func.min(col(Contact.address)),
        sa.func.count(sa.distinct(col(OtherAddress.contact_id))),
    )
    .join(Contact, col(Contact.id) == col(OtherAddress.contact_id))
    .where(among(col(OtherAddress.address), "addresses"))
    .group_by(col(OtherAddress.address))
)
