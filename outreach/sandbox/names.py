"""Made-up people and companies in two languages, with the forms in which a sentence needs them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from outreach.sandbox.draw import draw, pick, shuffled


class Language(StrEnum):
    """What somebody writes in."""

    ENGLISH = "en"
    RUSSIAN = "ru"


class Gender(StrEnum):
    """Decides forms and pronouns."""

    WOMAN = "woman"
    MAN = "man"


class Case(StrEnum):
    """The Russian cases that our sentences need; English knows one form."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"


_CASES = tuple(Case)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name. The Latin spelling is what their address is made of."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    patronymic: tuple[str, ...]
    latin_first: str
    latin_last: str
    gender: Gender

    def first_in(self, case: Case = Case.NOMINATIVE) -> str:
        return _form(self.first, case)

    def last_in(self, case: Case = Case.NOMINATIVE) -> str:
        return _form(self.last, case)

    def full(self, case: Case = Case.NOMINATIVE) -> str:
        """First name and family name."""
        return f"{self.first_in(case)} {self.last_in(case)}".strip()

    def formal(self, case: Case = Case.NOMINATIVE) -> str:
        """Family name, first name, patronymic, as a Russian office writes it; English: as in `full`."""
        if not self.patronymic:
            return self.full(case)
        return f"{self.last_in(case)} {self.first_in(case)} {_form(self.patronymic, case)}"

    def __str__(self) -> str:
        return self.full()


@dataclass(frozen=True, slots=True)
class Company:
    """A made-up company with its domain under `.example`."""

    name: str
    #: As it stands in running text and signatures, with legal form and quotes where the language has them.
    formal: str
    domain: str
    country: str
    zone: str
    language: Language
    #: As lists call it, in English.
    industry: str = ""


def person_names(language: Language, count: int, seed: int, *what: object) -> list[Name]:
    """`count` names (at most a dozen), no first name and no family name twice."""
    firsts = shuffled(_FIRST_NAMES[language], seed, "first", *what)
    lasts = shuffled(_LAST_NAMES[language], seed, "last", *what)
    return [_name(language, firsts[place], lasts[place], seed, *what, place) for place in range(count)]


def company(number: int, seed: int, *, russian_share: float) -> Company:
    """The company with this running number; no two numbers share a name or a domain."""
    language = Language.RUSSIAN if draw(seed, "language", number) < russian_share else Language.ENGLISH
    country, zone = pick(_PLACES[language], seed, "place", number)
    name, domain, industry = _company_name(language, number, seed)
    formal = f"ООО «{name}»" if language is Language.RUSSIAN else name
    return Company(name, formal, f"{domain}.example", country, zone, language, industry)


def phone_number(country: str, seed: int, *what: object) -> str:
    """A number out of the ranges that are kept free for fiction."""
    digits = int(draw(seed, "phone", *what) * 1000)
    if country == "US":
        return f"(212) 555-01{digits % 100:02}"
    if country in ("RU", "KZ"):
        return f"+7 495 000-{digits // 10:02}-{digits % 100:02}"
    return f"020 7946 0{digits:03}" if country == "GB" else f"+44 1632 960{digits:03}"


def _company_name(language: Language, number: int, seed: int) -> tuple[str, str, str]:
    pairs = _company_pairs(language, seed)
    series, place = divmod(number, len(pairs))
    (start, start_latin), (end, end_latin) = pairs[place]
    joined = f"{start}{end}" if language is Language.RUSSIAN else f"{start} {end}"
    domain = f"{start_latin}{end_latin}" if language is Language.RUSSIAN else f"{start_latin}-{end_latin}"
    if series:
        joined, domain = f"{joined} {series + 1}", f"{domain}{series + 1}"
    return joined, domain, _INDUSTRIES[end_latin]


@lru_cache(maxsize=8)
def _company_pairs(language: Language, seed: int) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    pairs = [(start, end) for start in _COMPANY_STARTS[language] for end in _COMPANY_ENDS[language]]
    return shuffled(pairs, seed, "companies", language)


def _form(forms: tuple[str, ...], case: Case) -> str:
    return forms[_CASES.index(case)] if len(forms) > 1 else forms[0]


def _name(language: Language, first: str, last: str, seed: int, *what: object) -> Name:
    if language is Language.ENGLISH:
        return _english_name(first, last)
    father = pick(_FATHERS, seed, "patronymic", *what)
    return _russian_name(first, last, father)


def _english_name(first: str, last: str) -> Name:
    given, gender = first.split()
    return Name((given,), (last,), (), given.lower(), last.lower(), _GENDERS[gender])


