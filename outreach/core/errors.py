"""The errors that a person gets to read. Each says what is wrong and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file that a person wrote: where it stands, what is wrong, what to do."""

    file: str
    problem: str
    line: int | None = None
    key: str | None = None
    remedy: str | None = None
    #: An error stops the work; a warning is only said.
    warning: bool = False

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f", line {self.line}"
        if self.key is not None:
            where += f", {self.key}"
        return f"{where}: {self.problem}" + (f" {self.remedy}" if self.remedy else "")


class OutreachError(Exception):
    """Something that the person who called us can mend. `exit_code` is what the command ends with."""

    exit_code = 1


class Refused(OutreachError):
    """Asked for, understood, and not done; the message says why and what would help."""


class NotFound(OutreachError):
    """There is no such campaign, contact, message ..."""


class MissingExtra(OutreachError):
    """An optional dependency is not installed; the message names the extra."""

    def __init__(self, extra: str, needed_for: str) -> None:
        subject = needed_for[:1].upper() + needed_for[1:]
        super().__init__(f"{subject} needs the extra \"{extra}\": pip install 'outreach[{extra}]'")


class ConfigurationError(OutreachError):
    """What is wrong in configuration, sequences or templates: everything at once."""

    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
