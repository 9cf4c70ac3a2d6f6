"""What answers mean: folders, an opened folder, UIDs, messages. Pure; nonsense is NotImap."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from outreach.mail.imap_folders import ListedFolder, roles_of
from outreach.mail.imap_names import FolderRole, decode_name
from outreach.mail.imap_wire import Atom, NotImap, Response, Value, status_of, values_of

#: UIDs, sequence numbers and UIDVALIDITY are 32 bits wide (RFC 3501, 9).
LARGEST_NUMBER = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: its decoded name, what it is for, whether it can be opened; `wire` is its name as it came."""

    name: str
    role: FolderRole | None
    selectable: bool
    wire: bytes = field(repr=False, compare=False, default=b"")


@dataclass(frozen=True, slots=True)
class Selected:
    """An opened folder. A changed `uidvalidity` means that no UID is what it was (RFC 3501, 2.3.1.1)."""

    uidvalidity: int
    #: No message that arrives later has a smaller UID; None where the server does not tell.
    uidnext: int | None
    exists: int


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What is known of a message before its bytes are fetched."""

    uid: int
    #: As the server tells it; Exchange, for one, only estimates.
    size: int
    received_at: datetime | None
    provider_id: str | None


#: Of the first mail between two computers. An earlier date is a server's mistake.
_FIRST_YEAR = 1971
_INTERNALDATE = re.compile(
    rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z",
)
_MONTHS = {
    name: number
    for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_NUMBER = re.compile(rb"[0-9]{1,10}\Z")
_EXISTS = re.compile(rb"\* ([0-9]{1,10}) EXISTS *\Z", re.IGNORECASE)
_SEARCH = re.compile(rb"\* SEARCH((?: +[0-9]{1,10})*) *(?:\(MODSEQ [0-9]+\))?\Z", re.IGNORECASE)
_FETCH = re.compile(rb"\* [0-9]{1,10} FETCH ", re.IGNORECASE)
_LIST = re.compile(rb"\* X?LIST ", re.IGNORECASE)
_WHOLE_BODIES = (b"BODY[]", b"BODY[]<0>")
_HEADER_FIELDS = b"BODY[HEADER.FIELDS"


def folders_of(responses: Iterable[Response]) -> list[Folder]:
    """The folders of LIST answers, with what each is for."""
    listed = [_listed(response) for response in responses]
    roles = roles_of([folder for folder, _ in listed])
    return [
        Folder(folder.name, role, not folder.attributes & {"\\noselect", "\\nonexistent"}, wire)
        for (folder, wire), role in zip(listed, roles, strict=True)
    ]


def selected_of(responses: Iterable[Response]) -> Selected:
    """What the answers to EXAMINE say about the folder."""
    numbers: dict[str, int] = {}
    for response in responses:
        status = status_of(response[0][2:])
        if status is not None and status.code == "CLOSED":
            # What came before it is about the folder that was open until now (RFC 7162, 3.2.11).
            numbers.clear()
        elif status is not None and status.code in ("UIDVALIDITY", "UIDNEXT"):
            numbers[status.code] = number_of(status.argument)
        elif match := _EXISTS.match(response[0]):
            numbers["EXISTS"] = number_of(match[1], least=0)
    if "EXISTS" not in numbers or "UIDVALIDITY" not in numbers:
        raise NotImap("opens a folder without telling its UIDVALIDITY and how many messages it has")
    return Selected(numbers["UIDVALIDITY"], numbers.get("UIDNEXT"), numbers["EXISTS"])


def uids_of(responses: Sequence[Response]) -> list[int]:
    """The UIDs of SEARCH answers, ascending. None at all is an answer; no answer is not (RFC 3501, 6.4.4)."""
    if not responses:
        raise NotImap("says that the search is done, and not what it found")
    found: set[int] = set()
    for response in responses:
        match = _SEARCH.match(response[0])
        if match is None or len(response) > 1:
            raise NotImap("sent a search result that cannot be read")
        found.update(number_of(word[0]) for word in re.finditer(rb"[0-9]+", match[1]))
    return sorted(found)


def facts_of(responses: Iterable[Response], wanted: Collection[int]) -> list[MessageFacts]:
    """Size, arrival and the provider's own id of the messages that were asked for, ascending."""
    found = {
        uid: MessageFacts(uid, size, _date_of(items.get(b"INTERNALDATE")), _provider_id_of(items))
        for uid, items in _fetched(responses, wanted)
        if (size := _size_of(items)) is not None
    }
    return [found[uid] for uid in sorted(found)]


def bodies_of(responses: Iterable[Response], wanted: Collection[int]) -> dict[int, bytes]:
    """The bytes of the messages that were asked for and handed out. NIL hands out nothing."""
    found: dict[int, bytes] = {}
    for uid, items in _fetched(responses, wanted):
        for key in _WHOLE_BODIES:
            body = items.get(key)
            if isinstance(body, bytes) and not isinstance(body, Atom) and found.setdefault(uid, body) != body:
                raise NotImap(f"handed out two different messages as UID {uid}")
    return found


