"""A backup is restored, or a server cloned: nobody gets a mail twice, and the runs go on. On real servers."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.sending_line import NEXT_MAILS, SendingLine

RECIPIENTS = 3


@pytest.fixture(params=["the program files copies", "the provider files copies"])
def line(
    request: pytest.FixtureRequest, tmp_path: Path, empty_mailboxes: Dovecot, postfix: Postfix
) -> Iterator[SendingLine]:
    provider_files = request.param.startswith("the provider")
    with SendingLine(tmp_path / "line", empty_mailboxes, postfix, provider_files=provider_files) as line:
        yield line


class Backup:
    """The database as it was, to be put back in place of what it has become."""

    def __init__(self, line: SendingLine, name: str) -> None:
        self._database = line.workspace.folder / "outreach.db"
        self._kept = line.workspace.folder.parent / f"{name}.db"
        shutil.copyfile(self._database, self._kept)

    def restore(self) -> None:
        for leftover in self._database.parent.glob("outreach.db-*"):
            leftover.unlink()
        shutil.copyfile(self._kept, self._database)


def paused(line: SendingLine) -> str | None:
    [mailbox] = json.loads(line.workspace.outreach("mailbox", "list", "--json").stdout)
    why: str | None = mailbox["paused"]
    return why


def mails_each(line: SendingLine, recipients: list[str]) -> list[int]:
    line.wait_until_delivered()
    return [len(line.message_ids(recipient)) for recipient in recipients]


def test_a_restored_backup_sends_nothing_twice_and_goes_on_when_a_person_agrees(line: SendingLine) -> None:
    recipients = line.start_campaign(RECIPIENTS)
    backup = Backup(line, "before")
    line.run_until_idle()
    assert mails_each(line, recipients) == [1] * RECIPIENTS
    backup.restore()

    line.run_until_idle()

    assert mails_each(line, recipients) == [1] * RECIPIENTS
    why = paused(line)
    assert why is not None
    assert why.startswith("this database is older than the Sent folder of ann")
    assert {mail.state for mail in line.outbox()} == {"sent"}
    line.live_through(NEXT_MAILS)
    assert mails_each(line, recipients) == [1] * RECIPIENTS, "nobody has agreed yet"

    said = line.workspace.outreach("mailbox", "resume", "ann").stderr
    # The pause has held the reminders up: they are spread over the coming days.
    line.live_through(NEXT_MAILS)

    assert f"It was paused: {why}" in said
    assert paused(line) is None
    assert mails_each(line, recipients) == [2] * RECIPIENTS
    assert all(
        line.in_reply_to(recipient) == [None, line.message_ids(recipient)[0]] for recipient in recipients
    )
    assert all(outcome.next_step == 2 for outcome in line.outcomes(recipients))


def test_a_file_put_back_by_hand_and_said_to_be_is_looked_through_before_anything_goes(
    line: SendingLine,
) -> None:
    recipients = line.start_campaign(RECIPIENTS)
    backup = Backup(line, "before")
    line.run_until_idle()
    backup.restore()

    line.workspace.outreach("db", "restored")
    why = paused(line)
    line.run_until_idle()
    seen = {mail.state for mail in line.outbox()}
    line.workspace.outreach("mailbox", "resume", "ann")
    line.live_through(NEXT_MAILS)

    assert why == "this database was restored from a backup"
    assert seen == {"sent"}
    assert mails_each(line, recipients) == [2] * RECIPIENTS


def test_a_clone_on_the_same_mailbox_stops_itself_and_later_the_original(line: SendingLine) -> None:
    recipients = line.start_campaign(RECIPIENTS)
    clone = Backup(line, "clone")
    line.run_until_idle()
    original = Backup(line, "original")

    clone.restore()
    line.run_until_idle()
    stopped = paused(line)
    line.workspace.outreach("mailbox", "resume", "ann")
    line.live_through(NEXT_MAILS)
    after_the_clone = mails_each(line, recipients)
    original.restore()
    line.run_until_idle()

    assert stopped is not None
    assert after_the_clone == [2] * RECIPIENTS
    assert paused(line) is not None, "the original sees what the clone has sent"
    assert mails_each(line, recipients) == [2] * RECIPIENTS
