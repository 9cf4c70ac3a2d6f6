"""Every way in which a mail to Ana comes to be forbidden, move by move, and how it is allowed again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import record
from outreach.inbox import pending
from outreach.inbox import service as inbox
from outreach.inbox.message import read_message
from outreach.prospects.accounts import rate
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.suppressing import suppress, unsuppress
from outreach.qualification import reviewing
from outreach.qualification import service as qualification
from outreach.replies.assigning import assign
from outreach.replies.verdict import Verdict
from outreach.sending import guards, mailboxes
from outreach.sending.identity import GuardRules
from outreach.sequences import campaigns, enrolling
from outreach.sequences.model import CampaignEvent, Enrollment, EnrollmentEvent, HoldReason
from tests.support.mailroom import MARIA, Mailroom, a_reply, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"

#: Two complaints are too many.
STRICT = GuardRules(complaints=2, complaint_window=1_000)

Unit = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Move:
    """One unit of work, made when its turn comes; and whether mail to Ana is forbidden from then on."""

    unit: Callable[[Mailroom], Unit]
    forbids: bool = True


def says_no(text: str, reason: SuppressionReason = SuppressionReason.OPTED_OUT) -> Move:
    return Move(lambda room: partial(suppress, text=text, reason=reason, actor="rita", now=room.now))


def takes_it_back(text: str) -> Move:
    return Move(
        lambda room: partial(
            unsuppress, text=text, actor="rita", why="she asked", they_asked=True, now=room.now
        ),
        forbids=False,
    )


def is_held(*, account: bool = False) -> Move:
    def unit(room: Mailroom) -> Unit:
        ana = room.contact(ANA)
        whom = {"account_id": ana.account_id} if account else {"contact_id": ana.id}
        return lambda session: enrolling.hold(session, reason=HoldReason.BY_HAND, now=room.now, **whom)

    return Move(unit)


def is_released() -> Move:
    def unit(room: Mailroom) -> Unit:
        ana = room.contact(ANA)
        return lambda session: enrolling.lift(session, enrolling.holds_on(session, ana)[:1], room.now)

    return Move(unit, forbids=False)


def the_account_is(status: AccountStatus, *, forbids: bool = True) -> Move:
    def unit(room: Mailroom) -> Unit:
        account_id = room.contact(ANA).account_id
        return lambda session: rate(session, account_id, status, now=room.now)

    return Move(unit, forbids)


def the_campaign_is(event: CampaignEvent, *, forbids: bool = True) -> Move:
    def unit(room: Mailroom) -> Unit:
        return lambda session: campaigns.move(
            session, campaigns.find(session, "spring"), event, actor="rita", now=room.now
        )

    return Move(unit, forbids)


def the_campaign_is_stopped_in_batches() -> Move:
    """As the command line does: first the campaign, its runs later."""

    def unit(room: Mailroom) -> Unit:
        return lambda session: campaigns.stop(
            session, campaigns.find(session, "spring"), actor="rita", now=room.now
        )

    return Move(unit)


def the_mailbox_is_paused() -> Move:
    return Move(
        lambda room: partial(
            mailboxes.pause_mailbox, mailbox="ann", why="for a test", actor="rita", now=room.now
        )
    )


def the_mailbox_is_resumed() -> Move:
    return Move(
        lambda room: partial(mailboxes.resume_mailbox, mailbox="ann", actor="rita", now=room.now),
        forbids=False,
    )


def a_guard_looks() -> Move:
    """Two mails of the mailbox have been called spam."""

    def unit(room: Mailroom) -> Unit:
        first, *_ = mails = [room.mails(BEN)[0], room.mails(ANA)[0]]

        def look(session: Session) -> None:
            for mail in mails:
                record(
                    session, Happened.COMPLAINED, room.now, outbound_id=mail.id, campaign_id=mail.campaign_id
                )
            guards.look(
                session, mailbox=first.mailbox, campaign_id=first.campaign_id, rules=STRICT, now=room.now
            )

        return look

    return Move(unit)


def the_guard_pauses_the_campaign() -> Move:
    def unit(room: Mailroom) -> Unit:
        return lambda session: campaigns.pause_by_guard(
            session, campaigns.find(session, "spring"), why="too many bounces", now=room.now
        )

    return Move(unit)


def the_run_ends(event: EnrollmentEvent) -> Move:
    def unit(room: Mailroom) -> Unit:
        run_id = room.run(ANA).id
        return lambda session: enrolling.end(
            session, session.get_one(Enrollment, run_id), event, why="for a test", now=room.now
        )

    return Move(unit)


def a_reply_comes(sender: str = ANA, **letter: Any) -> Move:
    """It is stored, and whom it concerns is held; nobody knows yet what it says."""

    def unit(room: Mailroom) -> Unit:
        raw = a_reply(room.mails(ANA)[0], "What they wrote.", sender=sender, **letter)
        incoming = [inbox.Incoming(1, raw, room.now)]
        return partial(
            inbox.store,
            mailbox="ann",
            folder="INBOX",
            uidvalidity=1,
            messages=incoming,
            up_to=1,
            hold_account=True,
            now=room.now,
        )

    return Move(unit)


def a_letter_that_answers_nothing() -> Move:
    """From an address that we never wrote to."""

    def unit(room: Mailroom) -> Unit:
        room.store_one(a_reply(None, "Stop writing to me.", sender="ana@home.example"))
        return lambda _session: None

    return Move(unit, forbids=False)


def it_is_said_to_be_hers() -> Move:
    def unit(room: Mailroom) -> Unit:
        (inbound,) = room.inbounds()
        return partial(assign, inbound_id=inbound.id or 0, address=ANA, hold_account=True, now=room.now)

    return Move(unit)


def it_is_read_as(verdict: Verdict, *, forbids: bool = True) -> Move:
    def unit(room: Mailroom) -> Unit:
        (inbound,) = room.inbounds()
        return partial(
            qualification.apply,
            inbound_id=inbound.id or 0,
            message=read_message(inbound.raw),
            verdict=verdict,
            rules=room.effects,
            now=room.now,
        )

    return Move(unit, forbids)


def it_cannot_be_read() -> Move:
    """Often enough to be set aside for a person."""

    def unit(room: Mailroom) -> Unit:
        (inbound,) = room.inbounds()

        def in_vain(session: Session) -> None:
            for _ in range(pending.MAX_ATTEMPTS):
                pending.count_attempt(session, [inbound.id or 0], now=room.now)
                qualification.set_aside(session, inbound.id or 0, "boom", room.effects, room.now)

        return in_vain

    return Move(unit)


def a_person_decides(intent: Intent, *, forbids: bool = True) -> Move:
    def unit(room: Mailroom) -> Unit:
        return partial(
            reviewing.decide,
            review_id=room.review().id or 0,
            intent=intent,
            rules=room.effects,
            actor="rita",
            people=None,
            now=room.now,
        )

    return Move(unit, forbids)


_UNSURE = replace(sure(Intent.QUESTION), needs_review=True)

#: What is said once, at one moment, and stands.
AT_ONCE: Mapping[str, tuple[Move, ...]] = {
    "the address opts out": (says_no(ANA),),
    "the address complains": (says_no(ANA, SuppressionReason.COMPLAINED),),
    "the domain is suppressed": (says_no("acme.example", SuppressionReason.BY_HAND),),
    "the contact is held": (is_held(),),
    "the account is held": (is_held(account=True),),
    "a customer": (the_account_is(AccountStatus.AVOID_CUSTOMER),),
    "a bad fit": (the_account_is(AccountStatus.AVOID_BAD_FIT),),
    "a duplicate": (the_account_is(AccountStatus.AVOID_DUPLICATE),),
    "the campaign is paused": (the_campaign_is(CampaignEvent.PAUSED),),
    "the campaign is stopped": (the_campaign_is(CampaignEvent.STOPPED),),
    "the campaign is stopped in batches": (the_campaign_is_stopped_in_batches(),),
    "the guard pauses the campaign": (the_guard_pauses_the_campaign(),),
    "the mailbox is paused": (the_mailbox_is_paused(),),
    "a guard pauses both": (a_guard_looks(),),
    "the run is ended": (the_run_ends(EnrollmentEvent.STOPPED),),
    "a reply comes": (a_reply_comes(),),
    "a colleague replies": (a_reply_comes(AMY),),
}

#: What takes several moves.
IN_MOVES: Mapping[str, tuple[Move, ...]] = {
    "opts out": (a_reply_comes(), it_is_read_as(sure(Intent.UNSUBSCRIBE))),
    "is away": (a_reply_comes(), it_is_read_as(sure(Intent.OUT_OF_OFFICE))),
    "a ticket number": (a_reply_comes(), it_is_read_as(sure(Intent.AUTO_ACKNOWLEDGEMENT), forbids=False)),
    "names Maria": (a_reply_comes(), it_is_read_as(sure(Intent.REFERRAL, MARIA))),
    "opts out, a person finds": (
        a_reply_comes(),
        it_is_read_as(_UNSURE),
        a_person_decides(Intent.UNSUBSCRIBE),
    ),
    "a machine, a person finds": (
        a_reply_comes(),
        it_is_read_as(_UNSURE),
        a_person_decides(Intent.AUTO_ACKNOWLEDGEMENT, forbids=False),
    ),
    "cannot be read": (a_reply_comes(), it_cannot_be_read()),
    "is assigned by a person": (a_letter_that_answers_nothing(), it_is_said_to_be_hers()),
    "taken back": (says_no(ANA), takes_it_back(ANA)),
    "the domain, taken back": (says_no("acme.example"), takes_it_back("acme.example")),
    "held and released": (is_held(), is_released()),
    "held twice, released once": (is_held(), is_held(account=True), replace(is_released(), forbids=True)),
    "avoided for a while": (
        the_account_is(AccountStatus.AVOID_CUSTOMER),
        the_account_is(AccountStatus.WORKING, forbids=False),
    ),
    "paused and resumed": (
        the_campaign_is(CampaignEvent.PAUSED),
        the_campaign_is(CampaignEvent.RESUMED, forbids=False),
    ),
    "paused and stopped": (the_campaign_is(CampaignEvent.PAUSED), the_campaign_is(CampaignEvent.STOPPED)),
    "the mailbox for a while": (the_mailbox_is_paused(), the_mailbox_is_resumed()),
}
