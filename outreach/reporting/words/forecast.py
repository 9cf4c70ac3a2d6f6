"""Words of the forecast: what is expected, what that rests on, and how far it was off the last time."""

WORDS: dict[str, tuple[str, str]] = {
    # --- figures and what is said above
    "forecast.signed": ("contracts signed", "сумма договоров"),
    "forecast.signed_in": ("signed, {currency}", "договоры, {currency}"),
    "forecast.first_mails": ("first mails", "первые письма"),
    "forecast.colleague_mailed": ("colleague", "коллега"),
    "forecast.between": ("{low} to {high}", "от {low} до {high}"),
    "forecast.claim": (
        "From {first} to {last}. Of a hundred ranges, {claimed} shall hold what comes.",
        "С {first} по {last}. Из ста диапазонов {claimed} должны оказаться верными.",
    ),
    "forecast.guessed": (
        "Nothing of this is observed yet: it is goals and guesses, and worth no more than they are.",
        "Наблюдений ещё нет: это цели и догадки, и прогноз стоит не больше, чем они.",
    ),
    "forecast.no_mailboxes": (
        "There is no mailbox to send from: only those who are in the line already are counted.",
        "Отправлять не из чего: ящиков нет. Учтены только те, кто уже на линии.",
    ),
    "forecast.stock_ends": (
        "There are too few people on the lists from {day} on: import more, or say with --refill how many will come.",
        "С {day} людей в списках не хватит: загрузите новый список или укажите --refill, сколько их прибавится.",
    ),
    "forecast.people_bound": (
        "On {days:day|days} first mails are held back, since more replies would come than people can work.",
        "{days:день|дня|дней} первых писем меньше, чем позволяют ящики: больше ответов людям не разобрать.",
    ),
    "forecast.no_deal": (
        "What a contract is worth is not known: set [reports] deal, or note a first contract. Money is left out.",
        "Сколько стоит договор, неизвестно: задайте [reports] deal или отметьте первый договор. Денег в прогнозе нет.",
    ),
    # --- tables
    "forecast.counts": ("What is expected, by month", "Ожидается по месяцам"),
    "forecast.with_range": ("{expected} ({low}–{high})", "{expected} ({low}–{high})"),
    "forecast.rest_of_month": (
        "First mails go to people of the lists; everything else is people and leads who get there for the first time."
        " A month with * is only what is left of it.",
        "Первые письма — людям из списков; остальное — люди и лиды, дошедшие до этапа впервые."
        " У месяца со звёздочкой учтён только остаток.",
    ),
    "forecast.money": ("Money, by month", "Деньги по месяцам"),
    "forecast.due_note": (
        "Due: what should be paid in that month, of the contracts there are and of those expected."
        " Currencies are never added up.",
        "К оплате: что должно быть оплачено в этом месяце по договорам, которые есть и которые ожидаются."
        " Валюты не складываются.",
    ),
    "forecast.chart.contracts": ("Contracts by month, with the range", "Договоры по месяцам, с диапазоном"),
    "forecast.chart.money": (
        "Contracts signed by month, {currency}, with the range",
        "Сумма договоров по месяцам, {currency}, с диапазоном",
    ),
    "forecast.line.high": ("high", "верх"),
    "forecast.line.expected": ("expected", "ожидается"),
    "forecast.line.low": ("low", "низ"),
    "column.forecast_mailed": ("first mails", "первые письма"),
    "column.forecast_replied": ("replied", "ответили"),
    "column.forecast_qualified": ("qualified", "квалиф."),
    "column.forecast_confirmed": ("confirmed", "подтв."),
    "column.forecast_contract": ("contracts", "договоры"),
    "column.signed": ("signed", "договоры"),
    "column.signed_low": ("low", "низ"),
    "column.signed_high": ("high", "верх"),
    "column.due": ("due", "к оплате"),
    # --- assumptions
    "forecast.assumptions": ("What it rests on", "На чём основано"),
    "forecast.days_note": (
        "Observed: shares from {since}, sending from {sent_since}, to {until}. Of so many: as if followed to the end."
        " Days: how long half of those who go on take. In brackets: the 95 % interval of what was observed,"
        " else how far off a goal or a guess may be.",
        "Наблюдения: доли с {since}, отправка с {sent_since}, по {until}. «Из стольких»: как если бы за ними следили"
        " до конца. Дни: за сколько проходит половина тех, кто идёт дальше. В скобках: интервал 95 % для наблюдений,"
        " иначе — насколько цель или догадка может промахнуться.",
    ),
    "forecast.as_now": (
        "Team, mailboxes and limits are as the configuration has them now: who will join or leave is not known to it,"
        " nor are seasons. A new salesperson has no ramp in it.",
        "Команда, ящики и пределы — как в настройках сейчас: кто придёт и кто уйдёт, прогноз не знает,"
        " сезонов тоже. Разгон нового продавца не учтён.",
    ),
    "column.assumption": ("assumption", "допущение"),
    "column.value": ("value", "значение"),
    "column.days": ("days", "дней"),
    "column.comes_from": ("source", "откуда"),
    "forecast.value.count": ("{value}", "{value}"),
    "forecast.value.number": ("{value:number}", "{value:number}"),
    "forecast.value.share": ("{value:share}", "{value:share}"),
    "forecast.value.money": ("{value:money}", "{value:money}"),
    "forecast.interval.share": ("{value:share} ({low}–{high})", "{value:share} ({low}–{high})"),
    "forecast.interval.money": ("{value} ({low}–{high})", "{value} ({low}–{high})"),
    "forecast.no_limit": ("no limit", "без предела"),
    "forecast.what.mailboxes": (
        "mails a day, {count:mailbox|mailboxes}",
        "писем в день, {count:ящик|ящика|ящиков}",
    ),
    "forecast.what.ramp": ("days until ramps are over", "дней до конца разгона"),
    "forecast.what.closed": ("closed days ahead", "закрытых дней впереди"),
    "forecast.what.replies_a_day": ("replies worked a day", "ответов в день людям"),
    "forecast.what.used": ("share of them sent", "из них уходит"),
    "forecast.what.mails_a_person": ("mails a person", "писем на человека"),
    "forecast.what.weekdays": ("sending days a week", "дней отправки в неделю"),
    "forecast.what.stock": ("people left to write to", "кому ещё можно написать"),
    "forecast.what.passage": ("{from} → {to}", "{from} → {to}"),
    "forecast.what.named": ("colleagues per reply", "коллег на ответ"),
    "forecast.what.outside": ("leads a month, no mail", "лидов в месяц без письма"),
    "forecast.what.deal": ("value of a contract", "сумма договора"),
    "forecast.what.deal_in": ("contract, {currency}", "договор, {currency}"),
    "forecast.what.months": ("months of payment", "месяцев оплаты"),
    # --- sources
    "forecast.source.configuration": ("configuration now", "настройки сейчас"),
    "forecast.source.ramp": ("configuration now, days sent", "настройки сейчас, дни отправки"),
    "forecast.source.replies_a_day": (
        "replies_per_person for {count:person|people} now; the book: 5 to 10 each",
        "replies_per_person на {count:человека|человек|человек} сейчас; в книге 5–10 на каждого",
    ),
    "forecast.source.observed": (
        "observed: {successes} of {trials}",
        "наблюдалось: {successes} из {trials}",
    ),
    "forecast.source.counted": (
        "observed: {count}",
        "наблюдалось: {count}",
    ),
    "forecast.source.too_few": ("too few to promise any", "слишком мало, чтобы обещать"),
    "forecast.source.goal": ("goal in [reports.goals]", "цель в [reports.goals]"),
    "forecast.source.book": (
        "default: Ross & Tyler, Predictable Revenue, 7 to 9 %",
        "по умолчанию: Ross & Tyler, Predictable Revenue, 7–9 %",
    ),
    "forecast.source.target": (
        "default: target of double qualification, 90 %",
        "по умолчанию: цель двойной квалификации, 90 %",
    ),
    "forecast.source.guess": (
        "default: our guess; set its [reports.goals]",
        "по умолчанию: наша догадка; задайте [reports.goals]",
    ),
    "forecast.source.full": (
        "default: all of them, until ten sending days are seen",
        "по умолчанию: все, пока не было десяти дней отправки",
    ),
    "forecast.source.mails_a_person": (
        "observed: {mails} to {people}",
        "наблюдалось: {mails} на {people}",
    ),
    "forecast.source.two_mails": (
        "default: a first mail and a reminder, as in who-handles-sales",
        "по умолчанию: письмо и напоминание, как в who-handles-sales",
    ),
    "forecast.source.weekdays.observed": ("observed", "наблюдалось"),
    "forecast.source.weekdays.goal": ("windows of the running campaigns", "окна идущих кампаний"),
    "forecast.source.weekdays.guess": (
        "default: Monday to Friday",
        "по умолчанию: с понедельника по пятницу",
    ),
    "forecast.source.stock": (
        "on lists; {joined} joined in {days} days, none expected",
        "в списках; за {days} дней +{joined}, новых не ждём",
    ),
    "forecast.source.stock_ends": (
        "on lists; {joined} joined in {days} days, none expected; enough until {until}",
        "в списках; за {days} дней +{joined}, новых не ждём; хватит до {until}",
    ),
    "forecast.source.refill": (
        "on lists, and {refill} a month (--refill)",
        "в списках и ещё {refill} в месяц (--refill)",
    ),
    "forecast.source.refill_ends": (
        "on lists, and {refill} a month (--refill); enough until {until}",
        "в списках и ещё {refill} в месяц (--refill); хватит до {until}",
    ),
    "forecast.source.goal_deal": ("deal in [reports]", "deal в [reports]"),
    "forecast.source.contracts": (
        "observed: average of {count:contract|contracts}",
        "наблюдалось: среднее {count:договора|договоров|договоров}",
    ),
    "forecast.source.contracts_few": (
        "observed: average of {count:contract|contracts}, too few to rely on",
        "наблюдалось: среднее {count:договора|договоров|договоров}, этого мало",
    ),
    "forecast.source.no_deal": ("not known: set [reports] deal", "неизвестно: задайте [reports] deal"),
    "forecast.source.months.observed": ("observed: as most contracts say", "наблюдалось: как в договорах"),
    "forecast.source.months.guess": (
        "default: twelve equal parts, from the next month on",
        "по умолчанию: двенадцать равных частей со следующего месяца",
    ),
    # --- looking back
    "forecast.back_test.title": (
        "Looking back: foreseen before {first}, came until {last}",
        "Оглядка: прогноз, сделанный перед {first}, и что вышло по {last}",
    ),
    "forecast.back_test.note": (
        "Errors are in per cent of what came, ! is outside the range. {inside} of {of} figures lay inside;"
        " {claimed} of a hundred is what the ranges claim. Mailboxes that had sent by then, with today's limits.",
        "Ошибки — в процентах от того, что вышло; ! — вне диапазона. Внутри оказалось {inside} из {of} показателей,"
        " обещано {claimed} из ста. Ящики — те, что уже отправляли, с нынешними пределами.",
    ),
    "forecast.back_test.none": (
        "Looking back: not enough data. It takes three whole months, and a month of mails before them.",
        "Оглядка: мало данных. Нужны три полных месяца и месяц писем перед ними.",
    ),
    "forecast.error.more": ("+{error} %", "+{error} %"),
    "forecast.error.less": ("−{error} %", "−{error} %"),
    "forecast.error.more.outside": ("+{error} % !", "+{error} % !"),
    "forecast.error.less.outside": ("−{error} % !", "−{error} % !"),
    "forecast.error.none_came": ("{expected}, none came", "{expected}, не было"),
    "forecast.error.none_came.outside": ("{expected}, none came !", "{expected}, не было !"),
    "column.forecast_figure": ("figure", "показатель"),
    "column.low": ("low", "низ"),
    "column.high": ("high", "верх"),
    "column.error_1": ("1st month", "1-й месяц"),
    "column.error_2": ("2nd month", "2-й месяц"),
    "column.error_3": ("3rd month", "3-й месяц"),
    "column.foreseen": ("foreseen", "прогноз"),
    "column.came": ("came", "вышло"),
    "column.error": ("error", "ошибка"),
}
