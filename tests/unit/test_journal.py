"""The side journal, with pages torn at every byte and disks that are full in earnest."""

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.core.errors import Refused
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.sending.journal import Entry, Journal, JournalFull, journal_path, open_journal
from tests.support.databases import NOW
from tests.support.tiny_disk import fill, tiny_disk

TAKEN = Answer(
    Outcome.SENT,
    Phase.DOT,
    250,
    "2.0.0",
    "Ok: queued as 3F2A1C0D",
    host="smtp.alpha.example",
    queue_id="3F2A1C0D",
    message_id="<AB1@prod.alpha.example>",
)
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outreach.db.journal"


def entry(number: int = 1, answer: Answer = TAKEN) -> Entry:
    return Entry(
        outbound_id=number,
        token=f"{number:032x}",
        mailbox="ann",
        sender="ann@alpha.example",
        recipient=f"robin{number}@beta.example",
        attempts=2,
        first_attempt_at=NOW - timedelta(hours=1),
        at=NOW,
        answer=answer,
    )


def page_of(journal: Path, number: int) -> bytes:
    with journal.open("rb") as file:
        file.seek(PAGE * (number + 1))
        return file.read(PAGE)


def with_page(journal: Path, number: int, page: bytes) -> None:
    """What a crash has left there."""
    with journal.open("r+b") as file:
        file.seek(PAGE * (number + 1))
        file.write(page.ljust(PAGE, b"\0"))


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_it_lies_beside_the_database_else_beside_the_configuration() -> None:
    config = Path("/srv/team/config.toml")

    places = journal_path(config, Path("/var/mail/outreach.db")), journal_path(config, None)

    assert places == (Path("/var/mail/outreach.db.journal"), Path("/srv/team/outreach.journal"))


