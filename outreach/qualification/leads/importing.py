"""Inbound leads: who asked us (nets), and who was told of us (seeds), from a list; qualified like every other.

Whoever asks us themselves is a lead even where they once said no to our mail: they wrote to us. They join no list, so
no campaign ever takes them up, and their no stands. Word of mouth is no word of theirs: there a no leaves them out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from outreach.database import audit
from outreach.prospects.import_plan import Imported, OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.model import Contact, ListImport, ProspectList, Source
from outreach.prospects.rows import ImportRow
from outreach.prospects.service import NewContact, add_contact, contact_at
from outreach.qualification.leads import opening, service
from outreach.qualification.leads.answers import read_answers
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.model import Lead, LeadEvent, LeadState

#: Columns with what they asked, or what was told of them: kept as a note.
_NOTE_COLUMNS = ("message", "notes", "note", "inquiry", "comment", "сообщение", "заметки", "комментарий")
_LONGEST_NOTE = 2_000


class Came(StrEnum):
    """What became of one row."""

    OPENED = "opened"
    #: Opened, though they are suppressed: they asked us themselves.
    OPENED_SUPPRESSED = "opened_suppressed"
    #: They rested in nurture.
    WOKEN = "woken"
    #: They have a lead that is not over.
    KNOWN = "known"
    #: They said no, and it is not they who asked.
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One row, with the answers that its columns gave to the definition's questions."""

    row: ImportRow
    answers: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where these leads come from: the list and the import, how they came, and who keeps them."""

    list_name: str
    list_id: int
    source: Source
    import_id: int | None
    actor: str


def inquiry_from(row: ImportRow, definition: LeadDefinition | None) -> tuple[Inquiry, list[str]]:
    """A row as an inquiry, and a sentence for each answer in it that is none. Columns are matched by question ids."""
    columns = {name.casefold(): value for name, value in row.fields.items() if value}
    note = next((columns[name] for name in _NOTE_COLUMNS if name in columns), "")[:_LONGEST_NOTE]
    if definition is None:
        return Inquiry(row, {}, note), []
    said = {each.id: columns[each.id] for each in definition.questions if each.id in columns}
    answers, wrong = read_answers(definition, said)
    return Inquiry(row, answers, note), wrong


def begin_import(
    session: Session,
    listed: ProspectList,
    *,
    file: str,
    source: Source,
    legal_basis: str | None,
    actor: str,
    now: datetime,
) -> Origin:
    """Write down that these leads are being imported, and on what ground."""
    begun = ListImport(
        list_id=listed.id or 0, file=file, source=source, legal_basis=legal_basis, actor=actor, started_at=now
    )
    session.add(begun)
    session.flush()
    audit.note(
        session,
        "leads_imported",
        actor=actor,
        at=now,
        subject=f"list:{listed.id}",
        source=source.value,
        legal_basis=legal_basis,
    )
    return Origin(listed.name, listed.id or 0, source, begun.id, actor)


def import_leads(
    session: Session, listed: ProspectList, inquiries: Sequence[Inquiry], origin: Origin, *, now: datetime
) -> list[Came]:
    """Open a lead for each, one result a row, in order: all of the batch or nothing."""
    fates = import_contacts(
        session,
        listed,
        [each.row for each in inquiries],
        on_duplicate=OnDuplicate.SKIP,
        actor=origin.actor,
        now=now,
        import_id=origin.import_id,
        names_basis=True,
    )
    return [
        _came(session, inquiry, origin, is_suppressed=fate is Imported.SUPPRESSED, now=now)
        for inquiry, fate in zip(inquiries, fates, strict=True)
    ]


def end_import(session: Session, origin: Origin, counts: Mapping[str, int], *, now: datetime) -> None:
    begun = session.get_one(ListImport, origin.import_id)
    begun.ended_at, begun.counts = now, dict(counts)
    session.add(begun)
    session.flush()


def _came(session: Session, inquiry: Inquiry, origin: Origin, *, is_suppressed: bool, now: datetime) -> Came:
    if is_suppressed and origin.source is not Source.NET:
        return Came.SUPPRESSED
    contact = contact_at(session, inquiry.row.address) or add_contact(session, _person(inquiry.row), now=now)
    lead = service.open_of(session, contact.id or 0)
    came = Came.KNOWN
    if lead is None:
        lead = _open(session, contact, origin, now)
        came = Came.OPENED_SUPPRESSED if is_suppressed else Came.OPENED
    elif lead.state is LeadState.NURTURE and origin.source is Source.NET:
        why = f"they asked us: {origin.list_name}"
        service.move(session, lead, LeadEvent.REPLIED, actor=origin.actor, now=now, why=why)
        came = Came.WOKEN
    lead.answers = {**inquiry.answers, **lead.answers}
    session.add(lead)
    if inquiry.note and came is not Came.KNOWN:
        service.note(session, lead, inquiry.note, is_call=False, actor=origin.actor, now=now)
    return came


def _open(session: Session, contact: Contact, origin: Origin, now: datetime) -> Lead:
    how = "they asked us" if origin.source is Source.NET else "by word of mouth"
    return opening.open_lead(
        session,
        contact,
        source=origin.source,
        actor=origin.actor,
        now=now,
        why=f"{how}: {origin.list_name}",
        finder=origin.actor,
        list_id=origin.list_id,
    )


def _person(row: ImportRow) -> NewContact:
    return NewContact(
        address=row.address,
        company=row.company,
        name=row.name,
        given_name=row.given_name,
        family_name=row.family_name,
        title=row.title,
        phone=row.phone,
        language=row.language,
        country=row.country,
        time_zone=row.time_zone,
        fields=row.fields,
        line=row.line,
    )
