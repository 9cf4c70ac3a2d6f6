"""`countries.toml`: every fault at once with its line; read again when it changes; nothing goes while it is broken."""

import os
from pathlib import Path

import pytest

from outreach.core.errors import ConfigurationError
from outreach.prospects.law import Decision, Law
from outreach.settings.countries_file import WatchedLaw, load_law, read_law
from tests.support.countries import EVERYWHERE_ALLOWED

STRICTER = EVERYWHERE_ALLOWED.replace('"allow"', '"consent"').replace("version = 1", "version = 2")


def written(folder: Path, text: str) -> Path:
    path = folder / "countries.toml"
    path.write_text(text, encoding="utf-8")
    return path


BROKEN = """\
[defaul]
decision = "allow"

[DE]
decision = "consnt"
asks = ["identiti"]
version = "1"
[DE.text]
german = "…"
en = "{{ secret }}"

[USA]
decision = "allow"

[GB]
decision = "allow"
asks = ["opt_out"]
basis = ["friendship"]
source = "a law"
reviewed_on = "2026"
version = 1
"""


def test_everything_that_is_wrong_is_named_at_once_by_its_line(tmp_path: Path) -> None:
    law, faults = read_law(written(tmp_path, BROKEN))

    assert law is None
    assert [(fault.line, fault.key) for fault in faults] == [
        (1, "defaul"),
        (4, "DE"),
        (4, "DE"),
        (5, "DE.decision"),
        (6, "DE.asks"),
        (7, "DE.version"),
        (9, "DE.text.german"),
        (10, "DE.text.en"),
        (12, "USA"),
        (17, "GB.asks"),
        (18, "GB.basis"),
        (20, "GB.reviewed_on"),
    ]
    assert all(fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no rule [default]"),
        ("nonsense", "is no TOML"),
        (EVERYWHERE_ALLOWED.replace('decision = "allow"\n', ""), "has no decision"),
        (STRICTER + 'asks = ["source_told"]\n', "nothing says how it is told"),
        (STRICTER + 'asks = ["advertising_label"]\n', "there is no text to say it"),
    ],
)
def test_a_file_that_says_too_little_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_law(written(tmp_path, text))

    assert told in str(refused.value)


def test_consent_needs_no_list_of_grounds_and_may_have_one(tmp_path: Path) -> None:
    plain = load_law(written(tmp_path, STRICTER))
    wider = load_law(written(tmp_path, STRICTER + 'basis = ["consent", "published"]\n'))

    assert plain.default.accepts == ("consent",)
    assert wider.default.accepts == ("consent", "published")


def decision_of(law: Law) -> Decision:
    return law.default.decision


def test_a_running_daemon_sees_a_changed_file_at_the_next_look(tmp_path: Path) -> None:
    watched = WatchedLaw(written(tmp_path, EVERYWHERE_ALLOWED))
    before = decision_of(watched.current())

    written(tmp_path, STRICTER)

    assert (before, decision_of(watched.current())) == (Decision.ALLOW, Decision.CONSENT)


def test_the_same_size_put_in_place_is_a_change_too(tmp_path: Path) -> None:
    watched = WatchedLaw(written(tmp_path, EVERYWHERE_ALLOWED))
    watched.current()
    beside = tmp_path / "new"
    beside.write_text(EVERYWHERE_ALLOWED.replace("Anywhere", "Nowhere!"), encoding="utf-8")

    os.replace(beside, tmp_path / "countries.toml")

    assert watched.current().default.name == "Nowhere!"


def test_nothing_goes_while_the_file_is_broken_or_gone(tmp_path: Path) -> None:
    path = written(tmp_path, EVERYWHERE_ALLOWED)
    watched = WatchedLaw(path)
    decisions = [decision_of(watched.current())]

    path.write_text("broken", encoding="utf-8")
    decisions.append(decision_of(watched.current()))
    path.unlink()
    decisions.append(decision_of(watched.current()))
    path.write_text(EVERYWHERE_ALLOWED, encoding="utf-8")
    decisions.append(decision_of(watched.current()))

    assert decisions == [Decision.ALLOW, Decision.BLOCKED, Decision.BLOCKED, Decision.ALLOW]
