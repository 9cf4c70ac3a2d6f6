"""Delivery reports in words: what mail servers write when they write no machine-readable report, or beside one.

qmail, Exim, Postfix, sendmail, Exchange and Microsoft 365, Gmail, Yandex, Mail.ru, Domino, GroupWise, courier, MDaemon,
Mercury, Zimbra and the many that imitate them, in the languages in which they are sold.
"""

import re
from typing import NamedTuple

from outreach.inbox.message import Message

MAX_TEXT = 24_000

#: Everything below is the mail that came back.
_COPY_BELOW = re.compile(
    r"^[ \t>*#=_-]{0,100}(?:below this line is a copy|this is (?:a|the) copy of (?:the|your|all)|"
    r"a copy of the (?:original )?message|included is a copy|original message (?:follows|headers|below|"
    r"header)|"
    r"(?:the )?(?:original|returned|undelivered|unsent|failed|old) (?:message|mail)(?: (?:headers?|follows|"
    r"text|"
    r"below|attached|body|was|is|source))?|"
    r"returned (?:message|content|text)|message (?:header|headers|text|content|body) (?:follows?|below|was)|"
    r"(?:begin(?:ning)? of )?(?:original|returned) message|unsent message below|"
    r"the (?:headers?|body|text|first \d+ lines)\b.{0,40} of (?:the|your) (?:original )?message|"
    r"message from .{1,80} follows|--- the message cannot|copy of (?:the|your) (?:original )?message|"
    r"here is (?:a copy of )?your (?:original )?message|ursprüngliche (?:nachricht|e-?mail|kopfzeilen)|"
    r"исходное (?:письмо|сообщение)|копия (?:письма|сообщения)|заголовки исходного|message d['’]origine|"
    r"en-têtes du message|mensaje original|encabezados del mensaje|messaggio originale|oryginalna wiadomość|"
    r"oorspronkelijk bericht)\b.{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_COPIED_HEADER = re.compile(
    r"^[ \t>]{0,40}(?:Received: (?:from|by|\()|Return-path: ?<|X-Envelope-From:|DKIM-Signature:)",
    re.IGNORECASE | re.MULTILINE,
)

