"""Months, weekdays and the small words around dates, in all languages that we read; as plain text has them."""

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar jänner janvier janv enero ene январь января январе январю янв",
            "february feb februar février fevrier févr fév febrero февраль февраля феврале февралю фев февр",
            "march mar märz mrz mars marzo март марта марте марту мар",
            "april apr avril avr abril abr апрель апреля апреле апрелю апр",
            "may mai mayo май мая мае маю",
            "june jun juni juin junio июнь июня июне июню июн",
            "july jul juli juillet juil julio июль июля июле июлю июл",
            "august aug août aout agosto ago август августа августе августу авг",
            "september sep sept septembre septiembre setiembre сентябрь сентября сентябре сентябрю сен сент",
            "october oct oktober okt octobre octubre октябрь октября октябре октябрю окт",
            "november nov novembre noviembre ноябрь ноября ноябре ноябрю ноя нояб",
            "december dec dezember dez décembre decembre déc diciembre dic декабрь декабря декабре"
            " декабрю дек",
        ),
        start=1,
    )
    for word in words.split()
}

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "monday mon mondays montag mo lundi lunes понедельник понедельника понедельнику понедельником пн",
            "tuesday tue tues dienstag di mardi martes вторник вторника вторнику вт",
            "wednesday wed weds mittwoch mi mercredi miércoles miercoles среда среды среду среде ср",
            "thursday thu thur thurs donnerstag do jeudi jueves четверг четверга четвергу чт",
            "friday fri freitag fr vendredi viernes пятница пятницы пятницу пятнице пт",
            "saturday sat samstag sonnabend sa samedi sábado sabado суббота субботы субботу сб",
            "sunday sun sonntag so dimanche domingo воскресенье воскресенья вс",
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
