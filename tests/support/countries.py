"""Rules for tests that are not about the law of countries: everybody may be written to."""

from datetime import date
from pathlib import Path

EVERYWHERE_ALLOWED = f"""\
[default]
name = "Anywhere"
decision = "allow"
source = "no law: a test"
reviewed_on = {date.today()}
version = 1
"""


def allow_everywhere(folder: Path) -> None:
    """Write `countries.toml` beside a configuration; `outreach init` leaves it as it is."""
    (folder / "countries.toml").write_text(EVERYWHERE_ALLOWED, encoding="utf-8")
