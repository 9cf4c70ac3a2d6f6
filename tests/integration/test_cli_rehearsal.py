"""A rehearsal on the terminal, an edited sequence by the commands alone, and a workspace that is still the example."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from outreach.cli.run_rehearsal import show_rehearsal
from outreach.core.shipped import shipped
from outreach.reporting.campaign.rehearsal import Rehearsal, WouldSend
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ANA, BO = "ana@acme.example", "bo@other.example"
WOULD_SEND = "would send to {}: Who handles sales at "


def open_on(outreach: CommandLine, *days: str) -> None:
    """All day long on these days of the week."""
    file = outreach.folder / "sequences" / "who-handles-sales.toml"
    hours = f'[window]\nhours = ["00:00-24:00"]\ndays = {json.dumps(days)}\nspread_minutes = 0\n'
    text = re.sub(r"\[window\]\n(?:.+\n)+", hours, file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    config = outreach.folder / "config.toml"
    own = config.read_text(encoding="utf-8").replace("[policy]\n", "[policy]\npublic_holidays = false\n")
    if "public_holidays" not in own:
        own = own.replace("[[mailboxes]]", "[policy]\npublic_holidays = false\n\n[[mailboxes]]", 1)
    config.write_text(own, encoding="utf-8")


def edit(outreach: CommandLine, before: str, after: str) -> None:
    file = outreach.folder / "templates" / "who-handles-sales" / "ask.txt"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def started(outreach: CommandLine, *days: str) -> None:
    open_on(outreach, *days or DAYS)
    outreach.campaign_over(ANA, BO)
    outreach("campaign", "start", "spring")


# --- what would go ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["--once", "--until-idle"])
def test_every_mail_that_is_due_is_said_every_time(outreach: CommandLine, mode: str) -> None:
    started(outreach)

    told = [outreach("run", mode).stdout.splitlines() for _ in range(2)]

    assert told[0] == told[1]
    assert [line.startswith(WOULD_SEND.format(to)) for line, to in zip(told[0], (ANA, BO), strict=True)]
    assert all(line.endswith("[spring, ask, from ann]") for line in told[0])


def test_the_log_has_the_number_of_the_mail_and_no_address(outreach: CommandLine) -> None:
    started(outreach)

    log = outreach("run", "--once").stderr

    [first, _] = [line for line in log.splitlines() if " would_send " in line]
    number = re.search(r"outbound=(\d+) ", first)
    assert number is not None
    assert ANA in outreach("outbox", "show", number[1]).stdout
    assert ANA not in log
    assert "would_send" not in outreach("run", "--once").stderr


def test_where_nothing_is_due_it_says_when_the_next_one_is_and_why(outreach: CommandLine) -> None:
    other = DAYS[(datetime.now(UTC) + timedelta(days=3)).weekday()]
    started(outreach, other)

    done = outreach("run", "--once")

    assert done.stdout == ""
    assert re.search(
        r"Nothing is due now\. Next is ask to \S+ \(spring\), not before \w{3} \d{4}-\d\d-\d\d \d\d:\d\d UTC \(\w{3} ",
        done.stderr,
    )
    assert f"  window: {other} 00:00-24:00 in " in done.stderr
    assert "`outreach campaign forecast spring` says what goes when" in done.stderr


def test_where_a_person_has_to_do_something_it_says_what(outreach: CommandLine) -> None:
    started(outreach)
    outreach("mailbox", "pause", "ann", "--reason", "on holiday")

    told = outreach("run", "--once").stderr

    assert "Nothing is due now. Next would be ask to " in told
    assert "  mailbox: ann: on holiday\n" in told


def test_where_nothing_is_left_it_says_so(outreach: CommandLine) -> None:
    assert "Nothing is due now, and nothing comes by itself." in outreach("run", "--once").stderr


def test_a_hostile_subject_stays_one_harmless_line(capsys: pytest.CaptureFixture[str]) -> None:
    subject = "Who\x1b[2J\r\nwould send to boss@acme.example: hello"

    show_rehearsal(Rehearsal((WouldSend(1, ANA, subject, "ann", "spring", "ask"),)))

    said = capsys.readouterr().out
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said


# --- an edited sequence ----------------------------------------------------------------------------------------------


def test_an_edited_wording_reaches_who_has_had_nothing(outreach: CommandLine) -> None:
    started(outreach)
    outreach("run", "--once")
    edit(outreach, "Could you tell me", "Would you tell me")

    before = outreach("campaign", "preview", "spring", "--readable", "--prospect", ANA)
    status = json.loads(outreach("campaign", "status", "spring", "--json").stdout)
    told = outreach("campaign", "start", "spring").stderr
    after = outreach("campaign", "preview", "spring", "--readable", "--prospect", ANA)

    assert "Could you tell me" in before.stdout
    assert "step          ask, version 1\n" in before.stdout
    assert (
        "have been edited since version 1, which goes out: `outreach campaign start spring`" in before.stderr
    )
    assert "have been edited since version 1" in status["edited"]
    assert "2 moved to version 2.\n" in told
    assert "Would you tell me" in after.stdout
    assert "step          ask, version 2\n" in after.stdout
    assert "have been edited" not in after.stderr
    assert "have been edited" not in outreach("campaign", "forecast", "spring").stderr
    assert len(outreach("run", "--once").stdout.splitlines()) == 2


def test_the_start_says_it_to_scripts_as_well(outreach: CommandLine) -> None:
    started(outreach)
    edit(outreach, "Could you tell me", "Would you tell me")

    told = json.loads(outreach("campaign", "start", "spring", "--json").stdout)

    assert told["moved"] == [
        {"sequence": "who-handles-sales", "version": 2, "moved": 2, "kept": [], "ended": {}}
    ]
    assert (told["version"], told["enrolled"], told["state"]) == (2, 0, "running")


def test_a_paused_campaign_takes_up_an_edit_and_stays_paused(outreach: CommandLine) -> None:
    started(outreach)
    outreach("campaign", "pause", "spring")
    edit(outreach, "Could you tell me", "Would you tell me")

    told = outreach("campaign", "start", "spring").stderr

    assert "2 moved to version 2.\n" in told
    assert "It is paused, and stays so: `outreach campaign resume spring`." in told


def test_a_wording_that_breaks_a_rule_reaches_nobody(outreach: CommandLine) -> None:
    started(outreach)
    edit(outreach, "Could you tell me", "Could you tell me? Could you tell me")

    told = outreach("campaign", "start", "spring", status=3)

    assert "one-question" in told.stderr or "question" in told.stderr
    assert json.loads(outreach("campaign", "status", "spring", "--json").stdout)["version"] == 1


# --- a workspace that is still the example ---------------------------------------------------------------------------


def test_what_is_still_the_example_is_no_ground_to_send_from(outreach: CommandLine) -> None:
    started(outreach)
    config = outreach.folder / "config.toml"
    own = config.read_text(encoding="utf-8")
    example = re.search(
        r"^postal_address = .+$", shipped("config.example.toml").read_text("utf-8"), re.MULTILINE
    )
    assert example is not None
    config.write_text(re.sub(r"(?m)^postal_address = .+$", example[0], own), encoding="utf-8")
    warned = outreach("lint").stdout
    config.write_text("live = true\n" + re.sub(r"(?m)^live = .+\n", "", config.read_text("utf-8")), "utf-8")

    refused = [
        outreach(*words, status=3).stderr for words in (("run", "--once"), ("campaign", "start", "spring"))
    ]
    linted = outreach("lint", status=1).stdout

    assert "warning: " in warned
    assert "sender.postal_address: is still that of the example." in warned
    assert all(
        "sender.postal_address: is still that of the example: nothing is sent" in each for each in refused
    )
    assert "error: " in linted
    # Whoever says no is heard all the same.
    outreach("suppress", "add", ANA)
