"""What one run of our side sends: a database with mails queued from ten mailboxes; and the run itself, measured.

    python -m benchmarks.send_queue FOLDER PORT

sends what `prepare` has queued, with the daemon's own ledger and senders, one connection a mailbox: claimed,
written, composed, committed before each body with `synchronous=FULL`, recorded, and the next step planned.
"""

import asyncio
import sys
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import outreach.tables
from benchmarks.send_peers import letter
from benchmarks.send_peers.report import Measured
from outreach.core.clock import SystemClock
from outreach.daemon.ledger import Ledger
from outreach.daemon.sender import Sender
from outreach.database.engine import Database
from outreach.mail.smtp import Security, SmtpConnection, SmtpServer
from outreach.sending.identity import Sender as Identity
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sequences.timing import Timing

CONNECTIONS = 10
_MOST = 1_000_000


def rules() -> SendingRules:
    """Ten mailboxes without a limit that would be met, and without a rest between two mails."""
    names = [f"ann{number}" for number in range(CONNECTIONS)]
    return SendingRules(
        Identity("Ann Roe", "Alpha Tools Ltd", "1 Harbour Row, Bristol"),
        {
            name: SendingMailbox(
                name, "Ann Roe", f"{name}@alpha.example", "UTC", _MOST, _MOST, 0, gap_seconds=(0.0, 0.0)
            )
            for name in names
        },
        Timing("UTC"),
        live=True,
        per_domain=None if letter.DOMAIN else 10,
    )


def prepare(folder_name: str, mails: int) -> None:
    """A SQLite database in which so many first mails are queued."""
    prepare_database(_url(Path(folder_name)), mails)


def prepare_database(url: str, mails: int) -> None:
    """The same in whichever database."""
    from outreach.database.schema import upgrade
    from outreach.database.workspace import found
    from outreach.prospects.import_plan import OnDuplicate
    from outreach.prospects.importing import import_contacts
    from outreach.prospects.lists import open_list
    from outreach.prospects.model import Source
    from outreach.prospects.service import NewContact
    from outreach.sending.planning import plan
    from outreach.sequences import campaigns

    now = datetime.now(UTC)
    began = now - timedelta(hours=1)
    upgrade(url)
    database = Database(url)
    definition = _sequence()
    people = [
        NewContact(
            letter.recipient(number),
            name="Robin Roe",
            given_name="Robin",
            line=number,
            fields={"company": f"Company {number}", "city": f"Harbour {number % 97}"},
        )
        for number in range(mails)
    ]
    with database.writing() as session:
        found(session, began)
        listed = open_list(session, "all", source=Source.SPEAR, legal_basis=None, now=began)
        import_contacts(session, listed, people, on_duplicate=OnDuplicate.SKIP, actor="benchmark", now=began)
        campaign = campaigns.create(
            session,
            name="all",
            sequence=definition.name,
            list_name="all",
            mailboxes=list(rules().mailboxes),
            per_day=None,
            now=began,
        )
        campaigns.start(
            session,
            campaign,
            {definition.name: definition},
            timing=Timing("UTC"),
            actor="benchmark",
            now=began,
            limit=mails,
        )
    queued = 0
    while queued < mails:
        with database.writing() as session:
            more = plan(session, rules(), now=now).queued
        if not more:
            raise RuntimeError(f"{queued} of {mails} mails were queued")
        queued += more
    database.close()


async def send(
    database: Database, port: int, *, mailboxes: Collection[str] | None = None, owner: str = "benchmark"
) -> int:
    """Send everything that is queued, of some mailboxes or of all; how many turns that took."""
    clock = SystemClock()
    ledger = Ledger(database, rules(), owner=owner, clock=clock)
    senders = [
        Sender(
            database,
            rules(),
            name,
            SmtpConnection(SmtpServer("127.0.0.1", port, Security.NONE)),
            ledger,
            clock=clock,
        )
        for name in rules().mailboxes
        if mailboxes is None or name in mailboxes
    ]
    sent = await asyncio.gather(*(sender.send(lambda: False) for sender in senders))
    for sender in senders:
        await sender.close()
    return sum(sent)


def _sequence() -> "outreach.sequences.definition.SequenceDefinition":
    from outreach.sequences.definition import AccountRule, SequenceDefinition, Step, StepKind, Thread, Variant
    from outreach.sequences.template_file import TemplateText
    from outreach.sequences.window import HourRange, Window

    wording = letter.TEMPLATE.read_text(encoding="utf-8")
    for theirs, ours in {
        "given_name": "contact.given_name",
        "company": "contact.fields.company",
        "city": "contact.fields.city",
        "sender": "sender.name",
    }.items():
        wording = wording.replace(f"{{{{ {theirs} }}}}", f"{{{{ {ours} }}}}")
    subject = "Who looks after the printers at {{ contact.fields.company }}?"
    first = TemplateText("who/ask.txt", "en", subject, wording)
    second = TemplateText("who/bump.txt", "en", None, wording)
    always = Window.of(range(7), [HourRange(0, 24 * 60)])
    return SequenceDefinition(
        name="who",
        steps=(
            Step("ask", StepKind.MAIL, 0, variants=(Variant("a", (first,)),)),
            Step("bump", StepKind.MAIL, 3, thread=Thread.SAME, variants=(Variant("a", (second,)),)),
        ),
        window=always,
        account=AccountRule(one_at_a_time=False),
    )


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'outreach.db'}"


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    database = Database(_url(folder))
    with Measured():
        asyncio.run(send(database, port))
    database.close()


if __name__ == "__main__":
    main()
