"""Words of the overview."""

WORDS: dict[str, tuple[str, str]] = {
    # --- figures
    "overview.replies": ("new replies", "новые ответы"),
    "overview.response": ("response rate", "доля ответов"),
    "overview.qualified": ("leads qualified", "квалифицировано лидов"),
    "overview.accepted": ("leads accepted", "принято лидов"),
    "overview.confirmed": ("leads confirmed", "подтверждено лидов"),
    "overview.contracts": ("contracts", "договоры"),
    "overview.contracted": ("contracted", "сумма договоров"),
    "overview.revenue": ("paid", "оплачено"),
    "overview.acceptance": ("accepted of offered", "принято из предложенных"),
    "overview.before.count": ("{value} before", "прежде {value}"),
    "overview.before.rate": ("{value:share} before", "прежде {value:share}"),
    "overview.before.money": ("{value} before", "прежде {value}"),
    # --- what waits
    "overview.waits": ("What waits for a person", "Что ждёт человека"),
    "overview.nothing_waits": ("Nothing waits for anybody.", "Никого ничего не ждёт."),
    "overview.waits.reviews": ("replies to review", "ответы на разборе"),
    "overview.waits.overdue_answers": ("people without an answer", "люди без нашего ответа"),
    "overview.waits.late_offers": ("offers past their aim", "просроченные предложения лидов"),
    "overview.step.reviews": ("outreach review", "outreach review"),
    "overview.step.overdue_answers": ("outreach tasks list", "outreach tasks list"),
    "overview.step.late_offers": ("outreach leads offers", "outreach leads offers"),
    "column.what": ("what", "что"),
    "column.next_step": ("next step", "что делать"),
    "column.figure": ("figure", "показатель"),
    "column.now": ("now", "сейчас"),
    "column.before": ("before", "прежде"),
    # --- mailboxes
    "overview.paused": (
        "Mailbox {mailbox} sends nothing: {why}. `outreach mailbox resume {mailbox}` once that is mended.",
        "Ящик {mailbox} ничего не отправляет: {why}. Когда исправите: `outreach mailbox resume {mailbox}`.",
    ),
    "overview.unread": (
        "Mailbox {mailbox} has not been read for too long: replies may lie there unseen. `outreach mailbox test"
        " {mailbox}` says why.",
        "Ящик {mailbox} слишком давно не читали: там могут лежать ответы. Причину покажет `outreach mailbox test"
        " {mailbox}`.",
    ),
    "overview.more_mailboxes": (
        "And {count:mailbox|mailboxes} more: `outreach mailbox list`.",
        "И ещё {count:ящик|ящика|ящиков}: `outreach mailbox list`.",
    ),
}
