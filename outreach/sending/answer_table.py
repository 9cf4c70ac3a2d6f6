"""What a server's answer means: one ordered table, read from the top; the first row that fits wins.

Sources: RFC 3463 and 7372 (enhanced codes), RFC 5321 4.2, and what the large providers document or say. What
is said before MAIL concerns the mailbox or the network; at MAIL, the sender; at RCPT, the recipient; after
DATA, the message, unless code or words tell otherwise.
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
    "The line broke while the mail was on its way: it may have been sent. It is not sent again by itself; "
    "the Sent folder, a bounce or a reply may settle it, or `outreach outbox resolve`.",
)
UNREACHABLE_SERVER = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.NETWORK,
    "The mail server cannot be reached, or hung up. If it lasts: is the network up, are host and port right?",
    closed_for=5 * MINUTE,
)
SERVER_SAYS_LATER = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.NETWORK,
    "The mail server serves nobody at the moment.",
    closed_for=15 * MINUTE,
)
SERVER_REFUSES_US = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "The mail server refuses the connection. Is it the right host? Is this machine's address on a blocklist?",
    closed_for=HOUR,
)
NO_TLS = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.MAILBOX,
    "The line could not be secured, so nothing was said on it. Check host, port and security of the mailbox, "
    "and ca_file if the server signs its own certificate. If all are right, somebody may be on the line.",
    closed_for=15 * MINUTE,
)
NEEDS_TLS = Meaning(
    Action.PAUSE_MAILBOX, Concerns.MAILBOX, 'The server demands TLS: set security = "starttls" or "tls".'
)
LOG_IN_LATER = Meaning(
    Action.CLOSE_MAILBOX, Concerns.MAILBOX, "The server logs nobody in at the moment.", closed_for=HOUR
)
LOG_IN_REFUSED = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The server refuses the log-in. Check user name and password, then `outreach mailbox test NAME`.",
)
AUTHORISE = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The provider takes no token of this mailbox any more. Run `outreach mailbox authorize NAME`.",
)
NO_TOKEN_NOW = Meaning(
    Action.CLOSE_MAILBOX,
    Concerns.NETWORK,
    "The provider gives no access token at the moment. If it lasts: `outreach mailbox test NAME` says why.",
    closed_for=5 * MINUTE,
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
    "The server does not let this log-in send from this address. The `from` of the mailbox must be the "
    "account's own address, or one that the provider knows as its alias.",
)
ACCOUNT_BLOCKED = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The provider has stopped this account from sending. Its web page says why; send less afterwards.",
)
OWN_MAILBOX_FULL = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "Our own mailbox is full, so nothing can be sent. Empty its Sent folder.",
)
NO_RELAY = Meaning(
    Action.PAUSE_MAILBOX,
    Concerns.MAILBOX,
    "The server passes no mail on for us. Is it the provider's submission server, with a log-in configured?",
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
NOT_NOW = Meaning(Action.RETRY_LATER, Concerns.RECIPIENT, "The server asked to try again later.")
SERVER_LEAVES = Meaning(
    Action.RETRY_LATER, Concerns.NETWORK, "The server ended the conversation and asked to come back later."
)
BROKEN_LINE = Meaning(
    Action.RETRY_LATER, Concerns.NETWORK, "The line broke before the mail was transmitted; it is tried again."
)
MAILBOX_FULL = Meaning(
    Action.RETRY_LATER, Concerns.RECIPIENT, "The recipient's mailbox is full.", wait=DAY, tries=2
)
DEAD_ADDRESS = Meaning(Action.GIVE_UP, Concerns.RECIPIENT, "The address does not exist.", dead_address=True)
RECIPIENT_REFUSED = Meaning(
    Action.GIVE_UP, Concerns.RECIPIENT, "The server takes no mail of ours for this recipient."
)
TOO_LARGE = Meaning(Action.GIVE_UP, Concerns.MESSAGE, "The mail is larger than the server takes.")
LOOKS_LIKE_SPAM = Meaning(
    Action.GIVE_UP,
    Concerns.MESSAGE,
    "The mail was taken for spam. Read it as a stranger would; send less from this mailbox for a while.",
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


TLS, STARTTLS = frozenset({Phase.TLS}), frozenset({Phase.STARTTLS})
WELCOME = frozenset({Phase.GREETING, Phase.EHLO, Phase.STARTTLS})
LOG_IN = frozenset({Phase.AUTH})
BEFORE_MAIL = WELCOME | LOG_IN | {Phase.CONNECT}
ENVELOPE = frozenset({Phase.ENVELOPE})
SENDER = frozenset({Phase.MAIL})
RECIPIENT = frozenset({Phase.RCPT})
# Many servers look a recipient up only when they have the mail.
AFTER_MAIL = frozenset({Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT})

TEMPORARY, PERMANENT = r"4\d\d", r"5\d\d"

_RATES = r"(daily|hourly|24-hour|sending|outgoing|outbound|submission|messages?)"
_LIMIT = r"(limits?|quota)"
_THEM = r"(user|recipient|mailbox|account|address)"
_IS_NOT = r"(does not|doesn'?t)"
_NOBODY = (
    r"no such (user|mailbox|recipient|address|account|person)"
    rf"|{_THEM}( is| was)? (unknown|not found|non-?existent)"
    rf"|{_THEM}\b.{{0,30}} {_IS_NOT} exist"
    r"|unknown (user|recipient|mailbox|address)|invalid (mailbox|recipient)"
    rf"|{_IS_NOT} have an? .{{1,40}} account"
)

TABLE: tuple[Row, ...] = (
    _row("sent", SENT, outcome=Outcome.SENT),
    _row("withheld", NOTHING, outcome=Outcome.WITHHELD),
    _row("ready", NOTHING, outcome=Outcome.READY),
    _row("doubtful", DOUBTFUL, outcome=Outcome.DOUBTFUL),
    # Before MAIL: nothing of it is the message's fault.
    _row("line.not-secured", NO_TLS, phases=TLS),
    _row("line.tampered-with", NO_TLS, phases=STARTTLS, text=r"out of turn"),
    _row("line.no-starttls", NO_TLS, phases=STARTTLS, outcome=Outcome.REFUSED),
    _row("log-in.no-token", NO_TOKEN_NOW, phases=LOG_IN, outcome=Outcome.NOT_SENT, text=r"\btoken"),
    _row("line.not-made", UNREACHABLE_SERVER, phases=BEFORE_MAIL, outcome=Outcome.NOT_SENT),
    _row("line.broken", BROKEN_LINE, outcome=Outcome.NOT_SENT),
    _row("server.needs-tls", NEEDS_TLS, code="530", text=r"starttls"),
    _row("log-in.later", LOG_IN_LATER, phases=LOG_IN, code=TEMPORARY),
    _row("log-in.authorise", AUTHORISE, phases=LOG_IN, text=r"outreach mailbox authorize"),
    _row("log-in.refused", LOG_IN_REFUSED, phases=LOG_IN),
    _row("server.later", SERVER_SAYS_LATER, phases=WELCOME, code=TEMPORARY),
    _row("server.refuses", SERVER_REFUSES_US, phases=WELCOME),
    _row("ours.too-large", TOO_LARGE, phases=ENVELOPE, text=r"octets"),
    _row("ours.misfit", MESSAGE_REFUSED, phases=ENVELOPE),
    # A log-in that is missed only at MAIL or later.
    _row("log-in.missing", LOG_IN_REFUSED, code="53[0458]"),
    _row("log-in.missing-microsoft", LOG_IN_REFUSED, enhanced=r"5\.7\.57"),
    # Elsewhere 5.7.30 is of a domain that is not proven (below).
    _row(
        "log-in.password-microsoft", LOG_IN_REFUSED, text=r"basic authentication is (not supported|disabled)"
    ),
    # The recipient's limits, before ours, whose words are alike.
    _row("recipient.busy-gmail", NOT_NOW, text=r"trying to contact is receiving mail"),
    _row("recipient.busy-yandex", NOT_NOW, text=r"\brecipient .{1,300} has exceeded their"),
    # Our account. Microsoft counts our own full mailbox as a quota, too.
    _row("mailbox.own-full", OWN_MAILBOX_FULL, text=r"mailbox full.{0,40}storedrv|ShutoffQuotaExceeded"),
    _row("quota.microsoft", QUOTA, text=r"QuotaExceeded|RecipientRateLimit"),
    _row("quota.microsoft-tenant", QUOTA, enhanced=r"5\.7\.23[23]|5\.1\.90"),
    _row("quota.gmail", QUOTA, enhanced=r"5\.4\.5"),
    _row("quota.zoho", QUOTA, enhanced=r"5\.4\.6", text=rf"unusual sending activity|{_LIMIT}"),
    _row(
        "quota.reached",
        QUOTA,
        code=PERMANENT,
        text=rf"{_RATES} (\S+ ){{0,3}}{_LIMIT} (\S+ ){{0,3}}(exceed|reach)",
    ),
    _row(
        "quota.exceeded", QUOTA, code=PERMANENT, text=rf"exceeded (\S+ ){{1,3}}{_RATES} (\S+ ){{0,2}}{_LIMIT}"
    ),
    _row("rate.connections", TOO_MANY_LINES, code="432"),
    _row("rate.connections-words", TOO_MANY_LINES, text=r"(concurrent|many) (smtp )?connections"),
    _row("rate.gmail", TOO_FAST, enhanced=r"4\.7\.28"),
    _row("rate.limit", TOO_FAST, text=r"rate[ -]?limit|relay limit exceeded|unusual rate of"),
    _row(
        "rate.too-many", TOO_FAST, code=TEMPORARY, text=r"too (many|much) (messages|mail)|too (fast|quickly)"
    ),
    _row("account.blocked", ACCOUNT_BLOCKED, enhanced=r"5\.1\.8|5\.2\.25[1-5]|5\.7\.(50[123]|511|705|708)"),
    _row("account.blocked-words", ACCOUNT_BLOCKED, text=r"OutboundSpam|outgoing (mail )?blocked"),
    _row("sender.not-ours", SENDER_REFUSED, enhanced=r"5\.7\.60"),
    _row(
        "sender.refused", SENDER_REFUSED, code=PERMANENT, text=r"sender (address |domain )?(rejected|verif)"
    ),
    _row(
        "sender.unknown",
        SENDER_REFUSED,
        code=PERMANENT,
        text=rf"sender('s)? (address|domain) (is|{_IS_NOT}|not)",
    ),
    _row("sender.callback", SENDER_REFUSED, code=PERMANENT, text=r"verification failed for"),
    _row(
        "sender.not-owned", SENDER_REFUSED, code=PERMANENT, text=r"not owned by|send ?as ?denied|to send as"
    ),
    _row("sender.zoho", SENDER_REFUSED, code=PERMANENT, text=r"relaying disallowed as"),
    _row(
        "relay.denied",
        NO_RELAY,
        code=PERMANENT,
        text=r"relay(ing)?( access| is)?( not)? (denied|permitted|prohib)",
    ),
    _row("relay.unable", NO_RELAY, code=PERMANENT, text=r"unable to relay"),
    # Our domain, and the machine that we send from.
    _row("domain.unauthenticated", UNAUTHENTICATED_DOMAIN, enhanced=r"5\.7\.(2[0-4]|2[67]|30|509|515)"),
    _row("domain.dmarc", UNAUTHENTICATED_DOMAIN, code=PERMANENT, text=r"\bDMARC\b|\bunauthenticated\b"),
    _row(
        "domain.spf-or-dkim",
        UNAUTHENTICATED_DOMAIN,
        code=PERMANENT,
        text=r"\b(SPF|DKIM)\b.{0,60}(fail|not pass)",
    ),
    _row("server.no-name", BLOCKLISTED, enhanced=r"5\.7\.25"),
    _row("server.blocked", BLOCKLISTED, code=PERMANENT, text=r"(client host|ip address).{0,80} blocked"),
    _row(
        "server.listed",
        BLOCKLISTED,
        code=PERMANENT,
        text=r"spamhaus|spamcop|block ?list|black ?list|\b(DNSBL|RBL)\b",
    ),
    # The message.
    _row("message.too-large", TOO_LARGE, enhanced=r"5\.(3\.4|2\.3)"),
    _row(
        "message.too-large-words", TOO_LARGE, code="552|523", text=r"too (large|big)|message size|size limit"
    ),
    # The recipient.
    _row("recipient.dead", DEAD_ADDRESS, phases=AFTER_MAIL, enhanced=r"5\.1\.(1|2|3|10)"),
    _row("recipient.full", MAILBOX_FULL, phases=AFTER_MAIL, enhanced=r"[45]\.2\.2"),
    _row("recipient.full-words", MAILBOX_FULL, phases=AFTER_MAIL, text=r"(mailbox|inbox)( is)?( \w+)? full"),
    _row("recipient.over-quota", MAILBOX_FULL, phases=AFTER_MAIL, text=r"over ?quota|quota (exceeded|full)"),
    _row("recipient.unknown", DEAD_ADDRESS, phases=AFTER_MAIL, code="55[0134]", text=_NOBODY),
    _row("message.spam", LOOKS_LIKE_SPAM, code=PERMANENT, text=r"\bspam\b|unsolicited|junk mail|bulk mail"),
    _row("message.content", MESSAGE_REFUSED, code="552", enhanced=r"5\.7\.\d+"),
    # What remains goes by its first digit; 552 counts as a 4xx (RFC 5321, 4.5.3.1.10).
    _row("other.552", NOT_NOW, code="552"),
    _row("other.421", SERVER_LEAVES, code="421"),
    _row("other.4xx", NOT_NOW, outcome=Outcome.REFUSED_FOR_NOW),
    _row("other.sender", SENDER_REFUSED, phases=SENDER),
    _row("other.recipient", RECIPIENT_REFUSED, phases=RECIPIENT),
    _row("other.message", MESSAGE_REFUSED),
)
