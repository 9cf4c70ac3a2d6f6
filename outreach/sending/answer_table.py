"""What a server's answer means: one ordered table, read from the top, the first row that fits wins.

Sources: RFC 3463 and 7372 (enhanced codes), RFC 5321 4.2, and what the large providers document or say. What is
said before MAIL concerns the mailbox or the network; at MAIL, the sender; at RCPT, the recipient; after DATA, the
message, unless code or words tell otherwise.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from outreach.mail.outcomes import Answer, Outcome, Phase


class Action(StrEnum):
    """What is to be done with the message and its mailbox."""

    #: The message is sent.
    SENT = "sent"
    #: The message is queued again for later.
    RETRY_LATER = "retry_later"
    #: The message has failed.
    GIVE_UP = "give_up"
    #: The mailbox sends nothing until a moment that is given; the message stays queued.
    CLOSE_MAILBOX = "close_mailbox"
    #: The mailbox sends nothing until a person says so; the message stays queued.
    PAUSE_MAILBOX = "pause_mailbox"
    #: All mailboxes of the sending domain do so; the message stays queued.
    PAUSE_DOMAIN = "pause_domain"
    #: Nobody knows whether the message was taken; it waits for evidence or a person.
    DOUBTFUL = "doubtful"
    #: The commit point has decided; there is nothing left to do.
    NOTHING = "nothing"


class Concerns(StrEnum):
    """What the trouble belongs to, and where it is shown."""

    RECIPIENT = "recipient"
    MESSAGE = "message"
    MAILBOX = "mailbox"
    DOMAIN = "domain"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way to take an answer. `advice` tells a person what it means and what would help."""

    action: Action
    concerns: Concerns
    advice: str = ""
    #: The address does not exist and is never to be written to again.
    dead_address: bool = False
    #: For CLOSE_MAILBOX.
    closed_for: timedelta | None = None
    #: For RETRY_LATER: the wait before each further try, where it is not the usual series.
    wait: timedelta | None = None
    #: For RETRY_LATER: after how many tries it is given up, whatever the time.
    tries: int | None = None


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

