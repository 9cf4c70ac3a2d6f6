"""People's names in a text: where they stand and how sure it is that they are names."""

import re
from collections.abc import Iterable, Iterator

from outreach.replies.name_mention import NameMention
from outreach.replies.prose import Prose
from outreach.replies.russian_names import is_given_name, is_patronymic, looks_like_a_surname, nominative_name
from outreach.replies.small_names import capitalised
from outreach.replies.words.given_names import GIVEN_NAMES, is_known_given_name
from outreach.replies.words.not_names import COMMON_AS_WORDS, COMPANY_WORDS, NOT_NAMES, TITLE_WORDS

_HONORIFIC = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Dipl\.-\w+|Mag|Magister|Prok|KommR|RA|StB|DI|M|Mme|Mlle|MM"
    r"|Me|Maître|Dre"
    r"|D|Dña|Dra|Ing|Lic|Arq|C\.P|L\.C|drs|ir|Hr|Fr|Mgr"
    r"|(?i:herrn?|frau|monsieur|madame|mademoiselle|mister|m[rs]s|señora?|don|doña|srta|sra?|familie|dame"
    r"|the good))\.? )"
)
_PARTICLE = (
    r"(?:(?:de|van|von|der|den|da|di|du|la|le|del|dos|das|bin|ibn|al|el|zu|zum|ter|ten|y|e"
    r"|af|av|st\.?) |(?:d'|al-|el-|de la |van der |van den |von der ))"
)
_LATIN_WORD = (
    r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][a-zßà-öø-ÿā-ž]+(?:['’-]?[A-ZÀ-ÖØ-ÞĀ-Ž][a-zßà-öø-ÿā-ž]+)*"
    r"|[OD]['’][A-Z][a-zßà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?|Mc[A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
)
_INITIAL = r"(?:[A-ZÀ-ÖØ-Þ]\.(?:-?[A-Z]\.)?)"
_LATIN = re.compile(
    rf"(?<![\w.])(?<!\w@)(?P<honorific>{_HONORIFIC}{{1,3}})?(?P<name>(?:{_INITIAL} ?)?{_LATIN_WORD}(?:"
    rf" (?:{_PARTICLE}){{0,2}}(?:{_LATIN_WORD}|{_INITIAL}))"
    rf"{{0,3}})(?![\w@])"
)
_HONORIFIC_INSIDE = re.compile(rf" ({_HONORIFIC}{{1,3}})")
#: "Marie DUPONT", "DUPONT Marie", "Marie LE GOFF".
_CAPITALS = r"(?:(?:DE|LE|LA|DU|VAN|VON|EL|DI|D')[ ]?)?[A-ZÀ-ÖØ-ÞĀ-Ž]{3,}(?:[-'][A-ZÀ-ÖØ-Þ]{2,})?"
_IN_CAPITALS = re.compile(
    rf"(?<![\w.])(?<!\w@)(?:(?!(?:Mme|Mlle|Mrs?|Ms|Miss|Dr|Herrn?|Frau|Monsieur|Madame|Sra?"
    rf"|Don) )(?P<given>{_LATIN_WORD}) (?P<surname>{_CAPITALS})"
    rf"|(?P<first>{_CAPITALS}) (?P<behind>{_LATIN_WORD}))(?![\w@'])"
)
_CYRILLIC_WORD = r"[А-ЯЁЇІЄҐ][а-яёїієґ']+(?:-[А-ЯЁ][а-яё]+)?"
_CYRILLIC = re.compile(
    rf"(?<![\w.])(?<!\w@)(?:{_CYRILLIC_WORD} (?:[А-ЯЁ]\. ?){{1,2}}|(?:[А-ЯЁ]\. ?){{1,2}}{_CYRILLIC_WORD}"
    rf"|{_CYRILLIC_WORD}(?: {_CYRILLIC_WORD}){{0,3}})(?![\w@])"
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|aus|chez|à|in der|bei der|en)|\b(?:в|во|из|на|под|г\.|ул\.|ооо|зао|оао|пао"
    r"|ао)) ?\Z"
)
_AT_SOMEBODYS = re.compile(r"\b(?:chez|à|bei) ?\Z")
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
    latin: Iterable[NameMention] = _latin_mentions(prose, language)
    if _HAS_CAPITALS.search(prose.text):
        capitals = list(_with_surname_in_capitals(prose))
        latin = [
            *capitals,
            *(n for n in latin if not any(n.start < c.end and c.start < n.end for c in capitals)),
        ]
    cyrillic = _cyrillic_mentions(prose) if _has_cyrillic(prose.plain) else iter(())
    return tuple(sorted((*latin, *cyrillic), key=lambda mention: mention.start))


_HAS_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]{3}")


def _with_surname_in_capitals(prose: Prose) -> Iterator[NameMention]:
    for found in _IN_CAPITALS.finditer(prose.text):
        given, surname = found["given"] or found["behind"], found["surname"] or found["first"]
        if (
            not is_known_given_name(given.lower())
            or surname.lower() in NOT_NAMES
            or surname.lower() in TITLE_WORDS
        ):
            continue
        if surname.lower() in COMPANY_WORDS or _is_greeted(prose, found.start()):
            continue
        yield NameMention(found.start(), found.end(), f"{given} {capitalised(surname)}", 1.0)


