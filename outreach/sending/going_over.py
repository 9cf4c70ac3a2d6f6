"""What becomes of runs of which nothing has gone out, with their mails and tasks, when they go over to a newer version.

Whoever has had a mail, or may have, finishes the version that it was written by. So does a run whose mail is claimed at
this moment. What only waits in the outbox is withdrawn, and planned and written anew: one row a step, as ever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.mail.outcomes import Phase
from outreach.sending.model import OutboundKind, OutboundState
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.newer_version import Moved, Unsent, go_over, may_go_over
from outreach.sequences.timing import Timing

#: In which nothing of a mail was ever transmitted, and nobody is about to.
WAITING = frozenset({OutboundState.QUEUED, OutboundState.WITHDRAWN})
#: Of an answer: the body was on its way, or over.
OFFERED = frozenset({Phase.DATA.value, Phase.DOT.value})

#: Versions of a sequence by the id of their row.
Definitions = Mapping[int, SequenceDefinition]


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has had no mail, as far as it says itself. `id` and the three after it are the contact's."""

    run_id: int
    account_id: int
    sequence_version_id: int
    next_step: int
    due_at: datetime | None
    first_due_at: datetime | None
    tag: str | None
    position: int
    waits_for_turn: bool
    id: int | None
    address: str
    country: str | None
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that stands in the outbox for a run."""

    mail_id: int
    enrollment_id: int
    kind: OutboundKind
    state: OutboundState
    settled_by: str | None
    attempts: int
    answer_phase: str | None

    @property
    def only_waits(self) -> bool:
        """Whether nothing of it was ever transmitted, and no person had to say so: they can be wrong."""
        return self.kind is OutboundKind.STEP and self.state in WAITING and self.settled_by is None

    @property
    def was_tried(self) -> bool:
        """Whether a server may have been offered its body, and said that it did not take it."""
        return self.attempts > 1 or self.answer_phase in OFFERED


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What a person is to do next in a run."""

    task_id: int
    enrollment_id: int
    step_index: int


@dataclass(frozen=True, slots=True)
class Found:
    """Some runs on other versions, with every mail and open task of theirs."""

    runs: Sequence[Run]
    mails: Sequence[Mail]
    open_tasks: Sequence[OpenTask]

    @property
    def versions(self) -> set[int]:
        return {run.sequence_version_id for run in self.runs}


@dataclass(frozen=True, slots=True)
class Alike:
    """How many runs of which nothing went out stand at one step of one version."""

    sequence_version_id: int
    next_step: int
    is_referred: bool
    was_tried: bool
    runs: int


@dataclass(frozen=True, slots=True)
class Anew:
    """When a run is due in the newer version, when it was first, and whether a colleague has their turn first."""

    run_id: int
    due_at: datetime | None
    first_due_at: datetime | None
    waits: bool


