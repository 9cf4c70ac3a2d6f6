"""`docs/terminal.svg`: a terminal on which somebody sees how it stands, drawn from what the program really says.

    python -m tests.support.terminal_picture

The workspace is one that the sandbox has played, so that the mails, the replies and the people in it are made up.
"""

import re
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests.support.cli_workspaces import played_in

PICTURE = Path(__file__).parents[2] / "docs/terminal.svg"
COLUMNS = 88
#: What is typed, and how many lines of what is said have room.
COMMANDS = (("review show 3", 26), ("report funnel --since 2026-03-01 --until 2026-03-15", 25))


def draw() -> str:
    """The picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        outreach = played_in(Path(folder)).outreach
        console = Console(width=COLUMNS, record=True, file=StringIO(), force_terminal=True)
        for words, lines in COMMANDS:
            said = outreach.on_terminal(*words.split(), columns=COLUMNS).replace("\r", "")
            console.print(Text("$ ", style="bold green") + Text(f"outreach {words}", style="bold"))
            console.print(Text.from_ansi("\n".join(said.splitlines()[:lines])))
            console.print()
    # Whoever looks at it is asked nothing by anybody: no font is fetched.
    return re.sub(
        r"@font-face \{.*?\}\s*", "", console.export_svg(title="outreach", theme=MONOKAI), flags=re.DOTALL
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
