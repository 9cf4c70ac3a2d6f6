"""`outreach inbox`: whose answer a message is with one key, the alarm, and raw mail for any other program."""

import json
import mailbox as stdlib_mailbox
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.database.engine import Database
from outreach.inbox import service as inbox
from outreach.prospects.service import NewContact
from outreach.sending import mailboxes
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.mailroom import Mailroom, a_reply

ANA, AT_HOME = "ana.ruiz@acme.example", "ana.ruiz@home.example"
READ_HERE = '\n[mailboxes.imap]\nhost = "127.0.0.1"\nsecurity = "none"\n'


@pytest.fixture
def room(outreach: CommandLine) -> Iterator[Mailroom]:
    """The mailroom of the workspace, from which Ana has had a mail."""
    with (outreach.folder / "config.toml").open("a") as config:
        config.write(READ_HERE)
    database = Database(f"sqlite:///{outreach.folder / 'outreach.db'}")
    room = Mailroom(database)
    room.ask(NewContact(ANA, company="Acme", name="Ana Ruiz"))
    yield room
    database.close()


def rows(outreach: CommandLine, *words: str) -> Any:
    return json.loads(outreach(*words, "--json").stdout)


# --- one key --------------------------------------------------------------------------------------------------------


def test_what_matched_nothing_is_listed_with_whose_it_may_be(outreach: CommandLine, room: Mailroom) -> None:
    room.receive(a_reply(None, sender=AT_HOME))
    room.receive(a_reply(None, sender=ANA))

    [unmatched] = rows(outreach, "inbox", "list", "--unmatched")
    shown = outreach("inbox", "list", "--unmatched")

    assert unmatched["suggestions"] == [
        {"address": ANA, "mail": room.mail(ANA).id, "why": "the same name before the @"}
    ]
    assert f"{ANA} (the same name before the @)" in shown.stdout
    assert "`outreach inbox assign ID`" in shown.stderr


def test_the_suggestion_is_taken_with_the_number_alone(outreach: CommandLine, room: Mailroom) -> None:
    stored = room.receive(a_reply(None, "Please take me off your list.", sender=AT_HOME))

    told = outreach("inbox", "assign", str(stored)).stderr

    assert told.startswith(f"Assigned to {ANA} (the same name before the @).")
    answered = room.answers(stored)
    assert answered is not None
    assert answered.recipient == ANA


@pytest.mark.parametrize("way", [(ANA,), ("--to", ANA)])
def test_a_person_may_say_whose_it_is(outreach: CommandLine, room: Mailroom, way: tuple[str, ...]) -> None:
    stored = room.receive(a_reply(None, sender="max@agency.example"))

    told = outreach("inbox", "assign", str(stored), *way).stderr

    assert told.startswith(f"Assigned to {ANA}. ")


def test_where_nothing_speaks_for_anybody_the_next_step_is_told(
    outreach: CommandLine, room: Mailroom
) -> None:
    stored = room.receive(a_reply(None, sender="max@agency.example"))

    told = outreach("inbox", "assign", str(stored), status=1).stderr

    assert f"`outreach inbox assign {stored} --to ADDRESS`" in told
    assert "Name one address" in outreach("inbox", "assign", "1", ANA, "--to", AT_HOME, status=2).stderr


# --- the alarm ------------------------------------------------------------------------------------------------------


def is_read(room: Mailroom, **ago: float) -> None:
    room.do(mailboxes.note_read, "ann", datetime.now(UTC) - timedelta(**ago))


def test_a_mailbox_that_is_not_read_is_an_alarm_wherever_one_looks(
    outreach: CommandLine, room: Mailroom
) -> None:
    is_read(room, hours=7)
    room.store(a_reply(None, sender=ANA))

    alarm = "ann was last read 7 h ago: replies may lie there unseen."
    status = outreach("campaign", "status", "spring").stdout
    assert "ALARM" in status
    assert alarm in " ".join(status.split())
    assert "ann was last read 7 h ago: more may have come" in " ".join(status.split())
    assert f"ALARM: {alarm}" in outreach("mailbox", "list").stderr
    assert f"ALARM: {alarm}" in outreach("inbox", "list").stderr
    [row] = rows(outreach, "mailbox", "list")
    assert row["alarm"].startswith(alarm)
    assert row["pending"] == 1
    reading = rows(outreach, "campaign", "status", "spring")["reading"]
    assert (reading["complete"], len(reading["alarms"])) == (False, 1)
    assert reading["mailboxes"][0]["pending"] == 1


def test_what_is_read_is_no_alarm_and_the_rate_says_up_to_when(outreach: CommandLine, room: Mailroom) -> None:
    is_read(room, minutes=3)

    status = outreach("campaign", "status", "spring").stdout
    reading = rows(outreach, "campaign", "status", "spring")["reading"]

    assert "ALARM" not in status + outreach("mailbox", "list").stderr + outreach("inbox", "list").stderr
    assert f"0.0 % (read up to {datetime.fromisoformat(reading['read_up_to']):%Y-%m-%d %H:%M})" in status
    assert (reading["complete"], reading["alarms"]) == (True, [])


