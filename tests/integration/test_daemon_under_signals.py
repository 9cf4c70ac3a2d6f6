"""`outreach run` as a real process: told to end while a server is slow, to read its files again, asked how it is."""

import os
import signal
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from outreach.daemon.lock import holder
from tests.support.gated_daemon import PASSWORD, PEOPLE, GatedDaemon, gated_daemon
from tests.support.waiting import eventually


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[GatedDaemon]:
    async with gated_daemon(tmp_path) as daemon:
        yield daemon


async def started_campaign(daemon: GatedDaemon) -> None:
    daemon.outreach.campaign_over(*PEOPLE)
    daemon.outreach("campaign", "start", "spring")


# --- the end --------------------------------------------------------------------------------------------------------


async def test_sigterm_lets_the_mail_under_way_end_and_begins_no_other(daemon: GatedDaemon) -> None:
    await started_campaign(daemon)
    daemon.office.gate.clear()
    async with daemon.running() as process:
        await eventually(lambda: daemon.office.asked, "a mail to be handed in", within=60)
        process.send_signal(signal.SIGTERM)
        await eventually(lambda: "draining" in daemon.events(), "it to drain")

        daemon.office.gate.set()

        assert await process.wait() == 0
    assert len(daemon.office.taken) == 1
    states = [mail["state"] for mail in await daemon.json("outbox", "list")]
    assert (states.count("sent"), states.count("queued"), len(states)) == (1, 2, 3)
    assert not (daemon.folder / "outreach.db.heartbeat").exists()


async def test_a_second_sigterm_ends_at_once_and_leaves_the_mail_in_doubt(daemon: GatedDaemon) -> None:
    await started_campaign(daemon)
    daemon.office.gate.clear()
    async with daemon.running() as process:
        await eventually(lambda: daemon.office.asked, "a mail to be handed in", within=60)
        process.send_signal(signal.SIGTERM)
        await eventually(lambda: "draining" in daemon.events(), "it to drain")

        process.send_signal(signal.SIGTERM)

        assert await process.wait() == 128 + signal.SIGTERM
    assert {"ending_at_once", "cut_short"} <= set(daemon.events())
    daemon.office.gate.set()
    async with daemon.running() as process:
        await eventually(lambda: len(daemon.office.asked) == 3, "the others to go out", within=60)
        assert await daemon.end(process) == 0
    assert sorted(daemon.office.asked) == sorted(PEOPLE), "nobody was written to twice"
    states = [mail["state"] for mail in await daemon.json("outbox", "list")]
    assert sorted(states) == ["doubtful", "sent", "sent"]


async def test_the_log_names_nobody_and_holds_no_text_and_no_secret(daemon: GatedDaemon) -> None:
    await started_campaign(daemon)
    async with daemon.running() as process:
        await eventually(lambda: len(daemon.office.taken) == 3, "all mails to go out", within=60)
        assert await daemon.end(process) == 0

    log = (daemon.folder / "daemon.log").read_text(encoding="utf-8")

    assert daemon.events().count("mail_sent") == 3
    for line in log.splitlines():
        assert line.startswith("{"), line
    for secret in (PASSWORD, "Who handles", "Could you tell me", *(who.partition("@")[0] for who in PEOPLE)):
        assert secret not in log


# --- the reload -----------------------------------------------------------------------------------------------------


async def test_an_edited_sequence_is_taken_up_without_a_restart(daemon: GatedDaemon) -> None:
    await started_campaign(daemon)
    async with daemon.running() as process:
        await eventually(lambda: len(daemon.office.taken) == 3, "all mails to go out", within=60)
        daemon.write("templates/who-handles-sales/ask.txt", "Thank you", "Many thanks")

        said = (await daemon.run("reload")).stderr.decode()

        assert "Taken up: spring: version 2 of who-handles-sales." in said
        status = await daemon.json("campaign", "status", "spring")
        assert (status["version"], status["on_older_versions"]) == (2, 3)
        assert daemon.events().count("running") == 1, "the same engine goes on"
        assert await daemon.end(process) == 0


async def test_a_changed_configuration_is_taken_up_by_the_same_process(daemon: GatedDaemon) -> None:
    daemon.write("config.toml", "live = true", "live = false")
    await started_campaign(daemon)
    async with daemon.running() as process:
        daemon.write("config.toml", "live = false", "live = true")

        await daemon.run("reload")

        await eventually(lambda: len(daemon.office.taken) == 3, "all mails to go out", within=60)
        assert await daemon.end(process) == 0
    assert daemon.events().count("running") == 2
    assert [line["live"] for line in daemon.log() if line["event"] == "running"] == [False, True]


