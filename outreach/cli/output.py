"""How results are shown: tables and sentences for people, JSON for programs. Every foreign text is cleaned here.

Data goes to standard output, talk to standard error. On a terminal a table has columns; in a pipe it is
tab-separated lines below a line with the columns' names.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, TextIO, TypeVar

import click

from outreach.cli.cell_widths import cell_width, folded, to_width
from outreach.core.untrusted import one_line, printable

F = TypeVar("F", bound=Callable[..., Any])

#: Words up to this length, as states and days are, stay whole in a table; longer ones, as addresses are, may be
#: folded to that width.
_UNBROKEN, _FOLDED_TO = 13, 10
#: An address that is broken cannot be copied: up to this length it stays whole too.
_UNBROKEN_ADDRESS = 60
_BETWEEN = 2

#: JSON escapes C0 only: the rest that a terminal obeys, or that hides text, is escaped by us. See `untrusted`.
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e0fff]"
)


class JsonOption(click.Option):
    """`--json`, with the fields that it promises."""

    def __init__(self, *names: Any, fields: Mapping[str, str], shape: str, **attributes: Any) -> None:
        super().__init__(*names, **attributes)
        self.fields = fields
        self.shape = shape


def json_option(fields: Mapping[str, str], *, shape: str = "a list of objects") -> Callable[[F], F]:
    """`--json` as the argument `as_json`. The fields are a contract: more may come, none changes its meaning."""
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        cls=JsonOption,
        fields=fields,
        shape=shape,
        help="Machine-readable output.",
    )


def emit_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(as_json(value, indent=2))


def emit_json_line(value: Any) -> None:
    """One JSON document on one line, for streams: whoever feeds us line by line gets each answer at once."""
    click.echo(as_json(value))
    sys.stdout.flush()


def as_json(value: Any, *, indent: int | None = None, stream: TextIO | None = None) -> str:
    """JSON that can be written to `stream` (default: standard output): letters stay letters where it has them."""
    ascii_only = not speaks_unicode(stream or sys.stdout)
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=_plain)
    return _UNSAFE_IN_JSON.sub(_escaped, text)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    empty: str,
    spare: Sequence[str] = (),
    right: Sequence[str] = (),
    left_out: str = "Not enough room for: {columns}. A wider terminal or --json shows all.",
) -> None:
    """A table on standard output; `empty` is said on standard error where there are no rows.

    `spare` are the columns that a narrow terminal may do without, the first to go first; which are gone is said in the
    words of `left_out`. Those in `right` are numbers: one below the other, never folded.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        say(empty)
    elif is_terminal(sys.stdout):
        gone = _on_terminal(columns, cells, spare, right)
        if gone:
            _say_folded(left_out.format(columns=", ".join(gone)))
    else:
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))


def facts(pairs: Mapping[str, Any]) -> None:
    """Names and values, one a line; what nests stands below, a little to the right."""
    widest = max(map(cell_width, pairs), default=0)
    for name, value in pairs.items():
        if isinstance(value, Mapping):
            click.echo(name)
            facts({f"  {one_line(str(key))}": inner for key, inner in value.items()})
        else:
            item(to_width(name, widest), _cell(value))


def item(head: str, value: str) -> None:
    """One line; on a terminal what does not fit stands below, behind the head."""
    room = _terminal_width() - cell_width(head) - _BETWEEN if is_terminal(sys.stdout) else None
    first, *more = _wrapped(one_line(value, 400), room)
    click.echo(f"{head}  {first}".rstrip())
    for line in more:
        click.echo(" " * (cell_width(head) + _BETWEEN) + line)


def text(value: str) -> None:
    """A foreign text of several lines, cleaned."""
    click.echo(printable(value))


