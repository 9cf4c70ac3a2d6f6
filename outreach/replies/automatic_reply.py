"""The second layer: whether a machine wrote the text, and which of a machine's few things it says.

Headers decide where there are any. A mailbox rule leaves none (Outlook's least of all): then the wording, the
subject and what a person would never leave out decide together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from outreach.core.addresses import is_role_address
from outreach.core.intents import Intent
from outreach.inbox.automatic import SignKind
from outreach.replies.automatic_words import said, said_by_a_machine
from outreach.replies.language import SPOKEN
from outreach.replies.prose import prose
from outreach.replies.reading import Reading, answers_us, has_reply_prefix
from outreach.replies.return_date import ReturnDay, return_day
from outreach.replies.rule import Rule, hits
from outreach.replies.verdict import Hit
from outreach.replies.words import automatic_rules

#: From here on a machine wrote it.
SURE = 0.9

_SIGN_WEIGHTS = (
    (SignKind.AUTO_REPLIED, 1.0),
    (SignKind.AUTO_GENERATED, 1.0),
    (SignKind.SUBJECT_PREFIX, 1.0),
    (SignKind.NULL_RETURN_PATH, 1.0),
    (SignKind.DAEMON_SENDER, 0.9),
    (SignKind.ROBOT_SENDER, 0.9),
    (SignKind.TICKET, 0.9),
    (SignKind.BULK, 0.5),
    (SignKind.SUPPRESS, 0.3),
)
_ABSENT, _BACK, _LEFT, _RECEIVED, _WILL_ANSWER, _CHALLENGE = (
    "auto.absent",
    "auto.back",
    "auto.left",
    "auto.received",
    "auto.will_answer",
    "auto.challenge",
)
_RULES = (
    _ABSENT,
    _BACK,
    _LEFT,
    _RECEIVED,
    _WILL_ANSWER,
    _CHALLENGE,
    "auto.address_changed",
    "other.newsletter",
    "other.pitch",
)

#: What a person says to somebody, and an absence notice to nobody.
_TO_A_PERSON = re.compile(
    r"\b(?:chase me|ping me|try me|remind me|let'?s|shall we|can we|would you|could you|catch up"
    r"|speak then|talk then|get back to you (?:on|next)"
    r"|keeping this short|chase|drop me|circle back|your (?:first|last|previous) (?:mail|e-?mail"
    r"|note|message)|you asked)\b"
    r"|\b(?:давай(?:те)?|напишите|напомните|созвонимся|коротко|перезвоните|спросили|ваш вопрос|вы"
    r" спрашива\w+)\b"
    r"|\b(?:melden sie sich (?:gern\w* )?(?:noch ?mal|wieder|danach|dann)|schreiben sie mir|lassen"
    r" sie uns|erinnern sie mich|kurz von mir)\b"
    r"|\b(?:recontactez|relancez|rappelez|revenez|écrivez-moi|on se|reparlons)\b|\b(?:escríbame"
    r"|escribame|llámeme|hablamos|vuelva a|recuérde\w+)\b"
)
_MACHINE_PHRASES = re.compile(
    r"\b(?:this (?:is an )?(?:automat\w+|auto-?\w+)|automat(?:ed|ic) (?:note|message|reply|response"
    r"|e-?mail|receipt)|do not reply|not monitored|(?:will|shall) (?:not )?be (?:forwarded|read"
    r"|monitored)|respond to your (?:message|e-?mail) (?:when|upon|on|once|as soon)"
    r"|(?:reply|respond|answer|get back to you|attend to your (?:message|e-?mail)) (?:when|upon|on"
    r"|once|as soon as|after) (?:i|my|we|our)|in my absence|during my absence|if (?:it|your"
    r" (?:\w+ )?(?:matter|enquiry|inquiry|request|message|e-?mail)) (?:is urgent|can'?t wait"
    r"|cannot wait|requires)"
    r"|for (?:urgent|immediate|anything urgent|all urgent)|in urgent cases|urgent (?:matters"
    r"|enquiries|inquiries|issues|requests)|thank you for your (?:e-?mail|message|mail)|the"
    r" person you are trying|dear (?:sender|customer|colleague)|limited access"
    r"|как (?:только )?вернусь|по возвращении|срочн\w+|на время (?:моего )?отсутств\w+|сообщение"
    r" (?:создано|отправлено|сформировано) автоматически|ваше письмо|автоматическ\w+|замеща\w+"
    r"|вернусь|спасибо за (?:ваше )?(?:письмо|сообщение|обращение)|если (?:вопрос )?(?:срочн\w+|горит)"
    r"|in dringenden (?:fällen|angelegenheiten)|wird (?:\w+ )?nicht (?:automatisch )?weitergeleitet"
    r"|vielen dank für ihre (?:nachricht|e-?mail|mail)|automatisch|nach meiner rückkehr|wieder"
    r" für sie da|vertretung"
    r"|en cas d'urgence|pour toute urgence|à mon retour|dès mon retour|automatique\w*|merci pour"
    r" votre (?:message|mail)|en mon absence"
    r"|a mi (?:vuelta|regreso)|para (?:urgencias|temas urgentes|asuntos urgentes)|en mi ausencia"
    r"|automátic\w+|gracias por (?:su|tu) (?:mensaje|correo)|gracias por (?:escribir|contactar)nos"
    r"|si (?:su|tu) (?:asunto|tema|consulta) es urgente"
    r"|дякую за (?:ваш )?лист|після повернення|автоматичн\w+|system[- ]generated|envoyée? automatiquement"
    r"|if it'?s urgent|if urgent|anything urgent|wenn es (?:dringend|eilig) ist|si c'est urgent|en caso de urgencia)\b"
)
#: "On leave", "out of office" in languages that have no rules of their own.
_ABSENT_ELSEWHERE = re.compile(
    r"\b(?:vakantie|afwezig|buiten kantoor|ferie|in ferie|fuori (?:sede|ufficio)|assente|urlop\w*"
    r"|nieobecn\w+|poza biurem"
    r"|férias|ausente|fora do escritório|dovolen\w+|mimo kancelář|semester|frånvarande|fraværende"
    r"|fravær|bortrest"
    r"|lomalla|poissa|szabadság\w*|atvaļinājum\w*|atostog\w+|puhkus\w*|concediu|izindeyim|tatilde"
    r"|відпустц\w+|відсутн\w+"
    r"|відрядженн\w+|отпуск\w*|out of office)\b"
)
_LINK = re.compile(r"https?://|\[[^\]]*\]\(http")


@dataclass(frozen=True, slots=True)
class AutomaticReply:
    """What a machine says, and how sure it is that one wrote it."""

    intent: Intent
    #: 1.0 by its headers, less by its wording.
    written_by_machine: float
    #: How sure the intent is, given that a machine wrote it.
    weight: float
    hits: tuple[Hit, ...]
    back: ReturnDay = field(default_factory=ReturnDay)


def automatic_reply(reading: Reading, wording: Sequence[Hit]) -> AutomaticReply | None:
    """None where nothing speaks for a machine; `wording` is what the rules for people's mail found."""
    by_signs, sign_hits = _by_signs(reading)
    sure = by_signs >= SURE
    found = list(_worded(reading, sure=sure))
    weights = _weights(found)
    if not sure and not any(weights.values()):
        return None
    back = _back(reading)
    intent, weight = _meaning(reading, weights, back, found)
    machine = 1.0
    if not sure:
        by_words = _by_words(reading, weights, intent, back, wording)
        if by_words <= 0.3:
            return None
        machine = max(by_signs, by_words)
        if by_signs + by_words >= 1.2 and by_words >= 0.6:
            machine = max(machine, SURE)
    kept = (*sign_hits, *(hit for hit in found if hit.intent is intent))
    return AutomaticReply(
        intent, min(machine, 1.0), weight, kept, back if intent is Intent.OUT_OF_OFFICE else ReturnDay()
    )


