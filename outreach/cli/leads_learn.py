"""`outreach leads learn`: what sales made of the leads, held against the lead definition. It proposes, and no more."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.handoff.lessons import Lesson, Lessons
    from outreach.qualification.leads.trial import Tried

LEARN_FIELDS = {
    "good": "how many leads sales has confirmed that are not lost",
    "bad": "how many were rejected for the definition, disqualified, or lost",
    "why_none": "why nothing is said, or empty",
    "rejected": "an object: how many offers were rejected, by reason",
    "lost": "an object: how many leads were lost, by reason",
    "lines": "objects with question, answer, having, of_having, others, of_others (good ones of so many), low, high"
    " (the interval of the difference, in per cent), points, proposed, why",
    "threshold": "an object with now, proposed, why; or null",
    "would_move": "leads that are still to be judged: objects with lead, score_before, score_after, qualified_before,"
    " qualified_after",
    "written": "the file, or null",
}


@click.command(
    cls=Command,
    epilog="outreach leads learn\noutreach leads learn --write new-lead-definition.toml",
)
@click.option("--write", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the definition with the proposed weights there; nothing is put into force.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Also answers of which nothing can be said.")
@json_option(LEARN_FIELDS, shape="one object")
def learn(target: Path | None, everything: bool, as_json: bool) -> None:
    """What sales made of the leads, held against each line of lead-definition.toml: which weights it speaks for.

    It only proposes: a new file, and what that would change. You read it, and put it in place of the old one yourself.
    """
    from outreach.handoff import lessons
    from outreach.handoff.lessons_of import cases_of, reasons_of
    from outreach.qualification.leads import trial
    from outreach.qualification.leads.definition_file import FILE_NAME, load_definition

    config = workspace.config()
    file = config.root / FILE_NAME
    definition = load_definition(file)
    with workspace.reading(config) as session:
        learnt = lessons.learn(definition, cases_of(session))
        reasons = reasons_of(session)
        proposed = lessons.changed(definition, learnt)
        tried = trial.try_on(session, proposed, now=workspace.now()) if learnt.has_proposals else []
    written = _write(file, target, learnt) if target is not None else None
    fields = {
        "good": learnt.good,
        "bad": learnt.bad,
        "why_none": learnt.why_none,
        "rejected": reasons.rejected,
        "lost": reasons.lost,
        "lines": [_lesson_fields(each) for each in learnt.lessons],
        "threshold": None
        if learnt.threshold is None
        else {
            "now": learnt.threshold.now,
            "proposed": learnt.threshold.proposed,
            "why": learnt.threshold.why,
        },
        "would_move": [_tried_fields(each) for each in tried if each.moves],
        "written": None if written is None else str(written),
    }
    if as_json:
        emit_json(fields)
    else:
        _show_lessons(fields, learnt, tried, everything)


def _write(file: Path, target: Path, learnt: "Lessons") -> Path:
    """The new file, read back: it is kept only where it means exactly what was proposed."""
    from outreach.handoff.definition_edit import edited
    from outreach.handoff.lessons import changed
    from outreach.qualification.leads.definition_file import load_definition, read_definition

    if not learnt.has_proposals:
        raise Refused(f"Nothing is proposed: {learnt.why_none or 'the weights are as the leads say'}.")
    if target.exists():
        raise Refused(f"{target} is there already: name another file, or move it away.")
    target.write_text(edited(file.read_text(encoding="utf-8-sig"), learnt), encoding="utf-8")
    meant = changed(load_definition(file), learnt)
    read, _ = read_definition(target)
    if read is None or read.digest != meant.digest:
        target.unlink()
        raise Refused(f"{file} is written in a way that cannot be edited here: change the numbers by hand.")
    return target


def _show_lessons(fields: dict[str, Any], learnt: "Lessons", tried: "list[Tried]", everything: bool) -> None:
    say(
        f"{learnt.good} good leads (confirmed, not lost), {learnt.bad} bad ones (definitional, disqualified, lost)."
    )
    for name in ("rejected", "lost"):
        if fields[name]:
            say(f"{name}: {', '.join(f'{count} {reason}' for reason, count in fields[name].items())}.")
    if learnt.why_none:
        say(f"{learnt.why_none[:1].upper()}{learnt.why_none[1:]}.")
        return
    shown = [each for each in learnt.lessons if everything or each.is_proposal]
    table(
        ("question", "answer", "good with it", "good without", "difference", "points", "because"),
        [_lesson_row(each) for each in shown],
        empty="No weight is proposed: none is clearly wrong.",
    )
    if learnt.threshold is not None:
        threshold = learnt.threshold
        say(f"threshold: {_moved(threshold.now, threshold.proposed)} ({threshold.why}).")
    moving = [each for each in tried if each.moves]
    for each in moving:
        score = _moved(0 if each.before is None else each.before.score, each.after.score)
        say(
            f"Lead {each.lead_id} would move: score {score}; qualified: {'yes' if each.after.is_qualified else 'no'}."
        )
    if learnt.has_proposals:
        say(
            f"{len(moving)} of {len(tried)} leads that are still to be judged would move. Nothing was changed."
        )
    if fields["written"]:
        say(f"{fields['written']} is written. Read it, and put it in place of lead-definition.toml yourself.")


def _lesson_row(each: "Lesson") -> tuple[str, ...]:
    low, high = each.difference
    return (
        each.question,
        each.answer,
        str(each.having),
        str(each.others),
        f"{low:+.0%} to {high:+.0%}" if each.is_enough else "",
        _moved(each.points, each.proposed),
        each.why,
    )


def _moved(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"


def _lesson_fields(each: "Lesson") -> dict[str, Any]:
    low, high = each.difference
    return {
        "question": each.question,
        "answer": each.answer,
        "having": each.having.good,
        "of_having": each.having.of,
        "others": each.others.good,
        "of_others": each.others.of,
        "low": round(low * 100, 1),
        "high": round(high * 100, 1),
        "points": each.points,
        "proposed": each.proposed,
        "why": each.why,
    }


def _tried_fields(each: "Tried") -> dict[str, Any]:
    return {
        "lead": each.lead_id,
        "score_before": None if each.before is None else each.before.score,
        "score_after": each.after.score,
        "qualified_before": each.before is not None and each.before.is_qualified,
        "qualified_after": each.after.is_qualified,
    }


COMMANDS = (learn,)