SENT = Meaning(Action.SENT, Concerns.MESSAGE)
NOTHING = Meaning(Action.NOTHING, Concerns.MESSAGE)
DOUBTFUL = Meaning(
    Action.DOUBTFUL,
    Concerns.MESSAGE,
    "The line broke while the mail was on its way: it may have been sent. It is not sent again by itself; the "
    "Sent folder, a bounce or a reply may settle it, or `outreach outbox resolve`.",
)
NOT_NOW = Meaning(Action.RETRY_LATER, Concerns.RECIPIENT, "The server asked to try again later.")
BROKEN_LINE = Meaning(
    Action.RETRY_LATER, Concerns.NETWORK, "The line broke before the mail was transmitted; it is tried again."
)
UNREACHABLE_SERVER = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.NETWORK,
    "The mail server cannot be reached or hung up. If it lasts: is the network up, are host and port right?",
    closed_for=5 * MINUTE,
)
SERVER_SAYS_LATER = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.NETWORK,
    "The mail server takes no connections at the moment.",
    closed_for=15 * MINUTE,
)
SERVER_REFUSES_US = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "The mail server refuses the connection. Is it the right host, and is this machine's address on a blocklist?",
    closed_for=HOUR,
)
NO_TLS = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "The line could not be secured, so nothing was said on it. Check host, port and security of the mailbox, and "
    "ca_file if the server signs its own certificate; if all are right, somebody may be tampering with the line.",
    closed_for=HOUR,
)
NEEDS_TLS = Meaning(
    Action.PAUSE_MAILBOX, Concerns.MAILBOX, 'The server demands TLS: set security = "starttls" or "tls".'
)
LOG_IN_LATER = Meaning(
    Action.CLOSE_MAILBOX, Concerns.MAILBOX, "The server cannot log anybody in at the moment.", closed_for=HOUR
)
LOG_IN_REFUSED = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The server refuses the log-in. Check user name and password, then `outreach mailbox test NAME`.",
)
QUOTA = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "The provider's sending limit is reached. Lower the mailbox's own limit, so that it is never met.",
    closed_for=DAY,
)
TOO_FAST = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "The provider finds that this mailbox sends too fast. Lower its limits.",
    closed_for=HOUR,
)
TOO_MANY_LINES = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "Too many connections to this mailbox at once (Microsoft 365 allows three).",
    closed_for=15 * MINUTE,
)
SENDER_REFUSED = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The server does not let this log-in send from this address. The `from` of the mailbox must be the account's "
    "own address, or one that the provider knows as its alias.",
)
ACCOUNT_BLOCKED = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The provider has stopped this account from sending. Log in to its web page, see why, and send less after it.",
)
OWN_MAILBOX_FULL = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "Our own mailbox is full, so nothing can be sent. Empty its Sent folder.",
)
NO_RELAY = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The server does not pass mail on for us. Is it the provider's submission server, and is a log-in configured?",
)
BLOCKLISTED = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The sending server's address is on a blocklist or has no name. Its operator has to see to that.",
)
UNAUTHENTICATED_DOMAIN = Meaning(
    Action.PAUSE_DOMAIN,
    Concerns.DOMAIN,
    "SPF, DKIM or DMARC of the sending domain failed. `outreach doctor` shows which record is wrong.",
)
DEAD_ADDRESS = Meaning(Action.GIVE_UP, Concerns.RECIPIENT, "The address does not exist.", dead_address=True)
MAILBOX_FULL = Meaning(
    Action.RETRY_LATER, Concerns.RECIPIENT, "The recipient's mailbox is full.", wait=DAY, tries=2
)
RECIPIENT_REFUSED = Meaning(
    Action.GIVE_UP, Concerns.RECIPIENT, "The server does not take mail for this recipient."
)
TOO_LARGE = Meaning(Action.GIVE_UP, Concerns.MESSAGE, "The mail is larger than the server takes.")
LOOKS_LIKE_SPAM = Meaning(
    Action.GIVE_UP,
    Concerns.MESSAGE,
    "The mail was taken for spam. Read its text as a stranger would; send less from this mailbox for a while.",
)
MESSAGE_REFUSED = Meaning(Action.GIVE_UP, Concerns.MESSAGE, "The server refuses this mail.")


@dataclass(frozen=True, slots=True)
class Row:
    """Conditions, all of which must hold, and what they mean. An empty condition always holds."""

    name: str
    meaning: Meaning
    outcomes: frozenset[Outcome] = frozenset()
    phases: frozenset[Phase] = frozenset()
    #: Patterns for the whole of the code ("none" where we refused by ourselves) and of the enhanced code.
    code: re.Pattern[str] | None = None
    enhanced: re.Pattern[str] | None = None
    #: Pattern for something in the text.
    text: re.Pattern[str] | None = None

    def fits(self, answer: Answer) -> bool:
        return (
            (not self.outcomes or answer.outcome in self.outcomes)
            and (not self.phases or answer.phase in self.phases)
            and (self.code is None or self.code.fullmatch(str(answer.code or "none")) is not None)
            and (self.enhanced is None or self.enhanced.fullmatch(answer.enhanced or "") is not None)
            and (self.text is None or self.text.search(answer.text) is not None)
        )


def row_for(answer: Answer) -> Row:
    """The first row that fits; the last rows fit everything."""
    return next(row for row in TABLE if row.fits(answer))


def _row(
    name: str,
    meaning: Meaning,
    *,
    outcome: Outcome | None = None,
    phases: frozenset[Phase] = frozenset(),
    code: str = "",
    enhanced: str = "",
    text: str = "",
) -> Row:
    return Row(
        name,
        meaning,
        outcomes=frozenset({outcome} if outcome else ()),
        phases=phases,
        code=re.compile(code) if code else None,
        enhanced=re.compile(enhanced) if enhanced else None,
        text=re.compile(text, re.IGNORECASE) if text else None,
    )


