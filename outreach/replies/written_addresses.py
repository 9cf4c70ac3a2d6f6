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
    r"(?:_at_|[\[({<] ?(?:at|ät|@|a|arroba|arobase|собака|ат|эт|klammeraffe|affe|chiocciola|małpa|malpa"
    r"|apenstaartje|snabel-a|равлик|собачка|arrobe|aroba) ?[\])}>]| (?:at|ät|@|arroba"
    r"|arobase|собака|собачка|ат|эт|affe|klammeraffe|chiocciola|małpa|malpa|apenstaartje|снежинка|равлик"
    r"|arrobe|aroba|sign at) |@)"
)
_DOT_SIGN = (
    r"(?: ?[\[({<] ?(?:dot|\.|punkt|point|punto|точка|крапка|kropka|d) ?[\])}>] ?| (?:dot|punkt|point"
    r"|punto|точка|крапка|kropka|period"
    r"|тчк) | \. ?(?=[a-z])|\.)"
)
_HYPHEN_SIGN = (
    r"(?: ?[\[({<] ?(?:hyphen|dash|-|minus|bindestrich|tiret|gui[oó]n|дефис|тире)"
    r" ?[\])}>]| (?:hyphen|dash|minus|bindestrich|tiret|gui[oó]n|дефис|тире) |-)"
)
_UNDERSCORE = (
    r"(?: (?:underscore|underline|low dash|unterstrich|tiret bas|(?:нижнее )?подчеркивание|gui[oó]n bajo) |_)"
)
_PIECE = r"[a-z0-9]{1,40}"
_SPELLED = re.compile(
    rf"(?<![\w.@-])({_PIECE}(?:(?:{_DOT_SIGN}|{_UNDERSCORE}|{_HYPHEN_SIGN}){_PIECE}){{0,4}}) ?({_AT}) ?"
    rf"({_PIECE}(?:{_HYPHEN_SIGN}{_PIECE}){{0,4}}(?:{_DOT_SIGN}{_PIECE}(?:{_HYPHEN_SIGN}{_PIECE})?){{1,4}})(?!"
    rf"[\w@])"
)
_SIGNS = (
    (re.compile(_DOT_SIGN), "."),
    (re.compile(_UNDERSCORE), "_"),
    (re.compile(_HYPHEN_SIGN), "-"),
)

