"""What the simulated people say, in English and Russian.

Places in braces: `us` our first name; `me` and `my_phone` the writer's own; `who` the colleague (Russian also
in the dative, accusative and instrumental, and `formal`, with the patronymic), `first` their first name, `he`
and `with_him`; `address`, `phone`, `title`; `month`; `a` the ending of a verb that a woman writes; `referrer`
and `ra` the same for the one who passed our mail on.
"""

from outreach.sandbox.names import Language
from outreach.sandbox.person import Behaviour

_ENGLISH, _RUSSIAN = Language.ENGLISH, Language.RUSSIAN

GREETINGS = {
    _ENGLISH: ("Hi {us},", "Hello {us},", "{us},", "Good morning,"),
    _RUSSIAN: ("{us}, добрый день!", "Здравствуйте, {us}!", "Добрый день.", "Здравствуйте."),
}

CLOSINGS = {
    _ENGLISH: ("Thanks", "Best", "Regards", "Kind regards,"),
    _RUSSIAN: ("Спасибо!", "С уважением,", "Хорошего дня!", "Удачи."),
}

ANSWERS: dict[tuple[Language, Behaviour], tuple[str, ...]] = {
    (_ENGLISH, Behaviour.REFERS): (
        "I'm not the right person for this. {who} looks after sales here, the address is {address}.",
        "That would be {who}, our {title}: {address}",
        "Best to speak with {who} <{address}>, {he} runs the commercial side.",
        "Please contact my colleague {who} at {address} about anything to do with sales.",
        "Wrong desk, but easily fixed: {first} handles it, {address}. Feel free to say I sent you.",
        "{who}\n{title}\n{address}\n{phone}\n\nThat's the one you want.",
        "Try {address}. {first} decides about these things, I only keep the books.",
    ),
    (_ENGLISH, Behaviour.REFERS_WITH_CC): (
        "Adding {who} in copy, {he} heads up sales for us. {first}, one for you?",
        "Copying in {first}, who is the right person for this.",
        "Looping in my colleague {who}, {title}, who can tell you more.",
    ),
    (_ENGLISH, Behaviour.REFERS_BY_NAME): (
        "That's {who}, our {title}. I'd rather not hand out addresses, I'm afraid.",
        "You want {who}, not me.",
        "{who} deals with that. The switchboard will put you through.",
    ),
    (_ENGLISH, Behaviour.REFERS_BY_PHONE): (
        "Ring {who} on {phone}, {he} hardly ever reads mail.",
        "Best to call the sales office on {phone} and ask for {who}.",
        "{who} does that. {phone}, mornings are best.",
    ),
    (_ENGLISH, Behaviour.FORWARDS): (
        "I've passed your email on to {who}, {he} will be in touch if it is of interest.",
        "Forwarded to our {title}, {who}.",
        "Passed on to {who}, who looks after this.",
    ),
    (_ENGLISH, Behaviour.RIGHT_PERSON): (
        "That's me.",
        "You've found the right person, I run sales here.",
        "Yes, that would be me.",
        "I look after that.",
    ),
    (_ENGLISH, Behaviour.INTERESTED): (
        "Happy to talk. Could you do Tuesday at 10, or any time on Thursday afternoon?",
        "Sounds useful. Send me a bit more and we can find half an hour next week.",
        "Good timing, we were just discussing this. Can you give me a call on {my_phone}?",
    ),
    (_ENGLISH, Behaviour.QUESTION): (
        "What is this about, exactly?",
        "Who are you with, and where did you get my address?",
        "Before I point you anywhere, what does it cost?",
    ),
    (_ENGLISH, Behaviour.NOT_NOW): (
        "Not a good time. Ping me in {month}.",
        "We're in the middle of a move. Could you come back to this in {month}?",
        "No budget before then, but do try me again in {month}.",
    ),
    (_ENGLISH, Behaviour.NOT_INTERESTED): (
        "Thanks, but we're not interested.",
        "Not for us, thank you.",
        "We're well covered here, so it's a no from me.",
    ),
    (_ENGLISH, Behaviour.OPT_OUT): (
        "Please remove me from your list.",
        "Unsubscribe",
        "Stop emailing me.",
        "Take me off this, please, and don't write again.",
    ),
    (_ENGLISH, Behaviour.WRONG_PERSON): (
        "You have the wrong person, I'm in payroll.",
        "Not me, sorry.",
        "I have nothing to do with sales, I'm afraid.",
    ),
    (_RUSSIAN, Behaviour.REFERS): (
        "По этим вопросам обратитесь, пожалуйста, к {who_dative}: {address}.",
        "Продажами у нас занимается {who}, {address}.",
        "Это не ко мне. Напишите {who_dative}, {address}, {he} у нас {title}.",
        "Вам лучше поговорить с {who_instrumental}. Почта {address}, телефон {phone}.",
        "За это отвечает {who} ({title}).\n{address}",
        "Я этим не занимаюсь, пишите на {address}, это {who}.",
        "Вопросы сбыта у нас ведёт {formal}, адрес {address}.",
    ),
    (_RUSSIAN, Behaviour.REFERS_WITH_CC): (
        "Ставлю в копию {who_accusative}, {he} у нас отвечает за продажи. {first}, посмотрите, пожалуйста.",
        "Добавил{a} в копию {who_accusative} ({title}), дальше лучше {with_him}.",
        "Переадресую коллеге: {who} в копии.",
    ),
    (_RUSSIAN, Behaviour.REFERS_BY_NAME): (
        "Это к {who_dative}. Адрес дать не могу, уточните, пожалуйста, на ресепшн.",
        "Продажами у нас ведает {formal}, контактов под рукой нет.",
        "Вам к {who_dative}, а не ко мне.",
    ),
    (_RUSSIAN, Behaviour.REFERS_BY_PHONE): (
        "Позвоните {who_dative}, {phone}, почту {he} почти не читает.",
        "Звоните {phone}, спросите {who_accusative}.",
        "Вам к {who_dative}, телефон {phone}.",
    ),
    (_RUSSIAN, Behaviour.FORWARDS): (
        "Переслал{a} ваше письмо {who_dative}. Если заинтересует, {he} ответит.",
        "Передал{a} {who_dative}.",
        "Ваше письмо передано в коммерческий отдел, {who_dative}.",
    ),
    (_RUSSIAN, Behaviour.RIGHT_PERSON): (
        "Это я.",
        "Да, этим занимаюсь я.",
        "Отделом продаж руковожу я.",
        "С этим ко мне.",
    ),
    (_RUSSIAN, Behaviour.INTERESTED): (
        "Давайте созвонимся, мне удобно в четверг после обеда.",
        "Интересно. Пришлите, пожалуйста, подробности.",
        "Готов{a} обсудить. Вторник в 11 подойдёт? Мой телефон {my_phone}.",
    ),
    (_RUSSIAN, Behaviour.QUESTION): (
        "А о чём, собственно, речь?",
        "Откуда у вас мой адрес?",
        "Что именно вы предлагаете и сколько это стоит?",
    ),
    (_RUSSIAN, Behaviour.NOT_NOW): (
        "Сейчас не до этого, напишите в {month}.",
        "Давайте вернёмся к этому в {month}.",
        "Бюджет пока закрыт, напомните о себе в {month}, пожалуйста.",
    ),
    (_RUSSIAN, Behaviour.NOT_INTERESTED): (
        "Спасибо, не интересно.",
        "Нам это не нужно.",
        "Для нас неактуально, спасибо.",
    ),
    (_RUSSIAN, Behaviour.OPT_OUT): (
        "Больше не пишите мне.",
        "Удалите, пожалуйста, мой адрес из вашей базы.",
        "Отпишите меня от рассылки.",
        "Не присылайте мне больше таких писем.",
    ),
    (_RUSSIAN, Behaviour.WRONG_PERSON): (
        "Вы ошиблись адресатом, я бухгалтер.",
        "Это не ко мне.",
        "Я к продажам отношения не имею.",
    ),
}

