"""`outreach campaign`: a sequence running over a list from some mailboxes."""

import shlex
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN, NAME, SEQUENCE
from outreach.cli.campaign_edited import edited_in_words
from outreach.cli.campaign_enroll import enroll
from outreach.cli.campaign_forecast import forecast
from outreach.cli.campaign_start import (
    BATCH,
    START_FIELDS,
    enroll_one,
    moved_in_words,
    start_as_json,
    start_campaign,
    start_whole_campaign,
)
from outreach.cli.campaign_status import STATUS_FIELDS, status_lines, statuses_of
from outreach.cli.campaign_stop import stop_campaign
from outreach.cli.campaign_variants import variants
from outreach.cli.completing import campaign_names
from outreach.cli.groups import Group
from outreach.cli.ideal_customer import required_profile
from outreach.cli.output import emit_json, facts, json_option, raw_mail, say, table, text
from outreach.core.errors import NotFound

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.reporting.campaign.preview import Preview


PREVIEW_FIELDS = {
    "to": "the recipient",
    "mailbox": "the mailbox it would leave from",
    "step": "the step of the sequence",
    "version": "the version of the sequence that it is written by",
    "message_id": "the Message-ID that it would have",
    "subject": "as it is read",
    "body": "as it is read",
    "raw": "the bytes, which are ASCII",
}


@click.group(cls=Group)
def campaign() -> None:
    """Create, start, pause and watch campaigns."""


campaign.add_command(enroll)
campaign.add_command(forecast)
campaign.add_command(variants)


@campaign.command(
    epilog="outreach campaign create spring --sequence who-handles-sales --list spring --mailbox ana"
)
@click.argument("name", type=NAME)
@click.option(
    "--sequence",
    type=SEQUENCE,
    required=True,
    help="The sequence: a file in the sequences folder, without .toml.",
)
@click.option("--list", "list_name", type=KNOWN, metavar="NAME", required=True, help="The list of prospects.")
@click.option(
    "--mailbox", "mailboxes", multiple=True, required=True, help="From which mailbox; may be repeated."
)
@click.option("--per-day", type=click.IntRange(1), help="New prospects a day, over all mailboxes.")
@click.option(
    "--match-provider",
    is_flag=True,
    help="First mails go from a mailbox at the recipient's own mail provider where there is one.",
)
@click.option(
    "--grade",
    "--min-grade",
    "min_grade",
    type=click.Choice(["A", "B", "C"]),
    help="It takes up only who fits the ideal customer profile so well, or better.",
)
def create(
    name: str,
    sequence: str,
    list_name: str,
    mailboxes: tuple[str, ...],
    per_day: int | None,
    match_provider: bool,
    min_grade: str | None,
) -> None:
    """Create a campaign. Nobody is enrolled until it is started."""
    from outreach.prospects.ideal_customer import Letter
    from outreach.sequences import campaigns
    from outreach.sequences.loading import load_with_targets

    config = workspace.config()
    unknown = [mailbox for mailbox in mailboxes if config.mailbox(mailbox) is None]
    if unknown:
        known = ", ".join(mailbox.name for mailbox in config.mailboxes) or "none"
        raise NotFound(f"{config.path} has no mailbox {', '.join(unknown)}. Mailboxes: {known}.")
    load_with_targets(sequence, config.sequences, config.templates)
    if min_grade is not None:
        required_profile(config)
    with workspace.writing(config) as session:
        campaigns.create(
            session,
            name=name,
            sequence=sequence,
            list_name=list_name,
            mailboxes=list(dict.fromkeys(mailboxes)),
            per_day=per_day,
            match_provider=match_provider,
            min_grade=None if min_grade is None else Letter(min_grade),
            now=workspace.now(),
        )
    say("Created. See what would go out, then start it:")
    say(f"  outreach campaign preview {shlex.quote(name)} --readable")
    say(f"  outreach campaign start {shlex.quote(name)}")


@campaign.command(epilog="outreach campaign start spring")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
@json_option(START_FIELDS, shape="one object")
def start(name: str, as_json: bool) -> None:
    """Enroll everybody on the list who may be written to. Again: take up the files and the list as they are now.

    An edited sequence or wording reaches everybody in it who has been sent nothing yet; whoever has had a mail finishes
    the version that it was of. A paused campaign stays paused.
    """
    from outreach.config import require_own_values

    config = workspace.config()
    require_own_values(config)
    with workspace.database(config) as opened:
        begun = start_whole_campaign(opened, config, name)
        with opened.reading() as session:
            told = start_as_json(session, config, name, begun)
    if as_json:
        emit_json(told)
        return
    say(f"{told['enrolled']} enrolled.")
    for why, count in told["left_out"].items():
        say(f"{count} left out: {why}.")
    for each in begun.moved:
        for line in moved_in_words(each, is_own=each.sequence == told["sequence"]):
            say(line)
    if told["state"] == "paused":
        say(f"It is paused, and stays so: `outreach campaign resume {shlex.quote(name)}`.")
    if not config.live:
        say(f"live = false in {config.path}: `outreach run` will say what it would send, and send nothing.")


@campaign.command(epilog="outreach campaign pause spring")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
def pause(name: str) -> None:
    """Send nothing until it is resumed. Replies are still read."""
    _move(name, "paused")


@campaign.command(epilog="outreach campaign resume spring")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
def resume(name: str) -> None:
    """Go on with a paused campaign."""
    _move(name, "resumed")