_NO_DOMAIN = re.compile(
    rf"(?<![\w.+@-])({_LOCAL})@(?:(?=\.\.)|(?![\w.-]|\n?{_LABEL}\.)|(?P<ours>ours|us|mine|same"
    rf"|(?:the)?company|unsere|наш|notre|nuestro|{_LABEL})(?![\w.@-]))"
)
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
#: "..., same domain", "(rest as mine)": behind what can only be the first part of an address.
_LIKE_MINE = (
    r"(?:(?:(?:at|on|with|then|plus|und|mit|bei|на|и|et|y|en|à|@) ){0,2}(?:(?:the |our |la |el |le |die "
    r"|der )?(?:same|usual|gleiche|selbe|même|mismo|наш|тот же)"
    r" (?:domain|ending|bit|rest|end|домен\w*|domäne|domaine|dominio|endung|fin)|(?:our|unsere|наш|notre"
    r"|nuestro) (?:domain|домен|domaine|dominio)"
    r"|(?:domain|домен|domaine|dominio|the rest|rest|der rest|остальное|дальше|далее|le reste|lo demás"
    r"|el resto|ending) (?:is |ist |est |es )?(?:the )?(?:same|wie|as|like|как|тот же|то же|pareil|comme"
    r"|igual|gleich)))"
)
_BEHIND_LOCAL = re.compile(
    rf"(?<![\w.+@-])(?P<local>[a-z0-9]+(?:(?:[._-]|{_DOT_SIGN})[a-z0-9]+){{1,3}}|(?<=login )[a-z0-9]+"
    rf"|(?<=логин )[a-z0-9]+)@?,? ?[(-]? ?{_LIKE_MINE}\b"
)
_EXCHANGED = (
    re.compile(
        r"\b(?P<new>[a-z0-9.]{2,20}) (?:instead of|rather than|in place of|statt|anstatt|anstelle von"
        r"|au lieu de|à la place de|en lugar de|en vez de|вместо|замість)"
        r" (?P<old>[a-z0-9.]{1,20})\b"
    ),
    re.compile(
        r"\b(?:swap|replace|switch|exchange|ersetz\w*|tausch\w*|remplace[zr]?|cambi\w+|reemplaz\w+"
        r"|замените|поменяйте)(?: out)? (?:the )?(?P<old>[a-z0-9.]{1,20})"
        r" (?:for|with|by|to|durch|gegen|par|por|на) (?P<new>[a-z0-9.]{2,20})\b"
    ),
    re.compile(
        r"\b(?:statt|drop(?: the)?|instead of|вместо) (?P<old>[a-z0-9.]{1,20}),? (?:and put |put "
        r"|einfach |eben |use |пишите )?(?P<new>[a-z0-9.]{2,20})\b"
    ),
)
_SPEAKS_OF_ADDRESSES = re.compile(
    r"\b(?:address|e-?mail|mail|adresse|correo|dirección|direccion|адрес\w*|почт\w+|ящик\w*|контакт\w*"
    r"|as mine|wie meine|domain|домен)\b|@"
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
    "are were was been find found see visit website site page blog shop store online hosted registered based live"
    " works working company there's here's that's "
    "me us him her them you tomorrow today work home desk office am pm meet call here there look"
    " arrive start".split()
)


def address_mentions(plain: str, text: str, writer: Writer) -> tuple[AddressMention, ...]:
    """All addresses, in their order. `plain` is `text` as rules read it (lower case, one sentence a line)."""
    lowered = small if len(small := text.lower()) == len(text) else plain
    found: list[AddressMention] = []
    for mention in _in_order_of_trust(plain, lowered, writer):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _in_order_of_trust(plain: str, lowered: str, writer: Writer) -> Iterator[AddressMention]:
    """Each way of writing is looked for only where its words stand: most texts have none."""
    if "@" in lowered:
        yield from _plain(lowered)
        yield from _broken(lowered)
    if _stands_in(_AT_WORDS, plain):
        yield from _spelled(plain, writer)
    if "@" in lowered:
        yield from _without_domain(lowered, writer)
    if _stands_in(_DOMAIN_WORDS, plain):
        yield from _described(plain, writer)
    if _stands_in(_EXCHANGE_WORDS, plain):
        yield from _exchanged(plain, writer)


def _stands_in(words: tuple[str, ...], plain: str) -> bool:
    for word in words:  # noqa: SIM110 - this is asked of every message, and a generator costs more than the search
        if word in plain:
            return True
    return False


_AT_WORDS = (
    "@", " at ", "(at", "[at", "_at_", "{at", "<at", "( at", "[ at", "ät", "arroba", "arobase", "собак",
    "собач", " ат ", " эт ", "affe", "chiocciola",
    "alpa", "ałpa", "apenstaartje", "snabel", "равлик", "aroba", "arrobe", "снежинка", "(a)", "[a]",
    "sign at", "\nat ", " at\n",
)  # fmt: skip
_DOMAIN_WORDS = (
    "domain", "домен", "domäne", "dominio", "ending", "endung", " rest ", "(rest", "остальное", "дальше",
    "далее", "le reste", "lo demás", "el resto", "same bit",
    "même fin",
)  # fmt: skip
_EXCHANGE_WORDS = (
    "instead of", "rather than", "in place of", "statt", "anstelle", "au lieu", "à la place", "en lugar",
    "en vez", "вместо", "замість", "swap", "replac",
    "switch", "exchang", "tausch", "remplac", "cambi", "reemplaz", "замените", "поменяйте", "ersetz", "drop ",
)  # fmt: skip


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