def _back(reading: Reading) -> ReturnDay:
    if reading.received_on is None:
        return ReturnDay()
    return return_day(reading.prose.plain, reading.received_on, american=reading.american)


def _worded(reading: Reading, *, sure: bool) -> Iterator[Hit]:
    seen: set[str] = set()
    subject = prose("" if _is_ours(reading, reading.subject) else reading.subject)
    tables = [_rules_of(reading, sure=sure)]
    if sure:
        # What is certainly a machine's says something: perhaps in another language than its signature.
        tables += [
            [*automatic_rules(one), *said_by_a_machine(one)] for one in SPOKEN if one != reading.rule_language
        ]
    for rules in tables:
        for text, share in ((reading.prose, 1.0), (subject, 0.8)):
            for hit in hits(rules, text):
                # In the subject our own words come back: only what the body does not say counts there.
                if hit.rule not in seen and not (text is subject and _is_ours(reading, hit.text)):
                    seen.add(hit.rule)
                    yield Hit(hit.rule, hit.intent, hit.text, hit.weight * share)
            elsewhere = None if reading.language in SPOKEN else _ABSENT_ELSEWHERE.search(text.plain)
            if elsewhere and _ABSENT not in seen:
                seen.add(_ABSENT)
                yield Hit(_ABSENT, Intent.OUT_OF_OFFICE, elsewhere.group(), 0.8 * share)
        if seen:
            return


