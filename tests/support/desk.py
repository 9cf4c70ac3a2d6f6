"""A desk to send from: one database, a clock that the test sets, each call a committed unit of work."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.prospects.model import Account, AccountStatus, Contact, SuppressionReason
from outreach.prospects.service import NewContact, contact_at
from outreach.prospects.suppressing import suppress, suppression_of
from outreach.sending import claiming, commit_point, mailboxes, outbox, service
from outreach.sending.identity import Sender, SendingMailbox, SendingRules
from outreach.sending.model import OutboundMessage
from outreach.sending.outbox import Claim
from outreach.sending.planning import Planned, next_due_at, plan
from outreach.sequences import campaigns, enrolling
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import CampaignEvent, Enrollment, EnrollmentEvent, Hold, HoldReason
from outreach.sequences.timing import Timing
from tests.support.campaigns import a_campaign, a_list, earliest, sequence, start
from tests.support.databases import NOW

P = ParamSpec("P")
T = TypeVar("T")

ACCEPTED = Answer(Outcome.SENT, Phase.DOT, 250, text="queued")
LATER = Answer(Outcome.REFUSED_FOR_NOW, Phase.RCPT, 451, text="try again later")
NO_SUCH_USER = Answer(Outcome.REFUSED, Phase.RCPT, 550, "5.1.1", "no such user")
UNWANTED = Answer(Outcome.REFUSED, Phase.DOT, 554, "5.7.1", "we do not want this")
QUOTA = Answer(Outcome.REFUSED, Phase.DOT, 550, "5.4.5", "daily sending quota exceeded")
LOG_IN_REFUSED = Answer(Outcome.REFUSED, Phase.AUTH, 535, "5.7.8", "bad credentials")
LINE_BROKE = Answer(Outcome.DOUBTFUL, Phase.DOT, text="the line broke")
WITHHELD = Answer(Outcome.WITHHELD, Phase.DATA)

LEASE = timedelta(minutes=30)


def mailbox(name: str = "ann", **changes: Any) -> SendingMailbox:
    """A mailbox that may send 100 a day, without a ramp or a rest between."""
    values: dict[str, Any] = {
        "name": name,
        "from_name": f"{name.title()} Roe",
        "address": f"{name}@alpha.example",
        "zone": "Europe/London",
        "per_day": 100,
        "ramp_start": 100,
        "ramp_step": 0,
        "gap_seconds": (0.0, 0.0),
    }
    return SendingMailbox(**(values | changes))


def rules(*mailboxes: SendingMailbox) -> SendingRules:
    """What is sent from these mailboxes, in earnest."""
    return SendingRules(
        sender=Sender("Ann Roe", "Alpha Tools Ltd", "1 Harbour Row, Bristol"),
        mailboxes={each.name: each for each in mailboxes or (mailbox(),)},
        timing=Timing("Europe/London", draws=earliest),
        live=True,
        lease_seconds=LEASE.total_seconds(),
    )


class Desk:
    """Plans, claims, commits and answers, each in a transaction of its own, as the daemon does."""

    def __init__(self, database: Database, sending: SendingRules | None = None) -> None:
        self.database = database
        self.rules = sending or rules()
        self.now = NOW

    def do(self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.database.writing() as session:
            return unit(session, *args, **kwargs)

    def later(self, **amount: float) -> datetime:
        self.now += timedelta(**amount)
        return self.now

    # --- who is written to -----------------------------------------------------------------------------------------

    def campaign(
        self,
        *people: str | NewContact,
        definition: SequenceDefinition | None = None,
        name: str = "spring",
        list_name: str = "",
        mailboxes: tuple[str, ...] = ("ann",),
        per_day: int | None = None,
        targets: tuple[SequenceDefinition, ...] = (),
        match_provider: bool = False,
    ) -> campaigns.Started:
        """Import these people as a list and start a campaign over it. `targets`: what its answers lead to."""
        chosen = definition or sequence()

        def unit(session: Session) -> campaigns.Started:
            a_list(session, *people, name=list_name or name)
            made = a_campaign(
                session,
                name=name,
                list_name=list_name or name,
                sequence=chosen.name,
                mailboxes=mailboxes,
                per_day=per_day,
            )
            made.match_provider = match_provider
            return start(session, made, chosen, *targets, now=self.now)

        return self.do(unit)

    def start_again(
        self, definition: SequenceDefinition | None = None, name: str = "spring"
    ) -> campaigns.Started:
        return self.do(
            lambda session: start(
                session, campaigns.find(session, name), definition or sequence(), now=self.now
            )
        )

    def enroll_once_more(self, address: str) -> None:
        """Begin another run, as a campaign that knows nothing of the first would."""
        run, contact = self.run(address), self.contact(address)

        def unit(session: Session) -> None:
            made = a_campaign(session, name="unaware")
            enrolling.begin(
                session,
                made,
                contact,
                sequence=run.sequence,
                version_id=run.sequence_version_id,
                due_at=self.now,
                now=self.now,
            )
            campaigns.move(session, made, CampaignEvent.STARTED, actor="tester", now=self.now)

        self.do(unit)

    def pause_mailbox(self, name: str) -> None:
        self.do(mailboxes.pause_mailbox, name, why="for a test", actor="tester", now=self.now)

    def move_campaign(self, event: CampaignEvent, name: str = "spring") -> None:
        self.do(
            lambda session: campaigns.move(
                session, campaigns.find(session, name), event, actor="tester", now=self.now
            )
        )

    def hold(self, address: str, *, account: bool = False, until: datetime | None = None) -> None:
        """Hold one contact, or everybody at their account."""
        contact = self.contact(address)
        self.do(
            enrolling.hold,
            reason=HoldReason.BY_HAND,
            contact_id=None if account else contact.id,
            account_id=contact.account_id if account else None,
            until=until,
            now=self.now,
        )

    def release(self, address: str) -> None:
        """Lift the oldest hold on a contact."""
        contact = self.contact(address)
        self.do(lambda session: enrolling.lift(session, enrolling.holds_on(session, contact)[:1], self.now))

    def end(self, address: str, event: EnrollmentEvent, why: str = "") -> None:
        """End the newest run of a contact."""
        self.do(
            lambda session: enrolling.end(
                session, session.get_one(Enrollment, self.run(address).id), event, why=why, now=self.now
            )
        )

    def suppress(self, text: str, reason: SuppressionReason = SuppressionReason.BY_HAND) -> bool:
        return self.do(suppress, text, reason=reason, actor="tester", now=self.now)

    def rate(self, address: str, status: AccountStatus) -> None:
        """Give the contact's account another status."""
        contact = self.contact(address)

        def unit(session: Session) -> None:
            account = session.get_one(Account, contact.account_id)
            account.status = status
            session.add(account)

        self.do(unit)

    # --- how it goes out -------------------------------------------------------------------------------------------

    def plan(self) -> Planned:
        return self.do(plan, self.rules, now=self.now)

    def claim(self, name: str = "ann", *, owner: str = "first") -> Claim | None:
        return next(
            iter(self.do(claiming.claim, self.rules, name, owner=owner, now=self.now, at_most=1)), None
        )

    def claimed(self, name: str = "ann", *, owner: str = "first") -> Claim:
        """A claim, where there must be something to claim."""
        claim = self.claim(name, owner=owner)
        assert claim is not None, "nothing to claim"
        return claim

    def commit(self, claim: Claim) -> bool:
        return claim.token in self.do(commit_point.commit_points, [claim], self.now)

    def in_flight(self, name: str = "ann") -> Claim:
        """A mail that is past the commit point."""
        claim = self.claimed(name)
        assert self.commit(claim), "the commit point refused"
        return claim

    def answer(self, claim: Claim, answer: Answer) -> None:
        self.do(service.record_answers, [(claim, answer)], self.rules, now=self.now)

    def send(self, name: str = "ann") -> Claim | None:
        """Send the next mail; None if none may go."""
        claim = self.claim(name)
        if claim is None:
            return None
        if self.commit(claim):
            self.answer(claim, ACCEPTED)
        else:
            self.answer(claim, WITHHELD)
        return claim

    def send_all(self, name: str = "ann") -> list[str]:
        """Plan, and send until nothing more may go now; to whom it went."""
        self.plan()
        recipients = []
        while (claim := self.send(name)) is not None:
            recipients.append(claim.recipient)
        return recipients

    def run_for(self, days: int) -> list[tuple[int, str]]:
        """Send whenever something becomes due; on which day after the first who got a mail."""
        end = self.now + timedelta(days=days)
        sent = []
        while self.now < end:
            sent += [((self.now - NOW).days, recipient) for recipient in self.send_all()]
            self.now = self.do(next_due_at, self.now) or end
        return sent

    def recover(self, *, all_owners: bool = False) -> tuple[int, int]:
        return self.do(outbox.recover, self.now, all_owners=all_owners)

    def withhold(self, claim: Claim) -> None:
        """The commit point is asked, and must refuse."""
        assert not self.commit(claim)
        self.answer(claim, WITHHELD)

    def settle(self, *, sent: bool, by: str) -> bool:
        """Settle the newest mail, by evidence or by a person."""
        if sent:
            return self.settle_mail(self.mail(), by=by)
        self.do(outbox.settle_as_not_sent, self.mail().id or 0, by=by, now=self.now)
        return True

    def settle_mail(self, mail: OutboundMessage, *, by: str) -> bool:
        """Something says that this mail did go out."""
        return self.do(service.settle_as_sent, mail.id or 0, self.rules, by=by, now=self.now)

    # --- what is there ---------------------------------------------------------------------------------------------

    def contact(self, address: str) -> Contact:
        with self.database.reading() as session:
            contact = contact_at(session, address)
        assert contact is not None
        return contact

    def run(self, address: str) -> Enrollment:
        """The newest run of a contact."""
        with self.database.reading() as session:
            return session.exec(
                select(Enrollment)
                .join(Contact, col(Contact.id) == col(Enrollment.contact_id))
                .where(Contact.address == address)
                .order_by(col(Enrollment.id).desc())
            ).first()  # type: ignore[return-value]

    def mails(self, address: str | None = None) -> list[OutboundMessage]:
        """The mails of the outbox, to one recipient or to all, oldest first."""
        with self.database.reading() as session:
            statement = select(OutboundMessage).order_by(col(OutboundMessage.id))
            if address is not None:
                statement = statement.where(OutboundMessage.recipient == address)
            return list(session.exec(statement).all())

    def mail(self, address: str | None = None) -> OutboundMessage:
        """The newest mail."""
        return self.mails(address)[-1]

    def holds(self) -> list[Hold]:
        with self.database.reading() as session:
            return list(session.exec(select(Hold)).all())

    def account_status(self, address: str) -> AccountStatus:
        with self.database.reading() as session:
            return session.get_one(Account, self.contact(address).account_id).status

    def suppressed(self, address: str) -> SuppressionReason | None:
        with self.database.reading() as session:
            found = suppression_of(session, address)
        return None if found is None else found.reason

    def events(self, kind: Happened) -> int:
        """How often it happened."""
        with self.database.reading() as session:
            return len(session.exec(select(Event).where(Event.kind == kind)).all())
