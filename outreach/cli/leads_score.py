"""`outreach leads score`: what the lead definition makes of the leads that there are, or what a changed one would."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.leads_text import judged_as_json
from outreach.cli.output import emit_json, json_option, say, table

if TYPE_CHECKING:
    from outreach.qualification.leads.scoring import Judged
    from outreach.qualification.leads.trial import Tried

SCORE_FIELDS = {
    "lead": "its number",
    "state": "as it is",
    "name": "of the person",
    "address": "theirs",
    "account": "the company",
    "moves": "whether its score, its level or whether it is qualified would be another",
    "before": "under the definition that it was judged by, as of today: score, threshold, level, qualified, lines,"
    " level_tests, why_not; null where it was never judged",
    "after": "the same under the definition that is tried",
    "because": "the lines that differ, as `need = yes: 15 → 20`",
}


@click.command(
    cls=Command,
    epilog="outreach leads score --definition new.toml\noutreach leads score --apply",
)
@click.option(
    "--definition",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The one to try (default: lead-definition.toml as it is now).",
)
@click.option("--all", "everything", is_flag=True, help="Also leads that would not move.")
@click.option(
    "--apply", "applies", is_flag=True, help="Judge all of them again, by lead-definition.toml as it is now."
)
@json_option(SCORE_FIELDS)
def score(definition: Path | None, everything: bool, applies: bool, as_json: bool) -> None:
    """Try a lead definition on the leads that there are: who would move, from where to where, and why.

    Nothing is written without --apply. Leads that sales has, or that rest in nurture, are left as they are.
    """
    from outreach.qualification.leads import trial
    from outreach.qualification.leads.definition_file import FILE_NAME, load_definition

    own = workspace.config().root / FILE_NAME
    if applies and definition is not None and definition.resolve() != own.resolve():
        raise click.UsageError(f"--apply takes {own}: put the new definition there first.")
    tried_on = load_definition(definition or own)
    if applies:
        with workspace.writing() as session:
            tried = trial.apply(session, tried_on, actor=workspace.actor(), now=workspace.now())
    else:
        with workspace.reading() as session:
            tried = trial.try_on(session, tried_on, now=workspace.now())
    shown = [each for each in tried if everything or each.moves]
    if as_json:
        emit_json([_as_json(each) for each in shown])
        return
    table(
        ("lead", "name", "account", "state", "score", "level", "qualified", "because"),
        [_row(each) for each in shown],
        empty="Nobody would move." if tried else "There is no lead to try it on.",
    )
    _sum_up(tried, applies)


def _sum_up(tried: "list[Tried]", applies: bool) -> None:
    if not tried:
        return
    moving = sum(each.moves for each in tried)
    gained = sum(each.after.is_qualified and not _was(each.before) for each in tried)
    lost = sum(_was(each.before) and not each.after.is_qualified for each in tried)
    unjudged = sum(each.before is None for each in tried)
    beside = f"; {unjudged} never judged" if unjudged else ""
    moved = "moved" if applies else "would move"
    say(f"{moving} of {len(tried)} {moved}: {gained} become qualified, {lost} no longer{beside}.")
    say("All are judged again, and keep this version." if applies else "Nothing was written.")


def _row(each: "Tried") -> tuple[Any, ...]:
    before, after = each.before, each.after
    return (
        each.lead_id,
        each.name or each.address,
        each.account,
        each.state,
        _change("-" if before is None else str(before.score), str(after.score)),
        _change("-" if before is None else str(before.level), str(after.level)),
        _change(_says(before), _says(after)),
        "; ".join([*each.because, *(() if after.is_qualified else after.why_not)]),
    )


def _change(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _says(judged: "Judged | None") -> str:
    return "-" if judged is None else "yes" if judged.is_qualified else "no"


def _was(judged: "Judged | None") -> bool:
    return judged is not None and judged.is_qualified


def _as_json(each: "Tried") -> dict[str, Any]:
    return {
        "lead": each.lead_id,
        "state": each.state,
        "name": each.name,
        "address": each.address,
        "account": each.account,
        "moves": each.moves,
        "before": None if each.before is None else judged_as_json(each.before),
        "after": judged_as_json(each.after),
        "because": each.because,
    }
