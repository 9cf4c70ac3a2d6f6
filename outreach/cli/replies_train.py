"""`outreach replies train` and `models`: the model learns on from what reviewers decided."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, facts, json_option, say, table, when
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.database.engine import Database
    from outreach.replies.learning.lessons import Lesson

#: From fewer decisions nothing is to be learned that the shipped letters do not tell.
LEAST_DECISIONS = 20

TRAINING_FIELDS = {
    "decisions": "reviewers' decisions among what it learned from",
    "candidate": "an object: letters, right, opt_outs, opt_outs_found, on the frozen letters",
    "in_use": "the same of the model that reads now",
    "decisions_right": "an object: candidate (as a model that had not learned from them) and in_use, of the decisions",
    "refused": "why it may not be promoted, or empty",
    "promoted": "whether it reads from now on",
}
MODEL_FIELDS = {
    "id": "its number",
    "made_at": "when",
    "decisions": "reviewers' decisions among what it learned from",
    "rules_version": "the rules that it learned with; it reads with no others",
    "measured": "as `outreach replies train --json` printed it",
    "promoted_at": "since when it reads, or null",
}


@click.command(
    cls=Command,
    epilog="outreach replies train\noutreach replies train --apply\noutreach replies train --rollback",
)
@click.option(
    "--apply",
    "carry_out",
    is_flag=True,
    help="Use the new model if it is not worse. Without it nothing is changed.",
)
@click.option("--rollback", is_flag=True, help="Read with the model again that ships.")
@json_option(TRAINING_FIELDS, shape="one object")
def train(carry_out: bool, rollback: bool, as_json: bool) -> None:
    """Let the model learn from what reviewers decided, and hold it against the one in use. Takes a minute or two.

    It is promoted only if it reads the frozen letters, from which no model learns, not worse, and misses no opt-out
    more. Nothing leaves this machine.
    """
    if rollback:
        _roll_back()
        return
    with workspace.database(settings := workspace.config()) as database:
        told = _train(database, settings, carry_out)
    if as_json:
        emit_json(told)
        return
    facts(
        {"decisions": told["decisions"], **{name: _standing(told[name]) for name in ("candidate", "in_use")}}
    )
    _sum_up(told, carry_out)


@click.command(cls=Command, epilog="outreach replies models")
@json_option(MODEL_FIELDS)
def models(as_json: bool) -> None:
    """The models that this workspace has learned, and which one reads."""
    from outreach.replies.service import learned_models

    with workspace.database(workspace.config()) as database, database.reading() as session:
        rows = [{name: getattr(row, name) for name in MODEL_FIELDS} for row in learned_models(session)]
    if as_json:
        emit_json(rows)
        return
    table(
        ("model", "made", "decisions", "frozen letters", "reads since"),
        (
            (
                r["id"],
                r["made_at"],
                r["decisions"],
                _standing(r["measured"]["candidate"]),
                when(r["promoted_at"]),
            )
            for r in rows
        ),
        empty="None: the model that ships reads.",
    )


def _train(database: "Database", settings: Any, carry_out: bool) -> dict[str, Any]:
    from outreach.replies import service
    from outreach.replies.learning import promotion
    from outreach.replies.learning.lessons import shipped_lessons
    from outreach.replies.learning.trained import from_bytes, shipped_model
    from outreach.replies.learning.training import train as learn
    from outreach.replies.verdict import RULES_VERSION

    decided = _decisions(database, settings)
    lessons = [*shipped_lessons(), *decided]
    trained = learn(lessons, rules_version=RULES_VERSION)
    with database.reading() as session:
        in_use = service.model_in_use(session) or shipped_model()
    candidate, current = (
        promotion.standing(from_bytes(trained.stored), lessons),
        promotion.standing(in_use, lessons),
    )
    known = {lesson.id for lesson in decided}
    unseen = [one for one in trained.unseen if one.lesson.id in known]
    refused = promotion.why_not(candidate, current)
    told = {
        "decisions": len(decided),
        "candidate": candidate.as_dict(),
        "in_use": current.as_dict(),
        "decisions_right": {
            "candidate": sum(one.is_right for one in unseen),
            "in_use": promotion.share_right(in_use, decided)[0],
        },
        "refused": refused,
        "promoted": carry_out and not refused,
    }
    if carry_out:
        with database.writing() as session:
            service.keep(
                session,
                trained.stored,
                decisions=len(decided),
                measured=told,
                promote=not refused,
                now=workspace.now(),
            )
    return told


def _decisions(database: "Database", settings: Any) -> "Sequence[Lesson]":
    from outreach.daemon.rules import effect_rules
    from outreach.qualification.reviewed import reviewed_messages
    from outreach.replies.learning.lessons import lesson_of_decision

    with database.reading() as session:
        reviewed = list(reviewed_messages(session, effect_rules(settings)))
    lessons = [
        lesson_of_decision(
            one.message.inbound_id, one.message.raw, one.message.sent, one.message.received_at, one.decided
        )
        for one in reviewed
    ]
    found = [lesson for lesson in lessons if lesson is not None]
    if len(found) < LEAST_DECISIONS:
        raise Refused(
            f"Reviewers have decided on {len(found)} messages that have words to learn from; the least is "
            f"{LEAST_DECISIONS}. Until then the model that ships reads."
        )
    return found


def _roll_back() -> None:
    from outreach.replies import service

    with workspace.database(workspace.config()) as database, database.writing() as session:
        number = service.roll_back(session).id
    say(
        f"Model {number} reads no more. The model that ships does; a running daemon takes it up within a minute."
    )


def _standing(told: dict[str, int]) -> str:
    return f"{told['right']} of {told['letters']} right, {told['opt_outs_found']} of {told['opt_outs']} opt-outs found"


def _sum_up(told: dict[str, Any], carry_out: bool) -> None:
    of_decisions, decisions = told["decisions_right"], told["decisions"]
    say(
        f"Of the {decisions} decisions the one in use reads {of_decisions['in_use']} as the reviewers did; "
        f"the new one, before it had learned from them, {of_decisions['candidate']}."
    )
    if told["refused"]:
        say(f"The new model is not to be used: {told['refused']}.")
    elif carry_out:
        say("The new model reads from now on. `outreach replies train --rollback` takes that back.")
    else:
        say("Nothing was changed. `outreach replies train --apply` lets the new model read.")
