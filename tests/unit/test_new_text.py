"""What the writer typed, and nothing else. The cases stand in tests/corpus/new_text, a file a language."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from outreach.inbox.header_fields import Correspondent
from outreach.inbox.message import read_message
from outreach.inbox.new_text import new_text, new_text_of
from tests.support.foreign_mail import mail, multipart

CORPUS = Path(__file__).parent.parent / "corpus" / "new_text"
MARK = Correspondent("Mark Henley", "mark@henley-tools.example")


class Case(NamedTuple):
    name: str
    head: str
    text: str
    wanted: str


def cases() -> list[Case]:
    found = []
    for file in sorted(CORPUS.glob("*.txt")):
        for block in re.split(r"(?m)^%%% (?!text$|new$)", file.read_text(encoding="utf-8"))[1:]:
            title, _, rest = block.partition("\n")
            head, _, rest = rest.partition("%%% text\n")
            text, _, wanted = rest.partition("%%% new\n")
            found.append(Case(f"{file.stem}: {title}", head.strip(), text, wanted))
    return found


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_new_text_of_the_corpus(case):
    raw = f"{case.head}\nContent-Type: text/plain; charset=utf-8\n\n{case.text}".encode()

    found = new_text(read_message(raw))

    assert words(found.visible) == words(case.wanted)


def test_our_own_text_is_known_without_any_mark():
    ours = (
        "Hi Mark,\n\nWho looks after new customers at Henley Tools, if I may ask?\n\nTom Aldridge\nLeadbridge"
    )
    text = (
        "Ask Jim.\n\nm 10-05-2026 Tom:\nHi Mark,\nWho looks after new\ncustomers at Henley Tools, if I may "
        "ask?\nTom Aldridge\nLeadbridge"
    )

    found = new_text_of(text, sender=MARK, sent_text=ours)

    assert found.visible == "Ask Jim."
    assert "customers at Henley Tools" in found.quoted


def test_an_answer_below_our_unmarked_text_is_found_by_that_text():
    ours = "Hi Mark,\n\nWho looks after new customers at Henley Tools?\n\nThanks,\nTom"
    text = (
        f"-----Original Message-----\nFrom: Tom\nSent: Monday\nTo: Mark\nSubject: Question\n\n{ours}\n\n"
        f"That is Jim."
    )

    found = new_text_of(text, sender=MARK, sent_text=ours)

    assert found.visible == "That is Jim."


def test_answers_between_our_unmarked_lines_are_found_where_the_writer_points_to_them():
    ours = "Hi Mark,\n\nWho looks after new customers at Henley Tools?\n\nAnd who buys the packaging?\n\nThanks,\nTom"
    below = ours.replace("Tools?", "Tools?\nJim Webb.").replace("packaging?", "packaging?\nNobody does.")
    text = (
        f"My answers are below in red.\n\nFrom: Tom\nSent: 5 Oct 2026\nTo: Mark\nSubject: Question\n\n{below}"
    )

    found = new_text_of(text, sender=MARK, sent_text=ours)

    assert words(found.visible) == "My answers are below in red. Jim Webb. Nobody does."


def test_a_thank_you_like_ours_is_still_the_writers():
    found = new_text_of("Not me.\n\nThanks,\nMark", sender=MARK, sent_text="Who is it?\n\nThanks,\nTom")

    assert found.visible == "Not me.\n\nThanks,\nMark"


def test_a_closing_like_ours_above_a_name_is_still_the_writers():
    ours = "Кто у вас занимается продажами?\n\nС уважением,\nАлексей Громов"

    found = new_text_of(
        "Лучше к Ольге.\n\nС уважением,\nМахнёв И.С.\nглавный метролог",
        sender=Correspondent("Игорь Махнёв", "makhnev@uralpribor.example"),
        sent_text=ours,
    )

    assert found.visible == "Лучше к Ольге."
    assert found.signature == "С уважением,\nМахнёв И.С.\nглавный метролог"


def test_our_companys_name_in_the_text_makes_no_line_of_the_signature_ours():
    ours = "Who looks after new customers at Henley Tools?"

    found = new_text_of(
        "Jim does.\n\nRegards\nMark Henley\nPlant Manager\nHenley Tools", sender=MARK, sent_text=ours
    )

    assert found.visible == "Jim does."
    assert found.signature.endswith("Henley Tools")


def test_quotes_signature_and_boilerplate_are_kept_as_evidence():
    text = (
        "Not me.\n\nRegards\nMark Henley\nPlant Manager\n01632 960 100\n\n"
        "This message is confidential and intended solely for the addressee.\n\nOn 5 Oct 2026, at "
        "12:13, Tom wrote:\n> Who is it?"
    )

    found = new_text_of(text, sender=MARK)

    assert found.visible == "Not me."
    assert found.signature.startswith("Regards\nMark Henley")
    assert found.boilerplate.startswith("This message is confidential")
    assert found.quoted.endswith("> Who is it?")
    assert not found.doubtful


def test_a_forward_is_given_apart():
    text = (
        "See below.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@x.example>\nSubject: Re: hi\n\n"
        "That is me."
    )

    found = new_text_of(text, sender=MARK)

    assert found.visible == "See below."
    assert found.forwarded.endswith("That is me.")


def test_a_forward_without_a_word_has_no_new_text():
    found = new_text_of(
        "Begin forwarded message:\n\nFrom: Jo <jo@x.example>\nSubject: hi\nDate: Monday 5.10.2026\n\nOld.",
        sender=MARK,
    )

    assert found.visible == ""
    assert "Old." in found.forwarded


@pytest.mark.parametrize(
    "text",
    [
        "> only a quote",
        "-- \nMark Henley\nPlant Manager",
        "Sent from my iPhone",
        "This message is confidential and privileged.",
        "On 5 Oct 2026, at 12:13, Tom wrote:",
        "From: a\nSent: 5 Oct 2026\nTo: b\n\nwords",
        "[EXTERNAL]",
        "____________",
    ],
)
def test_where_there_is_text_there_is_new_text(text):
    found = new_text_of(text, sender=MARK)

    assert found.visible


def test_what_html_marks_as_the_signature_is_cut_from_the_plain_text():
    content_type, body = multipart(
        "alternative",
        "Content-Type: text/plain\n\nAsk Jim.\n\nHenley & Sons since 1911\nMind the gap",
        (
            'Content-Type: text/html\n\n<div>Ask Jim.</div><div class="gmail_signature">Henley &amp; Sons '
            "since 1911<br>Mind the gap</div>"
        ),
    )

    found = new_text(read_message(mail(body, content_type=content_type)))

    assert found.visible == "Ask Jim."
    assert found.signature.startswith("Henley & Sons")


def test_outlooks_repeated_addresses_are_written_once():
    text = (
        "Write to jo@acme.example<mailto:jo@acme.example> or see www.acme.example<http://www.acme.example/>."
    )

    assert new_text_of(text).visible == "Write to jo@acme.example or see www.acme.example."


@pytest.mark.parametrize(
    "text",
    [
        "I received this in error, please delete my address.",
        "Hi,\n\nImportant: please remove my e-mail from your list.\n\nMark",
        "Hi Tom,\n\nI want to unsubscribe.\n\nOur supplier list is confidential.",
        "Guten Tag,\n\nbitte löschen Sie meine Daten nach DSGVO.",
        "Sent from the wrong account, sorry. It is me.",
        "Two questions:\nfrom where did you get my address?\nto whom did you give it?",
        "Domestic = Graham, 01632 960 111\nExport = Helle, 01632 960 112",
        "On Monday he wrote: no. So no.",
        "1 - ask Jo\n2 - ask Ann",
        ">:( no more mails",
    ],
)
def test_a_persons_words_are_no_boilerplate_and_no_quote(text):
    assert words(new_text_of(text, sender=MARK).visible) == words(text)
