"""The test servers themselves: what other tests rely on when they use them."""

import imaplib
import io
import smtplib
import socket
import ssl
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from tests.support.dovecot import Dovecot
from tests.support.postfix import Postfix
from tests.support.postgresql import PostgreSQL
from tests.support.waiting import wait_for

PROJECT = Path(__file__).parents[2]
SENDER = "ann@alpha.example"
MARIA = "maria.weber@beta.example"


def mail(to: str, subject: str = "Who handles sales?") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, to, subject
    message.set_content("Hello there.\n")
    return message.as_bytes()


def submit(postfix: Postfix, tls: ssl.SSLContext, to: str, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.submission, timeout=30) as line:
        line.starttls(context=tls)
        line.login(SENDER, postfix.dovecot.password(SENDER))
        line.sendmail(SENDER, [to], raw)


def read_inbox(dovecot: Dovecot, tls: ssl.SSLContext, address: str) -> list[bytes]:
    with imaplib.IMAP4_SSL("127.0.0.1", dovecot.imaps, ssl_context=tls, timeout=30) as line:
        line.login(address, dovecot.password(address))
        line.select("INBOX", readonly=True)
        found = line.fetch("1:*", "(BODY.PEEK[])")[1]
        return [part[1] for part in found if isinstance(part, tuple)]


def test_a_submitted_mail_reaches_the_recipient_over_verified_tls(
    postfix: Postfix, empty_mailboxes: Dovecot, trusted_tls: ssl.SSLContext
) -> None:
    submit(postfix, trusted_tls, MARIA, mail(MARIA))

    (delivered,) = empty_mailboxes.wait_for_messages(MARIA)
    (read,) = read_inbox(empty_mailboxes, trusted_tls, MARIA)
    assert b"Subject: Who handles sales?" in delivered
    assert read.replace(b"\r\n", b"\n") == delivered


def test_the_implicit_tls_port_takes_mail_too(
    postfix: Postfix, empty_mailboxes: Dovecot, trusted_tls: ssl.SSLContext
) -> None:
    with smtplib.SMTP_SSL("localhost", postfix.smtps, context=trusted_tls, timeout=30) as line:
        line.login(SENDER, postfix.dovecot.password(SENDER))
        line.sendmail(SENDER, [MARIA], mail(MARIA))

    assert empty_mailboxes.wait_for_messages(MARIA)


def test_a_client_that_does_not_know_the_certificate_refuses_it(postfix: Postfix) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.submission, timeout=30) as line, pytest.raises(ssl.SSLError):
        line.starttls(context=ssl.create_default_context())


def test_submission_refuses_mail_without_a_log_in(postfix: Postfix, trusted_tls: ssl.SSLContext) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.submission, timeout=30) as line:
        line.starttls(context=trusted_tls)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            line.sendmail(SENDER, [MARIA], mail(MARIA))


def test_an_unknown_user_is_refused_at_rcpt(postfix: Postfix) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.smtp, timeout=30) as line:
        line.ehlo()
        line.mail(SENDER)

        code, text = line.rcpt("nobody@beta.example")

    assert (code, text[:5]) == (550, b"5.1.1")


def test_a_mail_to_a_foreign_domain_comes_back_as_a_delivery_report(
    postfix: Postfix, empty_mailboxes: Dovecot, trusted_tls: ssl.SSLContext
) -> None:
    submit(postfix, trusted_tls, "someone@far.example", mail("someone@far.example"))

    (report,) = empty_mailboxes.wait_for_messages(SENDER)
    assert b"Status: 5.1.1" in report
    assert b"Final-Recipient: rfc822; someone@far.example" in report


def test_every_local_part_of_the_catch_all_domain_has_its_own_mailbox(
    postfix: Postfix, empty_mailboxes: Dovecot
) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.smtp, timeout=30) as line:
        for number in (1, 2, 2):
            line.sendmail(SENDER, [f"p{number}@load.example"], mail(f"p{number}@load.example"))

    empty_mailboxes.wait_for_messages("p1@load.example")
    empty_mailboxes.wait_for_messages("p2@load.example", 2)
    assert empty_mailboxes.deliveries() == {"p1@load.example": 1, "p2@load.example": 2}


