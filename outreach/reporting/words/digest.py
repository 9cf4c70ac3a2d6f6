"""Words of the daily digest."""

WORDS: dict[str, tuple[str, str]] = {
    "digest.subject": (
        "Outreach {day}: {replies:reply|replies}, {waits} waiting for you",
        "Outreach {day}: {replies:ответ|ответа|ответов}, ждут решения: {waits}",
    ),
    "digest.of_day": ("{weekday}, {day}", "{weekday}, {day}"),
    "digest.of_days": ("{first} to {last}", "{first} – {last}"),
    "digest.table": ("What happened", "Что произошло"),
    "digest.usual": (
        "Usual: the average of the same days in the last four weeks.",
        "Обычно: среднее за те же дни последних четырёх недель.",
    ),
    "column.told": ("what", "что"),
    "column.usual": ("usual", "обычно"),
    "digest.told.sent": ("Mails sent", "Отправлено писем"),
    "digest.told.replies": ("Replies", "Ответы"),
    "digest.told.positive": ("positive", "положительные"),
    "digest.told.neutral": ("neutral", "нейтральные"),
    "digest.told.negative": ("negative", "отрицательные"),
    "digest.told.referrals": ("Colleagues named", "Названы коллеги"),
    "digest.told.offered": ("Leads offered", "Лиды предложены продажам"),
    "digest.told.accepted": ("Leads accepted", "Лиды приняты"),
    "digest.told.confirmed": ("Leads confirmed", "Лиды подтверждены"),
    "digest.told.won": ("Contracts", "Договоры"),
    "digest.told.bounced": ("Mails to dead addresses", "Письма на мёртвые адреса"),
    "digest.told.complaints": ("Complaints", "Жалобы на спам"),
    "digest.waits.reviews": (
        "{count:reply waits|replies wait} for a person: outreach review",
        "{count:ответ ждёт|ответа ждут|ответов ждут} решения человека: outreach review",
    ),
    "digest.waits.overdue_answers": (
        "{count:person has|people have} waited too long for our answer: outreach tasks list",
        "{count:человек|человека|человек} слишком долго ждут нашего ответа: outreach tasks list",
    ),
    "digest.waits.late_offers": (
        "{count:offer is|offers are} past the aim without an answer: outreach leads list",
        "{count:предложенный лид|предложенных лида|предложенных лидов} без ответа дольше цели: outreach leads list",
    ),
    "digest.nothing_waits": ("Nothing waits for a person.", "Ничто не ждёт решения человека."),
    "digest.paused": (
        "The mailbox {mailbox} is paused: outreach mailbox list",
        "Ящик {mailbox} на паузе: outreach mailbox list",
    ),
    "digest.unread": (
        "The mailbox {mailbox} has not been read for too long: outreach mailbox list",
        "Ящик {mailbox} слишком давно не прочитан: outreach mailbox list",
    ),
    "digest.unread_messages": (
        "{count:message is|messages are} not understood yet: replies may be missing above.",
        "{count:письмо ещё не разобрано|письма ещё не разобраны|писем ещё не разобрано}: ответов может не хватать.",
    ),
    "digest.missing": (
        "The digest of {day} did not get to everybody, or may not have.",
        "Итоги за {day} дошли не до всех или могли не дойти.",
    ),
    "digest.more": ("More: outreach report", "Подробнее: outreach report"),
    "digest.mails": ("The mails of the last days", "Письма последних дней"),
    "digest.no_mails": ("No digest was sent yet.", "Итоги ещё не отправлялись."),
    "column.address": ("to", "кому"),
    "column.state": ("state", "состояние"),
    "column.tries": ("tries", "попытки"),
    "digest.state.claimed": ("being sent", "отправляется"),
    "digest.state.waiting": ("tried again", "будет повторено"),
    "digest.state.sent": ("sent", "отправлено"),
    "digest.state.unsure": ("may have gone out", "могло уйти"),
    "digest.state.given_up": ("not sent", "не отправлено"),
}
