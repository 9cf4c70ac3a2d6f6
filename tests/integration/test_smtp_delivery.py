"""What SmtpConnection does on a real socket: the commit point, the kept line, limits, log-in, secrets."""

import asyncio
import gc
import logging
from dataclasses import replace

import pytest

from outreach.core.errors import Refused
from outreach.mail import smtp as smtp_module
from outreach.mail.outcomes import Outcome, Phase
from outreach.mail.servers import AccessToken, Password, Security, SmtpServer
from outreach.mail.smtp import SmtpConnection, Timeouts
from tests.support.commit_point import MAIL, RECIPIENT, CommitPoint, hand_in, plain
from tests.support.misbehaving_smtp import LOOPBACK, PASSWORD, TOKEN, USERNAME, Fault, Kind, MisbehavingSmtp
from tests.support.ports import reserve_port
from tests.support.waiting import eventually

ANN = Password(USERNAME, PASSWORD)
LARGE = b"Subject: large\r\n\r\n" + b"All work and no play makes a large mail.\r\n" * 200_000


async def test_a_mail_arrives_as_it_was_given() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp)

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.SENT, Phase.DOT, 250)
        assert server.mails == [(RECIPIENT, MAIL + b".\r\n")]
        await smtp.close()


async def test_the_queue_id_is_learned_from_the_final_answer() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp)

        assert (answer.enhanced, answer.text, answer.queue_id) == (
            "2.0.0",
            "Ok: queued as 3F2A1C0D",
            "3F2A1C0D",
        )
        await smtp.close()


@pytest.mark.parametrize(
    ("message", "on_the_wire"),
    [
        (b"A\r\n\r\n.dot\r\n..two\r\n", b"A\r\n\r\n..dot\r\n...two\r\n.\r\n"),
        (b"A\n\nbare ends\n", b"A\r\n\r\nbare ends\r\n.\r\n"),
        (b"A\r\n\r\nno end", b"A\r\n\r\nno end\r\n.\r\n"),
        (
            b"A\r\n\r\nx\n.\nMAIL FROM:<x@y.example>\r\n",
            b"A\r\n\r\nx\r\n..\r\nMAIL FROM:<x@y.example>\r\n.\r\n",
        ),
        (b"A\r\n\r\nx\r.\rQUIT\r\n", b"A\r\n\r\nx\r\n..\r\nQUIT\r\n.\r\n"),
    ],
)
async def test_no_line_of_the_text_can_pass_for_the_end_of_the_mail(
    message: bytes, on_the_wire: bytes
) -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        await hand_in(smtp, message=message)

        assert server.mails == [(RECIPIENT, on_the_wire)]
        await smtp.close()


async def test_the_commit_point_is_asked_after_354_and_before_the_body() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))
        seen: list[object] = []

        async def look() -> None:
            seen.extend([server.commands[-1], list(server.mails)])

        await hand_in(smtp, CommitPoint(meanwhile=look))

        assert seen == ["DATA", []]
        await smtp.close()


async def test_a_refused_recipient_is_never_committed() -> None:
    async with MisbehavingSmtp(Fault("rcpt", Kind.REPLY, reply="550 5.1.1 Unknown")) as server:
        smtp, commit_point = SmtpConnection(plain(server)), CommitPoint()

        answer = await hand_in(smtp, commit_point)

        assert (answer.outcome, answer.enhanced, commit_point.asked) == (Outcome.REFUSED, "5.1.1", 0)
        await smtp.close()


async def test_a_withheld_mail_leaves_no_octet() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp, CommitPoint(says=False))

        assert answer.outcome is Outcome.WITHHELD
        assert not smtp.connected
        assert server.mails == []


async def test_a_commit_point_that_fails_leaves_no_octet_and_its_error_is_passed_on() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        async def fail() -> None:
            raise LookupError("the database is gone")

        with pytest.raises(LookupError):
            await hand_in(smtp, CommitPoint(meanwhile=fail))

        assert not smtp.connected
        assert server.mails == []
        assert (await hand_in(smtp)).outcome is Outcome.SENT
        await smtp.close()


