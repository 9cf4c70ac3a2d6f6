"""The screen: shows the queue and one reply, and turns keys into what the desk does. It never waits for the desk."""

import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from outreach.cli.review_screen import reply_text
from outreach.cli.review_screen.answering import Answering
from outreach.cli.review_screen.asking import Asking
from outreach.cli.review_screen.decision_bar import DecisionBar, DecisionButton
from outreach.cli.review_screen.drafts import DAY, PEOPLE, Drafts
from outreach.cli.review_screen.keys import COMMANDS, DECISIONS, FORETELLINGS, MOVES, as_latin
from outreach.cli.review_screen.patience import patiently
from outreach.cli.review_screen.queue_pane import QueuePane
from outreach.cli.review_screen.values import Changes, DecidedAlready, Desk, Reply, Row, Sieve
from outreach.cli.review_screen.waiting_list import WaitingList
from outreach.cli.review_screen.words import Words
from outreach.core.errors import OutreachError
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.qualification.meanings import Meaning

log = logging.getLogger("outreach.review")

#: Rows that are asked for at a time, and how near to their end the next are asked for.
PAGE, NEAR_THE_END = 200, 30
#: Lines of what a decision would do, as long as nobody asks for all.
_EFFECTS_LOW, _EFFECTS_TALL = 2, 6

Ask = Callable[[], Coroutine[Any, Any, Any]]


