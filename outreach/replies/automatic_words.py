"""What machines say beyond the tables of the languages: by its words alone, and once headers have told.

Where headers tell that a machine wrote, plainer patterns do: only an absence notice "works Tuesday to Thursday".
Ukrainian has its own here; its other rules are the Russian ones.
"""

from functools import cache

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon, Rule

_LEFT, _ABSENT, _RECEIVED, _ANSWER, _CHALLENGE = (
    ("auto.left", Intent.LEFT_COMPANY),
    ("auto.absent", Intent.OUT_OF_OFFICE),
    ("auto.received", Intent.AUTO_ACKNOWLEDGEMENT),
    ("auto.will_answer", Intent.AUTO_ACKNOWLEDGEMENT),
    ("auto.challenge", Intent.CHALLENGE),
)
_Pattern = tuple[tuple[str, Intent], float, str]

_SAID: dict[str, tuple[_Pattern, ...]] = {
    "en": (
        (
            _LEFT,
            0.9,
            r"\bthe (?:user|person|recipient|employee|colleague)\b[^\n]{0,60}\b(?:has"
            r"|have) (?:\w+ )?(?:left|resigned"
            r"|retired|moved on|departed)\b|\brelieved (?:from|of) (?:the |his |her |my )?(?:services?"
            r"|duties)\b",
        ),
        (
            _ABSENT,
            0.85,
            r"\bwhile (?:i'm |i am |he is |she is )?on (?:\w+ )?(?:sabbatical|leave|holidays?|vacation)\b"
            r"|\bon (?:his|her"
            r"|their|our) (?:holidays?|hols|leave|vacation)\b|\b(?:jury|reserve) (?:service|duty)\b"
            r"|\bgone fishin\b"
            r"|\bpens down\b|\bwe'?(?:re| are) on (?:\w+ )?(?:holidays?|a break)\b"
            r"|\b(?:we|the (?:office|workshop|studio|shop|plant|factory)|our \w+)\b[^\n]{0,40}\b(?:shuts?"
            r"|closes?"
            r"|is shut|are shut|is closed|are closed)\b[^\n]{0,60}\b(?:open|back|until|till|re-?open)",
        ),
        (
            _CHALLENGE,
            0.93,
            r"\b(?:don'?t|do not|did not|didn'?t) recogni[sz]e your (?:e-?mail )?address\b"
            r"|\bmy spam (?:filter|blocker|guard)\b|\b(?:so|for) (?:that )?your (?:mail|message"
            r"|e-?mail)\b[^\n]{0,60}"
            r"\b(?:reach(?:es)? (?:me|us)|(?:be |is )?delivered to (?:me|us))\b",
        ),
    ),
    "de": (
        (
            _LEFT,
            0.9,
            r"\bhabe?\b[^\n]{0,50}\b(?:unternehmen|firma|genossenschaft|gesellschaft|verein|betrieb|haus"
            r"|kanzlei|praxis)"
            r"\b[^\n]{0,30}\bverlassen\b|\bletzter arbeitstag\b|\bneuen? herausforderung\w*\b",
        ),
        (
            _CHALLENGE,
            0.93,
            r"\b(?:erste|ersten) mal\b[^\n]{0,80}\b(?:bestätig|klick|schreiben)\w*|\babsender\w*\b[^\n]{0,40}\b"
            r"(?:bestätig\w*|verifizier\w*|freischalt\w*)",
        ),
    ),
    "fr": (
        (
            _LEFT,
            0.9,
            r"\b(?:n'est|ne suis|n'es) plus (?:à l'emploi|dans les effectifs|au service|employé|collaborat)\w*"
            r"|\bplus partie (?:des effectifs|de l'équipe|de la société|de l'entreprise)\b"
            r"|\bdépart (?:définitif|en"
            r" retraite)\b|\bheure de la retraite\b",
        ),
        (
            _CHALLENGE,
            0.93,
            r"\bprotégée? contre (?:les |le )?(?:envois automat\w+|spams?|courriers? indésirables?"
            r"|pourriels?)\b"
            r"|\bpremière fois que vous m'écrivez\b|\brecopiez\b[^\n]{0,60}\b(?:lettres|chiffres|code"
            r"|caractères)\b",
        ),
    ),
    "es": (
        (
            _LEFT,
            0.9,
            r"\bdej(?:ó|é|a) de (?:colaborar|laborar|trabajar|formar parte|pertenecer|prestar)\b"
            r"|\bya no (?:labora|colabora"
            r"|se encuentra)\b|\bdesvinculad\w+\b|\b(?:ha|había) (?:renunciado|cesado)\b",
        ),
        (
            _ABSENT,
            0.85,
            r"\b(?:me encuentro|estoy) (?:incapacitad\w|en licencia|de licencia|en receso)\b"
            r"|\bincapacidad médica\b"
            r"|\breceso (?:de fin|vacacional|escolar)\b|\bfecha de reintegro\b",
        ),
        (
            _RECEIVED,
            0.82,
            r"\b(?:recibimos|hemos recibido) (?:tu|su|vuestr[ao]) (?:mensaje|correo|solicitud|consulta)\b",
        ),
        (
            _ANSWER,
            0.72,
            r"\bgracias por (?:escribirnos|contactarnos|comunicar\w+)\b|\bun (?:asesor|agente|ejecutivo"
            r"|compañero)"
            r"\b[^\n]{0,50}\b(?:contacto|contactará|responderá|atenderá)\b|\bnuestro horario\b",
        ),
        (_CHALLENGE, 0.93, r"\bprimera vez que (?:me|nos) escribe\b|\bprotegid\w+ contra (?:el )?(?:spam"
        r"|correo)\b"),
    ),
    "ru": (
        (
            _LEFT,
            0.9,
            r"\bне являюсь (?:\w+ )?(?:сотрудни\w+|работни\w+)\b|\b(?:завершил|прекратил"
            r"|расторг)\w*\b[^\n]{0,20}"
            r"\b(?:трудовы\w+|отношени\w+|работу в)|\bтрудовые отношения\b[^\n]{0,30}\b(?:прекращ|завершен"
            r"|расторг)\w+"
            r"|\bсотрудник\w*\b[^\n]{0,30}\bуш(?:ел|ла)\b|\bв компании (?:больше )?не (?:работает|числится)\b",
        ),
        (
            _ABSENT,
            0.85,
            r"\bменя нет на (?:рабочем )?месте\b|\bучебн\w+ отпуск\b|\bя (?:в|на) (?:отпуске|море"
            r"|больничном|отдыхе)\b"
            r"|\bна море\b",
        ),
        (
            _RECEIVED,
            0.82,
            r"\bмы (?:получили|приняли) (?:ваш\w*|твой|твою) (?:заявк|письм|обращен|сообщен|вопрос)\w*"
            r"|\bмы читаем каждое письмо\b",
        ),
        (
            _ANSWER,
            0.72,
            r"\b(?:ответим|свяжемся)\b[^\n]{0,30}\b(?:рабоч\w+|ближайш\w+|в течени\w+)"
            r"|\bспасибо, что написали\b"
            r"|\b(?:менеджер|специалист|оператор|консультант)\b[^\n]{0,50}\b(?:позвонит|свяжется|ответит|напишет)\b",
        ),
        (
            _CHALLENGE,
            0.93,
            r"\b(?:письмо|сообщение)\b[^\n]{0,20}\bзадержано\b|\bдля доставки\b[^\n]{0,40}\b(?:ответьте"
            r"|перейдите"
            r"|подтвердите|нажмите)\b|\bподтверждени\w+ отправителя\b",
        ),
    ),
    "uk": (
        (
            _LEFT,
            0.93,
            r"\bбільше не (?:працю\w+|є (?:\w+ )?співробітни\w+)|\bзвільн(?:ений|ена|ився|илася|ено)\b"
            r"|\bна пенсі[їю]\b"
            r"|\bзалиши(?:в|ла) (?:компані\w+|посад\w+)|\bвже не працю\w+",
        ),
        (
            _ABSENT,
            0.9,
            r"\b(?:у|в) (?:\w+ )?відпустц\w+|\bвідпустк\w+|\bвідсутн\w+|\b(?:у|в) відрядженн\w+"
            r"|\bна лікарнян\w+"
            r"|\bмене (?:не буде|немає)\b|\bдекрет\w+",
        ),
        (("auto.back", Intent.OUT_OF_OFFICE), 0.76, r"\bповерн(?:уся|ення|еться)\w*|\bвийду на роботу\b"
        r"|\bбуду на зв'язку\b"),
        (
            _RECEIVED,
            0.85,
            r"\b(?:звернення|лист|заявк\w+|запит|повідомлення)\b[^\n]{0,40}\b(?:отриман\w*|прийнят\w*"
            r"|зареєстрован\w*)"
            r"|\bми отримали\b",
        ),
        (
            _ANSWER,
            0.72,
            r"\bдякуємо за (?:ваш\w* )?(?:лист|звернення|повідомлення)|\b(?:відповімо|зв'яжемося)\b"
            r"|\bавтоматичн\w+"
            r" (?:відповідь|повідомлення|лист)|\bне відповідайте на цей\b|\bпротягом\b[^\n]{0,20}\b(?:дн"
            r"|годин|доби)\w*",
        ),
        (_CHALLENGE, 0.93, r"\bпідтверд\w+[^\n]{0,60}\b(?:не робот|людин\w+|відправник\w*|адрес\w*)\b"
        r"|\bантиспам\w*"),
    ),
}  # fmt: skip

