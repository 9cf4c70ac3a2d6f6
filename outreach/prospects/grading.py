"""The ideal customer profile in the database: versions by digest, somebody's grade, and the share of fits on a list."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.prospects.ideal_customer import Fit, Grade, Letter, Profile, facts_of, grade
from outreach.prospects.model import Account, Contact, IdealCustomerVersion, Prospect

#: Contacts read at once: a list may have a million.
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """A profile with its version in the database: what a grade is kept with."""

    version_id: int
    version: int
    profile: Profile


@dataclass(slots=True)
class Shares:
    """How the people of a list fit. `missing` counts, by field, those whose value there is not known."""

    letters: Counter[Letter] = field(default_factory=Counter)
    #: Who would be a fit if what is missing turned out well.
    could_fit: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.letters.total()

    def of(self, fit: Fit) -> int:
        return sum(count for letter, count in self.letters.items() if letter.fit is fit)

    @property
    def share_of_fits(self) -> float | None:
        """From 0 to 1; None of an empty list."""
        return self.of(Fit.FIT) / self.total if self.total else None

    def add(self, graded: Grade) -> None:
        self.letters[graded.letter] += 1
        self.missing.update(graded.missing)
        self.could_fit += graded.fit is not Fit.FIT and graded.best.fit is Fit.FIT


def keep(session: Session, profile: Profile, now: datetime) -> KeptProfile:
    """The version that holds exactly this profile: the one there is, or the next one."""
    digest = profile.digest
    known = session.exec(select(IdealCustomerVersion).where(IdealCustomerVersion.digest == digest)).first()
    if known is None:
        newest = session.exec(select(sa.func.max(IdealCustomerVersion.version))).one()
        known = IdealCustomerVersion(
            version=(newest or 0) + 1, digest=digest, profile=profile.to_json(), created_at=now
        )
        session.add(known)
        session.flush()
    assert known.id is not None
    return KeptProfile(known.id, known.version, profile)


def version_of(session: Session, profile: Profile) -> int | None:
    """The number of the version that holds this profile; None where nobody was graded by it for keeps."""
    asked = select(IdealCustomerVersion.version).where(IdealCustomerVersion.digest == profile.digest)
    return session.exec(asked).first()


def grade_contact(profile: Profile, contact: Contact, account: Account) -> Grade:
    """How well somebody fits as they are known at this moment."""
    return grade(profile, facts_of(contact, account))


def shares(session: Session, profile: Profile, *, list_id: int | None = None) -> Shares:
    """How the people of a list fit, or everybody whom we know, some thousand at a time."""
    found = Shares()
    after = 0
    while rows := session.execute(_people(list_id, after)).all():
        for contact, account in rows:
            found.add(grade_contact(profile, contact, account))
        after = rows[-1][0].id
        # They were only read: a million of them need not be remembered.
        session.expunge_all()
    return found


def _people(list_id: int | None, after: int) -> sa.Select[Contact, Account]:
    statement = (
        sa.select(Contact, Account)
        .join(Account, col(Account.id) == col(Contact.account_id))
        .where(col(Contact.id) > after)
        .order_by(col(Contact.id))
        .limit(_AT_ONCE)
    )
    if list_id is None:
        return statement
    return statement.join(Prospect, col(Prospect.contact_id) == col(Contact.id)).where(
        col(Prospect.list_id) == list_id
    )