async def test_a_server_that_leaves_during_the_commit_got_nothing() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        async def leave() -> None:
            server.hang_up()
            await eventually(lambda: not smtp.connected, "the line to be closed")

        answer = await hand_in(smtp, CommitPoint(meanwhile=leave))

        assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.DATA)
        assert server.mails == []


async def test_a_server_that_answers_the_mail_before_it_was_sent_gets_none() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        async def interrupt() -> None:
            server.speak_out_of_turn(b"250 2.0.0 Ok: queued as 1\r\n")
            await eventually(lambda: not smtp.connected, "the server to be heard")

        answer = await hand_in(smtp, CommitPoint(meanwhile=interrupt))

        assert (answer.outcome, answer.text) == (Outcome.NOT_SENT, "the server spoke out of turn")
        assert server.mails == []


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("552 5.3.4 Too large", Outcome.REFUSED),
        ("452 4.3.1 Disk full", Outcome.REFUSED_FOR_NOW),
        ("250 2.0.0 Ok: queued as 1", Outcome.DOUBTFUL),
    ],
)
async def test_an_answer_in_the_middle_of_a_large_mail(reply: str, outcome: Outcome) -> None:
    fault = Fault("body", Kind.REPLY, reply=reply)
    async with MisbehavingSmtp(fault, receive_buffer=4096) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp, message=LARGE)

        assert (answer.outcome, answer.phase) == (outcome, Phase.BODY)
        assert not smtp.connected


async def test_a_server_that_refuses_a_large_mail_and_reads_no_more_was_heard_all_the_same() -> None:
    limits = replace(Timeouts.all(60), body=10)
    async with MisbehavingSmtp(Fault("body", Kind.STALL), receive_buffer=4096) as server:
        smtp = SmtpConnection(plain(server), timeouts=limits)
        handing_in = asyncio.create_task(hand_in(smtp, message=LARGE))
        await eventually(lambda: smtp._line and smtp._line._protocol._paused, "no more room to write")

        server.speak_out_of_turn(b"552 5.3.4 Too large\r\n")
        answer = await handing_in

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.REFUSED, Phase.BODY, 552)


async def test_a_server_that_says_421_is_left_at_once() -> None:
    async with MisbehavingSmtp(Fault("dot", Kind.REPLY_THEN_STALL, reply="421 4.3.2 Closing")) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp)

        assert (answer.outcome, answer.code) == (Outcome.REFUSED_FOR_NOW, 421)
        assert not smtp.connected


@pytest.mark.parametrize("kind", [Kind.STALL, Kind.DROP, Kind.RESET])
async def test_a_large_mail_that_is_not_read_to_its_end_is_in_doubt(kind: Kind) -> None:
    limits = replace(Timeouts.all(60), body=0.3)
    async with MisbehavingSmtp(Fault("body", kind), receive_buffer=4096) as server:
        smtp = SmtpConnection(plain(server), timeouts=limits)

        answer = await hand_in(smtp, message=LARGE)

        assert (answer.outcome, answer.phase) == (Outcome.DOUBTFUL, Phase.BODY)
        assert not smtp.connected


async def test_a_large_mail_arrives_whole() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp, message=LARGE)

        assert answer.outcome is Outcome.SENT
        assert server.mails == [(RECIPIENT, LARGE + b".\r\n")]
        await smtp.close()


async def test_a_line_is_kept_for_the_next_mail_without_ceremony() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server, ANN))

        for _ in range(3):
            await hand_in(smtp)

        assert server.connections == 1
        assert [line.split()[0] for line in server.commands] == [
            "EHLO",
            "AUTH",
            *["MAIL", "RCPT", "DATA"] * 3,
        ]
        await smtp.close()


