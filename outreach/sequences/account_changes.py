"""Accounts merged, split, and both undone: who moves, what holds and forbids whom afterwards.

Whatever is done, a no stays a no: of two statuses the stricter survives, a suppression of either account covers both,
a hold holds everybody who might be meant. An undo moves back exactly what was moved; what came since goes where it
belongs: people with the domain of their address, holds and noes to both sides.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit, locks
from outreach.database.events import record
from outreach.prospects import accounts
from outreach.prospects.account_policy import stricter
from outreach.prospects.model import (
    Account,
    AccountChange,
    AccountChangeKind,
    AccountDomain,
    AccountName,
    AccountStatus,
    Contact,
)
from outreach.prospects.suppressing import account_moved
from outreach.sequences import enrolling, moved_accounts
from outreach.sequences.model import Enrollment, EnrollmentEvent, EnrollmentState, Hold

_MERGED_WHY = "their company is one with another, where somebody has answered"
#: Why a run has ended as answered after which nobody else at the company gets a cold mail.
_TALKS = (Intent.RIGHT_PERSON.value, Intent.INTERESTED.value, Intent.QUESTION.value)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a merge, a split or an undo has done, for whoever asked for it."""

    change_id: int
    kept_id: int
    other_id: int
    contacts: int
    domains: tuple[str, ...]
    status: AccountStatus
    #: Cold runs that ended, since somebody at the other company has answered already; or that go on after an undo.
    runs: int = 0


# --- merging ---------------------------------------------------------------------------------------------------------


def merge(
    session: Session,
    kept_id: int,
    other_id: int,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    hold_account: bool = True,
) -> Changed:
    """Two accounts are one company: everything of `other` belongs to `kept` from now on.

    With `hold_account` (the company rule) cold runs at one of them end where somebody at the other has answered.
    Raises Refused.
    """
    locks.forbid(session)
    kept, other = _locked(session, kept_id, other_id)
    people, at_kept = _people(session, other_id), _people(session, kept_id)
    domains = _domains(session, other_id)
    holds = moved_accounts.account_holds(session, other_id)
    stopped = _stop_where_others_talk(session, at_kept, people, now) if hold_account else []
    moved: dict[str, Any] = {
        "contacts": people,
        "domains": sorted(domains),
        "holds": [hold.id for hold in holds],
        "holds_before": [hold.id for hold in moved_accounts.account_holds(session, kept_id)],
        "names": _take_names(session, kept, other),
        "status": {"kept": _status_of(kept), "other": _status_of(other)},
        "stopped": stopped,
    }
    _give_status(kept, other)
    moved["status"]["after"] = _status_of(kept)
    other.merged_into_id = kept_id
    session.add_all((kept, other))
    _move_domains(session, domains, kept_id)
    moved_accounts.move_contacts(session, people, to=kept_id)
    moved_accounts.move_holds(session, _holds(session, moved["holds"]), to=kept_id)
    return _finish(session, AccountChangeKind.MERGE, kept_id, other_id, moved, reason, actor, now)


def _locked(session: Session, kept_id: int, other_id: int) -> tuple[Account, Account]:
    if kept_id == other_id:
        raise Refused("That is one account already.")
    # In the order of their numbers, so that two merges of the same accounts never wait for one another.
    by_id = {
        each: session.get_one(Account, each, with_for_update=True, populate_existing=True)
        for each in sorted((kept_id, other_id))
    }
    for each in by_id.values():
        if each.merged_into_id is not None:
            raise Refused(f"Account {each.id} is part of account {each.merged_into_id} already.")
    return by_id[kept_id], by_id[other_id]


def _give_status(kept: Account, other: Account) -> None:
    """Of two statuses the stricter survives, with its reason and since when it is so."""
    if stricter(kept.status, other.status) is not kept.status:
        kept.status, kept.status_since = other.status, other.has_status_since
        kept.status_why = other.status_why or f"account {other.id} had it"
    elif kept.status is other.status:
        kept.status_since = max(kept.has_status_since, other.has_status_since)
    kept.name = kept.name or other.name


