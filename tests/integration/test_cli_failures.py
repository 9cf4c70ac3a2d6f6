"""Whatever a person gives to the command line: a sentence and an exit code come back, never a stack trace."""

import sqlite3
from pathlib import Path

import pytest

from outreach.core.shipped import shipped
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine

READING = (
    ("campaign", "status"),
    ("campaign", "list"),
    ("prospects", "list"),
    ("suppress", "list"),
    ("outbox", "list"),
    ("inbox", "list"),
    ("review", "list"),
    ("referrals", "list"),
    ("mailbox", "list"),
    ("db", "check"),
    ("why", "ana@acme.example"),
    ("run", "--once"),
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_missing_configuration_is_named_with_the_way_out(
    outreach: CommandLine, words: tuple[str, ...]
) -> None:
    (outreach.folder / "config.toml").unlink()

    told = outreach(*words, status=3).stderr

    assert "config.toml: there is no such file. `outreach init` writes one" in told


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_every_fault_of_a_broken_configuration_is_told_at_once(
    outreach: CommandLine, words: tuple[str, ...]
) -> None:
    config = outreach.folder / "config.toml"
    broken = config.read_text(encoding="utf-8").replace("live = false", 'live = "perhaps"')
    config.write_text(broken + "\n[weather]\nrain = true\n", encoding="utf-8")

    told = outreach(*words, status=3).stderr

    assert "config.toml, line 1, live:" in told
    assert "weather" in told


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"live = \xff\xfe", "this is not UTF-8 text"), (b"live = = true", "this is not TOML"), (b"", "sender")],
)
def test_a_configuration_that_is_no_such_thing_is_told(
    outreach: CommandLine, content: bytes, said: str
) -> None:
    (outreach.folder / "config.toml").write_bytes(content)

    assert said in outreach("campaign", "status", status=3).stderr


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_missing_database_is_not_made_by_looking_for_it(
    outreach: CommandLine, words: tuple[str, ...]
) -> None:
    database = outreach.folder / "outreach.db"
    database.unlink()

    told = outreach(*words, status=3).stderr

    assert f"{database}: there is no database yet. Run `outreach init {outreach.folder}`." in told
    assert not database.exists()


@pytest.mark.parametrize("words", [*READING, ("db", "upgrade")], ids=" ".join)
def test_a_file_that_is_no_database_is_told(outreach: CommandLine, words: tuple[str, ...]) -> None:
    (outreach.folder / "outreach.db").write_bytes(b"Dear Sir or Madam, " * 500)

    told = outreach(*words, status=3).stderr

    assert "outreach.db is not an SQLite database." in told


def test_a_database_of_another_program_is_told(outreach: CommandLine) -> None:
    (outreach.folder / "outreach.db").unlink()
    with sqlite3.connect(outreach.folder / "outreach.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    told = outreach("campaign", "status", status=3).stderr

    assert "database: has no tables yet. Run `outreach init`." in told


@pytest.mark.parametrize(
    ("version", "said"),
    [("0000", "Run `outreach db upgrade`."), ("9999", "which is newer than this program")],
)
def test_a_database_of_another_version_is_told(outreach: CommandLine, version: str, said: str) -> None:
    _change(outreach, f"UPDATE alembic_version SET version_num = '{version}'")

    assert said in outreach("campaign", "status", status=3).stderr


def test_a_database_that_lost_a_table_is_told(outreach: CommandLine) -> None:
    _change(outreach, "DROP TABLE suppression")

    told = outreach("suppress", "list", status=3).stderr

    assert "outreach.db has another schema than its number says." in told


def test_a_folder_in_place_of_the_database_is_told(outreach: CommandLine) -> None:
    (outreach.folder / "outreach.db").unlink()
    (outreach.folder / "outreach.db").mkdir()

    assert "outreach.db cannot be opened." in outreach("campaign", "status", status=3).stderr


def test_a_second_daemon_is_refused(outreach: CommandLine) -> None:
    from outreach.daemon.lock import only_daemon

    with only_daemon(outreach.folder / "outreach.db"):
        told = outreach("run", "--once", status=1).stderr

    assert "A daemon runs on" in told


def test_a_secret_that_is_not_there_is_told_by_its_reference(outreach: CommandLine) -> None:
    config = outreach.folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text + 'password = { env = "NOT_SET_ANYWHERE" }\n', encoding="utf-8")

    told = outreach("mailbox", "test", "ann", status=1)

    assert "NOT_SET_ANYWHERE" in told.output


