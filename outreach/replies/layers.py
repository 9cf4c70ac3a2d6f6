"""How much each layer of the understanding adds on labelled messages: the chain, one layer longer each time."""

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from outreach.core.intents import Intent
from outreach.inbox.message import read_message
from outreach.replies.decision import Decision
from outreach.replies.evaluate import Evaluation, judged, measure
from outreach.replies.explain import moment, sent_mail
from outreach.replies.heard import Heard
from outreach.replies.learning.meanings import Meaning
from outreach.replies.learning.trained import shipped_model
from outreach.replies.reading import read
from outreach.replies.settling import Settled, by_rules, by_words, with_model
from outreach.replies.understanding import understood_by
from outreach.replies.verdict import Verdict, verdict_to_dict

_NOTHING = Settled(Meaning(Intent.OTHER), Decision(Intent.OTHER, 0.0))


def _automatic(heard: Heard) -> Settled:
    return by_rules(heard) if heard.by_machine_for_sure else _NOTHING


#: What says the meaning of a message that its structure does not settle.
LAYERS: dict[str, Callable[[Heard], Settled]] = {
    "structure alone": lambda _: _NOTHING,
    "and automatic replies": _automatic,
    "and the rules": by_rules,
    "and the model": lambda heard: with_model(heard, shipped_model()),
    "the model's words instead of the rules": lambda heard: by_words(heard, shipped_model()),
}


def evaluate_layers(lines: Iterable[Mapping[str, Any]]) -> dict[str, Evaluation]:
    """For each of LAYERS the figures over all lines (the reply set's schema). Raises Refused where one has no label."""
    found = list(lines)
    return {
        name: measure(judged(line, _answer(line, layer)) for line in found) for name, layer in LAYERS.items()
    }


def _answer(line: Mapping[str, Any], layer: Callable[[Heard], Settled]) -> dict[str, Any]:
    message = read_message(base64.b64decode(line["raw_b64"]))
    reading = read(message, sent=sent_mail(line.get("outbound")), received_at=moment(line.get("received_at")))
    verdict: Verdict = understood_by(reading, layer)
    return verdict_to_dict(verdict)


def as_table(evaluations: Mapping[str, Evaluation]) -> str:
    """One line a layer, for people to read."""
    head = f"{'':40} {'intent':>7} {'macro F1':>9} {'opt-outs found':>15} {'rightly':>8} {'alone':>7} {'right':>7}"
    return "\n".join([head, *(_row(name, evaluation) for name, evaluation in evaluations.items())])


def _row(name: str, evaluation: Evaluation) -> str:
    opt_out = next((one for one in evaluation.intents if one.intent is Intent.UNSUBSCRIBE), None)
    found, rightly = (opt_out.recall, opt_out.precision) if opt_out else (0.0, 0.0)
    return (
        f"{name:40} {evaluation.accuracy.value:7.1%} {evaluation.macro_f1:9.1%} {found:15.1%} {rightly:8.1%}"
        f" {evaluation.alone_share:7.1%} {evaluation.alone.value:7.1%}"
    )
