"""Bytes to text: what a charset label is worth, and what the bytes say where it is worth nothing.

Only codecs of a closed list are ever looked up: a label is foreign input, and Python would load `idna`, `zlib` or
`unicode_escape` for it as readily as `utf-8`.
"""

import codecs
import re
from itertools import pairwise
from typing import NamedTuple

#: Letters in this many bytes decide about the alphabet.
SAMPLE_BYTES = 4_000


class Decoded(NamedTuple):
    """The text, the codec that was used, and whether it is the one that the label named."""

    text: str
    charset: str
    as_labelled: bool


# Windows' superset stands for each ISO charset that mail programs confuse with it (WHATWG Encoding Standard, 4.2).
_CODECS: dict[str, str] = {
    "utf8": "utf-8",
    "unicode11utf8": "utf-8",
    "utf7": "utf-7",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "usascii": "ascii",
    "ascii": "ascii",
    "ansix341968": "ascii",
    "latin1": "cp1252",
    "latin2": "iso8859-2",
    "latin9": "iso8859-15",
    "iso88591": "cp1252",
    "iso88599": "cp1254",
    "iso885911": "cp874",
    **{f"iso8859{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "iso88598i": "iso8859-8",
    **{
        f"{prefix}{n}": f"cp{n}"
        for n in range(1250, 1259)
        for prefix in ("windows", "cp", "win", "xcp", "xwindows")
    },
    "ansi": "cp1252",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "koi8ru": "koi8-u",
    "koi8": "koi8-r",
    "ibm866": "cp866",
    "cp866": "cp866",
    "dos866": "cp866",
    "xmaccyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "xmacroman": "mac-roman",
    **{f"{prefix}{n}": f"cp{n}" for n in (437, 850, 852, 858) for prefix in ("cp", "ibm")},
    "tis620": "cp874",
    "windows874": "cp874",
    "iso2022jp": "iso2022-jp-ext",
    "iso2022jp1": "iso2022-jp-1",
    "iso2022jp2": "iso2022-jp-2",
    "iso2022kr": "iso2022-kr",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "cp932": "cp932",
    "eucjp": "euc-jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hzgb2312": "hz",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "cp949": "cp949",
}

# Text in these is written with seven-bit bytes only.
_SEVEN_BIT = frozenset(
    {"iso2022-jp-ext", "iso2022-jp-1", "iso2022-jp-2", "iso2022-kr", "hz", "utf-7", "utf-16"}
)
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HALVES = re.compile("[\ud800-\udfff]")
_MULTI_BYTE = frozenset({"cp932", "euc-jp", "gb18030", "big5hkscs", "cp949"})
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
# A label is believed unless another reading is better by this much (log likelihood a letter).
_BENEFIT_OF_THE_DOUBT = 0.9

# Natural logarithms of the letters' frequencies in Russian; the Ukrainian ones below are close enough.
_LETTERS = {
    "о": -2.2, "е": -2.5, "а": -2.5, "и": -2.6, "н": -2.7, "т": -2.8, "с": -2.9, "р": -3.0, "в": -3.1, "л": -3.1,
    "к": -3.4, "м": -3.4, "д": -3.5, "п": -3.6, "у": -3.6, "я": -3.9, "ы": -4.0, "ь": -4.0, "г": -4.1, "з": -4.1,
    "б": -4.1, "ч": -4.2, "й": -4.4, "х": -4.6, "ж": -4.7, "ш": -4.9, "ю": -5.1, "ц": -5.3, "щ": -5.6, "э": -5.7,
    "ф": -5.9, "ъ": -7.9, "ё": -6.5, "і": -4.0, "ї": -5.0, "є": -5.2, "ґ": -8.0,
}  # fmt: skip
_NO_LETTER = -9.0
_CASE_TURNS = -1.5  # "пРИВЕТ" is what KOI8 looks like when read as windows-1251


def codec_of(label: str) -> str | None:
    """The Python codec for a charset label, or None where we do not know it."""
    squeezed = "".join(character for character in label[:60].lower() if character.isalnum())
    return _CODECS.get(squeezed)


def decode_text(data: bytes, label: str = "") -> Decoded:
    """`data` as text; the label is believed where the bytes do not contradict it. Never raises."""
    codec = codec_of(label)
    if codec not in _SEVEN_BIT and data.isascii():
        return Decoded(data.decode("ascii"), "ascii", codec is not None or not label)
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(marked, "replace"), marked, codec is not None)
    if codec in _SEVEN_BIT or codec in _WIDE or codec in _MULTI_BYTE:
        assert codec is not None
        return Decoded(_by_codec(data, codec), codec, True)
    text = _as_utf8(data)
    if text is not None:
        return Decoded(_mended(text), "utf-8", codec in ("utf-8", None))
    return _single_byte(data, codec)


