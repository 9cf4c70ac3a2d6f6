"""What stands on the screen about one reply, as text: who wrote, what, what is thought of it, what surrounds it."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from outreach.cli.review_screen.keys import CHOICES
from outreach.cli.review_screen.marking import marked, places
from outreach.cli.review_screen.values import Answered, Changes, Elsewhere, Letter, Reason, Reply, Row
from outreach.cli.review_screen.words import WORDS, Words
from outreach.core.intents import Intent
from outreach.qualification.meanings import Meaning
from outreach.replies.verdict import Person

_KEY_OF = {choice.intent: choice.key for choice in CHOICES}

NOTHING = Content("")

#: Reasons that are shown; the first are the strongest.
_MOST_REASONS = 3
#: Rules whose words are not quoted from the mail as they stand there.
_MADE_UP = ("model", "hint.")
#: Of an old letter of the conversation.
_LONGEST_LETTER = 1_500


def head(row: Row, reply: Reply | None, words: Words) -> Content:
    """Who wrote, from where, on which campaign."""
    told = [row.who if row.who == row.address else f"{row.who} <{row.address}>"]
    if reply is not None and reply.title:
        told.append(reply.title)
    if row.account:
        told.append(_account(row, words))
    if row.value:
        told.append(words(f"value.{row.value}"))
    if row.campaign:
        told.append(f"{words('campaign')} {row.campaign}")
    if row.assigned_to:
        told.append(words("assigned", who=row.assigned_to))
    if row.snoozed_until:
        told.append(words("snoozed", day=words.day(row.snoozed_until.date())))
    return Content.assemble((told[0], "bold"), *(f" · {each}" for each in told[1:]))


def subject_line(row: Row, reply: Reply | None, words: Words) -> Content:
    """When it came, and about what."""
    return Content(f"{words.when(row.received_at)}  {'' if reply is None else reply.subject}".rstrip())


def nothing_waits(elsewhere: Elsewhere, words: Words) -> Content:
    """What an empty queue says: where else something waits, and what shows it."""
    counts = {
        "snoozed": elsewhere.snoozed,
        "referrals": elsewhere.referrals,
        "tasks": elsewhere.tasks,
    }
    told = [words(f"elsewhere.{name}", count=count) for name, count in counts.items() if count]
    return Content(words("elsewhere", what=", ".join(told))) if told else NOTHING


def body(reply: Reply, words: Words, *, whole: bool, brackets: bool) -> Content:
    """The reply, the words that count marked."""
    text = reply.whole if whole else reply.text
    if not text.strip():
        return Content(words("no.text"))
    shown = marked(text.strip("\n"), (reason.words for reason in reply.reasons), brackets=brackets)
    return Content.assemble((f"— {words('whole')} —\n", "dim"), shown) if whole else shown


def thought(reply: Reply, changes: Changes, words: Words, *, unfinished: str = "") -> Content:
    """What the program thinks and why, why a person is asked, and whom the reply names."""
    row = reply.row
    lines = [
        Content.assemble(
            f"{words('thinks')}: ",
            (f"{words(f'intent.{row.proposed.value}')} {row.confidence:.0%}", "bold"),
            _because(reply, words),
        )
    ]
    doubts = "; ".join(words.told(doubt) for doubt in reply.doubts or filter(None, (row.why,)))
    if doubts:
        lines.append(_fact(words("asked"), doubts))
    lines += _people(reply, changes, words)
    if reply.phone:
        lines.append(_fact(words("phone"), reply.phone))
    if reply.second_opinion is not None:
        intent, on = reply.second_opinion
        lines.append(_fact(words("second"), f"{words(f'intent.{intent.value}')} “{on}”"))
    lines += _day(reply, changes, words)
    lines += [_answered(answer, words) for answer in reply.answers]
    if unfinished:
        lines.append(Content.assemble((unfinished, "bold")))
    return Content("\n").join(lines)


def foretold(
    intent: Meaning,
    effects: Sequence[str] | None,
    words: Words,
    is_proposed: bool,
    most: int | None,
) -> Content:
    """What a decision would do; None: not known yet. At most so many lines; the rest is counted in front."""
    key = _KEY_OF.get(intent, "e")
    name = words(f"intent.{intent.value}")
    title = words("would") if is_proposed else words("would.other", key=key, intent=name)
    if effects is None:
        return Content.assemble((title, "bold"), f" {words('would.wait')}")
    lines = [words.told(effect) for effect in effects] or [words("would.nothing")]
    left = len(lines) - most if most is not None and len(lines) > most else 0
    more = f" {words('would.more', count=left, key=key.upper())}" if left else ""
    shown = lines[: len(lines) - left]
    return Content.assemble((title, "bold"), more, " ", "\n  ".join(shown))


def surroundings(reply: Reply, words: Words) -> Content:
    """Notes, the conversation, the account, colleagues."""
    row = reply.row
    parts = [
        _section(words("notes"), [_note(words.when(note.at), note.by, note.text) for note in reply.notes]),
        _section(words("thread"), [_letter(letter, words) for letter in reply.thread]),
        _section(words("account"), [_account(row, words)] if row.account else []),
        _section(
            words("others"),
            [f"{words.when(each.received_at)} {each.who}: {each.first_line}" for each in reply.others],
        ),
        _section(
            words("colleagues"),
            [
                " · ".join(filter(None, (each.who, each.title, each.address, each.state)))
                for each in reply.colleagues
            ],
        ),
    ]
    return Content("\n\n").join([part for part in parts if part])


def person_in_words(person: Person) -> str:
    """`Maria Weber <maria@acme.example>, Head of Sales, +44 …`."""
    address = f"<{person.email}>" if person.name and person.email else person.email or ""
    who = " ".join(filter(None, (person.name, address)))
    return ", ".join(filter(None, (who, person.title, person.phone)))


def _account(row: Row, words: Words) -> str:
    status = f"status.{row.account_status}"
    return f"{row.account} ({words(status)})" if status in WORDS else row.account


def _because(reply: Reply, words: Words) -> str:
    """The strongest reasons for what is proposed; where nothing speaks for it, those that speak at all."""
    own = [reason for reason in reply.reasons if reason.intent is reply.row.proposed]
    chosen = (own or list(reply.reasons))[:_MOST_REASONS]
    quoted = list(dict.fromkeys(f"“{reason.words}”" for reason in chosen if _is_quotable(reason, reply)))
    return (
        f" {words('because')} {', '.join(quoted)}" if quoted else f" {words('by.wording')}" if chosen else ""
    )


def _is_quotable(reason: Reason, reply: Reply) -> bool:
    """The model's features and hints are words put side by side: only what really stands in the mail is quoted."""
    if reason.rule.startswith(_MADE_UP):
        return bool(places(reply.whole or reply.text, [reason.words]))
    return bool(reason.words)


