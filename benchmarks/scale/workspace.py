"""The workspace that is measured: a configuration with so many mailboxes, its lists, and its campaigns."""

import math
import os
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from benchmarks.scale.people import members
from outreach.config import Config, load_config
from outreach.core.shipped import shipped
from outreach.daemon.rules import law_now, timing
from outreach.database.engine import Database
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.lists import find_list, open_list
from outreach.prospects.model import Source
from outreach.prospects.reading import read_rows
from outreach.prospects.rows import ImportRow
from outreach.sandbox.population import CONTACTS_AN_ACCOUNT, prospects_csv
from outreach.sequences import campaigns
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.loading import load_with_targets
from outreach.sequences.window import PRESETS

SEQUENCE = "who-handles-sales"
LEGAL_BASIS = "consent: nobody here is real"
#: As `outreach init` has it.
PER_DAY = 40
#: Mailboxes that a campaign writes from, and that a sending domain has.
A_CAMPAIGN = A_DOMAIN = 20
#: Mailboxes whose replies one person works.
A_PERSON = 10
#: Rows, and people enrolled, in one transaction, as the command line does it.
_AT_ONCE, _ENROLLED_AT_ONCE = 1_000, 300

_CONFIG = """\
live = true

[database]
url = "{url}"

[sender]
name = "Rita Whitfield"
organisation = "Fairmile Ltd"
postal_address = "4 Orchard Lane, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"
"""

_MAILBOX = """
[[mailboxes]]
name = "{name}"
from = "Rita Whitfield <{address}>"
per_day = {per_day}

[mailboxes.smtp]
host = "127.0.0.1"
security = "none"
password = {{ env = "SCALE_PASSWORD" }}

[mailboxes.imap]
host = "127.0.0.1"
security = "none"
password = {{ env = "SCALE_PASSWORD" }}
"""

_PERSON = """
[[team]]
person = "p{number}"
full_name = "Person {number}"
address = "p{number}@fairmile.example"
role = "prospector"
"""

_ALLOWED = """\
[default]
name = "Anywhere"
decision = "allow"
source = "no law: a simulation"
reviewed_on = {today}
version = 1
"""


def configured(folder: Path, url: str, mailboxes: int, per_day: int = PER_DAY) -> Config:
    """Written and read as `outreach init` and `outreach run` do it: mails 90 to 240 s apart, ramp 5 + 3."""
    os.environ["SCALE_PASSWORD"] = "not asked for"
    sections = [_CONFIG.format(url=url)]
    sections += [
        _MAILBOX.format(name=name, address=address, per_day=per_day) for name, address in addresses(mailboxes)
    ]
    sections += [_PERSON.format(number=number) for number in range(math.ceil(mailboxes / A_PERSON))]
    (folder / "countries.toml").write_text(_ALLOWED.format(today=datetime.now(UTC).date()), encoding="utf-8")
    for name in ("templates", "sequences"):
        if not (folder / name).exists():
            (folder / name).symlink_to(shipped(name))
    path = folder / "config.toml"
    path.write_text("".join(sections), encoding="utf-8")
    return load_config(path)


def addresses(mailboxes: int) -> list[tuple[str, str]]:
    """The name and the address of each of our mailboxes."""
    return [
        (f"box-{number:05}", f"box-{number:05}@d{number // A_DOMAIN}.fairmile.example")
        for number in range(mailboxes)
    ]


def lists_for(mailboxes: int, prospects: int) -> list[tuple[str, int]]:
    """A list for each campaign, with how many people are on it."""
    count = max(1, mailboxes // A_CAMPAIGN)
    each = math.ceil(prospects / count)
    return [(f"list-{number:04}", min(each, prospects - number * each)) for number in range(count)]


def import_list(database: Database, name: str, number: int, people: int, now: datetime) -> None:
    """Read a CSV and import it, some rows a transaction."""
    a_cycle = sum(CONTACTS_AN_ACCOUNT)
    first_account = number * (people // a_cycle + 2) * len(CONTACTS_AN_ACCOUNT)
    text = prospects_csv(list(members(first_account, people)))
    rows = [
        row for row in read_rows(BytesIO(text.encode()), name=f"{name}.csv") if isinstance(row, ImportRow)
    ]
    with database.writing() as session:
        open_list(session, name, source=Source.SPEAR, legal_basis=LEGAL_BASIS, now=now)
    for begin in range(0, len(rows), _AT_ONCE):
        with database.writing() as session:
            import_contacts(
                session,
                find_list(session, name),
                rows[begin : begin + _AT_ONCE],
                on_duplicate=OnDuplicate.SKIP,
                actor="rita",
                now=now,
            )


def start_campaign(database: Database, config: Config, name: str, boxes: list[str], now: datetime) -> int:
    """Create and start a campaign over the list of that name; how many were enrolled."""
    definitions = _definitions(config)
    law, reckoned = law_now(config), timing(config)
    with database.writing() as session:
        campaign = campaigns.create(
            session, name=name, sequence=SEQUENCE, list_name=name, mailboxes=boxes, per_day=None, now=now
        )
        started = campaigns.start(
            session,
            campaign,
            definitions,
            timing=reckoned,
            actor="rita",
            now=now,
            limit=_ENROLLED_AT_ONCE,
            law=law,
        )
    while not started.is_complete:
        with database.writing() as session:
            campaigns.enroll_more(
                session,
                campaigns.find(session, name),
                definitions[SEQUENCE],
                started,
                timing=reckoned,
                now=now,
                limit=_ENROLLED_AT_ONCE,
                law=law,
            )
    return started.enrolled


def _definitions(config: Config) -> dict[str, SequenceDefinition]:
    """The sequences that ship; but with office hours, so that every working day is one of sending."""
    loaded = load_with_targets(SEQUENCE, config.sequences, config.templates)
    return {name: replace(each, window=PRESETS["office"]) for name, each in loaded.items()}
