"""What the runs of a campaign wait for that only a person gives, and how many go on by themselves."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.sending import mailboxes
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences.model import UNDER_WAY, Campaign, CampaignState, Enrollment, Hold, Task, TaskState
from outreach.sequences.versions import definition_of


@dataclass(frozen=True, slots=True)
class StandingStill:
    """`waits`: how many runs, by what they wait for. `goes_on`: how many have a step left that comes by itself."""

    waits: dict[str, int]
    goes_on: int


def standing_still(
    session: Session, campaign: Campaign, rules: SendingRules, *, share: float
) -> StandingStill:
    """Of the runs that are under way. `share` of the first mails may go while replies wait (see capacity.py)."""
    statement = select(Enrollment).where(
        Enrollment.campaign_id == campaign.id, col(Enrollment.state).in_(UNDER_WAY)
    )
    runs = session.exec(statement).all()
    reasons = _Reasons(session, campaign, rules, share)
    waits = {run.id: why for run in runs if (why := reasons.of(run)) is not None}
    stuck = {run.account_id for run in runs if run.id in waits and not run.waits_for_turn}
    counted = Counter(waits.values())
    goes_on = 0
    for run in runs:
        if run.id in waits:
            continue
        if run.waits_for_turn and run.account_id in stuck:
            counted["a colleague at the account, who waits for a person"] += 1
        elif run.next_step < len(definition_of(session, run.sequence_version_id).steps):
            goes_on += 1
    return StandingStill(dict(counted.most_common()), goes_on)


class _Reasons:
    """What is in the way of the runs of a campaign, read once for all of them."""

    def __init__(self, session: Session, campaign: Campaign, rules: SendingRules, share: float) -> None:
        self._campaign = campaign
        self._share = share
        tasks = session.exec(select(Task).where(Task.state == TaskState.OPEN)).all()
        self._tasks = {task.enrollment_id: f"{task.kind.value}: {task.step}" for task in tasks}
        holds = session.exec(select(Hold).where(col(Hold.until).is_(None))).all()
        self._held = {hold.contact_id: hold for hold in holds if hold.contact_id is not None}
        self._held_accounts = {hold.account_id: hold for hold in holds if hold.account_id is not None}
        doubtful = sa.select(col(OutboundMessage.enrollment_id), col(OutboundMessage.step_index)).where(
            col(OutboundMessage.state) == OutboundState.DOUBTFUL
        )
        self._doubtful = {(run, step) for run, step in session.execute(doubtful)}
        statuses = mailboxes.statuses(session, rules.mailboxes)
        self._shut = {name: f"{name} is paused" for name, each in statuses.items() if each.paused_at}
        self._known = set(rules.mailboxes)

    def of(self, run: Enrollment) -> str | None:
        """What this run waits for; None where nothing but time, and its own limits, is in the way."""
        ways: tuple[Callable[[Enrollment], str | None], ...] = (
            self._of_campaign,
            self._of_hold,
            lambda run: self._tasks.get(run.id),
            lambda run: "a doubtful mail" if (run.id, run.next_step) in self._doubtful else None,
            self._of_mailbox,
            self._of_replies,
        )
        return next((why for way in ways if (why := way(run)) is not None), None)

    def _of_campaign(self, _run: Enrollment) -> str | None:
        if self._campaign.state is CampaignState.RUNNING:
            return None
        return f"the campaign is {self._campaign.state.value}"

    def _of_hold(self, run: Enrollment) -> str | None:
        hold = self._held.get(run.contact_id) or self._held_accounts.get(run.account_id)
        return None if hold is None else f"held: {hold.reason.value}"

    def _of_mailbox(self, run: Enrollment) -> str | None:
        names = self._campaign.mailboxes if run.mailbox is None else [run.mailbox]
        shut = [self._why_shut(name) for name in names]
        return None if run.waits_for_turn or None in shut else f"mailbox {' and '.join(filter(None, shut))}"

    def _why_shut(self, name: str) -> str | None:
        return self._shut.get(name) if name in self._known else f"{name} is not in the configuration"

    def _of_replies(self, run: Enrollment) -> str | None:
        is_new = run.started_at is None and run.tag is None and not run.waits_for_turn
        return "replies that wait for a person" if self._share <= 0 and is_new else None
