"""The tables of words and rules, one module a language; loaded when the language is first met (each takes 0.1 s)."""

from functools import cache
from importlib import import_module

from outreach.replies.language import SPOKEN
from outreach.replies.rule import Rule


@cache
def people_rules(language: str) -> tuple[Rule, ...]:
    """For what people write; `language` is one of SPOKEN."""
    return _table(language, "RULES")


@cache
def automatic_rules(language: str) -> tuple[Rule, ...]:
    """For what machines write; `language` is one of SPOKEN."""
    return _table(language, "AUTOMATIC")


def _table(language: str, name: str) -> tuple[Rule, ...]:
    if language not in SPOKEN:
        raise ValueError(f"there are no rules for {language!r}")
    table: tuple[Rule, ...] = getattr(import_module(f"{__name__}.{language}"), name)
    return table
