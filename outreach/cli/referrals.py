"""`outreach referrals`: who named whom, and whether they may be written to."""

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, ID, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, json_option, say, table, text

REFERRAL_FIELDS = {
    "id": "the referral's number",
    "state": "proposed, needs_address, approved, refused, enrolled or answered",
    "name": "of the person who was named",
    "email": "their address",
    "phone": "their number",
    "title": "their position",
    "via": "text, cc or forwarded",
    "referrer": "the address of who named them",
    "referrer_name": "and the name",
    "reason": "why it waits, or why it was refused",
    "depth": "1 for somebody whom a prospect named, 2 for whom those named, and so on",
    "message": "the number of the reply in the inbox",
    "decided_by": "who approved or refused it; null where the program did",
}


NODE_FIELDS = {
    "level": "0 for ADDRESS, 1 for whom they named, 2 for whom those named, and so on",
    "how": "asked (ADDRESS), named, or answered: they wrote in place of whom we had asked, and nobody had named them",
    "name": "theirs; may be empty",
    "address": "theirs; empty where it has to be found",
    "title": "their position",
    "phone": "their number",
    "referral_id": "the number in `outreach referrals list`, or null",
    "state": "of the referral; empty where there is none",
    "reason": "why it waits, or why it was refused",
    "run": "the state of their newest run; empty where they have none",
    "replies": "objects with at and intent: what they wrote, as it was read",
}


@click.group(cls=Group)
def referrals() -> None:
    """People whom replies named; approve or refuse those that wait for you."""


@referrals.command("list", epilog="outreach referrals list --all")
@click.option("--all", "everything", is_flag=True, help="Also those that have been decided.")
@json_option(REFERRAL_FIELDS)
def list_all(everything: bool, as_json: bool) -> None:
    """Referrals that wait for a person, with the reason why."""
    from outreach.referrals.listing import list_referrals

    with workspace.reading() as session:
        rows = list_referrals(session, everything=everything)
    if as_json:
        emit_json(rows)
        return
    table(
        ("id", "state", "name", "address or phone", "named by", "reason"),
        [
            (
                row["id"],
                row["state"],
                row["name"],
                row["email"] or row["phone"],
                row["referrer"],
                row["reason"],
            )
            for row in rows
        ],
        empty="No referral waits for you.",
    )


@referrals.command(epilog="outreach referrals approve 4 --email maria.weber@acme.example")
@click.argument("referral_id", type=ID, metavar="ID")
@click.option(
    "--email", type=ADDRESS, metavar="ADDRESS", help="Theirs, where the reply gave none or a wrong one."
)
def approve(referral_id: int, email: str | None) -> None:
    """Write to this person, as referred by their colleague."""
    from outreach.daemon.rules import effect_rules
    from outreach.referrals import service

    config = workspace.config()
    with workspace.writing(config) as session:
        approved = service.approve(
            session,
            referral_id,
            effect_rules(config).referrals,
            email=email,
            actor=workspace.actor(),
            now=workspace.now(),
        )
        whom = approved.name or approved.email
    say(f"{whom} gets the follow-up in the next window.")


@referrals.command(epilog="outreach referrals refuse 4 --reason 'a private address'")
@click.argument("referral_id", type=ID, metavar="ID")
@click.option("--reason", type=REMARK, required=True, help="Kept with the referral.")
def refuse(referral_id: int, reason: str) -> None:
    """Never write to this person because of that reply."""
    from outreach.referrals import service

    with workspace.writing() as session:
        service.refuse(session, referral_id, reason=reason, actor=workspace.actor(), now=workspace.now())
    say("Refused.")


@referrals.command(epilog="outreach referrals edit 4 --name 'Maria Weber'")
@click.argument("referral_id", type=ID, metavar="ID")
@click.option("--email", type=ADDRESS, metavar="ADDRESS", help="Their address.")
@click.option("--name", type=REMARK, help="Their name; the mail greets them by it.")
@click.option("--phone", type=REMARK, help="Their number.")
@click.option("--title", type=REMARK, help="Their position.")
def edit(referral_id: int, email: str | None, name: str | None, phone: str | None, title: str | None) -> None:
    """Correct what is known of a referred person before they are written to."""
    if email is name is phone is title is None:
        raise click.UsageError("Say what is to be corrected: --email, --name, --phone or --title.")
    from outreach.referrals import service

    with workspace.writing() as session:
        service.edit(
            session, referral_id, email=email, name=name, phone=phone, title=title, now=workspace.now()
        )
    say("Corrected.")


@referrals.command(epilog="outreach referrals tree info@acme.example")
@click.argument("address", type=ADDRESS)
@json_option(NODE_FIELDS, shape="a list of objects, depth first")
def tree(address: str, as_json: bool) -> None:
    """Who sent us to whom, beginning with ADDRESS: names, states, what they wrote."""
    import dataclasses

    from outreach.prospects.service import find_contact
    from outreach.referrals.tree import as_line, referral_tree

    with workspace.reading() as session:
        nodes = list(referral_tree(session, find_contact(session, address)))
    if as_json:
        emit_json([dataclasses.asdict(node) for node in nodes])
        return
    for node in nodes:
        text("  " * node.level + as_line(node))
