"""`config.toml` as frozen settings; every fault in it is named at once, with its line and the next step."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from outreach.core.errors import ConfigurationError, Fault
from outreach.core.shipped import shipped
from outreach.core.toml_lines import TomlLines
from outreach.handoff.team import Role
from outreach.mail.chat_endpoint import ChatEndpoint
from outreach.mail.imap_reading_plan import NamedFolders
from outreach.mail.oauth_providers import OAuthClient
from outreach.mail.servers import ImapServer, Password, SmtpServer
from outreach.settings import values
from outreach.settings.answers import Answers
from outreach.settings.example_values import unchanged
from outreach.settings.hand_off import HandOff, Norms, Routing, TeamMember
from outreach.settings.http import Http
from outreach.settings.keys import (
    CompanyRule,
    DatabaseConfig,
    Guards,
    Imap,
    ImapFolders,
    Mailbox,
    Policy,
    Ramp,
    ReferralApproval,
    SecondReader,
    Sender,
    SentCopy,
    Smtp,
)
from outreach.settings.notices import Notice
from outreach.settings.nurture import Nurture
from outreach.settings.oauth import Auth, Tokens, oauth_server
from outreach.settings.reading import (
    Check,
    Place,
    Wrong,
    parse,
    read_settings,
    setting,
    settings_class,
    table_of,
    tables_of,
)
from outreach.settings.reports import ReportLanguage, Reports, StageGoals
from outreach.settings.retention import Retention
from outreach.settings.secrets import resolve

__all__ = [
    "CONFIG_VARIABLE",
    "Answers",
    "CompanyRule",
    "Config",
    "DatabaseConfig",
    "Guards",
    "HandOff",
    "Http",
    "Imap",
    "ImapFolders",
    "Mailbox",
    "Norms",
    "Notice",
    "Nurture",
    "Policy",
    "Ramp",
    "ReferralApproval",
    "ReportLanguage",
    "Reports",
    "Retention",
    "Role",
    "Routing",
    "SecondReader",
    "Sender",
    "SentCopy",
    "Smtp",
    "StageGoals",
    "TeamMember",
    "Tokens",
    "chat_endpoint",
    "database_url",
    "find_config",
    "imap_server",
    "load_config",
    "named_folders",
    "oauth_client",
    "require_own_values",
    "servers",
    "smtp_server",
]

CONFIG_VARIABLE = "OUTREACH_CONFIG"
DEFAULT_NAME = "config.toml"
COUNTRIES = "countries.toml"
IDEAL_CUSTOMER = "ideal-customer.toml"
BONUS = "bonus.toml"


def _live_has_a_mailbox(live: bool, mailboxes: tuple[Mailbox, ...]) -> Wrong | None:
    if live and not mailboxes:
        return Wrong("is true, but there is no mailbox to send from.", "Add [[mailboxes]].")
    return None


def _nurture_has_mailboxes(nurture: Nurture, mailboxes: tuple[Mailbox, ...]) -> Wrong | None:
    unknown = [name for name in nurture.mailboxes if name not in {each.name for each in mailboxes}]
    if not unknown:
        return None
    known = ", ".join(each.name for each in mailboxes)
    return Wrong(f'names a mailbox "{unknown[0]}", which is not here.', f"There are: {known or 'none'}.")


def _routing_names_salespeople(hand_off: HandOff, team: tuple[TeamMember, ...]) -> Wrong | None:
    selling = [each.person for each in team if each.role is Role.SALESPERSON]
    unknown = [name for rule in hand_off.routing for name in rule.to if name not in selling]
    if not unknown:
        return None
    known = ", ".join(selling) or "none"
    return Wrong(f'names "{unknown[0]}" in its routing, who is no salesperson.', f"[[team]] has: {known}.")


def _team_has_its_mailboxes(team: tuple[TeamMember, ...], mailboxes: tuple[Mailbox, ...]) -> Wrong | None:
    known = [each.name for each in mailboxes]
    owners: dict[str, str] = {}
    for member in team:
        for name in member.mailboxes:
            if name not in known:
                return Wrong(
                    f'gives {member.person} a mailbox "{name}", which is not here.',
                    f"There are: {', '.join(known) or 'none'}.",
                )
            if owners.setdefault(name, member.person) != member.person:
                return Wrong(
                    f'gives the mailbox "{name}" to {owners[name]} and to {member.person}.',
                    "What is sent from it counts for one person.",
                )
    return None


def _digest_has_a_mailbox(reports: Reports, mailboxes: tuple[Mailbox, ...]) -> Wrong | None:
    known = [each.name for each in mailboxes]
    if reports.digest_mailbox and reports.digest_mailbox not in known:
        return Wrong(
            f'has a digest_mailbox "{reports.digest_mailbox}", which is not here.',
            f"There are: {', '.join(known) or 'none'}.",
        )
    if reports.digest_to and not known:
        return Wrong("has somebody in digest_to, but there is no mailbox to send from.", "Add [[mailboxes]].")
    return None


@settings_class
class Config:
    """Everything that `config.toml` says. Secrets are in it by reference only."""

    #: Absolute, and the folder that relative paths in it start from.
    path: Path
    root: Path
    sender: Sender = setting(table_of(Sender), "Who we are: it stands in every mail.")
    live: bool = setting(
        values.boolean,
        "Whether mail leaves. Until it is true, everything is planned and shown only.",
        default=False,
    )
    templates: Path = setting(
        values.path, "The folder of the templates.", default=Path(), default_text='"templates"'
    )
    sequences: Path = setting(
        values.path, "The folder of the sequences.", default=Path(), default_text='"sequences"'
    )
    database: DatabaseConfig = setting(
        table_of(DatabaseConfig), "Where everything is kept.", default_factory=DatabaseConfig
    )
    policy: Policy = setting(
        table_of(Policy), "What the program may decide by itself, and how carefully.", default_factory=Policy
    )
    guards: Guards = setting(
        table_of(Guards),
        "When a mailbox or a campaign pauses itself until a person resumes it.",
        default_factory=Guards,
    )
    mailboxes: tuple[Mailbox, ...] = setting(
        tables_of(Mailbox, unique={"name": str, "sender": lambda sender: sender.address}),
        "The identities that we write from.",
        default=(),
    )
    tokens: Tokens = setting(
        table_of(Tokens), "Where the OAuth2 tokens of mailboxes are kept.", default_factory=Tokens
    )
    team: tuple[TeamMember, ...] = setting(
        tables_of(TeamMember, unique={"person": str}), "Who reviews, qualifies and sells.", default=()
    )
    nurture: Nurture = setting(
        table_of(Nurture), "How leads that are not ready stay in view.", default_factory=Nurture
    )
    answers: Answers = setting(
        table_of(Answers),
        "How soon a person answers those who want to talk to us.",
        default_factory=Answers,
    )
    hand_off: HandOff = setting(
        table_of(HandOff), "How a qualified lead gets to a salesperson.", default_factory=HandOff
    )
    reports: Reports = setting(
        table_of(Reports),
        "What reports measure by, and to whom the day is told by mail.",
        default_factory=Reports,
    )
    http: Http = setting(
        table_of(Http),
        "The small web server for the one-click opt-out, health and metrics.",
        default_factory=Http,
    )
    second_reader: SecondReader = setting(
        table_of(SecondReader),
        "Another program that is asked about replies which this one is unsure of.",
        default_factory=SecondReader,
    )
    notices: tuple[Notice, ...] = setting(
        tables_of(Notice, unique={"name": str}),
        "Who is told of replies, by mail, webhook, Slack or Telegram.",
        default=(),
    )
    retention: Retention = setting(
        table_of(Retention), "For how long texts of other people are kept.", default_factory=Retention
    )
    #: What works, but hardly as meant; for `doctor` and `lint`.
    warnings: tuple[Fault, ...] = ()
    #: Values that are still those of the example; with `live = true`, errors for whoever would send.
    examples: tuple[Fault, ...] = ()

    CHECKS = (
        Check("live", ("live", "mailboxes"), _live_has_a_mailbox),
        Check("nurture", ("nurture", "mailboxes"), _nurture_has_mailboxes),
        Check("hand_off", ("hand_off", "team"), _routing_names_salespeople),
        Check("team", ("team", "mailboxes"), _team_has_its_mailboxes),
        Check("reports", ("reports", "mailboxes"), _digest_has_a_mailbox),
    )

    def mailbox(self, name: str) -> Mailbox | None:
        return next((each for each in self.mailboxes if each.name == name), None)


def find_config(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """The file to load: the one asked for, else OUTREACH_CONFIG, else ./config.toml. It may not exist."""
    return explicit or Path(environ.get(CONFIG_VARIABLE) or DEFAULT_NAME)


def load_config(path: Path) -> Config:
    """The settings in the file. Raises ConfigurationError with everything that is wrong in it."""
    text = _read(path)
    table, faults = parse(text, file=str(path))
    if faults:
        raise ConfigurationError(faults)
    absolute = path.absolute()
    place = Place(str(path), absolute.parent, TomlLines(text), faults)
    found = read_settings(Config, table, place)
    faults.sort(key=lambda fault: fault.line or 0)
    if any(not fault.warning for fault in faults):
        raise ConfigurationError(faults)
    examples = unchanged(table, place.lines, file=str(path), live=found["live"])
    return _completed(
        Config(
            **found,
            path=absolute,
            root=absolute.parent,
            warnings=tuple(faults),
            examples=tuple(examples),
        )
    )


def require_own_values(config: Config) -> None:
    """Raise ConfigurationError where mail would go out with what the example says, a false postal address."""
    if faults := [fault for fault in config.examples if not fault.warning]:
        raise ConfigurationError(faults)


def smtp_server(mailbox: Mailbox) -> SmtpServer:
    """The mailbox's SMTP server. It fetches the secret: that may block, and raises SecretUnavailable."""
    line = mailbox.smtp
    return SmtpServer(line.host, line.port, line.security, _login(mailbox, line), _ca_file(mailbox))


