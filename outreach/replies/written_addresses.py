"""E-mail addresses in a person's text: plain, spelled out against robots, broken over lines, or only described."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressMention:
    """An address and where it stands."""

    start: int
    end: int
    #: Lower case, complete.
    address: str
    #: Put together by us from a description; somebody should look at it before it is written to.
    pieced: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose "our domain" and "same as mine" is meant."""

    address: str = ""
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


_LOCAL = r"[a-z0-9][a-z0-9._%+'-]{0,62}"
_LABEL = r"[a-z0-9à-öø-ÿа-я](?:[a-z0-9à-öø-ÿа-я-]{0,61}[a-z0-9à-öø-ÿа-я])?"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL}){{1,5}}"

_PLAIN = re.compile(rf"(?<![\w.+-]){_LOCAL}@{_DOMAIN}")
# "leland.tarrant@ / stillwater.example" and "kovcheg- / mebel.example"
_BROKEN = re.compile(
    rf"(?<![\w.+-]){_LOCAL}\n?@(?:[ \n]{{0,2}}{_DOMAIN}|{_LABEL}-\n{_DOMAIN}"
    rf"|{_LABEL}\n?\.\n?{_LABEL}(?:\.{_LABEL})?)"
)

_AT = (
    r"(?:[\[({<] ?(?:at|@|a|arroba|arobase|собака|ат|эт|klammeraffe) ?[\])}>]| (?:at|@|arroba"
    r"|arobase|собака|собачка|ат|эт) |@)"
)
_DOT_SIGN = (
    r"(?: ?[\[({<] ?(?:dot|\.|punkt|point|punto|точка|d) ?[\])}>] ?| (?:dot|punkt|point|punto|точка"
    r"|тчк) |\.)"
)
_HYPHEN_SIGN = (
    r"(?: ?[\[({<] ?(?:hyphen|dash|-|minus|bindestrich|tiret|gui[oó]n|дефис|тире)"
    r" ?[\])}>]| (?:hyphen|dash|minus|bindestrich|tiret|gui[oó]n|дефис|тире) |-)"
)
_UNDERSCORE = r"(?: (?:underscore|unterstrich|нижнее подчеркивание|guion bajo) |_)"
_PIECE = r"[a-z0-9]{1,40}"
_SPELLED = re.compile(
    rf"(?<![\w.@-])({_PIECE}(?:(?:{_DOT_SIGN}|{_HYPHEN_SIGN}|{_UNDERSCORE}){_PIECE}){{0,4}}) ?({_AT}) ?"
    rf"({_PIECE}(?:{_HYPHEN_SIGN}{_PIECE}){{0,4}}(?:{_DOT_SIGN}{_PIECE}(?:{_HYPHEN_SIGN}{_PIECE})?){{1,4}})(?!"
    rf"[\w@])"
)
_SIGNS = (
    (re.compile(_DOT_SIGN), "."),
    (re.compile(_HYPHEN_SIGN), "-"),
    (re.compile(_UNDERSCORE), "_"),
)

_NO_DOMAIN = re.compile(rf"(?<![\w.+@-])({_LOCAL})@(?![\w.-]|\n?{_LABEL}\.)")
_OUR_DOMAIN = (
    r"(?:(?:at|@|on|with|und|mit|bei|на|в|a|en|à|:)[ ,]{0,2})"
    r"(?:(?:our|the|this|my|same|unser\w*|der|die|dies\w*|gleiche\w*|selbe\w*|наш\w*|тот же|том же"
    r"|этот же|этом же|мо[йе]\w*"
    r"|notre|le|même|nuestr\w+|mismo|el|mi)[ -]){1,2}(?:\w+ )?(?:domain\w*|домен\w*|domaine|dominio"
    r"|company domain)\b"
    r"(?: (?:as|wie|что|как|que|comme) (?:mine|me|us|this|my\w*|ours|bei mir|у меня|le mien|el mío"
    r"|ich|meine|moi|yo)| же)?"
)
_DESCRIBED = re.compile(
    rf"(?<![\w.+@-])({_LOCAL})(?:@,? {_OUR_DOMAIN.replace('[ ,]{0,2})', '[ ,]{0,2})?', 1)}|,?"
    rf" {_OUR_DOMAIN})"
)
_SAME_PATTERN = re.compile(
    r"\b(?:same|usual|standard|normal|similar) (?:\w+ )?(?:format|pattern|scheme|convention"
    r"|structure|style|system)\b"
    r"|\b(?:address|e-?mail|format) (?:is |follows |has |works )?(?:the )?(?:same|like|as) (?:\w+"
    r" )?(?:mine|me|ours)\b"
    r"|\bgleiche\w* (?:schema|muster|format|aufbau)\b|\bmême (?:format|schéma|modèle)\b|\bmismo"
    r" (?:formato|esquema)\b"
    r"|\b(?:по той же схеме|такой же формат|адрес по аналогии|как у меня)\b"
)
_BY_RULE = re.compile(
    r"\b(?:first ?name|vorname|pr[ée]nom|nombre|имя)[ ,]*(dot|\.|point|punkt|punto|точка|underscore"
    r"|hyphen|dash|-|_|)[ ,]*"
    r"(?:last ?name|surname|family name|nachname|nom|apellido|фамилия)\b"
)
_RULE_SIGN = {"underscore": "_", "_": "_", "hyphen": "-", "dash": "-", "-": "-", "": ""}
#: Words in front of "@"-less "our domain" that are no mailbox.
_NO_MAILBOX = frozenset(
    "is at on the same our my it with and under use uses using in address mail email e-mail name"
    " from to has have "
    "format usual адрес почта на в der die das unter est es el la le surname lastname name nachname"
    " фамилия nom apellido "
    "me us him her them you tomorrow today work home desk office am pm meet call here there look"
    " arrive start".split()
)


