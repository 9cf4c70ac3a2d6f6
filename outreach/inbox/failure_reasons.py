"""Why a mail was not delivered, from status codes (RFC 3463) and the words of the other server.

"Hard" is said of a dead address only. What speaks of our reputation, of policy, of a full mailbox or of the network
says nothing about the address; neither does what we do not understand.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of the mail."""

    HARD = "hard"  # for good, and because of the address
    SOFT = "soft"  # refused now, or for a reason that says nothing about the address
    DELAYED = "delayed"  # still being tried
    UNKNOWN = "unknown"  # failed, and nobody said why: to be treated as soft


class Reason(StrEnum):
    """Why it failed."""

    DEAD_ADDRESS = "dead_address"
    MAILBOX_FULL = "mailbox_full"
    BLOCKED = "blocked"  # we, or our server, are on somebody's list
    POLICY = "policy"  # content, spam, relaying, rules of the other side
    AUTHENTICATION = "authentication"  # SPF, DKIM, DMARC, reverse DNS, sender verification
    RATE = "rate"
    SIZE = "size"
    NETWORK = "network"
    UNKNOWN = "unknown"


class Judgement(NamedTuple):
    """Outcome and reason with the words that they rest on."""

    outcome: Outcome
    reason: Reason
    words: str = ""


_PLAINLY_DEAD = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox)|does(?: not|n't) exist|"
    r"non-?existent user|invalid recipient|no mailbox here|recipient address rejected: access denied",
    re.IGNORECASE,
)
_PLAINLY_REJECTED = re.compile(
    r"(?<!sender )(?:recipient|address|rcpt)(?: address)? (?:was |is )?(?:rejected|refused|invalid)",
    re.IGNORECASE,
)
_BARELY_DEAD = re.compile(r"user unknown|unknown user|no such user|invalid (?:user|recipient)", re.IGNORECASE)
_AFTER_THE_BODY = re.compile(
    r"in reply to (?:end of )?data|after (?:the )?end of data|after data\b|smtp command:? data", re.IGNORECASE
)
_ABOUT_THE_MAIL = frozenset({Reason.RATE, Reason.SIZE, Reason.MAILBOX_FULL})
_LINKS = re.compile(r"(?:https?://|www\.)\S+")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SMTP = re.compile(r"(?<![\d.])([45][0-5]\d)(?=[\s\-;:,#]|$)")