def imap_server(mailbox: Mailbox) -> ImapServer | None:
    """The same for reading; None for a mailbox that is not read."""
    line = mailbox.imap
    if line is None:
        return None
    return ImapServer(line.host, line.port, line.security, _login(mailbox, line), _ca_file(mailbox))


def servers(config: Config) -> tuple[tuple[SmtpServer, ImapServer | None], ...]:
    """Both servers of each mailbox, in the order of the configuration. It fetches every secret."""
    return tuple((smtp_server(mailbox), imap_server(mailbox)) for mailbox in config.mailboxes)


def oauth_client(mailbox: Mailbox) -> OAuthClient | None:
    """The application by which the mailbox is authorised; None where it has none. It fetches the secret."""
    settings = mailbox.oauth2
    if settings is None:
        return None
    secret = None if settings.client_secret is None else resolve(settings.client_secret)
    return OAuthClient(oauth_server(settings), settings.client_id, secret)


def named_folders(mailbox: Mailbox) -> NamedFolders:
    """What the configuration says of the folders of its IMAP account."""
    if mailbox.imap is None:
        return NamedFolders()
    folders = mailbox.imap.folders
    return NamedFolders(folders.inbox, folders.junk, folders.sent, folders.also_read)


def chat_endpoint(reader: SecondReader) -> ChatEndpoint | None:
    """Whom to ask for a second opinion; None where nobody is. It fetches the secret."""
    if not reader.enabled:
        return None
    key = None if reader.key is None else resolve(reader.key)
    return ChatEndpoint(reader.url, reader.model, key, seconds=reader.seconds)