_SAID_BY_A_MACHINE: dict[str, tuple[_Pattern, ...]] = {
    "en": (
        (
            _LEFT,
            0.85,
            r"\bno longer (?:an? |being )?(?:employ|work|with\b|part\b|at\b|in (?:this|the) (?:role"
            r"|company))\w*"
            r"|\b(?:has|have|had|been|is|was) (?:now |since |recently )?(?:left|retired|resigned|relieved"
            r"|departed|moved on"
            r"|transitioned out|separated|let go|made redundant)\b(?! (?:a|an|the office|for (?:the|today)))"
            r"|\b(?:former|ex-?) ?employee\b|\b(?:last|final) (?:working )?day (?:was|is|at)\b|\bmy successor\b"
            r"|\bpassed away\b",
        ),
        (
            _ABSENT,
            0.8,
            r"\b(?:i|we|she|he) (?:only )?works? (?:on )?(?:{day})|\bnon-?working days?\b|\bwhen (?:i am"
            r"|i'm) next (?:in|at)\b"
            r"|\b(?:shuts?|closed|closes|closing|shutdown)\b|\b(?:holidays?|sabbatical|vacation|leave|jury"
            r"|surgery|travel\w*"
            r"|conference|trade (?:show|fair)|exhibition|training|wedding|hospital)\b|\baway\b"
            r"|\bnot (?:here|in)\b"
            r"|\b(?:see|talk to|speak to) you (?:on|in|next)\b",
        ),
    ),
    "de": (
        (
            _LEFT,
            0.85,
            r"\bnicht (?:mehr|länger) (?:\w+ ){0,5}?(?:tätig|beschäftigt|im|bei|für|teil|zuständig)\b"
            r"|\bverlassen\b"
            r"|\baus(?:geschieden|scheiden|tritt)\b|\b(?:ruhestand|rente|pension)\b|\bnachfolg(?:e|er|erin)\b",
        ),
        (
            _ABSENT,
            0.8,
            r"\b(?:messe|seminar|schulung|tagung|konferenz|teilzeit|geschlossen|ferien|kur|reha|op|umzug)\b"
            r"|\bnicht (?:da|hier)\b"
            r"|\b(?:arbeite|bin)\b[^\n]{0,30}\bnur (?:von |am |an )?(?:mo|di|mi|do|fr)\w*",
        ),
    ),
    "fr": (
        (
            _LEFT,
            0.85,
            r"\bne (?:suis|fais|fait|travaille)\w* plus\b|\bn'est plus\b(?! (?:disponible|joignable (?:ce"
            r"|aujourd)))|\bquitté\b"
            r"|\b(?:retraite|successeur|succède)\b|\bdécédée?\b",
        ),
        (
            _ABSENT,
            0.8,
            r"\b(?:salon|séminaire|fermée?s?|fermeture|temps partiel|formation|déplacement|vacances|congés?)\b",
        ),
    ),
    "es": (
        (
            _LEFT,
            0.85,
            r"\bya no (?:trabaj|labor|colabor|pertene|form|est)\w+|\bjubil\w+|\bdesvincul\w+|\bcausó baja\b"
            r"|\brenunci\w+"
            r"|\bmi sucesor\w*",
        ),
        (
            _ABSENT,
            0.8,
            r"\b(?:feria|congreso|licencia|incapacid\w+|incapacitad\w|vacacion\w*|puente|festivos?"
            r"|cerrad\w+|viaje)\b"
            r"|\bno laboro\b",
        ),
    ),
    "ru": (
        (
            _LEFT,
            0.85,
            r"\b(?:больше|более|уже) не (?:работа|труд|явля|числ)\w+|\b(?:уволен|уволил|покинул)\w*"
            r"|\bна пенси\w+"
            r"|\bуш(?:ел|ла) (?:из|на)\b|\bпоследний рабочий день\b|\bпреемни\w+",
        ),
        (
            _ABSENT,
            0.8,
            r"\b(?:выставк|конференц|отпуск|командировк|больничн|каникул|обучени|семинар|отгул|праздни)\w*"
            r"|\bсмогу (?:ответить|прочитать|прочесть)\b|\bувидимся\b|\bменя нет\b|\bне работаем\b",
        ),
    ),
}  # fmt: skip

_WORDS = Lexicon({"day": r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|week)(?:days?)?"})


@cache
def said(language: str) -> tuple[Rule, ...]:
    """Beside the automatic rules of the language; empty for one that has none."""
    return _rules(_SAID, language)


@cache
def said_by_a_machine(language: str) -> tuple[Rule, ...]:
    """For a text that a machine certainly wrote."""
    return _rules(_SAID_BY_A_MACHINE, language)


def _rules(tables: dict[str, tuple[_Pattern, ...]], language: str) -> tuple[Rule, ...]:
    return tuple(
        _WORDS.rule(name, intent, weight, pattern)
        for (name, intent), weight, pattern in tables.get(language, ())
    )
