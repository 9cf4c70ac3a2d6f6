"""The templates that a proposal begins with: `templates/proposals/NAME[.LANG].txt`, filled with one client's answers.

`answers.QUESTION` is what that client answered. A template that names an answer which was never given makes no text.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.core.errors import Fault
from outreach.sequences.merge_context import ANSWERS, PROPOSAL_NAMES
from outreach.sequences.rendering import check_template, names_used
from outreach.sequences.template_file import TemplateText, for_language, read_texts, stems_in
from outreach.sequences.toml_file import did_you_mean

#: Their folder, beside those of the sequences.
FOLDER = "proposals"

_DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class ProposalTemplate:
    """One template, in the language that was asked for. `asks`: the questions whose answers it names."""

    name: str
    text: TemplateText
    asks: tuple[str, ...]


def proposal_templates(templates: Path, language: str | None = None) -> list[ProposalTemplate]:
    """The templates for proposals below the folder of templates, by name; each in `language`, else in English.

    One that cannot be used is left out: `outreach lint` says what is wrong with it.
    """
    found = []
    for name in _names(templates / FOLDER):
        texts = read_texts(templates / FOLDER, name, _DEFAULT_LANGUAGE, [])
        usable = tuple(text for text in texts if not any(_faults_of(text, text.path)))
        if usable:
            text = for_language(usable, language)
            found.append(ProposalTemplate(name, text, answers_named(text)))
    return found


def answers_named(text: TemplateText) -> tuple[str, ...]:
    """The questions whose answers a template without faults names, in order."""
    named = (path for path, _ in names_used(text) if len(path) == 2 and path[0] == ANSWERS)
    return tuple(dict.fromkeys(path[1] for path in named))


def lint_proposals(folder: Path, questions: Collection[str] | None = None) -> Iterator[Fault]:
    """Everything wrong with the templates in the folder of proposals; `questions`: the ids that there are."""
    for name in _names(folder):
        faults: list[Fault] = []
        for text in read_texts(folder, name, _DEFAULT_LANGUAGE, faults):
            faults += _faults_of(text, str(folder.parent / text.path), questions)
        yield from faults


def _names(folder: Path) -> list[str]:
    return sorted({name for _, name in stems_in(folder)})


def _faults_of(text: TemplateText, file: str, questions: Collection[str] | None = None) -> Iterator[Fault]:
    faults = check_template(text, file=file, names=PROPOSAL_NAMES)
    yield from faults
    if faults:
        return
    named = [(path[1], line) for path, line in names_used(text) if len(path) == 2 and path[0] == ANSWERS]
    if not named:
        remedy = "Name what they answered: {{ answers.need }}."
        yield Fault(file, "says nothing that a client has told us: it is a mass offer.", remedy=remedy)
    for question, line in named if questions is not None else ():
        if question not in (questions or ()):
            remedy = did_you_mean(question, questions or ())
            yield Fault(
                file, f"answers.{question} is no question of the lead definition.", line, remedy=remedy
            )
