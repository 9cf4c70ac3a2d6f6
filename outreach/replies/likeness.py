"""Whether a name and the local part of an address are the same person's: "Тимур Хасанов" and t.khasanov."""

import re
from functools import lru_cache

_FOLD = str.maketrans(
    "áàâäãåčćçďéèêëěíìîïñňóòôöõøőřšśťúùûüůűýžźżłğ", "aaaaaacccdeeeeeiiiinnooooooorsstuuuuuuyzzzlg"
)
_LATIN_OF = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "z", "з": "z", "и": "i",
    "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "c",
    "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a", "і": "i", "ї": "i",
    "є": "e", "ґ": "g",
}  # fmt: skip
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("zh", "z"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ch", "c"), ("sh", "s"),
    ("yu", "u"),
    ("iu", "u"), ("ya", "a"), ("ia", "a"), ("yo", "e"), ("jo", "e"), ("ju", "u"), ("ja", "a"), ("ye", "e"),
    ("ie", "e"), ("iy", "i"), ("ij", "i"),
    ("yy", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("x", "ks"), ("ph", "f"), ("ck", "k"), ("ß", "ss"), ("æ",
    "ae"), ("œ", "oe"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """A rough spelling in which "Khasanov", "Hasanov" and "Хасанов" are the same."""
    latin = "".join(_LATIN_OF.get(letter, letter) for letter in word.lower()).translate(_FOLD)
    for spelling, sound in _SOUNDS:
        latin = latin.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", latin).replace("ii", "i")


@lru_cache(maxsize=4096)
def resembles(name: str, local: str) -> bool:
    """Whether the local part of an address is built from the name."""
    words = [_sound(word) for word in re.split(r"[^\w]+", name) if len(word) > 1]
    pieces = [_sound(piece) for piece in re.split(r"[^a-z]+", local.lower()) if piece]
    whole = _sound(re.sub(r"[^a-z]", "", local.lower()))
    for word in words:
        stem = word[: max(3, min(5, len(word)))]
        if any(
            piece == word
            or (len(word) >= 3 and len(piece) >= 3 and (piece.startswith(stem) or word.startswith(piece)))
            for piece in pieces
        ):
            return True
        if (len(word) >= 4 and whole.endswith(stem)) or (
            len(word) >= 4 and len(whole) > len(word) - 2 and whole[1:].startswith(stem)
        ):
            return True
    initials = "".join(word[0] for word in words)
    return len(initials) >= 2 and whole in (initials, initials[::-1])
