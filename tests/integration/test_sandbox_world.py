"""The world of mail on loopback: what goes in over SMTP comes back over IMAP, in simulated time."""

import asyncio
import email
import email.policy
import imaplib
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

import aiosmtplib
import pytest

from outreach.core.clock import SetClock
from outreach.core.intents import Intent
from outreach.mail.imap import ConnectionLost, ImapSession
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sandbox.imap_server import JUNK, SENT
from outreach.sandbox.person import Behaviour, Person
from outreach.sandbox.population import of_people
from outreach.sandbox.world import OurMailbox, World
from tests.support.sandbox_people import MONDAY, a_person, raw_mail
from tests.support.waiting import eventually

LATER = MONDAY + timedelta(days=21)
# The seed decides, too, who answers the first mail already; under this one the people below do.
SEED = 1


async def a_world(*people: Person, junk: bool = False, seed: int = SEED) -> tuple[World, SetClock]:
    clock = SetClock(MONDAY)
    world = World(seed, of_people(people), start=MONDAY, clock=clock, junk=junk)
    await world.start()
    return world, clock


async def hand_in(mailbox: OurMailbox, person: Person, number: int = 1) -> None:
    """One mail to one person over a connection of its own."""
    async with aiosmtplib.SMTP(hostname=mailbox.smtp_host, port=mailbox.smtp_port, start_tls=False) as smtp:
        await smtp.login(mailbox.login, mailbox.password)
        await smtp.sendmail(
            mailbox.address, [person.address], raw_mail(person, number=number, sender=mailbox.address)
        )


async def pass_weeks(world: World, clock: SetClock, until: datetime = LATER) -> None:
    """Steps from event to event, as the demo does."""
    while (event := world.next_event_at()) is not None and event <= until:
        clock.set(event)
        await world.pass_time(event)
    clock.set(until)


async def answers(world: World, mailbox: OurMailbox) -> list[EmailMessage]:
    """What came back to the mailbox, without what has nothing to do with us."""
    ids = {d.mail.message_id for d in world.delivered if d.mail.truth.intent is not Intent.OTHER}
    return [mail for mail in await asyncio.to_thread(inbox_by_imaplib, mailbox) if mail["Message-ID"] in ids]


def inbox_by_imaplib(mailbox: OurMailbox) -> list[EmailMessage]:
    """The whole INBOX, read by the standard library's client in a thread."""
    with imaplib.IMAP4(mailbox.imap_host, mailbox.imap_port, timeout=20) as client:
        client.login(mailbox.login, mailbox.password)
        client.select("INBOX", readonly=True)
        _, [uids] = client.uid("SEARCH", "UID", "1:*")
        _, found = client.uid(
            "FETCH", uids.replace(b" ", b",").decode(), "(RFC822.SIZE INTERNALDATE BODY.PEEK[])"
        )
        messages = [email.message_from_bytes(part[1], policy=email.policy.default) for part in found[::2]]
    assert all(isinstance(message, EmailMessage) for message in messages)
    return messages


async def our_client(mailbox: OurMailbox) -> ImapSession:
    login = Password(mailbox.login, mailbox.password)
    server = ImapServer(mailbox.imap_host, mailbox.imap_port, Security.NONE, login)
    return await ImapSession.open(server, deadline=20)


async def test_a_referral_comes_back_over_imap_when_its_time_has_come() -> None:
    person = a_person(Behaviour.REFERS)
    assert person.colleague is not None
    world, clock = await a_world(person)
    async with world:
        rita, _ = world.mailboxes

        await hand_in(rita, person)
        before = await answers(world, rita)
        await pass_weeks(world, clock)
        [answer] = await answers(world, rita)

        assert before == []
        assert person.colleague.address in str(answer.get_body(("plain",)))
        assert answer["In-Reply-To"] == world.received[0].mail.message_id
        assert world.facts.referred == {person.colleague.address: [person.address]}
        assert list(world.facts.answered) == [person.address]


async def test_the_standard_library_can_hand_in_mail_too() -> None:
    person = a_person(Behaviour.SILENT)
    world, _ = await a_world(person)
    async with world:
        rita, _ = world.mailboxes

        def send() -> None:
            with smtplib.SMTP(rita.smtp_host, rita.smtp_port, timeout=20) as smtp:
                smtp.login(rita.login, rita.password)
                smtp.sendmail(rita.address, [person.address], raw_mail(person))

        await asyncio.to_thread(send)

        [arrival] = world.received
        assert arrival.mail.recipient == person.address
        assert arrival.mail.raw == raw_mail(person)
        assert arrival.at == MONDAY


