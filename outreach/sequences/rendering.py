"""From a template and one contact's values to the subject and body of a mail, as plain text.

Nothing is escaped, because nothing is HTML. A name that is not there is an error, never an empty hole. A
template is checked (template_syntax), compiled once and kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from jinja2 import StrictUndefined, Template, TemplateError, Undefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from outreach.core.errors import ConfigurationError, Fault, OutreachError
from outreach.core.untrusted import smuggles_a_header
from outreach.sequences.merge_context import ALL_NAMES, Names
from outreach.sequences.template_file import TemplateText
from outreach.sequences.template_syntax import FILTERS, TESTS, check_syntax, fields_in, paths_in

MAX_BODY = 20_000
MAX_SUBJECT = 200

#: The line that parts the message from the footer (RFC 3676, 4.3). Many readers leave out what follows it
#: when they quote, which keeps the words of our footer out of the answers.
FOOTER_MARK = "-- "

_TAGS_ONLY = re.compile(r"(?:\{([%#])(?:(?!\1\}).)*\1\}\s*)+\Z")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words. `subject` is None for a bump in a thread; `body` has LF line ends and ends with one."""

    subject: str | None
    body: str

    @property
    def message(self) -> str:
        """The body up to the footer."""
        return split_footer(self.body)[0]

    @property
    def footer(self) -> str:
        """What follows the footer mark: who we are, where, and how to say no."""
        return split_footer(self.body)[1]


class Context(Protocol):
    """Whatever has the values of one mail by their names: a MergeContext, or what the hand-off knows."""

    def values(self) -> Mapping[str, Mapping[str, object] | str]:
        """Cleaned values; what is not there is left out."""


class CannotRender(OutreachError):
    """This mail cannot be written for this contact; `fault` says why and in which file."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def render(template: TemplateText, context: Context) -> Rendered:
    """The mail that `template` makes for `context`.

    Raises CannotRender where a value is missing or does not fit, ConfigurationError where the template does
    what templates may not.
    """
    compiled = _compiled(template)
    values = context.values()
    subject = None if compiled.subject is None else _subject(compiled.subject, template, values)
    return Rendered(subject, _tidy(_filled(compiled.body, template, values, MAX_BODY)))


def check_template(template: TemplateText, *, file: str, names: Names = ALL_NAMES) -> list[Fault]:
    """Everything that keeps `template` from being rendered for anybody, with lines of `file`."""
    faults = (
        []
        if template.subject is None
        else check_syntax(_ENVIRONMENT, template.subject, file=file, names=names)
    )
    body = check_syntax(_ENVIRONMENT, template.body, file=file, first_line=template.body_line, names=names)
    return faults + body


def fields_used(template: TemplateText) -> frozenset[str]:
    """The further columns that a list must have for `template`, which must be free of faults."""
    return fields_in(_ENVIRONMENT, template.subject or "") | fields_in(_ENVIRONMENT, template.body)


def names_used(template: TemplateText) -> list[tuple[tuple[str, ...], int]]:
    """Every name in `template`, which must be free of faults, with its line in the file."""
    subject = list(paths_in(_ENVIRONMENT, template.subject or ""))
    body = [(path, line + template.body_line - 1) for path, line in paths_in(_ENVIRONMENT, template.body)]
    return subject + body


def split_footer(body: str) -> tuple[str, str]:
    """The message and the footer of a body; the footer is empty where no line is the footer mark."""
    lines = body.split("\n")
    at = next((at for at, line in enumerate(lines) if line.rstrip() == FOOTER_MARK.rstrip()), len(lines))
    return "\n".join(lines[:at]).strip("\n"), "\n".join(lines[at + 1 :]).strip("\n")


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja in which a dot looks into our tables of values and nowhere else: no Python attribute is read."""

    def getattr(self, obj: object, attribute: str) -> object:
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        return obj if isinstance(obj, Undefined) else self.undefined(obj=obj, name=str(argument))


@dataclass(frozen=True, slots=True)
class _Compiled:
    subject: Template | None
    body: Template