# These three are searched in lower case, which is faster than ignoring case: every message is asked.
_FAILURE_SUBJECT = re.compile(
    r"undeliver|non-?deliver|unzustellbar|non[- ]?(?:remis|distribu|livr)|undelivered|delivery (?:status|"
    r"fail|has failed|problem|report|error|notif|incomplete)|deliver\w* .{0,20}(?:fail|problem|delay|error|"
    r"warning)|failure (?:notice|delivering|in delivery)|"
    r"returned (?:mail|e-?mail|to sender|message)|mail (?:delivery|system|status|server|could not|error|"
    r"failure|not delivered|returned)|(?:message|mail|e-?mail) .{0,30}(?:not (?:be )?deliver|delayed|"
    r"rejected|returned|could not)|"
    r"(?:could not|cannot|can't|couldn't|unable to|not) (?:be )?(?:deliver|send|sent)|warning: (?:could not|"
    r"message)|returning message|bounce|nondeliver|(?:e-?mail|mail|message) fail|failed (?:mail|delivery|"
    r"message)|delay(?:ed)? mail|"
    r"address (?:not found|unknown|error)|unknown user|user unknown|invalid (?:address|recipient)|rejected:|"
    r"postmaster notify|host unknown|mailbox (?:full|quota)|automatically rejected|"
    r"user .{1,60} not (?:found|listed)|"
    r"недоставлен|не (?:удалось|удается|может быть) доставить|не доставлено|не может быть доставлено|"
    r"возвра(?:т|щен)|ошибка доставки|задержка доставки|невозможно доставить|не вдалося доставити|"
    r"zustell(?:ung|bericht|fehler)|nicht zugestellt|konnte nicht|übermittlung|rückläufer|unzustellbarkeit|"
    r"échec|retour (?:de|à)|avis de non|remise|retardé|no (?:se )?(?:puede|pudo|ha podido)? ?entreg|"
    r"error (?:de|al) (?:entrega|enviar)|entrega (?:fallida|retrasada)|devuelto|mancato recapito|"
    r"impossibile recapitare|mancata consegna|recapito|não (?:foi )?entreg|falha|niewysłan|"
    r"nie można dostarczyć|zwrot|onbestelbaar|niet (?:worden )?bezorgd|"
    r"niedostarczon|nie została dostarczona|kézbesíthet|nem kézbesít|teslim edilemedi|toimitus epäonnistui|"
    r"nu a putut fi livrat|δεν παραδόθηκε|"
    r"olevererbar|oleveret|ikke leveret|kunde inte levereras|nedoručiteln|配信|エラー|退信|退件|无法投递|系统退信|"
    r"undeliverable|mail ?box is full|quota",
)
_FAILURE_TEXT = re.compile(
    r"(?:could|can|was|is|were|has|have|will)(?: ?no|n'?)t (?:yet )?(?:been |be )?(?:able to )?(?:deliver|"
    r"sent\b|forward|accepted by|processed)|not (?:been )?(?:yet )?(?:been )?delivered|unable to (?:deliver|"
    r"send|relay|complete|access)|undeliver|(?:delivery|deliver\w*|transmission|message|mail)\b.{0,60}\b"
    r"(?:failed|failure|has failed|unsuccessful|delayed|rejected|refused|impossible|error|problem)|(?:fail|"
    r"error)\w* .{0,40}(?:deliver|recipient|address|send)|permanent (?:fatal )?(?:error|failure)|"
    r"fatal errors|returned to (?:you|sender|the sender)|returning (?:it|your)|"
    r"(?:following|these|one or more|all|some)\b (?:of )?(?:\w+ ){0,4}(?:address\w*|"
    r"recipients?)\b.{0,60}(?:fail|not|reject|error|problem|unable|invalid|unknown|couldn)|"
    r"wasn'?t able to deliver|(?:mail|message) .{0,40}did not reach|did not reach the following|"
    r"i'?m sorry to have to inform you|"
    r"user unknown|unknown user|no such (?:user|mailbox|address)|mailbox (?:is )?(?:full|unavailable|"
    r"not found)|over quota|address not found|does(?:n'?t| not) exist|transcript of session|giving up|"
    r"given up on|remote host said|(?:smtp|server) (?:error|response|said|replied)|"
    r"(?:has been|was) (?:automatically )?(?:blocked|rejected|returned|delayed|postponed|refused|undeliver)|"
    r"invalid (?:user|recipient) address|would not accept|refused (?:to accept|your|the)|(?:non-?delivery|"
    r"failure) (?:report|notice|notification)|reason (?:for|of) (?:the )?(?:fail|reject|return)|"
    r"still being (?:re)?tried|will (?:be retried|keep trying|retry)|"
    r"не (?:удалось|может быть|смог\w*|было|удаётся|удается|была) .{0,40}(?:доставл|доставит|отправл)|"
    r"недоставл|не доставлен|пока не удалось|не вдалося|не може бути доставлен|"
    r"konnte(?:n)? .{0,120}nicht .{0,40}(?:zugestellt|übermittelt|ausgeliefert|gesendet)|fehlgeschlagen|"
    r"unzustellbar|"
    r"nicht zugestellt|n['’]a (?:pas )?(?:pu|été|encore).{0,30}(?:remis|livr|distribu|envoy)|"
    r"n['’]a pas (?:encore )?été (?:remis|livr|distribu)|échec de|impossible de (?:remettre|distribuer|"
    r"livrer)|remise .{0,60}retard|no se (?:ha )?(?:pudo|puede|ha podido|podido) (?:entregar|enviar)|"
    r"no (?:ha )?(?:podido|pudo) ser entregad|"
    r"non (?:è stato possibile|può essere|ha potuto).{0,40}(?:recapit|consegn)|impossibile (?:recapitare|"
    r"consegnare)|não (?:foi possível|pôde ser|pode ser) .{0,20}entreg|nie (?:można|mogła|"
    r"udało).{0,30}(?:dostarcz|doręcz)|kon niet .{0,30}(?:bezorgd|afgeleverd)|"
    r"nie została dostarczona|nem (?:volt|sikerült) .{0,30}kézbesít|teslim edilemedi|ei voitu toimittaa|"
    r"nu a putut fi livrat|δεν (?:ήταν δυνατή|παραδόθηκε)|nebylo možné doručit|kunde inte levereras"
    r"|kunne ikke leveres|配信できません|無法|无法|退回",
)
_DELAY = re.compile(
    r"delivery (?:incomplete|is delayed|has been delayed|delayed|delay)|(?:has|have) not yet been delivered|"
    r"warning only|warning message only|do(?:es)? not need to resend|will (?:keep trying|retry|continue|"
    r"be retried|try)|still being (?:re)?tried|"
    r"we'?ll (?:retry|keep)|no action is required|message .{0,60}delayed|delayed mail|"
    r"delivery attempts will continue|has been (?:delayed|postponed)|continue to try|"
    r"could not (?:be delivered|send message) for (?:more than|past)|temporary problem delivering|"
    r"пока не удалось|попытки .{0,40}продолж|задержк\w+ доставки|повторн\w+ попытк|wird (?:weiterhin|"
    r"erneut) versucht|zustellung .{0,40}verzögert|remise .{0,80}retard|continuera d['’]essayer|retrasad|"
    r"se seguirá intentando|in ritardo|opóźnion",
)