def _take_names(session: Session, kept: Account, other: Account) -> list[int]:
    """The names of `other` are names of `kept`; the numbers of those that it did not have."""
    assert kept.id is not None
    assert other.id is not None
    known = session.exec(select(AccountName).where(AccountName.account_id == other.id)).all()
    named = [(each.name, each.takes_newcomers) for each in known]
    named += [(other.name, False)] if other.name else []
    new = [accounts.add_name(session, kept.id, name, takes_newcomers=takes) for name, takes in named]
    return [each for each in new if each is not None]


def _stop_where_others_talk(
    session: Session, at_kept: list[int], at_other: list[int], now: datetime
) -> list[dict[str, Any]]:
    """End the cold runs at each of the two where somebody at the other has answered; which, and what was next."""
    stopped = []
    for talking, asked in ((at_kept, at_other), (at_other, at_kept)):
        if not _has_answered(session, talking):
            continue
        for run in moved_accounts.runs_under_way(session, asked):
            before = {"run": run.id, "due_at": None if run.due_at is None else run.due_at.isoformat()}
            if enrolling.end(session, run, EnrollmentEvent.STOPPED, why=_MERGED_WHY, now=now):
                stopped.append(before)
    return stopped


def _has_answered(session: Session, people: Collection[int]) -> bool:
    """Whether somebody there is in talks with us, has named a colleague, or has said no for good (decision 4)."""
    answered = sa.and_(
        col(Enrollment.state) == EnrollmentState.ANSWERED, col(Enrollment.ended_why).in_(_TALKS)
    )
    others = col(Enrollment.state).in_((EnrollmentState.REFERRED, EnrollmentState.OPTED_OUT))
    found = select(Enrollment.id).where(col(Enrollment.contact_id).in_(people), sa.or_(answered, others))
    return session.exec(found).first() is not None


# --- splitting -------------------------------------------------------------------------------------------------------


def split(
    session: Session,
    account_id: int,
    domain: str,
    *,
    actor: str,
    now: datetime,
    name: str = "",
    reason: str = "",
) -> Changed:
    """Whoever has an address at `domain` is another company: an account of its own, as strict as this one.

    Raises Refused where the domain is none of the account's, or nothing would stay.
    """
    locks.forbid(session)
    kept = session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    domain = accounts.company_domain(domain)
    domains = _domains(session, account_id)
    if domain not in domains:
        raise Refused(
            f"{domain} is no domain of account {account_id}. It has: {', '.join(sorted(domains)) or 'none'}."
        )
    people = accounts.contacts_at(session, account_id, {domain})
    if len(domains) == 1 and len(people) == len(_people(session, account_id)):
        raise Refused(f"Nothing of account {account_id} would stay: {domain} is all of it.")
    other = Account(
        name=name,
        status=kept.status,
        status_since=kept.has_status_since,
        status_why=kept.status_why,
        created_at=now,
    )
    session.add(other)
    session.flush()
    assert other.id is not None
    other_id = other.id
    holds = moved_accounts.account_holds(session, account_id)
    moved: dict[str, Any] = {
        "contacts": people,
        "domains": [domain],
        "copies": dict(
            zip(
                map(str, moved_accounts.copy_holds(session, holds, to=other_id)),
                [hold.id for hold in holds],
                strict=True,
            )
        ),
        "status": {"kept": _status_of(kept)},
    }
    _move_domains(session, {domain}, other_id)
    moved_accounts.move_contacts(session, people, to=other_id)
    return _finish(session, AccountChangeKind.SPLIT, account_id, other_id, moved, reason, actor, now)


# --- undoing ---------------------------------------------------------------------------------------------------------


def newest_change(session: Session, account_id: int | None = None) -> AccountChange:
    """The last merge or split that stands, of one account or of all. Raises NotFound."""
    asked = select(AccountChange).where(col(AccountChange.undone_at).is_(None))
    if account_id is not None:
        asked = asked.where(_touches(account_id))
    found = session.exec(asked.order_by(col(AccountChange.id).desc())).first()
    if found is None:
        raise NotFound("There is no merge or split to undo.")
    return found


