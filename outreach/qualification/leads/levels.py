"""Where on the spectrum a lead stands: the highest level whose entry test, and all those below it, are met."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outreach.qualification.leads.definition import LeadDefinition


@dataclass(frozen=True, slots=True)
class Test:
    """One thing that a level asks for, and whether it is so."""

    need: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class TestedLevel:
    """One level with its tests. `is_met` does not look at the levels below it."""

    number: int
    name: str
    tests: tuple[Test, ...]

    @property
    def is_met(self) -> bool:
        return all(test.is_met for test in self.tests)


def tested(
    definition: LeadDefinition, answers: Mapping[str, str], facts: frozenset[str], today: date
) -> tuple[TestedLevel, ...]:
    """Every level with what it asks for, from 1 to 5."""
    return tuple(
        TestedLevel(
            level.number,
            level.name,
            tuple(Test(need.text, need.holds(answers, facts, today)) for need in level.needs),
        )
        for level in definition.levels
    )


def reached(levels: tuple[TestedLevel, ...]) -> int:
    """The level that a lead stands on. Whoever is a lead is a known contact: never less than 1."""
    level = 1
    for each in levels[1:]:
        if not each.is_met:
            break
        level = each.number
    return level