def _rules_of(reading: Reading, *, sure: bool) -> list[Rule]:
    languages = (
        (reading.language, reading.rule_language) if reading.language == "uk" else (reading.rule_language,)
    )
    rules = [*reading.automatic_rules]
    for language in languages:
        rules += said(language)
        if sure:
            rules += said_by_a_machine(language)
    return rules


def _is_ours(reading: Reading, words: str) -> bool:
    return reading.sent is not None and words.lower() in reading.sent.subject.lower()


def _weights(found: list[Hit]) -> dict[str, float]:
    """By rule; 0.0 for one that did not fire."""
    weights = dict.fromkeys(_RULES, 0.0)
    for hit in found:
        weights[hit.rule] = max(weights.get(hit.rule, 0.0), hit.weight)
    return weights


def _by_signs(reading: Reading) -> tuple[float, tuple[Hit, ...]]:
    strongest, hits_of_signs = 0.0, []
    for kind, factor in _SIGN_WEIGHTS:
        sign = reading.first_sign(kind)
        if sign is not None:
            strongest = max(strongest, sign.weight * factor)
            hits_of_signs.append(
                Hit(
                    f"automatic.{kind.value}",
                    Intent.AUTO_ACKNOWLEDGEMENT,
                    f"{sign.where}: {sign.text}"[:90],
                    sign.weight * factor,
                )
            )
    pairs = [reading.strength(kind) * factor for kind, factor in _SIGN_WEIGHTS]
    together = sum(sorted(pairs, reverse=True)[:3])
    # A robot's address, a ticket number and bulk mail are each met with people; together they are not.
    return (max(strongest, 0.95) if together >= 1.25 else strongest), tuple(hits_of_signs)


def _meaning(
    reading: Reading, weights: dict[str, float], back: ReturnDay, found: Sequence[Hit]
) -> tuple[Intent, float]:
    absent, received = weights[_ABSENT], weights[_RECEIVED]
    # A plain word that may mean an absence ("closed") takes nothing back.
    if weights[_CHALLENGE] and (_LINK.search(reading.prose.text) or absent <= 0.8):
        return Intent.CHALLENGE, 0.95
    if weights[_LEFT] and not (absent and (back.day is not None or _handed_over(found))):
        return Intent.LEFT_COMPANY, 0.95
    if absent or (weights[_BACK] and (back.day is not None or not (received or weights[_WILL_ANSWER]))):
        return Intent.OUT_OF_OFFICE, 0.95 if absent and (back.day or weights[_BACK]) else 0.88
    if received or weights[_WILL_ANSWER]:
        both = bool(received and weights[_WILL_ANSWER])
        return Intent.AUTO_ACKNOWLEDGEMENT, 0.95 if both or reading.strength(SignKind.TICKET) else 0.9
    if reading.strength(SignKind.TICKET) or weights["auto.address_changed"]:
        return Intent.AUTO_ACKNOWLEDGEMENT, 0.8
    if weights["other.newsletter"] or weights["other.pitch"]:
        return Intent.OTHER, 0.75
    if back.day is not None:
        return Intent.OUT_OF_OFFICE, 0.7
    subject_says = reading.strength(SignKind.SUBJECT_PREFIX) >= 0.9
    if not subject_says and not answers_us(reading) and not reading.strength(SignKind.AUTO_REPLIED):
        # A circular of its own accord.
        return Intent.OTHER, 0.6
    return (Intent.OUT_OF_OFFICE, 0.6) if subject_says else (Intent.AUTO_ACKNOWLEDGEMENT, 0.45)


