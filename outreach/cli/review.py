"""`outreach review`: replies that await a person, for scripts and pipes."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, facts, json_option, say, table, text
from outreach.cli.people import people_from, people_option
from outreach.cli.review_answer import answer
from outreach.cli.review_by_hand import assign, decisions, note, snooze, undo
from outreach.cli.review_fields import FORETOLD_FIELDS, OUTCOME_FIELDS, QUEUE_FIELDS, REVIEW_FIELDS
from outreach.cli.review_start import EXAMPLES, screen_options, start
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.qualification.model import Review
    from outreach.qualification.queue import QueueItem
    from outreach.replies.verdict import Person


MEANINGS = (*(intent.value for intent in Intent), "not_ours")

passed_on_option = click.option(
    "--passed-on", is_flag=True, help="For referral: they passed it on, and did not say to whom."
)
on_option = click.option(
    "--on",
    "resume_on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="For not_now: when to write again.",
)


def _intent_is_an_argument(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    """Where somebody takes it for an option, whatever else is missing."""
    if value is not None:
        raise click.UsageError(
            f"The intent is an argument, behind the review's number: {one_line(value, 60)}. "
            "`outreach review intents` lists them."
        )


no_intent_option = click.option(
    "--intent",
    "as_option",
    hidden=True,
    expose_value=False,
    callback=_intent_is_an_argument,
    help="No option.",
)

_ALWAYS_SHOWN = ("id", "state", "received_at", "from", "subject", "answers", "why")


@click.group(cls=Group, invoke_without_command=True, epilog=EXAMPLES)
@screen_options
@click.pass_context
def review(ctx: click.Context, language: str | None, serve: bool, host: str | None, port: int | None) -> None:
    """Replies that await a person: what they say, what the program thinks and why; decide.

    Without a command: the queue on the full screen, one key a decision, each undone with another.
    """
    start(ctx, language, serve, host, port)


review.add_command(answer)


for command in (undo, decisions, snooze, assign, note):
    review.add_command(command)


@review.command(
    "list", epilog="outreach review list --json\noutreach review list --intent interested --search acme"
)
@click.option("--all", "everything", is_flag=True, help="Also what has been decided, and what is put off.")
@click.option(
    "--intent",
    type=click.Choice([intent.value for intent in Intent]),
    metavar="INTENT",
    help="Only what is taken for this.",
)
@click.option("--assigned", type=REMARK, metavar="PERSON", help="Only theirs; - for what nobody has.")
@click.option("--mine", is_flag=True, help="Only yours.")
@click.option("--snoozed", is_flag=True, help="Also what is put off until later.")
@click.option(
    "--search", type=REMARK, default="", metavar="WORDS", help="In people, account, campaign and text."
)
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option(QUEUE_FIELDS)
def list_reviews(
    everything: bool,
    intent: str | None,
    assigned: str | None,
    mine: bool,
    snoozed: bool,
    search: str,
    limit: int | None,
    as_json: bool,
) -> None:
    """The queue: the most valuable first, of those the oldest; each day of waiting makes a reply more urgent."""
    if mine and assigned is not None:
        raise click.UsageError("--mine and --assigned: say one of them.")
    from outreach.qualification.queue import queue

    whose = workspace.actor() if mine else "" if assigned == "-" else assigned
    with workspace.reading() as session:
        rows = queue(
            session,
            now=workspace.now(),
            search=search,
            intent=None if intent is None else Intent(intent),
            assigned_to=whose,
            everything=everything,
            snoozed=snoozed,
            limit=limit,
        )
    if as_json:
        emit_json([_listed(row) for row in rows])
        return
    table(
        ("id", "received", "from", "account", "program thinks", "sure", "says", "why you", "whose", "note"),
        [
            (
                row.review_id,
                row.received_at,
                row.sender,
                row.account,
                row.decided or row.proposed,
                f"{row.confidence:.2f}",
                row.first_line,
                row.why,
                row.assigned_to,
                row.note,
            )
            for row in rows
        ],
        empty="Nothing awaits you.",
    )


@review.command(epilog="outreach review show 3")
@click.argument("review_id", type=ID, metavar="ID")
@json_option(REVIEW_FIELDS, shape="one object")
def show(review_id: int, as_json: bool) -> None:
    """One reply: its new text, what it answers, what the program thinks and on what words."""
    with workspace.reading() as session:
        shown = _shown(session, review_id)
    if as_json:
        emit_json(shown)
        return
    names = ("id", "state", "received_at", "from", "subject", "account", "answers", "why", "assigned_to")
    facts({name: shown[name] for name in names if name in _ALWAYS_SHOWN or shown[name]})
    click.echo()
    text(shown["text"] or "(no text of their own)")
    click.echo()
    text(f"The program thinks: {shown['proposed']} ({shown['confidence']:.0%}).")
    for hit in shown["evidence"]:
        text(f'  {hit["rule"]}: "{hit["text"]}"')
    for person in shown["referrals"]:
        text("  names " + ", ".join(f"{key} {value}" for key, value in person.items() if value))
    if shown["callback_phone"]:
        text(f"  wants to be called: {shown['callback_phone']}")
    for kept in shown["notes"]:
        text(f"  {kept['written_by']}, {kept['written_at']:%Y-%m-%d %H:%M}: {kept['text']}")
    if shown["other_reviews"]:
        text(f"  Also waiting of this account: {', '.join(map(str, shown['other_reviews']))}.")
    if shown["intent"] is None:
        say(f"Decide: `outreach review decide {review_id} INTENT`; `outreach review intents` lists them.")
    else:
        text(f"{shown['decided_by']} decided: {shown['intent']}. {shown['note']}".rstrip())


@review.command(
    epilog="outreach review decide 3 referral --referral 'Maria Weber <maria.weber@acme.example>'"
)
@click.argument("review_id", type=ID, metavar="ID")
@click.argument("intent", type=click.Choice(MEANINGS), metavar="INTENT")
@people_option
@passed_on_option
@on_option
@no_intent_option
@click.option("--note", type=REMARK, default="", help="Kept with the decision.")
@json_option(OUTCOME_FIELDS, shape="one object")
def decide(
    review_id: int,
    intent: str,
    people: tuple[str, ...],
    passed_on: bool,
    resume_on: datetime | None,
    note: str,
    as_json: bool,
) -> None:
    """Say what a reply means; what follows from it is done at once, and can be undone.

    INTENT is one of the sixteen, or not_ours: `outreach review intents` explains them.
    """
    from outreach.daemon.rules import effect_rules
    from outreach.qualification.meanings import meaning_from
    from outreach.qualification.reviewing import decide as decide_review

    named, day = _named(people, passed_on), _day_ahead(resume_on)
    config = workspace.config()
    with workspace.writing(config) as session:
        decided = decide_review(
            session,
            review_id,
            meaning_from(intent),
            effect_rules(config),
            actor=workspace.actor(),
            people=named,
            resume_on=day,
            note=note,
            now=workspace.now(),
        )
        outcome = _outcome(session, decided)
    if as_json:
        emit_json(outcome)
        return
    _say_outcome(intent, outcome)


@review.command(
    epilog="outreach review foretell 3 referral --referral 'Maria Weber <maria.weber@acme.example>'"
)
@click.argument("review_id", type=ID, metavar="ID")
@click.argument("intent", type=click.Choice(MEANINGS), metavar="INTENT")
@people_option
@passed_on_option
@on_option
@json_option(FORETOLD_FIELDS, shape="one object")
def foretell(
    review_id: int,
    intent: str,
    people: tuple[str, ...],
    passed_on: bool,
    resume_on: datetime | None,
    as_json: bool,
) -> None:
    """What a decision would do: it is tried in earnest, told, and rolled back."""
    from outreach.daemon.rules import effect_rules
    from outreach.qualification import telling
    from outreach.qualification.meanings import meaning_from

    named, day = _named(people, passed_on), _day_ahead(resume_on)
    config = workspace.config()
    with workspace.database(config) as database:
        sentences = telling.foretell(
            database, review_id, meaning_from(intent), named, day, effect_rules(config), workspace.now()
        )
    if as_json:
        emit_json({"id": review_id, "intent": intent, "would": sentences})
        return
    for sentence in sentences:
        text(sentence)


def _named(people: tuple[str, ...], passed_on: bool) -> "tuple[Person, ...] | None":
    from outreach.replies.verdict import Person, Via

    named = people_from(people) or ()
    return (*named, Person(via=Via.FORWARDED)) if passed_on else named or None


def _say_outcome(intent: str, outcome: dict[str, Any]) -> None:
    state = outcome["enrollment_state"]
    say(f"Decided: {intent}." + (f" The contact is now {state}." if state else ""))
    if outcome["account_status"] == "nurture_check_quarterly":
        say("Their company is closed for now (nurture_check_quarterly): no campaign takes anybody up there.")
    for referral in outcome["referrals"]:
        reason = f" ({referral['reason']})" if referral["reason"] else ""
        say(
            f"  {referral['name'] or referral['email'] or referral['title'] or '?'}: {referral['state']}{reason}"
        )


@review.command(epilog="outreach review intents")
def intents() -> None:
    """What each intent means."""
    from outreach.qualification.meanings import explained

    facts(explained())


def _listed(row: "QueueItem") -> dict[str, Any]:
    return {
        "id": row.review_id,
        "state": row.state.value,
        "received_at": row.received_at,
        "from": row.sender,
        "contact": row.contact or None,
        "proposed": row.proposed.value,
        "confidence": round(row.confidence, 2),
        "why": row.why,
        "intent": row.decided,
        "decided_by": row.decided_by,
        "value": row.value,
        "subject": row.subject,
        "account": row.account,
        "campaign": row.campaign,
        "sequence": row.sequence,
        "assigned_to": row.assigned_to,
        "snoozed_until": row.snoozed_until,
        "note": row.note,
        "first_line": row.first_line,
    }


def _shown(session: "Session", review_id: int) -> dict[str, Any]:
    from dataclasses import asdict

    from outreach.qualification.opened import item
    from outreach.qualification.service import verdict_of
    from outreach.replies.verdict import Verdict, verdict_to_dict

    opened = item(session, review_id)
    row = opened.item
    told = verdict_to_dict(verdict_of(session, row.inbound_id) or Verdict())
    second = opened.second_opinion
    return {
        "id": row.review_id,
        "state": row.state.value,
        "received_at": row.received_at,
        "from": row.sender,
        "subject": row.subject,
        "answers": opened.answers or None,
        "why": row.why,
        "proposed": row.proposed.value,
        "confidence": row.confidence,
        "text": opened.new_text,
        "evidence": told["evidence"],
        "referrals": told["referrals"] + told["alternates"],
        "intent": row.decided,
        "decided_by": row.decided_by,
        "note": row.note,
        "account": row.account,
        "account_status": row.account_status,
        "assigned_to": row.assigned_to,
        "snoozed_until": row.snoozed_until,
        "callback_phone": opened.callback_phone,
        "second_opinion": None if second is None else {"intent": second[0], "text": second[1]},
        "thread": [asdict(mail) for mail in opened.thread],
        "colleagues": [asdict(colleague) for colleague in opened.colleagues],
        "kept_referrals": [
            {
                "id": each.referral_id,
                "name": each.name,
                "email": each.email,
                "state": each.state,
                "reason": each.reason,
            }
            for each in opened.named
        ],
        "notes": [asdict(each) for each in opened.notes],
        "other_reviews": [each.review_id for each in opened.other_reviews],
    }


def _outcome(session: "Session", decided: "Review") -> dict[str, Any]:
    from sqlmodel import select

    from outreach.inbox.service import answered_mail
    from outreach.prospects.model import Account
    from outreach.qualification.queue import decided_as
    from outreach.referrals.listing import referral_facts
    from outreach.referrals.model import Referral
    from outreach.sequences.model import Enrollment

    session.flush()
    answered = answered_mail(session, decided.inbound_id)
    referrals = session.exec(select(Referral).where(Referral.inbound_id == decided.inbound_id)).all()
    return {
        "id": decided.id,
        "intent": decided_as(decided),
        "enrollment_state": None
        if answered is None
        else session.get_one(Enrollment, answered.enrollment_id).state.value,
        "account_status": None
        if answered is None
        else session.get_one(Account, answered.account_id).status.value,
        "referrals": [referral_facts(session, referral) for referral in referrals],
    }


def _day_ahead(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    day = moment.date()
    if day <= workspace.now().date():
        raise click.UsageError(f"--on {day}: the day has to lie ahead.")
    return day
