"""The templates that a person begins an answer with: `templates/answers/NAME[.LANG].txt`.

Their `Subject:` line is what a list of them shows; the answer keeps the subject of its thread. What stands in `<<…>>`
is for its author to fill in: an answer with such a gap is not sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.core.errors import Fault
from outreach.sequences.merge_context import ANSWER_NAMES
from outreach.sequences.rendering import check_template
from outreach.sequences.template_file import TemplateText, for_language, read_texts, stems_in

#: Their folder, beside those of the sequences.
FOLDER = "answers"

_DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    """One template, in the language that was asked for. `title` is what a list of them shows."""

    name: str
    title: str
    text: TemplateText


def answer_templates(templates: Path, language: str | None = None) -> list[AnswerTemplate]:
    """The templates for answers below the folder of templates, by name; each in `language`, else in English.

    One that cannot be used is left out: `outreach lint` says what is wrong with it.
    """
    found = []
    for name in _names(templates / FOLDER):
        faults: list[Fault] = []
        texts = read_texts(templates / FOLDER, name, _DEFAULT_LANGUAGE, faults)
        usable = tuple(text for text in texts if not _faults_of(text, text.path))
        if usable:
            text = for_language(usable, language)
            found.append(AnswerTemplate(name, text.subject or name.replace("-", " "), text))
    return found


def lint_answers(folder: Path) -> Iterator[Fault]:
    """Everything wrong with the templates in the folder of answers."""
    for name in _names(folder):
        faults: list[Fault] = []
        for text in read_texts(folder, name, _DEFAULT_LANGUAGE, faults):
            faults += _faults_of(text, str(folder.parent / text.path))
        yield from faults


def _names(folder: Path) -> list[str]:
    return sorted({name for _, name in stems_in(folder)})


def _faults_of(text: TemplateText, file: str) -> list[Fault]:
    return check_template(text, file=file, names=ANSWER_NAMES)
