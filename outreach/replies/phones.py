"""Telephone numbers in a text: E.164 where the country is clear, with the extension; else as written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneMention:
    """A number and where it stands."""

    start: int
    end: int
    #: "+442079460318", or as written where no country fits; empty where only an extension was written.
    number: str
    extension: str = ""

    @property
    def shown(self) -> str:
        return f"{self.number} ext. {self.extension}".strip() if self.extension else self.number


_NUMBER = re.compile(
    r"(?<![\w@/.,#№+-])(?:\+|00(?=[1-9]))?\(?\+?\d(?:[ \u00a0.()/–‑·-]{0,3}\d){5,15}(?![\w@%])(?!\.\d)"
)
_IS_A_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\.\d{1,2}\.? ?-"
    r" ?\d{1,2}\.\d{1,2}"
)
#: "01.99.00.45.12"
_IN_PAIRS = re.compile(r"0\d([. -])\d\d\1\d\d\1\d\d\1\d\d(?!\d)")
_IS_AN_ID = re.compile(
    r"(?:№|#|\bno\.?|\bnr\.?|\bn°|case|ticket|ref\w*|order|invoice|id|инн|огрн|кпп|счет\w*|заявк\w+"
    r"|обращени\w+|vorgang\w*"
    r"|iban|ust-?id\w*|hrb|siret|siren|cif|nif|vat|reg\w*|policy|account)[ :.-]{0,3}(?:is )?$",
    re.IGNORECASE,
)
_EXTENSION_WORD = (
    r"(?:ext(?:ension|n)?|x|доб(?:авочный)?|вн(?:утр(?:енний)?)?|durchwahl|dw|apparat"
    r"|app|nst|nebenstelle|klappe|poste|extensi[oó]n|int(?:ern[oe]?)?|anexo)"
)
#: An extension without a number: whoever reads it knows the company's.
_EXTENSION_ALONE = re.compile(
    r"(?<![\w@.])(?:(?:ext(?:ension|n)?\.?|доб(?:авочный)?\.?|вн(?:утр(?:енний)?)?\.?|durchwahl"
    r"|nebenstelle|klappe|apparat|poste|extensi[oó]n|anexo"
    r"|internal number|interne[rn]? nummer|внутренний номер)(?: (?:is|number|ist|nr\.?|номер|№))?|(?:dw"
    r"|nst|app|int|intern[oe]?)\.?)[ :=-]{0,3}(?P<extension>\d{2,5})\b"
    r"(?![./:]\d|%| ?(?:uhr|h\b|eur|€|ans\b|years))|(?<![\w@.])x(?P<x>\d{2,5})\b",
    re.IGNORECASE,
)
_EXTENSION_AFTER = re.compile(
    rf"[ ,;(]{{0,3}}(?:\b|(?<=\d)){_EXTENSION_WORD}[.:]? ?-?(\d{{1,6}})\b\)?", re.IGNORECASE
)
_EXTENSION_BEFORE = re.compile(rf"\b{_EXTENSION_WORD}[.:]? ?-?(\d{{1,5}})\b[^\d\n]{{0,40}}$", re.IGNORECASE)
_TWO_DIGITS = re.compile(r"\d\d")
_TRUNK_ZERO = re.compile(r"\(0\)")
_NOT_DIGIT = re.compile(r"\D")


def phone_mentions(text: str, *, language: str = "", domain: str = "") -> tuple[PhoneMention, ...]:
    """All numbers in `text`; `language` and the writer's `domain` tell how national spellings are meant."""
    if _TWO_DIGITS.search(text) is None:
        return ()
    found = list(_mentions(text, _countries(language, domain)))
    taken = {mention.extension for mention in found}
    alone = [
        PhoneMention(m.start(), m.end(), "", m["extension"] or m["x"])
        for m in _EXTENSION_ALONE.finditer(text)
        if (m["extension"] or m["x"]) not in taken
        and not any(m.start() < other.end and other.start < m.end() for other in found)
    ]
    return tuple(sorted((*found, *alone), key=lambda mention: mention.start))


def _mentions(text: str, countries: tuple[str, ...]) -> Iterator[PhoneMention]:
    for found in _NUMBER.finditer(text):
        written = found.group()
        digits = _NOT_DIGIT.sub("", written)
        if not _may_be_a_phone(written, digits, text[max(0, found.start() - 24) : found.start()]):
            continue
        end, extension = found.end(), ""
        after = _EXTENSION_AFTER.match(text, end)
        before = _EXTENSION_BEFORE.search(text, max(0, found.start() - 60), found.start())
        if after:
            end, extension = after.end(), after.group(1)
        elif before:
            extension = before.group(1)
        number = international(written, countries)
        yield PhoneMention(found.start(), end, number or " ".join(written.split()), extension)


