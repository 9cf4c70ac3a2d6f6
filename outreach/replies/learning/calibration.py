"""What a share of the model is worth: how often it was right on letters that it had not learned from (isotonic)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Points of a rising line from the model's share to how often it was right; between them it is straight."""

    shares: list[float]
    right: list[float]

    def __call__(self, share: float) -> float:
        """How likely it is right, 0..1."""
        if not self.shares:
            return share
        above = bisect_right(self.shares, share)
        if above == 0:
            return self.right[0]
        if above == len(self.shares):
            return self.right[-1]
        low, high = self.shares[above - 1], self.shares[above]
        part = (share - low) / (high - low) if high > low else 0.0
        return self.right[above - 1] + part * (self.right[above] - self.right[above - 1])


def calibrate(outcomes: Sequence[tuple[float, bool]], *, together: int = 30) -> Calibration:
    """From (share, whether it was right) of many messages; so many neighbours are taken together, at least."""
    ordered = sorted(outcomes)
    groups = [ordered[at : at + together] for at in range(0, len(ordered), together)]
    if len(groups) > 1 and len(groups[-1]) < together // 2:
        groups[-2:] = [groups[-2] + groups[-1]]
    blocks: list[tuple[float, float, int]] = []
    for group in groups:
        count = len(group)
        blocks.append((sum(share for share, _ in group) / count, sum(was for _, was in group) / count, count))
        while len(blocks) > 1 and blocks[-2][1] > blocks[-1][1]:
            blocks[-2:] = [_merged(blocks[-2], blocks[-1])]
    # Half a message more that was wrong, half a one that was right: nothing is certain.
    rates = [(right * count + 0.5) / (count + 1) for _, right, count in blocks]
    return Calibration([share for share, _, _ in blocks], list(accumulate(rates, max)))


def _merged(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    count = one[2] + other[2]
    return (
        (one[0] * one[2] + other[0] * other[2]) / count,
        (one[1] * one[2] + other[1] * other[2]) / count,
        count,
    )