def test_a_user_added_while_the_servers_run_can_receive_and_read(
    postfix: Postfix, empty_mailboxes: Dovecot, trusted_tls: ssl.SSLContext
) -> None:
    added = "new.colleague@beta.example"

    postfix.add_user(added)

    with smtplib.SMTP("127.0.0.1", postfix.smtp, timeout=30) as line:
        line.sendmail(SENDER, [added], mail(added))
    empty_mailboxes.wait_for_messages(added)
    assert len(read_inbox(empty_mailboxes, trusted_tls, added)) == 1


def test_delivered_mails_are_listed_in_their_order(empty_mailboxes: Dovecot) -> None:
    for number in range(5):
        empty_mailboxes.deliver(MARIA, mail(MARIA, f"Number {number}"))

    found = empty_mailboxes.messages(MARIA)

    assert [f"Subject: Number {number}\n".encode() in raw for number, raw in enumerate(found)] == [True] * 5


def test_the_sent_junk_and_drafts_folders_are_marked_as_such(
    empty_mailboxes: Dovecot, trusted_tls: ssl.SSLContext
) -> None:
    with imaplib.IMAP4("127.0.0.1", empty_mailboxes.imap, timeout=30) as line:
        line.starttls(trusted_tls)
        line.login(SENDER, empty_mailboxes.password(SENDER))
        listed = str(line.list()[1])

    assert all(f"\\{use} " in listed.replace(")", " ") for use in ("Sent", "Junk", "Drafts"))


def test_a_reset_changes_uid_validity_and_keeps_the_mail(empty_mailboxes: Dovecot) -> None:
    empty_mailboxes.deliver(MARIA, mail(MARIA))
    before = empty_mailboxes.uid_validity(MARIA)

    empty_mailboxes.uid_validity_reset(MARIA)

    assert empty_mailboxes.uid_validity(MARIA) != before
    assert len(empty_mailboxes.messages(MARIA)) == 1


def test_mail_can_be_moved_to_another_folder(empty_mailboxes: Dovecot) -> None:
    empty_mailboxes.deliver(MARIA, mail(MARIA))

    empty_mailboxes.move(MARIA, "INBOX", "Junk")

    assert empty_mailboxes.messages(MARIA) == []
    assert len(empty_mailboxes.messages(MARIA, "Junk")) == 1


@pytest.mark.parametrize(("token", "answer"), [("token-of-ann", "OK"), ("expired", "NO")])
def test_a_token_logs_in_only_while_it_is_granted(dovecot: Dovecot, token: str, answer: str) -> None:
    dovecot.tokens.granted = {"token-of-ann": SENDER}
    credentials = f"user={SENDER}\x01auth=Bearer {token}\x01\x01".encode()

    with imaplib.IMAP4("127.0.0.1", dovecot.imap, timeout=30) as line:
        try:
            got = line.authenticate("XOAUTH2", lambda challenge: b"" if challenge else credentials)[0]
        except imaplib.IMAP4.error:
            got = "NO"

    assert got == answer


@pytest.mark.server("dovecot")
def test_a_killed_server_keeps_its_mail_and_starts_again_on_its_ports(servers_folder: Path) -> None:
    server = Dovecot(servers_folder / "killed", {MARIA: "pw"})
    try:
        server.start()
        server.deliver(MARIA, mail(MARIA))
        server.kill()
        server.start()

        server.deliver(MARIA, mail(MARIA))

        assert len(server.messages(MARIA)) == 2
    finally:
        server.stop()


@pytest.mark.server("dovecot")
def test_servers_end_when_the_test_process_is_killed(servers_folder: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from tests.support.dovecot import Dovecot\n"
        "server = Dovecot(Path(sys.argv[1]), {}); server.start()\n"
        "print(server.imap, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(servers_folder / "orphan")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as test_process:
        port = int((test_process.stdout or io.StringIO()).readline())

        test_process.kill()

    wait_for(lambda: not is_open(port), f"port {port} to close")


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_each_test_gets_an_empty_database(postgresql: PostgreSQL, postgresql_url: str) -> None:
    database = postgresql_url.rpartition("/")[2]
    address = f"host=127.0.0.1 port={postgresql.port} user=outreach dbname={database}"

    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert tables == (0,)
    assert postgresql.create_database() != database
