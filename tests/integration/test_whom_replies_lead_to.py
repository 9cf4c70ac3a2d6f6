"""Somebody is named without an address, with another, on copy, or by "I passed it on": queue, tree and tasks."""

import pytest

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus
from outreach.prospects.service import NewContact
from outreach.qualification import reviewing, undoing
from outreach.qualification.queue import add_note, queue
from outreach.referrals import finding
from outreach.referrals.model import Referral, ReferralState
from outreach.referrals.tree import as_line, referral_tree
from outreach.replies.verdict import Person, Via
from outreach.sequences import tasks
from outreach.sequences.model import EnrollmentState, TaskKind, TaskState
from outreach.sequences.tasks import ListedTask
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, a_reply, asked, sure
from tests.support.table_dumps import differences, everything_in

ANA, AMY, BEN = "ana.ruiz@acme.example", "amy@acme.example", "ben@beta.example"
THOMAS = "thomas.berg@acme.example"
NEEDS_ADDRESS, ANSWERED = ReferralState.NEEDS_ADDRESS, ReferralState.ANSWERED
ENROLLED, REFUSED = ReferralState.ENROLLED, ReferralState.REFUSED


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana Ruiz and Ben have been asked."""
    room = Mailroom(migrated_sqlite.refilled())
    room.ask(
        NewContact(address=ANA, name="Ana Ruiz", company="Acme", given_name="Ana", family_name="Ruiz"), BEN
    )
    return room


def she_writes(room: Mailroom, text: str, **letter: object) -> int:
    return room.receive(a_reply(room.mail(ANA), text, sender=ANA, name="Ana Ruiz", **letter))  # type: ignore[arg-type]


def open_tasks(room: Mailroom, kind: TaskKind | None = None) -> list[ListedTask]:
    with room.database.reading() as session:
        return tasks.listed(session, now=room.now, kind=kind)


def tree(room: Mailroom) -> list[str]:
    with room.database.reading() as session:
        nodes = list(referral_tree(session, room.contact(ANA)))
    return ["  " * node.level + as_line(node) for node in nodes]


def likely(room: Mailroom, referral: Referral) -> list[str]:
    with room.database.reading() as session:
        return [str(each) for each in finding.likely_for(session, referral)]


def waiting(room: Mailroom) -> list[tuple[str, Intent]]:
    with room.database.reading() as session:
        return [(item.contact, item.proposed) for item in queue(session, now=room.now)]


# --- without an address ----------------------------------------------------------------------------------------------


def test_who_is_named_without_an_address_becomes_a_task_with_likely_ones(room: Mailroom) -> None:
    she_writes(room, "Please talk to Maria Weber, our head of sales.")

    (task,) = open_tasks(room)
    assert (task.kind, task.note, task.name) == (
        "find_contact",
        "Maria Weber, head of sales, named by Ana Ruiz",
        "Ana Ruiz",
    )
    assert room.referral().state is NEEDS_ADDRESS
    assert likely(room, room.referral()) == [
        "maria.weber@acme.example (written like the one that we know there)"
    ]
    assert (
        tree(room)[1] == "  Maria Weber <no address>, head of sales (needs address: named without an address)"
    )
    assert waiting(room) == []


def test_a_likely_address_is_never_written_to_by_itself(room: Mailroom) -> None:
    she_writes(room, "Please talk to Maria Weber, our head of sales.")

    sent = room.run_for(20)

    assert not room.is_known("maria.weber@acme.example")
    assert "maria.weber@acme.example" not in {recipient for _, recipient in sent}


def test_the_address_that_a_person_has_found_is_written_to(room: Mailroom) -> None:
    she_writes(room, "Please talk to Maria Weber, our head of sales.")
    (task,) = open_tasks(room)
    outcome = "it is maria.weber@acme.example"
    address = finding.address_in(outcome) or ""

    room.do(
        finding.found,
        task.id,
        address,
        room.effects.referrals,
        outcome=outcome,
        actor="rita",
        now=room.now,
    )

    assert open_tasks(room) == []
    assert (room.referral().state, room.referral().decided_by) == (ENROLLED, "rita")
    assert room.send_all() == ["maria.weber@acme.example"]


@pytest.mark.parametrize("forbidden", ["suppressed", "customer", "in a sequence"])
def test_an_address_that_must_not_be_written_to_is_refused_and_the_task_stays(
    room: Mailroom, forbidden: str
) -> None:
    she_writes(room, "Please talk to Maria Weber, our head of sales.")
    (task,) = open_tasks(room)
    address, reason = {
        "suppressed": ("maria.weber@acme.example", "said no"),
        "customer": ("maria@gamma.example", "customer"),
        "in a sequence": (BEN, "under way in a sequence already"),
    }[forbidden]
    if forbidden == "suppressed":
        room.suppress(address)
    elif forbidden == "customer":
        room.campaign("else@gamma.example", name="other")
        room.rate("else@gamma.example", AccountStatus.AVOID_CUSTOMER)

    with pytest.raises(Refused, match=reason):
        room.do(
            finding.found,
            task.id,
            address,
            room.effects.referrals,
            outcome=address,
            actor="rita",
            now=room.now,
        )

    assert [each.id for each in open_tasks(room)] == [task.id]
    assert room.referral().state is NEEDS_ADDRESS


def test_a_referral_that_is_refused_needs_no_address(room: Mailroom) -> None:
    from outreach.referrals import service

    she_writes(room, "Please talk to Maria Weber, our head of sales.")

    room.do(service.refuse, room.referral().id or 0, reason="left", actor="rita", now=room.now)

    assert open_tasks(room) == []


def test_an_outcome_without_an_address_is_only_kept(room: Mailroom) -> None:
    she_writes(room, "Please talk to Maria Weber, our head of sales.")
    (task,) = open_tasks(room)

    done = room.do(
        tasks.done, task.id, outcome="not to be found", actor="rita", timing=room.rules.timing, now=room.now
    )

    assert done.state is TaskState.DONE
    assert room.referral().state is NEEDS_ADDRESS


# --- two people, and on copy -----------------------------------------------------------------------------------------


def test_two_people_are_both_written_to_and_stand_in_the_tree(room: Mailroom) -> None:
    she_writes(
        room,
        "Maria Weber and Tom Fisher run sales: maria.weber@acme.example, tom.fisher@acme.example",
    )

    assert sorted(room.send_all()) == ["maria.weber@acme.example", "tom.fisher@acme.example"]
    _, maria, tom = tree(room)
    assert maria.startswith("  Maria Weber <maria.weber@acme.example> (enrolled; run active")
    assert tom.startswith("  Tom Fisher <tom.fisher@acme.example> (enrolled; run active")


def test_who_is_put_on_copy_is_written_to(room: Mailroom) -> None:
    she_writes(room, "Adding Maria in cc, she handles this.", cc=("Maria Weber <maria.weber@acme.example>",))

    assert room.referral().via == "cc"
    assert room.send_all() == ["maria.weber@acme.example"]


def test_what_reviewers_write_down_stands_in_no_mail(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True))
    review_id = room.review().id or 0
    room.do(add_note, review_id, "INTERNAL she sounds annoyed", actor="rita", now=room.now)
    maria = Person(name="Maria Weber", email="maria.weber@acme.example", via=Via.TEXT)
    room.do(
        reviewing.decide,
        review_id,
        Intent.REFERRAL,
        room.effects,
        actor="rita",
        people=(maria,),
        note="INTERNAL call her boss",
        now=room.now,
    )

    assert room.send_all() == ["maria.weber@acme.example"]
    raw = room.mail("maria.weber@acme.example").raw or b""
    assert b"INTERNAL" not in raw
    assert b"rita" not in raw
    # The referrer is on copy only where the sequence file says so.
    assert b"\r\nCc:" not in raw


# --- passed on -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I've passed your note on to our sales team. They will be in touch.", ""),
        ("I passed it on to Thomas Berg, he will get back to you.", "Thomas Berg"),
    ],
)
def test_whom_it_was_passed_on_to_is_known_again_when_they_write(
    room: Mailroom, text: str, name: str
) -> None:
    she_writes(room, text)
    before = [(task.kind, task.state) for task in open_tasks(room)]
    room.later(days=1)

    he_writes(room)

    assert before == [("find_contact", "open")]
    assert open_tasks(room, TaskKind.FIND_CONTACT) == []
    referral = room.referral()
    assert (referral.state, referral.email, referral.name) == (ANSWERED, THOMAS, "Thomas Berg")
    assert (name or "Thomas Berg") in tree(room)[1]
    assert "answered" in tree(room)[1]
    assert "wrote 2026-03-04: interested" in tree(room)[1]
    # A person of their own, at the account; and a person answers them.
    assert room.contact(THOMAS).account_id == room.contact(ANA).account_id
    assert waiting(room) == [(ANA, Intent.INTERESTED)]
    assert THOMAS not in {recipient for _, recipient in room.run_for(20)}


def he_writes(room: Mailroom, sender: str = THOMAS, name: str = "Thomas Berg") -> int:
    """From an address that is new to us; our mail to Ana stands in References only."""
    ours = room.mails(ANA)[0].message_id or ""
    return room.receive(
        a_reply(
            None,
            "Ana sent me your mail. I am interested, can we talk on Thursday?",
            sender=sender,
            name=name,
            subject="Fwd: who handles sales",
            references=(ours, "<fwd-1@acme.example>"),
        )
    )


def test_who_writes_before_a_person_has_read_that_it_was_passed_on_is_found_then(room: Mailroom) -> None:
    she_writes(room, "Forwarded to my colleague.")
    room.later(hours=1)
    he_writes(room)
    first = room.reviews()[0]

    room.do(reviewing.decide, first.id or 0, Intent.REFERRAL, room.effects, actor="rita", now=room.now)

    assert (room.referral().state, room.referral().email) == (ANSWERED, THOMAS)
    assert open_tasks(room) == []


def test_a_reviewer_may_say_that_it_was_passed_on_to_nobody_by_name(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.OTHER, needs_review=True))
    before = everything_in(room.database)
    room.do(
        reviewing.decide,
        room.review().id or 0,
        Intent.REFERRAL,
        room.effects,
        actor="rita",
        people=(Person(via=Via.FORWARDED),),
        now=room.now,
    )

    (task,) = open_tasks(room)
    assert task.note.startswith("whoever it was passed on to")
    assert room.state(ANA) is EnrollmentState.REFERRED
    room.later(minutes=1)
    room.do(undoing.undo, 1, rules=room.effects, actor="rita", now=room.now)
    assert differences(before, everything_in(room.database)) == {}


def test_somebody_of_another_company_is_not_whom_it_was_passed_on_to(room: Mailroom) -> None:
    she_writes(room, "I've passed your note on to our sales team.")

    he_writes(room, "thomas@elsewhere.example")

    assert room.referral().state is NEEDS_ADDRESS
    # They have answered in her place all the same, and the tree says so.
    assert "<thomas@elsewhere.example> (answered in their place" in tree(room)[-1]


def test_who_answers_without_having_been_named_stands_in_the_tree(room: Mailroom) -> None:
    he_writes(room)

    assert room.referrals() == []
    assert tree(room)[1].startswith(f"  Thomas Berg <{THOMAS}> (answered in their place")


# --- in their place --------------------------------------------------------------------------------------------------


def test_a_successor_who_writes_themselves_is_answered_and_not_introduced(room: Mailroom) -> None:
    room.receive(
        a_reply(
            room.mail(ANA),
            f"Ana has left the company. I am her successor, please write to me: {THOMAS}",
            sender=THOMAS,
            name="Thomas Berg",
        )
    )
    room.do(
        reviewing.decide, room.review().id or 0, Intent.LEFT_COMPANY, room.effects, actor="rita", now=room.now
    )

    referral = room.referral()
    assert (referral.state, referral.reason) == (
        REFUSED,
        "they have written to us themselves: answer them, they need no introduction",
    )
    (task,) = open_tasks(room)
    assert (task.kind, task.address, task.owner) == ("answer_overdue", THOMAS, "")


# --- numbers to call -------------------------------------------------------------------------------------------------


def test_a_number_that_a_reply_gives_is_a_call_to_make(migrated_sqlite: Refillable) -> None:
    room = asked(migrated_sqlite, AMY, BEN)
    room.answered(AMY, sure(Intent.INTERESTED, needs_review=True, callback_phone="+442079460123"))

    room.decide(room.review(), Intent.INTERESTED)

    (task,) = open_tasks(room, TaskKind.CALL_BACK)
    assert (task.phone, task.address, task.owner) == ("+442079460123", AMY, "rita")


def test_who_says_no_is_not_called(migrated_sqlite: Refillable) -> None:
    room = asked(migrated_sqlite, AMY, BEN)
    room.answered(AMY, sure(Intent.INTERESTED, needs_review=True, callback_phone="+442079460123"))

    room.decide(room.review(), Intent.UNSUBSCRIBE)

    assert open_tasks(room) == []


def test_it_is_so_on_both_databases(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    she_writes(room, "I've passed your note on to our sales team. They will be in touch.")
    room.later(hours=1)

    he_writes(room)

    assert room.referral().state is ANSWERED
    assert open_tasks(room, TaskKind.FIND_CONTACT) == []
