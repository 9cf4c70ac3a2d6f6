"""People's names in a text: where they stand and how sure it is that they are names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.replies.prose import Prose
from outreach.replies.russian_names import is_given_name, is_patronymic, looks_like_a_surname, nominative_name
from outreach.replies.words.given_names import GIVEN_NAMES
from outreach.replies.words.not_names import COMPANY_WORDS, NOT_NAMES, TITLE_WORDS


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name as it should be written, and where it stands."""

    start: int
    end: int
    #: Nominative, given name first, without honorific.
    name: str
    #: 1.0 a known given name with a surname or an honorific; 0.5 only looks like one.
    certainty: float

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.name.lower().replace("ё", "е").split())


_HONORIFIC = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Herrn?|Frau|Hr|Fr|Dipl\.-Ing|M|Mme|Mlle|MM|Monsieur"
    r"|Madame|Mademoiselle"
    r"|Sr|Sra|Srta|Señora?|Don|Doña|D|Dña|Ing|Lic)\.? )"
)
_PARTICLE = (
    r"(?:(?:de|van|von|der|den|da|di|du|la|le|del|dos|das|bin|ibn|al|el|zu|zum|ter|ten|y|e"
    r"|af|av|st\.?) |(?:d'|al-|el-|de la |van der |van den |von der ))"
)
_LATIN_WORD = (
    r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][a-zßà-öø-ÿā-ž]+(?:['’-]?[A-ZÀ-ÖØ-ÞĀ-Ž][a-zßà-öø-ÿā-ž]+)*"
    r"|[OD]['’][A-Z][a-zßà-ÿ]+|Mc[A-Z][a-z]+)"
)
_INITIAL = r"(?:[A-ZÀ-ÖØ-Þ]\.(?:-?[A-Z]\.)?)"
_LATIN = re.compile(
    rf"(?<![\w@.])(?P<honorific>{_HONORIFIC}{{1,2}})?(?P<name>(?:{_INITIAL} ?)?{_LATIN_WORD}(?:"
    rf" (?:{_PARTICLE}){{0,2}}(?:{_LATIN_WORD}|{_INITIAL}))"
    rf"{{0,3}})(?![\w@])"
)
_CYRILLIC_WORD = r"[А-ЯЁЇІЄҐ][а-яёїієґ']+(?:-[А-ЯЁ][а-яё]+)?"
_CYRILLIC = re.compile(
    rf"(?<![\w@.])(?:{_CYRILLIC_WORD} (?:[А-ЯЁ]\. ?){{1,2}}|(?:[А-ЯЁ]\. ?){{1,2}}{_CYRILLIC_WORD}"
    rf"|{_CYRILLIC_WORD}(?: {_CYRILLIC_WORD}){{0,3}})(?![\w@])"
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|aus|chez|à|in der|bei der|en)|\b(?:в|во|из|на|под|г\.|ул\.|ооо|зао|оао|пао"
    r"|ао)) ?\Z"
)
_QUOTE_BEFORE = re.compile(r"[\"«„“'] ?\Z")
_GREETING = re.compile(
    r"(?:^|\n)(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening"
    r"|g'day|greetings|hallo|hi|moin|servus"
    r"|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?|bonjour|bonsoir|cher|chère|salut|hola"
    r"|estimad[oa]s?|buen[oa]s (?:días|tardes)"
    r"|querid[oa]|здравствуйте|добрый (?:день|вечер)|доброе утро|доброго дня|привет|приветствую"
    r"|уважаем(?:ый|ая|ые)|дорог(?:ой|ая)|милый|милая)"
    r"[ ,!]+(?:again |there |mr\.? |mrs\.? |ms\.? |dr\.? |herrn? |frau |monsieur |madame |m\. |mme "
    r"|señora? |sra?\. |don |doña )*\Z"
)


def name_mentions(prose: Prose, *, language: str) -> tuple[NameMention, ...]:
    """All names, those behind a greeting left out: they are ours."""
    latin = _latin_mentions(prose, language)
    cyrillic = _cyrillic_mentions(prose) if _has_cyrillic(prose.plain) else iter(())
    return tuple(sorted((*latin, *cyrillic), key=lambda mention: mention.start))


def lower_case_given_names(prose: Prose, names: frozenset[str] = GIVEN_NAMES) -> Iterator[NameMention]:
    """Known given names written small, as in "steve does all the selling"; only a cue beside them makes them count."""
    for found in re.finditer(r"(?<![\w@.'-])[a-zà-ÿ]{3,12}(?![\w@])", prose.plain):
        word = found.group()
        if word in names and word not in NOT_NAMES and word not in _COMMON_AS_WORDS:
            yield NameMention(found.start(), found.end(), word.capitalize(), 0.5)


#: Given names that are also words of the languages we read: written small they are taken for the word.
_COMMON_AS_WORDS = frozenset(
    "will mark may bill art rich rob grant drew jack frank don pat dot june april august chase grace"
    " hope faith joy sandy "
    "dawn rose ivy lily daisy holly hazel violet pearl ruby amber jade ray max dean earl guy gene"
    " jean robin bob chip dick "
    "gay gus josh lance nick norm pete rusty sue tab tim ty val viv wade ward mai ali ana ida ina"
    " iris kai lea lena mia ole "
    "ute uta tia tina toni till ella elle elsa eva eve anna alba alma amal dora flora gloria laura"
    " luna marina mercedes "
    "olive paloma penny perla pilar rosario sol stella victor victoria angel jesus salvador german"
    " rene des del cliff "
    "per jens art nico merle dale glen heather ken kit lee les leo lois mel mo moses myra nan nat"
    " ned nell noel page parker "
    "paul peg percy piers porter rex rita rod roman rowan roy sage sally sam scott shaun skip sonny"
    " stan sterling stone "
    "summer taylor terry timo troy tucker tyler vic wes west woody wolf bert ernst felix clement"
    " constant desire claire "
    "aime blanche fleur prudence modesto clara dolores consuelo esperanza soledad domingo leon"
    " jordan ros jo al ed el".split()
)


def _latin_mentions(prose: Prose, language: str) -> Iterator[NameMention]:
    for found in _LATIN.finditer(prose.text):
        honorific = found.group("honorific") or ""
        start, words = _trimmed(found.start("name"), found.group("name").split(" "), prose, bool(honorific))
        if not words:
            continue
        end = start + len(" ".join(words))
        if prose.text[end : end + 1] == "@" or _is_greeted(prose, found.start() if honorific else start):
            continue
        certainty = _latin_certainty(words, bool(honorific), prose, start, end, language)
        if certainty > 0:
            doctor = "Dr. " if "Dr" in honorific and len(words) == 1 else ""
            yield NameMention(found.start() if honorific else start, end, doctor + " ".join(words), certainty)


def _trimmed(start: int, words: list[str], prose: Prose, honorific: bool) -> tuple[int, list[str]]:
    """The words without those in front and behind that are no names: "Contact Ana Ruiz", "Ana Ruiz Sales"."""
    while words and not honorific and _no_name(words[0]):
        start += len(words[0]) + 1
        words = words[1:]
    while words and (_no_name(words[-1]) or (words[-1].islower())):
        words = words[:-1]
    for index, word in enumerate(words):
        if not word.islower() and _no_name(word):
            words = words[:index]
            break
    return start, words


_GERMAN_TITLE = re.compile(
    r".{3,}(?:leiter|führer|chef|beauftragte|vertreter|assistent|sekretär"
    r"|verkäufer|berater)(?:in|r|n|s)?\Z"
)


def _no_name(word: str) -> bool:
    lowered = word.lower().rstrip(".")
    if _GERMAN_TITLE.match(lowered):
        return True
    return (lowered in NOT_NAMES or lowered in TITLE_WORDS) and not (
        lowered in GIVEN_NAMES and lowered not in TITLE_WORDS and lowered not in _COMMON_AS_WORDS
    )


def _latin_certainty(
    words: list[str], honorific: bool, prose: Prose, start: int, end: int, language: str
) -> float:
    known = words[0].lower() in GIVEN_NAMES or any(
        part in GIVEN_NAMES for part in words[0].lower().split("-")
    )
    if any(word.lower().strip(".,") in COMPANY_WORDS for word in words):
        return 0.0
    before = prose.plain[max(0, start - 12) : start]
    if _QUOTE_BEFORE.search(before) and not known:
        return 0.0
    if honorific:
        return 1.0
    if len(words) > 1:
        if known:
            return 1.0
        if _PLACE_BEFORE.search(before) or language == "de":
            return 0.2 if language != "de" else 0.25
        return 0.6
    if _PLACE_BEFORE.search(before):
        return 0.15
    if known:
        return (
            0.7 if not _begins_a_sentence(prose, start) or words[0].lower() not in _COMMON_AS_WORDS else 0.4
        )
    if language == "de" or _begins_a_sentence(prose, start):
        return 0.1
    return 0.3


def _begins_a_sentence(prose: Prose, start: int) -> bool:
    return (
        start == 0
        or prose.plain[start - 1] == "\n"
        or prose.plain[max(0, start - 2) : start] in ("- ", "* ", '" ')
    )


def _is_greeted(prose: Prose, start: int) -> bool:
    return bool(_GREETING.search(prose.plain, max(0, start - 60), start))


def _cyrillic_mentions(prose: Prose) -> Iterator[NameMention]:
    for found in _CYRILLIC.finditer(prose.text):
        start, words = found.start(), found.group().replace(". ", ".").split(" ")
        words = [word for word in re.split(r" |(?<=\.)(?=[А-ЯЁ][а-яё])", found.group()) if word]
        start, words = _without_ordinary_words(start, words, prose)
        if not words or _is_greeted(prose, start):
            continue
        end = start + len(found.group()) - (start - found.start())
        end = prose.text.find(words[-1], start) + len(words[-1])
        certainty = _cyrillic_certainty(words, prose, start)
        if certainty > 0:
            before = prose.plain[prose.sentence_at(start)[0] : start]
            yield NameMention(start, end, nominative_name(words, before), certainty)


def _without_ordinary_words(start: int, words: list[str], prose: Prose) -> tuple[int, list[str]]:
    """A sentence begins with a capital; a name does so too: the first word goes unless it is a name itself."""
    while words and (
        words[0].lower().replace("ё", "е") in NOT_NAMES
        or (len(words) > 1 and _only_a_word(words, prose, start))
    ):
        start += len(words[0]) + 1
        words = words[1:]
    while words and words[-1].lower().replace("ё", "е") in NOT_NAMES:
        words = words[:-1]
    return start, words


def _only_a_word(words: list[str], prose: Prose, start: int) -> bool:
    first = words[0]
    return (
        _begins_a_sentence(prose, start)
        and not is_given_name(first)
        and not looks_like_a_surname(first)
        and not is_patronymic(words[1])
        and len(words) > 2
    )


def _cyrillic_certainty(words: list[str], prose: Prose, start: int) -> float:
    given = any(is_given_name(word) for word in words)
    patronymic = any(is_patronymic(word) for word in words)
    initials = any("." in word for word in words)
    before = prose.plain[max(0, start - 10) : start]
    if _QUOTE_BEFORE.search(before):
        return 0.0
    if len(words) > 1:
        if given or patronymic or initials:
            return 1.0
        return 0.5 if looks_like_a_surname(words[0]) or looks_like_a_surname(words[-1]) else 0.2
    if given:
        return 0.7 if not _begins_a_sentence(prose, start) else 0.55
    if _begins_a_sentence(prose, start) or _PLACE_BEFORE.search(before):
        return 0.1
    return 0.45 if looks_like_a_surname(words[0]) else 0.2


def _has_cyrillic(plain: str) -> bool:
    return bool(re.search("[а-я]", plain))
