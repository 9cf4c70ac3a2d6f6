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
    return tuple(dict.fromkeys(question for question, _ in _answers_in(text)))


def lint_proposals(folder: Path) -> Iterator[Fault]:
    """Everything wrong with the templates in the folder of proposals, but for what they ask."""
    for name in _names(folder):
        faults: list[Fault] = []
        for text in read_texts(folder, name, _DEFAULT_LANGUAGE, faults):
            faults += _faults_of(text, str(folder.parent / text.path))
        yield from faults


def unknown_questions(folder: Path, questions: Collection[str]) -> Iterator[Fault]:
    """Answers that templates without other faults name, and that the lead definition never asks for."""
    for name in _names(folder):
        for text in read_texts(folder, name, _DEFAULT_LANGUAGE, []):
            file = str(folder.parent / text.path)
            if any(_faults_of(text, file)):
                continue
            for question, line in _answers_in(text):
                if question not in questions:
                    problem = f"answers.{question} is no question of the lead definition."
                    yield Fault(file, problem, line, remedy=did_you_mean(question, questions))


def _names(folder: Path) -> list[str]:
    return sorted({name for _, name in stems_in(folder)})


def _faults_of(text: TemplateText, file: str) -> Iterator[Fault]:
    faults = check_template(text, file=file, names=PROPOSAL_NAMES)
    yield from faults
    if not faults and not _answers_in(text):
        remedy = "Name what they answered: {{ answers.need }}."
        yield Fault(file, "says nothing that a client has told us: it is a mass offer.", remedy=remedy)


def _answers_in(text: TemplateText) -> list[tuple[str, int]]:
    """The questions whose answers it names, with the lines."""
    return [(path[1], line) for path, line in names_used(text) if len(path) == 2 and path[0] == ANSWERS]
