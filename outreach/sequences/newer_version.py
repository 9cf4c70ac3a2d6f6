"""Whether a run of which nothing has gone out may go over to an edited version of its sequence, and when it is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from outreach.sequences.definition import SequenceDefinition, StepKind, Thread
from outreach.sequences.timing import Timing


class Recipient(Protocol):
    """What moments are reckoned by, of a contact."""

    @property
    def id(self) -> int | None: ...
    @property
    def address(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def time_zone(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Unsent:
    """A run of which nothing has gone out.

    `has_open_task`: its next step is a person's, and waits for them. `was_tried`: a server was offered its mail, and
    did not take it.
    """

    next_step: int
    due_at: datetime | None
    first_due_at: datetime | None
    is_referred: bool
    has_open_task: bool = False
    was_tried: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What the run is in the newer version. `keeps_task`: the open task is still its next step."""

    due_at: datetime | None
    first_due_at: datetime | None
    keeps_task: bool


def may_go_over(old: SequenceDefinition, new: SequenceDefinition, run: Unsent) -> bool:
    """Whether the run stands in the newer version where it stood in its own.

    What a person has done with them (a call), or has passed over, must be the same steps in the same places: a step's
    place is what tasks and Message-IDs are known by. What a server was offered once must stay that step, for the same
    reason. And the first mail must begin a thread.
    """
    done = run.next_step
    if new.requires_referral and not run.is_referred:
        return False
    if run.was_tried and not _is_same_step(old, new, done):
        return False
    if len(new.steps) < done or any(
        (before.name, before.kind) != (after.name, after.kind)
        for before, after in zip(old.steps[:done], new.steps[:done], strict=True)
    ):
        return False
    mails = (step for step in new.steps[done:] if step.kind is StepKind.MAIL)
    first = next(mails, None)
    return first is None or first.thread is Thread.NEW


def go_over(
    old: SequenceDefinition,
    new: SequenceDefinition,
    run: Unsent,
    recipient: Recipient,
    *,
    timing: Timing,
    now: datetime,
) -> Moved:
    """When its next step is due there. Where hours and waits are as they were, so is that moment.

    A mail that waited in the outbox is due at once: it is planned anew. Raises NeverOpen.
    """
    keeps_task = run.has_open_task and _is_same_step(old, new, run.next_step)
    if keeps_task:
        return Moved(None, None, keeps_task=True)
    if _keeps_moment(old, new, run.next_step):
        return Moved(now if run.due_at is None else run.due_at, run.first_due_at, keeps_task=False)
    return Moved(_due_anew(new, run, recipient, timing, now), None, keeps_task=False)


def _due_anew(
    new: SequenceDefinition, run: Unsent, recipient: Recipient, timing: Timing, now: datetime
) -> datetime:
    # Timing asks for a Contact, and looks at no more than what a Recipient has.
    contact: Any = recipient
    if run.next_step == 0:
        return timing.first_due(new, contact, now)
    if run.next_step >= len(new.steps):
        return now
    return timing.opens(max(now, run.due_at or now), new, contact)


def _is_same_step(old: SequenceDefinition, new: SequenceDefinition, place: int) -> bool:
    if place >= len(old.steps) or place >= len(new.steps):
        return False
    before, after = old.steps[place], new.steps[place]
    return (before.name, before.kind) == (after.name, after.kind)


def _keeps_moment(old: SequenceDefinition, new: SequenceDefinition, place: int) -> bool:
    if place >= len(old.steps) or place >= len(new.steps):
        return False
    before, after = old.steps[place], new.steps[place]
    return (old.window, before.after, before.kind) == (new.window, after.after, after.kind)
