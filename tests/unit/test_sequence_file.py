"""What a sequence file may say, and what a person is told where it says something else."""

import re
from pathlib import Path

import pytest

from outreach.core.errors import ConfigurationError
from outreach.core.intents import Intent
from outreach.sequences.consequences import Action
from outreach.sequences.definition import REFERRED_TAG, AccountRule, LateRule, StepKind, Thread, WhenLate
from outreach.sequences.sequence_file import load_sequence
from outreach.sequences.window import PRESETS, HourRange
from tests.support.sequence_files import ASK, BUMP, SEQUENCE, SequenceFiles


@pytest.fixture
def files(tmp_path: Path) -> SequenceFiles:
    return SequenceFiles.good(tmp_path)


def test_a_good_file_becomes_a_definition(files: SequenceFiles) -> None:
    definition = files.load()

    assert definition.name == "printers"
    assert [(step.name, step.kind, step.after, step.thread) for step in definition.steps] == [
        ("ask", StepKind.MAIL, 0, Thread.NEW),
        ("bump", StepKind.MAIL, 3, Thread.SAME),
    ]
    assert definition.steps[0].variants[0].texts[0].subject == "Who looks after the printers?"
    assert definition.window.week[0] == (HourRange(540, 720), HourRange(780, 1020))
    assert definition.window.week[5] == ()
    assert definition.account == AccountRule(one_at_a_time=True, next_contact_after=3)
    assert definition.tag is None


def test_everything_wrong_is_told_at_once_with_file_line_and_remedy(files: SequenceFiles) -> None:
    files.write_sequence(
        """\
requires = "luck"
colour = "red"

[[steps]]
template = "aks"

[[steps]]
template = "bump"
aftr = 3

[window]
days = ["mon", "tues"]
hours = ["9-12", "17:00-09:00"]
zone = "Mars/Olympus"

[account]
next_contact_after = "soon"

[on]
interestd = "stop"
unsubscribe = "ignore"
not_now = "sleep"
question = "enroll:nowhere"
""",
    )
    files.write_template("bump.txt", BUMP.replace("contact.given_name", "contact.firstname"))

    told = files.said().split("\n")

    assert told == [
        'sequences/printers.toml, line 1, requires: is "luck". It can be "referral", or be left out.',
        "sequences/printers.toml, line 2, colour: is no key here. There are: description, language, requires, "
        "tag, cc_referrer, nurture, steps, window, account, late, on.",
        'sequences/printers.toml, line 5, steps[1].template: "aks" is not there. Did you mean "ask"?',
        "sequences/printers.toml, line 7, steps[2].after: is missing. "
        "Say how many working days after the step before: after = 3.",
        'sequences/printers.toml, line 9, steps[2].aftr: is no key here. Did you mean "after"?',
        'sequences/printers.toml, line 12, window.days: "tues" is no day. Did you mean "tue"?',
        'sequences/printers.toml, line 13, window.hours: "9-12" is no range of hours. '
        'Write it as "09:00-17:30".',
        'sequences/printers.toml, line 13, window.hours: "17:00-09:00" ends before it begins; '
        'a night is two ranges. Write it as "09:00-17:30".',
        'sequences/printers.toml, line 14, window.zone: "Mars/Olympus" is no time zone. '
        'Give an IANA name: "Europe/Berlin".',
        'sequences/printers.toml, line 17, account.next_contact_after: is "soon". '
        "Give a whole number from 0 to 260.",
        'sequences/printers.toml, line 20, on.interestd: is no key here. Did you mean "interested"?',
        'sequences/printers.toml, line 21, on.unsubscribe: cannot be "ignore". It can be "opt_out".',
        'sequences/printers.toml, line 22, on.not_now: "sleep" is no action. It can be "review" or '
        '"pause" or "finish" or "stop" or "opt_out" or "snooze" or "nurture" or "enroll:NAME".',
        'sequences/printers.toml, line 23, on.question: leads to "nowhere", which is not there. '
        "Write sequences/nowhere.toml.",
        'templates/printers/bump.txt, line 1: "contact.firstname" is not known. '
        "Here it is contact.given_name.",
    ]


