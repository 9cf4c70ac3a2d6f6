"""What a person is told to do about a mailbox that cannot be read."""

import pytest

from outreach.mail.imap import ConnectionLost, InsecureConnection, LoginRefused, ServerBusy
from outreach.mail.imap_advice import BY_CODE, advice


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("AUTHENTICATIONFAILED", "app password"),
        ("EXPIRED", "set a new one"),
        ("OVERQUOTA", "is full"),
        ("ALERT", "wants a person to read this"),
    ],
)
def test_what_the_server_says_is_wrong_comes_first(code: str, word: str) -> None:
    assert word in advice(LoginRefused("refused", code=code))


def test_without_a_code_the_kind_of_trouble_decides() -> None:
    advised = [
        advice(trouble)
        for trouble in (
            LoginRefused("refused"),
            InsecureConnection("no TLS"),
            ServerBusy("busy", code="INUSE"),
            ConnectionLost("goodbye", code="BYE"),
            OSError("no route"),
        )
    ]

    assert advised[0].startswith("Check user name")
    assert advised[1].startswith("Nothing secret was sent")
    assert all("tried again by itself" in each for each in advised[2:])


def test_each_code_has_an_advice_of_its_own() -> None:
    assert len(set(BY_CODE.values())) == len(BY_CODE)
