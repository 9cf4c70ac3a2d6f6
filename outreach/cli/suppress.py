"""`outreach suppress`: who is never written to."""

import re
from pathlib import Path

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, ADDRESS_OR_DOMAIN, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table
from outreach.core.addresses import NotAnAddress
from outreach.core.untrusted import one_line

#: Entries a transaction: short enough that a daemon beside us never waits long for the lock.
_BATCH = 500
#: Bad lines that are shown; the rest is counted.
_SHOWN = 10
_REMARK = re.compile(r"(?:^|\s)#.*")

SUPPRESSION_FIELDS = {
    "value": "the address or domain; a domain covers what lies below it",
    "kind": "address or domain",
    "reason": "by_hand, opted_out, complained or bounced",
    "note": "what was said of it",
    "actor": "who wrote it down",
    "created_at": "since when",
}

CHECK_FIELDS = {
    "address": "normalised",
    "suppressed": "true or false",
    "reason": "why, or null",
}


@click.group(cls=Group)
def suppress() -> None:
    """Addresses and domains that are never written to, by no campaign, for ever."""


@suppress.command(epilog="outreach suppress add ana@acme.example '*.rival.example' --note competitor")
@click.argument("values", nargs=-1, required=True, type=ADDRESS_OR_DOMAIN, metavar="ADDRESS-OR-DOMAIN...")
@click.option("--note", type=REMARK, default="", help="Why; kept with it.")
def add(values: tuple[str, ...], note: str) -> None:
    """Suppress addresses, domains (with all below), or *.domain."""
    new = _add(list(values), note)
    say(f"{new} suppressed, {len(values) - new} were already.")


@suppress.command("import", epilog="outreach suppress import nevers.txt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", type=REMARK, default="", help="Where the file comes from; kept with each.")
@click.pass_context
def import_(ctx: click.Context, file: Path, note: str) -> None:
    """Suppress every address or domain in FILE, one a line; `#` at its beginning or after a space begins a remark.

    A line that is neither is named, and does not keep the others out. Ends with 1 where there was one.
    """
    good, bad = _entries(file)
    new = sum(
        _add(good[start : start + _BATCH], note or one_line(f"from {file.name}"))
        for start in range(0, len(good), _BATCH)
    )
    for line, entry in bad[:_SHOWN]:
        say(f'{file}, line {line}: "{entry}" is neither an address nor a domain.')
    if len(bad) > _SHOWN:
        say(f"… and {len(bad) - _SHOWN} more.")
    say(f"{new} suppressed, {len(good) - new} were already.")
    if bad:
        ctx.exit(1)


@suppress.command("list", epilog="outreach suppress list --json")
@json_option(SUPPRESSION_FIELDS)
def list_suppressions(as_json: bool) -> None:
    """Every no, the newest last."""
    from sqlmodel import col, select

    from outreach.prospects.model import Suppression

    with workspace.reading() as session:
        rows = [
            {
                "value": row.value,
                "kind": row.kind.value,
                "reason": row.reason.value,
                "note": row.note,
                "actor": row.actor,
                "created_at": row.created_at,
            }
            for row in session.exec(select(Suppression).order_by(col(Suppression.id))).all()
        ]
    if as_json:
        emit_json(rows)
        return
    table(
        ("value", "kind", "reason", "note", "by", "since"),
        [tuple(row.values()) for row in rows],
        empty="Nobody.",
    )


@suppress.command(epilog="outreach suppress check ana@acme.example && echo may be written to")
@click.argument("address", type=ADDRESS)
@json_option(CHECK_FIELDS, shape="one object")
@click.pass_context
def check(ctx: click.Context, address: str, as_json: bool) -> None:
    """Whether an address is suppressed, by itself or by its domain: ends with 1 if so."""
    from outreach.prospects.service import suppression_of

    with workspace.reading() as session:
        found = suppression_of(session, address)
    if as_json:
        emit_json(
            {
                "address": address,
                "suppressed": found is not None,
                "reason": found.reason.value if found else None,
            }
        )
    elif found is None:
        say(f"{address} is not suppressed.")
    else:
        say(
            f"{address} is suppressed since {found.created_at:%Y-%m-%d}: {found.reason.value}. {found.note}".rstrip()
        )
    if found is not None:
        ctx.exit(1)


@suppress.command(epilog="outreach suppress remove ana@acme.example --reason 'asked us to write, 12 May'")
@click.argument("value", type=ADDRESS_OR_DOMAIN, metavar="ADDRESS-OR-DOMAIN")
@click.option(
    "--reason",
    type=REMARK,
    required=True,
    help="Why the no no longer holds; kept in the record with your name.",
)
def remove(value: str, reason: str) -> None:
    """Take a no back. Think twice: an opt-out is for ever unless they themselves took it back."""
    from outreach.prospects.service import unsuppress

    with workspace.writing() as session:
        unsuppress(session, value, actor=workspace.actor(), why=reason, now=workspace.now())
    say(f"{value} may be written to again.")


def _add(values: list[str], note: str) -> int:
    from outreach.prospects.model import SuppressionReason
    from outreach.prospects.service import suppress as suppress_one

    with workspace.writing() as session:
        return sum(
            suppress_one(
                session,
                value,
                reason=SuppressionReason.BY_HAND,
                actor=workspace.actor(),
                note=note,
                now=workspace.now(),
            )
            for value in values
        )


def _entries(file: Path) -> tuple[list[str], list[tuple[int, str]]]:
    """What FILE says, in whatever encoding: the entries, and the lines that are none, with their numbers."""
    from outreach.prospects.encodings import Lines
    from outreach.prospects.suppression import suppressible

    good: list[str] = []
    bad: list[tuple[int, str]] = []
    with file.open("rb") as stream:
        lines = (line for block in Lines(stream).blocks() for line in block)
        for number, line in enumerate(lines, start=1):
            entry = _REMARK.sub("", line).strip()
            if not entry:
                continue
            try:
                suppressible(entry)
            except NotAnAddress:
                bad.append((number, one_line(entry, 60)))
            else:
                good.append(entry)
    return good, bad
