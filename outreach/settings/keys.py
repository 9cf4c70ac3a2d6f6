"""The keys of `config.toml` section by section: how each is read, its default and one sentence about it."""

from enum import StrEnum
from pathlib import Path

from outreach.mail.servers import Security, is_loopback
from outreach.sequences.holidays import DateRange
from outreach.settings import calendar, values
from outreach.settings.dkim import Dkim, domain_stands_for_sender
from outreach.settings.oauth import Auth, OAuth2, uses_oauth2
from outreach.settings.reading import Check, Place, Wrong, setting, settings_class, table_of
from outreach.settings.secrets import SecretRef

_SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
_IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


class SentCopy(StrEnum):
    """Who files the copy in the Sent folder."""

    #: The server does it, as Gmail and Microsoft 365 do.
    SERVER = "server"
    #: We append it over IMAP.
    APPEND = "append"
    #: Nobody. A doubtful mail can then not be settled by looking there.
    NONE = "none"


class ReferralApproval(StrEnum):
    """Whether a referral that meets all conditions is followed without a person."""

    AUTOMATIC = "automatic"
    PERSON = "person"


class CompanyRule(StrEnum):
    """Whom a person's reply pauses."""

    ACCOUNT = "account"
    CONTACT = "contact"


def _plain_text_stays_here(host: str, security: Security) -> Wrong | None:
    if security is not Security.NONE or is_loopback(host):
        return None
    problem = f"would send mail and password to {host} in plain text; that is only done on this machine."
    return Wrong(problem, 'Use "tls" or "starttls".')


def _port_and_security_agree(port: int, security: Security) -> Wrong | None:
    usual = {465: Security.TLS, 993: Security.TLS, 587: Security.STARTTLS, 143: Security.STARTTLS}
    if security is Security.NONE or usual.get(port, security) is security:
        return None
    return Wrong(
        f'{port} usually goes with "{usual[port]}".', f'Set security = "{usual[port]}".', warning=True
    )


def _log_in_is_whole(username: str, password: SecretRef | None, auth: Auth) -> Wrong | None:
    if username and password is None and auth is Auth.PASSWORD:
        return Wrong("is missing, though there is a user name.", 'Write { env = "…" } or { file = "…" }.')
    return None


def _token_or_password(auth: Auth, password: SecretRef | None) -> Wrong | None:
    if auth is Auth.PASSWORD or password is None:
        return None
    return Wrong('is not used where auth is "oauth2".', "Take it out.", warning=True)


_SERVER_CHECKS = (
    Check("security", ("host", "security"), _plain_text_stays_here),
    Check("port", ("port", "security"), _port_and_security_agree),
    Check("password", ("username", "password", "auth"), _log_in_is_whole),
    Check("password", ("auth", "password"), _token_or_password),
)
_HOST = "The server's name, without scheme and port."
_SECURITY = (
    '"tls" from the first byte, "starttls" (demanded, never only if offered), "none" only to this machine.'
)
_USERNAME = "Who logs in."
_AUTH = '"password", or "oauth2" with [mailboxes.oauth2] and `outreach mailbox authorize`.'
_KEPT_IN = (
    'Where the password is kept: `{ env = "…" }`, `{ file = "…" }`, `{ command = "…" }`, `{ keyring = "…" }`.'
)


@settings_class
class Smtp:
    """Where a mailbox hands in its mail."""

    host: str = setting(values.host, _HOST)
    port: int = setting(
        values.number(1, 65_535),
        "The port.",
        default=0,
        default_text="465 with tls, 587 with starttls, 25 with none",
    )
    security: Security = setting(values.choice(Security), _SECURITY, default=Security.TLS)
    username: str = setting(values.text(), _USERNAME, default="", default_text="the mailbox's address")
    auth: Auth = setting(values.choice(Auth), _AUTH, default=Auth.PASSWORD)
    password: SecretRef | None = setting(values.secret, _KEPT_IN, default=None, default_text="no log-in")

    CHECKS = _SERVER_CHECKS

    def __post_init__(self) -> None:
        object.__setattr__(self, "port", self.port or _SMTP_PORTS[self.security])


