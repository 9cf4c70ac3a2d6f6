"""A world for reports: lists, campaigns, mails, answers, referrals, leads and money, as facts and as their rows.

Say what happened (`world.mailed(…)`, `world.replied(…)`), then `save` it; or let a whole season happen by chance
(`world.season(people=…)`), with as many going on from stage to stage as is wanted. Everything is by a seed.
"""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.handoff.model import Offer, OfferState
from outreach.handoff.outcome_model import Contract, Payment
from outreach.inbox.model import Answer, InboundMessage, InboundState, MatchedBy
from outreach.prospects.model import Account, Contact, Prospect, ProspectList, Source
from outreach.qualification.leads.model import Lead, LeadState
from outreach.referrals.model import Referral, ReferralState
from outreach.reporting.stage import Stage
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import versions
from outreach.sequences.definition import REFERRED_TAG, SequenceDefinition
from outreach.sequences.model import Campaign, CampaignState, Enrollment
from tests.support.campaigns import sequence
from tests.support.databases import NOW
from tests.support.report_rows import PlantedRows, Row

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)

#: How many go on from the stage before, where a season is told nothing else.
SHARES: Mapping[Stage, float] = {
    Stage.MAILED: 1.0,
    Stage.DELIVERED: 0.97,
    Stage.REPLIED: 0.09,
    Stage.POSITIVE: 0.5,
    Stage.REFERRED: 0.2,
    Stage.REFERRAL_REPLIES: 0.3,
    Stage.CONVERSATION: 0.6,
    Stage.QUALIFIED: 0.6,
    Stage.OFFERED: 0.95,
    Stage.ACCEPTED: 0.8,
    Stage.CONFIRMED: 0.85,
    Stage.PROPOSAL: 0.7,
    Stage.MEETING: 0.7,
    Stage.CONTRACT: 0.4,
    Stage.PAID: 0.9,
}

