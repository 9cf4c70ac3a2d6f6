"""The tables of words and rules, one module a language; chosen by ISO 639-1."""

from outreach.replies.rule import Rule
from outreach.replies.words import de, en, es, fr, ru

PEOPLE_RULES: dict[str, tuple[Rule, ...]] = {
    "en": en.RULES,
    "ru": ru.RULES,
    "de": de.RULES,
    "fr": fr.RULES,
    "es": es.RULES,
}
AUTOMATIC_RULES: dict[str, tuple[Rule, ...]] = {
    "en": en.AUTOMATIC,
    "ru": ru.AUTOMATIC,
    "de": de.AUTOMATIC,
    "fr": fr.AUTOMATIC,
    "es": es.AUTOMATIC,
}
