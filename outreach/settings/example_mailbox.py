"""The example mailbox that `outreach init` writes, and a mailbox of one's own in its place.

Only the example as it was shipped is ever taken out: whoever changed a letter of it has made it theirs. The comments
that explain its keys stay, with the new mailbox's values below them.
"""

import re
from collections.abc import Iterator, Mapping

from outreach.core.shipped import shipped
from outreach.settings.mailbox_section import NewMailbox, secret_variable, section

#: How the configuration calls it, and where it is: nobody has a mailbox below `.example` (RFC 2606, 3).
EXAMPLE_NAME, EXAMPLE_ADDRESS = "ana", "ana@brighttools.example"

_HEADER = re.compile(r"(#?)\[{1,2}([a-z0-9_.]+)\]{1,2}\Z")
#: A setting, or one that is switched off: what is a sentence has a space behind its #.
_SETTING = re.compile(r"(#?)([a-z0-9_]+) = .*\Z")
#: In comments that name a command or a file of the example; each is written with the new name or address.
_NAMED = ("authorize {}`", "dkim {}`", "dkim-{}.pem")
#: Of the example, and not of the new mailbox: switched off, unless the new one has it.
_OFF = frozenset({("mailboxes.smtp", "password"), ("mailboxes.imap", "password")})


def stands_in(text: str) -> bool:
    """Whether the example is in this configuration as it was shipped, once. Line ends are as Python reads them."""
    return text.count(_example()) == 1


def in_its_place(text: str, new: NewMailbox) -> str:
    """The configuration with the new mailbox where the example was; it has to stand there."""
    return text.replace(_example(), _filled_in(new))


def _example() -> str:
    """From its first setting to the last comment that is about it."""
    whole = shipped("config.example.toml").read_text(encoding="utf-8")
    _, header, rest = whole.partition("\n[[mailboxes]]\n")
    ours, _, _ = rest.partition("\n[tokens]\n")
    # What is above [tokens] explains that.
    return header + ours[: ours.rindex("\n\n") + 1]


def _filled_in(new: NewMailbox) -> str:
    wanted = dict(_settings(section(new).splitlines()))
    lines = list(_lines(_named_anew(new).splitlines(), wanted, reads=new.imap is not None))
    if wanted:
        raise ValueError(f"the example has no place for {', '.join('.'.join(key) for key in wanted)}")
    return "\n".join(lines) + "\n"


def _settings(lines: list[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """((table, key), line) of those that are switched on."""
    table = ""
    for line in lines:
        if (header := _HEADER.match(line)) and not header[1]:
            table = header[2]
        elif (setting := _SETTING.match(line)) and not setting[1]:
            yield (table, setting[2]), line


def _lines(lines: list[str], wanted: dict[tuple[str, str], str], *, reads: bool) -> Iterator[str]:
    """The example's, with what is wanted in its place, which is taken out of `wanted`."""
    table = ""
    for line in lines:
        if header := _HEADER.match(line):
            table = header[2]
            yield _switched(line, header, on=_has(table, wanted, header, reads=reads))
        elif setting := _SETTING.match(line):
            key = (table, setting[2])
            off = key in _OFF or (table.startswith("mailboxes.imap") and not reads)
            kept = _switched(line, setting, on=not (off or setting[1]))
            yield wanted.pop(key, kept)
        else:
            yield line


def _has(table: str, wanted: Mapping[tuple[str, str], str], header: "re.Match[str]", *, reads: bool) -> bool:
    if table.startswith("mailboxes.imap"):
        return reads
    return not header[1] or any(of == table for of, _ in wanted)


def _switched(line: str, found: "re.Match[str]", *, on: bool) -> str:
    bare = line[len(found[1]) :]
    return bare if on else f"#{bare}"


def _named_anew(new: NewMailbox) -> str:
    """The example with the new mailbox's name and address in its comments."""
    text = _example().replace(EXAMPLE_ADDRESS, new.address)
    text = text.replace(secret_variable(EXAMPLE_NAME, ""), secret_variable(new.name, ""))
    for words in _NAMED:
        text = text.replace(words.format(EXAMPLE_NAME), words.format(new.name))
    return text
