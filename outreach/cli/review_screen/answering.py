"""An answer from within: a template, the person's own editor, a last look, and off it goes. No text is ever lost."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.content import Content

from outreach.cli.review_answer import without_comments
from outreach.cli.review_screen.dialogs import Choose, Confirm, WriteText
from outreach.cli.review_screen.drafts import ANSWER
from outreach.cli.review_screen.editor import editor_command, read_back, run_editor, write_private
from outreach.cli.review_screen.reply_text import answer_in_words
from outreach.cli.review_screen.values import Reply, Sending
from outreach.core.errors import OutreachError

if TYPE_CHECKING:
    from outreach.cli.review_screen.screen import ReviewScreen

#: Of the reply, so much stands in the editor.
_SHOWN_LINES = 60

_AGAIN = "\0again"


class Answering:
    """Writes answers for one screen."""

    def __init__(self, screen: "ReviewScreen", environment: Mapping[str, str]) -> None:
        self._screen, self._words = screen, screen.words
        self._environment = environment

    async def answer(self, reply: Reply | None = None) -> None:
        """Begin or go on with an answer to this reply; None: to the one in sight."""
        reply = reply or self._screen.reply
        assert reply is not None
        if not await self._may_begin(reply):
            return
        text = await self._beginning(reply)
        if text is None:
            return
        while (text := await self._written(reply, text)) is not None:
            if not text.strip():
                self._screen.say(self._words("answer.empty"))
                break
            self._screen.drafts.keep(reply.row.review_id, ANSWER, text)
            if not await self._wants_to_edit_again(reply, text):
                break
        await self._screen.reopen()

    async def _may_begin(self, reply: Reply) -> bool:
        """Not while another answer waits to go out; the person may take that back, and has its text again."""
        waiting = next((each for each in reply.answers if each.may_be_taken_back), None)
        if waiting is None:
            return True
        screen, review_id = self._screen, reply.row.review_id
        chosen = await screen.app.push_screen_wait(
            Choose(
                self._words("answer.there", what=answer_in_words(waiting, self._words)),
                self._words("choose.keys"),
                [(False, self._words("answer.leave")), (True, self._words("answer.take"))],
            )
        )
        if not chosen:
            return False
        await screen.patiently(lambda: screen.desk.withdraw_answer(waiting.number))
        begun = screen.undoing.withdrawn(waiting.number) or waiting.text
        screen.drafts.keep(review_id, ANSWER, begun)
        await screen.reopen()
        return True

    async def _beginning(self, reply: Reply) -> str | None:
        """The text that was begun before, or a template; None where the person leaves."""
        screen, review_id = self._screen, reply.row.review_id
        begun = screen.drafts.text(review_id, ANSWER)
        templates = await screen.patiently(lambda: screen.desk.templates(review_id))
        options = [(_AGAIN, self._words("answer.again"))] if begun else []
        options += [(template.name, template.title) for template in templates]
        options.append(("", self._words("answer.greeting")))
        fitting = _AGAIN if begun else next((each.name for each in templates if each.fits), "")
        chosen = await screen.app.push_screen_wait(
            Choose(
                self._words("answer.title"),
                self._words("choose.keys"),
                options,
                at=[name for name, _ in options].index(fitting),
            )
        )
        if chosen == _AGAIN:
            return begun
        if chosen is None:
            return None
        beginning: str = await screen.patiently(lambda: screen.desk.begin_answer(review_id, chosen))
        return beginning

    async def _written(self, reply: Reply, text: str) -> str | None:
        """What the person makes of it, in their editor; in a field of the screen where they have none."""
        command = editor_command(self._environment)
        if command:
            try:
                return self._in_editor(command, reply, text)
            except SuspendNotSupported:
                # In a browser there is no terminal to hand over.
                pass
        screen = self._screen
        return await screen.app.push_screen_wait(
            WriteText(
                self._words("answer.title"),
                self._words("write.keys"),
                value=text,
                keep=lambda now: screen.drafts.keep(reply.row.review_id, ANSWER, now),
            )
        )

    def _in_editor(self, command: list[str], reply: Reply, text: str) -> str | None:
        screen, review_id = self._screen, reply.row.review_id
        path = screen.drafts.path.with_name(f"answer-{review_id}.txt")
        with screen.app.suspend():
            write_private(path, f"{text.rstrip()}\n\n{self._comments(reply)}")
            trouble = run_editor(command, path)
        written = without_comments(read_back(path))
        if trouble or not written.strip():
            screen.drafts.keep(review_id, ANSWER, written)
        if trouble:
            screen.say(self._words("editor.failed", editor=Path(command[0]).name, why=trouble))
            return None
        if not screen.drafts.trouble:
            path.unlink(missing_ok=True)
        return written

    def _comments(self, reply: Reply) -> str:
        """The reply, for the author to look at."""
        head = [self._words("answer.comments"), "", f"{reply.row.who} <{reply.row.address}>", ""]
        return "".join(f"# {line}".rstrip() + "\n" for line in head + reply.text.splitlines()[:_SHOWN_LINES])

    async def _wants_to_edit_again(self, reply: Reply, text: str) -> bool:
        """Shows the answer as it would go out; sends it, keeps it, or goes back into the editor."""
        screen, review_id = self._screen, reply.row.review_id
        try:
            sending = await screen.patiently(lambda: screen.desk.preview_answer(review_id, text))
        except OutreachError as error:
            screen.say(self._words("not.done", why=error))
            return False
        key = await screen.app.push_screen_wait(
            Confirm(
                self._words("answer.send", recipient=sending.recipient, mailbox=sending.sender),
                self._words("answer.keys"),
                _shown(sending, text),
                keys=("enter", "e"),
            )
        )
        if key == "enter":
            number = await screen.patiently(lambda: screen.desk.send_answer(review_id, text))
            screen.drafts.forget(review_id, ANSWER)
            screen.undoing.answered(reply.row, number, text)
            screen.say(self._words("answer.sent", number=number, recipient=sending.recipient))
        return key == "e"


def _shown(sending: Sending, text: str) -> Content:
    remarks = "".join(f"! {remark}\n" for remark in sending.remarks)
    return Content.assemble((remarks, "bold"), (f"{sending.subject}\n\n", "bold"), text.strip("\n"))
