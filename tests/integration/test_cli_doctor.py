"""`outreach doctor`: everything that sending rests on, each finding with its next step; errors end with 1."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from outreach.cli.doctor import _summary
from outreach.cli.doctor_checks import CHECKS, Check, Patient, clock, examine
from outreach.cli.doctor_network import Trouble
from outreach.core.clock import SystemClock
from outreach.core.errors import Fault
from outreach.daemon.heartbeat import Heart, heartbeat_path
from outreach.daemon.lock import only_daemon
from outreach.database.engine import postgresql_engine
from outreach.reporting.findings import Finding, Severity, distrusted, error, ok, warning
from outreach.settings.secrets import SecretKind, SecretRef, SecretUnavailable, resolve
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
STRICT = """\
[default]
name = "Anywhere"
decision = "consent"
source = "a law, article 1"
reviewed_on = 2020-01-01
version = 1
"""


def found(outreach: CommandLine, check: str, status: int = 0) -> list[dict[str, Any]]:
    """What one check has found."""
    everything = json.loads(outreach("doctor", "--offline", "--json", status=status).stdout)
    assert [each["check"] for each in everything if each["check"] == "configuration"]
    return [each for each in everything if each["check"] == check]


def severities(findings: list[dict[str, Any]]) -> list[str]:
    return [each["severity"] for each in findings]


def test_a_new_workspace_has_nothing_in_the_way_but_that_it_is_not_live(outreach: CommandLine) -> None:
    done = outreach("doctor", "--offline")

    assert "live is false" in done.stdout
    assert "\terror\t" not in done.stdout
    assert "Nothing is in the way of sending" in done.stderr


def test_a_broken_configuration_is_told_whole_and_what_needs_it_is_left_out(outreach: CommandLine) -> None:
    (outreach.folder / "config.toml").write_text("live = 1\n[policy]\nzone = 'Nowhere'\n", encoding="utf-8")

    told = found(outreach, "configuration", status=1)
    left_out = found(outreach, "mailboxes", status=1)

    assert [each["severity"] for each in told].count("error") >= 3
    assert left_out == [
        {
            "check": "mailboxes",
            "severity": "warning",
            "says": "not looked at: the configuration has faults",
            "next_step": "Mend the configuration first.",
        }
    ]


def test_an_opt_out_link_that_leads_elsewhere_is_an_error(outreach: CommandLine) -> None:
    config, database = outreach.folder / "config.toml", outreach.folder / "outreach.db"
    http = '\n[http]\nenabled = true\npublic_url = "https://mail.alpha.example"\n'
    config.write_text(config.read_text(encoding="utf-8") + http, encoding="utf-8")
    heart = Heart(heartbeat_path(config, database), clock=SystemClock())

    with only_daemon(database):
        heart.beat(owner="own", live=True, halted=False)
        (before,) = found(outreach, "web server")
        heart.beat(owner="own", live=True, halted=False, link_trouble="port 8025 is taken by nginx.")
        (after,) = found(outreach, "web server", status=1)
        status = json.loads(outreach("status", "--json", status=1).stdout)
        alive = json.loads(outreach("status", "--json", "--alive").stdout)

    assert before["severity"] == "ok"
    assert after["severity"] == "error"
    assert "no mail of a sequence goes out: port 8025 is taken by nginx." in after["says"]
    assert after["next_step"].startswith("End that program")
    assert after["says"] in " ".join(status["wrong"])
    assert alive["well"]


def test_a_missing_database_is_an_error_with_its_next_step(outreach: CommandLine) -> None:
    (outreach.folder / "outreach.db").unlink()

    (finding,) = found(outreach, "database", status=1)

    assert finding["severity"] == "error"
    assert "outreach init" in finding["says"]


def test_a_database_that_is_damaged_is_seen(outreach: CommandLine) -> None:
    with sqlite3.connect(outreach.folder / "outreach.db") as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET rootpage = 1 WHERE name = 'ix_event_contact_id'")

    findings = found(outreach, "database", status=1)

    assert "error" in severities(findings)


def test_files_that_others_may_change_forbid_sending(outreach: CommandLine) -> None:
    config = outreach.folder / "config.toml"
    config.chmod(0o666)

    findings = found(outreach, "files", status=1)

    assert any(each["next_step"] == f"chmod 600 {config}" for each in findings if each["severity"] == "error")


def test_faults_of_a_sequence_are_errors(outreach: CommandLine) -> None:
    (outreach.folder / "sequences" / "who-handles-sales.toml").write_text("nonsense", encoding="utf-8")

    findings = found(outreach, "sequences", status=1)

    assert severities(findings)[0] == "error"
    assert "who-handles-sales.toml" in findings[0]["says"]


def test_the_law_says_what_a_campaign_still_needs_and_that_it_is_no_advice(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example", "bo@beta.example")
    (outreach.folder / "countries.toml").write_text(STRICT, encoding="utf-8")

    findings = found(outreach, "law")

    assert severities(findings) == ["warning", "warning", "ok"]
    assert "was reviewed on 2020-01-01" in findings[0]["says"]
    assert "campaign spring: 2 prospects in Anywhere (a law, article 1)" in findings[1]["says"]
    assert "recorded consent is missing for 2." in findings[1]["says"]
    assert "not legal advice" in findings[2]["says"]


def test_a_fault_in_the_rules_is_in_the_way_of_everything(outreach: CommandLine) -> None:
    (outreach.folder / "countries.toml").write_text("[default]\n", encoding="utf-8")

    findings = found(outreach, "law", status=1)

    assert findings[0]["says"].endswith("has faults: nothing is sent")
    assert any("has no decision" in each["says"] for each in findings)


def test_the_daemon_does_not_start_on_rules_that_it_cannot_read(outreach: CommandLine) -> None:
    (outreach.folder / "countries.toml").write_text("[default]\n", encoding="utf-8")

    told = outreach("run", "--once", status=3).stderr

    assert "countries.toml, line 1, default: has no decision." in told


def test_lint_says_the_same_of_the_rules(outreach: CommandLine) -> None:
    outreach.campaign_over("ana@acme.example")
    (outreach.folder / "countries.toml").write_text(STRICT, encoding="utf-8")

    told = outreach("lint").stdout

    assert "countries.toml, default.reviewed_on: was reviewed on 2020-01-01" in told
    assert "recorded consent is missing for 1." in told


def test_lint_checks_a_file_of_rules_that_is_named(outreach: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "countries.toml").write_text("[default]\ndecision = 'consnt'\n", encoding="utf-8")

    told = outreach("lint", str(tmp_path / "countries.toml"), status=1).stdout

    assert 'countries.toml, line 2, default.decision: is "consnt".' in told


def test_a_paused_mailbox_says_why_and_how_it_goes_on(outreach: CommandLine) -> None:
    outreach("mailbox", "pause", "ann")

    findings = found(outreach, "mailboxes")

    assert severities(findings) == ["warning"]
    assert "outreach mailbox resume ann" in findings[0]["next_step"]


def test_postgresql_that_may_forget_what_it_wrote_forbids_sending(
    outreach: CommandLine, postgresql_url: str
) -> None:
    config = outreach.folder / "config.toml"
    url = postgresql_url.replace("+psycopg", "")
    config.write_text(f'{config.read_text()}\n[database]\nurl = "{url}"\n', encoding="utf-8")
    outreach("db", "upgrade")

    # The server of the tests forgoes both, to be quick.
    before = [each["says"] for each in found(outreach, "database", status=1)]
    engine = postgresql_engine(sa.make_url(postgresql_url))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = sa.make_url(postgresql_url).database
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
    engine.dispose()
    after = [each["says"] for each in found(outreach, "database", status=1)]

    assert any("synchronous_commit = off" in says for says in before)
    assert any("fsync = off" in says for says in after)
    assert not any("synchronous_commit" in says for says in after)
    assert severities(found(outreach, "clock", status=1)) == ["ok"]


# --- what is connected to -----------------------------------------------------------------------------------------


def test_offline_nobody_is_connected_to_and_that_is_said(outreach: CommandLine) -> None:
    told = [found(outreach, check) for check in ("smtp", "imap", "dns")]

    assert [severities(each) for each in told] == [["warning"]] * 3
    assert all("--offline" in each["next_step"] for (each,) in told)


def test_a_mailbox_that_is_not_there_is_said_with_those_that_are(outreach: CommandLine) -> None:
    done = outreach("doctor", "--offline", "--mailbox", "bob", status=1)

    assert "Mailboxes: ann." in done.stderr


def test_a_test_mail_cannot_be_sent_offline(outreach: CommandLine) -> None:
    done = outreach("doctor", "--offline", "--send-test", status=2)

    assert "leave out --offline" in done.stderr


def test_what_is_no_address_of_a_name_server_is_a_wrong_word(outreach: CommandLine) -> None:
    for word in ("dns.example", "192.0.2.1:70000", "192.0.2.1:x"):
        assert "--name-server" in outreach("doctor", "--offline", "--name-server", word, status=2).stderr
    for word in ("192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:5353"):
        outreach("doctor", "--offline", "--name-server", word)


# --- one function a check -----------------------------------------------------------------------------------------


def patient(now: datetime = NOW, faults: tuple[Fault, ...] = ()) -> Patient:
    return Patient(Path("config.toml"), None, faults, None, "there is none", now)


def test_a_clock_that_lost_its_time_forbids_sending() -> None:
    (finding,) = clock(patient(datetime(1970, 1, 1, 0, 5, tzinfo=UTC)))

    assert finding.severity is Severity.ERROR


def test_a_clock_behind_the_newest_fact_forbids_sending(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    outreach.list_of("ana@acme.example")
    earlier = datetime.now(UTC) - timedelta(days=2)
    monkeypatch.setattr("outreach.cli.workspace.now", lambda: earlier)

    (finding,) = found(outreach, "clock", status=1)

    assert "the newest fact in the database is of" in finding["says"]


def test_a_check_that_fails_itself_is_a_finding_and_the_others_are_made() -> None:
    def breaks(_patient: Patient):  # type: ignore[no-untyped-def]
        raise OSError("no such device")
        yield

    def works(_patient: Patient):  # type: ignore[no-untyped-def]
        yield ok("fine")

    looked = examine(
        patient(), [Check("first", breaks, needs_config=False), Check("second", works, needs_config=False)]
    )

    (failed,) = looked[0].findings
    assert (failed.severity, failed.says) == (Severity.ERROR, "the check itself failed: no such device")
    assert failed.remedy
    assert looked[1].findings == (ok("fine"),)


def test_every_check_is_named_in_the_contract_of_json() -> None:
    from outreach.cli.doctor import FINDING_FIELDS

    assert all(check.name in FINDING_FIELDS["check"] for check in CHECKS)


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([], "All is well."),
        ([error("a"), distrusted("b")], "1 in the way of sending, 1 for which others may refuse or distrust"),
        (
            [distrusted("a"), distrusted("b"), warning("c")],
            "Nothing is in the way of sending; 2 for which others may refuse or distrust your mail, 1 to look at.",
        ),
    ],
)
def test_what_stops_sending_is_counted_apart_from_what_others_distrust(
    findings: list[Finding], said: str
) -> None:
    assert _summary(findings).startswith(said)


def test_a_password_that_is_not_set_has_one_next_step() -> None:
    where = SecretRef(SecretKind.ENV, "OUTREACH_MIRA_PASSWORD")

    with pytest.raises(SecretUnavailable) as refused:
        resolve(where, environ={})
    trouble = Trouble.of(refused.value)

    assert trouble.says == 'The secret { env = "OUTREACH_MIRA_PASSWORD" } is not set.'
    assert trouble.next_step == "Set OUTREACH_MIRA_PASSWORD in the environment of outreach."


def test_files_are_in_order_or_they_are_not(outreach: CommandLine) -> None:
    (outreach.folder / "config.toml").chmod(0o666)

    assert severities(found(outreach, "files", status=1)) == ["error"]
