"""Whether somebody decides for their company, by their title: their no closes the account, anybody else's only them.

Told from words in a table, in the languages that lists come in. Whoever's title says nothing sure has no rank: that a
clerk's no leaves a company open costs a mail, that it closes one costs the company.
"""

import re
import unicodedata

#: Whoever is called so decides, with whatever stands around it.
_WHOLE = (
    # English, and letters that are used everywhere
    r"c[eormbcfpt]o|chief [a-z]+(?: and [a-z]+)? officer|(?:co-?)?founder|(?:co-?)?owner|proprietor|president"
    r"|(?:executive |group |managing )?chair(?:man|woman|person)?|managing (?:director|partner)|general manager"
    r"|general director|executive director|commercial director|sales director|md|gm|[se]?vp|[se]?vice president"
    r"|director of (?:sales|revenue|business development|commerce)|partner|principal"
    r"|(?:global |group )?head of (?:sales|revenue|growth|business development|commerce|commercial)"
    # German
    r"|geschaftsfuhr(?:er|erin|ung|ende[rs]?)|geschaftsleitung|geschaftsleiter(?:in)?|inhaber(?:in)?"
    r"|(?:mit)?grunder(?:in)?|vorstand(?:svorsitzende[r]?|smitglied|ssprecher(?:in)?)?|prokurist(?:in)?"
    r"|(?:vertriebs|verkaufs)(?:leiter|leiterin|leitung|direktor|direktorin|chef|chefin|vorstand)"
    r"|leiter(?:in)? (?:des )?(?:vertriebs?|verkaufs?)|leitung vertrieb|kaufmannische[r]? leit(?:er|erin|ung)"
    # French
    r"|(?:co-?)?fondat(?:eur|rice)|p\.?-?d\.?-?g|gerante?|dirigeante?|proprietaire|president[e]?"
    r"|direct(?:eur|rice) (?:general[e]?|commercial[e]?|des ventes|du developpement)|patron(?:ne)?"
    r"|chef(?:fe)? d.entreprise|responsable (?:commercial[e]?|des ventes)"
    # Spanish, Portuguese, Italian
    r"|(?:co-?)?fundador(?:a)?|propietari[oa]|due[nñ][oa]|president[ea]|consejer[oa] delegad[oa]|gerente(?: general)?"
    r"|director(?:a)? (?:general|comercial|de ventas|ejecutiv[oa])|jef[ea] de ventas|soci[oa] (?:director|fundador)a?"
    r"|diretor(?:a)? (?:geral|comercial|executiv[oa])|proprietari[oa]|titolare|amministrat(?:ore|rice) delegat[oa]"
    r"|direttore (?:generale|commerciale|vendite)|responsabile vendite|fondat(?:ore|rice)"
    # Polish, Czech
    r"|prezes(?:ka)?(?: zarzadu)?|wiceprezes|wlasciciel(?:ka)?|wspolwlasciciel|zalozyciel(?:ka)?|wspolzalozyciel"
    r"|dyrektor(?:ka)? (?:generaln[ya]|zarzadzajac[ya]|handlow[ya]|sprzedazy|operacyjn[ya])|czlonek zarzadu"
    r"|jednatel(?:ka)?|majitel(?:ka)?|reditel(?:ka)? (?:obchodu|spolecnosti)|obchodni reditel(?:ka)?"
    # Dutch, Scandinavian
    r"|directeur-?eigenaar|eigenaar|zaakvoerder|algemeen directeur|commercieel directeur|bestuurder"
    r"|vd|verkstallande direktor|administrerende direktor|daglig leder|forsaljningschef|salgsdirektor|toimitusjohtaja"
    # Russian, Ukrainian
    r"|(?:генеральн\w+|ген\.?|коммерческ\w+|исполнительн\w+|управляющ\w+|зам\w*\.? генеральн\w+)"
    r" ?(?:директор\w*)|гендиректор\w*|гендир|комдир\w*|директор(?: по (?:продажам|развитию|сбыту))?"
    r"|директор (?:компании|предприятия|фирмы|ооо)|(?:со)?основател\w+|(?:со)?учредител\w+|собственник\w*"
    r"|(?:со)?владел(?:ец|ица|ьца)|хозяин|хозяйка|президент|вице-президент|председатель правления|управляющий партнер"
    r"|роп|(?:руководител|начальник)\w* (?:отдела |департамента |службы )?(?:продаж|сбыта)"
    r"|генеральний директор|комерційний директор|засновни\w+|власни\w+|керівни\w+ (?:відділу )?продажів"
)
#: With one of these in front, or behind, they serve or report to somebody who decides.
_SERVES = re.compile(
    r"\b(?:assistant|assistante?|asistente|assistent(?:in)?|assistenz|asystent(?:ka)?|secretar(?:y|ia|io)|sekretar\w*"
    r"|secretaire|sekretarka|ea|pa|aide|office of|referent(?:in)?|помощни\w+|ассистент\w*|секретар\w+|референт\w*"
    r"|приемная|former|ex|retired|intern|praktikant(?:in)?|trainee|junior|werkstudent(?:in)?|стажер\w*|бывш\w+"
    r"|product owner|process owner|data owner|service owner|club president|partner manager|channel partner|hr partner"
    r"|business partner|partner success|school principal)\b"
)
_DECIDES = re.compile(rf"(?<![\w-])(?:{_WHOLE})(?![\w-])")
_GAPS = re.compile(r"[\s,;:|/()\"«»&+·•–—]+")
#: Of something that has no say in whether the company talks to us.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:of|for) (?:it|hr|human resources|finance|accounting|legal|facilities|quality|marketing|art)\b"
    r"|\b(?:vp|vice president) (?:it|hr|human resources|finance|legal|marketing|engineering)\b"
    r"|(?:технич\w+|финансов\w+|творческ\w+|креативн\w+|медицинск\w+|hr|it|арт) директор"
    r"|директор\w* по (?!продаж|развити|сбыт|коммерч|общим)"
)


def is_decision_maker(title: str) -> bool:
    """Whether a title surely is that of somebody who decides whether their company talks to us."""
    plain = _plain(title)
    if not plain or _SERVES.search(plain):
        return False
    return _DECIDES.search(plain) is not None and _OF_SOMETHING_ELSE.search(plain) is None


def _plain(title: str) -> str:
    """Lower case, Latin letters without accents, marks between words as spaces; Cyrillic й stays what it is."""
    letters = []
    for character in title[:200].casefold():
        parts = unicodedata.normalize("NFKD", character)
        letters.append(parts[0] if parts and parts[0].isascii() else character)
    return _GAPS.sub(" ", "".join(letters).replace("ł", "l").replace("ё", "е").replace("ø", "o")).strip()
