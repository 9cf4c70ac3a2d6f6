"""Who is meant: one name for everybody, however it was written, and the person behind each mailbox."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from outreach.handoff.team import Role, Team, person_called
from outreach.handoff.working_hours import WorkingHours

#: What the program does by itself is nobody's work.
_NOBODY = frozenset({"", "daemon"})


class Whose:
    """The team as reports see it.

    Whoever is written with capitals here and without them there is one person; so are two sections of `[[team]]` with
    one address, under the name of the first. Who is no longer in the team keeps their name and has no role.
    """

    def __init__(self, team: Team, mailboxes: Mapping[str, str], zone: ZoneInfo) -> None:
        self._first: dict[str, str] = {}
        by_address: dict[str, str] = {}
        for member in team.members:
            name = person_called(member.name)
            self._first.setdefault(name, by_address.setdefault(member.address, name))
        self._members = {person_called(each.name): each for each in reversed(team.members)}
        #: Names as they were written: the same few come again with every fact.
        self._known: dict[str, str] = {}
        self._mailboxes = {mailbox: self.person(name) for mailbox, name in mailboxes.items()}
        # Of whoever is not in the team nothing is known: nine to five in the office.
        self._office = WorkingHours(zone)

    @property
    def team(self) -> tuple[str, ...]:
        """Everybody in it, in the order of the configuration."""
        return tuple(dict.fromkeys(self._first.values()))

    def person(self, name: str) -> str:
        """The one name of whoever is called so; empty for the program itself."""
        known = self._known.get(name)
        if known is None:
            called = person_called(name)
            known = self._known[name] = "" if called in _NOBODY else self._first.get(called, called)
        return known

    @property
    def mailboxes(self) -> Mapping[str, str]:
        """The one name of whoever each mailbox belongs to."""
        return self._mailboxes

    def of_mailbox(self, mailbox: str | None) -> str:
        """Whose it is; empty where it is nobody's."""
        return self._mailboxes.get(mailbox or "", "")

    def role(self, person: str) -> Role | None:
        member = self._members.get(person)
        return None if member is None else member.role

    def hours(self, person: str) -> WorkingHours:
        member = self._members.get(person)
        return self._office if member is None else member.hours
