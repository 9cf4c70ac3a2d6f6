"""What the demo tells at its end, for somebody who sees the program for the first time, in 80 columns."""

import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from outreach.core.untrusted import one_line, printable
from outreach.handoff.money import in_words

if TYPE_CHECKING:
    from outreach.sandbox.demo import Demo
    from outreach.sandbox.demo_report import Figures, Letter, Story

_WIDTH = 79
#: Where the words begin that say what a figure counts.
_LABEL, _NUMBER = 14, 6


def report(played: "Demo") -> str:
    """The figures stage by stage, then one referral, mail by mail."""
    lines = [*_opening(played), "", *_stages(played), ""]
    if played.story is None:
        lines += _wrapped(
            "Nobody whom a colleague named has answered yet; with another --seed somebody does."
        )
    else:
        lines += _story(played.story)
    return "\n".join(lines)


def next_steps(played: "Demo", keep: str | None, program: str = "outreach") -> str:
    """What to do now; `keep` is the folder of the workspace as a shell reads it, or None where it is gone.

    `program`: how a shell that stands where we do finds this program.
    """
    if keep is None:
        return "\n".join(
            [
                "Nothing of this was kept. To look into every corner of it:",
                f"  {program} demo --seed {played.seed} --keep demo",
                "To begin in earnest (nothing leaves until you say `live = true`):",
                f"  {program} init ~/campaigns",
            ]
        )
    call = f"  {program} --config {keep}/config.toml"
    someone = played.story.addresses[0] if played.story else ""
    # Reports look back from today, and the weeks of the demo are over by then.
    last = (played.start + timedelta(weeks=played.weeks)).date()
    return "\n".join(
        [
            f"The workspace is in {keep}. Its servers are gone, so nothing can be sent. Look around:",
            f"{call} campaign status",
            f"{call} review",
            f"{call} referrals list --all",
            *([f"{call} referrals tree {someone}", f"{call} why {someone}"] if someone else []),
            f"{call} inbox list --unmatched",
            *([f"{call} leads list --all"] if played.figures.leads else []),
            f"{call} report overview --as-of {last}",
            f"{call} report funnel --as-of {last}",
            f"{call} report stages --as-of {last} --html report.html",
        ]
    )


def _opening(played: "Demo") -> list[str]:
    weeks = {1: "One week", 2: "Two weeks", 13: "Thirteen weeks"}.get(played.weeks, f"{played.weeks} weeks")
    return [
        f"{weeks} from {_day(played.start)} {played.start.year}, seed {played.seed}",
        "",
        *_wrapped(
            "The people, the servers and the clock are made up. The rest is the real program: it imported "
            "lists, sent over SMTP, read over IMAP, understood the answers and followed the referrals. "
            "Made-up colleagues of ours decided, answered, called and sold, as its commands let them."
        ),
    ]


def _stages(played: "Demo") -> Iterator[str]:
    for index, (stage, lines) in enumerate(_table(played.figures, played.wrongly_mailed)):
        if index:
            yield ""
        for number, (figure, words) in enumerate(lines):
            label = stage if number == 0 else ""
            yield f"{label:<{_LABEL}}{figure:>{_NUMBER}}  {words}"


