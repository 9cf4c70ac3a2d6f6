"""A trained model: small tables, read from one file that says what it is made of and notices when it is damaged."""

import json
import sys
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.replies.learning.calibration import Calibration
from outreach.replies.learning.combining import Combination, Opinion
from outreach.replies.learning.evidence import COLUMNS, FACTS, Evidence
from outreach.replies.learning.features import features_of, sentences, words_of
from outreach.replies.learning.meanings import MEANINGS, Meaning
from outreach.replies.learning.regression import Weights, scores, softmax

SHIPPED = "understanding.model"
_MAGIC = b"outreach model 1\n"
_LARGEST = 127


class BrokenModel(Refused):
    """The file is not a model, or not whole, or of another version."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model makes of one message."""

    meaning: Meaning
    #: How often that is right, by what it got right on letters that it had not learned from.
    confidence: float
    #: One a meaning, by everything that was found.
    shares: tuple[float, ...]
    #: By the words alone: the likeliest meaning and its share.
    by_words: Meaning
    by_words_share: float
    #: The words that speak most for the meaning, in the order of the text.
    words: str = ""

    def share(self, meaning: Meaning) -> float:
        return self.shares[MEANINGS.index(meaning)]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """Says what a message means, by its words and by what the other layers found. Immutable."""

    index: Mapping[int, int]
    #: One signed byte a meaning for each row of `index`.
    table: "array[int]"
    #: What a step of a byte is worth.
    step: float
    bias: Sequence[float]
    combination: Combination
    calibration: Calibration
    #: From when, of what, with which figures: see `training`.
    made_of: Mapping[str, Any] = field(default_factory=dict)

    def judge(
        self, plain: str, evidence: Evidence, *, names: Collection[str] = (), language: str = ""
    ) -> Judgement | None:
        """`plain` is the new text as rules read it; `names` are masked in it. None where it knows no word of it."""
        said = sentences(plain, names)
        words = words_of(said)
        if not any(whole in self.index for _, whole, *_ in words.values()):
            return None
        asks = plain.rstrip().endswith("?")
        shares = self.by_words(features_of(said, language=language, asks=asks))
        found = judgement(shares, evidence, self.combination, self.calibration)
        return replace(found, words=self._telling(words, MEANINGS.index(found.meaning)))

    def by_words(self, features: Sequence[int]) -> list[float]:
        """The share of each meaning by the features of the text alone."""
        size, table, index = len(MEANINGS), self.table, self.index
        rows = [table[at : at + size] for one in features if (at := index.get(one, -1)) >= 0]
        return softmax(
            [own + self.step * total for own, total in zip(self.bias, scores(rows, _NO_BIAS), strict=True)]
        )

    def _telling(self, words: Mapping[str, Sequence[int]], number: int) -> str:
        worth = {
            word: sum(self.table[at + number] for one in features if (at := self.index.get(one, -1)) >= 0)
            for word, features in words.items()
        }
        best = sorted((word for word in worth if worth[word] > 0), key=lambda word: -worth[word])[:4]
        return " ".join(word for word in worth if word in best)


def judgement(
    words: Sequence[float], evidence: Evidence, combination: Combination, calibration: Calibration
) -> Judgement:
    """By the words' shares and the other layers' evidence."""
    shares = combination.probabilities(Opinion(words, evidence))
    possible = _OF_MACHINES if evidence.headers_say_machine else range(len(shares))
    best = max(possible, key=shares.__getitem__)
    likeliest = max(range(len(words)), key=words.__getitem__)
    return Judgement(
        MEANINGS[best], calibration(shares[best]), tuple(shares), MEANINGS[likeliest], words[likeliest]
    )


_OF_MACHINES = tuple(n for n, m in enumerate(MEANINGS) if m.by_machine or m.intent is Intent.OTHER)
_NO_BIAS = (0.0,) * len(MEANINGS)


def to_bytes(
    weights: Weights, combination: Combination, calibration: Calibration, made_of: Mapping[str, Any]
) -> bytes:
    """The model as a file: a line of JSON, then the known features, then their rows of bytes."""
    largest = max((abs(value) for row in weights.rows.values() for value in row), default=1.0)
    step = largest / _LARGEST
    kept = {one: [round(value / step) for value in row] for one, row in sorted(weights.rows.items())}
    kept = {one: row for one, row in kept.items() if any(row)}
    features, table = array("I", kept), array("b", [value for row in kept.values() for value in row])
    if sys.byteorder == "big":
        features.byteswap()
    body = features.tobytes() + table.tobytes()
    head = {
        "meanings": [str(meaning) for meaning in MEANINGS],
        "columns": COLUMNS,
        "facts": FACTS,
        "rows": len(kept),
        "step": step,
        "bias": weights.bias,
        "voices": combination.voices,
        "combined_bias": combination.bias,
        "combined_facts": combination.facts,
        "shares": calibration.shares,
        "right": calibration.right,
        "made_of": made_of,
        "sha256": sha256(body).hexdigest(),
    }
    written = json.dumps(_rounded(head), sort_keys=True).encode()
    return _MAGIC + sha256(written).hexdigest().encode() + b"\n" + written + b"\n" + body


def from_bytes(stored: bytes, *, name: str = "The model") -> TrainedModel:
    """Raises BrokenModel, with `name`, where a byte is missing or another, or where another version wrote it."""
    magic, checksum, head, body = _parts(stored, name)
    if magic != _MAGIC.strip():
        raise BrokenModel(f"{name} is no model of this version.")
    if sha256(head).hexdigest() != checksum.decode("ascii", "replace"):
        raise BrokenModel(f"{name} is damaged: its head has another checksum.")
    told = json.loads(head)
    if sha256(body).hexdigest() != told["sha256"]:
        raise BrokenModel(f"{name} is damaged: its tables have another checksum.")
    ours = ([str(meaning) for meaning in MEANINGS], list(COLUMNS), list(FACTS))
    if (told["meanings"], told["columns"], told["facts"]) != ours:
        raise BrokenModel(f"{name} was trained for other meanings or other evidence. Train it again.")
    rows, size = told["rows"], len(MEANINGS)
    features = array("I")
    features.frombytes(body[: rows * features.itemsize])
    if sys.byteorder == "big":
        features.byteswap()
    return TrainedModel(
        {one: number * size for number, one in enumerate(features)},
        array("b", body[rows * features.itemsize :]),
        told["step"],
        told["bias"],
        Combination(told["voices"], told["combined_bias"], told["combined_facts"]),
        Calibration(told["shares"], told["right"]),
        told["made_of"],
    )


def _parts(stored: bytes, name: str) -> list[bytes]:
    parts = stored.split(b"\n", 3)
    if len(parts) != 4:
        raise BrokenModel(f"{name} is no model, or not whole.")
    return parts


def _rounded(value: Any) -> Any:
    """Six digits of every number: the file shall not depend on the last bit of a machine's arithmetic."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def shipped_model() -> TrainedModel:
    """The model that comes with the program, read at the first message. Raises BrokenModel."""
    file = files(__package__) / SHIPPED
    try:
        stored = file.read_bytes()
    except OSError as error:
        raise BrokenModel(f"{SHIPPED} cannot be read ({error.strerror}). Install outreach again.") from error
    return from_bytes(stored, name=SHIPPED)


#: In the place of a model: the rules decide alone, as they did before there was one.
RULES_ALONE = TrainedModel({}, array("b"), 0.0, (), Combination([], [], []), Calibration([], []))
