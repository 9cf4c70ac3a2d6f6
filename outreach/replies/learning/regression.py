"""Multinomial logistic regression over sparse binary features, in plain Python: the data is small."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, sqrt

#: A feature that so few messages have says something about them alone.
_SEEN_AT_LEAST = 2
#: Differences between wanted and given that are too small to learn from.
_SETTLED = 0.02


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one message (each once), the number of its class, how much it counts."""

    features: Sequence[int]
    label: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A row of one weight a class for every known feature, and one weight a class for none."""

    rows: dict[int, list[float]]
    bias: list[float]

    def probabilities(self, features: Iterable[int]) -> list[float]:
        """One a class; their sum is 1."""
        rows = [row for one in features if (row := self.rows.get(one)) is not None]
        return softmax(scores(rows, self.bias))


def scores(rows: Sequence[Sequence[float]], bias: Sequence[float]) -> list[float]:
    """A text counts the same however long it is."""
    if not rows:
        return list(bias)
    share = 1.0 / sqrt(len(rows))
    return [own + share * sum(column) for own, column in zip(bias, zip(*rows, strict=True), strict=True)]


def softmax(values: Sequence[float]) -> list[float]:
    """Shares that add up to 1, the same order."""
    highest = max(values)
    raised = [exp(value - highest) for value in values]
    total = sum(raised)
    return [one / total for one in raised]


def fit(
    examples: Sequence[Example],
    classes: int,
    *,
    epochs: int = 8,
    rate: float = 0.3,
    decay: float = 2e-3,
    seed: int = 1,
) -> Weights:
    """Weights by AdaGrad with decay (L2), over the examples in an order that `seed` decides."""
    counts = Counter(one for example in examples for one in example.features)
    rows = {one: [0.0] * classes for one, count in counts.items() if count >= _SEEN_AT_LEAST}
    steps = {one: [1e-2] * classes for one in rows}
    bias, bias_steps = [0.0] * classes, [1.0] * classes
    known = [[one for one in example.features if one in rows] for example in examples]
    order, rng = list(range(len(examples))), random.Random(seed)
    for _ in range(epochs):
        rng.shuffle(order)
        for at in order:
            example, features = examples[at], known[at]
            wrong = softmax(scores([rows[one] for one in features], bias))
            wrong[example.label] -= 1.0
            learned = [(k, example.weight * by) for k, by in enumerate(wrong) if abs(by) > _SETTLED]
            share = 1.0 / sqrt(len(features) or 1)
            pulls = [(k, by * share, (by * share) ** 2) for k, by in learned]
            for one in features:
                row, step = rows[one], steps[one]
                for k, pull, squared in pulls:
                    step[k] += squared
                    row[k] -= rate * (pull + decay * share * row[k]) / sqrt(step[k])
            for k, by in learned:
                bias_steps[k] += by * by
                bias[k] -= 0.1 * by / sqrt(bias_steps[k])
    return Weights(rows, bias)
