"""Job titles and departments in a text, as written: "Head of Commercial", "нач сбыта", "Vertriebsleiter"."""

import re
from dataclasses import dataclass

from outreach.replies.prose import Prose


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title or department and where it stands."""

    start: int
    end: int
    title: str


_ENGLISH = (
    r"(?:(?:national|regional|deputy|assistant|senior|junior|chief|group|managing|commercial|sales"
    r"|trade|accounts?|key account"
    r"|export|operations|purchasing|procurement|marketing|finance|business development|office"
    r"|general|customer|order|new business"
    r"|growth|revenue|front|it|hr|global|uk|area|brand|product|plant|field|inside|outside|executive"
    r"|vice|technical|client) ){0,3}"
    r"(?:director|manager|mgr|maneger|head|officer|president|coordinator|executive|representative"
    r"|rep|assistant|secretary|supervisor|controller"
    r"|team|department|dept|(?<=sales )(?:office|desk|people|guys|lot|counter|inbox)|(?<=order )desk"
    r"|(?<=front )desk|(?<=trade )counter|owner|boss|founder|partner)\b"
    r"(?:,? (?:of|for) (?:the )?[a-z]+(?: (?:and|&) [a-z]+)?)?"
    r"|\b(?:head|director|vp|svp|evp|chief|vice president) (?:of )?(?:[a-z]+)(?: (?:and|&) [a-z]+)?"
    r"|\b(?:ea|pa|md|ceo|cfo|cmo|cro|cco|coo|vp)\b"
)
_RUSSIAN = (
    r"(?:(?:генеральн|коммерческ|исполнительн|финансов|региональн|главн|старш|ведущ|технич)\w+ )?"
    r"(?:(?:зам(?:естител\w+)?\.? )?(?:генерального )?директор\w*|замдиректор\w*|заместител\w+"
    r"|начальник\w*|нач\.?|руководител\w*|менеджер\w*|роп\w?|завед\w+|секретар\w+|помощни\w+"
    r"|коммерс\w*|дежурн\w+|специалист\w*|логист\w*|снабжен\w+)"
    r"(?: (?:отдел\w*|служб\w*|департамент\w*|групп\w*))?(?: (?:по|продаж|сбыт\w*|закуп\w+"
    r"|маркетинг\w*|развити\w+|снабжен\w+|коммерч\w+|коммерческ\w+|вопросам|предприяти\w+|общим"
    r"|организац\w+|рознич\w+|оптов\w+)){0,4}"
    r"|(?:коммерческ\w+ |торгов\w+ )?(?:отдел\w*|департамент\w*|служб\w*|блок\w*|дирекци\w+"
    r"|управлени\w+)(?: (?:продаж|сбыт\w*|закуп\w+|маркетинг\w*|развити\w+|снабжен\w+"
    r"|реализац\w+|по|работе|с|клиент\w+)){0,4}"
)
_GERMAN = (
    r"(?:(?:leiter\w*|leitung|chef\w*|bereichsleit\w+|abteilungsleit\w+|teamleit\w+)(?: (?:des |der "
    r"|vertrieb\w*|verkauf\w*|innendienst\w*|marketing\w*|einkauf\w*|kundenservice"
    r"|außendienst)){0,3}"
    r"|vertriebs\w+|verkaufs\w+|geschäftsführ\w+|prokurist\w*|inhaber\w*|assistent\w*|sekretariat"
    r"|zentrale|innendienst|außendienst|vertriebsabteilung|einkaufs\w+|marketing\w*leit\w+"
    r"|disponent\w*)"
)
_FRENCH = (
    r"(?:(?:directeur|directrice|responsable|chef|cheffe|chargée?|gérante?|assistante?|attachée?)"
    r" (?:commercial\w*|des ventes|marketing|général\w*|(?:du|de la|des|de l'|d') ?[a-zà-ÿ]+(?:"
    r" [a-zà-ÿ]+)?)"
    r"|service (?:commercial|des ventes|client\w*|achats|marketing)|équipe (?:commerciale|des ventes"
    r"|de vente)|(?:directeur|directrice|responsable|gérante?|patronne?)|en charge d[ue]"
    r" [a-zà-ÿ]+)"
)
_SPANISH = (
    r"(?:(?:director|directora|jefe|jefa|responsable|gerente|encargad[oa]|coordinador\w*|asistente)"
    r" (?:comercial|general|nacional|(?:de|del|de la) [a-záéíóúñ]+(?: [a-záéíóúñ]+)?)"
    r"|departamento (?:comercial|de [a-záéíóúñ]+)|equipo (?:comercial|de ventas)|(?:director"
    r"|directora|jefe|jefa|responsable|gerente|encargad[oa]|dueñ[oa]))"
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
    r"(?<=\bin )(?:procurement|sales|purchasing|marketing|finance|hr|accounts|operations|commercial"
    r"|business development|logistics)\b"
)
_RUSSIAN_ENDINGS = (
    (re.compile(r"(?:ческому|ческого|ческим|ческом)\b"), "ческий"),
    (re.compile(r"(?<=[нв])(?:ому|ого|ым|ом)\b"), "ый"),
    (re.compile(r"\b(директор|начальник|менеджер|секретар|логист|специалист)(?:у|а|ом|е)\b"), r"\1"),
    (re.compile(r"\b(руководител|заместител)(?:ю|я|ем|е)\b"), r"\1ь"),
    (re.compile(r"\b(замдиректор)а\b"), r"\1а"),
    (re.compile(r"\bотдел(?:у|а|ом|е)\b"), "отдел"),
    (re.compile(r"\bроп[уае]\b"), "РОП"),
)


def title_mentions(prose: Prose, *, language: str) -> tuple[TitleMention, ...]:
    """All titles and departments."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return ()
    found = [
        TitleMention(m.start(), m.end(), _as_title(prose.text[m.start() : m.end()], language))
        for m in pattern.finditer(prose.plain)
    ]
    if language == "en":
        found += [
            TitleMention(m.start(), m.end(), m.group()) for m in _DEPARTMENT_BEHIND.finditer(prose.plain)
        ]
    return tuple(found)


def _as_title(written: str, language: str) -> str:
    title = " ".join(written.split())
    if language not in ("ru", "uk"):
        return title
    for ending, nominative in _RUSSIAN_ENDINGS:
        title = ending.sub(nominative, title, count=1)
    return title
