"""Which names may be one company: legal forms, accents and spelling do not count."""

import pytest

from outreach.prospects.account_names import are_alike, canonical

ALIKE = [
    ("Acme Corp", "ACME Corporation"),
    ("Acme Corp", "Acmé GmbH & Co. KG"),
    ("The Acme Company, Inc.", "acme ltd."),
    ("ООО «Ромашка»", "Ромашка, ООО"),
    ("Общество с ограниченной ответственностью «Вектор»", "Вектор"),
    ("Ковалёв и сыновья", "КОВАЛЕВ и Сыновья"),
    ("Żabka Sp. z o.o.", "Zabka"),
    ("Škoda s.r.o.", "SKODA"),
    ("Société Générale S.A.", "Societe Generale"),
    ("S.A. Dupont", "Dupont SA"),
    ("A.P. Møller - Mærsk A/S", "AP Moller Maersk"),
    ("Bäcker Müller e.K.", "Backer Muller"),
    ("Straße 7 AG", "Strasse 7"),
]
DIFFERENT = [
    ("Acme Tools", "Acme Printers"),
    ("Йогурт", "Иогурт Плюс"),
    ("Co-op Bank", "Op Bank"),
    ("As One Ltd", "One"),
    ("Alpha", "Alphabet"),
    ("", ""),
    ("GmbH", ""),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_are_called_alike(one: str, other: str) -> None:
    assert are_alike(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_not(one: str, other: str) -> None:
    assert not are_alike(one, other)


@pytest.mark.parametrize(
    "name", ["Acme", "ООО Йогурт", "Group AG", "AG", "3M Co.", "Ñandú S.L.", "Łódź Sp. z o.o."]
)
def test_a_canonical_name_is_its_own(name: str) -> None:
    assert canonical(canonical(name)) == canonical(name) != ""