def _may_be_a_phone(written: str, digits: str, before: str) -> bool:
    if not 7 <= len(digits) <= 15 or _IS_AN_ID.search(before):
        return False
    if _IS_A_DAY.match(written) and not _IN_PAIRS.match(written):
        return False
    # A long number in one piece is a number of something else, unless it is written like a phone.
    return len(digits) < 13 or written.startswith(("+", "00"))


def international(written: str, countries: tuple[str, ...]) -> str | None:
    """E.164 (ITU-T), or None where the spelling fits none of `countries`."""
    spelled = _TRUNK_ZERO.sub("", written) if written.lstrip("( ").startswith(("+", "00")) else written
    digits = _NOT_DIGIT.sub("", spelled)
    if spelled.lstrip("( ").startswith("+"):
        return f"+{digits}"
    if digits.startswith("00") and len(digits) > 9:
        return f"+{digits[2:]}"
    for country in countries:
        national = _PLANS[country](digits)
        if national and _is_grouped_so(country, written):
            return national
    return None


def _is_grouped_so(country: str, written: str) -> bool:
    """ "030/23125-77" is neither Australian nor French, whatever the count of its digits."""
    shape = _GROUPS.get(country)
    return shape is None or shape.match(written.strip()) is not None


_GROUPS = {
    "au": re.compile(r"\(?0\d\)?[ .-]|\(?04\d\d\)?[ .-]|0\d{9}\Z|1[38]00"),
    "fr": re.compile(r"\(?0\d\)?[ .-]|0\d{9}\Z"),
}


def _russia(digits: str) -> str | None:
    if len(digits) == 11 and digits.startswith("80"):
        # Belarus dials 8, then 0 for another town.
        return f"+375{digits[2:]}" if digits[2] in "1234" else None
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 and digits[0] in "34589" else None


def _north_america(digits: str) -> str | None:
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    return (
        f"+1{digits}" if len(digits) == 10 and digits[0] in "23456789" and digits[3] in "23456789" else None
    )


def _britain(digits: str) -> str | None:
    if len(digits) == 11 and digits[0] == "0" and digits[1] in "123578":
        return f"+44{digits[1:]}"
    return f"+44{digits[1:]}" if len(digits) == 10 and digits[:2] == "01" else None


def _australia(digits: str) -> str | None:
    return f"+61{digits[1:]}" if len(digits) == 10 and digits[0] == "0" and digits[1] in "23478" else None


def _trunk_zero(code: str, shortest: int, longest: int) -> Callable[[str], str | None]:
    def plan(digits: str) -> str | None:
        fits = digits[:1] == "0" and digits[1:2] != "0" and shortest <= len(digits) <= longest
        return f"+{code}{digits[1:]}" if fits else None

    return plan


def _spain(digits: str) -> str | None:
    return f"+34{digits}" if len(digits) == 9 and digits[0] in "6789" else None


_PLANS: dict[str, Callable[[str], str | None]] = {
    "ru": _russia,
    "us": _north_america,
    "gb": _britain,
    "au": _australia,
    "de": _trunk_zero("49", 7, 13),
    "at": _trunk_zero("43", 7, 13),
    "ch": _trunk_zero("41", 10, 10),
    "fr": _trunk_zero("33", 10, 10),
    "be": _trunk_zero("32", 9, 10),
    "ua": _trunk_zero("380", 10, 10),
    "es": _spain,
}
_BY_LANGUAGE = {
    "en": ("us", "gb", "au"),
    "ru": ("ru", "ua"),
    "uk": ("ua", "ru"),
    "de": ("de",),
    "fr": ("fr", "us"),
    "es": ("es",),
}
_BY_DOMAIN_ENDING = {
    "ru": "ru", "su": "ru", "kz": "ru", "uk": "gb", "us": "us", "ca": "us", "au": "au", "de": "de", "at": "at",
    "ch": "ch", "fr": "fr", "be": "be", "es": "es", "ua": "ua",
}  # fmt: skip


def _countries(language: str, domain: str) -> tuple[str, ...]:
    """The most likely first: the writer's domain, then the language, then whoever's spelling cannot be mistaken."""
    named = _BY_DOMAIN_ENDING.get(domain.rpartition(".")[2])
    ordered = ([named] if named else []) + list(_BY_LANGUAGE.get(language, ()))
    return tuple(dict.fromkeys([*ordered, "us", "gb", "fr"] if language in ("", "en") else ordered))
