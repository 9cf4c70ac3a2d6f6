"""Other addresses of people whom we wrote to: learned from answers that prove themselves, never guessed."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import domain_of, is_free_mail, is_role_address
from outreach.database.statements import among, insert_if_absent
from outreach.inbox.answerable_mails import last_mail_to
from outreach.inbox.model import InboundMessage
from outreach.inbox.same_person import Known, is_same_person, main_local, spellings
from outreach.prospects import suppressing
from outreach.prospects.model import Contact, OtherAddress
from outreach.prospects.service import account_at_domain, contact_at

#: Contacts of one account that are looked through.
_MOST_COLLEAGUES = 2_000


def learn(
    session: Session, inbound: InboundMessage, contact: Contact, sender_name: str, now: datetime
) -> bool:
    """Keep the sender's address as another one of `contact`, if it is; whether it is.

    The caller has made sure that the message answers our mail to `contact` by its Message-ID, or by a person's
    word. An address that we write to by itself is somebody of their own.
    """
    address = inbound.sender_address
    if not address or address == contact.address or _is_written_to(session, address):
        return False
    known = Known(contact.address, contact.name or f"{contact.given_name} {contact.family_name}".strip())
    same_account = account_at_domain(session, address) == contact.account_id
    if not is_same_person(known, address, sender_name, same_account=same_account):
        return False
    insert_if_absent(
        session,
        OtherAddress,
        address=address,
        contact_id=contact.id,
        inbound_id=inbound.id,
        learned_at=now,
    )
    # Whoever has said no before must not be written to there either.
    suppressing.carry(session, contact.address, address, actor="daemon", now=now)
    return True


def people_at(session: Session, address: str) -> list[Contact]:
    """Who has been learned to write from this address: several, where it is shared."""
    ids = session.connection().execute(_LEARNED, {"address": address}).scalars().all()
    return [session.get_one(Contact, contact_id) for contact_id in ids]


_LEARNED = (
    sa.select(col(OtherAddress.contact_id))
    .where(col(OtherAddress.address) == sa.bindparam("address"))
    .order_by(col(OtherAddress.contact_id))
)


def person_behind(session: Session, address: str, account_id: int | None) -> Contact | None:
    """Whose other address this is: the one contact who was learned, else the one whose mailbox it must be.

    `account_id` is the account at whose domain it is. None where nobody is, or several are: nothing is guessed.
    """
    known = people_at(session, address)
    if known:
        return known[0] if len(known) == 1 else None
    return None if is_role_address(address) else _by_its_form(session, address, account_id)


def _by_its_form(session: Session, address: str, account_id: int | None) -> Contact | None:
    """The one contact whom we wrote to at the same mailbox (`ana+x@`), or under the same name at the same account."""
    local = main_local(address)
    if account_id is not None:
        asked: dict[str, object] = {"account": account_id, "local": local}
        rows = session.connection().execute(_AT_ACCOUNT, asked).all()
    elif is_free_mail(domain_of(address)):
        rows = session.connection().execute(_SPELLED, {"spellings": spellings(address)}).all()
    else:
        # Whoever has an address at a domain of their own has an account.
        return None
    alike = [contact_id for contact_id, known in rows if main_local(known) == local]
    written_to = [each for each in alike if last_mail_to(session, contact_id=each) is not None]
    return session.get_one(Contact, written_to[0]) if len(written_to) == 1 else None


# What stands before the detail begins with the same letters; the rest is compared by `main_local`.
_AT_ACCOUNT = (
    sa.select(col(Contact.id), col(Contact.address))
    .where(
        col(Contact.account_id) == sa.bindparam("account"),
        sa.func.substr(Contact.address, 1, sa.func.length(sa.bindparam("local", type_=sa.String())))
        == sa.bindparam("local", type_=sa.String()),
    )
    .limit(_MOST_COLLEAGUES)
)
_SPELLED = sa.select(col(Contact.id), col(Contact.address)).where(among(col(Contact.address), "spellings"))


def _is_written_to(session: Session, address: str) -> bool:
    contact = contact_at(session, address)
    return contact is not None and last_mail_to(session, contact_id=contact.id) is not None
