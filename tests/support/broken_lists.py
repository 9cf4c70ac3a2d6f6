"""A list of any length, 2.5 % of its rows broken, each in one of twenty ways, and what each should have been."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HEADER = "email,first name,last name,company,title,country,team size,city\n"
#: One row in so many is broken.
ONE_IN = 40

_GIVEN = "Ana Ben Cid Dora Eve Finn Gwen Hugo Ida Jon Kim Léa Max Nína Otto Пётр".split()
_FAMILY = "Ruiz Stone Petrov Meyer Novák Rossi Silva Dubois Kowalski Smith Jones Müller".split()
_TITLES = ("Head of Sales", "Director", "Chief Operating Officer", "Buyer")
_CITIES = ("Leeds", "Austin", "Porto", "Gdańsk")
# Where the law asks for no consent before a first mail to a company.
_COUNTRIES = ("US", "GB")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: the line it begins on, what stands in the file, what should have stood there."""

    line: int
    written: bytes
    meant: str
    #: The name of what is the matter; None: nothing.
    broken: str | None

    @property
    def lines(self) -> int:
        return self.written.count(b"\n")


def rows(count: int, *, seed: int = 1, broken: bool = True) -> Iterator[Listed]:
    """Everybody has an address of their own; four people work at each company."""
    chance = random.Random(seed)
    line = 2
    for number in range(count):
        meant = _row(number, chance)
        way = None
        if broken and number % ONE_IN == ONE_IN - 1:
            way = number // ONE_IN
        name, written = (None, meant.encode()) if way is None else _broken(meant, way)
        listed = Listed(line, written, meant, name)
        yield listed
        line += listed.lines


def _row(number: int, chance: random.Random) -> str:
    given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
    company = number // 4
    who = f"{chance.choice('abcdefghijklmnopqrstuvwxyz')}.{number}"
    return (
        f"{who}@company{company}.example,{given},{family},Company {company},{chance.choice(_TITLES)},"
        f"{chance.choice(_COUNTRIES)},{chance.randrange(1, 5_000)},{chance.choice(_CITIES)}\n"
    )


def _broken(meant: str, way: int) -> tuple[str, bytes]:
    name, make = WAYS[way % len(WAYS)]
    made = make(meant.rstrip("\n").split(","))
    if name == "a cell of 20,000 characters" and way // len(WAYS) % 100 == 0:
        return "a line of 300,000 characters", made.replace(b"z" * 20_000, b"z" * 300_000) + b"\n"
    return name, made + b"\n"


def _with(cell: int, text: str) -> Callable[[list[str]], bytes]:
    """The row with one cell written as the text, in which `{}` is the cell as it was."""

    def make(cells: list[str]) -> bytes:
        return ",".join(
            text.replace("{}", each) if at == cell else each for at, each in enumerate(cells)
        ).encode()

    return make


EMAIL, GIVEN, FAMILY, COMPANY, TITLE, CITY = 0, 1, 2, 3, 4, 7

WAYS: tuple[tuple[str, Callable[[list[str]], bytes]], ...] = (
    ("no address", _with(EMAIL, "")),
    ("words for an address", _with(EMAIL, "ask at the desk")),
    ("two at signs", _with(EMAIL, "x@{}")),
    ("two addresses", _with(EMAIL, '"{}; b.{}"')),
    ("a missing cell", lambda cells: ",".join(cells[:-1]).encode()),
    ("a cell too many", lambda cells: ",".join([*cells, "more"]).encode()),
    ("an unclosed quote", _with(GIVEN, '"{}')),
    ("an unclosed quote at the end", _with(CITY, '"{}')),
    ("a zero byte in the name", _with(GIVEN, "{}\0")),
    ("a zero byte in the address", _with(EMAIL, "\0{}")),
    ("another encoding", lambda cells: ",".join([*cells[:-1], "Málaga"]).encode("latin-1", "replace")),
    ("a name of 300 characters", _with(GIVEN, "n" * 300)),
    ("a cell of 20,000 characters", _with(TITLE, "z" * 20_000)),
    ("a header in an encoded word", _with(GIVEN, "=?utf-8?q?=0ABcc:all@acme.example?=")),
    ("a header behind a line break", _with(COMPANY, '"{}\nBcc: all@acme.example"')),
    ("a terminal escape in the name", _with(GIVEN, "\x1b[31m{}")),
    ("a turned direction in the name", _with(FAMILY, "\u202e{}")),
    ("a domain in two alphabets", _with(EMAIL, "{}".replace("{}", "ana@асme.example"))),
    ("a quote inside of an address", _with(EMAIL, 'a"b{}')),
    ("an address of 300 characters", _with(EMAIL, "a" * 300 + "@acme.example")),
)
