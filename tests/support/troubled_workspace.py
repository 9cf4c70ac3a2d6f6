"""The configuration of the troubled season, and the rows in it that are no facts."""

CONFIG = """\
live = false

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"
replies_per_person = 12

[guards]
bounce_share = 4

[reports.goals]
replied = 25
qualified = 60
accepted = 90
confirmed = 85
meeting = 70

[[team]]
person = "rita"
address = "rita@alpha.example"
role = "prospector"
mailboxes = ["ann", "anna"]
absent = ["2026-04-07..2026-04-10"]

[team.norms]
mails = 20
replies = 2
qualified = 1

[[team]]
person = "rolf"
address = "rolf@alpha.example"
role = "prospector"
mailboxes = ["bob"]
working_days = ["mon", "tue", "wed", "thu"]
working_hours = ["08:00-12:00", "13:00-16:00"]

[team.norms]
mails = 30
referrals = 1

[[team]]
person = "sam"
address = "sam@alpha.example"
role = "salesperson"

[team.norms]
accepted = 1

[[team]]
person = "sue"
address = "sue@alpha.example"
role = "salesperson"

[[team]]
person = "alma"
address = "alma@alpha.example"
role = "account-manager"

[[mailboxes]]
name = "ann"
from = "Ann Roe <ann@alpha.example>"
per_day = 30
[mailboxes.smtp]
host = "127.0.0.1"
security = "none"
[mailboxes.imap]
host = "127.0.0.1"
security = "none"
username = "ann"
password = { env = "ANN_PASSWORD" }

[[mailboxes]]
name = "anna"
from = "Ann Roe <ann@alpha-tools.example>"
per_day = 5
new_per_day = 2
[mailboxes.smtp]
host = "127.0.0.1"
security = "none"

[[mailboxes]]
name = "bob"
from = "Bob Roe <bob@alpha.example>"
per_day = 30
[mailboxes.ramp]
start = 10
add = 5
[mailboxes.smtp]
host = "127.0.0.1"
security = "none"
"""


TASK = """
INSERT INTO task (kind, state, contact_id, account_id, created_at, due_at, done_at, referral_id,
                  note, owner, done_by, outcome, phone)
VALUES (:kind, :state, :contact_id, :account_id, :created_at, :due_at, :done_at, :referral_id, '', '', '', '', '')
"""

STATES = (
    # Half of the replies were put before a person, who has not decided about each.
    """
    INSERT INTO review (inbound_id, contact_id, state, proposed, confidence, why, intent, note, decided_at, created_at)
    SELECT inbound_id, contact_id, CASE id % 6 WHEN 0 THEN 'waiting' ELSE 'decided' END, 'other', 0.5, '', NULL, '',
           CASE id % 6 WHEN 0 THEN NULL ELSE strftime('%Y-%m-%d %H:%M:%S.000000', at, '+4 days') END, at
    FROM event WHERE kind = 'replied' AND id % 2 = 0
    """,
    "UPDATE offer SET worked_seconds = 600 + 97 * id",
    "UPDATE account SET name = 'Company ' || id WHERE id % 3 = 0",
    """
    INSERT INTO account_domain (domain, account_id)
    SELECT 'company-' || id || '.example', id FROM account WHERE id % 3 = 1
    """,
    # Some of the season stand on a second list, since later.
    """
    INSERT INTO prospect (list_id, contact_id, line, created_at)
    SELECT (SELECT id FROM prospect_list WHERE name = 'trouble'), contact_id, 9000 + contact_id,
           strftime('%Y-%m-%d %H:%M:%S.000000', prospect.created_at, '+9 days')
    FROM prospect JOIN prospect_list ON prospect_list.id = list_id AND name <> 'trouble' WHERE contact_id % 40 = 0
    """,
    """
    INSERT INTO folder_cursor (mailbox, folder, uidvalidity, last_uid, read_at) VALUES
        ('ann', 'INBOX', 1, 1, '2026-06-30 22:50:00.000000'), ('ann', 'Junk', 1, 1, '2026-06-30 12:00:00.000000'),
        ('bob', 'INBOX', 1, 1, '2026-06-30 22:50:00.000000'), ('bob', 'Spam', 1, 1, '2026-06-30 22:50:00.000000')
    """,
    """
    INSERT INTO mailbox_status (name, paused_why, sending_days, trouble, read_at) VALUES
        ('ann', '', 40, '', '2026-06-30 22:50:00.000000')
    """,
    "UPDATE inbound_message SET state = 'stored' WHERE id % 211 = 0",
    "UPDATE inbound_message SET state = 'set_aside' WHERE id % 307 = 0",
    """
    INSERT INTO unfetched_message (mailbox, folder, uidvalidity, uid, trouble, noticed_at, tried_at) VALUES
        ('ann', 'INBOX', 1, 9, 'too long', '2026-06-01 08:00:00.000000', '2026-06-01 08:00:00.000000')
    """,
    """
    INSERT INTO digest (day, address, state, attempts, claimed_at, due_at, sent_at, trouble) VALUES
        ('2026-06-29', 'rita@alpha.example', 'sent', 2, '2026-06-29 07:00:00.000000', '2026-06-29 07:00:00.000000',
         '2026-06-29 07:00:00.000000', ''),
        ('2026-06-30', 'rita@alpha.example', 'unsure', 1, '2026-06-30 07:00:00.000000', '2026-06-30 07:00:00.000000',
         NULL, 'cut off')
    """,
)
