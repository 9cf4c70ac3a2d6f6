"""Lines of text out of a file in an encoding that nobody told us.

Each line is UTF-8 if it can be. A line that cannot be is read in the single-byte encoding that sounds right,
unless the file has shown itself to be UTF-8: then the line is damaged, and holds U+FFFD where bytes made no sense.
"""

import codecs
import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Protocol

BLOCK_BYTES = 1 << 18
#: A line longer than this is cut off behind so many characters; the reader of the lines refuses it.
MAX_LINE = 1 << 18

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SINGLE_BYTE = ("cp1251", "koi8-r", "cp1252")
# How often each letter stands in Russian text, in 1/10,000.
_LETTERS = """
о1097 е845 а801 и735 н670 т626 с547 р473 в454 л440 к349 м321 д298 п281 у262 я201 ы190 ь174 г170 з165
б159 ч144 й121 х97 ж94 ш73 ю64 ц48 щ36 э32 ф26 ъ4 ё4 і4 ї2 є2 ґ1
"""
_RUSSIAN = {word[0]: int(word[1:]) for word in _LETTERS.split()}
_LATIN = "äöüßéèêëàâáãåæçíîïìñóôòõøúûùýÿœšžÄÖÜÉÈÊÀÂÁÅÆÇÍÎÑÓÔØÚŠŽ"
_SIGNS = "«»„“”‘’–—…№§°©®\u00a0"
_NOT_PLAIN = re.compile(rb"[^\x20-\x7e]")
_WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")


class ByteSource(Protocol):
    """Gives as many bytes as are asked for, and fewer only at its end."""

    def read(self, size: int, /) -> bytes: ...


class Lines:
    """The lines of a stream without their ends, block by block, in bounded memory."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self.bytes_read = 0
        #: The encoding as far as is known; plain ASCII counts as UTF-8.
        self.encoding = "utf-8"
        self._saw_utf8 = False
        self._end = b"\n"
        self._first = self._read()

    @property
    def start(self) -> bytes:
        """The first bytes of the stream, by which other kinds of files are told."""
        return self._first[:16]

    def everything(self, limit: int) -> bytes:
        """The bytes of the stream as they are, in place of its lines; no more than one beyond the limit."""
        rest = self._source.read(max(0, limit + 1 - len(self._first)))
        self.bytes_read += len(rest)
        return self._first + rest

    def blocks(self) -> Iterator[list[str]]:
        """Lists of lines; together they are all lines of the file."""
        first = self._first
        bom, encoding = _by_mark(first)
        self._saw_utf8 = bool(bom)
        self.encoding = encoding or "utf-8"
        if self.encoding != "utf-8":
            yield from self._wide_blocks(first[len(bom) :])
            return
        if b"\n" not in first and b"\r" in first:
            self._end = b"\r"
        for block in _whole_lines(self._bytes(first[len(bom) :]), self._end, MAX_LINE):
            yield self._decoded(block)

    def _read(self) -> bytes:
        read = self._source.read(BLOCK_BYTES)
        self.bytes_read += len(read)
        return read

    def _bytes(self, first: bytes) -> Iterator[bytes]:
        yield first
        while read := self._read():
            yield read

    def _decoded(self, block: bytes) -> list[str]:
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError:
            return self._line_by_line(block)
        if not block.isascii():
            self._saw_utf8, self.encoding = True, "utf-8"
        return _split(text, self._end.decode())

    def _line_by_line(self, block: bytes) -> list[str]:
        lines = block.split(self._end)
        if self.encoding == "utf-8":
            self._decide(lines)
        return [_decode_line(line, self.encoding).removesuffix("\r") for line in lines]

    def _decide(self, lines: list[bytes]) -> None:
        foreign = [line for line in lines if not _is_utf8(line)]
        proofs = sum(not line.isascii() for line in lines) - len(foreign)
        if proofs >= len(foreign):
            self._saw_utf8 = True
        elif not self._saw_utf8:
            self.encoding = sounds_like(b"\n".join(foreign))

    def _wide_blocks(self, first: bytes) -> Iterator[list[str]]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        texts = (decoder.decode(block) for block in self._bytes(first))
        ended = (
            text.encode("utf-8", "replace") for text in _and_then(texts, lambda: decoder.decode(b"", True))
        )
        for block in _whole_lines(ended, b"\n", MAX_LINE):
            yield _split(block.decode("utf-8", "replace"), "\n")


def sounds_like(sample: bytes) -> str:
    """The single-byte encoding in which the sample reads best: windows-1251, koi8-r or windows-1252."""
    return max(_SINGLE_BYTE, key=lambda encoding: _soundness(sample.decode(encoding, "replace")))


def _soundness(text: str) -> float:
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(_word_soundness, words)) / (sum(map(len, words)) or 1)


def _word_soundness(word: str) -> float:
    """The log likelihood of a word with letters beyond ASCII: which they are, in what company, in what case."""
    foreign = [character for character in word if not character.isascii()]
    total = sum(map(_letter_soundness, foreign))
    cyrillic = sum("\u0400" <= character <= "\u04ff" for character in foreign)
    # A word is of one alphabet. In a Latin word most letters are plain ones.
    if cyrillic and cyrillic < len(word):
        total -= 5.0 * len(word)
    if not cyrillic and len(foreign) * 2 > len(word) > 1:
        total -= 4.0 * len(foreign)
    # "иВАНОВ" is what the other Cyrillic encoding makes of "Иванов".
    total -= 5.0 * sum(a.islower() and b.isupper() for a, b in pairwise(word))
    return total


def _letter_soundness(character: str) -> float:
    if character in _SIGNS:
        return -3.0
    if character in _LATIN:
        return -3.5
    return math.log(_RUSSIAN.get(character.lower(), 0.001) / 10_000)


def _by_mark(start: bytes) -> tuple[bytes, str | None]:
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return bom, encoding
    # European text in UTF-16 has a zero in every other byte, or, in Cyrillic, a four and a zero for each space.
    sample = start[:4_096]
    pairs = len(sample) // 2 or 1
    if (sample[1::2].count(0) + sample[1::2].count(4)) / pairs > 0.7 and sample[1::2].count(0):
        return b"", "utf-16-le"
    if (sample[0::2].count(0) + sample[0::2].count(4)) / pairs > 0.7 and sample[0::2].count(0):
        return b"", "utf-16-be"
    return b"", None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_line(line: bytes, otherwise: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(otherwise, "replace")


def _split(text: str, end: str) -> list[str]:
    return (text.replace("\r\n", "\n") if "\r" in text and end == "\n" else text).split(end)


def _whole_lines(blocks: Iterator[bytes], end: bytes, limit: int) -> Iterator[bytes]:
    """The same bytes cut at line ends, each block's last one left off. An endless line is cut short."""
    kept, skipping = b"", False
    for block in blocks:
        if skipping:
            _, found, block = block.partition(end)  # noqa: PLW2901 - the rest of the endless line goes
            skipping = not found
        head, found, tail = block.rpartition(end)
        if found:
            yield (kept + head).removesuffix(b"\r") if end == b"\n" else kept + head
            kept = tail
        else:
            kept += tail
        if len(kept) > limit:
            # Plain signs stand for the others: a letter cut in two must not decide the encoding.
            yield _NOT_PLAIN.sub(b"?", kept[: limit + 1])
            kept, skipping = b"", True
    if kept:
        yield kept


def _and_then(texts: Iterator[str], last: Callable[[], str]) -> Iterator[str]:
    yield from texts
    yield last()
