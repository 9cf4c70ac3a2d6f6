"""Finding the text of our own mail again in an answer, however it was wrapped and marked."""

import re

#: A line shorter than this (letters and digits) is ours only as a whole line of our mail, or beside another that is:
#: a company's name stands in our text and in the signature of the answer.
MIN_LETTERS = 30
MIN_LINE = 8
_NO_LETTERS = re.compile(r"[\W_]+")


class OwnWords:
    """Our mail, squeezed to its letters; asks of lines whether they are from it."""

    def __init__(self, sent_text: str | None) -> None:
        text = (sent_text or "")[:20_000]
        self._letters = _squeezed(text)
        self._lines = frozenset(map(_squeezed, text.split("\n"))) - {""}

    def __bool__(self) -> bool:
        return bool(self._letters)

    def has_line(self, line: str) -> bool:
        """Whether the line is a whole line of ours, be it as short as "Thanks,"."""
        return _squeezed(line[:1_000]) in self._lines

    def mark(self, lines: list[str]) -> list[bool]:
        """For each line whether it is ours. Short lines follow their neighbours."""
        if not self._letters:
            return [False] * len(lines)
        squeezed = [_squeezed(line[:1_000]) for line in lines]
        ours = [len(letters) >= MIN_LETTERS and letters in self._letters for letters in squeezed]
        whole = [MIN_LINE <= len(letters) < MIN_LETTERS and letters in self._lines for letters in squeezed]
        self._mark_whole(squeezed, whole, ours)
        self._spread(squeezed, ours, range(len(lines)))
        self._spread(squeezed, ours, range(len(lines) - 1, -1, -1))
        return ours

    def _mark_whole(self, squeezed: list[str], whole: list[bool], ours: list[bool]) -> None:
        """Short lines are ours in company only: they close their letter with the same two words as we do."""
        written = [at for at, letters in enumerate(squeezed) if letters]
        known = [ours[at] or whole[at] for at in written]
        for number, at in enumerate(written):
            beside = known[number - 1 : number] + known[number + 1 : number + 2]
            if whole[at] and (any(beside) or len(written) == 1):
                ours[at] = True

    def _spread(self, squeezed: list[str], ours: list[bool], order: range) -> None:
        neighbour = ""
        for at in order:
            letters = squeezed[at]
            if not letters:
                continue
            if ours[at]:
                neighbour = letters
            elif neighbour and self._follows(neighbour, letters, forwards=order.step > 0):
                ours[at] = True
                neighbour = letters
            else:
                neighbour = ""

    def _follows(self, neighbour: str, letters: str, *, forwards: bool) -> bool:
        pair = neighbour + letters if forwards else letters + neighbour
        return pair in self._letters


def _squeezed(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()
