"""When two names are one company: "Acme Corp", "ACME Corporation" and "Acmé GmbH & Co. KG" are called alike.

A name that is called alike is a suspicion, never a proof: what belongs together is decided by domain or by a person.
"""

import re
import unicodedata

#: Legal forms, and what stands for them, without dots and accents, of the countries that lists come from.
_LEGAL_FORMS = frozenset(
    # English
    "inc incorporated corp corporation co company ltd limited llc llp lp plc pllc pty pte bv holding holdings group "
    # German, Austrian, Swiss
    "gmbh mbh ggmbh ag se kg kgaa ohg gbr ug ek ev eg haftungsbeschrankt gesmbh gruppe sarl sagl "
    # French, Belgian, Dutch
    "sa sas sasu eurl sarlu snc scs sci nv vof cv bvba sprl groupe "
    # Spanish, Portuguese, Italian
    "sl slu sau scoop lda ltda eireli me spa srl srls sapa snc scarl grupo gruppo "
    # Scandinavian, Baltic
    "ab as asa aps a/s oy oyj hf ehf oü ou uab sia "
    # Polish, Czech, Hungarian, Romanian, Balkan
    "spzoo spk spj zoo sp sro vos kft zrt nyrt rt bt doo dd ad ood eood srl pfa "
    # Turkish, Indian, Asian
    "anonim sirketi limitet pvt private sdn bhd kk kabushiki kaisha "
    # Russian, Ukrainian, Belarusian, Kazakh, and the same in Latin letters
    "ооо оао зао пао ао ип тоо чп нпо нпп пк гк тов тзов пат прат фоп одо чуп ooo oao zao pao ip too "
    "общество ограниченной ответственностью акционерное закрытое открытое публичное группа компаний компания".split()
)
#: Words between the parts of a legal form: "GmbH & Co. KG", "с ограниченной ответственностью".
_BETWEEN = frozenset("and und et y e i и с the".split())
#: What also stands in front of a name: "ООО Ромашка", "S.A. Dupont", "The Printers".
_IN_FRONT = frozenset(
    "ооо оао зао пао ао ип тоо чп нпо нпп гк тов тзов пат прат фоп одо чуп ooo oao zao pao "
    "общество с ограниченной ответственностью акционерное закрытое открытое публичное группа компаний компания "
    "the sa pt cv".split()
)
#: Forms of several words, as they stand once dots are gone.
_PHRASES = re.compile(r"\b(?:sp z ?o ?o|sp z oo sp k|s r o|d o o|z o o)\b")
_DOTS = re.compile(r"(?<=\w)[.'’](?=\w)|(?<=\w)\.(?=\s|$|,)")
_NOT_WORD = re.compile(r"[^\w/]+")
#: Letters that no accent makes: NFKD leaves them.
_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)


def canonical(name: str) -> str:
    """The name in lower case, without accents, punctuation and legal forms at either end; "" of nothing but those.

    A legal form in the middle stays ("Co-op Bank"), and so does a name that is nothing else ("Group AG" is "group").
    """
    words = _words(name)
    trimmed = _trimmed(words)
    return " ".join(trimmed or words[:1])


def are_alike(one: str, other: str) -> bool:
    """Whether two names may well mean one company."""
    first = canonical(one)
    return bool(first) and first == canonical(other)


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_FOLDED)
    # NFKD takes "й" and "ё" apart as well: put together again, or every Russian name would lose letters.
    plain = "".join(
        character
        for character in folded
        if not unicodedata.combining(character) or character in "\u0306\u0308"
    )
    plain = unicodedata.normalize("NFC", plain).replace("ё", "е")
    latin = "".join(_without_accent(character) for character in plain)
    words = " ".join(word.strip("_") for word in _NOT_WORD.split(_DOTS.sub("", latin)) if word.strip("_"))
    return _PHRASES.sub("spzoo", words).split()


def _without_accent(character: str) -> str:
    """Latin letters lose the two signs that Cyrillic letters keep: ö is o, й stays й."""
    parts = unicodedata.normalize("NFKD", character)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else character


def _trimmed(words: list[str]) -> list[str]:
    start, end = 0, len(words)
    while end and (words[end - 1] in _LEGAL_FORMS or words[end - 1] in _BETWEEN):
        end -= 1
    while start < end and words[start] in _IN_FRONT:
        start += 1
    return words[start:end]
