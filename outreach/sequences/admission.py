"""Whom a campaign may take up: the rules that the start of a list and a person at the command line have in common."""

from collections.abc import Sequence

from outreach.prospects.model import AVOIDED, Account
from outreach.sequences.model import UNDER_WAY, Campaign, Enrollment


def barred(account: Account, *, is_suppressed: bool) -> str | None:
    """Why nobody may enroll a contact of this account, whoever asks; None where nothing speaks against it."""
    if account.status in AVOIDED:
        return f"account is {account.status.value}"
    return "suppressed" if is_suppressed else None


def under_way_elsewhere(runs: Sequence[Enrollment], campaign: Campaign) -> bool:
    """Whether another campaign is writing to them: one active run a prospect, unless a person says otherwise."""
    return any(run.campaign_id != campaign.id and run.state in UNDER_WAY for run in runs)


def left_out(
    campaign: Campaign, account: Account, runs: Sequence[Enrollment], *, is_suppressed: bool
) -> str | None:
    """Why a start leaves out a contact of its list, who has had these runs; None where nothing speaks against them."""
    why = barred(account, is_suppressed=is_suppressed)
    if why is not None:
        return why
    if any(run.campaign_id == campaign.id for run in runs):
        return "enrolled already"
    if under_way_elsewhere(runs, campaign):
        return "under way in another campaign"
    # A run from which nothing ever went out was none.
    if any(run.sequence == campaign.sequence and run.started_at is not None for run in runs):
        return "has had this sequence"
    return None
