"""Months, weekdays and the small words around dates, in all languages that we read; as plain text has them."""

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar jänner janvier janv enero ene январь января январе январю янв січень"
            " січня січні",
            "february feb februar février fevrier févr fév febrero февраль февраля феврале февралю фев"
            " февр лютий лютого лютому",
            "march mar märz mrz mars marzo март марта марте марту мар березень березня березні",
            "april apr avril avr abril abr апрель апреля апреле апрелю апр квітень квітня квітні",
            "may mai mayo май мая мае маю травень травня травні",
            "june jun juni juin junio июнь июня июне июню июн червень червня червні",
            "july jul juli juillet juil julio июль июля июле июлю июл липень липня липні",
            "august aug août aout agosto ago август августа августе августу авг серпень серпня серпні",
            "september sep sept septembre septiembre setiembre сентябрь сентября сентябре сентябрю сен"
            " сент вересень вересня вересні",
            "october oct oktober okt octobre octubre октябрь октября октябре октябрю окт жовтень жовтня"
            " жовтні",
            "november nov novembre noviembre ноябрь ноября ноябре ноябрю ноя нояб листопад листопада"
            " листопаді",
            "december dec dezember dez décembre decembre déc diciembre dic декабрь декабря декабре"
            " декабрю дек грудень грудня грудні",
        ),
        start=1,
    )
    for word in words.split()
}

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "monday mon mondays montag mo lundi lunes понедельник понедельника понедельнику"
            " понедельником пн понеділок понеділка",
            "tuesday tue tues dienstag di mardi martes вторник вторника вторнику вт вівторок вівторка",
            "wednesday wed weds mittwoch mi mercredi miércoles miercoles среда среды среду среде ср"
            " середа середи середу",
            "thursday thu thur thurs donnerstag do jeudi jueves четверг четверга четвергу чт четвер",
            "friday fri freitag fr vendredi viernes пятница пятницы пятницу пятнице пт п'ятниця п'ятниці"
            " п'ятницю",
            "saturday sat samstag sonnabend sa samedi sábado sabado суббота субботы субботу сб субота"
            " суботи суботу",
            "sunday sun sonntag so dimanche domingo воскресенье воскресенья вс неділя неділі неділю",
        )
    )
    for word in words.split()
}

#: Short forms that are words of their own: a weekday only beside a date.
SHORT_WEEKDAYS = frozenset("mon mo tue di wed mi thu do fri fr sat sa sun so пн вт ср чт пт сб вс".split())

NUMBERS: dict[str, int] = {
    "a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "einer": 1, "einem": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "huit": 8, "dix": 10, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "ocho": 8, "diez": 10,
    "sieben": 7, "neun": 9, "elf": 11, "zwölf": 12, "sept": 7, "neuf": 9, "quinze": 15, "siete": 7, "nueve": 9,
    "quince": 15, "семь": 7, "девять": 9, "eleven": 11, "fourteen": 14, "пары": 2, "пара": 2, "двух": 2,
    "трех": 3, "пяти": 5, "десяти": 10, "шести": 6, "четырех": 4,
    "один": 1, "одну": 1, "два": 2, "две": 2, "пару": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "восемь": 8, "десять": 10,
}  # fmt: skip

DAY_UNITS = r"days?|tagen?|tage|jours?|días?|dias?|дн\w+|день"
WEEK_UNITS = r"weeks?|wochen?|semaines?|semanas?|недел\w+"
MONTH_UNITS = r"months?|monat\w*|mois|meses|mes|месяц\w*"
YEAR_UNITS = r"years?|jahr\w*|ans?|année|años?|год\w*|лет"

#: Ordinals of quarters.
QUARTERS: dict[str, int] = {
    "1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "первом": 1,
    "первый": 1,
    "втором": 2, "второй": 2, "третьем": 3, "третий": 3, "четвертом": 4, "ersten": 1, "erstes": 1, "zweiten": 2,
    "dritten": 3,
    "vierten": 4, "premier": 1, "deuxième": 2, "second ": 2, "troisième": 3, "quatrième": 4, "primer": 1,
    "segundo": 2, "tercer": 3,
    "cuarto": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip

#: Short forms that can be nothing but a weekday where "until", "back" or "from" stands in front of them.
SHORT_AFTER_CUE = frozenset(
    "mon tue tues wed weds thu thur thurs fri sat mo di mi do fr sa пн вт ср чт пт сб вс".split()
)

_RUSSIAN_STEMS = (
    "перв втор треть четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат"
    " пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
).split()
_TENS = {"двадцать ": 20, "тридцать ": 30}


def _russian_ordinals() -> dict[str, int]:
    forms: dict[str, int] = {}
    for number, stem in enumerate(_RUSSIAN_STEMS, start=1):
        endings = ("его", "е", "ему") if stem == "треть" else ("ого", "ое", "ому")
        for ending in endings:
            forms[stem + ending] = number
            if number < 10:
                forms.update({f"{tens}{stem}{ending}": value + number for tens, value in _TENS.items()})
    return forms | {"тридцатого": 30, "тридцатое": 30, "тридцатому": 30}


def _counted(words: str, first: int = 1) -> dict[str, int]:
    return {word.replace("_", " "): number for number, word in enumerate(words.split(), start=first)}


#: Days of the month in words, as they stand in front of the month: "двадцать третьего", "quinze", "first".
DAY_WORDS: dict[str, int] = {
    **_russian_ordinals(),
    **_counted(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third"
        " twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
    ),
    **_counted(
        "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten elften zwölften"
        " dreizehnten vierzehnten fünfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten"
    ),
    **_counted(
        "premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
        " dix-huit dix-neuf vingt vingt_et_un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept"
        " vingt-huit vingt-neuf trente trente_et_un"
    ),
    **_counted(
        "primero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
        " diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco"
        " veintiséis veintisiete veintiocho veintinueve treinta"
    ),
    "uno": 1,
    "premier": 1,
}

#: "The second week of January": which one; -1 is the last.
WHICH_WEEK: dict[str, int] = {
    **_counted("first second third fourth"),
    **_counted("1st 2nd 3rd 4th"),
    **_counted("1. 2. 3. 4."),
    **_counted("erste zweite dritte vierte"),
    **_counted("ersten zweiten dritten vierten"),
    **_counted("première deuxième troisième quatrième"),
    **_counted("primera segunda tercera cuarta"),
    **_counted("первая вторая третья четвертая"),
    **_counted("первой второй третьей четвертой"),
    **_counted("первую вторую третью четвертую"),
    **dict.fromkeys("last letzte letzten dernière última последняя последней последнюю".split(), -1),
    "seconde": 2,
    "zwoten": 2,
}
