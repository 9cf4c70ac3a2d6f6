"""The hand-off on the command line: as everybody in a team would do it, and as programs read it."""

import json
from typing import Any

import pytest

from outreach.cli.leads_handoff import AUDIT_FIELDS, ODDITY_FIELDS, OFFER_FIELDS, PLAN_FIELDS
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine

TEAM = """
[[team]]
person = "rita"
address = "rita@alpha.example"

[[team]]
person = "dora"
address = "dora@alpha.example"
role = "salesperson"
languages = ["de", "en"]

[[team]]
person = "emil"
address = "emil@alpha.example"
role = "salesperson"

[[team]]
person = "mona"
address = "mona@alpha.example"
role = "manager"

[[hand_off.routing]]
segment = ["industry=food"]
to = ["emil"]

[[hand_off.routing]]
source = ["net"]
to = ["emil", "dora"]
"""
MARIA = "maria.weber@acme.example"
GOOD = ("--answer", "right_person=yes", "--answer", "fit=good", "--answer", "need=yes")


@pytest.fixture
def leads(outreach: CommandLine) -> CommandLine:
    """Maria has asked us, and Rita has qualified her."""
    config = outreach.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + TEAM, encoding="utf-8")
    rows = f"email,name,company,need\n{MARIA},Maria Weber,Acme,yes\n"
    run(outreach, "rita", "leads", "import", "-", "--source", "net", "--list", "website", stdin=rows)
    run(outreach, "rita", "leads", "qualify", "1", *GOOD, "--no-next-step", "they call us")
    return outreach


def run(outreach: CommandLine, who: str, *words: str, status: int = 0, stdin: str = "") -> str:
    return outreach("--as", who, *words, status=status, stdin=stdin).output


def read(outreach: CommandLine, *words: str) -> Any:
    return json.loads(outreach(*words, "--json").stdout)


def test_it_is_planned_and_offered_with_the_reason(leads: CommandLine) -> None:
    plan = read(leads, "leads", "offer", "1", "--plan")
    assert set(plan) == set(PLAN_FIELDS)
    assert plan["rule"] == 2

    told = run(leads, "rita", "leads", "offer", MARIA, "--to", "dora")

    assert "Lead 1 goes to dora: chosen by a person." in told
    [offer] = read(leads, "leads", "offers")
    assert set(offer) == set(OFFER_FIELDS)
    assert (offer["salesperson"], offer["state"], offer["offered_by"]) == ("dora", "open", "rita")
    assert read(leads, "--as", "emil", "leads", "offers", "--mine") == []


def test_the_way_to_a_confirmed_lead(leads: CommandLine) -> None:
    run(leads, "rita", "leads", "offer", "1", "--to", "dora")

    assert "is dora's" in run(leads, "dora", "leads", "accept", "1")
    assert "open again" in run(leads, "dora", "leads", "return", "1", "--reason", "their budget was cut")
    run(leads, "rita", "leads", "qualify", "1", *GOOD, "--no-next-step", "they call us")
    assert "who sent it back to be completed" in run(leads, "rita", "leads", "offer", "1")
    accepted = read(leads, "--as", "dora", "leads", "accept", "1")
    assert (set(accepted), accepted["state"]) == (set(OFFER_FIELDS), "accepted")
    told = run(leads, "dora", "leads", "confirm", "1", "--note", "spoke on Tuesday")

    assert "Lead 1 is confirmed. rita has the credit for finding it." in told
    life = read(leads, "leads", "audit", "1")
    assert all(set(each) == set(AUDIT_FIELDS) for each in life)
    assert [each["by"] for each in life if "offered" in each["what"]] == ["rita", "rita"]
    odd = read(leads, "leads", "audit", "--suspicious")
    assert all(set(each) == set(ODDITY_FIELDS) for each in odd)
    # A test accepts faster than anybody reads.
    assert {each["kind"] for each in odd} == {"fast"}


@pytest.mark.parametrize(
    ("who", "words", "why"),
    [
        ("rita", ("accept", "1"), "rita cannot accept it: you found it yourself"),
        ("emil", ("accept", "1"), "it is dora's, not yours"),
        ("mona", ("accept", "1"), "dora is not absent, and does it themselves"),
        ("tester", ("accept", "1"), "you are nobody in [[team]]"),
        ("dora", ("confirm", "1"), "it is offered; that takes one that is accepted"),
        ("dora", ("return", "1", "--reason", "x"), "it is offered; that takes one that is accepted"),
        ("dora", ("disqualify", "1", "--reason", "x"), "you can reject or return it"),
        ("emil", ("nurture", "1", "--reason", "x"), "it is dora's, not yours"),
        ("mona", ("offer", "1"), "it is offered; that takes one that is qualified"),
    ],
)
def test_what_is_not_allowed_is_refused_with_the_reason(
    leads: CommandLine, who: str, words: tuple[str, ...], why: str
) -> None:
    run(leads, "rita", "leads", "offer", "1", "--to", "dora")

    told = run(leads, who, "leads", *words, status=1)

    assert why in " ".join(told.split())


def test_a_rejection_has_one_of_three_reasons_and_a_note(leads: CommandLine) -> None:
    run(leads, "rita", "leads", "offer", "1", "--to", "dora")
    run(leads, "dora", "leads", "reject", "1", "--reason", "other", "--note", "x", status=2)
    run(leads, "dora", "leads", "reject", "1", "--reason", "clerical", status=2)

    told = run(leads, "dora", "leads", "reject", "1", "--reason", "clerical", "--note", "no phone number")

    assert "Lead 1 is rejected as clerical. It goes back to rita, to be completed." in told
    [offer] = read(leads, "leads", "offers", "--state", "rejected")
    assert (offer["reason"], offer["note"]) == ("clerical", "no phone number")


def test_what_stands_in_the_configuration_has_to_be_so(leads: CommandLine) -> None:
    config = leads.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('to = ["emil"]', 'to = ["rita"]'))

    told = leads("leads", "offers", status=3).output

    assert 'names "rita" in its routing, who is no salesperson.' in told


def test_an_audit_is_of_a_lead_or_of_all(leads: CommandLine) -> None:
    leads("leads", "audit", status=2)
    leads("leads", "audit", "1", "--suspicious", status=2)
