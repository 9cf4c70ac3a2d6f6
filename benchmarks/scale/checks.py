"""What must be true of a run, counted in plain SQL from what the outside has seen."""

import sqlite3
from pathlib import Path

#: Each must be 0. `arrived` is the outside's own list, `mail` our outbox.
CHECKS: dict[str, str] = {
    "the same mail arrived twice": """
        SELECT count(*) FROM (SELECT message_id FROM arrived GROUP BY message_id HAVING count(*) > 1)
    """,
    "one step arrived twice at one person": """
        SELECT count(*) FROM (
            SELECT mail.recipient, mail.sequence, mail.step FROM arrived JOIN mail USING (message_id)
            GROUP BY mail.recipient, mail.sequence, mail.step HAVING count(*) > 1)
    """,
    "arrived, and our outbox does not say so": """
        SELECT count(*) FROM arrived LEFT JOIN mail USING (message_id)
        WHERE coalesce(mail.state, '') NOT IN ('sent', 'in_flight', 'doubtful')
    """,
    "our outbox says sent, and it never arrived": """
        SELECT count(*) FROM mail LEFT JOIN arrived USING (message_id)
        WHERE mail.state = 'sent' AND arrived.message_id IS NULL
    """,
    "mailed after a no was read": """
        SELECT count(*) FROM answer JOIN arrived ON arrived.recipient = answer.writer
        WHERE answer.intent IN ('unsubscribe', 'not_interested') AND arrived.at >= answer.read_at
    """,
    "mailed after their address was reported dead": """
        SELECT count(*) FROM answer JOIN arrived ON arrived.recipient = answer.writer
        WHERE answer.intent = 'bounce_hard' AND arrived.at >= answer.read_at
    """,
    "mails above a mailbox's limit of 24 hours, its ramp included": """
        WITH day AS (
            SELECT mailbox, at,
                dense_rank() OVER (PARTITION BY mailbox ORDER BY date(at, 'unixepoch', '+1 hour')) AS nth
            FROM arrived),
        spent AS (
            SELECT nth, count(*) OVER (
                PARTITION BY mailbox ORDER BY at RANGE BETWEEN 86399 PRECEDING AND CURRENT ROW) AS mails FROM day)
        SELECT count(*) FROM spent WHERE mails > min(40, 5 + 3 * (nth - 1))
    """,
    "mails above ten a day to one domain": """
        WITH sent AS (SELECT substr(recipient, instr(recipient, '@')) AS domain, at FROM arrived),
        spent AS (SELECT count(*) OVER (
            PARTITION BY domain ORDER BY at RANGE BETWEEN 86399 PRECEDING AND CURRENT ROW) AS mails FROM sent)
        SELECT count(*) FROM spent WHERE mails > 10
    """,
    "answers that were stored and not applied": "SELECT count(*) FROM waiting",
}

_MAILS = (
    "SELECT message_id, recipient, sequence, step, state FROM outbound_message WHERE message_id IS NOT NULL"
)
_WAITING = "SELECT id FROM inbound_message WHERE state = 'stored'"


def checked(witness: Path, url: str) -> dict[str, int]:
    """How many of each there are."""
    line = sqlite3.connect(witness)
    try:
        line.execute("CREATE TABLE mail (message_id TEXT PRIMARY KEY, recipient, sequence, step, state)")
        line.execute("CREATE TABLE waiting (id INTEGER)")
        for insert, rows in (
            ("INSERT INTO mail VALUES (?, ?, ?, ?, ?)", _MAILS),
            ("INSERT INTO waiting VALUES (?)", _WAITING),
        ):
            _copy(line, insert, url, rows)
        line.execute("CREATE INDEX by_recipient ON arrived (recipient, at)")
        return {name: int(line.execute(said).fetchone()[0]) for name, said in CHECKS.items()}
    finally:
        line.close()


def _copy(line: sqlite3.Connection, insert: str, url: str, asked: str) -> None:
    """Rows of our database, over a connection that is not the program's own."""
    import sqlalchemy as sa

    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(parsed)
    with engine.connect() as ours:
        rows = ours.execution_options(yield_per=10_000).exec_driver_sql(asked)
        for some in rows.partitions(10_000):
            line.executemany(insert, [tuple(row) for row in some])
    engine.dispose()
