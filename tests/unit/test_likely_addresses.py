"""Which address somebody probably has, by those that are known at their company."""

import pytest

from outreach.referrals.likely_addresses import Known, likely_addresses

ACME = ["acme.example"]


def known(*people: tuple[str, str]) -> list[Known]:
    return [Known(name, f"{local}@acme.example") for name, local in people]


def addresses(name: str, people: list[Known], domains: list[str] = ACME) -> list[str]:
    return [each.address for each in likely_addresses(name, people, domains)]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("ana.ruiz", "maria.weber"),
        ("a.ruiz", "m.weber"),
        ("aruiz", "mweber"),
        ("ana", "maria"),
        ("ruiz", "weber"),
        ("ana_ruiz", "maria_weber"),
        ("anaruiz", "mariaweber"),
        ("ruiz.ana", "weber.maria"),
        ("ruiz.a", "weber.m"),
        ("ruiza", "weberm"),
        ("ana-ruiz", "maria-weber"),
        ("anar", "mariaw"),
    ],
)
def test_the_pattern_of_one_colleague_tells_the_address_of_another(local: str, expected: str) -> None:
    found = addresses("Maria Weber", known(("Ana Ruiz", local)))

    assert found[0] == f"{expected}@acme.example"


def test_the_pattern_that_most_follow_stands_first() -> None:
    people = known(("Ana Ruiz", "ana.ruiz"), ("Tom Fisher", "tom.fisher"), ("Ben Ortiz", "bortiz"))

    likely = likely_addresses("Maria Weber", people, ACME)

    assert [str(each) for each in likely] == [
        "maria.weber@acme.example (written like 2 of the 3 that we know there)",
        "mweber@acme.example (written like 1 of the 3 that we know there)",
    ]


def test_where_nobody_is_known_the_most_usual_patterns_are_said_to_be_guesses() -> None:
    likely = likely_addresses("Maria Weber", [], ACME)

    assert [each.address for each in likely] == [
        "maria.weber@acme.example",
        "m.weber@acme.example",
        "mweber@acme.example",
    ]
    assert all("a guess" in str(each) for each in likely)


def test_an_office_says_nothing_about_people() -> None:
    assert addresses("Maria Weber", known(("", "info"), ("Sales", "sales")))[0] == "maria.weber@acme.example"


@pytest.mark.parametrize(
    ("colleague", "local", "name", "expected"),
    [
        ("Пётр Жуков", "petr.zhukov", "Юлия Хохлова", "yuliya.khokhlova"),
        ("Юрий Щукин", "iurii.shchukin", "Юлия Хохлова", "iuliia.khokhlova"),
        ("Сергей Харин", "s.harin", "Яна Хохлова", "j.hohlova"),
        ("Петр Жуков", "p.zhukov", "Петрова Анна Сергеевна", "a.petrova"),
    ],
)
def test_russian_names_are_spelled_as_the_colleagues_are(
    colleague: str, local: str, name: str, expected: str
) -> None:
    assert addresses(name, known((colleague, local)))[0] == f"{expected}@acme.example"


@pytest.mark.parametrize(
    ("colleague", "local", "name", "expected"),
    [
        ("Jörg Müller", "joerg.mueller", "Käthe Größe", "kaethe.groesse"),
        ("Jörg Müller", "jorg.muller", "Käthe Größe", "kathe.grosse"),
        ("René Lefèvre", "rene.lefevre", "Chloé Dubois", "chloe.dubois"),
        ("Ludwig van Beethoven", "ludwig.beethoven", "Dr. Anna von Stein", "anna.stein"),
    ],
)
def test_accents_go_as_they_do_in_the_colleagues_addresses(
    colleague: str, local: str, name: str, expected: str
) -> None:
    assert addresses(name, known((colleague, local)))[0] == f"{expected}@acme.example"


@pytest.mark.parametrize("name", ["", "Maria", "sales", "…"])
def test_a_name_that_says_too_little_leads_to_no_address(name: str) -> None:
    assert addresses(name, known(("Ana Ruiz", "ana.ruiz"))) == []


def test_nobody_is_guessed_at_a_provider_of_free_mail() -> None:
    assert addresses("Maria Weber", [Known("Ana Ruiz", "ana.ruiz@gmail.com")], ["gmail.com"]) == []


def test_of_several_domains_the_one_that_people_have_is_meant() -> None:
    people = [
        Known("Ana Ruiz", "ana.ruiz@acme-group.example"),
        Known("Tom Fisher", "tom.fisher@acme-group.example"),
    ]

    assert addresses("Maria Weber", people, ["acme.example", "acme-group.example"])[0] == (
        "maria.weber@acme-group.example"
    )


def test_an_address_that_somebody_else_has_is_not_shown() -> None:
    assert addresses("Maria Ruiz", known(("Mia Ruiz", "m.ruiz"))) == []
