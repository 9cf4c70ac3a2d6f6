"""How right the verdicts are on labelled messages: by intent, language, confidence, and of those decided alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from outreach.core.intents import Intent
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


def judged(line: Mapping[str, Any]) -> Judged:
    """Reads one labelled line (the reply set's schema) and holds the verdict against its label."""
    answer = explain_line(
        {key: line[key] for key in ("id", "raw_b64", "outbound", "received_at") if key in line}
    )
    return Judged(
        id=str(line["id"]),
        language=str(line.get("language") or answer["language"]),
        expected=Intent(line["expected"]["intent"]),
        given=Intent(answer["intent"]),
        confidence=float(answer["confidence"]),
        needs_review=bool(answer["needs_review"]),
    )


def evaluate(results: Iterable[Judged]) -> Evaluation:
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
