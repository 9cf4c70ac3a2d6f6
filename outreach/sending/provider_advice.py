"""What the large providers want before they let a program log in: advice by the server that refused."""

import re
from dataclasses import dataclass

from outreach.mail.outcomes import Answer
from outreach.sending.providers import GOOGLE, MAIL_RU, MICROSOFT, YANDEX, ZOHO, provider_of_host


@dataclass(frozen=True, slots=True)
class Advice:
    """For one provider, recognised by the host that we spoke to, or by words that only its servers use."""

    provider: str
    words: re.Pattern[str]
    says: str


def log_in_advice(answer: Answer) -> str | None:
    """What to do about a refused log-in, or None where the provider is not known."""
    host = provider_of_host(answer.host)
    known = (each for each in LOG_IN if each.provider == host or each.words.search(answer.text))
    return next((each.says for each in known), None)


def password_will_end(host: str) -> str | None:
    """What is announced of log-ins by password at this server, though it still takes them; None where nothing is.

    Microsoft, message MC786329 of its message centre, as changed on 27 January 2026.
    """
    if provider_of_host(host) != MICROSOFT:
        return None
    return (
        "at the end of December 2026 Microsoft 365 switches passwords off for sending, where no administrator switches "
        "them on again; new organisations have none"
    )


def _advice(provider: str, *, words: str, says: str) -> Advice:
    return Advice(provider, re.compile(words, re.IGNORECASE), says)


LOG_IN: tuple[Advice, ...] = (
    _advice(
        GOOGLE,
        words=r"\bgsmtp\b|support\.google\.com",
        says=(
            "Google refuses the log-in: it takes no account password from programs. Run `outreach mailbox "
            "authorize NAME`, or turn on 2-step verification and make an app password "
            "(myaccount.google.com/apppasswords)."
        ),
    ),
    _advice(
        MICROSOFT,
        words=r"SmtpClientAuthentication|\.outlook\.com\b|basic authentication is (disabled|not supported)",
        says=(
            "Microsoft refuses the log-in. It takes no passwords from Outlook.com and for reading, and for sending "
            "from Microsoft 365 only where an administrator allows that. Run `outreach mailbox authorize NAME`; an "
            "administrator has to allow Authenticated SMTP for this mailbox (Microsoft 365 admin centre, user, Mail, "
            "Manage email apps)."
        ),
    ),
    _advice(
        YANDEX,
        words=r"access rights to this service|\bya\.cc\b|yandex\.",
        says=(
            "Yandex refuses the log-in: make an app password of the kind Mail "
            "(id.yandex.ru/security/app-passwords), and allow IMAP with app passwords in the settings of the "
            "mailbox under Email clients."
        ),
    ),
    _advice(
        MAIL_RU,
        words=r"NEOBHODIM|parol prilozheniya|application password is required|help\.mail\.ru",
        says=(
            "Mail.ru refuses the log-in: it takes no account password from programs. Make a password for "
            "external applications (account.mail.ru, Security) with access to mail over IMAP and SMTP."
        ),
    ),
    _advice(
        ZOHO,
        words=r"\bzoho\b",
        says=(
            "Zoho refuses the log-in: with two-factor sign-in it wants an app password (accounts.zoho.com, "
            "Security). IMAP access must be switched on in the settings, and the host must be that of the "
            "account's region: smtppro.zoho.com or .eu for organisations, smtp.zoho.com or .eu for persons."
        ),
    ),
)
