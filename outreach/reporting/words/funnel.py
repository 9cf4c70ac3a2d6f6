"""The words of the funnel."""

WORDS: dict[str, tuple[str, str]] = {
    "column.positive": ("positive", "положит."),
    "column.neutral": ("neutral", "нейтр."),
    "column.negative": ("negative", "отриц."),
    "column.delivered": ("delivered", "доставлено"),
    "column.response_rate": ("response rate", "доля ответов"),
    "column.paid": ("paid", "оплатили"),
    "funnel.response": ("response rate", "доля ответов"),
    "funnel.response_of": (
        "{replied} of {reached:person|people} whom a mail reached",
        "ответили {replied}, письмо дошло до {reached:человека|человек|человек}",
    ),
    "funnel.positive": ("positive", "положительные"),
    "funnel.neutral": ("neutral", "нейтральные"),
    "funnel.negative": ("negative", "отрицательные"),
    "funnel.of_replies": ("{share:share} of those who replied", "{share:share} ответивших"),
    "funnel.cycle": ("from first reply to accepted", "от первого ответа до приёма в продажи"),
    "funnel.cycle_of": (
        "the median, {leads:lead|leads} accepted",
        "медиана, {leads:принятый лид|принятых лида|принятых лидов}",
    ),
    "funnel.stages": ("Stages", "Этапы"),
    "funnel.stages_note": (
        "Share and median time: of those who reached the stage before in the period, until now. Up to positive people "
        "are counted, from conversation on leads. Mailed are colleagues too who were named and stand on no list.",
        "Доля и медиана — по тем, кто за период дошёл до предыдущего этапа, вплоть до сегодняшнего дня. До "
        "положительного ответа считаются люди, с разговора — лиды. Письмо отправлено и названным коллегам, которых нет "
        "в списках.",
    ),
    "funnel.counts": ("How many reached each stage", "Сколько дошло до каждого этапа"),
    "funnel.cohorts": ("By the week of the first mail", "По неделе первого письма"),
    "funnel.cohorts_note": (
        "People by the week in which we first wrote to them, with all that came of it since. The newest have not had "
        "time to answer.",
        "Люди по неделе первого письма к ним, со всем, что с тех пор вышло. Недавние ещё не успели ответить.",
    ),
    "funnel.earlier_weeks": (
        "{count:earlier week is|earlier weeks are} in --json.",
        "Ещё {count:более ранняя неделя|более ранние недели|более ранних недель} — в --json.",
    ),
    "funnel.rates": ("What came of each week's people", "Что вышло из людей каждой недели"),
    "funnel.line.replied": ("replied, of delivered", "ответили, от доставленных"),
    "funnel.line.positive": ("positive, of delivered", "положительно, от доставленных"),
    "funnel.line.conversation": ("leads, of delivered", "лиды, от доставленных"),
    "funnel.groups": ("The funnel by {by}", "Воронка: {by}"),
    "funnel.by.list": ("list", "по спискам"),
    "funnel.by.segment": ("segment", "по сегментам"),
    "funnel.by.source": ("source", "по источникам"),
    "funnel.by.campaign": ("campaign", "по кампаниям"),
    "funnel.by.sequence": ("sequence", "по цепочкам"),
    "funnel.by.step": ("step", "по шагам"),
    "funnel.by.template": ("template", "по шаблонам"),
    "funnel.by.mailbox": ("mailbox", "по ящикам"),
    "funnel.by.hour": ("hour", "по часам"),
    "funnel.by.person": ("person", "по сотрудникам"),
    "funnel.groups_note": (
        "Mails that went out in the period, and their answers until now; leads that reached a stage in the period. "
        "Somebody who got mails of several groups is counted in each.",
        "Письма, отправленные за период, и ответы на них до сегодняшнего дня; лиды, дошедшие до этапа за период. Кто "
        "получил письма нескольких групп, посчитан в каждой.",
    ),
    "funnel.group_rates": ("Response rate by {by}", "Доля ответов: {by}"),
    "funnel.no_group": ("none", "без названия"),
    "funnel.more_groups": (
        "{count:group more is|groups more are} in --json and --csv.",
        "Ещё {count:группа|группы|групп} — в --json и --csv.",
    ),
}
