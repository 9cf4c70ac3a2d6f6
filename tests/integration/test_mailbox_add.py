"""`outreach mailbox add`: servers from an address, and a section that stands in the file as nothing else changes."""

import os
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from outreach.config import load_config
from outreach.core.errors import ConfigurationError
from outreach.core.shipped import shipped
from outreach.mail.mx import MxLookup
from outreach.mail.server_tries import hands_out_mail_over_imap, takes_mail_over_smtp
from outreach.mail.servers import Security
from outreach.mail.service_records import ServiceLookup
from outreach.sending.providers import PROVIDERS
from outreach.settings import mail_providers
from outreach.settings.example_mailbox import in_its_place
from outreach.settings.keys import SentCopy
from outreach.settings.mail_providers import Place, table
from outreach.settings.mailbox_section import NewMailbox, append, name_for, section
from outreach.settings.named_server import Purpose, named_server
from outreach.settings.oauth import Auth
from outreach.settings.server_finding import FoundServers, find_servers
from tests.support.command_line import CommandLine
from tests.support.countries import allow_everywhere
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
        ("mx.zoho.in", "Zoho Mail, India"),
        ("mx.zoho.com.au", "Zoho Mail, Australia"),
        ("alpha-example.olc.protection.outlook.com", "Outlook.com"),
        ("mx00.kundenserver.de", "IONOS, Germany"),
        ("mx00.ionos.co.uk", "IONOS, Britain"),
        ("mx00.ionos.com", "IONOS"),
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


@pytest.mark.parametrize(
    ("address", "mx", "smtp"),
    [
        ("ann@zohomail.com", "mx.zoho.com", "smtp.zoho.com"),
        ("ann@zohomail.eu", "mx.zoho.eu", "smtp.zoho.eu"),
        # They share their mail servers, and not those for programs.
        ("ann@gmx.fr", "mx00.gmx.net", "mail.gmx.com"),
        ("ann@gmx.info", "mx00.gmx.net", "mail.gmx.net"),
        ("ann@hotmail.nl", "hotmail-nl.olc.protection.outlook.com", "smtp-mail.outlook.com"),
    ],
)
async def test_of_a_providers_own_domains_each_has_its_servers(
    names: NameServer, address: str, mx: str, smtp: str
) -> None:
    names.records[address.partition("@")[2]] = [(1, f"{mx}.")]

    servers = await found(address, names)

    assert servers.smtp is not None
    assert servers.smtp.host == smtp


class TestTheTable:
    def test_every_entry_says_with_what_it_was_compared(self) -> None:
        file = Path(mail_providers.__file__).with_suffix(".toml")

        before = file.read_text(encoding="utf-8").split("[[providers]]")[:-1]

        assert len(before) == len(table())
        assert all("\n# Compared: " in each or "\n# Not compared" in each for each in before)

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
        (("sam@beta.example", "--smtp", "a.beta.example:x"), '"a.beta.example:x" is no server'),
        (("sam@beta.example", "--smtp", "a.beta.example:99999"), "99999 is not a port"),
        (
            ("sam@beta.example", "--smtp", "a.beta.example:25", "--security", "none"),
            "in plain text; that is only done on this machine",
        ),
    ],
)
def test_what_cannot_be_added_says_why_and_changes_nothing(
    outreach: CommandLine, words: tuple[str, ...], says: str
) -> None:
    before = (outreach.folder / "config.toml").read_bytes()

    done = outreach("mailbox", "add", *words, status=1)

    assert says in " ".join(done.output.split())
    assert (outreach.folder / "config.toml").read_bytes() == before


def test_the_file_stays_readable_for_whom_it_was_whatever_the_umask(outreach: CommandLine) -> None:
    config = outreach.folder / "config.toml"
    config.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(config, 12_345, 12_345)
    before, umask = config.stat(), os.umask(0o077)

    try:
        outreach("mailbox", "add", "sam@gmail.com", "--write")
    finally:
        os.umask(umask)

    after = config.stat()
    assert "sam@gmail.com" in config.read_text(encoding="utf-8")
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_servers_that_nobody_announces_are_named(outreach: CommandLine) -> None:
    words = ("--smtp", "mail.beta.example:587", "--imap", "imap.beta.example")

    done = outreach("mailbox", "add", "sam@beta.example", *words, "--write")

    sam = load_config(outreach.folder / "config.toml").mailboxes[-1]
    assert (sam.smtp.host, sam.smtp.port, sam.smtp.security) == ("mail.beta.example", 587, STARTTLS)
    assert sam.imap is not None
    assert (sam.imap.host, sam.imap.port, sam.imap.security) == ("imap.beta.example", 993, TLS)
    assert sam.sent_copy is SentCopy.APPEND
    assert "Found" not in done.stderr


