"""`outreach leads qualify`: the definition's questions, asked in the terminal or taken from the command line."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import REMARK
from outreach.cli.groups import Command
from outreach.cli.leads_text import JUDGED_FIELDS, LEAD, judged_as_json, show_judged
from outreach.cli.output import emit_json, is_terminal, json_option, say
from outreach.core.untrusted import one_line, printable

if TYPE_CHECKING:
    from outreach.qualification.leads.definition import LeadDefinition, Question
    from outreach.qualification.leads.service import Talk

_MOST_BYTES = 1_000_000
_LONGEST_NOTES, _LONGEST_ANSWER = 5_000, 500
_ABOUT_NOTES = "What was said, in your words. Kept with the lead, with the day and your name; Enter: none."
_ABOUT_NEXT_STEP = "What you do next, in a few words: call Maria about the interface. The day is asked then."
_ABOUT_DAY = "The day on which you do it, as 2027-03-01."
_ABOUT_NOTHING_NEXT = "Why nothing is to be done now, for whoever looks at the lead next: they call us, say."
_YES_NO = {"en": "yes/no", "ru": "да/нет"}


@dataclass(frozen=True)
class _Given:
    """What stood on the command line."""

    answers: Mapping[str, str]
    notes: str
    is_call: bool
    next_step: str
    next_step_on: date | None
    no_next_step_why: str


@click.command(
    cls=Command,
    epilog="outreach leads qualify 4\n"
    "outreach leads qualify maria.weber@acme.example --answer need=yes --answer fit=good"
    " --next 'call Maria' --on 2027-03-01\n"
    "outreach leads qualify 4 --answers answers.json --no-next-step 'they call us' --json",
)
@click.argument("lead", type=LEAD)
@click.option("--answer", "answers", multiple=True, metavar="QUESTION=ANSWER", help="May be repeated.")
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    help="A JSON object of answers by question; - is standard input.",
)
@click.option("--notes", default="", metavar="TEXT", help="What was said; kept with the lead.")
@click.option("--not-a-call", is_flag=True, help="The notes are not of a call: it counts as no touch.")
@click.option("--next", "next_step", type=REMARK, default="", metavar="TEXT", help="What comes next.")
@click.option("--on", "next_on", type=click.DateTime(["%Y-%m-%d"]), help="On which day.")
@click.option("--no-next-step", type=REMARK, default="", metavar="REASON", help="Why nothing comes next.")
@click.option("--language", metavar="CODE", help="Of the questions (default: that of your terminal).")
@json_option(JUDGED_FIELDS, shape="one object")
@click.pass_context
def qualify(
    ctx: click.Context,
    lead: str,
    answers: tuple[str, ...],
    answers_file: str | None,
    notes: str,
    not_a_call: bool,
    next_step: str,
    next_on: datetime | None,
    no_next_step: str,
    language: str | None,
    as_json: bool,
) -> None:
    """Hold a lead against the lead definition: score, level, and whether it may be handed over.

    Without --answer on a terminal the questions are asked: Enter keeps what is known or leaves it open, ? explains, -
    clears an answer. Ends with 0 whether or not it is qualified; with 1 where a required answer is missing: what you
    answered on the terminal is kept all the same.
    """
    if next_step and no_next_step:
        raise click.UsageError("Say either --next or --no-next-step.")
    given = _Given(
        answers=_on_command_line(answers) | (_in_file(answers_file) if answers_file else {}),
        notes=printable(notes, limit=_LONGEST_NOTES).strip(),
        is_call=not not_a_call,
        next_step=next_step,
        next_step_on=None if next_on is None else next_on.date(),
        no_next_step_why=no_next_step,
    )
    definition = _definition()
    asks = not answers and not answers_file and not as_json and is_terminal(sys.stdin)
    known = _known_answers(lead) if asks else {}
    talk = _asked(definition, known, given, language or _language()) if asks else _taken(definition, given)
    missing = _qualify(lead, definition, talk, as_json, in_part=asks)
    if missing:
        ctx.exit(1)


def _qualify(
    lead: str, definition: "LeadDefinition", talk: "Talk", as_json: bool, *, in_part: bool
) -> tuple[str, ...]:
    """Judge it, and say so. Which required questions are still open."""
    from outreach.qualification.leads import service, versions

    with workspace.writing() as session:
        found = service.find(session, lead)
        judged = service.qualify(
            session,
            found,
            definition,
            talk,
            actor=workspace.actor(),
            now=workspace.now(),
            in_part=in_part,
        )
        if not found.finder:
            found.finder = workspace.actor()
        if not found.owner:
            found.owner = workspace.actor()
        number, state = found.id, found.state.value
        version = versions.numbers(session)[found.definition_version_id or 0]
    if as_json:
        told: dict[str, Any] = {"lead": number, "state": state, **judged_as_json(judged)}
        told |= {
            "definition_version": version,
            "next_step": talk.next_step,
            "next_step_on": talk.next_step_on,
        }
        emit_json(told | {"no_next_step_why": talk.no_next_step_why})
        return judged.missing
    show_judged(judged)
    if judged.missing:
        say(
            f"\nYour answers are kept; lead {number} is {state}. Nobody is qualified before these are answered: "
            f"{', '.join(judged.missing)}. `outreach leads qualify {number}` asks again."
        )
    elif judged.is_qualified:
        say(f"\nLead {number} is qualified (definition version {version}).")
    else:
        say(f"\nLead {number} is not qualified: {'; '.join(judged.why_not)}.")
    if judged.red_flags:
        say(f"`outreach leads disqualify {number} --reason …` closes it, `leads nurture` keeps it in view.")
    return judged.missing


def _definition() -> "LeadDefinition":
    from outreach.qualification.leads.definition_file import FILE_NAME, load_definition

    return load_definition(workspace.config().root / FILE_NAME)


def _known_answers(lead: str) -> dict[str, str]:
    from outreach.qualification.leads import service

    with workspace.reading() as session:
        return dict(service.find(session, lead).answers)


# --- from the command line -------------------------------------------------------------------------------------------


def _on_command_line(answers: tuple[str, ...]) -> dict[str, str]:
    said = {}
    for each in answers:
        question, equals, answer = each.partition("=")
        if not equals or not question.strip():
            raise click.UsageError(f'--answer "{one_line(each, 60)}": write it as QUESTION=ANSWER.')
        said[question.strip()] = answer
    return said


def _in_file(name: str) -> dict[str, str]:
    stream = sys.stdin.buffer if name == "-" else None
    raw = stream.read(_MOST_BYTES) if stream is not None else Path(name).read_bytes()[:_MOST_BYTES]
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise click.UsageError(f"--answers {name}: this is no JSON.") from None
    if not isinstance(said, dict):
        raise click.UsageError(f'--answers {name}: write one object, {{"need": "yes"}}.')
    return {str(question): _as_text(answer) for question, answer in said.items() if answer is not None}


def _as_text(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def _taken(definition: "LeadDefinition", given: _Given) -> "Talk":
    """What was given, checked. Raises click.UsageError with everything that is wrong in it."""
    from outreach.qualification.leads.answers import read_answers

    answers, wrong = read_answers(definition, given.answers)
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return _talk(answers, given, given.notes, given.next_step, given.next_step_on, given.no_next_step_why)


# --- asked -----------------------------------------------------------------------------------------------------------


def _asked(definition: "LeadDefinition", known: Mapping[str, str], given: _Given, language: str) -> "Talk":
    say(
        "Enter keeps what is known or leaves it open, ? explains, - clears. Nothing is written before the end.\n"
    )
    answers = dict(_answers(definition, known, language))
    still_open = [
        each.id for each in definition.questions if each.required and not {**known, **answers}.get(each.id)
    ]
    notes = given.notes or _line("Notes", _ABOUT_NOTES, most=_LONGEST_NOTES)
    next_step, on, why_none = given.next_step, given.next_step_on, given.no_next_step_why
    if not why_none:
        next_step = next_step or _line("What comes next? (Enter: nothing)", _ABOUT_NEXT_STEP)
    if next_step and on is None:
        on = _day("On which day? (2027-03-01)")
    if not next_step and not why_none and still_open:
        why_none = f"still to be asked: {', '.join(still_open)}"
    if not next_step and not why_none:
        why_none = _line("Why does nothing come next?", _ABOUT_NOTHING_NEXT, is_needed=True)
    return _talk(answers, given, notes, next_step, on, why_none)


def _answers(
    definition: "LeadDefinition", known: Mapping[str, str], language: str
) -> Iterator[tuple[str, str]]:
    """What was answered anew; a cleared answer is ""."""
    for question in definition.questions:
        said = _answer(question, known.get(question.id, ""), language)
        if said is not None:
            yield question.id, said


def _answer(question: "Question", before: str, language: str) -> str | None:
    """None: it stays as it is."""
    from outreach.qualification.leads.answers import NoAnswer, read_answer

    about = question.explained_in(language) or "Nothing more is written about it."
    if question.required:
        about += " Nobody is qualified without this answer; Enter leaves it open for now."
    while True:
        said = _line(_prompt(question, before, language), about)
        if not said:
            return None
        if said == "-":
            return ""
        try:
            return read_answer(question, said)
        except NoAnswer as error:
            say(f"  {error}")


def _prompt(question: "Question", before: str, language: str) -> str:
    from outreach.qualification.leads.definition import QuestionKind

    hints = {
        QuestionKind.YES_NO: _YES_NO.get(language, _YES_NO["en"]),
        QuestionKind.CHOICE: ", ".join(question.choices),
        QuestionKind.DATE: "2027-03-01",
    }
    parts = [question.asked_in(language), f"({hints[question.kind]})" if question.kind in hints else ""]
    parts += ["*" if question.required else "", f"[{before}]" if before else ""]
    return printable(" ".join(part for part in parts if part))


def _line(question: str, about: str, *, is_needed: bool = False, most: int = _LONGEST_ANSWER) -> str:
    """What was typed; `?` explains and asks again."""
    while True:
        said = one_line(click.prompt(question, default="", show_default=False, err=True), most)
        if said == "?":
            say(f"  {about}")
        elif said or not is_needed:
            return said
        else:
            say("  A lead never goes on without it: ? explains.")


def _day(question: str) -> date:
    from outreach.qualification.leads.service import FURTHEST

    today = workspace.now().date()
    while True:
        said = _line(question, _ABOUT_DAY, is_needed=True)
        try:
            day = date.fromisoformat(said)
        except ValueError:
            say("  Write it as 2027-03-01.")
            continue
        if today <= day <= today + FURTHEST:
            return day
        say("  Give a day from today on, within a year.")


def _talk(
    answers: Mapping[str, str], given: _Given, notes: str, next_step: str, on: date | None, why_none: str
) -> "Talk":
    from outreach.qualification.leads.service import Talk

    return Talk(
        answers=answers,
        notes=notes,
        is_call=given.is_call,
        next_step=next_step,
        next_step_on=on if next_step else None,
        no_next_step_why=why_none,
    )


def _language() -> str:
    """That of the terminal, as far as its environment says (POSIX: LC_ALL before LC_MESSAGES before LANG)."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return named[:2].lower() if named[:2].isalpha() else "en"