def test_after_how_long_it_is_an_alarm_the_configuration_says(outreach: CommandLine, room: Mailroom) -> None:
    is_read(room, hours=7)
    config = outreach.folder / "config.toml"
    text = config.read_text()
    config.write_text(text.replace("[policy]", "[policy]\nunread_alarm_hours = 12"))

    assert "ALARM" not in outreach("inbox", "list").stderr


# --- export ---------------------------------------------------------------------------------------------------------

HOSTILE = (
    b"From: ../../evil\x1b[2J\nSubject: ../../../etc/passwd\x00\xff\n\nFrom here on\r\n>From there\nno end"
)


def stored(room: Mailroom, raw: bytes, *, at: datetime, mailbox: str = "ann", cut: bool = False) -> int:
    room._uid += 1
    incoming = inbox.Incoming(room._uid, raw, at, truncated=cut)
    where: dict[str, Any] = {"mailbox": mailbox, "folder": "INBOX", "uidvalidity": 1, "up_to": room._uid}
    [new] = room.do(inbox.store, **where, messages=[incoming], hold_account=True, now=room.now)
    return new


@pytest.fixture
def raws(room: Mailroom) -> dict[int, bytes]:
    """What came in, by its number: of two mailboxes, three days apart; the last answers Ana's mail."""
    letters = [
        HOSTILE,
        a_reply(None, "One.", sender="x@y.example"),
        a_reply(room.mail(ANA), "Two.", sender=ANA),
    ]
    days = [datetime(2026, 3, 1 + 3 * number, 8, 30, tzinfo=UTC) for number in range(3)]
    where = ("ann", "bob", "ann")
    return {
        stored(room, raw, at=day, mailbox=box): raw
        for raw, day, box in zip(letters, days, where, strict=True)
    }


def in_maildir(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "new").iterdir())]


