"""The words by which the copy rules know an ask, a pitch, a pretence and an easy no, language by language.

Patterns, without regard to case. A language without a table here is checked by the other rules only, and the
linter says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of one language. `opt_out_way` and `opt_out_promise` count when one sentence has both."""

    #: Marks a sentence as one that asks the reader for something, beside a question mark.
    asks: re.Pattern[str]
    #: Asks who is the right person.
    referral_ask: re.Pattern[str]
    #: Asks for a call or a meeting.
    call_ask: re.Pattern[str]
    pitch: re.Pattern[str]
    pressure: re.Pattern[str]
    #: Pretends that we have spoken before.
    false_history: re.Pattern[str]
    #: Says that a colleague has sent us.
    referred_claim: re.Pattern[str]
    opt_out_way: re.Pattern[str]
    opt_out_promise: re.Pattern[str]
    opt_out_word: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ENGLISH = Words(
    asks=_any(
        r"\b(?:please|kindly|let me know|let['’]s|happy to|looking forward|feel free|why not)\b",
        r"^(?:book|pick|choose|schedule|find|grab) ",
        r"\b(?:could|can|would|will|may) (?:you|we|i)\b",
        r"\b(?:i|we)(?:'d|’d| would) (?:love|like|be (?:happy|glad))\b",
    ),
    referral_ask=_any(
        r"\bwho\b[^.?!]{0,60}\b(?:handle|look|run|head|lead|deal|manage|own|take care|responsible|in charge)",
        r"\b(?:right|best|correct|appropriate) (?:person|contact|colleague)\b",
        r"\b(?:point|steer|direct|refer|introduce|connect) me\b",
        r"\bwho (?:should|can|could|do|would|may|might) (?:i|we) (?:ask|talk|speak|write|contact|address)\b",
        r"\b(?:pass|forward|send) (?:this|it|my (?:note|mail|message|e-?mail)) (?:on|along|to)\b",
    ),
    call_ask=_any(
        r"\b(?:quick|short|brief|introductory|phone|video|minute)[- ](?:\w+[- ])?"
        r"(?:call|chat|meeting|demo|talk)\b",
        r"\b(?:a|the) (?:call|chat|meeting|demo)\b",
        r"\b(?:\d+|five|ten|fifteen|twenty|thirty)[- ]min(?:ute)?s?\b",
        r"\b(?:on|over|by) (?:the )?phone\b",
        r"\b(?:call|ring|phone|meet) (?:you|me|up)\b",
        r"\bmy calendar\b",
    ),
    pitch=_any(
        r"\b(?:leading|premier|number one) (?:provider|supplier|company|agency|vendor)\b",
        r"\bmarket leader|\bcutting[- ]edge|\bstate[- ]of[- ]the[- ]art|\bworld[- ]class",
        r"\bbest[- ]in[- ]class",
        r"\bgame[- ]chang|\brevolutioni[sz]|\binnovative\b|\bturnkey\b|\bone[- ]stop\b",
        r"\bour (?:solution|platform|product|software|service|tool|system|offer)s?\b",
        r"\bwe (?:help|enable|empower|offer|provide|specialise|specialize)\b",
        r"\b(?:increase|boost|double|triple|grow|skyrocket|maximi[sz]e|supercharge) (?:your|sales|revenue)\b",
        r"\broi\b|\breturn on investment\b|\d ?%|\baward[- ]winning\b",
        r"\bfree (?:trial|demo|audit|consultation|of charge)\b|\bdiscount|\bspecial offer\b|\bguarantee",
        r"\bcase stud(?:y|ies)\b|\btrusted by\b|\b(?:clients|customers) (?:such as|include|like)\b",
    ),
    pressure=_any(
        r"\burgent|\basap\b|\bact now\b|\blast chance\b|\bfinal (?:notice|reminder)\b|\bdon['’]t miss\b",
        r"\blimited (?:time|offer)\b|\btime[- ]sensitive\b|\btoo late\b|\bonly today\b|\bexpires?\b",
    ),
    false_history=_any(
        r"\bas (?:we |i )?(?:discussed|agreed|promised|spoke|talked)\b|\bper (?:our|your)\b",
        r"\bfollow(?:ing)?[- ]up (?:on|to) (?:our|your)\b",
        r"\bour (?:(?:last|recent|previous|earlier) )?(?:call|conversation|chat|meeting|discussion)\b",
        r"\byou (?:asked|requested|contacted|signed up|reached out|enquired|inquired)\b",
        r"\bthank(?:s| you) for (?:reaching out|your (?:call|message|interest|e?-?mail|[ei]nquiry|reply))\b",
        r"\b(?:nice|good|great|pleasure) (?:to )?(?:speak|talk|meet|chat)(?:ing)? (?:to|with)?\b",
    ),
    referred_claim=_any(
        r"\b(?:suggested|recommended|advised|told|asked) (?:that )?(?:i|me|we|us) (?:to |should )?"
        r"(?:write|contact|speak|talk|reach|get in touch|ask|turn)\b",
        r"\b(?:referred (?:me|us|by)|referral from|pointed (?:me|us) (?:to|towards|at|in))\b",
        r"\b(?:said|says|thought|thinks) (?:that )?(?:i|we) should\b",
        r"\b(?:gave|passed) (?:me|us) your (?:name|contact|address|details|number)\b",
        r"\b(?:recommended|suggested|mentioned|named) you\b|\bthought you would be the\b",
    ),
    opt_out_way=_any(
        r"\b(?:say|tell|let (?:me|us) know|reply|respond|answer|write back|a word|a line|click|just ask)\b"
    ),
    opt_out_promise=_any(
        r"\b(?:won['’]t|will not|shall not|never|not|stop|don['’]t|no longer) (?:\w+ )?"
        r"(?:writ|e-?mail|contact|bother|reach|hear|message|trouble|ask (?:you )?again)",
        r"\b(?:take|remove) you(?:r (?:name|address))? (?:off|from)\b",
    ),
    opt_out_word=_any(r"\bunsubscribe\b", r"\bopt[- ]out\b"),
)

