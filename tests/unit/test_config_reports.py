"""`[reports]` in the configuration, and whose mailboxes are whose."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from outreach.config import Config, load_config
from outreach.core.errors import ConfigurationError
from outreach.daemon.rules import report_rules
from outreach.prospects.costs import Cost
from outreach.reporting.stage import COMES_FROM, Stage
from outreach.settings.reading import keys_of
from outreach.settings.reports import StageGoals
from tests.support.command_line import CONFIG

SECOND_MAILBOX = """
[[mailboxes]]
name = "post"
from = "post@alpha.example"
[mailboxes.smtp]
host = "127.0.0.1"
security = "none"
"""
ANN = '\n[[team]]\nperson = "ann"\naddress = "ann@alpha.example"\n'
BOB = '\n[[team]]\nperson = "bob"\naddress = "bob@alpha.example"\n'

Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(sections: str) -> Config:
        file = tmp_path / "config.toml"
        file.write_text(CONFIG + sections, encoding="utf-8")
        return load_config(file)

    return load


def test_every_stage_but_the_first_can_have_a_goal() -> None:
    assert [key.name for key, _ in keys_of(StageGoals)] == [stage.value for stage in COMES_FROM]


def test_without_a_section_there_are_the_two_goals_that_have_a_source(load: Load) -> None:
    goals = report_rules(load("")).goals

    assert goals.shares == {Stage.REPLIED: 0.07, Stage.ACCEPTED: 0.9}
    assert (goals.deal_cents, goals.currency) == (None, "EUR")


def test_goals_are_per_cents_and_nought_is_none(load: Load) -> None:
    goals = report_rules(load("\n[reports.goals]\nreplied = 0\npositive = 37.5\ncontract = 25\n")).goals

    assert goals.shares == {Stage.POSITIVE: 0.375, Stage.ACCEPTED: 0.9, Stage.CONTRACT: 0.25}


def test_a_deal_keeps_its_currency_whatever_that_of_the_hand_off(load: Load) -> None:
    config = load('\n[reports]\ndeal = "12,000.50 usd"\n[hand_off]\ncurrency = "GBP"\n')

    assert config.reports.deal == Cost(1_200_050, "USD")
    assert (report_rules(config).goals.deal_cents, report_rules(config).goals.currency) == (1_200_050, "USD")
    assert report_rules(config).currency == "GBP"


def test_the_digest_is_off_until_somebody_is_named(load: Load) -> None:
    silent = load("").reports
    told = load(
        '\n[reports]\ndigest_to = ["Ann@Alpha.example"]\ndigest_at = "7:30"\nlanguage = "ru"\n'
    ).reports

    assert (silent.digest_to, silent.digest_at, silent.language) == ((), time(8), "en")
    assert (told.digest_to, told.digest_at, told.language) == (("ann@alpha.example",), time(7, 30), "ru")


@pytest.mark.parametrize(
    ("sections", "says"),
    [
        ("[reports.goals]\nreplied = 101", "It may be 0 to 100."),
        ("[reports.goals]\nreplied = nan", "It may be 0 to 100."),
        ('[reports.goals]\nreplied = "7 %"', "Write it as 7 or 7.5."),
        ("[reports.goals]\nprospects = 5", "reports.goals.prospects"),
        ('[reports]\ndeal = "a lot"', 'Write it as "12000 EUR".'),
        ('[reports]\ndeal = "12000"', 'Write it as "12000 EUR".'),
        ('[reports]\ndeal = "0 EUR"', "Leave it out"),
        ('[reports]\ndigest_at = "24:00"', 'Write it as "08:00".'),
        ('[reports]\ndigest_to = ["ann"]', "reports.digest_to"),
        ('[reports]\ndigest_mailbox = "bob"', "There are: ann."),
        ('[reports]\nlanguage = "de"', 'It may be "en", "ru".'),
        (f'{ANN}mailboxes = ["bob"]', 'gives ann a mailbox "bob", which is not here. There are: ann.'),
        (f'{ANN}mailboxes = ["ann"]{BOB}mailboxes = ["ann"]', 'gives the mailbox "ann" to ann and to bob.'),
    ],
)
def test_what_it_may_not_say(load: Load, sections: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load("\n" + sections)

    assert says in str(raised.value)


def test_a_mailbox_belongs_to_whom_it_writes_as(load: Load) -> None:
    rules = report_rules(load(SECOND_MAILBOX + BOB + ANN))

    assert rules.people_of_mailboxes == {"ann": "ann"}


def test_who_names_mailboxes_has_these_and_no_others(load: Load) -> None:
    rules = report_rules(load(f'{SECOND_MAILBOX}{BOB}mailboxes = ["ann"]{ANN}mailboxes = ["post"]'))

    assert rules.people_of_mailboxes == {"ann": "bob", "post": "ann"}


def test_norms_come_by_person(load: Load) -> None:
    rules = report_rules(load(f"{ANN}[team.norms]\nmails = 50\n{BOB}"))

    assert rules.norms["ann"]["mails"] == 50
    assert rules.norms["bob"]["mails"] == 0