_ADDRESS = r"(?<![\w.+=-])[^\s<>()\[\]\"',;:*]{1,64}@(?:\[[\d.]{7,15}\]|[\w-]{1,63}(?:\.[\w-]{1,63}){0,6})"
_ANY_ADDRESS = re.compile(_ADDRESS)
# Below this the failed addresses are listed; above it our own header may be repeated.
_LIST_FOLLOWS = re.compile(
    r"(?:following|these|this|next|folgende\w*|suivants?|siguientes?|следующ\w+|"
    r"one or more)\b.{0,60}\b(?:address\w*|recipients?\w*|users?|empfänger\w*|adress\w*|destinataires?|"
    r"destinatarios?|получател\w+|адрес\w*)\b[^\n:]{0,80}[:.]?[ \t]{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)
# How servers write the address that failed, the surest first.
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"^[ \t>*]{{0,40}}<({_ADDRESS})>[ \t]{{0,8}}(?::|\.\.\.|\(|$)",
        rf"^[ \t*]{{0,40}}({_ADDRESS})[ \t]{{0,8}}(?::|\.\.\.|\(|$|\son\s)",
        rf"RCPT(?: TO)?:?\s{{0,9}}<?({_ADDRESS})",
        rf"(?:final-recipient|original-recipient|failed recipient|intended recipient|original address|"
        rf"recipient(?: address)?|x-failed-recipients|error-for|undeliverable address|userid|addressee|user|"
        rf"destinataire|empfänger|destinatario|"
        rf"получатель)\s{{0,9}}[:：]\s{{0,9}}(?:rfc822\s?;)?\s{{0,9}}(?:[^\n<@]{{0,40}}?\s)?<?({_ADDRESS})",
        rf"(?:delivered|deliver|message|mail|e-?mail|send|sent|addressed|delivery|доставить|доставлено|"
        rf"nachricht|mensaje|zugestellt)\s{{1,9}}(?:\w{{1,30}}\s{{1,9}}){{0,4}}?(?:to|an|à|a|на|для|"
        rf"адрес\w{{0,9}})\s{{0,9}}:?\s{{0,9}}(?:\*\*|['\"<])?({_ADDRESS})",
        rf"(?:mailbox|user|address|recipient|account|from|for|attempts:|пользовател\w{{1,9}}|"
        rf"адрес\w{{0,9}})\s{{1,9}}(?:<|\"|')?({_ADDRESS})",
        rf"\(({_ADDRESS})\)",
        rf"<({_ADDRESS})>",
        rf"({_ADDRESS})",
    )
)
# Exchange repeats our header before it names who did not get the mail.
_REPEATED_HEADER = re.compile(
    r"^[ \t]{0,20}(?:To|Cc)[ \t]{0,9}:[^\n]{0,2000}\n(?=[ \t]{0,20}(?:Cc|Subject)[ \t]{0,9}:)", re.MULTILINE
)
_NO_RECIPIENT = re.compile(
    r"(?:message-?id|references|in-reply-to|from|sender|return-path|mail from|"
    r"reply-to)\s{0,3}[:=]\s{0,3}(?:[^\n<@]{0,60}<[^<>\n]{3,300}>|(?-i:[^\s@]{1,64}@\S{3,200})?)|"
    r"(?:accept\w*|block\w*|refus\w*) (?:any )?(?:e-?mails?"
    r"|messages?) from\s{1,3}<?(?-i:[^\s@<>]{1,64}@[^\s<>]{3,200})",
    re.IGNORECASE,
)
_DAEMONS = re.compile(
    r"^(?:mailer-?daemon|post[-_]?master|mail-?daemon|mdaemon|daemon|mail[._-]?delivery[._-]?(?:system|"
    r"subsystem)|microsoftexchange\w+)(?:[+@._-]|$)",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"^(?:no-?reply|abuse|support|help|helpdesk|bounces?|admin|hostmaster|webmaster)(?:[+@._-]|$)",
    re.IGNORECASE,
)


