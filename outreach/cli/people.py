"""People as they are named on the command line: `Name <address>`, or either of the two."""

import re
from typing import TYPE_CHECKING

import click

from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.replies.verdict import Person

_WRITTEN = re.compile(
    r"\s*(?:(?P<name>[^<>@]*)<(?P<address>[^<>\s]+)>|(?P<bare>[^<>\s]+@[^<>\s]+)|(?P<only>[^<>@]*\w[^<>@]*))\s*"
)

people_option = click.option(
    "--referral",
    "people",
    multiple=True,
    metavar="'NAME <ADDRESS>'",
    help="Whom they named; may be repeated.",
)


def people_from(texts: tuple[str, ...]) -> "tuple[Person, ...] | None":
    """The people; None where none were named. Raises click.UsageError for what names nobody."""
    return tuple(_person(text) for text in texts) or None


def _person(text: str) -> "Person":
    from outreach.core.addresses import NotAnAddress, normalise
    from outreach.replies.verdict import Person, Via

    # Not email.utils.parseaddr: of `Maria Weber maria@acme.example` it makes one long address.
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise click.UsageError(
            f"--referral: write \"{one_line(text)}\" as 'NAME <ADDRESS>', as a bare address or as a name."
        )
    name, address = (
        one_line(found["name"] or found["only"] or "").strip(' "'),
        found["address"] or found["bare"],
    )
    try:
        email = normalise(address) if address else None
    except NotAnAddress as error:
        raise click.UsageError(f"--referral: {error}.") from None
    return Person(name=name or None, email=email, via=Via.TEXT)
