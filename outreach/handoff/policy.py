"""Who may do what to a lead, in which state: one table. What it does not have is refused, with the reason.

Nobody accepts or confirms what they found themselves, whatever their role; a manager acts in place of a salesperson
only while that one is absent. Decisions only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.qualification.leads.model import LEAD_TRANSITIONS, LeadEvent, LeadState


class Command(StrEnum):
    """What a person can do to a lead from the hand-off on."""

    OFFER = "offer"
    ACCEPT = "accept"
    REJECT = "reject"
    RETURN = "return"
    CONFIRM = "confirm"
    DISQUALIFY = "disqualify"
    NURTURE = "nurture"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    WON = "won"
    LOST = "lost"


class Part(StrEnum):
    """Who somebody is to one lead. The first that holds counts: whoever found it is its finder and nothing else."""

    #: Nobody in [[team]].
    STRANGER = "stranger"
    FINDER = "finder"
    #: It is offered to them, or they have it.
    SALESPERSON = "its salesperson"
    OTHER_SALESPERSON = "another salesperson"
    #: A manager, while its salesperson is absent or no longer in the team.
    STAND_IN = "stand-in"
    MANAGER = "manager"
    PROSPECTOR = "prospector"
    ACCOUNT_MANAGER = "account manager"


_C, _S, _P = Command, LeadState, Part

#: What each command lets happen to the lead.
MOVES: Mapping[Command, LeadEvent] = {
    _C.OFFER: LeadEvent.OFFERED,
    _C.ACCEPT: LeadEvent.ACCEPTED,
    _C.REJECT: LeadEvent.REJECTED,
    _C.RETURN: LeadEvent.RETURNED,
    _C.CONFIRM: LeadEvent.CONFIRMED,
    _C.DISQUALIFY: LeadEvent.DISQUALIFIED,
    _C.NURTURE: LeadEvent.NURTURED,
    _C.PROPOSAL: LeadEvent.PROPOSED,
    _C.MEETING: LeadEvent.MET,
    _C.WON: LeadEvent.WON,
    _C.LOST: LeadEvent.LOST,
}

_QUALIFYING = frozenset({_P.FINDER, _P.PROSPECTOR, _P.MANAGER, _P.STAND_IN})
_SELLING = frozenset({_P.SALESPERSON, _P.STAND_IN})
#: Before sales has it a lead is whoever's works on it, as for `leads qualify`.
_ANYBODY = frozenset(Part)

MAY: Mapping[tuple[Command, LeadState], frozenset[Part]] = {
    (_C.OFFER, _S.QUALIFIED): _QUALIFYING,
    # Only what was mis-routed; the rest is qualified once more first (see `offering`).
    (_C.OFFER, _S.REJECTED): _QUALIFYING,
    (_C.OFFER, _S.UNTOUCHED): _QUALIFYING,
    (_C.ACCEPT, _S.OFFERED): _SELLING,
    (_C.REJECT, _S.OFFERED): _SELLING,
    (_C.CONFIRM, _S.ACCEPTED): _SELLING,
    (_C.RETURN, _S.ACCEPTED): _SELLING,
    (_C.RETURN, _S.CONFIRMED): _SELLING,
    (_C.RETURN, _S.PROPOSAL): _SELLING,
    (_C.RETURN, _S.MEETING): _SELLING,
    (_C.DISQUALIFY, _S.OPEN): _ANYBODY,
    (_C.DISQUALIFY, _S.QUALIFIED): _ANYBODY,
    (_C.DISQUALIFY, _S.REJECTED): _ANYBODY,
    (_C.DISQUALIFY, _S.UNTOUCHED): _ANYBODY,
    (_C.DISQUALIFY, _S.NURTURE): _ANYBODY,
    # Whoever has been asked rejects instead: that tells why, and is no disqualification.
    (_C.DISQUALIFY, _S.OFFERED): _QUALIFYING,
    (_C.DISQUALIFY, _S.ACCEPTED): _SELLING,
    (_C.NURTURE, _S.OPEN): _ANYBODY,
    (_C.NURTURE, _S.QUALIFIED): _ANYBODY,
    (_C.NURTURE, _S.REJECTED): _ANYBODY,
    (_C.NURTURE, _S.UNTOUCHED): _ANYBODY,
    (_C.NURTURE, _S.NURTURE): _ANYBODY,
    (_C.NURTURE, _S.DISQUALIFIED): _ANYBODY,
    (_C.NURTURE, _S.LOST): _ANYBODY,
    (_C.NURTURE, _S.OFFERED): _QUALIFYING,
    (_C.NURTURE, _S.ACCEPTED): _SELLING,
    (_C.NURTURE, _S.CONFIRMED): _SELLING,
    (_C.NURTURE, _S.PROPOSAL): _SELLING,
    (_C.NURTURE, _S.MEETING): _SELLING,
    (_C.PROPOSAL, _S.CONFIRMED): _SELLING,
    (_C.PROPOSAL, _S.PROPOSAL): _SELLING,
    (_C.PROPOSAL, _S.MEETING): _SELLING,
    (_C.MEETING, _S.PROPOSAL): _SELLING,
    (_C.MEETING, _S.MEETING): _SELLING,
    (_C.WON, _S.MEETING): _SELLING,
    (_C.LOST, _S.CONFIRMED): _SELLING,
    (_C.LOST, _S.PROPOSAL): _SELLING,
    (_C.LOST, _S.MEETING): _SELLING,
}

#: Why somebody may not, where somebody else may. {who}: the salesperson whom it concerns.
WHY_NOT: Mapping[Part, str] = {
    _P.STRANGER: "you are nobody in [[team]]; say who you are with --as NAME or OUTREACH_USER",
    _P.FINDER: "you found it yourself; somebody else has to",
    _P.SALESPERSON: "its salesperson does not; you can reject or return it",
    _P.OTHER_SALESPERSON: "it is {who}'s, not yours",
    _P.STAND_IN: "a manager does not",
    _P.MANAGER: "{who} is not absent, and does it themselves",
    _P.PROSPECTOR: "a prospector does not; {who} does",
    _P.ACCOUNT_MANAGER: "an account manager does not; {who} does",
}
#: The same where nobody has the lead: it is about offering it.
WHY_NOT_OFFER = "offering is for who qualifies, and for managers"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether somebody may, and if not, why: because of the state of the lead, or of who they are."""

    why_not: str = ""
    by_state: bool = False

    @property
    def is_allowed(self) -> bool:
        return not self.why_not


def judge(command: Command, state: LeadState, part: Part, *, who: str = "its salesperson") -> Judgement:
    """Whether a command is allowed. The state is asked first: nobody may do what cannot be done."""
    may = MAY.get((command, state))
    if may is None:
        states = [each.value for each in LeadState if (command, each) in MAY]
        return Judgement(f"it is {state.value}; that takes one that is {_or(states)}", by_state=True)
    assert (state, MOVES[command]) in LEAD_TRANSITIONS
    if part in may:
        return Judgement()
    asks_for_offer = command is Command.OFFER and part is not Part.STRANGER
    return Judgement(WHY_NOT_OFFER if asks_for_offer else WHY_NOT[part].format(who=who))


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
