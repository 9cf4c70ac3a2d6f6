"""`outreach mailbox add`: servers from an address, and a section that stands in the file as nothing else changes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from outreach.config import load_config
from outreach.core.errors import ConfigurationError
from outreach.mail.mx import MxLookup
from outreach.mail.server_tries import hands_out_mail_over_imap, takes_mail_over_smtp
from outreach.mail.servers import Security
from outreach.mail.service_records import ServiceLookup
from outreach.sending.providers import PROVIDERS
from outreach.settings.mail_providers import Place, table
from outreach.settings.mailbox_section import NewMailbox, append, name_for, section
from outreach.settings.oauth import Auth
from outreach.settings.server_finding import FoundServers, find_servers
from tests.support.command_line import CommandLine
from tests.support.misbehaving_imap import MisbehavingImap
from tests.support.misbehaving_smtp import MisbehavingSmtp
from tests.support.name_server import NameServer, name_server
from tests.support.ports import LOOPBACK, reserve_port

TLS, STARTTLS = Security.TLS, Security.STARTTLS


@pytest.fixture
async def names() -> AsyncIterator[NameServer]:
    async with name_server({}) as server:
        yield server


async def nobody(_host: str, _port: int, _security: Security) -> bool:
    return False


async def found(address: str, names: NameServer, **tries: object) -> FoundServers:
    tried = {"smtp": nobody, "imap": nobody} | tries
    services = ServiceLookup([LOOPBACK], port=names.port, seconds=2)
    return await find_servers(
        address, mx=MxLookup([LOOPBACK], port=names.port, seconds=2), services=services, **tried
    )  # type: ignore[arg-type]


async def test_a_providers_own_address_asks_nobody(names: NameServer) -> None:
    servers = await found("ann@gmail.com", names)

    assert servers.smtp == Place("smtp.gmail.com", 465, TLS)
    assert servers.imap == Place("imap.gmail.com", 993, TLS)
    assert names.asked == []


async def test_srv_records_come_first_and_tls_from_the_first_byte_before_starttls(names: NameServer) -> None:
    names.services = {
        "_submissions._tcp.alpha.example": [
            (10, 0, 465, "b.alpha.example."),
            (5, 0, 4650, "a.alpha.example."),
        ],
        "_submission._tcp.alpha.example": [(0, 0, 587, "a.alpha.example.")],
        "_imaps._tcp.alpha.example": [(0, 0, 0, ".")],
        "_imap._tcp.alpha.example": [
            (0, 1, 143, "light.alpha.example."),
            (0, 9, 143, "heavy.alpha.example."),
        ],
    }

    servers = await found("ann@alpha.example", names)

    assert servers.smtp == Place("a.alpha.example", 4650, TLS)
    assert servers.imap == Place("heavy.alpha.example", 143, STARTTLS)
    assert servers.remarks == ()


async def test_a_server_elsewhere_is_to_be_looked_at_by_a_person(names: NameServer) -> None:
    names.services = {
        "_submissions._tcp.alpha.example": [(0, 0, 465, "smtp.evilalpha.example.")],
        "_imaps._tcp.alpha.example": [(0, 0, 993, "imap.alpha.example.")],
    }

    servers = await found("ann@alpha.example", names)

    assert [remark.split()[0] for remark in servers.remarks] == ["smtp.evilalpha.example"]


@pytest.mark.parametrize(
    ("mx", "title"),
    [
        ("aspmx.l.google.com", "Gmail and Google Workspace"),
        ("alpha-example.mail.protection.outlook.com", "Microsoft 365"),
        ("mx.yandex.net", "Yandex Mail and Yandex 360"),
        ("mx.zoho.eu", "Zoho Mail, Europe"),
        ("mx.zoho.com", "Zoho Mail"),
    ],
)
async def test_whoever_takes_the_mail_is_known_by_the_mx(names: NameServer, mx: str, title: str) -> None:
    names.records["alpha.example"] = [(1, f"{mx}.")]

    servers = await found("ann@alpha.example", names)

    assert servers.provider is not None
    assert servers.provider.title == title


async def test_else_usual_names_are_tried_and_the_first_that_answers_is_taken(names: NameServer) -> None:
    tried: list[tuple[str, int, Security]] = []

    async def answers(host: str, port: int, security: Security) -> bool:
        tried.append((host, port, security))
        return host == "mail.alpha.example"

    servers = await found("ann@alpha.example", names, smtp=answers, imap=answers)

    assert servers.smtp == Place("mail.alpha.example", 465, TLS)
    assert servers.imap == Place("mail.alpha.example", 993, TLS)
    assert all(security in (TLS, STARTTLS) for _, _, security in tried)


async def test_a_name_server_that_fails_is_said_and_the_rest_is_tried(names: NameServer) -> None:
    names.failing |= {"alpha.example", "_imaps._tcp.alpha.example"}

    servers = await found("ann@alpha.example", names)

    assert servers.smtp is None
    assert [remark.split()[0] for remark in servers.remarks] == ["SRV", "MX"]


async def test_who_speaks_plain_text_only_is_no_server_for_us() -> None:
    async with MisbehavingSmtp() as smtp, MisbehavingImap() as imap:
        assert not await takes_mail_over_smtp("localhost", smtp.port, STARTTLS)
        assert not await hands_out_mail_over_imap("localhost", imap.port, TLS)
    assert not await takes_mail_over_smtp("localhost", reserve_port(), TLS)


class TestTheTable:
    def test_every_entry_has_a_source_and_is_of_a_provider_that_is_known_by_its_mx(self) -> None:
        known = {provider.name for provider in PROVIDERS}

        for entry in table():
            assert entry.provider in known
            assert entry.source.startswith("https://")
            assert entry.advice.endswith(".")
            assert entry.smtp.port in (465, 587)
            assert entry.imap.port == 993
            assert entry.smtp.security is (TLS if entry.smtp.port == 465 else STARTTLS)
            if entry.auth is Auth.OAUTH2:
                assert entry.oauth2 is not None


@pytest.fixture
def outreach(tmp_path: Path) -> CommandLine:
    return CommandLine.initialised(tmp_path)


def test_the_section_is_shown_and_nothing_is_written(outreach: CommandLine) -> None:
    before = (outreach.folder / "config.toml").read_bytes()

    done = outreach("mailbox", "add", "sam.lee@gmail.com")

    assert 'name = "sam-lee"' in done.stdout
    assert 'password = { env = "OUTREACH_SAM_LEE_PASSWORD" }' in done.stdout
    assert "apppasswords" in done.stderr
    assert (outreach.folder / "config.toml").read_bytes() == before


def test_what_is_written_is_appended_and_read_back(outreach: CommandLine) -> None:
    config_file = outreach.folder / "config.toml"
    config_file.write_bytes(config_file.read_bytes().rstrip(b"\n") + b" # ours")
    config_file.chmod(0o600)
    before = config_file.read_bytes()

    outreach("mailbox", "add", "sam@gmail.com", "--write")
    outreach("mailbox", "add", "sam@hotmail.com", "--client-id", "id-1", "--write")

    after = config_file.read_bytes()
    added = load_config(config_file).mailboxes[1:]
    assert after.startswith(before)
    assert config_file.stat().st_mode & 0o777 == 0o600
    assert [(each.name, each.smtp.host, each.smtp.auth) for each in added] == [
        ("sam", "smtp.gmail.com", Auth.PASSWORD),
        ("sam-2", "smtp-mail.outlook.com", Auth.OAUTH2),
    ]
    assert added[1].oauth2 is not None
    assert (added[1].oauth2.client_id, added[1].oauth2.tenant) == ("id-1", "consumers")
    assert sorted(file.name for file in outreach.folder.glob(".config*")) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ann@alpha.example",), "already: the mailbox ann"),
        (("sam@gmail.com", "--name", "ann"), "Choose another --name"),
        (("sam@outlook.com", "--write"), "--client-id"),
        (("sam@yandex.ru", "--oauth"), "OAuth2 of Yandex"),
        (("sam@beta.example", "--offline"), "No server was found"),
    ],
)
def test_what_cannot_be_added_says_why_and_changes_nothing(
    outreach: CommandLine, words: tuple[str, ...], says: str
) -> None:
    before = (outreach.folder / "config.toml").read_bytes()

    done = outreach("mailbox", "add", *words, status=1)

    assert says in " ".join(done.output.split())
    assert (outreach.folder / "config.toml").read_bytes() == before


def test_a_file_that_would_have_a_fault_stays_as_it_is(outreach: CommandLine) -> None:
    config_file = outreach.folder / "config.toml"
    before = config_file.read_bytes()
    place = Place("smtp.alpha.example", 465, TLS)
    new = NewMailbox(
        "Not A Name", "bob@alpha.example", place, None, load_config(config_file).mailboxes[0].sent_copy
    )

    with pytest.raises(ConfigurationError) as caught:
        append(config_file, section(new), check=load_config)

    assert str(config_file) in str(caught.value)
    assert config_file.read_bytes() == before


def test_a_name_is_made_that_nobody_has() -> None:
    assert name_for("Sam.O'Lee+x@alpha.example", ()) == "sam-o-lee-x"
    assert name_for("sam@alpha.example", ("sam", "sam-2")) == "sam-3"
    assert name_for("___@alpha.example", ()) == "mailbox"
