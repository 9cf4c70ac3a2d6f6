"""What the configuration may say of the folders of a mailbox."""

from pathlib import Path

import pytest

from outreach.config import load_config, named_folders
from outreach.core.errors import ConfigurationError
from outreach.mail.imap_reading_plan import NamedFolders

CONFIG = """
[sender]
name = "Ana Ruiz"
organisation = "Bright Tools Ltd"
postal_address = "12 Harbour Row, Bristol"
[[mailboxes]]
name = "ana"
from = "Ana Ruiz <ana@brighttools.example>"
[mailboxes.smtp]
host = "smtp.brighttools.example"
"""
IMAP = """
[mailboxes.imap]
host = "imap.brighttools.example"
"""


def folders_in(path: Path, text: str) -> NamedFolders:
    path.write_text(CONFIG + text, encoding="utf-8")
    return named_folders(load_config(path).mailboxes[0])


@pytest.mark.parametrize("text", ["", IMAP, f"{IMAP}[mailboxes.imap.folders]"])
def test_folders_are_found_by_themselves_unless_they_are_named(tmp_path: Path, text: str) -> None:
    assert folders_in(tmp_path / "config.toml", text) == NamedFolders()


def test_folders_can_be_named(tmp_path: Path) -> None:
    text = f"""{IMAP}
        [mailboxes.imap.folders]
        inbox = "Eingang"
        junk = "Werbung"
        sent = "Postausgang"
        also_read = ["Kunden", "Alt/2025", "Kunden"]
    """

    assert folders_in(tmp_path / "config.toml", text) == NamedFolders(
        "Eingang", "Werbung", "Postausgang", ("Kunden", "Alt/2025")
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"Kunden"', "must be a list"),
        ("[1]", "must be a text"),
        ('[""]', "is empty"),
        ('["a"' + ', "b"' * 20 + "]", "21"),
    ],
)
def test_what_is_no_list_of_names_is_a_fault(tmp_path: Path, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        folders_in(tmp_path / "config.toml", f"{IMAP}[mailboxes.imap.folders]\nalso_read = {value}")

    (fault,) = caught.value.faults
    assert said in fault.problem