#: A person who looks after the mailbox of somebody who is gone.
SUCCESSOR_NEWS = {
    _ENGLISH: (
        "{me} left us in the spring. {who} took over: {address}",
        "I look after this mailbox now, {me} no longer works here. Please write to {who}, {address}.",
    ),
    _RUSSIAN: (
        "{me} у нас больше не работает, теперь этим занимается {who}: {address}.",
        "{me} больше не работает в компании. Пишите {who_dative}, {address}.",
    ),
}

#: Who passed our mail on when it came to a general mailbox.
FRONT_DESK = {_ENGLISH: "Reception", _RUSSIAN: "Секретарь"}

#: The colleague to whom our mail was passed on writes a new mail: (subject, text, whether it is a question).
PASSED_ON = {
    _ENGLISH: (
        ("Your question about sales", "{referrer} passed me your email. What is it about?", True),
        ("Your email to {referrer}", "{referrer} sent me your message. Happy to have a short call.", False),
    ),
    _RUSSIAN: (
        ("Ваш вопрос о продажах", "{referrer} переслал{ra} мне ваше письмо. О чём речь?", True),
        ("По вашему письму", "{referrer} передал{ra} мне ваше письмо. Давайте созвонимся.", False),
    ),
}  # fmt: skip

AWAY_NOTICES = {
    _ENGLISH: (
        "Thank you for your email.\n\nI am out of the office until {last_day} and will reply when I am back "
        "on {return_day}. If it cannot wait, please contact {who}, {title}, at {address}.",
        "I'm on annual leave and back on {return_day}. For anything urgent, {who} can help: {address}.",
        "Away from my desk, returning {return_day}. {who} ({address}) is covering for me.",
    ),
    _RUSSIAN: (
        "Здравствуйте!\n\nЯ в отпуске по {last_day} включительно. "
        "По срочным вопросам обращайтесь к {who_dative}: {address}.",
        "Добрый день. Меня не будет на работе, вернусь {return_day}. Меня замещает {who}, {address}.",
        "Нахожусь в командировке, на связи с {return_day}. Срочные вопросы решает {who}, {address}.",
    ),
}  # fmt: skip

LEFT_NOTICES = {
    _ENGLISH: (
        "{me} no longer works at {company}. Please direct your enquiries to {who}, {address}.",
        "Thank you for your message. {me} has left the company. Your new contact is {who}: {address}.",
    ),
    _RUSSIAN: (
        "{me} больше не работает в {company}. По всем вопросам обращайтесь к {who_dative}: {address}.",
        "Здравствуйте! Этот сотрудник уволился. Ваше новое контактное лицо: {who}, {address}.",
    ),
}

TICKETS = {
    _ENGLISH: (
        "Thank you for contacting {company}. Your request has been registered under number {ticket}. "
        "We aim to answer within two working days.",
        "This is an automatic confirmation that we have received your message (ticket {ticket}).",
    ),
    _RUSSIAN: (
        "Благодарим за обращение в {company}. Вашему запросу присвоен номер {ticket}. "
        "Мы ответим в течение двух рабочих дней.",
        "Ваше письмо получено и зарегистрировано, номер обращения {ticket}. Это автоматический ответ.",
    ),
}
