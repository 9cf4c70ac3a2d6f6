"""What the large providers want before they let a program log in: advice by the server that refused."""

import re
from dataclasses import dataclass

from outreach.mail.outcomes import Answer


@dataclass(frozen=True, slots=True)
class Provider:
    """Recognised by the host that we spoke to, or by words that only its servers use."""

    host: re.Pattern[str]
    words: re.Pattern[str]
    log_in_advice: str


def log_in_advice(answer: Answer) -> str | None:
    """What to do about a refused log-in, or None where the provider is not known."""
    known = (
        provider
        for provider in PROVIDERS
        if provider.host.search(answer.host) or provider.words.search(answer.text)
    )
    return next((provider.log_in_advice for provider in known), None)


def _provider(*, host: str, words: str, advice: str) -> Provider:
    return Provider(re.compile(host, re.IGNORECASE), re.compile(words, re.IGNORECASE), advice)


PROVIDERS: tuple[Provider, ...] = (
    _provider(
        host=r"(\A|\.)(gmail|googlemail|google)\.com\Z",
        words=r"\bgsmtp\b|support\.google\.com",
        advice=(
            "Google refuses the log-in: it takes no account password from programs. Run `outreach mailbox "
            "authorize NAME`, or turn on 2-step verification and make an app password "
            "(myaccount.google.com/apppasswords)."
        ),
    ),
    _provider(
        host=r"(\A|\.)(office365|outlook|hotmail|live)\.com\Z|\.office365\.us\Z|\.partner\.outlook\.cn\Z",
        words=r"SmtpClientAuthentication|\.outlook\.com\b|basic authentication is disabled",
        advice=(
            "Microsoft refuses the log-in: passwords are switched off for most tenants. Run `outreach mailbox "
            "authorize NAME`; an administrator has to allow Authenticated SMTP for this mailbox "
            "(Microsoft 365 admin centre, user, Mail, Manage email apps)."
        ),
    ),
    _provider(
        host=r"(\A|\.)yandex\.(ru|com|by|kz|com\.tr)\Z|(\A|\.)ya\.ru\Z",
        words=r"access rights to this service|\bya\.cc\b|yandex\.",
        advice=(
            "Yandex refuses the log-in: make an app password of the kind Mail "
            "(id.yandex.ru/security/app-passwords), and allow IMAP with app passwords in the settings of the "
            "mailbox under Email clients."
        ),
    ),
    _provider(
        host=r"(\A|\.)(mail|bk|list|inbox|internet)\.ru\Z",
        words=r"NEOBHODIM|parol prilozheniya|application password is required|help\.mail\.ru",
        advice=(
            "Mail.ru refuses the log-in: it takes no account password from programs. Make a password for "
            "external applications (account.mail.ru, Security) with access to mail over IMAP and SMTP."
        ),
    ),
    _provider(
        host=r"(\A|\.)zoho(cloud)?\.(com|eu|in|jp|ca|sa|com\.au|com\.cn)\Z",
        words=r"\bzoho\b",
        advice=(
            "Zoho refuses the log-in: with two-factor sign-in it wants an app password (accounts.zoho.com, "
            "Security). IMAP access must be switched on in the settings, and the host must be that of the "
            "account's region: smtppro.zoho.com or .eu for organisations, smtp.zoho.com or .eu for persons."
        ),
    ),
)