async def test_a_refused_mail_is_reset_before_the_next_one_and_not_before() -> None:
    async with MisbehavingSmtp(Fault("rcpt", Kind.REPLY, reply="550 5.1.1 Unknown")) as server:
        smtp = SmtpConnection(plain(server))

        await hand_in(smtp)
        after_the_refusal = server.commands[-1]
        await hand_in(smtp)

        assert after_the_refusal.startswith("RCPT")
        assert [line.split()[0] for line in server.commands[3:]] == ["RSET", "MAIL", "RCPT", "DATA"]
        assert server.connections == 1
        await smtp.close()


async def test_a_line_that_the_server_closed_meanwhile_is_replaced() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))
        await hand_in(smtp)
        server.speak_out_of_turn(b"421 4.4.2 Idle for too long\r\n")
        server.hang_up()
        await eventually(lambda: not smtp.connected, "the line to be closed")

        answer = await hand_in(smtp)

        assert answer.outcome is Outcome.SENT
        assert (server.connections, len(server.mails)) == (2, 2)
        await smtp.close()


async def test_a_line_that_was_idle_for_long_is_asked_whether_it_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp_module, "IDLE_SECONDS", -1.0)
    limits = replace(Timeouts.all(60), rset=0.2)
    async with MisbehavingSmtp(Fault("rset", Kind.STALL)) as server:
        smtp = SmtpConnection(plain(server), timeouts=limits)
        await hand_in(smtp)

        answer = await hand_in(smtp)

        assert answer.outcome is Outcome.SENT
        assert (server.connections, len(server.mails)) == (2, 2)
        await smtp.close()


async def test_a_goodbye_behind_the_final_answer_changes_nothing_but_the_line() -> None:
    glued = Fault("dot", Kind.REPLY, reply="250 2.0.0 Ok: queued as 1\r\n421 4.3.2 That was enough")
    async with MisbehavingSmtp(glued) as server:
        smtp = SmtpConnection(plain(server))

        first = await hand_in(smtp)
        still_connected = smtp.connected
        second = await hand_in(smtp)

        assert (first.outcome, still_connected, second.outcome) == (Outcome.SENT, False, Outcome.SENT)
        assert (server.connections, len(server.mails)) == (2, 2)
        await smtp.close()


async def test_two_callers_are_served_one_after_the_other() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server))

        answers = await asyncio.gather(*(hand_in(smtp, recipient=f"p{n}@beta.example") for n in range(5)))

        assert {answer.outcome for answer in answers} == {Outcome.SENT}
        assert (server.connections, len(server.mails)) == (1, 5)
        await smtp.close()


async def test_an_answer_without_end_is_not_listened_to() -> None:
    endless = Fault("mail", Kind.REPLY, reply="250-" + "la " * 20_000)
    async with MisbehavingSmtp(endless) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp)

        assert (answer.outcome, answer.code) == (Outcome.NOT_SENT, None)


async def test_nothing_that_a_server_says_reaches_a_terminal_unclean() -> None:
    fault = Fault(
        "rcpt", Kind.REPLY, reply="550-5.1.1 \x1b]52;c;b3V0\x07 no\r\n550 5.1.1 \x9b2J " + "x" * 3000
    )
    async with MisbehavingSmtp(fault) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp)

        assert answer.enhanced == "5.1.1"
        assert answer.text.isprintable()
        assert len(answer.text) <= 500
        await smtp.close()


async def test_a_mail_larger_than_the_server_takes_is_not_offered() -> None:
    async with MisbehavingSmtp(extensions=("SIZE 1000",)) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp, message=b"x" * 1001)

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.REFUSED, Phase.ENVELOPE, None)
        assert [line.split()[0] for line in server.commands] == ["EHLO"]
        assert (await hand_in(smtp)).outcome is Outcome.SENT
        assert server.connections == 1
        await smtp.close()


@pytest.mark.parametrize("extension", ["SIZE", "SIZE 0", "SIZE lots", "SIZE " + "9" * 5000])
async def test_a_size_that_says_nothing_limits_nothing(extension: str) -> None:
    async with MisbehavingSmtp(extensions=(extension,)) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp)

        assert answer.outcome is Outcome.SENT
        assert f"SIZE={len(MAIL)}" in server.commands[1]
        await smtp.close()


