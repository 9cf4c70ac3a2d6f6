"""Who lives in the world: companies, the people on the user's list, and those whom they name."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.sandbox.draw import draw, pick
from outreach.sandbox.mail_programs import PROGRAM_SHARES, MailProgram
from outreach.sandbox.names import (
    EXECUTIVE_TITLES,
    OFFICE_MAILBOXES,
    SALES_TITLES,
    Company,
    Language,
    Name,
    company,
    person_names,
    phone_number,
)
from outreach.sandbox.person import (
    GIVES_AN_ADDRESS,
    LAST_SHARES,
    NAMES_A_COLLEAGUE,
    OFFICE_SHARES,
    PROSPECT_SHARES,
    REFERRED_SHARES,
    Behaviour,
    Person,
    Shares,
    deal,
)

#: Contacts an account, over and over: 17 prospects at 10 accounts.
CONTACTS_AN_ACCOUNT = (1, 2, 1, 3, 2, 1, 2, 1, 2, 2)
RUSSIAN_SHARE = 0.4
#: Accounts whose first contact is a general mailbox.
OFFICE_SHARE = 0.2
#: Companies whose server puts off strangers.
GREYLISTING_SHARE = 0.07
#: Colleagues who sit at a sister company with a domain of its own.
SISTER_SHARE = 0.12

CSV_COLUMNS = (
    *("email", "first name", "last name", "company", "title", "country", "language", "time zone"),
    "industry",
)

_LOCAL_PARTS = ("{first}.{last}", "{f}.{last}", "{last}", "{first}", "{last}.{f}")


@dataclass(frozen=True, slots=True)
class Population:
    """`prospects` in the order of the list; `everybody` by address, with those whom others name.

    `inquirers` are at companies of their own, and ask us by themselves.
    """

    prospects: tuple[Person, ...]
    everybody: dict[str, Person]
    inquirers: tuple[Person, ...] = ()


def population(seed: int, prospects: int, inquirers: int = 0) -> Population:
    """As many people for the list, at about 0.6 companies a head, each with a character."""
    accounts = list(_accounts(prospects))
    drafts = [draft for place in accounts for draft in _contacts(*place, seed)]
    asking = [_inquirer(len(accounts) + number, seed) for number in range(inquirers)]
    return of_people(_with_characters(drafts, seed), asking)


def of_people(prospects: Sequence[Person], inquirers: Sequence[Person] = ()) -> Population:
    """A population of just these and whom they name; for tests that want somebody particular."""
    everybody: dict[str, Person] = {}
    for person in (*prospects, *inquirers):
        for one in _chain(person):
            assert one.address not in everybody, f"{one.address} lives here twice"
            everybody[one.address] = one
    return Population(tuple(prospects), everybody, tuple(inquirers))


def prospects_csv(people: Sequence[Person]) -> str:
    """The list as somebody would have bought or typed it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows(_row(person) for person in people)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A person without a character yet; `place` is their place within the account."""

    person: Person
    place: int


def _row(person: Person) -> tuple[str, ...]:
    first = person.name.first_in() if person.name else ""
    last = person.name.last_in() if person.name else ""
    house = person.company
    about = (house.name, person.title, house.country, house.language.value, house.zone, house.industry)
    return (person.address, first, last, *about)


def _accounts(prospects: int) -> Iterator[tuple[int, int]]:
    left, account = prospects, 0
    while left > 0:
        size = min(CONTACTS_AN_ACCOUNT[account % len(CONTACTS_AN_ACCOUNT)], left)
        yield account, size
        left, account = left - size, account + 1


def _contacts(account: int, size: int, seed: int) -> Iterator[_Draft]:
    house = company(account, seed, russian_share=RUSSIAN_SHARE)
    has_office = draw(seed, "office", house.domain) < OFFICE_SHARE
    # The later names are for the colleagues.
    names = person_names(house.language, size, seed, house.domain)
    titles = EXECUTIVE_TITLES[house.language]
    for place in range(size):
        if place == 0 and has_office:
            local, reader = pick(OFFICE_MAILBOXES[house.language], seed, "office", house.domain)
            yield _Draft(_person(house, None, f"{local}@{house.domain}", reader, seed), place)
        else:
            title = titles[(place + int(draw(seed, "title", house.domain) * len(titles))) % len(titles)]
            address = _address(names[place], house, house.domain, seed)
            yield _Draft(_person(house, names[place], address, title, seed), place)


def _inquirer(account: int, seed: int) -> Person:
    """Somebody who sells at their company, and does not answer what they have not asked for."""
    house = company(account, seed, russian_share=RUSSIAN_SHARE)
    [name] = person_names(house.language, 1, seed, house.domain)
    title = pick(SALES_TITLES[house.language], seed, "title", house.domain)
    return _person(house, name, _address(name, house, house.domain, seed), title, seed)


def _person(house: Company, name: Name | None, address: str, title: str, seed: int) -> Person:
    return Person(
        address=address,
        name=name,
        title=title,
        company=house,
        phone=phone_number(house.country, seed, address),
        program=_program(house.language, seed, address),
        behaviour=Behaviour.SILENT,
        back_as=pick(
            (Behaviour.RIGHT_PERSON, Behaviour.SILENT, Behaviour.INTERESTED), seed, "back as", address
        ),
        greylisted=draw(seed, "greylisting", house.domain) < GREYLISTING_SHARE,
    )


def _with_characters(drafts: Sequence[_Draft], seed: int) -> list[Person]:
    characters = _characters(drafts, seed)
    naming = [draft for draft in drafts if characters[draft.person.address] in NAMES_A_COLLEAGUE]
    named = _named(naming, characters, seed)
    naming_again = [draft for draft in naming if named[draft.person.address].behaviour in NAMES_A_COLLEAGUE]
    last = _colleagues(naming_again, 2, LAST_SHARES, seed)
    people = []
    for draft in drafts:
        address = draft.person.address
        colleague = named.get(address)
        if colleague is not None and address in last:
            colleague = replace(colleague, colleague=last[address])
        people.append(replace(draft.person, behaviour=characters[address], colleague=colleague))
    return people


def _characters(drafts: Sequence[_Draft], seed: int) -> dict[str, Behaviour]:
    """Dealt apart to offices, first contacts and later ones: the later are often never written to."""
    layers = {
        "offices": ([d for d in drafts if d.person.name is None], OFFICE_SHARES),
        "first": ([d for d in drafts if d.person.name and d.place == 0], PROSPECT_SHARES),
        "later": ([d for d in drafts if d.person.name and d.place > 0], PROSPECT_SHARES),
    }
    characters: dict[str, Behaviour] = {}
    for layer, (members, shares) in layers.items():
        characters |= deal(_by_language(draft.person for draft in members), shares, seed, layer)
    return characters


def _named(naming: Sequence[_Draft], characters: Mapping[str, Behaviour], seed: int) -> dict[str, Person]:
    """The colleagues of all who name one; those who can be written to at once are dealt their characters apart."""
    sent_to = [draft for draft in naming if characters[draft.person.address] in GIVES_AN_ADDRESS]
    others = [draft for draft in naming if characters[draft.person.address] not in GIVES_AN_ADDRESS]
    named = _colleagues(sent_to, 1, REFERRED_SHARES, seed) | _colleagues(others, 1, REFERRED_SHARES, seed)
    for start, person in named.items():
        # Somebody who writes to us of their own accord does not ask to be left alone afterwards.
        if characters[start] is Behaviour.FORWARDS:
            named[start] = replace(person, behaviour=Behaviour.INTERESTED)
    return named


def _colleagues(naming: Sequence[_Draft], depth: int, shares: Shares, seed: int) -> dict[str, Person]:
    """Somebody for each of `naming` to name, by the address of the prospect at the start of the chain."""
    found = {draft.person.address: _colleague(draft, depth, seed) for draft in naming}
    characters = deal(_by_language(found.values()), shares, seed, "colleagues", depth)
    return {start: replace(person, behaviour=characters[person.address]) for start, person in found.items()}


def _by_language(people: Iterable[Person]) -> list[list[str]]:
    everybody = list(people)
    return [[p.address for p in everybody if p.language is language] for language in Language]


def _colleague(draft: _Draft, depth: int, seed: int) -> Person:
    house = draft.person.company
    # The first names of the company belong to its contacts.
    place = max(CONTACTS_AN_ACCOUNT) + 2 * draft.place + depth - 1
    name = person_names(house.language, place + 1, seed, house.domain)[place]
    at_sister = draw(seed, "sister", draft.person.address, depth) < SISTER_SHARE
    domain = f"{house.domain.removesuffix('.example')}-group.example" if at_sister else house.domain
    title = pick(SALES_TITLES[house.language], seed, "title", name)
    return _person(house, name, _address(name, house, domain, seed), title, seed)


def _address(name: Name, house: Company, domain: str, seed: int) -> str:
    pattern = pick(_LOCAL_PARTS, seed, "addresses", house.domain)
    local = pattern.format(first=name.latin_first, last=name.latin_last, f=name.latin_first[0])
    return f"{local}@{domain}"


def _program(language: Language, seed: int, address: str) -> MailProgram:
    mark = draw(seed, "program", address)
    for program, share in PROGRAM_SHARES[language]:
        mark -= share
        if mark < 0:
            return program
    return PROGRAM_SHARES[language][0][0]


def _chain(person: Person) -> Iterator[Person]:
    one: Person | None = person
    while one is not None:
        yield one
        one = one.colleague
