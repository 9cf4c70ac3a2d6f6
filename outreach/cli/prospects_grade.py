"""`outreach prospects grade`: how the lists fit the ideal customer profile."""

from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.groups import Command
from outreach.cli.ideal_customer import required_profile
from outreach.cli.output import emit_json, json_option, say, table
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.prospects.grading import Shares

SHARE_FIELDS = {
    "list": "the list's name",
    "people": "how many are on it",
    "share": "of fits (A and B), in per cent; null of an empty list",
    "grades": "an object: how many of each grade, A to D",
    "could_fit": "how many more would be a fit if what is missing turned out well",
    "missing": "an object: of how many people a field of the profile is not known",
}


class _OfLists(Command):
    """A command about lists: whoever names a person is told which one is about people."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if address := next((each for each in args if "@" in each and "--list" not in args), None):
            raise click.UsageError(
                f"This is about lists; `outreach prospects show {one_line(address, 100)}` tells how one person fits.",
                ctx,
            )
        return super().parse_args(ctx, args)


@click.command(cls=_OfLists, epilog="outreach prospects grade\noutreach prospects grade --list spring --json")
@click.option("--list", "list_name", type=KNOWN, metavar="NAME", help="Only this list.")
@json_option(SHARE_FIELDS)
def grade(list_name: str | None, as_json: bool) -> None:
    """How many on each list fit the ideal customer profile, and what is not known of the others."""
    config = workspace.config()
    profile = required_profile(config)
    rows = _rows(config, profile, list_name)
    if as_json:
        emit_json(rows)
        return
    table(
        ("list", "people", "fits", "A", "B", "C", "D", "could fit", "not known of"),
        [
            (
                row["list"],
                row["people"],
                "" if row["share"] is None else f"{row['share']} %",
                *row["grades"].values(),
                row["could_fit"],
                ", ".join(f"{field}: {count}" for field, count in row["missing"].items()),
            )
            for row in rows
        ],
        empty="There are no lists yet. `outreach prospects import FILE --list NAME` brings one in.",
    )
    if any(row["could_fit"] for row in rows):
        say("What is not known costs points: fill it in, in the list or with `outreach prospects edit`.")


def _rows(config: Any, profile: Any, list_name: str | None) -> list[dict[str, Any]]:
    from sqlmodel import select

    from outreach.prospects.grading import shares
    from outreach.prospects.lists import find_list
    from outreach.prospects.model import ProspectList

    with workspace.reading(config) as session:
        if list_name is not None:
            found = find_list(session, list_name)
            chosen = [(found.id, found.name)]
        else:
            chosen = list(
                session.exec(select(ProspectList.id, ProspectList.name).order_by(ProspectList.name)).all()
            )
        return [_row(name, shares(session, profile, list_id=list_id)) for list_id, name in chosen]


def _row(name: str, found: "Shares") -> dict[str, Any]:
    from outreach.prospects.ideal_customer import Letter

    share = found.share_of_fits
    return {
        "list": name,
        "people": found.total,
        "share": None if share is None else round(100 * share),
        "grades": {letter.value: found.letters[letter] for letter in Letter},
        "could_fit": found.could_fit,
        "missing": dict(found.missing.most_common()),
    }
