"""A workspace's own models: kept, promoted one at a time, rolled back; trained by the command line."""

import json
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from outreach.core.errors import NotFound
from outreach.database.engine import Database
from outreach.replies import service
from outreach.replies.learning import lessons
from outreach.replies.learning.trained import BrokenModel, shipped_model
from outreach.replies.learning.training import train
from outreach.replies.model import LearnedModel
from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine
from tests.support.databases import NOW
from tests.unit.test_learned_model import lessons as a_few_lessons

MEASURED = {"candidate": {"letters": 9, "right": 8, "opt_outs": 2, "opt_outs_found": 2}}


def kept(database: Database, weights: bytes, *, promote: bool = True) -> int:
    with database.writing() as session:
        row = service.keep(session, weights, decisions=30, measured=MEASURED, promote=promote, now=NOW)
        assert row.id is not None
        return row.id


@pytest.fixture(scope="module")
def weights() -> bytes:
    return train(a_few_lessons(2), rules_version="any", processes=1).stored


def test_the_promoted_model_reads(database: Database, weights: bytes) -> None:
    kept(database, weights)

    with database.reading() as session:
        model = service.model_in_use(session)

    assert model is not None
    assert model.made_of["rules_version"] == "any"


def test_one_model_at_a_time_is_promoted(database: Database, weights: bytes) -> None:
    kept(database, weights)
    second = kept(database, weights)
    kept(database, weights, promote=False)

    with database.reading() as session:
        assert [row.id for row in service.learned_models(session) if row.promoted_at] == [second]


def test_rolled_back_the_model_that_ships_reads_again(database: Database, weights: bytes) -> None:
    number = kept(database, weights)

    with database.writing() as session:
        assert service.roll_back(session).id == number

    with database.reading() as session:
        assert service.model_in_use(session) is None
        with pytest.raises(NotFound, match="ships reads already"):
            service.roll_back(session)


def test_a_model_of_other_rules_does_not_read(database: Database, weights: bytes) -> None:
    number = kept(database, weights)
    with database.writing() as session:
        row = session.get(LearnedModel, number)
        assert row is not None
        row.rules_version = "of last year"

    with database.reading() as session:
        assert service.model_in_use(session) is None


def test_a_damaged_model_is_named(database: Database, weights: bytes) -> None:
    number = kept(database, weights[:-1])

    with database.reading() as session, pytest.raises(BrokenModel, match=f"Model {number} of this workspace"):
        service.model_in_use(session)


@pytest.fixture
def outreach(played: Played, tmp_path: Path) -> CommandLine:
    """The played workspace, to be changed."""
    return played.outreach.copied_to(tmp_path / "workspace")


def decide_everything(outreach: CommandLine) -> int:
    """As if reviewers had looked at each message that was read, and agreed with what was made of it."""
    file = next(outreach.folder.glob("*.db"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM review")
        made = connection.execute(
            "INSERT INTO review (inbound_id, state, proposed, confidence, why, intent, note, created_at)"
            " SELECT inbound_id, 'decided', intent, confidence, '', intent, '', created_at"
            " FROM verdict GROUP BY inbound_id"
        )
        return made.rowcount


def few_lessons_ship(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every eighth of what ships: a test has no minutes."""
    letters, phrases = lessons.shipped_letters, lessons.shipped_phrases
    monkeypatch.setattr(lessons, "shipped_letters", lambda author: islice(letters(author), 0, None, 8))
    monkeypatch.setattr(lessons, "shipped_phrases", lambda: islice(phrases(), 0, None, 8))


def test_from_a_few_decisions_nothing_is_learned(outreach: CommandLine) -> None:
    told = outreach("replies", "train", status=1)

    assert "the least is 20" in told.stderr
    assert outreach("replies", "models").stderr == "None: the model that ships reads.\n"


def test_what_would_be_learned_is_measured_and_nothing_changed(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_lessons_ship(monkeypatch)
    monkeypatch.setattr("outreach.cli.replies_train.LEAST_DECISIONS", 5)
    decide_everything(outreach)

    told = json.loads(outreach("replies", "train", "--json").stdout)

    assert told["decisions"] >= 5
    assert told["in_use"]["letters"] == told["candidate"]["letters"] > 0
    assert told["promoted"] is False
    assert json.loads(outreach("replies", "models", "--json").stdout) == []


def test_a_model_that_is_not_worse_reads_and_one_that_is_does_not(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_lessons_ship(monkeypatch)
    monkeypatch.setattr("outreach.cli.replies_train.LEAST_DECISIONS", 5)
    decide_everything(outreach)

    told = json.loads(outreach("replies", "train", "--apply", "--json").stdout)
    [model] = json.loads(outreach("replies", "models", "--json").stdout)

    # Learned from an eighth, it can only be worse than what ships, or as good.
    assert told["promoted"] is (told["refused"] == "")
    assert (model["promoted_at"] is not None) is told["promoted"]
    assert model["measured"]["candidate"] == told["candidate"]


def test_the_command_rolls_back(outreach: CommandLine) -> None:
    file = next(outreach.folder.glob("*.db"))
    database = Database(f"sqlite:///{file}")
    stored = train(a_few_lessons(2), rules_version="any", processes=1).stored
    number = kept(database, stored)
    database.close()

    told = outreach("replies", "train", "--rollback")

    assert f"Model {number} reads no more" in told.stderr
    assert json.loads(outreach("replies", "models", "--json").stdout)[0]["promoted_at"] is None
    assert shipped_model().made_of["letters"] > 700
