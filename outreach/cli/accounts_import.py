"""`outreach accounts import`: customers, competitors and partners from a file."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import REMARK
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.prospects.accounts_file import BadEntry, Company
    from outreach.prospects.accounts_import import Told

#: Entries a transaction: short enough that a daemon beside us never waits long for the lock.
_BATCH = 300
#: Lines that are shown of each sort; the rest is counted.
_SHOWN = 10

#: What a kind of company is to us where no status is given.
_STATUS_OF = {"customer": "avoid_customer", "competitor": "avoid_bad_fit", "partner": "avoid_bad_fit"}

IMPORTED_FIELDS = {
    "status": "what they are to us from now on",
    "dry_run": "whether nothing was changed",
    "created": "companies that were not known before",
    "rated": "known companies that have the status now",
    "unchanged": "those that had it, or a stricter one, already",
    "ambiguous": "entries that may mean several accounts; they changed nothing",
    "bad": "lines that name no company",
    "lines": "objects with line, outcome, says, accounts for what was not plainly done",
}


@click.command(
    "import",
    cls=Command,
    epilog="outreach accounts import customers.csv --kind customer --dry-run\n"
    "outreach accounts import rivals.txt --status avoid_bad_fit --kind competitor",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--status",
    type=click.Choice(sorted({*_STATUS_OF.values(), "avoid_duplicate"})),
    help="What they are to us (default: what the kind says).",
)
@click.option(
    "--kind", type=click.Choice(sorted(_STATUS_OF)), help="What the file lists; kept as the reason."
)
@click.option("--reason", type=REMARK, default="", help="Why, in place of kind and file name.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@json_option(IMPORTED_FIELDS, shape="one object")
@click.pass_context
def import_(
    ctx: click.Context,
    file: Path,
    status: str | None,
    kind: str | None,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Companies that nobody writes to: a line a company, its name, its domains, or `Name; domain, domain`. Or CSV.

    Who is not known yet is kept, and recognised by domain or name when somebody there turns up on a list. A name
    that may mean several accounts is reported and changes nothing. Ends with 1 where a line was bad or ambiguous.
    """
    from outreach.prospects.accounts_file import BadEntry, Company, read_companies

    chosen = status or _STATUS_OF.get(kind or "")
    if chosen is None:
        raise click.UsageError("Say what they are: --kind customer, competitor or partner; or --status.")
    why = reason or one_line(f"{kind or chosen}, from {file.name}")
    with file.open("rb") as stream:
        entries = list(read_companies(stream))
    good = [each for each in entries if isinstance(each, Company)]
    bad = [each for each in entries if isinstance(each, BadEntry)]
    told = _import(good, chosen, why, dry_run=dry_run)
    counts = Counter(each.outcome.value for each in told)
    if as_json:
        emit_json(_as_json(chosen, dry_run, counts, told, bad))
    else:
        _report(file, chosen, dry_run, counts, told, bad)
    if bad or counts["ambiguous"]:
        ctx.exit(1)


def _import(good: "list[Company]", status: str, why: str, *, dry_run: bool) -> "list[Told]":
    from outreach.database import audit
    from outreach.prospects.accounts_import import import_companies
    from outreach.prospects.model import AccountStatus

    actor, now = workspace.actor(), workspace.now()
    told: list[Told] = []
    with workspace.database(workspace.config()) as opened:
        # A rehearsal is one transaction, so that a company that stands in the file twice is new once.
        step = max(len(good), 1) if dry_run else _BATCH
        for start in range(0, len(good), step):
            part = good[start : start + step]
            with opened.trying() if dry_run else opened.writing() as session:
                told += import_companies(session, part, AccountStatus(status), why=why, actor=actor, now=now)
                if not dry_run:
                    audit.note(
                        session,
                        "accounts_imported",
                        actor=actor,
                        at=now,
                        status=status,
                        why=why,
                        entries=len(part),
                    )
    return told


def _report(
    file: Path,
    status: str,
    dry_run: bool,
    counts: Counter[str],
    told: "list[Told]",
    bad: "list[BadEntry]",
) -> None:
    for entry in bad[:_SHOWN]:
        say(f'{file}, line {entry.line}: "{entry.text}" {entry.reason}.')
    remarks = [each for each in told if each.outcome.value == "ambiguous" or "called alike" in each.says]
    for each in remarks[:_SHOWN]:
        say(f"{file}, line {each.line}: {each.says}.")
    more = max(len(bad) - _SHOWN, 0) + max(len(remarks) - _SHOWN, 0)
    if more:
        say(f"… and {more} more; --json lists them all.")
    would = "would be" if dry_run else "are"
    say(
        f"{counts['created']} new and {counts['rated']} known companies {would} {status};"
        f" {counts['unchanged']} were already, {counts['ambiguous']} ambiguous, {len(bad)} bad lines."
    )
    if counts["ambiguous"]:
        say(
            "For an ambiguous one: `outreach accounts edit ID --status …`, or merge those that are one company."
        )


def _as_json(
    status: str, dry_run: bool, counts: Counter[str], told: "list[Told]", bad: "list[BadEntry]"
) -> dict[str, Any]:
    outcomes = ("created", "rated", "unchanged", "ambiguous")
    lines = [
        {
            "line": each.line,
            "outcome": each.outcome.value,
            "says": each.says,
            "accounts": list(each.account_ids),
        }
        for each in told
        if each.outcome.value == "ambiguous" or "called alike" in each.says
    ]
    lines += [
        {"line": each.line, "outcome": "bad", "says": f"{each.text}: {each.reason}", "accounts": []}
        for each in bad
    ]
    return {
        "status": status,
        "dry_run": dry_run,
        **{outcome: counts[outcome] for outcome in outcomes},
        "bad": len(bad),
        "lines": sorted(lines, key=lambda line: int(str(line["line"]))),
    }
