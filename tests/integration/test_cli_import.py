"""`outreach prospects import`: what it says, what it keeps, and that it can be broken off anywhere."""

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from outreach.prospects.import_run import BATCH
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.waiting import wait_for
from tests.support.workspace import OUTREACH

MIXED = """\
name,email,company
Ana Ruiz,ana@acme.example,Acme
Nobody,nobody@,Acme
Иван Петров,ivan@primer.example,Пример
\x1b[31mRed,red@acme.example,Acme
Ana again,ANA@acme.example,Acme
"""


@pytest.fixture
def mixed(outreach: CommandLine) -> Path:
    path = outreach.folder / "mixed.csv"
    path.write_text(MIXED, encoding="utf-8")
    return path


def test_bad_rows_are_named_and_the_good_ones_are_in(outreach: CommandLine, mixed: Path) -> None:
    told = outreach("prospects", "import", str(mixed), "--list", "spring", status=1)

    assert told.stdout == ""
    assert told.stderr.splitlines() == [
        f'{mixed}, line 3: "nobody@" is not an address.',
        f"{mixed}, line 5: name has control characters in it.",
        '3 of 5 rows are on the list "spring": 2 new, 1 on it already, 2 refused.',
        "Run again with --errors bad.csv to keep the bad rows, mend them, and import that file.",
    ]
    assert _addresses(outreach) == ["ana@acme.example", "ivan@primer.example"]


FOREIGN = "E-Mail;Vorname;Firma;Land\nana@acme.example;Ana;Acme;USA\n"


def test_a_rehearsal_says_what_each_column_is_read_as(outreach: CommandLine) -> None:
    told = outreach("prospects", "import", "-", "--dry-run", stdin=FOREIGN)
    mapped = outreach("prospects", "import", "-", "--dry-run", "--map", "Land=country", stdin=FOREIGN)
    document = json.loads(outreach("prospects", "import", "-", "--dry-run", "--json", stdin=FOREIGN).stdout)

    assert told.stderr.splitlines()[0] == (
        "Columns: E-Mail → address; kept as fields for templates: Vorname, Firma, Land"
        " (--map COLUMN=FIELD says otherwise)."
    )
    assert mapped.stderr.startswith(
        "Columns: E-Mail → address, Land → country; kept as fields for templates: Vorname"
    )
    assert document["columns"] == {
        "E-Mail": "address",
        "Vorname": "vorname",
        "Firma": "firma",
        "Land": "land",
    }


def test_where_rows_are_refused_the_columns_that_nobody_knew_are_named(outreach: CommandLine) -> None:
    told = outreach("prospects", "import", "-", stdin=FOREIGN.replace("ana@", "ana@@"), status=1)

    assert "kept as fields for templates: Vorname, Firma, Land" in told.stderr


def test_a_list_without_rows_says_so(outreach: CommandLine) -> None:
    (outreach.folder / "head.csv").write_text("email,name\n", encoding="utf-8")

    told = outreach("prospects", "import", str(outreach.folder / "head.csv"), "--list", "spring")

    assert told.stderr.endswith(
        'head.csv has no rows below its header. Nothing comes onto the list "spring".\n'
    )


def test_the_bad_rows_can_be_mended_and_imported(outreach: CommandLine, mixed: Path) -> None:
    errors = outreach.folder / "bad.csv"

    outreach("prospects", "import", str(mixed), "--list", "spring", "--errors", str(errors), status=1)
    mended = errors.read_text(encoding="utf-8-sig").replace("nobody@", "somebody@acme.example")
    errors.write_text(mended.replace("\x1b[31m", ""), encoding="utf-8")
    told = outreach("prospects", "import", str(errors), "--list", "spring")

    assert '2 of 2 rows are on the list "spring": 2 new.' in told.stderr
    names = ("ana@acme.example", "ivan@primer.example", "red@acme.example", "somebody@acme.example")
    assert sorted(_addresses(outreach)) == list(names)


