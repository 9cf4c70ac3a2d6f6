"""The checks of `outreach doctor` that speak of others: the mailboxes' servers, the mail to oneself, and DNS."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from outreach.reporting.findings import Finding, distrusted, error, ok, warning

if TYPE_CHECKING:
    from outreach.cli.doctor_checks import Patient
    from outreach.cli.doctor_network import Network
    from outreach.config import Config

OFFLINE = "Leave out --offline; mailboxes with OAuth2 need the database as well."


def sending(patient: "Patient") -> Iterator[Finding]:
    """Whether each mailbox can hand in mail."""
    from outreach.cli.doctor_network import Trouble
    from outreach.reporting.mailbox_findings import of_sending

    if patient.network is None:
        yield _not_looked_at()
        return
    for name, look in patient.network.sending.items():
        if isinstance(look, Trouble):
            yield error(f"{name}: {look.says}", look.next_step)
        else:
            yield from of_sending(name, look, patient.network.at)
            yield from _password(patient, name)


def _password(patient: "Patient", name: str) -> Iterator[Finding]:
    """Whether the server is about to take no passwords any more."""
    from outreach.sending.provider_advice import password_will_end
    from outreach.settings.oauth import Auth

    box = patient.config.mailbox(name) if patient.config is not None else None
    if box is None or box.smtp.auth is not Auth.PASSWORD:
        return
    if ends := password_will_end(box.smtp.host):
        yield warning(
            f"{name} logs in to {box.smtp.host} with a password: {ends}",
            f'Change to OAuth2 before: auth = "oauth2", [mailboxes.oauth2], `outreach mailbox authorize {name}` '
            "(docs/mailboxes.md).",
        )


def inboxes(patient: "Patient") -> Iterator[Finding]:
    """Whether each mailbox can be read, and whether its Sent folder is there."""
    from outreach.cli.doctor_network import Trouble
    from outreach.reporting.mailbox_findings import of_reading
    from outreach.settings.keys import SentCopy

    assert patient.config is not None
    if patient.network is None:
        yield _not_looked_at()
        return
    for name, look in patient.network.reading.items():
        box = patient.config.mailbox(name)
        assert box is not None
        if look is None or box.imap is None:
            yield warning(f"{name} is not read: no answer to it is ever seen", "Add [mailboxes.imap].")
        elif isinstance(look, Trouble):
            yield error(f"{name}: {look.says}", look.next_step)
        else:
            copies_matter = box.sent_copy is not SentCopy.NONE
            yield from of_reading(name, box.imap.host, look, patient.network.at, copies_matter=copies_matter)


def own_mails(patient: "Patient") -> Iterator[Finding]:
    """What became of the mails to themselves, where they were asked for."""
    from outreach.cli.doctor_network import Trouble
    from outreach.reporting.mailbox_findings import of_own_mail
    from outreach.settings.keys import SentCopy

    assert patient.config is not None
    if patient.network is None:
        return
    for name, told in patient.network.own_mails.items():
        box = patient.config.mailbox(name)
        assert box is not None
        if isinstance(told, Trouble):
            yield warning(
                f"{name}: no mail was sent to itself: {told.says}", "Try again when that is seen to."
            )
        else:
            mail, fate = told
            yield from of_own_mail(name, mail.message_id, fate, server_files=box.sent_copy is SentCopy.SERVER)


def dns(patient: "Patient") -> Iterator[Finding]:
    """Whether the world believes that mail from our domains is ours, and whether answers find back."""
    from outreach.reporting.domain_findings import of_domain

    if patient.network is None:
        yield _not_looked_at()
        return
    for look in patient.network.domains.values():
        yield from of_domain(look)
    yield from _own_keys(patient.network)
    yield from _opt_out(patient.network)
    if patient.config is not None and patient.config.http.enabled and patient.network.opt_out_host:
        yield from _button(patient.config, patient.network)


def _own_keys(network: "Network") -> Iterator[Finding]:
    from outreach.cli.doctor_network import Trouble
    from outreach.reporting.signature_findings import of_own_key

    for name, own in network.own_keys.items():
        if isinstance(own, Trouble):
            yield error(
                own.says, "No mail leaves this mailbox until its key can be read: [mailboxes.dkim] key."
            )
        else:
            yield of_own_key(name, own)


def _button(config: "Config", network: "Network") -> Iterator[Finding]:
    """Whether the one-click opt-out is covered by a signature."""
    from outreach.reporting.signature_findings import of_one_click

    for name in network.sending:
        box, own = config.mailbox(name), network.own_mails.get(name)
        arrived = own[1].arrived if isinstance(own, tuple) else None
        yield from of_one_click(
            name,
            signs=box is not None and box.dkim is not None,
            seen=arrived.signature if arrived is not None else None,
        )


def _opt_out(network: "Network") -> Iterator[Finding]:
    host = network.opt_out_host
    if not host or network.opt_out_at is None:
        return
    if network.opt_out_at:
        yield ok(f"{host}, where the one-click opt-out is, has an address")
    else:
        yield distrusted(
            f"{host}, where the one-click opt-out is, has no address in DNS: nobody can opt out by it",
            "Add an A record, or take public_url out of [http].",
        )


def clocks(patient: "Patient") -> Iterator[Finding]:
    """What the servers say of the time: in their greetings, and when the newest mail came in."""
    from outreach.cli.doctor_network import Trouble
    from outreach.reporting.mailbox_findings import CLOCK_SLACK, clocks_differ, time_in_greeting

    if patient.network is None:
        return
    ours = patient.network.at
    agreeing = []
    for look in patient.network.sending.values():
        if isinstance(look, Trouble) or look.facts is None:
            continue
        theirs = time_in_greeting(look.facts.greeting)
        if theirs is not None:
            differing = list(clocks_differ(f"{look.answer.host}, in its greeting,", theirs, ours))
            yield from differing
            agreeing += [] if differing else [look.answer.host]
    for name, reading in patient.network.reading.items():
        if reading is None or isinstance(reading, Trouble) or reading.newest_at is None:
            continue
        # Mail that came in the future: the mailbox's server is ahead of us. That it came long ago says nothing.
        if reading.newest_at > ours + CLOCK_SLACK:
            yield from clocks_differ(f"{name}'s server, by its newest mail,", reading.newest_at, ours)
    if agreeing:
        yield ok(f"it is the time that {', '.join(dict.fromkeys(agreeing))} tells in its greeting")


def _not_looked_at() -> Finding:
    return warning("not looked at", OFFLINE)
