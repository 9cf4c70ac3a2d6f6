"""What a person decides by the commands: replies, referrals, doubtful mails, messages that matched nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine


@pytest.fixture
def outreach(played: Played, tmp_path: Path) -> CommandLine:
    """The played workspace, to be changed."""
    return played.outreach.copied_to(tmp_path / "workspace")


def test_a_decision_is_taken_once_and_the_second_is_told_the_first(outreach: CommandLine) -> None:
    waiting = first(outreach, "review list")

    told = outreach("--as", "Ann", "review", "decide", str(waiting["id"]), "interested", "--note", "call her")
    again = outreach("review", "decide", str(waiting["id"]), "not_interested", status=1)
    shown = outreach("review", "show", str(waiting["id"]))

    assert told.stderr.startswith("Decided: interested. The contact is now ")
    assert "was decided already: interested, by Ann." in again.stderr
    assert "Ann decided: interested. call her" in shown.stdout
    assert shown.stderr == ""


def test_a_referral_that_names_nobody_asks_for_the_name(outreach: CommandLine) -> None:
    [waiting, *_] = [each for each in every(outreach, "review list") if each["proposed"] != "referral"]

    told = outreach("review", "decide", str(waiting["id"]), "referral", status=1).stderr

    assert "Whom did they name? Say it with --referral 'Name <address>'" in told


def test_somebody_whom_the_reviewer_names_becomes_a_referral(outreach: CommandLine) -> None:
    waiting = first(outreach, "review list")
    domain = waiting["contact"].partition("@")[2]

    decided = outreach(
        *("review", "decide", str(waiting["id"]), "referral", "--json"),
        *("--referral", f"Jo Bloggs <jo.bloggs@{domain}>"),
    )

    [referral] = json.loads(decided.stdout)["referrals"]
    assert (referral["name"], referral["email"]) == ("Jo Bloggs", f"jo.bloggs@{domain}")
    assert referral["id"] in [each["id"] for each in every(outreach, "referrals list --all")]


def test_a_referral_is_corrected_and_refused_with_its_reason(outreach: CommandLine) -> None:
    waiting = first(outreach, "referrals list")

    outreach(
        "referrals", "edit", str(waiting["id"]), "--name", "Jo\x1b[31m Bloggs", "--phone", "020 7946 0001"
    )
    outreach("referrals", "refuse", str(waiting["id"]), "--reason", "a private number")

    assert waiting["id"] not in [each["id"] for each in every(outreach, "referrals list")]
    [refused] = [each for each in every(outreach, "referrals list --all") if each["id"] == waiting["id"]]
    assert (refused["name"], refused["phone"]) == ("Jo\ufffd Bloggs", "020 7946 0001")
    assert (refused["state"], refused["reason"]) == ("refused", "a private number")


def test_a_referral_without_an_address_says_how_to_give_one(outreach: CommandLine) -> None:
    [waiting, *_] = [each for each in every(outreach, "referrals list") if each["state"] == "needs_address"]

    told = outreach("referrals", "approve", str(waiting["id"]), status=1).stderr

    assert "--email ADDRESS" in told


def test_a_mail_that_was_surely_sent_cannot_be_resolved(outreach: CommandLine) -> None:
    sent = first(outreach, "outbox list --state sent")

    for verdict in ("sent", "not-sent"):
        told = outreach("outbox", "resolve", str(sent["id"]), verdict, status=1).stderr
        assert "is sent, not doubtful" in told


def test_a_message_that_matched_nothing_is_assigned_to_whoever_answered(outreach: CommandLine) -> None:
    unmatched = first(outreach, "inbox list --unmatched")
    written_to = first(outreach, "outbox list --state sent")["recipient"]

    told = outreach("inbox", "assign", str(unmatched["id"]), written_to).stderr
    again = outreach("inbox", "assign", str(unmatched["id"]), written_to, status=1).stderr

    assert told.startswith(f"Assigned to {written_to}.")
    assert "answers a mail of ours already" in again
    pending = [each["id"] for each in every(outreach, "inbox list --pending")]
    assert unmatched["id"] in pending


def every(outreach: CommandLine, words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(outreach(*words.split(), "--json").stdout)
    return found


def first(outreach: CommandLine, words: str) -> dict[str, Any]:
    return every(outreach, words)[0]
