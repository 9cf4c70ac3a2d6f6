"""Template files: `SEQUENCE/STEP[.LANG].txt`, a subject line, a blank line, the body.

A bump in a running thread has no `Subject:` of its own, since another subject would begin another thread; its
file is all body, and the composer answers under "Re: " and the subject of the first mail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.core.errors import Fault
from outreach.sequences.toml_file import did_you_mean

#: Twenty times the longest mail that the copy rules let pass.
MAX_BYTES = 16 * 1024

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")

_FILE_NAME = re.compile(r"(?P<stem>[^.]+)(?:\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*))?\.txt\Z")
_SUBJECT = re.compile(r"subject[ \t]*:[ \t]*(?P<subject>.*)\Z", re.IGNORECASE)
_OTHER_HEADER = re.compile(
    r"(?:from|to|cc|bcc|reply-to|date|sender|x-[\w-]+|тема|кому|копия|betreff|objet)[ \t]*:",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class TemplateText:
    """One template in one language. `path` is relative to the templates folder, `body_line` counts from 1."""

    path: str
    language: str
    subject: str | None
    body: str
    body_line: int = 1


def read_texts(
    folder: Path, stem: str, default_language: str, faults: list[Fault]
) -> tuple[TemplateText, ...]:
    """The template `stem` in all its languages, the default first; that is the one without a suffix.

    What is wrong is added to `faults`, with the path of the file as `folder` spells it.
    """
    texts: list[TemplateText] = []
    for path, language in _language_files(folder, stem, default_language):
        if any(text.language == language for text in texts):
            faults.append(_doubled(path, stem, language))
        elif (text := _read(path, faults)) is not None:
            parsed = parse_template(text, file=str(path), faults=faults)
            if parsed is not None:
                subject, body, body_line = parsed
                texts.append(TemplateText(f"{folder.name}/{path.name}", language, subject, body, body_line))
    return tuple(texts)


def has_template(folder: Path, stem: str, language: str | None = None) -> bool:
    """Whether there is such a template: in any language, or in the default one that is given."""
    return any(language in (None, spoken) for _, spoken in _language_files(folder, stem, language or ""))


def parse_template(text: str, *, file: str, faults: list[Fault]) -> tuple[str | None, str, int] | None:
    """Subject, body and the line on which the body begins; None with a fault where that cannot be told."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        faults.append(Fault(file, "is empty.", remedy="Write the mail."))
        return None
    top = lines[first].strip()
    if header := _SUBJECT.match(top):
        return _with_subject(header["subject"].strip(), lines, first, file, faults)
    if _OTHER_HEADER.match(top):
        problem = "begins with a header that is not a template's to set."
        faults.append(Fault(file, problem, line=first + 1, remedy="Only Subject: is."))
        return None
    return None, _body(lines, first), first + 1


def stems_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each template file of a sequence's folder, with the name of its template."""
    for path in sorted(folder.glob("*.txt")):
        if match := _FILE_NAME.match(path.name):
            yield path, match["stem"]


def normal_language(tag: str | None) -> str:
    """A language tag (BCP 47) in the one spelling that we compare: `pt_BR` is `pt-br`; empty for none."""
    return (tag or "").strip().lower().replace("_", "-")


def for_language(texts: tuple[TemplateText, ...], language: str | None) -> TemplateText:
    """The text in `language`, else in its main language (`ru` for `ru-RU`), else the default: the first."""
    wanted = normal_language(language)
    spoken = {text.language: text for text in texts}
    return spoken.get(wanted) or spoken.get(wanted.partition("-")[0]) or texts[0]


def missing_template(folder: Path, stem: str) -> str:
    """The remedy for a template that is not there."""
    near = did_you_mean(stem, {name for _, name in stems_in(folder)})
    return near or f"Write {folder / stem}.txt."


def _language_files(folder: Path, stem: str, default_language: str) -> list[tuple[Path, str]]:
    """The files of a template with their languages, the default language first."""
    found = [
        (path, normal_language(match["language"]) or default_language)
        for path in sorted(folder.glob(f"{stem}*.txt"), key=lambda path: (len(path.name), path.name))
        if (match := _FILE_NAME.match(path.name)) and match["stem"] == stem
    ]
    return sorted(found, key=lambda entry: (entry[1] != default_language, entry[1]))


def _doubled(path: Path, stem: str, language: str) -> Fault:
    return Fault(
        str(path),
        f'is the language "{language}" once more.',
        remedy=f"Keep one of {stem}.txt and {path.name}.",
    )


def _with_subject(
    subject: str, lines: list[str], first: int, file: str, faults: list[Fault]
) -> tuple[str | None, str, int] | None:
    begins = next((at for at in range(first + 1, len(lines)) if lines[at].strip()), None)
    if not subject:
        faults.append(Fault(file, "has an empty subject.", line=first + 1))
    if begins is None:
        faults.append(Fault(file, "has no body.", line=first + 1, remedy="Write it after a blank line."))
    elif begins == first + 1:
        faults.append(Fault(file, "has no blank line after the subject.", line=begins + 1))
    else:
        return (subject, _body(lines, begins), begins + 1) if subject else None
    return None


def _body(lines: list[str], begins: int) -> str:
    return "\n".join(line.rstrip() for line in lines[begins:]).rstrip("\n") + "\n"


def _read(path: Path, faults: list[Fault]) -> str | None:
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        faults.append(Fault(str(path), f"cannot be read: {error.strerror}."))
        return None
    if raw is None:
        faults.append(Fault(str(path), f"is larger than {MAX_BYTES // 1024} KiB.", remedy="Shorten it."))
        return None
    return _decoded(raw, str(path), faults)


def _decoded(raw: bytes, file: str, faults: list[Fault]) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(Fault(file, "is not UTF-8.", line=line, remedy="Save it as UTF-8 text."))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        faults.append(Fault(file, f"has the control character U+{ord(control[0]):04X} in it.", line=line))
        return None
    return text
