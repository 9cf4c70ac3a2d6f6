"""`outreach leads credit` and `bonus`: what leads are owed to, and what that brings whom."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.comma_separated import emit_csv
from outreach.cli.groups import Command
from outreach.cli.leads_text import LEAD
from outreach.cli.output import emit_json, json_option, say, table

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.handoff.bonus import Line, NotDue
    from outreach.handoff.bonus_of import Reckoned
    from outreach.handoff.credit import Sum
    from outreach.handoff.team import Team

#: As `outreach.handoff.credit.OwedTo`, which help must not import; a test compares them.
OWED_TO = (
    *("list", "segment", "campaign", "sequence", "template", "step", "mailbox", "finder", "root", "referrer"),
)

CREDIT_FIELDS = {
    "to": f"of one lead: {', '.join(OWED_TO)}",
    "name": "which one",
    "why": "how it led to this lead, or why it has no credit",
    "has_credit": "false: it would have, but for what `why` says",
    "leads": "of many: how many are owed to it",
    "confirmed": "how many of these sales has confirmed",
    "won": "how many were won",
    "contracted": "an object: hundredths of each currency that were signed",
    "paid": "an object: hundredths of each currency that were paid",
    "cost": "of a list: an object like those; empty where nobody has said",
    "return_percent": "of a list: what was paid above its cost, in per cent of that; null where it cannot be told",
}
BONUS_FIELDS = {
    "person": "who gets it",
    "lead": "for which lead",
    "account": "the company",
    "as": "finder, salesperson or account_manager",
    "event": "accepted_and_confirmed, paid or kept",
    "happened_at": "when that was, or null where it is not due yet",
    "rules_version": "which version of the rules was in force then, or null",
    "rule": "the rule in words",
    "amount_cents": "hundredths; negative: taken back; null: not due yet",
    "before_cap_cents": "the same without the cap of the month",
    "currency": "as ISO 4217",
    "is_due": "whether it counts in this month",
    "why": "what it waits for, or why it is not what the rule says",
}


# --- credit ---------------------------------------------------------------------------------------------------------


@click.command(
    cls=Command,
    epilog="outreach leads credit 4\noutreach leads credit --by list\noutreach leads credit --by template --csv",
)
@click.argument("lead", type=LEAD, required=False)
@click.option("--by", type=click.Choice(OWED_TO), metavar="SOURCE", help=f"Sums: {', '.join(OWED_TO)}.")
@click.option(
    "--field", type=KNOWN, metavar="COLUMN", help="With --by segment: by which column of your lists."
)
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@json_option(CREDIT_FIELDS)
def credit(lead: str | None, by: str | None, field: str | None, as_csv: bool, as_json: bool) -> None:
    """What a lead is owed to, or what each list, template, finder … has brought.

    Its finder has credit once sales has confirmed it. Everybody who sent us on is counted, so the sums of `referrer`
    overlap.
    """
    if (lead is None) == (by is None):
        raise click.UsageError("Name a lead, or ask for sums: --by list.")
    config = workspace.config()
    segment = field or config.hand_off.segment
    if lead is not None:
        _credit_of(config, lead, segment, as_csv, as_json)
    else:
        _credit_by(config, by or "", segment, as_csv, as_json)


def _credit_of(config: "Config", lead: str, segment: str, as_csv: bool, as_json: bool) -> None:
    from outreach.handoff.credit import credit as credit_for
    from outreach.handoff.credit_of import facts_of
    from outreach.qualification.leads import service

    with workspace.reading(config) as session:
        facts = facts_of(session, [service.find(session, lead)], team=_team(config), segment=segment)
    owed = credit_for(facts[0])
    rows = [
        {"to": each.source.value, "name": each.name, "why": each.why, "has_credit": each in owed.shares}
        for each in (*owed.shares, *owed.withheld)
    ]
    columns = ("to", "name", "has_credit", "why")
    _emit(columns, rows, as_csv, as_json, empty="Nothing is known of where it came from.")


def _credit_by(config: "Config", by: str, segment: str, as_csv: bool, as_json: bool) -> None:
    from outreach.handoff.credit import OwedTo, sums
    from outreach.handoff.credit_of import all_leads, costs_of_lists, facts_of
    from outreach.handoff.money import told

    with workspace.reading(config) as session:
        facts = facts_of(session, all_leads(session), team=_team(config), segment=segment)
        costs = costs_of_lists(session) if by == "list" else {}
    found = sums(facts, OwedTo(by), costs=costs)
    if as_json:
        emit_json([_sum_fields(each) for each in found])
        return
    rows = [
        {
            by: each.name,
            "leads": each.leads,
            "confirmed": each.confirmed,
            "won": each.won,
            "contracted": told(each.contracted),
            "paid": told(each.paid),
            "cost": told(each.cost),
            "return": "" if each.return_percent is None else f"{each.return_percent:+d} %",
        }
        for each in found
    ]
    columns = (by, "leads", "confirmed", "won", "contracted", "paid", "cost", "return")
    _emit(columns, rows, as_csv, False, empty="No lead is owed to one.")


def _sum_fields(each: "Sum") -> dict[str, Any]:
    return {
        "name": each.name,
        "leads": each.leads,
        "confirmed": each.confirmed,
        "won": each.won,
        "contracted": each.contracted,
        "paid": each.paid,
        "cost": each.cost,
        "return_percent": each.return_percent,
    }


# --- bonus ----------------------------------------------------------------------------------------------------------


@click.command(
    cls=Command,
    epilog="outreach leads bonus --month 2026-11\noutreach leads bonus --person rita --json\n"
    "outreach leads bonus --take-up",
)
@click.option("--month", type=click.DateTime(["%Y-%m"]), metavar="MONTH", help="Default: this month.")
@click.option("--person", type=KNOWN, metavar="NAME", help="Only theirs.")
@click.option("--waiting", is_flag=True, help="Also what is not due yet, and what it waits for.")
@click.option(
    "--rules", "show_rules", is_flag=True, help="Only say which rules are in force, and since when."
)
@click.option("--take-up", "takes_up", is_flag=True, help="Put bonus.toml as it is now into force.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="With --take-up: the first rules, from this day."
)
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@json_option(BONUS_FIELDS)
def bonus(
    month: datetime | None,
    person: str | None,
    waiting: bool,
    show_rules: bool,
    takes_up: bool,
    since: datetime | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Who gets what for which lead in a month, line by line, by the rules in force at the time.

    A month that is over never changes: what is taken back or corrected later stands in the month in which it was.
    """
    config = workspace.config()
    if since is not None and not takes_up:
        raise click.UsageError("--since goes with --take-up.")
    if takes_up:
        _take_up(config, since)
    elif show_rules:
        _show_rules(config)
    else:
        _bonus(config, month, person, waiting, as_csv, as_json)


