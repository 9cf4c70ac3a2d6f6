"""What the answers of an IMAP server mean."""

from datetime import UTC, datetime

import pytest

from outreach.mail.imap_answers import (
    appended_uid,
    bodies_of,
    facts_of,
    folders_of,
    moment_of,
    number_of,
    selected_of,
    summaries_of,
    uids_of,
)
from outreach.mail.imap_messages import uid_set
from outreach.mail.imap_names import FolderRole
from outreach.mail.imap_refusals import is_temporary
from outreach.mail.imap_wire import NotImap, Response, Status


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (b" 7-Jul-2025 09:30:00 +0200", datetime(2025, 7, 7, 7, 30, tzinfo=UTC)),
        (b"07-JUL-2025 09:30:00 -0530", datetime(2025, 7, 7, 15, 0, tzinfo=UTC)),
        (b"31-Dec-2024 23:59:60 +0000", datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"31-Feb-2025 09:30:00 +0000", None),
        (b"01-Jan-0001 00:00:00 +1200", None),
        (b"01-Jan-0001 00:00:00 +0000", None),
        (b"31-Dec-1970 23:59:59 +0000", None),
        (b"01-Jan-1971 00:00:00 +0000", datetime(1971, 1, 1, tzinfo=UTC)),
        (b"07-Jul-2025 09:30:00 +9999", None),
        (b"07-Foo-2025 09:30:00 +0000", None),
        (b"07-Jul-2025", None),
        (b"", None),
    ],
)
def test_a_date_is_a_moment_in_utc_or_none(text: bytes, moment: datetime | None) -> None:
    assert moment_of(text) == moment


@pytest.mark.parametrize(
    "text", [b"0", b"4294967296", b"1_000", b"+5", b" 5", b"5 ", b"", b"-1", "5", None, [b"5"]]
)
def test_what_python_might_take_for_a_number_is_none(text: object) -> None:
    with pytest.raises(NotImap):
        number_of(text)  # type: ignore[arg-type]


def test_folders_have_names_roles_and_may_be_mere_shelves() -> None:
    folders = folders_of(
        [
            (rb'* LIST (\HasChildren) "." INBOX',),
            (rb'* LIST (\Noselect) "." "[Gmail]"',),
            (b'* LIST (\\Junk) "." ', b"&BCEEPwQwBDw-", b""),
            (b'* list () NIL {raw\xd0\x9e}',),
            (b'* LIST () "." "A" (CHILDINFO ("SUBSCRIBED"))',),
        ]
    )  # fmt: skip

    assert [(folder.name, folder.role, folder.selectable) for folder in folders] == [
        ("INBOX", FolderRole.INBOX, True),
        ("[Gmail]", None, False),
        ("Спам", FolderRole.JUNK, True),
        ("{rawО}", None, True),
        ("A", None, True),
    ]


@pytest.mark.parametrize(
    "response",
    [
        (b'* LIST () "/"',),
        (b'* LIST () "/" a b',),
        (b'* LIST x "/" a',),
        (b'* LIST () "/" NIL',),
        (b'* LIST () "/" ', b'a\r\n* LIST () "/"', b" b"),
        (b'* LIST () "/" ', b"a\r\nb", b""),
    ],
)
def test_a_list_that_may_have_swallowed_a_folder_is_not_believed(response: Response) -> None:
    with pytest.raises(NotImap):
        folders_of([response])


def test_search_answers_are_put_together_and_ordered() -> None:
    assert uids_of(
        [(b"* SEARCH 9 3",), (b"* SEARCH",), (b"* search  12 (MODSEQ 917)",), (b"* SEARCH 3 ",)]
    ) == [3, 9, 12]


@pytest.mark.parametrize(
    "line", [b"* SEARCH 3,4", b"* SEARCH 0", b"* SEARCH 4294967296", b"* SEARCH a", b"* SEARCHES 3"]
)
def test_a_search_answer_with_anything_else_in_it_is_not_believed(line: bytes) -> None:
    with pytest.raises(NotImap):
        uids_of([(line,)])


def test_an_opened_folder_must_tell_its_uidvalidity() -> None:
    with pytest.raises(NotImap):
        selected_of([(b"* 3 EXISTS",), (b"* OK [UIDNEXT 4] Next.",)])
    with pytest.raises(NotImap):
        selected_of([(b"* 3 EXISTS",), (b"* OK [UIDVALIDITY 0] Never.",)])


