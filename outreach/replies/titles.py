"""Job titles and departments in a text, as written: "Head of Commercial", "нач сбыта", "Vertriebsleiter"."""

import re
from dataclasses import dataclass

from outreach.replies.prose import Prose
from outreach.replies.words.given_names import is_known_given_name


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title or department and where it stands."""

    start: int
    end: int
    title: str


_NO_MODIFIER = (
    r"(?!(?:the|a|an|our|my|your|his|her|their|its|is|was|as|to|of|by|with|and|or|for|from|in|at|on|than"
    r"|like|that|this|no|any|some|new|old|former|nice|good|best|right|real|only|actual"
    r"|i|we|you|he|she|they|it|not|be|am|are|ask|call|contact|via|through|dear|mr|ms|mrs|s|who|whose"
    r"|current|proper|usual|next|own|big|whole|under|over|per|about|here|there|please|pls"
    r"|try|tell|see|get|find|reach|speak|talk|write|email|copying|adding|cc)\b)"
)
_ENGLISH = (
    rf"(?:{_NO_MODIFIER}(?:b2b|[a-z]+(?:-[a-z]+)?) ){{0,2}}?"
    r"(?:(?:co-?)?(?:founder|owner)|director|manager|mgr|maneger|(?<!i )(?<!will )head(?! (?:up|over|to"
    r"|back|on))|officer|president|co-?ordinator|(?<!sales )executive(?! order)|representative"
    r"|(?<=sales )rep"
    r"|assistant|secretary|supervisor|controller|estimator|buyer|planner|consultant|specialist|principal"
    r"|chair(?:man|woman)?"
    r"|team|department|dept|(?<=sales )(?:office|desk|people|guys|lot|counter|inbox|line|executive)"
    r"|(?<=order )desk"
    r"|(?<=front )desk|(?<=trade )counter|boss|partner(?! with)|(?<=main )line)\b"
    r"(?:,? (?:of|for) (?:the )?[a-z]+(?: (?:and|&) [a-z]+)?| \([a-z ]{2,20}\))?"
    r"|\b(?:head|director|vp|svp|evp|chief|vice president) (?:of )?(?:[a-z]+)(?: (?:and|&) [a-z]+)?"
    r"|\b(?:ea|pa|md|ceo|cfo|cmo|cro|cco|coo|cto|cbo|vp|[ad]?gm|bdm|bdr)\b(?: \([a-z ]{2,20}\)"
    r"| of [a-z]+)?|\bg\.m\.|\b(?:the )?reception\b|\bswitchboard\b"
)
_RUSSIAN_TAIL = (
    r"(?: (?:отдел\w*|служб\w*|департамент\w*|групп\w*|управлени\w*|дирекци\w*"
    r"|направлени\w*))?(?: (?:по (?:работе с )?[а-я]{4,}(?: и [а-я]{4,}| вопросам)?|продаж\w*|сбыт\w*"
    r"|закуп\w*"
    r"|маркетинг\w*|развити\w+|снабжени\w+|экспорт\w*|рекламы|франшизы|реализаци\w+|предприятия"
    r"|общим вопросам|организации|логистики|производства|кадров)(?: и [а-я]{5,}(?:аж|[ауиыя]))?){0,3}"
)
_RUSSIAN = (
    r"(?:(?:генеральн|коммерческ|исполнительн|финансов|региональн|главн|старш|ведущ|технич|бренд-"
    r"|аккаунт-|арт-|управляющ)\w* ?)?"
    r"(?:(?:зам(?:естител\w+)?\.? )?(?:генерального )?директор\w*|замдиректор\w*|гендир\w*|завуч\w*"
    r"|заместител\w+|зам(?= по)"
    r"|начальник\w*|нач\.?|рук\.|руководител\w*|менеджер\w*|роп\w?|завед\w+|секретар\w+|помощни\w+"
    r"|учредител\w+|владел[ье]\w+|хозя(?:ин\w*|йк\w+)|шеф(?:у|а|ом|е)?\b|управляющ\w+"
    r"|партн[её]р\w*|собственник\w*|коммерс\w*|дежурн\w+|специалист\w*|логист\w*|снабжен\w+|маркетолог\w*"
    r"|бухгалтер\w*|агент\w*|bdm|hr)"
    rf"{_RUSSIAN_TAIL}"
    rf"|(?:коммерческ\w+ |торгов\w+ )?(?:отдел\w*|департамент\w*|служб\w*|блок\w*|дирекци\w+|управлени\w+"
    rf"|ресепш\w+|при[её]мн\w+|канцеляри\w+){_RUSSIAN_TAIL}"
)
_GERMAN = (
    r"(?:(?:(?:stellv(?:ertretende[rn]?|\.) )?leiter\w*|leitung|chef\w*|bereichsleit\w+|abteilungsleit\w+"
    r"|teamleit\w+)(?: (?:des |der |von |im |für |den "
    r"|vertrieb\w*|verkauf\w*|innendienst\w*|marketing\w*|einkauf\w*|kundenservice"
    r"|außendienst)){0,3}"
    r"|vertriebs\w+|verkaufs\w+|geschäftsführ\w+|prokurist\w*|inhaber\w*|assistent\w*|sekretariat"
    r"|[a-zäöüß]{3,}(?:leiter|beauftragte|verantwortliche|meister|manager)(?:in|r|n)?\b"
    r"|zentrale|empfang|innendienst|außendienst|vertriebsabteilung|einkaufs\w+|marketing\w*leit\w+"
    r"|disponent\w*|(?:die |unsere )?agentur"
    r"|business development(?: manager)?|vertrieb\b|marketing\b|verkauf\b|einkauf\b|kalkulation\b"
    r"|buchhaltung\b)"
)
_FRENCH = (
    r"(?:(?:directeur|directrice|responsable|resp\.|chef|cheffe|chargée?|gérante?|assistante?|attachée?)"
    r" (?:commercial\w*|des ventes|marketing|général\w*|dév\.|d'[a-zà-ÿ]+|(?:du|de la|des|de l'"
    r"|de) ?[a-zà-ÿ]+(?:"
    r" (?:commercial\w*|export|clients?|réseau|régional\w*))?)"
    r"|service (?:des |de la |du )?[a-zà-ÿ]{4,}|direction (?:commerciale|générale|des ventes|marketing"
    r"|des achats)|équipe (?:commerciale|des ventes"
    r"|de vente)|(?:directeur|directrice|responsable|gérante?|patronne?|associée?|fondateur|fondatrice"
    r"|dirigeante?)\b|en charge d[ue]"
    r" [a-zà-ÿ]+|commerce export|(?<=l')accueil|(?<=le )standard)"
)
_SPANISH = (
    r"(?:(?:director|directora|jefe|jefa|responsable|gerente|gerenta|encargad[oa]|coordinador\w*"
    r"|asistente|subdirector\w*)"
    r" (?:comercial|general|nacional|(?:de|del|de la) [a-záéíóúñ]+(?: (?:y|e|de|del) [a-záéíóúñ]+)?)"
    r"|departamento (?:comercial|de [a-záéíóúñ]+)|equipo (?:comercial|de ventas)|desarrollo comercial"
    r"|(?:director"
    r"|directora|jefe|jefa|responsable|gerente|encargad[oa]|dueñ[oa]|soci[oa]|comercial(?! [a-z]))\b)"
)
_PATTERNS = {
    language: re.compile(rf"(?<![\w@.-])(?:{pattern})(?![\w@])")
    for language, pattern in (
        ("en", _ENGLISH),
        ("ru", _RUSSIAN),
        ("uk", _RUSSIAN),
        ("de", _GERMAN),
        ("fr", _FRENCH),
        ("es", _SPANISH),
    )
}
#: "Dana in procurement"
_DEPARTMENT_BEHIND = re.compile(
    r"(?:(?<=\bin )|(?<=\bfrom )|(?<=\bunder )|(?<=\bto )|(?<=\bask )|(?<=\bfor )|(?<=\btry )"
    r"|^)(?:b2b sales|exports?|partnerships|procurement|sales|purchasing|marketing|finance|hr|accounts"
    r"|operations|commercial"
    r"|business development|logistics)\b(?! (?:manager|director|team|head|lead|desk|line|office|dept"
    r"|department|and)\b)",
    re.MULTILINE,
)
#: The head of a title and the adjectives in front of it, back in the nominative; what follows stays in its case.
_RUSSIAN_HEAD = re.compile(
    r"((?:[а-яё]+ )*?)((?:[а-яё]+-)?(?:замдиректор|директор|начальник|менеджер|секретар|логист|специалист"
    r"|помощник|маркетолог|бухгалтер|шеф|гендир|завуч|отдел|департамент|собственник|агент))(?:у|а|ю|я|ом"
    r"|ем|е)?\b",
    re.IGNORECASE,
)
_RUSSIAN_SOFT_HEAD = re.compile(
    r"((?:[а-яё]+ )*?)(руководител|заместител|учредител)(?:ю|я|ем|е)\b", re.IGNORECASE
)
_ADJECTIVE_ENDINGS = (
    (re.compile(r"(?<=[гкхжшщч])(?:ому|ого|им|ом|его|ему|ем)\b"), "ий"),
    (re.compile(r"(?<=[нвст])(?:ому|ого|ым|ом)\b"), "ый"),
    (re.compile(r"(?<=н)(?:ему|его|им|ем)\b"), "ий"),
)


#: One of these stands in every English title or department; most texts have none.
_ENGLISH_HEADS = (
    "founder", "owner", "director", "manager", "mgr", "maneger", "head", "officer", "president", "ordinator",
    "executive", "represent", "sales", "assistant", "secretary", "supervisor", "controller", "estimator", "buyer",
    "planner", "consultant", "specialist", "principal", "chair", "team", "dep", "desk", "counter", "boss", "partner",
    "line", "chief", "vice", "g.m", "reception", "switchboard", "export", "procurement", "purchasing", "marketing",
    "finance", "accounts", "operations", "commercial", "business", "logistics",
)  # fmt: skip


_SHORT_HEADS = re.compile(r"\b(?:ea|pa|md|c[efmrcot]o|cbo|[se]?vp|[ad]?gm|bd[mr]|hr)\b")


def _names_a_head(plain: str) -> bool:
    return any(head in plain for head in _ENGLISH_HEADS) or _SHORT_HEADS.search(plain) is not None


def title_mentions(prose: Prose, *, language: str) -> tuple[TitleMention, ...]:
    """All titles and departments."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return ()
    if language == "en" and not _names_a_head(prose.plain):
        return ()
    found = [_mention(prose, m.start(), m.end(), language) for m in pattern.finditer(prose.plain)]
    if language == "en":
        found += [
            _mention(prose, m.start(), m.end(), language) for m in _DEPARTMENT_BEHIND.finditer(prose.plain)
        ]
    return tuple(found)