@pytest.mark.parametrize(
    "words",
    [
        ("why", "nobody"),
        ("prospects", "show", "a@@b"),
        ("suppress", "check", ""),
        ("suppress", "add", "fine@acme.example", "not fine"),
        ("suppress", "remove", "@", "--reason", "none"),
        ("inbox", "assign", "1", "Ana <ana@acme.example>"),
        ("referrals", "tree", "ana@localhost@"),
        ("referrals", "approve", "1", "--email", "x"),
        ("review", "decide", "1", "referral", "--referral", "Maria Weber maria@acme.example"),
        ("review", "decide", "1", "referral", "--referral", "Maria <maria@@acme.example>"),
        ("review", "decide", "1", "perhaps"),
        ("review", "decide", "1", "not_now", "--on", "yesterday"),
        ("review", "decide", "1", "not_now", "--on", "1999-12-31"),
        ("outbox", "show", "99999999999999999999"),
        ("outbox", "show", "-1"),
        ("outbox", "resolve", "1", "perhaps"),
        ("inbox", "list", "--limit", "0"),
        ("campaign", "create", "a\nb", "--sequence", "s", "--list", "l", "--mailbox", "ann"),
        ("campaign", "create", "", "--sequence", "s", "--list", "l", "--mailbox", "ann"),
        ("campaign", "create", "x" * 101, "--sequence", "s", "--list", "l", "--mailbox", "ann"),
        ("campaign", "create", "\x1b[31mred", "--sequence", "s", "--list", "l", "--mailbox", "ann"),
        ("campaign", "create", "c", "--sequence", "../config", "--list", "l", "--mailbox", "ann"),
        ("run", "--once", "--until-idle"),
        ("campaign", "release", "spring", "--prospect", "nobody"),
        ("referrals", "edit", "1"),
        ("replies", "explain"),
        ("demo", "--seed", "seven"),
        (),
    ],
    ids=repr,
)
def test_a_call_that_makes_no_sense_is_a_usage_error(outreach: CommandLine, words: tuple[str, ...]) -> None:
    told = outreach(*words, status=2)

    assert "Usage: outreach" in told.stderr
    assert "\x1b" not in told.output
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("why", "nobody@acme.example"), "nobody@acme.example is not known here."),
        (("campaign", "status", "winter"), 'There is no campaign "winter".'),
        (("campaign", "preview", "winter"), 'There is no campaign "winter".'),
        (("campaign", "start", "\x1b]0;title\x07winter"), "There is no campaign"),
        (("campaign", "status", "\udcff"), 'There is no campaign "\ufffd".'),
        (("campaign", "pause", "\udcff"), 'There is no campaign "\ufffd".'),
        (("outbox", "list", "--state", "\udcff"), 'There is no state "\ufffd".'),
        (("prospects", "list", "--list", "\udcff"), 'There is no list "\ufffd".'),
        (("mailbox", "pause", "\udcff"), "There is no mailbox \ufffd in"),
        (("prospects", "list", "--list", "winter"), 'There is no list "winter".'),
        (("outbox", "show", "7"), "There is no mail 7 in the outbox."),
        (("outbox", "list", "--state", "lost"), 'There is no state "lost".'),
        (("inbox", "show", "7"), "There is no message 7."),
        (("inbox", "show", "7", "--raw"), "There is no message 7."),
        (("review", "show", "7"), "There is no review 7."),
        (("review", "decide", "7", "interested"), "There is no review 7."),
        (("referrals", "approve", "7"), "There is no referral 7."),
        (("referrals", "refuse", "7", "--reason", "none"), "There is no referral 7."),
        (("mailbox", "test", "bob"), "There is no mailbox bob in"),
        (("mailbox", "pause", "bob"), "There is no mailbox bob in"),
        (
            ("suppress", "remove", "ana@acme.example", "--reason", "none"),
            "ana@acme.example is not suppressed.",
        ),
        (
            ("campaign", "create", "c", "--sequence", "spring", "--list", "l", "--mailbox", "ann"),
            'There is no sequence "spring"',
        ),
        (
            ("campaign", "create", "c", "--sequence", "who-handles-sales", "--list", "l", "--mailbox", "bob"),
            "has no mailbox bob. Mailboxes: ann.",
        ),
    ],
    ids=repr,
)
def test_what_is_not_there_is_said_with_where_to_look(
    outreach: CommandLine, words: tuple[str, ...], said: str
) -> None:
    told = outreach(*words, status=1)

    assert said in told.stderr
    assert "\x1b" not in told.output
    assert told.stdout == ""


