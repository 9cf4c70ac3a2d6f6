"""`outreach replies agreement`: how often reviewers agree with the program, and which rules mislead."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table

if TYPE_CHECKING:
    from outreach.qualification.agreement import Agreement

AGREEMENT_FIELDS = {
    "decided": "decisions of people that stand",
    "agreed": "those that said what the program had thought",
    "intents": "objects with proposed, decided, agreed, and instead: [what was said, how often]",
    "rules": "objects with rule, intent, cases, right, misleads, and instead; the most misleading first",
}


@click.command(
    cls=Command, epilog="outreach replies agreement\noutreach replies agreement --since 2026-01-01 --json"
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Only what was decided since."
)
@json_option(AGREEMENT_FIELDS, shape="one object")
def agreement(since: datetime | None, as_json: bool) -> None:
    """How often reviewers decide as the program had thought: by intent, and by the rules that it went by."""
    from outreach.qualification.agreement import agreement as reckon

    with workspace.reading() as session:
        found = reckon(session, since=None if since is None else since.replace(tzinfo=UTC))
    if as_json:
        emit_json(_as_json(found))
        return
    table(
        ("the program thought", "decided", "agreed", "instead"),
        [
            (each.proposed, each.decided, _share(each.agreed, each.decided), _told(each.instead))
            for each in found.intents
        ],
        empty="Nobody has decided anything yet.",
    )
    if not found.decided:
        return
    click.echo()
    table(
        ("rule", "speaks for", "cases", "right", "", "instead"),
        [
            (
                each.rule,
                each.intent,
                each.cases,
                _share(each.right, each.cases),
                "misleads" if each.misleads else "",
                _told(each.instead),
            )
            for each in found.rules
        ],
        empty="None of them was read by a rule.",
    )
    say(f"{found.agreed} of {found.decided} decisions agree with the program.")


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})"


def _told(instead: Any) -> str:
    return ", ".join(f"{meaning} {count}" for meaning, count in instead)


def _as_json(found: "Agreement") -> dict[str, Any]:
    return {
        "decided": found.decided,
        "agreed": found.agreed,
        "intents": [
            {
                "proposed": each.proposed,
                "decided": each.decided,
                "agreed": each.agreed,
                "instead": [list(pair) for pair in each.instead],
            }
            for each in found.intents
        ],
        "rules": [
            {
                "rule": each.rule,
                "intent": each.intent,
                "cases": each.cases,
                "right": each.right,
                "misleads": each.misleads,
                "instead": [list(pair) for pair in each.instead],
            }
            for each in found.rules
        ],
    }
