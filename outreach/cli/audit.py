"""`outreach audit`: who did what to whom, and whether the record of it is whole."""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.groups import Group
from outreach.cli.output import as_json as to_json
from outreach.cli.output import emit_json, is_terminal, json_option, say, table

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.database.audit import AuditEntry

#: "person:" and the beginning of the hash.
_SHORT_HASH = 15

ENTRY_FIELDS = {
    "position": "its place in the chain, from 1",
    "at": "when",
    "actor": "who did it: a person's name, or daemon",
    "action": "what was done, in the past tense",
    "subject": "to what: person:HASH, domain:…, account:NUMBER, list:NUMBER and so on",
    "address": "of the person, where they are still a contact and were never erased, else null",
    "details": "an object with what else is known of it",
    "hash": "SHA-256 over the hash before it and this entry",
}

VERIFY_FIELDS = {
    "entries": "how many entries hold",
    "head": "the hash of the last of them: keep it elsewhere, and give it to --head the next time",
    "broken_at": "the first position at which the chain does not hold, or null",
    "holds_head": "whether the hash of --head is in the chain; null where none was given",
}


@click.group(cls=Group)
def audit() -> None:
    """The record of what people and the daemon did. It is only ever added to."""


@audit.command(
    "list",
    epilog="outreach audit list --subject ana@acme.example\noutreach audit list --action suppressed --since 2026-05-01",
)
@click.option(
    "--subject",
    type=KNOWN,
    metavar="SUBJECT",
    help="Only what was done to this address, domain:…, account:NUMBER or whatever else stands in that column.",
)
@click.option("--actor", type=KNOWN, metavar="NAME", help="Only what this person did.")
@click.option("--action", type=KNOWN, metavar="ACTION", help="Only this: list_imported, or list imported.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="From this day on, UTC.")
@click.option("--limit", type=click.IntRange(1), help="Only the newest so many.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, for a spreadsheet.")
@json_option(ENTRY_FIELDS)
def list_entries(
    subject: str | None,
    actor: str | None,
    action: str | None,
    since: datetime | None,
    limit: int | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Who did what, the newest last.

    The record itself holds no address: it is found anew for whoever is still a contact.
    """
    from datetime import UTC

    from outreach.database.audit import entries
    from outreach.rights.subjects import addresses_of

    with workspace.reading() as session:
        found = entries(
            session,
            subjects=_subjects(session, subject) if subject else (),
            actor=actor,
            action=action and action.replace(" ", "_"),
            since=since and since.replace(tzinfo=UTC),
            newest=limit,
        )
        known = addresses_of(session, {entry.subject for entry in found})
    rows = [_as_facts(entry, known) for entry in found]
    if as_json:
        emit_json(rows)
    elif as_csv:
        _write_csv(rows)
    else:
        table(
            ("no", "at", "by", "action", "to", "details"),
            [
                (
                    row["position"],
                    row["at"],
                    row["actor"],
                    row["action"].replace("_", " "),
                    row["address"] or _short_subject(row["subject"]),
                    _short(row["details"]),
                )
                for row in rows
            ],
            empty="No such entry.",
            spare=("no", "details"),
        )


@audit.command(epilog="outreach audit verify\noutreach audit verify --head 4f1c…")
@click.option(
    "--head",
    metavar="HASH",
    help="The hash that an earlier `verify` printed: it must still be in the chain, or its end was cut off.",
)
@json_option(VERIFY_FIELDS, shape="one object")
@click.pass_context
def verify(ctx: click.Context, head: str | None, as_json: bool) -> None:
    """Reckon the whole chain again: ends with 1, and names the first entry that does not hold."""
    from outreach.database.audit import entry_at, holds_hash
    from outreach.database.audit import verify as reckon

    with workspace.reading() as session:
        found = reckon(session)
        holds_head = None if head is None else holds_hash(session, head.strip().lower())
        broken = None if found.broken_at is None else entry_at(session, found.broken_at)
    if as_json:
        emit_json(
            {
                "entries": found.entries,
                "head": found.head,
                "broken_at": found.broken_at,
                "holds_head": holds_head,
            }
        )
    elif found.broken_at is not None:
        say(f"The chain does not hold from entry {found.broken_at} on: {_named(broken)}")
        say(f"{found.entries} entries before it do.")
    elif holds_head is False:
        say(
            f"{found.entries} entries hold, but that hash is not among them: the end was cut off, or all was rewritten."
        )
    else:
        say(f"{found.entries} entries, and the chain holds. Keep its head elsewhere:")
        click.echo(found.head)
    if found.broken_at is not None or holds_head is False:
        ctx.exit(1)


def _subjects(session: "Session", text: str) -> tuple[str, ...]:
    """What somebody may stand under in the record; an address only as its hash."""
    from outreach.core.addresses import NotAnAddress, normalise
    from outreach.database.audit import subject_of

    try:
        return (subject_of(session, normalise(text)),)
    except NotAnAddress:
        return (text, f"domain:{text.lower()}")


def _as_facts(entry: "AuditEntry", known: Mapping[str, str]) -> dict[str, Any]:
    facts = {name: getattr(entry, name, None) for name in ENTRY_FIELDS}
    return facts | {"address": known.get(entry.subject)}


def _short_subject(subject: str) -> str:
    """So much of a hash as tells people apart; a pipe and --json have all of it."""
    return (
        f"{subject[:_SHORT_HASH]}…" if subject.startswith("person:") and is_terminal(sys.stdout) else subject
    )


def _short(details: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in details.items()).replace("_", " ")


def _named(entry: "AuditEntry | None") -> str:
    if entry is None:
        return "an entry is missing there."
    return f"{entry.action}, by {entry.actor}, {entry.at:%Y-%m-%d %H:%M} UTC."


def _write_csv(rows: list[dict[str, Any]]) -> None:
    from outreach.prospects.suppression_files import csv_writer, write_row

    writer = csv_writer(sys.stdout)
    write_row(writer, list(ENTRY_FIELDS))
    for row in rows:
        cells = {**row, "at": row["at"].isoformat(), "details": to_json(row["details"])}
        write_row(writer, ["" if cells[name] is None else str(cells[name]) for name in ENTRY_FIELDS])
