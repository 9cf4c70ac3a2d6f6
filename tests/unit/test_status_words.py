"""What `outreach status` says is wrong, as sentences that end once."""

import pytest

from outreach.cli.status import ended


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("ana is paused: too many bounces", "ana is paused: too many bounces."),
        (
            "ana was not read for 5 hours. Is `outreach run` running?",
            "ana was not read for 5 hours. Is `outreach run` running?",
        ),
        ("Resume each.", "Resume each."),
    ],
)
def test_a_sentence_ends_with_one_mark(sentence: str, said: str) -> None:
    assert ended(sentence) == said
