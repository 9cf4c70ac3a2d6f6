"""Which column of a list holds what: by known names in English and Russian, and by what the user says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from outreach.core.errors import Fault, OutreachError
from outreach.core.untrusted import one_line, printable

#: The first columns of an errors file. They are ours, and a later import leaves them out.
REASON_COLUMN = "refused_because"
LINE_COLUMN = "refused_line"


class ColumnField(StrEnum):
    """What a column can be read as; the values are what `--map COLUMN=FIELD` takes."""

    ADDRESS = "address"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    NAME = "name"
    TITLE = "title"
    PHONE = "phone"
    COMPANY = "company"
    DOMAIN = "domain"
    WEBSITE = "website"
    COUNTRY = "country"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    #: Left out altogether.
    IGNORE = "ignore"


# Written as `_folded` leaves them: small letters, single spaces, no punctuation, е for ё.
_KNOWN_NAMES: dict[ColumnField, str] = {
    ColumnField.ADDRESS: (
        "email|e mail|mail|email address|e mail address|mail address|emailaddress|work email|"
        "work e mail|business email|company email|corporate email|contact email|primary email|"
        "person email|email 1|e mail 1|e mail 1 value|почта|эл почта|электронная почта|емейл|имейл|"
        "мейл|емайл|адрес почты|адрес электронной почты|e mail адрес|email адрес|электронный адрес|"
        "рабочая почта|рабочий email|корпоративная почта|рабочий e mail|эл адрес|почтовый ящик"
    ),
    ColumnField.GIVEN_NAME: (
        "given name|first name|firstname|fname|givenname|forename|christian name|first|имя"
    ),
    ColumnField.FAMILY_NAME: (
        "family name|last name|lastname|lname|familyname|surname|second name|last|фамилия"
    ),
    ColumnField.NAME: (
        "name|full name|fullname|contact|contact name|contact person|person|person name|lead name|"
        "display name|фио|ф и о|имя и фамилия|имя фамилия|фамилия имя|фамилия имя отчество|полное имя|"
        "контакт|контактное лицо|лицо|контактное лицо фио|получатель"
    ),
    ColumnField.TITLE: (
        "title|job title|jobtitle|position|role|job|job position|function|headline|должность|позиция|"
        "роль|занимаемая должность"
    ),
    ColumnField.PHONE: (
        "phone|phone number|phonenumber|telephone|tel|mobile|mobile phone|cell|cell phone|work phone|"
        "direct phone|phone 1|company phone|телефон|тел|номер телефона|мобильный|мобильный телефон|"
        "рабочий телефон|контактный телефон|моб телефон"
    ),
    ColumnField.COMPANY: (
        "company|company name|companyname|organisation|organization|organisation name|"
        "organization name|org|account|account name|employer|business|business name|firm|компания|"
        "название компании|наименование компании|организация|название организации|"
        "наименование организации|фирма|предприятие|юрлицо|работодатель|наименование|юридическое лицо"
    ),
    ColumnField.DOMAIN: (
        "domain|company domain|email domain|web domain|domain name|домен|домен компании|доменное имя"
    ),
    ColumnField.WEBSITE: (
        "website|web site|web|site|url|homepage|home page|company website|company url|web address|www|"
        "сайт|веб сайт|вебсайт|сайт компании|адрес сайта|интернет сайт"
    ),
    ColumnField.COUNTRY: (
        "country|country name|country code|company country|person country|страна|код страны|государство"
    ),
    ColumnField.LANGUAGE: ("language|lang|preferred language|locale|язык|язык общения|предпочитаемый язык"),
    ColumnField.TIME_ZONE: (
        "time zone|timezone|tz|tz name|iana time zone|часовой пояс|временная зона|таймзона|таймзон"
    ),
    ColumnField.IGNORE: f"{REASON_COLUMN}|{LINE_COLUMN}".replace("_", " "),
}
_BY_NAME = {name: target for target, names in _KNOWN_NAMES.items() for name in names.split("|")}
# What people are likely to write behind `--map X=`.
# Names that often mean a street or a person: they count where the column's cells are addresses.
_PERHAPS_ADDRESS = frozenset(
    {"address", "recipient", "to", "contact", "адрес", "получатель", "контакт", "контакты", "связь"}
)
_OTHER_TARGET_NAMES = {"email": "address", "first_name": "given_name", "last_name": "family_name"}
_PUNCTUATION = re.compile(r"[\s\W_]+")
_LONGEST_NAME = 64


#: Control characters that stand in programs and pictures, and in no text.
_IN_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UnreadableList(OutreachError):
    """The list as a whole cannot be read; everything that forbids it at once, with the next step."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a list, and what each of its columns is read as."""

    #: Clean, shortened, each one different.
    header: tuple[str, ...]
    positions: Mapping[ColumnField, int]
    #: Every further column: its merge field and its position.
    further: tuple[tuple[str, int], ...]


def recognise(header_cell: str) -> ColumnField | None:
    """What a column of this name holds, if the name is a known one."""
    return _BY_NAME.get(_folded(header_cell))


def merge_field(header_cell: str, position: int) -> str:
    """The name by which templates and exports know a further column: `Company size` is `company_size`."""
    name = _PUNCTUATION.sub("_", printable(header_cell, newlines=False).lower()).strip("_")[:_LONGEST_NAME]
    name = name.replace("\ufffd", "").replace("ё", "е")
    if name.isidentifier():
        return name
    return f"column_{name}" if f"column_{name}".isidentifier() and name else f"column_{position + 1}"