def test_loading_raises_all_faults_as_one_error_of_configuration(files: SequenceFiles) -> None:
    files.write_sequence("[[steps]]\ntemplate = 'ask'\nthread = 'sme'\n[window]\nhours = 'nights'\n")

    with pytest.raises(ConfigurationError) as raised:
        files.load()

    assert raised.value.exit_code == 3
    assert [fault.key for fault in raised.value.faults] == ["steps[1].thread", "window.hours"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("steps = [", "is no TOML: Invalid value"),
        ("", "steps: has no step. Begin the first with [[steps]] and give it a template."),
        ("steps = 3", "steps: is not written as tables. Begin each with [[steps]] on a line of its own."),
        ("a = " + "[" * 5000, "is nested too deeply"),
        ("a = " + "9" * 5000, "is nested too deeply or has too large a number in it."),
        (f"# {'x' * 300_000}", "cannot be read: it is larger than 256 KiB."),
    ],
)
def test_a_file_that_is_no_sequence_at_all_is_told_in_a_sentence(
    files: SequenceFiles, text: str, told: str
) -> None:
    files.write_sequence(text)

    assert told in files.said()


def test_a_file_in_another_encoding_is_told(files: SequenceFiles) -> None:
    files.path.write_bytes('description = "Кто?"'.encode("cp1251"))

    assert files.said() == "sequences/printers.toml: is not UTF-8. Save it as UTF-8 text."


def test_a_sequence_that_is_not_there_names_its_neighbours(files: SequenceFiles) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load_sequence(files.path.with_name("printer.toml"), files.templates)

    assert str(raised.value).endswith('printer.toml: is not there. Did you mean "printers"?')


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            'template = "ask"',
            'template = "ask"\nthread = "same"',
            'steps[1].thread: is "same" in the first mail',
        ),
        ('template = "ask"', 'template = "../ask"', '"../ask" is no name for a template.'),
        ('template = "ask"', 'template = ["ask", "ask"]', "names the same template twice."),
        ('template = "ask"', 'name = "a b"\ntemplate = "ask"', '"a b" is no name for a step.'),
        ('template = "ask"', 'name = "bump"\ntemplate = "ask"', '"bump" is the name of an earlier step.'),
        ('template = "ask"', 'kind = "task"', "steps[1].note: is missing. Say what the person is to do."),
        ('template = "ask"', 'template = "ask"\nnote = "call"', "steps[1].note: stands in a mail"),
        ('template = "ask"', 'kind = "call"\ntemplate = "ask"', "steps[1].template: stands in a call"),
        ("after = 3", "after = 0", "steps[2].after: is 0. Give a whole number from 1 to 260."),
        ("after = 3", "after = true", "steps[2].after: is True. Give a whole number from 1 to 260."),
        ("after = 3", 'after = 3\nthread = "new"', "templates/printers/bump.txt, line 1: has no subject."),
        (
            'description = "Asks',
            'tag = "vip"\ndescription = "Asks',
            "tag: stands in a sequence that needs no referral.",
        ),
        ('description = "Asks', 'cc_referrer = true\ndescription = "Asks', "cc_referrer: has nobody to copy"),
        ('description = "Asks', 'language = "Klingon!"\ndescription = "Asks', '"klingon!" is no language.'),
        ("[window]", "[window]\ndays = []", "window: is never open."),
        ("[window]", "[late]\nafter = 0\n[window]", "late.after: is 0. Give a whole number from 1 to 260."),
        (
            "[window]",
            '[late]\nthen = "drop"\n[window]',
            'sequences/printers.toml, line 11, late.then: is "drop". It can be "expire" or "skip" or "move".',
        ),
        (
            "[window]",
            '[late]\nthen = "move"\nafter = 5\n[window]',
            'line 12, late.after: stands beside then = "move", for which nothing is too late. Delete it.',
        ),
        (
            "[window]",
            "[late]\nafetr = 5\n[window]",
            'line 11, late.afetr: is no key here. Did you mean "after"?',
        ),
        ('hours = ["09:00-12:00", "13:00-17:00"]', 'hours = { mon = "09:00-25:00" }', "window.hours.mon: "),
        ('referral = "review"', "referral = 3", "on.referral: is 3, not a text."),
        ('referral = "review"', 'referral = "stop:printers"', '"stop" leads to no sequence'),
        ('referral = "review"', 'referral = "refer:printers"', "which is not made for referrals."),
        ('referral = "review"', 'question = "enroll"', '"enroll" needs the sequence that it leads to'),
        ('referral = "review"', 'question = "enroll:printers"', "which is this sequence itself."),
        ('referral = "review"', 'not_interested = "ignore"', 'on.not_interested: cannot be "ignore".'),
        (
            'referral = "review"',
            'complaint = "review"',
            'on.complaint: cannot be "review". It can be "opt_out".',
        ),
        ('referral = "review"', 'bounce_hard = "snooze"', 'on.bounce_hard: cannot be "snooze".'),
    ],
)
def test_each_slip_is_told_where_it_stands(files: SequenceFiles, before: str, after: str, told: str) -> None:
    files.write_sequence(SEQUENCE.replace(before, after, 1))

    assert told in files.said()