def test_a_broken_sequence_is_told_with_file_and_line(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")
    sequence = outreach.folder / "sequences" / "who-handles-sales.toml"
    sequence.write_text('[[steps]]\ntemplate = "ask"\nafter = "soon"\n', encoding="utf-8")

    for words in (("campaign", "start", "spring"), ("campaign", "preview", "spring")):
        assert "who-handles-sales.toml, line 3, " in outreach(*words, status=3).stderr
    linted = outreach("lint", status=1)
    assert "who-handles-sales.toml, line 3, " in linted.stdout


def test_a_broken_template_is_told_with_file_and_line(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")
    template = outreach.folder / "templates" / "who-handles-sales" / "ask.txt"
    template.write_text("Subject: Hello\n\nHello {{ contact.nickname }},\n{% if %}\n", encoding="utf-8")

    told = outreach("campaign", "start", "spring", status=3).stderr

    assert "ask.txt, line 4" in told


@pytest.mark.parametrize("name", ["sequences/who-handles-sales.toml", "templates/who-handles-sales/ask.txt"])
def test_a_file_that_is_not_text_is_told(outreach: CommandLine, name: str) -> None:
    (outreach.folder / name).write_bytes(b"\xff\xfe\x00\x80 not text")

    linted = outreach("lint", status=1)

    assert Path(name).name in linted.stdout


def test_lint_finds_faults_of_configuration_and_sequences_at_once(outreach: CommandLine) -> None:
    with (outreach.folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write("[weather]\nrain = true\n")
    (outreach.folder / "sequences" / "who-handles-sales.toml").write_text("steps = 3\n", encoding="utf-8")

    linted = outreach("lint", status=1)

    assert "weather" in linted.stdout
    assert "who-handles-sales.toml" in linted.stdout


def test_lint_takes_the_configuration_as_a_path_too(outreach: CommandLine) -> None:
    config = outreach.folder / "config.toml"

    assert outreach("lint", str(config)).stderr == "Nothing is wrong.\n"
    config.write_text("live = 3\n", encoding="utf-8")
    assert "config.toml, line 1, live" in outreach("lint", str(config), status=1).stdout


def test_init_overwrites_nothing_and_says_so(outreach: CommandLine) -> None:
    template = outreach.folder / "templates" / "who-handles-sales" / "ask.txt"
    template.write_text("mine", encoding="utf-8")

    told = outreach("init", str(outreach.folder)).stderr

    assert template.read_text(encoding="utf-8") == "mine"
    assert "There already, left as it is: config.toml, " in told
    assert "templates/ (" in told
    assert "Written" not in told


def test_init_says_in_few_lines_what_it_wrote(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "new")

    told = line("init", str(line.folder)).stderr.splitlines()

    files = [path for path in line.folder.rglob("*") if path.is_file()]
    assert len(told) <= 5
    assert told[0].startswith("Written: config.toml, config.example.toml, countries.toml, ")
    assert len(files) > 40
    assert (line.folder / "config.example.toml").read_bytes() == shipped("config.example.toml").read_bytes()


def test_init_among_the_source_of_a_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    line = CommandLine(tmp_path)

    told = line("init", str(tmp_path), status=1).stderr
    # Who has begun there already goes on.
    (tmp_path / "config.toml").write_bytes(shipped("config.example.toml").read_bytes())
    line("init", str(tmp_path))

    assert "holds the source of a program" in told
    assert "outreach init ~/campaigns" in told


def test_init_below_a_file_is_refused(outreach: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    told = outreach("init", str(tmp_path / "file" / "folder"), status=1).stderr

    assert "Not a directory" in told


def test_a_locked_database_is_told_by_its_name(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.database.engine._SQLITE_PATIENCE", 0.05)
    other = sqlite3.connect(outreach.folder / "outreach.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        told = outreach("suppress", "add", "ana@acme.example", status=1).stderr
    finally:
        other.close()

    assert f"{outreach.folder}/outreach.db is busy: another process has been writing to it" in told
    assert "Try again" in told


def test_a_fault_of_our_own_is_a_sentence_and_verbose_shows_where(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("surprise\x1b[31m")

    monkeypatch.setattr("outreach.sending.listing.list_mails", broken)
    from click.testing import CliRunner

    from outreach.cli.main import outreach as program

    quiet = CliRunner().invoke(program, ["outbox", "list"], env=outreach.environment)
    verbose = CliRunner().invoke(program, ["--verbose", "outbox", "list"], env=outreach.environment)

    assert (quiet.exit_code, quiet.stdout) == (1, "")
    assert quiet.stderr.startswith("This is a fault in outreach (KeyError: 'surprise")
    assert "Traceback" not in quiet.stderr
    assert "in broken" in verbose.stderr
    assert "\x1b" not in quiet.stderr + verbose.stderr


def test_no_message_shows_the_password_of_the_database(outreach: CommandLine) -> None:
    pytest.importorskip("psycopg")
    config = outreach.folder / "config.toml"
    database = (
        '[database]\nurl = "postgresql://anna@127.0.0.1:1/outreach"\npassword = { env = "DB_PASSWORD" }\n'
    )
    config.write_text(config.read_text(encoding="utf-8") + database, encoding="utf-8")
    outreach.environment["DB_PASSWORD"] = "hush-hush"

    told = outreach("campaign", "status", status=1).stderr

    assert "postgresql://anna@127.0.0.1:1/outreach: the database says: " in told
    assert "hush-hush" not in told


def test_who_acts_is_remembered_in_one_printable_line(outreach: CommandLine) -> None:
    outreach("--as", "Ann\x1b[2J\nRoe" + "x" * 100, "suppress", "add", "ana@acme.example")

    shown = outreach("suppress", "list").stdout

    assert "Ann\ufffd Roexxx" in shown
    assert "\x1b" not in shown


def test_a_file_that_cannot_be_read_is_told(outreach: CommandLine) -> None:
    # Not by its permissions: root, whom tests may run as, may read everything.
    config = outreach.folder / "config.toml"
    config.unlink()
    config.symlink_to(config)

    told = outreach("campaign", "status", status=3).stderr

    assert "config.toml: it cannot be read (Too many levels of symbolic links)." in told


def _change(outreach: CommandLine, statement: str) -> None:
    with sqlite3.connect(outreach.folder / "outreach.db") as database:
        database.execute(statement)


@pytest.mark.parametrize("name", ["daemon", "Daemon", "recipient"])
def test_nobody_acts_under_the_programs_own_name(outreach: CommandLine, name: str) -> None:
    told = outreach("--as", name, "suppress", "add", "ana@acme.example", status=2)

    assert "is what the program calls itself: say who you are, --as NAME." in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("review", "decide", "1", "--intent", "interested"), "The intent is an argument"),
        (("prospects", "grade", "ana@acme.example"), "`outreach prospects show ana@acme.example`"),
    ],
)
def test_who_gives_it_in_the_wrong_place_is_told_the_right_one(
    outreach: CommandLine, words: tuple[str, ...], said: str
) -> None:
    assert said in outreach(*words, status=2).stderr


def test_a_second_init_does_not_ask_for_what_is_there(outreach: CommandLine) -> None:
    again = outreach("init", str(outreach.folder)).stderr

    assert "Next: `outreach lint`" in again
    assert "who you are" not in again
