"""Mail that is broken by accident or on purpose: always a verdict, never an exception, never too much for the worker.

No test here looks at a clock: the worker process ends itself after two seconds of processor time for one message, and
has no more memory than it may have. A message that is too much for it comes back unread.
"""

import asyncio
from collections.abc import Iterable
from functools import cache
from itertools import islice

from outreach.daemon.understanding_process import UnderstandingProcess
from outreach.inbox.automatic import automatic_signs
from outreach.inbox.delivery_report import read_delivery_report
from outreach.inbox.feedback_report import read_feedback_report
from outreach.inbox.matching import mentioned_ids, quoted_addresses
from outreach.inbox.message import Defect, read_message
from outreach.inbox.new_text import new_text
from outreach.qualification.service import Pending, Understood, Unread
from tests.support.foreign_mail import mail
from tests.support.hostile_mail import (
    BUILDS,
    HEADERS,
    IN_HEADERS,
    OURS,
    RECEIVED,
    a_long,
    a_long_header,
    mutants,
    repeated,
)

MUTANTS, AT_ONCE = 500, 16

#: Bytes of a text of one piece. `make bench-hostile` takes a megabyte, and ten thousand mutants.
SIZE = 20_000


def troubles(named: Iterable[tuple[str, bytes]]) -> list[str]:
    """What one worker process, killed and made anew where need be, has to say against these messages."""
    return asyncio.run(_troubles(iter(named)))


async def _troubles(named: Iterable[tuple[str, bytes]]) -> list[str]:
    process = UnderstandingProcess()
    found: list[str] = []
    try:
        while some := list(islice(named, AT_ONCE)):
            waiting = [Pending(at, raw, RECEIVED, OURS) for at, (_, raw) in enumerate(some)]
            results = await process.understand(waiting)
            for (name, _), result in zip(some, results, strict=True):
                found += [f"{name}: {trouble}" for trouble in _against(result)]
    finally:
        await process.close()
    return found


def _against(result: Understood | Unread) -> list[str]:
    if isinstance(result, Unread):
        return [result.trouble]
    gave_up = [doubt for doubt in result.verdict.doubts if doubt.startswith("could not be understood")]
    return [*gave_up, *(["unreadable"] if Defect.UNREADABLE in result.message.defects else [])]


def test_every_mutant_of_real_looking_mail_gets_a_verdict() -> None:
    assert troubles((f"mutant {at}", raw) for at, raw in enumerate(mutants(MUTANTS, seed=4))) == []


def test_a_long_text_of_anything_gets_a_verdict() -> None:
    assert troubles((name, a_long(piece, SIZE)) for name, piece in repeated().items()) == []


def test_a_long_page_of_anything_gets_a_verdict() -> None:
    pieces = {name: piece for name, piece in repeated().items() if name.startswith(("<", "&", "a", "ё"))}

    assert (
        troubles((name, a_long(piece, SIZE, content_type="text/html")) for name, piece in pieces.items())
        == []
    )


def test_a_long_report_of_anything_gets_a_verdict() -> None:
    pieces = list(repeated().items())[::4]

    assert troubles((name, a_long(piece, SIZE, report=True)) for name, piece in pieces) == []


def test_a_header_of_any_length_is_cut_and_gets_a_verdict() -> None:
    named = [
        (f"{name} of {piece!r}", a_long_header(name, piece, 60_000))
        for name in HEADERS
        for piece in IN_HEADERS
    ][::3]

    assert troubles(named) == []
    assert all(Defect.HEADER_TOO_LONG in read_message(raw).defects for _, raw in named[::7])


def test_messages_built_to_hurt_get_a_verdict() -> None:
    assert troubles((name, build()) for name, build in BUILDS.items()) == []


def test_a_single_line_of_a_megabyte_gets_a_verdict() -> None:
    assert (
        troubles((piece, a_long(piece, 1_000_000)) for piece in ("a", " ", ">", "=", "1", ".", "@", "\u200b"))
        == []
    )


@cache
def some_mutants() -> list[bytes]:
    return list(mutants(100, seed=9))


def test_whatever_is_looked_for_in_a_mutant_the_answer_is_a_value() -> None:
    for raw in some_mutants():
        message = read_message(raw)
        found = new_text(message, sent_text=OURS.text)

        assert found.visible or found.forwarded or not message.text.strip(" \t\n\u200b")
        read_delivery_report(message)
        read_feedback_report(message)
        automatic_signs(message)
        mentioned_ids(message)
        quoted_addresses(message)


def test_a_mutant_is_read_the_same_whenever_it_is_read() -> None:
    for raw in some_mutants():
        assert read_message(raw).text == read_message(bytes(raw)).text


def test_what_no_reader_could_use_is_still_a_message() -> None:
    assert read_message(mail("")).text.strip() == ""
    assert read_message(b"\xff" * 100).size == 100
