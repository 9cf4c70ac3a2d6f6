"""A campaign from its creation to its end, suppression, and a rehearsal, by the commands alone."""

import json
from email import message_from_bytes, policy

import pytest

from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine


def test_a_campaign_is_created_started_paused_resumed_and_stopped(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example", "bo@other.example")

    assert outreach("campaign", "start", "spring").stderr.startswith("2 enrolled.\n")
    assert _status(outreach)["state"] == "running"
    assert outreach("campaign", "pause", "spring").stderr == "spring is paused.\n"
    assert _status(outreach)["state"] == "paused"
    assert outreach("campaign", "resume", "spring").stderr == "spring is resumed.\n"
    assert outreach("campaign", "stop", "spring").stderr == "spring is stopped.\n2 runs have ended.\n"
    assert _status(outreach)["enrollments"] == {"stopped": 2}
    assert "cannot be started" in outreach("campaign", "start", "spring", status=1).stderr


def test_a_campaign_is_created_once(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")
    again = ("campaign", "create", "spring", "--sequence", "who-handles-sales", "--list", "spring")

    told = outreach(*again, "--mailbox", "ann", status=1).stderr

    assert 'There is a campaign "spring" already.' in told


def test_creating_says_what_to_do_next_in_words_that_a_shell_understands(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example")
    words = ("--sequence", "who-handles-sales", "--list", "spring", "--mailbox", "ann")

    told = outreach("campaign", "create", "early spring", *words).stderr

    assert "  outreach campaign preview 'early spring' --readable\n" in told
    assert "  outreach campaign start 'early spring'\n" in told


def test_a_preview_of_a_draft_changes_nothing(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")

    mail = message_from_bytes(outreach("campaign", "preview", "spring").stdout_bytes, policy=policy.default)

    assert mail["To"] == "ana@acme.example"
    assert mail["From"] == "Ann Roe <ann@alpha.example>"
    status = _status(outreach)
    assert (status["state"], status["enrollments"], status["outbox"]) == ("draft", {}, {})


def test_a_preview_is_of_whom_it_was_asked_for(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example", "bo@other.example")

    shown = outreach("campaign", "preview", "spring", "--prospect", "BO@other.example", "--readable").stdout

    assert shown.startswith("to            bo@other.example\n")


def test_where_nothing_is_left_to_send_the_preview_says_so(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")
    outreach("campaign", "start", "spring")
    outreach("campaign", "stop", "spring")

    told = outreach("campaign", "preview", "spring", status=1).stderr

    assert "Nothing is left to send to anybody in spring." in told


def test_a_start_says_who_was_left_out_and_why(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example", "bo@other.example", "cy@third.example")
    outreach("suppress", "add", "bo@other.example", "third.example")

    told = outreach("campaign", "start", "spring").stderr

    assert "1 enrolled." in told
    assert "2 left out: suppressed." in told
    assert "live = false" in told


def test_a_suppression_shuts_the_gate_and_its_removal_opens_it(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")
    outreach("campaign", "start", "spring")

    def gate() -> bool:
        [run] = json.loads(outreach("why", "ana@acme.example", "--json").stdout)
        return {each["name"]: bool(each["is_open"]) for each in run["gates"]}["suppression"]

    assert gate()
    assert outreach("suppress", "add", "*.acme.example").stderr == "1 suppressed, 0 were already.\n"
    assert not gate()
    outreach("suppress", "check", "ana@acme.example", status=1)
    outreach("suppress", "remove", "acme.example", "--reason", "it was a slip of mine")
    assert gate()
    outreach("suppress", "check", "ana@acme.example")


def test_a_file_of_suppressions_is_read_in_any_encoding_and_its_bad_lines_are_named(
    outreach: CommandLine,
) -> None:
    lines = [
        "# our rivals",
        "ana@acme.example",
        "*.rival.example  # all of them",
        "",
        "no such thing",
        "a#b@acme.example",
    ]
    file = outreach.folder / "nevers.txt"
    file.write_bytes("\r\n".join(lines).encode("utf-16"))

    told = outreach("suppress", "import", str(file), status=1).stderr

    assert 'nevers.txt, line 5: "no such thing" is neither an address nor a domain.' in told
    assert "3 suppressed, 0 were already (read as plain)." in told
    values = {each["value"] for each in json.loads(outreach("suppress", "list", "--json").stdout)}
    assert values == {"ana@acme.example", "rival.example", "a#b@acme.example"}


def test_a_mailbox_is_paused_with_its_reason_until_it_is_resumed(outreach: CommandLine) -> None:
    outreach("mailbox", "pause", "ann", "--reason", "on\x1b[31m holiday")

    [paused] = json.loads(outreach("mailbox", "list", "--json").stdout)
    outreach("mailbox", "resume", "ann")
    [resumed] = json.loads(outreach("mailbox", "list", "--json").stdout)

    assert paused["paused"] == "on\ufffd holiday"
    assert resumed["paused"] is None


@pytest.mark.parametrize("mode", ["--once", "--until-idle"])
def test_a_rehearsal_sends_nothing_and_says_so(outreach: CommandLine, mode: str) -> None:
    outreach.campaign_over("ana@acme.example")
    outreach("campaign", "start", "spring")

    told = outreach("run", mode).stderr

    assert "A rehearsal: live = false in the configuration, so nothing is sent." in told
    assert _status(outreach)["sent"] == 0


def test_a_mailbox_that_cannot_be_reached_is_told_with_the_trouble(outreach: CommandLine) -> None:
    config = outreach.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + "port = 1\n", encoding="utf-8")

    told = outreach("mailbox", "test", "ann", status=1)

    said = " ".join(told.output.split())
    assert "sending: ann: 127.0.0.1 does not let us send, it is not reached: " in said
    assert "Check host and port in the configuration" in said
    assert "reading: not configured" in said


def test_a_mailbox_that_cannot_be_read_is_told_with_its_host_and_the_next_step(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANN_PASSWORD", "secret")
    config = outreach.folder / "config.toml"
    imap = (
        '\n[mailboxes.imap]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nusername = "ann"\n'
        'password = { env = "ANN_PASSWORD" }\n'
    )
    config.write_text(config.read_text(encoding="utf-8") + imap, encoding="utf-8")

    told = outreach("mailbox", "test", "ann", status=1)

    said = " ".join(told.output.split())
    assert "reading: ann cannot be read: 127.0.0.1:1 cannot be reached: " in said
    assert "Check host and port in the configuration, and whether this machine may go out there." in said


def _status(outreach: CommandLine) -> dict[str, object]:
    found = json.loads(outreach("campaign", "status", "spring", "--json").stdout)
    assert isinstance(found, dict)
    return found
