"""What somebody answers to the definition's questions, brought into the one form in which it is kept and compared."""

import math
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from outreach.core.untrusted import one_line
from outreach.qualification.leads.definition import LeadDefinition, Question, QuestionKind

_LONGEST = 500
_YES_NO: Mapping[str, str] = {
    **dict.fromkeys(("yes", "y", "true", "1", "да", "д"), "yes"),
    **dict.fromkeys(("no", "n", "false", "0", "нет", "н"), "no"),
}


class NoAnswer(ValueError):
    """What was said is no answer to this question; the message says which there are."""


def read_answer(question: Question, said: str) -> str:
    """The answer in the form that is kept: `yes`, a choice, a plain number, a day as YYYY-MM-DD, one line of text.

    Raises NoAnswer.
    """
    text = one_line(said, _LONGEST)
    if not text:
        raise NoAnswer(f"{question.id}: an answer cannot be empty.")
    match question.kind:
        case QuestionKind.YES_NO:
            return _yes_or_no(question, text)
        case QuestionKind.CHOICE:
            return _choice(question, text)
        case QuestionKind.NUMBER:
            return _number(question, text)
        case QuestionKind.DATE:
            return _day(question, text)
        case _:
            return text


def read_answers(definition: LeadDefinition, said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The answers that make sense, and a sentence for each that does not."""
    answers: dict[str, str] = {}
    wrong: list[str] = []
    for name, text in said.items():
        question = definition.question(name)
        if question is None:
            wrong.append(_no_question(definition, name))
            continue
        try:
            answers[name] = read_answer(question, text)
        except NoAnswer as error:
            wrong.append(str(error))
    return answers, wrong


def _no_question(definition: LeadDefinition, name: str) -> str:
    known = [question.id for question in definition.questions]
    near = get_close_matches(name, known, n=1)
    remedy = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(known)}."
    return f'The lead definition asks no "{one_line(name, 60)}". {remedy}'


def _yes_or_no(question: Question, text: str) -> str:
    answer = _YES_NO.get(text.lower())
    if answer is None:
        raise NoAnswer(f'{question.id}: "{text}" is neither yes nor no.')
    return answer


def _choice(question: Question, text: str) -> str:
    """A choice by its words, by its beginning where only one begins so, or by its place in the list."""
    wanted = text.lower()
    begins = [choice for choice in question.choices if choice.lower().startswith(wanted)]
    exact = [choice for choice in question.choices if choice.lower() == wanted]
    if exact or len(begins) == 1:
        return (exact or begins)[0]
    if text.isdecimal() and 1 <= int(text) <= len(question.choices):
        return question.choices[int(text) - 1]
    raise NoAnswer(f'{question.id}: "{text}" is none of {", ".join(question.choices)}.')


def _number(question: Question, text: str) -> str:
    try:
        number = float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e12:
        raise NoAnswer(f'{question.id}: "{text}" is no number.')
    return str(int(number)) if number.is_integer() else str(number)


def _day(question: Question, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NoAnswer(f'{question.id}: "{text}" is no day. Write it as 2027-03-01.') from None
