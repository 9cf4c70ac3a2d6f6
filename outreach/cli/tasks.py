"""`outreach tasks`: what only a person can do, and the runs that wait for it."""

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, ID, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.sequences.tasks import ListedTask

KINDS = ("call", "task", "find_contact", "call_back", "answer_overdue")

TASK_FIELDS = {
    "id": "the task's number",
    "kind": "call, task (what the note says), find_contact, call_back or answer_overdue",
    "owner": "who is to do it; empty: whoever comes first",
    "state": "open, done or dropped (its run ended first, or it came about by itself)",
    "due_at": "when it is, or its step was, due",
    "overdue_hours": "whole hours since then; 0 where it is over",
    "held": "whether something holds the run: they have written, or are away",
    "name": "of the person; of find_contact: of who named them",
    "address": "likewise",
    "phone": "of the person, or that of a column of the list which speaks of a phone; of find_contact: of whom was"
    " named; may be empty",
    "account": "the company",
    "campaign": "its name",
    "sequence": "its name",
    "step": "of the sequence",
    "note": "what is to be done",
    "outcome": "how it went",
    "done_by": "who did it",
    "done_at": "when, or null",
    "message": "the reply that made it, or null",
    "referral": "of find_contact: the referral whose address is missing, or null",
    "likely": "of find_contact: addresses by the account's own pattern, to be looked into; nothing is sent to them",
}


@click.group(cls=Group)
def tasks() -> None:
    """Calls to make, and other things that only a person can do."""


@tasks.command("list", epilog="outreach tasks list --json\noutreach tasks list --mine --kind find_contact")
@click.option("--all", "everything", is_flag=True, help="Also those that are done or dropped.")
@click.option("--mine", is_flag=True, help="Only yours, and those that nobody has.")
@click.option("--kind", type=click.Choice(KINDS), help="Only of this kind.")
@json_option(TASK_FIELDS)
def list_tasks(everything: bool, mine: bool, kind: str | None, as_json: bool) -> None:
    """What waits for a person, the longest due first.

    Likely addresses are guessed from those known at the account. They are for your eyes: nothing is ever sent there
    before you have found out and said so, with `outreach tasks done`.
    """
    from outreach.sequences.model import TaskKind
    from outreach.sequences.tasks import listed

    _see_to_overdue_answers()
    with workspace.reading() as session:
        tasks_found = listed(
            session,
            now=workspace.now(),
            everything=everything,
            owner=workspace.actor() if mine else None,
            kind=None if kind is None else TaskKind(kind),
        )
        rows = [(row, _likely(session, row)) for row in tasks_found]
    if as_json:
        emit_json([dataclasses.asdict(row) | {"likely": likely} for row, likely in rows])
        return
    table(
        (
            *("id", "due", "overdue", "kind", "name", "address", "phone", "account"),
            *("campaign", "note", "likely", "whose", "held", "outcome"),
        ),
        [
            (
                row.id,
                row.due_at,
                _overdue(row.overdue_hours),
                row.kind.replace("_", " ")
                if row.state == "open"
                else f"{row.kind.replace('_', ' ')}, {row.state}",
                *_whom(row),
                row.account,
                row.campaign,
                _note(row),
                "; ".join(likely),
                row.owner,
                "held" if row.held else "",
                row.outcome,
            )
            for row, likely in rows
        ],
        empty="No task waits for you." if not everything else "There are no tasks.",
    )


def _whom(row: "ListedTask") -> tuple[str, str, str]:
    """Name, address and phone of whom it is about. Of somebody who has to be found only the number is known."""
    return ("", "", row.phone) if row.kind == "find_contact" else (row.name, row.address, row.phone)


def _note(row: "ListedTask") -> str:
    """Of somebody who has to be found: who they are, and how to reach the one who named them."""
    if row.kind != "find_contact" or row.address in row.note:
        return row.note
    return f"{row.note} ({row.address})"


def _see_to_overdue_answers() -> None:
    """Whoever asks what there is to do is told of answers that became overdue a moment ago, too."""
    from outreach.daemon.rules import answer_rules
    from outreach.qualification import overdue

    config = workspace.config()
    rules, now = answer_rules(config), workspace.now()
    with workspace.database(config) as database:
        with database.reading() as session:
            if not overdue.is_anything_due(session, rules, now=now):
                return
        with database.writing() as session:
            overdue.see_to(session, rules, now=now)


