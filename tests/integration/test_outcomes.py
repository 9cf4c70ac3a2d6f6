"""What becomes of a confirmed lead: met, won, paid, lost; what follows for the account; and what is kept of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit
from outreach.database.audit import AuditEntry
from outreach.handoff import account_follows, bonus_of, outcomes, proposals
from outreach.handoff.bonus import BonusEvent, BonusRule, BonusRules, Earner
from outreach.handoff.credit import OwedTo, credit, sums
from outreach.handoff.credit_of import all_leads, facts_of
from outreach.handoff.lessons_of import cases_of, reasons_of
from outreach.handoff.model import RejectionReason
from outreach.handoff.outcome_model import Loss, LostReason, Meeting, MeetingEvent, MeetingState
from outreach.handoff.outcomes import Paid, Terms, Won
from outreach.handoff.proposals import Draft
from outreach.handoff.team import Role, Team
from outreach.prospects import accounts
from outreach.prospects.costs import Cost
from outreach.prospects.model import Account, AccountStatus, Source
from outreach.prospects.service import find_contact
from outreach.qualification.leads import opening
from outreach.qualification.leads.model import LeadState
from tests.support.databases import Refillable
from tests.support.hand_off_desk import TEAM, HandOffDesk, colleague
from tests.support.lead_desk import AMY, ANA, BEN

LONDON = ZoneInfo("Europe/London")
TEXT = "Hello, for acme.example we transfer the orders every night, for {price} EUR a year.\n"
APRIL = date(2026, 4, 1)


class SellingDesk(HandOffDesk):
    """A desk where Dora sells what Rita found."""

    def confirmed(self, address: str = ANA) -> int:
        number = self.qualified(address)
        self.offer(address, to="dora")
        self.accept(address)
        self.confirm(address)
        return number

    def inquiry(self, address: str) -> int:
        """Somebody asks us by themselves, and Rita qualifies them."""

        def opened(session: Session) -> None:
            contact = find_contact(session, address)
            opening.open_lead(
                session, contact, source=Source.NET, actor="rita", now=self.now, why="asked", finder="rita"
            )

        self.do(opened)
        self.qualify(address, actor="rita")
        return self.lead(address).id or 0

    def propose(self, text: str = TEXT, address: str = ANA, *, by: str = "dora") -> int:
        kept = self.do(
            proposals.propose, self._id(address), Draft(text), rules=self.hand_off, actor=by, now=self.now
        )
        return kept.id or 0

    def meet(self, event: MeetingEvent | None = MeetingEvent.HELD, day: date | None = None) -> Meeting:
        when = day or self.now.date()
        return self.do(
            outcomes.meet, self._id(ANA), when, event, rules=self.hand_off, actor="dora", now=self.now
        )

    def met(self) -> int:
        """Ana has a proposal and was met."""
        number = self.confirmed()
        self.propose()
        self.meet()
        return number

    def win(self, cents: int = 1_200_000, *, to: str | None = None, by: str = "dora") -> Won:
        terms = Terms(Cost(cents, "EUR"), APRIL, 12)
        return self.do(outcomes.win, self._id(ANA), terms, to=to, rules=self.hand_off, actor=by, now=self.now)

    def lose(self, reason: LostReason = LostReason.PRICE, note: str = "", *, address: str = ANA) -> Loss:
        return self.do(
            outcomes.lose, self._id(address), reason, note, rules=self.hand_off, actor="dora", now=self.now
        )

    def pay(self, cents: int = 100_000, month: date = APRIL, *, by: str = "alma", **values: str) -> Paid:
        amount = Cost(cents, values.pop("currency", "EUR"))
        return self.do(
            outcomes.pay, self._id(ANA), month, amount, rules=self.hand_off, actor=by, now=self.now, **values
        )

    def account(self, address: str = ANA) -> Account:
        with self.database.reading() as session:
            return accounts.find_account(session, address.partition("@")[2])

    def noted(self) -> list[AuditEntry]:
        with self.database.reading() as session:
            return audit.entries(session)


@pytest.fixture
def desk(migrated_sqlite: Refillable) -> SellingDesk:
    made = SellingDesk(migrated_sqlite.refilled())
    made.ask(ANA, AMY, BEN)
    made.do(
        lambda session: accounts.rename(
            session,
            accounts.find_account(session, "acme.example"),
            "acme.example",
            actor="rita",
            now=made.now,
        )
    )
    return made


# --- proposals ------------------------------------------------------------------------------------------------------


def test_a_proposal_is_kept_word_for_word_with_who_and_when_and_nothing_is_mailed(desk: SellingDesk) -> None:
    number = desk.confirmed()
    sent = len(desk.facts(Happened.MAIL_SENT))

    desk.propose()

    with desk.database.reading() as session:
        (kept,) = proposals.proposals_of(session, number)
    assert (kept.text, kept.actor, kept.at) == (TEXT, "dora", desk.now)
    assert desk.lead().state is LeadState.PROPOSAL
    assert len(desk.facts(Happened.LEAD_PROPOSED)) == 1
    assert len(desk.facts(Happened.MAIL_SENT)) == sent


def test_a_better_proposal_is_kept_beside_the_first(desk: SellingDesk) -> None:
    number = desk.confirmed()
    desk.propose()

    desk.propose(TEXT.replace("{price}", "900"))

    with desk.database.reading() as session:
        assert len(proposals.proposals_of(session, number)) == 2
    assert desk.lead().state is LeadState.PROPOSAL


def test_two_clients_never_get_the_same_proposal(desk: SellingDesk) -> None:
    desk.confirmed()
    desk.confirmed(BEN)
    desk.propose()

    with pytest.raises(Refused, match="But for the names it says what lead 1 was offered"):
        desk.propose(TEXT.replace("acme.example", ""), BEN)


def test_a_proposal_before_sales_has_confirmed_it_is_refused(desk: SellingDesk) -> None:
    desk.qualified()

    with pytest.raises(Refused, match="takes one that is confirmed"):
        desk.propose()


def test_whoever_found_it_sells_nothing(desk: SellingDesk) -> None:
    desk.confirmed()

    with pytest.raises(Refused, match="you found it yourself"):
        desk.propose(by="rita")


# --- meetings -------------------------------------------------------------------------------------------------------


def test_a_meeting_that_is_agreed_on_or_missed_moves_nothing_one_that_was_held_does(
    desk: SellingDesk,
) -> None:
    desk.confirmed()
    desk.propose()

    planned = desk.meet(None, date(2026, 3, 5))
    assert (planned.state, desk.lead().state) == (MeetingState.PLANNED, LeadState.PROPOSAL)
    desk.meet(MeetingEvent.MISSED, date(2026, 3, 5))
    assert desk.lead().state is LeadState.PROPOSAL
    desk.meet(None, date(2026, 3, 6))
    desk.at(datetime(2026, 3, 6, 12, tzinfo=UTC))
    desk.meet()

    assert desk.lead().state is LeadState.MEETING
    with desk.database.reading() as session:
        states = [each.state.value for each in outcomes.meetings_of(session, 1)]
    assert states == ["missed", "held"]


def test_a_meeting_that_is_moved_stays_one(desk: SellingDesk) -> None:
    desk.confirmed()
    desk.propose()
    desk.meet(None, date(2026, 3, 5))

    moved = desk.meet(None, date(2026, 3, 9))

    assert (moved.id, moved.held_on) == (1, date(2026, 3, 9))


@pytest.mark.parametrize(("event", "day"), [(MeetingEvent.HELD, 20), (None, 1)])
def test_nobody_was_met_in_the_future_nor_agrees_on_the_past(
    desk: SellingDesk, event: MeetingEvent | None, day: int
) -> None:
    desk.confirmed()
    desk.propose()

    with pytest.raises(Refused):
        desk.meet(event, date(2026, 3, day))


# --- won ------------------------------------------------------------------------------------------------------------


def test_a_won_lead_goes_to_the_account_manager_and_its_company_is_never_mailed_again(
    desk: SellingDesk,
) -> None:
    desk.met()

    won = desk.win()

    lead, account = desk.lead(), desk.account()
    assert (lead.state, lead.owner, won.account_manager) == (LeadState.WON, "alma", "alma")
    assert (account.status, account.status_why) == (AccountStatus.AVOID_CUSTOMER, "lead 1 was won")
    (fact,) = desk.facts(Happened.LEAD_WON)
    assert (fact.details["amount_cents"], fact.details["currency"]) == (1_200_000, "EUR")
    desk.later(days=60)
    assert AMY not in desk.send_all()


def test_whoever_keeps_the_fewest_clients_and_is_there_takes_over(desk: SellingDesk) -> None:
    names = ("abel", "alma")
    desk.hand_off = replace(
        desk.hand_off,
        team=Team((*TEAM.members[:-1], *(colleague(name, Role.ACCOUNT_MANAGER) for name in names))),
    )
    desk.away("abel", desk.now, desk.now)
    desk.met()

    assert desk.win().account_manager == "alma"


def test_without_an_account_manager_the_salesperson_keeps_the_client(desk: SellingDesk) -> None:
    desk.hand_off = replace(desk.hand_off, team=Team(TEAM.members[:-1]))
    desk.met()

    won = desk.win()

    assert (won.account_manager, desk.lead().owner) == ("", "dora")
    assert won.why == "there is no account manager in [[team]]: dora keeps the client"


@pytest.mark.parametrize("to", ["dora", "nobody"])
def test_only_an_account_manager_takes_over(desk: SellingDesk, to: str) -> None:
    desk.met()

    with pytest.raises(Refused, match="is no account manager"):
        desk.win(to=to)
    assert desk.account().status is not AccountStatus.AVOID_CUSTOMER


# --- lost -----------------------------------------------------------------------------------------------------------


def test_a_lost_lead_keeps_its_reason_and_its_company_rests_for_half_a_year(desk: SellingDesk) -> None:
    desk.confirmed()

    desk.lose(LostReason.BUDGET, "not before 2028")

    assert (desk.lead().state, desk.lead().ended_why) == (LeadState.LOST, "budget: not before 2028")
    assert desk.account().status is AccountStatus.NURTURE_DEAD_OPPORTUNITY
    (fact,) = desk.facts(Happened.LEAD_LOST)
    assert fact.details["reason"] == "budget"


def test_another_reason_has_to_say_which(desk: SellingDesk) -> None:
    desk.confirmed()

    with pytest.raises(Refused, match="Which other reason"):
        desk.lose(LostReason.OTHER)


def test_the_company_does_not_rest_while_a_colleague_is_under_way(desk: SellingDesk) -> None:
    desk.confirmed()
    desk.inquiry(AMY)
    desk.lose()

    assert desk.account().status is not AccountStatus.NURTURE_DEAD_OPPORTUNITY


def test_a_customer_stays_one_when_another_lead_there_is_lost(desk: SellingDesk) -> None:
    desk.met()
    desk.inquiry(AMY)
    desk.offer(AMY, to="dora")
    desk.accept(AMY)
    desk.confirm(AMY)
    desk.win()
    desk.lose(address=AMY)

    assert desk.account().status is AccountStatus.AVOID_CUSTOMER


def test_a_no_after_it_was_confirmed_is_a_loss(desk: SellingDesk) -> None:
    desk.confirmed()
    desk.reply(ANA, Intent.UNSUBSCRIBE)

    assert desk.lead().state is LeadState.LOST
    assert (len(desk.facts(Happened.LEAD_LOST)), len(desk.facts(Happened.LEAD_DISQUALIFIED))) == (1, 0)


def test_a_company_that_is_no_fit_is_not_written_to_again(desk: SellingDesk) -> None:
    desk.qualified()
    desk.on_lead(
        ANA, lambda session, lead: account_follows.bad_fit(session, lead, actor="rita", now=desk.now)
    )

    assert desk.account().status is AccountStatus.AVOID_BAD_FIT


# --- paid -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(desk: SellingDesk) -> SellingDesk:
    desk.met()
    desk.win()
    return desk


def test_a_payment_that_is_noted_twice_is_one(client: SellingDesk) -> None:
    first, second = client.pay(), client.pay()

    assert (first.change, second.change) == (100_000, 0)
    assert first.payment.id == second.payment.id
    assert len(client.facts(Happened.PAYMENT_RECEIVED)) == 1


def test_another_amount_for_the_month_is_refused_unless_it_is_a_correction(client: SellingDesk) -> None:
    client.pay()
    with pytest.raises(Refused, match=r"1,000\.00 EUR are noted for 2026-04 already"):
        client.pay(90_000)

    corrected = client.pay(90_000, correction="a part went back")

    assert (corrected.change, corrected.payment.revision) == (-10_000, 2)
    assert [entry.action for entry in client.noted()][-1] == "payment_corrected"
    with client.database.reading() as session:
        noted = outcomes.payments_of(session, 1)
    assert [each.amount_cents for each in noted] == [100_000, 90_000]
    assert [each.amount_cents for each in outcomes.standing(noted)] == [90_000]


def test_a_month_may_have_several_payments_by_reference(client: SellingDesk) -> None:
    client.pay(reference="R-1")
    client.pay(reference="R-2")

    with client.database.reading() as session:
        (facts,) = facts_of(session, all_leads(session), team=TEAM)
    assert facts.paid == {"EUR": 200_000}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"by": "rita"}, "rita cannot note payments"),
        ({"by": "stranger"}, "stranger cannot note payments"),
        ({"currency": "USD"}, "is in EUR, not in USD"),
        ({"correction": "why"}, "nothing to correct"),
    ],
)
def test_what_cannot_be_paid_is_refused_with_why(
    client: SellingDesk, values: dict[str, str], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        client.pay(**values)  # type: ignore[arg-type]


def test_nothing_is_paid_without_a_contract(desk: SellingDesk) -> None:
    desk.met()

    with pytest.raises(Refused, match="there is no contract"):
        desk.pay()


# --- credit and bonus -----------------------------------------------------------------------------------------------


def test_the_finder_has_credit_as_long_as_the_confirmation_stands(desk: SellingDesk) -> None:
    def finders() -> tuple[str, ...]:
        with desk.database.reading() as session:
            (facts,) = facts_of(session, all_leads(session), team=TEAM)
        return credit(facts).names(OwedTo.FINDER)

    desk.confirmed()
    assert finders() == ("rita",)
    desk.send_back()

    assert finders() == ()


def test_a_segment_is_what_the_list_says(desk: SellingDesk) -> None:
    desk.confirmed()

    with desk.database.reading() as session:
        facts = facts_of(session, all_leads(session), team=TEAM, segment="title")
    assert sums(facts, OwedTo.SEGMENT) == []


FIFTY = BonusRules((BonusRule(1, BonusEvent.CONFIRMED, ((Earner.FINDER, 100),), Cost(5_000, "EUR")),))


def reckoned(desk: SellingDesk, day: date) -> list[tuple[str, int]]:
    with desk.database.reading() as session:
        found = bonus_of.reckon(session, day, zone=LONDON, now=desk.now)
    return [(line.person, line.cents) for line in found.lines]


def test_what_was_sent_back_is_taken_back_when_it_was_and_the_month_before_stands(desk: SellingDesk) -> None:
    desk.do(bonus_of.take_up, FIFTY, team=TEAM, actor="mona", now=desk.now)
    desk.later(hours=1)
    desk.confirmed()
    march = reckoned(desk, date(2026, 3, 1))
    desk.later(days=40)
    desk.send_back()

    assert march == reckoned(desk, date(2026, 3, 1)) == [("rita", 5_000)]
    assert reckoned(desk, date(2026, 4, 1)) == [("rita", -5_000)]


def test_what_happened_before_the_first_rules_brings_nothing_unless_they_say_since_when(
    desk: SellingDesk,
) -> None:
    desk.confirmed()
    desk.later(hours=1)
    since = desk.now.replace(day=1)

    with desk.database.reading() as session:
        bonus_of.take_up(session, FIFTY, team=TEAM, actor="mona", now=desk.now)
        session.rollback()
    assert reckoned(desk, date(2026, 3, 1)) == []
    desk.do(bonus_of.take_up, FIFTY, team=TEAM, actor="mona", now=desk.now, since=since)

    assert reckoned(desk, date(2026, 3, 1)) == [("rita", 5_000)]
    assert [entry.action for entry in desk.noted()][-1] == "bonus_rules_taken_up"


def test_nobody_decides_about_their_own_bonus(desk: SellingDesk) -> None:
    with pytest.raises(Refused, match="rita cannot put bonus rules into force: that is for mona"):
        desk.do(bonus_of.take_up, FIFTY, team=TEAM, actor="rita", now=desk.now)


def test_later_rules_never_count_for_what_is_over(desk: SellingDesk) -> None:
    desk.do(bonus_of.take_up, FIFTY, team=TEAM, actor="mona", now=desk.now)

    with pytest.raises(Refused, match="in force already"):
        desk.do(bonus_of.take_up, FIFTY, team=TEAM, actor="mona", now=desk.now)
    with pytest.raises(Refused, match="never changes"):
        desk.do(bonus_of.take_up, BonusRules(), team=TEAM, actor="mona", now=desk.now, since=desk.now)


# --- what it teaches ------------------------------------------------------------------------------------------------


def test_only_what_sales_says_of_the_definition_teaches_about_it(desk: SellingDesk) -> None:
    def judged(session: Session) -> dict[int, bool]:
        return {case.lead: case.is_good for case in cases_of(session)}

    desk.confirmed()
    desk.inquiry(AMY)
    desk.offer(AMY, to="dora")
    desk.reject(AMY, reason=RejectionReason.CLERICAL, note="no phone number")
    desk.qualified(BEN)
    desk.offer(BEN, to="dora")
    desk.reject(BEN, reason=RejectionReason.DEFINITIONAL, note="they have no need")

    with desk.database.reading() as session:
        assert judged(session) == {desk.lead(ANA).id: True, desk.lead(BEN).id: False}
        assert reasons_of(session).rejected == {"clerical": 1, "definitional": 1}


def test_capitals_in_a_name_do_not_get_round_a_cap(desk: SellingDesk) -> None:
    capped = BonusRules(FIFTY.rules, {Earner.FINDER: Cost(5_000, "EUR")})
    desk.do(bonus_of.take_up, capped, team=TEAM, actor="mona", now=desk.now)
    desk.later(hours=1)
    for address, name in ((ANA, "rita"), (BEN, "Rita")):
        desk.qualified(address, by=name)
        desk.offer(address, to="dora", by="mona")
        desk.accept(address)
        desk.confirm(address)

    assert reckoned(desk, date(2026, 3, 1)) == [("rita", 5_000), ("rita", 0)]


def test_what_is_written_into_the_team_today_changes_no_month_that_is_over(desk: SellingDesk) -> None:
    desk.do(bonus_of.take_up, FIFTY, team=TEAM, actor="mona", now=desk.now)
    desk.later(hours=1)
    desk.confirmed()
    desk.later(days=40)
    desk.change("rita", lambda one: replace(one, address="dora@alpha.example"))

    assert reckoned(desk, date(2026, 3, 1)) == [("rita", 5_000)]


def test_nothing_is_no_payment(desk: SellingDesk) -> None:
    number = desk.met()
    desk.do(
        outcomes.win, number, Terms(Cost(100_000, "EUR")), rules=desk.hand_off, actor="dora", now=desk.now
    )

    with pytest.raises(Refused, match="nothing was paid"):
        desk.do(outcomes.pay, number, APRIL, Cost(0, "EUR"), rules=desk.hand_off, actor="dora", now=desk.now)


def test_credit_asks_the_database_no_more_often_for_more_leads(desk: SellingDesk) -> None:
    def asked() -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        with desk.database.reading() as session:
            connection = session.connection()
            sa.event.listen(connection, "before_cursor_execute", counted)
            facts_of(session, all_leads(session), team=TEAM, segment="title")
        return count

    desk.qualified(ANA)
    for_one = asked()
    desk.qualified(BEN)

    assert asked() == for_one