def test_daemons_that_share_a_configuration_have_a_journal_each(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"

    with open_journal(config, None) as first, open_journal(config, None) as second:
        first.add(entry(1))
        second.add(entry(2))

    with open_journal(config, None) as first, open_journal(config, None) as second:
        assert (first.entries(), second.entries()) == ([entry(1)], [entry(2)])


def test_a_second_daemon_on_a_sqlite_database_is_refused(tmp_path: Path) -> None:
    config, database = tmp_path / "config.toml", tmp_path / "outreach.db"

    with open_journal(config, database), pytest.raises(Refused, match="another daemon"):
        open_journal(config, database)


def test_an_answer_outlives_the_process_in_every_detail(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.add(entry())

    with Journal.open(path) as reopened:
        assert reopened.entries() == [entry()]


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("phase", list(Phase))
def test_every_kind_of_answer_is_kept(path: Path, outcome: Outcome, phase: Phase) -> None:
    bare = Answer(outcome, phase)
    with Journal.open(path, room=1) as journal:
        journal.add(entry(answer=bare))

        assert journal.entries() == [entry(answer=bare)]


def test_entries_come_in_the_order_of_adding(path: Path) -> None:
    with Journal.open(path) as journal:
        for number in (3, 1, 2):
            journal.add(entry(number))

    with Journal.open(path) as reopened:
        reopened.add(entry(9))
        assert [each.outbound_id for each in reopened.entries()] == [3, 1, 2, 9]


def test_what_is_cleared_does_not_come_back(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.add(entry(1))
        journal.add(entry(2))
        journal.clear()

    with Journal.open(path) as reopened:
        reopened.add(entry(3))
        assert [each.outbound_id for each in reopened.entries()] == [3]


def test_it_is_nobody_elses_to_read(path: Path) -> None:
    path.parent.chmod(0o755)
    former = os.umask(0)
    try:
        Journal.open(path).close()
    finally:
        os.umask(former)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_journal_that_others_could_read_is_closed_to_them(path: Path) -> None:
    Journal.open(path).close()
    path.chmod(0o644)

    Journal.open(path).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("character", ["x", "я", "\U0001f4ee", '"', "\\", "\udcff"])
def test_a_long_text_is_cut_and_nothing_else_suffers(path: Path, character: str) -> None:
    wordy = replace(TAKEN, text=character * 500, message_id=f"<{'x' * 248}>", queue_id=character * 250)
    with Journal.open(path, room=2) as journal:
        journal.add(entry(1, wordy))
        journal.add(entry(2))

        first, second = journal.entries()

    assert (first.token, first.answer.outcome, first.answer.message_id) == (
        entry(1).token,
        Outcome.SENT,
        wordy.message_id,
    )
    assert second == entry(2)


def test_hundreds_of_answers_fit_and_one_too_many_is_said(path: Path) -> None:
    with Journal.open(path) as journal:
        for number in range(256):
            journal.add(entry(number))

        with pytest.raises(JournalFull):
            journal.add(entry(256))

        assert [each.outbound_id for each in journal.entries()] == list(range(256))


def test_a_second_process_is_refused(path: Path) -> None:
    with Journal.open(path), pytest.raises(Refused, match="another daemon"):
        Journal.open(path)

    Journal.open(path).close()


def test_a_foreign_file_is_left_alone(path: Path) -> None:
    path.write_bytes(b"My diary\n")

    with pytest.raises(Refused, match="not a journal"):
        Journal.open(path)

    assert path.read_bytes() == b"My diary\n"


# --- torn writes -----------------------------------------------------------------------------------------------------


def test_a_record_torn_at_any_byte_is_told_from_a_whole_one(path: Path) -> None:
    with Journal.open(path, room=3) as journal:
        journal.add(entry(1))
        journal.add(entry(2))
    whole = page_of(path, 1)
    length = len(whole.rstrip(b"\0"))

    for cut in range(length):
        with_page(path, 1, whole[:cut])
        with Journal.open(path, room=3) as journal:
            assert (journal.entries(), journal.torn) == ([entry(1)], 1 if cut else 0), cut
    with_page(path, 1, whole[:length])
    with Journal.open(path, room=3) as journal:
        assert (journal.entries(), journal.torn) == ([entry(1), entry(2)], 0)


def test_a_record_whose_end_came_first_is_told_from_a_whole_one(path: Path) -> None:
    with Journal.open(path, room=1) as journal:
        journal.add(entry())
    whole = page_of(path, 0)
    length = len(whole.rstrip(b"\0"))

    for missing in range(1, length + 1):
        with_page(path, 0, bytes(missing) + whole[missing:])
        with Journal.open(path, room=1) as journal:
            assert journal.entries() == [], missing


def test_a_changed_bit_spoils_its_own_record_only(path: Path) -> None:
    with Journal.open(path, room=3) as journal:
        for number in (1, 2, 3):
            journal.add(entry(number))
    whole = page_of(path, 1)

    for place in range(len(whole.rstrip(b"\0"))):
        with_page(path, 1, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with Journal.open(path, room=3) as journal:
            kept = journal.entries()
        assert [each.outbound_id for each in kept if each != entry(2)] == [1, 3], place


def test_a_file_cut_at_any_byte_keeps_what_was_whole_and_takes_more(path: Path) -> None:
    with Journal.open(path, room=2) as journal:
        journal.add(entry(1))
        journal.add(entry(2))
    octets = path.read_bytes()
    second = PAGE * 2

    for size in range(second, second + len(octets[second:].rstrip(b"\0"))):
        path.write_bytes(octets[:size])
        with Journal.open(path, room=4) as journal:
            assert journal.entries() == [entry(1)], size
            journal.add(entry(3))
            assert journal.entries() == [entry(1), entry(3)], size
            assert path.stat().st_size == PAGE * 5


def test_a_journal_whose_making_was_cut_short_is_not_there(path: Path) -> None:
    left = path.with_name(f"{path.name}.new-1")
    left.write_bytes(b"outreach side jour")

    with Journal.open(path) as journal:
        journal.add(entry())
        assert journal.entries() == [entry()]


def test_a_torn_record_leaves_with_the_next_clearing(path: Path) -> None:
    with Journal.open(path, room=2) as journal:
        journal.add(entry(1))
    with_page(path, 1, page_of(path, 0)[:100])

    with Journal.open(path, room=2) as journal:
        with pytest.raises(JournalFull):
            journal.add(entry(2))
        journal.clear()
        journal.add(entry(2))
        assert (journal.entries(), journal.torn) == ([entry(2)], 0)


# --- a disk that takes nothing more ----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with tiny_disk(tmp_path / "disk", megabytes=2) as folder:
        yield folder


def test_a_full_disk_takes_every_answer_all_the_same(small_disk: Path) -> None:
    path = small_disk / "outreach.db.journal"
    with Journal.open(path) as journal:
        fill(small_disk)
        with pytest.raises(OSError, match="No space left"):
            (small_disk / "one more").write_bytes(b"x")

        for number in range(256):
            journal.add(entry(number))

    with Journal.open(path) as reopened:
        assert len(reopened.entries()) == 256
        reopened.clear()
        reopened.add(entry(7))
        assert reopened.entries() == [entry(7)]


def test_without_room_for_the_journal_nothing_begins(small_disk: Path) -> None:
    fill(small_disk)
    path = small_disk / "outreach.db.journal"

    with pytest.raises(Refused, match="nothing is sent"):
        Journal.open(path)

    assert sorted(file.name for file in small_disk.iterdir()) == ["others"]


UNDER_A_LIMIT = """
import resource, sys
from pathlib import Path
from tests.unit.test_journal import entry
from outreach.core.errors import Refused
from outreach.sending.journal import Journal

folder = Path(sys.argv[1])
ready = Journal.open(folder / "ready.journal", room=8)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096 * 9, resource.RLIM_INFINITY))
try:
    with (folder / "grows").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
except OSError as error:
    print("growing:", error.strerror)
for number in range(8):
    ready.add(entry(number))
print("kept:", len(ready.entries()))
try:
    Journal.open(folder / "late.journal", room=9)
except Refused as refusal:
    print("late:", "nothing is sent" in str(refusal))
print("left:", *sorted(file.name for file in folder.iterdir()))
"""


def test_a_limit_on_the_size_of_files_stops_a_new_journal_and_not_a_ready_one(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", UNDER_A_LIMIT, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert child.stdout.splitlines() == [
        "growing: File too large",
        "kept: 8",
        "late: True",
        "left: grows ready.journal",
    ], child.stderr


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone/outreach\.db\.journal cannot be made ready"):
        Journal.open(tmp_path / "gone" / "outreach.db.journal")


def test_a_write_that_fails_is_said_and_the_answers_before_it_stay(path: Path) -> None:
    with Journal.open(path, room=2) as journal:
        journal.add(entry(1))
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE * 2 + 100, hard))
        try:
            with pytest.raises(OSError, match="File too large"):
                journal.add(entry(2))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with Journal.open(path, room=2) as reopened:
        assert (reopened.entries(), reopened.torn) == ([entry(1)], 1)
