"""Sequence files: `sequences/NAME.toml` and its templates, read and checked as one.

Everything that is wrong is told at once, by file, line and key. The tables of keys name every one there is;
those of a step and of a window stand in step_tables and window_table.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from outreach.core.errors import ConfigurationError, Fault
from outreach.core.intents import Intent
from outreach.sequences.consequences import CHOICES, DEFAULTS, Action, Consequence, consequence_from
from outreach.sequences.definition import REFERRED_TAG, AccountRule, LateRule, SequenceDefinition, WhenLate
from outreach.sequences.step_tables import steps_in
from outreach.sequences.template_file import NAME, normal_language
from outreach.sequences.toml_file import Table, TomlFile, did_you_mean
from outreach.sequences.window_table import window_in

#: What a file may say at its top, with what it means.
SEQUENCE_KEYS: Mapping[str, str] = {
    "description": "a sentence for people",
    "language": "the language of templates without a suffix; en where it is left out",
    "requires": 'only "referral": nobody enters but through a colleague\'s stored reply',
    "tag": "the tag of a referral sequence, in the mail's headers and in reports",
    "cc_referrer": "whether the referrer gets a copy of the first mail",
    "nurture": "true: a slow sequence for who is not ready; it may go where cold mail may not",
    "steps": "the steps, each under [[steps]]",
    "window": "when mail may go",
    "account": "how colleagues at one company take turns",
    "late": "what becomes of a reminder that an outage or a pause has held up",
    "on": "what each kind of answer leads to",
}
ACCOUNT_KEYS: Mapping[str, str] = {
    "one_at_a_time": "whether colleagues wait for each other",
    "next_contact_after": "working days of silence until the next colleague's turn",
}
LATE_KEYS: Mapping[str, str] = {
    "after": "more than so many working days late is too late",
    "then": "expire, skip or move: what becomes of it",
}

REFERRAL = "referral"


def load_sequence(path: Path, templates_dir: Path) -> SequenceDefinition:
    """The sequence in `path` with its templates from `templates_dir/NAME/`.

    Raises ConfigurationError with every fault of the file and of its templates.
    """
    definition, faults = read_sequence(path, templates_dir)
    if definition is None or any(not fault.warning for fault in faults):
        raise ConfigurationError(faults)
    return definition


def read_sequence(path: Path, templates_dir: Path) -> tuple[SequenceDefinition | None, list[Fault]]:
    """The same without raising: what could be read, and every fault; None where no step could be read."""
    if not path.exists():
        return None, [_not_there(path)]
    source = TomlFile(path)
    if source.faults:
        return None, source.faults
    root = source.root
    root.allow_only(SEQUENCE_KEYS)
    if not NAME.match(path.stem):
        root.fault(None, f'"{path.stem}" is no name for a sequence.', "Use a-z, 0-9 and hyphens.")
    language = _language(root)
    requires_referral = _requires_referral(root)
    steps = steps_in(root, templates_dir / path.stem, language, requires_referral)
    definition = SequenceDefinition(
        name=path.stem,
        description=root.text("description"),
        language=language,
        steps=steps,
        window=window_in(root.table("window")),
        account=_account(root.table("account")),
        late=_late(root.table("late")),
        on=_on(root.table("on"), path),
        requires_referral=requires_referral,
        cc_referrer=_cc_referrer(root, requires_referral),
        tag=_tag(root, requires_referral),
        is_nurture=_is_nurture(root, requires_referral),
    )
    in_order = sorted(
        source.faults, key=lambda fault: (fault.file != source.file, fault.file, fault.line or 0)
    )
    return (definition if steps else None), in_order


def _not_there(path: Path) -> Fault:
    known = sorted(sibling.stem for sibling in path.parent.glob("*.toml"))
    remedy = did_you_mean(path.stem, known) or (f"There are: {', '.join(known)}." if known else None)
    return Fault(str(path), "is not there.", remedy=remedy)


def _language(root: Table) -> str:
    language = normal_language(root.text("language", "en"))
    if not (language.replace("-", "").isalnum() and 2 <= len(language.partition("-")[0]) <= 3):
        root.fault("language", f'"{language}" is no language.', 'Give its code: "en", "ru", "de".')
        return "en"
    return language


def _requires_referral(root: Table) -> bool:
    requires = root.text("requires")
    if requires not in ("", REFERRAL):
        root.fault("requires", f'is "{requires}".', f'It can be "{REFERRAL}", or be left out.')
    return requires == REFERRAL


def _tag(root: Table, requires_referral: bool) -> str | None:
    tag = root.text("tag", REFERRED_TAG if requires_referral else "")
    if not tag:
        return None
    if not requires_referral:
        root.fault("tag", "stands in a sequence that needs no referral.", f'Add requires = "{REFERRAL}".')
    elif tag != REFERRED_TAG:
        root.fault("tag", f'is "{tag}".', f'What a referral leads to is tagged "{REFERRED_TAG}".')
    return tag


def _cc_referrer(root: Table, requires_referral: bool) -> bool:
    cc_referrer = root.truth("cc_referrer", False)
    if cc_referrer and not requires_referral:
        root.fault("cc_referrer", "has nobody to copy: this sequence needs no referral.")
    return cc_referrer


def _is_nurture(root: Table, requires_referral: bool) -> bool:
    is_nurture = root.truth("nurture", False)
    if is_nurture and requires_referral:
        root.fault(
            "nurture", "stands in a sequence that a referral leads to.", "A sequence is one of the two."
        )
    return is_nurture


def _account(table: Table) -> AccountRule:
    table.allow_only(ACCOUNT_KEYS)
    default = AccountRule()
    return AccountRule(
        one_at_a_time=table.truth("one_at_a_time", default.one_at_a_time),
        next_contact_after=table.number("next_contact_after", default.next_contact_after, least=0, most=260),
    )


def _late(table: Table) -> LateRule:
    table.allow_only(LATE_KEYS)
    default = LateRule()
    then = table.word("then", WhenLate, default.then)
    if then is WhenLate.MOVE and "after" in table:
        table.fault("after", 'stands beside then = "move", for which nothing is too late.', "Delete it.")
        return LateRule(then=then)
    return LateRule(table.number("after", default.after, least=1, most=260), then)


def _on(table: Table, path: Path) -> dict[Intent, Consequence]:
    table.allow_only([intent.value for intent in Intent])
    return {
        intent: _consequence(table, intent, path) if intent.value in table else DEFAULTS[intent]
        for intent in Intent
    }


def _consequence(table: Table, intent: Intent, path: Path) -> Consequence:
    choices = CHOICES[intent]
    if not isinstance(table.values[intent.value], str):
        table.text(intent.value)
        return DEFAULTS[intent]
    try:
        consequence = consequence_from(table.text(intent.value))
    except ValueError as error:
        table.fault(intent.value, str(error), f"It can be {_listed(choices)}.")
        return DEFAULTS[intent]
    if consequence.action not in choices:
        problem = f'cannot be "{consequence.action.value}".'
        table.fault(intent.value, problem, f"It can be {_listed(choices)}.")
        return DEFAULTS[intent]
    if consequence.sequence is not None:
        _check_target(table, intent, consequence, path)
    return consequence


def _check_target(table: Table, intent: Intent, consequence: Consequence, path: Path) -> None:
    target = path.parent / f"{consequence.sequence}.toml"
    known = {sibling.stem for sibling in path.parent.glob("*.toml")}
    is_referral = _peek(target) == REFERRAL
    if consequence.sequence not in known:
        remedy = did_you_mean(consequence.sequence or "", known) or f"Write {target}."
        table.fault(intent.value, f'leads to "{consequence.sequence}", which is not there.', remedy)
    elif consequence.action is Action.REFER and not is_referral:
        problem = f'refers to "{consequence.sequence}", which is not made for referrals.'
        table.fault(intent.value, problem, f'It must say requires = "{REFERRAL}".')
    elif consequence.action is Action.ENROLL and (is_referral or consequence.sequence == path.stem):
        problem = f'enrolls in "{consequence.sequence}", which '
        problem += "only a referral may enter." if is_referral else "is this sequence itself."
        table.fault(intent.value, problem)


def _peek(path: Path) -> object:
    """What another sequence requires, as far as it can be read; its faults are told when it is loaded."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).get("requires")
    except (OSError, ValueError):
        return None


def _listed(actions: tuple[Action, ...]) -> str:
    names = [
        f'"{action.value}:NAME"' if action in (Action.ENROLL,) else f'"{action.value}"' for action in actions
    ]
    return " or ".join(names)