def _russian_name(first: str, last: str, father: str) -> Name:
    *forms, latin, letter = first.split()
    gender = _GENDERS[letter]
    family, family_latin = last.split()
    surname_forms, surname_latin = _decline_surname(family, family_latin, gender)
    endings = _PATRONYMIC_ENDINGS[gender]
    patronymic = tuple(father + ending for ending in endings)
    return Name(tuple(forms), surname_forms, patronymic, latin, surname_latin, gender)


def _decline_surname(family: str, latin: str, gender: Gender) -> tuple[tuple[str, ...], str]:
    for ending, (cut, latin_cut, by_gender) in _SURNAME_PATTERNS.items():
        if family.endswith(ending):
            endings, latin_end = by_gender[gender]
            stem = family[: len(family) - cut]
            return tuple(stem + end for end in endings), latin[: len(latin) - latin_cut] + latin_end
    # Names such as Шевченко and Черных have one form.
    return (family,), latin


_GENDERS = {"w": Gender.WOMAN, "m": Gender.MAN}

_PATRONYMIC_ENDINGS = {
    Gender.MAN: ("ич", "ича", "ичу", "ича", "ичем"),
    Gender.WOMAN: ("на", "ны", "не", "ну", "ной"),
}

_OV = {
    Gender.MAN: (("", "а", "у", "а", "ым"), ""),
    Gender.WOMAN: (("а", "ой", "ой", "у", "ой"), "a"),
}
_SKY = {
    Gender.MAN: (("ий", "ого", "ому", "ого", "им"), "iy"),
    Gender.WOMAN: (("ая", "ой", "ой", "ую", "ой"), "aya"),
}

#: ending -> (letters cut off, Latin letters cut off, {gender: (endings by case, Latin ending)})
_SURNAME_PATTERNS = {
    "ов": (0, 0, _OV),
    "ев": (0, 0, _OV),
    "ин": (0, 0, _OV),
    "ын": (0, 0, _OV),
    "ский": (2, 2, _SKY),
}

_FATHERS = ("Викторов", "Павлов", "Андреев", "Сергеев", "Николаев", "Борисов", "Олегов", "Романов", "Львов")

_FIRST_NAMES: dict[Language, tuple[str, ...]] = {
    Language.ENGLISH: (
        "Harriet w", "Imogen w", "Bridget w", "Fiona w", "Joanna w", "Maureen w", "Tamsin w", "Nadia w",
        "Carol w", "Philippa w", "Denise w", "Ruth w", "Gareth m", "Malcolm m", "Stuart m", "Howard m",
        "Duncan m", "Leonard m", "Trevor m", "Callum m", "Desmond m", "Graham m", "Owen m", "Ralph m",
    ),
    # The five cases, the Latin spelling, the gender.
    Language.RUSSIAN: (
        "Анна Анны Анне Анну Анной anna w",
        "Ирина Ирины Ирине Ирину Ириной irina w",
        "Светлана Светланы Светлане Светлану Светланой svetlana w",
        "Ольга Ольги Ольге Ольгу Ольгой olga w",
        "Марина Марины Марине Марину Мариной marina w",
        "Наталья Натальи Наталье Наталью Натальей natalia w",
        "Вероника Вероники Веронике Веронику Вероникой veronika w",
        "Юлия Юлии Юлии Юлию Юлией yulia w",
        "Тамара Тамары Тамаре Тамару Тамарой tamara w",
        "Любовь Любови Любови Любовь Любовью lubov w",
        "Игорь Игоря Игорю Игоря Игорем igor m",
        "Павел Павла Павлу Павла Павлом pavel m",
        "Андрей Андрея Андрею Андрея Андреем andrey m",
        "Глеб Глеба Глебу Глеба Глебом gleb m",
        "Роман Романа Роману Романа Романом roman m",
        "Тимур Тимура Тимуру Тимура Тимуром timur m",
        "Максим Максима Максиму Максима Максимом maxim m",
        "Дмитрий Дмитрия Дмитрию Дмитрия Дмитрием dmitry m",
        "Илья Ильи Илье Илью Ильёй ilya m",
        "Никита Никиты Никите Никиту Никитой nikita m",
    ),
}  # fmt: skip

_LAST_NAMES: dict[Language, tuple[str, ...]] = {
    Language.ENGLISH: (
        "Ashgrove", "Bexwell", "Cawdrey", "Dunthorne", "Eldersly", "Fanshaw", "Garrick", "Haverly",
        "Inchbold", "Jessamy", "Kettlewell", "Lorimer", "Marchbank", "Netherby", "Ollerton", "Penhallow",
        "Quarmby", "Ravensdale", "Scarcroft", "Tredinnick", "Underhay", "Vickerstaff", "Wetherall",
        "Yelland",
    ),
    Language.RUSSIAN: (
        "Соколов sokolov", "Лавров lavrov", "Миронов mironov", "Ветров vetrov", "Громов gromov",
        "Крылов krylov", "Зорин zorin", "Рябинин ryabinin", "Лапин lapin", "Синицын sinitsyn",
        "Мальцев maltsev", "Гордеев gordeev", "Королев korolev", "Вольский volskiy", "Залесский zalesskiy",
        "Полянский polyanskiy", "Шевченко shevchenko", "Бойко boyko", "Черных chernykh", "Седых sedykh",
    ),
}  # fmt: skip

