"""Fields to type in, which let nothing in that a terminal would obey: what is pasted is somebody else's text, too."""

from textual import events
from textual.widgets import Input, TextArea

from outreach.core.untrusted import one_line, printable


class CleanInput(Input):
    """One line."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(one_line(event.text, 2_000))


class CleanTextArea(TextArea):
    """Several lines."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert(printable(event.text, limit=100_000))
