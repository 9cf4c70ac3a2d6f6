"""The panel below the reply: what is thought of it, and what a decision would do. It grows into what stands empty."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

#: Of the reply, so much stays in sight whatever else is asked for.
_LEAST_OF_REPLY = 3
#: Lines of the panel, of what a decision would do in it, where there is no room for all.
_LEAST, _LEAST_EFFECTS = 7, 2

#: Makes the text of what a decision would do, with at most so many of its lines; None: with all.
Foretelling = Callable[[int | None], Content]


class LowerPanel(VerticalScroll, can_focus=False):
    """`reply` and `room` are told by the screen: the text above, and the lines that both share."""

    def __init__(self) -> None:
        super().__init__(id="think")
        self._thought = Content("")
        self._foretelling: Foretelling = lambda _most: Content("")
        self._reply = Content("")
        self._room = 0
        self._is_asked = False

    def compose(self) -> ComposeResult:
        yield Static("", id="thought", markup=False)
        yield Static("", id="foretold", markup=False)

    def think(self, reply: Content, thought: Content) -> None:
        """Another reply, or the same one differently: `thought` stands here, `reply` above."""
        self._reply, self._thought = reply, thought
        self.query_one("#thought", Static).update(thought)
        self._fit()

    def foretell(self, foretelling: Foretelling, *, is_asked: bool = False) -> None:
        """`is_asked`: somebody wants to see all of it, if need be at the cost of the reply."""
        self._foretelling, self._is_asked = foretelling, is_asked
        self._fit()

    def share(self, room: int) -> None:
        """So many lines are there for the reply and for this panel, its upper border among them."""
        if room != self._room:
            self._room = room
            self._fit()

    def on_resize(self, _event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        width = max(20, self.size.width - 1)
        every = self._foretelling(None)
        effects = _lines(every, width)
        thoughts = self._thought.plain.count("\n") + 1
        empty = self._room - 1 - _lines(self._reply, width)
        most = max(_LEAST, self._room // 2, empty)
        if self._is_asked:
            most = max(_LEAST, self._room - 1 - _LEAST_OF_REPLY)
        # First what is thought is cut to a line a fact; only then what would follow, to a line an effect.
        self.set_class(_lines(self._thought, width) + effects > most, "tight")
        few = thoughts + effects > most and not self._is_asked
        self.set_class(few, "tighter")
        left = max(_LEAST_EFFECTS, most - thoughts)
        self.query_one("#foretold", Static).update(self._foretelling(left) if few else every)
        self.styles.max_height = most + 1


def _lines(content: Content, width: int) -> int:
    return content.get_height({}, width) if content.plain else 0
