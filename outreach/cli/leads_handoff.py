"""`outreach leads offer`, `accept`, `reject`, `return`, `confirm`, `disqualify`, `offers` and `audit`: the hand-off."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN, REMARK
from outreach.cli.groups import Command
from outreach.cli.leads_text import LEAD
from outreach.cli.output import emit_json, json_option, say, table, when

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.handoff.model import Offer
    from outreach.handoff.rules import HandOffRules

#: As `outreach.handoff.model.RejectionReason` and `OfferState`, which help must not import; a test compares them.
REASONS = ("procedural", "clerical", "definitional")
OFFER_STATES = (
    *("open", "accepted", "rejected", "untouched", "withdrawn", "confirmed", "returned", "ended"),
)

OFFER_FIELDS = {
    "offer": "the offer's number",
    "lead": "the lead's number",
    "name": "of the person",
    "address": "theirs",
    "account": "the company",
    "salesperson": "who was asked",
    "state": ", ".join(OFFER_STATES),
    "offered_at": "when",
    "offered_by": "by whom; daemon: by routing",
    "routed": "to whom and why, and who was passed over",
    "rule": "the routing rule, from 1; null: none, or a person chose",
    "hours": "how many business hours of the salesperson it has waited, or waited until the answer",
    "aim_at": "when they are reminded, as far as their hours and absences are known",
    "limit_at": "when it goes to the next, likewise",
    "reminded_at": "when they were reminded, or null",
    "answered_at": "when it was accepted, rejected, let pass or withdrawn, or null",
    "answered_by": "by whom; daemon: the time ran out",
    "reason": "procedural, clerical or definitional, or null",
    "note": "of a rejection",
    "confirmed_at": "when it was confirmed, or null",
    "confirmed_by": "by whom",
}
REJECTED_FIELDS = {"where": "where the lead went, and why"}
PLAN_FIELDS = {
    "lead": "its number",
    "salesperson": "to whom it would go, or null",
    "rule": "the routing rule, from 1, or null",
    "why": "why to them, or to nobody",
    "skipped": "objects with salesperson, why: who was passed over",
}
AUDIT_FIELDS = {
    "at": "when",
    "by": "who",
    "what": "what happened, and the state after it; a level, a call or a note, a reminder, a contract, a payment",
    "why": "the reason, or the note",
    "amount": "of a contract or a payment",
}
ODDITY_FIELDS = {
    "kind": "fast, own_find, same_pair, mutual or no_contact",
    "leads": "the leads that show it, by their numbers",
    "people": "who of us",
    "what": "what is odd about it, in words",
    "at": "when the last of it happened",
}


@click.command(
    cls=Command,
    epilog="outreach leads offer 4\noutreach leads offer 4 --to dora\noutreach leads offer 4 --plan",
)
@click.argument("lead", type=LEAD)
@click.option("--to", type=KNOWN, metavar="NAME", help="To this salesperson, whatever the routing says.")
@click.option("--plan", is_flag=True, help="Only say to whom it would go, and why.")
@json_option(OFFER_FIELDS | PLAN_FIELDS, shape="one object: the offer; with --plan the plan")
def offer(lead: str, to: str | None, plan: bool, as_json: bool) -> None:
    """Offer a qualified lead to a salesperson, as the routing in [hand_off] says.

    Whoever found it never gets it; nor does who is absent, or who has let it pass.
    """
    if plan and to:
        raise click.UsageError("--plan asks the routing: leave out --to.")
    if plan:
        _plan(lead, as_json)
        return
    from outreach.handoff import service
    from outreach.handoff.listing import offer_fields

    config, rules = _rules()
    now = workspace.now()
    with workspace.writing(config) as session:
        made = service.offer(
            session, _number(session, lead), to=to, rules=rules, actor=workspace.actor(), now=now
        )
        shown = offer_fields(session, made, rules, now)
    if as_json:
        emit_json(shown)
        return
    say(f"Lead {shown['lead']} {shown['routed']}")
    say(f"Reminder: {when(shown['aim_at'])} UTC; to the next: {when(shown['limit_at'])} UTC.")


@click.command(
    cls=Command, epilog="outreach leads accept 4\noutreach leads accept maria.weber@acme.example --json"
)
@click.argument("lead", type=LEAD)
@json_option(OFFER_FIELDS, shape="one object: the offer")
def accept(lead: str, as_json: bool) -> None:
    """Take a lead that was offered to you, before you first contact them."""
    from outreach.handoff import service

    config, rules = _rules()
    now = workspace.now()
    with workspace.writing(config) as session:
        taken = service.accept(session, _number(session, lead), rules=rules, actor=workspace.actor(), now=now)
        shown = _fields(session, taken, rules, now)
    _tell(
        shown,
        as_json,
        f"Lead {shown['lead']} is {shown['salesperson']}'s. After talking to them: `outreach leads confirm"
        f" {shown['lead']}`, `leads return` or `leads disqualify`.",
    )


@click.command(
    cls=Command,
    epilog="outreach leads reject 4 --reason procedural --note 'Austria is not mine'\n"
    "outreach leads reject 4 --reason clerical --note 'no phone number'\n"
    "outreach leads reject 4 --reason definitional --note 'no budget owner'",
)
@click.argument("lead", type=LEAD)
@click.option(
    "--reason",
    type=click.Choice(REASONS),
    required=True,
    help="procedural: not mine, goes to the next; clerical: incomplete, definitional: no lead by our definition, both"
    " go back to the finder.",
)
@click.option("--note", type=REMARK, required=True, help="What is wrong, for whoever gets it.")
@json_option(OFFER_FIELDS | REJECTED_FIELDS, shape="one object: the offer")
def reject(lead: str, reason: str, note: str, as_json: bool) -> None:
    """Do not take a lead that was offered to you. That is no disqualification."""
    from outreach.handoff import service
    from outreach.handoff.model import RejectionReason

    config, rules = _rules()
    now = workspace.now()
    with workspace.writing(config) as session:
        answered = service.reject(
            session,
            _number(session, lead),
            rules=rules,
            actor=workspace.actor(),
            reason=RejectionReason(reason),
            note=note,
            now=now,
        )
        shown = _fields(session, answered.offer, rules, now) | {"where": answered.where}
    _tell(shown, as_json, f"Lead {shown['lead']} is rejected as {reason}. It {_went(answered.where)}")


@click.command("return", cls=Command, epilog="outreach leads return 4 --reason 'their budget was cut'")
@click.argument("lead", type=LEAD)
@click.option("--reason", type=REMARK, required=True, help="What has to be asked once more.")
@json_option(OFFER_FIELDS, shape="one object: the offer")
def return_(lead: str, reason: str, as_json: bool) -> None:
    """Send a lead back to its finder to be qualified once more, at any time after you accepted it."""
    from outreach.handoff import service

    config, rules = _rules()
    now = workspace.now()
    with workspace.writing(config) as session:
        returned = service.return_(
            session, _number(session, lead), rules=rules, actor=workspace.actor(), why=reason, now=now
        )
        shown = _fields(session, returned, rules, now)
    _tell(shown, as_json, f"Lead {shown['lead']} is open again; its finder has a task.")


@click.command(
    cls=Command, epilog="outreach leads confirm 4 --note 'spoke on Tuesday, wants an offer in May'"
)
@click.argument("lead", type=LEAD)
@click.option("--note", type=REMARK, default="", help="What was said; kept as a call.")
@json_option(OFFER_FIELDS, shape="one object: the offer")
def confirm(lead: str, note: str, as_json: bool) -> None:
    """Say after talking to them that it is a lead. Only then its finder has the credit.

    Nobody confirms what they found themselves.
    """
    from outreach.handoff import service

    config, rules = _rules()
    now = workspace.now()
    with workspace.writing(config) as session:
        number = _number(session, lead)
        confirmed = service.confirm(session, number, rules=rules, actor=workspace.actor(), now=now, talk=note)
        shown = _fields(session, confirmed, rules, now)
        finder = service.locked(session, number).finder or "Nobody"
    _tell(shown, as_json, f"Lead {number} is confirmed. {finder} has the credit for finding it.")


@click.command(
    cls=Command,
    epilog="outreach leads disqualify 4 --reason 'they sell the same as we do'\n"
    "outreach leads disqualify 4 --reason 'they have no shop' --bad-fit",
)
@click.argument("lead", type=LEAD)
@click.option("--reason", type=REMARK, required=True, help="Why it is no lead; kept, and counted.")
@click.option("--bad-fit", is_flag=True, help="The company is none for us: no campaign writes to it again.")
def disqualify(lead: str, reason: str, bad_fit: bool) -> None:
    """Say that it is no lead, and why. `leads nurture` brings it back.

    Once sales has accepted it, only its salesperson does.
    """
    from outreach.database import locks
    from outreach.handoff import account_follows, service

    config, rules = _rules()
    with workspace.writing(config) as session:
        if bad_fit:
            locks.forbid(session)
        number = _number(session, lead)
        found = service.disqualify(
            session, number, rules=rules, actor=workspace.actor(), why=reason, now=workspace.now()
        )
        if bad_fit:
            account_follows.bad_fit(session, found, actor=workspace.actor(), now=workspace.now())
    say(f"Lead {number} is disqualified.")


@click.command(
    cls=Command,
    epilog="outreach leads offers\noutreach leads offers --mine\n"
    "outreach leads offers --state rejected --json",
)
@click.option(
    "--state",
    "states",
    type=click.Choice(OFFER_STATES),
    multiple=True,
    metavar="STATE",
    help=f"Only these (default: open): {', '.join(OFFER_STATES)}.",
)
@click.option("--mine", is_flag=True, help="Only those that were made to you.")
@json_option(OFFER_FIELDS)
def offers(states: tuple[str, ...], mine: bool, as_json: bool) -> None:
    """Who has been asked to take which lead, and how long they have had."""
    from outreach.handoff.listing import list_offers
    from outreach.handoff.model import OfferState

    config, rules = _rules()
    with workspace.reading(config) as session:
        rows = list_offers(
            session,
            rules,
            now=workspace.now(),
            salesperson=workspace.actor() if mine else None,
            states=[OfferState(state) for state in states] or [OfferState.OPEN],
        )
    if as_json:
        emit_json(rows)
        return
    table(
        ("offer", "lead", "name", "account", "salesperson", "state", "hours", "limit", "answer"),
        [_in_list(row) for row in rows],
        empty="There is no such offer. `outreach leads list --state qualified` shows what can be offered.",
    )


@click.command(cls=Command, epilog="outreach leads audit 4\noutreach leads audit --suspicious")
@click.argument("lead", type=LEAD, required=False)
@click.option("--suspicious", is_flag=True, help="What looks as if two of us gave each other credit.")
@json_option(AUDIT_FIELDS | ODDITY_FIELDS, shape="a list of objects")
def audit(lead: str | None, suspicious: bool, as_json: bool) -> None:
    """The whole life of one lead in order: what happened, by whom, and why; or what is odd about all of them."""
    if (lead is None) is not suspicious:
        raise click.UsageError("Give a lead, or --suspicious.")
    if lead is None:
        _suspicious(as_json)
    else:
        _life(lead, as_json)


COMMANDS = (offer, accept, reject, return_, confirm, disqualify, offers, audit)


def _plan(lead: str, as_json: bool) -> None:
    from outreach.handoff import service
    from outreach.qualification.leads import service as leads

    config, rules = _rules()
    with workspace.reading(config) as session:
        found = leads.find(session, lead)
        routed = service.planned(session, found, rules, workspace.now())
        number = found.id
    if as_json:
        skipped = [{"salesperson": name, "why": why} for name, why in routed.skipped]
        emit_json(
            {
                "lead": number,
                "salesperson": routed.salesperson,
                "rule": routed.rule,
                "why": routed.why,
                "skipped": skipped,
            }
        )
    else:
        say(f"Lead {number} {routed}")


def _life(lead: str, as_json: bool) -> None:
    from outreach.handoff.life import life_of
    from outreach.qualification.leads import service

    with workspace.reading() as session:
        rows = life_of(session, service.find(session, lead), workspace.now())
    if as_json:
        emit_json(rows)
        return
    table(
        ("at", "by", "what", "why", "amount"),
        [tuple(row[name] for name in AUDIT_FIELDS) for row in rows],
        empty="Nothing has happened to it.",
    )


def _suspicious(as_json: bool) -> None:
    from outreach.handoff.oddities import oddities_of

    config, rules = _rules()
    with workspace.reading(config) as session:
        rows = [each.to_json() for each in oddities_of(session, rules)]
    if as_json:
        emit_json(rows)
        return
    table(
        ("kind", "people", "leads", "what"),
        [
            (row["kind"], ", ".join(row["people"]), ", ".join(map(str, row["leads"])), row["what"])
            for row in rows
        ],
        empty="Nothing is odd.",
    )


def _rules() -> "tuple[Config, HandOffRules]":
    from outreach.daemon.rules import hand_off_rules

    config = workspace.config()
    return config, hand_off_rules(config)


def _fields(session: "Session", offer: "Offer", rules: "HandOffRules", now: datetime) -> dict[str, Any]:
    from outreach.handoff.listing import offer_fields

    return offer_fields(session, offer, rules, now)


def _tell(shown: dict[str, Any], as_json: bool, sentence: str) -> None:
    if as_json:
        emit_json(shown)
    else:
        say(sentence)


def _number(session: "Session", lead: str) -> int:
    from outreach.qualification.leads import service

    return service.find(session, lead).id or 0


def _went(where: str) -> str:
    return where if where.startswith("goes") else f"stays with us: {where}"


def _in_list(row: dict[str, Any]) -> tuple[Any, ...]:
    answer = f"{row['reason']}: {row['note']}" if row["reason"] else ""
    return (
        row["offer"],
        row["lead"],
        row["name"] or row["address"],
        row["account"],
        row["salesperson"],
        row["state"],
        row["hours"],
        row["limit_at"] if row["state"] == "open" else "",
        answer,
    )
