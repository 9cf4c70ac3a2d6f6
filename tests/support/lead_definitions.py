"""Lead definitions for tests: the shipped one, and files that are written for one test."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from outreach.qualification.leads.definition import Decay, LeadDefinition
from outreach.qualification.leads.definition_file import load_definition

SHIPPED = Path(__file__).parents[2] / "lead-definition.toml"

#: Answers that the shipped definition finds good enough, and no better.
GOOD: Mapping[str, str] = {"right_person": "yes", "fit": "good", "need": "yes"}

#: The least that is a definition: one question, five levels.
LEAST = """\
threshold = 10

[[questions]]
id = "need"
kind = "yes_no"
ask.en = "Have they a need?"
required = true
points = { yes = 10, no = -5 }

[[levels]]
level = 1
[[levels]]
level = 2
needs = ["answered"]
[[levels]]
level = 3
needs = ["need = yes"]
[[levels]]
level = 4
needs = ["asked_question"]
[[levels]]
level = 5
needs = ["gave_number"]
"""


@cache
def shipped() -> LeadDefinition:
    return load_definition(SHIPPED)


def with_threshold(threshold: int) -> LeadDefinition:
    """The shipped one, with another threshold."""
    return replace(shipped(), threshold=threshold)


def with_decay(points_a_month: int, *, after_days: int = 30, most: int = 1_000) -> LeadDefinition:
    return replace(shipped(), decay=Decay(points_a_month, after_days, most))
