"""`outreach leads proposal`: what one client is offered, filled with their answers, and kept word for word."""

import sys
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import REMARK
from outreach.cli.groups import Command
from outreach.cli.leads_outcome import rules_of
from outreach.cli.leads_text import LEAD
from outreach.cli.output import emit_json, is_terminal, json_option, say, table, text
from outreach.core.errors import NotFound, Refused

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.handoff.outcome_model import Proposal
    from outreach.handoff.proposals import Draft

PROPOSAL_FIELDS = {
    "proposal": "its number",
    "lead": "the lead's number",
    "at": "when",
    "by": "who",
    "template": "what it began with; empty: written freely",
    "subject": "of the template",
    "text": "word for word",
    "answer_with": "the command that sends it as an answer in their thread, or null",
}


@click.command(
    cls=Command,
    epilog="outreach leads proposal 4 --template first-offer\n"
    "outreach leads proposal 4 --file offer.txt\n"
    "outreach leads proposal 4 --show > offer.txt && outreach review answer 12 --file offer.txt",
)
@click.argument("lead", type=LEAD)
@click.option("--template", metavar="NAME", help="What to begin with; --templates lists them.")
@click.option("--templates", "only_list", is_flag=True, help="Only list the templates that there are.")
@click.option("--file", type=click.File(encoding="utf-8"), help="The text, - for standard input.")
@click.option(
    "--draft", "only_draft", is_flag=True, help="Only print what the template makes of this client."
)
@click.option("--show", is_flag=True, help="Print the newest proposal; with --json all of them.")
@click.option("--signed", type=REMARK, default="", metavar="NAME", help="Who signs, if not the sender.")
@json_option(PROPOSAL_FIELDS, shape="one object; with --show a list")
def proposal(
    lead: str,
    template: str | None,
    only_list: bool,
    file: Any,
    only_draft: bool,
    show: bool,
    signed: str,
    as_json: bool,
) -> None:
    """Keep what this one client is offered, word for word. Nothing is mailed by it.

    A template is filled with the client's own answers, and your editor opens. Refused: a text with a gap, one that
    names nobody, one that another client got. It is sent as an answer in their thread: `outreach review answer`.
    """
    config = workspace.config()
    if only_list:
        _list_templates(config, lead)
    elif show:
        _show(config, lead, as_json)
    elif file is not None and template is not None:
        raise click.UsageError("Give --template or --file, not both.")
    elif only_draft:
        text(_drafted(config, lead, template, signed).text)
    else:
        _propose(config, lead, _written(config, lead, template, file, signed), as_json)


def _list_templates(config: "Config", lead: str) -> None:
    from outreach.handoff.proposals import language_of
    from outreach.qualification.leads import service
    from outreach.sequences.proposal_templates import FOLDER, proposal_templates

    with workspace.reading(config) as session:
        language = language_of(session, service.find(session, lead))
    rows = [
        (each.name, each.text.subject or "", ", ".join(each.asks))
        for each in proposal_templates(config.templates, language)
    ]
    table(
        ("name", "subject", "takes the answers to"),
        rows,
        empty=f"There are none. They are files in {config.templates / FOLDER}.",
    )


def _show(config: "Config", lead: str, as_json: bool) -> None:
    from outreach.handoff.proposals import proposals_of, review_of
    from outreach.qualification.leads import service

    with workspace.reading(config) as session:
        found = service.find(session, lead)
        kept, review = proposals_of(session, found.id or 0), review_of(session, found)
    if as_json:
        emit_json([_proposal_fields(each, review) for each in kept])
    elif not kept:
        raise NotFound(f"Lead {found.id} has no proposal. `outreach leads proposal {found.id}` writes one.")
    else:
        text(kept[-1].text)


def _written(config: "Config", lead: str, template: str | None, file: Any, signed: str) -> "Draft":
    """The text of a file, or what the author makes of a draft. In a pipe nobody can edit: then it is the draft."""
    from dataclasses import replace

    from outreach.cli.review_answer import without_comments
    from outreach.handoff.proposals import Draft

    if file is not None:
        return Draft(file.read())
    draft = _drafted(config, lead, template, signed)
    if not is_terminal(sys.stdin):
        return draft
    # Not in a unit of work: an editor is open for as long as somebody thinks.
    edited = click.edit(f"{draft.text}\n# Lines that begin with # are left out.\n", extension=".txt")
    if edited is None:
        raise Refused("The draft was left as it was: nothing is kept.")
    return replace(draft, text=without_comments(edited))


def _drafted(config: "Config", lead: str, template: str | None, signed: str) -> "Draft":
    from outreach.handoff.proposals import draft, language_of
    from outreach.qualification.leads import service
    from outreach.sequences.merge_context import SenderNames
    from outreach.sequences.proposal_templates import FOLDER, proposal_templates

    if template is None:
        raise click.UsageError("Give --template NAME (--templates lists them), or --file.")
    sender = SenderNames(
        signed or config.sender.name, config.sender.organisation, config.sender.postal_address
    )
    with workspace.reading(config) as session:
        found = service.find(session, lead)
        known = {
            each.name: each for each in proposal_templates(config.templates, language_of(session, found))
        }
        if template not in known:
            there = ", ".join(known) or "none"
            where = config.templates / FOLDER
            raise NotFound(
                f'There is no template "{template}" in {where} that can be used. There are: {there}.'
            )
        return draft(session, found, known[template], sender)


def _propose(config: "Config", lead: str, draft: "Draft", as_json: bool) -> None:
    from outreach.handoff.proposals import propose, review_of
    from outreach.qualification.leads import service

    rules = rules_of(config)
    with workspace.writing(config) as session:
        found = service.find(session, lead)
        kept = propose(
            session, found.id or 0, draft, rules=rules, actor=workspace.actor(), now=workspace.now()
        )
        fields = _proposal_fields(kept, review_of(session, found))
    if as_json:
        emit_json(fields)
        return
    say(f"Proposal {fields['proposal']} to lead {fields['lead']} is kept. Nothing was mailed.")
    if fields["answer_with"]:
        say(f"To send it in their thread: {fields['answer_with']}")


def _proposal_fields(kept: "Proposal", review: int | None) -> dict[str, Any]:
    show = f"outreach leads proposal {kept.lead_id} --show > offer.txt"
    return {
        "proposal": kept.id,
        "lead": kept.lead_id,
        "at": kept.at,
        "by": kept.actor,
        "template": kept.template,
        "subject": kept.subject,
        "text": kept.text,
        "answer_with": None
        if review is None
        else f"{show} && outreach review answer {review} --file offer.txt",
    }


COMMANDS = (proposal,)
