"""`outreach mailbox dkim`: a key on request, and the record that goes with it."""

import json
import re
import stat
from pathlib import Path

import pytest

from outreach.config import load_config
from outreach.core.errors import ConfigurationError
from outreach.mail.dkim_signing import read_key
from tests.support.command_line import CONFIG, CommandLine

SECTION = '[mailboxes.dkim]\nselector = "s1"\nkey = { file = "dkim.pem" }\n'


@pytest.fixture
def outreach(tmp_path: Path) -> CommandLine:
    outreach = CommandLine(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG + SECTION, encoding="utf-8")
    return outreach


def test_it_makes_a_key_and_prints_its_record(outreach: CommandLine, tmp_path: Path) -> None:
    said = outreach("mailbox", "dkim", "ann", "--generate").stdout

    pem = tmp_path / "dkim.pem"
    name, record = re.fullmatch(r"(\S+) IN TXT (.+)\n", said).groups()  # type: ignore[union-attr]
    assert stat.S_IMODE(pem.stat().st_mode) == 0o600
    assert name == "s1._domainkey.alpha.example."
    assert "".join(re.findall(r'"([^"]*)"', record)) == read_key(pem.read_text()).record
    assert all(len(piece) <= 255 for piece in re.findall(r'"([^"]*)"', record))


def test_a_key_that_is_there_is_never_written_over(outreach: CommandLine, tmp_path: Path) -> None:
    outreach("mailbox", "dkim", "ann", "--generate", "--type", "ed25519")
    before = (tmp_path / "dkim.pem").read_text()

    outreach("mailbox", "dkim", "ann", "--generate", status=1)

    assert (tmp_path / "dkim.pem").read_text() == before
    facts = json.loads(outreach("mailbox", "dkim", "ann", "--json").stdout)
    assert (facts["kind"], facts["published"]) == ("ed25519", None)


def test_without_a_key_it_says_how_to_make_one(outreach: CommandLine) -> None:
    result = outreach("mailbox", "dkim", "ann", status=3)

    assert "--generate" in result.output


def test_a_domain_that_is_not_the_senders_is_a_fault(outreach: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG + SECTION + 'domain = "other.example"\n', encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"dkim: signs for other\.example.*DMARC"):
        load_config(path)
