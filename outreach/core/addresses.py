"""E-mail addresses and domains: what is one, how two are the same, which company a domain belongs to."""

import re
from functools import lru_cache

from outreach.core.untrusted import one_line, smuggles_a_header

#: The longest address that SMTP carries (RFC 5321, 4.5.3.1.3, errata 1690).
MAX_LENGTH = 254
#: The longest part before the `@` (RFC 5321, 4.5.3.1.1).
MAX_LOCAL_LENGTH = 64

# The everyday form (RFC 5321 dot-string); everything else is asked of email-validator.
_PLAIN_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")

_ROLES = frozenset(
    "abuse accounting accounts admin administration billing bookkeeping buchhaltung careers cs contact contacto "
    "contact-us customercare customerservice desk einkauf enquiries enquiry finance hello help helpdesk hi hr info "
    "inbox infos inquiries inquiry invoices it jobs kontakt kundenservice legal mail mailbox marketing media news "
    "noc no-reply noreply office operations order orders personal poczta post postmaster press pr privacy procurement "
    "purchasing reception recruiting root sales secretariat secretary security service services shop spam staff "
    "support team tech verkauf vertrieb ventas web webmaster welcome work zakaz sekretar priemnaya".split()
)

_FREE_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es ymail.com outlook.com outlook.de "
    "outlook.fr hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.es live.com msn.com icloud.com me.com "
    "mac.com aol.com aim.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de mail.com "
    "email.com proton.me protonmail.com pm.me tutanota.com zoho.com zoho.eu zohomail.com zohomail.eu zohomail.in "
    "fastmail.com fastmail.fm hey.com yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua yandex.uz "
    "yandex.com.tr yandex.com.am narod.ru mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru lenta.ru "
    "autorambler.ru ro.ru ukr.net i.ua meta.ua orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it "
    "virgilio.it alice.it tin.it wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz terra.es telefonica.net "
    "naver.com qq.com 163.com 126.com".split()
)


#: What stands before the @ of an address, quoted or not, in a text.
_LOCAL_PARTS = re.compile(r"(?:\"[^\"@\s]{1,64}\"|[^\s@<>()\[\]\",;:=]{1,64})(?=@[^\s@]+\.[^\s@])")


class NotAnAddress(ValueError):
    """The text is no address that mail can be sent to; the message says why, in one printable line."""


def normalise(text: str) -> str:
    """The one spelling under which we know an address: lower case, the domain in its ASCII form (RFC 5891).

    Takes a bare address, spaces around it allowed. Raises NotAnAddress.
    """
    address = text.strip()
    if smuggles_a_header(address):
        raise NotAnAddress(f'"{one_line(address)}" has control characters or an encoded word in it')
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise NotAnAddress(f'"{one_line(address)}" is not an address')
    local = local.lower()
    ascii_domain = _checked_domain(domain.lower())
    if ascii_domain is None:
        raise NotAnAddress(f'"{one_line(address)}" is not an address: "{one_line(domain)}" is not a domain')
    if not _PLAIN_LOCAL.match(local):
        local = _checked_local(local, ascii_domain, address)
    if len(local) > MAX_LOCAL_LENGTH:
        raise NotAnAddress(
            f'"{one_line(address)}" has more than {MAX_LOCAL_LENGTH} characters before the "@"'
        )
    normalised = f"{local}@{ascii_domain}"
    if len(normalised) > MAX_LENGTH:
        raise NotAnAddress(f'"{one_line(address)}" is longer than {MAX_LENGTH} characters')
    return normalised


def without_local_parts(text: str) -> str:
    """A text of which nobody can tell to whom it is about: of every address only what stands behind the @ is left."""
    return _LOCAL_PARTS.sub("…", text)


def domain_of(address: str) -> str:
    """What stands behind the last `@`, lower case."""
    return address[address.rfind("@") + 1 :].lower()


@lru_cache(maxsize=20_000)
def registrable_domain(domain: str) -> str:
    """The domain that somebody registered: `mail.acme.co.uk` belongs to `acme.co.uk` (publicsuffix.org)."""
    domain = domain.lower()
    name, dot, ending = domain.partition(".")
    if name and dot and ending and "." not in ending:
        # Two labels are one that is registered, or an ending that nobody can have: the same either way.
        return domain
    return _suffixes().privatesuffix(domain) or domain


def is_free_mail(domain: str) -> bool:
    """Whether the domain says nothing about an employer."""
    return domain.lower() in _FREE_MAIL


def is_role_address(address: str) -> bool:
    """Whether the address is an office rather than a person (RFC 2142 and custom)."""
    local = address[: max(address.rfind("@"), 0)].lower()
    return local in _ROLES or local.partition(".")[0].partition("+")[0] in _ROLES


@lru_cache(maxsize=20_000)
def _checked_domain(domain: str) -> str | None:
    # email-validator knows IDNA, lengths and the reserved names; it is asked once a domain, not once a row.
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(f"x@{domain}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return checked.ascii_domain.lower()


def _checked_local(local: str, domain: str, shown: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(f"{local}@{domain}", check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise NotAnAddress(f'"{one_line(shown)}" is not an address: {one_line(str(error))}') from None
    if not checked.ascii_email:
        raise NotAnAddress(f'"{one_line(shown)}" needs SMTPUTF8 (RFC 6531), which most servers refuse')
    return checked.local_part.lower()


@lru_cache(maxsize=1)
def _suffixes():  # type: ignore[no-untyped-def]
    from publicsuffixlist import PublicSuffixList

    # "example" and other unlisted endings count as public suffixes, as the list's own default rule says.
    return PublicSuffixList(accept_unknown=True)
