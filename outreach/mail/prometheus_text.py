"""The text in which Prometheus is told figures (text-based exposition format, version 0.0.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class MetricKind(StrEnum):
    GAUGE = "gauge"
    #: Only ever grows, and begins anew with the program.
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured. The name of a counter ends in `_total`."""

    name: str
    kind: MetricKind
    help: str
    labels: tuple[str, ...] = ()


#: The values of the labels in order, and the figure.
Sample = tuple[Sequence[str], float]


def exposition(measured: Iterable[tuple[Metric, Sequence[Sample]]]) -> str:
    """The page. A metric without samples is left out."""
    return "".join(_family(metric, samples) for metric, samples in measured if samples)


def _family(metric: Metric, samples: Sequence[Sample]) -> str:
    told = metric.help.replace("\\", r"\\").replace("\n", r"\n")
    lines = [f"# HELP {metric.name} {told}", f"# TYPE {metric.name} {metric.kind}"]
    lines += [f"{metric.name}{_labels(metric, values)} {_number(number)}" for values, number in samples]
    return "\n".join(lines) + "\n"


def _labels(metric: Metric, values: Sequence[str]) -> str:
    pairs = [f'{name}="{_escaped(value)}"' for name, value in zip(metric.labels, values, strict=True)]
    return "{" + ",".join(pairs) + "}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))
