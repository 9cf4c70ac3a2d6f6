"""`kill -9` of the daemon again and again while it reads: all that was delivered is stored, each effect comes once.

OUTREACH_INGEST_KILLS says how many kills (50; two letters are delivered for each, ten from 200 kills on),
OUTREACH_KILL_SEED which ones: `OUTREACH_INGEST_KILLS=200 pytest -s -o faulthandler_timeout=0
tests/fault/test_ingest_kill_loop.py` is the run with 2,000 letters, and shows the figures.
"""

import os
import random
import time
from pathlib import Path

from tests.support.answers_of_all_kinds import answer_of
from tests.support.crashing_daemon import CrashPoint, When
from tests.support.databases import Refillable
from tests.support.dovecot import Dovecot
from tests.support.human_mail_program import MailProgram
from tests.support.reading_line import ANN, Progress, ReadingLine, message_ids

KILLS = int(os.environ.get("OUTREACH_INGEST_KILLS", "50"))
SEED = int(os.environ.get("OUTREACH_KILL_SEED", "2025"))
PER_KILL = 2 if KILLS < 200 else 10

#: Chance alone could miss the moments that matter most: around the two commits that letters come to.
POINTS = tuple(
    CrashPoint(number, unit, when)
    for number, (unit, when) in enumerate(
        (unit, when) for unit in ("store", "settle") for when in (When.BEFORE_COMMIT, When.AFTER_COMMIT)
    )
)


class KillLoop:
    """Delivers a few letters, lets the daemon work on them a while, and kills it."""

    def __init__(self, line: ReadingLine, letters: list[bytes], rng: random.Random) -> None:
        self._line = line
        self._waiting = letters
        self._rng = rng
        self._delivered = 0
        self.kills = 0

    def run(self, kills: int) -> None:
        while self.kills < kills:
            self._deliver(PER_KILL // 2)
            if self.kills < len(POINTS):
                status = self._line.run(crash_at=POINTS[self.kills]).wait()
                assert status == -9, self._line.workspace.log()
            else:
                self._kill_somewhere()
            self._line.forgive_tries()
            self.kills += 1

    def _kill_somewhere(self) -> None:
        """After a random letter was stored or applied, and a random moment; some arrive while it listens."""
        daemon = self._line.run()
        self._deliver(PER_KILL - PER_KILL // 2)
        # To apply one it must first load the rules; most kills come before that.
        state = Progress.STORED if self._rng.random() < 0.8 else Progress.APPLIED
        goal = self._rng.randint(self._line.progress(state), self._delivered)
        self._line.wait_until(state, goal)
        time.sleep(self._rng.uniform(0, 0.03))
        assert daemon.running, self._line.workspace.log()
        daemon.kill()

    def _deliver(self, count: int) -> None:
        now, self._waiting = self._waiting[:count], self._waiting[count:]
        self._line.deliver(*now)
        self._delivered += len(now)

    def deliver_the_rest(self) -> None:
        self._deliver(len(self._waiting))


def test_kills_while_reading_lose_no_letter_and_repeat_no_effect(
    tmp_path: Path, migrated_sqlite: Refillable, empty_mailboxes: Dovecot
) -> None:
    rng, began, people = random.Random(SEED), time.monotonic(), KILLS * PER_KILL
    with ReadingLine(tmp_path / "line", empty_mailboxes, migrated_sqlite, people=people) as line:
        letters = [answer_of(number, mail) for number, mail in enumerate(line.mails)]
        rng.shuffle(letters)
        loop, asked = KillLoop(line, letters, rng), time.monotonic()

        loop.run(KILLS)
        loop.deliver_the_rest()
        killed = time.monotonic()
        line.run_until_idle()

        found, ended = line.effects(), time.monotonic()
        assert sorted(str(letter[0]) for letter in found.letters.elements()) == sorted(message_ids(letters))
        assert found == line.effects_undisturbed()
        with MailProgram(empty_mailboxes, ANN) as program:
            flags = program.flags("INBOX")
        assert len(flags) == len(letters)
        assert not [each for each in flags if b"Seen" in each]
        print(
            f"\n{loop.kills} kills, {len(letters)} letters: asked {asked - began:.0f} s, "
            f"killed {killed - asked:.0f} s, the rest {ended - killed:.0f} s, {time.monotonic() - ended:.0f} s checked"
        )