#: "Thanks @anna.weber" is no address.
_NAMES_AN_END = re.compile(
    r"(?:example|com|net|org|de|at|ch|ru|su|ua|by|kz|fr|be|es|mx|ar|cl|co|uk|us|ca|au|nz|ie|in|it|nl|pl"
    r"|pt|se|no|dk|fi|eu|io|info|biz|br|za|ae|sg|jp|cn|tr|cz)\Z"
)


def _spelled(plain: str, writer: Writer) -> Iterator[AddressMention]:
    joined = plain.replace("\n", " ")
    for found in _SPELLED.finditer(joined):
        local, at, domain = found.groups()
        word_at = at.strip().isalpha()
        if word_at and (local in _NO_MAILBOX or not _names_a_domain(domain)):
            continue
        if at == "@" and not re.search(r"[ \[({<]", found.group()):
            continue
        if at.strip() == "@" and not (_NAMES_AN_END.search(domain) or domain == writer.domain):
            continue
        yield _mention(found.start(), found.end(), f"{_without_signs(local)}@{_without_signs(domain)}")


def _names_a_domain(written: str) -> bool:
    # "meet me at 9.30" is no address: behind a bare word "at" the dot must be spelled out, or the end be letters.
    return bool(re.search(r"(?:dot|punkt|point|punto|точка|тчк|крапка|kropka|period)", written)) or bool(
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
        if found["ours"] and found["ours"] not in _OURS and found["ours"] != writer.domain.partition(".")[0]:
            continue
        yield AddressMention(found.start(), found.end(), f"{found.group(1)}@{writer.domain}", pieced=True)


_OURS = frozenset("ours us mine same company thecompany unsere наш notre nuestro".split())


def _described(plain: str, writer: Writer) -> Iterator[AddressMention]:
    if not writer.domain:
        return
    for found in _DESCRIBED.finditer(plain.replace("\n", " ")):
        local = found.group(1).strip(".")
        if local not in _NO_MAILBOX and len(local) > 1:
            yield AddressMention(found.start(), found.end(), f"{local}@{writer.domain}", pieced=True)
    for found in _BEHIND_LOCAL.finditer(plain.replace("\n", " ")):
        local = _without_signs(found["local"])
        if _A_RULE.search(local):
            continue
        yield AddressMention(found.start(), found.end(), f"{local}@{writer.domain}", pieced=True)


#: "First name dot surname, same domain" is no mailbox.
_A_RULE = re.compile(r"(?:name|initial|vorname|prenom|nom|nombre|apellido|first|last)(?:\Z|[._-])")


def _exchanged(plain: str, writer: Writer) -> Iterator[AddressMention]:
    """ "The same address, only kirill instead of gleb": the writer's own with one part changed."""
    local = writer.address.partition("@")[0]
    for pattern in _EXCHANGED if writer.domain and local else ():
        for found in pattern.finditer(plain):
            old, new = found["old"].strip("."), found["new"].strip(".")
            parts = re.split(r"([._-])", local)
            if new in _NO_MAILBOX or not _SPEAKS_OF_ADDRESSES.search(
                plain[slice(*_line(plain, found.start()))]
            ):
                continue
            if old == local:
                yield AddressMention(found.start(), found.end(), f"{new}@{writer.domain}", pieced=True)
            elif old in parts:
                changed = "".join(new if part == old else part for part in parts)
                yield AddressMention(found.start(), found.end(), f"{changed}@{writer.domain}", pieced=True)


def _line(plain: str, position: int) -> tuple[int, int]:
    end = plain.find("\n", position)
    return plain.rfind("\n", 0, position) + 1, len(plain) if end < 0 else end


def _mention(start: int, end: int, address: str) -> AddressMention:
    return AddressMention(start, end, address.strip("."))
