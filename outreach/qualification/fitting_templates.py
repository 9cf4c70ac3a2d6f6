"""Which of the shipped templates an answer begins with, by what the reply means."""

from collections.abc import Mapping

from outreach.core.intents import Intent
from outreach.qualification.meanings import Meaning

#: A question is missing on purpose: whether it asks for the price, who we are or where the address comes from, the
#: intent does not say, and an answer to another question is worse than a greeting.
_FITTING: Mapping[Meaning, str] = {
    Intent.INTERESTED: "suggest-a-call",
    Intent.RIGHT_PERSON: "suggest-a-call",
    Intent.NOT_NOW: "not-now-thanks",
    Intent.REFERRAL: "passed-on-thanks",
}


def fitting_template(meaning: Meaning) -> str | None:
    """The name of the template that fits, whether or not the workspace still has it; None: only a greeting does."""
    return _FITTING.get(meaning)
