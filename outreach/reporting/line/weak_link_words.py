"""The weak link in sentences: which stage it is, how that was reckoned line by line, or why none is named."""

from typing import Any

from outreach.reporting.line.weak_link import (
    Against,
    Cost,
    Factor,
    Judgement,
    Standing,
    Verdict,
    Worth,
    WorthFrom,
)
from outreach.reporting.page import Say, Tone, Word
from outreach.reporting.stage import COMES_FROM, Stage

_TONES = {
    Standing.WEAK: Tone.BAD,
    Standing.NOT_ENOUGH_DATA: Tone.PLAIN,
    Standing.NO_MEASURE: Tone.PLAIN,
    Standing.KEEPS_UP: Tone.GOOD,
}


def named(verdict: Verdict) -> Say:
    """One sentence: the weak link, or that there is none, or too little to tell."""
    return Say(_sentence(verdict), _TONES[verdict.standing])


def reckoned(verdict: Verdict) -> tuple[Say, ...]:
    """How it came about, a line each; nothing where no stage is named."""
    weak = verdict.weak
    if weak is None or weak.cost is None:
        return ()
    cost = weak.cost
    lines = [_missing(weak, cost)]
    so_far = cost.missing
    for factor in cost.factors:
        so_far *= factor.share
        lines.append(_times(factor, so_far))
    lines.append(_ends(cost))
    lines.append(_judged(weak, verdict.confidence))
    return tuple(Say(words, Tone.ARITHMETIC) for words in lines)


def stage_word(stage: Stage) -> Word:
    return Word(f"stage.{stage.value}")


def expected_of(judgement: Judgement) -> Word | None:
    """What a stage is held against, in a cell."""
    if judgement.against is None:
        return None
    return Word(f"stages.expected.{judgement.against.value}", {"share": judgement.expected})


def _sentence(verdict: Verdict) -> Word:
    match verdict.standing:
        case Standing.WEAK:
            return _weak(verdict)
        case Standing.NOT_ENOUGH_DATA:
            return _not_enough(verdict)
        case Standing.KEEPS_UP:
            return Word("stages.keeps_up")
    return Word("stages.no_measure")


def _weak(verdict: Verdict) -> Word:
    weak = verdict.weak
    assert weak is not None
    assert weak.cost is not None
    return Word(
        f"stages.weak.{_against(weak).value}",
        {
            "stage": stage_word(weak.stage),
            "those": _those(weak),
            "actual": weak.rate.value,
            "expected": weak.expected,
            "cost": _loss(weak.cost),
        },
    )


def _loss(cost: Cost) -> Word:
    if cost.cents is None or cost.worth is None:
        return Word("stages.loss.people", {"lost": cost.lost, "unit": stage_word(cost.unit)})
    # To whole units: it is reckoned with shares of few people.
    return Word("stages.loss.money", {"money": {cost.worth.currency: round(cost.cents, -2)}})


def _not_enough(verdict: Verdict) -> Word:
    unsure = [each for each in verdict.judgements if each.standing is Standing.NOT_ENOUGH_DATA]
    measured = sum(each.against is not None for each in verdict.judgements)
    about: dict[str, Any] = {"unsure": len(unsure), "measured": measured}
    nearest = min(
        (each for each in unsure if each.more is not None), key=lambda each: each.more or 0, default=None
    )
    if nearest is None:
        return Word("stages.not_enough", about)
    about |= {"more": nearest.more, "stage": stage_word(nearest.stage)}
    return Word("stages.not_enough.nearest", about | {"those": _those(nearest)})


def _those(judgement: Judgement) -> Word:
    """Of whom its share is."""
    return Word(f"stages.those.{COMES_FROM[judgement.stage].value}")


def _against(judgement: Judgement) -> Against:
    assert judgement.against is not None
    return judgement.against


def _missing(weak: Judgement, cost: Cost) -> Word:
    return Word(
        "stages.reckon.missing",
        {
            "people": cost.people,
            "from": stage_word(COMES_FROM[weak.stage]),
            "expected": cost.expected,
            "actual": cost.actual,
            "missing": cost.missing,
            "stage": stage_word(weak.stage),
            "source": Word(f"stages.reckon.{_against(weak).value}"),
        },
    )


def _times(factor: Factor, so_far: float) -> Word:
    about = {"share": factor.share, "stage": stage_word(factor.stage), "so_far": so_far}
    rate = factor.rate
    counted = {} if rate is None else {"successes": rate.successes, "trials": rate.trials}
    source = Word(f"stages.share.{factor.source.value}", counted)
    return Word("stages.reckon.factor", about | {"source": source})


def _ends(cost: Cost) -> Word:
    worth = cost.worth
    if worth is None or cost.cents is None:
        is_contract = cost.unit in (Stage.CONTRACT, Stage.PAID)
        key = "stages.reckon.no_worth" if is_contract else "stages.reckon.no_further"
        return Word(key, {"unit": stage_word(cost.unit)})
    return Word(
        "stages.reckon.worth",
        {
            "worth": {worth.currency: worth.cents},
            "source": _worth_source(worth),
            "money": {worth.currency: round(cost.cents, -2)},
        },
    )


def _worth_source(worth: Worth) -> Word:
    if worth.source is WorthFrom.GOAL:
        return Word("stages.worth.goal")
    return Word("stages.worth.contracts", {"contracts": worth.contracts})


def _judged(weak: Judgement, confidence: float) -> Word:
    assert weak.interval is not None
    return Word(
        "stages.reckon.judged",
        {
            "wait": weak.wait,
            "those": _those(weak),
            "low": weak.interval.low,
            "high": weak.interval.high,
            "confidence": confidence,
        },
    )