def _table(told: "Figures", wrongly_mailed: int) -> list[tuple[str, list[tuple[int, str]]]]:
    rate = "" if told.response_rate is None else f", {told.response_rate:.1f} % of those whom a mail reached"
    return [
        (
            "Prospects",
            [
                (told.prospects, "people on our lists"),
                (told.inquiries, "people who asked us by themselves"),
                (told.accounts, "companies"),
            ],
        ),
        (
            "Sent",
            [
                (told.mails_sent, f"mails to {told.people_written_to} people"),
                (told.bounces, "people whose address is dead; they get nothing more"),
                (wrongly_mailed, "mails to people after they had said no or bounced"),
            ],
        ),
        (
            "Law",
            [(mails, f"mails under the rule of {ruling}") for ruling, mails in told.mails_by_ruling.items()],
        ),
        (
            "Came back",
            [
                (told.messages_received, "messages"),
                (told.automatic_replies, "of them automatic replies"),
                (told.messages_unmatched, "of them answer no mail of ours, as far as can be told"),
                (told.replies, f"people who answered{rate}"),
                (told.opt_outs, "people who want no more mail, and get none, ever"),
                (told.decided_alone, "messages acted on without asking anybody"),
                (told.decided_alone_wrongly, "of these, misread"),
            ],
        ),
        (
            "Referrals",
            [
                (told.referrals, "times that an answer named a colleague"),
                (told.referred_follow_ups_sent, 'colleagues written to, as "referred by a colleague"'),
                (told.referred_follow_ups_answered, "of these, answered"),
                (told.referrals_approved, "colleagues whom one of us allowed to be written to"),
                (told.referrals_refused, "refused"),
                (told.referrals_waiting, "wait at the end for somebody to decide whether to write"),
            ],
        ),
        (
            "A person",
            [
                (told.reviews_decided, "answers that one of us read and decided on"),
                (told.reviews_put_off, 'of these, put off with "later" at first'),
                (told.answers_sent, "mails of our own in answer, proposals among them"),
                (told.replies_awaiting_review, "wait at the end for somebody to read and decide"),
            ],
        ),
        (
            "Leads",
            [
                (told.leads, "conversations that became a lead"),
                (told.leads_qualified, "meet the lead definition"),
                (told.leads_nurtured, "are not ready, and kept in view"),
                (told.leads_disqualified, "are none"),
            ],
        ),
        (
            "Hand-off",
            [
                (told.leads_offered, "leads offered to a salesperson"),
                (told.leads_accepted, "accepted"),
                (told.leads_rejected, "rejected by one of them, with a reason"),
                (told.leads_let_pass, "let pass by one of them, and given to the next"),
                (told.leads_confirmed, "confirmed after talking to them"),
            ],
        ),
        (
            "Sale",
            [
                (told.leads_proposed, "got a proposal"),
                (told.leads_met, "met"),
                (told.leads_lost, "lost, with a reason"),
                (told.contracts, f"contracts, worth {in_words(told.contracts_cents, told.currency)}"),
                (told.payments, f"payments, {in_words(told.paid_cents, told.currency)} in all"),
            ],
        ),
    ]


def _story(story: "Story") -> Iterator[str]:
    title = f"One referral at {one_line(story.account)}, mail by mail"
    yield title
    yield "-" * len(title)
    yield ""
    for depth, person in enumerate(story.people):
        words = "We asked" if depth == 0 else "who named"
        yield f"{'  ' * depth}{words} {one_line(person)}"
    known: set[str] = set()
    for letter in story.letters:
        yield ""
        yield from _letter(letter, known)


def _letter(letter: "Letter", known: set[str]) -> Iterator[str]:
    yield from _wrapped(
        f"{_day(letter.at)}, {letter.at:%H:%M} UTC: {_who(letter.sender)} to {_who(letter.recipient)}"
    )
    yield from _wrapped(f"Subject: {one_line(letter.subject)}", indent="  | ")
    yield "  |"
    body, mark, foot = printable(letter.text).strip().partition("\n-- \n")
    for line in body.splitlines():
        yield from _wrapped(line, indent="  | ")
    if mark and foot in known:
        yield "  | -- (who we are and how to say no, as above)"
    elif mark:
        known.add(foot)
        for line in ("--", *foot.splitlines()):
            yield from _wrapped(line, indent="  | ")
    if letter.understood:
        yield f"  Understood as: {letter.understood}"


def _who(correspondent: str) -> str:
    """The name alone: the address has been told above."""
    name = one_line(correspondent).partition(" <")[0]
    return "us" if name.startswith("us (") else name


def _wrapped(line: str, indent: str = "") -> list[str]:
    """The line in as many lines as it takes; an empty one stays a line."""
    # An address or a link is worth more in one piece than a straight edge.
    lines = textwrap.wrap(line, _WIDTH - len(indent), break_on_hyphens=False, break_long_words=False)
    return [(indent + each).rstrip() for each in lines or [""]]


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B}"
