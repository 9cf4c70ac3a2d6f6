"""What a look at a workspace finds: each finding with how bad it is and the next step."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is."""

    #: Looked at, and nothing is wrong.
    OK = "ok"
    #: It works, but hardly as meant, or not for everybody.
    WARNING = "warning"
    #: Nothing should be sent, or nothing can be, until it is mended.
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `remedy` is the next step; empty where there is none to take."""

    severity: Severity
    says: str
    remedy: str = ""
    #: An error that keeps nothing from going out: others may refuse or distrust what does.
    is_with_others: bool = False


def ok(says: str) -> Finding:
    return Finding(Severity.OK, says)


def warning(says: str, remedy: str = "") -> Finding:
    return Finding(Severity.WARNING, says, remedy)


def distrusted(says: str, remedy: str = "") -> Finding:
    """An error that others make something of: nothing should be sent with it, and yet it can be."""
    return Finding(Severity.ERROR, says, remedy, is_with_others=True)


def error(says: str, remedy: str = "") -> Finding:
    return Finding(Severity.ERROR, says, remedy)
