"""`outreach doctor` on a mailbox that logs in with OAuth2: it does so as the daemon would."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import ROOT, CommandLine
from tests.support.doctor_setup import zone
from tests.support.dovecot import Dovecot
from tests.support.oauth_mailboxes import OAuthMailbox, oauth_mailbox
from tests.support.postfix import Postfix
from tests.support.token_server import TokenServer
from tests.support.zone_server import zone_server

pytest.importorskip("cryptography")


@pytest.fixture
def ann(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Iterator[OAuthMailbox]:
    dovecot.tokens.granted.clear()
    with (
        TokenServer(granted=dovecot.tokens.granted) as server,
        oauth_mailbox(tmp_path, server, dovecot, postfix) as mailbox,
    ):
        mailbox.authorise()
        yield mailbox
    dovecot.tokens.granted.clear()


def lines(folder: Path, status: int) -> list[tuple[str, str, str]]:
    """What was found on the two lines."""
    with zone_server(zone()) as names:
        outreach = CommandLine(folder)
        done = outreach("doctor", "--name-server", names.address, "--json", status=status)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return [
        (each["check"], each["severity"], f"{each['says']} {each['next_step'] or ''}")
        for each in found
        if each["check"] in ("smtp", "imap")
    ]


def test_a_token_that_has_run_out_is_renewed_and_kept(ann: OAuthMailbox, tmp_path: Path) -> None:
    for name in ("sequences", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    ann.server.expire_access()

    found = lines(tmp_path, status=0)

    assert [(check, severity) for check, severity, _ in found] == [("smtp", "ok"), ("imap", "ok")]
    assert ann.server.refreshes >= 1
    assert ann.paused_why == ""


def test_an_authorisation_that_was_taken_back_is_an_error_with_its_step(
    ann: OAuthMailbox, tmp_path: Path
) -> None:
    ann.server.take_back("ann@alpha.example")

    found = lines(tmp_path, status=1)

    assert [(check, severity) for check, severity, _ in found] == [("smtp", "error"), ("imap", "error")]
    assert all("authorize ann`" in step for _, _, step in found)
