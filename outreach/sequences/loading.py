"""A sequence by its name, with every sequence that its answers lead to."""

from pathlib import Path

from outreach.core.errors import NotFound
from outreach.core.intents import Intent
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.sequence_file import load_sequence


def load_with_targets(name: str, sequences: Path, templates: Path) -> dict[str, SequenceDefinition]:
    """The definitions by name. Raises ConfigurationError, or NotFound with the sequences that there are."""
    loaded: dict[str, SequenceDefinition] = {}
    wanted = [name]
    while wanted:
        each = wanted.pop()
        if each not in loaded:
            loaded[each] = load_sequence(_file(each, sequences), templates)
            wanted += leads_to(loaded[each])
    return loaded


def leads_to(definition: SequenceDefinition) -> list[str]:
    """The sequences that some answer leads to, by itself or after a review."""
    consequences = (
        definition.consequence(intent, decided=decided) for intent in Intent for decided in (False, True)
    )
    return sorted({each.sequence for each in consequences if each.sequence})


def _file(name: str, sequences: Path) -> Path:
    path = sequences / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in sequences.glob("*.toml"))) or "none"
        raise NotFound(f'There is no sequence "{name}" in {sequences}. Sequences: {known}.')
    return path
