"""When each turn of the daemon began and ended, and how far behind it is."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class TurnTimes:
    """Of one turn; moments are of a steady clock, in seconds."""

    every: float
    began_at: float
    seconds: float = 0.0
    failures: int = 0

    def lag(self, now: float) -> float:
        """By how much it is late: it should have begun again, and is still at the last one, or nobody calls it."""
        return max(0.0, now - self.began_at - self.every)


@dataclass(slots=True)
class TurnLog:
    """All turns that this daemon makes, by name."""

    clock: Callable[[], float]
    turns: dict[str, TurnTimes] = field(default_factory=dict)

    def began(self, name: str, every: float) -> None:
        known = self.turns.setdefault(name, TurnTimes(every, self.clock()))
        known.began_at = self.clock()

    def ended(self, name: str, *, well: bool) -> None:
        turn = self.turns[name]
        turn.seconds = self.clock() - turn.began_at
        turn.failures += not well
