"""A full name taken apart into given and family name. It is a guess; the whole name is always kept too."""

import re
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HONORIFICS = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame herr frau hr fr monsieur madame mme sr sra señor
    señora signor signora ing dipl-ing dipl mag phd mba г-н г-жа господин госпожа гн гжа д-р проф
    """
)
_PARTICLES = _words(
    """
    van von der den de del della di da dos das du la le lo el al bin ibn ben ter ten zu zum zur af av
    san santa mac st фон ван де ди да дер ла ле эль аль бен ибн
    """
)
_PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|ьич|ильич|кузьмич|овна|евна|ична|инична)\Z", re.IGNORECASE)
# Enough of them to tell "Иванов Сергей" from "Сергей Иванов".
_RUSSIAN_GIVEN = _words(
    """
    александр алексей анатолий андрей антон аркадий арсений артем артур богдан борис вадим валентин
    валерий василий виктор виталий владимир владислав всеволод вячеслав георгий герман глеб григорий
    давид даниил данила денис дмитрий евгений егор иван игорь илья кирилл константин лев леонид макар
    максим марат марк матвей михаил никита николай олег павел петр роман руслан рустам савелий семен
    сергей станислав степан тимофей тимур федор филипп эдуард эльдар юрий яков ярослав азат айрат
    альберт ильдар ренат ринат саша женя валя александра алена алина алиса алла анастасия ангелина
    анжела анна антонина арина валентина валерия варвара вера вероника виктория галина дарья диана
    евгения екатерина елена елизавета жанна зинаида зоя инна ирина карина кира клавдия кристина ксения
    лариса лидия лилия любовь людмила маргарита марина мария милана надежда наталия наталья нина
    оксана олеся ольга полина раиса регина римма светлана софия софья таисия тамара татьяна ульяна
    эльвира эмма юлия яна айгуль альбина гульнара динара алия
    """
)


class PersonName(NamedTuple):
    """The parts, as far as they can be told; either may be empty."""

    given: str = ""
    family: str = ""


def split_name(name: str) -> PersonName:
    """Given and family name out of a name with single spaces in it."""
    family, comma, given = name.partition(", ")
    if comma and "," not in given:
        # "Ruiz, Ana", but "Ana Ruiz, PhD" too.
        if given.lower().rstrip(".") not in _HONORIFICS:
            return PersonName(given, family)
        name = family
    words = name.split(" ")
    while len(words) > 1 and words[0].lower().rstrip(".") in _HONORIFICS:
        words = words[1:]
    if len(words) == 1:
        return PersonName(words[0])
    return _russian(words) if not name.isascii() and _is_russian(words) else _western(words)


def _is_russian(words: list[str]) -> bool:
    return all("а" <= word[0].lower() <= "я" or word[0] in "ёЁ" for word in words if word)


def _russian(words: list[str]) -> PersonName:
    """Иванов Иван Иванович, Иван Иванович Иванов, Иван Иванов, Иванов Иван, Иван Иванович."""
    if _PATRONYMIC.match(words[-1]) and (len(words) > 2 or _is_given(words[0])):
        return PersonName(words[-2], " ".join(words[:-2]))
    if len(words) == 3 and _PATRONYMIC.match(words[1]):
        return PersonName(words[0], words[2])
    if len(words) == 2 and _is_given(words[1]) and not _is_given(words[0]):
        return PersonName(words[1], words[0])
    return _western(words)


def _is_given(word: str) -> bool:
    return word.lower().replace("ё", "е") in _RUSSIAN_GIVEN


def _western(words: list[str]) -> PersonName:
    """The last word is the family name, with the particles before it: Ludwig van Beethoven."""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return PersonName(words[0], " ".join(words[start:]))
