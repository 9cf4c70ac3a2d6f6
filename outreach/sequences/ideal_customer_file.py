"""`ideal-customer.toml`: who fits, as a file that people write; everything wrong with it is told at once, by line."""

from collections.abc import Mapping
from pathlib import Path

from outreach.core.errors import ConfigurationError, Fault
from outreach.core.shipped import shipped
from outreach.prospects.countries import country_code
from outreach.prospects.ideal_customer import Asked, Condition, Criterion, Letter, Profile, RedFlag
from outreach.sequences.toml_file import Table, TomlFile

#: What the example is called that comes with the program.
FILE_NAME = "ideal-customer.toml"

#: The book's "three to five"; more is said to be too many, not refused.
_FEW, _MANY = 3, 5
_MOST_POINTS = 100

#: What the file may say at its top, and in its tables, with what it means.
PROFILE_KEYS: Mapping[str, str] = {
    "grades": "from which share of the points on, in per cent, somebody is an A, a B, a C",
    "criteria": "what is asked for, each under [[criteria]]",
    "red_flags": "what makes somebody a D whatever else they are, each under [[red_flags]]",
}
CONDITION_KEYS: Mapping[str, str] = {
    "name": "what reasons call it",
    "field": "title, country, language, company, account_status, or a column of the list",
    "equals": "the value that the field has to have",
    "one_of": "a list of such values",
    "between": "[least, most]: the number in the field lies there, both included",
    "at_least": "the least number",
    "at_most": "the largest number",
    "words": "a list of words or phrases, one of which stands in the field; print* is each word that begins so",
    "decides": "true: the field is the title of somebody who decides for the company",
}
CRITERION_KEYS: Mapping[str, str] = {
    **CONDITION_KEYS,
    "points": "what it is worth; 1 where it is left out",
    "required": "true: who does not meet it is a D",
}
_TESTS = ("equals", "one_of", "between", "at_least", "at_most", "words", "decides")


def load_profile(path: Path) -> Profile:
    """The profile in the file. Raises ConfigurationError with all of its faults."""
    profile, faults = read_profile(path)
    if profile is None or any(not fault.warning for fault in faults):
        raise ConfigurationError(faults)
    return profile


def read_profile(path: Path) -> tuple[Profile | None, list[Fault]]:
    """The same without raising: None where the file cannot be read or asks for nothing."""
    source = TomlFile(path)
    if source.faults:
        return None, source.faults
    root = source.root
    root.allow_only(PROFILE_KEYS)
    criteria = tuple(_criterion(table) for table in root.tables("criteria"))
    red_flags = tuple(_red_flag(table) for table in root.tables("red_flags"))
    least_share = _least_share(root.table("grades"))
    if not criteria:
        root.fault(None, "asks for nothing.", "Write three to five criteria, each under [[criteria]].")
    _tell_apart(root, [*criteria, *red_flags])
    faults = sorted(source.faults, key=lambda fault: fault.line or 0)
    if criteria and not _FEW <= len(criteria) <= _MANY:
        faults.append(_unusual_number(path, len(criteria)))
    return (Profile(criteria, red_flags, least_share) if criteria else None), faults


def as_shipped(path: Path) -> list[Fault]:
    """A warning where the profile still asks for what the example asks for: everybody is graded by it."""
    profile, _ = read_profile(path)
    if profile is None or profile != read_profile(shipped(FILE_NAME))[0]:
        return []
    problem = "is still that of the example: lists and leads are graded by it, most of them D."
    return [Fault(str(path), problem, remedy="Say in it who fits you, or remove it.", warning=True)]


def _criterion(table: Table) -> Criterion:
    table.allow_only(CRITERION_KEYS)
    condition = _condition(table)
    return Criterion(
        name=table.text("name") or condition.field,
        condition=condition,
        points=table.number("points", 1, least=1, most=_MOST_POINTS),
        required=table.truth("required", False),
    )


def _red_flag(table: Table) -> RedFlag:
    table.allow_only(CONDITION_KEYS)
    condition = _condition(table)
    return RedFlag(table.text("name") or condition.field, condition)


def _condition(table: Table) -> Condition:
    field = table.text("field")
    if not field and "field" not in table:
        table.fault(None, "names no field.", 'Say which: field = "employees".')
    tests = [test for test in _TESTS if test in table]
    if {"at_least", "at_most"} == set(tests):
        return Condition(
            field, Asked.BETWEEN, least=_number(table, "at_least"), most=_number(table, "at_most")
        )
    if len(tests) != 1:
        problem = "asks nothing of its field." if not tests else f"asks {len(tests)} things at once."
        table.fault(tests[-1] if tests else None, problem, f"Give one of: {', '.join(_TESTS)}.")
        return Condition(field, Asked.WORDS)
    return _asked(table, field, tests[0])


def _asked(table: Table, field: str, test: str) -> Condition:
    match test:
        case "between":
            least, most = _ends(table)
            return Condition(field, Asked.BETWEEN, least=least, most=most)
        case "at_least":
            return Condition(field, Asked.BETWEEN, least=_number(table, test))
        case "at_most":
            return Condition(field, Asked.BETWEEN, most=_number(table, test))
        case "decides":
            if table.truth(test, True) is not True:
                table.fault(test, "can only be true.", "Leave it out, or ask for words of the title.")
            return Condition(field, Asked.DECIDES)
        case _:
            return Condition(field, Asked(test), _values(table, field, test))


def _values(table: Table, field: str, test: str) -> tuple[str, ...]:
    values = table.texts(test)
    if not values or not all(values):
        table.fault(test, "is empty.", f'Give a text, or a list of them: {test} = ["…", "…"].')
    if field != "country" or test == "words":
        return tuple(values)
    codes = [country_code(value) for value in values]
    for value, code in zip(values, codes, strict=True):
        if code is None and value:
            table.fault(test, f'"{value}" is no country.', 'Give its code (ISO 3166): "DE", "GB".')
    return tuple(code for code in codes if code)


def _ends(table: Table) -> tuple[float | None, float | None]:
    value = table.values["between"]
    if isinstance(value, list) and len(value) == 2 and all(_is_number(end) for end in value):
        if value[0] <= value[1]:
            return float(value[0]), float(value[1])
        table.fault("between", f"{value[0]} is more than {value[1]}.", "The smaller one stands first.")
    else:
        table.fault("between", "is no range.", "Write two numbers: between = [20, 200].")
    return None, None


def _number(table: Table, key: str) -> float | None:
    value = table.values[key]
    if _is_number(value):
        return float(value)
    table.fault(key, "is no number.", f"Write it without quotes: {key} = 20.")
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _least_share(table: Table) -> tuple[tuple[Letter, int], ...]:
    letters = (Letter.A, Letter.B, Letter.C)
    table.allow_only([letter.value for letter in letters])
    defaults = dict(Profile(()).least_share)
    shares = [table.number(letter.value, defaults[letter], least=0, most=100) for letter in letters]
    if sorted(shares, reverse=True) != shares:
        table.fault(None, "are out of order: an A needs the largest share, a C the smallest.")
    return tuple(zip(letters, shares, strict=True))


def _tell_apart(root: Table, conditions: list[Criterion | RedFlag]) -> None:
    seen: set[str] = set()
    for each in conditions:
        if each.name and each.name in seen:
            root.fault(None, f'has two that are called "{each.name}".', "Give one another name.")
        seen.add(each.name)


def _unusual_number(path: Path, count: int) -> Fault:
    problem = (
        f"asks for {count} {'thing' if count == 1 else 'things'}; three to five tell customers apart best."
    )
    return Fault(str(path), problem, warning=True)
