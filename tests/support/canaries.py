"""A person with fifty strings that stand nowhere else, in every place where the program keeps something of anybody."""

import base64
import contextlib
import sqlite3
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlmodel import Session, select

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import record
from outreach.prospects.model import (
    ListImport,
    ListImportRefusal,
    OtherAddress,
    ProspectList,
    Source,
    SuppressionReason,
)
from outreach.prospects.service import NewContact
from outreach.prospects.suppressing import suppress
from outreach.qualification.leads.model import Lead, LeadMove, LeadNote, LeadState
from outreach.qualification.model import ReviewNote
from outreach.replies.verdict import Hit, Person, Via
from outreach.sequences import enrolling
from outreach.sequences.model import HoldReason, Task, TaskKind
from tests.support.campaigns import sequence
from tests.support.mailroom import MARIA, Mailroom, a_reply, sure

BEN, STRANGER = "ben@acme.example", "someone@elsewhere.example"

_SYLLABLES = "ba de fi go ku lo mi nu pa re si to vu wa xe yo zi".split()


@dataclass
class Canaries:
    """Makes strings of its own, and remembers them. `kumizibato07`: letters, so that it can be a name."""

    words: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def word(self) -> str:
        number = next(self._numbers)
        letters = "".join(_SYLLABLES[(number * step + step) % len(_SYLLABLES)] for step in (3, 5, 7, 11))
        self.words.append(f"{letters}qj{chr(97 + number % 26)}{chr(97 + number // 26)}")
        return self.words[-1]


@dataclass
class Somebody:
    """Ana, as she stands in this workspace."""

    canaries: Canaries
    address: str
    other: str


def somebody_everywhere(room: Mailroom) -> Somebody:
    """She was imported, asked, has answered, named a colleague, was named, has a lead, notes, tasks and a refusal."""
    canaries = Canaries()
    word = canaries.word
    given, family = word().title(), word().title()
    address = f"{word()}@acme.example"
    other = f"{word()}@home.example"
    ana = NewContact(
        address,
        company="Acme",
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        title=word(),
        phone="+1 555 0142",
        fields={word(): word() for _ in range(8)},
    )
    room.ask(ana, BEN, "amy@beta.example", definition=sequence(one_at_a_time=False))
    _she_answers(room, canaries, address, f"{given} {family}")
    _she_is_named(room, canaries, ana)
    room.do(_notes, canaries, room, address, other)
    return Somebody(canaries, address, other)


def _she_answers(room: Mailroom, canaries: Canaries, address: str, name: str) -> None:
    word = canaries.word
    letter = a_reply(
        room.mail(address),
        f"{word()} and {word()}",
        sender=address,
        name=f"{name} {word()}",
        subject=word(),
        message_id=f"<{word()}@acme.example>",
        headers=(f"X-Office: {word()}",),
        quoted=True,
    )
    verdict = sure(Intent.REFERRAL, MARIA, evidence=(Hit("referral.named", Intent.REFERRAL, word(), 0.9),))
    room.receive(letter, verdict)
    # Maria is written to, and told who named her.
    room.send_all()
    encoded = base64.encodebytes(f"{word()} {word()}".encode()).decode()
    second = a_reply(
        room.mail(address), encoded, sender=address, headers=("Content-Transfer-Encoding: base64",)
    )
    unsure = sure(Intent.QUESTION, needs_review=True, visible_text=word(), callback_phone=word())
    room.receive(second, unsure)


def _she_is_named(room: Mailroom, canaries: Canaries, ana: NewContact) -> None:
    """By a colleague in an answer, and by a stranger in a letter that is no plain text."""
    word = canaries.word
    named = Person(name=f"{ana.name} {word()}", email=ana.address, phone=word(), title=word(), via=Via.TEXT)
    room.later(hours=1)
    room.answered(BEN, sure(Intent.REFERRAL, named), text=f"Ask {ana.name}, {word()}, {ana.address}.")
    hidden = base64.encodebytes(f"Do you know {ana.address}? {word()}".encode()).decode()
    letter = a_reply(None, hidden, sender=STRANGER, headers=("Content-Transfer-Encoding: base64",))
    room.receive(letter, sure(Intent.OTHER, visible_text=word()))


def _notes(session: Session, canaries: Canaries, room: Mailroom, address: str, other: str) -> None:
    """What people write down, and what is left of an import that refused her."""
    word, now = canaries.word, room.now
    ana, run = room.contact(address), room.run(address)
    review = next(each for each in room.reviews() if each.contact_id == ana.id)
    assert ana.id is not None
    assert review.id is not None
    session.add(ReviewNote(review_id=review.id, written_by="rita", text=word(), written_at=now))
    session.add(OtherAddress(address=other, contact_id=ana.id, inbound_id=review.inbound_id, learned_at=now))
    enrolling.hold(session, reason=HoldReason.BY_HAND, contact_id=ana.id, note=word(), now=now)
    task = Task(kind=TaskKind.CALL, contact_id=ana.id, account_id=ana.account_id, due_at=now, created_at=now)
    task.note, task.outcome, task.phone = word(), word(), word()
    session.add(task)
    record(session, Happened.TASK_OPENED, now, contact_id=ana.id, enrollment_id=run.id, remark=word())
    lead = Lead(
        contact_id=ana.id,
        account_id=ana.account_id,
        source=Source.SPEAR,
        level_since=now,
        created_at=now,
        answers={"need": word()},
        score_lines=[{"what": "need", "said": word()}],
        next_step=word(),
    )
    session.add(lead)
    session.flush()
    session.add(LeadNote(lead_id=lead.id or 0, at=now, actor="sam", is_call=False, text=word()))
    session.add(LeadMove(lead_id=lead.id or 0, at=now, actor="sam", state=LeadState.OPEN, why=word()))
    suppress(session, address, reason=SuppressionReason.BY_HAND, actor="rita", note=word(), now=now)
    _an_import(session, room, address)


def _an_import(session: Session, room: Mailroom, address: str) -> None:
    listed = session.exec(select(ProspectList)).one()
    made = ListImport(
        list_id=listed.id or 0, file="spring.csv", source=Source.SPEAR, actor="ann", started_at=room.now
    )
    session.add(made)
    session.flush()
    refusal = ListImportRefusal(import_id=made.id or 0, line=3, reason=f"{address} is known already")
    session.add(refusal)


def found_in(words: list[str], folder: Path, *, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Which of the words stand in which file of a folder, plain or in base64, in either case, or in UTF-16."""
    found: dict[str, list[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.name not in but):
        octets = path.read_bytes()
        lower = octets.lower()
        there = [word for word in words if any(form in octets or form in lower for form in _forms(word))]
        if there:
            found[path.name] = there
    return found


def _forms(word: str) -> list[bytes]:
    """The word in all the ways in which it may stand in a file."""
    plain = word.lower().encode()
    # Base64 shifts by what stands before: its inner letters are the same in one of three ways.
    shifted = [base64.b64encode(b"x" * before + plain)[4 if before else 0 : -4] for before in range(3)]
    return [plain, word.lower().encode("utf-16-le"), *shifted]


def told_by_database(words: list[str], database: Path) -> set[str]:
    """The words that stand in its tables, whatever lies in its file besides."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        dump = "\n".join(connection.iterdump()).lower()
    return {
        word for word in words if word.lower() in dump or any(form.hex() in dump for form in _forms(word))
    }
