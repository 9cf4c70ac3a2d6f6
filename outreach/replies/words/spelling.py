"""The rules for writers who do without accents and umlauts: "fuer", "deja", "manana", and "Grüsse" in Zürich."""

import re
from dataclasses import replace
from functools import cache

from outreach.replies.rule import Branch, Rule

#: What each letter becomes where the text has none of its row: a row is typed, or it is not.
_ROWS: dict[str, tuple[dict[str, str], ...]] = {
    "de": ({"ä": "ae", "ö": "oe", "ü": "ue"}, {"ß": "ss"}),
    "fr": (dict(zip("àâçéèêëîïôùû", "aaceeeeiiouu", strict=True)) | {"œ": "oe"},),
    "es": (dict(zip("áéíóúü", "aeiouu", strict=True)), {"ñ": "n"}),
}
#: "que" says a hundred things, "qué" asks: only where something is asked does the one stand for the other.
_ASKING = r"qué|qui[ée]n(?:es)?|cuál|cómo|dónde|cuándo|cuánto"
#: "dejé" is what I did, "deje" what you should do: neither stands for the other.
_DONE = r"[éó](?![\w\[(\\])"
_KEPT, _KEPT_IN_A_QUESTION = re.compile(f"{_ASKING}|{_DONE}"), re.compile(f"(?<!qu){_DONE}")


def rows_missing(language: str, text: str) -> tuple[int, ...]:
    """Which rows of the language's letters the text does without."""
    return tuple(
        number
        for number, row in enumerate(_ROWS.get(language, ()))
        if not any(letter in text for letter in row)
    )


@cache
def respelled(
    rules: tuple[Rule, ...], language: str, missing: tuple[int, ...], *, asked: bool
) -> tuple[Rule, ...]:
    """The rules as one writes without these rows; `asked`: there is a question mark."""
    rows = _ROWS[language]
    letters = str.maketrans({letter: plain for row in missing for letter, plain in rows[row].items()})
    kept = (_KEPT_IN_A_QUESTION if asked else _KEPT) if language == "es" else None
    return tuple(
        replace(
            rule,
            written=_plain(rule.written, letters, kept),
            branches=tuple(
                Branch(
                    _plain(branch.written, letters, kept),
                    frozenset(_plain(needle, letters, kept) for needle in branch.needles),
                )
                for branch in rule.branches
            ),
            unless=_plain(rule.unless, letters, kept),
        )
        for rule in rules
    )


def _plain(pattern: str, letters: dict[int, str], kept: re.Pattern[str] | None) -> str:
    """The pattern without accents, but for the words that would become others."""
    done, position = [], 0
    for word in kept.finditer(pattern) if kept else ():
        done += [pattern[position : word.start()].translate(letters), word.group()]
        position = word.end()
    return "".join([*done, pattern[position:].translate(letters)])
