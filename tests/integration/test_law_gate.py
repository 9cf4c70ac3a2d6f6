"""The rules of the recipients' countries: at a campaign's start, at planning, at the claim, at the commit point."""

from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.shipped import shipped
from outreach.database.engine import Database
from outreach.prospects.law import Decision, FixedLaw, Law, Rule
from outreach.prospects.legal_basis import Ground
from outreach.prospects.lists import edit_list
from outreach.prospects.service import NewContact
from outreach.reporting.campaign.gates import Gate, explain
from outreach.reporting.campaign.law_needs import law_needs
from outreach.reporting.campaign.preview import preview
from outreach.sending import commit_point
from outreach.sending.law_gate import LOOK_AGAIN
from outreach.sending.model import OutboundState
from outreach.sequences import campaigns
from outreach.sequences.reenrolling import enroll
from outreach.sequences.timing import Timing
from outreach.settings.countries_file import load_law
from tests.support.campaigns import a_campaign, a_list, earliest, sequence
from tests.support.desk import ACCEPTED, Desk

LAW = load_law(shipped("countries.toml"))
GERMAN, AMERICAN = "anna@acme.de", "ana@acme.example"
CONSENT = "consent: form at the fair in Cologne, 2026-03-01"


@dataclass
class Changing:
    """Rules that a test changes while the daemon runs."""

    law: Law = LAW

    def current(self) -> Law:
        return self.law


