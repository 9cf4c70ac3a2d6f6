"""Words of the report of the stages, and of the weak link wherever it is named."""

WORDS: dict[str, tuple[str, str]] = {
    # --- the weak link in one sentence
    "stages.weak.goal": (
        "Weak link: {stage}. Of {those}, {actual:share} come so far; the goal is {expected:share}. {cost}",
        "Слабое звено: «{stage}». Сюда доходят {actual:share} из {those}, при цели {expected:share}. {cost}",
    ),
    "stages.weak.before": (
        "Weak link: {stage}. Of {those}, {actual:share} come so far; in as much time before it was"
        " {expected:share}. {cost}",
        "Слабое звено: «{stage}». Сюда доходят {actual:share} из {those}; за такое же время до того было"
        " {expected:share}. {cost}",
    ),
    "stages.loss.money": ("That costs about {money}.", "Это стоит около {money}."),
    "stages.loss.people": (
        "That costs {lost:number} at the stage: {unit}.",
        "Из-за этого теряется {lost:number} на этапе «{unit}».",
    ),
    "stages.not_enough": (
        "Not enough data to name a weak link: {unsure} of {measured:stage|stages} with something to be held against"
        " {unsure:=has|have} too few cases.",
        "Мало данных, чтобы назвать слабое звено: слишком мало случаев на {unsure} из {measured:этапа|этапов|этапов},"
        " которые есть с чем сравнить.",
    ),
    "stages.not_enough.nearest": (
        "Not enough data to name a weak link: {unsure} of {measured:stage|stages} with something to be held against"
        " {unsure:=has|have} too few cases. The nearest to tell is {stage}: about {more} more of {those} would do.",
        "Мало данных, чтобы назвать слабое звено: слишком мало случаев на {unsure} из {measured:этапа|этапов|этапов},"
        " которые есть с чем сравнить. Ближе всего к ответу «{stage}»: нужно ещё примерно {more} из {those}.",
    ),
    "stages.keeps_up": (
        "No weak link: every stage that has something to be held against keeps up with it.",
        "Слабого звена нет: каждый этап, который есть с чем сравнить, не отстаёт.",
    ),
    "stages.no_measure": (
        "Not enough data to name a weak link: no stage has a goal, or an earlier time to be held against. Goals are"
        " set in [reports.goals]; with --since there is a time before.",
        "Мало данных, чтобы назвать слабое звено: ни у одного этапа нет ни цели, ни прошлого периода для сравнения."
        " Цели задаются в [reports.goals]; с --since появляется прошлый период.",
    ),
    # --- whom the share is of: after "of", "из"
    "stages.those.prospects": ("those on the lists", "тех, кто попал в списки"),
    "stages.those.mailed": ("those mailed", "тех, кому отправлено письмо"),
    "stages.those.delivered": ("those delivered", "тех, кому письмо доставлено"),
    "stages.those.replied": ("those who replied", "тех, кто ответил"),
    "stages.those.positive": ("those who replied positively", "тех, кто ответил положительно"),
    "stages.those.referred": ("those who were named by a colleague", "тех, кого назвал коллега"),
    "stages.those.conversation": ("those whom we began to talk with", "тех, с кем начат разговор"),
    "stages.those.qualified": ("those qualified", "тех, кто квалифицирован"),
    "stages.those.offered": ("those offered to sales", "тех, кто предложен продажам"),
    "stages.those.accepted": ("those accepted", "тех, кто принят"),
    "stages.those.confirmed": ("those confirmed", "тех, кто подтверждён"),
    "stages.those.proposal": ("those who got a proposal", "тех, кто получил предложение"),
    "stages.those.meeting": ("those who were met", "тех, с кем была встреча"),
    "stages.those.contract": ("those who signed", "тех, с кем подписан договор"),
    # --- how it is reckoned
    "stages.reckon.missing": (
        "{people} {from} × ({expected:share}{source} − {actual:share}) = {missing:number} fewer {stage}",
        "{people} «{from}» × ({expected:share}{source} − {actual:share}) = на {missing:number} меньше «{stage}»",
    ),
    "stages.reckon.goal": (" goal", " цель"),
    "stages.reckon.before": (" before", " прежде"),
    "stages.reckon.factor": (
        "× {share:share} {stage} ({source}) = {so_far:number}",
        "× {share:share} «{stage}» ({source}) = {so_far:number}",
    ),
    "stages.share.actual": ("{successes} of {trials} in this time", "{successes} из {trials} за это время"),
    "stages.share.goal": ("the goal", "цель"),
    "stages.share.so_far": ("{successes} of {trials} so far", "{successes} из {trials} за всё время"),
    "stages.reckon.worth": (
        "× {worth} a contract ({source}) = {money}",
        "× {worth} за договор ({source}) = {money}",
    ),
    "stages.worth.goal": ("as configured", "из настроек"),
    "stages.worth.contracts": (
        "the average of {contracts:contract|contracts} so far",
        "в среднем по {contracts:договору|договорам|договорам} за всё время",
    ),
    "stages.reckon.no_worth": (
        "What a contract is worth nobody has said ([reports] deal), and none was signed yet.",
        "Сколько стоит договор, никто не указал ([reports] deal), и ни один ещё не подписан.",
    ),
    "stages.reckon.no_further": (
        "How many go on from there is not known yet: the loss is told in this stage ({unit}).",
        "Сколько проходит дальше, пока неизвестно: потеря указана на этом этапе («{unit}»).",
    ),
    "stages.reckon.judged": (
        "Judged are {those} at least {wait} ago: nineteen of twenty who go on have done so by then. Their"
        " share lies between {low:share} and {high:share} ({confidence:share} sure).",
        "Судим по доле {those} не позже чем за {wait}: за это время дальше проходят девятнадцать из"
        " двадцати, кто вообще проходит. Она лежит между {low:share} и {high:share} (с уверенностью"
        " {confidence:share}).",
    ),
    # --- the line
    "stages.line": ("The line", "Конвейер"),
    "stages.line_note": (
        "Done: mails; people who answered, and colleagues who did; leads; each counted once, when they first came so"
        " far. A day: by one person on one working day of their own. Of the stage before: of those who came to it in"
        " the period, who has gone on since.",
        "Сделано: письма; ответившие и ответившие из названных; лиды; каждый считается один раз, когда впервые дошёл."
        " В день: на одного человека за один его рабочий день. От прошлого этапа: из тех, кто пришёл на него за период,"
        " сколько с тех пор прошло дальше.",
    ),
    "stages.station.first_mail": ("first mail", "первое письмо"),
    "stages.station.gatekeeper": ("past the gatekeeper", "за секретарём"),
    "stages.station.decision_maker": ("mail by name", "письмо по имени"),
    "stages.station.need": ("need found", "потребность"),
    "stages.station.hand_off": ("hand-off", "передача"),
    "stages.station.proposal": ("proposal", "предложение"),
    "stages.station.meeting": ("meeting", "встреча"),
    "stages.station.contract": ("contract", "договор"),
    "stages.station.account": ("account kept", "ведение клиента"),
    "stages.weak_mark": ("{name} (weak)", "{name} (слабое)"),
    "stages.role.prospector": ("prospector", "искатель"),
    "stages.role.salesperson": ("salesperson", "продавец"),
    "stages.role.account-manager": ("account manager", "клиентский менеджер"),
    "stages.counted.first_mail": ("mails sent", "отправленные письма"),
    "stages.counted.gatekeeper": ("people who answered", "ответившие"),
    "stages.counted.decision_maker": ("colleagues who answered", "ответившие из названных"),
    "stages.counted.need": ("leads qualified", "квалифицированные лиды"),
    "stages.counted.hand_off": ("leads accepted", "принятые лиды"),
    "stages.counted.proposal": ("leads with a proposal", "лиды с предложением"),
    "stages.counted.meeting": ("leads that were met", "лиды со встречей"),
    "stages.counted.contract": ("contracts", "договоры"),
    "stages.counted.account": ("contracts that were paid for", "оплаченные договоры"),
    "column.work": ("stage", "этап"),
    "column.counted": ("counted", "что считаем"),
    "column.per_day": ("a day", "в день"),
    "column.to_next": ("to the next", "к следующему"),
    # --- what was judged
    "stages.judged": ("What each stage is held against", "С чем сравнивается каждый этап"),
    "stages.judged_note": (
        "Judged: those whose time was up in the period. More: about how many further cases would tell.",
        "Учтено: те, чьё время истекло за период. Ещё: примерно сколько случаев нужно, чтобы судить.",
    ),
    "stages.no_stage": ("Nobody has come anywhere yet.", "Пока никто никуда не дошёл."),
    "stages.expected.goal": ("{share:share} goal", "{share:share} цель"),
    "stages.expected.before": ("{share:share} before", "{share:share} прежде"),
    "stages.standing.weak": ("falls short", "отстаёт"),
    "stages.standing.keeps_up": ("keeps up", "не отстаёт"),
    "stages.standing.not_enough_data": ("not enough data", "мало данных"),
    "stages.standing.no_measure": ("no goal", "нет цели"),
    "stages.shares": (
        "Share of the stage before, and what is expected",
        "Доля от прошлого этапа и ожидаемая доля",
    ),
    "column.judged": ("judged", "учтено"),
    "column.held_to": ("expected", "ожидается"),
    "column.standing": ("standing", "состояние"),
    "column.more": ("more", "ещё"),
    "column.wait": ("waited", "ожидание"),
    "column.loss": ("costs", "потери"),
    # --- by something
    "stages.by": ("Each of them by itself", "Каждый в отдельности"),
    "stages.by_note": (
        "Weak link: found with the people of this row alone; few people tell little.",
        "Слабое звено найдено только по людям этой строки; малое число людей говорит мало.",
    ),
    "column.weak": ("weak link", "слабое звено"),
}
