"""`outreach tasks`: what only a person can do, and the runs that wait for it."""

import dataclasses

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table

TASK_FIELDS = {
    "id": "the task's number",
    "kind": "call, or task: what the note says",
    "state": "open, done or dropped (its run ended first)",
    "due_at": "when its step was due",
    "overdue_hours": "whole hours since then; 0 where it is over",
    "held": "whether something holds the run: they have written, or are away",
    "name": "of the person",
    "address": "theirs",
    "phone": "theirs, or that of a column of the list which speaks of a phone; may be empty",
    "account": "the company",
    "campaign": "its name",
    "sequence": "its name",
    "step": "of the sequence",
    "note": "what is to be done",
    "outcome": "how it went",
    "done_by": "who did it",
    "done_at": "when, or null",
}


@click.group(cls=Group)
def tasks() -> None:
    """Calls to make, and other things that only a person can do."""


@tasks.command("list", epilog="outreach tasks list --json")
@click.option("--all", "everything", is_flag=True, help="Also those that are done or dropped.")
@json_option(TASK_FIELDS)
def list_tasks(everything: bool, as_json: bool) -> None:
    """What waits for a person, the longest due first."""
    from outreach.sequences.tasks import listed

    with workspace.reading() as session:
        rows = listed(session, now=workspace.now(), everything=everything)
    if as_json:
        emit_json([dataclasses.asdict(row) for row in rows])
        return
    table(
        (
            *("id", "due", "overdue", "kind", "name", "address", "phone", "account"),
            *("campaign", "note", "held", "outcome"),
        ),
        [
            (
                row.id,
                row.due_at,
                _overdue(row.overdue_hours),
                row.kind if row.state == "open" else f"{row.kind}, {row.state}",
                row.name,
                row.address,
                row.phone,
                row.account,
                row.campaign,
                row.note,
                "held" if row.held else "",
                row.outcome,
            )
            for row in rows
        ],
        empty="No task waits for you." if not everything else "There are no tasks.",
    )


@tasks.command(epilog="outreach tasks done 4 --outcome 'spoke to Maria, she writes to us'")
@click.argument("task_id", type=ID, metavar="ID")
@click.option("--outcome", type=REMARK, required=True, help="How it went; kept with the task.")
@click.option("--stop", is_flag=True, help="End the run: no further step of the sequence comes.")
def done(task_id: int, outcome: str, stop: bool) -> None:
    """Say how a task went. Its run goes on to the next step, or ends with --stop."""
    if not outcome:
        raise click.UsageError("--outcome: say in a word how it went.")
    from outreach.daemon.rules import timing
    from outreach.sequences import tasks as waiting

    config = workspace.config()
    with workspace.writing(config) as session:
        waiting.done(
            session,
            task_id,
            outcome=outcome,
            actor=workspace.actor(),
            timing=timing(config),
            stop=stop,
            now=workspace.now(),
        )
    say("Done. The run has ended." if stop else "Done. The sequence goes on.")


def _overdue(hours: int) -> str:
    """As people say it: in hours, from two days on in days."""
    if not hours:
        return ""
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
