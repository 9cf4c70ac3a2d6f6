"""Who runs a domain's mail, told by the names of its servers, and which of our mailboxes are with the same provider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Nobody whom we know: a server of their own, or a filter in front of whoever it is.
UNKNOWN = ""

GOOGLE, MICROSOFT, YANDEX, MAIL_RU, ZOHO = "google", "microsoft", "yandex", "mail.ru", "zoho"


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `hosts` are what its servers' names end in (MX, SMTP, IMAP), `domains` those of its own people."""

    name: str
    hosts: tuple[str, ...]
    domains: tuple[str, ...] = ()


def provider_of_host(host: str) -> str:
    """Whose server this is; UNKNOWN for nobody's that we know."""
    labels = host.lower().rstrip(".").split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_BY_HOST[ending] for ending in endings if ending in _BY_HOST), UNKNOWN)


def provider_of_mx(hosts: Sequence[str]) -> str:
    """Who takes the mail of a domain with these mail servers, the most preferred first.

    Only the first counts: a domain keeps further records to prove to Google or Microsoft that it is theirs, and as
    leftovers of a former provider.
    """
    return provider_of_host(hosts[0]) if hosts else UNKNOWN


def provider_of_domain(domain: str) -> str | None:
    """Who runs the mail of a provider's own domain, such as gmail.com; None where DNS has to be asked."""
    return _BY_DOMAIN.get(domain.lower())


def preferred(mailboxes_with_room: Mapping[str, str], recipient_provider: str) -> list[str]:
    """The mailboxes, given with their providers, that a recipient is best written to from.

    Those at the recipient's own provider; all of them where there are none, or where it is not known.
    """
    alike = [name for name, provider in mailboxes_with_room.items() if provider == recipient_provider]
    return alike if alike and recipient_provider != UNKNOWN else list(mailboxes_with_room)


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        GOOGLE,
        hosts=("google.com", "googlemail.com", "gmail.com"),
        domains=("gmail.com", "googlemail.com"),
    ),
    Provider(
        MICROSOFT,
        hosts=(
            *("outlook.com", "mx.microsoft", "office365.com", "office365.us", "partner.outlook.cn"),
            *("hotmail.com", "live.com"),
        ),
        domains=(
            *("outlook.com", "outlook.de", "outlook.fr", "live.com", "msn.com"),
            *("hotmail.com", "hotmail.co.uk", "hotmail.de", "hotmail.fr", "hotmail.es"),
        ),
    ),
    Provider(
        YANDEX,
        hosts=(
            *("yandex.net", "yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.com.tr", "ya.ru"),
        ),
        domains=("yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz"),
    ),
    Provider(
        MAIL_RU,
        hosts=("mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru"),
        domains=("mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru"),
    ),
    Provider(
        ZOHO,
        hosts=(
            *(f"zoho.{region}" for region in ("com", "eu", "in", "jp", "ca", "sa", "com.au", "com.cn")),
            *(f"zohocloud.{region}" for region in ("com", "eu", "in", "jp", "ca", "sa", "com.au", "com.cn")),
            "zohomail.com",
        ),
        domains=("zoho.com",),
    ),
    Provider(
        "proton",
        hosts=("protonmail.ch", "proton.me", "protonmail.com"),
        domains=("proton.me", "protonmail.com", "pm.me"),
    ),
    Provider(
        "yahoo",
        hosts=("yahoodns.net", "mail.yahoo.com", "mail.aol.com"),
        domains=(*("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.es", "ymail.com", "aol.com"),),
    ),
    Provider(
        "apple",
        hosts=("mail.icloud.com", "mail.me.com"),
        domains=("icloud.com", "me.com", "mac.com"),
    ),
    Provider("fastmail", hosts=("messagingengine.com", "fastmail.com"), domains=("fastmail.com",)),
    Provider(
        "gmx",
        hosts=("gmx.net", "gmx.com", "gmx.de", "web.de"),
        domains=("gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de"),
    ),
    Provider("ionos", hosts=("kundenserver.de", "ionos.de", "ionos.com", "ionos.co.uk", "1and1.com")),
)

_BY_HOST = {ending: provider.name for provider in PROVIDERS for ending in provider.hosts}
_BY_DOMAIN = {domain: provider.name for provider in PROVIDERS for domain in provider.domains}