class LawfulDesk(Desk):
    """A desk whose rules ask for what the shipped ones ask for."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.law = Changing()
        self.rules = replace(self.rules, law=self.law)

    def commit(self, claim):  # type: ignore[no-untyped-def]
        asked = (commit_point.commit_points, [claim], self.now, self.law.current())
        return claim.token in self.do(*asked)

    def record_consent(self, name: str = "spring", text: str | None = CONSENT) -> None:
        self.do(edit_list, name, actor="tester", now=self.now, legal_basis=text or "")

    def start_lawfully(self, *people: NewContact) -> campaigns.Started:
        """Start a campaign as the command line does: with the rules."""

        def unit(session: Session) -> campaigns.Started:
            a_list(session, *people)
            made = a_campaign(session)
            return campaigns.start(
                session,
                made,
                {"who": sequence()},
                timing=Timing("Europe/London", draws=earliest),
                actor="tester",
                now=self.now,
                law=self.law.current(),
            )

        return self.do(unit)

    def text_sent(self, address: str) -> str:
        raw = self.mail(address).raw
        assert raw is not None
        return message_from_bytes(raw, policy=default).get_content()

    def law_gate(self, address: str) -> Gate:
        with self.database.reading() as session:
            (explained,) = explain(session, address, self.rules, self.now)
        return next(gate for gate in explained.gates if gate.name == "law")


PEOPLE = (NewContact(GERMAN, "Acme GmbH", line=1), NewContact(AMERICAN, "Acme", country="US", line=2))


@pytest.fixture
def desk(database: Database) -> LawfulDesk:
    return LawfulDesk(database)


def test_a_start_leaves_out_whom_a_rule_forbids_and_counts_them_by_country(desk: LawfulDesk) -> None:
    started = desk.start_lawfully(*PEOPLE)

    assert started.enrolled == 1
    assert started.left_out == {"Germany: recorded consent is missing": 1}


def test_a_recorded_consent_lets_the_next_start_take_them_up(desk: LawfulDesk) -> None:
    desk.start_lawfully(*PEOPLE)
    desk.record_consent()

    def again(session: Session) -> campaigns.Started:
        return campaigns.start(
            session,
            campaigns.find(session, "spring"),
            {"who": sequence()},
            timing=desk.rules.timing,
            actor="tester",
            now=desk.now,
            law=LAW,
        )

    assert desk.do(again).enrolled == 1


def test_by_hand_nobody_is_enrolled_against_a_rule_either(desk: LawfulDesk) -> None:
    desk.start_lawfully(*PEOPLE)

    def by_hand(session: Session) -> None:
        enroll(
            session,
            campaigns.find(session, "spring"),
            desk.contact(GERMAN),
            {},
            timing=desk.rules.timing,
            actor="tester",
            now=desk.now,
            law=LAW,
        )

    with pytest.raises(Refused, match=r"Germany \(UWG, § 7 .*recorded consent is missing. Import it again"):
        desk.do(by_hand)


def test_planning_puts_off_whom_a_rule_forbids_until_consent_is_recorded(desk: LawfulDesk) -> None:
    desk.campaign(*PEOPLE)

    first = desk.send_all()
    desk.record_consent()
    desk.later(seconds=LOOK_AGAIN.total_seconds())
    second = desk.send_all()

    assert (first, second) == ([AMERICAN], [GERMAN])


def test_what_was_decided_is_kept_with_each_mail(desk: LawfulDesk) -> None:
    desk.campaign(*PEOPLE)
    desk.record_consent()

    desk.send_all()

    german, american = desk.mail(GERMAN), desk.mail(AMERICAN)
    assert (german.law_country, german.law_rule, german.law_decision, german.law_ground) == (
        "DE",
        "DE",
        "consent",
        "consent",
    )
    assert german.law_version == LAW.rules["DE"].stamp
    assert (american.law_country, american.law_decision, american.law_ground) == ("US", "conditions", "")


def test_the_mail_says_below_what_the_rule_asks_for(desk: LawfulDesk) -> None:
    desk.campaign(*PEOPLE)
    desk.record_consent()

    desk.send_all()

    assert "We have your address from: form at the fair in Cologne, 2026-03-01." in desk.text_sent(GERMAN)
    assert desk.text_sent(AMERICAN).rstrip().endswith("This is a commercial message from Alpha Tools Ltd.")


def test_a_preview_shows_what_is_added(desk: LawfulDesk) -> None:
    desk.campaign(*PEOPLE)

    with desk.database.reading() as session:
        found = preview(
            session,
            campaigns.find(session, "spring"),
            desk.rules,
            desk.now,
            contact_id=desk.contact(AMERICAN).id,
        )

    assert found is not None
    assert "This is a commercial message from Alpha Tools Ltd." in found.written.body


def test_a_rule_that_changes_between_claim_and_commit_counts(desk: LawfulDesk) -> None:
    desk.campaign(PEOPLE[1])
    desk.plan()
    claim = desk.claimed()

    desk.law.law = Law(
        Rule("default", Decision.CONSENT, name="Anywhere", accepts=(Ground.CONSENT,), version=2)
    )
    desk.withhold(claim)

    assert desk.mail().state is OutboundState.QUEUED
    desk.later(minutes=11)
    assert desk.claim() is None
    assert "recorded consent is missing" in desk.mail().answer_text
    assert desk.mail().law_decision == "refused"


def test_a_record_that_is_taken_back_between_claim_and_commit_counts(desk: LawfulDesk) -> None:
    desk.campaign(PEOPLE[0])
    desk.record_consent()
    desk.plan()
    claim = desk.claimed()

    desk.record_consent(text=None)

    assert not desk.commit(claim)


def test_a_mail_under_a_changed_text_is_written_anew_before_it_goes(desk: LawfulDesk) -> None:
    desk.campaign(PEOPLE[1])
    desk.plan()
    claim = desk.claimed()
    american = LAW.rules["US"]
    desk.law.law = replace(
        LAW, rules={"US": replace(american, text=(("en", "An advertisement."),), version=2)}
    )

    desk.withhold(claim)
    desk.later(minutes=11)
    again = desk.in_flight()
    desk.answer(again, ACCEPTED)

    assert desk.text_sent(AMERICAN).rstrip().endswith("An advertisement.")
    assert desk.mail().law_version == desk.law.law.rules["US"].stamp


def test_why_says_what_would_mend_it(desk: LawfulDesk) -> None:
    desk.campaign(*PEOPLE)

    german, american = desk.law_gate(GERMAN), desk.law_gate(AMERICAN)

    assert not german.is_open
    assert german.says.endswith('Import it again with --legal-basis "consent: where and when".')
    assert american.is_open


def test_what_a_campaign_still_needs_is_counted_by_country(desk: LawfulDesk) -> None:
    desk.campaign(
        *PEOPLE,
        NewContact("kurt@sonne.de", "Sonne", line=3),
        NewContact("jean@lune.fr", "Lune", line=4),
    )

    with desk.database.reading() as session:
        (needs,) = law_needs(session, LAW)

    told = list(needs.in_words)
    assert [each.where for each in needs.countries] == ["Germany", "France", "United States"]
    assert told[0].startswith(
        "campaign spring: 2 prospects in Germany (UWG, § 7 Abs. 2 Nr. 2; GDPR, Article 14):"
    )
    assert "recorded consent is missing for 2." in told[0]
    assert "a recorded legal basis is missing for 1." in told[1]
    assert len(told) == 2


def test_while_the_rules_cannot_be_read_nothing_goes_and_nothing_is_lost(desk: LawfulDesk) -> None:
    from outreach.prospects.law import nothing_allowed

    desk.campaign(PEOPLE[1])
    desk.law.law = nothing_allowed("countries.toml has faults")

    broken = desk.send_all()
    desk.law.law = LAW
    desk.later(seconds=LOOK_AGAIN.total_seconds())

    assert (broken, desk.send_all()) == ([], [AMERICAN])


def test_without_any_rule_nothing_is_asked_and_nothing_is_added(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(GERMAN)

    desk.send_all()

    assert desk.mail().law_version == ""
    assert isinstance(desk.rules.law, FixedLaw)
