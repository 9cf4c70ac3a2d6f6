"""`outreach leads nurture`: put a lead to rest until a day, or wake it."""

from datetime import UTC, datetime

import click

from outreach.cli import workspace
from outreach.cli.arguments import REMARK
from outreach.cli.groups import Command
from outreach.cli.leads_text import LEAD
from outreach.cli.output import say


@click.command(
    cls=Command,
    epilog="outreach leads nurture 4 --until 2027-03-01 --reason 'budget comes in March'\n"
    "outreach leads nurture 4 --until 2027-03-01 --reason 'asked us to wait' --quiet\n"
    "outreach leads nurture 4 --wake --reason 'they were in the news'",
)
@click.argument("lead", type=LEAD)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When it wakes up; left out, it rests until they write or somebody wakes it.",
)
@click.option("--reason", type=REMARK, required=True, help="Why; shown when it wakes up.")
@click.option("--quiet", is_flag=True, help="They named the day themselves: nothing is sent before it.")
@click.option("--wake", is_flag=True, help="Wake it now.")
def nurture(lead: str, until: datetime | None, reason: str, quiet: bool, wake: bool) -> None:
    """Keep somebody in view who is not ready: about one useful mail a month, and a day on which to look again.

    What a wake-up date leads to stands under [nurture] in the configuration: a task for you, or a sequence.
    """
    if wake and (until is not None or quiet):
        raise click.UsageError("--wake needs no day: leave out --until and --quiet.")
    if quiet and until is None:
        raise click.UsageError("--quiet: until which day? Give it with --until.")
    if wake:
        _wake(lead, reason)
    else:
        _put(lead, until, reason, quiet)


def _put(lead: str, until: datetime | None, reason: str, quiet: bool) -> None:
    from outreach.daemon.rules import hand_off_rules
    from outreach.handoff import service as hand_off
    from outreach.handoff.policy import Command as HandOffCommand
    from outreach.qualification.leads import nurturing, service

    config, now = workspace.config(), workspace.now()
    with workspace.writing(config) as session:
        found = service.find(session, lead)
        service.lock(session, found)
        hand_off.require(
            session, found, HandOffCommand.NURTURE, workspace.actor(), hand_off_rules(config), now
        )
        nurturing.put(
            session,
            found,
            until=None if until is None else until.replace(tzinfo=UTC),
            why=reason,
            quiet=quiet,
            actor=workspace.actor(),
            now=now,
        )
        hand_off.settle(session, found, now)
        number = found.id
    day = f"until {until:%Y-%m-%d}" if until is not None else "until they write, or you wake it"
    say(f"Lead {number} rests {day}.")


def _wake(lead: str, reason: str) -> None:
    from outreach.daemon.nurture_turn import nurture_rules
    from outreach.qualification.leads import nurturing, service
    from outreach.qualification.leads.nurture import Wake
    from outreach.sending import moving_up

    config = workspace.config()
    with workspace.writing(config) as session:
        moving_up.wait_to_enroll(session)
        # Only now: files that were read before could be older than what `campaign start` has just taken up.
        rules = nurture_rules(config, with_files=True)
        found = service.find(session, lead)
        woken = nurturing.wake(
            session, found, rules, why=reason, actor=workspace.actor(), now=workspace.now()
        )
        number, why = found.id, found.ended_why
    match woken:
        case Wake.CLOSED:
            say(f"Lead {number} is closed: {why}.")
        case Wake.SEQUENCE:
            say(f"Lead {number} is open, and {rules.wakes.sequence} begins.")
        case Wake.UNDER_WAY:
            say(f"Lead {number} is open; another sequence writes to them already.")
        case Wake.REVIEW:
            say(f"Lead {number} is open. `outreach leads qualify {number}` holds it against the definition.")
