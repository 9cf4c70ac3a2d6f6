"""A backup is made while mail goes out, and restored: nothing is sent twice, and everybody is told. Real servers."""

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.sending_line import ANN, NEXT_MAILS, SendingLine
from tests.support.smtp_proxy import Place, Weather
from tests.support.waiting import wait_for

RECIPIENTS = 30


@pytest.fixture
def line(tmp_path: Path, empty_mailboxes: Dovecot, postfix: Postfix) -> Iterator[SendingLine]:
    # So slow that a backup fits in between.
    weather = Weather(random.Random(7), delay=0.04)
    with SendingLine(
        tmp_path / "line", empty_mailboxes, postfix, weather=weather, provider_files=True
    ) as line:
        yield line


def states_in(backup: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as database:
        return {state for (state,) in database.execute("SELECT DISTINCT state FROM outbound_message")}


def sent_in(backup: Path) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as database:
        counted = database.execute("SELECT count(*) FROM outbound_message WHERE state = 'sent'").fetchone()
        return int(counted[0])


def mails_each(line: SendingLine, recipients: list[str]) -> list[int]:
    line.wait_until_delivered()
    return [len(line.message_ids(recipient)) for recipient in recipients]


def test_a_backup_made_during_sending_sends_nothing_twice_and_is_noticed(
    line: SendingLine, tmp_path: Path
) -> None:
    backup = tmp_path / "during.db"
    recipients = line.start_campaign(RECIPIENTS)
    daemon = line.run()
    wait_for(lambda: len(line.proxy.taken) >= 5, "some mails to go out", within=60)

    line.workspace.outreach("db", "backup", str(backup))
    wait_for(lambda: line.waiting() == 0, "the daemon to send the rest", within=60)
    daemon.terminate()
    assert daemon.wait() == 0, line.workspace.log()
    said = line.workspace.outreach("db", "restore", str(backup), "--replace").stderr
    line.run_until_idle()

    assert 0 < sent_in(backup) < RECIPIENTS, "the backup was to be made in the midst of sending"
    assert mails_each(line, recipients) == [1] * RECIPIENTS
    assert "Every mailbox is paused." in said
    assert "CRITICAL database_was_restored" in line.workspace.log()
    assert "ALARM" in line.workspace.outreach("campaign", "status", "campaign1").stdout
    assert {mail.state for mail in line.outbox()} == {"sent"}, "the Sent folder has told the rest"
    print(f"\nsent in the backup: {sent_in(backup)} of {RECIPIENTS}; afterwards each has got 1")

    line.live_through(NEXT_MAILS)
    assert mails_each(line, recipients) == [1] * RECIPIENTS, "nobody has agreed yet"
    line.workspace.outreach("mailbox", "resume", "--all")
    line.live_through(NEXT_MAILS)

    assert mails_each(line, recipients) == [2] * RECIPIENTS
    assert "ALARM" not in line.workspace.outreach("campaign", "status", "campaign1").stdout


def test_a_backup_with_a_mail_in_the_air_does_not_send_that_one_again(
    line: SendingLine, tmp_path: Path
) -> None:
    backup = tmp_path / "in_the_air.db"
    recipients = line.start_campaign(3)
    line.proxy.hold_at(Place.DOT)
    daemon = line.run()
    line.proxy.wait_until_held()

    line.workspace.outreach("db", "backup", str(backup))
    daemon.kill()
    line.run_until_idle()
    line.workspace.outreach("db", "restore", str(backup), "--replace")
    line.run_until_idle()
    line.workspace.outreach("mailbox", "resume", "ann")
    line.run_until_idle()

    assert "in_flight" in states_in(backup)
    assert mails_each(line, recipients) == [1] * 3
    assert {mail.state for mail in line.outbox()} == {"sent"}


def test_a_no_that_came_after_the_backup_is_read_again_where_the_disk_is_lost(
    line: SendingLine, tmp_path: Path, empty_mailboxes: Dovecot
) -> None:
    backup = tmp_path / "before.db"
    recipients = line.start_campaign(2)
    line.run_until_idle()
    line.workspace.outreach("db", "backup", str(backup))
    [mail_of_ours] = line.message_ids(recipients[0])
    empty_mailboxes.deliver(ANN, no_from(recipients[0], mail_of_ours))
    line.run_until_idle()
    for file in line.workspace.folder.glob("outreach.db*"):
        file.unlink()

    line.workspace.outreach("db", "restore", str(backup))
    line.run_until_idle()
    line.workspace.outreach("mailbox", "resume", "ann")
    line.live_through(NEXT_MAILS)

    # Somebody's no ends the cold runs of their colleagues too; without it both had got the second mail.
    assert mails_each(line, recipients) == [1, 1]
    checked = line.workspace.outreach("suppress", "check", recipients[0], may_fail=True)
    assert "is suppressed" in checked.stderr


def no_from(sender: str, to: str) -> bytes:
    text = (
        f"From: <{sender}>\r\nTo: <{ANN}>\r\nSubject: Re: hello\r\nMessage-ID: <no-1@customer.example>\r\n"
        f"In-Reply-To: {to}\r\nDate: Thu, 26 Nov 2026 09:00:00 +0000\r\n\r\nPlease remove me from your list.\r\n"
    )
    return text.encode()
