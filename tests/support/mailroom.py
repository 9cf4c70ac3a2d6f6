"""A desk whose mail is answered: what comes back is stored, read and applied in transactions, as the daemon does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.inbox import pending
from outreach.inbox import service as inbox
from outreach.inbox.message import Message, read_message
from outreach.inbox.model import Answer, FolderCursor, InboundMessage
from outreach.prospects.model import Contact
from outreach.qualification import reviewing
from outreach.qualification import service as qualification
from outreach.qualification.effects import EffectRules
from outreach.qualification.model import Review, ReviewState
from outreach.referrals import service as referrals
from outreach.referrals.approval import ReferralPolicy
from outreach.referrals.facts import ReferralRules
from outreach.referrals.model import Referral
from outreach.replies.verdict import Person, Verdict, Via
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage
from outreach.sequences.consequences import Consequence
from outreach.sequences.definition import (
    REFERRED_TAG,
    SequenceDefinition,
    Step,
    StepKind,
    Thread,
    Variant,
)
from outreach.sequences.model import EnrollmentState, HoldReason
from outreach.sequences.template_file import TemplateText
from tests.support.campaigns import sequence
from tests.support.databases import Refillable
from tests.support.desk import Desk

MARIA = Person(name="Maria Weber", email="maria.weber@acme.example", via=Via.TEXT)


def follow_up(*, cc_referrer: bool = False, name: str = REFERRED_TAG) -> SequenceDefinition:
    """What a referred colleague gets: one mail that says who named them, and a reminder."""
    ask = TemplateText(
        "referred/ask.txt",
        "en",
        '{{ referrer.name or "A colleague" }} suggested I write to you',
        'Hello {{ contact.given_name or "there" }},\n\n{{ referrer.name or referrer.address }} named you.\n',
    )
    first = Step("ask", StepKind.MAIL, after=0, thread=Thread.NEW, variants=(Variant("a", (ask,)),))
    plain = sequence("ask", "bump", name=name)
    return replace(
        plain,
        steps=(first, plain.steps[1]),
        requires_referral=True,
        tag=REFERRED_TAG,
        cc_referrer=cc_referrer,
    )


def with_answers(**on: str) -> SequenceDefinition:
    """The usual sequence, with other consequences: `with_answers(out_of_office="stop")`."""
    from outreach.sequences.consequences import consequence_from

    plain = sequence()
    chosen: dict[Intent, Consequence] = {Intent(name): consequence_from(text) for name, text in on.items()}
    return replace(plain, on={**plain.on, **chosen})


def effect_rules(sending: SendingRules, **changes: Any) -> EffectRules:
    """The consequences of replies as they are by default."""
    policy = ReferralPolicy()
    own = frozenset(mailbox.address for mailbox in sending.mailboxes.values())
    values: dict[str, Any] = {
        "sending": sending,
        "referrals": ReferralRules(policy, own, sending.timing),
        "hold_account": True,
        "out_of_office_days": 10,
        "not_now_days": 90,
    }
    return EffectRules(**(values | changes))


def sure(intent: Intent, *people: Person, **values: Any) -> Verdict:
    """A verdict that the program may act on. A person's has a text, a machine's has none."""
    text = None if intent in AUTOMATIC else "What they wrote."
    known: dict[str, Any] = {"confidence": 0.97, "needs_review": False, "visible_text": text}
    return Verdict(intent=intent, referrals=people, **(known | values))


class Mailroom(Desk):
    """A desk whose mail is answered."""

    def __init__(self, database: Database, sending: SendingRules | None = None, **effects: Any) -> None:
        super().__init__(database, sending)
        self.effects = effect_rules(self.rules, **effects)
        self._uid = 0

    def ask(self, *people: Any, definition: SequenceDefinition | None = None, **campaign: Any) -> None:
        """Start a campaign over these people and send what may go at once."""
        targets = campaign.pop("targets", (follow_up(),))
        self.campaign(*people, definition=definition, targets=targets, **campaign)
        self.send_all()

    # --- what comes in ---------------------------------------------------------------------------------------------

    def store(
        self, *raws: bytes, folder: str = "INBOX", mailbox: str = "ann", uidvalidity: int = 1
    ) -> list[int]:
        """A batch as the reader stores it; the ids of what is new."""
        incoming = []
        for raw in raws:
            self._uid += 1
            incoming.append(inbox.Incoming(self._uid, raw, self.now))
        return self.do(
            inbox.store,
            mailbox=mailbox,
            folder=folder,
            uidvalidity=uidvalidity,
            messages=incoming,
            up_to=self._uid,
            hold_account=self.effects.hold_account,
            now=self.now,
        )

    def store_one(self, raw: bytes, **where: Any) -> int:
        (stored,) = self.store(raw, **where)
        return stored

    def apply(self, inbound_id: int, verdict: Verdict) -> None:
        """Take the consequences of this verdict, whatever the message says."""
        message = read_message(self.inbound(inbound_id).raw)
        self.apply_read(inbound_id, message, verdict)

    def understand(self) -> int:
        """Read and apply everything that is stored, by the real rules; how many."""
        count = 0
        while waiting := self.do(qualification.next_pending, self.effects, now=self.now):
            for each in waiting:
                read = qualification.read(each)
                self.apply_read(read.inbound_id, read.message, read.verdict)
                count += 1
        return count

    def apply_read(self, inbound_id: int, message: Message, verdict: Verdict) -> None:
        self.do(qualification.apply, inbound_id, message, verdict, self.effects, now=self.now)

    def receive(self, raw: bytes, verdict: Verdict | None = None, **where: Any) -> int:
        """Store one message and take it through to its end, by this verdict or by the real rules."""
        stored = self.store_one(raw, **where)
        if verdict is None:
            self.understand()
        else:
            self.apply(stored, verdict)
        return stored

    def answered(self, address: str, verdict: Verdict, **letter: Any) -> int:
        """The contact answers the newest mail that they got, and means this."""
        mail = self.mail(address)
        return self.receive(a_reply(mail, **{"sender": address, **letter}), verdict)

    def fails(self, inbound_id: int, trouble: str = "ValueError('boom')") -> None:
        """It was taken up once, and reading it went wrong."""
        self.do(pending.count_attempt, [inbound_id], now=self.now)
        self.do(qualification.set_aside, inbound_id, trouble, self.effects, self.now)

    def decide(
        self,
        review: Review,
        intent: Intent,
        *people: Person,
        resume_on: date | None = None,
        actor: str = "rita",
    ) -> Review:
        return self.do(
            reviewing.decide,
            review.id or 0,
            intent,
            self.effects,
            actor=actor,
            people=people or None,
            resume_on=resume_on,
            now=self.now,
        )

    def approve(self, referral: Referral, *, email: str | None = None) -> Referral:
        return self.do(
            referrals.approve,
            referral.id or 0,
            self.effects.referrals,
            email=email,
            actor="rita",
            now=self.now,
        )

    # --- what is there ---------------------------------------------------------------------------------------------

    def state(self, address: str) -> EnrollmentState:
        return self.run(address).state

    def inbound(self, inbound_id: int) -> InboundMessage:
        with self.database.reading() as session:
            return session.get_one(InboundMessage, inbound_id)

    def inbounds(self) -> list[InboundMessage]:
        return self._all(InboundMessage)

    def answers(self, inbound_id: int) -> OutboundMessage | None:
        """The mail of ours that a message answers."""
        with self.database.reading() as session:
            answer = session.get(Answer, inbound_id)
            return None if answer is None else session.get_one(OutboundMessage, answer.outbound_id)

    def cursor(self, folder: str = "INBOX", mailbox: str = "ann") -> FolderCursor | None:
        with self.database.reading() as session:
            return inbox.cursor_of(session, mailbox, folder)

    def reviews(self, state: ReviewState | None = ReviewState.WAITING) -> list[Review]:
        return [review for review in self._all(Review) if state is None or review.state is state]

    def review(self) -> Review:
        """The one that waits."""
        (review,) = self.reviews()
        return review

    def referrals(self) -> list[Referral]:
        return self._all(Referral)

    def referral(self) -> Referral:
        """The only one."""
        (referral,) = self.referrals()
        return referral

    def is_known(self, address: str) -> bool:
        """Whether there is such a contact."""
        with self.database.reading() as session:
            return session.exec(select(Contact.id).where(Contact.address == address)).first() is not None

    def held(self) -> list[HoldReason]:
        return [hold.reason for hold in self.holds()]

    def facts(self, kind: Happened) -> list[Event]:
        with self.database.reading() as session:
            return list(session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))).all())

    def sql(self, statement: str, **values: Any) -> None:
        """Something that no code of ours would do."""
        import sqlalchemy as sa

        def unit(session: Session) -> None:
            session.connection().execute(sa.text(statement), values)

        self.do(unit)

    def _all(self, table: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.exec(select(table).order_by(table.id)).all())


def asked(refillable: Refillable, *people: str) -> Mailroom:
    """A mailroom on SQLite where these people have been asked. Done once, and copied for every further test."""
    name = f"asked-{'-'.join(people)}"
    if not refillable.keeps(name):
        Mailroom(refillable.refilled()).ask(*people)
        refillable.keep(name)
    return Mailroom(refillable.refilled(name))


# --- letters ---------------------------------------------------------------------------------------------------------


def a_reply(
    to: OutboundMessage | None,
    text: str = "Thanks for your note.",
    *,
    sender: str,
    name: str = "",
    cc: Sequence[str] = (),
    subject: str | None = None,
    message_id: str = "",
    references: Sequence[str] = (),
    headers: Sequence[str] = (),
    quoted: bool = False,
) -> bytes:
    """A letter to Ann; with `to`, an answer to that mail by its Message-ID."""
    ours = [to.message_id or ""] if to is not None else list(references)
    about = subject if subject is not None else f"Re: {to.subject}" if to is not None else "A question"
    lines = [
        f"From: {name} <{sender}>" if name else f"From: {sender}",
        "To: Ann Roe <ann@alpha.example>",
        *([f"Cc: {', '.join(cc)}"] if cc else []),
        f"Subject: {about}",
        "Date: Tue, 3 Mar 2026 12:00:00 +0000",
        f"Message-ID: {message_id or _new_id(sender, text, *ours)}",
        *([f"In-Reply-To: {ours[-1]}", f"References: {' '.join(ours)}"] if ours else []),
        *headers,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    if quoted and to is not None:
        lines += ["", "On 3 Mar 2026, Ann Roe wrote:", *(f"> {line}" for line in to.body.splitlines())]
    return "\r\n".join(lines).encode() + b"\r\n"


def a_bounce(
    mail: OutboundMessage | None,
    address: str,
    *,
    status: str = "5.1.1",
    sender: str = "mailer-daemon@mx.gamma.example",
) -> bytes:
    """A delivery report (RFC 3464) about `address`; with the headers of the mail that came back, where given."""
    original = (
        f"From: Ann Roe <ann@alpha.example>\nTo: {mail.recipient}\nSubject: {mail.subject}\n"
        f"Message-ID: {mail.message_id}\n"
        if mail is not None
        else f"From: Ann Roe <ann@alpha.example>\nTo: {address}\nSubject: hello\n"
    )
    action = "failed" if status.startswith("5") else "delayed"
    text = f"""\
From: Mail Delivery System <{sender}>
To: ann@alpha.example
Subject: Undelivered Mail Returned to Sender
Date: Tue, 3 Mar 2026 12:00:00 +0000
Message-ID: {_new_id(sender, address, status, original)}
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=utf-8

I am sorry to have to inform you that your message could not be delivered.

<{address}>: host mx.gamma.example said: 550 {status} no such user here
--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.gamma.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user here

--edge
Content-Type: text/rfc822-headers

{original}
--edge--
"""
    return text.encode().replace(b"\n", b"\r\n")


def _new_id(*parts: str) -> str:
    from hashlib import blake2b

    return f"<{blake2b(chr(0).join(parts).encode(), digest_size=8).hexdigest()}@post.example>"