def test_a_maildir_has_every_message_byte_for_byte_and_as_old_as_it_is(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    told = outreach("inbox", "export", "--all", "--maildir", str(tmp_path / "mail"))

    assert in_maildir(tmp_path / "mail") == list(raws.values())
    files = sorted((tmp_path / "mail" / "new").iterdir())
    assert [datetime.fromtimestamp(file.stat().st_mtime, UTC).day for file in files] == [1, 4, 7]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert told.stderr == f"3 written to {tmp_path / 'mail'}.\n"
    assert told.stdout == ""


def test_no_file_is_named_by_what_a_stranger_wrote(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    outreach("inbox", "export", "--all", "--maildir", str(tmp_path / "in" / "mail"))

    names = [path.name for path in tmp_path.rglob("*") if path.is_file() and "mail" in path.parts]
    assert len(names) == 3
    assert all(set(name) <= set("0123456789abcdefIH.outreach") for name in names)


def test_other_programs_find_the_messages(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    outreach("inbox", "export", "--all", "--maildir", str(tmp_path / "mail"))
    outreach("inbox", "export", "--all", "--mbox", str(tmp_path / "x.mbox"))

    assert len(stdlib_mailbox.Maildir(tmp_path / "mail", create=False)) == 3
    assert len(stdlib_mailbox.mbox(tmp_path / "x.mbox", create=False)) == 3


def test_an_export_that_is_repeated_adds_only_what_is_new(
    outreach: CommandLine, room: Mailroom, raws: dict[int, bytes], tmp_path: Path
) -> None:
    export = ("inbox", "export", "--all", "--maildir", str(tmp_path / "mail"))
    outreach(*export)
    # A mail program has shown this one.
    first = sorted((tmp_path / "mail" / "new").iterdir())[0]
    first.rename(tmp_path / "mail" / "cur" / f"{first.name}:2,S")
    stored(room, a_reply(None, "Three.", sender="x@y.example"), at=datetime(2026, 3, 9, tzinfo=UTC))

    told = outreach(*export).stderr

    assert told == f"3 were there already.\n1 written to {tmp_path / 'mail'}.\n"
    assert len(in_maildir(tmp_path / "mail")) == 3


def test_what_a_killed_export_has_left_is_no_hindrance(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    export = ("inbox", "export", "--all", "--maildir", str(tmp_path / "mail"))
    outreach(*export)
    for file in (tmp_path / "mail" / "new").iterdir():
        (tmp_path / "mail" / "tmp" / file.name).write_bytes(b"half")
        file.unlink()

    outreach(*export)

    assert in_maildir(tmp_path / "mail") == list(raws.values())
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "which"),
    [
        (("--since", "2026-03-04"), [1, 2]),
        (("--mailbox", "ann"), [0, 2]),
        (("--mailbox", "ann", "--since", "2026-03-02"), [2]),
        (("--unmatched",), [0, 1]),
    ],
)
def test_what_is_wished_for_is_written(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path, words: tuple[str, ...], which: list[int]
) -> None:
    outreach("inbox", "export", *words, "--maildir", str(tmp_path / "mail"))

    assert in_maildir(tmp_path / "mail") == [list(raws.values())[number] for number in which]


def test_messages_are_chosen_by_number(outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path) -> None:
    first, _, last = raws

    outreach("inbox", "export", str(last), str(first), str(last), "--maildir", str(tmp_path / "mail"))

    assert in_maildir(tmp_path / "mail") == [raws[first], raws[last]]


def test_an_unknown_number_is_told_before_anything_is_written(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    told = outreach("inbox", "export", "1", "999", "--mbox", str(tmp_path / "x.mbox"), status=1).stderr

    assert "There is no message 999." in told
    assert list(tmp_path.glob("*mbox*")) == []


def test_nothing_is_written_over(outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path) -> None:
    mbox, folder, link = tmp_path / "x.mbox", tmp_path / "folder", tmp_path / "link.mbox"
    mbox.write_text("mine")
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")

    told = [
        outreach("inbox", "export", "--all", "--mbox", str(mbox), status=1).stderr,
        outreach("inbox", "export", "--all", "--mbox", str(link), status=1).stderr,
        outreach("inbox", "export", "--all", "--maildir", str(folder), status=1).stderr,
        outreach("inbox", "export", "--all", "--maildir", str(mbox), status=1).stderr,
    ]

    assert ["is there" in each for each in told] == [True] * 4
    assert (mbox.read_text(), (folder / "letter.txt").read_text()) == ("mine", "mine")
    assert not (tmp_path / "elsewhere").exists()
    assert sorted(path.name for path in folder.iterdir()) == ["letter.txt"]


def test_an_mbox_that_cannot_be_finished_is_not_there(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    from outreach.cli.mail_export import new_mbox

    with pytest.raises(OSError, match="full"), new_mbox(tmp_path / "x.mbox") as file:
        file.write(b"half")
        raise OSError("the disk is full")

    assert [path.name for path in tmp_path.iterdir() if "mbox" in path.name] == []


def test_a_folder_that_is_not_there_is_told_in_words(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    told = outreach("inbox", "export", "--all", "--mbox", str(tmp_path / "no" / "x.mbox"), status=1).stderr

    assert "No such file or directory" in told


@pytest.mark.parametrize(
    "words",
    [
        ("--all",),
        ("--maildir", "x"),
        ("1", "--all", "--maildir", "x"),
        ("--all", "--maildir", "x", "--mbox", "y"),
        ("--since", "yesterday", "--mbox", "y"),
    ],
)
def test_a_wish_that_is_not_clear_is_refused(outreach: CommandLine, words: tuple[str, ...]) -> None:
    outreach("inbox", "export", *words, status=2)


def test_where_nothing_came_nothing_is_made(outreach: CommandLine, room: Mailroom, tmp_path: Path) -> None:
    told = outreach("inbox", "export", "--all", "--maildir", str(tmp_path / "mail")).stderr
    unknown = outreach("inbox", "export", "--mailbox", "zoe", "--mbox", str(tmp_path / "x"), status=1).stderr

    assert told == "Nothing to export.\n"
    assert "Nothing ever came to a mailbox zoe. Mailboxes: ann." in unknown
    assert not (tmp_path / "mail").exists()


def test_what_was_cut_is_told(outreach: CommandLine, room: Mailroom, tmp_path: Path) -> None:
    stored(room, a_reply(None, "Long.", sender=ANA), at=room.now, cut=True)

    told = outreach("inbox", "export", "--all", "--mbox", str(tmp_path / "x.mbox")).stderr

    assert told.startswith("1 of them are longer than we take in")


def test_thousands_are_exported_a_few_at_a_time(
    outreach: CommandLine, room: Mailroom, tmp_path: Path
) -> None:
    import tracemalloc

    from outreach.inbox.stored_mail import Selection, stored_mail

    raws = [a_reply(None, f"{number} " + "x" * 50_000, sender=ANA) for number in range(1_200)]
    for start in range(0, len(raws), 100):
        room.store(*raws[start : start + 100])

    tracemalloc.start()
    try:
        count = sum(len(mail.raw) > 50_000 for mail in stored_mail(room.database, Selection()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 1_200
    assert peak < 10_000_000, "sixty megabytes were read"


def test_the_exported_files_belong_to_nobody_else(
    outreach: CommandLine, raws: dict[int, bytes], tmp_path: Path
) -> None:
    outreach("inbox", "export", "--all", "--mbox", str(tmp_path / "x.mbox"))

    assert os.stat(tmp_path / "x.mbox").st_mode & 0o777 == 0o600
