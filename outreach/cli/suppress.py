"""`outreach suppress`: who is never written to."""

from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, ADDRESS_OR_DOMAIN, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table
from outreach.cli.suppress_files import export, import_
from outreach.core.errors import NotFound

if TYPE_CHECKING:
    from sqlmodel import Session

SUPPRESSION_FIELDS = {
    "value": "the address, the domain (it covers what lies below it) or the account; null where only a hash is left",
    "kind": "address, domain or account",
    "reason": "by_hand, opted_out, complained, bounced or erased",
    "note": "what was said of it",
    "actor": "who wrote it down",
    "created_at": "since when",
}

CHECK_FIELDS = {
    "address": "normalised",
    "suppressed": "true or false",
    "reason": "why, or null",
    "by": "what says no: address, domain or account; or null",
}

_ACCOUNT = click.option(
    "--account",
    "whole_account",
    is_flag=True,
    help="The whole company of this address or domain: all its domains and people, also who comes later.",
)


@click.group(cls=Group)
def suppress() -> None:
    """Addresses, domains and companies that are never written to, by no campaign, for ever."""


suppress.add_command(import_)
suppress.add_command(export)


@suppress.command(
    epilog="outreach suppress add ana@acme.example '*.rival.example' --note competitor\n"
    "outreach suppress add --account acme.example"
)
@click.argument("values", nargs=-1, required=True, type=ADDRESS_OR_DOMAIN, metavar="ADDRESS-OR-DOMAIN...")
@_ACCOUNT
@click.option("--note", type=REMARK, default="", help="Why; kept with it.")
def add(values: tuple[str, ...], whole_account: bool, note: str) -> None:
    """Suppress addresses, domains (with all below, as *.domain), or whole companies."""
    from outreach.prospects import suppressing
    from outreach.prospects.model import SuppressionReason

    actor, now, by_hand = workspace.actor(), workspace.now(), SuppressionReason.BY_HAND
    new = 0
    with workspace.writing() as session:
        for value in values:
            if whole_account:
                account_id = _account_of(session, value)
                new += suppressing.suppress_account(
                    session, account_id, reason=by_hand, actor=actor, note=note, now=now
                )
            else:
                new += suppressing.suppress(session, value, reason=by_hand, actor=actor, note=note, now=now)
    say(f"{new} suppressed, {len(values) - new} were already.")


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
        [("(erased)" if row["value"] is None else row["value"], *list(row.values())[1:]) for row in rows],
        empty="Nobody.",
    )


@suppress.command(epilog="outreach suppress check ana@acme.example && echo may be written to")
@click.argument("address", type=ADDRESS)
@json_option(CHECK_FIELDS, shape="one object")
@click.pass_context
def check(ctx: click.Context, address: str, as_json: bool) -> None:
    """Whether an address is suppressed, by itself, its domain or its company: ends with 1 if so."""
    from outreach.prospects.suppressing import suppression_of

    with workspace.reading() as session:
        found = suppression_of(session, address)
    if as_json:
        emit_json(
            {
                "address": address,
                "suppressed": found is not None,
                "reason": found.reason.value if found else None,
                "by": found.kind.value if found else None,
            }
        )
    elif found is None:
        say(f"{address} is not suppressed.")
    else:
        by = "" if found.value == address else f" (the {found.kind.value} {found.value or 'hash'})"
        since = f"{found.created_at:%Y-%m-%d}"
        say(f"{address} is suppressed since {since}: {found.reason.value}{by}. {found.note}".rstrip())
    if found is not None:
        ctx.exit(1)


@suppress.command(
    epilog="outreach suppress remove acme.example --reason 'no competitor any more'\n"
    "outreach suppress remove ana@acme.example --they-asked --reason 'her mail of 12 May'"
)
@click.argument("value", type=ADDRESS_OR_DOMAIN, metavar="ADDRESS-OR-DOMAIN")
@_ACCOUNT
@click.option(
    "--reason",
    type=REMARK,
    required=True,
    help="Why the no no longer holds; kept in the audit with your name.",
)
@click.option(
    "--they-asked",
    is_flag=True,
    help="They themselves took it back: needed for who opted out, complained or was erased.",
)
def remove(value: str, whole_account: bool, reason: str, they_asked: bool) -> None:
    """Take a no back. An opt-out is for ever unless they themselves took it back."""
    from outreach.prospects import suppressing

    actor, now = workspace.actor(), workspace.now()
    with workspace.writing() as session:
        if whole_account:
            account_id = _account_of(session, value)
            suppressing.unsuppress_account(
                session, account_id, actor=actor, why=reason, they_asked=they_asked, now=now
            )
        else:
            suppressing.unsuppress(session, value, actor=actor, why=reason, they_asked=they_asked, now=now)
        left = suppressing.suppression_of(session, value) if "@" in value.lstrip("@") else None
    if left is None:
        say(f"{value} may be written to again.")
    else:
        say(
            f"That is taken back, but the {left.kind.value} {left.value} says no as well ({left.reason.value})."
        )


def _account_of(session: "Session", value: str) -> int:
    """The company of an address or a domain. Raises NotFound."""
    from outreach.prospects.service import account_at_domain, contact_at
    from outreach.prospects.suppression import suppressible

    _, normalised = suppressible(value)
    contact = contact_at(session, normalised) if "@" in normalised else None
    found = account_at_domain(session, normalised) if contact is None else contact.account_id
    if found is None:
        raise NotFound(
            f"No company is known by {normalised}. Without --account the address or domain is meant."
        )
    return found
