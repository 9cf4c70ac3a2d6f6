"""The linter on whole workspaces: everything at once, where it stands, for whomever it goes wrong."""

import os
from pathlib import Path

import pytest

from outreach.core.errors import Fault
from outreach.sequences.lint import Folders, lint, lint_copy
from outreach.sequences.merge_context import SenderNames
from tests.support.sequence_files import ASK, BUMP, SEQUENCE, SequenceFiles


@pytest.fixture
def files(tmp_path: Path) -> SequenceFiles:
    return SequenceFiles.good(tmp_path)


def said(faults: list[Fault], root: Path) -> list[str]:
    return [str(fault).replace(f"{root}/", "") for fault in faults]


def rules(faults: list[Fault]) -> set[str | None]:
    return {fault.key for fault in faults}


def test_a_good_workspace_has_no_faults(files: SequenceFiles) -> None:
    assert lint([files.root]) == []


def test_faults_of_files_and_of_copy_are_told_together(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE.replace("after = 3", "aftr = 3"))
    files.write_template("ask.txt", ASK.replace("Thank you", "Could we have a short call?\n\nThank you"))

    told = said(lint([files.root]), files.root)

    assert 'sequences/printers.toml, line 8, steps[2].aftr: is no key here. Did you mean "after"?' in told
    assert (
        "templates/printers/ask.txt, line 7, one-question: asks 2 questions. Keep the one that is easiest to answer."
        in told
    )
    assert (
        "templates/printers/ask.txt, line 7, one-ask: asks for the right person and for a call. "
        "One mail, one aim: keep one of them." in told
    )


def test_an_error_blocks_and_a_warning_does_not(files: SequenceFiles) -> None:
    files.write_template("ask.txt", ASK.replace("Subject: Who", "Subject: Re: who"))
    files.write_template("bump.txt", BUMP.replace("May I", "This is urgent. May I"))

    faults = {fault.key: fault.warning for fault in lint([files.root])}

    assert faults == {"honest-subject": False, "no-pressure": True}


def test_a_hole_is_found_for_those_of_whom_little_is_known(files: SequenceFiles) -> None:
    files.write_template("ask.txt", ASK.replace(' or "there"', ""))

    (fault,) = lint([files.root])

    assert (fault.key, fault.line) == ("no-holes", 3)
    assert fault.problem == (
        'leaves a hole where a value is missing: "Hello ," (where only the company is known).'
    )


def test_a_column_of_a_list_may_be_empty_but_must_then_read_well(files: SequenceFiles) -> None:
    files.write_template(
        "ask.txt",
        ASK.replace("the printers?\n\nThank", "the printers in {{ contact.fields.city }}?\n\nThank"),
    )
    unguarded = rules(lint([files.root]))
    files.write_template(
        "ask.txt",
        ASK.replace(
            "the printers?\n\nThank", 'the printers in {{ contact.fields.city or "town" }}?\n\nThank'
        ),
    )
    guarded = rules(lint([files.root]))

    assert unguarded == {"no-holes"}
    assert guarded == set()


def test_a_name_set_on_one_way_only_is_found(files: SequenceFiles) -> None:
    files.write_template(
        "ask.txt",
        ASK.replace(
            "Hello {{", "{% if contact.title %}{% set who = contact.title %}{% endif %}\nHello {{ who }} {{"
        ),
    )

    told = "\n".join(said(lint([files.root]), files.root))

    assert "templates/printers/ask.txt" in told
    assert "'who' is undefined. So it is where only the company is known." in told


def test_a_template_that_no_step_uses_is_mentioned(files: SequenceFiles) -> None:
    files.write_template("farewell.txt", ASK)
    files.write_template("ask.russian.txt", ASK)
    files.write_template("ask.txt", ASK, sequence="old")

    faults = lint([files.root])

    assert all(fault.warning for fault in faults)
    assert said(faults, files.root) == [
        "templates/old: belongs to no sequence: sequences/old.toml is not there.",
        "templates/printers/ask.russian.txt: has no name of a template. Call it STEP.txt or STEP.LANG.txt.",
        "templates/printers/farewell.txt: is used by no step.",
    ]


def test_a_sequence_whose_referrals_lead_nowhere_is_told(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE.replace('referral = "review"', ""))

    assert said(lint([files.root]), files.root) == [
        'sequences/printers.toml, on: a referral leads to "referred-by-a-colleague", which is not there. '
        'Write referred-by-a-colleague.toml, or set referral = "review".'
    ]


def test_any_part_of_a_workspace_can_be_asked_about(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE.replace("after = 3", "after = 3\ncolour = 1"))
    files.write_template("ask.txt", ASK.replace("Subject: Who", "Subject: Re: who"))
    files.write_template("bump.txt", BUMP.replace("May I", "This is urgent. May I"))
    everything = {"honest-subject", "no-pressure", "steps[2].colour"}
    ask = files.templates / "printers" / "ask.txt"

    assert rules(lint([files.root])) == everything
    assert rules(lint([files.root / "sequences"])) == everything
    assert rules(lint([files.templates])) == everything
    assert rules(lint([files.path])) == everything
    assert rules(lint([files.templates / "printers"])) == {"honest-subject", "no-pressure"}
    assert rules(lint([ask])) == {"honest-subject"}
    assert lint([ask, ask.parent, files.root]) == lint([files.root])


def test_paths_are_shown_as_they_were_asked_for(
    files: SequenceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write_template("ask.txt", ASK.replace("Subject: Who", "Subject: Re: who"))
    monkeypatch.chdir(files.root / "sequences")

    (fault,) = lint([Path("printers.toml")])

    assert fault.file == os.path.join("..", "templates", "printers", "ask.txt")


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert said(lint([tmp_path / "nothing"]), tmp_path) == ["nothing: is not there."]


def test_folders_may_have_other_names(files: SequenceFiles) -> None:
    files.write_template("ask.txt", ASK.replace("Subject: Who", "Subject: Re: who"))
    folders = Folders(files.root / "plans", files.root / "words")
    (files.root / "sequences").rename(folders.sequences or files.root)
    files.templates.rename(folders.templates or files.root)

    ask = files.root / "words" / "printers" / "ask.txt"
    for path in (files.root / "plans", files.root / "words", files.root / "plans" / "printers.toml", ask):
        assert [(fault.file, fault.key) for fault in lint([path], folders=folders)] == [
            (str(ask), "honest-subject")
        ]


def test_a_place_without_sequences_is_not_called_good(tmp_path: Path) -> None:
    assert said(lint([tmp_path]), tmp_path.parent) == [
        f"{tmp_path.name}: has no sequence to check. Sequences are files NAME.toml in sequences/."
    ]


def test_our_own_sender_can_be_tried(files: SequenceFiles) -> None:
    sender = SenderNames("Julia Brandt", "Northlight {Ltd}", "12 Harbour Road, Bristol")

    faults = lint_copy(files.load(), sender)

    assert {(fault.file, fault.key) for fault in faults} == {
        ("templates/printers/ask.txt", "no-placeholder"),
        ("templates/printers/bump.txt", "no-placeholder"),
    }


def test_each_language_is_read_with_its_own_words(files: SequenceFiles) -> None:
    files.write_template("ask.ru.txt", ASK)
    files.write_template("bump.ru.txt", BUMP)

    faults = lint([files.root])

    assert {Path(fault.file).name for fault in faults} == {"ask.ru.txt", "bump.ru.txt"}
    assert "right-language" in rules(faults)
