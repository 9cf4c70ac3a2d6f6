"""In which language a text is written: script, telling letters, and the small words that nobody can do without."""

import re
from collections import defaultdict

#: Languages that have rules of their own; others are recognised so that nobody takes them for one of these.
SPOKEN = ("en", "ru", "de", "fr", "es")

_READ_AT_MOST = 1_500
_WORD = re.compile(r"[a-zà-öø-ÿāăąćčďęěğłńňőœřśşšťůűźżž'ß]+|[а-яёіїєґў]+")

_SMALL_WORDS = {
    "en": "am his her former its than then been were will can cannot couldn't won't the of to and a"
          " in is it you that for on are with as i be at have this not but your we my our from was do"
          " "
    "does don't can't i'm it's that's isn't me no yes please thanks thank hi hello who what will"
    " would could if or an "
    "us he she they him her there here when about any more so just get know has been by out off up"
    " please regards",
    "de": "der die das und ist nicht ich sie wir ein eine einen einem einer mit für auf den dem des"
          " im in zu von bei "
    "bitte danke hallo guten tag herr frau mich mir uns unser unsere ihre ihren ihnen ihr haben hat"
    " habe bin sind "
    "wird werden kann kein keine keinen nur noch auch aber oder wenn dass als wie was wer woher"
    " worum da dann mal am "
    "zum zur nach bis ab aus um es gern gerne schon mehr viele grüße ja nein dafür damit darum hier "
          "hab nix scho ned jetz jetzt isch wia gsagt zwar trotzdem leider meine mein mal",
    "fr": "le la les de des du et est un une je vous nous pas ne que qui pour dans sur avec au aux"
          " ce cette cela ça "
    "c'est n'est j'ai je suis votre vos notre nos mon ma mes merci bonjour oui non plus en par mais"
    " ou où il elle on peut demain comme si tout faire ici depuis chez être pas "
    "être avez avons d'une d'un qu'il quel quelle bien cordialement s'il plaît moi lui se son sa ses leur",
    "es": "el la los las de del y en que es un una no se por con para su sus al lo le les me mi nos"
          " nuestro nuestra "
    "usted ustedes este esta esto ese eso yo soy está estoy estamos hola gracias buenos buenas días"
    " favor pero más "
    "muy si sí como cuando quien quién qué ya hay tiene tengo puede hasta desde señor señora saludos"
    " correo",
    "it": "il lo la gli le di del della che è un una non per con sono siamo ho ha hanno mi ci vi si"
          " su da dal alla "
    "grazie buongiorno questo questa anche ma o come più nostro vostro saluti cordiali prego ciao",
    "pt": "o a os as de do da dos das e em que é um uma não se por com para seu sua ao no na nos"
          " mais muito obrigado "
    "obrigada bom dia olá você nós estou sou está eu mas ou como quando também já",
    "nl": "de het een en van is niet ik u je wij we ons onze met voor op in te dat die er maar als"
          " bij aan ook geen "
    "graag bedankt dank hallo goedemorgen mijn naar wordt worden heeft hebben kan nog",
    "pl": "i w nie na się z do to jest że jestem proszę dziękuję dzień dobry pan pani pana za o od"
          " po dla ale nasz "
    "nasza ja my czy już tak może będę są ma",
}  # fmt: skip
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _one in set(_words.split()):
        _LANGUAGES_OF.setdefault(_one, []).append(_language)

_TELLING_LETTERS = {
    "de": re.compile("[äöüß]"),
    "fr": re.compile("[àâçèêëîïôœùû]"),
    "es": re.compile("[ñ¿¡]|[áíóú]"),
    "pt": re.compile("[ãõ]"),
    "pl": re.compile("[ąćęłńśźż]"),
}  # fmt: skip
_UKRAINIAN = re.compile("[іїєґ]")
_RUSSIAN = re.compile("[ыэъё]")
#: Shares the і; its greetings stand around Russian text.
_KAZAKH = re.compile("[әғқңөұүһ]")
#: Words without a telling letter that Russian does not have.
_UKRAINIAN_WORDS = frozenset(
    "але ви від це цим цього цей ця що щось дякую дякуємо ласка шановний вже працює працюю працюють немає чекаю"
    " пане пані гарного лише якщо зараз потребуємо".split()
)
_CYRILLIC = re.compile("[а-яёіїєґ]")


def language_of(text: str, *, expected: str = "") -> str:
    """ISO 639-1, "" if nothing tells; `expected` (the language of our mail) decides where the text says too little."""
    lowered = text[:_READ_AT_MOST].lower()
    words = _WORD.findall(lowered)
    cyrillic = sum(1 for word in words if _CYRILLIC.match(word))
    if cyrillic * 2 > len(words):
        return _cyrillic_language(lowered, words)
    scores = _latin_scores(lowered, words)
    if not scores or (expected and _says_little(scores, expected, len(words))):
        return expected
    (best, most), *others = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    runner_up = others[0][1] if others else 0.0
    if expected and scores.get(expected, 0.0) >= most - 0.5 and most - runner_up <= 0.5:
        return expected
    return best


def _says_little(scores: dict[str, float], expected: str, words: int) -> bool:
    most = max(scores.values())
    return (most <= 1.0 and words <= 8) or (
        words <= 5 and most < 2.0 and most - scores.get(expected, 0.0) < 1.5
    )


def _cyrillic_language(lowered: str, words: list[str]) -> str:
    ukrainian, russian = len(_UKRAINIAN.findall(lowered)), len(_RUSSIAN.findall(lowered))
    if ukrainian and ukrainian >= russian and not _KAZAKH.search(lowered):
        return "uk"
    if not russian and any(word in _UKRAINIAN_WORDS for word in words):
        return "uk"
    return "ru"


def _latin_scores(lowered: str, words: list[str]) -> dict[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        languages = _LANGUAGES_OF.get(word, ())
        for language in languages:
            # A word that only one language has says more.
            scores[language] += 1.0 if len(languages) == 1 else 0.4
    for language, letters in _TELLING_LETTERS.items():
        found = len(letters.findall(lowered))
        if found:
            scores[language] += min(2.0, 0.5 * found)
    return scores
