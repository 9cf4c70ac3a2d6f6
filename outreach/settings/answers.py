"""The keys of `[answers]`: how soon whoever wants to talk to us hears from a person."""

from outreach.settings import values
from outreach.settings.reading import setting, settings_class


@settings_class
class Answers:
    """How soon a person answers those who want to talk to us."""

    within_hours: int = setting(
        values.number(1, 200),
        "After so many hours of work (9 to 17, Monday to Friday) without an answer there is a task.",
        default=8,
    )
