"""`outreach campaign enroll`: one person, by hand."""

from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN
from outreach.cli.completing import campaign_names
from outreach.cli.groups import Command
from outreach.cli.output import say, when

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.sequences.reenrolling import Enrolled


@click.command(
    cls=Command,
    epilog="outreach campaign enroll spring ana@acme.example\n"
    "outreach campaign enroll spring ana@acme.example --step bump",
)
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
@click.argument("address", type=ADDRESS)
@click.option(
    "--step", type=KNOWN, help="Begin at this one; default: the first behind what they have had already."
)
@click.option(
    "--even-if-under-way", is_flag=True, help="Also where another campaign is writing to them already."
)
def enroll(name: str, address: str, step: str | None, even_if_under_way: bool) -> None:
    """Put one known person into a running campaign, or take them up again where their run has ended.

    They need not be on its list. What was sent to them is never sent again, and a no stays a no.
    """
    config = workspace.config()
    with workspace.writing(config) as session:
        enrolled = enroll_by_hand(session, config, name, address, step, even_if_under_way=even_if_under_way)
        state = enrolled.enrollment.state.value
    begun = f"{address} {'goes on' if enrolled.again else 'begins'} at {enrolled.step}"
    if enrolled.due_at is None:
        say(f"{begun}, when it is their turn: a colleague at the account is under way.")
    else:
        say(f"{begun}, from {when(enrolled.due_at)} UTC on.")
    if state == "paused":
        say(f"Something holds them: `outreach why {address}` says what.")


def enroll_by_hand(
    session: "Session",
    config: "Config",
    name: str,
    address: str,
    step: str | None = None,
    *,
    even_if_under_way: bool = False,
) -> "Enrolled":
    """Enroll one contact, and leave an entry in the audit. Raises NotFound, and Refused with what is in the way."""
    from outreach.daemon.rules import law_now, timing
    from outreach.database import audit
    from outreach.prospects.service import find_contact
    from outreach.sending import moving_up
    from outreach.sending.past_mails import past_mails
    from outreach.sequences import campaigns
    from outreach.sequences.reenrolling import enroll as enroll_contact

    # Before the campaign is read: whoever starts it again gives it another version.
    moving_up.wait_to_enroll(session)
    campaign = campaigns.find(session, name)
    contact = find_contact(session, address)
    enrolled = enroll_contact(
        session,
        campaign,
        contact,
        past_mails(session, contact.id or 0),
        timing=timing(config),
        actor=workspace.actor(),
        now=workspace.now(),
        step=step,
        even_if_under_way=even_if_under_way,
        law=law_now(config),
    )
    audit.note(
        session,
        "enrolled_by_hand",
        actor=workspace.actor(),
        at=workspace.now(),
        subject=audit.subject_of(session, contact.address),
        campaign=name,
        step=enrolled.step,
        even_if_under_way=even_if_under_way,
    )
    return enrolled
