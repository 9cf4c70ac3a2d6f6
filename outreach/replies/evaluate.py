"""How right the verdicts are on labelled messages: by intent, language, confidence, and of those decided alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.replies.explain import explain_line


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled message and what was made of it."""

    id: str
    language: str
    expected: Intent
    given: Intent
    confidence: float
    needs_review: bool

    @property
    def is_right(self) -> bool:
        return self.expected is self.given


@dataclass(frozen=True, slots=True)
class IntentScore:
    """Precision and recall of one intent, 0..1; a share of nothing is 0."""

    intent: Intent
    right: int
    given: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    total: int

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ConfidenceBand:
    """Messages whose confidence lay in [low, high): calibrated where `claimed` equals the share that was right."""

    low: float
    high: float
    claimed: float
    right: Share


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run over labelled messages."""

    accuracy: Share
    macro_f1: float
    intents: tuple[IntentScore, ...]
    languages: tuple[tuple[str, Share], ...]
    #: (expected, given, how often), the most frequent first; only what was wrong.
    confusion: tuple[tuple[Intent, Intent, int], ...]
    calibration: tuple[ConfidenceBand, ...]
    #: The mean distance between claimed and right over all bands, weighted by their size.
    calibration_error: float
    #: How many were decided without a person, and how many of these rightly.
    alone: Share
    alone_share: float
    #: (least confidence, share that has it, share of these that is right), falling confidence.
    curve: tuple[tuple[float, float, float], ...]
    wrong: tuple[Judged, ...]


_ASKED = ("id", "raw_b64", "outbound", "received_at")


def judged(line: Mapping[str, Any], answer: Mapping[str, Any] | None = None) -> Judged:
    """Holds the verdict on one labelled line (the reply set's schema) against its label.

    `answer` is what `explain_line` said of it, where that is known already.
    """
    if answer is None:
        answer = explain_line({key: line[key] for key in _ASKED if key in line})
    return Judged(
        id=str(line.get("id")),
        language=str(line.get("language") or answer["language"]),
        expected=_label(line),
        given=Intent(answer["intent"]),
        confidence=float(answer["confidence"]),
        needs_review=bool(answer["needs_review"]),
    )


def _label(line: Mapping[str, Any]) -> Intent:
    expected = line.get("expected")
    label = expected.get("intent") if isinstance(expected, Mapping) else None
    try:
        return Intent(str(label))
    except ValueError:
        shown = one_line(f'message "{line.get("id")}"')
        raise Refused(f"{shown} has no label: expected.intent must be one of {', '.join(Intent)}.") from None


def evaluate(lines: Iterable[Mapping[str, Any]]) -> Evaluation:
    """Reads every labelled line and measures. Raises Refused where a line has no label."""
    return measure(judged(line) for line in lines)


def measure(results: Iterable[Judged]) -> Evaluation:
    """All figures over `results`, which may be empty."""
    rows = tuple(results)
    scores = _intent_scores(rows)
    bands = _bands(rows)
    kept = [row for row in rows if not row.needs_review]
    return Evaluation(
        accuracy=_share(rows),
        macro_f1=sum(score.f1 for score in scores) / len(scores) if scores else 0.0,
        intents=scores,
        languages=tuple((language, _share(part)) for language, part in _by_language(rows)),
        confusion=_confusion(rows),
        calibration=bands,
        calibration_error=_calibration_error(bands),
        alone=_share(kept),
        alone_share=len(kept) / len(rows) if rows else 0.0,
        curve=_curve(rows),
        wrong=tuple(row for row in rows if not row.is_right),
    )


def _share(rows: Sequence[Judged]) -> Share:
    return Share(sum(row.is_right for row in rows), len(rows))


def _intent_scores(rows: Sequence[Judged]) -> tuple[IntentScore, ...]:
    right = Counter(row.expected for row in rows if row.is_right)
    given, expected = Counter(row.given for row in rows), Counter(row.expected for row in rows)
    return tuple(IntentScore(i, right[i], given[i], expected[i]) for i in Intent if expected[i] or given[i])


def _by_language(rows: Sequence[Judged]) -> list[tuple[str, list[Judged]]]:
    parts: dict[str, list[Judged]] = {}
    for row in rows:
        parts.setdefault(row.language, []).append(row)
    return sorted(parts.items(), key=lambda part: -len(part[1]))


def _confusion(rows: Sequence[Judged]) -> tuple[tuple[Intent, Intent, int], ...]:
    pairs = Counter((row.expected, row.given) for row in rows if not row.is_right)
    return tuple((expected, given, count) for (expected, given), count in pairs.most_common())


_EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def _bands(rows: Sequence[Judged]) -> tuple[ConfidenceBand, ...]:
    bands = []
    for low, high in pairwise(_EDGES):
        inside = [row for row in rows if low <= row.confidence < high]
        if inside:
            claimed = sum(row.confidence for row in inside) / len(inside)
            bands.append(ConfidenceBand(low, min(high, 1.0), claimed, _share(inside)))
    return tuple(bands)


def _calibration_error(bands: Sequence[ConfidenceBand]) -> float:
    total = sum(band.right.total for band in bands)
    return (
        sum(band.right.total * abs(band.claimed - band.right.value) for band in bands) / total
        if total
        else 0.0
    )


def _curve(rows: Sequence[Judged]) -> tuple[tuple[float, float, float], ...]:
    points = []
    for least in sorted({edge for edge in _EDGES if edge <= 1.0}, reverse=True):
        inside = [row for row in rows if row.confidence >= least]
        if inside:
            points.append((least, len(inside) / len(rows), _share(inside).value))
    return tuple(points)


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The figures as plain JSON types."""
    return {
        "messages": evaluation.accuracy.total,
        "accuracy": _rounded(evaluation.accuracy.value),
        "macro_f1": _rounded(evaluation.macro_f1),
        "decided_alone": _rounded(evaluation.alone_share),
        "decided_alone_right": _rounded(evaluation.alone.value),
        "calibration_error": _rounded(evaluation.calibration_error),
        "intents": {
            score.intent.value: {
                "precision": _rounded(score.precision),
                "recall": _rounded(score.recall),
                "f1": _rounded(score.f1),
                "messages": score.expected,
            }
            for score in evaluation.intents
        },
        "languages": {language: [share.right, share.total] for language, share in evaluation.languages},
        "confusion": [
            [expected.value, given.value, count] for expected, given, count in evaluation.confusion
        ],
        "calibration": [
            [band.low, band.high, _rounded(band.claimed), _rounded(band.right.value), band.right.total]
            for band in evaluation.calibration
        ],
        "curve": [[least, _rounded(share), _rounded(right)] for least, share, right in evaluation.curve],
        "wrong": [[row.id, row.expected.value, row.given.value] for row in evaluation.wrong],
    }


def as_text(evaluation: Evaluation) -> str:
    """The same for people to read."""
    lines = [
        f"intent right          {_shown(evaluation.accuracy)}",
        f"macro F1              {evaluation.macro_f1:6.1%}",
        f"decided alone         {evaluation.alone_share:6.1%}, of these right {_shown(evaluation.alone)}",
        f"calibration error     {evaluation.calibration_error:6.1%}",
        "",
        "intent                 precision  recall      F1  messages",
        *(
            f"{score.intent.value:22} {score.precision:9.1%} {score.recall:7.1%} {score.f1:7.1%} {score.expected:9}"
            for score in evaluation.intents
        ),
        "",
        *(f"language {language:13} {_shown(share)}" for language, share in evaluation.languages),
    ]
    if evaluation.confusion:
        lines += ["", "read as something else"]
        lines += [
            f"{wanted.value:22} {given.value:22} {count}" for wanted, given, count in evaluation.confusion
        ]
    lines += ["", "confidence     claimed   right"]
    lines += [
        f"{b.low:.2f} to {b.high:.2f}  {b.claimed:8.1%} {_shown(b.right)}" for b in evaluation.calibration
    ]
    return "\n".join(lines)


def _shown(share: Share) -> str:
    return f"{share.value:6.1%} ({share.right} of {share.total})"


def _rounded(value: float) -> float:
    return round(value, 4)