def _environment() -> _Environment:
    environment = _Environment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=0,
    )
    environment.globals = {}
    environment.filters = {name: _FILTER_FUNCTIONS[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


@lru_cache(maxsize=1_024)
def _compiled(template: TemplateText) -> _Compiled:
    if faults := check_template(template, file=template.path):
        raise ConfigurationError(faults)
    subject = None if template.subject is None else _ENVIRONMENT.from_string(template.subject)
    return _Compiled(subject, _ENVIRONMENT.from_string(_with_line_ends(template.body)))


def _with_line_ends(source: str) -> str:
    """`source` so that only a line of nothing but tags vanishes; Jinja eats every line end after a tag."""
    return "\n".join(_keeping_its_end(line) for line in source.split("\n"))


def _keeping_its_end(line: str) -> str:
    ends_in_tag = line.endswith(("%}", "#}")) and line[-3:-2] not in ("-", "+")
    return f"{line[:-2]}+{line[-2:]}" if ends_in_tag and not _TAGS_ONLY.match(line.strip()) else line


def _filled(compiled: Template, template: TemplateText, values: Mapping[str, object], limit: int) -> str:
    pieces: list[str] = []
    room = limit
    try:
        for piece in compiled.generate(values):
            room -= len(piece)
            if room < 0:
                raise CannotRender(
                    Fault(template.path, f"makes more than {limit} characters for this contact.")
                )
            pieces.append(piece)
    except UndefinedError as error:
        raise CannotRender(_missing(template, values, error)) from None
    except TemplateError as error:
        raise CannotRender(Fault(template.path, f"cannot be filled in: {error.message}.")) from None
    return "".join(pieces)


def _missing(template: TemplateText, values: Mapping[str, object], error: UndefinedError) -> Fault:
    """Which name it was, and where: Jinja tells only a part of the name."""
    absent = [
        (path, line + first_line - 1)
        for source, first_line in ((template.subject or "", 1), (template.body, template.body_line))
        for path, line in paths_in(_ENVIRONMENT, source)
        if path[0] in ALL_NAMES and not _is_there(path, values)
    ]
    told = [(path, line) for path, line in absent if any(f"'{step}'" in str(error.message) for step in path)]
    if not told:
        return Fault(template.path, f"{error.message}.")
    # The whole name: its beginnings are in the tree too.
    path, line = max(told, key=lambda found: (-found[1], len(found[0])))
    name = ".".join(path)
    remedy = f'Fill it, or write {{{{ {name} | default("…") }}}}.'
    return Fault(template.path, f"{name} is not there for this contact.", line=line, remedy=remedy)


def _is_there(path: Iterable[str], values: Mapping[str, object]) -> bool:
    value: object = values
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return True


def _subject(compiled: Template, template: TemplateText, values: Mapping[str, object]) -> str:
    # A postal address in a subject would bring its line ends along.
    subject = " ".join(_filled(compiled, template, values, MAX_SUBJECT).split())
    if not subject:
        raise CannotRender(Fault(template.path, "makes an empty subject for this contact.", line=1))
    if smuggles_a_header(subject):
        problem = (
            "a value would break out of the subject: it has a control character or an encoded word in it."
        )
        raise CannotRender(Fault(template.path, problem, line=1, remedy="Mend the contact's fields."))
    return subject


def _tidy(body: str) -> str:
    if " \n" in body or "\t\n" in body:
        body = "\n".join(line.rstrip(" \t") for line in body.split("\n"))
    return body.strip().replace(f"\n{FOOTER_MARK.rstrip()}\n", f"\n{FOOTER_MARK}\n", 1) + "\n"


def _default(value: object, fallback: str = "") -> str:
    """The value, or `fallback` where it is empty or not there: a list's holes look alike to a reader."""
    return str(fallback) if isinstance(value, Undefined) or not value else str(value)


def _capitalize(value: object) -> str:
    # Not str.capitalize: it makes "McDonald" "Mcdonald".
    text = str(value)
    return text[:1].upper() + text[1:]


_FILTER_FUNCTIONS = {
    "default": _default,
    "trim": lambda value: str(value).strip(),
    "upper": lambda value: str(value).upper(),
    "lower": lambda value: str(value).lower(),
    "capitalize": _capitalize,
}
_ENVIRONMENT = _environment()
