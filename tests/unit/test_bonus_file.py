"""bonus.toml: every fault at once, and the rules that it means."""

import re
from pathlib import Path

import pytest

from outreach.handoff.bonus import BonusEvent, BonusRule, BonusRules, Earner, PercentOf
from outreach.handoff.bonus_file import BONUS_KEYS, RULE_KEYS, digest, from_json, read_bonus, to_json
from outreach.prospects.costs import Cost

SHIPPED = Path(__file__).parents[2] / "bonus.toml"

GOOD = """\
[[bonus]]
name = "a client"
event = "paid"
pay = "2.5 %"
of = "contract"
split = { finder = 70, salesperson = 30 }

[[bonus]]
event = "accepted_and_confirmed"
pay = "50 EUR"
to = "finder"

[caps]
finder = "1,000 EUR"
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "bonus.toml"


def faults(written: Path, text: str) -> list[tuple[int | None, str]]:
    written.write_text(text, encoding="utf-8")
    return [(fault.line, f"{fault.key}: {fault.problem}") for fault in read_bonus(written)[1]]


def test_rules_are_read_as_they_are_meant(written: Path) -> None:
    written.write_text(GOOD, encoding="utf-8")
    rules, wrong = read_bonus(written)

    assert wrong == []
    assert rules.rules == (
        BonusRule(
            1,
            BonusEvent.PAID,
            ((Earner.FINDER, 70), (Earner.SALESPERSON, 30)),
            basis_points=250,
            of=PercentOf.CONTRACT,
            name="a client",
        ),
        BonusRule(2, BonusEvent.CONFIRMED, ((Earner.FINDER, 100),), Cost(5_000, "EUR")),
    )
    assert rules.caps == {Earner.FINDER: Cost(100_000, "EUR")}
    assert (
        str(rules.rules[0])
        == "rule 1 (a client): 2.5 % of the contract to the finder 70 % and salesperson 30 %"
    )


def test_everything_wrong_is_told_at_once_with_its_line(written: Path) -> None:
    told = faults(
        written,
        '[[bonus]]\nevent = "payed"\npay = "fifty"\nto = "finder"\n\n'
        '[[bonus]]\nevent = "accepted_and_confirmed"\npay = "5 %"\nto = "salesperson"\n\n'
        '[[bonus]]\nevent = "paid"\npay = "5 EUR"\nof = "contract"\nsplit = { finder = 70, salesman = 20 }\n\n'
        '[[bonus]]\n\n[caps]\nfinder = 100\ncap = "5 EUR"\n',
    )

    assert [line for line, _ in told] == [2, 3, 8, 14, 15, 15, 17, 17, 17, 20, 21]
    assert told[0][1].startswith('bonus[1].event: is "payed"')
    assert (
        told[2][1] == "bonus[2].pay: is a percentage, but nothing is signed or paid when a lead is confirmed."
    )


@pytest.mark.parametrize("pay", ["101 %", "-5 %", "1.234 %", "5", "EUR"])
def test_what_is_neither_an_amount_nor_a_percentage_is_refused(written: Path, pay: str) -> None:
    assert faults(written, f'[[bonus]]\nevent = "paid"\npay = "{pay}"\nto = "finder"\n') != []


def test_the_shipped_file_pays_nobody_and_its_example_is_sound(written: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert read_bonus(SHIPPED) == (BonusRules(), [])

    written.write_text(re.sub(r"^#(?! )", "", text, flags=re.MULTILINE), encoding="utf-8")
    rules, wrong = read_bonus(written)

    assert wrong == []
    assert {rule.event for rule in rules.rules} == set(BonusEvent)


def test_rules_come_back_from_the_database_as_they_went(written: Path) -> None:
    written.write_text(GOOD, encoding="utf-8")
    rules, _ = read_bonus(written)

    assert from_json(to_json(rules)) == rules


def test_a_comment_or_a_name_makes_no_other_rules_an_amount_does(written: Path) -> None:
    written.write_text(GOOD, encoding="utf-8")
    before = digest(read_bonus(written)[0])
    written.write_text("# agreed in May\n" + GOOD.replace("a client", "a customer"), encoding="utf-8")
    same = digest(read_bonus(written)[0])
    written.write_text(GOOD.replace("50 EUR", "51 EUR"), encoding="utf-8")

    assert same == before
    assert digest(read_bonus(written)[0]) != before


def test_every_key_is_in_the_documentation() -> None:
    page = (SHIPPED.parent / "docs" / "hand-off.md").read_text(encoding="utf-8")

    assert [key for key in (*BONUS_KEYS, *RULE_KEYS) if f"`{key}`" not in page] == []