@settings_class
class ImapFolders:
    """Folders of a mailbox that the program would not find by itself."""

    inbox: str = setting(values.text(), "Where new mail comes in.", default="INBOX")
    junk: str = setting(
        values.text(),
        "Where its server puts junk: a reply there is a reply.",
        default="",
        default_text="as the server marks it, else by its name",
    )
    sent: str = setting(
        values.text(),
        "Where copies of sent mail lie.",
        default="",
        default_text="as the server marks it, else by its name",
    )
    also_read: tuple[str, ...] = setting(
        values.texts(20),
        "Where rules or people file replies that then lie nowhere else. At Gmail, All Mail is read by itself.",
        default=(),
    )


@settings_class
class Imap:
    """Where a mailbox is read."""

    host: str = setting(values.host, _HOST)
    port: int = setting(
        values.number(1, 65_535), "The port.", default=0, default_text="993 with tls, otherwise 143"
    )
    security: Security = setting(values.choice(Security), _SECURITY, default=Security.TLS)
    username: str = setting(values.text(), _USERNAME, default="", default_text="the mailbox's address")
    auth: Auth = setting(values.choice(Auth), _AUTH, default=Auth.PASSWORD)
    password: SecretRef | None = setting(values.secret, _KEPT_IN, default=None, default_text="no log-in")
    folders: ImapFolders = setting(
        table_of(ImapFolders),
        "Folders that the program would not find by itself.",
        default_factory=ImapFolders,
    )

    CHECKS = _SERVER_CHECKS

    def __post_init__(self) -> None:
        object.__setattr__(self, "port", self.port or _IMAP_PORTS[self.security])


@settings_class
class Ramp:
    """How a new mailbox gets used to its daily limit."""

    start: int = setting(values.number(1, 10_000), "Mails on the first sending day.", default=5)
    add: int = setting(
        values.number(0, 10_000), "So many more on each further sending day, up to `per_day`.", default=3
    )


def _sent_copy_needs_imap(sent_copy: SentCopy, imap: Imap | None) -> Wrong | None:
    if sent_copy is SentCopy.APPEND and imap is None:
        return Wrong('"append" needs IMAP.', "Add [mailboxes.imap], or let the server do it.")
    return None


def _oauth_is_whole(smtp: Smtp, imap: Imap | None, oauth2: OAuth2 | None) -> Wrong | None:
    if not uses_oauth2(smtp, imap) or oauth2 is not None:
        return None
    return Wrong(
        'is missing, though auth is "oauth2".',
        "Add [mailboxes.oauth2] with provider and client_id (docs/mailboxes.md says how to get one).",
    )


def _new_within_limit(new_per_day: int | None, per_day: int) -> Wrong | None:
    if new_per_day is None or new_per_day <= per_day:
        return None
    problem = f"{new_per_day} is more than per_day, {per_day}: that many never go out."
    return Wrong(problem, "Lower it, or leave it out.", warning=True)


@settings_class
class Mailbox:
    """One of our sending identities."""

    name: str = setting(values.short_name, "What commands and reports call it: a-z, 0-9 and hyphens.")
    sender: values.From = setting(
        values.address_line,
        "`Name <address>`. A bare address goes out under the name in `[sender]`.",
        name="from",
    )
    smtp: Smtp = setting(table_of(Smtp), "Where its mail is handed in.")
    imap: Imap | None = setting(
        table_of(Imap),
        "Where it is read. Without it no reply is ever seen.",
        default=None,
        default_text="not read",
    )
    oauth2: OAuth2 | None = setting(
        table_of(OAuth2),
        "The application by which it is authorised, where it logs in with OAuth2.",
        default=None,
        default_text="none",
    )
    dkim: Dkim | None = setting(
        table_of(Dkim),
        "A signature of our own on its mail (DKIM), beside that of its provider.",
        default=None,
        default_text="none: its provider signs",
    )
    per_day: int = setting(
        values.number(1, 10_000),
        "The most mails in any 24 hours. 20 to 40 is sensible for cold mail.",
        default=30,
    )
    new_per_day: int | None = setting(
        values.number(0, 10_000),
        "The most first mails to new people in any 24 hours, follow-ups not counted; 0: it only follows up.",
        default=None,
        default_text="as many as it may send",
    )
    ramp: Ramp = setting(table_of(Ramp), "How a new mailbox starts.", default_factory=Ramp)
    gap_seconds: tuple[int, int] = setting(
        values.number_range(0, 86_400),
        "Shortest and longest wait between two mails, drawn anew each time.",
        default=(90, 240),
    )
    sent_copy: SentCopy = setting(
        values.choice(SentCopy),
        'Who files the copy in the Sent folder: "server" (Gmail, Microsoft 365), "append" (we do), "none".',
        default=SentCopy.SERVER,
    )
    #: Empty in the file: that of the policy.
    zone: str = setting(
        values.zone, "Its time zone, an IANA name.", default="", default_text="that of [policy]"
    )
    ca_file: Path | None = setting(
        values.path,
        "PEM file of the authorities to trust for its servers, in place of the system's.",
        default=None,
        default_text="the system's",
    )

    CHECKS = (
        Check("oauth2", ("smtp", "imap", "oauth2"), _oauth_is_whole),
        Check("dkim", ("dkim", "sender"), domain_stands_for_sender),
        Check("sent_copy", ("sent_copy", "imap"), _sent_copy_needs_imap),
        Check("new_per_day", ("new_per_day", "per_day"), _new_within_limit),
    )

    @property
    def from_name(self) -> str:
        return self.sender.name

    @property
    def address(self) -> str:
        return self.sender.address


