"""`outreach prospects show`: what is known of one person."""

from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS
from outreach.cli.groups import Command
from outreach.cli.ideal_customer import GRADE, grade_facts, grade_lines, profile_of
from outreach.cli.output import emit_json, facts, json_option, text

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.prospects.model import Account, Contact

PERSON_FIELDS = {
    "address": "normalised",
    "name": "the whole of it",
    "given_name": "as given, or guessed from the name",
    "family_name": "as given, or guessed from the name",
    "title": "their position",
    "phone": "their number",
    "account": "the company",
    "account_status": "what it is to us",
    "language": "ISO 639-1, or null",
    "country": "ISO 3166, or null",
    "time_zone": "IANA, or null",
    "fields": "an object with every other column of the list",
    "account_id": "the company's number, for `outreach accounts show`",
    "decides": "whether their title is that of somebody who decides for the company",
    "suppressed": "why they are never written to, or null",
    "lists": "the lists that they are on: objects with list, source, since",
    "grade": GRADE,
    "enrollments": "objects with id, campaign, sequence, state, next_step, due_at, tag, ended_why, grade",
}


@click.command(cls=Command, epilog="outreach prospects show ana@acme.example")
@click.argument("address", type=ADDRESS)
@json_option(PERSON_FIELDS, shape="one object")
def show(address: str, as_json: bool) -> None:
    """What is known of one person: their company, lists and runs, and how well they fit, with reasons."""
    from outreach.prospects.service import find_contact

    config = workspace.config()
    with workspace.reading(config) as session:
        known = _known(session, config, find_contact(session, address))
    if as_json:
        emit_json(known)
        return
    lists, runs, graded = known.pop("lists"), known.pop("enrollments"), known.pop("grade")
    facts(known)
    for each in lists:
        text(f"on the list {each['list']} ({each['source']}) since {each['since']:%Y-%m-%d}")
    for run in runs:
        tag = f" ({run['tag']})" if run["tag"] else ""
        text(
            f"{run['campaign']} / {run['sequence']}: {run['state']}{tag}"
            + (f", grade {run['grade']}" if run["grade"] else "")
        )
    if graded is not None:
        for line in grade_lines(graded):
            text(line)


def _known(session: "Session", config: "Config", contact: "Contact") -> dict[str, Any]:
    from outreach.prospects.model import Account
    from outreach.prospects.rank import is_decision_maker
    from outreach.prospects.service import contact_summary
    from outreach.prospects.suppressing import suppression_of

    account = session.get_one(Account, contact.account_id)
    summary = contact_summary(contact, account)
    no = suppression_of(session, contact.address)
    return summary | {
        "account_id": account.id,
        "decides": is_decision_maker(contact.title),
        "suppressed": None if no is None else no.reason.value,
        "lists": _lists(session, contact),
        "grade": _grade(config, contact, account),
        "enrollments": _runs(session, contact),
    }


def _grade(config: "Config", contact: "Contact", account: "Account") -> dict[str, Any] | None:
    from outreach.prospects.grading import grade_contact

    profile = profile_of(config)
    return None if profile is None else grade_facts(grade_contact(profile, contact, account))


def _lists(session: "Session", contact: "Contact") -> list[dict[str, Any]]:
    from sqlmodel import col, select

    from outreach.prospects.model import Prospect, ProspectList

    asked = (
        select(ProspectList.name, ProspectList.source, Prospect.created_at)
        .join(Prospect, col(Prospect.list_id) == col(ProspectList.id))
        .where(Prospect.contact_id == contact.id)
        .order_by(col(Prospect.created_at), ProspectList.name)
    )
    return [
        {"list": name, "source": str(source), "since": since} for name, source, since in session.exec(asked)
    ]


def _runs(session: "Session", contact: "Contact") -> list[dict[str, Any]]:
    from sqlmodel import col, select

    from outreach.sequences.model import Campaign, Enrollment

    asked = (
        select(Enrollment, Campaign.name)
        .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
        .where(Enrollment.contact_id == contact.id)
        .order_by(col(Enrollment.id))
    )
    return [
        {
            "id": run.id,
            "campaign": campaign,
            "sequence": run.sequence,
            "state": run.state.value,
            "next_step": run.next_step,
            "due_at": run.due_at,
            "tag": run.tag,
            "ended_why": run.ended_why,
            "grade": run.grade,
        }
        for run, campaign in session.exec(asked).all()
    ]