def test_facts_and_bodies_are_only_of_messages_that_were_asked_for() -> None:
    responses = [
        (b"* 1 FETCH (UID 3 RFC822.SIZE 5)",),
        (b"* 2 FETCH (UID 4 RFC822.SIZE 6 EMAILID (M4))",),
        (b"* 3 FETCH (FLAGS (\\Seen))",),
        (b"* 3 FETCH (UID 3 FLAGS (\\Seen))",),
        (b"* 1 FETCH (UID 3 BODY[] ", b"three", b")"),
        (b"* 2 FETCH (UID 4 BODY[]<0> ", b"four", b")"),
    ]

    (fact,) = facts_of(responses, {4})

    assert (fact.uid, fact.size, fact.received_at, fact.provider_id) == (4, 6, None, "M4")
    assert bodies_of(responses, {3}) == {3: b"three"}


@pytest.mark.parametrize(
    "response",
    [
        (b"* 1 FETCH UID 3",),
        (b"* 1 FETCH (UID)",),
        (b"* 1 FETCH (UID x BODY[] ", b"three", b")"),
        (b"* 1 FETCH (UID 3 BODY[] ", b"three", b"rest of the mail)"),
        (b"* 1 FETCH (UID 3 BODY[] ", b"three", b""),
        (b'* 1 FETCH ("UID" 3)',),
        (b"* 1 FETCH (UID 3) (UID 4)",),
    ],
)
def test_a_message_that_is_not_well_wrapped_is_not_believed(response: Response) -> None:
    with pytest.raises(NotImap):
        bodies_of([response], {3})


def test_the_same_message_with_two_contents_is_not_believed() -> None:
    twice = [(b"* 1 FETCH (UID 3 BODY[] ", raw, b")") for raw in (b"one", b"two")]

    with pytest.raises(NotImap):
        bodies_of(twice, {3})


def test_an_atom_is_no_message() -> None:
    assert bodies_of([(b"* 1 FETCH (UID 3 BODY[] Hello)",), (b"* 1 FETCH (UID 3 BODY[] NIL)",)], {3}) == {}


def test_the_uid_of_a_filed_message() -> None:
    assert appended_uid("APPENDUID", b"38505 3955") == 3955
    assert appended_uid("APPENDUID", b"38505") is None
    assert appended_uid("", b"") is None


def test_uids_are_named_in_ranges() -> None:
    assert uid_set([1, 2, 3, 5, 7, 8]) == "1:3,5,7:8"
    assert uid_set([4_294_967_295]) == "4294967295"


@pytest.mark.parametrize(
    ("code", "words", "temporary"),
    [
        ("", "Too many simultaneous connections. (Failure)", True),
        ("", "Server Unavailable. 15", True),
        ("LIMIT", "Rate limit hit.", True),
        ("INUSE", "Mailbox is locked.", True),
        ("ALERT", "Please log in via your web browser.", False),
        ("AUTHENTICATIONFAILED", "Temporary words around a lasting refusal.", False),
        ("", "LOGIN failed.", False),
    ],
)
def test_a_refusal_for_now_is_told_from_one_for_good(code: str, words: str, temporary: bool) -> None:
    assert is_temporary(Status("NO", code, b"", words)) is temporary


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (
            rb'X-GM-MSGID 12 X-GM-LABELS ("\\Inbox" \Sent "Kunden &A 1") BODY[HEADER.FIELDS (FROM)] "From: a"',
            ("12", {"\\inbox", "\\sent", "kunden &a 1"}, b"From: a"),
        ),
        (rb'EMAILID (M6d99) BODY[HEADER.FIELDS ("FROM")] "From: a"', ("M6d99", set(), b"From: a")),
        (rb'X-GM-LABELS () BODY[HEADER.FIELDS (FROM)] ""', (None, set(), b"")),
        (rb'X-GM-LABELS NIL BODY[HEADER.FIELDS (FROM)] "From: a"', (None, set(), b"From: a")),
    ],
)
def test_a_summary_has_the_servers_id_gmails_labels_and_the_fields(
    items: bytes, told: tuple[str | None, set[str], bytes]
) -> None:
    provider_id, labels, fields = told

    found = summaries_of([(b"* 1 FETCH (UID 5 " + items + b")",)], {5})

    assert found == {5: (provider_id, frozenset(labels), fields)}


def test_what_nothing_is_told_of_has_no_summary() -> None:
    answers: list[Response] = [(b"* 1 FETCH (UID 5 X-GM-MSGID 12)",), (b"* 2 FETCH (UID 6 FLAGS ())",)]

    assert summaries_of(answers, {5, 6}) == {}