def _handed_over(found: Sequence[Hit]) -> bool:
    """Whether all that speaks of a leave for good is that work was handed over, as is done before a holiday."""
    return all(hit.text.lower().startswith("дела передан") for hit in found if hit.rule == _LEFT)


def _by_words(
    reading: Reading, weights: dict[str, float], intent: Intent, back: ReturnDay, wording: Sequence[Hit]
) -> float:
    """How much the wording alone speaks for a machine, where no header does."""
    if not any(weights.values()):
        return 0.0
    score = _said(reading, weights, intent, back)
    if intent is Intent.CHALLENGE:
        # Its words are its own, and sound like an answer: "spam", "once I approve you".
        return min(score, 0.95)
    plain = reading.prose.plain
    score += 0.4 if not _is_a_reply(reading) else 0.0
    score += 0.2 if is_role_address(reading.message.sender.address) else 0.0
    score += _quickly(reading)
    # Machines hardly ever quote; of people's answers every second one does.
    score += 0.0 if reading.new.quoted else 0.1
    score -= 0.5 if _TO_A_PERSON.search(plain) else 0.0
    score -= 0.25 if "?" in plain else 0.0
    score -= 0.35 if _greets_us(reading) else 0.0
    # Under a subject of its own such words are the machine's: "an agent will contact you, or call ...".
    score -= (0.5 if _is_a_reply(reading) else 0.25) if _answers_the_question(wording) else 0.0
    return max(0.0, min(score, 0.97))


def _said(reading: Reading, weights: dict[str, float], intent: Intent, back: ReturnDay) -> float:
    phrases = len({found.group() for found in _MACHINE_PHRASES.finditer(reading.prose.plain)})
    if intent is Intent.OUT_OF_OFFICE:
        return (
            (0.5 if weights[_ABSENT] else 0.2)
            + (0.3 if weights[_BACK] else 0.0)
            + (0.15 if back.day else 0.0)
            + min(0.3, 0.2 * phrases)
        )
    if intent is Intent.LEFT_COMPANY:
        return 0.35 + min(0.4, 0.25 * phrases)
    if intent is Intent.CHALLENGE:
        return 1.0 if _LINK.search(reading.prose.text) or not answers_us(reading) else 0.7
    if intent is Intent.AUTO_ACKNOWLEDGEMENT:
        both = bool(weights[_RECEIVED]) + bool(weights[_WILL_ANSWER])
        return 0.33 * both + min(0.3, 0.2 * phrases)
    return 0.0


def _is_a_reply(reading: Reading) -> bool:
    return has_reply_prefix(reading.message.subject) or not reading.message.subject.strip()


def _quickly(reading: Reading) -> float:
    """What the time since our mail says: nobody reads and types within seconds."""
    if reading.sent is None or reading.sent.sent_at is None or reading.received_at is None:
        return 0.0
    seconds = (reading.received_at - reading.sent.sent_at).total_seconds()
    return next((weight for most, weight in _HASTE if -5 <= seconds <= most), 0.0)


#: Seconds since our mail went out, and how much they speak for a machine.
_HASTE = ((20, 0.6), (60, 0.35), (120, 0.2))


def _greets_us(reading: Reading) -> bool:
    start = reading.prose.plain[:60]
    for our in reading.cast.ours:
        for word in our.name.lower().replace("ё", "е").split():
            if len(word) > 2 and re.search(rf"\b{re.escape(word)}\b", start):
                return True
    return False


_ANSWER = re.compile(
    r"(?:referral\.(?:passed|copying|handles|you_need|person_for|responsibility)|right\.|interest\.(?!own_number)"
    r"|no\.|optout\.)"
)


def _answers_the_question(wording: Sequence[Hit]) -> bool:
    """Somebody says who handles sales, that they do, or that they want to be left alone."""
    return any(hit.weight >= 0.6 and _ANSWER.match(hit.rule) for hit in wording)