_RUSSIAN = Words(
    asks=_any(
        r"\b(?:пожалуйста|подскаж|сообщите|дайте знать|напишите|перешлите|передайте|прошу|давайте|предлагаю)",
        r"\b(?:могли|сможете|можете) |\bхотел(?:ось|а|и)? бы\b|\bбуд(?:у|ем) рад",
    ),
    referral_ask=_any(
        r"\bкто\b[^.?!]{0,60}\b(?:отвеча|занима|вед[её]т|руковод|куриру|ответствен|заведу|управля)",
        r"\b(?:к кому|с кем|кому)\b[^.?!]{0,60}"
        r"\b(?:обратиться|обращаться|написать|поговорить|связаться|обсудить|адресовать)",
        r"\b(?:нужн|правильн|подходящ|ответственн)\w+ (?:человек|сотрудник|коллег|лиц|контакт)",
        r"\b(?:перешлите|передайте|переадресуйте|направьте) ",
    ),
    call_ask=_any(
        r"\bсозв[оа]н|\bзвон(?:ок|ка|ку|ке|ком)\b|\b(?:по)?звон(?:ить|ю|им)\b",
        r"\bвстре(?:ч[ауеи]|тить|тим)|\bдемо\b|\bдемонстрац",
        r"\b(?:\d+|пят[ьи]|десят[ьи]|пятнадцат[ьи]|двадцат[ьи]|тридцат[ьи]|пар[ау]) минут|\bминут на\b",
        r"\bпо телефону\b|\bпообщаться\b",
    ),
    pitch=_any(
        r"\bлидер\w* рынка|\bведущ\w+ (?:компани|поставщик|разработчик|производител)|\bинновацион",
        r"\bуникальн\w+ (?:предложен|решен|продукт|возможност|технолог)|\bпередов\w+ (?:решен|технолог)",
        r"\bнаш(?:е|а|и|их|его|ей|у|им|ими)? "
        r"(?:решени|платформ|продукт|сервис|услуг|систем|программ|предложени)",
        r"\b(?:увелич|повыс|удво|утро|нараст)\w* (?:Ваш\w* )?(?:продаж|выручк|прибыл|конверси|доход)",
        r"\bскидк|\bакци[яию]\b|\bспецпредложен|\bвыгодн|\bгарантир|\bкейс|\bкоммерческ\w+ предложени",
        r"\bбесплатн|\bэконом\w+ до\b|\d ?%|\bмы (?:помогаем|предлагаем|специализируемся)\b|\bнам доверяют\b",
    ),
    pressure=_any(
        r"\bсрочно\b|\bтолько сегодня\b|\bпоследний шанс\b|\bне упустите\b|\bуспейте\b|\bистека",
        r"\bограниченн\w+ (?:предложен|врем|срок)|\bнемедленно\b|\bпоследнее предупрежден",
    ),
    false_history=_any(
        r"\bкак (?:мы )?(?:и )?(?:договаривал|обсуждал|говорил|обещал|условил)",
        r"\bпо (?:Вашей просьбе|Вашему запросу|Вашему обращению|итогам)\b",
        r"\bв продолжение (?:наш|разговор|бесед)",
        r"\b(?:после|насчёт|насчет|о|об) наш\w+ (?:\w+ )?(?:разговор|встреч|звон|бесед|перепис)",
        r"\bнаш(?:его|ей|у|ему|им) (?:(?:последн|прошл|недавн)\w+ )?(?:разговор|встреч|звон|бесед)",
        r"\bВы (?:обращал|просил|запрашивал|оставлял|интересовал|писали нам)",
        r"\bспасибо за (?:обращение|интерес|звонок|встречу|разговор|Ваш)",
        r"\bприятно было (?:пообща|поговор|познаком)",
    ),
    referred_claim=_any(
        r"\b(?:по)?рекоменд(?:у|ова)|\bпо рекомендации\b|\bпо совету\b|\b(?:по)?совет(?:ует|уют|овал)",
        r"\b(?:подсказал|направил|дал|передал|назвал|указал)\w* (?:мне |нам )?(?:к )?(?:Ваш|Вас|Вам|на Вас)",
        r"\bВаш(?:и)? контакт\w* (?:мне |нам )?(?:дал|передал|подсказал)",
    ),
    opt_out_way=_any(
        r"\b(?:скажите|напишите|ответьте|сообщите|дайте знать|отправьте|черкните)|\b(?:ответ|слов)\w*\b"
    ),
    opt_out_promise=_any(
        r"\bбольше не (?:\w+ )?(?:буд|стан|напи|побеспоко|потревож|пиш)",
        r"\bне (?:буд|стан)\w+ (?:\w+ ){0,2}(?:писать|беспокоить|тревожить)",
        r"\bперестан\w+ (?:\w+ )?(?:писать|беспокоить)",
        r"\b(?:удал|исключ|вычеркн|убер)\w+ (?:\w+ )?(?:Ваш|Вас|адрес)",
    ),
    opt_out_word=_any(r"\bотпис(?:аться|ка|ки|ку)\b", r"\bотказаться от (?:писем|рассылки)\b"),
)

WORDS: Mapping[str, Words] = {"en": _ENGLISH, "ru": _RUSSIAN}
