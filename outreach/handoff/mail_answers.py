"""Answers to offers that came by mail: found among what was read, matched to their offer, and done; once each.

A mail answers an offer if it names a Message-ID that only we can have made (`offer_ids`), if that mail went to the
address which it comes from, and if that is still the address of whom we asked. Whatever claims to be one and is not
does nothing; it is kept and audited.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.intents import AUTOMATIC, Intent
from outreach.core.untrusted import one_line
from outreach.database import audit, locks
from outreach.database.workspace import workspace_key
from outreach.handoff import service
from outreach.handoff.answer_words import Accepts, Rejects, Unclear, read_answer
from outreach.handoff.mail_model import AnswerCame, OfferAnswer, OfferNotice, OfferReading, OfferTold
from outreach.handoff.model import TAKEN, Offer, OfferState
from outreach.handoff.offer_ids import LOOKS_LIKE_ONE, OfferMessageId, recognise, went_to
from outreach.handoff.rules import HandOffRules
from outreach.handoff.tasks import ANSWER_UNCLEAR, open_task
from outreach.handoff.team import Colleague, Role, Team
from outreach.handoff.telling import tell
from outreach.inbox.already_stored import header_of
from outreach.inbox.automatic import SignKind, automatic_signs
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage, InboundState
from outreach.inbox.service import message_of
from outreach.qualification.leads.model import Lead
from outreach.replies.model import StoredVerdict

#: Readings that one turn looks through.
AT_ONCE = 200
#: Of a message, what is looked at first.
_HEADER_BYTES = 65_536
#: Somebody whose answers cannot be read or done is told so once in this time, so that no two programs talk for ever.
_HELP_EVERY = timedelta(days=1)

#: Signs that no person wrote it; gateways put weaker ones into what people write.
_SURE = 0.7
_PEOPLE_TOO = frozenset({SignKind.SUPPRESS, SignKind.TICKET, SignKind.OPT_OUT})
#: What the receiving server found out (RFC 8601); nobody who forges a sender adds this to their own mail.
_DMARC_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
#: What none of us has written, as far as anybody can tell.
_NOBODYS = (AnswerCame.FORGED, AnswerCame.AUTOMATIC)
_LIKE_OUR_SUBJECT = re.compile(r"\b(?:lead|лид) \d+: ", re.IGNORECASE)

_WHY_UNCLEAR = {
    "en": {
        Unclear.NO_WORD: 'its first line is neither "accept" nor "reject"',
        Unclear.NO_KIND: "it does not say of which kind the rejection is: procedural, clerical or definitional",
        Unclear.NO_NOTE: "it does not say what is wrong",
        Unclear.BOTH: "it accepts in one line and rejects in another",
        Unclear.CONDITION: "it accepts, and takes that back in the line below or makes it depend on something",
    },
    "ru": {
        Unclear.NO_WORD: "его первая строка — ни «беру», ни «отказ»",
        Unclear.NO_KIND: "не сказано, какой это отказ: процедурная, формальная или определение",
        Unclear.NO_NOTE: "не сказано, что не так",
        Unclear.BOTH: "в одной строке согласие, в другой отказ",
        Unclear.CONDITION: "за согласием в следующей строке идёт условие или отказ",
    },
}


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one message."""

    inbound_id: int
    came: AnswerCame
    why: str = ""
    offer_id: int | None = None
    lead_id: int | None = None
    salesperson: str = ""


@dataclass(frozen=True, slots=True)
class _Letter:
    """One message that may be an answer."""

    inbound: InboundMessage
    message: Message
    #: What was newly written, without quotes and signature.
    text: str
    intent: Intent
    named: OfferMessageId | None
    colleague: Colleague | None


def anything_new(session: Session) -> bool:
    """Whether something was read since it was last looked."""
    newest = session.exec(select(sa.func.max(col(StoredVerdict.id)))).one()
    reading = session.get(OfferReading, 1)
    return newest is not None and (reading is None or reading.last_verdict_id < newest)


def look(session: Session, rules: HandOffRules, now: datetime) -> list[Came]:
    """Look through the next readings for answers to offers, and do what they say. All in one unit of work."""
    # An answer may end in a move of the lead; and readings are written behind this lock, so none is passed over.
    locks.forbid(session)
    reading = session.get(OfferReading, 1) or OfferReading(last_verdict_id=0)
    # Before the first mail about an offer nothing can answer one.
    since = session.exec(select(sa.func.min(col(OfferNotice.made_at)))).one()
    rows = session.exec(
        select(StoredVerdict.id, StoredVerdict.inbound_id)
        .where(col(StoredVerdict.id) > reading.last_verdict_id)
        .order_by(col(StoredVerdict.id))
        .limit(AT_ONCE)
    ).all()
    if not rows:
        return []
    reading.last_verdict_id = rows[-1][0] or 0
    session.add(reading)
    session.flush()
    ids = _candidates(session, [inbound_id for _, inbound_id in rows], rules.team, since)
    return [came for inbound_id in ids if (came := _looked_at(session, inbound_id, rules, now)) is not None]