async def test_a_mail_that_is_being_handed_in_is_not_cut_by_a_reload(daemon: GatedDaemon) -> None:
    await started_campaign(daemon)
    daemon.office.gate.clear()
    async with daemon.running() as process:
        await eventually(lambda: daemon.office.asked, "a mail to be handed in", within=60)
        daemon.write("config.toml", "per_day = 500", "per_day = 400")
        process.send_signal(signal.SIGHUP)
        await eventually(lambda: "draining" in daemon.events(), "it to drain")

        daemon.office.gate.set()

        await eventually(lambda: len(daemon.office.taken) == 3, "all mails to go out", within=60)
        assert await daemon.end(process) == 0
    assert sorted(who for who, _ in daemon.office.taken) == sorted(PEOPLE)
    assert [mail["state"] for mail in await daemon.json("outbox", "list")] == ["sent"] * 3


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("config.toml", "per_day = 500", "per_day = many"),
        ("config.toml", "per_day = 500", "per_dya = 500"),
        ("sequences/who-handles-sales.toml", "[window]", "[windo]"),
        ("lead-definition.toml", "threshold", "treshold"),
        ("countries.toml", 'decision = "allow"', 'decision = "perhaps"'),
        ("config.toml", 'file = "password"', 'file = "no-such-file"'),
    ],
    ids=["no toml", "unknown key", "sequence", "lead definition", "countries", "secret"],
)
async def test_a_broken_file_is_refused_and_the_old_goes_on(
    daemon: GatedDaemon, file: str, old: str, new: str
) -> None:
    daemon.outreach.campaign_over(*PEOPLE)
    async with daemon.running() as process:
        daemon.write(file, old, new)
        process.send_signal(signal.SIGHUP)

        await eventually(lambda: "reload_refused" in daemon.events(), "it to be refused")

        (refused, *_) = [line for line in daemon.log() if line["event"] == "reload_refused"]
        assert file.rpartition("/")[2] in refused["first"] or "no-such-file" in refused["first"]
        assert "reloaded" not in daemon.events()
        daemon.write(file, new, old)
        daemon.outreach("campaign", "start", "spring")
        await eventually(lambda: len(daemon.office.taken) == 3, "all mails to go out", within=60)
        assert await daemon.end(process) == 0


async def test_what_needs_a_restart_is_named(daemon: GatedDaemon) -> None:
    async with daemon.running() as process:
        text = (daemon.folder / "config.toml").read_text(encoding="utf-8")
        elsewhere = f'[database]\nurl = "sqlite:///{daemon.folder}/other.db"\n\n[sender]'
        (daemon.folder / "config.toml").write_text(text.replace("[sender]", elsewhere), encoding="utf-8")
        process.send_signal(signal.SIGHUP)

        await eventually(lambda: "restart_needed" in daemon.events(), "it to say so")

        assert await daemon.end(process) == 0
    (named,) = [line["section"] for line in daemon.log() if line["event"] == "restart_needed"]
    assert named == "database"
    assert not (daemon.folder / "other.db").exists()


# --- how it is ------------------------------------------------------------------------------------------------------


async def test_status_says_that_it_runs_and_ends_with_0(daemon: GatedDaemon) -> None:
    await started_campaign(daemon)
    async with daemon.running() as process:
        await eventually(lambda: len(daemon.office.taken) == 3, "all mails to go out", within=60)
        await daemon.run("reload")

        status = await daemon.json("status")

        (running,) = status["daemons"]
        assert (status["running"], status["well"], status["wrong"]) == (True, True, [])
        assert running["pid"] == process.pid
        assert running["started_at"] <= running["beat_at"]
        assert {"plan", "send ann", "understand"} <= set(running["turns"])
        assert running["reload"]["number"] == 1
        assert (status["campaigns"], status["queued"], status["doubtful"]) == (1, 0, 0)
        assert status["mailboxes"][0]["sent_24h"] == 3
        beat = daemon.folder / "outreach.db.heartbeat"
        assert stat.S_IMODE(beat.stat().st_mode) == 0o600
        assert await daemon.end(process) == 0


async def test_status_of_a_daemon_that_was_killed_ends_with_1(daemon: GatedDaemon) -> None:
    async with daemon.running() as process:
        await eventually((daemon.folder / "outreach.db.heartbeat").exists, "its first beat")
        process.kill()
        await process.wait()

    status = await daemon.json("status", status=1)

    assert (status["running"], status["daemons"]) == (False, [])
    assert "no daemon runs" in status["wrong"][0]


async def test_a_mailbox_that_paused_itself_is_wrong_but_the_daemon_is_alive(daemon: GatedDaemon) -> None:
    async with daemon.running() as process:
        await eventually((daemon.folder / "outreach.db.heartbeat").exists, "its first beat")
        daemon.outreach("mailbox", "pause", "ann", "--reason", "9 of the last 200 mails bounced")

        whole = await daemon.json("status", status=1)
        alive = await daemon.json("status", "--alive")

        assert whole["wrong"] == [
            "ann is paused: 9 of the last 200 mails bounced. Then `outreach mailbox resume ann`"
        ]
        assert alive["well"]
        assert await daemon.end(process) == 0


async def test_asking_who_holds_the_lock_never_keeps_a_daemon_from_starting(tmp_path: Path) -> None:
    from outreach.daemon.lock import only_daemon

    database = tmp_path / "outreach.db"
    assert holder(database) is None

    with only_daemon(database):
        assert holder(database) == f"process {os.getpid()}"

    assert holder(database) is None
