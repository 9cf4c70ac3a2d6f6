"""A mailroom in which companies turn out to be one, or two."""

from sqlmodel import Session, col, select

from outreach.database.engine import Database
from outreach.prospects import accounts
from outreach.prospects.model import Account, AccountDomain, AccountStatus, Contact
from outreach.sending.model import OutboundMessage
from outreach.sequences import account_changes
from outreach.sequences.account_changes import Changed
from outreach.sequences.model import Enrollment, Task
from tests.support.mailroom import Mailroom


class Companies(Mailroom):
    """Merges, splits and undoes, each in a committed unit of work; accounts are named by an address there."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)

    def account_id(self, address: str) -> int:
        return self.contact(address).account_id

    def merge(self, kept: str, other: str) -> Changed:
        """The company of `other` becomes a part of that of `kept`."""
        ids = self.account_id(kept), self.account_id(other)
        return self.do(account_changes.merge, *ids, actor="rita", now=self.now)

    def split(self, address: str, domain: str) -> Changed:
        return self.do(account_changes.split, self.account_id(address), domain, actor="rita", now=self.now)

    def undo(self, change: Changed | None = None) -> Changed:
        """The newest change, or this one."""

        def unit(session: Session) -> Changed:
            number = account_changes.newest_change(session).id if change is None else change.change_id
            return account_changes.undo(session, number or 0, actor="rita", now=self.now)

        return self.do(unit)

    def give(self, address: str, status: AccountStatus) -> None:
        """What the company is to us from now on."""
        self.do(accounts.rate, self.account_id(address), status, actor="rita", now=self.now)

    def account(self, account_id: int) -> Account:
        with self.database.reading() as session:
            return session.get_one(Account, account_id)

    def belongs(self) -> dict[str, int]:
        """Every domain and every address, with its account."""
        with self.database.reading() as session:
            domains = session.exec(select(AccountDomain.domain, AccountDomain.account_id)).all()
            people = session.exec(select(Contact.address, Contact.account_id)).all()
        return dict(domains) | dict(people)

    def strays(self) -> list[tuple[str, int | None]]:
        """Rows about a contact that stand under another account than the contact does; there are never any."""
        found: list[tuple[str, int | None]] = []
        with self.database.reading() as session:
            for table in (Enrollment, OutboundMessage, Task):
                rows = session.exec(
                    select(table.id)
                    .join(Contact, col(Contact.id) == col(table.contact_id))
                    .where(col(table.account_id) != col(Contact.account_id))
                ).all()
                found += [(table.__tablename__, row) for row in rows]
        return found
