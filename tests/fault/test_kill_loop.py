"""`kill -9` at random moments under load, over a network that is slow, breaks and loses: nothing twice, nothing lost.

OUTREACH_KILL_ROUNDS says how many kills (100), OUTREACH_KILL_SEED which ones. For many rounds:
`OUTREACH_KILL_ROUNDS=1000 pytest -s -o faulthandler_timeout=0 tests/fault/test_kill_loop.py` shows the figures.
"""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.support.dovecot import Dovecot
from tests.support.forked_workspace import ForkedCommand
from tests.support.postfix import Postfix
from tests.support.sending_line import NEXT_MAILS, Mail, SendingLine
from tests.support.smtp_proxy import Place, Weather

ROUNDS = int(os.environ.get("OUTREACH_KILL_ROUNDS", "100"))
SEED = int(os.environ.get("OUTREACH_KILL_SEED", "2025"))

#: So many more people are written to whenever fewer than `LOW` mails wait: the daemon never dies of boredom.
WAVE, LOW = 15, 12

#: What a server that hung up closes the mailbox for, and a bit.
REOPENED = timedelta(minutes=7)

#: After so many rounds a person sees to what is doubtful: it must not pile up as it never would in life.
SETTLED_EVERY = 50

#: Places of the conversation, five a mail, that the daemon gets at most before it is killed.
FARTHEST = 60


@dataclass(slots=True)
class Settled:
    """How doubts came to be settled."""

    by_the_sent_folder: int
    by_hand_as_sent: int = 0
    by_hand_as_not_sent: int = 0

    @property
    def total(self) -> int:
        return self.by_the_sent_folder + self.by_hand_as_sent + self.by_hand_as_not_sent


class KillLoop:
    """Kills the daemon of a line again and again, and remembers whom it was to write to."""

    def __init__(self, line: SendingLine, rng: random.Random, *, somebody_looks: bool = True) -> None:
        self.line = line
        self._somebody_looks = somebody_looks
        self.settled = Settled(0)
        self.recipients: list[str] = []
        self.kills = 0
        self._rng = rng

    def run(self, rounds: int) -> None:
        self._kill_at(Place.BODY)
        self._kill_at(Place.DOT)
        for number in range(rounds - 2):
            if 0 <= number - rounds // 2 < NEXT_MAILS.days:
                self.line.let_pass(timedelta(days=1))
            if self._somebody_looks and number % SETTLED_EVERY == SETTLED_EVERY - 1:
                self.settle()
            self._keep_busy()
            daemon = self.line.run()
            self._let_work()
            self._kill(daemon)
            self.line.let_pass(REOPENED)

    def settle(self) -> None:
        """Be the person who looks where the doubtful mails have gone."""
        for _, went_out in self.line.settle_by_hand():
            self.settled.by_hand_as_sent += went_out
            self.settled.by_hand_as_not_sent += not went_out

    def _kill_at(self, place: Place) -> None:
        """Chance alone could miss the two moments that matter most."""
        self._keep_busy()
        self.line.proxy.hold_at(place, share=0.5)
        daemon = self.line.run()
        self.line.proxy.wait_until_held()
        self._kill(daemon)

    def _kill(self, daemon: ForkedCommand) -> None:
        assert daemon.running, self.line.workspace.log()
        daemon.kill()
        self.kills += 1

    def _keep_busy(self) -> None:
        if self.line.waiting() < LOW:
            self.recipients += self.line.start_campaign(WAVE)

    def _let_work(self) -> None:
        """Until a random place of the conversation, and a random moment longer; now and then hardly at all."""
        proxy = self.line.proxy
        if self._rng.random() > 0.15:
            goal = proxy.passed + self._rng.randint(1, FARTHEST)
            closed_by = proxy.breaks - proxy.breaks_in_doubt
            end = time.monotonic() + 10
            # A line that broke before the mail was on its way closes the mailbox: no more places are passed then.
            while proxy.passed < goal and proxy.breaks - proxy.breaks_in_doubt == closed_by:
                assert time.monotonic() < end, self.line.workspace.log()
                time.sleep(0.001)
            time.sleep(self._rng.uniform(0, 0.01))
        else:
            time.sleep(self._rng.uniform(0, 0.5))


