"""Everything wrong with sequences and templates at once: what cannot work, and what no honest mail says."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from outreach.core.errors import Fault
from outreach.sequences.answer_templates import FOLDER as ANSWERS
from outreach.sequences.answer_templates import lint_answers
from outreach.sequences.copy_rules import RULES, Copy, Finding, Severity
from outreach.sequences.definition import SequenceDefinition, Thread
from outreach.sequences.hand_off_templates import FOLDER as HAND_OFF
from outreach.sequences.hand_off_templates import lint_hand_off
from outreach.sequences.merge_context import SenderNames
from outreach.sequences.proposal_templates import FOLDER as PROPOSALS
from outreach.sequences.proposal_templates import lint_proposals
from outreach.sequences.rendering import CannotRender, check_template, fields_used, render
from outreach.sequences.samples import sample_contexts
from outreach.sequences.sequence_file import read_sequence
from outreach.sequences.template_file import TemplateText, stems_in

SEQUENCES = "sequences"
TEMPLATES = "templates"

_WORD = re.compile(r"\w+")

#: Folders of templates that belong to no sequence, and who looks through them.
_WITHOUT_SEQUENCE: dict[str, Callable[[Path], Iterator[Fault]]] = {
    ANSWERS: lint_answers,
    HAND_OFF: lint_hand_off,
    PROPOSALS: lint_proposals,
}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where sequences and templates lie; None leaves it to the usual names, `sequences/` beside `templates/`."""

    sequences: Path | None = None
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a path stands for: some sequences with their templates; `only` limits the faults to files under it."""

    sequences_dir: Path
    templates_dir: Path
    sequences: tuple[Path, ...]
    only: Path | None = None
    #: All of a workspace, so that folders without a sequence are seen too.
    is_whole: bool = False


def lint(
    paths: Iterable[Path], sender: SenderNames | None = None, folders: Folders = Folders()
) -> list[Fault]:
    """Every fault under `paths`, errors and warnings, in the order of files and lines.

    A path is a workspace (with `sequences/` and `templates/` in it), one of these folders, a sequence file, a
    template, or a folder of templates. `sender` is put into the mails instead of a made-up one.
    """
    faults = {fault for path in paths for fault in _in_path(path, sender, folders)}
    return sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.key or "", fault.problem))


def lint_sequence(path: Path, templates_dir: Path, sender: SenderNames | None = None) -> list[Fault]:
    """Every fault of one sequence file, of its templates in `templates_dir/NAME/`, and of their copy."""
    definition, faults = read_sequence(path, templates_dir)
    unused = list(_unused_templates(definition, faults, templates_dir / path.stem))
    if definition is None:
        return faults + unused
    copy = lint_copy(definition, sender, shown_folder=str(templates_dir))
    return faults + unused + list(_targets_missing(definition, path)) + copy


def lint_copy(
    definition: SequenceDefinition, sender: SenderNames | None = None, *, shown_folder: str = "templates"
) -> list[Fault]:
    """What the copy rules say about every text of `definition`, tried on sample contacts; no file is read."""
    faults: dict[tuple[str, int | None, str | None], Fault] = {}
    for step, text in definition.texts():
        starts_thread = step.thread is Thread.NEW
        for fault in _of_text(text, definition, starts_thread, sender, f"{shown_folder}/{text.path}"):
            faults.setdefault((fault.file, fault.line, fault.key), fault)
    return list(faults.values())


def _of_text(
    text: TemplateText,
    definition: SequenceDefinition,
    starts_thread: bool,
    sender: SenderNames | None,
    file: str,
) -> Iterator[Fault]:
    if check_template(text, file=file):
        # Told already by who read the file; nothing can be rendered.
        return
    referral = definition.requires_referral
    samples = sample_contexts(
        text.language,
        referral=referral,
        in_thread=not starts_thread,
        fields=sorted(fields_used(text)),
        sender=sender,
    )
    for circumstance, context in samples:
        try:
            mail = render(text, context)
        except CannotRender as error:
            problem = f"{error.fault.problem} So it is where {circumstance}."
            yield Fault(file, problem, line=error.fault.line, remedy=error.fault.remedy)
        else:
            yield from _judged(
                text, Copy(mail, context, text.language, starts_thread, referral), file, circumstance
            )


def _judged(text: TemplateText, copy: Copy, file: str, circumstance: str) -> Iterator[Fault]:
    for rule in RULES:
        for finding in rule.check(copy):
            where = "" if circumstance == "all is known" else f" (where {circumstance})"
            yield Fault(
                file,
                f"{finding.problem.removesuffix('.')}{where}.",
                line=_line_of(finding, text),
                key=rule.name,
                remedy=finding.remedy,
                warning=rule.severity is Severity.WARNING,
            )


def _line_of(finding: Finding, text: TemplateText) -> int | None:
    """The line of the template that has most words in common with the rendered words of the finding."""
    wanted = set(_WORD.findall(finding.excerpt))
    lines = [(1, text.subject)] if text.subject is not None else []
    lines += [(text.body_line + at, line) for at, line in enumerate(text.body.split("\n"))]
    shared = [(len(wanted & set(_WORD.findall(line))), -number) for number, line in lines]
    most, number = max(shared)
    return -number if most else None


def _targets_missing(definition: SequenceDefinition, path: Path) -> Iterator[Fault]:
    """The default of `referral` leads to a shipped sequence, which may have been left out."""
    targets = {consequence.sequence for consequence in definition.on.values() if consequence.sequence}
    for target in sorted(targets):
        if not (path.parent / f"{target}.toml").exists():
            problem = f'a referral leads to "{target}", which is not there.'
            yield Fault(
                str(path), problem, key="on", remedy=f'Write {target}.toml, or set referral = "review".'
            )


def _in_path(path: Path, sender: SenderNames | None, folders: Folders) -> Iterator[Fault]:
    if not path.exists():
        yield Fault(str(path), "is not there.")
        return
    scope = _scope_of(path.absolute(), folders)
    only_names = () if scope.only is None else (scope.only.name, scope.only.parent.name)
    needs_no_sequence = any(folder in only_names for folder in _WITHOUT_SEQUENCE)
    if not needs_no_sequence and not any(sequence.exists() for sequence in scope.sequences):
        yield Fault(
            str(path), "has no sequence to check.", remedy="Sequences are files NAME.toml in sequences/."
        )
    for fault in _in_scope(scope, sender):
        if scope.only is None or scope.only in (Path(fault.file), *Path(fault.file).parents):
            yield fault if path.is_absolute() else replace(fault, file=os.path.relpath(fault.file))


def _scope_of(path: Path, folders: Folders) -> _Scope:
    own_sequences = folders.sequences.absolute() if folders.sequences else None
    own_templates = folders.templates.absolute() if folders.templates else None
    if path.suffix == ".toml":
        return _Scope(path.parent, own_templates or path.parent.parent / TEMPLATES, (path,))
    folder = path.parent if path.suffix == ".txt" else path
    if folder.parent == own_templates or folder.parent.name == TEMPLATES:
        sequences_dir = own_sequences or folder.parent.parent / SEQUENCES
        return _Scope(sequences_dir, folder.parent, (sequences_dir / f"{folder.name}.toml",), only=path)
    is_part = path in (own_sequences, own_templates) or path.name in (SEQUENCES, TEMPLATES)
    workspace = path.parent if is_part else path
    sequences_dir = own_sequences or workspace / SEQUENCES
    return _Scope(
        sequences_dir,
        own_templates or workspace / TEMPLATES,
        tuple(sorted(sequences_dir.glob("*.toml"))),
        is_whole=True,
    )


def _in_scope(scope: _Scope, sender: SenderNames | None) -> Iterator[Fault]:
    for sequence in scope.sequences:
        if sequence.exists():
            yield from lint_sequence(sequence, scope.templates_dir, sender)
    folders = {scope.templates_dir / sequence.stem for sequence in scope.sequences}
    if scope.is_whole:
        folders.update(scope.templates_dir.glob("*/"))
    for folder in sorted(folders):
        if folder.name in _WITHOUT_SEQUENCE:
            yield from _WITHOUT_SEQUENCE[folder.name](folder)
            continue
        sequence = scope.sequences_dir / f"{folder.name}.toml"
        if folder.is_dir() and not sequence.exists():
            yield Fault(str(folder), f"belongs to no sequence: {sequence} is not there.", warning=True)


def _unused_templates(
    definition: SequenceDefinition | None, faults: list[Fault], folder: Path
) -> Iterator[Fault]:
    """Template files that no step names: mostly a slip in a name."""
    used = {variant.name for step in definition.steps for variant in step.variants} if definition else set()
    named = dict(stems_in(folder))
    broken = {fault.file for fault in faults}
    for file in sorted(folder.glob("*.txt")):
        if file not in named:
            remedy = "Call it STEP.txt or STEP.LANG.txt."
            yield Fault(str(file), "has no name of a template.", remedy=remedy, warning=True)
        elif definition and named[file] not in used and str(file) not in broken:
            yield Fault(str(file), "is used by no step.", warning=True)