def listed(session: Session, *, lead_id: int | None, limit: int) -> list[OfferAnswer]:
    """What came back, the newest first."""
    statement = select(OfferAnswer).order_by(col(OfferAnswer.inbound_id).desc()).limit(limit)
    if lead_id is not None:
        statement = statement.where(OfferAnswer.lead_id == lead_id)
    return list(session.exec(statement).all())


# --- finding --------------------------------------------------------------------------------------------------------


def _candidates(session: Session, read: Sequence[int], team: Team, since: datetime | None) -> list[int]:
    """Of these messages, those that may be answers to offers: by their header, or by who wrote them."""
    if since is None:
        return []
    ours = {each.address for each in team.members}
    wanted = list(dict.fromkeys(read))
    known = set(
        session.exec(select(OfferAnswer.inbound_id).where(col(OfferAnswer.inbound_id).in_(wanted))).all()
    )
    found = []
    statement = _BEGINNINGS.where(col(InboundMessage.id).in_(wanted), col(InboundMessage.stored_at) >= since)
    for row in session.execute(statement.order_by(col(InboundMessage.id))):
        is_named = LOOKS_LIKE_ONE.search(header_of(bytes(row.beginning))) is not None
        if row.id not in known and (is_named or row.sender_address in ours):
            found.append(row.id)
    return found


def _looked_at(session: Session, inbound_id: int, rules: HandOffRules, now: datetime) -> Came | None:
    letter = _letter(session, inbound_id, rules.team)
    came = _judged(session, letter, rules, now)
    if came is None:
        return None
    session.add(
        OfferAnswer(
            inbound_id=inbound_id,
            offer_id=came.offer_id,
            lead_id=came.lead_id,
            salesperson=came.salesperson,
            came=came.came,
            why=came.why,
            at=now,
        )
    )
    session.flush()
    audit.note(
        session,
        "offer_answered_by_mail",
        actor="daemon" if came.came in _NOBODYS else came.salesperson,
        at=now,
        subject=audit.subject_of(session, letter.inbound.sender_address),
        came=came.came.value,
        inbound=inbound_id,
        **{name: value for name, value in (("offer", came.offer_id), ("lead", came.lead_id)) if value},
    )
    return came


