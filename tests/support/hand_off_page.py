"""The state table in docs/hand-off.md. `python -m tests.support.hand_off_page` writes it."""

from collections.abc import Iterator
from pathlib import Path

from outreach.handoff.policy import MAY, Command, Part, judge
from outreach.handoff.suspicion import ODD
from outreach.qualification.leads.model import LeadState

PAGE = Path(__file__).parents[2] / "docs" / "hand-off.md"
BEGIN = "<!-- generated from outreach/handoff/policy.py: begin -->"
END = "<!-- generated: end -->"


def generated() -> str:
    """Command by state, with who may; then why everybody else may not; then what is odd."""
    return "\n".join([*_by_state(), "", *_refusals(), "", *_odd()])


def page_with(text: str, tables: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{rest.partition(END)[2]}"


def _by_state() -> Iterator[str]:
    yield f"| state | {' | '.join(command.value for command in Command)} |"
    yield f"| --- |{' --- |' * len(Command)}"
    for state in LeadState:
        yield f"| `{state.value}` | {' | '.join(_cell(command, state) for command in Command)} |"


def _cell(command: Command, state: LeadState) -> str:
    may = MAY.get((command, state))
    if may is None:
        return "-"
    if may == frozenset(Part):
        return "anybody"
    # A manager who may anyway needs no salesperson to be absent.
    shown = may - {Part.STAND_IN} if Part.MANAGER in may else may
    return ", ".join(part.value for part in Part if part in shown)


def _refusals() -> Iterator[str]:
    yield "| who | what they may | why nothing else |"
    yield "| --- | --- | --- |"
    for part in Part:
        commands = [each for each in Command if _may_ever(each, part)]
        refused = [each for each in Command if each not in commands]
        reasons = dict.fromkeys(_reason(each, part) for each in refused)
        may = ", ".join(_with_states(each, part) for each in commands)
        yield f"| {part.value} | {may or 'nothing'} | {'; '.join(reasons) or '-'} |"


def _odd() -> Iterator[str]:
    yield "| `leads audit --suspicious` | |"
    yield "| --- | --- |"
    for kind, what in ODD.items():
        yield f"| `{kind.value}` | {what} |"


def _may_ever(command: Command, part: Part) -> bool:
    return any(part in may for (each, _), may in MAY.items() if each is command)


def _with_states(command: Command, part: Part) -> str:
    """The command, and in which states where others may do it in more."""
    states = [state for (each, state), may in MAY.items() if each is command and part in may]
    everywhere = [state for each, state in MAY if each is command]
    if states == everywhere:
        return command.value
    return f"{command.value} (while {', '.join(state.value for state in states)})"


def _reason(command: Command, part: Part) -> str:
    state = next(state for each, state in MAY if each is command)
    return judge(command, state, part).why_not


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), generated()), encoding="utf-8")
