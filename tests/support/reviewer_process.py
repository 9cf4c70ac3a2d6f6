"""A reviewer in a process of their own: goes through the queue as fast as it can, and undoes some of what they did.

    python -m tests.support.reviewer_process DATABASE_URL NAME INTENT SEED

Begins when a line comes on standard input. Writes a JSON line for each thing done: [what, review].
"""

import json
import random
import sys
from datetime import UTC, datetime

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.qualification import reviewing, undoing
from outreach.qualification.queue import queue
from tests.support.desk import rules
from tests.support.mailroom import effect_rules


def main(url: str, name: str, intent: Intent, seed: int) -> None:
    database, effects, chance = Database(url), effect_rules(rules()), random.Random(seed)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        while waiting := _waiting(database):
            chance.shuffle(waiting)
            for review_id in waiting:
                if _decide(database, review_id, name, intent, effects) and chance.random() < 0.25:
                    _undo(database, review_id, name, effects)
    finally:
        database.close()


def _waiting(database: Database) -> list[int]:
    with database.reading() as session:
        return [item.review_id for item in queue(session, now=datetime.now(UTC))]


def _decide(database: Database, review_id: int, name: str, intent: Intent, effects: object) -> bool:
    try:
        with database.writing() as session:
            reviewing.decide(
                session,
                review_id,
                intent,
                effects,  # type: ignore[arg-type]
                actor=name,
                now=datetime.now(UTC),
            )
    except Refused:
        _say("refused", review_id)
        return False
    _say("decided", review_id)
    return True


def _undo(database: Database, review_id: int, name: str, effects: object) -> None:
    with database.writing() as session:
        undoing.undo(session, review_id, rules=effects, actor=name, now=datetime.now(UTC))  # type: ignore[arg-type]
    _say("undone", review_id)


def _say(what: str, review_id: int) -> None:
    print(json.dumps([what, review_id]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Intent(sys.argv[3]), int(sys.argv[4]))
