"""The token of the one-click opt-out: only who has the key can make one, and it says nothing about anybody."""

import random
import string

import pytest

from outreach.sending.one_click import TOKEN_LENGTH, is_ours, opt_out_url, token_for

KEY = b"k" * 32
ALPHABET = string.ascii_letters + string.digits + "-_"


def test_a_token_is_the_same_for_the_same_address() -> None:
    assert token_for(KEY, "ana@acme.example") == token_for(KEY, "ana@acme.example")
    assert token_for(KEY, "ana@acme.example") != token_for(KEY, "bob@acme.example")


def test_a_token_is_known_as_ours_by_the_key_alone() -> None:
    token = token_for(KEY, "ana@acme.example")

    assert len(token) == TOKEN_LENGTH
    assert is_ours(KEY, token)
    assert not is_ours(b"x" * 32, token)


def test_nothing_of_the_address_is_in_the_token() -> None:
    token = token_for(KEY, "ana@acme.example")

    assert "ana" not in token.lower()
    assert "acme" not in token.lower()


@pytest.mark.parametrize("place", range(TOKEN_LENGTH))
def test_a_token_with_one_other_character_is_not_ours(place: int) -> None:
    token = token_for(KEY, "ana@acme.example")
    other = next(each for each in ALPHABET if each != token[place])

    assert not is_ours(KEY, token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    "text", ["", "x", "=" * TOKEN_LENGTH, "я" * TOKEN_LENGTH, "a" * 10_000, "../../etc/passwd", "%00" * 20]
)
def test_what_is_no_token_is_not_ours(text: str) -> None:
    assert not is_ours(KEY, text)


def test_random_tokens_do_not_hit() -> None:
    draw = random.Random(7)

    hits = sum(is_ours(KEY, "".join(draw.choices(ALPHABET, k=TOKEN_LENGTH))) for _ in range(20_000))

    assert hits == 0


def test_the_address_of_a_token_is_below_the_public_one() -> None:
    token = token_for(KEY, "ana@acme.example")

    assert opt_out_url("https://mail.north.example/", token) == f"https://mail.north.example/u/{token}"
