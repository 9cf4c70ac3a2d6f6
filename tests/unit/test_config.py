"""What `config.toml` may say, and what a person is told where it says something else."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.config import (
    CompanyRule,
    Config,
    ReferralApproval,
    SentCopy,
    Smtp,
    database_url,
    find_config,
    imap_server,
    load_config,
    smtp_server,
)
from outreach.core.errors import ConfigurationError, Fault
from outreach.core.toml_lines import TomlLines
from outreach.mail.servers import Password, Security
from outreach.settings.reading import Place, read_settings
from outreach.settings.secrets import SecretKind, SecretRef
from tests.support.configuration_page import PAGE, all_keys, generated, page_with

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"

SENDER = """
[sender]
name = "Ana Ruiz"
organisation = "Bright Tools Ltd"
postal_address = "12 Harbour Row, Bristol"
"""
MAILBOX = """
[[mailboxes]]
name = "ana"
from = "Ana Ruiz <Ana@BrightTools.example>"
[mailboxes.smtp]
host = "smtp.brighttools.example"
password = { env = "ANA_PASSWORD" }
"""

#: Keys whose value in the example is somebody's, not a default.
NAMED_BY_THE_USER = {
    *("sender.name", "sender.organisation", "sender.postal_address", "mailboxes.name", "mailboxes.from"),
    *("mailboxes.smtp.host", "mailboxes.imap.host", "mailboxes.smtp.password", "mailboxes.imap.password"),
    *("team.person", "team.address"),
}

Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(text: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return load_config(path)

    return load


@pytest.fixture
def faults_of(load: Load) -> Callable[[str], tuple[Fault, ...]]:
    def faults_of(text: str) -> tuple[Fault, ...]:
        with pytest.raises(ConfigurationError) as caught:
            load(text)
        return caught.value.faults

    return faults_of


Faults = Callable[[str], tuple[Fault, ...]]


def with_everything_on(example: str) -> str:
    return re.sub(r"^#(?=\S)", "", example, flags=re.MULTILINE)


def keys_in(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        one = value[0] if isinstance(value, list) and isinstance(value[0], dict) else value
        is_secret = isinstance(one, dict) and ("env" in one or "file" in one)
        if isinstance(one, dict) and not is_secret:
            yield from keys_in(one, f"{prefix}{name}.")
        else:
            yield prefix + name


def at(table: Any, key: str) -> Any:
    for part in key.split("."):
        if table in ((), None):
            # A section that may be left out, and is.
            return None
        table = getattr(table[0] if isinstance(table, tuple) else table, {"from": "sender"}.get(part, part))
    return table


def test_the_example_loads_and_sends_nothing() -> None:
    config = load_config(EXAMPLE)

    assert not config.live
    assert [mailbox.address for mailbox in config.mailboxes] == ["ana@brighttools.example"]
    assert config.warnings == ()


def test_the_example_loads_with_every_setting_taken_in(load: Load) -> None:
    config = load(with_everything_on(EXAMPLE.read_text(encoding="utf-8")))

    assert config.mailboxes[0].zone == "Europe/London"
    assert config.hand_off.webhook_secret == SecretRef(SecretKind.ENV, "OUTREACH_WEBHOOK_KEY")


def test_every_key_stands_in_the_example_and_nothing_else() -> None:
    example = tomllib.loads(with_everything_on(EXAMPLE.read_text(encoding="utf-8")))

    assert sorted(keys_in(example)) == sorted(all_keys())


def test_the_example_shows_the_defaults(load: Load) -> None:
    example = load(EXAMPLE.read_text(encoding="utf-8"))
    least = load(
        SENDER + MAILBOX + '[mailboxes.imap]\nhost = "imap.brighttools.example"\n'
        '[[team]]\nperson = "ana"\naddress = "ana@brighttools.example"'
    )

    differing = [key for key in all_keys() if at(example, key) != at(least, key)]

    assert set(differing) <= NAMED_BY_THE_USER


def test_every_key_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == page_with(page, generated()), "run: python -m tests.support.configuration_page"


def test_what_is_left_out_is_the_default(load: Load, tmp_path: Path) -> None:
    config = load(SENDER + MAILBOX)

    [mailbox] = config.mailboxes
    assert (mailbox.per_day, mailbox.ramp.start, mailbox.ramp.add, mailbox.gap_seconds) == (
        30,
        5,
        3,
        (90, 240),
    )
    assert (mailbox.sent_copy, mailbox.zone, mailbox.imap) == (SentCopy.SERVER, "UTC", None)
    assert config.policy.referral_approval is ReferralApproval.AUTOMATIC
    assert config.policy.company_rule is CompanyRule.ACCOUNT
    assert config.database.url == f"sqlite:///{tmp_path}/outreach.db"
    assert (config.templates, config.sequences) == (tmp_path / "templates", tmp_path / "sequences")


def test_paths_start_from_the_folder_of_the_file(load: Load, tmp_path: Path) -> None:
    config = load(
        'templates = "mine/t"\nsequences = "/srv/sequences"\n'
        + SENDER
        + MAILBOX.replace("[mailboxes.smtp]", 'ca_file = "ca.pem"\n[mailboxes.smtp]').replace("env", "file")
        + '[database]\nurl = "sqlite:///kept/here.db?timeout=5"\n'
    )

    assert config.templates == tmp_path / "mine/t"
    assert config.sequences == Path("/srv/sequences")
    assert config.database.url == f"sqlite:///{tmp_path}/kept/here.db?timeout=5"
    assert config.mailboxes[0].ca_file == tmp_path / "ca.pem"
    assert config.mailboxes[0].smtp.password == SecretRef(SecretKind.FILE, str(tmp_path / "ANA_PASSWORD"))


def test_an_address_is_kept_in_its_one_spelling_with_its_name(load: Load) -> None:
    config = load(SENDER + MAILBOX)

    assert config.mailboxes[0].from_name == "Ana Ruiz"
    assert config.mailboxes[0].address == "ana@brighttools.example"


def test_a_bare_address_goes_out_under_the_name_of_the_sender(load: Load) -> None:
    config = load(SENDER + MAILBOX.replace("Ana Ruiz <Ana@BrightTools.example>", "hello@brighttools.example"))

    assert config.mailboxes[0].from_name == "Ana Ruiz"


@pytest.mark.parametrize(
    ("security", "port"), [(Security.TLS, 465), (Security.STARTTLS, 587), (Security.NONE, 25)]
)
def test_the_usual_port_goes_with_the_security(security: Security, port: int) -> None:
    assert Smtp("localhost", security=security).port == port


def test_an_unusual_port_is_a_warning_only(load: Load) -> None:
    config = load(SENDER + MAILBOX.replace("password =", "port = 587\npassword ="))

    [warning] = config.warnings
    assert warning.key == "mailboxes[1].smtp.port"
    assert 'Set security = "starttls".' in str(warning)


def test_a_web_server_that_nobody_can_reach_is_a_warning_only(load: Load) -> None:
    config = load(SENDER + "[http]\nenabled = true\n")

    [warning] = config.warnings
    assert warning.key == "http.enabled"
    assert "no mail offers the one-click opt-out" in str(warning)


def test_every_fault_is_named_at_once(faults_of: Faults) -> None:
    text = """livee = true
