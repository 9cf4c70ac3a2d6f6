"""What a lead is owed to: every share with why, and nobody has credit for what they confirmed themselves."""

from dataclasses import replace
from datetime import UTC, datetime

from outreach.cli.leads_credit import OWED_TO
from outreach.handoff.credit import Confirmation, Hop, LeadFacts, OurMail, OwedTo, credit, sums

MAY = datetime(2026, 5, 4, tzinfo=UTC)
BY_DORA = Confirmation("dora", MAY)
FIRST = OurMail("who-handles-sales", "ask", "ask-short", "ann")
SECOND = OurMail("referred", "ask", "", "ann")
LEAD = LeadFacts(
    1,
    list="spring",
    campaign="spring",
    segment="steel",
    finder="rita",
    mail=SECOND,
    chain=(Hop("office@acme.example", FIRST), Hop("jo@acme.example", SECOND)),
    confirmation=BY_DORA,
)


def owed(facts: LeadFacts) -> dict[OwedTo, tuple[str, ...]]:
    return {to: names for to in OwedTo if (names := credit(facts).names(to))}


def test_a_lead_is_owed_to_everything_that_led_to_it() -> None:
    assert owed(LEAD) == {
        OwedTo.LIST: ("spring",),
        OwedTo.SEGMENT: ("steel",),
        OwedTo.CAMPAIGN: ("spring",),
        OwedTo.SEQUENCE: ("referred",),
        OwedTo.TEMPLATE: ("referred/ask",),
        OwedTo.STEP: ("referred/ask",),
        OwedTo.MAILBOX: ("ann",),
        OwedTo.FINDER: ("rita",),
        OwedTo.ROOT: ("office@acme.example",),
        OwedTo.REFERRER: ("office@acme.example", "jo@acme.example"),
    }


def test_each_hop_says_to_whom_it_sent_us_and_what_it_answered() -> None:
    why = [share.why for share in credit(LEAD).shares if share.source is OwedTo.REFERRER]

    assert why == [
        "sent us to jo@acme.example, answering who-handles-sales/ask from ann",
        "sent us to them, answering referred/ask from ann",
    ]


def test_the_wording_that_they_got_is_the_template() -> None:
    assert owed(replace(LEAD, mail=FIRST))[OwedTo.TEMPLATE] == ("who-handles-sales/ask-short",)


def test_the_finder_has_none_before_sales_has_confirmed_it() -> None:
    found = credit(replace(LEAD, confirmation=None))

    assert found.names(OwedTo.FINDER) == ()
    assert [(each.name, each.why) for each in found.withheld] == [("rita", "sales has not confirmed it")]


def test_nobody_has_credit_for_what_they_confirmed_themselves() -> None:
    found = credit(replace(LEAD, confirmation=Confirmation("rita", MAY, is_own=True)))

    assert found.names(OwedTo.FINDER) == ()
    assert found.withheld[0].why == "rita confirmed what they found themselves"


def test_whoever_asked_by_themselves_is_owed_to_no_mail() -> None:
    asked = LeadFacts(2, source="net", list="website", finder="rita", confirmation=BY_DORA)

    assert owed(asked) == {OwedTo.LIST: ("website",), OwedTo.FINDER: ("rita",)}


def test_sums_count_what_is_owed_and_keep_signed_and_paid_apart() -> None:
    paid = replace(LEAD, is_won=True, contracted={"EUR": 1_200_000}, paid={"EUR": 100_000})
    open_one = replace(LEAD, lead=2, confirmation=None)
    (spring, dear) = sums(
        [paid, open_one], OwedTo.LIST, costs={"spring": {"EUR": 25_000}, "dear": {"EUR": 90_000}}
    )

    assert (spring.leads, spring.confirmed, spring.won) == (2, 1, 1)
    assert (spring.contracted, spring.paid, spring.return_percent) == (
        {"EUR": 1_200_000},
        {"EUR": 100_000},
        300,
    )
    assert (dear.name, dear.leads, dear.return_percent) == ("dear", 0, -100)


def test_a_finder_is_counted_for_what_they_have_credit_for() -> None:
    (rita,) = sums([LEAD, replace(LEAD, lead=2, confirmation=None)], OwedTo.FINDER)

    assert (rita.name, rita.leads, rita.confirmed) == ("rita", 1, 1)


def test_money_in_another_currency_than_the_cost_gives_no_return() -> None:
    (spring,) = sums([replace(LEAD, paid={"USD": 100})], OwedTo.LIST, costs={"spring": {"EUR": 25_000}})

    assert spring.return_percent is None


def test_the_command_line_knows_every_source() -> None:
    assert tuple(each.value for each in OwedTo) == OWED_TO
