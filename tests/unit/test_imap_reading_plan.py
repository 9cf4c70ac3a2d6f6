"""Which folders of a mailbox are read."""

from outreach.mail.imap_answers import Folder
from outreach.mail.imap_names import FolderRole
from outreach.mail.imap_reading_plan import NamedFolders, reading_plan

GMAIL = {"IMAP4REV1", "X-GM-EXT-1"}


def folders(**roles: FolderRole | None) -> list[Folder]:
    return [Folder(name, role, selectable=True) for name, role in roles.items()]


USUAL = folders(
    INBOX=FolderRole.INBOX,
    Sent=FolderRole.SENT,
    Junk=FolderRole.JUNK,
    All=FolderRole.ALL,
    Clients=None,
)


def names(*args: object, **kwargs: object) -> list[str]:
    return [folder.name for folder in reading_plan(*args, **kwargs).read]  # type: ignore[arg-type]


def test_inbox_and_junk_are_read_and_the_inbox_is_watched() -> None:
    plan = reading_plan(USUAL, {"IMAP4REV1"})

    assert [(each.name, each.is_mixed) for each in plan.read] == [("INBOX", False), ("Junk", False)]
    assert (plan.inbox, plan.sent, plan.watched, plan.remarks) == ("INBOX", "Sent", "INBOX", ())


def test_at_gmail_all_mail_is_read_too_and_watched() -> None:
    plan = reading_plan(USUAL, GMAIL)

    assert [(each.name, each.is_mixed) for each in plan.read] == [
        ("INBOX", False),
        ("Junk", False),
        ("All", True),
    ]
    assert plan.watched == "All"


def test_gmail_that_hides_all_mail_is_remarked_on() -> None:
    plan = reading_plan([each for each in USUAL if each.name != "All"], GMAIL)

    assert [each.name for each in plan.read] == ["INBOX", "Junk"]
    assert "Show in IMAP" in plan.remarks[0]


def test_what_the_configuration_names_goes_before_what_the_server_marks() -> None:
    named = NamedFolders(junk="Clients", sent="All", also_read=("Sent", "Clients"))

    plan = reading_plan(USUAL, (), named)

    assert plan.sent == "All"
    assert [(each.name, each.is_mixed) for each in plan.read] == [
        ("INBOX", False),
        ("Clients", False),
        ("Sent", True),
    ]


def test_a_named_folder_that_is_not_there_is_remarked_on_and_left_out() -> None:
    plan = reading_plan(USUAL, (), NamedFolders(also_read=("Klients",)))

    assert [each.name for each in plan.read] == ["INBOX", "Junk"]
    assert plan.remarks == ('There is no folder "Klients", though the configuration names it.',)


def test_another_inbox_can_be_named() -> None:
    plan = reading_plan(USUAL, (), NamedFolders(inbox="Clients"))

    assert (plan.inbox, plan.watched) == ("Clients", "Clients")
    assert [each.name for each in plan.read] == ["Clients", "Junk"]


def test_the_sent_folder_is_never_read_as_letters() -> None:
    assert names(USUAL, (), NamedFolders(also_read=("Sent",))) == ["INBOX", "Junk"]


def test_a_folder_that_cannot_be_opened_is_not_read() -> None:
    closed = [Folder("INBOX", FolderRole.INBOX, True), Folder("Junk", FolderRole.JUNK, selectable=False)]

    assert names(closed, ()) == ["INBOX"]


def test_before_anything_is_listed_the_inbox_is_what_is_read() -> None:
    assert names([], ()) == ["INBOX"]
