"""What a CRM's file says became of a lead: its columns by name, its stages by word. Decisions only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from outreach.core.untrusted import one_line
from outreach.handoff.model import RejectionReason
from outreach.handoff.money import amount
from outreach.handoff.outcome_model import LostReason
from outreach.prospects.costs import Cost, NotACost


class CrmStage(StrEnum):
    """How far a CRM says that a lead has come. `LOST` and the refusals end where they are."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    WON = "won"
    LOST = "lost"
    REJECTED = "rejected"
    RETURNED = "returned"
    DISQUALIFIED = "disqualified"


#: The columns that are read, with a sentence each.
OUTCOME_FIELDS: Mapping[str, str] = {
    "lead": "our number of the lead",
    "stage": "how far it has come",
    "salesperson": "who says so, as [[team]] calls them; left out: whose the lead is",
    "reason": "why it was rejected (procedural, clerical, definitional) or lost",
    "note": "in words: what is wrong with it, why it was lost, what was proposed",
    "on": "the day of the stage, 2027-03-01",
    "amount": "of the contract, or of the payment where there is a month",
    "currency": "as ISO 4217",
    "months": "for how many months the contract runs",
    "month": "the month that was paid, 2027-03",
    "reference": "of the payment, where a month has several",
}

#: What columns are called elsewhere, without capitals and signs.
_SYNONYMS: Mapping[str, str] = {
    "leadid": "lead", "outreachlead": "lead", "outreachid": "lead", "leadnumber": "lead", "номерлида": "lead",
    "лид": "lead",
    "status": "stage", "state": "stage", "leadstatus": "stage", "dealstage": "stage", "стадия": "stage",
    "статус": "stage", "этап": "stage",
    "owner": "salesperson", "dealowner": "salesperson", "ответственный": "salesperson",
    "lostreason": "reason", "closedlostreason": "reason", "причина": "reason",
    "comment": "note", "comments": "note", "description": "note", "комментарий": "note",
    "date": "on", "closedate": "on", "дата": "on",
    "value": "amount", "dealvalue": "amount", "dealamount": "amount", "сумма": "amount",
    "валюта": "currency", "paidmonth": "month", "месяц": "month", "invoice": "reference", "счёт": "reference",
}  # fmt: skip
_STAGES: Mapping[str, CrmStage] = {
    "open": CrmStage.OFFERED, "new": CrmStage.OFFERED, "working": CrmStage.ACCEPTED,
    "qualified": CrmStage.CONFIRMED, "proposalsent": CrmStage.PROPOSAL, "meetingheld": CrmStage.MEETING,
    "closedwon": CrmStage.WON, "closedlost": CrmStage.LOST,
    "принят": CrmStage.ACCEPTED, "подтверждён": CrmStage.CONFIRMED, "предложение": CrmStage.PROPOSAL,
    "встреча": CrmStage.MEETING, "выигран": CrmStage.WON, "проигран": CrmStage.LOST, "отклонён": CrmStage.REJECTED,
}  # fmt: skip

#: The steps that lead to a stage, in the order in which a lead takes them.
LADDER = (
    CrmStage.OFFERED,
    CrmStage.ACCEPTED,
    CrmStage.CONFIRMED,
    CrmStage.PROPOSAL,
    CrmStage.MEETING,
    CrmStage.WON,
)


@dataclass(frozen=True, slots=True)
class CrmOutcome:
    """One row, read. `stage` is None where the row only tells of a payment."""

    line: int
    lead_id: int
    stage: CrmStage | None = None
    salesperson: str = ""
    rejection: RejectionReason | None = None
    loss: LostReason | None = None
    note: str = ""
    on: date | None = None
    amount: Cost | None = None
    months: int | None = None
    paid_month: date | None = None
    reference: str = ""


@dataclass(slots=True)
class _Row:
    values: Mapping[str, str]
    wrong: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        # A spreadsheet-safe cell has a mark before it that is not its own (see `comma_separated`).
        said = one_line(self.values.get(name, ""), 500).strip()
        return said[1:] if said[:1] == "'" and said[1:2] in ("=", "+", "-", "@") else said


