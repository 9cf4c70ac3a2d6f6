"""Names of countries and languages, English and Russian, as ISO codes; which language a country suggests."""

import re
from functools import lru_cache

# ISO 3166-1: two letters, three letters, then what lists call the country. Codes are ISO's, the names are custom's.
_COUNTRIES = """
AE ARE united arab emirates|uae|emirates
AE ARE оаэ|объединенные арабские эмираты|эмираты
AF AFG afghanistan|афганистан
AL ALB albania|албания
AM ARM armenia|армения
AO AGO angola|ангола
AR ARG argentina|аргентина
AT AUT austria|österreich|oesterreich|австрия
AU AUS australia|австралия
AZ AZE azerbaijan|азербайджан
BA BIH bosnia and herzegovina|bosnia|bosnia & herzegovina|босния и герцеговина|босния
BD BGD bangladesh|бангладеш
BE BEL belgium|belgique|belgië|бельгия
BG BGR bulgaria|болгария
BH BHR bahrain|бахрейн
BO BOL bolivia|боливия
BR BRA brazil|brasil|бразилия
BY BLR belarus|byelorussia|беларусь|белоруссия|республика беларусь|рб
CA CAN canada|канада
CD COD democratic republic of the congo|dr congo|конго
CH CHE switzerland|schweiz|suisse|svizzera|швейцария
CI CIV ivory coast|cote d'ivoire|côte d'ivoire|кот-д'ивуар
CL CHL chile|чили
CM CMR cameroon|камерун
CN CHN china|people's republic of china|prc|китай|кнр
CO COL colombia|колумбия
CR CRI costa rica|коста-рика
CU CUB cuba|куба
CY CYP cyprus|кипр
CZ CZE czech republic|czechia|česko|чехия|чешская республика
DE DEU germany|deutschland|federal republic of germany|brd|германия|фрг
DK DNK denmark|danmark|дания
DO DOM dominican republic|доминиканская республика|доминикана
DZ DZA algeria|алжир
EC ECU ecuador|эквадор
EE EST estonia|eesti|эстония
EG EGY egypt|египет
ES ESP spain|españa|espana|испания
ET ETH ethiopia|эфиопия
FI FIN finland|suomi|финляндия
FR FRA france|франция
GB GBR united kingdom|great britain|uk|u.k.|britain|england|scotland|wales|northern ireland
GB GBR великобритания|англия|шотландия|соединенное королевство
GE GEO georgia|грузия
GH GHA ghana|гана
GR GRC greece|hellas|греция
GT GTM guatemala|гватемала
HK HKG hong kong|hongkong|гонконг
HN HND honduras|гондурас
HR HRV croatia|hrvatska|хорватия
HU HUN hungary|magyarország|венгрия
ID IDN indonesia|индонезия
IE IRL ireland|republic of ireland|eire|ирландия
IL ISR israel|израиль
IN IND india|индия
IQ IRQ iraq|ирак
IR IRN iran|islamic republic of iran|иран
IS ISL iceland|исландия
IT ITA italy|italia|италия
JM JAM jamaica|ямайка
JO JOR jordan|иордания
JP JPN japan|япония
KE KEN kenya|кения
KG KGZ kyrgyzstan|kirghizia|киргизия|кыргызстан|киргизстан
KH KHM cambodia|камбоджа
KP PRK north korea|северная корея|кндр
KR KOR south korea|korea|republic of korea|южная корея|корея|республика корея
KW KWT kuwait|кувейт
KZ KAZ kazakhstan|казахстан|республика казахстан|рк
LA LAO laos|лаос
LB LBN lebanon|ливан
LI LIE liechtenstein|лихтенштейн
LK LKA sri lanka|шри-ланка
LT LTU lithuania|lietuva|литва
LU LUX luxembourg|luxemburg|люксембург
LV LVA latvia|latvija|латвия
LY LBY libya|ливия
MA MAR morocco|maroc|марокко
MC MCO monaco|монако
MD MDA moldova|republic of moldova|молдова|молдавия
ME MNE montenegro|черногория
MK MKD north macedonia|macedonia|северная македония|македония
MM MMR myanmar|burma|мьянма
MN MNG mongolia|монголия
MT MLT malta|мальта
MX MEX mexico|méxico|мексика
MY MYS malaysia|малайзия
NG NGA nigeria|нигерия
NL NLD netherlands|the netherlands|holland|nederland|нидерланды|голландия
NO NOR norway|norge|норвегия
NP NPL nepal|непал
NZ NZL new zealand|новая зеландия
OM OMN oman|оман
PA PAN panama|панама
PE PER peru|перу
PH PHL philippines|the philippines|филиппины
PK PAK pakistan|пакистан
PL POL poland|polska|польша
PR PRI puerto rico|пуэрто-рико
PT PRT portugal|португалия
PY PRY paraguay|парагвай
QA QAT qatar|катар
RO ROU romania|românia|румыния
RS SRB serbia|srbija|сербия
RU RUS russia|russian federation|the russian federation|rossiya|rossija|россия|российская федерация|рф
SA SAU saudi arabia|kingdom of saudi arabia|ksa|саудовская аравия
SE SWE sweden|sverige|швеция
SG SGP singapore|сингапур
SI SVN slovenia|slovenija|словения
SK SVK slovakia|slovak republic|slovensko|словакия
SN SEN senegal|сенегал
SV SLV el salvador|сальвадор
SY SYR syria|сирия
TH THA thailand|таиланд|тайланд
TJ TJK tajikistan|таджикистан
TM TKM turkmenistan|туркменистан|туркмения
TN TUN tunisia|тунис
TR TUR turkey|türkiye|turkiye|турция
TW TWN taiwan|тайвань
TZ TZA tanzania|танзания
UA UKR ukraine|украина|україна
UG UGA uganda|уганда
US USA united states|united states of america|usa|u.s.|u.s.a.|america|the united states
US USA сша|соединенные штаты|соединенные штаты америки|америка
UY URY uruguay|уругвай
UZ UZB uzbekistan|узбекистан
VE VEN venezuela|венесуэла
VN VNM vietnam|viet nam|вьетнам
XK XKX kosovo|косово
YE YEM yemen|йемен
ZA ZAF south africa|republic of south africa|rsa|юар|южная африка
ZM ZMB zambia|замбия
ZW ZWE zimbabwe|зимбабве
"""
# The codes of ISO 3166-1 whose countries are not named above.
_FURTHER_CODES = """
AD AG AI AQ AS AW AX BB BF BI BJ BL BM BN BQ BS BT BV BW BZ CC CF CG CK CV CW CX DJ DM EH ER FJ FK FM FO
GA GD GF GG GI GL GM GN GP GQ GS GU GW GY HM HT IM IO JE KI KM KN KY LC LR LS MF MG MH ML MO MP MQ MR MS
MU MV MW MZ NA NC NE NF NI NR NU PF PG PM PN PS PW RE RW SB SC SD SH SJ SL SM SO SR SS ST SX SZ TC TD TF
TG TK TL TO TT TV UM VA VC VG VI VU WF WS YT
"""