def undo(session: Session, change_id: int, *, actor: str, now: datetime) -> Changed:
    """Take a merge or a split back. Raises Refused where a later one has to be undone first."""
    locks.forbid(session)
    change = session.get(AccountChange, change_id, with_for_update=True, populate_existing=True)
    if change is None:
        raise NotFound(f"There is no merge or split {change_id}.")
    if change.undone_at is not None:
        raise Refused(f"{change.kind.value.capitalize()} {change_id} was undone already.")
    later = newest_change(session, change.kept_id), newest_change(session, change.other_id)
    newest = max(each.id or 0 for each in later)
    if newest != change_id:
        raise Refused(f"{newest} came after it: undo that first, `outreach accounts undo --change {newest}`.")
    kept = session.get_one(Account, change.kept_id, with_for_update=True, populate_existing=True)
    other = session.get_one(Account, change.other_id, with_for_update=True, populate_existing=True)
    people, runs = (
        _undo_merge(session, change, kept, other, now)
        if change.kind is AccountChangeKind.MERGE
        else _undo_split(session, change, kept, other)
    )
    change.undone_at = now
    session.add(change)
    account_moved(session, change.kept_id, change.other_id, actor=actor, now=now)
    moved_accounts.settle(session, (change.kept_id, change.other_id), now)
    _tell(session, Happened.ACCOUNT_CHANGE_UNDONE, "account_change_undone", change, actor=actor, now=now)
    domains = tuple(change.moved["domains"])
    status = session.get_one(Account, change.kept_id).status
    return Changed(change_id, change.kept_id, change.other_id, len(people), domains, status, runs)


def _undo_merge(
    session: Session, change: AccountChange, kept: Account, other: Account, now: datetime
) -> tuple[list[int], int]:
    moved, kept_id, other_id = change.moved, change.kept_id, change.other_id
    domains = set(moved["domains"]) & _domains(session, kept_id)
    still = set(_people(session, kept_id))
    people = (set(moved["contacts"]) & still) | set(accounts.contacts_at(session, kept_id, domains))
    since = [
        hold
        for hold in moved_accounts.account_holds(session, kept_id)
        if hold.id not in {*moved["holds"], *moved["holds_before"]}
    ]
    _restore_status(kept, other, moved["status"])
    other.merged_into_id = None
    session.add_all((kept, other))
    _move_domains(session, domains, other_id)
    moved_accounts.move_contacts(session, people, to=other_id)
    moved_accounts.move_holds(session, _holds(session, moved["holds"]), to=other_id)
    # Whom of the two a hold of the time in between is about, nobody knows for sure: it holds both.
    moved_accounts.copy_holds(session, since, to=other_id)
    for name in session.exec(select(AccountName).where(col(AccountName.id).in_(moved["names"]))).all():
        session.delete(name)
    return sorted(people), _go_on(session, moved["stopped"], now)


def _undo_split(
    session: Session, change: AccountChange, kept: Account, other: Account
) -> tuple[list[int], int]:
    """The part that was taken out comes back, with whoever has come to it since."""
    people, domains = _people(session, change.other_id), _domains(session, change.other_id)
    originals = {hold.id for hold in moved_accounts.account_holds(session, change.kept_id)}
    for hold in moved_accounts.account_holds(session, change.other_id):
        if change.moved["copies"].get(str(hold.id)) in originals:
            session.delete(hold)
    session.flush()
    _give_status(kept, other)
    _take_names(session, kept, other)
    other.merged_into_id = change.kept_id
    session.add_all((kept, other))
    _move_domains(session, domains, change.kept_id)
    moved_accounts.move_contacts(session, people, to=change.kept_id)
    moved_accounts.move_holds(
        session, moved_accounts.account_holds(session, change.other_id), to=change.kept_id
    )
    return people, 0