async def test_a_bounce_arrives_as_a_report_that_names_our_mail() -> None:
    person = a_person(Behaviour.DEAD_LATER)
    world, clock = await a_world(person)
    async with world:
        rita, _ = world.mailboxes

        await hand_in(rita, person)
        await pass_weeks(world, clock)
        [report] = await answers(world, rita)

        assert report["Return-Path"] == "<>"
        assert report.get_content_type() == "multipart/report"
        _, status, original = report.iter_parts()
        recipient = list(status.walk())[-1]
        assert recipient["Final-Recipient"] == f"rfc822; {person.address}"
        assert recipient["Status"] == "5.1.1"
        assert world.received[0].mail.message_id in original.as_string()
        assert list(world.facts.bounced) == [person.address]


async def test_a_dead_recipient_is_refused_at_rcpt_and_a_second_attempt_is_held_against_us() -> None:
    person = a_person(Behaviour.DEAD_AT_ONCE)
    world, clock = await a_world(person)
    async with world:
        rita, _ = world.mailboxes

        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await hand_in(rita, person)
        after_one = world.wrongly_mailed()
        clock.set(MONDAY + timedelta(days=1))
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
            await hand_in(rita, person)

        assert (refused.value.recipients[0].code, refused.value.recipients[0].message[:6]) == (550, "5.1.1 ")
        assert after_one == []
        assert [(w.recipient, w.why) for w in world.wrongly_mailed()] == [
            (person.address, Intent.BOUNCE_HARD)
        ]
        assert world.received == []


async def test_a_greylisted_mail_is_taken_at_the_second_attempt() -> None:
    person = a_person(Behaviour.SILENT, greylisted=True)
    world, clock = await a_world(person)
    async with world:
        rita, _ = world.mailboxes

        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await hand_in(rita, person)
        clock.set(MONDAY + timedelta(minutes=15))
        await hand_in(rita, person)

        assert refused.value.recipients[0].code == 450
        assert [arrival.at for arrival in world.received] == [MONDAY + timedelta(minutes=15)]


async def test_mail_after_an_opt_out_is_held_against_us() -> None:
    person = a_person(Behaviour.OPT_OUT)
    world, clock = await a_world(person)
    async with world:
        rita, pavel = world.mailboxes

        await hand_in(rita, person)
        await pass_weeks(world, clock)
        after_one = world.wrongly_mailed()
        await hand_in(pavel, person, number=2)

        assert list(world.facts.opted_out) == [person.address]
        assert after_one == []
        assert [(w.recipient, w.why) for w in world.wrongly_mailed()] == [
            (person.address, Intent.UNSUBSCRIBE)
        ]


async def test_a_client_that_idles_is_told_of_a_new_mail() -> None:
    world, _ = await a_world()
    async with world:
        rita, _ = world.mailboxes
        session = await our_client(rita)
        await session.select("INBOX")
        known = await session.uids_after(0)
        waiting = asyncio.create_task(session.idle(renew_after=20))
        await eventually(lambda: world.imap.is_watched(rita.login), "a client that idles")

        await world.imap.deliver(rita.login, b"Subject: news\r\n\r\nnews\r\n", MONDAY)
        await waiting
        [uid] = await session.uids_after(known[-1])
        [mail] = await session.fetch([uid])

        assert mail.raw == b"Subject: news\r\n\r\nnews\r\n"
        assert mail.received_at == MONDAY
        await session.close()


async def test_mail_that_came_between_two_commands_is_told_as_soon_as_the_client_idles() -> None:
    world, _ = await a_world()
    async with world:
        rita, _ = world.mailboxes
        reader, writer = await asyncio.open_connection(rita.imap_host, rita.imap_port)
        writer.write(f'a LOGIN "{rita.login}" "{rita.password}"\r\nb EXAMINE INBOX\r\n'.encode())
        await reader.readuntil(b"\r\nb OK ")

        await world.imap.deliver(rita.login, b"Subject: news\r\n\r\nnews\r\n", MONDAY)
        writer.write(b"c IDLE\r\n")
        told = await asyncio.wait_for(reader.readuntil(b" EXISTS\r\n"), 20)

        assert b"+ " in told
        writer.close()


