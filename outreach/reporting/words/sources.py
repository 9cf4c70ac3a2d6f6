"""Words of the report on sources."""

WORDS: dict[str, tuple[str, str]] = {
    # --- figures
    "sources.total.leads": ("leads", "лиды"),
    "sources.total.confirmed": ("confirmed", "подтверждено"),
    "sources.total.won": ("won", "договоры"),
    "sources.total.cost": ("cost", "расход"),
    "sources.total.paid": ("paid", "оплачено"),
    "sources.returned": ("{share:share} above the cost", "{share:share} сверх расхода"),
    # --- tables
    "sources.outcomes": ("What came of each; by {by}", "Что вышло; разрез: {by}"),
    "sources.money": ("What it cost and brought; by {by}", "Сколько стоило и принесло; разрез: {by}"),
    "sources.lifetime": ("What a won client is worth; by {by}", "Сколько стоит клиент; разрез: {by}"),
    "sources.more": (
        "{count:more line is|more lines are} in --csv and --json.",
        "Ещё {count:строка|строки|строк} — в --csv и --json.",
    ),
    "column.prospects": ("prospects", "контакты"),
    "column.mailed": ("mailed", "написали"),
    "column.qualified": ("qualified", "квалиф."),
    "column.cost_a_lead": ("a lead", "за лид"),
    "column.contracted": ("contracted", "по договорам"),
    "column.paid_money": ("paid", "оплачено"),
    "column.returned": ("return", "отдача"),
    "column.clients": ("clients", "клиенты"),
    "column.gone": ("gone", "ушли"),
    "column.paid_months": ("months", "месяцы"),
    "column.monthly": ("a month", "в месяц"),
    "column.lifetime": ("worth", "стоит"),
    "column.how": ("reckoned", "как"),
    # --- charts
    "sources.confirmed_chart": (
        "Of the leads, how many sales has confirmed",
        "Какую долю лидов продажи подтвердили",
    ),
    "sources.paid_chart": ("Paid, {currency}", "Оплачено, {currency}"),
    # --- how it was reckoned
    "sources.how.not_enough_data": ("not enough data", "мало данных"),
    "sources.how.so_far": ("so far", "пока"),
    "sources.how.kaplan_meier": ("up to {up_to:month|months}", "до {up_to:месяца|месяцев|месяцев}"),
    "sources.reckoned": (
        "Worth = paid months x payment a month. Of fewer than {least} clients nothing is said. From {many} clients on,"
        " the months that living clients will still pay are reckoned by Kaplan and Meier, up to the month that at least"
        " five were seen for: later months are left out. With fewer it is what was paid so far. A client is gone"
        " after {silent} whole months without a payment.",
        "Стоит = оплаченные месяцы x платёж в месяц. Если клиентов меньше {least}, ничего не утверждается. Начиная с"
        " {many} клиентов, будущие месяцы нынешних клиентов оцениваются по Каплану — Мейеру, до того месяца, до"
        " которого дошли хотя бы пятеро; более поздние не учтены. Если клиентов меньше, это уплаченное на сегодня."
        " Клиент считается ушедшим, если он не платил {silent} полных месяца.",
    ),
    # --- what is counted how
    "sources.cost_is": (
        "The cost is that of lists made in the period, as they say today; what was paid is what came in the period.",
        "Расход — стоимость списков, заведённых за период, по их нынешним данным; оплачено — поступления за период.",
    ),
    "sources.cost_of_segment": (
        "A segment bears as much of a list's cost as it has people on it.",
        "На сегмент приходится та доля стоимости списка, какую в списке составляют его люди.",
    ),
    "sources.no_cost": (
        "No list made in the period says what it cost: `outreach lists edit NAME --cost` does.",
        "Ни у одного списка, заведённого за период, нет стоимости: `outreach lists edit ИМЯ --cost`.",
    ),
    "sources.of_none": (
        "What belongs to no {by} has the last line: an inquiry that answers no mail, for instance.",
        "Последняя строка — то, у чего нет разреза «{by}»: например, обращение не в ответ на письмо.",
    ),
    "sources.segment_is": (
        "Segments are what lists say under {segment}; [hand_off] segment names another column.",
        "Сегмент — то, что в списках стоит в столбце {segment}; другой столбец задаёт [hand_off] segment.",
    ),
    "sources.prospects_count": (
        "Whoever stands on two lists counts for each; colleagues who were named are on none: `outreach report"
        " referrals`. Their leads count for the list that led to them.",
        "Кто есть в двух списках, учтён в обоих; названных коллег в списках нет: `outreach report referrals`. Их лиды"
        " засчитаны списку, который к ним привёл.",
    ),
}
