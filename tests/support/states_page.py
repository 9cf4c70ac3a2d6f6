"""docs/states.md, made from the lifecycle tables. `python -m tests.support.states_page` writes it."""

from collections.abc import Iterator
from pathlib import Path

from tests.support.lifecycles import ALL, Lifecycle

PAGE = Path(__file__).parents[2] / "docs" / "states.md"

_TOP = """\
# The states

Made from the tables in the code by `python -m tests.support.states_page`; a test keeps it current. Each lifecycle is
one literal table of (state, event) and the state after. What a table does not have cannot happen: the row stays as
it is. A state's sentence says who moves it on, and what a crash there means.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_TOP, *(line for lifecycle in ALL for line in _section(lifecycle))])


def _section(lifecycle: Lifecycle) -> Iterator[str]:
    begins = " or ".join(f"`{state.value}`" for state in lifecycle.begins)
    yield f"## {lifecycle.name.capitalize()}"
    yield ""
    yield f"`{lifecycle.module}`. It begins as {begins}."
    yield ""
    yield "| state | | what may happen |"
    yield "| --- | --- | --- |"
    for state in lifecycle.states:
        yield f"| `{state.value}` | {lifecycle.sentences[state]} | {_moves(lifecycle, state)} |"
    yield ""


def _moves(lifecycle: Lifecycle, state: object) -> str:
    """Each move as `event → state`; the state is left out where it stays."""
    moves = [
        event.value if after is state else f"{event.value} → `{after.value}`"
        for (before, event), after in lifecycle.transitions.items()
        if before is state
    ]
    return "<br>".join(moves) or "nothing more"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