_LANGUAGES = """
ar arabic|арабский
be belarusian|белорусский
bg bulgarian|болгарский
cs czech|чешский
da danish|датский
de german|deutsch|немецкий
el greek|греческий
en english|английский|англ
es spanish|español|espanol|испанский
et estonian|эстонский
fi finnish|финский
fr french|français|francais|французский
he hebrew|иврит
hi hindi|хинди
hr croatian|хорватский
hu hungarian|венгерский
hy armenian|армянский
id indonesian|индонезийский
it italian|italiano|итальянский
ja japanese|японский
ka georgian|грузинский
kk kazakh|казахский
ko korean|корейский
lt lithuanian|литовский
lv latvian|латышский
nl dutch|nederlands|голландский|нидерландский
no norwegian|nb|nn|норвежский
pl polish|polski|польский
pt portuguese|português|portugues|португальский
ro romanian|румынский
ru russian|русский|рус
sk slovak|словацкий
sl slovenian|словенский
sr serbian|сербский
sv swedish|шведский
th thai|тайский
tr turkish|türkçe|турецкий
uk ukrainian|ua|украинский|українська
uz uzbek|узбекский
vi vietnamese|вьетнамский
zh chinese|mandarin|китайский
"""

# Where business is written in Russian; a Cyrillic name does not mean that elsewhere.
_RUSSIAN_COUNTRIES = frozenset({"RU", "BY", "KZ", "KG"})
_RUSSIAN_ENDINGS = frozenset(
    {"ru", "su", "by", "kz", "kg", "xn--p1ai", "xn--90ais", "xn--80adxhks", "xn--d1acj3b"}
)
_OTHER_CYRILLIC = frozenset({"UA", "BG", "RS", "MK", "ME", "BA", "MN"})
_OTHER_CYRILLIC_ENDINGS = frozenset(
    {"ua", "bg", "rs", "mk", "me", "ba", "mn", "xn--j1amh", "xn--90ae", "xn--90a3ac"}
)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_NOT_RUSSIAN_LETTERS = re.compile(r"[іїєґўјљњћђџѓќѕ]", re.IGNORECASE)


def _countries() -> dict[str, str]:
    names = {code.lower(): code for code in _FURTHER_CODES.split()}
    for line in _COUNTRIES.strip().splitlines():
        code, three, called = line.split(" ", 2)
        names.update(dict.fromkeys([code.lower(), three.lower(), *called.split("|")], code))
    return names


def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in _LANGUAGES.strip().splitlines():
        code, called = line.split(" ", 1)
        names.update(dict.fromkeys([code, *called.split("|")], code))
    return names


_COUNTRY_NAMES = _countries()
_LANGUAGE_NAMES = _languages()


@lru_cache(maxsize=4_096)
def country_code(text: str) -> str | None:
    """The ISO 3166-1 code of what a list calls a country; None where it is no country that is known here."""
    name = " ".join(text.lower().replace("ё", "е").split()).strip(".,;")
    return _COUNTRY_NAMES.get(name) or _COUNTRY_NAMES.get(name.replace(".", ""))


@lru_cache(maxsize=4_096)
def language_code(text: str) -> str | None:
    """The ISO 639-1 code of a language's name or of a tag such as `ru-RU`; None where it is not known here."""
    name = " ".join(text.lower().split())
    return _LANGUAGE_NAMES.get(name) or _LANGUAGE_NAMES.get(re.split(r"[-_ ]", name, maxsplit=1)[0])


def suggested_language(country: str | None, domain: str, name: str) -> str | None:
    """`ru` for whom a Russian-speaking country, domain or name suggests it, else None: nobody knows."""
    ending = domain.rpartition(".")[2]
    if country in _RUSSIAN_COUNTRIES or ending in _RUSSIAN_ENDINGS:
        return "ru"
    if name.isascii() or country in _OTHER_CYRILLIC or ending in _OTHER_CYRILLIC_ENDINGS:
        return None
    return "ru" if _CYRILLIC.search(name) and not _NOT_RUSSIAN_LETTERS.search(name) else None
