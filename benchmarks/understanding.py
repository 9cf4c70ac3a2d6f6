"""What the model is worth on letters of people whom it does not know: `python -m benchmarks.understanding`.

Every letter of the shipped corpus is judged by a model that has not learned from its author (then: from anything in
its language), beside the rules as they were before these letters were known, and beside the words alone. It takes
some minutes. The tables stand in docs/understanding.md.
"""

from collections.abc import Sequence

from outreach.core.intents import AUTOMATIC, Intent
from outreach.replies.decision import DECIDED_ALONE
from outreach.replies.evaluate import Evaluation, Judged, measure
from outreach.replies.learning.cross_checks import LAYERS, both, judged_by
from outreach.replies.learning.lessons import shipped_lessons
from outreach.replies.learning.training import Unseen, by_author, by_language, cross_checked
from outreach.replies.settling import settle

LEAST = (0.5, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.98)


def main() -> None:
    lessons = list(shipped_lessons())
    for title, group in (("one author left out", by_author), ("one language left out", by_language)):
        unseen = cross_checked(lessons, group)
        print(f"\n{title}: {len(unseen)} letters\n")
        _layers(unseen)
        _groups(unseen, [group(one.lesson) for one in unseen])
        if group is by_author:
            _curve(unseen)
            _calibration(measure(judged_by(both, unseen)))


def _layers(unseen: Sequence[Unseen]) -> None:
    print(
        "| | intent | macro F1 | people's mail | opt-outs found | rightly | decided alone | of these right |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, layer in LAYERS.items():
        judged = judged_by(layer, unseen)
        found = measure(judged)
        people = measure(one for one in judged if one.expected not in AUTOMATIC)
        opt_out = next(one for one in found.intents if one.intent is Intent.UNSUBSCRIBE)
        print(
            f"| {name} | {found.accuracy.value:.1%} | {found.macro_f1:.1%} | {people.accuracy.value:.1%} "
            f"| {opt_out.recall:.1%} | {opt_out.precision:.1%} | {found.alone_share:.1%} | {found.alone.value:.1%} |"
        )


def _groups(unseen: Sequence[Unseen], names: Sequence[str]) -> None:
    print("\n| left out | letters | rules alone | words alone | both |\n| --- | --- | --- | --- | --- |")
    for name in sorted(set(names)):
        part = [one for one, group in zip(unseen, names, strict=True) if group == name]
        shares = (measure(judged_by(layer, part)).accuracy.value for layer in LAYERS.values())
        print(f"| {name} | {len(part)} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")


def _curve(unseen: Sequence[Unseen]) -> None:
    """Of what may be decided alone: the share that is, against its error, by the least confidence."""
    judged = judged_by(both, unseen)
    may = [one for one in judged if one.given in DECIDED_ALONE and one.given is not Intent.OTHER]
    print("\n| least confidence | decided alone | wrong of these | and the layers agree | wrong of these |")
    print("| --- | --- | --- | --- | --- |")
    agreed = {one.lesson.id for one, made in zip(unseen, judged, strict=True) if _agree(one, made)}
    for least in LEAST:
        sure = [one for one in may if one.confidence >= least]
        print(
            f"| {least:.2f} | "
            + " | ".join((_share(sure, judged), _share([o for o in sure if o.id in agreed], judged)))
            + " |"
        )


def _agree(one: Unseen, made: Judged) -> bool:
    """Nothing but the confidence could send it to a person."""
    assert one.lesson.evidence is not None
    return not settle(one.lesson.evidence, one.judged)[1].doubts and made.given is one.judged.meaning.intent


def _share(part: Sequence[Judged], whole: Sequence[Judged]) -> str:
    wrong = sum(not one.is_right for one in part)
    return f"{len(part) / len(whole):.1%} | {wrong} ({wrong / max(1, len(part)):.1%})"


def _calibration(found: Evaluation) -> None:
    print(f"\ncalibration error {found.calibration_error:.1%}\n")
    print("| confidence | claimed | right | letters |\n| --- | --- | --- | --- |")
    for band in found.calibration:
        print(
            f"| {band.low:.2f} to {band.high:.2f} | {band.claimed:.1%} | {band.right.value:.1%} | {band.right.total} |"
        )


if __name__ == "__main__":
    main()