def raw_mail(raw: bytes) -> None:
    """A mail byte for byte; on a terminal as text, cleaned: there the bytes could be commands."""
    if is_terminal(sys.stdout):
        text(raw.decode("utf-8", "replace"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def say(sentence: str) -> None:
    """Talk: on standard error, so that data stays alone on standard output."""
    click.echo(printable(sentence), err=True)


def _say_folded(sentence: str) -> None:
    """The same, in lines that a terminal need not break."""
    for line in _wrapped(sentence, _terminal_width() if is_terminal(sys.stderr) else None):
        say(line)


def counted(count: int, noun: str, nouns: str = "") -> str:
    """`1 task`, `2 tasks`; `nouns` where more than one of them is no `s` longer."""
    return f"{count} {noun if count == 1 else nouns or f'{noun}s'}"


def when(moment: datetime | None) -> str:
    """A moment, to the minute, in UTC."""
    return "" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at it. A stream that was closed is None."""
    return stream is not None and stream.isatty()


def _on_terminal(
    columns: Sequence[str], cells: list[list[str]], spare: Sequence[str], right: Sequence[str]
) -> list[str]:
    """As a table without the columns in which nothing stands; as records where the terminal is too narrow for it.

    Returns the names of the spare columns for which there was no room.
    """
    filled = [index for index in range(len(columns)) if any(row[index] for row in cells)]
    widths = {
        at: max(
            _least_width([columns[at], *(row[at] for row in cells)]),
            # A number is never folded.
            max(len(row[at]) for row in cells) if columns[at] in right else 0,
        )
        for at in filled
    }
    shown = _that_fit(columns, widths, spare)
    if not shown:
        _records([columns[at] for at in filled], [[row[at] for at in filled] for row in cells])
        return []
    _rich_table(
        [columns[at] for at in shown],
        [[row[at] for at in shown] for row in cells],
        [widths[at] for at in shown],
        right,
    )
    return [columns[at] for at in filled if at not in shown and columns[at].strip()]


def _that_fit(columns: Sequence[str], widths: Mapping[int, int], spare: Sequence[str]) -> list[int]:
    """The columns that go side by side into the terminal; none where it is too narrow even without the spare ones."""
    shown = list(widths)
    for name in (*spare, None):
        if sum(widths[at] + _BETWEEN for at in shown) <= _terminal_width():
            return shown
        shown = [at for at in shown if columns[at] != name]
    return []


def _least_width(texts: Sequence[str]) -> int:
    return max((_unbroken(word) for each in texts for word in each.split()), default=1)


def _unbroken(word: str) -> int:
    most = _UNBROKEN_ADDRESS if "@" in word else _UNBROKEN
    return cell_width(word) if cell_width(word) <= most else _FOLDED_TO


def _rich_table(
    columns: Sequence[str], cells: list[list[str]], widths: Sequence[int], right: Sequence[str]
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _BETWEEN, 0, 0))
    for column, width in zip(columns, _widened(columns, cells, widths), strict=True):
        side: Any = "right" if column in right else "left"
        shown.add_column(column, overflow="fold", width=width, justify=side)
    for row in cells:
        shown.add_row(*(Text(cell) for cell in row))
    # Both are told, or rich takes every dumb terminal for 80 columns wide.
    Console(width=_terminal_width(), height=25).print(shown)


def _widened(columns: Sequence[str], cells: list[list[str]], least: Sequence[int]) -> list[int]:
    """The widths in cells of the terminal: what is left over goes first to the columns that need the least more.

    Left to itself, rich narrows the widest column, which is that of the addresses.
    """
    from rich.cells import cell_len

    widths = list(least)
    wanted = [max(map(cell_len, (column, *(row[at] for row in cells)))) for at, column in enumerate(columns)]
    room = _terminal_width() - sum(widths) - _BETWEEN * len(widths)
    for at in sorted(range(len(widths)), key=lambda each: wanted[each] - widths[each]):
        more = min(max(0, wanted[at] - widths[at]), room)
        widths[at] += more
        room -= more
    return widths


def _records(columns: Sequence[str], cells: list[list[str]]) -> None:
    for index, row in enumerate(cells):
        if index:
            click.echo()
        facts(dict(zip(columns, row, strict=True)))


def _wrapped(value: str, room: int | None) -> list[str]:
    if room is None or room < _UNBROKEN:
        return [value]
    return folded(value, room) or [""]


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return one_line(str(value.value if isinstance(value, Enum) else value), 400)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no JSON form")


def speaks_unicode(stream: TextIO | None) -> bool:
    """Whether letters and line drawings beyond ASCII arrive as they are."""
    encoding = getattr(stream, "encoding", None) or "ascii"
    return encoding.lower().replace("-", "").startswith(("utf8", "utf16", "utf32"))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
