"""`outreach doctor` on mail that is alive: it leaves no trace, waits for nobody for ever, its test mail comes back."""

import json
import socket
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import dkim
import pytest

from outreach.cli import doctor_network
from outreach.core.clock import SystemClock
from outreach.database.engine import Database
from outreach.inbox.model import MatchedBy
from outreach.mail.own_mail import own_mail
from outreach.sending import by_hand
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine
from tests.support.databases import NOW
from tests.support.doctor_setup import ANN, Setup, zone
from tests.support.dovecot import Dovecot
from tests.support.mailroom import Mailroom
from tests.support.ports import LOOPBACK
from tests.support.postfix import Postfix
from tests.support.zone_server import zone_server


@pytest.fixture
def setup(outreach: CommandLine, empty_mailboxes: Dovecot, postfix: Postfix) -> Iterator[Setup]:
    with zone_server(zone()) as names:
        yield Setup.healthy(outreach, empty_mailboxes, postfix, names)


def of(found: list[dict[str, Any]], check: str) -> list[tuple[str, str]]:
    return [(each["severity"], each["says"]) for each in found if each["check"] == check]


def by_hand_today(setup: Setup) -> int:
    database = Database(f"sqlite:///{setup.folder / 'outreach.db'}")
    try:
        with database.reading() as session:
            return by_hand.human_sent(session, "ann", SystemClock().now())
    finally:
        database.close()


def test_a_look_leaves_no_trace_in_the_mailbox(setup: Setup) -> None:
    maildir = setup.dovecot.maildir(ANN)
    unread = sorted(file.name for file in (maildir / "new").iterdir())

    setup.examined()

    flags = setup.dovecot.doveadm("fetch", "-u", ANN, "flags", "all")
    assert len(unread) == 1
    assert r"\Seen" not in flags
    assert setup.dovecot.messages(ANN, "Sent") == []
    assert by_hand_today(setup) == 0


def test_a_mail_to_oneself_comes_back_with_its_message_id_and_counts_as_one_by_hand(setup: Setup) -> None:
    found = setup.examined("--send-test")

    (back,) = of(found, "test mail")
    assert back[0] == "ok"
    assert "is back in INBOX" in back[1]
    assert "its Message-ID as it was" in back[1]
    mails = setup.dovecot.messages(ANN)
    assert [message_from_bytes(raw)["Auto-Submitted"] for raw in mails] == [None, "auto-generated"]
    assert by_hand_today(setup) == 1


def test_a_mailbox_that_signs_for_itself_signs_the_mail_to_itself_and_dns_has_its_key(setup: Setup) -> None:
    setup.signs_itself()

    found = setup.examined("--send-test")

    assert ("ok", "ann signs its mail with own1._domainkey.alpha.example, and DNS has this very key") in of(
        found, "dns"
    )
    (record,) = setup.names.zone["own1._domainkey.alpha.example", "TXT"]
    mail = next(raw for raw in setup.dovecot.messages(ANN) if b"d=alpha.example; s=own1" in raw)
    assert dkim.verify(mail, dnsfunc=lambda _name, timeout=5: record.strip('"').encode())


def test_the_mail_to_oneself_tells_whether_the_one_click_opt_out_is_signed(setup: Setup) -> None:
    setup.names.zone["mail.alpha.example", "A"] = ["192.0.2.80"]
    setup.configure(folders='[http]\nenabled = true\npublic_url = "https://mail.alpha.example"')

    found = setup.examined("--send-test")

    mail = message_from_bytes(setup.dovecot.messages(ANN)[-1])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<https://mail.alpha.example/u/")
    # Postfix signs nothing here.
    assert any("one-click" in says for severity, says in of(found, "dns") if severity == "warning")


def test_a_server_that_files_no_copy_is_found_out(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_network, "MAIL_SECONDS", 3.0)
    setup.configure(sent_copy="server")

    found = setup.examined("--send-test")

    severities = [severity for severity, _ in of(found, "test mail")]
    assert severities == ["ok", "warning"]
    assert any('sent_copy = "append"' in (each["next_step"] or "") for each in found)


def test_a_mailbox_that_has_sent_all_it_may_sends_no_test(setup: Setup) -> None:
    config = setup.folder / "config.toml"
    config.write_text(config.read_text().replace('sent_copy = "append"', 'sent_copy = "append"\nper_day = 1'))
    setup.examined("--send-test")

    found = setup.examined("--send-test")

    ((severity, says),) = of(found, "test mail")
    assert severity == "warning"
    assert "1 mails that it may send" in says
    assert len(setup.dovecot.messages(ANN)) == 2


def test_a_server_that_says_nothing_is_given_up(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_network, "LOG_IN_SECONDS", 0.5)
    with socket.create_server((LOOPBACK, 0)) as silent:
        port = silent.getsockname()[1]
        setup.configure(smtp_port=port, imap_port=port)

        found = setup.examined(status=1)

    assert [severity for severity, _ in of(found, "smtp")] == ["error"]
    assert [severity for severity, _ in of(found, "imap")] == ["error"]


def test_on_a_terminal_every_trouble_has_its_step_below_it(setup: Setup) -> None:
    setup.names.zone.pop(("_dmarc.alpha.example", "TXT"))

    shown = setup.outreach.on_terminal("doctor", "--name-server", setup.names.address, columns=80)

    assert "v=DMARC1; p=none" in " ".join(shown.split())
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "Nothing is in the way of sending; 1 to look at." in shown


def test_the_mail_to_oneself_is_no_reply_to_anything(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask("ana@acme.example")

    stored = room.receive(own_mail(ANN, "Ann Roe", "0123456789abcdef01234567", NOW).raw)

    assert room.inbound(stored).matched_by == MatchedBy.OWN.value
    assert (room.holds(), room.reviews()) == ([], [])


def test_the_fields_of_json_are_those_that_are_documented(setup: Setup) -> None:
    from outreach.cli.doctor import FINDING_FIELDS

    told = json.loads(setup.outreach("doctor", "--name-server", setup.names.address, "--json").stdout)

    assert {tuple(each) for each in told} == {tuple(FINDING_FIELDS)}


# --- `outreach mailbox test`, of the same mailbox ------------------------------------------------------------------


def said_of(setup: Setup, *, status: int = 0) -> str:
    return " ".join(setup.outreach("mailbox", "test", "ann", status=status).stderr.split())


def test_a_healthy_mailbox_is_ready_both_ways(setup: Setup) -> None:
    assert said_of(setup) == "sending: ready reading: ready"


def test_what_is_only_a_warning_is_said_and_is_no_failure(setup: Setup) -> None:
    setup.configure(folders='[mailboxes.imap.folders]\nsent = "Nowhere"')

    said = said_of(setup)

    assert "sending: ready reading: ready. ann: " in said
    assert "Nowhere" in said


def test_a_mailbox_that_nobody_reads_is_no_failure_either(setup: Setup) -> None:
    setup.configure(sent_copy="server")
    config = setup.folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text[: text.index("[mailboxes.imap]")], encoding="utf-8")

    assert said_of(setup) == "sending: ready reading: not configured: no reply to it is ever seen"


def test_a_password_that_is_refused_is_one(setup: Setup) -> None:
    setup.outreach.environment["ANN_PASSWORD"] = "another"

    said = said_of(setup, status=1)

    assert "ready" not in said
