"""One lead's life, told in commands, under a clock that the test sets: from the reply that opened it to two payments.

The mail is real mail through the reading line; every step of a person is the command that they would type, and what
the daemon does by itself is its own turn. What is shown at the end is what the commands print.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from outreach.cli import workspace
from outreach.config import load_config
from outreach.core.intents import Intent
from outreach.daemon.rules import hand_off_rules
from outreach.database import audit
from outreach.database.engine import Database
from outreach.handoff.clock_turn import clock_turn
from outreach.prospects.model import Account, AccountStatus
from outreach.sending.model import OutboundMessage, OutboundState
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.lead_desk import ANA, LeadDesk
from tests.support.mailroom import MARIA, sure

MARIA_AT = MARIA.email or ""

TEAM = """
[[team]]
person = "rita"
address = "rita@alpha.example"
role = "prospector"

[[team]]
person = "dora"
address = "dora@alpha.example"
role = "salesperson"

[[team]]
person = "emil"
address = "emil@alpha.example"
role = "salesperson"

[[team]]
person = "alma"
address = "alma@alpha.example"
role = "account-manager"

[[team]]
person = "mona"
address = "mona@alpha.example"
role = "manager"
"""

BONUS = """
[[bonus]]
name = "a good lead"
event = "accepted_and_confirmed"
pay = "50 EUR"
to = "finder"

[[bonus]]
name = "a client"
event = "paid"
pay = "5 %"
split = { finder = 40, salesperson = 60 }

[[bonus]]
name = "a client who stays"
event = "kept"
pay = "2 %"
of = "contract"
to = "account_manager"
"""


class Life:
    """A workspace with a clock; what is typed is kept with what it printed."""

    def __init__(self, outreach: CommandLine, patch: pytest.MonkeyPatch) -> None:
        config = outreach.folder / "config.toml"
        config.write_text(config.read_text(encoding="utf-8") + TEAM, encoding="utf-8")
        (outreach.folder / "bonus.toml").write_text(BONUS, encoding="utf-8")
        self.outreach = outreach
        self.database = Database(f"sqlite:///{outreach.folder / 'outreach.db'}")
        self.desk = LeadDesk(self.database)
        self.told: list[str] = []
        patch.setattr(workspace, "now", lambda: self.desk.now)

    def at(self, *moment: int) -> None:
        """The clock goes on, in UTC; in these winter weeks that is London's clock as well."""
        then = datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]
        assert then >= self.desk.now
        self.desk.now = then
        self.told.append(f"\n# {then:%a %Y-%m-%d %H:%M}")

    def types(self, person: str, *words: str, status: int = 0, stdin: str = "") -> str:
        self.told.append(f"$ outreach --as {person} leads {' '.join(_quoted(word) for word in words)}")
        done = self.outreach("--as", person, "leads", *words, status=status, stdin=stdin)
        self.told.append(done.output.rstrip())
        return done.output

    def reads(self, *words: str) -> Any:
        return json.loads(self.outreach("leads", *words, "--json").stdout)

    def daemon(self) -> list[tuple[str, str]]:
        """The daemon's turn at this moment: what it did, and to whom."""
        rules = hand_off_rules(load_config(self.outreach.folder / "config.toml"))
        events = self.desk.do(clock_turn, rules, self.desk.now)
        done = [(event.what.value, event.salesperson) for event in events]
        self.told.append(f"(daemon: {', '.join(f'{what} {who}' for what, who in done)})")
        return done

    def state(self) -> str:
        return str(self.reads("show", MARIA_AT)["state"])


