"""Russian names as they stand in a sentence, brought back to the nominative, given name first.

"Петровой Анне" is Анна Петрова, "Зубкова Игоря Леонидовича" is Игорь Леонидович Зубков. Each word is held
against the endings of every case and gender; the reading that fits all words, and the preposition or verb in
front of them, wins. Diminutives stay as written, unknown foreign names are declined like Russian ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from outreach.replies.words.russian_given_names import FEMALE, MALE


class Case(StrEnum):
    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


_N, _G, _D, _A, _I, _P = Case
_MALE, _FEMALE = "m", "f"
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_HUSHING = "гкхжчшщц"

_PATRONYMIC = {
    _MALE: {_N: "ич", _G: "ича", _D: "ичу", _A: "ича", _I: "ичем", _P: "иче"},
    _FEMALE: {_N: "на", _G: "ны", _D: "не", _A: "ну", _I: "ной", _P: "не"},
}
_UKRAINIAN_PATRONYMIC = ((_G, "ни"), (_D, "ні"), (_I, "ною"))
_PATRONYMIC_STEM = {
    _MALE: re.compile(r"(?:[оеё]в|ьев|\b(?:иль|кузьм|лук|фом|сав|никит))\Z"),
    _FEMALE: re.compile(r"(?:[оеёії]в|ьев|ич|инич)\Z"),
}
_SPOKEN_PATRONYMIC = re.compile(
    r"((?:пал|михал|сан|иван|николаи?|степан|борис)ыч|(?:серге|андре"
    r"|алексе|николаи?|васил|дмитр)ич)(а|у|ем|е|)\Z"
)
_INITIALS = re.compile(r"(?:[А-ЯЁ]\.[ -]?){1,2}\Z")

#: Endings of surnames, the longer first: what is written, what it was in the nominative ("*": -ый, -ой or -ий).
_MALE_SURNAME: dict[Case, tuple[tuple[str, str], ...]] = {
    _G: (("ского", "ский"), ("цкого", "цкий"), ("ова", "ов"), ("ева", "ев"), ("ёва", "ёв"), ("ина", "ин"),
    ("ына", "ын"),
         ("ого", "*"), ("его", "ий"), ("ья", "ей"), ("ая", "ай"), ("оя", "ой"), ("уя", "уй"), ("ея", "ей"),
         ("ия", "ий"), ("я", "ь"), ("а", ""), ("ы", "а"), ("и", "а")),
    _D: (("скому", "ский"), ("цкому", "цкий"), ("ову", "ов"), ("еву", "ев"), ("ёву", "ёв"), ("ину", "ин"),
    ("ыну", "ын"),
         ("ому", "*"), ("ему", "ий"), ("ью", "ей"), ("аю", "ай"), ("ою", "ой"), ("ую", "уй"), ("ею", "ей"),
         ("ию", "ий"), ("ю", "ь"), ("у", ""), ("е", "а")),
    _I: (("ским", "ский"), ("цким", "цкий"), ("овым", "ов"), ("евым", "ев"), ("ёвым", "ёв"), ("иным", "ин"),
    ("ыным", "ын"),
         ("ым", "*"), ("им", "ий"), ("ьём", "ей"), ("ьем", "ей"), ("аем", "ай"), ("оем", "ой"), ("ём", "ь"),
         ("ем", "ь"), ("ом", ""), ("ой", "а"), ("ей", "а")),
    _P: (("ском", "ский"), ("цком", "цкий"), ("ове", "ов"), ("еве", "ев"), ("ине", "ин"), ("ыне", "ын"), ("ом",
    "*"), ("ем", "ий"),
         ("ае", "ай"), ("ое", "ой"), ("е", ""), ("е", "а")),
}  # fmt: skip
# Ukrainian surnames on -енко are declined there.
for _case, _ending in ((_G, "енка"), (_D, "енку"), (_D, "енкові"), (_I, "енком")):
    _MALE_SURNAME[_case] = ((_ending, "енко"), *_MALE_SURNAME[_case])
_MALE_SURNAME[_A] = (*(pair for pair in _MALE_SURNAME[_G] if pair[0] not in "ыи"), ("у", "а"), ("ю", "я"))
_FEMALE_OBLIQUE = (("ской", "ская"), ("цкой", "цкая"), ("овой", "ова"), ("евой", "ева"), ("ёвой", "ёва"),
("иной", "ина"),
                   ("ыной", "ына"), ("ой", "ая"), ("ей", "яя"))  # fmt: skip
_FEMALE_SURNAME: dict[Case, tuple[tuple[str, str], ...]] = {
    _G: (*_FEMALE_OBLIQUE, ("ы", "а"), ("и", "а")),
    _D: (*_FEMALE_OBLIQUE, ("е", "а")),
    _A: (("скую", "ская"), ("цкую", "цкая"), ("ову", "ова"), ("еву", "ева"), ("ёву", "ёва"), ("ину", "ина"),
    ("ыну", "ына"),
         ("ую", "ая"), ("юю", "яя"), ("у", "а"), ("ю", "я")),
    _I: (*_FEMALE_OBLIQUE, ("ой", "а"), ("ей", "а")),
    _P: (*_FEMALE_OBLIQUE, ("е", "а")),
}  # fmt: skip
_INDECLINABLE = re.compile(r"(?:ко|ых|их|дзе|швили|[аеиоуэю]|аго|яго)\Z")
#: A vowel at the end that may be the ending of a case after all.
_MAY_BE_DECLINED = re.compile(
    r"(?:ому|ему|ову|еву|ину|ыну|[бвгджзклмнпрстфхцчшщ][аеуиы]|[аоуеиь][юяе]|[лрнтдсбвмп][юя]|ского"
    r"|цкого|ого|его|ова|ева|ина)\Z"
)
_MALE_NOMINATIVE = re.compile(r"(?:[бвгджзклмнпрстфхцчшщ]|й|ь|ко|ых|их|о|а|я|и|у|е|э|ю)\Z")
_FEMALE_NOMINATIVE = re.compile(
    r"(?:ова|ева|ёва|ина|ына|ская|цкая|ая|яя|ко|ых|их|[бвгджзклмнпрстфхцчшщй]|ь|о|а|я|и|у|е|э|ю)\Z"
)
_STRESSED_ENDING = frozenset(
    "толст крив слеп чуж нем лесн полев берегов боров мостов гнед рябо кос сух лих ланов донск".split()
)
_TYPICAL_SURNAME = re.compile(
    r"(?:[оеё]в(?:а|у|ой|ым|е)?|[иы]н(?:а|у|ой|ым|е)?|(?:ск|цк)(?:ий|ая|ого|ому|им|ой|ую|ом)|[а-я]ко"
    r"|ых|их|[а-я]ук[ау]?|[а-я]юк[ау]?|[а-я]дзе|швили|[а-я]ян[ауе]?)\Z"
)

_HINTS: tuple[tuple[re.Pattern[str], frozenset[Case]], ...] = (
    (re.compile(r"(?:\b(?:к|ко|по|благодаря)|\b(?:пишите|напишите|звоните|позвоните|написать|звонить"
                r"|позвонить|писать|адресуйте|передал\w*|передала|переслал\w*|пересл\w+|перед\w+"
                r"|направил\w*"
                r"|отправил\w*|скинул\w*|отдал\w*|сообщ\w+|срочное|вопросы|наберите|доложил\w*|поруч\w+|вам"
                r"|скаж\w+|перешл\w+)(?: \w+){0,4}[ :-]*)[ -]*\Z"), frozenset({_D})),
    (re.compile(r"(?:\b(?:с|со|перед|под|над|за|между)|\b(?:занимается|руководит|свяжитесь с"
                r"|общайтесь с|возглавляется|подписано))[ -]*\Z"), frozenset({_I})),
    (re.compile(r"\b(?:у|от|из|для|без|до|после|около|вместо|кроме|ведении|ведение|заместителя"
                r"|директора|начальника|руководителя|менеджера|копию|почта|телефон|адрес|номер|контакты"
                r"|координаты|имя)[ -]*\Z"), frozenset({_G, _A})),
    (re.compile(r"\b(?:на|через|про|спросите|спрашивайте|спросить|наберите|набирайте|копию"
                r"|добавил\w*|добавляю|подключаю|подключил\w*|ставлю|поставил\w*|попросите|зовите|вызовите"
                r"|ищите|найдите|знаете|там|включаю)[ -]*\Z"), frozenset({_A})),
    (re.compile(r"\b(?:о|об|при)[ -]*\Z"), frozenset({_P})),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reading:
    words: tuple[str, ...]
    roles: tuple[str, ...]
    case: Case
    score: float


def is_given_name(word: str) -> bool:
    """Whether `word` is a form of a Russian given name that we know."""
    return word.lower().replace("ё", "е") in _given_forms()


def is_patronymic(word: str) -> bool:
    return any(True for _ in _patronymics(word))


def looks_like_a_surname(word: str) -> bool:
    return bool(_TYPICAL_SURNAME.search(word.lower()))


def hinted_cases(before: str) -> frozenset[Case]:
    """The cases that the words in front of a name ask for; empty where they ask for none. `before` in lower case."""
    tail = before[-60:]
    return frozenset().union(*(cases for pattern, cases in _HINTS if pattern.search(tail)))


def nominative_name(words: list[str], before: str = "") -> str:
    """The name in the nominative, given name, patronymic, surname; `before` is what stands in front, lower case."""
    hints = hinted_cases(before)
    initials = ["".join(word for word in words if _INITIALS.match(word))]
    initials = [one for one in initials if one]
    names = [word for word in words if not _INITIALS.match(word)]
    if not names:
        return " ".join(words)
    best = _best_reading(tuple(names), hints)
    if best is None:
        return " ".join(initials + names)
    order = {"given": 0, "patronymic": 1, "surname": 2}
    ordered = [
        word for _, word in sorted(zip(best.roles, best.words, strict=True), key=lambda pair: order[pair[0]])
    ]
    return " ".join([*initials, *ordered] if "given" not in best.roles else [*ordered])


@lru_cache(maxsize=2048)
def _best_reading(names: tuple[str, ...], hints: frozenset[Case]) -> _Reading | None:
    return max(_readings(names, hints), key=lambda reading: reading.score, default=None)


def _readings(names: tuple[str, ...], hints: frozenset[Case]) -> Iterator[_Reading]:
    for roles in _role_orders(names):
        for case, gender in product(Case, (_MALE, _FEMALE)):
            words, score = [], 0.0
            for word, role in zip(names, roles, strict=True):
                found = _as_nominative(word, role, case, gender)
                if found is None:
                    break
                words.append(found[0])
                score += found[1]
            else:
                bonus = (1.2 if case in hints else -0.6) if hints else (0.5 if case is _N else 0.0)
                yield _Reading(tuple(words), roles, case, score + bonus)


def _role_orders(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(names) == 1:
        yield ("given",) if is_given_name(names[0]) else ("surname",)
    elif len(names) == 2:
        if is_patronymic(names[1]):
            yield ("given", "patronymic")
        yield from (("given", "surname"), ("surname", "given"))
    else:
        yield ("surname", "given", "patronymic")[: len(names)] + ("surname",) * (len(names) - 3)
        yield ("given", "patronymic", "surname")[: len(names)] + ("surname",) * (len(names) - 3)


def _as_nominative(word: str, role: str, case: Case, gender: str) -> tuple[str, float] | None:
    if role == "given":
        return _given(word, case, gender)
    if role == "patronymic":
        return next(
            ((nominative, 3.0) for nominative, c, g in _patronymics(word) if (c, g) == (case, gender)), None
        )
    return _surname(word, case, gender)


def _given(word: str, case: Case, gender: str) -> tuple[str, float] | None:
    known = _given_forms().get(word.lower().replace("ё", "е"), ())
    for nominative, c, g in known:
        if (c, g) == (case, gender):
            return nominative, 3.0
    if known:
        return None
    unknown = _unknown_given(word, case, gender)
    penalty = 0.6 if looks_like_a_surname(word) else 0.0
    return (unknown, 0.8 - penalty) if unknown else None


def _unknown_given(word: str, case: Case, gender: str) -> str | None:
    lower = word.lower()
    if case is _N:
        fits = lower[-1] in _CONSONANTS + "йь" if gender == _MALE else lower[-1] in "аяьиеэ" + _CONSONANTS
        return word if fits else None
    endings = (
        {_G: "а", _D: "у", _A: "а", _I: "ом", _P: "е"}
        if gender == _MALE
        else {_D: "е", _A: "у", _I: "ой", _P: "е", _G: "ы"}
    )
    ending = endings[case]
    if not lower.endswith(ending) or len(lower) - len(ending) < 2:
        return None
    stem = word[: -len(ending)]
    return (
        stem if gender == _MALE and stem[-1] in _CONSONANTS else (f"{stem}а" if gender == _FEMALE else None)
    )


def _surname(word: str, case: Case, gender: str) -> tuple[str, float] | None:
    lower = word.lower()
    typical = 0.5 if looks_like_a_surname(word) else 0.0
    if case is _N:
        pattern = _MALE_NOMINATIVE if gender == _MALE else _FEMALE_NOMINATIVE
        if not pattern.search(lower):
            return None
        if gender == _MALE and re.search(r"(?:[оеё]в|[иы]н)а\Z|(?:ск|цк)ая\Z", lower):
            return None
        fits_well = (
            re.search(r"[оеё]в\Z|[иы]н\Z|(?:ск|цк)ий\Z", lower)
            if gender == _MALE
            else re.search(r"[оеё]ва\Z|[иы]на\Z|ая\Z", lower)
        )
        return word, 1.0 if fits_well else 0.6
    if re.search(r"(?:дзе|швили|ко|ых|их)\Z", lower) or (
        _INDECLINABLE.search(lower) and not _MAY_BE_DECLINED.search(lower)
    ):
        return word, 0.8
    for ending, nominative in (_MALE_SURNAME if gender == _MALE else _FEMALE_SURNAME)[case]:
        if lower.endswith(ending) and len(lower) - len(ending) >= (1 if len(ending) > 1 else 2):
            stem = word[: len(word) - len(ending)]
            if not nominative and stem[-1].lower() not in _CONSONANTS:
                continue
            rebuilt = _spelled(stem, nominative)
            return rebuilt, (1.0 if len(ending) >= 2 else 0.7) + typical
    if gender == _FEMALE and lower[-1] in _CONSONANTS + "йь":
        # A woman's surname on a consonant does not change: "Анне Пак".
        return word, 0.6
    return None


def _spelled(stem: str, ending: str) -> str:
    # "ый" and "ой" are not told apart by the oblique cases; those with the stress on the end are few.
    if ending != "*":
        return stem + ending
    if stem.lower() in _STRESSED_ENDING:
        return f"{stem}ой"
    return f"{stem}ий" if stem[-1].lower() in "гкхжчшщ" else f"{stem}ый"


def _patronymics(word: str) -> Iterator[tuple[str, Case, str]]:
    lower = word.lower()
    if len(lower) < 5:
        return
    if lower.endswith("ьичом"):
        yield word[:-2], _I, _MALE
    spoken = _SPOKEN_PATRONYMIC.match(lower)
    if spoken:
        cases = {"": (_N,), "а": (_G, _A), "у": (_D,), "ем": (_I,), "е": (_P,)}[spoken[2]]
        yield from ((word[: len(spoken[1])], case, _MALE) for case in cases)
    for case, ending in _UKRAINIAN_PATRONYMIC:
        if lower.endswith(ending) and _PATRONYMIC_STEM[_FEMALE].search(lower[: -len(ending)]):
            yield word[: -len(ending)] + "на", case, _FEMALE
    for gender, endings in _PATRONYMIC.items():
        for case, ending in endings.items():
            stem = word[: len(word) - len(ending)]
            if lower.endswith(ending) and _PATRONYMIC_STEM[gender].search(stem.lower()):
                yield stem + endings[_N], case, gender


@lru_cache(maxsize=1)
def _given_forms() -> dict[str, tuple[tuple[str, Case, str], ...]]:
    forms: dict[str, list[tuple[str, Case, str]]] = {}
    for gender, names in ((_MALE, MALE), (_FEMALE, FEMALE)):
        for name in names.split():
            for case, form in (*_declined(name, gender), *_ukrainian(name, gender)):
                forms.setdefault(form.lower().replace("ё", "е"), []).append((name, case, gender))
    return {form: tuple(readings) for form, readings in forms.items()}


def _ukrainian(name: str, gender: str) -> Iterator[tuple[Case, str]]:
    """The endings in which Ukrainian differs, as they are met in Russian mail from there: "до Миколи", "Олені"."""
    stem, last = name[:-1], name[-1]
    if last == "а":
        yield from ((_G, stem + "и"), (_D, stem + "і"), (_I, stem + "ою"))
    elif last == "я":
        yield from ((_G, stem + ("ї" if stem[-1] in "іая" else "і")), (_D, stem + "ї"), (_I, stem + "єю"))
    elif gender == _MALE and last in _CONSONANTS + "о":
        yield _D, (stem if last == "о" else name) + "ові"
    elif gender == _MALE and last == "й":
        yield from ((_D, stem + "єві"), (_I, stem + "єм"))


_IRREGULAR = {
    "Пётр": ("Петра", "Петру", "Петра", "Петром", "Петре"),
    "Павел": ("Павла", "Павлу", "Павла", "Павлом", "Павле"),
    "Лев": ("Льва", "Льву", "Льва", "Львом", "Льве"),
    "Любовь": ("Любови", "Любови", "Любовь", "Любовью", "Любови"),
    "Нинель": ("Нинели", "Нинели", "Нинель", "Нинелью", "Нинели"),
    "Адель": ("Адели", "Адели", "Адель", "Аделью", "Адели"),
}


def _declined(name: str, gender: str) -> Iterator[tuple[Case, str]]:
    yield _N, name
    oblique = _IRREGULAR.get(name) or _regular(name, gender)
    yield from zip((_G, _D, _A, _I, _P), oblique, strict=True)


def _regular(name: str, gender: str) -> tuple[str, str, str, str, str]:
    stem, last = name[:-1], name[-1]
    if last == "а":
        genitive = "и" if stem[-1] in _HUSHING and stem[-1] != "ц" else "ы"
        instrumental = "ей" if stem[-1] in "жчшщц" else "ой"
        return stem + genitive, stem + "е", stem + "у", stem + instrumental, stem + "е"
    if last == "о" and gender == _MALE:
        # Ukrainian: "Дмитро", "Дмитра".
        return stem + "а", stem + "у", stem + "а", stem + "ом", stem + "е"
    if last == "я":
        dative = "и" if stem[-1] == "и" else "е"
        return stem + "и", stem + dative, stem + "ю", stem + "ей", stem + dative
    if last in "йь" and gender == _MALE:
        prepositional = "и" if name.endswith("ий") else "е"
        return stem + "я", stem + "ю", stem + "я", stem + "ем", stem + prepositional
    if last in _CONSONANTS and gender == _MALE:
        return name + "а", name + "у", name + "а", name + ("ем" if last in "жчшщц" else "ом"), name + "е"
    return name, name, name, name, name