@campaign.command(epilog="outreach campaign release spring --prospect ana@acme.example")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
@click.option(
    "--prospect",
    "address",
    type=ADDRESS,
    metavar="ADDRESS",
    help="Only this one; default: everybody who is held by hand.",
)
def release(name: str, address: str | None) -> None:
    """Let go on who is held by hand: a mail to them could not be written, or the sequence file said pause.

    `outreach why ADDRESS` says what holds somebody. What waits for a review, or until a date, stays held.
    """
    from outreach.prospects.service import find_contact
    from outreach.sequences import campaigns, enrolling

    with workspace.writing() as session:
        found = campaigns.find(session, name)
        assert found.id is not None
        contact_id = None if address is None else find_contact(session, address).id
        released = enrolling.release_by_hand(session, found.id, contact_id=contact_id, now=workspace.now())
    say(f"{released} released.")


@campaign.command(epilog="outreach campaign stop spring")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
def stop(name: str) -> None:
    """End it for good: every run that is under way ends. Replies are still read."""
    ended = stop_campaign(workspace.config(), name)
    say(f"{name} is stopped.")
    say(f"{ended} runs have ended.")


def _move(name: str, event: str) -> None:
    from outreach.sequences import campaigns
    from outreach.sequences.model import CampaignEvent

    with workspace.writing() as session:
        found = campaigns.find(session, name)
        paused_why = found.paused_why
        campaigns.move(session, found, CampaignEvent(event), actor=workspace.actor(), now=workspace.now())
    say(f"{name} is {event}.")
    if paused_why:
        say(f"It had paused itself: {paused_why}")


@campaign.command("list", epilog="outreach campaign list --json")
@json_option(STATUS_FIELDS)
def list_campaigns(as_json: bool) -> None:
    """All campaigns with their main figures."""
    statuses = statuses_of(None)
    if as_json:
        emit_json(statuses)
        return
    shown = (
        "sequence",
        "list_name",
        "sent",
        "bounced",
        "replied",
        "referred",
        "awaiting_review",
        "paused_why",
    )
    table(
        (
            *("campaign", "state", "sequence", "list", "sent", "bounced", "replied", "referred", "review"),
            "paused because",
        ),
        [(status["name"], status["state"], *(status[field] for field in shown)) for status in statuses],
        empty="No campaigns yet. `outreach campaign create --help` shows how to make one.",
    )


@campaign.command(epilog="outreach campaign status spring")
@click.argument("name", type=KNOWN, shell_complete=campaign_names, required=False)
@json_option(STATUS_FIELDS, shape="one object, or a list of them for all campaigns")
def status(name: str | None, as_json: bool) -> None:
    """The figures of a campaign, or of all."""
    statuses = statuses_of(name)
    if as_json:
        emit_json(statuses[0] if name else statuses)
        return
    if not statuses:
        say("No campaigns yet. `outreach campaign create --help` shows how to make one.")
    for index, each in enumerate(statuses):
        if index:
            click.echo()
        facts(status_lines(each))
        if each["edited"]:
            say(each["edited"])


@campaign.command(epilog="outreach campaign preview spring --prospect ana@acme.example")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
@click.option(
    "--prospect",
    "address",
    type=ADDRESS,
    metavar="ADDRESS",
    help="Whose mail; default: the first one that is due.",
)
@click.option("--readable", is_flag=True, help="The text instead of the bytes.")
@json_option(PREVIEW_FIELDS, shape="one object")
def preview(name: str, address: str | None, readable: bool, as_json: bool) -> None:
    """The very bytes that would be sent next, headers included. Nothing is changed."""
    from outreach.sequences import campaigns

    config = workspace.config()
    with workspace.database(config) as opened, opened.writing() as session:
        mail = _previewed(session, config, name, address)
        edited = edited_in_words(session, config, campaigns.find(session, name))
        # What was frozen and enrolled for the preview of a draft is taken back.
        session.rollback()
    if as_json:
        written = {
            "message_id": mail.written.message_id,
            "subject": mail.written.subject,
            "body": mail.written.body,
            "raw": mail.written.raw.decode("ascii"),
        }
        about = {"to": mail.to, "mailbox": mail.mailbox, "step": mail.step, "version": mail.version}
        emit_json(about | written)
        return
    if edited:
        say(edited)
    if readable:
        shown = {"to": mail.to, "from mailbox": mail.mailbox, "step": f"{mail.step}, version {mail.version}"}
        facts(shown | {"subject": mail.written.subject})
        click.echo()
        text(mail.written.body)
        return
    raw_mail(mail.written.raw)


def _previewed(session: "Session", config: "Config", name: str, address: str | None) -> "Preview":
    """A draft is started for it, in this session alone, as far as the list must be gone through for this mail."""
    from outreach.daemon.rules import sending_rules
    from outreach.prospects.service import find_contact
    from outreach.reporting.campaign.preview import preview
    from outreach.sequences import campaigns
    from outreach.sequences.model import CampaignState

    found = campaigns.find(session, name)
    contact_id = None if address is None else find_contact(session, address).id
    is_draft = found.state is CampaignState.DRAFT
    if is_draft:
        start_campaign(session, config, name, limit=BATCH)
    rules, now = sending_rules(config), workspace.now()
    shown = preview(session, found, rules, now, contact_id=contact_id)
    if shown is None and is_draft and contact_id is not None:
        # They stand further down the list.
        enroll_one(session, config, name, contact_id)
        shown = preview(session, found, rules, now, contact_id=contact_id)
    if shown is None:
        whom = address or "anybody"
        raise NotFound(
            f"Nothing is left to send to {whom} in {name}. `outreach why ADDRESS` says what is in the way."
        )
    return shown
