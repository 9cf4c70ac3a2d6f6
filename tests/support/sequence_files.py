"""A workspace with one good sequence in it, to be broken in one place at a time."""

from dataclasses import dataclass
from pathlib import Path

from outreach.core.errors import Fault
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.sequence_file import load_sequence, read_sequence

SEQUENCE = """\
description = "Asks who is who"

[[steps]]
template = "ask"

[[steps]]
template = "bump"
after = 3

[window]
hours = ["09:00-12:00", "13:00-17:00"]

[on]
referral = "review"
"""

ASK = """\
Subject: Who looks after the printers?

Hello {{ contact.given_name or "there" }},

Could you tell me who looks after the printers?

Thank you,
{{ sender.name }}

--
{{ sender.organisation }}, {{ sender.postal_address }}
Not interested? Just say so and I won't write again.
"""

BUMP = """\
Hello {{ contact.given_name or "there" }},

May I ask once more who looks after the printers?

Thank you,
{{ sender.name }}

--
{{ sender.organisation }}, {{ sender.postal_address }}
Not interested? Just say so and I won't write again.
"""


@dataclass(frozen=True)
class SequenceFiles:
    """The files under one folder. The sequence is called `printers`."""

    root: Path

    @classmethod
    def good(cls, root: Path) -> "SequenceFiles":
        files = cls(root)
        files.write_sequence(SEQUENCE)
        files.write_template("ask.txt", ASK)
        files.write_template("bump.txt", BUMP)
        return files

    @property
    def path(self) -> Path:
        return self.root / "sequences" / "printers.toml"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def write_sequence(self, text: str, name: str = "printers") -> None:
        _write(self.root / "sequences" / f"{name}.toml", text)

    def write_template(self, file: str, text: str, sequence: str = "printers") -> None:
        _write(self.templates / sequence / file, text)

    def load(self) -> SequenceDefinition:
        return load_sequence(self.path, self.templates)

    def faults(self) -> list[Fault]:
        return read_sequence(self.path, self.templates)[1]

    def said(self) -> str:
        """The faults as a person reads them, without the folder of this test."""
        return "\n".join(str(fault) for fault in self.faults()).replace(f"{self.root}/", "")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