# Nobody's fault but the sending side's identity: before "user unknown", which these texts may say of the sender.
_ABOUT_THE_SENDER = (
    r"sender (?:address |domain )?(?:rejected|denied|unknown|is (?:not|un)|verif\w+|does not|cannot be)|"
    r"(?:domain of )?sender(?:'s)? (?:address |domain )?.{0,80}"
    r"(?:does not exist|not found|not exist|does not resolve|unresolvable|couldn't be verified|"
    r"could not be verified)|cannot (?:verify|resolve) (?:the )?sender|"
    r"(?:from|return|envelope)[ -](?:address|path|sender)\b.{0,60}(?:invalid|not exist|unknown|reject|verif|"
    r"resolv)|sender verify failed|callback|"
    r"verification failed for|invalid sender|mail from (?:domain|command).{0,40}(?:reject|denied|invalid|"
    r"not exist|unresolv)|your (?:e-?mail )?domain .{0,40}(?:not exist|resolv|found)|"
    r"\bfrom: ?(?:domain|address|header)\b.{0,40}(?:invalid|reject|not)|my name was rejected|"
    r"invalid domain name|authentication checks? failed"
)
# Our own provider's limit: it must not be taken for the other side's full mailbox.
_SENDING_LIMIT = (
    r"(?:daily|hourly|sending|submission|outgoing|outbound)\b.{0,30}\b(?:limit|quota)s?\b|"
    r"submission\.exception:quotaexceeded"
)
_AUTHENTICATION = (
    r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,20}fail|unauthenticated|not authenticated|"
    r"authentication (?:required|failed|check|credentials|is required)|auth(?:entication)? fail|"
    r"\bptr\b|reverse dns|\brdns\b|reverse (?:lookup|mapping|hostname)|reverse-dns|no (?:ptr|reverse)|"
    r"hostname .{0,40}(?:verify|match|resolve)|\bhelo\b|\behlo\b|"
    r"sender id\b|not (?:authorized|permitted|allowed) to (?:send|use)|must (?:issue a )?starttls|"
    r"tls (?:required|is required|negotiation)|starttls|requires? tls|"
    r"client was not authenticated|senderidfail|dns based .{0,40}fail"
)
_RATE = (
    r"(?:daily|hourly|sending|message|submission|user|outgoing|smtp|send) (?:\w+ ){0,2}(?:limit|"
    r"quota)\b.{0,40}|too many (?:\w+ ){0,3}(?:messages|mails?|e-?mails|connections|recipients|"
    r"concurrent|sessions|errors|hops|requests|bounces)|rate.?limit|throttl|too (?:quickly|fast|much mail|"
    r"frequent)|at a rate that|(?:connection|sending|message) (?:rate|frequency)|"
    r"grey-?list|gray-?list|deferred due to|unusual (?:rate|traffic|volume)|exceeded the (?:maximum |"
    r"allowed )?(?:number|rate)|try (?:again later|later|back later)|come back later|"
    r"slow down|maximum .{0,20}connections|concurrent|temporarily deferred|recipientratelimit|"
    r"exceed\w* .{0,40}(?:recipients|per (?:hour|day|minute))|excessive (?:hop|mail)|"
    r"routing loop|mail loop|loop detected|resources? temporarily|service (?:is )?(?:currently |"
    r"temporarily )?(?:un|not )available"
)
_FULL = (
    r"(?:mail\s?box|inbox|account|user(?:'s)?(?: mailbox)?|recipient(?:'s)?(?: mailbox)?|maildir|mail ?drop|"
    r"storage|folder|disk)\b.{0,60}\b(?:is |are |has )?(?:full|over ?quota|over (?:its |the |"
    r"his )?(?:\w+ )?(?:quota|limit)|"
    r"exceed\w*|out of (?:space|storage)|reached|(?:too|size) (?:large|limit))|over ?-?quota|"
    r"quota (?:violation|exceed\w*|is full|error)|exceed\w* .{0,40}(?:quota|storage|disk|mailbox|space)|"
    r"(?:insufficient|not enough|out of) .{0,20}(?:storage|disk|space)|no space left|disk (?:full|quota|"
    r"space)|mailbox .{0,20}limit|mail\s?box full|quota full|storage allocation|"
    r"(?:is|was|are) full\b|maximum (?:mailbox|storage)|mfe?ssage store|переполнен|квот\w+ .{0,30}превыш|"
    r"превыш\w+ .{0,30}квот|нет места|speicher\w* .{0,20}voll|postfach .{0,30}(?:voll|überfüllt|speicher)|"
    r"boîte .{0,40}pleine|quota .{0,20}dépassé|buz[oó]n .{0,30}lleno|cuota .{0,20}(?:excedid|superad)|"
    r"casella .{0,30}piena|caixa .{0,30}cheia|skrzynka .{0,30}(?:pełna|przepełniona)"
)
_SIZE = (
    r"(?:message|mail|e-?mail|header|attachment|body)\b.{0,40}\b(?:too (?:big|large|long)|size (?:exceed|"
    r"limit|is)|exceeds?|larger than)|(?:exceed\w*|over|maximum) .{0,40}(?:message|mail|size|"
    r"length) ?(?:size|limit)?.{0,20}"
    r"(?:limit|allowed|permitted|size)|size limit|max(?:imum)? (?:message )?size|too (?:big|large)\b|"
    r"line too long|message file too big"
)
_BLOCKED = (
    r"black.?list|block.?list|blocklisted|deny.?list|\brbl\b|\bdnsbl?\b|\bxbl\b|\bsbl\b|spamhaus|spamcop|"
    r"barracuda|sorbs|uceprotect|proofpoint|cloudmark|senderscore|sender ?base|cbl\b|"
    r"reputation|(?:is |are |been |was |were )?(?:blocked|banned|listed|blacklisted|refused|rejected) (?:by|"
    r"in|at|on|using|from|due to|because|for) (?:\w+ ){0,3}(?:ip|list|rbl|dns|admin|our|my|this|zen|bl\.|"
    r"spam|policy|abuse|us)|"
    r"(?:your|this|client|sending|connecting|source|remote|the) (?:mail ?server|server|host|ip|ip address|"
    r"network|system|mta|client host|domain|address)\b.{0,60}(?:blocked|banned|listed|refused|rejected|"
    r"denied|not (?:allowed|accept|welcome)|bad|poor|suspicious|dynamic)|"
    r"(?:ip|host|client|connection|messages? from|mail from|access from|"
    r"connections from)\b.{0,60}\b(?:blocked|banned|denied|refused|rejected|not (?:allowed|accepted|"
    r"permitted))|block(?:ed|ing) (?:ip|host|for)|dynamic (?:ip|address|range|pool|dialup)|"
    r"access denied\b(?!.{0,40}as\(20180)|\bcs01\b|\bs3150\b|\bs3140\b|network is on our|bad (?:dns|"
    r"reputation|server)|unsolicited mail originating|no-?more-?funn|dul\b|fairuce|dshb"
)
_POLICY = (
    r"\bspam\w*|\bjunk\b|\bunsolicited\b|\bbulk\b|content(?:[- ]?(?:reject|filter|restrict|policy|based|"
    r"blocked|denied)\w*| (?:was|is|has been|not) )|\bvirus\w*|\bmalware\b|\bphish\w*|suspicious|\bpolicy\b|"
    r"policies|"
    r"relay\w*\b.{0,30}(?:den|prohibit|not|access|restrict|attempt|disallow)|unable to relay|(?:not|cannot|"
    r"denied|no) relay|relay access|(?:administrative|administratively) (?:prohib|den|refus|reject)|"
    r"prohibit|(?:message|mail|e-?mail) (?:was |is |has been |)?"
    r"(?:refused|rejected|blocked|denied|not accepted|discarded)|transport\.rules|restricted|(?:not|isn't|"
    r"aren't) (?:allowed|permitted|authorized|authorised)|permission|filter|header .{0,40}(?:reject|invalid|"
    r"missing|duplicat)|"
    r"rejected (?:by|for|due|because|as)|rejected due|attachment|executable|\burl\b|banned|"
    r"notify the postmaster|(?:messages?|mail) .{0,20}(?:without|missing|lacks?|has no)\b|rfc ?(?:2822|5322|"
    r"5321|822|2821)|not compliant|non-?compliant|malformed|invalid header|"
    r"duplicate header|delivery not authorized|unacceptable|security|blocked|only accept|refused|denied|"
    r"access control|sieve|tlsv|certificate|antispam|спам|запрещен|политик|verdächtig|abgelehnt"
)
# Words that leave open whether it is the address: they are no proof against it.
_EITHER_OR = (
    r"(?:not exist|n['’]existe pas|no existe|existiert nicht)\b.{0,40}\b(?:or|ou|o|"
    r"oder)\b.{0,60}(?:permission|autoris|permiso|allowed|berechtig)|"
    r"host not found, try again|temporar\w+ (?:lookup|dns|name|resol)\w*|name service error.{0,60}try again"
)
_DEAD = (
    r"user(?:name)?(?:\s\S{1,80})? (?:is )?(?:unknown|not (?:found|exist|known|local|defined|valid|listed|"
    r"recogni[sz]ed|here)|does(?: not|n't) (?:exist|have)|doesn't|invalid|isn't|has moved|no longer|doesnt)|"
    r"(?:unknown|invalid|no such|bad|nonexistent|non-existent|no|not a (?:valid|known)|undefined|incorrect|"
    r"unrecognized|unrouteable|unrouted) "
    r"(?:\w+ ){0,2}(?:user|recipient|mailbox|mail box|address|account|alias|local.?part|person|destination|"
    r"inbox|addressee|rcpt|e-?mail|username|mail drop|domain|host|name)|"
    r"(?:user|recipient|mailbox|address|account|e-?mail|addressee|inbox|mail ?box|alias|rcpt|local.?part|"
    r"name|id|customer|domain)\b.{0,100}?\b(?:(?:is )?unknown|not (?:been )?found|does(?: not|n't|"
    r"nt) (?:seem to )?exist|not exist|no longer (?:exist|valid|available|in use|active|with|employed|"
    r"works?|accept|on)|"
    r"(?:is |was |are )?(?:not (?:valid|known|listed|local|recogni[sz]ed|present|a valid|a known|registered|"
    r"have an? )|invalid|undeliverable|non-?existent|nonexistent|unroutable|unrouteable|deleted|"
    r"discontinued|obsolete|defunct|terminated|cancell?ed|expired)|"
    r"couldn'?t be found|could not be found|cannot be found|wasn'?t found|has (?:been )?(?:moved|deleted|"
    r"closed|removed|cancell?ed|terminated|changed|left))|recip(?:ient)?notfound|recipient ?not ?found|"
    r"resolver\.adr\.\w*(?:notfound|invalid|rcptnotfound)|"
    r"no (?:such )?(?:\w+ )?(?:mailbox|user|recipient|account|one|person)\b.{0,30}(?:here|by that name|"
    r"with that name|known|exists?)|no mailbox here|not our (?:customer|user)|isn'?t (?:a )?(?:valid|in my|"
    r"here|known|on)|"
    r"not listed in (?:(?:domino|public) )?(?:directory|public|name|domino)|address (?:not found|unknown|"
    r"couldn't be|could not be found)\b|"
    r"recipient address rejected: access denied|this user doesn'?t have|we do not have|dosn't exist|"
    r"address you entered couldn|has moved to|(?:moved|changed) (?:his|her|their|to a new)|"
    r"(?:has|have) (?:left|retired)|relocated|please (?:use|try) (?:the )?(?:new|following) address|"
    r"mailbox (?:unavailable|is unavailable|not available)(?!.{0,60}(?:spam|policy|block|reputation))|"
    r"account (?:is )?(?:closed|deleted|gone)|"
    r"(?:has|have) been (?:closed|deleted|removed)|destination (?:user|mailbox|account|address)|"
    r"user was not found|cannot find (?:user|recipient|account|mailbox)|(?:can'?t|cannot|unable to) (?:find|"
    r"verify|validate) (?:the )?(?:recipient|address|user|mailbox|account)|"
    r"unable to verify (?:recipient|user)|unroutea?ble (?:mail )?(?:address|domain)|ac?count (?:does not|"
    r"not)|name not found|not (?:a )?(?:valid|existing) (?:user|recipient|mailbox|address|account)|"
    r"nosuchuser|\bnxdomain\b|"
    r"(?:host|domain|domain name|name|hostname|mail server)\b.{0,60}(?:not found|unknown|does(?: not|"
    r"n't) exist|couldn't be found|cannot be found|could not be found|not exist|invalid|unrouteable|"
    r"non-?existent)|"
    r"(?:no|couldn't find any|could not find any) (?:host|such (?:host|domain)|mx (?:record|host)?|a,? |"
    r"valid mx|mail (?:exchanger|server|host)s?)|non-?existent (?:host|domain)|point to non-?existent|"
    r"bad destination|host unknown|unknown host|illegal host|"
    r"does not accept (?:any )?(?:mail|e-?mail)|null mx|nullmx|doesn'?t accept mail|do not receive|"
    r"service unavailable.{0,10}host unknown|bad address syntax|invalid address|"
    r"(?:no|indicated no) smtp service|find (?:a |any )?mail exchanger|domain is not reachable|"
    r"recipient name is not recogni[sz]ed|casilla .{0,20}expirad|"
    r"(?:cuenta|buzón) .{0,30}(?:eliminad|cancelad|cerrad)|nonexistent user|addressee unknown|"
    r"(?:ящик|адрес|аккаунт|уч[её]тн\w+ запис\w*|пользовател\w+|получател\w+)\b.{0,60}\b(?:удал[её]н\w*|"
    r"закрыт\w*|не зарегистрирован\w*|неизвест\w+|недействит\w+)|"
    r"(?:скриньк\w+|адрес\w*|користувач\w*)\b.{0,60}\b(?:видален\w*|закрит\w*|невідом\w+)|(?:postfach|"
    r"adresse|konto|empfänger\w*|benutzer)\b.{0,60}\b(?:gelöscht|ungültig|nicht vorhanden|unbekannt|"
    r"nicht bekannt)|"
    r"(?:boîte|adresse|compte|utilisateur)\b.{0,60}\b(?:supprimé\w*|fermée?|invalide|inexistante?)|"
    r"(?:dirección|usuario|destinatario)\b.{0,60}\b(?:inexistente|inválid\w+|no válid\w+|eliminad\w+)|"
    r"не существует|не найден|нет такого|неизвестн\w+ (?:пользовател|адрес|получател)|отсутствует|"
    r"несуществующ|заблокирован или удал|не знайдено|не існує|existiert nicht|nicht gefunden|unbekannt\w*|"
    r"gibt es nicht|"
    r"n['’]existe pas|introuvable|inconnu|n['’]a pas été trouvé|no existe|no se (?:ha )?encontr|desconocid|"
    r"non esiste|sconosciut|não existe|nie istnieje|niet gevonden|bestaat niet|onbekend"
)
_NETWORK = (
    r"timed? ?out|did not accept our requests|socket error|time-?out|connection (?:refused|reset|lost|"
    r"dropped|closed|failed|timed|to|was|attempts)|lost connection|no route to|unreachable|(?:could|"
    r"can)(?:no|n')?t (?:connect|be reached|contact)|could not connect|unable to connect|refused to talk|"
    r"name service|temporar\w*|dns (?:error|fail|query|server|lookup|problem|soft)|name server|host lookup|"
    r"lookup fail|resolv|retry (?:time|timeout)|(?:delivery|message|time|max|queue)\w* .{0,30}expired|"
    r"expired|too long in|in the queue (?:for )?too|not responding|"
    r"server (?:is )?(?:busy|down|not)|(?:still|has been) (?:in|on) (?:the )?queue|delay\w*|"
    r"local configuration|configuration error|no longer in (?:dns|queue)|retries|"
    r"network|\bi/o error|system (?:not|error|shut|resources)|could not be delivered (?:for|within)|(?:days|"
    r"hours)\b|gave up|given up|истекл|zeitüberschreitung|frist|délai|tiempo"
)  # fmt: skip