def read_row(
    line: int, values: Mapping[str, str], *, stages: Mapping[str, str], currency: str
) -> CrmOutcome | str:
    """The outcome that a row tells, or everything that is wrong with it. `stages`: the CRM's words for ours."""
    row = _Row(values)
    stage = _stage(row, stages)
    month = _month(row)
    rejection, loss = _reasons(row, stage)
    outcome = CrmOutcome(
        line=line,
        lead_id=_lead(row),
        stage=stage,
        salesperson=row.text("salesperson").casefold(),
        rejection=rejection,
        loss=loss,
        note=row.text("note"),
        on=_day(row, "on"),
        amount=_amount(row, currency),
        months=_count(row),
        paid_month=month,
        reference=row.text("reference"),
    )
    if stage is None and month is None and not row.wrong:
        row.wrong.append("it has neither a stage nor a month that was paid")
    if outcome.amount is None and not row.wrong:
        if month is not None:
            row.wrong.append("it has a month that was paid, and no amount")
        elif stage is CrmStage.WON:
            row.wrong.append("it is won, and has no amount")
    return "; ".join(row.wrong) if row.wrong else outcome


def columns_by_field(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Which column has which field, and what is wrong: an unknown field, a column that is not there, one twice."""
    wrong = [f'"{one_line(name, 60)}" is no field; there are: {", ".join(OUTCOME_FIELDS)}' for name in
             dict.fromkeys(mapping.values()) if name not in OUTCOME_FIELDS]  # fmt: skip
    wrong += [f'there is no column "{one_line(name, 60)}"' for name in mapping if name not in header]
    found: dict[str, str] = {}
    for column in header:
        meant = mapping.get(column) or ("" if mapping else known_as(column))
        if meant in OUTCOME_FIELDS:
            if meant in found:
                wrong.append(f'"{one_line(found[meant], 60)}" and "{one_line(column, 60)}" are both {meant}')
            found.setdefault(meant, column)
    if "lead" not in found:
        wrong.append('no column is "lead": say which has our number of the lead')
    return found, wrong


def known_as(column: str) -> str:
    """The field that a column is known to be by its name; "" for others."""
    plain = _plain(column)
    return plain if plain in OUTCOME_FIELDS else _SYNONYMS.get(plain, "")


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _lead(row: _Row) -> int:
    text = row.text("lead").lstrip("#")
    if text.isdecimal() and 0 < len(text) < 10:
        return int(text)
    row.wrong.append(f'"{one_line(text, 40)}" is no number of a lead' if text else "it names no lead")
    return 0


def _stage(row: _Row, stages: Mapping[str, str]) -> CrmStage | None:
    text = row.text("stage")
    if not text:
        return None
    ours = next((ours for theirs, ours in stages.items() if theirs.casefold() == text.casefold()), text)
    plain = _plain(ours)
    found = next((each for each in CrmStage if each.value == plain), None) or _STAGES.get(plain)
    if found is None:
        row.wrong.append(
            f'"{one_line(text, 40)}" is no stage that we know; say which it is in [hand_off.crm] stages'
        )
    return found


def _reasons(row: _Row, stage: CrmStage | None) -> tuple[RejectionReason | None, LostReason | None]:
    text = row.text("reason")
    plain = text.casefold().replace(" ", "_")
    if stage is CrmStage.REJECTED:
        found = next((each for each in RejectionReason if each.value == plain), None)
        if found is None:
            row.wrong.append("a rejection says why: procedural, clerical or definitional")
        if not row.text("note"):
            row.wrong.append("a rejection says in its note what is wrong")
        return found, None
    if stage is CrmStage.LOST:
        # What the CRM calls differently is kept in words.
        return None, next((each for each in LostReason if each.value == plain), LostReason.OTHER)
    return None, None


def _day(row: _Row, name: str) -> date | None:
    text = row.text(name)[:10]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        row.wrong.append(f'"{one_line(text, 20)}" is no day: write 2027-03-01')
        return None


def _month(row: _Row) -> date | None:
    text = row.text("month")
    try:
        return date.fromisoformat(f"{text[:7]}-01") if text else None
    except ValueError:
        row.wrong.append(f'"{one_line(text, 20)}" is no month: write 2027-03')
        return None


def _amount(row: _Row, currency: str) -> Cost | None:
    text = row.text("amount")
    if not text:
        return None
    try:
        return amount(text, row.text("currency") or currency)
    except NotACost:
        row.wrong.append(f'"{one_line(text, 40)}" is no amount with its currency: write 12000.00 and EUR')
        return None


def _count(row: _Row) -> int | None:
    text = row.text("months")
    if not text:
        return None
    if text.isdecimal() and len(text) <= 6 and 0 < int(text) <= 600:
        return int(text)
    row.wrong.append(f'"{one_line(text, 20)}" is no number of months')
    return None
