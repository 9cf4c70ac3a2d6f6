"""How well somebody fits: criteria, red flags, grades with reasons; and the file that says so."""

from pathlib import Path
from typing import Any

import pytest

from outreach.cli.shipped import shipped
from outreach.core.errors import ConfigurationError
from outreach.prospects.ideal_customer import (
    Asked,
    Condition,
    Criterion,
    Fit,
    Found,
    Letter,
    Profile,
    RedFlag,
    check,
    grade,
    numbers,
)
from outreach.sequences.ideal_customer_file import load_profile, read_profile

SIZE = Criterion("size", Condition("employees", Asked.BETWEEN, least=20, most=200), points=3, required=True)
COUNTRY = Criterion("country", Condition("country", Asked.ONE_OF, ("GB", "DE")), points=2)
TRADE = Criterion("trade", Condition("industry", Asked.WORDS, ("machin*", "hand tools")), points=4)
DECIDES = Criterion("decides", Condition("title", Asked.DECIDES))
AGENCY = RedFlag("agency", Condition("industry", Asked.WORDS, ("recruiting",)))
PROFILE = Profile((SIZE, COUNTRY, TRADE, DECIDES), (AGENCY,))
IDEAL = {"employees": "50", "country": "DE", "industry": "Machine building", "title": "CEO"}


def without(*fields: str, **changes: str) -> dict[str, str]:
    return {name: value for name, value in (IDEAL | changes).items() if name not in fields}


def test_who_meets_everything_is_an_a() -> None:
    graded = grade(PROFILE, IDEAL)

    assert (graded.letter, graded.fit, graded.points, graded.of) == (Letter.A, Fit.FIT, 10, 10)
    assert graded.missing == ()


@pytest.mark.parametrize(
    ("facts", "letter", "best"),
    [
        (without(title="clerk"), Letter.A, Letter.A),
        (without(country="FR", title="clerk"), Letter.B, Letter.B),
        (without(industry="bakery"), Letter.B, Letter.B),
        (without(industry="bakery", country="FR"), Letter.C, Letter.C),
        (without(industry="bakery", country="FR", title="clerk"), Letter.D, Letter.D),
        # What is not known is no misfit: it could turn out well.
        (without("industry"), Letter.B, Letter.A),
        (without("industry", "country"), Letter.C, Letter.A),
        # A required one: missed is a D, not known is no fit yet.
        (without(employees="5000"), Letter.D, Letter.D),
        (without("employees"), Letter.C, Letter.A),
        (without(industry="recruiting for machine building"), Letter.D, Letter.D),
        ({}, Letter.D, Letter.A),
    ],
)
def test_the_grade_and_what_it_could_become(facts: dict[str, str], letter: Letter, best: Letter) -> None:
    graded = grade(PROFILE, facts)

    assert (graded.letter, graded.best) == (letter, best)


def test_what_is_missing_is_named_once() -> None:
    assert grade(PROFILE, without("industry", "country")).missing == ("country", "industry")


def test_each_criterion_gives_its_reason() -> None:
    reasons = {reason.name: reason for reason in grade(PROFILE, without("country", employees="7")).reasons}

    assert reasons["size"].says == "employees is 7; asked for: 20 to 200"
    assert reasons["country"].says == "country is not known"
    assert [reasons[name].found for name in ("size", "country", "trade", "agency")] == [
        Found.NO,
        Found.UNKNOWN,
        Found.YES,
        Found.NO,
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("20", Found.YES),
        ("200", Found.YES),
        ("201", Found.NO),
        ("19", Found.NO),
        ("about 40 people", Found.YES),
        ("1,200", Found.NO),
        ("1 200", Found.NO),
        ("0.1k", Found.YES),
        ("51-200", Found.YES),
        ("201-500", Found.NO),
        # Part of the range is outside: nobody can say.
        ("100-500", Found.UNKNOWN),
        ("150+", Found.UNKNOWN),
        ("500+", Found.NO),
        ("n/a", Found.UNKNOWN),
        ("many", Found.UNKNOWN),
        ("", Found.UNKNOWN),
    ],
)
def test_a_number_is_read_as_people_write_it(value: str, found: Found) -> None:
    assert check(SIZE.condition, {"employees": value})[0] is found


