"""Words of the report of people."""

WORDS: dict[str, tuple[str, str]] = {
    # --- the board
    "people.board": ("Board: accepted and confirmed leads", "Доска: принятые и подтверждённые лиды"),
    "people.points_chart": ("Points on the board", "Очки на доске"),
    "people.leader": (
        "{people} leads with {points:point|points} from {leads:confirmed lead|confirmed leads}.",
        "Впереди {people}: {points:очко|очка|очков} за {leads:подтверждённый лид|подтверждённых лида|подтверждённых"
        " лидов}.",
    ),
    "people.leaders": (
        "{people} lead together with {points:point|points} each.",
        "Впереди вместе {people}: по {points:очку|очка|очков}.",
    ),
    "people.policy": (
        "Points: {found} for a lead that they found and somebody else confirmed, {sold} for one that they accepted and"
        " confirmed. Less {turned_down} for a lead of theirs that was rejected as incomplete or as no lead,"
        " {untouched} for an offer that they let pass, {bounced} for a dead address, {complained} for a complaint."
        " Mails and calls earn none. Between equals the acceptance rate decides, then what was contracted.",
        "Очки: {found} за лид, который человек нашёл, а подтвердил другой; {sold} за лид, который он принял и"
        " подтвердил. Минус {turned_down} за его лид, отклонённый как неполный или не соответствующий определению,"
        " {untouched} за предложенный лид, оставленный без ответа, {bounced} за несуществующий адрес, {complained} за"
        " жалобу. Письма и звонки очков не дают. При равенстве решает доля принятых, затем сумма договоров.",
    ),
    "people.unowned": (
        "{mails:mail|mails} of the period went out of mailboxes that are nobody's: `mailboxes` of [[team]] says whose"
        " they are.",
        "За период из ничьих ящиков отправлено {mails:письмо|письма|писем}: чьи они, говорит `mailboxes` в [[team]].",
    ),
    "people.nobody_yet": (
        "There is nobody in [[team]], and nobody has done anything yet.",
        "В [[team]] никого нет, и никто ещё ничего не сделал.",
    ),
    # --- the month and the year
    "people.activity": ("{month}: activity", "{month}: работа"),
    "people.results": ("{month}: results", "{month}: результаты"),
    "people.year": ("{year} to date", "{year} с начала года"),
    "people.results_note": (
        "Leads, each once: those that a prospector found, that a salesperson took, that an account manager keeps.",
        "Лиды, каждый один раз: найденные искателем, взятые продавцом, оставшиеся за менеджером по клиентам.",
    ),
    # --- norms
    "people.norms": ("Norms a working day", "Нормы на рабочий день"),
    "people.no_norms": (
        "Nobody has a norm: `norms` of [[team]] sets them.",
        "Норм ни у кого нет: их задаёт `norms` в [[team]].",
    ),
    "people.norm.mails": ("mails", "письма"),
    "people.norm.replies": ("replies", "ответы"),
    "people.norm.referrals": ("referrals", "рекомендации"),
    "people.norm.qualified": ("qualified", "квалифицированы"),
    "people.norm.accepted": ("accepted", "приняты"),
    # --- conversions
    "people.conversions": ("Conversions", "Конверсии"),
    "people.conversions_note": (
        "Of what came so far in the period, how much has come further since, with the 95 % interval.",
        "Какая доля дошедшего до шага за период прошла с тех пор дальше, с 95-процентным интервалом.",
    ),
    "people.step.mailed": ("mail delivered", "письмо доставлено"),
    "people.step.replied": ("replied", "ответили"),
    "people.step.qualified": ("qualified", "квалифицированы"),
    "people.step.accepted": ("accepted", "приняты"),
    "people.step.confirmed": ("confirmed", "подтверждены"),
    "people.step.meetings": ("met", "встреча"),
    "people.step.contracts": ("won", "договор"),
    # --- acceptance
    "people.acceptance": ("What sales said to offers", "Что продажи ответили на предложенные лиды"),
    "people.acceptance_note": (
        "Accepted of all that was answered or let pass; the aim is 90 %. Mis-routed leads count neither for nor against"
        " their finder.",
        "Доля принятых от всех, на которые ответили или не успели ответить; цель — 90 %. Лиды, попавшие не к тому"
        " продавцу, искателю не засчитываются ни в плюс, ни в минус.",
    ),
    "people.no_offers": ("No offer was answered.", "Ни на один предложенный лид не ответили."),
    "people.part.finder": ("finder", "искатель"),
    "people.part.salesperson": ("salesperson", "продавец"),
    # --- speed
    "people.times": ("Time to answer, in working hours", "Время до ответа, в рабочих часах"),
    "people.times_note": (
        "Medians. Replies of people who want to talk: until somebody decided what they mean, and until an answer went"
        " out from here; what was written in a mail program of one's own is not known. Offers: until accepted.",
        "Медианы. Ответы тех, кто хочет разговора: до решения, что они значат, и до нашего ответа отсюда; написанное"
        " в собственной почтовой программе неизвестно. Предложенные лиды: до принятия.",
    ),
    # --- teams
    "people.pairs": ("Finders with salespeople", "Искатели с продавцами"),
    "people.chains": ("Teams up to the client", "Команды до клиента"),
    "people.no_teams": ("No lead has gone from one to another.", "Ни один лид ещё не перешёл из рук в руки."),
    "people.keeps_it": ("the salesperson", "продавец"),
    # --- roles
    "people.role.prospector": ("prospector", "искатель"),
    "people.role.salesperson": ("salesperson", "продавец"),
    "people.role.account-manager": ("account manager", "менеджер по клиентам"),
    "people.role.manager": ("manager", "руководитель"),
    "people.role.gone": ("not in the team", "не в команде"),
    # --- columns
    "column.place": ("#", "№"),
    "column.points": ("points", "очки"),
    "column.found": ("found", "найдено"),
    "column.sold": ("sold", "продано"),
    "column.acceptance": ("acceptance", "доля принятых"),
    "column.turned_down": ("rejected", "отклонены"),
    "column.let_pass": ("let pass", "без ответа"),
    "column.complaints": ("complaints", "жалобы"),
    "column.mails": ("mails", "письма"),
    "column.calls": ("calls", "звонки"),
    "column.replies": ("replies", "ответы"),
    "column.answers": ("answers", "наши ответы"),
    "column.referrals": ("referrals", "рекомендации"),
    "column.proposals": ("proposals", "предложения"),
    "column.meetings": ("meetings", "встречи"),
    "column.norm": ("norm", "норма"),
    "column.a_day": ("a day", "в день"),
    "column.working_days": ("days", "дни"),
    "column.expected": ("expected", "по норме"),
    "column.done": ("done", "сделано"),
    "column.share_of_norm": ("of norm", "от нормы"),
    "column.from": ("of", "из"),
    "column.to": ("came to", "дошли до"),
    "column.conversion": ("conversion", "конверсия"),
    "column.part": ("as", "как"),
    "column.procedural": ("mis-routed", "не по адресу"),
    "column.clerical": ("incomplete", "неполный"),
    "column.definitional": ("no lead", "не лид"),
    "column.untouched": ("untouched", "без ответа"),
    "column.read_after": ("read after", "прочтено за"),
    "column.read": ("replies", "ответов"),
    "column.answered_after": ("answered after", "отвечено за"),
    "column.answered": ("answers", "отвечено"),
    "column.accepted_after": ("accepted after", "принято за"),
    "column.finder": ("finder", "искатель"),
    "column.salesperson": ("salesperson", "продавец"),
    "column.account_manager": ("account manager", "менеджер клиента"),
}