def map_columns(
    header: Sequence[str],
    mapping: Mapping[str, str],
    *,
    file: str,
    with_addresses: Sequence[int] = (),
) -> Columns:
    """What each column is read as. `mapping` goes before known names; of two columns the first one counts.

    `with_addresses`: the columns in which a sample of rows has addresses. Raises UnreadableList for a
    mapping to an unknown field or from an unknown column, for two to one field, and where no column has addresses.
    """
    cells = list(header)
    holds_no_text = any(map(_IN_NO_TEXT.search, cells))
    header = tuple(_distinct(cells))
    positions = _mapped(header, mapping, file)
    ignored = {index for _, index in _spoken_for(header, mapping, ColumnField.IGNORE)}
    free = [index for index in range(len(header)) if index not in ignored | set(positions.values())]
    if ColumnField.ADDRESS not in positions:
        positions[ColumnField.ADDRESS] = _address_column(
            header, free, with_addresses, file, holds_no_text=holds_no_text
        )
    for index in free:
        target = recognise(header[index])
        if target is ColumnField.IGNORE:
            ignored.add(index)
        elif target is not None and target not in positions and index not in positions.values():
            positions[target] = index
    taken = ignored | set(positions.values())
    rest = [index for index in range(len(header)) if index not in taken]
    return Columns(header, positions, tuple(_further(header, rest)))


def _address_column(
    header: Sequence[str],
    free: Sequence[int],
    with_addresses: Sequence[int],
    file: str,
    *,
    holds_no_text: bool,
) -> int:
    known = [index for index in free if recognise(header[index]) is ColumnField.ADDRESS]
    perhaps = [index for index in free if _folded(header[index]) in _PERHAPS_ADDRESS]
    if with_addresses:
        perhaps = [index for index in perhaps if index in with_addresses]
    full = [index for index in with_addresses if index in free]
    for index in (*known, *perhaps, *full):
        return index
    if holds_no_text:
        remedy = "Give a text in rows and columns (CSV, TSV), JSON Lines or an XLSX workbook."
        raise UnreadableList(
            [Fault(file, "this is no list: it holds bytes that no text has.", line=1, remedy=remedy)]
        )
    problem = f"no column has e-mail addresses; the columns are: {', '.join(header)}."
    raise UnreadableList([Fault(file, problem, line=1, remedy="Say which one it is: --map COLUMN=address.")])


def _mapped(header: Sequence[str], mapping: Mapping[str, str], file: str) -> dict[ColumnField, int]:
    faults: list[Fault] = []
    positions: dict[ColumnField, int] = {}
    known = {_folded(name) for name in header}
    for column, written in mapping.items():
        target = target_field(written)
        if target is None:
            faults.append(_unknown_target(file, column, written))
        elif _folded(column) not in known:
            faults.append(_unknown_column(file, column, header))
        elif target in positions:
            problem = f"two columns are mapped to {target}."
            faults.append(Fault(file, problem, key=one_line(column), remedy="Map one of them."))
        elif target is not ColumnField.IGNORE:
            [(_, positions[target])] = _spoken_for(header, {column: written}, target)
    if faults:
        raise UnreadableList(faults)
    return positions


def target_field(written: str) -> ColumnField | None:
    """The field that `--map` names, also by its everyday name."""
    name = written.strip().lower().replace("-", "_").replace(" ", "_")
    name = _OTHER_TARGET_NAMES.get(name, name)
    return ColumnField(name) if name in set(ColumnField) else None


def _spoken_for(
    header: Sequence[str], mapping: Mapping[str, str], target: ColumnField
) -> list[tuple[str, int]]:
    """The mapped columns of one target; of two columns with one name, the first."""
    folded = [_folded(name) for name in header]
    columns = [column for column, written in mapping.items() if target_field(written) is target]
    return [(column, folded.index(_folded(column))) for column in columns if _folded(column) in folded]


def _unknown_target(file: str, column: str, written: str) -> Fault:
    allowed = [each.value for each in ColumnField]
    close = get_close_matches(written.lower(), allowed, n=1)
    meant = f'Did you mean "{close[0]}"? ' if close else ""
    remedy = f"{meant}The fields are: {', '.join(allowed)}. What is not mapped is kept under its own name."
    return Fault(file, f'"{one_line(written)}" is not a field.', key=one_line(column), remedy=remedy)


def _unknown_column(file: str, column: str, header: Iterable[str]) -> Fault:
    remedy = f"The columns are: {', '.join(header)}."
    return Fault(file, f'there is no column "{one_line(column)}".', line=1, remedy=remedy)


def _folded(name: str) -> str:
    return _PUNCTUATION.sub(" ", name).strip().lower().replace("ё", "е")


def _distinct(header: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for index, cell in enumerate(header):
        name = one_line(cell, _LONGEST_NAME).replace("\ufffd", "") or f"column_{index + 1}"
        plain, count = name, 1
        while name in seen:
            count += 1
            name = f"{plain} {count}"
        seen.add(name)
        yield name


def _further(header: Sequence[str], rest: Iterable[int]) -> Iterable[tuple[str, int]]:
    seen: set[str] = set()
    for index in rest:
        name = merge_field(header[index], index)
        while name in seen:
            name = f"{name}_{index + 1}"
        seen.add(name)
        yield name, index
