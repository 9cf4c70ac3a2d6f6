"""The program's own sentences about consequences and doubts, in Russian. What is not known here stays English.

The sentences are made in `qualification/telling.py`, `qualification/deciding.py` and `replies/`; a test takes every
decision on real replies and looks that none of its sentences is left out here.
"""

import re

#: What is said in a sentence or at the end of one → the same in Russian. Names and addresses stay as they are.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"no longer suppresses (.+)", r"\1 больше не в стоп-листе"),
    (r"suppresses (.+) for ever \((.+)\)", r"\1: в стоп-лист навсегда (\2)"),
    (
        r'ends the mails of "(.+?)" to (.+) \(campaign (.+?)\): (.+)',
        r"письма «\1» (кампания \3) больше не идут на \2: \4",
    ),
    (r"stops (\d+) (?:person|people) at (.+) \((.+)\): (.+)", r"останавливает в \2 людей: \1 (\3): \4"),
    (r"(.+) goes on: next step (.+)", r"\1: рассылка идёт дальше, следующее письмо \2"),
    (r"(.+) goes on: the next step waits for its turn", r"\1: рассылка идёт дальше, когда подойдёт очередь"),
    (r"(.+) is held", r"\1: рассылка стоит"),
    (r"(.+) no longer gets (.+)", r"\1 больше не получит \2"),
    (
        r"(.+) gets (.+?)(?: from mailbox (.+?))?(?:, first possible (.+?))?(, held for now)?",
        r"\1 получит \2 с ящика \3, не раньше \4\5",
    ),
    (r"no longer holds (.+) (until .+) \((.+)\)", r"\1 больше не стоит \2 (\3)"),
    (r"holds (.+) (until .+) \((.+)\)", r"\1 стоит \2 (\3)"),
    (r"(.+) is no longer kept as named", r"\1: больше не числится названным"),
    (r"keeps (.+) as somebody whose address has to be found", r"\1: надо найти адрес"),
    (r"does not write to (.+?): (.+)", r"не пишет на \1: \2"),
    (
        r"keeps (.+) for your approval in `outreach referrals list`: (.+)",
        r"\1 ждёт вашего согласия в «outreach referrals list»: \2",
    ),
    (r"passes over the day in the reply: (\S+) is past", r"день из письма не считается: \1 прошло"),
    (
        r"passes over the day in the reply: (\S+) is too far away to be believed",
        r"день из письма не считается: \1 слишком далеко",
    ),
    (r"opens a task (.+)", r"заводит задачу \1"),
    (r"drops the task (.+)", r"снимает задачу \1"),
    (r"the message counts as no answer to anything of ours", "письмо не считается ответом на наше"),
    (r"the message counts as an answer to our mail again", "письмо снова считается ответом на наше"),
    (r"asks you about the newest message behind it too", "спросит и о самом новом письме за этим"),
    (r"the review waits again", "ответ снова ждёт решения"),
    (r"(.+) is (.+) from now on", r"\1: отныне \2"),
    (r"(.+) rests in nurture (until .+)", r"\1: лид ждёт \2"),
    (r"opens a lead", "заводит лид"),
    (r"the lead is no longer there", "лида больше нет"),
    (r"the lead is (.+)", r"лид: \1"),
    (r"sends word of it by (.+)", r"сообщит об этом: \1"),
    (r"also changes: (.+)", r"меняет также: \1"),
    (r"nothing else follows: the reply is filed as read", "больше ничего: ответ отложен как прочитанный"),
    (r"cannot be done: (.+)", r"нельзя: \1"),
    (r"a person decides on this kind of answer", "о таких ответах решает человек"),
    (r"“(.+)” is answered by people", r"на «\1» отвечают люди"),
    (r"not sure enough", "недостаточно уверенно"),
    (r"nobody with an address is named", "никто не назван с адресом"),
    (r"more than three people are named", "названо больше трёх человек"),
    (r"an address was put together from a description", "адрес собран по описанию"),
    (r"new text and quoted text could not be told apart", "новый текст и цитаты не разделить"),
    (r"it comes from another address than we wrote to", "пришло не с того адреса, на который мы писали"),
    (
        r"it goes on with a conversation: a person has answered them",
        "это продолжение разговора: им уже ответил человек",
    ),
    (r"Review (\d+) (was decided already: .+)\.", r"Ответ \1: \2"),
    (r"also says (.+)", r"говорит также: \1"),
    (r"may also mean (.+)", r"может значить и \1"),
    (r"the rules read (.+)", r"правила читают это как \1"),
    (r"the words alone sound like (.+)", r"сами слова похожи на \1"),
)

#: Smaller pieces, wherever they stand in a sentence that was found above.
_PIECES: tuple[tuple[str, str], ...] = (
    ("was decided already: ", "уже решено: "),
    ("(so are ", "(так пишут "),
    (" that we know there)", " известных там)"),
    (
        "nothing proves that the reply belongs to our mail, though it looks like it",
        "ничто не доказывает, что это ответ на наше письмо, хотя похоже",
    ),
    ("an automatic reply named them, not a person", "их назвал автоответ, а не человек"),
    (
        "the address is not at the account's domain and was not put on copy",
        "адрес не в домене компании и не в копии",
    ),
    (
        "the reply does not come from the account that we wrote to",
        "ответ пришёл не из той компании, которой мы писали",
    ),
    ("named without an address", "назван без адреса"),
    ("they have answered", "получен ответ"),
    ("who decides there is not interested", "кто там решает, не заинтересован"),
    ("nurture check quarterly", "спросим снова через квартал"),
    ("nurture active opportunity", "ведём, есть сделка"),
    ("nurture dead opportunity", "ведём, сделка не вышла"),
    ("avoid customer", "не пишем: клиент"),
    ("they named a colleague", "назван коллега"),
    ("they said no for good", "больше не писать"),
    ("the address is dead", "адреса больше нет"),
    ("all steps went out", "все письма ушли"),
    ("a colleague has named who to write to", "коллега сказал, кому писать"),
    ("somebody at the account has answered", "оттуда уже ответили"),
    ("somebody at the account said no for good", "оттуда просили больше не писать"),
    ('"referred by a colleague"', "письмо «по совету коллеги»"),
    ("the sequence ", "рассылку "),
    (", held for now", ", пока стоит"),
    ("until they write, or a person wakes it", "пока не напишут или его не разбудят"),
    (", named by ", ", назвали с адреса "),
    ("until a person lets it go on", "пока человек не отпустит"),
    ("until ", "до "),
    ("opted out", "просьба не писать"),
    ("bounced", "нет адреса"),
    ("complained", "жалоба"),
    ("not now", "не сейчас"),
    ("by hand", "вручную"),
    ("away", "в отъезде"),
    ("to call ", "позвонить "),
    ("to find an address: ", "найти адрес: "),
    (" and ", " и ещё "),
    ("working", "в работе"),
)

_COMPILED = [(re.compile(pattern), russian) for pattern, russian in _SENTENCES]


def in_russian(sentence: str) -> str:
    """The sentence in Russian, where it is known."""
    for pattern, russian in _COMPILED:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return _tidied(found.expand(russian), found)
    return sentence


def _tidied(text: str, found: re.Match[str]) -> str:
    if None in found.groups():
        text = text.replace(" с ящика ,", ",").replace(", не раньше ,", ",").removesuffix(", не раньше ")
    for english, russian in _PIECES:
        text = text.replace(english, russian)
    return text