async def test_a_copy_that_is_filed_without_a_date_bears_the_time_of_the_world() -> None:
    world, _ = await a_world()
    async with world:
        rita, _ = world.mailboxes

        def append() -> None:
            with imaplib.IMAP4(rita.imap_host, rita.imap_port, timeout=20) as client:
                client.login(rita.login, rita.password)
                client.append(SENT, "", None, b"Subject: copy\r\n\r\ncopy\r\n")

        await asyncio.to_thread(append)

        assert [mail.received_at for mail in world.imap.mails(rita.login, SENT)] == [MONDAY]


async def test_a_mailbox_has_old_mail_that_has_nothing_to_do_with_us() -> None:
    world, _ = await a_world()
    async with world:
        for mailbox in world.mailboxes:
            [old] = world.imap.mails(mailbox.login)

            assert old.received_at < MONDAY - timedelta(days=10)
        assert world.facts.answered == {}


async def test_internaldate_is_the_simulated_moment_of_arrival() -> None:
    person = a_person(Behaviour.QUESTION)
    world, clock = await a_world(person)
    async with world:
        rita, _ = world.mailboxes
        await hand_in(rita, person)
        due = world.next_event_at()
        assert due is not None

        await pass_weeks(world, clock)
        stored = world.imap.mails(rita.login)

        assert due in [mail.received_at for mail in stored]


async def test_folders_tell_what_they_are_for_and_copies_can_be_filed() -> None:
    world, _ = await a_world()
    async with world:
        _, pavel = world.mailboxes
        session = await our_client(pavel)

        roles = {folder.name: folder.role for folder in await session.folders()}
        uid = await session.append(SENT, b"Message-ID: <a@b.example>\r\n\r\ncopy\r\n", received_at=MONDAY)
        await session.select(SENT)
        found = await session.uids_with_message_id("<a@b.example>")

        assert {name: str(role) for name, role in roles.items()} == {
            "INBOX": "inbox",
            "Sent": "sent",
            "Junk": "junk",
        }
        assert found == [uid]
        await session.close()


async def test_one_server_files_copies_of_what_is_sent_and_the_other_does_not() -> None:
    first, second = a_person(Behaviour.SILENT), a_person(Behaviour.SILENT, place=1)
    world, _ = await a_world(first, second)
    async with world:
        rita, pavel = world.mailboxes

        await hand_in(rita, first)
        await hand_in(pavel, second)
        copies = {box.name: world.imap.mails(box.login, SENT) for box in world.mailboxes}

        assert [mail.raw for mail in copies["rita"]] == [raw_mail(first)]
        assert copies["pavel"] == []
        assert (rita.files_copies, pavel.files_copies) == (True, False)


async def test_mail_between_our_own_mailboxes_is_delivered_at_once() -> None:
    world, _ = await a_world()
    async with world:
        rita, pavel = world.mailboxes
        note = b"Subject: a lead for you\r\n\r\nSee the brief.\r\n"

        async with aiosmtplib.SMTP(hostname=rita.smtp_host, port=rita.smtp_port, start_tls=False) as smtp:
            await smtp.login(rita.login, rita.password)
            await smtp.sendmail(rita.address, [pavel.address], note)

        assert note in [mail.raw for mail in world.imap.mails(pavel.login)]


async def test_some_answers_land_in_junk_if_the_world_has_a_filter() -> None:
    people = [a_person(Behaviour.QUESTION, place=place) for place in range(40)]
    world, clock = await a_world(*people, junk=True)
    async with world:
        rita, _ = world.mailboxes
        async with aiosmtplib.SMTP(hostname=rita.smtp_host, port=rita.smtp_port, start_tls=False) as smtp:
            await smtp.login(rita.login, rita.password)
            for person in people:
                await smtp.sendmail(rita.address, [person.address], raw_mail(person))

        await pass_weeks(world, clock)
        junk = world.imap.mails(rita.login, JUNK)

        assert 0 < len(junk) < 10


async def test_only_who_logs_in_may_hand_in_mail_and_only_as_themselves() -> None:
    world, _ = await a_world()
    async with world:
        rita, pavel = world.mailboxes
        async with aiosmtplib.SMTP(hostname=rita.smtp_host, port=rita.smtp_port, start_tls=False) as smtp:
            with pytest.raises(aiosmtplib.SMTPSenderRefused) as without_login:
                await smtp.mail(rita.address)
            with pytest.raises(aiosmtplib.SMTPAuthenticationError) as wrong_password:
                await smtp.login(rita.login, "wrong")
            await smtp.login(rita.login, rita.password)
            with pytest.raises(aiosmtplib.SMTPSenderRefused) as as_another:
                await smtp.mail(pavel.address)

        assert (without_login.value.code, wrong_password.value.code, as_another.value.code) == (530, 535, 553)


