"""Who is written to: people at made-up companies, each made again from their address whenever somebody asks.

A million of them would not fit beside the program that is measured, so nobody is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from outreach.sandbox.draw import draw, pick
from outreach.sandbox.mail_programs import PROGRAM_SHARES, MailProgram
from outreach.sandbox.names import (
    EXECUTIVE_TITLES,
    SALES_TITLES,
    Company,
    Name,
    company,
    person_names,
    phone_number,
)
from outreach.sandbox.person import NAMES_A_COLLEAGUE, Behaviour, Person, Shares
from outreach.sandbox.population import CONTACTS_AN_ACCOUNT, GREYLISTING_SHARE, RUSSIAN_SHARE

SEED = 7

#: Out of a thousand people on the list. 120 answer to one of two mails: 7 to 8 in a hundred of those delivered.
PROSPECT_SHARES: Shares = (
    (Behaviour.REFERS, 20),
    (Behaviour.REFERS_WITH_CC, 6),
    (Behaviour.REFERS_BY_NAME, 7),
    (Behaviour.REFERS_BY_PHONE, 6),
    (Behaviour.FORWARDS, 6),
    (Behaviour.RIGHT_PERSON, 10),
    (Behaviour.INTERESTED, 12),
    (Behaviour.QUESTION, 10),
    (Behaviour.NOT_NOW, 12),
    (Behaviour.NOT_INTERESTED, 14),
    (Behaviour.OPT_OUT, 12),
    (Behaviour.WRONG_PERSON, 5),
    (Behaviour.AWAY, 25),
    (Behaviour.LEFT_COMPANY, 8),
    (Behaviour.TICKET, 5),
    (Behaviour.DEAD_AT_ONCE, 8),
    (Behaviour.DEAD_LATER, 8),
    (Behaviour.MAILBOX_FULL, 4),
)
#: Of those whom somebody has named.
REFERRED_SHARES: Shares = (
    (Behaviour.INTERESTED, 150),
    (Behaviour.RIGHT_PERSON, 150),
    (Behaviour.QUESTION, 100),
    (Behaviour.NOT_NOW, 50),
    (Behaviour.OPT_OUT, 60),
)

_ADDRESS = re.compile(r"([a-z]+)\.[a-z]+@c(\d+)\.example")


def members(first_account: int, people: int) -> Iterator[Person]:
    """So many people, of one company after the other."""
    left, account = people, first_account
    while left > 0:
        for person in house(account)[:left]:
            left -= 1
            yield person
        account += 1


@lru_cache(maxsize=20_000)
def house(account: int) -> tuple[Person, ...]:
    """Those of a company who are on the list, each with the colleague whom they would name."""
    firm = replace(company(account, SEED, russian_share=RUSSIAN_SHARE), domain=domain_of_account(account))
    size = CONTACTS_AN_ACCOUNT[account % len(CONTACTS_AN_ACCOUNT)]
    names = person_names(firm.language, 2 * size, SEED, firm.domain)
    titles, sales = EXECUTIVE_TITLES[firm.language], SALES_TITLES[firm.language]
    found = []
    for place in range(size):
        address = f"{names[place].latin_first}.{names[place].latin_last}@{firm.domain}"
        person = _person(firm, names[place], address, titles[place % len(titles)])
        if person.behaviour in NAMES_A_COLLEAGUE:
            other = names[size + place]
            # One letter before the dot tells who was named from who is on the list.
            named = f"{other.latin_first[0]}.{other.latin_last}@{firm.domain}"
            colleague = _person(firm, other, named, pick(sales, SEED, "title", named))
            person = replace(person, colleague=colleague)
        found.append(person)
    return tuple(found)


def domain_of_account(account: int) -> str:
    return f"c{account}.example"


def account_of(address: str) -> int | None:
    """The number of the company; None for an address that is not of this world."""
    known = _ADDRESS.fullmatch(address)
    return None if known is None else int(known[2])


def behaviour_of(address: str) -> Behaviour:
    """What comes back from there, should anybody have the address. Asked of every mail, so nobody is made for it."""
    is_named = address[1:2] == "."
    mark = draw(SEED, "character", address) * 1_000
    for behaviour, share in REFERRED_SHARES if is_named else PROSPECT_SHARES:
        mark -= share
        if mark < 0:
            return behaviour
    return Behaviour.SILENT


def greylists(account: int) -> bool:
    """Whether the company's server puts off the first mail of a stranger."""
    return draw(SEED, "greylisting", account) < GREYLISTING_SHARE


def person_at(address: str) -> Person | None:
    """Whoever has the address."""
    account = account_of(address)
    if account is None:
        return None
    for member in house(account):
        for person in (member, member.colleague):
            if person is not None and person.address == address:
                return person
    return None


def _person(firm: Company, name: Name, address: str, title: str) -> Person:
    return Person(
        address=address,
        name=name,
        title=title,
        company=firm,
        phone=phone_number(firm.country, SEED, address),
        program=_program(firm, address),
        behaviour=behaviour_of(address),
        back_as=pick((Behaviour.RIGHT_PERSON, Behaviour.SILENT, Behaviour.INTERESTED), SEED, "back", address),
    )


def _program(firm: Company, address: str) -> MailProgram:
    mark = draw(SEED, "program", address)
    shares = PROGRAM_SHARES[firm.language]
    for program, share in shares:
        mark -= share
        if mark < 0:
            return program
    return shares[0][0]
