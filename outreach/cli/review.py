"""`outreach review`: replies that await a person, for scripts and pipes."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, facts, json_option, say, table, text
from outreach.cli.people import people_from, people_option
from outreach.core.intents import MEANINGS, Intent

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.qualification.model import Review


QUEUE_FIELDS = {
    "id": "the review's number",
    "state": "waiting or decided",
    "received_at": "when the reply came",
    "from": "as the reply says it",
    "contact": "the address of the contact whom we wrote to, or null",
    "proposed": "what the program thinks that it means",
    "confidence": "0 to 1",
    "why": "why a person has to decide",
    "intent": "what the person decided, or null",
    "decided_by": "who, or null",
}

PERSON = "objects with name, email, phone, title"

REVIEW_FIELDS = {
    "id": "the review's number",
    "state": "waiting or decided",
    "received_at": "when the reply came",
    "from": "as the reply says it",
    "subject": "as it is read",
    "answers": "our mail that it answers, or null",
    "why": "why a person has to decide",
    "proposed": "what the program thinks that it means",
    "confidence": "0 to 1",
    "text": "what the writer newly wrote",
    "evidence": "objects with rule, intent, text, weight",
    "referrals": f"whom it names: {PERSON}",
    "intent": "what the person decided, or null",
    "decided_by": "who, or null",
    "note": "kept with the decision",
}

OUTCOME_FIELDS = {
    "id": "the review's number",
    "intent": "what was decided",
    "enrollment_state": "what has become of the contact's run",
    "referrals": "what has become of those whom the reply named, as `outreach referrals list` shows them",
}


@click.group(cls=Group)
def review() -> None:
    """Replies that await a person: what they say, what the program thinks and why; decide."""


@review.command("list", epilog="outreach review list --json")
@click.option("--all", "everything", is_flag=True, help="Also what has been decided.")
@json_option(QUEUE_FIELDS)
def list_reviews(everything: bool, as_json: bool) -> None:
    """The queue, oldest first."""
    from outreach.qualification.service import waiting_reviews

    with workspace.reading() as session:
        rows = [
            {
                "id": waiting.id,
                "state": waiting.state.value,
                "received_at": inbound.received_at,
                "from": inbound.sender,
                "contact": None if contact is None else contact.address,
                "proposed": waiting.proposed.value,
                "confidence": round(waiting.confidence, 2),
                "why": waiting.why,
                "intent": None if waiting.intent is None else waiting.intent.value,
                "decided_by": waiting.decided_by,
            }
            for waiting, inbound, contact in waiting_reviews(session, everything=everything)
        ]
    if as_json:
        emit_json(rows)
        return
    table(
        ("id", "received", "from", "program thinks", "sure", "why you"),
        [
            (
                row["id"],
                row["received_at"],
                row["from"],
                row["intent"] or row["proposed"],
                row["confidence"],
                row["why"],
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
    facts({name: shown[name] for name in ("id", "state", "received_at", "from", "subject", "answers", "why")})
    click.echo()
    text(shown["text"] or "(no text of their own)")
    click.echo()
    text(f"The program thinks: {shown['proposed']} ({shown['confidence']:.0%}).")
    for hit in shown["evidence"]:
        text(f'  {hit["rule"]}: "{hit["text"]}"')
    for person in shown["referrals"]:
        text("  names " + ", ".join(f"{key} {value}" for key, value in person.items() if value))
    if shown["intent"] is None:
        say(f"Decide: `outreach review decide {review_id} INTENT`.")
    else:
        text(f"{shown['decided_by']} decided: {shown['intent']}. {shown['note']}".rstrip())


@review.command(
    epilog="outreach review decide 3 referral --referral 'Maria Weber <maria.weber@acme.example>'"
)
@click.argument("review_id", type=ID, metavar="ID")
@click.argument("intent", type=click.Choice([intent.value for intent in Intent]), metavar="INTENT")
@people_option
@click.option(
    "--on",
    "resume_on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="For not_now: when to write again.",
)
@click.option("--note", type=REMARK, default="", help="Kept with the decision.")
@json_option(OUTCOME_FIELDS, shape="one object")
def decide(
    review_id: int, intent: str, people: tuple[str, ...], resume_on: datetime | None, note: str, as_json: bool
) -> None:
    """Say what a reply means; what follows from it is done at once.

    INTENT is one of the sixteen: `outreach review intents` explains them.
    """
    from outreach.daemon.rules import effect_rules
    from outreach.qualification.service import decide as decide_review

    named, day = people_from(people), _day_ahead(resume_on)
    config = workspace.config()
    with workspace.writing(config) as session:
        decided = decide_review(
            session,
            review_id,
            Intent(intent),
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
    say(f"Decided: {intent}. The contact is now {outcome['enrollment_state']}.")
    for referral in outcome["referrals"]:
        reason = f" ({referral['reason']})" if referral["reason"] else ""
        say(f"  {referral['name'] or referral['email']}: {referral['state']}{reason}")


@review.command(epilog="outreach review intents")
def intents() -> None:
    """What each intent means."""
    facts({intent.value: meaning for intent, meaning in MEANINGS.items()})


def _shown(session: "Session", review_id: int) -> dict[str, Any]:
    from outreach.cli.inbox import text_of
    from outreach.inbox.service import answered_mail, find
    from outreach.qualification.service import find_review, verdict_of
    from outreach.replies.verdict import verdict_to_dict

    found = find_review(session, review_id)
    inbound = find(session, found.inbound_id)
    verdict = verdict_of(session, found.inbound_id)
    told = {} if verdict is None else verdict_to_dict(verdict)
    answered = answered_mail(session, found.inbound_id)
    return {
        "id": found.id,
        "state": found.state.value,
        "received_at": inbound.received_at,
        "from": inbound.sender,
        "subject": inbound.subject,
        "answers": None
        if answered is None
        else f"mail {answered.id} to {answered.recipient}: {answered.subject}",
        "why": found.why,
        "proposed": found.proposed.value,
        "confidence": found.confidence,
        "text": told.get("visible_text") or text_of(inbound.raw),
        "evidence": told.get("evidence", []),
        "referrals": told.get("referrals", []) + told.get("alternates", []),
        "intent": None if found.intent is None else found.intent.value,
        "decided_by": found.decided_by,
        "note": found.note,
    }


def _outcome(session: "Session", decided: "Review") -> dict[str, Any]:
    from sqlmodel import select

    from outreach.inbox.service import answered_mail
    from outreach.referrals.listing import referral_facts
    from outreach.referrals.model import Referral
    from outreach.sequences.model import Enrollment

    answered = answered_mail(session, decided.inbound_id)
    assert answered is not None
    session.flush()
    referrals = session.exec(select(Referral).where(Referral.inbound_id == decided.inbound_id)).all()
    return {
        "id": decided.id,
        "intent": None if decided.intent is None else decided.intent.value,
        "enrollment_state": session.get_one(Enrollment, answered.enrollment_id).state.value,
        "referrals": [referral_facts(session, referral) for referral in referrals],
    }


def _day_ahead(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    day = moment.date()
    if day <= workspace.now().date():
        raise click.UsageError(f"--on {day}: the day has to lie ahead.")
    return day
