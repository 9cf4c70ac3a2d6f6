"""The keys of `[nurture]`: how who is not ready stays in view."""

from outreach.settings import values
from outreach.settings.reading import Place, Wrong, setting, settings_class


def _wakes(value: object, place: Place) -> str:
    """Reads "review" or "sequence:NAME"."""
    text = values.text()(value, place)
    if text == "review" or (text.startswith("sequence:") and text.partition(":")[2].strip()):
        return text
    raise Wrong(f"{values.shown(text)} is not one of its values.", 'It may be "review" or "sequence:NAME".')


@settings_class
class Nurture:
    """Leads that are not ready: the slow sequence, and what their wake-up date leads to."""

    mails: bool = setting(
        values.boolean,
        "Whether the slow sequence is sent to them, as long as they have not named a day themselves.",
        default=True,
    )
    sequence: str = setting(values.text(), "The slow sequence.", default="nurture")
    campaign: str = setting(
        values.short_name,
        "The campaign that it runs in; it is made when the first lead needs it.",
        default="nurture",
    )
    mailboxes: tuple[str, ...] = setting(
        values.texts(100),
        "From which mailboxes, by their names. Who was written to before keeps their mailbox.",
        default=(),
        default_text="all",
    )
    wakes: str = setting(
        _wakes,
        'What a wake-up date leads to: "review" (a person gets a task) or "sequence:NAME".',
        default="review",
    )
    most_a_week: int = setting(
        values.number(1, 7), "The most mails and calls to one of them in any seven days.", default=2
    )
    longest_silence_days: int = setting(
        values.number(7, 365),
        "After so many days without a mail or a call a person gets a task.",
        default=30,
    )
