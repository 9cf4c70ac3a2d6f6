"""Three daemons on one PostgreSQL, killed and stopped at random under load: nothing twice, nothing lost.

OUTREACH_DAEMON_ROUNDS says how many rounds (20), OUTREACH_KILL_SEED which ones; `python -m benchmarks.daemons` runs
many, and shows the figures.
"""

import os
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

from outreach.database import locks
from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.postgresql import PostgreSQL
from tests.support.several_daemons import KillLoop, SeveralDaemons
from tests.support.stopped_session import StoppedSession
from tests.support.waiting import wait_for

ROUNDS = int(os.environ.get("OUTREACH_DAEMON_ROUNDS", "20"))
SEED = int(os.environ.get("OUTREACH_KILL_SEED", "2025"))
A_ROUND = 6

_SENT_AT_ANOTHER_HOUR = """
SELECT count(*) FROM outbound_message WHERE abs(extract(epoch FROM sent_at - clock_timestamp())) > 1800
"""


def test_daemons_that_die_or_stand_still_double_nothing_and_lose_nothing(
    tmp_path: Path, postgresql: PostgreSQL, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    people = ROUNDS * A_ROUND
    with SeveralDaemons(tmp_path / "line", postgresql, empty_mailboxes, postfix, people=people) as line:
        loop = KillLoop(line, random.Random(SEED), a_round=A_ROUND)

        loop.run(ROUNDS)
        line.bring_to_an_end()

        print(f"\n{line.figures}")
        assert line.due == people
        assert line.doubled_and_lost() == ([], [])
        assert line.letters_stored() == Counter(line.letters)
        assert line.figures.kills + line.figures.stops == ROUNDS


def test_a_daemon_whose_clock_is_an_hour_off_agrees_with_the_other_one_on_leases(
    tmp_path: Path, postgresql: PostgreSQL, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    world = SeveralDaemons(tmp_path / "line", postgresql, empty_mailboxes, postfix, people=20, daemons=1)
    with world as line:
        line.start(wrong_by=timedelta(hours=1))
        wait_for(lambda: line.shares() == [2, 2], "both to have their share", within=60)

        line.let_become_due(20)
        line.bring_to_an_end()

        assert line.shares() == [2, 2]
        assert line.doubled_and_lost() == ([], [])
        assert line.select(_SENT_AT_ANOTHER_HOUR) == [(0,)]


def test_a_neighbour_that_stands_still_in_the_midst_of_a_statement_keeps_nobody_waiting(
    tmp_path: Path, postgresql: PostgreSQL, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    locked = ", ".join(f"pg_advisory_xact_lock({lock})" for lock in (locks._LEASING, locks.Turn.PLAN))
    world = SeveralDaemons(tmp_path / "line", postgresql, empty_mailboxes, postfix, people=5, daemons=1)
    with world as line:
        wait_for(lambda: line.shares() == [4], "the daemon to be at work", within=60)
        elsewhere = "outreach, process 1 on another host"
        with StoppedSession(postgresql.port, line.database_name, name=elsewhere, first=f"SELECT {locked}"):
            line.let_become_due(5)
            line.bring_to_an_end()

        assert line.doubled_and_lost() == ([], [])
        assert "stopped_writer_ended" in line.log()


def test_a_single_turn_is_not_kept_waiting_either(
    tmp_path: Path, postgresql: PostgreSQL, empty_mailboxes: Dovecot, postfix: Postfix
) -> None:
    locked = ", ".join(f"pg_advisory_xact_lock({lock})" for lock in (locks._LEASING, locks._NO))
    world = SeveralDaemons(tmp_path / "line", postgresql, empty_mailboxes, postfix, people=5, daemons=0)
    with world as line:
        line.let_become_due(5)
        elsewhere = "outreach, process 1 on another host"
        with StoppedSession(postgresql.port, line.database_name, name=elsewhere, first=f"SELECT {locked}"):
            only = line.start("--once")
            wait_for(lambda: not only.running, "its turn to end", within=60)

        line.start()
        line.bring_to_an_end()
        assert line.doubled_and_lost() == ([], [])