def address_mentions(plain: str, text: str, writer: Writer) -> tuple[AddressMention, ...]:
    """All addresses, in their order. `plain` is `text` as rules read it (lower case, one sentence a line)."""
    lowered = text.lower() if len(text.lower()) == len(text) else plain
    found: list[AddressMention] = []
    for mention in (
        *_plain(lowered),
        *_broken(lowered),
        *_spelled(plain),
        *_without_domain(lowered, writer),
        *_described(plain, writer),
    ):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def says_the_pattern_is_ours(plain: str) -> bool:
    """Whether the text says that addresses there are built like the writer's own."""
    return bool(_SAME_PATTERN.search(plain) or _BY_RULE.search(plain))


def address_by_pattern(name: str, plain: str, writer: Writer) -> str | None:
    """The address of `name` as the described rule, or the writer's own address, would build it."""
    words = [word for word in re.split(r"[^\w-]+", name.lower()) if word]
    if len(words) < 2 or not writer.domain or not all(word.isascii() for word in words):
        return None
    # "van der Berg" is one surname, its parts written together.
    first, last = words[0], words[-1] if words[-2] not in _PARTICLES else "".join(words[1:])
    by_rule = _BY_RULE.search(plain)
    if by_rule:
        return f"{first}{_RULE_SIGN.get(by_rule.group(1), '.')}{last}@{writer.domain}"
    local = _built_like(writer, first, last)
    return f"{local}@{writer.domain}" if local else None


_PARTICLES = frozenset("van von der den de di da du la le del dos ten ter zu".split())


def _built_like(writer: Writer, first: str, last: str) -> str | None:
    own = [word for word in re.split(r"[^\w-]+", writer.name.lower()) if word]
    local = writer.address.partition("@")[0]
    if len(own) < 2:
        return None
    mine_first, mine_last = own[0], own[-1]
    for sign in (".", "_", "-", ""):
        shapes = {
            f"{mine_first}{sign}{mine_last}": f"{first}{sign}{last}",
            f"{mine_last}{sign}{mine_first}": f"{last}{sign}{first}",
            f"{mine_first[0]}{sign}{mine_last}": f"{first[0]}{sign}{last}",
            f"{mine_first}{sign}{mine_last[0]}": f"{first}{sign}{last[0]}",
            f"{mine_last}{sign}{mine_first[0]}": f"{last}{sign}{first[0]}",
        }
        if local in shapes:
            return shapes[local]
    return {mine_first: first, mine_last: last}.get(local)


def _plain(lowered: str) -> Iterator[AddressMention]:
    for found in _PLAIN.finditer(lowered):
        # "kovcheg-<line end>mebel.example" belongs to the broken ones.
        if not lowered.startswith("-\n", found.end()):
            yield _mention(found.start(), found.end(), found.group())


def _broken(lowered: str) -> Iterator[AddressMention]:
    for found in _BROKEN.finditer(lowered):
        if "\n" in found.group() or " " in found.group():
            yield _mention(found.start(), found.end(), re.sub(r"\s", "", found.group()))


def _spelled(plain: str) -> Iterator[AddressMention]:
    joined = plain.replace("\n", " ")
    for found in _SPELLED.finditer(joined):
        local, at, domain = found.groups()
        word_at = at.strip().isalpha()
        if word_at and (local in _NO_MAILBOX or not _names_a_domain(domain)):
            continue
        if at == "@" and not re.search(r"[ \[({<]", domain + local):
            continue
        yield _mention(found.start(), found.end(), f"{_without_signs(local)}@{_without_signs(domain)}")


def _names_a_domain(written: str) -> bool:
    # "meet me at 9.30" is no address: behind a bare word "at" the dot must be spelled out, or the end be letters.
    return bool(re.search(r"(?:dot|punkt|point|punto|точка|тчк)", written)) or bool(
        re.search(r"[a-z-]{3,}\.[a-z]{2,}$", written)
    )


def _without_signs(written: str) -> str:
    for sign, character in _SIGNS:
        written = sign.sub(character, written)
    return re.sub(r"\s", "", written)


def _without_domain(lowered: str, writer: Writer) -> Iterator[AddressMention]:
    if not writer.domain:
        return
    for found in _NO_DOMAIN.finditer(lowered):
        yield AddressMention(found.start(), found.end(), f"{found.group(1)}@{writer.domain}", pieced=True)


def _described(plain: str, writer: Writer) -> Iterator[AddressMention]:
    if not writer.domain:
        return
    for found in _DESCRIBED.finditer(plain.replace("\n", " ")):
        local = found.group(1).strip(".")
        if local not in _NO_MAILBOX and len(local) > 1:
            yield AddressMention(found.start(), found.end(), f"{local}@{writer.domain}", pieced=True)


def _mention(start: int, end: int, address: str) -> AddressMention:
    return AddressMention(start, end, address.strip("."))
