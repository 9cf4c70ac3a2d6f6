"""What the model sees of a text: numbers that stand for its words, their stems, pairs and pieces; nothing readable.

A feature is the CRC-32 of a short string, the same on every machine and in every run. Names, addresses, links and
numbers are masked first: the model shall learn how people write, not who they are.
"""

import re
from collections.abc import Collection, Iterator
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


def text_features(plain: str, *, names: Collection[str] = (), language: str = "") -> list[int]:
    """The features of a text as `prose` makes it plain; `names` are words to be masked, in lower case."""
    found = {_feature(f"language {language}")}
    words = 0
    for sentence in _sentences(plain):
        last = _feature("^")
        for word in sentence:
            whole = _NAME if word in names else word
            stem, *others = _of_word(whole)
            found.add(stem)
            found.update(others)
            found.add(crc32(b"%d" % stem, last))
            last = stem
        found.add(crc32(b"$", last))
        words += len(sentence)
    found.add(_feature(f"length {words.bit_length()}"))
    if plain.rstrip().endswith("?"):
        found.add(_feature("ends in a question"))
    return sorted(found)


def words_of(plain: str, names: Collection[str] = ()) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every word with its own features, the whole word second, to show which of them speak for what."""
    for sentence in _sentences(plain):
        yield from ((word, _of_word(word)) for word in sentence if word.islower() and word not in names)


def _sentences(plain: str) -> Iterator[list[str]]:
    text = plain[:_MOST_CHARACTERS]
    for pattern, mask in _MASKED:
        text = pattern.sub(mask, text)
    sentence: list[str] = []
    for word in _TOKEN.findall(text)[:MOST_WORDS]:
        if word != "\n":
            sentence.append(word)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


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
