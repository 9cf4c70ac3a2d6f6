"""What each kind of answer does to the run of the one who gave it: the defaults, and what a file may change.

Two tables, because a machine and a person decide differently. DEFAULTS is what happens by itself; where that
is `review`, the run waits, and once a person has said what the answer means, AFTER_REVIEW takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.core.intents import Intent


class Action(StrEnum):
    STOP = "stop"
    FINISH = "finish"
    PAUSE = "pause"
    SNOOZE = "snooze"
    NURTURE = "nurture"
    OPT_OUT = "opt_out"
    BOUNCE = "bounce"
    REFER = "refer"
    ENROLL = "enroll"
    REVIEW = "review"
    IGNORE = "ignore"


MEANINGS: dict[Action, str] = {
    Action.STOP: "the run ends; nothing more goes to this contact",
    Action.FINISH: "the run ends as answered; a person has the conversation",
    Action.PAUSE: "the run waits until a person lets it go on",
    Action.SNOOZE: "the run waits until the date that the message gives, then goes on",
    Action.NURTURE: "the run ends, and the contact rests in nurture until the date that the message gives",
    Action.OPT_OUT: "the run ends and the address is suppressed for ever",
    Action.BOUNCE: "the run ends and the address counts as dead",
    Action.REFER: "the run ends as referred; who was named is written to in the sequence that is given",
    Action.ENROLL: "the run ends and the contact goes over to the sequence that is given",
    Action.REVIEW: "the run waits, and a person is asked what the answer means",
    Action.IGNORE: "the run goes on as if nothing had come",
}

#: The sequence of a referred colleague where `refer` names none.
REFERRED_SEQUENCE = "referred-by-a-colleague"

#: Actions that may name a sequence behind a colon: `refer:NAME`, `enroll:NAME`.
_NAMES_A_SEQUENCE = (Action.REFER, Action.ENROLL)


@dataclass(frozen=True, slots=True)
class Consequence:
    """One action; with the name of a sequence exactly where the action leads to one."""

    action: Action
    sequence: str | None = None

    def __post_init__(self) -> None:
        if (self.sequence is not None) != (self.action in _NAMES_A_SEQUENCE):
            raise ValueError(f"{self.action.value} with sequence {self.sequence!r}")

    def __str__(self) -> str:
        return self.action.value if self.sequence is None else f"{self.action.value}:{self.sequence}"


_REFER = Consequence(Action.REFER, REFERRED_SEQUENCE)
_STOP, _FINISH, _SNOOZE, _OPT_OUT, _BOUNCE, _REVIEW, _IGNORE = (
    Consequence(action)
    for action in (
        Action.STOP,
        Action.FINISH,
        Action.SNOOZE,
        Action.OPT_OUT,
        Action.BOUNCE,
        Action.REVIEW,
        Action.IGNORE,
    )
)

#: What happens by itself. Only what is safe when misread does: the worst case is a delay.
DEFAULTS: Mapping[Intent, Consequence] = {
    Intent.REFERRAL: _REFER,
    Intent.RIGHT_PERSON: _REVIEW,
    Intent.INTERESTED: _REVIEW,
    Intent.QUESTION: _REVIEW,
    Intent.NOT_NOW: _REVIEW,
    Intent.NOT_INTERESTED: _REVIEW,
    Intent.UNSUBSCRIBE: _OPT_OUT,
    Intent.WRONG_PERSON: _REVIEW,
    Intent.LEFT_COMPANY: _REVIEW,
    Intent.OUT_OF_OFFICE: _SNOOZE,
    Intent.AUTO_ACKNOWLEDGEMENT: _IGNORE,
    Intent.CHALLENGE: _REVIEW,
    Intent.BOUNCE_HARD: _BOUNCE,
    Intent.BOUNCE_SOFT: _IGNORE,
    Intent.COMPLAINT: _OPT_OUT,
    # Only what a machine surely sent, a receipt or a newsletter: whatever a person may have written is looked at.
    Intent.OTHER: _IGNORE,
}

#: What a person's word leads to, where the machine had to ask.
AFTER_REVIEW: Mapping[Intent, Consequence] = {
    Intent.REFERRAL: _REFER,
    Intent.RIGHT_PERSON: _FINISH,
    Intent.INTERESTED: _FINISH,
    Intent.QUESTION: _FINISH,
    Intent.NOT_NOW: _SNOOZE,
    # A no closes the person. The next contact of the account is another matter, and another module's.
    Intent.NOT_INTERESTED: _FINISH,
    Intent.UNSUBSCRIBE: _OPT_OUT,
    Intent.WRONG_PERSON: _FINISH,
    Intent.LEFT_COMPANY: _STOP,
    Intent.OUT_OF_OFFICE: _SNOOZE,
    Intent.AUTO_ACKNOWLEDGEMENT: _IGNORE,
    Intent.CHALLENGE: _IGNORE,
    Intent.BOUNCE_HARD: _BOUNCE,
    Intent.BOUNCE_SOFT: _IGNORE,
    Intent.COMPLAINT: _OPT_OUT,
    Intent.OTHER: _IGNORE,
}

_WAITS_OR_ENDS = (Action.REVIEW, Action.PAUSE, Action.FINISH, Action.STOP, Action.OPT_OUT)

#: What a sequence file may choose for each intent. A no, a complaint and a dead address cannot be weakened,
#: and nothing that a person wrote to us about our mail can be ignored.
CHOICES: Mapping[Intent, tuple[Action, ...]] = {
    Intent.REFERRAL: (Action.REFER, *_WAITS_OR_ENDS),
    Intent.RIGHT_PERSON: (*_WAITS_OR_ENDS, Action.ENROLL),
    Intent.INTERESTED: (*_WAITS_OR_ENDS, Action.ENROLL),
    Intent.QUESTION: (*_WAITS_OR_ENDS, Action.ENROLL),
    Intent.NOT_NOW: (*_WAITS_OR_ENDS, Action.SNOOZE, Action.NURTURE, Action.ENROLL),
    Intent.NOT_INTERESTED: _WAITS_OR_ENDS,
    Intent.UNSUBSCRIBE: (Action.OPT_OUT,),
    Intent.WRONG_PERSON: _WAITS_OR_ENDS,
    Intent.LEFT_COMPANY: (*_WAITS_OR_ENDS, Action.REFER, Action.BOUNCE),
    Intent.OUT_OF_OFFICE: (*_WAITS_OR_ENDS, Action.SNOOZE, Action.REFER, Action.IGNORE),
    Intent.AUTO_ACKNOWLEDGEMENT: (*_WAITS_OR_ENDS, Action.SNOOZE, Action.IGNORE),
    Intent.CHALLENGE: (*_WAITS_OR_ENDS, Action.IGNORE),
    Intent.BOUNCE_HARD: (Action.BOUNCE, Action.OPT_OUT),
    Intent.BOUNCE_SOFT: (*_WAITS_OR_ENDS, Action.SNOOZE, Action.IGNORE, Action.BOUNCE),
    Intent.COMPLAINT: (Action.OPT_OUT,),
    Intent.OTHER: (*_WAITS_OR_ENDS, Action.IGNORE),
}


def consequence_of(on: Mapping[Intent, Consequence], intent: Intent, *, decided: bool) -> Consequence:
    """What `intent` leads to under a sequence's own table `on`; `decided`: a person has confirmed it."""
    chosen = on.get(intent, DEFAULTS[intent])
    return AFTER_REVIEW[intent] if decided and chosen.action is Action.REVIEW else chosen


def consequence_from(text: str) -> Consequence:
    """What an action in a sequence file means. Raises ValueError with a sentence for whoever wrote it."""
    word, colon, sequence = (part.strip() for part in text.partition(":"))
    try:
        action = Action(word)
    except ValueError:
        raise ValueError(f'"{text}" is no action.') from None
    if action not in _NAMES_A_SEQUENCE:
        if colon:
            raise ValueError(f'"{action.value}" leads to no sequence; only "refer" and "enroll" do.')
        return Consequence(action)
    if not sequence and action is Action.ENROLL:
        raise ValueError('"enroll" needs the sequence that it leads to: "enroll:NAME".')
    return Consequence(action, sequence or REFERRED_SEQUENCE)
