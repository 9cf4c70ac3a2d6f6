"""What a mail of the outbox says: its template, filled in for its contact, in its thread, from its mailbox."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import quote
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database.statements import among
from outreach.database.workspace import workspace_key
from outreach.prospects.law import Ruling
from outreach.prospects.law_text import added_text, below
from outreach.prospects.model import Account, AccountDomain, Contact
from outreach.prospects.suppressing import suppression_of
from outreach.sending.compose import Letter, compose
from outreach.sending.identity import Sender, SendingMailbox
from outreach.sending.message_ids import message_id
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sending.one_click import opt_out_url, token_for
from outreach.sending.outbox import Written
from outreach.sequences.definition import REFERRED_TAG, SequenceDefinition, Step, Thread
from outreach.sequences.merge_context import (
    AccountNames,
    ContactNames,
    MergeContext,
    ReferrerNames,
    SenderNames,
)
from outreach.sequences.model import Enrollment
from outreach.sequences.rendering import render
from outreach.sequences.versions import definition_of

# What stands in References without breaking it (RFC 5322, 3.6.4).
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>\Z")


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A mail of a run that went out: what the thread needs of it."""

    step_index: int
    subject: str
    #: Under which Message-ID the recipient has it.
    known_as: str


class Letters:
    """Writes the mails of some runs. What they have in common is read once, for all of them."""

    def __init__(
        self,
        session: Session,
        sender: Sender,
        *,
        key: bytes,
        domains: Mapping[int, str],
        referrers: Mapping[int, tuple[Contact, str]],
        earlier: Mapping[int, list[_Earlier]],
    ) -> None:
        self._session = session
        self._sender = sender
        self._key = key
        self._domains = domains
        self._referrers = referrers
        self._earlier = earlier

    @classmethod
    def about(cls, session: Session, runs: Sequence[Enrollment], sender: Sender) -> Self:
        """Ready to write the mails of these runs."""
        return cls(
            session,
            sender,
            key=workspace_key(session),
            domains=_domains(session, {run.account_id for run in runs}),
            referrers=_referrers(session, {run.referrer_id for run in runs if run.referrer_id is not None}),
            earlier=_earlier(session, [run.id or 0 for run in runs if run.started_at is not None]),
        )

    def write(
        self,
        run: Enrollment,
        contact: Contact,
        account: Account,
        *,
        step_index: int,
        mailbox: SendingMailbox,
        now: datetime,
        ruling: Ruling | None = None,
    ) -> Written:
        """Render and compose one step, and what its ruling adds. The same at the same `now`: a preview is the mail.

        Raises CannotRender, Refused, or ConfigurationError where it cannot be made for this contact.
        """
        definition = definition_of(self._session, run.sequence_version_id)
        step = definition.steps[step_index]
        referrer, first_subject = self._referrers.get(run.referrer_id or 0, (None, None))
        _require_referral(definition, run, referrer)
        thread = _thread(self._earlier.get(run.id or 0, []), definition)
        context = MergeContext(
            contact=_contact_names(contact),
            account=AccountNames(name=account.name, domain=self._domains.get(contact.account_id, "")),
            sender=sender_names(self._sender, mailbox),
            referrer=None if referrer is None else _referrer_names(referrer),
            original_subject=thread[0].subject if thread else first_subject,
        )
        variant = step.variant_for(f"{run.id}")
        text = variant.text_for(contact.language)
        rendered = render(text, context)
        body = rendered.body
        if ruling is not None:
            body = below(body, _asked_for(ruling, text.language, context.sender, body))
        in_thread = step.thread is Thread.SAME and bool(thread)
        own_id = message_id(
            self._key,
            mailbox_address=mailbox.address,
            enrollment_id=run.id or 0,
            step_index=step_index,
            recipient=contact.address,
        )
        letter = Letter(
            sender_name=mailbox.from_name,
            sender=mailbox.address,
            recipient_name=contact.name or f"{contact.given_name} {contact.family_name}".strip(),
            recipient=contact.address,
            subject=_subject(rendered.subject, step, thread),
            body=body,
            date=now.astimezone(ZoneInfo(mailbox.zone)).replace(microsecond=0),
            message_id=own_id,
            thread=tuple(mail.known_as for mail in thread) if in_thread else (),
            # The referrer hears of the first mail; the reminders are between us and the colleague.
            cc=(referrer.name, referrer.address)
            if referrer is not None
            and definition.cc_referrer
            and not in_thread
            # Whoever wants no more mail gets no copy either.
            and suppression_of(self._session, referrer.address) is None
            else None,
            tag=run.tag,
            unsubscribe_https=opt_out_url(self._sender.public_url, token_for(self._key, contact.address))
            if self._sender.public_url
            else None,
            unsubscribe_mailto=f"{quote(mailbox.address, safe='@+')}?subject=unsubscribe%20{_name_in(own_id)}",
        )
        raw = mailbox.signed(compose(letter), letter.date)
        return Written(own_id, letter.subject, body, raw, variant.name)


