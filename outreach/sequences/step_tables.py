"""The `[[steps]]` of a sequence file, read together with the templates that they name."""

from collections.abc import Mapping
from pathlib import Path

from outreach.core.errors import Fault
from outreach.sequences.definition import Step, StepKind, Thread, Variant
from outreach.sequences.merge_context import names_for
from outreach.sequences.rendering import check_template
from outreach.sequences.template_file import NAME, TemplateText, has_template, missing_template, read_texts
from outreach.sequences.toml_file import Table

STEP_KEYS: Mapping[str, str] = {
    "name": "the lasting key of the step; the template's name where it is left out",
    "kind": "mail, call or task",
    "template": "the template of a mail; a list of them is tried against each other",
    "after": "working days since the step before",
    "thread": "same or new: an answer to our own first mail, or a mail of its own",
    "note": "what the person is to do in a call or task",
}
MAX_STEPS = 20
MAX_WAIT = 260


def steps_in(root: Table, folder: Path, language: str, requires_referral: bool) -> tuple[Step, ...]:
    """The steps under `[[steps]]` with their templates from `folder`; faults go to the file of `root`."""
    tables = root.tables("steps")
    if not tables:
        root.fault("steps", "has no step.", "Begin the first with [[steps]] and give it a template.")
    if len(tables) > MAX_STEPS:
        root.fault("steps", f"are {len(tables)}.", f"Nobody wants more than {MAX_STEPS}.")
    steps: list[Step] = []
    for table in tables:
        steps.append(_step(table, steps, folder, language, requires_referral))
    _check_names(tables, steps)
    _check_languages(root, steps, language)
    return tuple(steps)


def _step(table: Table, before: list[Step], folder: Path, language: str, requires_referral: bool) -> Step:
    table.allow_only(STEP_KEYS)
    kind = table.word("kind", StepKind, StepKind.MAIL)
    thread = _thread(table, kind, before)
    variants = _variants(table, kind, folder, language)
    for variant in variants:
        for text in variant.texts:
            _check_text(table, text, folder, thread, requires_referral)
    return Step(
        name=_step_name(table, kind, variants),
        kind=kind,
        after=_after(table, kind, first=not before),
        thread=thread,
        variants=variants,
        note=_note(table, kind),
    )


def _thread(table: Table, kind: StepKind, before: list[Step]) -> Thread:
    is_first = not any(step.kind is StepKind.MAIL for step in before)
    thread = table.word("thread", Thread, Thread.NEW if is_first else Thread.SAME)
    if kind is not StepKind.MAIL:
        if "thread" in table:
            table.fault("thread", f"stands in a {kind.value}; only a mail has one.")
    elif is_first and thread is Thread.SAME:
        table.fault("thread", 'is "same" in the first mail: there is no thread yet.', "Leave it out.")
        return Thread.NEW
    return thread


def _after(table: Table, kind: StepKind, *, first: bool) -> int:
    if not first and "after" not in table:
        table.fault("after", "is missing.", "Say how many working days after the step before: after = 3.")
        return 1
    least = 1 if kind is StepKind.MAIL and not first else 0
    return table.number("after", 0 if first else 1, least=least, most=MAX_WAIT)


def _note(table: Table, kind: StepKind) -> str:
    note = table.text("note")
    if kind is StepKind.TASK and not note:
        table.fault("note", "is missing.", "Say what the person is to do.")
    if kind is StepKind.MAIL and note:
        table.fault("note", "stands in a mail; only a call or a task has one.")
    return note


def _step_name(table: Table, kind: StepKind, variants: tuple[Variant, ...]) -> str:
    default = variants[0].name if variants else kind.value
    name = table.text("name", default)
    if not NAME.match(name):
        table.fault("name", f'"{name}" is no name for a step.', "Use a-z, 0-9 and hyphens.")
        return default
    return name


def _variants(table: Table, kind: StepKind, folder: Path, language: str) -> tuple[Variant, ...]:
    stems = [stem.removesuffix(".txt") for stem in table.texts("template")]
    if kind is not StepKind.MAIL:
        if stems:
            table.fault("template", f"stands in a {kind.value}; what to do goes into note.")
        return ()
    if not stems:
        table.fault("template", "is missing.", f"Name a template of {folder}.")
    if len(set(stems)) < len(stems):
        table.fault("template", "names the same template twice.")
    variants = (_variant(table, stem, folder, language) for stem in dict.fromkeys(stems))
    return tuple(variant for variant in variants if variant is not None)


def _variant(table: Table, stem: str, folder: Path, language: str) -> Variant | None:
    if not NAME.match(stem):
        table.fault(
            "template", f'"{stem}" is no name for a template.', "Use a-z, 0-9 and hyphens, no folder."
        )
        return None
    if not has_template(folder, stem):
        table.fault("template", f'"{stem}" is not there.', missing_template(folder, stem))
    elif not has_template(folder, stem, language):
        table.fault("template", f'"{stem}" has no text in "{language}".', f"Write {folder / stem}.txt.")
    texts = read_texts(folder, stem, language, table.source.faults)
    return Variant(stem, texts) if texts else None


def _check_text(
    table: Table, text: TemplateText, folder: Path, thread: Thread, requires_referral: bool
) -> None:
    file = str(folder.parent / text.path)
    if thread is Thread.NEW and text.subject is None:
        remedy = "Begin it with Subject: …, then a blank line."
        table.source.faults.append(Fault(file, "has no subject.", line=1, remedy=remedy))
    if thread is Thread.SAME and text.subject is not None:
        remedy = 'Delete the line, or let the step have thread = "new".'
        problem = "has a subject of its own, but goes out in the thread of the first mail."
        table.source.faults.append(Fault(file, problem, line=1, remedy=remedy))
    names = names_for(referral=requires_referral, in_thread=thread is Thread.SAME)
    table.source.faults.extend(check_template(text, file=file, names=names))


def _check_names(tables: list[Table], steps: list[Step]) -> None:
    seen: set[str] = set()
    for table, step in zip(tables, steps, strict=True):
        if step.name in seen:
            table.fault("name", f'"{step.name}" is the name of an earlier step.', "Give it another name.")
        seen.add(step.name)


def _check_languages(root: Table, steps: list[Step], default: str) -> None:
    """Who is asked in Russian is reminded in Russian: every wording exists in the same languages."""
    variants = [variant for step in steps for variant in step.variants]
    spoken = {text.language for variant in variants for text in variant.texts} - {default}
    for variant in variants:
        for language in sorted(spoken - {text.language for text in variant.texts}):
            problem = f'"{variant.name}" is not there in "{language}", in which other steps are.'
            root.fault("steps", problem, f"Write {variant.name}.{language}.txt.")
