"""The rules for writers who do without accents and umlauts: "fuer", "deja", "manana", and "Grüsse" in Zürich."""

import re
from dataclasses import replace
from functools import cache

from outreach.replies.rule import Branch, Rule

#: What each letter becomes where the text has none of its row: a row is typed, or it is not.
_ROWS: dict[str, tuple[dict[str, str], ...]] = {
    "de": ({"ä": "ae", "ö": "oe", "ü": "ue"}, {"ß": "ss"}),
    "fr": (dict(zip("àâçéèêëîïôùû", "aaceeeeiiouu", strict=True)) | {"œ": "oe"},),
    "es": (dict(zip("áéíóúüñ", "aeiouun", strict=True)),),
}
#: "que" says a hundred things, "qué" asks: only where something is asked does the one stand for the other.
#: "dejé" is what I did, "deje" what you should do: nor do these.
_TELLING = re.compile(r"qué|qu[ié]+n(?:es)?|cuál|cómo|dónde|cuándo|cuánto|[éó](?![\w\[(\\])")


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
    """The rules as one writes without these rows."""
    letters = str.maketrans(
        {letter: plain for number in missing for letter, plain in _ROWS[language][number].items()}
    )

    def plain(pattern: str) -> str:
        if asked or language != "es":
            return pattern.translate(letters)
        kept = [*_TELLING.finditer(pattern)]
        ends = [0, *(end for word in kept for end in word.span()), len(pattern)]
        parts = [pattern[start:end] for start, end in zip(ends, ends[1:], strict=False)]
        return "".join(part if number % 2 else part.translate(letters) for number, part in enumerate(parts))

    return tuple(
        replace(
            rule,
            written=plain(rule.written),
            branches=tuple(
                Branch(plain(branch.written), frozenset(map(plain, branch.needles)))
                for branch in rule.branches
            ),
            unless=plain(rule.unless),
        )
        for rule in rules
    )