def _bonus(
    config: "Config",
    month: datetime | None,
    person: str | None,
    waiting: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    from outreach.core.errors import Refused
    from outreach.handoff.bonus import totals
    from outreach.handoff.bonus_of import reckon
    from outreach.handoff.money import told
    from outreach.handoff.team import person_called

    zone = ZoneInfo(config.policy.zone)
    today = workspace.now().astimezone(zone).date()
    day = month.date() if month is not None else today
    if day > today:
        raise Refused(
            f"{day:%Y-%m} has not come yet: `outreach leads bonus --waiting` shows what may be due."
        )
    with workspace.reading(config) as session:
        reckoned = reckon(session, day, zone=zone, now=workspace.now())
    person = None if person is None else person_called(person)
    lines = [each for each in reckoned.lines if person in (None, each.person)]
    open_ones = [each for each in reckoned.waiting if person in (None, each.person)] if waiting else []
    rows = [*map(_line_fields, lines), *map(_waiting_fields, open_ones)]
    if as_json or as_csv:
        emit_json(rows) if as_json else emit_csv(list(BONUS_FIELDS), rows)
        return
    columns = ("person", "lead", "account", "event", "amount", "rule", "why")
    table(columns, [_bonus_row(row) for row in rows], empty=f"Nothing falls due in {day:%Y-%m}.")
    for name, sums in totals(lines).items():
        say(f"{name}: {told(sums) or 'nothing'} in {day:%Y-%m}.")
    _say_in_force(config, reckoned)


def _take_up(config: "Config", since: datetime | None) -> None:
    from outreach.handoff.bonus_file import load_bonus
    from outreach.handoff.bonus_of import take_up

    rules = load_bonus(config.hand_off.bonus)
    moment = None if since is None else since.replace(tzinfo=ZoneInfo(config.policy.zone))
    with workspace.writing(config) as session:
        taken = take_up(
            session,
            rules,
            team=_team(config),
            actor=workspace.actor(),
            now=workspace.now(),
            since=moment,
        )
    say(f"Version {taken.version} of the bonus rules is in force since {taken.since:%Y-%m-%d %H:%M} UTC:")
    for rule in taken.rules.rules:
        say(f"  {rule.event.value}: {rule}")
    if not taken.rules.rules:
        say("  no rules: nobody gets any.")


def _show_rules(config: "Config") -> None:
    from outreach.handoff.bonus_of import versions_of

    with workspace.reading(config) as session:
        versions = versions_of(session)
    rows = [
        (each.version, each.since, rule.event.value, str(rule))
        for each in versions
        for rule in each.rules.rules
    ]
    table(("version", "in force since", "event", "rule"), rows, empty="No rules have ever been in force.")


def _say_in_force(config: "Config", reckoned: "Reckoned") -> None:
    """Whether the file says something else than what counts."""
    from outreach.handoff.bonus_file import digest, read_bonus

    rules, faults = read_bonus(config.hand_off.bonus)
    if faults:
        say(f"{config.hand_off.bonus} cannot be used as it is: `outreach lint` says why.")
    elif reckoned.in_force is None:
        if rules.rules:
            say(
                "No bonus rules are in force. `outreach leads bonus --take-up` puts those of the file into force."
            )
    elif digest(rules) != digest(reckoned.in_force.rules):
        say(
            f"Version {reckoned.in_force.version} of the rules is in force; {config.hand_off.bonus} says something"
            " else. `outreach leads bonus --take-up` puts it into force from now on."
        )


def _line_fields(line: "Line") -> dict[str, Any]:
    return {
        "person": line.person,
        "lead": line.lead,
        "account": line.account,
        "as": line.earner.value,
        "event": line.event.value,
        "happened_at": line.happened_at,
        "rules_version": line.version,
        "rule": line.rule,
        "amount_cents": line.cents,
        "before_cap_cents": line.full_cents,
        "currency": line.currency,
        "is_due": True,
        "why": line.why,
    }


def _waiting_fields(each: "NotDue") -> dict[str, Any]:
    return {
        "person": each.person,
        "lead": each.lead,
        "account": each.account,
        "as": each.earner.value,
        "event": each.event.value,
        "happened_at": None,
        "rules_version": None,
        "rule": each.rule,
        "amount_cents": None,
        "before_cap_cents": None,
        "currency": "",
        "is_due": False,
        "why": each.why,
    }


def _bonus_row(row: dict[str, Any]) -> tuple[Any, ...]:
    from outreach.handoff.money import in_words

    amount = in_words(row["amount_cents"], row["currency"]) if row["is_due"] else "not due"
    return (row["person"], row["lead"], row["account"], row["event"], amount, row["rule"], row["why"])


COMMANDS = (credit, bonus)


def _emit(
    columns: tuple[str, ...], rows: list[dict[str, Any]], as_csv: bool, as_json: bool, *, empty: str
) -> None:
    if as_json:
        emit_json(rows)
    elif as_csv:
        emit_csv(list(columns), rows)
    else:
        table(columns, [tuple(row[name] for name in columns) for row in rows], empty=empty)


def _team(config: "Config") -> "Team":
    from outreach.daemon.rules import hand_off_rules

    return hand_off_rules(config).team
