"""One person as the database knows them: their addresses, their names, and the rows that are about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import normalise
from outreach.core.errors import NotFound
from outreach.database.workspace import workspace_key
from outreach.inbox.model import Answer, InboundMessage
from outreach.prospects.model import Account, AccountDomain, Contact, OtherAddress
from outreach.prospects.suppressing import suppression_of
from outreach.prospects.suppression import erased_address
from outreach.referrals.model import Referral
from outreach.rights.mentions import Needles, mention
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Enrollment

#: Messages and mails that are read at once while it is looked for who is named in them.
_AT_ONCE = 200

#: Told how many messages have been looked through since the last time.
Advance = Callable[[int], None]


@dataclass(frozen=True)
class Person:
    """Whoever asks about themselves. `address` is the one that they asked with, normalised."""

    address: str
    contact_id: int | None
    account_id: int | None
    #: All that we know, the asked one first.
    addresses: tuple[str, ...]
    #: Full names; what is one word alone would be found in everybody's mail.
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @cached_property
    def needles(self) -> Needles:
        """By what they are found in text."""
        return Needles((*self.addresses, *self.names, *self.phones))

    @cached_property
    def _own(self) -> Needles:
        return Needles((*self.addresses, *self.phones))

    def needles_at(self, account_id: int | None) -> Needles:
        """By what they are found in mail with an account: a name alone says little elsewhere than at their own."""
        at_home = account_id is not None and account_id == self.account_id
        return self.needles if at_home else self._own


@dataclass(frozen=True, slots=True)
class About:
    """The rows that are about a person, by what has to be done with them; ids."""

    runs: frozenset[int] = frozenset()
    #: Mails to them.
    mails: frozenset[int] = frozenset()
    #: Messages that they wrote, or that answer a mail to them.
    messages: frozenset[int] = frozenset()
    #: Messages of others, and our mails to others, in which they are named.
    naming_messages: frozenset[int] = frozenset()
    naming_mails: frozenset[int] = frozenset()
    #: Referrals by which they were named.
    referrals: frozenset[int] = frozenset()
    #: Runs of others who were told that this person named them.
    referred_runs: frozenset[int] = frozenset()
    #: Messages from elsewhere with somebody of the same name in them: for a person to look at.
    namesakes: frozenset[int] = frozenset()
    #: The newest message and mail that have been looked at.
    seen: Mapping[str, int] = field(default_factory=dict)


def find_person(session: Session, text: str) -> Person:
    """Who has this address, as a contact or as another one of a contact; whoever wrote from it; whom somebody named.

    Raises NotFound where nothing is known of it, NotAnAddress.
    """
    address = normalise(text)
    contact = _contact(session, address)
    if contact is None:
        return _unlisted(session, address)
    others = select(OtherAddress.address).where(OtherAddress.contact_id == contact.id)
    addresses = dict.fromkeys([address, contact.address, *session.exec(others).all()])
    return Person(
        address,
        contact.id,
        contact.account_id,
        tuple(each for each in addresses if each != _stub(session, address)),
        _full_names(contact.name, f"{contact.given_name} {contact.family_name}"),
        tuple(filter(None, [contact.phone])),
    )


def _contact(session: Session, address: str) -> Contact | None:
    own = select(Contact).where(col(Contact.address).in_([address, _stub(session, address)]))
    other = (
        select(Contact)
        .join(OtherAddress, col(OtherAddress.contact_id) == col(Contact.id))
        .where(OtherAddress.address == address)
    )
    found = session.exec(own).first()
    if found is not None:
        return found
    shared = session.exec(other).all()
    # An address that several people share says of none of them that they are asking.
    return shared[0] if len(shared) == 1 else None


def _stub(session: Session, address: str) -> str:
    return erased_address(workspace_key(session), address)


def _unlisted(session: Session, address: str) -> Person:
    """Somebody who is no contact: they wrote to us, were named, or have said no."""
    named = session.exec(select(Referral).where(Referral.email == address)).all()
    wrote = session.exec(select(InboundMessage.id).where(InboundMessage.sender_address == address)).first()
    no = suppression_of(session, address)
    if not named and wrote is None and (no is None or no.value not in (address, None)):
        raise NotFound(f"Nothing is known of {address} here.")
    names = _full_names(*(each.name for each in named))
    phones = tuple(dict.fromkeys(each.phone for each in named if each.phone))
    return Person(address, None, None, (address,), names, phones)


def _full_names(*names: str) -> tuple[str, ...]:
    folded = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in folded if " " in name))


# --- what is about them ----------------------------------------------------------------------------------------------


def about(
    session: Session,
    person: Person,
    advance: Advance = lambda _more: None,
    *,
    known: About = About(),
) -> About:
    """Everything, all stored mail looked through: a minute for 100,000 messages.

    `known` is what an earlier look has found: then only what has come in since is looked through.
    """
    # No row has the number 0. "Equal to nothing" would be true of all that nobody is known of.
    contact_id = person.contact_id or 0
    mails = _ids(
        session,
        OutboundMessage,
        sa.or_(
            col(OutboundMessage.contact_id) == contact_id,
            col(OutboundMessage.recipient).in_(person.addresses),
        ),
    )
    referrals = _ids(
        session,
        Referral,
        sa.or_(col(Referral.email).in_(person.addresses), col(Referral.contact_id) == contact_id),
    )
    named_in = select(Referral.inbound_id).where(col(Referral.id).in_(referrals))
    found = replace(
        known,
        runs=_ids(session, Enrollment, Enrollment.contact_id == contact_id),
        mails=mails,
        messages=_messages(session, person, mails),
        naming_messages=known.naming_messages | frozenset(session.exec(named_in).all()),
        referrals=referrals,
        referred_runs=_ids(session, Enrollment, Enrollment.referrer_id == contact_id),
    )
    return _with_mentions(session, person, found, advance)


def _with_mentions(session: Session, person: Person, known: About, advance: Advance) -> About:
    seen, naming, namesakes = dict(known.seen), set(known.naming_messages), set(known.namesakes)
    for number, raw, account_id in _after(session, _INBOUND, seen.get("inbound", 0), advance):
        seen["inbound"] = number
        if number in known.messages:
            continue
        if mention(raw or b"", person.needles_at(account_id)):
            naming.add(number)
        elif mention(raw or b"", person.needles):
            namesakes.add(number)
    mails = set(known.naming_mails)
    mails |= _ids(session, OutboundMessage, col(OutboundMessage.enrollment_id).in_(known.referred_runs))
    mails |= _ids(session, OutboundMessage, col(OutboundMessage.answers_inbound_id).in_(naming))
    for number, raw, account_id in _after(session, _OUTBOUND, seen.get("outbound", 0), advance):
        seen["outbound"] = number
        if mention(raw or b"", person.needles_at(account_id)):
            mails.add(number)
    return replace(
        known,
        naming_messages=frozenset(naming - known.messages),
        naming_mails=frozenset(mails - known.mails),
        namesakes=frozenset(namesakes - naming - known.messages),
        seen=seen,
    )


def _messages(session: Session, person: Person, mails: Iterable[int]) -> frozenset[int]:
    wrote = _ids(
        session,
        InboundMessage,
        sa.or_(
            col(InboundMessage.contact_id) == (person.contact_id or 0),
            col(InboundMessage.sender_address).in_(person.addresses),
        ),
    )
    answers = select(Answer.inbound_id).where(col(Answer.outbound_id).in_(mails))
    learned = select(OtherAddress.inbound_id).where(OtherAddress.contact_id == (person.contact_id or 0))
    return wrote | frozenset(session.exec(answers).all()) | frozenset(session.exec(learned).all())


def _ids(session: Session, table: type, where: sa.ColumnElement[bool] | bool) -> frozenset[int]:
    found = session.exec(select(table.id).where(where)).all()  # type: ignore[attr-defined]
    return frozenset(each for each in found if each is not None)


#: Number, raw mail, and the account of whom it is from or to, where that is known.
_INBOUND = (
    sa.select(col(InboundMessage.id), col(InboundMessage.raw), col(Contact.account_id))
    .outerjoin(Contact, col(Contact.id) == col(InboundMessage.contact_id))
    .where(col(InboundMessage.id) > sa.bindparam("after"))
    .order_by(col(InboundMessage.id))
    .limit(_AT_ONCE)
)
_OUTBOUND = (
    sa.select(col(OutboundMessage.id), col(OutboundMessage.raw), col(OutboundMessage.account_id))
    .where(col(OutboundMessage.id) > sa.bindparam("after"))
    .order_by(col(OutboundMessage.id))
    .limit(_AT_ONCE)
)


def _after(session: Session, statement: sa.Executable, after: int, advance: Advance) -> Iterator[Any]:
    """Some rows at a time: raw mail is large."""
    while rows := session.connection().execute(statement, {"after": after}).all():
        yield from rows
        after = rows[-1][0]
        advance(len(rows))


# --- their company ---------------------------------------------------------------------------------------------------


def stays_alone(session: Session, person: Person) -> bool:
    """Whether nobody else is known at their account."""
    others = select(Contact.id).where(
        Contact.account_id == person.account_id, Contact.id != person.contact_id
    )
    return person.account_id is not None and session.exec(others).first() is None


def has_domain(session: Session, account_id: int | None) -> bool:
    """Whether the account is a company; whoever has a free-mail address has an account of their own, without one."""
    of_account = select(AccountDomain.domain).where(AccountDomain.account_id == account_id)
    return session.exec(of_account).first() is not None


def account_name(session: Session, account_id: int | None) -> str:
    account = None if account_id is None else session.get(Account, account_id)
    return "" if account is None else account.name
