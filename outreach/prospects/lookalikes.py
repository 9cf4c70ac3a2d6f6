"""Domains that look like another one: two alphabets in one label, or one alphabet posing as another."""

import unicodedata
from functools import lru_cache

# The small Cyrillic and Greek letters that cannot be told from Latin ones (UTS #39).
_POSING = frozenset("асеорхуіјѕһԁԛԝӏαορν")


@lru_cache(maxsize=10_000)
def looks_like_another(domain: str) -> bool:
    """Whether a domain, in ASCII or not, is written to be taken for another one.

    A label that mixes Latin with Cyrillic or Greek letters is, and so is a label of nothing but posing letters
    below an ending in Latin ones: `асе.com`.
    """
    labels = [_unicode(label) for label in domain.lower().split(".")]
    below_latin = labels[-1].isascii()
    return any(_is_mixed(label) or (below_latin and _poses(label)) for label in labels)


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_mixed(label: str) -> bool:
    scripts = {_script(character) for character in label if character.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def _poses(label: str) -> bool:
    letters = [character for character in label if character.isalpha()]
    return bool(letters) and not label.isascii() and all(character in _POSING for character in letters)


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]
