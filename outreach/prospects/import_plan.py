"""What becomes of each row of a list: whom it creates, whom it changes, who only joins the list, who is left out."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class OnDuplicate(StrEnum):
    """What an import does with an address that the workspace knows already."""

    SKIP = "skip"
    UPDATE = "update"
    REFUSE = "refuse"


class Imported(StrEnum):
    """What became of one row."""

    CREATED = "created"
    UPDATED = "updated"
    #: Known already; it joined the list, nothing about it changed.
    SKIPPED = "skipped"
    #: Already on this very list.
    ALREADY_LISTED = "already_listed"
    SUPPRESSED = "suppressed"
    REFUSED = "refused"


#: What is the matter with a row whose fate is REFUSED here.
KNOWN_ALREADY = "is about somebody who is known already"


class Person(Protocol):
    """What a list, or a referral, says of somebody: a row of a list as much as a NewContact."""

    @property
    def address(self) -> str:
        """Normalised."""

    @property
    def company(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def language(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def time_zone(self) -> str | None: ...
    @property
    def fields(self) -> Mapping[str, str] | None: ...
    @property
    def line(self) -> int: ...


@dataclass(slots=True)
class ImportPlan:
    """What is to be done with a batch: one fate a row, in order, and the rows by what has to be written for them."""

    fates: list[Imported] = field(default_factory=list)
    created: list[Person] = field(default_factory=list)
    updated: list[Person] = field(default_factory=list)
    #: Who comes onto the list; the created are among them.
    joining: list[Person] = field(default_factory=list)
    #: Who was on the list before this batch.
    staying: list[Person] = field(default_factory=list)


def plan_import(
    people: Iterable[Person],
    *,
    noes: Container[str],
    known: dict[str, bool],
    on_duplicate: OnDuplicate,
) -> ImportPlan:
    """`known` says of each known address whether it is on this list; who is taken in is added to it."""
    plan = ImportPlan()
    tell = plan.fates.append
    for person in people:
        address = person.address
        if address in noes:
            tell(Imported.SUPPRESSED)
            continue
        listed = known.get(address)
        if listed is not None and on_duplicate is OnDuplicate.REFUSE:
            tell(Imported.REFUSED)
            continue
        known[address] = True
        if listed is None:
            plan.created.append(person)
            tell(Imported.CREATED)
        elif on_duplicate is OnDuplicate.UPDATE:
            plan.updated.append(person)
            tell(Imported.UPDATED)
        else:
            tell(Imported.ALREADY_LISTED if listed else Imported.SKIPPED)
        (plan.staying if listed else plan.joining).append(person)
    return plan