#: A season is saved whenever so many facts wait.
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of ours that went out."""

    id: int
    contact_id: int
    account_id: int
    campaign_id: int
    enrollment_id: int
    mailbox: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A message that answers one."""

    id: int
    answers: Sent
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A lead."""

    id: int
    contact_id: int
    account_id: int
    campaign_id: int | None
    inbound_id: int | None
    finder: str
    source: Source


class ReportWorld:
    """Plants what happened. Every method takes when, writes the fact and the row that the fact speaks of, and returns
    what later ones go by. Nothing is in the database before `save`; more may follow after it, and another `save`.

    The rows are those that reports join, with little in them: no message has a body, no lead has a history of moves.
    States of rows stay as they were made (a won lead's row is still `open`), except where a method says otherwise:
    reports count facts.
    """

    def __init__(
        self, database: Database, *, began: datetime = NOW, seed: int = 7, letter: bytes = b""
    ) -> None:
        """`letter` is the body of every mail, for who measures with rows of a real size."""
        self.began = began
        self.dice = random.Random(seed)
        self._database = database
        self._letter = letter
        self._rows = PlantedRows(database)
        self._facts: list[Row] = []
        self._accounts_of: dict[int, int] = {}
        self._runs: dict[tuple[int, int], int] = {}
        self._campaigns: dict[int, tuple[str, int, int, Source]] = {}
        self._lists: dict[int, Source] = {}
        self._lines = itertools.count(1)

    # --- who is written to

    def a_list(
        self,
        name: str,
        *,
        source: Source = Source.SPEAR,
        cost_cents: int | None = None,
        currency: str = "",
        at: datetime | None = None,
    ) -> int:
        """A list, by its id."""
        number = self._rows.add(
            ProspectList,
            name=name,
            source=source,
            cost_cents=cost_cents,
            cost_currency=currency,
            created_at=at or self.began,
        )
        self._lists[number] = source
        return number

    def a_campaign(
        self,
        name: str,
        list_id: int,
        *,
        definition: SequenceDefinition | None = None,
        mailboxes: Sequence[str] = ("ann",),
        at: datetime | None = None,
    ) -> int:
        """A campaign that runs, by its id; `definition`: its sequence, by default `who` with `ask` and `bump`."""
        definition = definition or sequence()
        with self._database.writing() as session:
            version = versions.freeze(session, definition, self.began)
            version_id = version.id or 0
        number = self._rows.add(
            Campaign,
            name=name,
            sequence=definition.name,
            sequence_version_id=version_id,
            list_id=list_id,
            mailboxes=list(mailboxes),
            state=CampaignState.RUNNING,
            created_at=at or self.began,
            started_at=at or self.began,
        )
        self._campaigns[number] = (definition.name, version_id, list_id, self._lists[list_id])
        return number

    def a_person(
        self,
        list_id: int | None,
        *,
        at: datetime | None = None,
        account_id: int | None = None,
        country: str = "GB",
        language: str = "en",
        title: str = "",
        **fields: str,
    ) -> int:
        """A contact, on a list unless None; of a company of their own unless one is given. `fields`: columns of the
        list, as `industry="metal"`."""
        at = at or self.began
        account_id = account_id or self._rows.add(Account, name="", created_at=at)
        number = self._rows.next_id(Contact)
        self._rows.add(
            Contact,
            account_id=account_id,
            address=f"robin-{number}@company-{account_id}.example",
            name=f"Robin {number}",
            country=country,
            language=language,
            title=title,
            fields=fields,
            created_at=at,
        )
        self._accounts_of[number] = account_id
        if list_id is not None:
            self.on_list(number, list_id, at=at)
        return number

    def on_list(self, contact_id: int, list_id: int, *, at: datetime) -> None:
        """Put a person on one list more."""
        self._rows.add_without_id(
            Prospect,
            {"list_id": list_id, "contact_id": contact_id, "line": next(self._lines), "created_at": at},
        )

    # --- mails and what they bring back

    def mailed(
        self,
        contact_id: int,
        campaign_id: int,
        at: datetime,
        *,
        step: str = "ask",
        mailbox: str = "ann",
        variant: str = "a",
        referred_by: "Received | None" = None,
    ) -> Sent:
        """A mail that went out; the first in a campaign enrolls them, tagged where a stored reply named them."""
        name, version_id, _, _ = self._campaigns[campaign_id]
        account_id = self._accounts_of[contact_id]
        is_first = (campaign_id, contact_id) not in self._runs
        tag = REFERRED_TAG if referred_by is not None else None
        if is_first:
            self._enroll(contact_id, campaign_id, version_id, at, mailbox, referred_by)
        run = self._runs[campaign_id, contact_id]
        about: Row = {
            "campaign_id": campaign_id,
            "enrollment_id": run,
            "account_id": account_id,
            "contact_id": contact_id,
            "mailbox": mailbox,
        }
        number = self._rows.add(
            OutboundMessage,
            **about,
            # A step for a contact goes out once in a sequence, whatever the campaign.
            sequence=name,
            step=step,
            step_index=0,
            variant=variant,
            recipient=f"robin-{contact_id}@company-{account_id}.example",
            recipient_domain=f"company-{account_id}.example",
            opening=is_first,
            state=OutboundState.SENT,
            due_at=at,
            message_id=f"<{self._rows.next_id(OutboundMessage):032x}@alpha.example>",
            raw=self._letter,
            sent_at=at,
            in_flight_at=at,
            created_at=at,
        )
        details = {"step": step, "tag": tag, "opening": is_first}
        self.happened(Happened.MAIL_SENT, at, outbound_id=number, **about, details=details)
        return Sent(number, contact_id, account_id, campaign_id, run, mailbox, at)

    def bounced(
        self, sent: Sent, at: datetime | None = None, *, hard: bool = True, reason: str = "no_such_user"
    ) -> Received:
        """A delivery report; `hard`: the address is dead."""
        at = at or sent.at + HOUR / 60
        came = self._message(sent, at)
        kind = Intent.BOUNCE_HARD if hard else Intent.BOUNCE_SOFT
        self._answer_fact(Happened.BOUNCED, came, bounce=kind.value, reason=reason)
        return came

    def replied(
        self,
        sent: Sent,
        at: datetime | None = None,
        intent: Intent = Intent.INTERESTED,
        *,
        writer: int | None = None,
    ) -> Received:
        """A person's answer, read as `intent`; `writer`: another contact than the one written to."""
        came = self._message(sent, at or sent.at + DAY, writer=writer)
        self._answer_fact(Happened.REPLIED, came, intent=intent.value)
        return came

    def auto_replied(self, sent: Sent, at: datetime, intent: Intent = Intent.OUT_OF_OFFICE) -> Received:
        came = self._message(sent, at)
        self._answer_fact(Happened.AUTO_REPLIED, came, intent=intent.value)
        return came

    def complained(self, sent: Sent, at: datetime) -> Received:
        came = self._message(sent, at)
        self._answer_fact(Happened.COMPLAINED, came)
        return came

    def decided(self, came: Received, intent: Intent, at: datetime, *, actor: str = "rita") -> None:
        """A reviewer says what a message means."""
        sent = came.answers
        self.happened(
            Happened.REVIEW_DECIDED,
            at,
            campaign_id=sent.campaign_id,
            enrollment_id=sent.enrollment_id,
            contact_id=sent.contact_id,
            inbound_id=came.id,
            actor=actor,
            details={"intent": intent.value, "proposed": Intent.OTHER.value},
        )

    def referred(
        self, came: Received, at: datetime | None = None, *, via: str = "text", depth: int = 1
    ) -> int:
        """A reply named a colleague: the referral's id. `follow_up` writes to the colleague."""
        at = at or came.at
        number = self._rows.next_id(Referral)
        sent = came.answers
        self._rows.add(
            Referral,
            inbound_id=came.id,
            referrer_id=sent.contact_id,
            campaign_id=sent.campaign_id,
            name=f"Colleague {number}",
            email=f"colleague-{number}@company-{sent.account_id}.example",
            via=via,
            depth=depth,
            state=ReferralState.PROPOSED,
            created_at=at,
        )
        about = {"campaign_id": sent.campaign_id, "contact_id": sent.contact_id, "inbound_id": came.id}
        self.happened(Happened.REFERRED, at, **about, details={"referral": number, "via": via})
        return number

    def follow_up(
        self, referral: int, came: Received, at: datetime, *, mailbox: str = "ann", step: str = "ask"
    ) -> Sent:
        """The first mail to a colleague whom a reply named: a contact of their own, at the same company."""
        colleague = self.a_person(None, at=at, account_id=came.answers.account_id)
        sent = self.mailed(
            colleague, came.answers.campaign_id, at, step=step, mailbox=mailbox, referred_by=came
        )
        self._rows.change(
            Referral,
            referral,
            contact_id=colleague,
            enrollment_id=sent.enrollment_id,
            state=ReferralState.ENROLLED,
        )
        about = {"campaign_id": sent.campaign_id, "contact_id": colleague, "inbound_id": came.id}
        details = {"referral": referral, "tag": REFERRED_TAG}
        for kind in (Happened.REFERRAL_APPROVED, Happened.REFERRED_ENROLLED):
            self.happened(kind, at, **about, enrollment_id=sent.enrollment_id, details=details)
        return sent

    def colleague_replied(
        self, referral: int, sent: Sent, at: datetime, intent: Intent = Intent.INTERESTED
    ) -> Received:
        """The colleague answers the follow-up."""
        came = self.replied(sent, at, intent)
        self.happened(
            Happened.REFERRAL_ANSWERED,
            at,
            campaign_id=sent.campaign_id,
            contact_id=sent.contact_id,
            inbound_id=came.id,
            enrollment_id=sent.enrollment_id,
            details={"referral": referral},
        )
        return came

    # --- leads

    def a_lead(
        self,
        came: Received,
        at: datetime | None = None,
        *,
        finder: str = "rita",
        contact_id: int | None = None,
    ) -> Opened:
        """A lead that a reply opened."""
        sent = came.answers
        _, _, list_id, source = self._campaigns[sent.campaign_id]
        who = contact_id or sent.contact_id
        return self._open(
            who, self._accounts_of[who], source, finder, at or came.at, list_id, sent.campaign_id, came.id
        )

    def an_imported_lead(
        self, contact_id: int, at: datetime, *, list_id: int | None = None, source: Source = Source.NET
    ) -> Opened:
        """A lead that came of no mail of ours."""
        return self._open(contact_id, self._accounts_of[contact_id], source, "rita", at, list_id, None, None)

    def lead_did(
        self, lead: Opened, kind: Happened, at: datetime, *, actor: str = "rita", **details: Any
    ) -> None:
        """Any fact about a lead, with what more it carries: `salesperson="sam"`, `reason="clerical"`."""
        about: Row = {
            "campaign_id": lead.campaign_id,
            "account_id": lead.account_id,
            "contact_id": lead.contact_id,
            "inbound_id": lead.inbound_id,
            "actor": actor,
        }
        self.happened(
            kind,
            at,
            **about,
            details={
                "lead": lead.id,
                "source": lead.source.value,
                "finder": lead.finder,
                "score": 70,
                "level": 2,
                **details,
            },
        )

    def offered(
        self,
        lead: Opened,
        at: datetime,
        *,
        to: str = "sam",
        accepted_at: datetime | None = None,
        confirmed_at: datetime | None = None,
    ) -> None:
        """Offered to a salesperson, with the row of the offer; accepted and confirmed where a moment is given."""
        state = OfferState.OPEN
        self.lead_did(lead, Happened.LEAD_OFFERED, at, salesperson=to)
        if accepted_at is not None:
            state = OfferState.ACCEPTED
            self.lead_did(lead, Happened.LEAD_ACCEPTED, accepted_at, actor=to, salesperson=to)
        if confirmed_at is not None:
            state = OfferState.CONFIRMED
            self.lead_did(lead, Happened.LEAD_CONFIRMED, confirmed_at, actor=to, salesperson=to)
        self._rows.add(
            Offer,
            lead_id=lead.id,
            salesperson=to,
            state=state,
            offered_at=at,
            offered_by="rita",
            clock_at=at,
            aim_at=at + 4 * HOUR,
            limit_at=at + DAY,
            answered_at=accepted_at,
            answered_by="" if accepted_at is None else to,
            confirmed_at=confirmed_at,
            confirmed_by="" if confirmed_at is None else to,
        )

    def won(
        self,
        lead: Opened,
        at: datetime,
        *,
        cents: int,
        currency: str = "EUR",
        actor: str = "sam",
        **terms: Any,
    ) -> None:
        """A contract; `terms`: other columns of its row, as `months=6`."""
        self.lead_did(
            lead, Happened.LEAD_WON, at, actor=actor, was="meeting", amount_cents=cents, currency=currency
        )
        about: Row = {"amount_cents": cents, "currency": currency, "at": at, "actor": actor}
        self._rows.add(Contract, lead_id=lead.id, **about, **terms)

    def paid(
        self,
        lead: Opened,
        at: datetime,
        *,
        cents: int,
        currency: str = "EUR",
        month: date | None = None,
        actor: str = "sam",
    ) -> None:
        """A payment for a month; below nothing: a correction."""
        month = month or at.date().replace(day=1)
        number = self._rows.add(
            Payment,
            lead_id=lead.id,
            month=month,
            reference=f"{self._rows.next_id(Payment)}",
            amount_cents=cents,
            currency=currency,
            at=at,
            actor=actor,
        )
        details = {
            "payment": number,
            "month": month.isoformat(),
            "amount_cents": cents,
            "currency": currency,
            "is_correction": cents < 0,
        }
        self.lead_did(lead, Happened.PAYMENT_RECEIVED, at, actor=actor, **details)

    # --- facts as such

    def happened(self, kind: Happened, at: datetime, **about: Any) -> None:
        """Any other fact; `about` as the columns of Event, `details` among them."""
        self._facts.append({"kind": kind, "at": at} | about)

    def take_back(self, which: "Received | Opened", *kinds: Happened, at: datetime) -> None:
        """What was written because of a message, or about a lead, counts no longer since then: facts not yet saved."""
        for fact in self._facts:
            is_its = (
                fact.get("inbound_id") == which.id
                if isinstance(which, Received)
                else fact.get("details", {}).get("lead") == which.id
            )
            if is_its and fact["kind"] in kinds:
                fact["taken_back_at"] = at

    def never_sent(self, sent: Sent) -> None:
        """A mail did not go out after all: the fact that it did is taken away, which is not yet saved."""
        self._facts = [each for each in self._facts if each.get("outbound_id") != sent.id]

    @property
    def rows(self) -> PlantedRows:
        """The rows that facts speak of, for whoever wants more in them."""
        return self._rows

    def save(self) -> None:
        """Write what happened since the last time, facts in the order of their moments."""
        self._rows.save()
        self._facts.sort(key=lambda fact: fact["at"])
        self._rows.insert(Event, self._facts)
        self._facts = []

    # --- a whole season

    def season(self, people: int, **wanted: Any) -> None:
        """So many people on some lists, written to over some weeks, with all that follows; saved. See report_season."""
        from tests.support.report_season import Season

        season = Season(**wanted)
        for facts in season.told(self, people):
            if facts > _MANY:
                self.save()
        self.save()

    @property
    def unsaved(self) -> int:
        """How many facts wait to be saved."""
        return len(self._facts)

    # --- rows

    def _enroll(
        self,
        contact_id: int,
        campaign_id: int,
        version_id: int,
        at: datetime,
        mailbox: str,
        referred_by: "Received | None",
    ) -> None:
        name = self._campaigns[campaign_id][0]
        tag = REFERRED_TAG if referred_by is not None else None
        number = self._rows.add(
            Enrollment,
            campaign_id=campaign_id,
            contact_id=contact_id,
            account_id=self._accounts_of[contact_id],
            sequence=name,
            sequence_version_id=version_id,
            mailbox=mailbox,
            tag=tag,
            referral_reply_id=None if referred_by is None else referred_by.id,
            referrer_id=None if referred_by is None else referred_by.answers.contact_id,
            depth=0 if referred_by is None else 1,
            created_at=at,
            started_at=at,
        )
        self._runs[campaign_id, contact_id] = number
        about = {"campaign_id": campaign_id, "contact_id": contact_id, "enrollment_id": number}
        self.happened(
            Happened.ENROLLED,
            at,
            **about,
            account_id=self._accounts_of[contact_id],
            details={"sequence": name, "tag": tag},
        )

    def _message(self, sent: Sent, at: datetime, *, writer: int | None = None) -> Received:
        number = self._rows.next_id(InboundMessage)
        self._rows.add(
            InboundMessage,
            mailbox=sent.mailbox,
            folder="INBOX",
            uidvalidity=1,
            uid=number,
            content_hash=f"{number:064x}",
            raw=b"",
            received_at=at,
            stored_at=at,
            state=InboundState.APPLIED,
            contact_id=writer or sent.contact_id,
            matched_by=MatchedBy.MESSAGE_ID.value,
        )
        self._rows.add_without_id(Answer, {"inbound_id": number, "outbound_id": sent.id})
        return Received(number, sent, at)

    def _answer_fact(self, kind: Happened, came: Received, **details: Any) -> None:
        sent = came.answers
        self.happened(
            kind,
            came.at,
            campaign_id=sent.campaign_id,
            enrollment_id=sent.enrollment_id,
            account_id=sent.account_id,
            contact_id=sent.contact_id,
            outbound_id=sent.id,
            inbound_id=came.id,
            mailbox=sent.mailbox,
            details=details,
        )

    def _open(
        self,
        contact_id: int,
        account_id: int,
        source: Source,
        finder: str,
        at: datetime,
        list_id: int | None,
        campaign_id: int | None,
        inbound_id: int | None,
    ) -> Opened:
        number = self._rows.add(
            Lead,
            contact_id=contact_id,
            account_id=account_id,
            # Over, so that somebody may have several; reports do not look at it.
            state=LeadState.WON,
            ended_at=at,
            source=source,
            list_id=list_id,
            campaign_id=campaign_id,
            inbound_id=inbound_id,
            finder=finder,
            owner=finder,
            level_since=at,
            created_at=at,
        )
        lead = Opened(number, contact_id, account_id, campaign_id, inbound_id, finder, source)
        self.lead_did(lead, Happened.LEAD_OPENED, at, referral=None)
        return lead