@pytest.mark.parametrize(("extensions", "outcome"), [((), Outcome.REFUSED), (("8BITMIME",), Outcome.SENT)])
async def test_eight_bit_mail_needs_a_server_that_takes_it(
    extensions: tuple[str, ...], outcome: Outcome
) -> None:
    async with MisbehavingSmtp(extensions=extensions) as server:
        smtp = SmtpConnection(plain(server))

        answer = await hand_in(smtp, message="Subject: x\r\n\r\nПривет\r\n".encode())

        announced = [line.endswith(" BODY=8BITMIME") for line in server.commands if line.startswith("MAIL")]
        assert answer.outcome is outcome
        assert announced == ([True] if outcome is Outcome.SENT else [])
        await smtp.close()


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "nobody",
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "a@b.example NOTIFY=NEVER",
        "a@b@c",
        "анна@бета.example",
    ],
)
async def test_an_address_that_would_say_more_than_an_address_is_never_spoken(recipient: str) -> None:
    async with MisbehavingSmtp() as server:
        smtp, commit_point = SmtpConnection(plain(server)), CommitPoint()

        answer = await hand_in(smtp, commit_point, recipient=recipient)

        assert (answer.outcome, answer.phase) == (Outcome.REFUSED, Phase.ENVELOPE)
        assert (server.connections, commit_point.asked) == (0, 0)


@pytest.mark.parametrize(
    ("offered", "spoken"), [("AUTH PLAIN LOGIN", "AUTH PLAIN"), ("AUTH LOGIN XOAUTH2", "AUTH LOGIN")]
)
async def test_a_password_is_given_by_the_first_method_in_common(offered: str, spoken: str) -> None:
    async with MisbehavingSmtp(extensions=(offered,)) as server:
        smtp = SmtpConnection(plain(server, ANN))

        answer = await smtp.check()

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.READY, Phase.AUTH, 235)
        assert server.commands[1].startswith(spoken)


async def test_a_token_is_given_by_xoauth2() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server, AccessToken(USERNAME, TOKEN)))

        answer = await smtp.check()

        assert answer.outcome is Outcome.READY
        assert server.commands[1].startswith("AUTH XOAUTH2")


async def test_a_renewed_token_is_used_for_the_next_connection_and_leaves_the_kept_one_alone() -> None:
    async with MisbehavingSmtp() as server:
        smtp = SmtpConnection(plain(server, AccessToken(USERNAME, "stale")))

        before = await hand_in(smtp)
        smtp.renew_login(AccessToken(USERNAME, TOKEN))
        after = await hand_in(smtp)
        smtp.renew_login(AccessToken(USERNAME, "stale again"))
        kept = await hand_in(smtp)

        assert (before.outcome, before.phase) == (Outcome.REFUSED, Phase.AUTH)
        assert (after.outcome, kept.outcome) == (Outcome.SENT, Outcome.SENT)
        assert server.connections == 2
        await smtp.close()


@pytest.mark.parametrize("login", [Password(USERNAME, "wrong"), AccessToken(USERNAME, "stale")])
async def test_a_refused_log_in_is_told_from_other_trouble_and_tried_once(
    login: Password | AccessToken,
) -> None:
    async with MisbehavingSmtp() as server:
        smtp, commit_point = SmtpConnection(plain(server, login)), CommitPoint()

        answer = await hand_in(smtp, commit_point)

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.REFUSED, Phase.AUTH, 535)
        assert [line.split()[0] for line in server.commands] == ["EHLO", "AUTH"]
        assert commit_point.asked == 0


async def test_a_server_without_a_log_in_for_us_is_said_to_be_one() -> None:
    async with MisbehavingSmtp(extensions=("AUTH GSSAPI",)) as server:
        smtp = SmtpConnection(plain(server, ANN))

        answer = await smtp.check()

        assert (answer.outcome, answer.phase) == (Outcome.REFUSED, Phase.AUTH)
        assert answer.text == "the server offers gssapi; we could use plain or login"