def test_a_server_on_this_machine_is_spoken_to_in_plain_text_and_sent_through_without_a_password(
    outreach: CommandLine,
) -> None:
    words = ("--smtp", "127.0.0.1:2525", "--imap", "[::1]:2143", "--security", "none")

    done = outreach("mailbox", "add", "sam@beta.example", *words, "--write")

    sam = load_config(outreach.folder / "config.toml").mailboxes[-1]
    assert (sam.smtp.host, sam.smtp.port, sam.smtp.security) == ("127.0.0.1", 2525, Security.NONE)
    assert sam.smtp.password is None
    assert sam.imap is not None
    assert (sam.imap.host, sam.imap.port, sam.imap.security) == ("::1", 2143, Security.NONE)
    assert sam.imap.password is not None
    assert "gets no password" in done.stderr


@pytest.mark.parametrize(
    ("text", "purpose", "security", "place"),
    [
        ("mail.beta.example", Purpose.SMTP, None, Place("mail.beta.example", 465, TLS)),
        ("mail.beta.example", Purpose.SMTP, STARTTLS, Place("mail.beta.example", 587, STARTTLS)),
        ("mail.beta.example", Purpose.IMAP, STARTTLS, Place("mail.beta.example", 143, STARTTLS)),
        ("mail.beta.example:143", Purpose.IMAP, None, Place("mail.beta.example", 143, STARTTLS)),
        ("mail.beta.example:10465", Purpose.SMTP, None, Place("mail.beta.example", 10465, TLS)),
        ("localhost:2525", Purpose.SMTP, None, Place("localhost", 2525, Security.NONE)),
        ("::1", Purpose.SMTP, Security.NONE, Place("::1", 25, Security.NONE)),
    ],
)
def test_a_port_says_how_its_line_is_secured(
    text: str, purpose: Purpose, security: Security | None, place: Place
) -> None:
    assert named_server(text, purpose, security) == place


def test_where_no_server_is_found_a_section_to_fill_in_is_shown(outreach: CommandLine) -> None:
    done = outreach("mailbox", "add", "sam@beta.example", "--offline", "--write", status=1)

    document = tomllib.loads(done.stdout)
    (section,) = document["mailboxes"]
    assert (section["smtp"]["host"], section["imap"]["host"]) == ("CHANGE", "CHANGE")
    assert "Not found: beta.example" in done.stderr
    assert "--smtp HOST:PORT --imap HOST:PORT" in " ".join(done.stderr.split())


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