def _latin_mentions(prose: Prose, language: str) -> Iterator[NameMention]:
    for found in _LATIN.finditer(prose.text):
        honorific, first = found.group("honorific") or "", found.start()
        begins, written = found.start("name"), found.group("name")
        inside = None if honorific else _HONORIFIC_INSIDE.search(written)
        if inside:
            # "Demandez M. Saïdi": what stands in front of the honorific is no name.
            honorific, first = inside[1], begins + inside.start(1)
            begins, written = begins + inside.end(), written[inside.end() :]
        start, words = _trimmed(begins, written.split(" "), prose, bool(honorific))
        if not words:
            continue
        end = start + len(" ".join(words))
        if prose.text[end : end + 1] == "@" or _is_greeted(prose, first if honorific else start):
            continue
        certainty = _latin_certainty(words, bool(honorific), prose, start, end, language)
        if certainty > 0:
            doctor = "Dr. " if "Dr" in honorific and len(words) == 1 else ""
            yield NameMention(first if honorific else start, end, doctor + " ".join(words), certainty)


def _trimmed(start: int, words: list[str], prose: Prose, honorific: bool) -> tuple[int, list[str]]:
    """The words without those in front and behind that are no names: "Contact Ana Ruiz", "Ana Ruiz Sales"."""
    while words and not honorific and (_no_name(words[0]) or _begins_with_a_verb(words, prose, start)):
        start += len(words[0]) + 1
        words = words[1:]
    while words and (words[0].islower() and not honorific):
        start += len(words[0]) + 1
        words = words[1:]
    all_words = len(words)
    while words and (_no_name(words[-1]) or (words[-1].islower())):
        words = words[:-1]
    for index, word in enumerate(words):
        if index and word.lower() in _PARTICLES and index + 1 < len(words):
            # "Imane El Khattabi"
            continue
        if not word.islower() and _no_name(word):
            words = words[:index]
            break
    if len(words) == 1 and all_words > 1 and not honorific and not is_known_given_name(words[0].lower()):
        # "Practice Manager": the word belongs to the title.
        return start, []
    return start, words


_PARTICLES = frozenset(
    "el al de van von la le di da du ben abu bin ten ter dos del der den mac st saint".split()
)


def _begins_with_a_verb(words: list[str], prose: Prose, start: int) -> bool:
    """ "Bother Neil Astley": a sentence begins with an unknown word, and a given name follows."""
    return (
        len(words) > 1
        and (len(words) > 2 or words[0].lower().endswith("ez"))
        and _begins_a_sentence(prose, start)
        and not is_known_given_name(words[0].lower().partition("-")[0])
        and "." not in words[0]
        and is_known_given_name(words[1].lower())
        and words[2:3] != ["&"]
    )


_GERMAN_TITLE = re.compile(
    r".{3,}(?:leiter|führer|chef|beauftragte|vertreter|assistent|sekretär"
    r"|verkäufer|berater)(?:in|r|n|s)?\Z"
)


def _no_name(word: str) -> bool:
    lowered = word.lower().rstrip(".")
    if _GERMAN_TITLE.match(lowered):
        return True
    return (lowered in NOT_NAMES or lowered in TITLE_WORDS) and not (
        lowered in GIVEN_NAMES and lowered not in TITLE_WORDS and lowered not in COMMON_AS_WORDS
    )


_GERMAN_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|ment|nis|tum|ling|ismus|ität|enz|anz|ei|ik|ation|ieb|kauf|dienst|wesen"
    r"|bereich|straße|platz|haus|werk)(?:en|e|s)?\Z"
)
_ARTICLE_BEFORE = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein\w*|unser\w*|ihr\w*|im|ins|zum|zur|vom|am|beim|und|oder|für|mit"
    r"|ohne|kein\w*|the|our|your|a) \Z"
)


def _latin_certainty(
    words: list[str], honorific: bool, prose: Prose, start: int, end: int, language: str
) -> float:
    known = is_known_given_name(words[0].lower()) or any(
        is_known_given_name(part) for part in words[0].lower().split("-")
    )
    if any(
        word.lower().strip(".,") in COMPANY_WORDS for word in words[1 if known and len(words) > 1 else 0 :]
    ):
        return 0.0
    before = prose.plain[max(0, start - 12) : start]
    if _QUOTE_BEFORE.search(before) and not known:
        return 0.0
    if honorific:
        return 1.0
    if len(words) > 1:
        if known:
            return 1.0
        if language == "de":
            nouns = _ARTICLE_BEFORE.search(before) or any(_GERMAN_NOUN.search(word) for word in words)
            return 0.25 if nouns or _begins_a_sentence(prose, start) else 0.45
        return 0.2 if _PLACE_BEFORE.search(before) else 0.6
    if _PLACE_BEFORE.search(before) and not (known and _AT_SOMEBODYS.search(before)):
        return 0.05
    if _COLLEAGUE_BEFORE.search(before):
        return 0.7
    if known:
        return 0.7 if not _begins_a_sentence(prose, start) or words[0].lower() not in COMMON_AS_WORDS else 0.4
    if language == "de" or _begins_a_sentence(prose, start):
        return 0.1
    return 0.3


_COLLEAGUE_BEFORE = re.compile(
    r"\b(?:kolleg(?:e|in|en)|nachfolger(?:in)?|chef(?:in)?|familie|collègue|compañer[oa]|colleague) \Z"
)


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
        and (len(words) > 2 or (is_given_name(words[1]) and _A_VERB.search(first.lower()) is not None))
    )


_A_VERB = re.compile(r"(?:(?<=..[аияеу])л(?:а|и|о)?|ть|ти|те|тесь|ться|ет|ит|ют|ят|ает|ует|ешь|уйся|и)\Z")


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
    if _PLACE_BEFORE.search(before):
        return 0.05
    if _begins_a_sentence(prose, start):
        return 0.1
    return 0.45 if looks_like_a_surname(words[0]) else 0.2


def _has_cyrillic(plain: str) -> bool:
    return bool(re.search("[а-я]", plain))
