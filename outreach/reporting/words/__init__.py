"""The words of reports, in English and in Russian; names that people and strangers wrote stay as they are."""

from functools import cache
from importlib import import_module

LANGUAGES = ("en", "ru")

#: The modules here that hold words: key → (English, Russian).
TABLES = (
    "common",
    "deliverability",
    "digest",
    "forecast",
    "funnel",
    "overview",
    "page",
    "people",
    "referrals",
    "sources",
    "stages",
)


@cache
def all_words() -> dict[str, tuple[str, str]]:
    """Every table in one. A key stands in one of them only."""
    words: dict[str, tuple[str, str]] = {}
    for name in TABLES:
        words |= import_module(f"{__name__}.{name}").WORDS
    return words