def test_a_subject_in_a_bump_of_the_same_thread_is_a_fault(files: SequenceFiles) -> None:
    files.write_template("bump.txt", f"Subject: Once more\n\n{BUMP}")

    assert (
        "bump.txt, line 1: has a subject of its own, but goes out in the thread of the first mail."
        in files.said()
    )


def test_a_reminder_must_speak_the_languages_of_the_first_mail(files: SequenceFiles) -> None:
    files.write_template("ask.ru.txt", ASK)

    assert '"bump" is not there in "ru", in which other steps are. Write bump.ru.txt.' in files.said()


def test_the_default_language_needs_its_own_text(files: SequenceFiles) -> None:
    (files.templates / "printers" / "bump.txt").rename(files.templates / "printers" / "bump.ru.txt")

    assert 'steps[2].template: "bump" has no text in "en".' in files.said()


def test_a_suffix_may_name_the_default_language_but_only_once(files: SequenceFiles) -> None:
    (files.templates / "printers" / "ask.txt").rename(files.templates / "printers" / "ask.en.txt")
    alone = files.said()
    files.write_template("ask.txt", ASK)
    doubled = files.said()

    assert alone == ""
    assert 'ask.en.txt: is the language "en" once more.' in doubled


def test_a_sequence_written_in_russian_needs_no_suffix(files: SequenceFiles) -> None:
    files.write_sequence(f'language = "ru"\n{SEQUENCE}')

    definition = files.load()

    assert [text.language for _, text in definition.texts()] == ["ru", "ru"]


def test_a_preset_brings_its_days_unless_the_file_names_some(files: SequenceFiles) -> None:
    preset = SEQUENCE.replace('hours = ["09:00-12:00", "13:00-17:00"]', 'hours = "book"')
    files.write_sequence(preset)
    as_it_is = files.load().window
    files.write_sequence(preset.replace('hours = "book"', 'hours = "book"\ndays = ["wed"]'))
    on_wednesdays = files.load().window

    assert as_it_is == PRESETS["book"]
    assert [bool(hours) for hours in on_wednesdays.week] == [False, False, True, False, False, False, False]


def test_hours_can_be_given_day_by_day(files: SequenceFiles) -> None:
    files.write_sequence(
        SEQUENCE.replace(
            'hours = ["09:00-12:00", "13:00-17:00"]',
            'hours = { tue = ["08:00-09:00", "17:00-18:00"], sun = "10:00-24:00" }',
        )
    )

    week = files.load().window.week

    assert week[1] == (HourRange(480, 540), HourRange(1020, 1080))
    assert week[6] == (HourRange(600, 1440),)
    assert not any(week[day] for day in (0, 2, 3, 4, 5))


def test_what_becomes_of_late_steps_can_be_said(files: SequenceFiles) -> None:
    usual = files.load().late
    files.write_sequence(f'{SEQUENCE}\n[late]\nthen = "move"\n')
    moving = files.load().late

    assert usual == LateRule(after=10, then=WhenLate.EXPIRE)
    assert moving.then is WhenLate.MOVE


def test_calls_and_tasks_carry_a_note_and_no_template(files: SequenceFiles) -> None:
    files.write_sequence(
        f'{SEQUENCE}\n[[steps]]\nkind = "call"\nafter = 2\nnote = "Ask for the office manager."\n'
    )

    call = files.load().step("call")

    assert (call.kind, call.after, call.note, call.variants) == (
        StepKind.CALL,
        2,
        "Ask for the office manager.",
        (),
    )


