"""The queue as a list: one reply a line where the screen is narrow, two lines where the list stands at the side."""

from collections.abc import Sequence

from rich.cells import set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from outreach.cli.review_screen.values import Row
from outreach.cli.review_screen.words import Words

#: Below this width a row takes two lines.
_ONE_LINE = 70
_WHEN, _INTENT, _WHO = 12, 15, 24


class QueuePane(OptionList, can_focus=False):
    """Shows rows; the screen says which one is current. A click asks for another."""

    class Chosen(Message):
        """Somebody clicked on a row."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, words: Words) -> None:
        super().__init__(id="queue", markup=False)
        self._words = words
        self._rows: list[Row] = []
        self._current = 0
        self._width = 0

    def show(self, rows: Sequence[Row], current: int) -> None:
        """Show these rows, the current one marked."""
        self._rows, self._current = list(rows), current
        self.clear_options()
        self.add_options([Option(self._prompt(index)) for index in range(len(rows))])
        self._point()

    def add(self, rows: Sequence[Row]) -> None:
        """More rows at the end."""
        begin = len(self._rows)
        self._rows += rows
        self.add_options([Option(self._prompt(index)) for index in range(begin, len(self._rows))])

    def move_to(self, current: int) -> None:
        before, self._current = self._current, current
        for index in (before, current):
            if index < len(self._rows):
                self.replace_option_prompt_at_index(index, self._prompt(index))
        self._point()

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width != self._width:
            self._width = event.size.width
            self.show(self._rows, self._current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_index))

    def _point(self) -> None:
        self.highlighted = self._current if self._rows else None
        self.scroll_to_highlight()

    def _prompt(self, index: int) -> Content:
        width = max(20, (self._width or 80) - 2)
        row, mark = self._rows[index], "▸" if index == self._current else " "
        first, *more = self._in_one(row, width) if width >= _ONE_LINE else self._in_two(row, width)
        return Content("\n".join([f"{mark} {first}", *(f"    {line}" for line in more)]))

    def _in_one(self, row: Row, width: int) -> list[str]:
        head = [
            set_cell_size(self._words.when(row.received_at), _WHEN),
            set_cell_size(_who(row), _WHO),
            set_cell_size(self._meaning(row), _INTENT),
        ]
        text = " ".join(head) + " "
        return [set_cell_size(text + _state(row, self._words) + row.first_line, width - 2)]

    def _in_two(self, row: Row, width: int) -> list[str]:
        first = set_cell_size(_who(row), width - _WHEN - 3) + " " + self._words.when(row.received_at)
        second = f"{self._meaning(row)} {_state(row, self._words)}{row.first_line}"
        return [set_cell_size(first, width - 2), set_cell_size(second, width - 4)]

    def _meaning(self, row: Row) -> str:
        intent = row.intent or row.proposed
        return f"{self._words(f'intent.{intent.value}')} {row.confidence:.0%}"


def _who(row: Row) -> str:
    return f"{row.who}, {row.account}" if row.account else row.who


def _state(row: Row, words: Words) -> str:
    """What sets a row apart: to whom it is handed, until when it sleeps."""
    told = [words("answered.row")] if row.is_answered else []
    if row.assigned_to:
        told.append(words("assigned", who=row.assigned_to))
    if row.snoozed_until:
        told.append(words("row.snoozed", day=words.day(row.snoozed_until.date()).strip()))
    return f"({', '.join(told)}) " if told else ""
