"""What the model sees of a text: numbers that stand for its words, their stems, pairs and pieces; nothing readable.

A feature is the CRC-32 of a short string, the same on every machine and in every run. Names, addresses, links and
numbers are masked first: the model shall learn how people write, not who they are.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from zlib import crc32

#: Longer texts are cut: what somebody wants stands at the beginning.
MOST_WORDS = 160
_MOST_CHARACTERS = 8_000
_STEM, _PIECE = 5, 4

# Bounded: a text without a space must not be walked through from each of its characters.
_ADDRESS = re.compile(r"\S{1,120}@\S{1,200}")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+")
_NUMBER = re.compile(r"\+?\d[\d().,/:-]*(?: \d[\d().,/:-]*)*")
_WORD = re.compile(r"[a-zà-öø-ÿœß]+(?:'[a-zà-ÿ]+)?|[а-яіїєґ]+|[?!\n]")
#: Masks are upper case: no word of a text is.
_MASKED = ((_LINK, " L "), (_ADDRESS, " A "), (_NUMBER, " N "))
_TOKEN = re.compile(r"[LAN]|" + _WORD.pattern)
_NAME = "P"


Sentences = list[list[str]]


def text_features(plain: str, *, names: Collection[str] = (), language: str = "") -> list[int]:
    """The features of a text as `prose` makes it plain; `names` are words to be masked, in lower case."""
    return features_of(sentences(plain, names), language=language, asks=plain.rstrip().endswith("?"))


def sentences(plain: str, names: Collection[str] = ()) -> Sentences:
    """The words of each sentence, masks among them."""
    text = plain
    for pattern, mask in _MASKED:
        text = pattern.sub(mask, text)
    found: Sentences = [[]]
    for word in _TOKEN.findall(text)[:MOST_WORDS]:
        if word != "\n":
            found[-1].append(_NAME if word in names else word)
        elif found[-1]:
            found.append([])
    return found


def features_of(said: Sentences, *, language: str, asks: bool) -> list[int]:
    """Each once, in rising order."""
    found = {_feature(f"language {language}"), _feature(f"length {sum(map(len, said)).bit_length()}")}
    for sentence in said:
        last = _BEGIN
        for word in sentence:
            features = _of_word(word)
            found.update(features)
            stem = features[0]
            found.add(crc32(b"%d" % stem, last))
            last = stem
        if sentence:
            found.add(crc32(b"$", last))
    if asks:
        found.add(_feature("ends in a question"))
    return sorted(found)


def words_of(said: Sentences) -> dict[str, tuple[int, ...]]:
    """Every word that is no mask with its own features, the whole word second, in the order of the text."""
    return {word: _of_word(word) for sentence in said for word in sentence if word.islower()}


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[int, ...]:
    """The stem first, then the whole word and its pieces."""
    padded = f"_{word}_"
    pieces = {padded[at : at + _PIECE] for at in range(max(1, len(padded) - _PIECE + 1))}
    return (
        _feature(f"s {word[:_STEM]}"),
        _feature(f"w {word}"),
        *sorted(_feature(f"c {piece}") for piece in pieces),
    )


def _feature(text: str) -> int:
    return crc32(text.encode())


_BEGIN = _feature("^")