class SplitText(NamedTuple):
    """What the server wrote, and what came back below it."""

    said: str
    returned: str


def split_copy(text: str) -> SplitText:
    """Separates a report in words from the copy of our mail under it."""
    text = text[:MAX_TEXT]
    ends = [
        found.start()
        for found in (_COPY_BELOW.search(text), _COPIED_HEADER.search(text))
        if found and found.start() > 20
    ]
    if not ends:
        return SplitText(text, "")
    return SplitText(text[: min(ends)], text[min(ends) :])


def is_failure_subject(subject: str) -> bool:
    """Whether a server would head a report of failure so."""
    return bool(_FAILURE_SUBJECT.search(subject[:300].lower()))


def failure_words(text: str) -> str:
    """The first words that say that a mail was not delivered, or ""."""
    lowered = text.lower()
    found = _FAILURE_TEXT.search(lowered)
    if found is None:
        return ""
    as_written = text if len(text) == len(lowered) else lowered
    return as_written[found.start() : found.end()][:200]


def is_delay(text: str) -> bool:
    """Whether the server says that it goes on trying."""
    return bool(_DELAY.search(text[:4_000].lower()))


def is_refusal(said: str) -> bool:
    """Whether a mailbox's own filter refused the mail: Dovecot says that in the form of a read receipt (RFC 5429)."""
    return "automatically rejected" in said[:2_000]


def is_daemon(address: str) -> bool:
    """Whether a mail system writes under this address."""
    return bool(_DAEMONS.match(address))


def is_office(address: str) -> bool:
    """Whether the address is a program's or a department's, such as no-reply@ or support@."""
    return bool(_OFFICES.match(address))


def named_addresses(said: str, message: Message) -> list[str]:
    """Addresses that a report in words calls failed, the likeliest first; never ours and never the server's."""
    ours = {one.address for one in message.to} | {message.sender.address}
    found: dict[str, None] = {}
    said = _NO_RECIPIENT.sub(" ", _REPEATED_HEADER.sub("", said)).replace("SMTP=", " ")
    listed = _LIST_FOLLOWS.search(said)
    for text in (said[listed.end() :] if listed else "", said):
        for pattern in _NAMED:
            for address in pattern.findall(text):
                found.setdefault(address.lower().strip(".<>"), None)
    return [
        address
        for address in found
        if address not in ours
        and not is_daemon(address)
        and not _OFFICES.match(address)
        and "." in address.partition("@")[2]
    ]


def addresses_in(text: str) -> list[str]:
    """Every address in a text, lower case, in order."""
    return list(
        dict.fromkeys(address.lower().strip(".") for address in _ANY_ADDRESS.findall(text[:MAX_TEXT]))
    )