@pytest.fixture
def life(outreach: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    lived = Life(outreach, monkeypatch)
    yield lived
    lived.database.close()


def test_the_life_of_a_lead_from_the_referral_to_the_second_payment(life: Life) -> None:
    number = _found(life)

    _offered_until_somebody_takes_it(life, number)
    _returned_and_asked_once_more(life, number)
    _confirmed(life, number)
    _sold(life, number)
    _paid_twice(life, number)

    _the_audit_tells_all_of_it(life, number)
    _who_has_credit(life, number)
    _who_has_bonus(life)
    _nobody_is_mailed_again(life)
    print("\n".join(life.told))


def _found(life: Life) -> str:
    """Ana was asked, named Maria, and Maria is interested; Rita reads it and qualifies her."""
    life.desk.ask(ANA)
    life.outreach("lists", "edit", "spring", "--cost", "250 EUR")
    life.desk.answered(ANA, sure(Intent.REFERRAL, MARIA))
    life.desk.later(days=1)
    life.desk.send_all()
    life.desk.reply(MARIA_AT, Intent.INTERESTED, by="rita")
    life.outreach("accounts", "edit", "acme.example", "--name", "Acme")
    life.at(2026, 3, 5, 9, 0)
    life.types("rita", "bonus", "--take-up", status=1)
    life.types("mona", "bonus", "--take-up")
    answers = ("right_person=yes", "fit=good", "need=yes")
    said = [word for answer in answers for word in ("--answer", answer)]
    life.types("rita", "qualify", MARIA_AT, *said, "--next", "hand it over", "--on", "2026-03-06")
    assert life.state() == "qualified"
    return str(life.reads("show", MARIA_AT)["id"])


def _offered_until_somebody_takes_it(life: Life, number: str) -> None:
    life.at(2026, 3, 5, 10, 0)
    told = life.types("rita", "accept", number, status=1)
    assert "takes one that is offered" in told
    life.types("rita", "offer", number)
    # Three working days of eight hours are the aim, nine the limit; a weekend is no time.
    life.at(2026, 3, 10, 10, 1)
    assert life.daemon() == [("reminded", "dora")]
    life.at(2026, 3, 18, 10, 1)
    assert life.daemon() == [("untouched", "dora"), ("offered", "emil")]
    life.at(2026, 3, 18, 14, 0)
    told = life.types("rita", "accept", number, status=1)
    assert "you found it yourself" in told
    life.types("emil", "accept", number)


def _returned_and_asked_once_more(life: Life, number: str) -> None:
    life.at(2026, 3, 19, 11, 0)
    life.types("emil", "return", number, "--reason", "what must it do for them?")
    assert life.state() == "open"
    life.at(2026, 3, 20, 9, 30)
    wanted = "requirements=orders from the shop into the ledger without retyping"
    life.types("rita", "qualify", number, "--answer", wanted, "--no-next-step", "emil calls her")
    life.types("rita", "offer", number, "--to", "emil")
    life.at(2026, 3, 20, 15, 0)
    life.types("emil", "accept", number)


def _confirmed(life: Life, number: str) -> None:
    life.at(2026, 3, 23, 16, 0)
    assert life.reads("bonus", "--month", "2026-03") == []
    told = life.types("rita", "confirm", number, status=1)
    assert "you found it yourself" in told
    life.types("emil", "confirm", number, "--note", "spoke for half an hour, wants an offer")


def _sold(life: Life, number: str) -> None:
    life.at(2026, 3, 24, 10, 0)
    told = life.types("emil", "proposal", number, "--template", "first-offer", status=1)
    assert "still a gap" in told
    draft = life.types("emil", "proposal", number, "--template", "first-offer", "--draft")
    assert "orders from the shop into the ledger without retyping" in draft
    offer = (
        draft.replace("<<the two or three things that answer exactly this>>", "A nightly transfer.")
        .replace("<<price, and what is in it>>", "12,000 EUR a year.")
        .replace("<<what, from whom, by when>>", "A test account.")
    )
    life.types("emil", "proposal", number, "--file", "-", stdin=offer)
    life.types("emil", "meeting", number, "--on", "2026-03-26")
    life.at(2026, 3, 26, 17, 0)
    life.types("emil", "meeting", number, "--on", "2026-03-26", "--held", "--note", "they sign on Friday")
    life.at(2026, 3, 27, 12, 0)
    terms = ("--amount", "12000", "--starts", "2026-04", "--months", "12")
    told = life.types("emil", "outcome", number, "won", *terms)
    assert "alma takes over" in told


def _paid_twice(life: Life, number: str) -> None:
    life.at(2026, 4, 8, 9, 0)
    told = life.types("rita", "payment", number, "--month", "2026-04", "--amount", "1000", status=1)
    assert "rita cannot note payments" in told
    life.types("alma", "payment", number, "--month", "2026-04", "--amount", "1000")
    again = life.types("alma", "payment", number, "--month", "2026-04", "--amount", "1000")
    assert "Nothing changed" in again
    life.at(2026, 5, 7, 9, 0)
    life.types("alma", "payment", number, "--month", "2026-05", "--amount", "1000")


def _the_audit_tells_all_of_it(life: Life, number: str) -> None:
    life.types("mona", "audit", number)
    what = [row["what"] for row in life.reads("audit", number)]
    in_order = [
        "qualified → qualified", "offered → offered", "reminded", "time_ran_out → untouched", "offered → offered",
        "accepted → accepted", "returned → open", "qualified → qualified", "offered → offered",
        "accepted → accepted", "confirmed → confirmed", "proposed → proposal", "met → meeting", "won → won",
        "contract", "paid for 2026-04", "paid for 2026-05",
    ]  # fmt: skip
    left = iter(what)
    assert all(each in left for each in in_order), what
    with life.database.reading() as session:
        assert audit.verify(session).broken_at is None
        noted = [entry.action for entry in audit.entries(session)]
    assert {"lead_proposed", "meeting_held", "lead_won", "account_rated", "payment_noted"} <= set(noted)
    assert noted.count("payment_noted") == 2


def _who_has_credit(life: Life, number: str) -> None:
    life.types("mona", "credit", number)
    life.types("mona", "credit", "--by", "list")
    owed = {row["to"]: row["name"] for row in life.reads("credit", number) if row["has_credit"]}
    assert owed == {
        "list": "spring",
        "campaign": "spring",
        "sequence": "referred-by-a-colleague",
        "step": "referred-by-a-colleague/ask",
        "template": "referred-by-a-colleague/a",
        "mailbox": "ann",
        "root": ANA,
        "referrer": ANA,
        "finder": "rita",
    }
    (spring,) = life.reads("credit", "--by", "list")
    assert spring["paid"] == {"EUR": 200_000}
    assert spring["contracted"] == {"EUR": 1_200_000}
    assert spring["return_percent"] == 700


def _who_has_bonus(life: Life) -> None:
    paid = {}
    for month in ("2026-03", "2026-04", "2026-05"):
        life.types("mona", "bonus", "--month", month)
        for row in life.reads("bonus", "--month", month):
            paid[month, row["person"], row["event"]] = row["amount_cents"]
    assert paid == {
        ("2026-03", "rita", "accepted_and_confirmed"): 5_000,
        ("2026-04", "emil", "paid"): 3_000,
        ("2026-04", "rita", "paid"): 2_000,
        ("2026-05", "alma", "kept"): 24_000,
    }


def _nobody_is_mailed_again(life: Life) -> None:
    with life.database.reading() as session:
        account = session.exec(select(Account).where(Account.name == "Acme")).one()
    assert account.status is AccountStatus.AVOID_CUSTOMER
    life.desk.now += timedelta(days=60)
    assert life.desk.send_all() == []
    # Nor are their colleagues, whom another list names, while others on it are.
    life.desk.ask("zoe@acme.example", "kim@other.example", name="fair")
    with life.database.reading() as session:
        mails = session.exec(select(OutboundMessage).where(OutboundMessage.state == OutboundState.SENT)).all()
    assert [mail.recipient for mail in mails] == [ANA, MARIA_AT, "kim@other.example"]


def _quoted(word: str) -> str:
    return f"'{word}'" if " " in word else word
