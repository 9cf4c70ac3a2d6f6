"""`outreach why`: what stands between a person and their next mail."""

import dataclasses
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, item, json_option, text, when

if TYPE_CHECKING:
    from outreach.reporting.campaign.gates import Explained


EXPLAINED_FIELDS = {
    "campaign": "its name",
    "sequence": "its name",
    "state": "of this person's run through it",
    "next_step": "the step that comes next; null where all are done",
    "gates": "objects with name, is_open, says, and opens_at: when it opens by itself, or null",
    "next_at": "when the next mail may go at the earliest; null where nothing more goes out by itself",
}


@click.command(cls=Command, epilog="outreach why ana@acme.example")
@click.argument("address", type=ADDRESS)
@json_option(EXPLAINED_FIELDS, shape="a list of objects, the newest run first")
def why(address: str, as_json: bool) -> None:
    """Every gate between ADDRESS and the next mail, with numbers, and the next possible time."""
    from outreach.daemon.rules import sending_rules
    from outreach.reporting.campaign.gates import explain

    config, now = workspace.config(), workspace.now()
    with workspace.writing(config) as session:
        explained = explain(session, address, sending_rules(config), now)
        session.rollback()
    if as_json:
        emit_json([dataclasses.asdict(each) for each in explained])
        return
    for each in explained:
        _show(each)


def _show(each: "Explained") -> None:
    from outreach.reporting.campaign.gates import LIVE

    step = each.next_step or "no step left"
    text(f"{each.campaign} / {each.sequence}: {each.state}, next: {step}")
    for gate in each.gates:
        item(f"  {'open' if gate.is_open else 'SHUT'}  {gate.name:<11}", gate.says)
    if each.next_at is None:
        text("  Nothing more goes out by itself.\n")
    else:
        rehearsal = any(gate.name == LIVE and not gate.is_open for gate in each.gates)
        text(f"  The next mail {'would go' if rehearsal else 'may go'} from {when(each.next_at)} UTC on.\n")