def test_a_rehearsal_says_what_an_import_then_does(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.prospects.import_run.BATCH", 10)
    people = "".join(f"person{number % 25}@acme.example\n" for number in range(35))
    words = ("prospects", "import", "-", "--list", "spring", "--json")

    rehearsed = json.loads(outreach(*words, "--dry-run", stdin="email\n" + people).stdout)
    assert _addresses(outreach) == []
    done = json.loads(outreach(*words, stdin="email\n" + people).stdout)

    assert rehearsed == done | {"dry_run": True}
    assert (done["created"], done["skipped"]) == (25, 10)


@pytest.mark.parametrize(
    ("on_duplicate", "expected"),
    [("skip", (0, 0, 1, 0)), ("update", (0, 1, 0, 0)), ("refuse", (0, 0, 0, 1))],
)
def test_who_is_known_already_is_treated_as_asked(
    outreach: CommandLine, on_duplicate: str, expected: tuple[int, ...]
) -> None:
    outreach.list_of("ana@acme.example")

    told = outreach(
        *("prospects", "import", "-", "--list", "autumn", "--on-duplicate", on_duplicate, "--json"),
        stdin="email,title\nana@acme.example,Director\n",
        status=expected[3],
    )

    document = json.loads(told.stdout)
    counts = tuple(document[name] for name in ("created", "updated", "skipped", "refused"))
    assert counts == expected


@pytest.mark.parametrize("content", ["name,email\nAna,ana@acme.example\n", '{"email": "ana@acme.example"}\n'])
def test_who_was_refused_for_being_known_can_be_imported_from_the_errors_file(
    outreach: CommandLine, content: str
) -> None:
    outreach.list_of("ana@acme.example")
    words = ("prospects", "import", "--list", "autumn")
    errors = str(outreach.folder / "bad.csv")

    outreach(*words, "-", "--on-duplicate", "refuse", "--errors", errors, stdin=content, status=1)
    told = outreach(*words, errors).stderr

    assert '1 of 1 rows are on the list "autumn": 1 known already.' in told


def test_people_who_said_no_are_left_out_and_counted(outreach: CommandLine) -> None:
    outreach("suppress", "add", "*.acme.example")

    told = outreach("prospects", "import", "-", stdin="email\nana@acme.example\nbo@other.example\n")

    assert (
        '1 of 2 rows are on the list "standard-input": 1 new, 1 left out because they said no.' in told.stderr
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the list is empty."),
        (b"\n\n\n", "the list is empty."),
        (b"PK\x03\x04rest of a spreadsheet", "no spreadsheet that can be read."),
        (b"%PDF-1.4", "this is a PDF."),
        (b"name,company\nAna,Acme\n", "no column has e-mail addresses"),
        (b'"name,email\nAna,ana@acme.example\n', "opened and never closed"),
        (b'[{"email": "ana@acme.example"}]', "this is one JSON array."),
        (bytes(range(256)) * 20, "this is no list: it holds bytes that no text has."),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(
    outreach: CommandLine, content: bytes, said: str
) -> None:
    (outreach.folder / "list.csv").write_bytes(content)

    told = outreach("prospects", "import", str(outreach.folder / "list.csv"), status=1)

    assert said in told.stderr
    assert "\x1b" not in told.stderr
    assert _addresses(outreach) == []


def test_a_row_that_is_no_row_never_stops_the_others(outreach: CommandLine) -> None:
    rows = [
        b"name,email",
        b'Ana "the great,ana@acme.example',
        b"x" * 300_000 + b",long@acme.example",
        b"\x00\x00,zero@acme.example",
        b'"Injected\r\nBcc: all@acme.example",injected@acme.example',
        b"one,cell,too,many@acme.example",
        b"\xff\xfe\xfa,latin@acme.example",
        b"Bo,bo@acme.example",
    ]
    (outreach.folder / "list.csv").write_bytes(b"\n".join(rows))

    told = outreach("prospects", "import", str(outreach.folder / "list.csv"), status=1)

    assert "bo@acme.example" in _addresses(outreach, "list")
    assert "injected@acme.example" not in _addresses(outreach, "list")
    assert "refused" in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "email"), "--map email: write it as COLUMN=FIELD."),
        (("--errors", "{list}"), "this is the list itself"),
        (("--errors", "{folder}/config.toml"), "it is none of bad rows"),
        (("--errors", "{folder}/outreach.db"), "it is none of bad rows"),
        (("--errors", "nowhere/bad.csv"), "there is no folder nowhere"),
        (("--list", "a\tb"), "is no name"),
        (("--on-duplicate", "perhaps"), "'perhaps' is not one of"),
    ],
)
def test_what_would_go_wrong_later_is_said_before(
    outreach: CommandLine, mixed: Path, words: tuple[str, str], said: str
) -> None:
    option, value = words
    asked = value.format(list=mixed, folder=outreach.folder)

    told = outreach("prospects", "import", str(mixed), option, asked, status=2)

    assert said in " ".join(told.stderr.split())
    assert mixed.read_text(encoding="utf-8") == MIXED
    assert _addresses(outreach) == []


