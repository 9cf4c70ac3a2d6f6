"""`[nurture]` in the configuration."""

from pathlib import Path

import pytest

from outreach.config import load_config
from outreach.core.errors import ConfigurationError
from tests.support.command_line import CONFIG


def loaded(tmp_path: Path, section: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(CONFIG + "\n[nurture]\n" + section, encoding="utf-8")
    load_config(file)


@pytest.mark.parametrize(
    "section",
    ['wakes = "sequence:come-back"', "mails = false", 'mailboxes = ["ann"]', "most_a_week = 1"],
)
def test_what_it_may_say(tmp_path: Path, section: str) -> None:
    loaded(tmp_path, section)


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ('wakes = "later"', 'It may be "review" or "sequence:NAME".'),
        ('wakes = "sequence:"', 'It may be "review" or "sequence:NAME".'),
        ('mailboxes = ["bob"]', 'names a mailbox "bob", which is not here. There are: ann.'),
        ("most_a_week = 0", "nurture.most_a_week"),
        ("colour = 1", "nurture.colour"),
    ],
)
def test_what_it_may_not(tmp_path: Path, section: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        loaded(tmp_path, section)

    assert says in str(raised.value)
