"""`outreach prospects edit`: what a person corrects about somebody."""

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say

EDITED_FIELDS = {"address": "normalised", "changed": "the names of the fields that have another value now"}


@click.command(
    cls=Command,
    epilog="outreach prospects edit ana@acme.example --title 'Head of Sales' --set employees=120\n"
    "outreach prospects edit ana@gmail.com --account acme.example",
)
@click.argument("address", type=ADDRESS)
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Any field, or column of the list; may be repeated.",
)
@click.option("--name", help="The whole name.")
@click.option("--title", help="Their position.")
@click.option("--phone", help="Their number.")
@click.option("--country", metavar="DE", help="Their country.")
@click.option("--language", metavar="de", help="Their language.")
@click.option(
    "--account", type=KNOWN, metavar="NAME-OR-ID-OR-DOMAIN", help="The company that they belong to."
)
@json_option(EDITED_FIELDS, shape="one object")
def edit(
    address: str,
    sets: tuple[str, ...],
    name: str | None,
    title: str | None,
    phone: str | None,
    country: str | None,
    language: str | None,
    account: str | None,
    as_json: bool,
) -> None:
    """Correct what is known of ADDRESS. An empty value (--phone '') takes one away. Who changed what is recorded."""
    from outreach.prospects.accounts import find_account
    from outreach.prospects.service import find_contact
    from outreach.sequences.corrections import correct

    options = {"name": name, "title": title, "phone": phone, "country": country, "language": language}
    changes = _sets(sets) | {field: value for field, value in options.items() if value is not None}
    if not changes and account is None:
        raise click.UsageError(
            "Say what to change, for instance --title 'Head of Sales' or --set employees=120."
        )
    with workspace.writing() as session:
        changed = correct(
            session,
            find_contact(session, address),
            changes,
            account=None if account is None else find_account(session, account),
            actor=workspace.actor(),
            now=workspace.now(),
        )
    if as_json:
        emit_json({"address": address, "changed": changed})
        return
    say(f"{address}: {', '.join(changed)} changed.")


def _sets(sets: tuple[str, ...]) -> dict[str, str]:
    changes = {}
    for each in sets:
        field, equals, value = each.partition("=")
        if not equals or not field.strip():
            raise click.UsageError(f"--set {each}: write FIELD=VALUE, for instance --set employees=120.")
        changes[field.strip()] = value
    return changes
