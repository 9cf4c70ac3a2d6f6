"""`outreach review answer`: what a person answers to a reply, in their editor, shown before it goes."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import ID, REMARK
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, facts, is_terminal, json_option, raw_mail, say, table, text
from outreach.core.errors import NotFound, Refused
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line, printable

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.config import Config
    from outreach.qualification.answering import AnswerPreview, AnswerTemplate
    from outreach.qualification.meanings import Meaning
    from outreach.sending.model import OutboundMessage

#: Of the reply, so much stands in the editor for the author to look at.
_SHOWN_LINES = 60
_ONLY_A_GREETING = "none"

ANSWER_FIELDS = {
    "id": "the answer's number in the outbox, or null where nothing was sent off",
    "state": "as in `outreach outbox list`, or null",
    "from": "the address that it goes from",
    "to": "the address that it goes to",
    "subject": "as it stands in the thread",
    "notes": "what is worth knowing of the recipient",
    "waits": "what keeps it from going at once",
    "raw": "the very mail as text",
}


@click.command(
    "answer",
    cls=Command,
    epilog="outreach review answer 3 --template suggest-a-call\n"
    "outreach review answer 3 --file answer.txt --yes --decide interested",
)
@click.argument("review_id", type=ID, metavar="ID")
@click.option("--template", metavar="NAME", help="What to begin with; --templates lists them, none is only a"
              " greeting. Default: what fits the reply's meaning.")  # fmt: skip
@click.option("--templates", "only_list", is_flag=True, help="Only list the templates that there are.")
@click.option("--file", type=click.File(encoding="utf-8"), help="The answer's text, - for standard input.")
@click.option("--signed", type=REMARK, default="", metavar="NAME", help="Who signs, if not the mailbox.")
@click.option("--decide", type=click.Choice([intent.value for intent in Intent]), metavar="INTENT",
              help="Also say what the reply means, as `review decide` does.")  # fmt: skip
@click.option("--withdraw", is_flag=True, help="Take back an answer that has not gone out yet.")
@click.option("--readable", is_flag=True, help="Show its text instead of the bytes.")
@click.option("--yes", is_flag=True, help="Send it off without asking. In a pipe, nothing goes without it.")
@json_option(ANSWER_FIELDS, shape="one object")
def answer(
    review_id: int,
    template: str | None,
    only_list: bool,
    file: Any,
    signed: str,
    decide: str | None,
    withdraw: bool,
    readable: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Answer a reply in its thread, from the mailbox that holds the conversation.

    Your editor opens with a draft; lines that begin with # are left out. Then the very mail is shown, and sent off
    when you say so. Saying so does not decide the review, --decide does.
    """
    config = workspace.config()
    if only_list:
        _list_templates(config, review_id)
    elif withdraw:
        _withdraw(config, review_id)
    else:
        meaning = None if decide is None else Intent(decide)
        body = file.read() if file is not None else _edited(config, review_id, template, signed, meaning)
        _send(config, review_id, body, meaning, readable=readable, yes=yes, as_json=as_json)


def _list_templates(config: "Config", review_id: int) -> None:
    from outreach.qualification.answering import answer_templates, inbound_of_review, language_of

    with workspace.reading(config) as session:
        language = language_of(session, inbound_of_review(session, review_id))
    rows = [(each.name, each.title) for each in answer_templates(config.templates, language)]
    table(("name", "for"), rows, empty=f"There are none. They are files in {config.templates / 'answers'}.")


def _edited(
    config: "Config", review_id: int, template: str | None, signed: str, meaning: Intent | None
) -> str:
    """What the author makes of the draft. In a pipe nobody can edit: then it is the draft."""
    from outreach.daemon.rules import effect_rules
    from outreach.qualification.answering import (
        draft_answer,
        inbound_of_review,
        language_of,
        meaning_of_review,
    )

    with workspace.reading(config) as session:
        inbound_id = inbound_of_review(session, review_id)
        language = language_of(session, inbound_id)
        if template is None:
            chosen = _fitting(config, meaning or meaning_of_review(session, review_id), language)
        else:
            chosen = _template(config, template, language)
        draft = draft_answer(session, inbound_id, chosen, rules=effect_rules(config), signed=signed)
        comments = "\n".join((_begun_with(chosen), *_comments(session, inbound_id)))
    if not is_terminal(sys.stdin):
        if template is None:
            raise click.UsageError("Nobody can edit here: give --file, or --template.")
        _refuse_gaps(draft, template)
        return draft
    # Not in a unit of work: an editor is open for as long as somebody thinks.
    written = click.edit(f"{draft}\n{comments}\n", extension=".txt")
    if written is None:
        raise Refused("The draft was left as it was: nothing is sent.")
    return without_comments(written)


