"""What besides deciding is done with a review in scripts: undone, put off, given to somebody, annotated."""

import dataclasses
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, REMARK
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table, text

UNDONE_FIELDS = {
    "review_id": "the review's number",
    "decided_by": "whose decision it was",
    "decided_at": "when it was taken",
    "sentences": "what was taken back, a sentence each",
}

UNDOABLE_FIELDS = {
    "review_id": "the review's number",
    "decided_by": "whose decision it was",
    "decided_at": "when it was taken",
    "decided": "what it said",
    "sender": "who wrote the reply, as it says it",
    "contact": "the address that we had written to",
}

ANNOTATED_FIELDS = {
    "id": "the review's number",
    "assigned_to": "who is to look at it; empty: whoever comes first",
    "snoozed_until": "until when it is not shown, or null",
}


@click.command(cls=Command, epilog="outreach review undo 3\noutreach review undo --last")
@click.argument("review_id", type=ID, metavar="[ID]", required=False)
@click.option("--last", is_flag=True, help="Your own last decision.")
@json_option(UNDONE_FIELDS, shape="one object")
def undo(review_id: int | None, last: bool, as_json: bool) -> None:
    """Take a decision back with everything that it caused; the reply waits again.

    Refused where a mail has gone out because of it, or somebody has decided on top of it. `outreach review decisions`
    lists what can be undone.
    """
    if (review_id is not None) + last != 1:
        raise click.UsageError("Say which: ID or --last.")
    from outreach.core.errors import NotFound
    from outreach.daemon.rules import effect_rules
    from outreach.qualification import history, undoing

    config = workspace.config()
    with workspace.writing(config) as session:
        chosen = review_id or history.last_of(session, workspace.actor())
        if chosen is None:
            raise NotFound(
                f"{workspace.actor()} has taken no decision that stands. `outreach review decisions` shows everybody's."
            )
        undone = undoing.undo(
            session, chosen, rules=effect_rules(config), actor=workspace.actor(), now=workspace.now()
        )
    if as_json:
        emit_json(dataclasses.asdict(undone))
        return
    say(f"Undone: what {undone.decided_by} had decided on review {undone.review_id}. It waits again.")
    for sentence in undone.sentences:
        text(f"  {sentence}")


@click.command(cls=Command, epilog="outreach review decisions --mine --limit 5")
@click.option("--mine", is_flag=True, help="Only yours.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@json_option(UNDOABLE_FIELDS)
def decisions(mine: bool, limit: int, as_json: bool) -> None:
    """The decisions that stand and can be undone, the newest first."""
    from outreach.qualification.history import undoable

    with workspace.reading() as session:
        rows = undoable(session, actor=workspace.actor() if mine else None, limit=limit)
    if as_json:
        emit_json([dataclasses.asdict(row) for row in rows])
        return
    table(
        ("review", "decided", "by", "as", "from", "contact"),
        [
            (row.review_id, row.decided_at, row.decided_by, row.decided, row.sender, row.contact)
            for row in rows
        ],
        empty="No decision stands that can be undone.",
    )


@click.command(
    cls=Command, epilog="outreach review snooze 3 --until 2099-03-05T14:00\noutreach review snooze 3 --wake"
)
@click.argument("review_id", type=ID, metavar="ID")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    metavar="YYYY-MM-DD[THH:MM]",
    help="When it is shown again, by the clock of [policy] zone.",
)
@click.option("--wake", is_flag=True, help="Show it again at once.")
@json_option(ANNOTATED_FIELDS, shape="one object")
def snooze(review_id: int, until: datetime | None, wake: bool, as_json: bool) -> None:
    """Put a review off. Whom it concerns stays held meanwhile."""
    if (until is not None) + wake != 1:
        raise click.UsageError("Say until when, --until, or --wake.")
    from outreach.qualification import queue

    config = workspace.config()
    moment = None if until is None else until.replace(tzinfo=ZoneInfo(config.policy.zone)).astimezone(UTC)
    with workspace.writing(config) as session:
        review = queue.snooze(session, review_id, moment, actor=workspace.actor(), now=workspace.now())
        shown = _annotated(review.id, review.assigned_to, review.snoozed_until)
    if as_json:
        emit_json(shown)
        return
    say("Shown again." if moment is None else f"Put off until {moment:%Y-%m-%d %H:%M} UTC.")


@click.command(cls=Command, epilog="outreach review assign 3 rita\noutreach review assign 3 --nobody")
@click.argument("review_id", type=ID, metavar="ID")
@click.argument("person", type=REMARK, metavar="[PERSON]", required=False)
@click.option("--nobody", is_flag=True, help="Whoever comes first.")
@json_option(ANNOTATED_FIELDS, shape="one object")
def assign(review_id: int, person: str | None, nobody: bool, as_json: bool) -> None:
    """Say who is to look at a review."""
    if bool(person) + nobody != 1:
        raise click.UsageError("Name one person, or --nobody.")
    from outreach.qualification import queue

    with workspace.writing() as session:
        review = queue.assign(session, review_id, person or "", actor=workspace.actor(), now=workspace.now())
        shown = _annotated(review.id, review.assigned_to, review.snoozed_until)
    if as_json:
        emit_json(shown)
        return
    say(f"Given to {shown['assigned_to']}." if person else "Given to whoever comes first.")


@click.command(cls=Command, epilog="outreach review note 3 'called, nobody there; again on Tuesday'")
@click.argument("review_id", type=ID, metavar="ID")
@click.argument("remark", metavar="TEXT")
@json_option(
    {
        "id": "the note's number",
        "review_id": "the review's number",
        "written_by": "who",
        "written_at": "when",
        "text": "the note",
    },
    shape="one object",
)
def note(review_id: int, remark: str, as_json: bool) -> None:
    """Keep a remark beside a review. It never leaves the workspace."""
    from outreach.core.untrusted import printable
    from outreach.qualification import queue

    with workspace.writing() as session:
        kept = queue.add_note(
            session, review_id, printable(remark), actor=workspace.actor(), now=workspace.now()
        )
        shown = {
            "id": kept.id,
            "review_id": kept.review_id,
            "written_by": kept.written_by,
            "written_at": kept.written_at,
            "text": kept.text,
        }
    if as_json:
        emit_json(shown)
        return
    say("Kept.")


def _annotated(review_id: int | None, assigned_to: str, snoozed_until: datetime | None) -> dict[str, object]:
    return {"id": review_id, "assigned_to": assigned_to, "snoozed_until": snoozed_until}
