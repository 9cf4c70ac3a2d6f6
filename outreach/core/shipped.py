"""Where the files lie that come with the program: inside the wheel, or at the top of a checkout."""

from pathlib import Path

import outreach
from outreach.core.errors import NotFound


def shipped(name: str) -> Path:
    """The path of `templates`, `sequences`, `countries.toml` or `config.example.toml` as it was shipped."""
    package = Path(outreach.__file__).parent
    for folder in (package / "shipped", package.parent):
        if (folder / name).exists():
            return folder / name
    raise NotFound(f"{name} did not come with this installation. Install outreach again.")
