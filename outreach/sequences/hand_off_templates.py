"""The templates of the hand-off: `templates/hand-off/NAME[.LANG].txt`, one for each mail to a salesperson or contact.

A workspace may have its own; where it has none, or one that cannot be used, the shipped one is taken: a lead does not
wait for a template to be mended. `outreach lint` says what is wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.core.errors import Fault, NotFound
from outreach.core.shipped import shipped
from outreach.sequences.hand_off_names import (
    BriefNames,
    LeadNames,
    OfferNames,
    SalespersonNames,
    values_of,
)
from outreach.sequences.merge_context import HAND_OFF_NAMES, MergeContext
from outreach.sequences.rendering import check_template
from outreach.sequences.template_file import TemplateText, for_language, read_texts, stems_in

#: Their folder, beside those of the sequences.
FOLDER = "hand-off"

#: Which there are; others in the folder are used by nothing.
TEMPLATE_NAMES = (
    *("offered", "reminded", "accepted", "untouched", "withdrawn"),
    *("help", "not-done", "introduction"),
)

_DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class HandOffContext:
    """All values for one mail of the hand-off."""

    mail: MergeContext
    salesperson: SalespersonNames
    lead: LeadNames
    brief: BriefNames
    offer: OfferNames

    def values(self) -> dict[str, Mapping[str, object] | str]:
        """As `MergeContext.values`, and what only the hand-off knows."""
        return {
            **self.mail.values(),
            **values_of(self.salesperson, self.lead, self.brief, self.offer),
        }


def hand_off_template(templates: Path | None, name: str, language: str | None) -> TemplateText:
    """The workspace's template in this language, else in English, else the shipped one. Raises NotFound."""
    for folder in filter(None, (templates, shipped("templates"))):
        texts = read_texts(folder / FOLDER, name, _DEFAULT_LANGUAGE, [])
        usable = tuple(text for text in texts if not _faults_of(text, text.path))
        if usable:
            return for_language(usable, language)
    raise NotFound(f'There is no template "{FOLDER}/{name}.txt".')


def lint_hand_off(folder: Path) -> Iterator[Fault]:
    """Everything wrong with the templates in the folder of the hand-off."""
    for name in sorted({name for _, name in stems_in(folder)}):
        faults: list[Fault] = []
        for text in read_texts(folder, name, _DEFAULT_LANGUAGE, faults):
            file = str(folder.parent / text.path)
            faults += _faults_of(text, file)
            if text.subject is None and name != "introduction":
                faults.append(Fault(file, "has no Subject: line.", line=1, remedy="Begin with Subject: …"))
            if name not in TEMPLATE_NAMES:
                remedy = f"The hand-off knows {', '.join(TEMPLATE_NAMES)}."
                faults.append(Fault(file, "is used by nothing.", remedy=remedy, warning=True))
        yield from faults


def _faults_of(text: TemplateText, file: str) -> list[Fault]:
    return check_template(text, file=file, names=HAND_OFF_NAMES)
