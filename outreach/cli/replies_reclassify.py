"""`outreach replies reclassify`: stored mail, read again by today's rules."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table
from outreach.cli.progress import progress

if TYPE_CHECKING:
    from outreach.database.engine import Database
    from outreach.qualification.effects import EffectRules
    from outreach.qualification.reclassify import Reread
    from outreach.qualification.service import Pending
    from outreach.replies.learning.trained import TrainedModel

REREAD_FIELDS = {
    "inbound": "the message's number",
    "received_at": "when it came",
    "from": "as the message says it",
    "changes": "objects with field, before, after",
    "follows": "kept, stands, shown, forbids or asks",
    "applied": "whether it was carried out",
}

_AT_ONCE = 50


@click.command(
    cls=Command, epilog="outreach replies reclassify --since 2026-10-01\noutreach replies reclassify --apply"
)
@click.option("--apply", "carry_out", is_flag=True, help="Carry it out. Without it nothing is changed.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what came since then.")
@json_option(REREAD_FIELDS)
def reclassify(carry_out: bool, since: datetime | None, as_json: bool) -> None:
    """Read all stored mail by today's rules; say what would change.

    Nothing is sent by it. A new no is honoured at once; anything else that was decided without a person, and is read
    differently now, waits for one. What a person has decided stands.
    """
    from outreach.daemon.rules import effect_rules

    settings = workspace.config()
    with workspace.database(settings) as database:
        found = list(
            _rereading(database, effect_rules(settings), since and since.replace(tzinfo=UTC), carry_out)
        )
    rows = [_row(each, carry_out) for each in found]
    if as_json:
        emit_json(rows)
        return
    table(
        ("message", "came", "from", "changes", "follows"),
        ((r["inbound"], r["received_at"], r["from"], _in_words(r["changes"]), r["follows"]) for r in rows),
        empty="Today's rules read everything as it was read.",
    )
    _sum_up(found, carry_out)


def _rereading(
    database: "Database", rules: "EffectRules", since: datetime | None, carry_out: bool
) -> Iterator["Reread"]:
    from outreach.qualification import reclassify as rereading
    from outreach.replies.service import model_in_use

    with database.reading() as session:
        total = rereading.count_applied(session, since)
        model = model_in_use(session)
    last = 0
    with progress("reading", total) as more:
        while True:
            with database.reading() as session:
                batch = rereading.applied_after(session, last, rules, since=since, most=_AT_ONCE)
            if not batch:
                return
            for each in batch:
                last = each.inbound_id
                if (changed := _reread_one(database, rules, each, carry_out, model)) is not None:
                    yield changed
            more(len(batch))


def _reread_one(
    database: "Database",
    rules: "EffectRules",
    message: "Pending",
    carry_out: bool,
    model: "TrainedModel | None",
) -> "Reread | None":
    """Read outside of any transaction; then one for this message alone, which only `--apply` commits."""
    from outreach.qualification import reclassify as rereading
    from outreach.qualification.service import read

    try:
        understood = read(message, model)
    except Exception as error:
        # One that today's rules stumble over keeps no other from being read again.
        say(
            f"Message {message.inbound_id} cannot be read by today's rules ({type(error).__name__}): left as it is."
        )
        return None
    with database.writing() if carry_out else database.trying() as session:
        return rereading.reread(session, understood, rules, workspace.now())


def _row(each: "Reread", carry_out: bool) -> dict[str, Any]:
    return {
        "inbound": each.inbound_id,
        "received_at": each.received_at,
        "from": each.sender,
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in each.changes],
        "follows": each.follows.value,
        "applied": carry_out,
    }


def _in_words(changes: list[dict[str, str]]) -> str:
    return "; ".join(f"{c['field']}: {c['before'] or 'nothing'} → {c['after'] or 'nothing'}" for c in changes)


def _sum_up(found: list["Reread"], carry_out: bool) -> None:
    from outreach.qualification.rereading import FOLLOWS

    for follows, words in FOLLOWS.items():
        count = sum(each.follows is follows for each in found)
        if count:
            say(f"{count:6}  {words}")
    if found and not carry_out:
        say("Nothing was changed. `outreach replies reclassify --apply` carries it out.")
