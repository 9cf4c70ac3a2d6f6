"""Whom a campaign may take up: the rules that the start of a list and a person at the command line have in common."""

from collections.abc import Sequence
from datetime import datetime

from outreach.prospects.account_policy import MailKind, why_not
from outreach.prospects.ideal_customer import Grade, Letter
from outreach.prospects.model import Account
from outreach.sequences.model import UNDER_WAY, Campaign, Enrollment


def barred(
    account: Account, *, is_suppressed: bool, now: datetime, kind: MailKind = MailKind.FIRST
) -> str | None:
    """Why nobody may enroll a contact of this account, whoever asks; None where nothing speaks against it.

    `kind`: what the mails of the run would be to them.
    """
    why = why_not(kind, account.status, since=account.has_status_since, now=now)
    if why is not None:
        return why
    return "suppressed" if is_suppressed else None


def below_grade(campaign: Campaign, grade: Grade | None) -> str | None:
    """Why somebody with this grade is none for a campaign that demands one."""
    if campaign.min_grade is None:
        return None
    if grade is None:
        return "not graded: there is no ideal customer profile"
    if grade.letter.is_at_least(Letter(campaign.min_grade)):
        return None
    why = f"grade {grade.letter.value}, {campaign.min_grade} or better is asked for"
    if not grade.best.is_at_least(Letter(campaign.min_grade)):
        return why
    return f"{why}; could be one: {', '.join(grade.missing)} not known"


def under_way_elsewhere(runs: Sequence[Enrollment], campaign: Campaign) -> bool:
    """Whether another campaign is writing to them: one active run a prospect, unless a person says otherwise."""
    return any(run.campaign_id != campaign.id and run.state in UNDER_WAY for run in runs)


def left_out(
    campaign: Campaign,
    account: Account,
    runs: Sequence[Enrollment],
    *,
    is_suppressed: bool,
    now: datetime,
    kind: MailKind = MailKind.FIRST,
    grade: Grade | None = None,
) -> str | None:
    """Why a start leaves out a contact of its list, who has had these runs; None where nothing speaks against them."""
    why = barred(account, is_suppressed=is_suppressed, now=now, kind=kind)
    if why is not None:
        return why
    if any(run.campaign_id == campaign.id for run in runs):
        return "enrolled already"
    if under_way_elsewhere(runs, campaign):
        return "under way in another campaign"
    # A run from which nothing ever went out was none.
    if any(run.sequence == campaign.sequence and run.started_at is not None for run in runs):
        return "has had this sequence"
    return below_grade(campaign, grade)
