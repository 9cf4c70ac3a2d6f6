"""Guards: a mailbox or a campaign whose last mails bounced, or were complained about, too often pauses itself.

Counted in mails, not in a period: those among the last so many of the mailbox or the campaign that failed, each
once, whenever its report came. After a person has resumed it, only what went out since counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import STANDS, Event
from outreach.sending import mailboxes
from outreach.sending.identity import GuardRules
from outreach.sending.model import OutboundMessage
from outreach.sequences import campaigns
from outreach.sequences.model import Campaign, CampaignState

#: Failures for now that speak of us: more of the same makes it worse. A full mailbox, a slow server do not.
_OUR_REPUTATION = frozenset({"blocked", "policy", "authentication"})

#: What was refused at once is looked for so far back while fewer mails than the window have gone out.
_REFUSED_WITHIN = timedelta(days=30)

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def look(
    session: Session, *, mailbox: str, campaign_id: int | None, rules: GuardRules, now: datetime
) -> None:
    """Pause the mailbox, or the campaign, whose share has become too large. To be called after each failure.

    Of two failures that two daemons write down at the same moment neither sees the other: the next one does.
    """
    _look_at_mailbox(session, mailbox, rules, now)
    if campaign_id is not None:
        _look_at_campaign(session, campaign_id, rules, now)


# --- decisions -----------------------------------------------------------------------------------------------------


def judge_share(bounced: int, sent: int, rules: GuardRules) -> str | None:
    """Why `bounced` of the last `sent` mails are too many; None where they are not."""
    if sent < rules.bounce_least or bounced * 100 <= sent * rules.bounce_share:
        return None
    share = f"{bounced * 100 / sent:.1f} %, the limit is {rules.bounce_share} %"
    return f"paused: {bounced} of the last {sent:,} mails bounced ({share})"


def judge_complaints(complaints: int, sent: int, rules: GuardRules) -> str | None:
    """Why so many complaints about the last `sent` mails are too many; None where they are not.

    Counted from the first mail on: for a share of a thousand there are too few mails, and too few complaints.
    """
    if complaints < rules.complaints:
        return None
    about = f"{complaints} of the last {sent:,} mails were called spam"
    return f"paused: {about} ({rules.complaints} of {rules.complaint_window:,} are too many)"


def is_counted(kind: Happened, details: Mapping[str, Any]) -> bool:
    """Whether a failure is held against us: every complaint, every dead address, every refusal for what we are."""
    if kind is Happened.COMPLAINED:
        return True
    return details.get("bounce") == Intent.BOUNCE_HARD.value or details.get("reason") in _OUR_REPUTATION


def tally(
    went_out: Mapping[int, datetime], refused: Mapping[int, datetime], failed: frozenset[int], window: int
) -> tuple[int, int]:
    """(failed, all) among the newest mails, `window` of them at most.

    `went_out` and `refused` at once, disjoint, are mails with their moments; all of the latter have failed.
    """
    mails = sorted({**went_out, **refused}.items(), key=lambda mail: (mail[1], mail[0]), reverse=True)
    newest = [mail for mail, _ in mails[:window]]
    return sum(mail in failed or mail in refused for mail in newest), len(newest)


# --- units of work -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Whose:
    """Of which mails, and since when: the mailbox's name or the campaign's number, and how one asks for theirs."""

    whose: str | int
    newest: Any
    failures: Any
    since: datetime


def _look_at_mailbox(session: Session, mailbox: str, rules: GuardRules, now: datetime) -> None:
    status = mailboxes.status_of(session, mailbox)
    if status.paused_at is not None:
        return
    whose = _Whose(mailbox, _NEWEST_OF_MAILBOX, _FAILED_OF_MAILBOX, status.guarded_since or _ALWAYS)
    why = _too_much(session, whose, rules, now)
    if why is not None:
        why = f"{why}. See to the list, then `outreach mailbox resume {mailbox}`."
        mailboxes.pause_mailbox(session, mailbox, why=why, actor="guard", now=now)


def _look_at_campaign(session: Session, campaign_id: int, rules: GuardRules, now: datetime) -> None:
    campaign = session.get_one(Campaign, campaign_id)
    if campaign.state is not CampaignState.RUNNING:
        return
    since = campaign.guarded_since or _ALWAYS
    whose = _Whose(campaign_id, _NEWEST_OF_CAMPAIGN, _FAILED_OF_CAMPAIGN, since)
    why = _too_much(session, whose, rules, now)
    if why is not None:
        why = f"{why}. See to the list, then `outreach campaign resume {campaign.name}`."
        campaigns.pause_by_guard(session, campaign, why=why, now=now)


def _too_much(session: Session, whose: _Whose, rules: GuardRules, now: datetime) -> str | None:
    return _bounces(session, whose, rules, now) or _complaints(session, whose, rules)


def _bounces(session: Session, whose: _Whose, rules: GuardRules, now: datetime) -> str | None:
    went_out = _went_out(session, whose, rules.bounce_window)
    oldest = min(went_out.values(), default=now)
    is_full = len(went_out) == rules.bounce_window
    back_to = oldest if is_full else min(oldest, now - _REFUSED_WITHIN)
    failures = _failures(session, whose, Happened.BOUNCED, max(back_to, whose.since))
    refused = {
        each.outbound_id: each.at for each in failures if each.in_flight_at is None and each.at > whose.since
    }
    failed = frozenset(each.outbound_id for each in failures)
    return judge_share(*tally(went_out, refused, failed, rules.bounce_window), rules)


def _complaints(session: Session, whose: _Whose, rules: GuardRules) -> str | None:
    failed = frozenset(
        each.outbound_id for each in _failures(session, whose, Happened.COMPLAINED, whose.since)
    )
    if len(failed) < rules.complaints:
        # They are rare: mostly nothing more has to be read.
        return None
    went_out = _went_out(session, whose, rules.complaint_window)
    return judge_complaints(*tally(went_out, {}, failed, rules.complaint_window), rules)


def _went_out(session: Session, whose: _Whose, window: int) -> dict[int, datetime]:
    asked = {"whose": whose.whose, "since": whose.since, "window": window}
    rows = session.execute(whose.newest, asked).all()
    return {mail.id: mail.in_flight_at for mail in rows}


def _failures(session: Session, whose: _Whose, kind: Happened, back_to: datetime) -> list[Any]:
    """What was reported after that and is held against us, by the index on kind and moment, with the mails."""
    rows = session.execute(whose.failures, {"whose": whose.whose, "kind": kind, "back_to": back_to})
    return [each for each in rows if is_counted(kind, each.details)]


# --- statements, made once -----------------------------------------------------------------------------------------


def _failed(*theirs: Any) -> Any:
    return (
        sa.select(
            col(Event.outbound_id), col(Event.at), col(Event.details), col(OutboundMessage.in_flight_at)
        )
        .join(OutboundMessage, col(OutboundMessage.id) == col(Event.outbound_id))
        .where(
            col(Event.kind) == sa.bindparam("kind"),
            col(Event.at) >= sa.bindparam("back_to"),
            STANDS,
            *theirs,
        )
    )


def _newest(*theirs: Any) -> Any:
    """The newest mails that went out, or may have; what was refused or put back has no `in_flight_at`."""
    return (
        sa.select(col(OutboundMessage.id), col(OutboundMessage.in_flight_at))
        .where(*theirs, col(OutboundMessage.in_flight_at) > sa.bindparam("since"))
        .order_by(col(OutboundMessage.in_flight_at).desc(), col(OutboundMessage.id).desc())
        .limit(sa.bindparam("window", type_=sa.Integer()))
    )


def _newest_of_both(theirs: Any) -> Any:
    """The same where the index tells openings and follow-ups apart: the newest of each, then the newest of all."""
    halves = [
        sa.select(_newest(theirs, col(OutboundMessage.opening).is_(opening)).subquery())
        for opening in (True, False)
    ]
    both = sa.union_all(*halves).subquery()
    newest = sa.select(both).order_by(both.c.in_flight_at.desc(), both.c.id.desc())
    return newest.limit(sa.bindparam("window", type_=sa.Integer()))


_OF_MAILBOX = col(OutboundMessage.mailbox) == sa.bindparam("whose")
_OF_CAMPAIGN = col(OutboundMessage.campaign_id) == sa.bindparam("whose")
_NEWEST_OF_MAILBOX, _NEWEST_OF_CAMPAIGN = _newest(_OF_MAILBOX), _newest_of_both(_OF_CAMPAIGN)
_FAILED_OF_MAILBOX = _failed(_OF_MAILBOX)
# The event says it too, and has an index by it.
_FAILED_OF_CAMPAIGN = _failed(_OF_CAMPAIGN, col(Event.campaign_id) == sa.bindparam("whose"))