_RULES: tuple[tuple[Outcome, Reason, re.Pattern[str]], ...] = tuple(
    (outcome, reason, re.compile(pattern, re.IGNORECASE))
    for outcome, reason, pattern in (
        (Outcome.SOFT, Reason.RATE, _SENDING_LIMIT),
        (Outcome.SOFT, Reason.AUTHENTICATION, _ABOUT_THE_SENDER),
        (Outcome.SOFT, Reason.MAILBOX_FULL, _FULL),
        (Outcome.SOFT, Reason.UNKNOWN, _EITHER_OR),
        (Outcome.HARD, Reason.DEAD_ADDRESS, _DEAD),
        (Outcome.SOFT, Reason.AUTHENTICATION, _AUTHENTICATION),
        (Outcome.SOFT, Reason.BLOCKED, _BLOCKED),
        (Outcome.SOFT, Reason.RATE, _RATE),
        (Outcome.SOFT, Reason.SIZE, _SIZE),
        (Outcome.SOFT, Reason.POLICY, _POLICY),
        (Outcome.SOFT, Reason.NETWORK, _NETWORK),
    )
)

# The enhanced codes that mean one thing wherever they come from. Class 5 unless it is said otherwise.
_BY_STATUS: dict[str, tuple[Outcome, Reason]] = {
    "1.1": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.2": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.3": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.6": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.10": (Outcome.HARD, Reason.DEAD_ADDRESS),
    "1.7": (Outcome.SOFT, Reason.AUTHENTICATION),
    "1.8": (Outcome.SOFT, Reason.AUTHENTICATION),
    "2.2": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "2.3": (Outcome.SOFT, Reason.SIZE),
    "3.1": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "3.4": (Outcome.SOFT, Reason.SIZE),
    "4.1": (Outcome.SOFT, Reason.NETWORK),
    "4.2": (Outcome.SOFT, Reason.NETWORK),
    "4.4": (Outcome.SOFT, Reason.NETWORK),
    "4.5": (Outcome.SOFT, Reason.RATE),
    "4.6": (Outcome.SOFT, Reason.NETWORK),
    "4.7": (Outcome.SOFT, Reason.NETWORK),
    "7.0": (Outcome.SOFT, Reason.POLICY),
    "7.1": (Outcome.SOFT, Reason.POLICY),
    "7.20": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.23": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.26": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.27": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.28": (Outcome.SOFT, Reason.RATE),
    "7.515": (Outcome.SOFT, Reason.AUTHENTICATION),
    "7.606": (Outcome.SOFT, Reason.BLOCKED),
}  # fmt: skip
_BY_SMTP: dict[str, tuple[Outcome, Reason]] = {
    "421": (Outcome.SOFT, Reason.NETWORK),
    "450": (Outcome.SOFT, Reason.UNKNOWN),
    "451": (Outcome.SOFT, Reason.UNKNOWN),
    "452": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "552": (Outcome.SOFT, Reason.MAILBOX_FULL),
    "554": (Outcome.SOFT, Reason.UNKNOWN),
    "541": (Outcome.SOFT, Reason.POLICY),
}  # fmt: skip


