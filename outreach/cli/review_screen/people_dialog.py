"""The people whom a reply names, to be corrected before the decision: name, address, phone, title, several."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from outreach.cli.review_screen.dialogs import Dialog
from outreach.cli.review_screen.fields import CleanInput
from outreach.cli.review_screen.reply_text import person_in_words
from outreach.cli.review_screen.words import Words
from outreach.core.addresses import NotAnAddress, normalise
from outreach.core.untrusted import one_line
from outreach.replies.verdict import Person, Via

_FIELDS = ("name", "email", "phone", "title")
_WORDS = ("people.name", "people.email", "people.phone", "people.title_")

People = tuple[Person, ...]


class EditPeople(Dialog[People]):
    """A list, and the fields of one of them. Each change is kept by `keep`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", show=False, priority=True),
        Binding("enter", "onward", show=False, priority=True),
        Binding("ctrl+n", "add", show=False, priority=True),
        Binding("ctrl+x", "remove", show=False, priority=True),
        Binding("up", "turn(-1)", show=False, priority=True),
        Binding("down", "turn(1)", show=False, priority=True),
    ]

    def __init__(self, words: Words, people: Sequence[Person], keep: Callable[[People], None]) -> None:
        super().__init__(words("people.title"), words("people.keys"))
        self._words, self._keep = words, keep
        self._people = list(people) or [_NOBODY]
        self._at = 0

    def compose(self) -> ComposeResult:
        rows = [
            Horizontal(
                Static(Content(self._words(word))), CleanInput(id=field, max_length=200), classes="field"
            )
            for field, word in zip(_FIELDS, _WORDS, strict=True)
        ]
        yield self.frame(
            Static("", id="listed", markup=False), Static("", classes="wrong", markup=False), *rows
        )

    def on_mount(self) -> None:
        self._show()
        self.query_one("#name", CleanInput).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        # Setting the fields of another person reports every one of them as changed.
        if (getattr(self._people[self._at], event.input.id or "") or "") != event.value:
            self._read()
            self._wrong("")

    def _read(self) -> None:
        """Take what stands in the fields now: the report of the last change may still be on its way."""
        told = {field: self.query_one(f"#{field}", CleanInput).value or None for field in _FIELDS}
        person = Person(**told, via=self._people[self._at].via)
        if person != self._people[self._at]:
            self._people[self._at] = person
            self._list()
            self._keep(self._named())

    def action_onward(self) -> None:
        """To the next field; behind the last one it is done."""
        focused = self.focused
        if focused is not None and focused.id == _FIELDS[-1]:
            self.action_take()
        else:
            self.focus_next()

    def action_add(self) -> None:
        self._read()
        self._people.append(_NOBODY)
        self._at = len(self._people) - 1
        self._show()
        self.query_one("#name", CleanInput).focus()

    def action_remove(self) -> None:
        del self._people[self._at]
        self._people = self._people or [_NOBODY]
        self._at = min(self._at, len(self._people) - 1)
        self._show()
        self._keep(self._named())

    def action_turn(self, by: int) -> None:
        self._read()
        self._at = (self._at + by) % len(self._people)
        self._show()

    def action_take(self) -> None:
        self.after_typing(self._take)

    def _take(self) -> None:
        self._read()
        try:
            self.dismiss(tuple(self._checked(number) for number in self._numbers()))
        except ValueError as error:
            self._wrong(str(error))

    def _wrong(self, sentence: str) -> None:
        self.query_one(".wrong", Static).update(Content(sentence))

    def _checked(self, number: int) -> Person:
        person = self._people[number]
        try:
            email = normalise(person.email) if person.email else None
        except NotAnAddress as error:
            raise ValueError(self._words("people.wrong", number=number + 1, why=error)) from None
        if "@" in (person.name or ""):
            raise ValueError(self._words("people.at", number=number + 1))
        if not (person.name or email):
            raise ValueError(self._words("people.none", number=number + 1))
        name, phone, title = (
            one_line(text or "") or None for text in (person.name, person.phone, person.title)
        )
        return Person(name, email, phone, title, person.via or Via.TEXT)

    def _numbers(self) -> list[int]:
        """Those in whom something stands: an empty line at the end names nobody."""
        return [number for number, person in enumerate(self._people) if person_in_words(person)]

    def _named(self) -> People:
        return tuple(self._people[number] for number in self._numbers())

    def _show(self) -> None:
        for field in _FIELDS:
            self.query_one(f"#{field}", CleanInput).value = getattr(self._people[self._at], field) or ""
        self._list()

    def _list(self) -> None:
        lines = [
            f"{'▸' if number == self._at else ' '} {number + 1} {person_in_words(person) or '…'}"
            for number, person in enumerate(self._people)
        ]
        self.query_one("#listed", Static).update(Content("\n".join(lines)))


_NOBODY = Person()
