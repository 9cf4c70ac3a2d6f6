"""The review queue, tasks and referrals by the commands: for scripts and pipes."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine


@pytest.fixture
def outreach(played: Played, tmp_path: Path) -> CommandLine:
    """The played workspace, to be changed."""
    return played.outreach.copied_to(tmp_path / "workspace")


def every(outreach: CommandLine, *words: str) -> Any:
    return json.loads(outreach(*words, "--json").stdout)


def tables(outreach: CommandLine) -> dict[str, list[Any]]:
    """Everything but the audit; of the facts those that stand."""
    with sqlite3.connect(next(outreach.folder.glob("*.db"))) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}{_standing(name)}")))
            for name in names
            if name != "audit_entry"
        }


def _standing(name: str) -> str:
    return " WHERE taken_back_at IS NULL" if name == "event" else ""


# --- deciding and undoing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("meaning", ["interested", "unsubscribe", "not_ours", "not_now"])
def test_a_decision_is_undone_to_the_exact_earlier_state(outreach: CommandLine, meaning: str) -> None:
    waiting = str(every(outreach, "review", "list")[0]["id"])
    before = tables(outreach)
    outreach("--as", "rita", "review", "decide", waiting, meaning)
    decided = tables(outreach)

    undone = outreach("--as", "bob", "review", "undo", waiting)

    assert decided != before
    assert tables(outreach) == before
    assert undone.stderr == f"Undone: what rita had decided on review {waiting}. It waits again.\n"
    assert "  the review waits again" in undone.stdout
    verified = outreach("audit", "verify")
    assert "the chain holds" in verified.stdout + verified.stderr


def test_the_last_of_ones_own_decisions_is_undone(outreach: CommandLine) -> None:
    first, second, *_ = (str(each["id"]) for each in every(outreach, "review", "list"))
    outreach("--as", "rita", "review", "decide", first, "interested")
    outreach("--as", "bob", "review", "decide", second, "interested")

    undone = every(outreach, "--as", "rita", "review", "undo", "--last")

    assert (undone["review_id"], undone["decided_by"]) == (int(first), "rita")
    assert [each["review_id"] for each in every(outreach, "review", "decisions")] == [int(second)]
    told = outreach("--as", "rita", "review", "undo", "--last", status=1).stderr
    assert "rita has taken no decision that stands" in told


def test_what_cannot_be_undone_says_so(outreach: CommandLine) -> None:
    waiting = str(every(outreach, "review", "list")[0]["id"])

    assert "no decision on review" in outreach("review", "undo", waiting, status=1).stderr
    assert "ID or --last" in outreach("review", "undo", status=2).stderr


def test_what_is_foretold_changes_nothing(outreach: CommandLine) -> None:
    waiting = every(outreach, "review", "list")[0]
    before = tables(outreach)

    told = outreach("review", "foretell", str(waiting["id"]), "unsubscribe").stdout

    assert f"suppresses {waiting['contact']} for ever (opted out)" in told
    assert tables(outreach) == before


# --- whose, when, and notes ------------------------------------------------------------------------------------------


def test_a_review_is_given_away_put_off_and_annotated(outreach: CommandLine) -> None:
    first, *others = (str(each["id"]) for each in every(outreach, "review", "list"))

    outreach("review", "assign", first, "rita")
    outreach("--as", "bob", "review", "note", first, "call \x1b[31mher")
    snoozed = every(outreach, "review", "snooze", first, "--until", "2099-03-05T14:00")

    assert snoozed["snoozed_until"].startswith("2099-03-05T")
    assert [str(each["id"]) for each in every(outreach, "review", "list")] == others
    [mine] = every(outreach, "--as", "rita", "review", "list", "--mine", "--snoozed")
    assert (str(mine["id"]), mine["assigned_to"], mine["note"]) == (first, "rita", "call \ufffdher")
    outreach("review", "snooze", first, "--wake")
    outreach("review", "assign", first, "--nobody")
    assert every(outreach, "review", "list", "--assigned", "rita") == []
    assert first in [str(each["id"]) for each in every(outreach, "review", "list", "--assigned", "-")]


def test_the_queue_is_searched_and_sieved(outreach: CommandLine) -> None:
    waiting = every(outreach, "review", "list")
    one = waiting[0]

    found = every(outreach, "review", "list", "--search", one["contact"], "--intent", one["proposed"])

    assert one["id"] in [each["id"] for each in found]
    assert {each["proposed"] for each in found} == {one["proposed"]}
    assert every(outreach, "review", "list", "--search", "no such words anywhere") == []


# --- tasks and referrals ---------------------------------------------------------------------------------------------


def test_who_has_to_be_found_is_listed_with_likely_addresses_and_done_with_the_address(
    outreach: CommandLine,
) -> None:
    waiting = str(every(outreach, "review", "list")[0]["id"])
    outreach("--as", "rita", "review", "decide", waiting, "referral", "--referral", "Jo Bloggs")
    mine = every(outreach, "--as", "rita", "tasks", "list", "--mine", "--kind", "find_contact")
    [task] = [each for each in mine if each["owner"] == "rita"]

    done = outreach("tasks", "done", str(task["id"]), "--outcome", "jo.bloggs@nowhere.example")

    assert task["note"].startswith("Jo Bloggs, named by ")
    assert task["likely"], "there is always a guess where the company has a domain"
    assert done.stderr == "Done. Jo Bloggs gets the follow-up in the next window.\n"
    assert task["id"] not in [each["id"] for each in every(outreach, "tasks", "list")]
    # And the decision that had made it is not simply undone any more.
    assert "cannot be undone" in outreach("review", "undo", waiting, status=1).stderr


def test_a_task_is_opened_given_away_and_done_by_hand(outreach: CommandLine) -> None:
    address = every(outreach, "prospects", "list")[0]["address"]

    opened = outreach(
        *("--as", "rita", "tasks", "open", address, "--kind", "call"),
        *("--note", "asked for a call", "--due", "2099-03-05T14:00"),
    )
    [task] = [each for each in every(outreach, "tasks", "list") if each["address"] == address]
    outreach("tasks", "assign", str(task["id"]), "bob")

    assert opened.stderr == f"Task {task['id']} is open.\n"
    assert (task["kind"], task["owner"], task["due_at"][:10]) == ("call", "rita", "2099-03-05")
    of_bob = [each["owner"] for each in every(outreach, "--as", "bob", "tasks", "list", "--mine")]
    assert (of_bob.count("bob"), set(of_bob)) == (1, {"", "bob"})
    assert outreach("tasks", "done", str(task["id"]), "--outcome", "rang").stderr == "Done.\n"
    assert "nobody need do it" in outreach("tasks", "assign", str(task["id"]), "bob", status=1).stderr


def test_the_tree_says_what_became_of_everybody(outreach: CommandLine, played: Played) -> None:
    assert played.demo.story is not None
    asked, named, *_ = played.demo.story.addresses

    nodes = every(outreach, "referrals", "tree", asked)

    assert [(node["level"], node["how"], node["address"]) for node in nodes[:2]] == [
        (0, "asked", asked),
        (1, "named", named),
    ]
    assert [reply["intent"] for reply in nodes[0]["replies"]] == ["referral"]


def test_the_agreement_counts_what_was_decided(outreach: CommandLine) -> None:
    waiting = every(outreach, "review", "list")[0]
    before = every(outreach, "replies", "agreement")["decided"]
    outreach("review", "decide", str(waiting["id"]), "not_interested")

    found = every(outreach, "replies", "agreement")

    assert found["decided"] == before + 1
    assert "decisions agree with the program" in outreach("replies", "agreement").stderr
