"""Sentences and cells as HTML: escaped, and names that others wrote kept from turning the text around them (UAX #9)."""

from markupsafe import Markup, escape

from outreach.core.untrusted import one_line
from outreach.reporting.page import Unit, Value, Word
from outreach.reporting.rates import Rate
from outreach.reporting.shown import bounds_shown, pieces, shown

_NAME = Markup("<bdi>{}</bdi>")
_CODE = Markup("<code>{}</code>")
_PLAIN = Markup("{}")
_WITH_INTERVAL = Markup('{} <small class="interval">{}</small>')


def sentence(word: Word, language: str) -> Markup:
    """The words with their places filled; what stands between `backticks` as code."""
    return Markup("").join(
        _NAME.format(piece.text) if piece.is_foreign else _ours(piece.text)
        for piece in pieces(word, language)
    )


def _ours(words: str) -> Markup:
    plain, *others = words.split("`")
    parts = [escape(plain)]
    # Every second one stands between two; one that is never closed is none.
    parts += [(_CODE if place % 2 == 0 else _PLAIN).format(other) for place, other in enumerate(others)]
    return Markup("").join(parts) if len(others) % 2 == 0 else escape(words)


def text(value: Value, unit: Unit, language: str) -> Markup:
    """One value."""
    if isinstance(value, Word):
        return sentence(value, language)
    if isinstance(value, str):
        return _NAME.format(one_line(value))
    if isinstance(value, Rate) and unit is Unit.RATE and value.trials:
        return _WITH_INTERVAL.format(shown(value, Unit.SHARE, language), bounds_shown(value, language))
    return escape(shown(value, unit, language))