@dataclass(frozen=True, slots=True)
class GoingOver:
    """Which of the runs go over, and what is to be written for it; by ids."""

    #: Those of which nothing but the version changes: most, where only words were edited.
    as_they_are: tuple[int, ...] = ()
    anew: tuple[Anew, ...] = ()
    withdrawn: tuple[int, ...] = ()
    #: All mails of theirs, and those of them that no server was offered.
    mails: tuple[int, ...] = ()
    untried: tuple[int, ...] = ()
    #: Tasks that a person need not do any more, and those that are said in the newer words: (task, note).
    dropped: tuple[int, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()

    @property
    def runs(self) -> list[int]:
        return sorted((*self.as_they_are, *(each.run_id for each in self.anew)))


def how_many_may(groups: Iterable[Alike], definitions: Definitions, new: SequenceDefinition) -> int:
    """How many of these runs would go over."""
    return sum(
        each.runs
        for each in groups
        if may_go_over(definitions[each.sequence_version_id], new, _standing(each))
    )


def who_may(found: Found, definitions: Definitions, new: SequenceDefinition) -> list[Run]:
    """Those of which nothing has gone out, nor may have, and which stand in the newer version where they stood."""
    begun = {mail.enrollment_id for mail in found.mails if not mail.only_waits}
    unsent = _unsent(found)
    return [
        run
        for run in found.runs
        if run.run_id not in begun
        and may_go_over(definitions[run.sequence_version_id], new, unsent[run.run_id])
    ]


def newly_in_turn(going: Iterable[Run], definitions: Definitions, new: SequenceDefinition) -> list[Run]:
    """Those who could be written to beside a colleague until now, and must take turns from now on."""
    if not new.account.one_at_a_time:
        return []
    return [run for run in going if not definitions[run.sequence_version_id].account.one_at_a_time]


def decide(
    found: Found,
    going: Sequence[Run],
    definitions: Definitions,
    new: SequenceDefinition,
    *,
    under_way: Iterable[tuple[int, int]],
    timing: Timing,
    now: datetime,
) -> GoingOver:
    """What is to be written for those who go. `under_way`: at the accounts of `newly_in_turn`, as (account, run)."""
    unsent = _unsent(found)
    after = {
        run.run_id: go_over(
            definitions[run.sequence_version_id], new, unsent[run.run_id], run, timing=timing, now=now
        )
        for run in going
    }
    waits = _who_waits(going, definitions, new, under_way)
    rows = {run.run_id: _anew(run.run_id, after[run.run_id], waits) for run in going}
    stay = {run.run_id for run in going if _as_it_is(run) == rows[run.run_id]}
    mails = [mail for mail in found.mails if mail.enrollment_id in after]
    open_tasks = [task for task in found.open_tasks if task.enrollment_id in after]
    keeps = {run for run, moved in after.items() if moved.keeps_task}
    return GoingOver(
        as_they_are=tuple(run.run_id for run in going if run.run_id in stay),
        anew=tuple(rows[run] for run in sorted(rows) if run not in stay),
        withdrawn=tuple(mail.mail_id for mail in mails if mail.state is OutboundState.QUEUED),
        mails=tuple(mail.mail_id for mail in mails),
        untried=tuple(mail.mail_id for mail in mails if not mail.was_tried),
        dropped=tuple(task.task_id for task in open_tasks if task.enrollment_id not in keeps),
        notes=tuple(
            (task.task_id, new.steps[task.step_index].note)
            for task in open_tasks
            if task.enrollment_id in keeps
        ),
    )


def _standing(each: Alike) -> Unsent:
    return Unsent(each.next_step, None, None, is_referred=each.is_referred, was_tried=each.was_tried)


def _unsent(found: Found) -> dict[int, Unsent]:
    """The runs, as the sequence's own decision sees them."""
    tried = {mail.enrollment_id for mail in found.mails if mail.was_tried}
    to_do = {task.enrollment_id for task in found.open_tasks}
    return {
        run.run_id: Unsent(
            run.next_step,
            run.due_at,
            run.first_due_at,
            is_referred=run.tag is not None,
            has_open_task=run.run_id in to_do,
            was_tried=run.run_id in tried,
        )
        for run in found.runs
    }


def _who_waits(
    going: Sequence[Run],
    definitions: Definitions,
    new: SequenceDefinition,
    under_way: Iterable[tuple[int, int]],
) -> set[int]:
    """Whose colleague has their turn first: as it was, but where the edit changed the rule."""
    waits = {run.run_id for run in going if run.waits_for_turn}
    if not new.account.one_at_a_time:
        # Whose own rule made them wait need not any more.
        return waits - {
            run.run_id for run in going if definitions[run.sequence_version_id].account.one_at_a_time
        }
    they = {run.run_id for run in going}
    busy = {account for account, run in under_way if run not in they}
    turned_on = newly_in_turn(going, definitions, new)
    for run in sorted(turned_on, key=lambda each: (each.waits_for_turn, each.position, each.run_id)):
        if run.account_id in busy:
            waits.add(run.run_id)
        busy.add(run.account_id)
    return waits


def _anew(run_id: int, moved: Moved, waits: set[int]) -> Anew:
    is_waiting = run_id in waits
    return Anew(run_id, None if is_waiting else moved.due_at, moved.first_due_at, is_waiting)


def _as_it_is(run: Run) -> Anew:
    return Anew(run.run_id, run.due_at, run.first_due_at, run.waits_for_turn)
