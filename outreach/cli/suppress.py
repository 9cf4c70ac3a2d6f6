"""`outreach suppress`: who is never written to."""

from pathlib import Path

import click

from outreach.cli import workspace
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table


@click.group(cls=Group)
def suppress() -> None:
    """Addresses and domains that are never written to, by no campaign, for ever."""


@suppress.command(
    epilog="Example: `outreach suppress add ana@acme.example '*.rival.example' --note competitor`."
)
@click.argument("values", nargs=-1, required=True, metavar="ADDRESS-OR-DOMAIN...")
@click.option("--note", default="", help="Why; kept with it.")
def add(values: tuple[str, ...], note: str) -> None:
    """Suppress addresses, domains (with all below), or *.domain."""
    new = _add(list(values), note)
    say(f"{new} suppressed, {len(values) - new} were already.")


@suppress.command("import", epilog="Example: `outreach suppress import nevers.txt`.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", default="", help="Where the file comes from; kept with each.")
def import_(file: Path, note: str) -> None:
    """Suppress every address or domain in FILE, one a line; `#` begins a remark."""
    lines = [line.split("#")[0].strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    values = [line for line in lines if line]
    new = _add(values, note or f"from {file.name}")
    say(f"{new} suppressed, {len(values) - new} were already.")


@suppress.command("list", epilog="Example: `outreach suppress list --json`.")
@json_option
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


@suppress.command(epilog="Example: `outreach suppress check ana@acme.example && echo may be written to`.")
@click.argument("address")
@json_option
@click.pass_context
def check(ctx: click.Context, address: str, as_json: bool) -> None:
    """Whether an address is suppressed, by itself or by its domain: ends with 1 if so."""
    from outreach.core.addresses import normalise
    from outreach.prospects.service import suppression_of

    with workspace.reading() as session:
        found = suppression_of(session, normalise(address))
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


@suppress.command(
    epilog="Example: `outreach suppress remove ana@acme.example --reason 'asked us to write, 12 May'`."
)
@click.argument("value", metavar="ADDRESS-OR-DOMAIN")
@click.option(
    "--reason", required=True, help="Why the no no longer holds; kept in the record with your name."
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