def _mention(prose: Prose, start: int, end: int, language: str) -> TitleMention:
    written = prose.text[start:end]
    # "Mark sales manager": the capital in front of small words is a name's.
    while language == "en" and " " in written and written[0].isupper() and written.split(" ")[-1].islower():
        first, _, rest = written.partition(" ")
        if not is_known_given_name(first.lower()):
            break
        start, written = start + len(first) + 1, rest
    return TitleMention(start, end, _as_title(written, language))


def _as_title(written: str, language: str) -> str:
    title = " ".join(written.split()).strip(" ,")
    if language not in ("ru", "uk"):
        return title
    if re.fullmatch("роп[уае]?", title.lower()):
        return "РОП"
    head, softened = _RUSSIAN_HEAD.match(title), _RUSSIAN_SOFT_HEAD.match(title)
    if softened and (head is None or len(softened[0]) <= len(head[0])):
        return f"{_nominative_adjectives(softened[1])}{softened[2]}ь{title[softened.end() :]}"
    if head is None:
        return title
    ending = "ь" if head[2].lower().endswith("секретар") else "а" if head[2].lower() == "замдиректор" else ""
    return f"{_nominative_adjectives(head[1])}{head[2]}{ending}{title[head.end() :]}"


def _nominative_adjectives(words: str) -> str:
    for ending, nominative in _ADJECTIVE_ENDINGS:
        words = ending.sub(nominative, words)
    return words
