"""Whether a mail from another address was written by the very person whom we wrote to."""

import re
import unicodedata
from dataclasses import dataclass

from outreach.core.addresses import domain_of, is_role_address

#: Domains under which one mailbox has several names, by the one that stands for all, as the providers say.
_SAME_DOMAIN = {
    domain: names[0]
    for names in (
        ("gmail.com", "googlemail.com"),
        ("yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua"),
        ("icloud.com", "me.com", "mac.com"),
        ("proton.me", "protonmail.com", "pm.me"),
    )
    for domain in names
}
_NO_LETTER = re.compile(r"[\W\d_]+")
_AT_LEAST_WORDS, _AT_LEAST_LETTERS = 2, 2


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom we wrote to: the address, and the name as a list, a referral or an earlier answer gave it."""

    address: str
    name: str = ""


def is_same_person(known: Known, sender: str, sender_name: str, *, same_account: bool) -> bool:
    """Whether who answers our mail from `sender`, under `sender_name`, is who we wrote to.

    To be asked only of a mail that has proven to answer ours: a name alone is anybody's. An office (info@) is
    nobody's other address, and has none: behind it stands whoever reads it.
    """
    if is_role_address(known.address) or is_role_address(sender):
        return False
    if main_address(known.address) == main_address(sender):
        return True
    if same_account and main_local(known.address) == main_local(sender):
        return True
    return _same_words(_words(sender_name), _words(known.name) or _words(known.address.partition("@")[0]))


def main_address(address: str) -> str:
    """The mailbox behind an address: without its detail (`ana+news@`, RFC 5233), under the provider's first domain."""
    domain = domain_of(address)
    domain = _SAME_DOMAIN.get(domain, domain)
    local = main_local(address)
    if domain == "gmail.com":
        # "Dots don't matter in Gmail addresses" (Google's help); at Yandex a dot and a hyphen are the same.
        local = local.replace(".", "")
    elif domain == "yandex.ru":
        local = local.replace(".", "-")
    return f"{local}@{domain}"


def main_local(address: str) -> str:
    """What stands before the `@`, without its detail."""
    local = address.rpartition("@")[0].lower()
    return local.partition("+")[0] or local


def spellings(address: str) -> tuple[str, ...]:
    """The address without its detail under every domain of its mailbox: how we may know it."""
    first = _SAME_DOMAIN.get(domain_of(address), domain_of(address))
    domains = [domain for domain, stands_for in _SAME_DOMAIN.items() if stands_for == first] or [first]
    return tuple(f"{main_local(address)}@{domain}" for domain in domains)


def _words(name: str) -> frozenset[str]:
    # NFKD: "Müller" and "Muller", full-width letters; the marks themselves are dropped.
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name[:200]) if not unicodedata.combining(letter)
    )
    return frozenset(word for word in _NO_LETTER.split(plain.casefold()) if len(word) >= _AT_LEAST_LETTERS)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are those of one person: the same words in any order; a middle name may be missing."""
    return _same_words(_words(one), _words(other))


def _same_words(one: frozenset[str], other: frozenset[str]) -> bool:
    """The same name, in any order; a middle name may be missing. One word alone is many people's."""
    shared = one & other
    return len(shared) >= _AT_LEAST_WORDS and shared in (one, other)