def test_a_full_disk_for_the_bad_rows_is_told_and_the_good_ones_stay(
    outreach: CommandLine, mixed: Path
) -> None:
    told = outreach("prospects", "import", str(mixed), "--list", "spring", "--errors", "/dev/full", status=1)

    assert "the bad ones cannot be kept in /dev/full: No space left on device" in told.stderr
    assert _addresses(outreach) == ["ana@acme.example", "ivan@primer.example"]


def test_a_file_name_that_is_no_text_becomes_a_list_name_that_is(outreach: CommandLine) -> None:
    name = b"\xff\x1b[31mspring.csv"
    (Path(str(outreach.folder).encode().decode()) / name.decode("utf-8", "surrogateescape")).write_text(
        "email\nana@acme.example\n", encoding="utf-8"
    )

    done = outreach.process(
        "prospects", "import", str(outreach.folder / name.decode("utf-8", "surrogateescape"))
    )

    assert b"\x1b" not in done.stdout + done.stderr
    assert b"1 of 1 rows" in done.stderr


class Dripping:
    """A long list that comes through a pipe and stops in the middle, so that an import waits there for more.

    The reader takes a quarter of a megabyte at a time, and that is to be one batch and a bit.
    """

    rows = 3_010
    batch = BATCH

    def __init__(self, outreach: CommandLine) -> None:
        self.lines = ["email,note\n"]
        self.lines += [f"person{number}@acme{number % 9}.example,{'x' * 90}\n" for number in range(self.rows)]
        self.pipe = outreach.folder / "long.csv"
        os.mkfifo(self.pipe)
        command = [*OUTREACH, "prospects", "import", str(self.pipe), "--list", "long"]
        self.process = subprocess.Popen(
            command,
            env=outreach.process_environment(),
            cwd=outreach.folder,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.writer = self.pipe.open("wb")
        self.writer.write("".join(self.lines[:3_001]).encode())
        self.writer.flush()
        wait_for(lambda: _listed(outreach) == self.batch, "the first batch", within=60)

    def end(self, number: signal.Signals) -> str:
        """What it says on its way out."""
        self.process.send_signal(number)
        said = self.process.communicate(timeout=60)[1].decode()
        with contextlib.suppress(BrokenPipeError):
            self.writer.close()
        return said


def test_an_import_that_was_killed_is_completed_by_importing_again(outreach: CommandLine) -> None:
    dripping = Dripping(outreach)

    dripping.end(signal.SIGKILL)
    kept = _listed(outreach)
    told = outreach("prospects", "import", "-", "--list", "long", stdin="".join(dripping.lines)).stderr

    assert dripping.process.returncode == -signal.SIGKILL
    assert kept == dripping.batch
    assert '3010 of 3010 rows are on the list "long": 1010 new, 2000 on it already.' in told
    assert _listed(outreach) == dripping.rows


def test_control_c_ends_an_import_in_order_and_says_how_far_it_got(outreach: CommandLine) -> None:
    dripping = Dripping(outreach)

    said = dripping.end(signal.SIGINT)

    assert dripping.process.returncode == 130
    assert "Stopped after 2000 rows. Import it again: what is in stays in." in said
    assert "Traceback" not in said
    assert _listed(outreach) == dripping.batch


def test_the_bar_counts_the_lines_that_are_in_the_database(outreach: CommandLine) -> None:
    path = outreach.folder / "list.csv"
    path.write_text("email\n" + "".join(f"p{n}@acme.example\n" for n in range(4_010)), encoding="utf-8")

    shown = outreach.on_terminal("prospects", "import", str(path), environment={"TERM": "xterm"})

    counted = [int(number) for number in re.findall(r"(\d+)/4011", shown)]
    assert counted == sorted(counted)
    # What is shown is a batch that is committed, never a line that has only been read.
    assert set(counted) <= {0, 2_001, 4_001, 4_011}
    assert counted[-1] == 4_011
    assert '4010 of 4010 rows are on the list "list": 4010 new.' in shown


def test_no_bar_is_shown_where_nobody_looks(outreach: CommandLine, mixed: Path) -> None:
    done = outreach.process("prospects", "import", str(mixed), status=1)

    assert done.stdout == b""
    assert b"importing" not in done.stderr


def _addresses(outreach: CommandLine, name: str = "spring") -> list[str]:
    listed = json.loads(outreach("prospects", "list", "--json").stdout)
    return [row["address"] for row in listed if row["list"] == name]


def _listed(outreach: CommandLine) -> int:
    """How many are on any list."""
    with sqlite3.connect(outreach.folder / "outreach.db") as database:
        return int(database.execute("SELECT count(*) FROM prospect").fetchone()[0])
