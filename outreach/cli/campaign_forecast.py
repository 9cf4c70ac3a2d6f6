"""`outreach campaign forecast`: who gets which step, when and from which mailbox, if nothing intervenes."""

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.campaign_edited import edited_in_words
from outreach.cli.campaign_start import start_campaign
from outreach.cli.completing import campaign_names
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table, when
from outreach.cli.progress import progress

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.reporting.campaign.forecast import Forecast

FORECAST_FIELDS = {
    "campaign": "its name",
    "state": "of the campaign now; a draft is forecast as if it were started now",
    "live": "whether the daemon would send; else it would say what it sends at these moments",
    "begins": "the moment of the forecast",
    "ends": "until when it looks ahead",
    "foreseen": "objects in order of time, with at (UTC), local (the recipient's clock), kind (mail, call or task),"
    " step, mailbox (null for what a person does), address, and first: the first mail to somebody new",
    "others": "mails of other campaigns in the same days, which share the mailboxes and their limits",
    "waits": "how many runs wait for a person at the end, by what they wait for",
    "goes_on": "runs that have a step left that comes by itself after the end",
    "held_back": "objects with limit (mailbox, new_people, replies_waiting, domain or window), whose it is, and on"
    " how many days something was due and waited for it",
}

#: So many mails are listed one by one without being asked.
_SHORT = 40

_HELD_BACK = {
    "mailbox": "the mailbox {whose} had sent all it may",
    "new_people": "{whose} had written to as many new people as it may",
    "replies_waiting": "replies waited for a person, and {whose} let fewer new people in",
    "window": "the recipients' hours ended while mails stood in the queue of {whose}",
    "domain": "{whose} had got all the mails that a domain may",
}


@click.command(cls=Command, epilog="outreach campaign forecast spring --days 7")
@click.argument("name", type=KNOWN, shell_complete=campaign_names)
@click.option(
    "--days", type=click.IntRange(1, 366), default=21, show_default=True, help="How far to look ahead."
)
@click.option("--all", "everything", is_flag=True, help="Every mail by itself, however many there are.")
@json_option(FORECAST_FIELDS, shape="one object")
def forecast(name: str, days: int, everything: bool, as_json: bool) -> None:
    """Who gets which step, when and from which mailbox, against all limits. Nothing is changed.

    It is what is then sent if nothing intervenes: nobody answers, no server refuses, nobody does anything here, and
    `outreach run` runs. A draft is forecast as if it were started now.
    """
    from outreach.sequences import campaigns

    config = workspace.config()
    told = _told(config, name, days)
    if as_json:
        emit_json(dataclasses.asdict(told) | {"live": config.live})
        return
    with workspace.reading(config) as session:
        edited = edited_in_words(session, config, campaigns.find(session, name))
    if edited:
        say(edited)
    _show(told, everything=everything)
    if not config.live:
        say(f"live = false in {config.path}: `outreach run` would only say what it sends at these moments.")


def _told(config: "Config", name: str, days: int) -> "Forecast":
    from outreach.daemon.rules import sending_rules
    from outreach.qualification.waiting import waiting_for_person
    from outreach.reporting.campaign.forecast import forecast

    def begin(copy: "Session") -> object:
        return start_campaign(copy, config, name, limit=None)

    with workspace.reading(config) as session, progress("looking ahead, days", days) as advance:
        return forecast(
            session,
            name,
            sending_rules(config),
            now=workspace.now(),
            days=days,
            waiting=waiting_for_person(session),
            begin=begin,
            advance=advance,
        )


def _show(told: "Forecast", *, everything: bool) -> None:
    say(f"{told.campaign} ({told.state}), from {when(told.begins)} to {when(told.ends)} UTC.")
    table(
        ("day (UTC)", "mailbox", "first mails", "follow-ups", "for a person"),
        _days(told),
        empty="Nothing goes out by itself in these days.",
    )
    if everything or 0 < len(told.foreseen) <= _SHORT:
        click.echo()
        table(
            ("at (UTC)", "their clock", "step", "mailbox", "to"),
            [
                (each.at, each.local.strftime("%a %H:%M"), each.step, each.mailbox or each.kind, each.address)
                for each in told.foreseen
            ],
            empty="",
        )
    _say_the_rest(told, everything=everything)


def _days(told: "Forecast") -> list[tuple[Any, ...]]:
    """By day and mailbox: first mails, follow-ups, and what a person has to do."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for each in told.foreseen:
        kind = "task" if each.mailbox is None else "first" if each.first else "later"
        counts.setdefault((f"{each.at:%a %Y-%m-%d}", each.mailbox or ""), Counter())[kind] += 1
    return [
        (day, mailbox, of["first"], of["later"], of["task"])
        for (day, mailbox), of in sorted(counts.items(), key=lambda item: (item[0][0][4:], item[0][1]))
    ]


def _say_the_rest(told: "Forecast", *, everything: bool) -> None:
    mails = [each for each in told.foreseen if each.mailbox is not None]
    firsts = sum(each.first for each in mails)
    people = len({each.address for each in mails})
    say(f"{len(mails)} mails to {people} people: {firsts} first mails, {len(mails) - firsts} follow-ups.")
    if told.others:
        say(f"{told.others} mails of other campaigns share these mailboxes and limits.")
    if told.goes_on:
        say(f"{told.goes_on} people have a step left that comes after the end.")
    for why, count in told.waits.items():
        say(f"{count} wait for a person: {why}.")
    for each in told.held_back:
        days = "1 day" if each.days == 1 else f"{each.days} days"
        say(f"Held back on {days}: {_HELD_BACK[each.limit.value].format(whose=each.whose)}.")
    if not everything and len(told.foreseen) > _SHORT:
        say("`--all` lists every mail.")
