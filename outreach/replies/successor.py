"""A colleague who tells that somebody has left, and that the work is theirs now."""

import re

from outreach.replies.cast import Cast
from outreach.replies.prose import Prose
from outreach.replies.verdict import Person, Via

_MINE_NOW = re.compile(
    r"\b(?:i(?:'ve| have)? (?:now )?(?:taken|took|take|taking) (?:over|on|her|his|their)|i(?:'m"
    r"| am) (?:now )?(?:her|his|the|their) (?:replacement|successor)"
    r"|i (?:now )?(?:do|handle|look after|run|cover) (?:her|his|their|this|that|it)|(?:write|talk|speak"
    r"|send it|come) to me\b"
    r"|(?:habe|führe|mache|betreue|bin) ich (?:jetzt |nun )?(?:übernommen|seine?|ihre?|der nachfolger"
    r"|die nachfolgerin)|ich habe (?:\w+ ){0,4}übernommen|bin (?:seine?|ihre?) nachfolger(?:in)?"
    r"|wenden sie sich (?:\w+ )?an mich|c'est moi qui (?:ai |l'ai )?(?:repris|reprends|le remplace"
    r"|la remplace)|je (?:le|la) remplace|j'ai repris|adressez-vous à moi|écrivez-moi"
    r"|(?:yo )?(?:he asumido|asumí|ocupo su|llevo sus|soy su (?:sustitut[oa]|reemplazo|sucesora?))"
    r"|escríbame a mí|ahora lo llevo yo"
    r"|(?:теперь|сейчас) (?:это )?(?:веду |занимаюсь )?я\b|я (?:теперь )?(?:вместо|занимаюсь|веду"
    r"|принял\w*|на (?:его|ее) месте)|дела принял\w* я|пишите (?:теперь )?мне)\b"
)


def successor(prose: Prose, cast: Cast) -> tuple[Person, ...]:
    """The writer, where they say that they do the work of whom we wrote to; else nobody."""
    writer = cast.writer
    if (
        not writer.address
        or writer.address == cast.addressee.address.lower()
        or not _MINE_NOW.search(prose.plain)
    ):
        return ()
    return (Person(writer.name or None, writer.address, via=Via.TEXT),)