@settings_class
class Sender:
    """Who we are: it stands in every mail, as the law of most countries asks."""

    name: str = setting(values.text(), "The person who writes.")
    organisation: str = setting(values.text(), "The organisation they write for.")
    postal_address: str = setting(
        values.text(most=500, lines=True), "Its postal address; it stands below every mail."
    )
    reply_language: str = setting(
        values.language,
        "The language of a mail to somebody whose own is not known (ISO 639-1).",
        default="en",
    )


@settings_class
class Policy:
    """What the program may decide by itself, and how carefully."""

    zone: str = setting(
        values.zone,
        "The time zone, an IANA name, of whoever's is not known, and of our own day.",
        default="UTC",
    )
    public_holidays: bool = setting(
        values.boolean,
        "Whether nothing goes to anybody on a public holiday of their country.",
        default=True,
    )
    country: str = setting(
        calendar.country,
        "The country (ISO 3166) whose holidays hold for whoever's own neither the list nor the domain tells.",
        default="",
        default_text="none: they have no holidays",
    )
    ideal_customer: Path = setting(
        values.path,
        "The file of the ideal customer profile: who fits, and how well (see accounts.md).",
        default=Path(),
        default_text="`ideal-customer.toml` beside this file; without one nobody is graded",
    )
    countries: Path = setting(
        values.path,
        "The file of the rules for each country: what its law asks of a mail (see law.md).",
        default=Path(),
        default_text="`countries.toml` beside this file if it is there, else the rules that came with the program",
    )
    closed_days: tuple[DateRange, ...] = setting(
        calendar.days,
        'Days on which we send nothing to anybody: `"2026-05-04"`, `"2026-12-24..2027-01-06"`.',
        default=(),
    )
    referral_approval: ReferralApproval = setting(
        values.choice(ReferralApproval),
        '"automatic": a referral that answers our mail, comes from the account that we wrote to and stays at '
        'its domain or on Cc is followed; all others wait for a person. "person": all wait.',
        default=ReferralApproval.AUTOMATIC,
    )
    company_rule: CompanyRule = setting(
        values.choice(CompanyRule),
        '"account": a person\'s reply pauses the colleagues at the same account too. "contact": only them.',
        default=CompanyRule.ACCOUNT,
    )
    max_referrals_per_reply: int = setting(
        values.number(1, 10), "The most people taken from one reply.", default=3
    )
    max_referral_depth: int = setting(
        values.number(1, 10), "The longest chain of people who send us on.", default=3
    )
    out_of_office_default_days: int = setting(
        values.number(1, 90), "How long an absence pauses whoever names no date of return.", default=7
    )
    per_domain_per_day: int = setting(
        values.number(0, 10_000),
        "The most mails in any 24 hours, from all mailboxes together, to one recipient domain. 0: no limit.",
        default=10,
    )
    per_free_mail_domain_per_day: int = setting(
        values.number(0, 10_000),
        "The same for a free-mail domain such as gmail.com, whose people are no colleagues. 0: no limit.",
        default=30,
    )
    replies_per_person: int = setting(
        values.number(0, 1_000),
        "How many replies one prospector works in a day. From half as many waiting on, new first mails slow "
        "down; they stop at the whole. 0: never.",
        default=10,
    )
    unread_alarm_hours: int = setting(
        values.number(1, 168),
        "How long a mailbox may go unread before `campaign status`, `mailbox list` and `inbox list` raise an alarm. "
        "After one hour it sends nothing any more.",
        default=4,
    )