def _refuse_gaps(draft: str, template: str) -> None:
    """A template's gap is for a person, and in a pipe there is none."""
    from outreach.sending.answer_letters import first_gap

    if gap := first_gap(draft):
        raise Refused(
            f"The template {template} has a gap for you to fill in ({gap}), and nobody can edit here. Call it on a "
            "terminal, where your $EDITOR opens with it, or give the finished text with --file."
        )


def without_comments(text: str) -> str:
    """The text without the lines that begin with `#`, as git leaves them out."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip("\n") + "\n"


def _fitting(config: "Config", meaning: "Meaning", language: str) -> "AnswerTemplate | None":
    """The template that fits the meaning, where the workspace has it."""
    from outreach.qualification.answering import answer_templates, fitting_template

    fitting = fitting_template(meaning)
    return next((each for each in answer_templates(config.templates, language) if each.name == fitting), None)


def _begun_with(template: "AnswerTemplate | None") -> str:
    with_what = "only a greeting" if template is None else f"the template {template.name}"
    return f"# Begun with {with_what}; --template NAME begins with another, --templates lists them."


def _template(config: "Config", name: str, language: str) -> "AnswerTemplate | None":
    from outreach.qualification.answering import answer_templates

    known = {each.name: each for each in answer_templates(config.templates, language)}
    if name == _ONLY_A_GREETING and name not in known:
        return None
    if name not in known:
        raise NotFound(f'There is no template "{name}" for answers. There are: {", ".join(known) or "none"}.')
    return known[name]


def _comments(session: "Session", inbound_id: int) -> Iterator[str]:
    from outreach.inbox.service import find, message_of

    inbound = find(session, inbound_id)
    yield "# Lines that begin with # are left out. An empty answer is not sent."
    yield "# <<…>> is for you to fill in. The reply is quoted below your text by itself:"
    yield "#"
    yield f"# From: {one_line(inbound.sender)}"
    yield f"# Subject: {one_line(inbound.subject)}"
    yield "#"
    for line in printable(message_of(inbound).text).split("\n")[:_SHOWN_LINES]:
        yield f"# {line}".rstrip()


def _send(
    config: "Config",
    review_id: int,
    body: str,
    decide: Intent | None,
    *,
    readable: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Show the very mail, ask, and put it into the outbox."""
    from outreach.daemon.rules import effect_rules
    from outreach.qualification.answering import inbound_of_review, preview_answer, queue_answer

    rules, now = effect_rules(config), workspace.now()
    with workspace.reading(config) as session:
        inbound_id = inbound_of_review(session, review_id)
        preview = preview_answer(session, inbound_id, body, rules=rules, now=now)
    if readable and not as_json:
        _show_text(preview)
    elif not as_json:
        raw_mail(preview.raw)
    for each in (*preview.notes, *(f"it waits: {why}" for why in preview.waits)):
        say(f"Note: {each}")
    mail: OutboundMessage | None = None
    if yes or _agreed(preview.recipient, preview.mailbox):
        with workspace.writing(config) as session:
            # At the moment of the preview: the same bytes.
            mail = queue_answer(
                session, inbound_id, body, actor=workspace.actor(), rules=rules, now=now, decide=decide
            )
            number, state = mail.id, mail.state.value
        goes = "." if preview.waits else "; the daemon sends it in its next turn."
        say(f"Mail {number} to {preview.recipient} is {state}{goes}")
    else:
        say("Nothing is sent. Run it again with --yes to send it off.")
    if as_json:
        emit_json(
            {
                "id": None if mail is None else number,
                "state": None if mail is None else state,
                "from": preview.sender,
                "to": preview.recipient,
                "subject": preview.subject,
                "notes": list(preview.notes),
                "waits": list(preview.waits),
                "raw": preview.raw.decode("ascii"),
            }
        )


def _show_text(preview: "AnswerPreview") -> None:
    import email.policy

    mail = email.message_from_bytes(preview.raw, policy=email.policy.default)
    facts({"to": preview.recipient, "from": preview.sender, "subject": preview.subject})
    click.echo()
    text(mail.get_content())


def _agreed(recipient: str, mailbox: str) -> bool:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        return False
    return click.confirm(f"Send this to {printable(recipient)} from {mailbox}?", err=True)


def _withdraw(config: "Config", review_id: int) -> None:
    from outreach.qualification.answering import answers_to, inbound_of_review, withdraw_answer
    from outreach.sending.model import OutboundState

    with workspace.writing(config) as session:
        given = answers_to(session, inbound_of_review(session, review_id))
        queued = next((each for each in given if each.state is OutboundState.QUEUED), None)
        if queued is None or queued.id is None:
            last = f" The last one is {given[-1].state.value}." if given else ""
            raise Refused(f"No answer to review {review_id} waits to go out.{last}")
        withdraw_answer(session, queued.id, actor=workspace.actor(), now=workspace.now())
        number = queued.id
    say(f"Mail {number} is taken back.")