@pytest.mark.parametrize("value", ["-5", "3.14.15", "1e999", "٣", "1-2-3", "9" * 400])
def test_what_is_no_plain_number_never_stops_it(value: str) -> None:
    numbers(value)


@pytest.mark.parametrize(
    ("value", "words", "found"),
    [
        ("Machinery & Plant", ("machin*",), Found.YES),
        ("Hand  Tools", ("hand tools",), Found.YES),
        ("Handtools", ("hand tools",), Found.NO),
        ("Spitzenmaschinen", ("maschinen",), Found.NO),
        ("Büromöbel", ("buromobel",), Found.YES),
        ("оборудование и станки", ("станки",), Found.YES),
    ],
)
def test_words_are_whole_ones(value: str, words: tuple[str, ...], found: Found) -> None:
    assert check(Condition("industry", Asked.WORDS, words), {"industry": value})[0] is found


def test_a_profile_is_the_same_after_it_was_kept() -> None:
    assert Profile.from_json(PROFILE.to_json()) == PROFILE


# --- the file --------------------------------------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    path = folder / "ideal-customer.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_profile_is_sound() -> None:
    profile, faults = read_profile(shipped("ideal-customer.toml"))

    assert faults == []
    assert profile is not None
    assert len(profile.criteria) == 4


def test_comments_and_order_make_no_new_version(tmp_path: Path) -> None:
    criterion = '[[criteria]]\nname = "size"\nfield = "employees"\nbetween = [20, 200]\npoints = 2\n'
    turned = '# a remark\n[[criteria]]\npoints = 2\nbetween = [20, 200]\nfield = "employees"\nname = "size"\n'

    first = load_profile(written(tmp_path, criterion))
    second = load_profile(written(tmp_path, turned))
    other = load_profile(written(tmp_path, turned.replace("200", "300")))

    assert first.digest == second.digest != other.digest


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """\
[grades]
A = 50
B = 60
[[criteria]]
feild = "employees"
between = [20, 200]
[[criteria]]
field = "country"
one_of = ["Atlantis"]
points = 0
[[criteria]]
field = "size"
between = [200, 20]
[[criteria]]
field = "title"
words = ["sales"]
decides = true
[[red_flags]]
field = "industry"
points = 3
""",
    )

    with pytest.raises(ConfigurationError) as refused:
        load_profile(path)

    told = {(fault.line, fault.key): fault.problem for fault in refused.value.faults}
    assert {line for line, _ in told} == {1, 4, 5, 9, 10, 13, 17, 18, 20}
    assert told[5, "criteria[1].feild"] == "is no key here."
    assert told[9, "criteria[2].one_of"] == '"Atlantis" is no country.'
    assert "asks 2 things at once" in told[17, "criteria[4].decides"]


@pytest.mark.parametrize(
    "text", ["", "grades = 3", "[[criteria]]\n", "criteria = [1]", "not toml", "[[criteria]]\nfield = 3"]
)
def test_what_is_no_profile_is_refused_in_words(text: str, tmp_path: Path) -> None:
    _, faults = read_profile(written(tmp_path, text))

    assert any(not fault.warning for fault in faults)


def test_more_than_five_criteria_are_a_warning(tmp_path: Path) -> None:
    many = "".join(f'[[criteria]]\nfield = "f{number}"\nat_least = 1\n' for number in range(6))

    profile, faults = read_profile(written(tmp_path, many))

    assert profile is not None
    assert [fault.warning for fault in faults] == [True]


@pytest.mark.parametrize(
    ("written_as", "expected"),
    [
        ('equals = "x"', Condition("f", Asked.EQUALS, ("x",))),
        ("at_least = 5", Condition("f", Asked.BETWEEN, least=5)),
        ("at_least = 5\nat_most = 9", Condition("f", Asked.BETWEEN, least=5, most=9)),
        ("decides = true", Condition("f", Asked.DECIDES)),
    ],
)
def test_each_way_to_ask(written_as: str, expected: Any, tmp_path: Path) -> None:
    profile, _ = read_profile(written(tmp_path, f'[[criteria]]\nfield = "f"\n{written_as}\n'))

    assert profile is not None
    assert profile.criteria[0].condition == expected