BEFORE_TLS = frozenset({Phase.STARTTLS, Phase.TLS})
WELCOME = frozenset({Phase.GREETING, Phase.EHLO})
BEFORE_MAIL = frozenset({Phase.CONNECT, Phase.AUTH}) | WELCOME
LOG_IN = frozenset({Phase.AUTH})
ENVELOPE = frozenset({Phase.ENVELOPE})
SENDER = frozenset({Phase.MAIL})
RECIPIENT = frozenset({Phase.RCPT})
AFTER_RECIPIENT = frozenset({Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT})

_TEMPORARY, _PERMANENT = r"4\d\d", r"5\d\d"
_LIMIT = r"(limits?|quota)"
_SENDING = r"(daily|hourly|sending|outgoing|outbound|submission|messages?|mails?|emails?|recipients?) "
_NOBODY = (
    r"no such (user|mailbox|recipient|address|account|person)"
    r"|(user|recipient|mailbox|account|address)( is| was)? (unknown|not found|non-?existent)"
    r"|(user|recipient|mailbox|account|address)( here)? (does not|doesn'?t) exist"
    r"|unknown (user|recipient|mailbox|address)|invalid (mailbox|recipient)"
    r"|(does not|doesn'?t) have an? .{1,40} account"
)

TABLE: tuple[Row, ...] = (
    _row("sent", SENT, outcome=Outcome.SENT),
    _row("withheld", NOTHING, outcome=Outcome.WITHHELD),
    _row("ready", NOTHING, outcome=Outcome.READY),
    _row("doubtful", DOUBTFUL, outcome=Outcome.DOUBTFUL),
    # Before MAIL: nothing of it is the message's fault.
    _row("line.not-secured", NO_TLS, phases=BEFORE_TLS),
    _row("line.not-made", UNREACHABLE_SERVER, outcome=Outcome.NOT_SENT, phases=BEFORE_MAIL),
    _row("line.broken", BROKEN_LINE, outcome=Outcome.NOT_SENT),
    _row("log-in.later", LOG_IN_LATER, phases=LOG_IN, code=_TEMPORARY),
    _row("log-in.refused", LOG_IN_REFUSED, phases=LOG_IN),
    _row("server.later", SERVER_SAYS_LATER, phases=WELCOME, code=_TEMPORARY),
    _row("server.refuses", SERVER_REFUSES_US, phases=WELCOME),
    _row("ours.misfit", MESSAGE_REFUSED, phases=ENVELOPE),
    # A log-in or TLS that is missed only at MAIL or later.
    _row("server.needs-tls", NEEDS_TLS, code="530", text=r"starttls"),
    _row("log-in.missing", LOG_IN_REFUSED, code="530|53[458]"),
    _row("log-in.missing-microsoft", LOG_IN_REFUSED, enhanced=r"5\.7\.57"),
    # The recipient's limits, before ours, whose words are alike.
    _row(
        "recipient.too-busy",
        NOT_NOW,
        text=r"trying to contact is receiving mail|recipient\b.{0,330} has exceeded their",
    ),
    # Our account: Microsoft counts our own full mailbox as a quota, too.
    _row("mailbox.own-full", OWN_MAILBOX_FULL, text=r"mailbox full.{0,40}storedrv|ShutoffQuotaExceeded"),
    _row("quota.microsoft", QUOTA, text=r"QuotaExceeded|RecipientRateLimit"),
    _row("quota.microsoft-tenant", QUOTA, enhanced=r"5\.7\.23[23]|5\.1\.90"),
    _row("quota.gmail", QUOTA, enhanced=r"5\.4\.5"),
    _row("quota.zoho", QUOTA, enhanced=r"5\.4\.6", text=rf"unusual sending activity|{_LIMIT}"),
    _row(
        "quota.words",
        QUOTA,
        code=_PERMANENT,
        text=rf"{_SENDING}([\w-]+ ){{0,3}}{_LIMIT}( \w+){{0,3}} (exceeded|reached)"
        rf"|exceeded (your|the|its) {_SENDING}?([\w-]+ ){{0,3}}{_LIMIT}",
    ),
    _row("rate.connections", TOO_MANY_LINES, code="432"),
    _row(
        "rate.connections-words",
        TOO_MANY_LINES,
        text=r"(concurrent|many) (smtp )?connections|thread limit exceeded",
    ),
    _row("rate.gmail", TOO_FAST, enhanced=r"4\.7\.28"),
    _row(
        "rate.words",
        TOO_FAST,
        text=r"rate ?limit|relay limit exceeded|unusual rate of|(sending|messages?|mails?) too (fast|quickly|many)"
        r"|too (many|much) (messages|mail)|throttled",
        code=_TEMPORARY,
    ),
    _row("rate.words-for-good", TOO_FAST, text=r"rate ?limit", code=_PERMANENT),
    _row("account.blocked", ACCOUNT_BLOCKED, enhanced=r"5\.1\.8|5\.2\.25[1-5]|5\.7\.(50[123]|511|705|708)"),
    _row("account.blocked-words", ACCOUNT_BLOCKED, text=r"OutboundSpam|outgoing (mail )?blocked"),
    _row("sender.not-ours", SENDER_REFUSED, enhanced=r"5\.7\.60"),
    _row(
        "sender.not-ours-words",
        SENDER_REFUSED,
        code=_PERMANENT,
        text=r"sender (address )?(rejected|verif)|verification failed for|not owned by|send ?as ?denied"
        r"|(not allowed|permissions?) to send as|relaying disallowed as",
    ),
    _row(
        "relay.denied",
        NO_RELAY,
        code=_PERMANENT,
        text=r"relay(ing)?( access)?( is)? (denied|prohibited)|to relay\b",
    ),
    # Our domain, and the address that we send from.
    _row("domain.unauthenticated", UNAUTHENTICATED_DOMAIN, enhanced=r"5\.7\.(2[0-4]|2[67]|30|509|515)"),
    _row(
        "domain.unauthenticated-words",
        UNAUTHENTICATED_DOMAIN,
        code=_PERMANENT,
        text=r"\bDMARC\b|\b(SPF|DKIM)\b.{0,60}(fail|not pass|did not)|\bunauthenticated\b",
    ),
    _row("server.no-name", BLOCKLISTED, enhanced=r"5\.7\.25"),
    _row(
        "server.blocklisted",
        BLOCKLISTED,
        code=_PERMANENT,
        text=r"spamhaus|spamcop|barracuda|block ?list|black ?list|\b(DNSBL|RBL)\b|(client host|ip address).{0,80} blocked",
    ),
    # The message.
    _row("message.too-large", TOO_LARGE, enhanced=r"5\.(3\.4|2\.3)"),
    _row(
        "message.too-large-words", TOO_LARGE, code="552|523", text=r"too (large|big)|message size|size limit"
    ),
    # The recipient.
    _row("recipient.dead", DEAD_ADDRESS, phases=AFTER_RECIPIENT, enhanced=r"5\.1\.(1|2|3|10)"),
    _row("recipient.full", MAILBOX_FULL, phases=AFTER_RECIPIENT, enhanced=r"[45]\.2\.2"),
    _row(
        "recipient.full-words",
        MAILBOX_FULL,
        phases=AFTER_RECIPIENT,
        text=r"(mailbox|inbox|account)( is)?( \w+)? (full|out of storage)|over ?quota|quota (exceeded|full)",
    ),
    _row("recipient.dead-words", DEAD_ADDRESS, phases=AFTER_RECIPIENT, code="55[0134]", text=_NOBODY),
    _row("message.spam", LOOKS_LIKE_SPAM, code=_PERMANENT, text=r"\bspam\b|unsolicited|junk mail|bulk mail"),
    _row("message.content", MESSAGE_REFUSED, code="552", enhanced=r"5\.7\.\d+"),
    # What remains goes by its first digit; 552 was "too many recipients" once and counts as a 4xx (RFC 5321, 4.5.3.1.10).
    _row("other.552", NOT_NOW, code="552"),
    _row("other.421", BROKEN_LINE, code="421"),
    _row("other.4xx", NOT_NOW, outcome=Outcome.REFUSED_FOR_NOW),
    _row("other.sender", SENDER_REFUSED, phases=SENDER),
    _row("other.recipient", RECIPIENT_REFUSED, phases=RECIPIENT),
    _row("other.message", MESSAGE_REFUSED),
)
