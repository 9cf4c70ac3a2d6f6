"""What is marked with CHANGE in the shipped configuration and is as it was shipped is told, key by key."""

import re
import tomllib
from pathlib import Path

import pytest

from outreach.config import load_config, require_own_values
from outreach.core.errors import ConfigurationError, Fault
from outreach.core.shipped import shipped
from outreach.settings.example_values import MARKED
from tests.support.command_line import CONFIG

EXAMPLE = shipped("config.example.toml").read_text(encoding="utf-8")
ALL = [
    "sender.name",
    "sender.organisation",
    "sender.postal_address",
    "policy.zone",
    "mailboxes[1].from",
    "mailboxes[1].smtp.host",
    "mailboxes[1].imap.host",
    "team[1].address",
]
#: Somebody may be called that, and UTC is a zone.
MAY_BE_MEANT = ["sender.name", "policy.zone"]


def told(tmp_path: Path, text: str) -> list[Fault]:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return list(load_config(file).examples)


def keys(faults: list[Fault], *, warning: bool) -> list[str | None]:
    return [fault.key for fault in faults if fault.warning is warning]


def test_every_mark_has_its_keys() -> None:
    """A comment with CHANGE is about the setting, or the section, that follows it."""
    marked = set()
    for comment, following in re.findall(r"^(#.*CHANGE.*)\n(?:#.*\n)*(.+)$", EXAMPLE, re.MULTILINE):
        if comment.startswith("# The configuration of outreach"):
            continue
        marked.add(following.split(" = ")[0])

    known = {each.key for each in MARKED} | {"[" + ".".join(each.table) + "]" for each in MARKED}

    assert marked == {"[sender]", "zone", "from", "[mailboxes.smtp]", "[mailboxes.imap]", "address"}
    assert marked <= known


def test_an_untouched_workspace_is_warned_of_each(tmp_path: Path) -> None:
    faults = told(tmp_path, EXAMPLE)

    assert keys(faults, warning=True) == ALL
    assert keys(faults, warning=False) == []
    lines = EXAMPLE.splitlines()
    assert all((fault.key or "").rpartition(".")[2] in lines[(fault.line or 0) - 1] for fault in faults)


def test_with_live_they_are_errors_but_for_what_may_be_meant(tmp_path: Path) -> None:
    faults = told(tmp_path, EXAMPLE.replace("live = false", "live = true"))

    assert keys(faults, warning=False) == [each for each in ALL if each not in MAY_BE_MEANT]
    assert keys(faults, warning=True) == MAY_BE_MEANT


def test_only_who_would_send_is_stopped(tmp_path: Path) -> None:
    rehearsing, live = tmp_path / "rehearsing.toml", tmp_path / "live.toml"
    rehearsing.write_text(EXAMPLE, encoding="utf-8")
    live.write_text(EXAMPLE.replace("live = false", "live = true"), encoding="utf-8")

    require_own_values(load_config(rehearsing))
    with pytest.raises(
        ConfigurationError, match=r"postal_address: is still that of the example: nothing is sent"
    ):
        require_own_values(load_config(live))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '"12 Harbour Row, Bristol BS1 4XX, United Kingdom"',
            '" 12 harbour row,  Bristol BS1 4XX, UNITED KINGDOM"',
        ),
        ('"Ana Ruiz <ana@brighttools.example>"', '"Bo Roe <BO@BrightTools.example>"'),
        ('host = "smtp.brighttools.example"', 'host = "SMTP.brighttools.example"'),
    ],
)
def test_a_touch_of_paint_makes_nothing_yours(tmp_path: Path, before: str, after: str) -> None:
    assert before in EXAMPLE

    assert len(told(tmp_path, EXAMPLE.replace(before, after))) == len(ALL)


def test_what_was_changed_is_not_told(tmp_path: Path) -> None:
    own = EXAMPLE.replace("brighttools.example", "holt.example").replace("12 Harbour Row", "3 Mill Lane")

    assert keys(told(tmp_path, own), warning=True) == ["sender.name", "sender.organisation", "policy.zone"]


def test_each_mailbox_is_looked_at(tmp_path: Path) -> None:
    second = """
[[mailboxes]]
name = "bo"
from = "bo@holt.example"
[mailboxes.smtp]
host = "smtp.brighttools.example"
"""

    faults = told(tmp_path, CONFIG + second)

    assert [fault.key for fault in faults] == ["mailboxes[2].smtp.host"]


def test_the_configurations_of_the_tests_are_their_own(tmp_path: Path) -> None:
    assert told(tmp_path, CONFIG) == []
    assert tomllib.loads(EXAMPLE)["live"] is False
