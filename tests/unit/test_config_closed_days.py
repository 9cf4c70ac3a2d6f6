"""What `[policy]` may say about holidays and days of our own, and what comes of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from outreach.config import Config, load_config
from outreach.core.errors import ConfigurationError
from outreach.daemon.rules import timing
from outreach.sequences.holidays import DateRange

SENDER = """\
[sender]
name = "Ana Ruiz"
organisation = "Bright Tools Ltd"
postal_address = "12 Harbour Row, Bristol"
[policy]
"""

Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(policy: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(SENDER + policy, encoding="utf-8")
        return load_config(path)

    return load


def test_holidays_count_and_nothing_else_is_closed_unless_the_file_says_so(load: Load) -> None:
    by_default = timing(load(""))

    assert by_default.public_holidays
    assert by_default.default_country is None
    assert by_default.closed_days == ()


def test_days_and_ranges_of_days_can_be_closed(load: Load) -> None:
    config = load('closed_days = ["2026-12-24..2027-01-06", "2026-05-04", 2026-05-05]')

    assert timing(config).closed_days == (
        DateRange(date(2026, 12, 24), date(2027, 1, 6)),
        DateRange(date(2026, 5, 4), date(2026, 5, 4)),
        DateRange(date(2026, 5, 5), date(2026, 5, 5)),
    )


@pytest.mark.parametrize("written", ["DE", "de", "Germany", "Германия", "DEU"])
def test_a_country_is_known_by_its_code_or_its_name(load: Load, written: str) -> None:
    assert timing(load(f'country = "{written}"')).default_country == "DE"


def test_holidays_can_be_left_out(load: Load) -> None:
    assert not timing(load("public_holidays = false")).public_holidays


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ('closed_days = "2026-05-04"', 'line 6, policy.closed_days: must be a list, not "2026-05-04".'),
        (
            'closed_days = ["May 4"]',
            'line 6, policy.closed_days: "May 4" is neither a day nor a range of days.',
        ),
        ('closed_days = ["2026-02-30"]', '"2026-02-30" is neither a day nor a range of days.'),
        ("closed_days = [20260504]", "20260504 is neither a day nor a range of days."),
        ("closed_days = [2026-05-04T10:00:00]", "2026-05-04 10:00:00 is neither a day nor a range of days."),
        ('closed_days = ["2026-05-04.."]', '"2026-05-04.." is neither a day nor a range of days.'),
        ('closed_days = ["2027-01-06..2026-12-24"]', '"2027-01-06..2026-12-24" ends before it begins.'),
        ('closed_days = ["2026-01-01..2029-01-01"]', "policy.closed_days: are 1097 days. They may be 366;"),
        ('country = "Atlantis"', 'line 6, policy.country: "Atlantis" is no country. Write its code: "DE".'),
        ("country = 49", "policy.country: must be a text, not 49."),
        ('public_holidays = "yes"', "policy.public_holidays: must be true or false"),
    ],
)
def test_a_slip_is_told_where_it_stands(load: Load, policy: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(policy)

    assert told in str(raised.value)
