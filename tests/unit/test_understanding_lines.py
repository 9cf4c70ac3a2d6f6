"""Verdicts as JSON lines, and how they are measured against labels."""

import base64
import json

import pytest

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.replies.evaluate import Judged, as_json, as_text, evaluate, judged, measure
from outreach.replies.explain import explain_line
from outreach.replies.verdict import RULES_VERSION, Verdict, verdict_from_dict, verdict_to_dict
from tests.support.reply_mail import OUR_ID, OUR_SUBJECT, OUR_TEXT, THEM, US, reply, verdict_on


def test_a_verdict_survives_its_way_through_json():
    verdict = verdict_on("Talk to Ana Ruiz, ana.ruiz@amesworks.example, +44 20 7946 0318")

    restored = verdict_from_dict(json.loads(json.dumps(verdict_to_dict(verdict))))

    assert verdict_to_dict(restored) == verdict_to_dict(verdict)
    assert restored.referrals == verdict.referrals
    assert restored.rules_version == RULES_VERSION


def test_a_line_has_every_field_of_the_contract():
    line = {"id": "m1", "raw_b64": base64.b64encode(reply("Take me off your list.")).decode()}

    answer = explain_line(line)

    assert answer["id"] == "m1"
    assert answer["intent"] == "unsubscribe"
    assert {
        "id", "intent", "confidence", "needs_review", "referrals", "alternates", "return_date", "resume_date",
        "callback_phone", "bounced_address", "bounce_reason", "language", "visible_text", "evidence",
    } <= set(answer)  # fmt: skip
    assert {"rule", "intent", "text"} <= set(answer["evidence"][0])


def test_what_we_sent_and_when_it_came_are_heeded():
    line = {
        "id": "m2",
        "raw_b64": base64.b64encode(reply("Ping me in March.", quoted=True)).decode(),
        "outbound": {"message_id": OUR_ID, "from": US, "to": THEM, "subject": OUR_SUBJECT, "text": OUR_TEXT},
        "received_at": "2026-02-10T09:00:00+00:00",
    }

    answer = explain_line(line)

    assert (answer["intent"], answer["resume_date"]) == ("not_now", "2026-03-01")
    assert answer["visible_text"] == "Ping me in March."


@pytest.mark.parametrize(
    "line",
    [
        {"id": "x"},
        {"id": "x", "raw_b64": None},
        {"id": "x", "raw_b64": "%%%"},
        {"id": "x", "raw_b64": ""},
        {"id": "x", "raw_b64": "AAAA", "outbound": "none", "received_at": "yesterday"},
        {"raw_b64": base64.b64encode(b"\xff\xfe\x00no mail at all").decode(), "received_at": 7},
    ],
)
def test_a_line_that_cannot_be_read_still_gets_an_answer(line: dict[str, object]):
    answer = explain_line(line)

    assert answer["id"] == line.get("id")
    assert answer["needs_review"] is True


def _judged(expected: Intent, given: Intent, confidence: float, *, alone: bool = False) -> Judged:
    return Judged(f"{expected}-{given}", "en", expected, given, confidence, not alone)


def test_the_measures_count_what_they_say():
    rows = (
        _judged(Intent.REFERRAL, Intent.REFERRAL, 0.95, alone=True),
        _judged(Intent.REFERRAL, Intent.QUESTION, 0.55),
        _judged(Intent.QUESTION, Intent.QUESTION, 0.85),
        _judged(Intent.UNSUBSCRIBE, Intent.NOT_INTERESTED, 0.92, alone=True),
    )

    measured = measure(rows)

    assert (measured.accuracy.right, measured.accuracy.total) == (2, 4)
    assert (measured.alone.right, measured.alone.total, measured.alone_share) == (1, 2, 0.5)
    scores = {score.intent: score for score in measured.intents}
    assert (scores[Intent.REFERRAL].precision, scores[Intent.REFERRAL].recall) == (1.0, 0.5)
    assert scores[Intent.QUESTION].precision == 0.5
    assert (Intent.UNSUBSCRIBE, Intent.NOT_INTERESTED, 1) in measured.confusion
    assert measured.curve[-1] == (0.0, 1.0, 0.5)
    assert sum(band.right.total for band in measured.calibration) == 4


def test_nothing_to_measure_is_no_error():
    measured = evaluate(())

    assert (measured.accuracy.value, measured.alone_share, measured.calibration_error) == (0.0, 0.0, 0.0)


def test_a_labelled_line_is_read_and_held_against_its_label():
    line = {
        "id": "m3",
        "language": "en",
        "raw_b64": base64.b64encode(reply("Take me off your list.")).decode(),
        "expected": {"intent": "unsubscribe"},
    }

    assert judged(line).is_right


def test_a_line_without_a_label_is_refused_by_name():
    with pytest.raises(Refused, match='message "m4" has no label'):
        evaluate([{"id": "m4", "raw_b64": "", "expected": {"intent": "perhaps"}}])


def test_the_figures_are_printed_for_people_and_for_programs():
    measured = measure((_judged(Intent.REFERRAL, Intent.QUESTION, 0.55),))

    assert json.loads(json.dumps(as_json(measured)))["confusion"] == [["referral", "question", 1]]
    assert "intent right" in as_text(measured)


def test_an_older_verdict_without_newer_fields_can_still_be_read():
    assert verdict_from_dict({"intent": "other"}) == Verdict(rules_version="")
