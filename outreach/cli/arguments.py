"""What stands on the command line, checked before anything is opened: addresses, names, remarks, numbers."""

from typing import TYPE_CHECKING, Any

import click

from outreach.core.untrusted import one_line, smuggles_a_header

if TYPE_CHECKING:
    from outreach.prospects.costs import Cost

    _TextType = click.ParamType[str]
    _CostType = click.ParamType[Cost]
else:
    # Generic since click 8.5 only.
    _TextType = click.ParamType
    _CostType = click.ParamType

#: What a database numbers its rows with, at most (PostgreSQL's integer).
_LARGEST_ID = 2**31 - 1
_LONGEST_NAME = 100
_LONGEST_REMARK = 500


class _Address(_TextType):
    """An address, normalised."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from outreach.core.addresses import NotAnAddress, normalise

        try:
            return normalise(str(value))
        except NotAnAddress as error:
            self.fail(f"{error}.", param, ctx)


class _AddressOrDomain(_TextType):
    """`ana@acme.example`, `acme.example` or `*.acme.example`, as it was written."""

    name = "address or domain"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from outreach.core.addresses import NotAnAddress
        from outreach.prospects.suppression import suppressible

        try:
            suppressible(str(value))
        except NotAnAddress:
            self.fail(f'"{one_line(str(value))}" is neither an address nor a domain.', param, ctx)
        return str(value).strip()


class _Name(_TextType):
    """The name of a list or campaign: something that can be typed again and printed anywhere."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name = str(value).strip()
        if not name:
            self.fail("a name cannot be empty.", param, ctx)
        if len(name) > _LONGEST_NAME:
            self.fail(f"a name has at most {_LONGEST_NAME} characters.", param, ctx)
        if smuggles_a_header(name) or name != one_line(name) or name.startswith("-"):
            self.fail(f'"{one_line(name)}" is no name: use letters, digits and "-".', param, ctx)
        return name


class _SequenceName(_TextType):
    """The name of a sequence, which is that of its file without .toml."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name = str(value).removesuffix(".toml")
        if not name or name != one_line(name) or "/" in name:
            self.fail(f'"{one_line(name)}" is no name of a file in the sequences folder.', param, ctx)
        return name


class _Remark(_TextType):
    """A sentence that is kept and shown again: one printable line."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return one_line(str(value), _LONGEST_REMARK)


class _LegalBasis(_TextType):
    """On what ground somebody may be written to: a word that rules know, a colon, where and when."""

    name = "basis"

    def __init__(self, *, may_be_empty: bool = False) -> None:
        self._may_be_empty = may_be_empty

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from outreach.prospects.legal_basis import fault_of_basis

        basis = one_line(str(value), _LONGEST_REMARK)
        if not basis and self._may_be_empty:
            return ""
        if problem := fault_of_basis(basis):
            self.fail(problem, param, ctx)
        return basis


class _Cost(_CostType):
    """An amount with its currency."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Cost":
        from outreach.prospects.costs import NotACost, read_cost

        try:
            return read_cost(str(value))
        except NotACost as error:
            self.fail(f'"{one_line(str(value))}" is no amount: {error}.', param, ctx)


ADDRESS = _Address()
COST = _Cost()
ADDRESS_OR_DOMAIN = _AddressOrDomain()
NAME = _Name()
SEQUENCE = _SequenceName()
LEGAL_BASIS = _LegalBasis()
#: An empty text takes it away.
LEGAL_BASIS_OR_NONE = _LegalBasis(may_be_empty=True)
REMARK = _Remark()
#: The name of something that is there already; whatever is no text in it is not found.
KNOWN = _Remark()
ID = click.IntRange(1, _LARGEST_ID)