class TestTheExample:
    """What `outreach init` writes has a mailbox that nobody has: the first of one's own takes its place."""

    @pytest.fixture
    def fresh(self, tmp_path: Path) -> CommandLine:
        fresh = CommandLine(tmp_path / "new")
        fresh("init", str(fresh.folder))
        return fresh

    def test_the_first_mailbox_takes_its_place_and_says_so(self, fresh: CommandLine) -> None:
        config_file = fresh.folder / "config.toml"
        before = config_file.read_text(encoding="utf-8").splitlines()

        done = fresh("mailbox", "add", "sam@gmail.com", "--write")

        (only,) = load_config(config_file).mailboxes
        after = config_file.read_text(encoding="utf-8").splitlines()
        assert "in the place of the example mailbox ana" in done.stderr
        assert (only.name, only.address, only.smtp.host) == ("sam", "sam@gmail.com", "smtp.gmail.com")
        assert (only.smtp.port, only.imap.host if only.imap else "") == (465, "imap.gmail.com")
        assert str(only.smtp.password) == '{ env = "OUTREACH_SAM_PASSWORD" }'
        # What it does not say, it has from the example, with the comments.
        assert (only.per_day, only.ramp.start) == (30, 5)
        as_before = [
            line.replace("sam@gmail.com", "ana@brighttools.example").replace(" sam`", " ana`")
            for line in after
        ]
        assert [line for line in before if line.startswith("# ")] == [
            line for line in as_before if line.startswith("# ")
        ]
        assert len(after) == len(before)

    @pytest.mark.parametrize(
        ("words", "oauth2"),
        [
            (("sam@gmail.com",), None),
            (("sam@outlook.com", "--client-id", "id-1"), ("id-1", "consumers")),
            (("sam@gmail.com", "--oauth", "--client-id", "id-2"), ("id-2", "common")),
        ],
    )
    def test_it_is_the_mailbox_that_would_have_been_appended(
        self,
        fresh: CommandLine,
        outreach: CommandLine,
        words: tuple[str, ...],
        oauth2: tuple[str, str] | None,
    ) -> None:
        fresh("mailbox", "add", *words, "--write")
        outreach("mailbox", "add", *words, "--write")

        placed = load_config(fresh.folder / "config.toml").mailboxes[0]
        appended = load_config(outreach.folder / "config.toml").mailboxes[-1]
        assert (placed.name, placed.address, placed.sent_copy) == (
            appended.name,
            appended.address,
            appended.sent_copy,
        )
        assert (placed.smtp, placed.imap and placed.imap.host) == (
            appended.smtp,
            appended.imap and appended.imap.host,
        )
        assert placed.oauth2 == appended.oauth2
        assert oauth2 is None or (
            placed.oauth2 is not None and (placed.oauth2.client_id, placed.oauth2.tenant) == oauth2
        )

    def test_the_second_one_is_appended(self, fresh: CommandLine) -> None:
        fresh("mailbox", "add", "sam@gmail.com", "--write")
        fresh("mailbox", "add", "ana@gmail.com", "--write")

        found = load_config(fresh.folder / "config.toml").mailboxes
        assert [each.address for each in found] == ["sam@gmail.com", "ana@gmail.com"]

    def test_its_name_is_free(self, fresh: CommandLine) -> None:
        fresh("mailbox", "add", "ana@gmail.com", "--write")

        assert [each.name for each in load_config(fresh.folder / "config.toml").mailboxes] == ["ana"]

    def test_without_write_it_is_told_and_nothing_changes(self, fresh: CommandLine) -> None:
        before = (fresh.folder / "config.toml").read_bytes()

        done = fresh("mailbox", "add", "sam@gmail.com")

        assert "takes the place of the example mailbox" in done.stderr
        assert (fresh.folder / "config.toml").read_bytes() == before

    @pytest.mark.parametrize(
        ("was", "is_now"),
        [
            ("\nper_day = 30\n", "\nper_day = 20\n"),
            ("#new_per_day = 20\n", "new_per_day = 20\n"),
            ('host = "imap.brighttools.example"', 'host = "imap.gmail.com"'),
            ("# The server's name, without scheme and port.\n", ""),
        ],
    )
    def test_one_that_was_changed_is_never_touched(self, fresh: CommandLine, was: str, is_now: str) -> None:
        config_file = fresh.folder / "config.toml"
        config_file.write_text(
            config_file.read_text(encoding="utf-8").replace(was, is_now, 1), encoding="utf-8"
        )
        before = config_file.read_bytes()

        done = fresh("mailbox", "add", "sam@gmail.com", "--write")

        assert config_file.read_bytes().startswith(before)
        assert "ana is the example mailbox, changed or in use, and stays" in done.stderr

    def test_one_that_a_campaign_was_tried_out_with_stays(self, fresh: CommandLine) -> None:
        allow_everywhere(fresh.folder)
        fresh.list_of("bob@beta.example")
        made_of = ("--sequence", "who-handles-sales", "--list", "spring", "--mailbox", "ana")
        fresh("campaign", "create", "spring", *made_of)

        fresh("mailbox", "add", "sam@gmail.com", "--write")

        found = load_config(fresh.folder / "config.toml").mailboxes
        assert [each.name for each in found] == ["ana", "sam"]

    def test_what_else_was_changed_stays_to_the_byte(self, fresh: CommandLine) -> None:
        config_file = fresh.folder / "config.toml"
        changed = (
            config_file.read_bytes()
            .replace(b'name = "Ana Ruiz"', b'name = "Sam Lee"')
            .replace(b"\n", b"\r\n")
        )
        config_file.write_bytes(changed)

        fresh("mailbox", "add", "sam@gmail.com", "--write")

        after = config_file.read_bytes()
        start, end = b"\r\n[[mailboxes]]", b"\r\n[tokens]"
        assert len(load_config(config_file).mailboxes) == 1
        assert after.partition(start)[0] == changed.partition(start)[0]
        assert after.partition(end)[2] == changed.partition(end)[2]
        assert after.count(b"\n") == after.count(b"\r\n")

    def test_a_mailbox_that_is_not_read_has_no_part_of_the_example_that_reads(self) -> None:
        text = shipped("config.example.toml").read_text(encoding="utf-8")
        new = NewMailbox(
            "sam", "sam@beta.example", Place("smtp.beta.example", 587, STARTTLS), None, SentCopy.NONE
        )

        (only,) = tomllib.loads(in_its_place(text, new))["mailboxes"]

        assert "imap" not in only
        assert only["smtp"]["security"] == "starttls"
