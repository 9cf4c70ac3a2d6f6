"""How results are shown: tables and sentences for people, JSON for programs. Every foreign text is cleaned here."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

import click

from outreach.core.untrusted import one_line, printable

json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def emit_json(value: Any) -> None:
    """One JSON document on standard output. Non-ASCII stays readable; control characters are escaped by JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def emit_json_line(value: Any) -> None:
    """One JSON document on one line, for streams."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str) -> None:
    """A table on standard output; `empty` is said on standard error where there are no rows."""
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        say(empty)
        return
    if not sys.stdout.isatty():
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))
        return
    _rich_table(columns, cells)


def facts(pairs: Mapping[str, Any]) -> None:
    """Names and values, one a line."""
    width = max((len(name) for name in pairs), default=0)
    for name, value in pairs.items():
        click.echo(f"{name:<{width}}  {_cell(value)}")


def text(value: str) -> None:
    """A foreign text of several lines, cleaned."""
    click.echo(printable(value))


def say(sentence: str) -> None:
    """Talk: on standard error, so that data stays alone on standard output."""
    click.echo(printable(sentence), err=True)


def when(moment: datetime | None) -> str:
    """A moment, to the minute, in UTC."""
    return "" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def _rich_table(columns: Sequence[str], cells: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in cells:
        shown.add_row(*(Text(cell) for cell in row))
    Console().print(shown)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(str(value.value if isinstance(value, Enum) else value), 400)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no JSON form")