_PLACES: dict[Language, tuple[tuple[str, str], ...]] = {
    Language.ENGLISH: (
        ("GB", "Europe/London"),
        ("GB", "Europe/London"),
        ("GB", "Europe/London"),
        ("IE", "Europe/Dublin"),
        ("US", "America/New_York"),
        ("US", "America/Chicago"),
    ),
    Language.RUSSIAN: (
        ("RU", "Europe/Moscow"),
        ("RU", "Europe/Moscow"),
        ("RU", "Asia/Yekaterinburg"),
        ("RU", "Asia/Novosibirsk"),
        ("KZ", "Asia/Almaty"),
    ),
}

#: Who is written to first, and what they are called.
EXECUTIVE_TITLES: dict[Language, tuple[str, ...]] = {
    Language.ENGLISH: (
        "Managing Director", "Finance Director", "Operations Manager", "Office Manager", "Head of HR",
        "Purchasing Manager", "Chief Executive",
    ),
    Language.RUSSIAN: (
        "Генеральный директор", "Финансовый директор", "Главный бухгалтер", "Офис-менеджер",
        "Начальник отдела кадров", "Директор по производству",
    ),
}  # fmt: skip
#: Whom they send us to.
SALES_TITLES: dict[Language, tuple[str, ...]] = {
    Language.ENGLISH: ("Head of Sales", "Sales Director", "Commercial Director", "VP of Sales"),
    Language.RUSSIAN: (
        "коммерческий директор", "начальник отдела продаж", "руководитель отдела продаж",
        "директор по продажам",
    ),
}  # fmt: skip
#: General mailboxes: (local part, who reads them).
OFFICE_MAILBOXES: dict[Language, tuple[tuple[str, str], ...]] = {
    Language.ENGLISH: (("info", "Reception"), ("office", "Front Office"), ("hello", "Customer Desk")),
    Language.RUSSIAN: (("info", "Секретариат"), ("office", "Приёмная"), ("mail", "Канцелярия")),
}

_COMPANY_STARTS: dict[Language, tuple[tuple[str, str], ...]] = {
    Language.ENGLISH: tuple(
        (start, start.lower())
        for start in (
            "Brackenfold", "Cawthwaite", "Dunmallow", "Emberley", "Fallowgate", "Greyholme", "Hartsmere",
            "Ivelchester", "Kestrelby", "Larkhanger", "Millbrace", "Northwold", "Ottershaw", "Pennywater",
            "Quillstone", "Ridgemoor", "Saltersby", "Thornlea", "Underwick", "Wexbridge",
        )
    ),
    Language.RUSSIAN: (
        ("Север", "sever"), ("Вятка", "vyatka"), ("Двина", "dvina"), ("Таёж", "taezh"), ("Обь", "ob"),
        ("Кедр", "kedr"), ("Прима", "prima"), ("Стан", "stan"), ("Рифей", "rifey"), ("Колос", "kolos"),
        ("Заря", "zarya"), ("Альта", "alta"),
    ),
}  # fmt: skip

_COMPANY_ENDS: dict[Language, tuple[tuple[str, str], ...]] = {
    Language.ENGLISH: tuple(
        (end, end.lower())
        for end in (
            "Instruments", "Packaging", "Ceramics", "Logistics", "Joinery", "Pumps", "Textiles", "Software",
            "Foods", "Fixtures", "Coatings", "Tooling",
        )
    ),
    Language.RUSSIAN: (
        ("метиз", "metiz"), ("упак", "upak"), ("кабель", "kabel"), ("мебель", "mebel"), ("прибор", "pribor"),
        ("логистик", "logistik"), ("софт", "soft"), ("стекло", "steklo"), ("текстиль", "tekstil"),
        ("профиль", "profil"),
    ),
}  # fmt: skip

#: By what the name of a company ends with.
_INDUSTRIES: dict[str, str] = {
    **dict.fromkeys(
        ("instruments", "pumps", "fixtures", "tooling", "metiz", "kabel", "pribor", "profil"), "machinery"
    ),
    **dict.fromkeys(("packaging", "ceramics", "coatings", "upak", "steklo"), "materials"),
    **dict.fromkeys(("joinery", "textiles", "foods", "mebel", "tekstil"), "consumer goods"),
    **dict.fromkeys(("logistics", "software", "logistik", "soft"), "services"),
}
