"""Addresses spelled out against robots, broken, shortened or described; the writer is tom.berg@amesworks.example."""

import pytest

from outreach.replies.prose import prose
from outreach.replies.written_addresses import Writer, address_mentions

WRITER = Writer("tom.berg@amesworks.example", "Tom Berg")


def addresses_in(text: str) -> list[str]:
    read = prose(text)
    return [mention.address for mention in address_mentions(read.plain, read.text, WRITER)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna dot weber at amesworks dot example", "anna.weber@amesworks.example"),
        ("anna [AT] amesworks [DOT] example", "anna@amesworks.example"),
        ("anna_at_amesworks.example", "anna@amesworks.example"),
        ("anna @ amesworks . example", "anna@amesworks.example"),
        ("anna.weber ät amesworks punkt example", "anna.weber@amesworks.example"),
        ("anna guion bajo weber arroba amesworks punto example", "anna_weber@amesworks.example"),
        ("anna chiocciola amesworks punto example", "anna@amesworks.example"),
        ("anna.weber собака amesworks.example", "anna.weber@amesworks.example"),
        ("anna равлик amesworks крапка example", "anna@amesworks.example"),
    ],
)
def test_an_address_spelled_out_is_read(text: str, address: str):
    assert addresses_in(text) == [address]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sales@ours", "sales@amesworks.example"),
        ("sales@amesworks", "sales@amesworks.example"),
        ("a.weber@... (our domain)", "a.weber@amesworks.example"),
        ("Anna dot Weber, same domain", "anna.weber@amesworks.example"),
        ("a.weber, gleiche Domain", "a.weber@amesworks.example"),
        ("логин a.weber, домен тот же", "a.weber@amesworks.example"),
        ("same address as mine, only anna.weber instead of tom.berg", "anna.weber@amesworks.example"),
        ("мой адрес, только a.weber вместо tom.berg", "a.weber@amesworks.example"),
    ],
)
def test_what_is_left_out_is_taken_from_the_writers_own_address_and_marked(text: str, address: str):
    read = prose(text)

    (mention,) = address_mentions(read.plain, read.text, WRITER)

    assert (mention.address, mention.pieced) == (address, True)


@pytest.mark.parametrize(
    "text",
    [
        "meet me at 9.30 at the office",
        "we are at amesworks.example",
        "look at our site www.amesworks.example",
        "@anna can you help",
        "thanks @anna.weber",
        "talk to anna instead of tom",
        "first name dot surname, same domain",
    ],
)
def test_other_words_are_no_address(text: str):
    assert addresses_in(text) == []