def statuses_in(text: str) -> list[str]:
    """The enhanced status codes in a text, in order."""
    return [".".join(found) for found in _STATUS.findall(text)]


def smtp_code_in(text: str) -> str:
    """The first SMTP reply code of a failure, or ""."""
    found = _SMTP.search(text)
    return found[1] if found else ""


def best_status(candidates: Iterable[str]) -> str:
    """The most telling of several codes: `5.0.0` says less than `5.1.1`."""
    known = [status for status in candidates if status]
    telling = [status for status in known if not status.endswith(".0.0")]
    return next(iter(telling or known), "")


@lru_cache(maxsize=128)
def judge(diagnostic: str, status: str = "") -> Judgement:
    """What the other server's words and the status code say about the address."""
    text = " ".join(_LINKS.sub(" ", diagnostic)[:4_000].split())
    smtp = smtp_code_in(text)
    spoken = _by_words(text)
    coded = _by_code(status, smtp)
    if spoken is None:
        return (
            coded
            or _rejected_address(text, status)
            or Judgement(Outcome.UNKNOWN, Reason.UNKNOWN, status or smtp)
        )
    if spoken.outcome is Outcome.HARD and not _may_be_hard(text, coded, [status, *statuses_in(text)], smtp):
        return Judgement(
            Outcome.SOFT,
            coded.reason if coded and coded.reason is not Reason.DEAD_ADDRESS else Reason.UNKNOWN,
            spoken.words,
        )
    if coded and coded.outcome is Outcome.HARD and spoken.reason in (Reason.NETWORK, Reason.UNKNOWN):
        return coded
    return _rejected_address(text, status) or spoken


