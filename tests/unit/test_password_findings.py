"""A mailbox that still sends by password, where its provider has announced the end of that."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.cli.doctor_checks import Patient
from outreach.cli.doctor_mail_checks import sending
from outreach.cli.doctor_network import Network
from outreach.config import load_config
from outreach.mail.mailbox_look import SendingLook
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.reporting.findings import Finding, Severity
from outreach.sending.provider_advice import password_will_end
from tests.support.configuration import config_text

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SMTP = """\
[mailboxes.smtp]
host = "{host}"
port = 587
security = "starttls"
"""
PASSWORD = 'password = { env = "ANN_PASSWORD" }\n'
OAUTH = 'auth = "oauth2"\n[mailboxes.oauth2]\nprovider = "microsoft"\nclient_id = "id"\n'


def warned(folder: Path, host: str, log_in: str) -> list[Finding]:
    path = folder / "config.toml"
    path.write_text(config_text(SMTP.format(host=host) + log_in), encoding="utf-8")
    taken = SendingLook(Answer(Outcome.READY, Phase.AUTH, 235, "ok", host=host))
    patient = Patient(path, load_config(path), (), None, "", NOW, Network(NOW, sending={"ann": taken}))
    return [each for each in sending(patient) if each.severity is Severity.WARNING]


def test_a_password_at_microsoft_is_told_to_end_with_the_way_out(tmp_path: Path) -> None:
    (found,) = warned(tmp_path, "smtp.office365.com", PASSWORD)

    assert "end of December 2026" in found.says
    assert "outreach mailbox authorize ann" in found.remedy


@pytest.mark.parametrize(
    ("host", "log_in"),
    [("smtp.office365.com", OAUTH), ("smtp.gmail.com", PASSWORD), ("mail.alpha.example", PASSWORD)],
)
def test_who_has_oauth2_or_another_provider_hears_nothing_of_it(
    tmp_path: Path, host: str, log_in: str
) -> None:
    assert warned(tmp_path, host, log_in) == []


def test_nothing_is_announced_of_a_server_that_nobody_knows() -> None:
    assert password_will_end("mail.alpha.example") is None
