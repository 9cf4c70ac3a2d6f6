"""The writer's text in the form that rules read: one sentence a line, lower case, plain quotes, same length.

Every position in `Prose.plain` is the same position in `Prose.text`, so that what a rule finds can be shown,
and names and addresses read, as they were written.
"""

import re
from dataclasses import dataclass

#: Longer texts are cut: nobody's answer to three lines needs more, and no pattern shall meet a megabyte.
LONGEST_TEXT = 6_000

_SAME_LENGTH = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "…": ".", "ё": "е", "¿": " ", "¡": " ",
    }
)  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")
_LINK = re.compile(r"\bhttps?://[^\s<>\"')\]]{1,2000}")
_SENTENCE_END = re.compile(r"[.!?;](?:[\"')\]]*)(?= )")
_LINE_BREAK = re.compile(r" ?\n ?")
#: A full stop behind one of these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:mr|mrs|ms|dr|prof|st|ext|nr|tel|fax|mob|e\.g|i\.e|eg|approx|inc|ltd|co|vs"
    r"|jr|sr|dept|attn"
    r"|art|abs|gem|hr|fr|bzw|z\.b|ggf|ca|str|inkl|einschl|evtl|dipl|ing|abt|m|mme|mlle|p\.ex|av|bd|d|dña|sra"
    r"|sr|srta|ud|uds|núm"
    r"|г|гг|ул|д|тел|доб|вн|внутр|моб|т|стр|см|им|руб|тыс|проч|нач|зам|ген|дир|ком|р|обл|корп|оф|к|п"
    r"|др|ст|ооо|ип"
    r"|w|[0-9]{1,2}|[a-zа-я])$"
)
#: "Oct. 23", "no. 4": no sentence begins with the number.
_BEFORE_A_NUMBER = re.compile(
    r"\b(?:no|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|okt|dez|janv|févr|avr|juil|déc|ene|abr|ago|dic)$"
)


@dataclass(frozen=True, slots=True)
class Prose:
    """A text twice, character for character: as written and as rules read it."""

    text: str
    plain: str

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Where the sentence around `position` begins and ends."""
        start = self.plain.rfind("\n", 0, position) + 1
        end = self.plain.find("\n", position)
        return start, len(self.plain) if end < 0 else end

    def sentences(self) -> list[tuple[int, int]]:
        """Begin and end of every sentence that has a character in it."""
        spans, start = [], 0
        for line in self.plain.split("\n"):
            if line.strip():
                spans.append((start, start + len(line)))
            start += len(line) + 1
        return spans


def prose(written: str) -> Prose:
    """`written`, at most LONGEST_TEXT characters of it, with one sentence a line."""
    text = _tidy(written[:LONGEST_TEXT])
    plain = _LINK.sub(_masked, _lower(text.translate(_SAME_LENGTH)))
    marks = list(_unwrapped(text, plain))
    for end in _SENTENCE_END.finditer(plain):
        before = max(0, end.start() - 10), end.start()
        if not end.group().startswith(".") or not (
            _ABBREVIATION.search(plain, *before)
            or (plain[end.end() + 1 : end.end() + 2].isdigit() and _BEFORE_A_NUMBER.search(plain, *before))
        ):
            marks[end.end()] = "\n"
    return Prose(text, "".join(marks))


def _masked(link: re.Match[str]) -> str:
    # A question mark or a word inside a link says nothing.
    return "http://" + "x" * (len(link.group()) - 7)


def _tidy(written: str) -> str:
    text = _INVISIBLE.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SPACES.sub(" ", text)
    return _LINE_BREAK.sub("\n", text).strip()


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # A few letters (U+0130) grow when lowered; they stay as they are.
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _unwrapped(text: str, plain: str) -> str:
    """Line ends that only fold a paragraph (RFC 3676 and its absence) become spaces."""
    out, position = list(plain), 0
    for line in text.split("\n")[:-1]:
        position += len(line) + 1
        follows = text[position : position + 1]
        if (
            len(line) >= 50
            and line[-1:] not in ".!?:;"
            and (follows.islower() or follows.isdigit() or follows in "(\"'")
        ) or (len(line) >= 62 and line[-1:] not in ".!?:;" and follows.isalpha()):
            out[position - 1] = " "
    return "".join(out)
