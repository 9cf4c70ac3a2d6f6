"""`outreach leads meeting`, `outcome` and `payment`: what becomes of a lead that sales has confirmed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN, REMARK
from outreach.cli.groups import Command
from outreach.cli.leads_text import LEAD
from outreach.cli.output import emit_json, json_option, say, table

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.handoff.outcome_model import Meeting, Payment
    from outreach.handoff.rules import HandOffRules
    from outreach.prospects.costs import Cost

#: As `outreach.handoff.outcome_model.LostReason`, which help must not import; a test compares them.
LOST_REASONS = (
    *("price", "budget", "competitor", "no_need", "no_fit", "timing", "no_decision", "silence", "other"),
)

MEETING_FIELDS = {
    "lead": "the lead's number",
    "on": "the day",
    "state": "planned, held or missed",
    "note": "what came of it",
    "by": "who said so",
}
OUTCOME_FIELDS = {
    "lead": "the lead's number",
    "state": "won or lost",
    "amount_cents": "of the contract, in hundredths; null where it is lost",
    "currency": "as ISO 4217, or null",
    "account_manager": "who takes over; empty: the salesperson keeps them",
    "why": "why they take over, or why it was lost",
    "reason": f"why it was lost: {', '.join(LOST_REASONS)}; null where it is won",
    "account_status": "what the company is to us from now on",
}
PAYMENT_FIELDS = {
    "payment": "its number",
    "lead": "the lead's number",
    "month": "for which month, 2027-01",
    "reference": "of the invoice or the transfer",
    "revision": "1; a correction is the next one",
    "amount_cents": "in hundredths",
    "currency": "as ISO 4217",
    "at": "when it was noted",
    "by": "by whom",
    "why": "of a correction",
    "counts": "whether no later correction has replaced it",
}

_DAY = click.DateTime(["%Y-%m-%d"])
_MONTH = click.DateTime(["%Y-%m"])


# --- meeting --------------------------------------------------------------------------------------------------------


@click.command(
    cls=Command,
    epilog="outreach leads meeting 4 --on 2026-12-03\n"
    "outreach leads meeting 4 --on 2026-12-03 --held --note 'they want to begin in January'",
)
@click.argument("lead", type=LEAD)
@click.option("--on", "day", type=_DAY, required=True, help="The day.")
@click.option("--held", is_flag=True, help="It took place.")
@click.option("--missed", is_flag=True, help="Somebody did not come.")
@click.option("--note", type=REMARK, default="", help="What came of it.")
@json_option(MEETING_FIELDS, shape="one object")
def meeting(lead: str, day: datetime, held: bool, missed: bool, note: str, as_json: bool) -> None:
    """Agree on a meeting, or say whether it took place. Only one that was held takes the lead on."""
    from outreach.handoff.outcome_model import MeetingEvent
    from outreach.handoff.outcomes import meet
    from outreach.qualification.leads import service

    if held and missed:
        raise click.UsageError("It was held or it was missed, not both.")
    event = MeetingEvent.HELD if held else MeetingEvent.MISSED if missed else None
    config = workspace.config()
    rules = rules_of(config)
    with workspace.writing(config) as session:
        found = service.find(session, lead)
        kept = meet(
            session,
            found.id or 0,
            day.date(),
            event,
            rules=rules,
            actor=workspace.actor(),
            now=workspace.now(),
            text=note,
        )
        fields = _meeting_fields(kept)
    if as_json:
        emit_json(fields)
    else:
        say(f"The meeting with lead {fields['lead']} on {fields['on']} is {fields['state']}.")


def _meeting_fields(kept: "Meeting") -> dict[str, Any]:
    return {
        "lead": kept.lead_id,
        "on": kept.held_on,
        "state": kept.state.value,
        "note": kept.note,
        "by": kept.actor,
    }


# --- won or lost ----------------------------------------------------------------------------------------------------


@click.command(
    cls=Command,
    epilog="outreach leads outcome 4 won --amount 12000 --starts 2027-01 --months 12\n"
    "outreach leads outcome 4 lost --reason budget --note 'not before 2028'",
)
@click.argument("lead", type=LEAD)
@click.argument("result", type=click.Choice(["won", "lost"]))
@click.option("--amount", metavar="AMOUNT", help="Of the whole contract: 12000, 12,000.50 or '12000 USD'.")
@click.option("--currency", metavar="CODE", help="As ISO 4217, where it is not that of [hand_off].")
@click.option("--starts", type=_MONTH, metavar="MONTH", help="The first month of the contract: 2027-01.")
@click.option("--months", type=click.IntRange(1, 600), help="For how many months it runs.")
@click.option("--to", type=KNOWN, metavar="NAME", help="The account manager who takes over.")
@click.option("--reason", type=click.Choice(LOST_REASONS), metavar="REASON",
              help=f"Why it was lost: {', '.join(LOST_REASONS)}.")  # fmt: skip
@click.option("--note", type=REMARK, default="", help="In their words: why it was lost.")
@json_option(OUTCOME_FIELDS, shape="one object")
def outcome(
    lead: str,
    result: str,
    amount: str | None,
    currency: str | None,
    starts: datetime | None,
    months: int | None,
    to: str | None,
    reason: str | None,
    note: str,
    as_json: bool,
) -> None:
    """Say how it ended: a contract, or nothing and why.

    Won: an account manager takes over, and no campaign writes to anybody at that company again. Lost: the company
    rests for half a year.
    """
    if result == "won":
        if amount is None or reason is not None:
            raise click.UsageError("won takes --amount, and no --reason.")
        fields = _won(lead, amount, currency, starts, months, to)
    else:
        if reason is None or amount is not None or to is not None:
            raise click.UsageError("lost takes --reason, and neither --amount nor --to.")
        fields = _lost(lead, reason, note)
    if as_json:
        emit_json(fields)
    else:
        _say_outcome(fields)


def _won(
    lead: str,
    amount: str,
    currency: str | None,
    starts: datetime | None,
    months: int | None,
    to: str | None,
) -> dict[str, Any]:
    from outreach.handoff.outcomes import Terms, win
    from outreach.prospects.model import Account
    from outreach.qualification.leads import service

    config = workspace.config()
    rules = rules_of(config)
    terms = Terms(_money(amount, currency or config.hand_off.currency), starts and starts.date(), months)
    with workspace.writing(config) as session:
        found = service.find(session, lead)
        won = win(
            session,
            found.id or 0,
            terms,
            to=to,
            rules=rules,
            actor=workspace.actor(),
            now=workspace.now(),
        )
        return {
            "lead": found.id,
            "state": "won",
            "amount_cents": won.contract.amount_cents,
            "currency": won.contract.currency,
            "account_manager": won.account_manager,
            "why": won.why,
            "reason": None,
            "account_status": session.get_one(Account, found.account_id).status.value,
        }


def _lost(lead: str, reason: str, note: str) -> dict[str, Any]:
    from outreach.handoff.outcome_model import LostReason
    from outreach.handoff.outcomes import lose
    from outreach.prospects.model import Account
    from outreach.qualification.leads import service

    config = workspace.config()
    rules = rules_of(config)
    with workspace.writing(config) as session:
        found = service.find(session, lead)
        lost = lose(
            session,
            found.id or 0,
            LostReason(reason),
            note,
            rules=rules,
            actor=workspace.actor(),
            now=workspace.now(),
        )
        return {
            "lead": found.id,
            "state": "lost",
            "amount_cents": None,
            "currency": None,
            "account_manager": "",
            "why": lost.note,
            "reason": lost.reason.value,
            "account_status": session.get_one(Account, found.account_id).status.value,
        }


def _say_outcome(fields: dict[str, Any]) -> None:
    from outreach.handoff.money import in_words

    number, status = fields["lead"], fields["account_status"]
    if fields["state"] == "lost":
        say(f"Lead {number} is lost: {fields['reason']}. Their company is {status}.")
        return
    whose = f"{fields['account_manager']} takes over" if fields["account_manager"] else "Nobody takes over"
    say(f"Lead {number} is won: {in_words(fields['amount_cents'], fields['currency'])}.")
    say(f"{whose} ({fields['why']}). Their company is {status}: no campaign writes to them again.")


# --- payment --------------------------------------------------------------------------------------------------------


@click.command(
    cls=Command,
    epilog="outreach leads payment 4 --month 2027-01 --amount 1000\n"
    "outreach leads payment 4 --month 2027-01 --amount 900 --correct 'a part went back'\n"
    "outreach leads payment 4 --list",
)
@click.argument("lead", type=LEAD)
@click.option("--month", type=_MONTH, metavar="MONTH", help="For which month: 2027-01.")
@click.option("--amount", metavar="AMOUNT", help="What was paid for it.")
@click.option("--currency", metavar="CODE", help="As ISO 4217, where it is not that of the contract.")
@click.option("--reference", type=REMARK, default="", help="The invoice, where a month has several payments.")
@click.option("--correct", "correction", type=REMARK, default="", metavar="WHY",
              help="What was noted before was wrong, and why.")  # fmt: skip
@click.option("--list", "only_list", is_flag=True, help="Only list what was noted.")
@json_option(PAYMENT_FIELDS, shape="one object; with --list a list")
def payment(
    lead: str,
    month: datetime | None,
    amount: str | None,
    currency: str | None,
    reference: str,
    correction: str,
    only_list: bool,
    as_json: bool,
) -> None:
    """Note what was paid for a month of a contract. The same once more changes nothing.

    Nothing is overwritten: a correction says why, and stands beside what was noted before.
    """
    if only_list:
        _list_payments(lead, as_json)
        return
    if month is None or amount is None:
        raise click.UsageError("Give --month 2027-01 and --amount 1000, or --list.")
    _pay(lead, month.date(), amount, currency, reference, correction, as_json)


def _pay(
    lead: str, month: date, amount: str, currency: str | None, reference: str, correction: str, as_json: bool
) -> None:
    from outreach.handoff.money import in_words
    from outreach.handoff.outcomes import contract_of, pay
    from outreach.qualification.leads import service

    config = workspace.config()
    rules = rules_of(config)
    with workspace.writing(config) as session:
        found = service.find(session, lead)
        contract = contract_of(session, found.id or 0)
        usual = config.hand_off.currency if contract is None else contract.currency
        paid = pay(
            session,
            found.id or 0,
            month,
            _money(amount, currency or usual),
            reference=reference,
            correction=correction,
            rules=rules,
            actor=workspace.actor(),
            now=workspace.now(),
        )
        fields = _payment_fields(paid.payment, True)
    if as_json:
        emit_json(fields)
        return
    told = f"{in_words(fields['amount_cents'], fields['currency'])} for {fields['month']}"
    if not paid.change:
        say(f"Lead {fields['lead']}: {told} was noted already. Nothing changed.")
    elif fields["revision"] > 1:
        say(f"Lead {fields['lead']}: corrected to {told} ({in_words(paid.change, fields['currency'])}).")
    else:
        say(f"Lead {fields['lead']}: {told} is noted.")


def _list_payments(lead: str, as_json: bool) -> None:
    from outreach.handoff.money import in_words
    from outreach.handoff.outcomes import payments_of, standing
    from outreach.qualification.leads import service

    with workspace.reading() as session:
        found = service.find(session, lead)
        noted = payments_of(session, found.id or 0)
    counts = {each.id for each in standing(noted)}
    rows = [_payment_fields(each, each.id in counts) for each in noted]
    if as_json:
        emit_json(rows)
        return
    table(
        ("month", "reference", "amount", "counts", "noted", "by", "why"),
        [
            (
                row["month"],
                row["reference"],
                in_words(row["amount_cents"], row["currency"]),
                row["counts"],
                row["at"],
                row["by"],
                row["why"],
            )
            for row in rows
        ],
        empty=f"Nothing was paid for lead {found.id}.",
    )


def _payment_fields(kept: "Payment", counts: bool) -> dict[str, Any]:
    return {
        "payment": kept.id,
        "lead": kept.lead_id,
        "month": f"{kept.month:%Y-%m}",
        "reference": kept.reference,
        "revision": kept.revision,
        "amount_cents": kept.amount_cents,
        "currency": kept.currency,
        "at": kept.at,
        "by": kept.actor,
        "why": kept.why,
        "counts": counts,
    }


COMMANDS = (meeting, outcome, payment)


def rules_of(config: "Config") -> "HandOffRules":
    from outreach.daemon.rules import hand_off_rules

    return hand_off_rules(config)


def _money(text: str, currency: str) -> "Cost":
    from outreach.core.untrusted import one_line
    from outreach.handoff.money import amount
    from outreach.prospects.costs import NotACost

    try:
        return amount(text, currency)
    except NotACost as error:
        raise click.UsageError(f'"{one_line(text, 40)}" is no amount: {error}.') from None
