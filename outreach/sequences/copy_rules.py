"""What honest copy looks like: one table of rules, each of which reads a rendered mail for one fault.

After Ross & Tyler, Predictable Revenue: very short, plain text, one easy question, no pitch, readable on a
phone. An error keeps a campaign from starting; a warning is only said.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from outreach.sequences.copy_words import WORDS, Words
from outreach.sequences.merge_context import MergeContext
from outreach.sequences.rendering import Rendered

MAX_WORDS = 80
MAX_SUBJECT = 50
#: About seven lines on a phone held upright.
MAX_PARAGRAPH = 280
#: A line as long as this, with another below it, was broken by hand; a phone breaks it again elsewhere.
BROKEN_LINE = 50
#: "Thank you!" and "Здравствуйте, Анна!" are courtesy, not shouting.
COURTESY_WORDS = 4


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Copy:
    """One rendered mail with what it is meant to be. `starts_thread`: it comes with a subject of its own."""

    mail: Rendered
    context: MergeContext
    language: str
    starts_thread: bool
    is_referral: bool

    @property
    def words(self) -> Words | None:
        return WORDS.get(self.language.partition("-")[0])

    @property
    def subject(self) -> str:
        return self.mail.subject or ""

    @property
    def everything(self) -> str:
        return f"{self.subject}\n{self.mail.body}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, the words it is about (to find their line), and what would be better."""

    problem: str
    excerpt: str = ""
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class CopyRule:
    name: str
    severity: Severity
    meaning: str
    check: Callable[[Copy], Iterator[Finding]]