@pytest.mark.parametrize("login", [ANN, AccessToken(USERNAME, TOKEN)])
async def test_a_server_that_repeats_what_it_is_told_gives_no_secret_away(
    login: Password | AccessToken, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with MisbehavingSmtp() as listening:
        spoken = SmtpConnection(plain(listening, login))
        await spoken.check()
        line = listening.commands[1]
    secret = login.secret if isinstance(login, Password) else login.token

    for echo in (line, f"535 5.7.8 {line}", f"535 5.7.8 bad password {secret}"):
        async with MisbehavingSmtp(Fault("auth", Kind.REPLY, reply=echo)) as server:
            smtp = SmtpConnection(plain(server, login))

            answer = await smtp.check()

            assert answer.phase is Phase.AUTH
            for told in (str(answer), repr(answer), repr(login), repr(smtp), caplog.text):
                assert secret not in told
                assert line.split()[-1] not in told


async def test_a_check_says_what_is_in_the_way() -> None:
    async with MisbehavingSmtp(Fault("greeting", Kind.REPLY, reply="554 5.7.1 Not you")) as server:
        smtp = SmtpConnection(plain(server))

        answer = await smtp.check()

        assert (answer.outcome, answer.phase, answer.code) == (Outcome.REFUSED, Phase.GREETING, 554)
        assert not smtp.connected


async def test_a_port_where_nobody_listens_is_no_fault_of_the_mail() -> None:
    smtp = SmtpConnection(SmtpServer(LOOPBACK, reserve_port(), Security.NONE))

    answer = await hand_in(smtp)

    assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.CONNECT)


async def test_a_name_that_is_none_is_no_fault_of_the_mail() -> None:
    smtp = SmtpConnection(SmtpServer(f"{'x' * 64}.example", 465, Security.TLS))

    answer = await hand_in(smtp)

    assert (answer.outcome, answer.phase) == (Outcome.NOT_SENT, Phase.CONNECT)


async def test_without_a_name_of_its_own_it_says_its_address() -> None:
    async with MisbehavingSmtp() as server:
        await SmtpConnection(plain(server)).check()
        await SmtpConnection(plain(server), local_hostname="mail.alpha.example").check()

        hellos = [line for line in server.commands if line.startswith("EHLO")]
        assert hellos == ["EHLO [127.0.0.1]", "EHLO mail.alpha.example"]


@pytest.mark.parametrize("name", ["", "two words", "line\r\nbreak", "имя"])
def test_a_name_for_ehlo_that_is_none_is_refused_at_once(name: str) -> None:
    with pytest.raises(Refused):
        SmtpConnection(SmtpServer(LOOPBACK, 25, Security.NONE), local_hostname=name)


async def test_closing_says_quit_and_waits_for_nothing() -> None:
    async with MisbehavingSmtp(Fault("quit", Kind.STALL)) as server:
        smtp = SmtpConnection(plain(server))
        await hand_in(smtp)

        await smtp.close()

        assert not smtp.connected
        await eventually(server.misbehaved.is_set, "QUIT to arrive")
        assert server.commands[-1] == "QUIT"


async def test_a_connection_that_was_never_used_can_be_closed() -> None:
    smtp = SmtpConnection(SmtpServer(LOOPBACK, 25, Security.NONE))

    await smtp.close()
    smtp.abort()

    assert not smtp.connected


async def test_what_goes_wrong_leaves_nothing_behind_in_the_loop() -> None:
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    for phase in ("greeting", "ehlo", "mail", "data", "dot"):
        for kind in (Kind.RESET, Kind.GARBAGE, Kind.HALF_THEN_DROP):
            async with MisbehavingSmtp(Fault(phase, kind)) as server:
                await hand_in(SmtpConnection(plain(server)))

    gc.collect()
    await asyncio.sleep(0)

    assert complaints == []
