"""The screen: shows the queue and one reply, and turns keys into what the desk does. It never waits for the desk."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from outreach.cli.review_screen import reply_text
from outreach.cli.review_screen.answering import Answering
from outreach.cli.review_screen.asking import Asking
from outreach.cli.review_screen.deciding import Deciding
from outreach.cli.review_screen.decision_bar import DecisionBar, DecisionButton
from outreach.cli.review_screen.drafts import Drafts
from outreach.cli.review_screen.keys import COMMANDS, DECISIONS, FORETELLINGS, MOVES, as_latin
from outreach.cli.review_screen.lower_panel import LowerPanel
from outreach.cli.review_screen.queue_pane import QueuePane
from outreach.cli.review_screen.undoing import Undoing
from outreach.cli.review_screen.values import Desk, Reply, Row, Sieve
from outreach.cli.review_screen.waiting_list import WaitingList
from outreach.cli.review_screen.words import Words
from outreach.cli.review_screen.working import WorkingScreen

#: Rows that are asked for at a time, and how near to their end the next are asked for.
PAGE, NEAR_THE_END = 200, 30


class ReviewScreen(WorkingScreen):
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
        #: A good reply that was decided last, and is out of sight.
        self.to_answer: Reply | None = None
        self._list = WaitingList()
        self._waiting_in_all = 0
        self._look_again_every = look_again
        self._decided = 0
        self._whole = False
        self.undoing = Undoing(self)
        self.deciding = Deciding(self, least_look=least_look)
        self.asking = Asking(self)
        self._answering = Answering(self, environment)

    def compose(self) -> ComposeResult:
        yield Static("", id="head", markup=False)
        with Horizontal(id="middle"):
            yield QueuePane(self.words)
            with Vertical(id="reading"):
                yield Static(self.words("opening"), id="who", markup=False)
                yield Static("", id="subject", markup=False)
                yield _scroll("reply", "text")
                yield LowerPanel()
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
            self.deciding.by_key(DECISIONS[character])
        elif character in FORETELLINGS:
            self.deciding.ask_about(FORETELLINGS[character])
        elif (named := COMMANDS.get(character) or MOVES.get(character) or MOVES.get(event.key)) is not None:
            getattr(self, f"do_{named[0]}")()
        elif event.is_printable:
            self.say(self.words("no.key", key=event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._share_the_room)

    def on_decision_button_pointed(self, event: DecisionButton.Pointed) -> None:
        self.deciding.ask_about(event.intent)

    def on_decision_button_taken(self, event: DecisionButton.Taken) -> None:
        self.deciding.by_key(event.intent)

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
        if self.deciding.is_asked:
            self.deciding.ask_about(None)
        elif self.has_class("around") or self._whole:
            self.remove_class("around")
            self._whole = False
            self._show_reply()
        elif not self.sieve.is_open:
            self.sift(Sieve())

    def do_quit(self) -> None:
        self.app.exit()

    def do_take(self) -> None:
        self.deciding.take_proposed()

    def do_else(self) -> None:
        self.act(self.asking.anything_else)

    def do_people(self) -> None:
        self.act(self.asking.people)

    def do_day(self) -> None:
        self.act(self.asking.day)

    def do_note(self) -> None:
        self.act(self.asking.note)

    def do_snooze(self) -> None:
        self.act(self.asking.snooze)

    def do_assign(self) -> None:
        self.act(self.asking.assign)

    def do_search(self) -> None:
        self.act(self.asking.search, needs_reply=False)

    def do_filter(self) -> None:
        self.act(self.asking.filter, needs_reply=False)

    def do_help(self) -> None:
        self.act(self.asking.help, needs_reply=False)

    def do_answer(self) -> None:
        if self.has_rows:
            self.act(self._answering.answer)
        elif self.to_answer is None:
            self.say(self.words("answer.nobody"))
        else:
            self.act(self._answer_decided, needs_reply=False)

    def do_undo(self) -> None:
        self.act(self.undoing.undo, needs_reply=False)

    async def _answer_decided(self) -> None:
        """Answer the good reply that was decided last, and was the last one in the queue."""
        if self.to_answer is not None:
            review_id = self.to_answer.row.review_id
            reply = await self.patiently(lambda: self.desk.open(review_id))
            await self._answering.answer(reply)

    @property
    def has_rows(self) -> bool:
        return self._list.row is not None

    # --- the queue -------------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """The queue from its beginning."""
        page = await self.patiently(lambda: self.desk.page(self.sieve, offset=0, most=PAGE))
        self._list.replace(page.rows, page.total)
        self._waiting_in_all = page.of
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
        self._waiting_in_all = page.of
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

    def gone(self, review_id: int, *, was_decided: bool = False) -> None:
        """A reply has left the queue: the next one is opened."""
        self._decided += was_decided
        self._waiting_in_all -= 1
        self.deciding.forget_effects()
        self._list.take_out(review_id)
        self._show_queue()
        self._open()
        if self._has_more() and len(self._list.rows) < NEAR_THE_END:
            self.work(self._load_more, group="more")

    def came_back(self, row: Row, *, was_decided: bool = False) -> None:
        """Something about this reply was taken back: it stands in the queue, and is the one in sight."""
        self._decided = max(0, self._decided - was_decided)
        self._waiting_in_all += self._list.index_of(row.review_id) is None
        self.deciding.forget_effects()
        self._list.put_back(row)
        self._show_queue()
        self._open()

    def _show_queue(self) -> None:
        self.query_one(QueuePane).show(self._list.rows, self._list.current)
        self._show_head()

    def _show_head(self) -> None:
        count, of = self._list.total, max(self._waiting_in_all, self._list.total)
        is_part = not self.sieve.is_open and not self.sieve.snoozed
        waiting = (
            self.words("waiting.some", count=count, of=of) if is_part else self.words("waiting", count=count)
        )
        told = [self.words("title"), waiting]
        if self._decided:
            told.append(self.words("done", count=self._decided))
        if not self.sieve.is_open:
            told.append(self.words("sieve", what=self.asking.sieve_in_words()))
        told.append(self.desk.team.actor)
        self.query_one("#head", Static).update(Content(" · ".join(told)))

    # --- one reply -------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.reply, self._whole = None, False
        self.deciding.clear()
        row = self._list.row
        if row is None:
            empty = self.words("empty" if self.sieve.is_open else "empty.sieve")
            self._put(who=Content(empty))
            if self.sieve.is_open:
                self.work(self._tell_elsewhere, group="open")
            return
        head = reply_text.head(row, None, self.words)
        self._put(who=head, subject=reply_text.subject_line(row, None, self.words))
        self.work(lambda: self._opened(row.review_id), group="open")

    async def _tell_elsewhere(self) -> None:
        """The queue is empty: what else waits for a person."""
        elsewhere = await self.patiently(self.desk.elsewhere)
        if self._list.row is None:
            empty = Content(self.words("empty"))
            self._put(who=empty, text=reply_text.nothing_waits(elsewhere, self.words))

    async def _opened(self, review_id: int) -> None:
        reply = await self.patiently(lambda: self.desk.open(review_id))
        row = self._list.row
        if row is not None and row.review_id == review_id:
            self.reply = reply
            self._show_reply()
            for name in ("#reply", "#context", "#think"):
                self.query_one(name).scroll_home(animate=False)
            await self.deciding.seen()

    async def reopen(self) -> None:
        """The same reply once more, after something beside it has changed."""
        row = self._list.row
        if row is not None:
            await self._opened(row.review_id)

    def _show_reply(self) -> None:
        reply = self.reply
        if reply is None:
            return
        changes = self.drafts.changes(reply.row.review_id)
        self._put(
            who=reply_text.head(reply.row, reply, self.words),
            subject=reply_text.subject_line(reply.row, reply, self.words),
            text=reply_text.body(reply, self.words, whole=self._whole, brackets=self.app.no_color),
            thought=reply_text.thought(reply, changes, self.words, unfinished=self._unfinished(reply)),
            around=reply_text.surroundings(reply, self.words),
        )
        self.deciding.show()

    def _unfinished(self, reply: Reply) -> str:
        kinds = [self.words(f"draft.{kind}") for kind in self.drafts.kinds(reply.row.review_id)]
        return self.words("draft.there", what=", ".join(kinds)) if kinds else ""

    def _put(
        self,
        *,
        who: Content,
        subject: Content = reply_text.NOTHING,
        text: Content = reply_text.NOTHING,
        thought: Content = reply_text.NOTHING,
        around: Content = reply_text.NOTHING,
    ) -> None:
        shown = {"who": who, "subject": subject, "text": text, "around": around}
        # Drawn at one go: no reply ever stands above what another one would lead to.
        with self.app.batch_update():
            for name, content in shown.items():
                self.query_one(f"#{name}", Static).update(content)
            self.query_one(LowerPanel).think(text, thought)
        self.call_after_refresh(self._share_the_room)

    def _share_the_room(self) -> None:
        """The reply and the panel below it have what the head of the reply leaves."""
        above = sum(self.query_one(name).outer_size.height for name in ("#who", "#subject"))
        border = 1 if self.has_class("-tall") else 0
        self.query_one(LowerPanel).share(self.query_one("#reading").size.height - above - border)

    def _read_pane(self) -> VerticalScroll:
        return self.query_one("#context" if self.has_class("around") else "#reply", VerticalScroll)


def _scroll(name: str, inside: str) -> VerticalScroll:
    pane = VerticalScroll(Static("", id=inside, markup=False), id=name)
    pane.can_focus = False
    return pane
