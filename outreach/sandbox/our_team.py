"""Our simulated colleagues: who they are, as the demo's configuration says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from outreach.sandbox.world import OUR_DOMAIN

#: Where all of us sit.
OUR_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class OneOfUs:
    """One section of `[[team]]`."""

    person: str
    role: str
    full_name: str
    mailboxes: tuple[str, ...] = ()
    #: A working day.
    norms: Mapping[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.person}@{OUR_DOMAIN}"


#: What a hundred prospects in a quarter leave to do: small norms.
TEAM = (
    OneOfUs("rita", "prospector", "Rita Whitfield", ("rita",), {"mails": 3, "replies": 1}),
    OneOfUs("pavel", "prospector", "Павел Орлов", ("pavel",), {"mails": 3, "replies": 1}),
    OneOfUs("dora", "salesperson", "Dora Lindqvist"),
    OneOfUs("emil", "salesperson", "Emil Hartwig"),
    OneOfUs("alma", "account-manager", "Alma Kestrel"),
    OneOfUs("mona", "manager", "Mona Ashdown"),
)


def addresses() -> frozenset[str]:
    """All of them."""
    return frozenset(each.address for each in TEAM)


def mailbox_owners() -> dict[str, str]:
    """Who works the replies of each mailbox."""
    return {mailbox: each.person for each in TEAM for mailbox in each.mailboxes}


def as_toml() -> str:
    """The sections of a configuration."""
    return "".join(line for each in TEAM for line in _section(each))


def _section(one: OneOfUs) -> Iterator[str]:
    yield "\n[[team]]\n"
    yield f'person = "{one.person}"\nfull_name = "{one.full_name}"\n'
    yield f'address = "{one.address}"\nrole = "{one.role}"\n'
    if one.mailboxes:
        yield "mailboxes = [" + ", ".join(f'"{name}"' for name in one.mailboxes) + "]\n"
    if one.norms:
        yield "\n[team.norms]\n"
        yield from (f"{name} = {norm}\n" for name, norm in one.norms.items())