def test_two_wordings_of_a_step_are_its_variants(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE.replace('template = "ask"', 'template = ["ask", "ask-short.txt"]'))
    files.write_template("ask-short.txt", ASK)

    step = files.load().step("ask")

    assert [variant.name for variant in step.variants] == ["ask", "ask-short"]


def test_a_referral_sequence_is_tagged_and_knows_the_referrer(files: SequenceFiles) -> None:
    files.write_sequence(f'requires = "referral"\ncc_referrer = true\n{SEQUENCE}')
    files.write_template("ask.txt", ASK.replace("Hello", "{{ referrer.name }} sent me. Hello"))

    definition = files.load()

    assert (definition.requires_referral, definition.cc_referrer, definition.tag) == (
        True,
        True,
        REFERRED_TAG,
    )


def test_no_other_tag_can_be_given_to_a_referral(files: SequenceFiles) -> None:
    files.write_sequence(f'requires = "referral"\ntag = "warm"\n{SEQUENCE}')

    assert f'tag: is "warm". What a referral leads to is tagged "{REFERRED_TAG}".' in files.said()


def test_only_a_referral_sequence_has_a_referrer(files: SequenceFiles) -> None:
    files.write_template("ask.txt", ASK.replace("Hello", "{{ referrer.name }} sent me. Hello"))

    assert (
        'line 3: "referrer.name" is not known. Only a sequence with requires = "referral" has a referrer.'
        in (files.said())
    )


def test_another_sequence_can_be_entered_by_an_answer_but_not_one_for_referrals(files: SequenceFiles) -> None:
    files.write_sequence(SEQUENCE, "nurture")
    files.write_sequence(f'requires = "referral"\n{SEQUENCE}', "warm")
    files.write_sequence(
        SEQUENCE.replace('referral = "review"', 'not_now = "enroll:nurture"\nreferral = "refer:warm"')
    )
    good = files.load()
    files.write_sequence(SEQUENCE.replace('referral = "review"', 'not_now = "enroll:warm"'))
    bad = files.said()

    assert str(good.on[Intent.NOT_NOW]) == "enroll:nurture"
    assert good.on[Intent.REFERRAL].action is Action.REFER
    assert good.on[Intent.REFERRAL].sequence == "warm"
    assert 'enrolls in "warm", which only a referral may enter.' in bad


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (
            "Тема: Кто?\n\nЗдравствуйте!\n".encode(),
            "line 1: begins with a header that is not a template's to set.",
        ),
        (b"Subject: Who?\nHello\n", "line 2: has no blank line after the subject."),
        (b"Subject:\n\nHello\n", "line 1: has an empty subject."),
        (b"Subject: Who?\n\n\n", "line 1: has no body."),
        (b"  \n\n", "is empty. Write the mail."),
        (b"Subject: Who?\n\nHello\n\xff\n", "line 4: is not UTF-8."),
        (b"Subject: Who?\n\nHello \x1b[31mred\n", "line 3: has the control character U+001B in it."),
        (b"Subject: Who?\n\n" + b"x" * 20_000, "is larger than 16 KiB. Shorten it."),
    ],
)
def test_a_broken_template_is_told_with_its_line(files: SequenceFiles, raw: bytes, told: str) -> None:
    (files.templates / "printers" / "ask.txt").write_bytes(raw)

    assert (
        f"templates/printers/ask.txt, {told}" in files.said()
        or f"templates/printers/ask.txt: {told}" in files.said()
    )


def test_templates_from_windows_read_as_any_other(files: SequenceFiles) -> None:
    as_written = files.load().steps[0].variants
    (files.templates / "printers" / "ask.txt").write_bytes(
        b"\xef\xbb\xbf" + ASK.replace("\n", "\r\n").encode()
    )

    assert files.load().steps[0].variants == as_written


def test_no_fault_shows_where_a_message_has_nothing_to_point_at(files: SequenceFiles) -> None:
    files.write_sequence('colour = "a\\u001b[31m"\n' + SEQUENCE)

    assert not re.search(r"[\x00-\x09\x0b-\x1f]", files.said())