def bring_to_an_end(loop: KillLoop) -> None:
    """Fair weather, a person who settles what is doubtful, and time enough for every step and the silence after."""
    line = loop.line
    line.proxy.weather = Weather()
    for _ in range(3):
        line.live_through(NEXT_MAILS)
        loop.settle()
        line.run_until_idle()


def assert_nothing_twice_and_nothing_lost(loop: KillLoop) -> None:
    line = loop.line
    line.wait_until_delivered()
    mails = line.outbox()
    arrived = Counter(
        (recipient, message_id) for recipient in loop.recipients for message_id in line.message_ids(recipient)
    )
    assert max(arrived.values()) == 1
    assert set(arrived) == {(mail.recipient, mail.message_id) for mail in mails}
    assert {mail.state for mail in mails} == {"sent"}
    assert sorted((mail.recipient, mail.step) for mail in mails) == sorted(
        (recipient, step) for recipient in loop.recipients for step in ("ask", "bump")
    )
    assert {mail.counted for mail in mails} == {1}
    assert {mail.enrollment for mail in mails} == {"finished"}
    assert line.filed() == Counter({str(mail.message_id): 1 for mail in mails})


def by_the_sent_folder(mails: list[Mail]) -> int:
    return sum(mail.settled_by == "sent_folder" for mail in mails)


def show(what: str, loop: KillLoop, settled: Settled, began: float) -> None:
    proxy, mails = loop.line.proxy, loop.line.outbox()
    print(
        f"\n{what}: {loop.kills} kills, {len(mails)} mails to {len(loop.recipients)} people, "
        f"{proxy.breaks} broken lines, {settled}, {time.monotonic() - began:.0f} s"
    )


def bad_weather(rng: random.Random) -> Weather:
    return Weather(rng, delay=0.01, breaks=0.008, loses=0.5)


def test_kills_at_random_moments_double_nothing_and_lose_nothing(
    tmp_path: Path, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    rng, began = random.Random(SEED), time.monotonic()
    with SendingLine(tmp_path / "line", empty_mailboxes, postfix, weather=bad_weather(rng)) as line:
        loop = KillLoop(line, rng)

        loop.run(ROUNDS)
        bring_to_an_end(loop)
        settled = loop.settled

        show("a person settles", loop, settled, began)
        assert_nothing_twice_and_nothing_lost(loop)
        assert settled.by_hand_as_sent >= 1
        assert settled.by_hand_as_not_sent >= 1
        # A kill, or a broken line, puts one mail in doubt at most: there is no doubt without a reason.
        assert settled.total <= loop.kills + line.proxy.breaks_in_doubt


def test_where_the_provider_files_what_it_takes_nobody_is_asked_about_a_mail_that_went_out(
    tmp_path: Path, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    rng, began = random.Random(SEED + 1), time.monotonic()
    with SendingLine(
        tmp_path / "line", empty_mailboxes, postfix, weather=bad_weather(rng), provider_files=True
    ) as line:
        loop = KillLoop(line, rng, somebody_looks=False)

        loop.run(max(10, ROUNDS // 3))
        bring_to_an_end(loop)
        settled = loop.settled

        settled.by_the_sent_folder = by_the_sent_folder(line.outbox())
        show("the Sent folder settles", loop, settled, began)
        assert_nothing_twice_and_nothing_lost(loop)
        assert settled.by_the_sent_folder >= 1
        assert settled.by_hand_as_sent == 0
        assert settled.by_hand_as_not_sent >= 1
        assert settled.total <= loop.kills + line.proxy.breaks_in_doubt
