"""`outreach leads`: who answered or asked, how ready they are, and what is done about it."""

from typing import TYPE_CHECKING, Any

import click

from outreach.cli import (
    leads_credit,
    leads_crm,
    leads_handoff,
    leads_learn,
    leads_mails,
    leads_outcome,
    leads_proposal,
    workspace,
)
from outreach.cli.arguments import REMARK
from outreach.cli.comma_separated import emit_csv
from outreach.cli.groups import Group
from outreach.cli.leads_import import import_
from outreach.cli.leads_nurture import nurture
from outreach.cli.leads_qualify import qualify
from outreach.cli.leads_score import score
from outreach.cli.leads_text import LEAD, LEAD_FIELDS, SHOWN_FIELDS, show_in_words
from outreach.cli.output import emit_json, json_option, say, table, when

if TYPE_CHECKING:
    from outreach.qualification.leads.definition import LeadDefinition

#: As `outreach.qualification.leads.model.LeadState`, which help must not import; a test compares them.
STATES = (
    *("open", "qualified", "offered", "accepted", "rejected", "untouched", "confirmed"),
    *("proposal", "meeting", "won", "lost", "disqualified", "nurture"),
)


@click.group(cls=Group)
def leads() -> None:
    """Who answered or asked: qualified by one definition, nurtured until they are ready.

    A lead begins with a reply that somebody found good (`outreach review`), or with `leads import`.
    """


leads.add_command(qualify)
leads.add_command(score)
leads.add_command(import_, "import")
leads.add_command(nurture)
for command in (
    *leads_handoff.COMMANDS,
    *leads_proposal.COMMANDS,
    *leads_outcome.COMMANDS,
    *leads_credit.COMMANDS,
    *leads_learn.COMMANDS,
    *leads_crm.COMMANDS,
    *leads_mails.COMMANDS,
):
    leads.add_command(command)


@leads.command("list", epilog="outreach leads list --state open\noutreach leads list --mine --level 3 --json")
@click.option(
    "--state",
    "states",
    type=click.Choice(STATES),
    multiple=True,
    metavar="STATE",
    help=f"Only these; may be repeated: {', '.join(STATES)}.",
)
@click.option("--level", type=click.IntRange(1, 5), help="Only from this level on.")
@click.option("--mine", is_flag=True, help="Only those that you own or found.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@json_option(LEAD_FIELDS)
def list_all(
    states: tuple[str, ...], level: int | None, mine: bool, everything: bool, as_csv: bool, as_json: bool
) -> None:
    """Leads, the readiest first."""
    from outreach.qualification.leads.listing import list_leads
    from outreach.qualification.leads.model import LeadState

    with workspace.reading() as session:
        rows = list_leads(
            session,
            now=workspace.now(),
            states=[LeadState(state) for state in states],
            level=level,
            person=workspace.actor() if mine else None,
            everything=everything,
        )
    if as_json:
        emit_json(rows)
    elif as_csv:
        emit_csv(list(LEAD_FIELDS), rows)
    else:
        table(
            ("id", "state", "level", "days", "score", "name", "address", "account", "from", "owner", "next"),
            [_in_list(row) for row in rows],
            empty="There is no such lead. `outreach review` is where most of them begin.",
            spare=("days", "from", "owner", "score", "account", "name"),
        )


@leads.command(epilog="outreach leads show 4\noutreach leads show maria.weber@acme.example --json")
@click.argument("lead", type=LEAD)
@json_option(SHOWN_FIELDS, shape="one object")
def show(lead: str, as_json: bool) -> None:
    """One lead: where from, answers, score line by line, levels with the time in each, what comes next."""
    from outreach.qualification.leads import service
    from outreach.qualification.leads.listing import show_lead

    config = workspace.config()
    with workspace.reading(config) as session:
        found = service.find(session, lead)
        shown = show_lead(session, found, now=workspace.now(), definition=_definition_now())
    if as_json:
        emit_json(shown)
    else:
        show_in_words(shown)


@leads.command(epilog="outreach leads assign 4 ben")
@click.argument("lead", type=LEAD)
@click.argument("person", type=REMARK)
def assign(lead: str, person: str) -> None:
    """Give a lead to somebody else to work on. Who found it stays who found it."""
    from outreach.qualification.leads import service

    with workspace.writing() as session:
        found = service.find(session, lead)
        service.assign(session, found, person, actor=workspace.actor(), now=workspace.now())
        number = found.id
    say(f"Lead {number} is {person}'s.")


def _definition_now() -> "LeadDefinition | None":
    """The file as it is, where it is sound; what is wrong in it is `outreach lint`'s to say."""
    from outreach.qualification.leads.definition_file import FILE_NAME, read_definition

    definition, faults = read_definition(workspace.config().root / FILE_NAME)
    return None if any(not fault.warning for fault in faults) else definition


def _in_list(row: dict[str, Any]) -> tuple[Any, ...]:
    following = row["next_step"] and f"{row['next_step']} ({row['next_step_on']})"
    if row["state"] == "nurture":
        following = f"wakes {when(row['wakes_at'])[:10]}" if row["wakes_at"] else "rests"
    return (
        row["id"],
        row["state"],
        row["level"],
        row["days_in_level"],
        row["score"],
        row["name"],
        row["address"],
        row["account"],
        row["list"] or row["source"],
        row["owner"],
        following,
    )
