"""Words of the report on what arrives, and on how complete the reading of mail is."""

WORDS: dict[str, tuple[str, str]] = {
    # --- figures
    "deliverability.sent": ("sent", "отправлено"),
    "deliverability.delivered": ("delivered", "доставлено"),
    "deliverability.bounces": ("bounced", "возвраты"),
    "deliverability.complaints": ("complaints", "жалобы"),
    "deliverability.response": ("response rate", "доля ответивших"),
    "deliverability.refused": ("refused by a server", "отклонено сервером"),
    "deliverability.doubtful": ("in doubt", "неясно, ушло ли"),
    "deliverability.settled": (
        "settled: {sent} had gone out, {not_sent} had not",
        "выяснено: ушло {sent}, не ушло {not_sent}",
    ),
    # --- the table
    "deliverability.table": ("What arrived, by {by}", "Что дошло; разрез: {by}"),
    "deliverability.of_mails": (
        "Here the response rate is one of mails: whoever got three mails counts at three hours.",
        "Здесь доля ответов считается по письмам: кто получил три письма, учтён в трёх часах.",
    ),
    "deliverability.rest": ("all others", "все остальные"),
    "column.delivered_mails": ("delivered", "доставлено"),
    "column.bounce_share": ("bounce share", "доля возвратов"),
    "column.complained": ("complaints", "жалобы"),
    "column.response": ("response", "ответили"),
    "column.mark": ("!", "!"),
    "column.soft_bounced": ("soft", "временные"),
    "column.refused": ("refused", "отклонено"),
    "column.doubtful": ("in doubt", "неясные"),
    "column.settled": ("settled", "выяснено"),
    "column.replies_in_junk": ("in Junk", "в спаме"),
    # --- marks
    "deliverability.mark.bounces": (
        "{name}: {against} of {of:mail|mails} came back as dead or for what we are; the limit is {limit:share}.",
        "{name}: {against} из {of:письма|писем|писем} вернулось из-за адреса или из-за нас; предел {limit:share}.",
    ),
    "deliverability.mark.complaints": (
        "{name}: {count:complaint|complaints} about {of:mail|mails}; {least} are too many.",
        "{name}: {count:жалоба|жалобы|жалоб} на {of:письмо|письма|писем}; {least} — уже слишком много.",
    ),
    "deliverability.mark.worse_bounces": (
        "{name}: {share:share} bounced, surely more than of all others together ({others:share}).",
        "{name}: вернулось {share:share}, заведомо больше, чем у всех остальных вместе ({others:share}).",
    ),
    "deliverability.mark.worse_complaints": (
        "{name}: complaints about {share:share} of the mails, surely more than of all others ({others:share}).",
        "{name}: жалобы на {share:share} писем, заведомо больше, чем у всех остальных вместе ({others:share}).",
    ),
    "deliverability.more_marks": (
        "{count:more line is|more lines are} marked with ! below.",
        "Ниже знаком ! {count:=отмечена|отмечены|отмечены} ещё {count:строка|строки|строк}.",
    ),
    # --- charts
    "deliverability.over_days": (
        "Bounces and answers by the day on which the mail went out",
        "Возвраты и ответы по дню отправки письма",
    ),
    "deliverability.line.bounced": ("bounced", "вернулись"),
    "deliverability.line.answered": ("answered", "с ответом"),
    "deliverability.by_hour": (
        "Answered mails by the hour at which they went out (our clock)",
        "Письма с ответом по часу отправки (наше время)",
    ),
    "deliverability.by_weekday": (
        "Answered mails by the day of the week",
        "Письма с ответом по дню недели",
    ),
    # --- reasons
    "deliverability.reasons": ("Why mails did not arrive", "Почему письма не дошли"),
    "deliverability.no_reasons": ("Nothing came back.", "Ничего не вернулось."),
    "column.bounce_kind": ("kind", "вид"),
    "column.reason": ("reason", "причина"),
    "deliverability.kind.hard": ("dead address", "адреса нет"),
    "deliverability.kind.soft": ("not now", "не сейчас"),
    "deliverability.kind.refused": ("refused at once", "отклонено сразу"),
    "deliverability.no_code": ("without a code", "без кода"),
    "deliverability.reason.dead_address": ("no such address", "нет такого адреса"),
    "deliverability.reason.dead_domain": ("no such domain", "нет такого домена"),
    "deliverability.reason.mailbox_full": ("mailbox full", "ящик переполнен"),
    "deliverability.reason.blocked": ("we are blocked", "нас блокируют"),
    "deliverability.reason.policy": ("content or policy", "содержание или правила"),
    "deliverability.reason.authentication": ("SPF, DKIM or DMARC", "SPF, DKIM или DMARC"),
    "deliverability.reason.rate": ("too many at a time", "слишком часто"),
    "deliverability.reason.size": ("too large", "слишком большое"),
    "deliverability.reason.network": ("network", "сеть"),
    "deliverability.reason.unknown": ("no reason given", "причина не названа"),
    # --- how complete the reading is
    "deliverability.reading": (
        "How complete the reading of mail is, now",
        "Насколько полно прочитана почта, сейчас",
    ),
    "deliverability.reading.complete": (
        "Everything that came in is read and understood.",
        "Всё, что пришло, прочитано и разобрано.",
    ),
    "deliverability.reading.open": (
        "Not everything is read: rates above are lower bounds.",
        "Прочитано не всё: доли выше — нижняя граница.",
    ),
    "deliverability.reading.pending": (
        "{count:message is|messages are} not understood yet: replies may be missing.",
        "{count:письмо ещё не разобрано|письма ещё не разобраны|писем ещё не разобрано}: ответов может не хватать.",
    ),
    "deliverability.reading.set_aside": (
        "{count:message|messages} could not be read: `outreach inbox list --set-aside`.",
        "{count:письмо не удалось|письма не удалось|писем не удалось} прочитать: `outreach inbox list --set-aside`.",
    ),
    "deliverability.reading.unfetched": (
        "{count:message was|messages were} not handed out by the server.",
        "{count:письмо сервер не выдал|письма сервер не выдал|писем сервер не выдал}.",
    ),
    "deliverability.reading.alarm": (
        "{mailbox} was last read {ago} ago: more may have come.",
        "Ящик {mailbox} последний раз прочитан {ago} назад: могло прийти ещё.",
    ),
    "deliverability.reading.never": (
        "{mailbox} has never been read: what came to it is not counted.",
        "Ящик {mailbox} ни разу не прочитан: что в него пришло, не учтено.",
    ),
    "deliverability.reading.not_read": (
        "{mailbox} is not read here: what comes to it is not counted.",
        "Ящик {mailbox} здесь не читается: что в него приходит, не учтено.",
    ),
    "deliverability.reading.no_junk": (
        "No Junk folder of {mailbox} is read: a reply that was filed there is missing.",
        "У ящика {mailbox} не читается папка спама: ответы, попавшие туда, не учтены.",
    ),
    "deliverability.no_mailbox": ("There is no mailbox.", "Ящиков нет."),
    "deliverability.late": ("Folders that are overdue", "Давно не прочитанные папки"),
    "column.read_at": ("read", "прочитан"),
    "column.pending": ("pending", "ждут"),
    "column.set_aside": ("set aside", "отложены"),
    "column.unfetched": ("not handed out", "не выданы"),
    "column.trouble": ("trouble", "помеха"),
    "column.folder": ("folder", "папка"),
    # --- Junk
    "deliverability.junk": ("Found in Junk folders", "Найдено в папках спама"),
    "deliverability.no_junk": ("No Junk folder is read.", "Папки спама не читаются."),
    "deliverability.junk_means": (
        "Only our own folders are seen: where a recipient's server files our mail nobody tells us.",
        "Видны только наши папки: куда письма кладёт сервер получателя, нам никто не сообщает.",
    ),
    "column.stored": ("messages", "писем"),
    "column.junk_replies": ("replies", "ответов"),
    "column.automatic": ("automatic", "автоматических"),
    "column.own_mail": ("from our mailboxes", "из наших ящиков"),
}