class ReviewScreen(Screen[None]):
    """One reviewer at work."""

    AUTO_FOCUS = ""

    def __init__(
        self,
        desk: Desk,
        words: Words,
        drafts: Drafts,
        *,
        environment: Mapping[str, str],
        least_look: float,
        look_again: float,
    ) -> None:
        super().__init__()
        self.desk, self.words, self.drafts = desk, words, drafts
        self.sieve = Sieve()
        self.reply: Reply | None = None
        self._list = WaitingList()
        self._least_look, self._look_again_every = least_look, look_again
        self._seen_at = 0.0
        self._acting = False
        self._decided = 0
        self._said = ""
        self._whole = False
        #: The decision that was asked about with Shift; None: the one that is proposed.
        self._asked_about: Meaning | None = None
        self._effects: dict[tuple[int, Meaning, Changes], tuple[str, ...]] = {}
        self._asking = Asking(self)
        self._answering = Answering(self, environment)

    def compose(self) -> ComposeResult:
        yield Static("", id="head", markup=False)
        with Horizontal(id="middle"):
            yield QueuePane(self.words)
            with Vertical(id="reading"):
                yield Static("", id="who", markup=False)
                yield _scroll("reply", "text")
                with _scroll("think", "thought"):
                    yield Static("", id="foretold", markup=False)
            yield _scroll("context", "around")
        yield DecisionBar(self.words)
        yield Static("", id="status", markup=False)

    def on_mount(self) -> None:
        self.work(self.load)
        self.set_interval(self._look_again_every, self._look_again)
        if self.drafts.trouble:
            self.say(self.words("no.drafts", why=self.drafts.trouble))

    # --- keys and the mouse ----------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        character = as_latin(event.character)
        if character in DECISIONS:
            self._decide_by_key(DECISIONS[character])
        elif character in FORETELLINGS:
            self.ask_about(FORETELLINGS[character])
        elif (named := COMMANDS.get(character) or MOVES.get(character) or MOVES.get(event.key)) is not None:
            getattr(self, f"do_{named[0]}")()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_decision_button_pointed(self, event: DecisionButton.Pointed) -> None:
        self.ask_about(event.intent)

    def on_decision_button_taken(self, event: DecisionButton.Taken) -> None:
        self._decide_by_key(event.intent)

    def on_queue_pane_chosen(self, event: QueuePane.Chosen) -> None:
        self._move_to(event.index)

    def do_next(self) -> None:
        self._move_to(self._list.current + 1)

    def do_previous(self) -> None:
        self._move_to(self._list.current - 1)

    def do_page_down(self) -> None:
        self._read_pane().scroll_page_down(animate=False)

    def do_page_up(self) -> None:
        self._read_pane().scroll_page_up(animate=False)

    def do_context(self) -> None:
        self.toggle_class("around")

    def do_whole(self) -> None:
        self._whole = not self._whole
        self._show_reply()

    def do_back(self) -> None:
        """Undo the last thing that only changed what is shown."""
        if self._asked_about is not None:
            self.ask_about(None)
        elif self.has_class("around") or self._whole:
            self.remove_class("around")
            self._whole = False
            self._show_reply()
        elif not self.sieve.is_open:
            self.sift(Sieve())

    def do_quit(self) -> None:
        self.app.exit()

    def do_take(self) -> None:
        if self.reply is not None:
            self._decide_by_key(self.reply.row.proposed)

    def do_else(self) -> None:
        self.act(self._asking.anything_else)

    def do_people(self) -> None:
        self.act(self._asking.people)

    def do_day(self) -> None:
        self.act(self._asking.day)

    def do_note(self) -> None:
        self.act(self._asking.note)

    def do_snooze(self) -> None:
        self.act(self._asking.snooze)

    def do_assign(self) -> None:
        self.act(self._asking.assign)

    def do_search(self) -> None:
        self.act(self._asking.search, needs_reply=False)

    def do_filter(self) -> None:
        self.act(self._asking.filter, needs_reply=False)

    def do_help(self) -> None:
        self.act(self._asking.help, needs_reply=False)

    def do_answer(self) -> None:
        self.act(self._answering.answer)

    def do_undo(self) -> None:
        self.act(self._undo, needs_reply=False)

    # --- work, beside the screen -----------------------------------------------------------------------------------

    def work(self, ask: Ask, *, group: str = "work") -> None:
        """Begin something that takes a while. What was begun in the same group before, and still runs, is let go of."""
        # Not the coroutine itself: one that is let go of before it began would be complained about.
        told: Any = partial(self._told, ask)
        self.run_worker(told, group=group, exclusive=True)

    def act(self, ask: Ask, *, needs_reply: bool = True) -> None:
        """Do one thing to the queue; whoever presses keys meanwhile is asked to wait."""
        if self._acting:
            self.say(self.words("wait"))
        elif self.reply is not None or not needs_reply:
            self._acting = True
            acted: Any = partial(self._acted, ask)
            self.run_worker(acted, group="act")

    async def patiently(self, ask: Ask) -> Any:
        """What the desk answers, however long it takes; the person is told that it does."""
        return await patiently(ask, self._tell_waiting)

    async def _acted(self, ask: Ask) -> None:
        try:
            await self._told(ask)
        finally:
            self._acting = False

    async def _told(self, ask: Ask) -> None:
        """Whatever goes wrong is said in the last line, and the screen stays."""
        try:
            await ask()
        except OutreachError as error:
            self.say(self.words("not.done", why=error))
        except Exception as error:
            log.exception("review_screen_failed")
            self.say(f"This is a fault in outreach ({type(error).__name__}: {one_line(str(error))}).")

    def say(self, sentence: str, *, seconds: float | None = None) -> None:
        """One line for the reader, until the next; or only for so long."""
        self._said = one_line(sentence, 400)
        self.query_one("#status", Static).update(Content(self._said))
        if seconds is not None:
            self.set_timer(seconds, lambda: self.say("") if self._said == sentence else None)

    def _tell_waiting(self, waiting: bool) -> None:
        self.say(self.words("busy") if waiting else "")

    # --- the queue -------------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """The queue from its beginning."""
        page = await self.patiently(lambda: self.desk.page(self.sieve, offset=0, most=PAGE))
        self._list.replace(page.rows, page.total)
        self._show_queue()
        self._open()

    def sift(self, sieve: Sieve) -> None:
        """Show another part of the queue."""
        self.sieve = sieve
        self._list.replace((), 0)
        self.reply = None
        self.work(self.load)

    def _move_to(self, index: int) -> None:
        before = self._list.row
        self._list.move_to(index)
        if self._list.row is not before:
            self.query_one(QueuePane).move_to(self._list.current)
            self._open()
        if self._list.current >= len(self._list.rows) - NEAR_THE_END and self._has_more():
            self.work(self._load_more, group="more")

    def _has_more(self) -> bool:
        return len(self._list.rows) < self._list.total

    async def _load_more(self) -> None:
        offset = len(self._list.rows)
        page = await self.patiently(lambda: self.desk.page(self.sieve, offset=offset, most=PAGE))
        self.query_one(QueuePane).add(self._list.extend(page.rows, page.total))

    def _look_again(self) -> None:
        if not self._acting and self.is_current:
            self.work(self._compare, group="look")

    async def _compare(self) -> None:
        """What came, and what others have decided, since the queue was loaded."""
        most, begun = max(PAGE, len(self._list.rows)), self._list.version
        page = await self.desk.page(self.sieve, offset=0, most=most)
        # What was decided while the page was fetched still stands in it.
        is_stale = self._acting or self._list.version != begun
        if is_stale or (list(page.rows), page.total) == (self._list.rows, self._list.total):
            return
        before = self._list.row
        self._list.replace(page.rows, page.total)
        self._show_queue()
        now = self._list.row
        if (before and before.review_id) != (now and now.review_id):
            if before is not None:
                await self._say_what_became_of(before)
            self._open()

    async def _say_what_became_of(self, row: Row) -> None:
        seen = (await self.desk.open(row.review_id)).row
        if seen.intent is not None:
            told = f"{seen.who}: {self.words(f'intent.{seen.intent.value}')} ({seen.decided_by})"
            self.say(self.words("meanwhile", what=told))

    def gone(self, review_id: int) -> None:
        """A reply has left the queue: the next one is opened."""
        self._list.take_out(review_id)
        self._show_queue()
        self._open()
        if self._has_more() and len(self._list.rows) < NEAR_THE_END:
            self.work(self._load_more, group="more")

    def _show_queue(self) -> None:
        self.query_one(QueuePane).show(self._list.rows, self._list.current)
        self._show_head()

    def _show_head(self) -> None:
        told = [self.words("title"), self.words("waiting", count=self._list.total)]
        if self._decided:
            told.append(self.words("done", count=self._decided))
        if not self.sieve.is_open:
            told.append(self.words("sieve", what=self._asking.sieve_in_words()))
        told.append(self.desk.team.actor)
        self.query_one("#head", Static).update(Content(" · ".join(told)))

    # --- one reply -------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.reply, self._asked_about, self._whole = None, None, False
        self.remove_class("asked")
        self.query_one(DecisionBar).propose(None)
        row = self._list.row
        if row is None:
            empty = self.words("empty" if self.sieve.is_open else "empty.sieve")
            self._put(who=Content(empty), text=Content(""), thought=Content(""))
            return
        self._put(who=reply_text.head(row, None, self.words), text=Content(""), thought=Content(""))
        self.work(lambda: self._opened(row.review_id), group="open")

    async def _opened(self, review_id: int) -> None:
        reply = await self.patiently(lambda: self.desk.open(review_id))
        row = self._list.row
        if row is not None and row.review_id == review_id:
            self.reply = reply
            self._show_reply()
            self.query_one("#reply").scroll_home(animate=False)
            self._seen_at = time.monotonic()
            await self._foretell(reply.row.proposed)

    async def reopen(self) -> None:
        """The same reply once more, after something beside it has changed."""
        row = self._list.row
        if row is not None:
            await self._opened(row.review_id)

    def _show_reply(self) -> None:
        reply = self.reply
        if reply is None:
            return
        self.query_one(DecisionBar).propose(reply.row.proposed)
        changes = self.drafts.changes(reply.row.review_id)
        self._put(
            who=reply_text.head(reply.row, reply, self.words),
            text=reply_text.body(reply, self.words, whole=self._whole, brackets=self.app.no_color),
            thought=reply_text.thought(reply, changes, self.words, unfinished=self._unfinished(reply)),
            around=reply_text.surroundings(reply, self.words),
        )
        self._show_foretold()

    def _unfinished(self, reply: Reply) -> str:
        kinds = [self.words(f"draft.{kind}") for kind in self.drafts.kinds(reply.row.review_id)]
        return self.words("draft.there", what=", ".join(kinds)) if kinds else ""

    def _put(self, *, who: Content, text: Content, thought: Content, around: Content | None = None) -> None:
        shown = {"who": who, "text": text, "thought": thought, "around": around or Content("")}
        # Drawn at one go: no reply ever stands above what another one would lead to.
        with self.app.batch_update():
            for name, content in shown.items():
                self.query_one(f"#{name}", Static).update(content)
            if around is None:
                self.query_one("#foretold", Static).update(Content(""))

    def _read_pane(self) -> VerticalScroll:
        return self.query_one("#context" if self.has_class("around") else "#reply", VerticalScroll)

    # --- decisions -------------------------------------------------------------------------------------------------

    def ask_about(self, intent: Meaning | None) -> None:
        """Show what this decision would do; None: what the proposed one would."""
        self._asked_about = intent
        self.set_class(intent is not None, "asked")
        if self.reply is None:
            return
        self._show_foretold()
        wanted = intent or self.reply.row.proposed
        self.work(lambda: self._foretell(wanted), group="foretell")

    async def _foretell(self, intent: Meaning) -> None:
        reply = self.reply
        if reply is None:
            return
        changes = self.drafts.changes(reply.row.review_id)
        key = (reply.row.review_id, intent, changes)
        if key not in self._effects:
            try:
                self._effects[key] = await self.desk.foretell(*key)
            except OutreachError as error:
                self._effects[key] = (self.words("not.done", why=error),)
        self._show_foretold()

    def _show_foretold(self) -> None:
        reply = self.reply
        if reply is None:
            return
        intent = self._asked_about or reply.row.proposed
        key = (reply.row.review_id, intent, self.drafts.changes(reply.row.review_id))
        most = _EFFECTS_TALL if self.has_class("-tall") else _EFFECTS_LOW
        content = reply_text.foretold(
            intent,
            self._effects.get(key),
            self.words,
            proposed=intent == reply.row.proposed,
            most=None if self._asked_about is not None else most,
        )
        self.query_one("#foretold", Static).update(content)

    def _decide_by_key(self, intent: Meaning) -> None:
        """Only on a reply that has been in sight: a key that is held down, or comes late, decides nothing unread."""
        is_there = self.reply is not None and time.monotonic() - self._seen_at >= self._least_look
        if self._list.row is not None and not self._acting and not is_there:
            self.say(self.words("too.quick"), seconds=self._least_look)
        else:
            self.act(lambda: self.decide(intent))

    async def decide(self, intent: Meaning) -> None:
        """Take the decision on the reply in sight, and go on to the next."""
        reply = self.reply
        if reply is None:
            return
        review_id = reply.row.review_id
        changes = self.drafts.changes(review_id)
        if intent is Intent.REFERRAL and not (reply.people if changes.people is None else changes.people):
            await self._asking.people()
            changes = self.drafts.changes(review_id)
            if not changes.people:
                return
        try:
            await self.patiently(lambda: self.desk.decide(review_id, intent, changes))
        except DecidedAlready as error:
            self.say(self.words("meanwhile", what=error))
        else:
            self._decided += 1
            self.drafts.forget(review_id, PEOPLE, DAY)
            name = self.words(f"intent.{intent.value}")
            self.say(self.words("decided", who=reply.row.who, intent=name))
        self._effects.clear()
        self.gone(review_id)

    async def _undo(self) -> None:
        """Take back the last decision of this person that still stands; again takes back the one before."""
        taken = await self.patiently(self.desk.undoable)
        if not taken:
            self.say(self.words("undo.none"))
            return
        last = taken[0]
        told = await self.patiently(lambda: self.desk.undo(last.review_id))
        row = (await self.patiently(lambda: self.desk.open(last.review_id))).row
        self._decided = max(0, self._decided - 1)
        self._effects.clear()
        self._list.put_back(row)
        self._show_queue()
        self._open()
        name = self.words(f"intent.{last.intent.value}")
        self.say(f"{self.words('undone', who=row.who, intent=name)} {told}".strip())


def _scroll(name: str, inside: str) -> VerticalScroll:
    pane = VerticalScroll(Static("", id=inside, markup=False), id=name)
    pane.can_focus = False
    return pane
