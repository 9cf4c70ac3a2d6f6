"""What a template may do: name values, choose between texts, apply a few filters. Nothing else is let in.

Jinja's sandbox keeps a template from the machine, but not from eating it: one multiplication takes all
memory, and constants are folded when the template is compiled. So the syntax tree is read before that,
against a list of what a mail needs, and every name in it must be one that exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from outreach.core.errors import Fault
from outreach.core.untrusted import one_line
from outreach.sequences.merge_context import ALL_NAMES, ANSWERS, FIELDS, Names
from outreach.sequences.toml_file import did_you_mean

FILTERS = ("default", "trim", "upper", "lower", "capitalize")
TESTS = ("defined", "undefined")

#: Deep enough for any mail; Python's own parser gives up at a hundred.
MAX_DEPTH = 40

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
)

_REFUSALS: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Call, "Nothing can be called here; a filter may do it: {{ account.name | upper }}."),
    (nodes.BinExpr, "A mail does no sums; write the values side by side: {{ a }} {{ b }}."),
    (nodes.Concat, "Write the values side by side: {{ a }} {{ b }}."),
    (nodes.For, "A mail has no loops."),
    (nodes.Include, "A template stands alone; copy the text into it."),
    (nodes.Import, "A template stands alone; copy the text into it."),
    (nodes.Extends, "A template stands alone; copy the text into it."),
    (nodes.AssignBlock, 'Set a name to a value: {% set company = account.name or "your company" %}.'),
)
_OTHER_REFUSAL = "Templates name values, choose with {% if %} and know a few filters; see docs/sequences.md."

#: Names that only some templates have.
_WHERE_KNOWN = {
    "referrer": 'Only a sequence with requires = "referral" has a referrer.',
    "original_subject": "Only a later mail of a thread and a referred mail have one.",
    "source": "Only an answer knows where we have them from.",
    ANSWERS: "Only a proposal has the answers of a lead.",
}

#: What other programs call our names, without underscores.
_SYNONYMS = {
    "firstname": "contact.given_name",
    "lastname": "contact.family_name",
    "surname": "contact.family_name",
    "fullname": "contact.name",
    "email": "contact.address",
    "position": "contact.title",
    "jobtitle": "contact.title",
    "company": "account.name",
    "companyname": "account.name",
}


@dataclass(slots=True)
class _Walk:
    """One reading of a syntax tree. `offset` makes a line of the source a line of the file."""

    file: str
    offset: int
    names: Names
    faults: list[Fault] = field(default_factory=list)
    own_names: set[str] = field(default_factory=set)

    def fault(self, node: nodes.Node, problem: str, remedy: str | None = None) -> None:
        self.faults.append(Fault(self.file, problem, line=node.lineno + self.offset, remedy=remedy))

    def visit(self, node: nodes.Node, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            self.fault(node, "is nested too deeply.", "Write it more simply.")
        elif isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self._check_path(node)
        elif isinstance(node, nodes.Assign):
            self._assign(node, depth)
        elif isinstance(node, (nodes.Filter, nodes.Test)):
            self._filter(node, depth)
        elif isinstance(node, _ALLOWED):
            for child in node.iter_child_nodes():
                self.visit(child, depth + 1)
        else:
            self._refuse(node)

    def _check_path(self, node: nodes.Expr) -> None:
        path = path_of(node)
        if path is None:
            self.fault(node, "reads a part of something that is no name.", _OTHER_REFUSAL)
        elif not self._exists(path):
            self.fault(node, f'"{_dotted(path)}" is not known.', self._remedy(path))

    def _exists(self, path: tuple[str, ...]) -> bool:
        root, *rest = path
        if root in self.own_names:
            return not rest
        if root not in self.names:
            return False
        members = self.names[root]
        if root == ANSWERS:
            return len(rest) == 1
        if members is None:
            return not rest
        if path[:2] == ("contact", FIELDS):
            return len(rest) == 2
        return len(rest) == 1 and rest[0] in members

    def _remedy(self, path: tuple[str, ...]) -> str:
        if path[0] in ALL_NAMES and path[0] not in self.names:
            return _WHERE_KNOWN[path[0]]
        if path[0] == ANSWERS and path[0] in self.names:
            return "Name one question: answers.need."
        if len(path) == 1 and self.names.get(path[0]):
            return f"Say what of it: {_known_list(path[0], self.names)}."
        return self._nearest(path) or f"There are: {', '.join(sorted(self.names))}."

    def _nearest(self, path: tuple[str, ...]) -> str | None:
        if ours := _SYNONYMS.get(path[-1].lower().replace("_", "")):
            return f"Here it is {ours}."
        known = {_dotted(name) for name in _spelled_out(self.names)} | self.own_names
        if near := did_you_mean(_dotted(path), known):
            return near
        is_of_contact = path[0] == "contact" and len(path) == 2
        return f"A further column of the list is contact.{FIELDS}.{path[1]}." if is_of_contact else None

    def _assign(self, node: nodes.Assign, depth: int) -> None:
        self.visit(node.node, depth + 1)
        if not isinstance(node.target, nodes.Name) or node.target.name in ALL_NAMES:
            self.fault(node, "sets something that is not a name of its own.", "Choose another name.")
        else:
            self.own_names.add(node.target.name)

    def _filter(self, node: nodes.Filter | nodes.Test, depth: int) -> None:
        kind, known = ("filter", FILTERS) if isinstance(node, nodes.Filter) else ("test", TESTS)
        if node.name not in known:
            remedy = did_you_mean(node.name, known) or f"There are: {', '.join(known)}."
            self.fault(node, f'"{one_line(node.name, 40)}" is no {kind} here.', remedy)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) > 1:
            self.fault(node, f'"{one_line(node.name, 40)}" is given more than it takes.')
        for child in ([node.node] if node.node else []) + node.args[:1]:
            self.visit(child, depth + 1)

    def _refuse(self, node: nodes.Node) -> None:
        remedy = next((words for kind, words in _REFUSALS if isinstance(node, kind)), _OTHER_REFUSAL)
        self.fault(node, f"does what a template may not do ({type(node).__name__.lower()}).", remedy)


def check_syntax(
    environment: Environment, source: str, *, file: str, first_line: int = 1, names: Names = ALL_NAMES
) -> list[Fault]:
    """Everything in `source` that is not allowed or not known; it stands at `first_line` of its file."""
    walk = _Walk(file, first_line - 1, names)
    try:
        walk.visit(environment.parse(source))
    except TemplateSyntaxError as error:
        problem = f"is no template: {one_line(error.message or 'syntax error')}."
        walk.faults.append(Fault(file, problem, line=error.lineno + first_line - 1))
    except (RecursionError, ValueError, OverflowError, MemoryError):
        walk.faults.append(
            Fault(file, "is nested too deeply or has too large a number in it.", line=first_line)
        )
    return walk.faults


def fields_in(environment: Environment, source: str) -> frozenset[str]:
    """The further columns of the list that `source` names. The source must have passed `check_syntax`."""
    return frozenset(
        path[2]
        for path, _ in paths_in(environment, source)
        if len(path) == 3 and path[:2] == ("contact", FIELDS)
    )


def paths_in(environment: Environment, source: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every name in a checked `source`, with its line."""
    for node in environment.parse(source).find_all((nodes.Name, nodes.Getattr, nodes.Getitem)):
        if (path := path_of(node)) is not None:
            yield path, node.lineno


def path_of(node: nodes.Expr) -> tuple[str, ...] | None:
    """The names from the root to `node`: `contact.fields["Job title"]` has three; None for anything else."""
    steps: list[str] = []
    while not isinstance(node, nodes.Name):
        if isinstance(node, nodes.Getattr):
            steps.append(node.attr)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            steps.append(str(node.arg.value))
        else:
            return None
        node = node.node
    return (node.name, *reversed(steps))


def _dotted(path: tuple[str, ...]) -> str:
    return one_line(".".join(path), 80)


def _spelled_out(names: Names) -> Iterator[tuple[str, ...]]:
    for root, members in names.items():
        if members is None:
            yield (root,)
        else:
            yield from ((root, member) for member in members - {FIELDS})


def _known_list(root: str, names: Names) -> str:
    return ", ".join(sorted(f"{root}.{member}" for member in names[root] or ()))
