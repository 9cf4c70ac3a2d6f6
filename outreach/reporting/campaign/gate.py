"""One condition between a person and their next mail."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gate:
    """`opens_at` is when it opens by itself at the earliest; None for one that only a person opens."""

    name: str
    is_open: bool
    says: str
    opens_at: datetime | None = None


def shown(moment: datetime) -> str:
    """A moment as gates say it."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
