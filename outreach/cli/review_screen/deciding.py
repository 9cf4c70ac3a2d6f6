"""Decisions on the reply in sight: what one would do, told before it is taken, and taking it."""

import time
from functools import partial
from typing import TYPE_CHECKING

from outreach.cli.review_screen import reply_text
from outreach.cli.review_screen.decision_bar import DecisionBar
from outreach.cli.review_screen.lower_panel import LowerPanel
from outreach.cli.review_screen.values import Changes, DecidedAlready, Reply
from outreach.core.errors import OutreachError
from outreach.core.intents import Intent
from outreach.qualification.meanings import Meaning

if TYPE_CHECKING:
    from outreach.cli.review_screen.screen import ReviewScreen


#: Who says this is to be answered by one of us.
_GOOD = frozenset({Intent.INTERESTED, Intent.RIGHT_PERSON, Intent.QUESTION})


class Deciding:
    """The decisions of one screen. `least_look`: seconds that a reply has to be in sight before a key decides on it."""

    def __init__(self, screen: "ReviewScreen", *, least_look: float) -> None:
        self._screen, self._words = screen, screen.words
        self._least_look = least_look
        self._seen_at = 0.0
        #: The decision that was asked about with Shift; None: the one that is proposed.
        self._asked_about: Meaning | None = None
        self._effects: dict[tuple[int, Meaning, Changes], tuple[str, ...]] = {}

    @property
    def is_asked(self) -> bool:
        """Whether another decision than the proposed one is shown."""
        return self._asked_about is not None

    def clear(self) -> None:
        """No reply is in sight yet."""
        self._asked_about = None
        self._screen.query_one(DecisionBar).propose(None)
        self._screen.query_one(LowerPanel).foretell(lambda _most: reply_text.NOTHING)

    def forget_effects(self) -> None:
        """Something was done: what other decisions would do may have become different."""
        self._effects.clear()

    async def seen(self) -> None:
        """A reply has come into sight: what its proposed decision would do is told."""
        self._seen_at = time.monotonic()
        if self._screen.reply is not None:
            await self._foretell(self._screen.reply.row.proposed)

    def ask_about(self, intent: Meaning | None) -> None:
        """Show what this decision would do; None: what the proposed one would."""
        self._asked_about = intent
        reply = self._screen.reply
        if reply is not None:
            self.show()
            self._screen.work(partial(self._foretell, intent or reply.row.proposed), group="foretell")

    def _key(self, reply: Reply, intent: Meaning) -> tuple[int, Meaning, Changes]:
        """What the effects of this decision hang on."""
        return reply.row.review_id, intent, self._screen.drafts.changes(reply.row.review_id)

    async def _foretell(self, intent: Meaning) -> None:
        reply = self._screen.reply
        if reply is None:
            return
        key = self._key(reply, intent)
        if key not in self._effects:
            try:
                self._effects[key] = await self._screen.desk.foretell(*key)
            except OutreachError as error:
                self._effects[key] = (self._words("not.done", why=error),)
        self.show()

    def show(self) -> None:
        """What the decision would do, as far as it is known."""
        reply = self._screen.reply
        if reply is None:
            return
        self._screen.query_one(DecisionBar).propose(reply.row.proposed)
        intent = self._asked_about or reply.row.proposed
        foretelling = partial(
            reply_text.foretold,
            intent,
            self._effects.get(self._key(reply, intent)),
            self._words,
            intent == reply.row.proposed,
        )
        self._screen.query_one(LowerPanel).foretell(foretelling, is_asked=self.is_asked)

    def take_proposed(self) -> None:
        """What Enter does: it takes what stands on the screen, so only when it stands there what that would do."""
        screen, reply = self._screen, self._screen.reply
        if reply is None:
            return
        is_told = self._key(reply, reply.row.proposed) in self._effects
        if is_told or screen.is_acting:
            self.by_key(reply.row.proposed)
        else:
            screen.say(self._words("too.soon"))

    def by_key(self, intent: Meaning) -> None:
        """Only on a reply that has been in sight: a key that is held down, or comes late, decides nothing unread."""
        screen = self._screen
        is_there = screen.reply is not None and time.monotonic() - self._seen_at >= self._least_look
        if screen.has_rows and not screen.is_acting and not is_there:
            screen.say(self._words("too.quick"), seconds=self._least_look)
        else:
            screen.act(lambda: self.decide(intent))

    async def decide(self, intent: Meaning) -> None:
        """Take the decision on the reply in sight, and go on to the next."""
        screen, reply = self._screen, self._screen.reply
        if reply is None:
            return
        review_id = reply.row.review_id
        changes = screen.drafts.changes(review_id)
        if intent is Intent.REFERRAL and not (reply.people if changes.people is None else changes.people):
            await screen.asking.people()
            changes = screen.drafts.changes(review_id)
            if not changes.people:
                return
        try:
            await screen.patiently(lambda: screen.desk.decide(review_id, intent, changes))
        except DecidedAlready as error:
            screen.say(self._words("meanwhile", what=self._words.told(str(error))))
            screen.gone(review_id)
        else:
            screen.drafts.set_aside(review_id)
            screen.undoing.decided(reply.row, intent)
            screen.gone(review_id, was_decided=True)
            self._say_decided(reply, intent)

    def _say_decided(self, reply: Reply, intent: Meaning) -> None:
        """With how a good reply is answered now that it is out of sight; where it was the last one, `y` still does."""
        screen, name = self._screen, self._words(f"intent.{intent.value}")
        is_to_be_answered = intent in _GOOD and not reply.answers
        word = "decided"
        if is_to_be_answered:
            word = "decided.good" if screen.has_rows else "decided.last"
        screen.to_answer = reply if is_to_be_answered else None
        screen.say(self._words(word, who=reply.row.who, intent=name, number=reply.row.review_id))
