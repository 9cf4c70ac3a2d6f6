"""Every word of the screen itself, in English and in Russian. What people and programs wrote stays as it is."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from outreach.cli.review_screen.russian import in_russian
from outreach.core.intents import Intent
from outreach.qualification.meanings import NOT_OURS

LANGUAGES = ("en", "ru")

#: name → (English, Russian)
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Review", "Разбор"),
    "waiting": ("{count} waiting", "ждут: {count}"),
    "waiting.some": ("{count} of {of} waiting", "ждут: {count} из {of}"),
    "shown": ("{count} of them shown", "показано: {count}"),
    "done": ("{count} decided now", "решено сейчас: {count}"),
    "sieve": ("only: {what}", "отбор: {what}"),
    "empty": ("Nothing awaits you.", "Ничто не ждёт вашего решения."),
    "elsewhere": ("Elsewhere: {what}", "В других местах: {what}"),
    "elsewhere.snoozed": ("{count} snoozed (f shows them)", "отложено: {count} (f: показать)"),
    "elsewhere.referrals": (
        "{count} people named, for your approval (outreach referrals list)",
        "названы и ждут согласия: {count} (outreach referrals list)",
    ),
    "elsewhere.tasks": ("{count} tasks (outreach tasks list)", "задач: {count} (outreach tasks list)"),
    "empty.sieve": (
        "Nothing here passes the filter. f changes it, Esc takes it away.",
        "Под отбор ничего не подходит. f: изменить, Esc: снять.",
    ),
    "opening": ("opening …", "открываю …"),
    "busy": (
        "The database is busy with something else; waiting for it …",
        "База данных занята; жду …",
    ),
    # --- decisions
    "choice.referral": ("referral", "к другому"),
    "choice.interested": ("interested", "интересно"),
    "choice.right_person": ("that's me", "это я"),
    "choice.question": ("asks", "вопрос"),
    "choice.not_now": ("not now", "не сейчас"),
    "choice.not_interested": ("no", "нет"),
    "choice.unsubscribe": ("opt-out", "не писать"),
    "choice.wrong_person": ("wrong person", "не тот"),
    "choice.left_company": ("has left", "уволился"),
    "choice.out_of_office": ("absent", "в отъезде"),
    "choice.auto_acknowledgement": ("robot", "робот"),
    "choice.not_ours": ("not ours", "не нам"),
    "choice.else": ("else", "иное"),
    # --- intents, as the program calls them
    "intent.referral": ("referral", "к другому"),
    "intent.right_person": ("that's me", "это я"),
    "intent.interested": ("interested", "интересно"),
    "intent.question": ("question", "вопрос"),
    "intent.not_now": ("not now", "не сейчас"),
    "intent.not_interested": ("no", "нет"),
    "intent.unsubscribe": ("opt-out", "не писать"),
    "intent.wrong_person": ("wrong person", "не тот"),
    "intent.left_company": ("has left", "уволился"),
    "intent.out_of_office": ("absent", "в отъезде"),
    "intent.auto_acknowledgement": ("robot", "робот"),
    "intent.challenge": ("are you human?", "вы человек?"),
    "intent.bounce_hard": ("dead address", "нет адреса"),
    "intent.bounce_soft": ("not delivered yet", "задержано"),
    "intent.complaint": ("complaint", "жалоба"),
    "intent.other": ("unrelated", "прочее"),
    "intent.not_ours": ("not ours", "не нам"),
    "meaning.referral": ("points us to somebody else", "направляет нас к кому-то другому"),
    "meaning.right_person": ("says that it is them who handles it", "говорит, что этим занимается он сам"),
    "meaning.interested": ("wants to talk, asks for material", "хочет поговорить, просит материалы"),
    "meaning.question": ("asks us something before deciding", "сначала спрашивает о чём-то"),
    "meaning.not_now": ("not at present, come back later", "не сейчас, вернитесь позже"),
    "meaning.not_interested": (
        "a no that does not ask to be left alone for good",
        "отказ, но без просьбы больше не писать",
    ),
    "meaning.unsubscribe": ("asks not to be written to again", "просит больше не писать"),
    "meaning.wrong_person": ("not them, and nobody is named", "не к нему, и никто не назван"),
    "meaning.left_company": ("the addressee has left the company", "адресат больше не работает в компании"),
    "meaning.out_of_office": ("automatic absence reply", "автоответ об отсутствии"),
    "meaning.auto_acknowledgement": (
        "automatic receipt, ticket number",
        "автоответ о получении, номер заявки",
    ),
    "meaning.challenge": ("asks to confirm that we are human", "просит подтвердить, что мы не робот"),
    "meaning.bounce_hard": ("permanent delivery failure", "письмо не доставлено окончательно"),
    "meaning.bounce_soft": ("temporary delivery failure or delay", "временная ошибка доставки"),
    "meaning.complaint": ("feedback report or an abuse desk's notice", "жалоба на нежелательное письмо"),
    "meaning.other": ("something else than we asked about", "о чём-то другом"),
    "meaning.not_ours": (
        "no answer to our mail (a newsletter, a mix-up): our mails to them go on as planned",
        "не ответ на наше письмо (рассылка, ошибка): наши письма идут дальше, как запланировано",
    ),
    # --- where an account stands
    "status.cold": ("cold", "новая"),
    "status.working": ("working", "в работе"),
    "status.nurture_active_opportunity": ("nurture: opportunity", "ведём: есть сделка"),
    "status.nurture_check_quarterly": ("nurture: each quarter", "ведём: раз в квартал"),
    "status.nurture_dead_opportunity": ("nurture: lost before", "ведём: сделка не вышла"),
    "status.avoid_customer": ("avoid: customer", "не писать: клиент"),
    "status.avoid_bad_fit": ("avoid: bad fit", "не писать: не наш"),
    "status.avoid_duplicate": ("avoid: duplicate", "не писать: дубль"),
    # --- what stands beside a reply
    "thinks": ("The program thinks", "Программа думает"),
    "because": ("because", "потому что"),
    "by.wording": ("by the wording", "по словам письма"),
    "asked": ("Asked because", "Спрошено, потому что"),
    "names": ("Names", "Назван"),
    "names.corrected": ("Names (as you corrected them)", "Названы (с вашей правкой)"),
    "nobody": ("Nobody is named; p adds somebody", "Никто не назван; p: добавить"),
    "phone": ("Phone", "Телефон"),
    "second": ("Second reader", "Второй читатель"),
    "would": ("Enter takes it:", "Enter примет:"),
    "would.other": ("{key} for “{intent}” would:", "{key}, «{intent}», сделает:"),
    "would.nothing": ("nothing further follows", "больше ничего не последует"),
    "would.wait": ("looking at what it does …", "смотрю, что из этого следует …"),
    "would.more": ("(+{count} more: Shift+{key})", "(ещё {count}: Shift+{key})"),
    "day": ("Write again on", "Написать снова"),
    "day.given": ("Write again on (your day)", "Написать снова (ваш день)"),
    "day.read": ("They name the day", "Они называют день"),
    "day.out": (
        "{day}, which does not count (past, or too far away): {days} days then, unless d gives another",
        "{day}, он не считается (прошёл или слишком далёк): тогда {days} дней, если d не задаст другой",
    ),
    "answered.by": ("Answered by {who}: {what}", "Ответ от {who}: {what}"),
    "answered.mail": ("mail {number} {state}", "письмо {number} {state}"),
    "answered.row": ("answered", "отвечено"),
    "answered.takes": ("; u or y takes it back", "; u или y: отозвать"),
    "answer.there": ("An answer waits in the outbox: {what}", "Ответ уже в очереди: {what}"),
    "answer.leave": ("leave it so", "оставить так"),
    "answer.take": ("take it back and write it anew", "отозвать и написать заново"),
    "mail.queued": ("waits to go out", "ждёт отправки"),
    "mail.claimed": ("is about to go out", "сейчас уйдёт"),
    "mail.in_flight": ("is going out", "уходит"),
    "mail.sent": ("is out", "ушло"),
    "mail.failed": ("could not be sent", "не ушло"),
    "mail.doubtful": ("may have gone out or not", "неизвестно, ушло ли"),
    "mail.withdrawn": ("was taken back", "отозвано"),
    "letter.this": ("(this reply)", "(этот ответ)"),
    "letter.waiting": ("(waits to go out)", "(ждёт отправки)"),
    "account": ("Account", "Компания"),
    "colleagues": ("Colleagues", "Коллеги"),
    "others": ("Also waiting from there", "Оттуда же ждут"),
    "thread": ("Conversation", "Переписка"),
    "notes": ("Notes", "Заметки"),
    "subject": ("Subject", "Тема"),
    "campaign": ("campaign", "кампания"),
    "we": ("we", "мы"),
    "value.1": ("low value", "ценность низкая"),
    "value.2": ("middling value", "ценность средняя"),
    "value.3": ("high value", "ценность высокая"),
    "row.snoozed": ("until {day}", "до {day}"),
    "assigned": ("for {who}", "для {who}"),
    "snoozed": ("snoozed until {day}", "отложено до {day}"),
    "no.text": ("(no text of their own)", "(своего текста нет)"),
    "whole": ("the whole message, t: only what is new", "письмо целиком, t: только новое"),
    # --- what has happened
    "decided": ("{who}: {intent}. u undoes it.", "{who}: {intent}. u: отменить."),
    "decided.good": (
        "{who}: {intent}. u undoes it; outreach review answer {number} answers.",
        "{who}: {intent}. u: отменить; ответить: outreach review answer {number}.",
    ),
    "decided.last": (
        "{who}: {intent}. u undoes it, y answers it (review {number}).",
        "{who}: {intent}. u: отменить, y: ответить (решение {number}).",
    ),
    "undone": ("Taken back: {who}, {intent}.", "Отменено: {who}, {intent}."),
    "undone.snooze": ("Waits again: {who}.", "Снова ждёт: {who}."),
    "undone.assign": ("Handed back as it was: {who}.", "Снова как было: {who}."),
    "undone.note": ("The note is a draft again (c): {who}.", "Заметка снова черновик (c): {who}."),
    "undone.answer": (
        "Mail {number} to {who} is taken back; its text is a draft again (y).",
        "Письмо {number} для {who} отозвано; текст снова черновик (y).",
    ),
    "undo.title": (
        "This is not what you did last on this screen. Take it back?",
        "Это не последнее, что вы сделали на этом экране. Отменить?",
    ),
    "undo.what": ("{who}: {intent}, decided {when}", "{who}: {intent}, решено {when}"),
    "undo.snooze": ("{who}: snoozed", "{who}: отложено"),
    "undo.assign": ("{who}: handed over", "{who}: передано"),
    "undo.note": ("{who}: a note", "{who}: заметка"),
    "undo.answer": ("{who}: an answer in the outbox", "{who}: ответ в очереди"),
    "undo.keys": ("Enter takes it back, Esc leaves it", "Enter: отменить, Esc: оставить"),
    "undo.none": ("You have nothing to undo.", "Отменять нечего."),
    "meanwhile": ("Meanwhile: {what}", "Тем временем: {what}"),
    "snoozed.done": ("Snoozed until {day}: {who}.", "Отложено до {day}: {who}."),
    "assigned.done": ("Handed to {whom}: {who}.", "Передано: {whom} ({who})."),
    "assigned.nobody": ("Nobody's now: {who}.", "Теперь ничьё: {who}."),
    "noted": ("Note kept.", "Заметка сохранена."),
    "kept": ("Not done, but kept: {what}.", "Не сделано, но сохранено: {what}."),
    "not.done": ("Not done: {why}", "Не сделано: {why}"),
    "too.quick": (
        "That key came before this reply could be read; press it again.",
        "Клавиша нажата раньше, чем письмо можно было прочесть; нажмите ещё раз.",
    ),
    "too.soon": (
        "Wait until it says here what Enter does; then press it.",
        "Подождите, пока здесь не будет написано, что сделает Enter; потом нажмите.",
    ),
    "no.key": ("{key} does nothing here; ? shows all keys.", "{key} здесь ничего не делает; ?: все клавиши."),
    "wait": ("One moment, the last decision is being written.", "Минуту: записываю прошлое решение."),
    "draft.there": ("unfinished: {what}", "не закончено: {what}"),
    "draft.note": ("a note (c)", "заметка (c)"),
    "draft.answer": ("an answer (y)", "ответ (y)"),
    "draft.people": ("people (p)", "люди (p)"),
    "no.drafts": (
        "Drafts cannot be kept in a file ({why}): what is typed is lost with the terminal.",
        "Черновики не сохраняются в файл ({why}): текст пропадёт вместе с терминалом.",
    ),
    # --- commands
    "command.people": ("people", "кто"),
    "command.day": ("day", "день"),
    "command.note": ("note", "запись"),
    "command.snooze": ("snooze", "потом"),
    "command.assign": ("assign", "кому"),
    "command.answer": ("answer", "ответ"),
    "command.search": ("find", "поиск"),
    "command.filter": ("filter", "отбор"),
    "command.undo": ("undo", "отмена"),
    "command.help": ("help", "помощь"),
    "command.take": ("decide as the program thinks", "решить, как думает программа"),
    "command.else": ("all meanings that a reply can have", "все значения, какие бывают"),
    "command.next": ("next reply", "следующий ответ"),
    "command.previous": ("previous reply", "предыдущий ответ"),
    "command.page_down": ("scroll the reply down", "листать письмо вниз"),
    "command.page_up": ("scroll the reply up", "листать письмо вверх"),
    "command.context": (
        "conversation, account, colleagues, notes",
        "переписка, компания, коллеги, заметки",
    ),
    "command.whole": ("the whole message, with what it quotes", "письмо целиком, с цитатами"),
    "command.back": ("back; take the filter away", "назад; снять отбор"),
    "command.quit": ("leave", "выйти"),
    # --- dialogs
    "help.title": ("Keys", "Клавиши"),
    "help.people": (
        "correct or add the people whom the reply names, before you decide",
        "поправить или добавить тех, кого называет ответ, до решения",
    ),
    "help.day": (
        "say from which day on to write again (not now, absent)",
        "сказать, с какого дня писать снова (не сейчас, в отъезде)",
    ),
    "help.note": (
        "leave a note for colleagues; it is never sent",
        "оставить заметку коллегам; она никуда не отправляется",
    ),
    "help.snooze": (
        "put this reply off until a day; nobody there is written to meanwhile",
        "отложить этот ответ до дня; туда пока никому не пишут",
    ),
    "help.assign": (
        "hand this reply to a colleague, who finds it with f",
        "передать этот ответ коллеге, он найдёт его через f",
    ),
    "help.answer": (
        "write an answer, or take back one that waits to go out; it does not decide",
        "написать ответ или отозвать ещё не ушедший; это не решение",
    ),
    "help.search": ("find replies by words", "найти ответы по словам"),
    "help.filter": (
        "show only a part: mine, nobody's, snoozed, one meaning",
        "показать часть: мои, ничьи, отложенные, одно значение",
    ),
    "help.undo": (
        "take back what you did last: a decision, snooze, hand-over, note, answer",
        "отменить последнее: решение, откладывание, передачу, заметку, ответ",
    ),
    "help.shift": (
        "With Shift a decision's key only shows what it would do. The keys work on a Russian keyboard by their place.",
        "С Shift клавиша решения только показывает, что она сделает. В русской раскладке клавиши те же по месту.",
    ),
    "help.leave": ("Esc closes this.", "Esc: закрыть."),
    "search.title": ("Search: name, address, company, words", "Поиск: имя, адрес, компания, слова"),
    "day.title": (
        "When may we write again? 2026-03-31, 31.3., +14 (days)",
        "Когда написать снова? 2026-03-31, 31.3., +14 (дней)",
    ),
    "snooze.title": (
        "Show it again on: 2026-03-31, 31.3., +3 (days)",
        "Показать снова: 2026-03-31, 31.3., +3 (дня)",
    ),
    "day.wrong": ("That is no day ahead of us.", "Это не день в будущем."),
    "assign.title": ("Hand over to (empty: nobody)", "Передать кому (пусто: никому)"),
    "assign.known": ("Known here: {names}", "Здесь известны: {names}"),
    "assign.unknown": (
        "Nobody here is called {whom}; Enter again hands it over all the same.",
        "{whom}: такого коллеги нет; Enter ещё раз: всё равно передать.",
    ),
    "note.title": ("Note about {who}", "Заметка: {who}"),
    "write.keys": (
        "Ctrl+S keeps it, Esc leaves (what you typed is kept)",
        "Ctrl+S: сохранить, Esc: выйти (текст сохранится)",
    ),
    "line.keys": ("Enter takes it, Esc leaves", "Enter: принять, Esc: выйти"),
    "choose.keys": ("Enter takes it, Esc leaves", "Enter: выбрать, Esc: выйти"),
    "else.title": ("What does this reply mean?", "Что значит этот ответ?"),
    "filter.title": ("Show only", "Показывать только"),
    "filter.all": ("all that waits", "всё, что ждёт"),
    "filter.mine": ("what is handed to me", "переданное мне"),
    "filter.nobody": ("what is nobody's", "ничьё"),
    "filter.snoozed": ("also what is snoozed", "и отложенное тоже"),
    "filter.intent": ("taken for: {intent}", "похоже на: {intent}"),
    "people.title": ("Whom do they name?", "Кого они называют?"),
    "people.name": ("Name", "Имя"),
    "people.email": ("Address", "Адрес"),
    "people.phone": ("Phone", "Телефон"),
    "people.title_": ("Title", "Должность"),
    "people.keys": (
        "Ctrl+S keeps them, Ctrl+N one more, Ctrl+X takes out, Up/Down whom, Esc leaves",
        "Ctrl+S: сохранить, Ctrl+N: ещё один, Ctrl+X: убрать, ↑/↓: кто, Esc: выйти",
    ),
    "people.none": ("{number}: a name or an address is needed.", "{number}: нужно имя или адрес."),
    "people.at": (
        "{number}: an address stands in the field for the name.",
        "{number}: в поле имени стоит адрес.",
    ),
    "people.wrong": ("{number}: {why}", "{number}: {why}"),
    "people.kept": ("Kept for the decision.", "Сохранено для решения."),
    "answer.title": ("Begin the answer with", "Начать ответ с"),
    "answer.again": ("the text that you have begun", "начатого текста"),
    "answer.send": ("Send this to {recipient} from {mailbox}?", "Отправить это на {recipient} от {mailbox}?"),
    "answer.keys": (
        "Enter sends, e edits again, Esc keeps it for later",
        "Enter: отправить, e: править, Esc: оставить на потом",
    ),
    "answer.sent": (
        "Mail {number} to {recipient} is in the outbox; the daemon sends it in its next turn.",
        "Письмо {number} на {recipient} в очереди; служба отправит его в свой ближайший проход.",
    ),
    "answer.greeting": ("only a greeting", "только приветствие"),
    "answer.comments": (
        "Lines that begin with # are left out. <<…>> is for you to fill in. The reply is quoted below by itself:",
        "Строки с # в начале не отправляются. <<…>> заполните сами. Ответ будет процитирован ниже сам:",
    ),
    "answer.empty": ("There is no text in it; nothing was sent.", "Текста нет; ничего не отправлено."),
    "answer.nobody": ("There is no reply here to answer.", "Отвечать здесь не на что."),
    "answer.none": ("Answers cannot be written from here.", "Отсюда отвечать нельзя."),
    "editor.failed": (
        "The text is kept, but {editor} ended badly: {why}.",
        "Текст сохранён, но {editor} завершился с ошибкой: {why}.",
    ),
}

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "ru": "янв фев мар апр мая июн июл авг сен окт ноя дек".split(),
}

_MEANING = "|".join([*(intent.value for intent in Intent), NOT_OURS])
#: Where the program's own sentences call a meaning by its code.
_NAMED = re.compile(
    r"(also says |may also mean |the rules read |the words alone sound like |was decided already: "
    r"|^stops .+\): (?=[a-z_]+$))"
    rf"({_MEANING})\b|^({_MEANING})(?= is answered by people)"
)


class Words:
    """The words of one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else "en"
        self._at = LANGUAGES.index(self.language)

    def __call__(self, name: str, **values: object) -> str:
        """The words of that name, with these values in them. Values are put in as they are, never parsed."""
        return WORDS[name][self._at].format(**values)

    def told(self, sentence: str) -> str:
        """A sentence of the program about consequences or doubts, in this language, meanings by their names here."""
        named = _NAMED.sub(
            lambda found: f"{found[1] or ''}“{self(f'intent.{found[2] or found[3]}')}”", sentence
        )
        return in_russian(named) if self.language == "ru" else named

    def when(self, moment: datetime | None) -> str:
        """`12 Mar 09:14`, in UTC."""
        return "" if moment is None else f"{self.day(moment.date())} {moment:%H:%M}"

    def day(self, day: date) -> str:
        return f"{day.day:2} {_MONTHS[self.language][day.month - 1]}"

    def day_of_year(self, day: date) -> str:
        """`1 Jun 2026`."""
        return f"{self.day(day).strip()} {day.year}"


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for (POSIX, 8.2: LC_ALL before LC_MESSAGES before LANG)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "ru" if environment[name].lower().startswith("ru") else "en"
    return "en"
