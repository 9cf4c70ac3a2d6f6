"""`outreach doctor` on a set-up in which all is well, and on many that are broken: each finding with its next step.

Run with `-s`, it prints what it finds.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.database.engine import Database
from outreach.mail.dkim_signing import new_key, read_key
from outreach.sending.model import MailboxStatus
from tests.support.certificate import make_expired_certificate
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine
from tests.support.doctor_setup import ANN, SELECTOR, Setup, signed_mail, zone
from tests.support.dovecot import Dovecot
from tests.support.handshake_server import handshake_server
from tests.support.ports import reserve_port
from tests.support.postfix import Postfix
from tests.support.tiny_disk import tiny_disk
from tests.support.zone_server import text, zone_server

#: Breaks something for as long as the block lasts.
Breaks = Callable[[Setup, Path, pytest.MonkeyPatch], contextlib.AbstractContextManager[None]]


@dataclass(frozen=True)
class Broken:
    """A set-up: what is done to it, and what is to be said: in which check, how bad, which words, which next step."""

    name: str
    breaks: Breaks
    check: str
    severity: str
    says: str
    next_step: str


def at_once(break_it: Callable[[Setup], None]) -> Breaks:
    """One that is broken without further ado, and stays so."""

    @contextlib.contextmanager
    def broken(setup: Setup, _folder: Path, _patch: pytest.MonkeyPatch) -> Iterator[None]:
        break_it(setup)
        yield

    return broken


def wrong_password(setup: Setup) -> None:
    setup.outreach.environment["ANN_PASSWORD"] = "guessed"


def no_password(setup: Setup) -> None:
    setup.outreach.environment["ANN_PASSWORD_OLD"] = setup.outreach.environment.pop("ANN_PASSWORD")


def nobody_trusts_the_certificate(setup: Setup) -> None:
    setup.configure(ca_file="")


def nobody_listens(setup: Setup) -> None:
    setup.configure(smtp_port=reserve_port())


@contextlib.contextmanager
def expired_certificate(setup: Setup, folder: Path, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    certificate = make_expired_certificate(folder)
    trusted = folder / "trusted.pem"
    trusted.write_text(certificate.file.read_text() + setup.dovecot.cert.read_text(), encoding="ascii")
    with handshake_server(certificate) as port:
        setup.configure(smtp_port=port, smtp_security="tls", ca_file=f'ca_file = "{trusted}"')
        yield


@contextlib.contextmanager
def full_disk(setup: Setup, folder: Path, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    with tiny_disk(folder / "disk", megabytes=20) as disk:
        setup.outreach = setup.outreach.copied_to(disk)
        setup.configure()
        setup.outreach.environment["ANN_PASSWORD"] = setup.dovecot.users[ANN]
        setup.outreach.environment["OUTREACH_CONFIG"] = str(disk / "config.toml")
        yield


@contextlib.contextmanager
def clock_behind(_setup: Setup, _folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    earlier = datetime.now(UTC) - timedelta(hours=3)
    with patch.context() as now:
        now.setattr("outreach.cli.workspace.now", lambda: earlier)
        yield


def sent_folder_missing(setup: Setup) -> None:
    setup.configure(folders='[mailboxes.imap.folders]\nsent = "Gesendet"')


def no_spf(setup: Setup) -> None:
    """And no signature that would do in its place."""
    del setup.names.zone["alpha.example", "TXT"]
    del setup.names.zone[f"{SELECTOR}._domainkey.alpha.example", "TXT"]


def two_spf_records(setup: Setup) -> None:
    setup.names.zone["alpha.example", "TXT"].append(text("v=spf1 include:_spf.google.com ~all"))


def spf_asks_too_often(setup: Setup) -> None:
    includes = " ".join(f"include:s{each}.relay.example" for each in range(12))
    setup.names.zone["alpha.example", "TXT"] = [text(f"v=spf1 {includes} -all")]
    for each in range(12):
        setup.names.zone[f"s{each}.relay.example", "TXT"] = [text("v=spf1 ip4:192.0.2.25 -all")]


def dmarc_rejects_what_others_sign(setup: Setup) -> None:
    """A relay signs as itself, and SPF allows nobody."""
    setup.names.zone["alpha.example", "TXT"] = [text("v=spf1 -all")]
    key = setup.names.zone.pop((f"{SELECTOR}._domainkey.alpha.example", "TXT"))
    setup.names.zone["m1._domainkey.mailer.example", "TXT"] = key
    setup.dovecot.empty()
    setup.dovecot.deliver(ANN, signed_mail("mailer.example", "m1"), sender=ANN)


def no_dkim_key(setup: Setup) -> None:
    del setup.names.zone[f"{SELECTOR}._domainkey.alpha.example", "TXT"]


def another_own_key(setup: Setup) -> None:
    """The key was made anew, and DNS has the old one."""
    setup.signs_itself(published=read_key(new_key("ed25519")).record)


def own_key_not_published(setup: Setup) -> None:
    setup.signs_itself(published=None)


def own_key_lost(setup: Setup) -> None:
    setup.signs_itself()
    (setup.folder / "dkim-ann.pem").unlink()


def a_button_that_nobody_signs(setup: Setup) -> None:
    """The one-click opt-out is on, and whether the provider's signature covers it is anybody's guess."""
    setup.names.zone["mail.alpha.example", "A"] = ["192.0.2.80"]
    setup.configure(folders='[http]\nenabled = true\npublic_url = "https://mail.alpha.example"')


def takes_no_mail(setup: Setup) -> None:
    setup.names.zone["alpha.example", "MX"] = ["0 ."]


def damaged_database(setup: Setup) -> None:
    with contextlib.closing(sqlite3.connect(setup.folder / "outreach.db")) as database, database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET rootpage = 1 WHERE name = 'ix_event_contact_id'")


def anybody_may_change_the_configuration(setup: Setup) -> None:
    (setup.folder / "config.toml").chmod(0o666)


def reading_is_overdue(setup: Setup) -> None:
    database = Database(f"sqlite:///{setup.folder / 'outreach.db'}")
    with database.writing() as session:
        session.add(MailboxStatus(name="ann", read_at=datetime.now(UTC) - timedelta(hours=30)))
    database.close()


def name_server_is_silent(setup: Setup) -> None:
    setup.names.silent.add("_dmarc.alpha.example")


BROKEN = (
    Broken("wrong password", at_once(wrong_password), "smtp", "error", "authentication failed", "password"),
    Broken("wrong password", at_once(wrong_password), "imap", "error", "refuses the login", "app password"),
    Broken("no password", at_once(no_password), "smtp", "error", "ANN_PASSWORD", "Set ANN_PASSWORD"),
    Broken(
        "expired certificate", expired_certificate, "smtp", "error", "has expired", "renew its certificate"
    ),
    Broken(
        "untrusted certificate",
        at_once(nobody_trusts_the_certificate),
        "smtp",
        "error",
        "self-signed",
        "ca_file",
    ),
    Broken("nobody listens", at_once(nobody_listens), "smtp", "error", "it is not reached", "host and port"),
    Broken("full disk", full_disk, "disk", "error", "MiB free", "Make room"),
    Broken("skewed clock", clock_behind, "clock", "error", "newest", "Set the clock"),
    Broken(
        "Sent folder missing",
        at_once(sent_folder_missing),
        "imap",
        "warning",
        '"Gesendet"',
        "[mailboxes.imap.folders]",
    ),
    Broken("no SPF", at_once(no_spf), "dns", "error", "no SPF record", "Add a TXT record"),
    Broken("two SPF records", at_once(two_spf_records), "dns", "error", "2 SPF records", "into one record"),
    Broken("SPF asks too often", at_once(spf_asks_too_often), "dns", "error", "12 times", "Mend the record"),
    Broken(
        "DMARC reject without alignment",
        at_once(dmarc_rejects_what_others_sign),
        "dns",
        "error",
        "signed by mailer.example",
        "DKIM d=alpha.example",
    ),
    Broken("no DKIM key", at_once(no_dkim_key), "dns", "error", "no such key", "Publish the key"),
    Broken("another own key", at_once(another_own_key), "dns", "error", "another key", "mailbox dkim ann"),
    Broken(
        "own key not published",
        at_once(own_key_not_published),
        "dns",
        "error",
        "DNS has no key there",
        "Publish it",
    ),
    Broken("own key lost", at_once(own_key_lost), "dns", "error", "dkim-ann.pem", "[mailboxes.dkim] key"),
    Broken(
        "button not signed",
        at_once(a_button_that_nobody_signs),
        "dns",
        "warning",
        "covers the one-click opt-out cannot be told",
        "--send-test",
    ),
    Broken("takes no mail", at_once(takes_no_mail), "dns", "error", "takes no mail", "MX records"),
    Broken("silent name server", at_once(name_server_is_silent), "dns", "warning", "_dmarc", "Look again"),
    Broken(
        "overdue reading", at_once(reading_is_overdue), "reading", "warning", "30 h ago", "mailbox test ann"
    ),
    Broken("damaged database", at_once(damaged_database), "database", "error", "", "restore a backup"),
    Broken(
        "open configuration",
        at_once(anybody_may_change_the_configuration),
        "files",
        "error",
        "others",
        "chmod",
    ),
)


@pytest.fixture
def setup(outreach: CommandLine, empty_mailboxes: Dovecot, postfix: Postfix) -> Iterator[Setup]:
    with zone_server(zone()) as names:
        yield Setup.healthy(outreach, empty_mailboxes, postfix, names)


def printed(found: list[dict[str, str]], title: str, *, also_ok: bool = False) -> None:
    print(f"\n--- {title}")
    for each in found:
        if also_ok or each["severity"] != "ok":
            print(f"{each['check']:>13}  {each['severity']:<7}  {each['says']}")
            if each["next_step"]:
                print(f"{'':>24}> {each['next_step']}")


def test_where_all_is_well_it_says_so_and_nothing_else(setup: Setup) -> None:
    found = setup.examined()

    printed(found, "all is well", also_ok=True)
    assert [each for each in found if each["severity"] != "ok"] == []


def test_a_mailbox_that_signs_for_itself_is_well_before_any_signed_mail_was_seen(setup: Setup) -> None:
    setup.signs_itself()
    no_dkim_key(setup)
    setup.dovecot.empty()

    found = setup.examined()

    assert [each for each in found if each["severity"] != "ok"] == []
    assert any("ours is, by SPF and DKIM" in each["says"] for each in found)


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{each.name} ({each.check})" for each in BROKEN])
def test_what_is_broken_is_found_with_its_next_step(
    broken: Broken, setup: Setup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with broken.breaks(setup, tmp_path, monkeypatch):
        found = setup.examined(status=1 if broken.severity == "error" else 0)

    printed(found, broken.name)
    assert all(each["next_step"] for each in found if each["severity"] != "ok")
    assert [
        each
        for each in found
        if (each["check"], each["severity"]) == (broken.check, broken.severity)
        and broken.says in each["says"]
        and broken.next_step in each["next_step"]
    ], found