def headers_of(
    responses: Iterable[Response], wanted: Collection[int]
) -> dict[int, tuple[bytes, datetime | None]]:
    """The header fields that were asked for, as bytes, and the arrival of the messages that were asked for."""
    found: dict[int, tuple[bytes, datetime | None]] = {}
    for uid, items in _fetched(responses, wanted):
        fields = _fields_of(items)
        if fields is not None:
            found[uid] = fields, _date_of(items.get(b"INTERNALDATE"))
    return found


def summaries_of(
    responses: Iterable[Response], wanted: Collection[int]
) -> dict[int, tuple[str | None, frozenset[str], bytes]]:
    """The provider's own id, Gmail's labels in lower case, and the header fields, of what was asked for."""
    found: dict[int, tuple[str | None, frozenset[str], bytes]] = {}
    for uid, items in _fetched(responses, wanted):
        fields = _fields_of(items)
        if fields is not None:
            found[uid] = _provider_id_of(items), _labels_of(items), fields
    return found


def appended_uid(code: str, argument: bytes) -> int | None:
    """The UID in `OK [APPENDUID uidvalidity uid]` (RFC 4315), None where there is none."""
    numbers = argument.split()
    if code != "APPENDUID" or len(numbers) != 2:
        return None
    return number_of(numbers[1])


def number_of(text: Value, *, least: int = 1) -> int:
    """A number of IMAP. Python's own reading would take `1_000` and ` +5 ` for numbers, too."""
    if not isinstance(text, bytes) or not _NUMBER.match(text) or not least <= int(text) <= LARGEST_NUMBER:
        raise NotImap("sent something else where a number belongs")
    return int(text)


def moment_of(text: bytes) -> datetime | None:
    """An INTERNALDATE (RFC 3501, 2.3.3) in UTC, None if it is no moment, or one before there was mail."""
    match = _INTERNALDATE.match(text)
    month = _MONTHS.get(match[2].lower()) if match else None
    if match is None or month is None:
        return None
    day, _, year, hour, minute, second, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == b"-" else 1)
    try:
        local = datetime(
            int(year), month, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=timezone(offset)
        )
        return local.astimezone(UTC) if local.year >= _FIRST_YEAR else None
    except (ValueError, OverflowError):
        return None


def _listed(response: Response) -> tuple[ListedFolder, bytes]:
    match = _LIST.match(response[0])
    values = values_of(response, match.end()) if match else []
    attributes, separator, wire, *more = [*values, None, None, None]
    # One list may follow the name (RFC 5258). A line's end in the name means that a literal has swallowed it.
    readable = len(values) in (3, 4) and (len(values) == 3 or isinstance(more[0], list))
    if not readable or not isinstance(attributes, list) or not isinstance(wire, bytes) or b"\n" in wire:
        raise NotImap("sent a list of folders that cannot be read")
    marks = frozenset(
        mark.decode("ascii", "replace").lower() for mark in attributes if isinstance(mark, bytes)
    )
    parting = separator.decode("ascii", "replace") if isinstance(separator, bytes) and separator else None
    return ListedFolder(_readable(wire), parting, marks), bytes(wire)


def _mark(attribute: Value) -> str:
    return attribute.decode("ascii", "replace").lower() if isinstance(attribute, bytes) else ""


def _readable(wire: bytes) -> str:
    try:
        return decode_name(wire)
    except ValueError:
        # Some servers send UTF-8, or what once was a name; `wire` keeps what to call it when talking to them.
        return wire.decode("utf-8", "replace")


def _fetched(
    responses: Iterable[Response], wanted: Collection[int]
) -> Iterator[tuple[int, dict[bytes, Value]]]:
    """The items of each FETCH answer about a wanted message. Others come unasked, when flags change."""
    for response in responses:
        match = _FETCH.match(response[0])
        values = values_of(response, match.end()) if match else []
        if len(values) != 1 or not isinstance(values[0], list) or len(values[0]) % 2:
            raise NotImap("sent a message that cannot be read")
        pairs = iter(values[0])
        items = {_key(name): value for name, value in zip(pairs, pairs, strict=True)}
        if b"UID" in items and (uid := number_of(items[b"UID"])) in wanted:
            yield uid, items


def _key(name: Value) -> bytes:
    if not isinstance(name, Atom):
        raise NotImap("sent a message with something else where the name of an item belongs")
    return bytes(name).upper()


def _size_of(items: dict[bytes, Value]) -> int | None:
    size = items.get(b"RFC822.SIZE")
    return None if size is None else number_of(size, least=0)


def _fields_of(items: dict[bytes, Value]) -> bytes | None:
    # Servers repeat the names of the fields in their own order, in quotation marks or without.
    fields = next((value for key, value in items.items() if key.startswith(_HEADER_FIELDS)), None)
    return fields if isinstance(fields, bytes) and not isinstance(fields, Atom) else None


def _labels_of(items: dict[bytes, Value]) -> frozenset[str]:
    labels = items.get(b"X-GM-LABELS")
    return frozenset(filter(None, map(_mark, labels))) if isinstance(labels, list) else frozenset()


def _date_of(value: Value) -> datetime | None:
    return moment_of(value) if isinstance(value, bytes) else None


def _provider_id_of(items: dict[bytes, Value]) -> str | None:
    """The id that stays when the message is moved: Gmail's, or RFC 8474's EMAILID."""
    for key in (b"X-GM-MSGID", b"EMAILID"):
        value = items.get(key)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, bytes):
            return value[:255].decode("ascii", "replace")
    return None
