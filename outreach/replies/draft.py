"""A person under construction: the pieces of one who is named, as they are found."""

from dataclasses import dataclass

from outreach.replies.name_mention import NameMention
from outreach.replies.phones import PhoneMention
from outreach.replies.titles import TitleMention
from outreach.replies.verdict import Person, Via
from outreach.replies.written_addresses import AddressMention

#: Characters between two pieces of the same person, at most.
NEAR = 140


@dataclass(slots=True)
class Draft:
    """A person under construction."""

    position: int
    name: NameMention | None = None
    address: AddressMention | None = None
    phone: PhoneMention | None = None
    title: TitleMention | None = None
    via: Via = Via.TEXT
    email: str | None = None
    full_name: str | None = None

    def person(self) -> Person:
        name = self.full_name or (self.name.name if self.name else None)
        email = self.email or (self.address.address if self.address else None)
        return Person(
            name,
            email,
            self.phone.shown if self.phone else None,
            self.title.title if self.title else None,
            self.via,
        )