def _letter(session: Session, inbound_id: int, team: Team) -> _Letter:
    inbound = session.get_one(InboundMessage, inbound_id)
    message = message_of(inbound)
    verdict = session.exec(
        select(StoredVerdict)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    key = workspace_key(session)
    named = (recognise(key, each) for each in _ids_in(message))
    return _Letter(
        inbound=inbound,
        message=message,
        # Of what reads as a machine's no text is kept.
        text=(verdict.visible_text if verdict is not None else None) or message.text,
        intent=Intent.OTHER if verdict is None else verdict.intent,
        named=next(filter(None, named), None),
        colleague=next((each for each in team.members if each.address == inbound.sender_address), None),
    )


def _ids_in(message: Message) -> Iterator[str]:
    """What it answers, the nearest first."""
    yield from message.in_reply_to
    yield from reversed(message.references)


# --- judging --------------------------------------------------------------------------------------------------------


def _judged(session: Session, letter: _Letter, rules: HandOffRules, now: datetime) -> Came | None:
    """None: it has nothing to do with offers."""
    named, name = letter.named, "" if letter.colleague is None else letter.colleague.name
    if named is None:
        return _unnamed(letter, name)
    offer = session.get(Offer, named.offer_id)
    if offer is None or offer.lead_id != named.lead_id:
        return Came(_id(letter), AnswerCame.FORGED, "its offer is not in this database", salesperson=name)
    came = Came(_id(letter), AnswerCame.FORGED, "", offer.id, offer.lead_id, name)
    # Before the sender is looked at: a server that could not deliver our mail is nobody's forger.
    if machine := _machine(letter):
        return _became(came, AnswerCame.AUTOMATIC, machine)
    if why := _forged(session, letter, named, offer, rules.team):
        return _became(came, AnswerCame.FORGED, why)
    assert letter.colleague is not None
    read = read_answer(letter.text)
    if isinstance(read, Unclear):
        return _not_understood(session, came, offer, letter.colleague, read, rules, now)
    return _done(session, came, offer, letter.colleague, read, rules, now)


def _unnamed(letter: _Letter, name: str) -> Came | None:
    """From one of us, but not an answer to a mail of ours: told only where it would have been one."""
    speaks = isinstance(read_answer(letter.text), Accepts | Rejects)
    if not name or not (speaks or _LIKE_OUR_SUBJECT.search(letter.message.subject)):
        return None
    return Came(_id(letter), AnswerCame.FORGED, "it answers no mail of ours", salesperson=name)


def _forged(session: Session, letter: _Letter, named: OfferMessageId, offer: Offer, team: Team) -> str:
    """Why it is not believed that whom we asked wrote it; "" where it is."""
    if not went_to(workspace_key(session), named, letter.inbound.sender_address):
        return "it does not come from the address that the offer went to"
    if letter.colleague is None or not team.are_one(letter.colleague.name, offer.salesperson):
        return "its address is not that of the salesperson in [[team]] any more"
    if any(_DMARC_FAILED.search(each) for each in letter.message.headers.all("authentication-results")):
        return "the server that took it says that its sender is forged (DMARC)"
    return ""


def _machine(letter: _Letter) -> str:
    for sign in automatic_signs(letter.message):
        if sign.weight >= _SURE and sign.kind not in _PEOPLE_TOO:
            return f"a machine wrote it ({one_line(sign.where, 60)})"
    if letter.intent not in AUTOMATIC or isinstance(read_answer(letter.text), Accepts | Rejects):
        # Who rejects a lead because its contact is away writes like an absence notice.
        return ""
    return f"it reads as {letter.intent.value}"


def _not_understood(
    session: Session,
    came: Came,
    offer: Offer,
    colleague: Colleague,
    unclear: Unclear,
    rules: HandOffRules,
    now: datetime,
) -> Came:
    language = next(iter(colleague.languages), "en")
    why = _WHY_UNCLEAR.get(language, _WHY_UNCLEAR["en"])[unclear]
    if offer.state is not OfferState.OPEN:
        # They write about a lead that they have, or have no more: that is no answer, and nobody waits for one.
        return _became(came, AnswerCame.NOT_UNDERSTOOD, f"the offer is {offer.state.value}")
    _tell_once_a_day(session, offer, OfferTold.HELP, came, why, now)
    lead = session.get_one(Lead, offer.lead_id)
    managers = rules.team.of(Role.MANAGER)
    text = (
        f"{offer.salesperson} answered the offer of lead {lead.id} by mail, and it could not be read:"
        f" {_WHY_UNCLEAR['en'][unclear]}. `outreach inbox show {came.inbound_id}` has it; ask them"
    )
    owner = managers[0].name if managers else lead.finder
    open_task(session, lead, ANSWER_UNCLEAR, text, owner=owner, now=now)
    return _became(came, AnswerCame.NOT_UNDERSTOOD, _WHY_UNCLEAR["en"][unclear])


def _done(
    session: Session,
    came: Came,
    offer: Offer,
    colleague: Colleague,
    read: Accepts | Rejects,
    rules: HandOffRules,
    now: datetime,
) -> Came:
    """Do what it says, by the same services and under the same rules as the commands."""
    is_repeated = (isinstance(read, Accepts) and offer.state in TAKEN) or (
        isinstance(read, Rejects) and offer.state is OfferState.REJECTED
    )
    if is_repeated:
        return _became(came, AnswerCame.REPEATED, f"the offer is {offer.state.value}")
    try:
        with session.begin_nested():
            _answer(session, offer, colleague, read, rules, now)
    except Refused as refusal:
        _tell_once_a_day(session, offer, OfferTold.NOT_DONE, came, str(refusal), now)
        return _became(came, AnswerCame.REFUSED, one_line(str(refusal)))
    if isinstance(read, Accepts):
        return _became(came, AnswerCame.ACCEPTED, "")
    return _became(came, AnswerCame.REJECTED, read.reason.value)


def _answer(
    session: Session,
    offer: Offer,
    colleague: Colleague,
    read: Accepts | Rejects,
    rules: HandOffRules,
    now: datetime,
) -> None:
    if isinstance(read, Accepts):
        service.accept(session, offer.lead_id, rules=rules, actor=colleague.name, now=now, offer_id=offer.id)
        return
    service.reject(
        session,
        offer.lead_id,
        rules=rules,
        actor=colleague.name,
        reason=read.reason,
        note=read.note,
        now=now,
        offer_id=offer.id,
    )


def _tell_once_a_day(
    session: Session, offer: Offer, kind: OfferTold, came: Came, why: str, now: datetime
) -> None:
    lately = select(OfferNotice.id).where(
        OfferNotice.salesperson == offer.salesperson,
        col(OfferNotice.kind).in_((OfferTold.HELP, OfferTold.NOT_DONE)),
        col(OfferNotice.made_at) > now - _HELP_EVERY,
    )
    if session.exec(lately.limit(1)).first() is None:
        tell(session, offer, kind, now, inbound_id=came.inbound_id, why=one_line(why, 400))


def _became(came: Came, what: AnswerCame, why: str) -> Came:
    return Came(came.inbound_id, what, why, came.offer_id, came.lead_id, came.salesperson)


def _id(letter: _Letter) -> int:
    return letter.inbound.id or 0


_BEGINNINGS = sa.select(
    col(InboundMessage.id),
    col(InboundMessage.sender_address),
    sa.func.substr(col(InboundMessage.raw), 1, _HEADER_BYTES, type_=sa.LargeBinary).label("beginning"),
).where(col(InboundMessage.state) == InboundState.APPLIED, col(InboundMessage.emptied_at).is_(None))