def _rejected_address(text: str, status: str) -> Judgement | None:
    """5.1.x says "the address"; the plain "rejected" beside it says no more (RFC 3463, 3.2)."""
    found = _PLAINLY_REJECTED.search(text) if status.startswith("5.1.") else None
    return Judgement(Outcome.HARD, Reason.DEAD_ADDRESS, found[0]) if found else None


def _by_words(text: str) -> Judgement | None:
    for outcome, reason, pattern in _RULES:
        found = pattern.search(text)
        if found is not None:
            return Judgement(outcome, reason, found[0][:200])
    return None


def _by_code(status: str, smtp: str) -> Judgement | None:
    kind, _, detail = status.partition(".")
    if detail in _BY_STATUS:
        outcome, reason = _BY_STATUS[detail]
        if kind == "4" and outcome is Outcome.HARD:
            return Judgement(Outcome.SOFT, Reason.UNKNOWN, status)
        return Judgement(outcome, reason, status)
    if smtp in _BY_SMTP:
        return Judgement(*_BY_SMTP[smtp], smtp)
    if kind == "4" or smtp.startswith("4"):
        return Judgement(Outcome.SOFT, Reason.UNKNOWN, status or smtp)
    return None


def _may_be_hard(text: str, coded: Judgement | None, statuses: list[str], smtp: str) -> bool:
    """Words of a dead address are not believed against a code that speaks of something else."""
    if statuses[0].startswith("4.") or (smtp.startswith("4") and not statuses[0].startswith("5.")):
        return False
    if _AFTER_THE_BODY.search(text) and not any(status.startswith("5.1.") for status in statuses):
        # The server had taken the recipient before: a bare "user unknown" now may be a filter's excuse.
        return not _BARELY_DEAD.search(text)
    if any(status.startswith("5.7.") for status in statuses) or (coded and coded.reason in _ABOUT_THE_MAIL):
        # Some servers answer 5.7.1 to everything; then only the plainest words count.
        return bool(_PLAINLY_DEAD.search(text))
    return True
