"""`bonus.toml`, read and checked as one: everything that is wrong is told at once, by line and key."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outreach.core.errors import ConfigurationError, Fault
from outreach.handoff.bonus import BonusEvent, BonusRule, BonusRules, Earner, PercentOf
from outreach.prospects.costs import Cost, NotACost, read_cost
from outreach.sequences.toml_file import Table, TomlFile, did_you_mean

FILE_NAME = "bonus.toml"
#: The form of `to_json`; counted up when its shape changes.
FORMAT = 1

#: What the file may say, with what it means.
BONUS_KEYS: Mapping[str, str] = {
    "bonus": "the rules, each under [[bonus]]",
    "caps": "the most that one person gets a month, by part",
}
RULE_KEYS: Mapping[str, str] = {
    "name": "what people call it",
    "event": "accepted_and_confirmed, paid (the first month is) or kept (a second month is)",
    "pay": 'an amount ("50 EUR"), or a percentage ("2.5 %")',
    "of": "what a percentage is taken of: the payment (of the month that made it due), or the contract",
    "to": "finder, salesperson or account_manager",
    "split": "instead of `to`: parts in per cent, { finder = 70, salesperson = 30 }",
}
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%\Z")


def load_bonus(path: Path) -> BonusRules:
    """The rules. Raises ConfigurationError with every fault of the file."""
    rules, faults = read_bonus(path)
    if faults:
        raise ConfigurationError(faults)
    return rules


def read_bonus(path: Path) -> tuple[BonusRules, list[Fault]]:
    """The same without raising: what could be read, and every fault, in the order of lines."""
    if not path.exists():
        return BonusRules(), [Fault(str(path), "is not there.", remedy="`outreach init` writes one.")]
    source = TomlFile(path)
    root = source.root
    root.allow_only(BONUS_KEYS)
    rules = tuple(_rule(table, number) for number, table in enumerate(root.tables("bonus"), 1))
    caps = _caps(root.table("caps"))
    return BonusRules(rules, caps), sorted(source.faults, key=lambda fault: fault.line or 0)


def _rule(table: Table, number: int) -> BonusRule:
    table.allow_only(RULE_KEYS)
    if "event" not in table:
        table.fault(None, "has no event.", f"It can be {' or '.join(each.value for each in BonusEvent)}.")
    event = table.word("event", BonusEvent, BonusEvent.CONFIRMED)
    fixed, basis_points = _pay(table)
    of = table.word("of", PercentOf, PercentOf.PAYMENT)
    if fixed is not None and "of" in table:
        table.fault("of", "goes with a percentage only.", 'Write pay = "2 %", or leave out `of`.')
    if basis_points and event is BonusEvent.CONFIRMED:
        table.fault(
            "pay",
            "is a percentage, but nothing is signed or paid when a lead is confirmed.",
            "Give an amount.",
        )
    return BonusRule(number, event, _split(table), fixed, basis_points, of, table.text("name"))


def _pay(table: Table) -> tuple[Cost | None, int]:
    """A fixed amount, or hundredths of a per cent."""
    if "pay" not in table:
        table.fault(None, "pays nothing.", 'Write pay = "50 EUR" or pay = "2 %".')
        return None, 0
    said = table.text("pay")
    percent = _PERCENT.match(said)
    if percent is not None:
        points = int(percent[1]) * 100 + int((percent[2] or "0").ljust(2, "0"))
        if points > 10_000:
            table.fault("pay", f"is more than all of it: {said}.", "At most 100 %.")
        return None, points
    return _amount(table, "pay"), 0


def _amount(table: Table, key: str) -> Cost | None:
    said = table.text(key)
    try:
        return read_cost(said)
    except NotACost:
        if said or isinstance(table.values.get(key), str):
            table.fault(key, f'"{said[:40]}" is no amount.', 'Write "50 EUR", or a percentage: "2 %".')
        return None


def _split(table: Table) -> tuple[tuple[Earner, int], ...]:
    if ("to" in table) == ("split" in table):
        problem = "says `to` and `split`." if "to" in table else "says nobody to pay it to."
        table.fault(
            None, problem, 'One of them: to = "finder", or split = { finder = 70, salesperson = 30 }.'
        )
        return ()
    if "to" in table:
        return ((table.word("to", Earner, Earner.FINDER), 100),)
    parts = _by_earner(table.table("split"))
    read = tuple(
        (earner, parts.number(earner.value, 0, least=1, most=100))
        for earner in Earner
        if earner.value in parts
    )
    if sum(part for _, part in read) != 100:
        table.fault("split", f"comes to {sum(part for _, part in read)} %.", "The parts make 100.")
    return read


def _caps(table: Table) -> dict[Earner, Cost]:
    _by_earner(table)
    caps = {earner: _amount(table, earner.value) for earner in Earner if earner.value in table}
    return {earner: cap for earner, cap in caps.items() if cap is not None}


def _by_earner(table: Table) -> Table:
    known = [each.value for each in Earner]
    for key in table.values:
        if key not in known:
            table.fault(
                key, "is no part in a lead.", did_you_mean(key, known) or f"There are: {', '.join(known)}."
            )
    return table


# --- versions -------------------------------------------------------------------------------------------------------


def digest(rules: BonusRules) -> str:
    """The same for the same meaning: comments, names and the order of keys do not count; that of the rules does."""
    plain = to_json(rules)
    for rule in plain["rules"]:
        del rule["name"]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def to_json(rules: BonusRules) -> dict[str, Any]:
    """Plain values for a JSON column; `from_json` makes the equal rules of them."""
    return {
        "format": FORMAT,
        "rules": [
            {
                "event": rule.event.value,
                "split": [[earner.value, part] for earner, part in rule.split],
                "fixed": None if rule.fixed is None else [rule.fixed.cents, rule.fixed.currency],
                "basis_points": rule.basis_points,
                "of": rule.of.value,
                "name": rule.name,
            }
            for rule in rules.rules
        ],
        "caps": {earner.value: [cap.cents, cap.currency] for earner, cap in rules.caps.items()},
    }


def from_json(values: Mapping[str, Any]) -> BonusRules:
    """What `to_json` wrote. Raises ValueError for a form that this program does not know."""
    if values.get("format") != FORMAT:
        raise ValueError(f"these bonus rules have the form {values.get('format')!r}, not {FORMAT}")
    rules = tuple(
        BonusRule(
            number,
            BonusEvent(each["event"]),
            tuple((Earner(earner), part) for earner, part in each["split"]),
            None if each["fixed"] is None else Cost(*each["fixed"]),
            each["basis_points"],
            PercentOf(each["of"]),
            each["name"],
        )
        for number, each in enumerate(values["rules"], 1)
    )
    return BonusRules(rules, {Earner(earner): Cost(*cap) for earner, cap in values["caps"].items()})
