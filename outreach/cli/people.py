"""People as they are named on the command line: `Name <address>`, or either of the two."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from outreach.replies.verdict import Person

people_option = click.option(
    "--referral",
    "people",
    multiple=True,
    metavar="'NAME <ADDRESS>'",
    help="Whom they named; may be repeated.",
)


def people_from(texts: tuple[str, ...]) -> "tuple[Person, ...] | None":
    """The people; None where none were named. Raises NotAnAddress as a usage error."""
    return tuple(_person(text) for text in texts) or None


def _person(text: str) -> Any:
    from email.utils import parseaddr

    from outreach.core.addresses import NotAnAddress, normalise
    from outreach.replies.verdict import Person, Via

    name, address = parseaddr(text) if "@" in text else (text.strip(), "")
    try:
        email = normalise(address) if address else None
    except NotAnAddress as error:
        raise click.UsageError(f"--referral: {error}.") from None
    return Person(name=name or None, email=email, via=Via.TEXT)
