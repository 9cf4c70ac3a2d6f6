"""What sending obeys, as the configuration says it: limits, guards, and who works the replies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.config import Config, load_config
from outreach.core.errors import ConfigurationError
from outreach.daemon.rules import sending_rules
from outreach.sending.identity import GuardRules

SENDER = """
[sender]
name = "Ana Ruiz"
organisation = "Bright Tools Ltd"
postal_address = "12 Harbour Row, Bristol"
"""
MAILBOX = """
[[mailboxes]]
name = "ana"
from = "Ana Ruiz <ana@brighttools.example>"
{}
[mailboxes.smtp]
host = "{}"
password = {{ env = "ANA_PASSWORD" }}
"""
ANA = MAILBOX.format("", "smtp.brighttools.example")

Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(text: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(SENDER + text, encoding="utf-8")
        return load_config(path)

    return load


def member(name: str, role: str) -> str:
    return f'[[team]]\nperson = "{name}"\naddress = "{name}@brighttools.example"\nrole = "{role}"\n'


def test_without_a_word_about_them_the_limits_are_careful(load: Load) -> None:
    rules = sending_rules(load(ANA))

    assert rules.domain_allowance("acme.example") == 10
    assert rules.domain_allowance("gmail.com") == 30
    assert rules.guards == GuardRules(3, 200, 50, 2, 1_000)
    assert (rules.people, rules.replies_per_person) == (1, 10)
    assert rules.mailbox("ana").new_per_day is None


def test_a_limit_of_nothing_is_no_limit(load: Load) -> None:
    policy = "[policy]\nper_domain_per_day = 0\nper_free_mail_domain_per_day = 0\nreplies_per_person = 0\n"

    rules = sending_rules(load(ANA + policy))

    assert rules.domain_allowance("acme.example") is None
    assert rules.domain_allowance("gmail.com") is None
    assert rules.replies_per_person == 0


def test_guards_are_as_the_file_says(load: Load) -> None:
    guards = (
        "[guards]\nbounce_share = 5\nbounce_window = 100\nbounce_least = 20\ncomplaints = 1\n"
        "complaint_window = 500\n"
    )

    assert sending_rules(load(ANA + guards)).guards == GuardRules(5, 100, 20, 1, 500)


def test_prospectors_work_the_replies_and_nobody_else(load: Load) -> None:
    team = member("ana", "prospector") + member("bo", "prospector") + member("cy", "salesperson")

    assert sending_rules(load(ANA + team)).people == 2


def test_a_mailbox_has_its_own_limit_for_new_people_and_its_provider(load: Load) -> None:
    rules = sending_rules(load(MAILBOX.format("new_per_day = 12", "smtp.gmail.com")))

    assert rules.mailbox("ana").new_per_day == 12
    assert rules.mailbox("ana").provider == "google"


def test_more_new_people_than_mails_is_a_warning(load: Load) -> None:
    [warning] = load(MAILBOX.format("new_per_day = 31", "smtp.brighttools.example")).warnings

    assert warning.key == "mailboxes[1].new_per_day"
    assert "31 is more than per_day, 30" in str(warning)


def test_a_share_of_more_mails_than_are_looked_at_is_a_fault(load: Load) -> None:
    with pytest.raises(ConfigurationError, match="60 is more than bounce_window, 50"):
        load(ANA + "[guards]\nbounce_window = 50\nbounce_least = 60\n")