_QUESTION = re.compile(r"[?？][?!？]*")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"[^.?!？\n]+[.?!？]*")
_FAKE_REPLY = re.compile(
    r"\W*(?:re|fw|fwd|aw|wg|sv|vs|antw|tr|rv|res|enc|ref|ответ|отв|пересл|пер)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
_HTML = re.compile(
    r"<\s*/?\s*(?:a|p|b|i|u|br|hr|em|div|span|font|img|table|tbody|tr|td|th|ul|ol|li|h[1-6]|html|head|body|style"
    r"|script|strong|center|meta|link|iframe|button|!--)\b[^>]*>|<!--|&(?:nbsp|amp|lt|gt|quot|[lr][sd]quo|#\d+);",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:\b(?:https?|ftp)://|\bwww\.|\bmailto:)\S*", re.IGNORECASE)
_TRACKED = re.compile(r"\butm_\w+=|[?&](?:gclid|fbclid|mc_eid|trk|cid)=", re.IGNORECASE)
_BARE_DOMAIN = re.compile(
    r"(?<![@\w.-])(?:[\w-]+\.)+(?:com|net|org|info|biz|io|co|ai|me|ly|app|dev|page|site|link|click|online|shop"
    r"|store|tech|email|example|ru|рф|su|ua|by|kz|de|at|ch|fr|es|it|pl|nl|uk|eu|us|ca|au)\b(?!@)(?:/\S*)?",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-ZА-ЯЁ]{5,}\b|\b[A-ZА-ЯЁ]{3,}(?: [A-ZА-ЯЁ]{3,})+\b")
_HOLE = re.compile(
    r"\S{0,40} [,.!?;:](?!\.)(?=\s|\Z)|\S{1,40} {2,}\S{1,40}|\(\s*\)|«\s*»|“\s*”|\"\s*\"|^[,.;:!?)].*"
    r"|\S{0,40},\s*[,.;!?]|\b(?:at|for|with|of|from|в|на|для|у|из)\Z",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"[{}]|\[[A-ZА-ЯЁ][\w ]{1,30}\]|<(?:[\w ]*(?:name|company)|имя|компания)>|\bXXX+\b|\bTODO\b"
    r"|\bLorem ipsum\b|%[A-Z_]{3,}%|\*\|[A-Z_]+\|\*",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MIXED_LETTERS = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[А-Яа-яЁё])\w+\b")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def _more_than_one_question(copy: Copy) -> Iterator[Finding]:
    questions = _QUESTION.findall(copy.mail.message)
    if len(questions) > 1:
        second = [sentence for sentence in _sentences(copy.mail.message) if _QUESTION.search(sentence)][-1]
        yield Finding(f"asks {len(questions)} questions.", second, "Keep the one that is easiest to answer.")
    if not questions and copy.starts_thread:
        yield Finding("asks nothing.", remedy="End with one easy question.")


def _no_question_in_a_reminder(copy: Copy) -> Iterator[Finding]:
    if not copy.starts_thread and not _QUESTION.search(copy.mail.message):
        yield Finding("asks nothing.", remedy="Ask the one question again, in other words.")


def _two_asks(copy: Copy) -> Iterator[Finding]:
    if (words := copy.words) is None:
        return
    asks = [
        sentence
        for sentence in _sentences(copy.mail.message)
        if _QUESTION.search(sentence) or words.asks.search(sentence)
    ]
    for_call = [sentence for sentence in asks if words.call_ask.search(sentence)]
    if for_call and any(words.referral_ask.search(sentence) for sentence in asks):
        yield Finding(
            "asks for the right person and for a call.", for_call[0], "One mail, one aim: keep one of them."
        )


def _too_long(copy: Copy) -> Iterator[Finding]:
    count = len(_WORD.findall(copy.mail.message))
    if count >= MAX_WORDS:
        yield Finding(f"has {count} words above the footer.", remedy=f"Stay under {MAX_WORDS}.")


def _long_subject(copy: Copy) -> Iterator[Finding]:
    if len(copy.subject) > MAX_SUBJECT:
        yield Finding(
            f"has a subject of {len(copy.subject)} characters.",
            copy.subject,
            f"A phone shows about {MAX_SUBJECT}.",
        )


def _long_paragraph(copy: Copy) -> Iterator[Finding]:
    for line in copy.mail.message.split("\n"):
        if len(line) > MAX_PARAGRAPH:
            yield Finding(f"has a paragraph of {len(line)} characters.", line, "Break it in two.")


def _broken_lines(copy: Copy) -> Iterator[Finding]:
    lines = copy.mail.message.split("\n")
    for line, following in pairwise(lines):
        if len(line) >= BROKEN_LINE and following.strip():
            remedy = "Write a paragraph as one line; every screen breaks it where it fits."
            yield Finding("breaks a line inside a paragraph.", line, remedy)
            return


def _html(copy: Copy) -> Iterator[Finding]:
    yield from _each(_HTML, copy.everything, "has HTML in it", "Mail goes out as plain text.")


def _link(copy: Copy) -> Iterator[Finding]:
    above = f"{copy.subject}\n{copy.mail.message}"
    remedy = "A first mail has nothing to click, and nothing is tracked."
    yield from _each(_URL, above, "has a link in it", remedy)
    if not _URL.search(above):
        yield from _each(_BARE_DOMAIN, above, "names a site, which mail programs turn into a link", remedy)
    yield from _each(_TRACKED, copy.mail.footer, "has a tracked link in it", remedy)


def _link_in_footer(copy: Copy) -> Iterator[Finding]:
    yield from _each(
        _URL, copy.mail.footer, "has a link in the footer", "Name and postal address are enough."
    )


def _fake_reply(copy: Copy) -> Iterator[Finding]:
    if copy.starts_thread and _FAKE_REPLY.match(copy.subject):
        yield Finding(
            "pretends to be an answer or a forwarded mail.", copy.subject, "Say what the mail is about."
        )


def _false_history(copy: Copy) -> Iterator[Finding]:
    if words := copy.words:
        remedy = "Nobody has spoken to them yet."
        yield from _each(words.false_history, copy.everything, "pretends that you know each other", remedy)


def _claimed_referral(copy: Copy) -> Iterator[Finding]:
    if (words := copy.words) and not copy.is_referral:
        remedy = 'Only a sequence with requires = "referral" may say that somebody sent you.'
        yield from _each(words.referred_claim, copy.everything, "claims a referral", remedy)


def _referrer_not_named(copy: Copy) -> Iterator[Finding]:
    referrer = copy.context.referrer
    if not copy.is_referral or not copy.starts_thread or referrer is None:
        return
    if not any(name and name in copy.mail.message for name in (referrer.name, referrer.address)):
        remedy = 'Write "{{ referrer.name or referrer.address }} suggested I write to you".'
        yield Finding("does not say who named them.", remedy=remedy)


def _no_identity(copy: Copy) -> Iterator[Finding]:
    sender = copy.context.sender
    for value, name in ((sender.name, "sender.name"), (sender.organisation, "sender.organisation")):
        if _folded(value) not in _folded(copy.mail.body):
            yield Finding("does not say who writes.", remedy=f"Put {{{{ {name} }}}} under it.")


def _no_postal_address(copy: Copy) -> Iterator[Finding]:
    if _folded(copy.context.sender.postal_address) not in _folded(copy.mail.body):
        yield Finding(
            "has no postal address.", remedy="Put {{ sender.postal_address }} below a line of two hyphens."
        )


def _no_easy_no(copy: Copy) -> Iterator[Finding]:
    if (words := copy.words) is None:
        return
    says_how = any(
        words.opt_out_way.search(line) and words.opt_out_promise.search(line)
        for line in copy.mail.body.split("\n")
    )
    if not says_how and not words.opt_out_word.search(copy.mail.body):
        remedy = 'Such as: "Not interested? Just say so and I won\'t write again."'
        yield Finding("gives no easy way to say no.", remedy=remedy)


def _no_footer(copy: Copy) -> Iterator[Finding]:
    if not copy.mail.footer:
        remedy = "Put a line of two hyphens (--) above address and opt-out; they do not count as the message."
        yield Finding("has no footer.", remedy=remedy)


def _hole(copy: Copy) -> Iterator[Finding]:
    text = copy.everything if copy.mail.subject is not None else copy.mail.body
    remedy = (
        'Give a value that may be missing something to fall back on: {{ contact.given_name or "there" }}.'
    )
    # RFC 3676's mark ends in a space, and is ours.
    yield from _each(_HOLE, text.replace("\n-- \n", "\n\n"), "leaves a hole where a value is missing", remedy)


def _placeholder(copy: Copy) -> Iterator[Finding]:
    yield from _each(_PLACEHOLDER, copy.everything, "has a placeholder left in it", "Fill it or delete it.")


def _pitch(copy: Copy) -> Iterator[Finding]:
    if words := copy.words:
        yield from _each(
            words.pitch, copy.everything, "sounds like a pitch", "Ask first; sell later, or not."
        )


def _pressure(copy: Copy) -> Iterator[Finding]:
    if words := copy.words:
        yield from _each(words.pressure, copy.everything, "presses", "They have all the time they want.")


def _loud_subject(copy: Copy) -> Iterator[Finding]:
    yield from _each(_CAPITALS, copy.subject, "shouts in the subject", "Write it in small letters.")
    if "!" in copy.subject:
        yield Finding("has an exclamation mark in the subject.", copy.subject, "Leave it out.")


def _loud_message(copy: Copy) -> Iterator[Finding]:
    yield from _each(_CAPITALS, copy.mail.message, "shouts", "Write it in small letters.")
    for line in copy.mail.message.split("\n"):
        is_courtesy = (
            line.count("!") == 1 and line.endswith("!") and len(_WORD.findall(line)) <= COURTESY_WORDS
        )
        if "!" in line and not is_courtesy:
            yield Finding("has an exclamation mark.", line, "A full stop reads calmer.")


def _invisible(copy: Copy) -> Iterator[Finding]:
    if found := _INVISIBLE.search(copy.everything):
        line = _line_around(copy.everything, found.start())
        yield Finding(f"has the invisible character U+{ord(found[0]):04X} in it.", line, "Delete it.")


def _mixed_letters(copy: Copy) -> Iterator[Finding]:
    remedy = "Type the word anew; filters take it for a trick."
    yield from _each(_MIXED_LETTERS, copy.everything, "mixes Latin and Cyrillic letters in one word", remedy)


def _wrong_language(copy: Copy) -> Iterator[Finding]:
    latin, cyrillic = len(_LATIN.findall(copy.mail.message)), len(_CYRILLIC.findall(copy.mail.message))
    spoken = copy.language.partition("-")[0]
    if (spoken == "ru" and latin > cyrillic) or (spoken == "en" and cyrillic > latin):
        yield Finding(
            f'is not written in "{copy.language}".', remedy="The suffix of the file names the language."
        )


def _unknown_language(copy: Copy) -> Iterator[Finding]:
    if copy.words is None:
        problem = f'is in "{copy.language}", of which the linter knows no words.'
        yield Finding(problem, remedy="See yourself that it has one ask, no pitch and an easy no.")


def _each(pattern: re.Pattern[str], text: str, problem: str, remedy: str) -> Iterator[Finding]:
    """A finding for the first place of each line that `pattern` knows."""
    for line in text.split("\n"):
        if found := pattern.search(line):
            yield Finding(f'{problem}: "{found[0].strip() or line.strip()}".', line, remedy)


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.findall(text)]


def _line_around(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1 :].partition("\n")[0]


def _folded(text: str) -> str:
    return " ".join(text.split())


_E, _W = Severity.ERROR, Severity.WARNING

RULES: tuple[CopyRule, ...] = (
    CopyRule("one-question", _E, "exactly one question stands above the footer", _more_than_one_question),
    CopyRule("reminder-asks", _W, "a reminder asks the question again", _no_question_in_a_reminder),
    CopyRule("one-ask", _E, "a referral or a call is asked for, never both", _two_asks),
    CopyRule("short", _E, f"fewer than {MAX_WORDS} words stand above the footer", _too_long),
    CopyRule("subject-length", _W, f"the subject has at most {MAX_SUBJECT} characters", _long_subject),
    CopyRule(
        "paragraph-length", _W, f"no paragraph has more than {MAX_PARAGRAPH} characters", _long_paragraph
    ),
    CopyRule("whole-lines", _W, "a paragraph is one line of the file", _broken_lines),
    CopyRule("no-html", _E, "no HTML, no pixel", _html),
    CopyRule("no-link", _E, "no link above the footer, none that is tracked anywhere", _link),
    CopyRule("footer-link", _W, "no link in the footer", _link_in_footer),
    CopyRule("honest-subject", _E, 'a new thread has no "Re:" or "Fwd:"', _fake_reply),
    CopyRule("no-false-history", _E, "nothing pretends an earlier conversation", _false_history),
    CopyRule("no-claimed-referral", _E, "only a referral sequence speaks of a referral", _claimed_referral),
    CopyRule("names-referrer", _E, "the first mail of a referral names the referrer", _referrer_not_named),
    CopyRule("identity", _E, "name and organisation of the sender are there", _no_identity),
    CopyRule("postal-address", _E, "the postal address is there", _no_postal_address),
    CopyRule("easy-no", _E, "one sentence says how to say no, and that it is kept", _no_easy_no),
    CopyRule("footer", _W, "a line of two hyphens parts message and footer", _no_footer),
    CopyRule("no-holes", _E, "it reads well where values are missing", _hole),
    CopyRule("no-placeholder", _E, "nothing is left to be filled in", _placeholder),
    CopyRule("no-pitch", _W, "nothing is praised or offered", _pitch),
    CopyRule("no-pressure", _W, "nobody is hurried", _pressure),
    CopyRule("quiet-subject", _E, "the subject has no capitals and no exclamation mark", _loud_subject),
    CopyRule("quiet-message", _W, "so has the message, greeting and thanks aside", _loud_message),
    CopyRule("visible", _E, "no character is invisible", _invisible),
    CopyRule("one-alphabet", _E, "no word mixes alphabets", _mixed_letters),
    CopyRule("right-language", _E, "the text is in the language of its file", _wrong_language),
    CopyRule("known-language", _W, "the linter has words for the language", _unknown_language),
)
