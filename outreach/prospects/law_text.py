"""What a country's rule adds below a mail, in the recipient's language.

A text of `countries.toml` may name a few values and nothing else: `{{ sender.organisation }}`. It is no template;
what it does not know is a fault when the file is read.
"""

import re
from collections.abc import Iterator, Mapping

from outreach.prospects.law import Condition, Ruling, Texts

#: What a text may name.
PLACES = ("sender.name", "sender.organisation", "sender.postal_address", "sender.address", "source")

_PLACE = re.compile(r"\{\{\s*([\w.]*)\s*\}\}")
_BRACES = re.compile(r"[{}]")


def added_text(ruling: Ruling, *, language: str | None, sender: Mapping[str, str], body: str) -> str:
    """What goes below a mail, its paragraphs parted by line ends; "" where the rule adds nothing.

    `sender` has the values of PLACES but `source`. What the rule asks for and `body` already says is not repeated.
    """
    values = {f"sender.{name}": value for name, value in sender.items()} | {"source": ruling.detail}
    told = [_filled(in_language(texts, language), values) for texts in ruling.added]
    return "\n".join([*_missing_of_us(ruling, sender, body), *told])


def below(body: str, added: str) -> str:
    """The mail with the text below its last line, an empty line between them."""
    return f"{body.rstrip()}\n\n{added}\n" if added else body


def in_language(texts: Texts, language: str | None) -> str:
    """The text in that language, else in English, else the first one."""
    known = dict(texts)
    spoken = (language or "").partition("-")[0].lower()
    return known.get(spoken) or known.get("en") or texts[0][1]


def foreign_places(text: str) -> list[str]:
    """What a text names that it may not, and braces that name nothing."""
    unknown = [name or "{{ }}" for name in _PLACE.findall(text) if name not in PLACES]
    return unknown + sorted(set(_BRACES.findall(_PLACE.sub("", text))))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], ""), text)


def _missing_of_us(ruling: Ruling, sender: Mapping[str, str], body: str) -> Iterator[str]:
    written = _folded(body)
    organisation, address = sender["organisation"], sender["postal_address"]
    if Condition.IDENTITY in ruling.rule.asks and _folded(organisation) not in written:
        yield f"{sender['name']}, {organisation}"
    if Condition.POSTAL_ADDRESS in ruling.rule.asks and _folded(address) not in written:
        yield address


def _folded(text: str) -> str:
    return " ".join(text.split())
