"""No message, however broken, stops the reading: there is always a verdict."""

import base64
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.replies.explain import explain_line
from outreach.replies.understanding import understand
from tests.support.reply_mail import RECEIVED, reply, sent_mail

SAMPLE = Path(__file__).parent.parent / "corpus" / "replies_sample.jsonl"


def _raws() -> list[bytes]:
    with SAMPLE.open(encoding="utf-8") as lines:
        return [base64.b64decode(json.loads(line)["raw_b64"]) for line in lines][::9]


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled, or everything behind a place lost."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(data) or 1)
        match chance.randrange(5):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + chance.randint(1, 40)]
            case 2:
                data[place:place] = data[place : place + chance.randint(1, 60)]
            case 3:
                data[place:place] = chance.choice(
                    (b"\r\n", b"=?utf-8?q?", b"--", b"\x00", b"\xff\xfe", b"<>", b"@")
                )
            case _:
                del data[max(40, place) :]
    return bytes(data)


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_mail_still_gets_a_verdict(seed: int):
    chance = random.Random(seed)

    for raw in _raws():
        verdict = understand(_mutated(raw, chance), sent=sent_mail(), received_at=RECEIVED)

        assert not [doubt for doubt in verdict.doubts if doubt.startswith("could not be understood")]
        assert 0.0 <= verdict.confidence <= 1.0


@settings(max_examples=60)
@given(st.binary(max_size=600))
def test_any_bytes_get_a_verdict(raw: bytes):
    verdict = understand(raw)

    assert not [doubt for doubt in verdict.doubts if doubt.startswith("could not be understood")]


@settings(max_examples=120)
@given(st.text(max_size=400))
def test_any_text_gets_a_verdict(text: str):
    typed = text.encode("utf-8", "replace").decode()
    raw = reply("x").replace(b"\r\n\r\nx", b"\r\n\r\n" + typed.encode())

    verdict = understand(raw, sent=sent_mail(), received_at=RECEIVED)

    assert not [doubt for doubt in verdict.doubts if doubt.startswith("could not be understood")]
    assert all(len(hit.text) <= 200 for hit in verdict.evidence)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["id", "raw_b64", "outbound", "received_at"]), st.text(max_size=40)))
def test_any_line_gets_an_answer(line: dict[str, str]):
    assert explain_line(line)["intent"]


@pytest.mark.parametrize(
    "piece", ["a-", "Dr. ", "Anna Maria ", "a@ dot ", "to ", "Ивану Петровичу ", "10/12 ", "((", "?"]
)
def test_a_text_made_to_be_slow_is_cut_short(piece: str):
    raw = reply(piece * 20_000)

    verdict = understand(raw, sent=sent_mail(), received_at=RECEIVED)

    assert len(verdict.referrals) <= 6
