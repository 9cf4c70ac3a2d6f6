"""What the model chooses among: the intents of people's mail and of machines', with who wrote it."""

from dataclasses import dataclass

from outreach.core.intents import AUTOMATIC, Intent


@dataclass(frozen=True, slots=True)
class Meaning:
    """An intent, and whether a machine says so."""

    intent: Intent
    by_machine: bool = False

    def __str__(self) -> str:
        return (
            f"{self.intent.value}{' (automatic)' if self.by_machine and self.intent not in AUTOMATIC else ''}"
        )


#: In this order their weights stand in the model's file. Bounces and complaints are settled by their structure.
MEANINGS: tuple[Meaning, ...] = (
    Meaning(Intent.REFERRAL),
    Meaning(Intent.RIGHT_PERSON),
    Meaning(Intent.INTERESTED),
    Meaning(Intent.QUESTION),
    Meaning(Intent.NOT_NOW),
    Meaning(Intent.NOT_INTERESTED),
    Meaning(Intent.UNSUBSCRIBE),
    Meaning(Intent.WRONG_PERSON),
    Meaning(Intent.LEFT_COMPANY),
    Meaning(Intent.LEFT_COMPANY, by_machine=True),
    Meaning(Intent.OUT_OF_OFFICE, by_machine=True),
    Meaning(Intent.AUTO_ACKNOWLEDGEMENT, by_machine=True),
    Meaning(Intent.CHALLENGE, by_machine=True),
    #: Newsletters are a machine's, mail gone astray a person's; for what follows it is the same.
    Meaning(Intent.OTHER),
)


def number_of(intent: Intent, *, by_machine: bool) -> int | None:
    """Where the meaning stands in MEANINGS; None for what only structure tells."""
    only = [number for number, meaning in enumerate(MEANINGS) if meaning.intent is intent]
    if len(only) == 1:
        return only[0]
    return next((number for number in only if MEANINGS[number].by_machine is by_machine), None)