def _likely(session: "Session", row: "ListedTask") -> list[str]:
    from outreach.referrals.finding import likely_for_task

    if row.kind != "find_contact" or row.state != "open":
        return []
    return [str(each) for each in likely_for_task(session, row.id)]


@tasks.command(
    epilog="outreach tasks done 4 --outcome 'spoke to Maria, she writes to us'\n"
    "outreach tasks done 5 --outcome maria.weber@acme.example"
)
@click.argument("task_id", type=ID, metavar="ID")
@click.option(
    "--outcome", type=REMARK, required=True, help="How it went; of a task to find somebody, the address."
)
@click.option("--stop", is_flag=True, help="End the run: no further step of the sequence comes.")
def done(task_id: int, outcome: str, stop: bool) -> None:
    """Say how a task went. Its run goes on to the next step, or ends with --stop.

    An address that was found is written to as referred by a colleague, in the next window.
    """
    if not outcome:
        raise click.UsageError("--outcome: say in a word how it went.")
    from outreach.daemon.rules import effect_rules, timing
    from outreach.referrals import finding
    from outreach.sequences import tasks as waiting

    config, actor, now = workspace.config(), workspace.actor(), workspace.now()
    with workspace.writing(config) as session:
        address = finding.address_in(outcome) if finding.is_to_find(session, task_id) else None
        if address is not None:
            rules = effect_rules(config).referrals
            named = finding.found(session, task_id, address, rules, outcome=outcome, actor=actor, now=now)
            said = f"Done. {named.name or named.email} gets the follow-up in the next window."
        else:
            task = waiting.done(
                session, task_id, outcome=outcome, actor=actor, timing=timing(config), stop=stop, now=now
            )
            said = _how_it_goes_on(task.enrollment_id, stop)
    say(said)


def _how_it_goes_on(enrollment_id: int | None, stop: bool) -> str:
    if enrollment_id is None:
        return "Done."
    return "Done. The run has ended." if stop else "Done. The sequence goes on."


@tasks.command(epilog="outreach tasks assign 4 rita\noutreach tasks assign 4 --nobody")
@click.argument("task_id", type=ID, metavar="ID")
@click.argument("person", type=REMARK, metavar="[PERSON]", required=False)
@click.option("--nobody", is_flag=True, help="Whoever comes first.")
def assign(task_id: int, person: str | None, nobody: bool) -> None:
    """Say who is to do a task."""
    if bool(person) + nobody != 1:
        raise click.UsageError("Name one person, or --nobody.")
    from outreach.sequences import tasks as waiting

    with workspace.writing() as session:
        waiting.assign(session, task_id, person or "", now=workspace.now())
    say(f"Given to {person}." if person else "Given to whoever comes first.")


@tasks.command(
    "open", epilog="outreach tasks open ana@acme.example --kind call --note 'asked for a call on Friday'"
)
@click.argument("address", type=ADDRESS)
@click.option(
    "--kind", type=click.Choice(["call", "task"]), default="task", show_default=True, help="What it is."
)
@click.option("--note", type=REMARK, required=True, help="What is to be done.")
@click.option(
    "--due",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    metavar="YYYY-MM-DD[THH:MM]",
    help="When, by the clock of [policy] zone. Default: now.",
)
@click.option("--for", "owner", type=REMARK, metavar="PERSON", help="Who is to do it. Default: you.")
def open_task(address: str, kind: str, note: str, due: datetime | None, owner: str | None) -> None:
    """Write down something that has to be done about a person."""
    if not note:
        raise click.UsageError("--note: say what is to be done.")
    from outreach.prospects.service import find_contact
    from outreach.sequences import tasks as waiting
    from outreach.sequences.model import TaskKind

    config, now = workspace.config(), workspace.now()
    moment = now if due is None else due.replace(tzinfo=ZoneInfo(config.policy.zone)).astimezone(UTC)
    with workspace.writing(config) as session:
        task = waiting.open_by_hand(
            session,
            find_contact(session, address),
            kind=TaskKind(kind),
            note=note,
            owner=workspace.actor() if owner is None else owner,
            due_at=moment,
            now=now,
        )
        number = task.id
    say(f"Task {number} is open.")


def _overdue(hours: int) -> str:
    """As people say it: in hours, from two days on in days."""
    if not hours:
        return ""
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
