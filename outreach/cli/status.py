"""`outreach status`: whether a daemon runs, and whether all is well with it, at a glance and for a monitor."""

import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import counted, emit_json, facts, json_option, say, table, when

if TYPE_CHECKING:
    from outreach.daemon.running_daemons import RunningDaemon

STATUS_FIELDS = {
    "running": "whether a daemon runs on the database",
    "well": "whether it runs and nothing is wrong: what the exit code says",
    "wrong": "what is wrong, a sentence each, with the next step",
    "live": "whether the configuration lets mail leave",
    "database": "its file, or its URL without the password",
    "daemons": (
        "those that run, objects with name, host, pid, started_at, beat_at (when it last said that it turns), reads "
        "(mailboxes, null: all), turns (objects by name with ended_at and failed_at) and reload (what the last one "
        "came to: number, at, taken_up, refused, needs_restart)"
    ),
    "mailboxes": (
        "objects with name, sent_24h, allowed_24h, paused (why, or null), closed_until, is_read, read_at, alarm, "
        "unfiled (copies that we have to file and that are not in its Sent folder yet), unfiled_since (when the "
        "oldest of them went out, or null) and trouble (what the last look into it said)"
    ),
    "queued": "mails on their way out",
    "doubtful": "mails of which nobody knows whether they arrived",
    "unfiled": 'mails sent whose copy we have to file (sent_copy = "append") and have not filed yet',
    "pending": "messages that came in and are not understood yet",
    "set_aside": "messages that could not be read",
    "reviews": "replies that wait for a person",
    "referrals": "people who were named and wait for somebody to allow that they are written to",
    "tasks": "calls and other tasks that wait for a person",
    "campaigns": "how many run",
    "free_bytes": "on the disk of the database",
}


@click.command(
    cls=Command,
    epilog="outreach status\noutreach status --json\noutreach status --alive   # for a health check",
)
@click.option(
    "--alive",
    is_flag=True,
    help="Only whether a daemon runs and turns; what waits for a person is left aside.",
)
@json_option(STATUS_FIELDS, shape="an object")
@click.pass_context
def status(ctx: click.Context, alive: bool, as_json: bool) -> None:
    """Whether the daemon runs and all is well: mailboxes, queue, what waits for a person. Ends with 1 where not."""
    found = _found(only_alive=alive)
    if as_json:
        emit_json(found)
    else:
        _show(found)
    if not found["well"]:
        ctx.exit(1)


def _found(*, only_alive: bool) -> dict[str, Any]:
    from outreach.cli.reading import readings
    from outreach.cli.status_work import free_bytes, mailbox_rows, of_daemons, of_links, of_the_rest, work_of
    from outreach.daemon.rules import sending_rules, that_file_copies
    from outreach.daemon.running_daemons import running_daemons

    config, now = workspace.config(), workspace.now()
    with workspace.reading(config) as session:
        daemons = running_daemons(session, config, now)
        wrong = list(of_daemons(daemons, now))
        rows = mailbox_rows(
            session, sending_rules(config), readings(session, config), that_file_copies(config), now
        )
        work, free = work_of(session), free_bytes(config)
        if not only_alive:
            wrong += [*of_links(daemons), *of_the_rest(session, rows, free, now)]
    return {
        "running": bool(daemons),
        "well": not wrong,
        "wrong": wrong,
        "live": config.live,
        "database": workspace.database_name(config),
        "daemons": [_daemon(each) for each in daemons],
        "mailboxes": rows,
        **dataclasses.asdict(work),
        "unfiled": sum(row["unfiled"] for row in rows),
        "free_bytes": free,
    }


def _daemon(each: "RunningDaemon") -> dict[str, Any]:
    beat = each.beat
    return {
        "name": each.name,
        "host": each.host,
        "pid": each.pid,
        "started_at": each.started_at,
        "beat_at": None if beat is None else beat.at,
        "reads": each.reads,
        "turns": {}
        if beat is None
        else {name: dataclasses.asdict(turn) for name, turn in beat.turns.items()},
        "reload": None if beat is None else dataclasses.asdict(beat.reload),
    }


def _show(found: dict[str, Any]) -> None:
    facts(
        {
            "daemon": "; ".join(_daemon_in_words(each) for each in found["daemons"]) or "does not run",
            "live": "yes" if found["live"] else "no: a rehearsal, nothing is sent",
            "database": f"{found['database']}, {found['free_bytes'] / (1 << 30):.1f} GiB free",
            "campaigns": f"{found['campaigns']} running",
            "on its way": _on_its_way(found),
            "came in": f"{found['pending']} not understood yet, {found['set_aside']} set aside",
            "waits for you": (
                f"{counted(found['reviews'], 'reply', 'replies')}, {counted(found['referrals'], 'referral')}, "
                f"{counted(found['tasks'], 'task')}"
            ),
        }
    )
    click.echo()
    table(
        ("mailbox", "sent", "limit", "read", "paused"),
        [
            (row["name"], row["sent_24h"], row["allowed_24h"], _read(row), row["paused"])
            for row in found["mailboxes"]
        ],
        empty="No mailboxes. Add one: `outreach mailbox add ADDRESS`.",
        right=("sent", "limit"),
    )
    for sentence in found["wrong"]:
        say(f"WRONG: {ended(sentence)}")
    if found["well"]:
        say("All is well.")


def _on_its_way(found: dict[str, Any]) -> str:
    unfiled = f", {found['unfiled']} not in the Sent folder yet" if found["unfiled"] else ""
    return f"{found['queued']} queued, {found['doubtful']} doubtful{unfiled}"


def _daemon_in_words(each: dict[str, Any]) -> str:
    where = f" on {each['host']}" if each["host"] else ""
    if each["started_at"] is None:
        return f"{each['name']}{where}, has not turned yet"
    turned = f", last turned {when(each['beat_at'])}" if each["beat_at"] else ""
    return f"{each['name']}{where} since {when(each['started_at'])} UTC{turned}"


def _read(row: dict[str, Any]) -> datetime | str:
    return (row["read_at"] or "never") if row["is_read"] else "not read here"


def ended(sentence: str) -> str:
    """With a full stop, where nothing ends it yet."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
