"""The generated half of docs/configuration.md. `python -m tests.support.configuration_page` writes it."""

from collections.abc import Iterator
from dataclasses import MISSING
from enum import Enum
from pathlib import Path
from typing import Any

from outreach.config import Config
from outreach.settings.reading import is_required, keys_of

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"
BEGIN = "<!-- generated from outreach/settings/keys.py: begin -->"
END = "<!-- generated: end -->"


def all_keys(settings: type[Any] = Config, prefix: str = "") -> Iterator[str]:
    """Every key that holds a value, as `mailboxes.smtp.port`."""
    for each, _field in keys_of(settings):
        if each.table is None:
            yield prefix + each.name
        else:
            yield from all_keys(each.table, f"{prefix}{each.name}.")


def generated() -> str:
    """A table for each section, in the order of the file."""
    return "\n".join(_section(Config, "", "", several=False))


def page_with(text: str, tables: str) -> str:
    """The page with its generated half replaced."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables}\n{END}{rest.partition(END)[2]}"


def _section(settings: type[Any], path: str, sentence: str, *, several: bool) -> Iterator[str]:
    opening = "[[{}]]" if several else "[{}]"
    yield f"### `{opening.format(path)}`" if path else "### At the top of the file"
    yield ""
    if sentence:
        yield from (sentence, "")
    yield "| key | default | |"
    yield "| --- | --- | --- |"
    for each, its_field in keys_of(settings):
        if each.table is None:
            yield f"| `{each.name}` | {_default(each.default_text, its_field)} | {each.sentence} |"
    yield ""
    for each, _field in keys_of(settings):
        if each.table is not None:
            inner = f"{path}.{each.name}" if path else each.name
            yield from _section(each.table, inner, each.sentence, several=each.several)


def _default(text: str | None, its_field: Any) -> str:
    if text is not None:
        return f"`{text}`" if text.startswith('"') else text
    if is_required(its_field):
        return "**required**"
    assert its_field.default is not MISSING
    return f"`{_as_toml(its_field.default)}`"


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Enum | str):
        return f'"{value}"'
    return str(list(value)) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), generated()), encoding="utf-8")