async def test_a_wrong_password_does_not_open_a_mailbox() -> None:
    world, _ = await a_world()
    async with world:
        rita, _ = world.mailboxes

        def log_in() -> None:
            with imaplib.IMAP4(rita.imap_host, rita.imap_port, timeout=20) as client:
                client.login(rita.login, "wrong")

        with pytest.raises(imaplib.IMAP4.error):
            await asyncio.to_thread(log_in)


async def test_closing_the_world_ends_idle_and_half_spoken_connections_and_leaves_nothing_running() -> None:
    world, _ = await a_world()
    rita, _ = world.mailboxes
    smtp = aiosmtplib.SMTP(hostname=rita.smtp_host, port=rita.smtp_port, start_tls=False)
    await smtp.connect()
    session = await our_client(rita)
    await session.select("INBOX")
    waiting = asyncio.create_task(session.idle(renew_after=20))
    await eventually(lambda: world.imap.is_watched(rita.login), "a client that idles")
    port = rita.imap_port

    await world.close()

    with pytest.raises(ConnectionLost):
        await waiting
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", port)
    smtp.close()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    if rest:
        _, unfinished = await asyncio.wait(rest, timeout=10)
        assert not unfinished


async def three_weeks(order: Sequence[int]) -> tuple[World, dict[str, list[bytes]]]:
    """A first mail to everybody on a small list at one moment, in this order, and a reminder after a week."""
    clock = SetClock(MONDAY)
    world = await World.create(7, prospects=len(order), start=MONDAY, clock=clock)
    async with world:
        rita, pavel = world.mailboxes
        for number in (1, 2):
            now = MONDAY + timedelta(days=7 * (number - 1))
            await pass_weeks(world, clock, now)
            for mailbox in (rita, pavel):
                await mail_everybody(
                    world, mailbox, [place for place in order if place % 2 == (mailbox is rita)], number
                )
        await pass_weeks(world, clock)
        boxes = {
            f"{box.name}/{folder}": [mail.raw for mail in world.imap.mails(box.login, folder)]
            for box in world.mailboxes
            for folder in ("INBOX", JUNK)
        }
    return world, boxes


async def mail_everybody(world: World, mailbox: OurMailbox, places: Sequence[int], number: int) -> None:
    """To all who have neither answered nor bounced; whoever is refused is left."""
    known = world.facts
    async with aiosmtplib.SMTP(hostname=mailbox.smtp_host, port=mailbox.smtp_port, start_tls=False) as smtp:
        await smtp.login(mailbox.login, mailbox.password)
        for place in places:
            person = world.population.prospects[place]
            if person.address in known.answered or person.address in known.bounced:
                continue
            try:
                await smtp.sendmail(mailbox.address, [person.address], raw_mail(person, number=number))
            except aiosmtplib.SMTPRecipientsRefused:
                pass


async def test_two_worlds_of_one_seed_agree_to_the_byte_whatever_the_order_of_sending() -> None:
    first, boxes = await three_weeks(range(60))
    second, others = await three_weeks(range(59, -1, -1))

    assert boxes == others
    assert [d.mail.message_id for d in first.delivered] == [d.mail.message_id for d in second.delivered]
    assert first.facts == second.facts
    assert first.wrongly_mailed() == []


async def test_the_facts_of_three_weeks_show_every_kind_of_outcome() -> None:
    world, _ = await three_weeks(range(120))
    facts = world.facts

    assert set(facts.intents) == {
        Intent.REFERRAL,
        Intent.RIGHT_PERSON,
        Intent.INTERESTED,
        Intent.QUESTION,
        Intent.NOT_NOW,
        Intent.NOT_INTERESTED,
        Intent.UNSUBSCRIBE,
        Intent.WRONG_PERSON,
        Intent.LEFT_COMPANY,
        Intent.OUT_OF_OFFICE,
        Intent.AUTO_ACKNOWLEDGEMENT,
        Intent.BOUNCE_HARD,
        Intent.BOUNCE_SOFT,
        Intent.OTHER,
    }
    assert {refused.reply[:3] for refused in world.turned_away} >= {"550", "450", "452"}
    assert len(facts.referred) >= 5