def _restore_status(kept: Account, other: Account, status: dict[str, dict[str, str]]) -> None:
    """Each has its own again; what was said of them as one since then holds for both, where it is stricter."""
    said = _status_of(kept)
    own = _status_from(status["other"])
    if said["status"] in (status["after"]["status"], own[0].once_mailed.value):
        _set_status(other, *own)
    elif stricter(own[0], kept.status) is kept.status:
        _set_status(other, kept.status, kept.has_status_since, kept.status_why)
    else:
        _set_status(other, *own)
    if said == status["after"]:
        _set_status(kept, *_status_from(status["kept"]))


def _go_on(session: Session, stopped: Iterable[dict[str, Any]], now: datetime) -> int:
    """Runs that the merge had ended go on, where nothing else has ended them since; how many."""
    count = 0
    for each in stopped:
        run = session.get(Enrollment, each["run"], with_for_update=True, populate_existing=True)
        if run is not None and run.state is EnrollmentState.STOPPED and run.ended_why == _MERGED_WHY:
            due_at = now if each["due_at"] is None else max(now, datetime.fromisoformat(each["due_at"]))
            moved_accounts.go_on_again(session, run, due_at)
            count += 1
    return count


# --- what they share -------------------------------------------------------------------------------------------------


def _finish(
    session: Session,
    kind: AccountChangeKind,
    kept_id: int,
    other_id: int,
    moved: dict[str, Any],
    reason: str,
    actor: str,
    now: datetime,
) -> Changed:
    change = AccountChange(
        kind=kind, kept_id=kept_id, other_id=other_id, moved=moved, actor=actor, reason=reason, at=now
    )
    session.add(change)
    session.flush()
    account_moved(session, kept_id, other_id, actor=actor, now=now)
    moved_accounts.settle(session, (kept_id, other_id), now)
    happened, noted = _WORDS[kind]
    _tell(session, happened, noted, change, actor=actor, now=now)
    status = session.get_one(Account, kept_id).status
    domains, runs = tuple(moved["domains"]), len(moved.get("stopped", ()))
    return Changed(change.id or 0, kept_id, other_id, len(moved["contacts"]), domains, status, runs)


_WORDS = {
    AccountChangeKind.MERGE: (Happened.ACCOUNTS_MERGED, "accounts_merged"),
    AccountChangeKind.SPLIT: (Happened.ACCOUNT_SPLIT, "account_split"),
}


def _tell(
    session: Session, happened: Happened, noted: str, change: AccountChange, *, actor: str, now: datetime
) -> None:
    said = {"change": change.id, "other": change.other_id, "contacts": len(change.moved["contacts"])}
    record(session, happened, now, account_id=change.kept_id, actor=actor, **said)
    subject = accounts.subject_of(change.kept_id)
    audit.note(session, noted, actor=actor, at=now, subject=subject, reason=change.reason, **said)


def _touches(account_id: int) -> Any:
    return sa.or_(col(AccountChange.kept_id) == account_id, col(AccountChange.other_id) == account_id)


def _people(session: Session, account_id: int) -> list[int]:
    asked = select(Contact.id).where(Contact.account_id == account_id).order_by(col(Contact.id))
    return [each for each in session.exec(asked).all() if each is not None]


def _domains(session: Session, account_id: int) -> set[str]:
    asked = select(AccountDomain.domain).where(AccountDomain.account_id == account_id)
    return set(session.exec(asked).all())


def _move_domains(session: Session, domains: Iterable[str], to: int) -> None:
    for domain in sorted(domains):
        row = session.get_one(AccountDomain, domain)
        row.account_id = to
        session.add(row)
    session.flush()


def _holds(session: Session, ids: Collection[int]) -> list[Hold]:
    return list(session.exec(select(Hold).where(col(Hold.id).in_(ids)).order_by(col(Hold.id))).all())


def _status_of(account: Account) -> dict[str, str]:
    since = account.has_status_since.isoformat()
    return {"status": account.status.value, "since": since, "why": account.status_why}


def _status_from(kept: dict[str, str]) -> tuple[AccountStatus, datetime, str]:
    return AccountStatus(kept["status"]), datetime.fromisoformat(kept["since"]), kept["why"]


def _set_status(account: Account, status: AccountStatus, since: datetime, why: str) -> None:
    account.status, account.status_since, account.status_why = status, since, why