def _day(reply: Reply, changes: Changes, words: Words) -> Iterable[Content]:
    if changes.resume_on is not None:
        return [_fact(words("day.given"), words.day_of_year(changes.resume_on))]
    if reply.resume_on is None:
        return []
    day = words.day_of_year(reply.resume_on)
    if reply.rests_instead:
        return [_fact(words("day.read"), words("day.out", day=day, days=reply.rests_instead))]
    return [_fact(words("day"), day)]


def _answered(answer: Answered, words: Words) -> Content:
    told = words("answered.by", who=answer.by, what=answer_in_words(answer, words))
    return Content.assemble((told + (words("answered.takes") if answer.may_be_taken_back else ""), "bold"))


def answer_in_words(answer: Answered, words: Words) -> str:
    """`mail 183 waits to go out, 25 Nov 10:23`."""
    name = f"mail.{answer.state}"
    state = words(name) if name in WORDS else answer.state
    return f"{words('answered.mail', number=answer.number, state=state)}, {words.when(answer.at).strip()}"


def _people(reply: Reply, changes: Changes, words: Words) -> Iterable[Content]:
    people = reply.people if changes.people is None else changes.people
    if people:
        name = words("names" if changes.people is None else "names.corrected")
        return [_fact(name, "; ".join(map(person_in_words, people)))]
    if reply.row.proposed is Intent.REFERRAL or changes.people is not None:
        return [Content(words("nobody"))]
    return []


def _fact(name: str, value: str) -> Content:
    return Content.assemble((f"{name}: ", "dim"), value)


def _section(title: str, lines: Sequence[str]) -> Content:
    return Content.assemble((title, "bold underline"), "\n", "\n".join(lines)) if lines else Content("")


def _note(when: str, who: str, text: str) -> str:
    return f"{when} {who}: {text}".strip()


def _letter(letter: Letter, words: Words) -> str:
    who = words("we") if letter.ours else letter.who
    mark = "→" if letter.ours else "←"
    text = letter.text.strip()[:_LONGEST_LETTER]
    which = words("letter.this") if letter.is_this else words("letter.waiting") if letter.is_waiting else ""
    head = f"{mark} {words.when(letter.at)} {who}: {letter.subject} {which}".rstrip()
    return f"{head}\n{_indented(text)}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