def database_url(database: DatabaseConfig) -> str:
    """The URL to connect to, the password in it: never to be logged. It fetches the secret."""
    if database.password is None:
        return database.url
    scheme, _, rest = database.url.partition("://")
    user = urlsplit(database.url).username or ""
    password = quote(resolve(database.password), safe="")
    return f"{scheme}://{user}:{password}@{rest.rpartition('@')[2]}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        remedy = "`outreach init` writes one; --config PATH or OUTREACH_CONFIG names another."
        fault = Fault(str(path), "there is no such file.", remedy=remedy)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault = Fault(str(path), "this is not UTF-8 text.", line=line, remedy="Save it as UTF-8.")
    except OSError as error:
        fault = Fault(str(path), f"it cannot be read ({error.strerror}).", remedy="Mend its permissions.")
    raise ConfigurationError([fault])


def _completed(config: Config) -> Config:
    """With the defaults that depend on another section or on where the file lies."""
    return dataclasses.replace(
        config,
        mailboxes=tuple(_completed_mailbox(mailbox, config) for mailbox in config.mailboxes),
        database=dataclasses.replace(
            config.database, url=config.database.url or f"sqlite:///{config.root / 'outreach.db'}"
        ),
        templates=config.root / (config.templates if config.templates.parts else "templates"),
        sequences=config.root / (config.sequences if config.sequences.parts else "sequences"),
        hand_off=dataclasses.replace(
            config.hand_off,
            bonus=config.root / (config.hand_off.bonus if config.hand_off.bonus.parts else BONUS),
        ),
        policy=dataclasses.replace(
            config.policy,
            countries=_countries(config),
            ideal_customer=config.root
            / (config.policy.ideal_customer if config.policy.ideal_customer.parts else IDEAL_CUSTOMER),
        ),
    )


def _countries(config: Config) -> Path:
    """The rules of the workspace, else those that came with the program."""
    named = config.policy.countries
    own = config.root / (named if named.parts else COUNTRIES)
    return own if named.parts or own.exists() else shipped(COUNTRIES)


def _completed_mailbox(mailbox: Mailbox, config: Config) -> Mailbox:
    return dataclasses.replace(
        mailbox,
        sender=dataclasses.replace(mailbox.sender, name=mailbox.from_name or config.sender.name),
        zone=mailbox.zone or config.policy.zone,
    )


def _login(mailbox: Mailbox, line: Smtp | Imap) -> Password | None:
    if line.password is None or line.auth is Auth.OAUTH2:
        return None
    return Password(line.username or mailbox.address, resolve(line.password))


def _ca_file(mailbox: Mailbox) -> str | None:
    return None if mailbox.ca_file is None else str(mailbox.ca_file)
