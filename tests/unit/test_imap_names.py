"""Names on the wire, and which folder is for what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.imap_folder_names import KNOWN_NAMES
from outreach.mail.imap_folders import ListedFolder, roles_of
from outreach.mail.imap_names import FolderRole, decode_name, encode_name, is_quotable, quote


def listed(name: str, *attributes: str, separator: str | None = "/") -> ListedFolder:
    return ListedFolder(name, separator, frozenset(attributes))


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", b"INBOX"),
        ("Tom & Jerry", b"Tom &- Jerry"),
        ("Отправленные", b"&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"),
        # The example of RFC 3501, 5.1.3.
        ("~peter/mail/台北/日本語", b"~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("😀", b"&2D3eAA-"),
        ("", b""),
    ],
)
def test_names_are_spelled_in_modified_utf_7(name: str, wire: bytes) -> None:
    assert encode_name(name) == wire
    assert decode_name(wire) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back_and_fits_into_a_quoted_string(name: str) -> None:
    wire = encode_name(name)

    assert decode_name(wire) == name
    assert is_quotable(wire.decode("ascii"))


@pytest.mark.parametrize(
    "wire",
    [
        b"Entw&APw-rfe&",
        b"&!!!-",
        b"\xd0\x9e",
        b"&AEE-",
        b"&AOQ-&AOQ-",
        b"&AOQA-",
        b"&2D0-",
        b"a\x00b",
        b"&A-",
    ],
)
def test_what_is_no_name_or_has_another_spelling_is_refused(wire: bytes) -> None:
    with pytest.raises(ValueError):
        decode_name(wire)


@given(st.binary(max_size=40))
def test_whatever_comes_decoding_it_gives_a_name_or_a_refusal(wire: bytes) -> None:
    try:
        name = decode_name(wire)
    except ValueError:
        return

    assert encode_name(name) == wire


def test_quoting_escapes_what_would_end_the_string() -> None:
    assert quote('a "b" \\c') == r'"a \"b\" \\c"'


@pytest.mark.parametrize("text", ["a\r\nb", "a\nb", "a\0b", "ä", "a\x7f"])
def test_what_a_quoted_string_cannot_carry_is_not_quoted(text: str) -> None:
    with pytest.raises(ValueError):
        quote(text)


def test_what_the_server_marks_counts_more_than_any_name() -> None:
    folders = [listed("INBOX"), listed("Sent"), listed("Ausgang", "\\hasnochildren", "\\sent")]

    assert roles_of(folders) == [FolderRole.INBOX, None, FolderRole.SENT]


@pytest.mark.parametrize(
    ("name", "separator", "role"),
    [
        ("Gesendete Objekte", "/", FolderRole.SENT),
        ("INBOX.Sent", ".", FolderRole.SENT),
        ("INBOX.INBOX.Sent", ".", FolderRole.SENT),
        ("[Gmail]/Отправленные", "/", FolderRole.SENT),
        ("ELEMENTOS_ENVIADOS", "/", FolderRole.SENT),
        ("Éléments envoyés", "/", FolderRole.SENT),
        ("E\u0301le\u0301ments envoye\u0301s", "/", FolderRole.SENT),
        ("Junk-E-Mail", "/", FolderRole.JUNK),
        ("Нежелательная почта", "|", FolderRole.JUNK),
        ("垃圾邮件", "/", FolderRole.JUNK),
        ("[Google Mail]/Alle Nachrichten", "/", FolderRole.ALL),
        ("Sent", None, FolderRole.SENT),
        ("Исходящие", "/", None),
        ("Outbox", "/", None),
        ("Clients/Sent", "/", None),
        ("Sent/2024", "/", None),
        ("Absent", "/", None),
    ],
)
def test_without_a_mark_the_name_tells_what_a_folder_is_for(
    name: str, separator: str | None, role: FolderRole | None
) -> None:
    assert roles_of([listed(name, separator=separator)]) == [role]


def test_of_several_likely_names_the_likeliest_gets_the_role() -> None:
    folders = [listed("Отправленные"), listed("Sent Items"), listed("Sent"), listed("Sent Mail")]

    assert roles_of(folders) == [None, None, FolderRole.SENT, None]


def test_a_folder_that_cannot_be_opened_gets_no_role_by_its_name() -> None:
    assert roles_of([listed("Sent", "\\noselect"), listed("Sent Items")]) == [None, FolderRole.SENT]


def test_inbox_is_inbox_in_any_case() -> None:
    assert roles_of([listed("inbox"), listed("Inbox/Old")]) == [FolderRole.INBOX, None]


def test_the_older_marks_of_gmail_are_known() -> None:
    assert roles_of([listed("A", "\\allmail"), listed("B", "\\spam")]) == [FolderRole.ALL, FolderRole.JUNK]


def test_no_name_stands_for_two_things() -> None:
    meanings: dict[str, set[FolderRole]] = {}
    for role, names in KNOWN_NAMES.items():
        for name in names:
            meanings.setdefault(name.casefold(), set()).add(role)

    assert {name: roles for name, roles in meanings.items() if len(roles) > 1} == {}


@pytest.mark.parametrize("role", [FolderRole.SENT, FolderRole.JUNK, FolderRole.ALL])
def test_the_folders_that_matter_are_known_in_many_languages(role: FolderRole) -> None:
    scripts = {"Latin": "s", "Cyrillic": "п", "Greek": "α", "Hebrew": "ל", "Arabic": "ل", "Chinese": "邮"}

    assert len(KNOWN_NAMES[role]) >= 25
    assert all(any(letter in name for name in KNOWN_NAMES[role]) for letter in scripts.values())
