"""Which runs go over to a newer version, and what is written for it: values in, values out."""

from dataclasses import replace

import pytest

from outreach.sending.going_over import Anew, Found, Mail, OpenTask, Run, decide, newly_in_turn, who_may
from outreach.sending.model import OutboundKind, OutboundState
from outreach.sequences.definition import SequenceDefinition, Step, StepKind
from outreach.sequences.timing import Timing
from tests.support.campaigns import earliest, sequence
from tests.support.databases import NOW

OLD, NEW = sequence(one_at_a_time=False), sequence(wording="Other words?", one_at_a_time=False)
TIMING = Timing("Europe/London", draws=earliest)


def run(run_id: int, *, account: int = 1, step: int = 0) -> Run:
    return Run(run_id, account, 1, step, NOW, None, None, run_id, False, run_id, "a@x.example", None, None)


def mail(run_id: int, state: OutboundState = OutboundState.QUEUED, attempts: int = 0) -> Mail:
    return Mail(run_id + 100, run_id, OutboundKind.STEP, state, None, attempts, None)


def going(found: Found, new: SequenceDefinition = NEW, old: SequenceDefinition = OLD) -> list[int]:
    return [each.run_id for each in who_may(found, {1: old}, new)]


@pytest.mark.parametrize(
    "state", sorted(set(OutboundState) - {OutboundState.QUEUED, OutboundState.WITHDRAWN})
)
def test_whose_mail_is_more_than_waiting_stays(state: OutboundState) -> None:
    found = Found([run(1), run(2)], [mail(1, state), mail(2)], [])

    assert going(found) == [2]


@pytest.mark.parametrize(
    "changes", [{"kind": OutboundKind.ANSWER}, {"settled_by": "ann"}], ids=["answer", "called not sent"]
)
def test_whose_mail_a_person_had_to_do_with_stays(changes: dict[str, object]) -> None:
    found = Found([run(1)], [replace(mail(1), **changes)], [])  # type: ignore[arg-type]

    assert going(found) == []


def test_what_was_offered_to_a_server_keeps_its_id_and_what_was_not_is_forgotten() -> None:
    runs = [run(1, account=1), run(2, account=2)]
    found = Found(runs, [mail(1, attempts=2), mail(2)], [])

    over = decide(found, runs, {1: OLD}, NEW, under_way=(), timing=TIMING, now=NOW)

    assert (over.mails, over.untried, over.withdrawn) == ((101, 102), (102,), (101, 102))
    assert (over.as_they_are, over.anew) == ((1, 2), ())


def test_who_must_take_turns_from_now_on_waits_for_who_is_there_already() -> None:
    new = sequence(wording="Other words?", one_at_a_time=True)
    runs = [run(1, account=1), run(2, account=1), run(3, account=2)]
    found = Found(runs, [], [])

    over = decide(found, runs, {1: OLD}, new, under_way=[(1, 1), (1, 2), (2, 9)], timing=TIMING, now=NOW)

    assert newly_in_turn(runs, {1: OLD}, new) == runs
    assert over.as_they_are == (1,)
    assert over.anew == (Anew(2, None, None, True), Anew(3, None, None, True))
    assert over.runs == [1, 2, 3]


def test_a_call_is_said_in_the_newer_words_or_dropped_where_it_is_gone() -> None:
    call = Step(name="call", kind=StepKind.CALL, after=0, note="Ring them.")
    old = replace(OLD, steps=(call, *OLD.steps))
    louder = replace(old, steps=(replace(call, note="Ring them twice."), *OLD.steps))
    found = Found([run(1)], [], [OpenTask(7, 1, 0)])

    kept = decide(found, found.runs, {1: old}, louder, under_way=(), timing=TIMING, now=NOW)
    dropped = decide(found, found.runs, {1: old}, OLD, under_way=(), timing=TIMING, now=NOW)

    assert (kept.notes, kept.dropped) == (((7, "Ring them twice."),), ())
    assert (dropped.notes, dropped.dropped) == ((), (7,))