def _by_codec(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, ValueError):  # hz and UTF-16 raise at an odd end in spite of "replace"
        return data.decode("latin-1")
    # UTF-7 gives out halves of characters in spite of "replace"; no database and no file takes those.
    return _HALVES.sub("\ufffd", text)


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut in two at the very end of a bounded text is still UTF-8.
        if error.start >= len(data) - 3 and error.start > 0:
            return data.decode("utf-8", "replace")
        return None


def _single_byte(data: bytes, codec: str | None) -> Decoded:
    sample = data[:SAMPLE_BYTES]
    if codec in ("utf-8", "ascii"):
        # Mostly sound UTF-8 with some broken bytes stays UTF-8.
        text = data.decode("utf-8", "replace")
        if codec == "utf-8" and text.count("\ufffd") * 20 < len(text):
            return Decoded(text, "utf-8", True)
        codec = None
    best = _best_reading(sample, codec)
    return Decoded(data.decode(best, "replace"), best, best == codec)


def _best_reading(sample: bytes, codec: str | None) -> str:
    if not _is_mostly_high(sample):
        return codec or "cp1252"
    if codec is not None and codec not in (*_CYRILLIC, "koi8-u", "cp1252", "iso8859-15", "mac-roman"):
        return codec
    # A Latin label proves nothing about text that is nearly all high bytes: no Latin language is written so.
    candidates = (
        _CYRILLIC if codec is None or codec not in (*_CYRILLIC, "koi8-u") else (*_CYRILLIC[:2], codec)
    )
    scored = {candidate: _likeness(sample, candidate) for candidate in candidates}
    best = max(scored, key=lambda candidate: scored[candidate])
    if codec in scored and scored[best] < scored[codec] + _BENEFIT_OF_THE_DOUBT:
        return codec
    # Below this it is no Russian in any reading.
    return best if scored[best] > -5.0 else codec or "cp1252"


def _is_mostly_high(sample: bytes) -> bool:
    high = sum(byte >= 0x80 for byte in sample)
    latin = sum(0x41 <= byte <= 0x5A or 0x61 <= byte <= 0x7A for byte in sample)
    # Mail addresses, tags and quoted headers in Latin letters stand beside a Russian text of any length.
    return high >= 3 and (high * 2 > latin or _has_high_words(sample))


def _has_high_words(sample: bytes) -> bool:
    words = [word for word in sample.split() if any(byte >= 0x80 for byte in word)]
    whole = sum(sum(byte >= 0x80 for byte in word) * 4 >= len(word) * 3 for word in words)
    return len(words) >= 3 and whole * 3 >= len(words) * 2


def _likeness(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace")
    letters = [character for character in text if ord(character) >= 0x80]
    score = sum(_LETTERS.get(character.lower(), _NO_LETTER) for character in letters)
    turns = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    # Small letters are the rule; headings in capitals exist.
    capitals = sum(character.isupper() for character in letters)
    return (score + turns * _CASE_TURNS - capitals * 0.5) / max(1, len(letters))


def _mended(text: str) -> str:
    """Undoes UTF-8 that was taken for windows-1252 or Latin-1 once and encoded again ("ÐŸÑ€Ð¸")."""
    sample = text[:SAMPLE_BYTES]
    if (sample.count("Ð") + sample.count("Ñ")) * 8 < len(sample) or len(sample) < 4:
        return text
    try:
        return _to_bytes(text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _to_bytes(text: str) -> bytes:
    # windows-1252 leaves five bytes without a character; programs pass them through.
    out = bytearray()
    for character in text:
        out += character.encode("latin-1") if ord(character) < 0x100 else character.encode("cp1252")
    return bytes(out)
