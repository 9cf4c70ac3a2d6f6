"""After a restore, `doctor` and `status` say what state the database is in and the next step, on both databases."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine
from tests.support.killed_restores import KilledRestores, on_postgresql, on_sqlite

NEXT_STEP = (
    "Let the daemon read once, look at `outreach outbox list --state sent`, then `outreach mailbox resume NAME` "
    "for each."
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server("postgresql"))])
def restores(request: pytest.FixtureRequest, tmp_path: Path) -> KilledRestores:
    if request.param == "sqlite":
        return on_sqlite(tmp_path)
    return on_postgresql(tmp_path, request.getfixturevalue("postgresql_url"))


def of_database(restores: KilledRestores) -> list[dict[str, Any]]:
    # PostgreSQL of the tests runs without fsync, which doctor calls an error.
    status = 1 if restores.url.startswith("postgresql") else 0
    done = restores.outreach("doctor", "--offline", "--json", status=status).stdout
    return [each for each in json.loads(done) if each["check"] == "database"]


def wrong(outreach: CommandLine) -> list[str]:
    """What status says has to be mended. No daemon runs, so it ends with 1."""
    said: list[str] = json.loads(outreach("status", "--json", status=1).stdout)["wrong"]
    return [each for each in said if "restored" in each]


def test_a_restored_state_is_a_warning_of_doctor_until_a_person_has_agreed(restores: KilledRestores) -> None:
    outreach = restores.outreach
    before = of_database(restores)

    restores.restore()
    restored = [each for each in of_database(restores) if "restored" in each["says"]]
    outreach("mailbox", "resume", "ann")
    after = of_database(restores)

    assert not any("restored" in each["says"] for each in before + after)
    [finding] = restored
    assert finding["severity"] == "warning"
    assert finding["says"].startswith("the database was restored from a backup at ")
    assert " and knows what happened until " in finding["says"]
    assert finding["says"].endswith("nothing is sent from ann until a person agrees")
    assert finding["next_step"] == NEXT_STEP


def test_status_says_the_same(restores: KilledRestores) -> None:
    outreach = restores.outreach
    before = wrong(outreach)

    restores.restore()
    [restored] = wrong(outreach)
    outreach("mailbox", "resume", "ann")

    assert before == wrong(outreach) == []
    assert restored.startswith("the database was restored from a backup at ")
    assert f"{restored}.".endswith(f"until a person agrees. {NEXT_STEP}")
