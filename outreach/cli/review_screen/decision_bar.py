"""The bar of decisions: a key and a word each; what the program proposes is marked; the mouse may point and click."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from outreach.cli.review_screen.keys import CHOICES, COMMANDS, Choice
from outreach.cli.review_screen.words import Words
from outreach.qualification.meanings import Meaning

_IN_FIRST_LINE = 7


class DecisionButton(Static):
    """One decision. Pointed at, it asks what it would do; clicked, it is taken."""

    class Pointed(Message):
        """The mouse rests on a decision, or (None) has left it."""

        def __init__(self, intent: Meaning | None) -> None:
            super().__init__()
            self.intent = intent

    class Taken(Message):
        """A decision was clicked."""

        def __init__(self, intent: Meaning) -> None:
            super().__init__()
            self.intent = intent

    def __init__(self, choice: Choice, words: Words) -> None:
        super().__init__(classes="choice", markup=False)
        self._choice, self._word = choice, words(choice.word)
        self.is_proposed(False)

    def is_proposed(self, proposed: bool) -> None:
        """Mark it as what the program thinks: in brackets, so that it is seen without colour."""
        before, behind = ("[", "]") if proposed else (" ", "")
        style = "bold reverse" if proposed else ""
        key = (self._choice.key, style or "bold")
        self.update(Content.assemble((before, style), key, (f" {self._word}{behind}", style)))

    @property
    def intent(self) -> Meaning:
        return self._choice.intent

    def on_enter(self, _event: events.Enter) -> None:
        self.post_message(self.Pointed(self.intent))

    def on_leave(self, _event: events.Leave) -> None:
        self.post_message(self.Pointed(None))

    def on_click(self, _event: events.Click) -> None:
        self.post_message(self.Taken(self.intent))


class DecisionBar(Vertical):
    """Two lines of decisions and one of commands."""

    def __init__(self, words: Words) -> None:
        super().__init__(id="bar")
        self._words = words

    def compose(self) -> ComposeResult:
        for choices in (CHOICES[:_IN_FIRST_LINE], CHOICES[_IN_FIRST_LINE:]):
            with Horizontal(classes="line"):
                for choice in choices:
                    yield DecisionButton(choice, self._words)
                if choices[-1] is CHOICES[-1]:
                    yield Static(
                        Content.assemble(" ", ("e", "bold"), f" {self._words('choice.else')}"),
                        classes="choice",
                    )
        yield Static(self._commands(), id="commands")

    def propose(self, intent: Meaning | None) -> None:
        for button in self.query(DecisionButton):
            button.is_proposed(button.intent is intent)

    def _commands(self) -> Content:
        told = [
            Content.assemble((key, "bold"), f" {self._words(word)}") for key, (_, word) in COMMANDS.items()
        ]
        return Content(" ") + Content(" ").join(told)
