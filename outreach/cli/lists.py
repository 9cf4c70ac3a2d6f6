"""`outreach lists`: where prospects come from, what that has cost, and what came of it."""

from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import COST, KNOWN, LEGAL_BASIS_OR_NONE, NAME
from outreach.cli.groups import Group
from outreach.cli.ideal_customer import profile_of
from outreach.cli.output import emit_json, facts, json_option, say, table, when

if TYPE_CHECKING:
    from outreach.prospects.costs import Cost
    from outreach.prospects.model import ListImport
    from outreach.reporting.sources.list_counts import ListFigures

LIST_FIELDS = {
    "name": "the list's name",
    "source": "seed, net or spear: how its people came to us",
    "legal_basis": "the ground of those whose own import named none, or null",
    "cost": "an object with amount and currency, or null",
    "created_at": "since when there is this list",
    "prospects": "people on it",
    "mailed": "those of them to whom a mail went out, by a campaign over this list",
    "bounced": "those of them whose mail came back",
    "bounce_share": "bounced by mailed, or null where nobody was mailed",
    "replied": "those of them who answered",
    "imports": "objects with id, file, actor, source, legal_basis, started_at, ended_at, line, counts; ended_at is "
    "null for one that runs or was broken off",
}
SHOWN_FIELDS = LIST_FIELDS | {
    "share_of_fits": "how many of its people fit the ideal customer profile, 0 to 1; or null without a profile",
}


@click.group(cls=Group)
def lists() -> None:
    """Where prospects come from: source, cost, legal basis, and what came of each list."""


@lists.command("list", epilog="outreach lists list\noutreach lists list --json")
@json_option(LIST_FIELDS)
def list_lists(as_json: bool) -> None:
    """Every list with its counts, in people."""
    from outreach.reporting.sources.list_counts import list_figures

    with workspace.reading() as session:
        found = list_figures(session)
    if as_json:
        emit_json([_document(each) for each in found])
        return
    table(
        ("list", "source", "people", "mailed", "bounced", "replied", "cost", "last import"),
        [
            (
                each.prospect_list.name,
                each.prospect_list.source.value,
                each.prospects,
                each.mailed,
                _with_share(each),
                each.replied,
                each.cost or "",
                when(each.imports[-1].started_at) if each.imports else "",
            )
            for each in found
        ],
        empty="No list yet. `outreach prospects import FILE --list NAME` brings one in.",
    )


@lists.command(epilog="outreach lists show spring")
@click.argument("name", type=KNOWN)
@json_option(SHOWN_FIELDS, shape="one object")
def show(name: str, as_json: bool) -> None:
    """One list: its counts, how many fit, and each import into it with who, when and on what ground."""
    from outreach.prospects.grading import shares
    from outreach.prospects.lists import find_list
    from outreach.reporting.sources.list_counts import list_figures

    config = workspace.config()
    profile = profile_of(config)
    with workspace.reading(config) as session:
        list_id = find_list(session, name).id
        [found] = list_figures(session, only=list_id)
        fits = None if profile is None else shares(session, profile, list_id=list_id).share_of_fits
    document = _document(found) | {"share_of_fits": fits}
    if as_json:
        emit_json(document)
        return
    document["cost"] = str(found.cost or "")
    document["legal_basis"] = document["legal_basis"] or _grounds_of_imports(found)
    document["bounced"] = _with_share(found)
    document["created_at"] = when(found.prospect_list.created_at)
    document["share_of_fits"] = "" if fits is None else f"{fits:.1%} fit the ideal customer profile"
    del document["imports"], document["bounce_share"]
    facts(document)
    for run in found.imports:
        facts({f"import {run.id}": _in_words(run)})


def _grounds_of_imports(found: "ListFigures") -> str:
    named = any(each.legal_basis for each in found.imports)
    return "none of its own; its imports name theirs, below" if named else ""


@lists.command(
    epilog='outreach lists edit spring --cost "250 EUR" --legal-basis "customer: since 2024"\n'
    "outreach lists edit spring --rename spring-2026",
)
@click.argument("name", type=KNOWN)
@click.option("--cost", type=COST, metavar="AMOUNT", help="What it has cost, such as 250 EUR.")
@click.option("--source", type=click.Choice(["seed", "net", "spear"]), help="How its people came to us.")
@click.option(
    "--legal-basis",
    type=LEGAL_BASIS_OR_NONE,
    metavar="TEXT",
    help="The ground of those whose own import named none; an empty text takes it away.",
)
@click.option("--rename", "new_name", type=NAME, metavar="NAME", help="What it is called from now on.")
def edit(
    name: str, cost: "Cost | None", source: str | None, legal_basis: str | None, new_name: str | None
) -> None:
    """Change what is known of a list. It is kept in the audit."""
    from outreach.prospects.lists import edit_list
    from outreach.prospects.model import Source

    if (cost, source, legal_basis, new_name) == (None, None, None, None):
        raise click.UsageError("Say what to change: --cost, --source, --legal-basis or --rename.")
    with workspace.writing() as session:
        changed = edit_list(
            session,
            name,
            actor=workspace.actor(),
            now=workspace.now(),
            new_name=new_name,
            source=None if source is None else Source(source),
            legal_basis=legal_basis,
            cost=cost,
        )
        said = f'The list "{changed.name}" is changed. `outreach lists show "{changed.name}"` shows it.'
    say(said)


def _document(found: "ListFigures") -> dict[str, Any]:
    listed, cost = found.prospect_list, found.cost
    return {
        "name": listed.name,
        "source": listed.source.value,
        "legal_basis": listed.legal_basis,
        "cost": cost and {"amount": f"{cost.cents // 100}.{cost.cents % 100:02}", "currency": cost.currency},
        "created_at": listed.created_at,
        "prospects": found.prospects,
        "mailed": found.mailed,
        "bounced": found.bounced,
        "bounce_share": found.bounce_share,
        "replied": found.replied,
        "imports": [_import(run) for run in found.imports],
    }


def _import(run: "ListImport") -> dict[str, Any]:
    names = (
        *("id", "file", "actor", "source", "legal_basis"),
        *("started_at", "ended_at", "line", "counts"),
    )
    return {name: getattr(run, name) for name in names}


def _in_words(run: "ListImport") -> str:
    ended = "" if run.ended_at else f", broken off behind line {run.line} or still running"
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in run.counts.items() if count)
    ground = f"; {run.legal_basis}" if run.legal_basis else ""
    return f"{when(run.started_at)} {run.file} by {run.actor}, {run.source.value}{ended}: {counts}{ground}"


def _with_share(found: "ListFigures") -> str:
    share = found.bounce_share
    return str(found.bounced) if not share else f"{found.bounced} ({share:.1%})"