def _asked_for(ruling: Ruling, language: str, sender: SenderNames, body: str) -> str:
    """What the rule of the recipient's country wants below the mail."""
    said = {
        "name": sender.name,
        "organisation": sender.organisation,
        "postal_address": sender.postal_address,
        "address": sender.address,
    }
    return added_text(ruling, language=language, sender=said, body=body)


def _require_referral(
    definition: SequenceDefinition, enrollment: Enrollment, referrer: Contact | None
) -> None:
    # The database has refused a tag without a stored reply by this referrer; here the file has its say.
    if definition.requires_referral and (enrollment.tag != REFERRED_TAG or referrer is None):
        raise Refused(f'"{definition.name}" is only for a contact whom a stored reply has named.')


def _thread(went_out: list[_Earlier], definition: SequenceDefinition) -> list[_Earlier]:
    """The thread of a run's first mail as far as it went out, oldest first; what began another is not in it."""
    return [
        mail
        for mail in went_out
        if mail is went_out[0] or definition.steps[mail.step_index].thread is Thread.SAME
    ]


def _earlier(session: Session, runs: Sequence[int]) -> dict[int, list[_Earlier]]:
    """What of these runs went out, by run and in order."""
    if not runs:
        return {}
    rows = session.execute(_WENT_OUT, {"runs": runs})
    earlier: dict[int, list[_Earlier]] = {}
    for run_id, step_index, subject, ours, theirs in rows:
        # The provider's id where that is one, else ours.
        known_as = theirs if theirs and _MESSAGE_ID.match(theirs) else ours or ""
        earlier.setdefault(run_id, []).append(_Earlier(step_index, subject, known_as))
    return earlier


_WENT_OUT = (
    sa.select(
        col(OutboundMessage.enrollment_id),
        col(OutboundMessage.step_index),
        col(OutboundMessage.subject),
        col(OutboundMessage.message_id),
        col(OutboundMessage.provider_message_id),
    )
    .where(
        among(col(OutboundMessage.enrollment_id), "runs"),
        # Not by the state: SQLite would take its index, and read every mail that was ever sent.
        col(OutboundMessage.sent_at).is_not(None),
        # What a person answered is no step: its number is no place in the sequence.
        col(OutboundMessage.kind) == OutboundKind.STEP,
    )
    .order_by(col(OutboundMessage.enrollment_id), col(OutboundMessage.step_index))
)


def _domains(session: Session, accounts: Set[int]) -> dict[int, str]:
    """The first domain of each account; those at free-mail providers have none."""
    rows = session.execute(_DOMAINS, {"accounts": sorted(accounts)})
    return dict(rows.all())


_DOMAINS = (
    sa.select(col(AccountDomain.account_id), sa.func.min(AccountDomain.domain))
    .where(among(col(AccountDomain.account_id), "accounts"))
    .group_by(col(AccountDomain.account_id))
)


def _referrers(session: Session, ids: Set[int]) -> dict[int, tuple[Contact, str]]:
    """Who made the referrals, each with the subject of the mail that they answered first."""
    return {each: (session.get_one(Contact, each), _first_subject(session, each)) for each in ids}


def _first_subject(session: Session, contact_id: int) -> str:
    first = session.exec(
        select(OutboundMessage.subject)
        .where(
            OutboundMessage.contact_id == contact_id,
            OutboundMessage.state == OutboundState.SENT,
            OutboundMessage.kind == OutboundKind.STEP,
        )
        .order_by(col(OutboundMessage.id))
    ).first()
    return first or ""


def _name_in(message_id: str) -> str:
    return message_id[1:-1].partition("@")[0]


def _subject(rendered: str | None, step: Step, thread: Sequence[_Earlier]) -> str:
    if step.thread is Thread.SAME and thread:
        first = thread[0].subject
        return first if first.lower().startswith("re:") else f"Re: {first}"
    if rendered is None:
        raise Refused(f'the step "{step.name}" begins a thread, and its template has no subject.')
    return rendered


def _contact_names(contact: Contact) -> ContactNames:
    return ContactNames(
        address=contact.address,
        name=contact.name,
        given_name=contact.given_name,
        family_name=contact.family_name,
        title=contact.title,
        language=contact.language,
        fields=contact.fields,
    )


def sender_names(sender: Sender, mailbox: SendingMailbox) -> SenderNames:
    """Who writes from this mailbox, as templates have it."""
    return SenderNames(
        name=mailbox.from_name or sender.name,
        organisation=sender.organisation,
        postal_address=sender.postal_address,
        address=mailbox.address,
    )


def _referrer_names(referrer: Contact) -> ReferrerNames:
    return ReferrerNames(
        address=referrer.address,
        name=referrer.name,
        given_name=referrer.given_name,
        family_name=referrer.family_name,
        title=referrer.title,
    )
