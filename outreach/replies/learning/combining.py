"""The model's second half: the words' own opinion weighed against what the other layers say.

A few numbers for all meanings together (how much a rule's score counts) and a few for each (how much a fact speaks for
it): so little that a thousand letters are enough. What the rules say must come from letters on which nobody has tuned
them, or they are trusted too much.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from outreach.replies.learning.evidence import COLUMNS, FACTS, Evidence, columns
from outreach.replies.learning.meanings import MEANINGS
from outreach.replies.learning.regression import softmax

_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Opinion:
    """One message as the second half sees it: the words' shares, one a meaning, and the other layers' evidence."""

    words: Sequence[float]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Combination:
    """How much each voice counts."""

    #: The words first, then one for each of COLUMNS.
    voices: list[float]
    bias: list[float]
    #: For each meaning one for each of FACTS.
    facts: list[list[float]]

    def probabilities(self, opinion: Opinion) -> list[float]:
        """One a meaning; their sum is 1."""
        return softmax(self._sums(_heard(opinion), opinion.evidence.facts))

    def _sums(self, heard: Sequence[Sequence[float]], facts: Sequence[float]) -> list[float]:
        return [
            bias + sum(map(_times, self.voices, said)) + sum(map(_times, own, facts))
            for bias, said, own in zip(self.bias, heard, self.facts, strict=True)
        ]


def _times(one: float, other: float) -> float:
    return one * other


def _heard(opinion: Opinion) -> list[tuple[float, ...]]:
    return [
        (log(max(_LEAST, share)), *others)
        for share, others in zip(opinion.words, columns(opinion.evidence), strict=True)
    ]


def fit(
    opinions: Sequence[Opinion], labels: Sequence[int], *, epochs: int = 30, rate: float = 0.15, seed: int = 1
) -> Combination:
    """By AdaGrad with decay; `labels` are numbers of MEANINGS."""
    size, voices = len(MEANINGS), 1 + len(COLUMNS)
    found = Combination([0.5] * voices, [0.0] * size, [[0.0] * len(FACTS) for _ in range(size)])
    steps = Combination([1.0] * voices, [1.0] * size, [[1.0] * len(FACTS) for _ in range(size)])
    heard = [_heard(opinion) for opinion in opinions]
    order, rng = list(range(len(opinions))), random.Random(seed)
    for _ in range(epochs):
        rng.shuffle(order)
        for at in order:
            facts = opinions[at].evidence.facts
            wrong = softmax(found._sums(heard[at], facts))
            wrong[labels[at]] -= 1.0
            pulls = [sum(map(_times, wrong, column)) for column in zip(*heard[at], strict=True)]
            _learn(found.voices, steps.voices, pulls, rate, _DECAY / 10)
            _learn(found.bias, steps.bias, wrong, rate, _DECAY)
            for k, by in enumerate(wrong):
                if abs(by) > _SETTLED:
                    _learn(found.facts[k], steps.facts[k], [by * fact for fact in facts], rate, _DECAY)
    return found


_DECAY, _SETTLED = 2e-3, 1e-3


def _learn(
    values: list[float], steps: list[float], pulls: Sequence[float], rate: float, decay: float
) -> None:
    for at, pull in enumerate(pulls):
        steps[at] += pull * pull
        values[at] -= rate * (pull + decay * values[at]) / sqrt(steps[at])
