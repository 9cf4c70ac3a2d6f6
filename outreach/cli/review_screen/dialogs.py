"""Small dialogs over the screen: a line, a text, a choice, a page to read. Each hands back what was chosen, or None."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from outreach.cli.review_screen.fields import CleanInput, CleanTextArea

T = TypeVar("T")

Keep = Callable[[str], None]


def _forgets(_text: str) -> None: ...


class Dialog(ModalScreen[T], Generic[T]):
    """A frame in the middle; Esc leaves without a result."""

    DEFAULT_CLASSES = "dialog"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, priority=True)]

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._title, self._hint = title, hint

    def frame(self, *inside: Widget) -> Vertical:
        title = Static(Content(self._title), classes="title")
        hint = Static(Content(self._hint), classes="hint")
        return Vertical(title, *inside, hint, classes="frame")

    def after_typing(self, act: Callable[[], None]) -> None:
        """Do something when all that was typed and pasted before this key stands in its field.

        A key with priority overtakes letters that still wait in the field's own queue.
        """
        (self.focused or self).call_later(self.call_later, act)

    def action_leave(self) -> None:
        self.dismiss(None)


class AskLine(Dialog[str]):
    """One line. `wrong` says what is wrong with it, "" where nothing is; a second Enter passes over `doubtful`."""

    def __init__(
        self,
        title: str,
        hint: str,
        *,
        value: str = "",
        wrong: Callable[[str], str] = lambda _text: "",
        doubtful: Callable[[str], str] = lambda _text: "",
    ) -> None:
        super().__init__(title, hint)
        self._value, self._wrong, self._doubtful = value, wrong, doubtful
        self._warned_of: str | None = None

    def compose(self) -> ComposeResult:
        yield self.frame(
            CleanInput(self._value, id="line", max_length=500), Static("", classes="wrong", markup=False)
        )

    def on_input_submitted(self, event: CleanInput.Submitted) -> None:
        value = event.value.strip()
        wrong = self._wrong(value)
        if not wrong and value != self._warned_of and (wrong := self._doubtful(value)):
            self._warned_of = value
        if wrong:
            self.query_one(".wrong", Static).update(Content(wrong))
        else:
            self.dismiss(value)


class WriteText(Dialog[str]):
    """A text of several lines. Each change is kept by `keep`, so that leaving loses nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "take", show=False, priority=True)]

    def __init__(self, title: str, hint: str, *, value: str = "", keep: Keep = _forgets) -> None:
        super().__init__(title, hint)
        self._value, self._keep = value, keep

    def compose(self) -> ComposeResult:
        yield self.frame(CleanTextArea(self._value, id="writing", soft_wrap=True))

    def on_mount(self) -> None:
        writing = self.query_one(CleanTextArea)
        writing.move_cursor(writing.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        if event.text_area.text != self._value:
            self._value = event.text_area.text
            self._keep(self._value)

    def action_take(self) -> None:
        self.after_typing(self._take)

    def _take(self) -> None:
        self.dismiss(self.query_one(CleanTextArea).text)


class Choose(Dialog[T]):
    """One of several; the cursor begins `at` one of them."""

    def __init__(
        self,
        title: str,
        hint: str,
        options: Sequence[tuple[T, str]],
        *,
        at: int = 0,
    ) -> None:
        super().__init__(title, hint)
        self._options, self._at = options, at

    def compose(self) -> ComposeResult:
        yield self.frame(OptionList(*(Option(Content(label)) for _, label in self._options), markup=False))

    def on_mount(self) -> None:
        chosen = self.query_one(OptionList)
        chosen.highlighted = self._at
        chosen.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._options[event.option_index][0])


class ReadPage(Dialog[None]):
    """Something to read."""

    def __init__(self, title: str, hint: str, page: Content) -> None:
        super().__init__(title, hint)
        self._page = page

    def compose(self) -> ComposeResult:
        yield self.frame(VerticalScroll(Static(self._page), classes="scroll"))


class Confirm(Dialog[str]):
    """Something to read, and keys that answer it: the key pressed is the result."""

    def __init__(self, title: str, hint: str, page: Content, *, keys: Sequence[str]) -> None:
        super().__init__(title, hint)
        self._page, self._keys = page, keys

    def compose(self) -> ComposeResult:
        yield self.frame(VerticalScroll(Static(self._page), classes="scroll"))

    def on_key(self, event: events.Key) -> None:
        if event.key in self._keys:
            event.stop()
            self.dismiss(event.key)
