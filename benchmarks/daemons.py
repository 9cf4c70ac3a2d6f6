"""Several daemons on one PostgreSQL, killed and stopped under load to a real Postfix: 0 doubles, 0 lost, and how long
until another one goes on.

    python -m benchmarks.daemons [--rounds 1000] [--database-kills 50] [--as-shipped 3]

The many rounds run with leases of 1.5 s in place of 60 (`Pace` says what is shortened), so that a round takes about a
second; `--as-shipped` kills so many daemons of the program as it is. Needs root, Postfix, Dovecot and PostgreSQL.
"""

import argparse
import contextlib
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.postgresql import DURABLE, PostgreSQL
from tests.support.processes import server_folder
from tests.support.quick_daemon import Pace
from tests.support.servers import USERS, why_missing
from tests.support.several_daemons import DatabaseKillLoop, KillLoop, SeveralDaemons
from tests.support.waiting import wait_for

A_ROUND = 6


@dataclass(frozen=True, slots=True)
class World:
    folder: Path
    postgresql: PostgreSQL
    dovecot: Dovecot
    postfix: Postfix

    def line(self, name: str, *, people: int, pace: Pace | None) -> SeveralDaemons:
        self.dovecot.empty()
        folder = self.folder / name
        return SeveralDaemons(folder, self.postgresql, self.dovecot, self.postfix, people=people, pace=pace)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--database-kills", type=int, default=50)
    parser.add_argument("--as-shipped", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2025)
    asked = parser.parse_args()
    for server in ("postgresql", "postfix"):
        if missing := why_missing(server):
            sys.exit(missing)
    rng = random.Random(asked.seed)
    with _world() as world:
        if asked.rounds:
            kill_daemons(world, asked.rounds, rng)
        if asked.database_kills:
            kill_the_database(world, asked.database_kills, rng)
        if asked.as_shipped:
            take_over_as_shipped(world, asked.as_shipped, rng)


def kill_daemons(world: World, rounds: int, rng: random.Random) -> None:
    people, began = rounds * A_ROUND, time.monotonic()
    with world.line("kills", people=people, pace=Pace()) as line:
        loop, began_loop = KillLoop(line, rng, a_round=A_ROUND), time.monotonic()
        for done in range(0, rounds, 50):
            loop.run(min(50, rounds - done))
            _say(f"{done + 50} rounds, {time.monotonic() - began_loop:.0f} s")
        took = time.monotonic() - began_loop
        line.bring_to_an_end()
        print(
            f"\n{rounds} rounds in {took:.0f} s ({time.monotonic() - began:.0f} s with all around it), {_load()}"
        )
        _verdict(line)


def kill_the_database(world: World, kills: int, rng: random.Random) -> None:
    a_round = 40
    with world.line("database", people=kills * a_round, pace=Pace()) as line:
        began = time.monotonic()
        loop = DatabaseKillLoop(line, world.postgresql, rng, a_round=a_round)
        for _ in range(0, kills, 10):
            loop.run(10)
            _say(f"{line.figures.database_kills} kills of PostgreSQL, {time.monotonic() - began:.0f} s")
        took = time.monotonic() - began
        line.bring_to_an_end()
        print(f"\nPostgreSQL killed {kills} times in {took:.0f} s, {_load()}")
        _verdict(line)


def take_over_as_shipped(world: World, kills: int, rng: random.Random) -> None:
    with world.line("shipped", people=400 * kills, pace=None) as line:
        for _ in range(kills):
            begun = wait_for(lambda: _all(line), "three daemons that read", within=180)
            line.let_become_due(400)
            victim, owner = rng.choice(begun)
            wait_for(lambda owner=owner: line.held_by(owner).claims, "claims", within=60)  # type: ignore[misc]
            began = time.monotonic()
            victim.kill()
            line.daemons.remove(victim)
            line.start()
            line.wait_until_taken_over(owner, began=began, within=240)
            _say(f"taken over after {time.monotonic() - began:.0f} s")
        print(f"\nas shipped, {kills} kills, {_load()}")
        _times(line)


def _all(line: SeveralDaemons) -> list[tuple[object, str]]:
    begun = line.begun()
    read = all(line.held_by(owner).mailboxes for _, owner in begun)
    return list(begun) if len(begun) == len(line.daemons) and read else []


def _verdict(line: SeveralDaemons) -> None:
    doubled, lost = line.doubled_and_lost()
    letters = line.letters_stored()
    print(
        f"  kills {line.figures.kills}, stops {line.figures.stops}, of PostgreSQL {line.figures.database_kills}"
    )
    print(f"  mails {line.due}: doubled {len(doubled)}, lost {len(lost)}")
    print(
        f"  letters {len(line.letters)}: {'each stored once' if letters == Counter(line.letters) else letters}"
    )
    print(f"  copies filed twice in Sent {line.copies_filed_twice()}")
    print(f"  doubtful {line.figures.doubtful}, of these arrived {line.figures.doubtful_and_sent}")
    _times(line)
    if doubled or lost:
        sys.exit(f"{doubled} {lost}")


def _times(line: SeveralDaemons) -> None:
    for what, times in (
        ("claimed mails", line.figures.claims_taken_over),
        ("mailboxes", line.figures.mailboxes_taken_over),
    ):
        if times:
            print(
                f"  {what} taken over ({len(times)}): median {statistics.median(times):.2f} s, worst {max(times):.2f} s"
            )


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


@contextlib.contextmanager
def _world() -> Iterator[World]:
    folder = server_folder()
    with contextlib.ExitStack() as ending:
        for name in ("dovecot", "postfix"):
            (folder / name).mkdir()
        dovecot = Dovecot(folder / "dovecot", USERS)
        dovecot.start()
        ending.callback(dovecot.stop)
        postfix = Postfix(folder / "postfix", dovecot)
        postfix.start()
        ending.callback(postfix.stop)
        # Commits wait for the log, as they do in life: else what a kill of the server loses is not its clients' fault.
        postgresql = PostgreSQL(folder / "postgresql", settings=DURABLE)
        postgresql.start()
        ending.callback(postgresql.stop)
        yield World(folder, postgresql, dovecot, postfix)


if __name__ == "__main__":
    main()