def _least_within_window(least: int, window: int) -> Wrong | None:
    if least <= window:
        return None
    return Wrong(f"{least} is more than bounce_window, {window}: it would never be met.", "Lower it.")


@settings_class
class Guards:
    """When a mailbox or a campaign pauses itself until a person resumes it."""

    bounce_share: int = setting(
        values.number(1, 100),
        "The most bounces among the last mails, in per cent; more than that pauses. 100: never.",
        default=3,
    )
    bounce_window: int = setting(
        values.number(10, 10_000), "How many of the last mails are looked at for that.", default=200
    )
    bounce_least: int = setting(
        values.number(1, 10_000), "From how many mails on their share counts.", default=50
    )
    # Google asks bulk senders to stay below 0.1 % and never to reach 0.3 % (support.google.com/a/answer/81126).
    # One complaint among few mails is chance; a second one among a thousand is above the first of these figures.
    complaints: int = setting(
        values.number(1, 1_000), "So many complaints about the last mails pause.", default=2
    )
    complaint_window: int = setting(
        values.number(10, 10_000), "How many of the last mails are looked at for that.", default=1_000
    )

    CHECKS = (Check("bounce_least", ("bounce_least", "bounce_window"), _least_within_window),)


def _asked_needs_both(enabled: bool, url: str, model: str) -> Wrong | None:
    if not enabled or (url and model):
        return None
    missing = "url" if not url else "model"
    return Wrong(f"is true, but second_reader.{missing} is missing.", "Say whom to ask, and for which model.")


@settings_class
class SecondReader:
    """Another program that is asked about replies which this one is unsure of. Only people act on what it says.

    It is sent the new text of such replies, with whatever names and numbers stand in it. Unless it runs on your own
    machine, that hands personal data to somebody else: you need a contract with them, and people must be told.
    """

    enabled: bool = setting(
        values.boolean,
        "Whether it is asked. The text of unsure replies, names and numbers in it included, then goes to `url`.",
        default=False,
    )
    url: str = setting(
        values.web_address,
        "The base address of an OpenAI-compatible endpoint, for example http://127.0.0.1:11434/v1 (Ollama).",
        default="",
        default_text="none",
    )
    model: str = setting(values.text(), "The model to ask for.", default="", default_text="none")
    key: SecretRef | None = setting(
        values.secret, "Where its API key is kept.", default=None, default_text="no key"
    )
    seconds: int = setting(
        values.number(1, 600),
        "How long it may take to answer. Later, the reply just waits for a person.",
        default=30,
    )

    CHECKS = (Check("enabled", ("enabled", "url", "model"), _asked_needs_both),)


def _database_url(value: object, place: Place) -> str:
    """Reads a database URL; the file of a SQLite database is made absolute."""
    url = values.text(most=2_000)(value, place)
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        name = rest.removeprefix("/").partition("?")[0]
        if not rest.startswith("/") or name in {"", ":memory:"}:
            raise Wrong("names no file.", 'Write it as "sqlite:///outreach.db".')
        return f"sqlite:///{place.root / name}" + rest.removeprefix("/").removeprefix(name)
    if scheme != "postgresql":
        raise Wrong("is not a database that is known here.", 'Write "sqlite:///…" or "postgresql://…".')
    if ":" in url.rpartition("@")[0].partition("://")[2]:
        # The value is not shown: a password stands in it.
        raise Wrong("has a password in it.", "Say where it is kept in database.password.")
    return url


@settings_class
class DatabaseConfig:
    """Where everything is kept."""

    #: For SQLite with an absolute path.
    url: str = setting(
        _database_url,
        "`sqlite:///FILE`, or `postgresql://USER@HOST/NAME`. A relative file lies beside the configuration.",
        default="",
        default_text='"sqlite:///outreach.db"',
    )
    password: SecretRef | None = setting(
        values.secret, "Where the password of PostgreSQL is kept.", default=None, default_text="none"
    )
