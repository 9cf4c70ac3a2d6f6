"""`lead-definition.toml`, read and checked as one: everything that is wrong is told at once, by line and key."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from outreach.core.errors import ConfigurationError, Fault
from outreach.qualification.leads.definition import (
    LEVELS,
    Band,
    Decay,
    LeadDefinition,
    Level,
    Question,
    QuestionKind,
)
from outreach.qualification.leads.needs import FACTS, Compare, Condition, Need, parse_need
from outreach.sequences.toml_file import Table, TomlFile, did_you_mean

FILE_NAME = "lead-definition.toml"

#: What the file may say at its top, with what it means.
DEFINITION_KEYS: Mapping[str, str] = {
    "description": "a sentence for people",
    "threshold": "so many points make a lead that may be handed over",
    "qualified_from_level": "the lowest level from which it may",
    "questions": "the questions, each under [[questions]]",
    "levels": "the five levels, each under [[levels]]",
    "decay": "what silence costs",
    "behaviour": "points for what they did in mail",
    "fit": "by what those points are multiplied, for each grade of the ideal customer profile",
}
QUESTION_KEYS: Mapping[str, str] = {
    "id": "what answers are kept under: a-z, 0-9 and _",
    "kind": "yes_no, choice, number, text or date",
    "ask": "the question, by language: ask.en, ask.ru",
    "explain": "what `?` shows while it is asked, by language",
    "required": "whether a lead cannot be qualified without it",
    "choices": "the answers of a choice",
    "points": "by answer (yes_no, choice); one number for any answer (text)",
    "bands": "points by size (number: at_least) or by nearness (date: within_days)",
    "red_flags": "answers that disqualify",
    "red_flag_below": "a number below it disqualifies",
    "red_flag_above": "a number above it disqualifies",
}
LEVEL_KEYS: Mapping[str, str] = {
    "level": "1 to 5",
    "name": "what it is called",
    "needs": "its entry test: all of these must hold, and those of the levels below",
}
DECAY_KEYS: Mapping[str, str] = {
    "points_a_month": "points lost for each 30 days without a word from them",
    "after_days": "of silence that cost nothing",
    "most": "the most that silence takes",
}
BAND_KEYS = ("at_least", "within_days", "points")

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_CHOICE = re.compile(r"[^\s|=<>!][^|=<>!]{0,59}\Z")
#: "no" beside a word of the file's own would be read as that word; "or" parts the conditions of a level.
_YES_NO = ("yes", "no")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_MOST = 1_000
_DECAY = Decay(0)


def load_definition(path: Path) -> LeadDefinition:
    """The definition. Raises ConfigurationError with every fault of the file."""
    definition, faults = read_definition(path)
    if definition is None or any(not fault.warning for fault in faults):
        raise ConfigurationError(faults)
    return definition


def read_definition(path: Path) -> tuple[LeadDefinition | None, list[Fault]]:
    """The same without raising: what could be read, and every fault, in the order of lines."""
    if not path.exists():
        remedy = "`outreach init` writes one."
        return None, [Fault(str(path), "is not there.", remedy=remedy)]
    source = TomlFile(path)
    if source.faults:
        return None, source.faults
    root = source.root
    root.allow_only(DEFINITION_KEYS)
    questions = _questions(root)
    definition = LeadDefinition(
        description=root.text("description"),
        questions=questions,
        levels=_levels(root, questions),
        threshold=root.number("threshold", 0, least=-_MOST, most=10 * _MOST),
        qualified_from=root.number("qualified_from_level", 3, least=1, most=5),
        decay=_decay(root),
        behaviour=_behaviour(root.table("behaviour")),
        fit=_fit(root.table("fit")),
    )
    _check_threshold(root, definition)
    source.faults.extend(_warnings(source, definition))
    source.faults.sort(key=lambda fault: fault.line or 0)
    return definition, source.faults


# --- questions -----------------------------------------------------------------------------------------------------


def _questions(root: Table) -> tuple[Question, ...]:
    tables = root.tables("questions")
    if not tables:
        root.fault("questions", "are missing.", "Begin each with [[questions]]: id, kind, ask.en.")
    asked: list[Question] = []
    for table in tables:
        question = _question(table)
        if question.id in {each.id for each in asked}:
            table.fault("id", f'"{question.id}" is asked twice.', "Give each question an id of its own.")
        else:
            asked.append(question)
    return tuple(asked)


def _question(table: Table) -> Question:
    table.allow_only(QUESTION_KEYS)
    kind = table.word("kind", QuestionKind, QuestionKind.TEXT)
    if "kind" not in table:
        table.fault(None, "has no kind.", f"It can be {' or '.join(each.value for each in QuestionKind)}.")
    choices = _choices(table, kind)
    known = _YES_NO if kind is QuestionKind.YES_NO else choices
    below, above = _limit(table, "red_flag_below", kind), _limit(table, "red_flag_above", kind)
    return Question(
        id=_id(table),
        kind=kind,
        ask=_by_language(table, "ask", is_needed=True),
        explain=_by_language(table, "explain", is_needed=False),
        required=table.truth("required", False),
        choices=choices,
        points=_points(table, kind, known),
        bands=_bands(table, kind),
        if_answered=_if_answered(table, kind),
        red_flags=_red_flags(table, known),
        red_flag_below=below,
        red_flag_above=above,
    )


def _id(table: Table) -> str:
    name = table.text("id")
    if not name:
        table.fault(None, "has no id.", 'Give it one: id = "need".')
    elif not _ID.match(name):
        table.fault("id", f'"{name}" is no id.', "Use a-z, 0-9 and _, beginning with a letter.")
    elif name in FACTS:
        table.fault("id", f'"{name}" is what the program knows by itself: {FACTS[name]}.', "Use another.")
    return name


def _by_language(table: Table, key: str, *, is_needed: bool) -> dict[str, str]:
    texts = table.table(key)
    for language in texts.values:
        if not _LANGUAGE.match(language):
            texts.fault(language, "is no language.", f'Write {key}.en = "…", {key}.ru = "…".')
    said = {language: texts.text(language) for language in texts.values}
    if is_needed and not any(said.values()):
        table.fault(None, "asks nothing.", f'Write {key}.en = "…".')
    return {language: text for language, text in said.items() if text}


def _choices(table: Table, kind: QuestionKind) -> tuple[str, ...]:
    if kind is not QuestionKind.CHOICE:
        if "choices" in table:
            table.fault("choices", f'stand in a question of kind "{kind.value}".', 'Use kind = "choice".')
        return ()
    choices = table.texts("choices")
    if len(choices) < 2:
        table.fault("choices" if "choices" in table else None, "has no two choices.", 'choices = ["a", "b"].')
    if len(set(choices)) < len(choices):
        table.fault("choices", "name the same twice.")
    for choice in choices:
        if not _CHOICE.match(choice) or " or " in choice:
            table.fault("choices", f'"{choice}" is no choice.', 'Leave out | = < > ! and the word "or".')
    return tuple(choices)


def _points(table: Table, kind: QuestionKind, known: tuple[str, ...]) -> dict[str, int]:
    if kind not in (QuestionKind.YES_NO, QuestionKind.CHOICE):
        return {}
    points = table.table("points")
    return {
        answer: points.number(answer, 0, least=-_MOST, most=_MOST)
        for answer in points.values
        if _is_answer(points, answer, answer, known)
    }


def _is_answer(table: Table, key: str | None, answer: str, known: tuple[str, ...]) -> bool:
    if answer in known:
        return True
    remedy = did_you_mean(answer, known) or f"There are: {', '.join(known) or 'none'}."
    table.fault(key, f'"{answer}" is no answer to this question.', remedy)
    return False


def _bands(table: Table, kind: QuestionKind) -> tuple[Band, ...]:
    if kind not in (QuestionKind.NUMBER, QuestionKind.DATE):
        if "bands" in table:
            table.fault("bands", f'stand in a question of kind "{kind.value}".', "Use points there.")
        return ()
    if "points" in table:
        table.fault("points", f'stand in a question of kind "{kind.value}".', "Use bands there.")
    key = "at_least" if kind is QuestionKind.NUMBER else "within_days"
    bands = [_band(band, key) for band in table.tables("bands")]
    return tuple(sorted(bands, key=lambda band: band.bound))


def _band(table: Table, key: str) -> Band:
    table.allow_only(BAND_KEYS)
    if key not in table:
        table.fault(None, f'has no "{key}".', f"Write {{ {key} = 10, points = 5 }}.")
    return Band(
        table.number(key, 0, least=-_MOST * _MOST, most=_MOST * _MOST),
        table.number("points", 0, least=-_MOST, most=_MOST),
    )


def _if_answered(table: Table, kind: QuestionKind) -> int:
    if kind is not QuestionKind.TEXT or "points" not in table:
        return 0
    return table.number("points", 0, least=-_MOST, most=_MOST)


def _red_flags(table: Table, known: tuple[str, ...]) -> tuple[str, ...]:
    flags = table.texts("red_flags")
    if flags and not known:
        table.fault("red_flags", "need answers to choose from.", "For a number there is red_flag_below.")
        return ()
    return tuple(flag for flag in flags if _is_answer(table, "red_flags", flag, known))


def _limit(table: Table, key: str, kind: QuestionKind) -> int | None:
    if key not in table:
        return None
    if kind is not QuestionKind.NUMBER:
        table.fault(key, f'stands in a question of kind "{kind.value}".', "It is for numbers.")
        return None
    return table.number(key, 0, least=-_MOST * _MOST, most=_MOST * _MOST)


# --- levels --------------------------------------------------------------------------------------------------------


def _levels(root: Table, questions: tuple[Question, ...]) -> tuple[Level, ...]:
    found: dict[int, Level] = {}
    for table in root.tables("levels"):
        table.allow_only(LEVEL_KEYS)
        number = table.number("level", 0, least=1, most=5)
        if number in found:
            table.fault("level", f"{number} stands here twice.", "There are five levels, each once.")
        needs = tuple(_needs(table, questions))
        if number > 1 and not table.values.get("needs"):
            table.fault(None, "has no entry test.", 'Write needs = ["need = yes"].')
        found.setdefault(number, Level(number, table.text("name", f"level {number}"), needs))
    missing = [str(number) for number in LEVELS if number not in found]
    if missing:
        root.fault("levels", f"lack {', '.join(missing)}.", "There are five levels, each under [[levels]].")
    return tuple(found.get(number, Level(number, f"level {number}")) for number in LEVELS)


def _needs(table: Table, questions: tuple[Question, ...]) -> Iterator[Need]:
    for text in table.texts("needs"):
        try:
            need = parse_need(text)
        except ValueError as error:
            remedy = 'Write "need = yes", "size >= 10", "starts within 90 days", or a question\'s id alone.'
            table.fault("needs", str(error), remedy)
            continue
        wrong = [found for each in need.any_of if (found := _senseless(each, questions))]
        for problem, what_to_do in wrong:
            table.fault("needs", f"{text}: {problem}", what_to_do)
        if not wrong:
            yield need


def _senseless(condition: Condition, questions: tuple[Question, ...]) -> tuple[str, str | None] | None:
    """What is wrong with a condition of a level, and what to do; None where it makes sense."""
    if condition.subject in FACTS:
        if condition.compare is Compare.IS_KNOWN:
            return None
        return f'"{condition.subject}" is so or is not so.', "Write it alone."
    question = next((each for each in questions if each.id == condition.subject), None)
    if question is None:
        known = [*(each.id for each in questions), *FACTS]
        return f'"{condition.subject}" is neither a question nor a fact.', did_you_mean(
            condition.subject, known
        ) or f"There are: {', '.join(known)}."
    fitting = _COMPARES[question.kind]
    if condition.compare not in fitting:
        return f'"{condition.compare.value}" does not go with a question of kind "{question.kind.value}".', (
            None
        )
    return _unknown_value(condition, question)


def _unknown_value(condition: Condition, question: Question) -> tuple[str, str | None] | None:
    known = _YES_NO if question.kind is QuestionKind.YES_NO else question.choices
    if condition.compare not in (Compare.IS, Compare.IS_NOT) or not known:
        return None
    unknown = [value for value in condition.values if value not in known]
    if not unknown:
        return None
    return f'"{unknown[0]}" is no answer to "{question.id}".', f"There are: {', '.join(known)}."


_COMPARES: Mapping[QuestionKind, tuple[Compare, ...]] = {
    QuestionKind.YES_NO: (Compare.IS_KNOWN, Compare.IS, Compare.IS_NOT),
    QuestionKind.CHOICE: (Compare.IS_KNOWN, Compare.IS, Compare.IS_NOT),
    QuestionKind.NUMBER: (Compare.IS_KNOWN, Compare.AT_LEAST, Compare.AT_MOST),
    QuestionKind.TEXT: (Compare.IS_KNOWN,),
    QuestionKind.DATE: (Compare.IS_KNOWN, Compare.WITHIN),
}


# --- the rest ------------------------------------------------------------------------------------------------------


def _decay(root: Table) -> Decay | None:
    if "decay" not in root:
        return None
    table = root.table("decay")
    table.allow_only(DECAY_KEYS)
    if "points_a_month" not in table:
        table.fault(None, "takes no points.", "Write points_a_month = 5, or delete [decay].")
    return Decay(
        points_a_month=table.number("points_a_month", 0, least=0, most=_MOST),
        after_days=table.number("after_days", _DECAY.after_days, least=0, most=3_650),
        most=table.number("most", _DECAY.most, least=0, most=_MOST),
    )


def _behaviour(table: Table) -> dict[str, int]:
    table.allow_only([*FACTS])
    return {fact: table.number(fact, 0, least=-_MOST, most=_MOST) for fact in table.values if fact in FACTS}


def _fit(table: Table) -> dict[str, float]:
    return {grade: factor for grade in table.values if (factor := _factor(table, grade)) is not None}


def _factor(table: Table, grade: str) -> float | None:
    value = table.values[grade]
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 10:
        return float(value)
    table.fault(grade, f"is {value!r:.40}.", "Give a number from 0 to 10: 1.0 changes nothing.")
    return None


def _check_threshold(root: Table, definition: LeadDefinition) -> None:
    if "threshold" not in root:
        root.fault("threshold", "is missing.", "Say how many points make a lead: threshold = 40.")
    elif definition.threshold > definition.most:
        problem = f"is {definition.threshold}: no answers bring more than {definition.most} points."
        root.fault("threshold", problem, "Nobody could ever be qualified.")


def _warnings(source: TomlFile, definition: LeadDefinition) -> Iterable[Fault]:
    """What works, but hardly as meant."""
    languages = {language for question in definition.questions for language in question.ask}
    before = len(source.faults)
    for at, question in enumerate(definition.questions):
        place = ("questions", at)
        for language in sorted(languages - set(question.ask)):
            source.fault(place, f'"{question.id}" is not asked in {language}, as others are.')
        for flag in question.red_flags:
            if question.points.get(flag, 0) > 0:
                source.fault(place, f'"{question.id}": "{flag}" disqualifies and brings points.')
    told = [replace(fault, warning=True) for fault in source.faults[before:]]
    del source.faults[before:]
    return told
