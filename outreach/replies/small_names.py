"""Names written without their capitals: "ask steve", "RICK BELANGER OWNS THIS", "спросите марину".

Only given names that we know are taken for names so, and only where they are no word of the language; a cue beside
them must say that they are meant.
"""

import re
from collections.abc import Iterator

from outreach.replies.name_mention import NameMention
from outreach.replies.prose import Prose
from outreach.replies.russian_names import is_given_name, is_patronymic, nominative_name
from outreach.replies.words.given_names import GIVEN_NAMES, is_known_given_name
from outreach.replies.words.not_names import COMMON_AS_WORDS, NOT_BEHIND_A_NAME, NOT_NAMES, RUSSIAN_WORDS

_WORD = re.compile(r"(?<![\w@.'-])[^\W\d_]{3,14}(?:-[^\W\d_]{3,12})?(?![\w@]|'\w{3})")
_PARTICLES = r"(?:(?:de|van|von|der|den|la|le|el|al|del|da|di|dos|du|bin) ){0,2}"
_NEXT = re.compile(rf" ({_PARTICLES}(?:o'|mc|d')?[^\W\d_]{{3,16}}(?:-[^\W\d_]{{3,16}})?)(?![\w@'])")
_ENDS_A_CLAUSE = re.compile(
    r" ?[,.;:!?()\n]| ?\Z| [-=<]| (?:and|or|is|owns|does|runs|handles|has|und|oder|ist|macht|et|ou|est"
    r"|qui|y|o|es|que|lleva|who|he|she"
    r"|on|at|in|from|он|она|и|или)\b"
)
_NEXT_CYRILLIC = re.compile(r" ([а-яёіїє]{4,})(?![\w-])")
_SURNAME_WRITTEN_SMALL = re.compile(
    r"(?:[оеё]в(?:а|у|ой|ым|е)?|[а-я]{3}ин(?:а|у|ой|ым)|(?:ск|цк)(?:ий|ая|ого|ому|им|ой|ую)"
    r"|[а-я]{2}енко)\Z"
)


def names_written_small(prose: Prose) -> Iterator[NameMention]:
    """Known given names in small letters or in capitals only, with the surname where it cannot be another word."""
    for found in _WORD.finditer(prose.plain):
        word = found.group()
        if "а" <= word[0] <= "ї":
            if is_given_name(word) and _is_small(prose, found):
                yield from _cyrillic(prose, found.start(), word)
        elif _is_a_name(word) and _is_small(prose, found):
            surname = _NEXT.match(prose.plain, found.end())
            if surname and _may_be_a_surname(prose, surname):
                whole = f"{word} {surname[1]}"
                yield NameMention(found.start(), surname.end(), capitalised(whole), 0.7)
            else:
                yield NameMention(found.start(), found.end(), capitalised(word), 0.5)


def _is_small(prose: Prose, found: re.Match[str]) -> bool:
    written = prose.text[found.start() : found.end()]
    return written == found.group() or written.isupper()


def _is_a_name(word: str) -> bool:
    if word not in GIVEN_NAMES and (len(word) < 5 or not is_known_given_name(word)):
        return False
    return word not in NOT_NAMES and word not in COMMON_AS_WORDS


def _may_be_a_surname(prose: Prose, found: re.Match[str]) -> bool:
    last = found[1].rpartition(" ")[2]
    return (
        last not in NOT_NAMES
        and last not in NOT_BEHIND_A_NAME
        and _ENDS_A_CLAUSE.match(prose.plain, found.end()) is not None
    )


def _cyrillic(prose: Prose, start: int, word: str) -> Iterator[NameMention]:
    if word in RUSSIAN_WORDS:
        return
    end, words, certainty = start + len(word), [word.capitalize()], 0.5
    for _ in range(2):
        follows = _NEXT_CYRILLIC.match(prose.plain, end)
        if follows is None or not (
            is_patronymic(follows[1])
            or (_SURNAME_WRITTEN_SMALL.search(follows[1]) and follows[1] not in RUSSIAN_WORDS)
        ):
            break
        words.append(follows[1].capitalize())
        end, certainty = follows.end(), 0.8
    before = prose.plain[prose.sentence_at(start)[0] : start]
    yield NameMention(start, end, nominative_name(words, before), certainty)


def capitalised(name: str) -> str:
    """ "torben röhr" is Torben Röhr, "O'NEILL" O'Neill; particles stay small."""
    return re.sub(
        r"[^\W\d_]+",
        lambda part: part[0] if part[0] in _SMALL_PARTICLES and part.start() > 0 else part[0].capitalize(),
        name.lower(),
    )


_SMALL_PARTICLES = frozenset("de van von der den la le del da di dos du bin".split())