[sender]
name = "Ana Ruiz"
organisation = 5
[policy]
zone = "Europe/Berlim"
max_referral_depth = 99
company_rule = "acount"
[[mailboxes]]
name = "ana"
from = "ana@brighttools.example"
[mailboxes.smtp]
host = "smtp.brighttools.example"
[[mailboxes]]
name = "ana"
from = "not an address"
gap_seconds = [240, 90]
ramp = { start = 0, ad = 3 }
[mailboxes.smtp]
host = "https://smtp.brighttools.example"
port = "465"
password = "hunter2"
security = "none"
[http]
enabled = "yes"
"""

    faults = faults_of(text)

    assert [(fault.line, fault.key) for fault in faults] == [
        (1, "livee"),
        (2, "sender.postal_address"),
        (4, "sender.organisation"),
        (6, "policy.zone"),
        (7, "policy.max_referral_depth"),
        (8, "policy.company_rule"),
        (15, "mailboxes[2].name"),
        (16, "mailboxes[2].from"),
        (17, "mailboxes[2].gap_seconds"),
        (18, "mailboxes[2].ramp.ad"),
        (18, "mailboxes[2].ramp.start"),
        (20, "mailboxes[2].smtp.host"),
        (21, "mailboxes[2].smtp.port"),
        (22, "mailboxes[2].smtp.password"),
        (25, "http.enabled"),
    ]
    assert all(fault.remedy for fault in faults)
    assert "hunter2" not in "\n".join(map(str, faults))


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("", "sender.name", "is missing. The person who writes."),
        ("live = true\n" + SENDER, "live", "there is no mailbox to send from. Add [[mailboxes]]."),
        ("sender = 3", "sender", "must be a section. Write [sender] above its keys."),
        (
            SENDER + "[mailboxes]\nname = 'ana'",
            "mailboxes",
            "must be sections. Write [[mailboxes]] above each.",
        ),
        (SENDER + "live = true", "sender.live", "[sender] has: name, organisation"),
        (SENDER.replace("Ana Ruiz", "   "), "sender.name", "is empty."),
        (SENDER.replace("Ana Ruiz", "Ana\\nBcc: x"), "sender.name", "has control characters"),
        (SENDER + "[policy]\nzone = '../etc/passwd'", "policy.zone", "is not a time zone."),
        (SENDER + "[policy]\nzone = 'europe/berlin'", "policy.zone", 'Did you mean "Europe/Berlin"?'),
        (
            SENDER + "[hand_off]\nnotify_by_mail = 1",
            "hand_off.notify_by_mail",
            "must be true or false, not 1.",
        ),
        (
            SENDER + "[policy]\nmax_referral_depth = true",
            "policy.max_referral_depth",
            "must be a whole number",
        ),
        (
            SENDER + MAILBOX + "[mailboxes.imap]\nhost = 'mx.example'\nusername = 'ana'",
            "mailboxes[1].imap.password",
            "is missing, though there is a user name.",
        ),
        (
            SENDER + MAILBOX + "security = 'none'",
            "mailboxes[1].smtp.security",
            "in plain text; that is only done on this machine.",
        ),
        (SENDER + MAILBOX + "[mailboxes.smtp.oauth]", "mailboxes[1].smtp.oauth", "is not a setting."),
        (
            SENDER + MAILBOX.replace("[mailboxes.smtp]", "sent_copy = 'append'\n[mailboxes.smtp]"),
            "mailboxes[1].sent_copy",
            '"append" needs IMAP.',
        ),
        (
            SENDER + MAILBOX + MAILBOX.replace('name = "ana"', 'name = "two"'),
            "mailboxes[2].from",
            "is the same as in mailboxes[1].",
        ),
        (SENDER + MAILBOX.replace('{ env = "A', '{ evn = "A'), "mailboxes[1].smtp.password", "Write { env ="),
        (
            SENDER + "[database]\nurl = 'mysql://x/y'",
            "database.url",
            'Write "sqlite:///…" or "postgresql://…".',
        ),
        (SENDER + "[database]\nurl = 'sqlite://'", "database.url", "names no file."),
        (
            SENDER + "[hand_off]\nwebhook = 'http://crm.example/x'",
            "hand_off.webhook",
            "is not an https address.",
        ),
        (SENDER + "[hand_off]\naim_hours = 80", "hand_off.aim_hours", "is later than limit_hours, 72."),
    ],
)
def test_a_fault_says_where_what_and_what_next(faults_of: Faults, text: str, key: str, says: str) -> None:
    faults = faults_of(text)

    assert says in str(next(fault for fault in faults if fault.key == key))


def test_plain_text_to_this_machine_is_allowed(load: Load) -> None:
    local = MAILBOX.replace("smtp.brighttools.example", "127.0.0.1") + "security = 'none'\nport = 2525"

    config = load(SENDER + local)

    assert (config.mailboxes[0].smtp.security, config.mailboxes[0].smtp.port) == (Security.NONE, 2525)


def test_a_password_in_the_database_url_is_refused_unseen(faults_of: Faults) -> None:
    [fault] = faults_of(SENDER + '[database]\nurl = "postgresql://out:hunter2@db.example/outreach"')

    assert fault.key == "database.url"
    assert "hunter2" not in str(fault)


def test_a_broken_file_is_named_with_its_line(faults_of: Faults) -> None:
    [fault] = faults_of("live = false\n[sender\nname = 3\n")

    assert fault.line == 2
    assert "this is not TOML" in str(fault)


@pytest.mark.parametrize(
    ("line", "key", "remedy"),
    [
        ("live = yes", "live", "Write true or false"),
        ("per_day = many  # a day", "per_day", "A number stands as it is"),
        ("live = = true", None, 'Text stands in "quotes"'),
    ],
)
def test_a_word_that_is_no_value_is_named_with_its_key(
    faults_of: Faults, line: str, key: str | None, remedy: str
) -> None:
    [fault] = faults_of(f"# ours\n{line}\n")

    assert (fault.line, fault.key) == (2, key)
    assert remedy in str(fault.remedy)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="`outreach init` writes one") as caught:
        load_config(tmp_path / "config.toml")

    assert caught.value.exit_code == 3


def test_a_file_in_another_encoding_and_a_folder_are_faults(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.toml"
    foreign.write_bytes("live = false\n# Привет".encode("cp1251"))

    with pytest.raises(ConfigurationError, match=r"line 2: this is not UTF-8 text"):
        load_config(foreign)
    with pytest.raises(ConfigurationError, match="it cannot be read"):
        load_config(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (SENDER + MAILBOX).replace("\n", "\r\n").encode())

    assert load_config(path).sender.name == "Ana Ruiz"


def test_keys_inside_of_texts_and_arrays_do_not_shift_the_lines(faults_of: Faults) -> None:
    text = (
        '[sender]\nname = "Ana"\norganisation = "B"\npostal_address = """\n12 Row\n[policy]\nzone = 1\n"""\n'
        "[policy]\n'zone' = 1\n\"max_referral_depth\" = 0\nmailboxes = [\n { name = 'x' }, # [x]\n]\n"
    )

    faults = faults_of(text)

    assert [(fault.line, fault.key) for fault in faults] == [
        (10, "policy.zone"),
        (11, "policy.max_referral_depth"),
        (12, "policy.mailboxes"),
    ]


def test_the_file_asked_for_comes_first_then_the_variable_then_the_folder() -> None:
    environ = {"OUTREACH_CONFIG": "/srv/outreach.toml"}

    assert find_config(Path("mine.toml"), environ) == Path("mine.toml")
    assert find_config(None, environ) == Path("/srv/outreach.toml")
    assert find_config(None, {}) == Path("config.toml")


def test_servers_come_with_their_log_in(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    imap = (
        "[mailboxes.imap]\nhost = 'imap.brighttools.example'\nusername = 'a.ruiz'\n"
        "password = { env = 'ANA_PASSWORD' }"
    )
    monkeypatch.setenv("ANA_PASSWORD", "hunter2")

    [mailbox] = load(SENDER + MAILBOX + imap).mailboxes

    assert smtp_server(mailbox).login == Password("ana@brighttools.example", "hunter2")
    assert (reading := imap_server(mailbox)) is not None
    assert (reading.port, reading.login) == (993, Password("a.ruiz", "hunter2"))
    assert "hunter2" not in repr(mailbox) + repr(smtp_server(mailbox))


def test_a_mailbox_without_imap_is_not_read(load: Load) -> None:
    assert imap_server(load(SENDER + MAILBOX).mailboxes[0]) is None


def test_the_database_password_is_put_into_the_url_escaped(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASSWORD", "p@ss/word:1")
    config = load(
        SENDER + '[database]\nurl = "postgresql://out@db.example:5433/x?sslmode=require"\n'
        'password = { env = "DB_PASSWORD" }'
    )

    url = database_url(config.database)

    assert url == "postgresql://out:p%40ss%2Fword%3A1@db.example:5433/x?sslmode=require"


ODD_VALUES: list[object] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "x\ny",
    "\x1b[31m",
    "=?utf-8?q?x?=",
    "a" * 9_000,
    [],
    [1],
    [{}],
    {},
]


@pytest.mark.parametrize(
    "odd", [*ODD_VALUES, {"env": 1}, {"env": ""}, {"a": 1, "b": 2}, ["", 1], "~nobody-here/x"], ids=repr
)
def test_no_value_at_any_key_raises_anything_but_a_fault(odd: object) -> None:
    example = tomllib.loads(with_everything_on(EXAMPLE.read_text(encoding="utf-8")))
    for key in all_keys():
        place = Place("config.toml", EXAMPLE.parent, TomlLines(""), [])

        read_settings(Config, with_value(example, key.split("."), odd), place)

        assert all(str(fault).isprintable() for fault in place.faults)


def with_value(table: Any, path: list[str], value: object) -> Any:
    if isinstance(table, list):
        return [with_value(table[0], path, value)]
    if len(path) == 1:
        return {**table, path[0]: value}
    return {**table, path[0]: with_value(table[path[0]], path[1:], value)}
