"""RFC 8058 sentence by sentence, over the real line: a mail that went out, its header, a request, the suppression.

Each test is one demand of the RFC, told in our words in its docstring behind its section; CONFORMANCE is printed by
`python -m tests.acceptance.test_rfc8058`. What a sentence asks of a receiver of mail is asked here of what we sent.
"""

import email
import email.policy
import re
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import dkim
import httpx
import pytest

from outreach.daemon.opt_out_door import OptOutDoor
from outreach.database.engine import Database
from outreach.mail.dkim_signing import new_key, read_key
from outreach.prospects.suppressing import suppression_of
from tests.support.mailroom import Mailroom, follow_up
from tests.support.ports import reserve_port
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, BEN = "ana@acme.example", "ben@beta.example"
PUBLIC = "https://mail.alpha.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@dataclass(frozen=True)
class Line:
    """The mails that went out, and the server behind their links."""

    daemon: SmallDaemon
    client: httpx.AsyncClient
    record: bytes

    def raw(self, recipient: str = ANA) -> bytes:
        return next(raw for address, raw in self.daemon.smtp.mails if address == recipient).removesuffix(
            b".\r\n"
        )

    def mail(self, recipient: str = ANA) -> EmailMessage:
        return email.message_from_bytes(self.raw(recipient), policy=email.policy.default)  # type: ignore[return-value]

    def ways(self, recipient: str = ANA) -> list[str]:
        return re.findall(r"<([^>]*)>", str(self.mail(recipient)["List-Unsubscribe"]))

    def link(self, recipient: str = ANA) -> str:
        return next(way for way in self.ways(recipient) if way.startswith("https:")).removeprefix(PUBLIC)

    def is_out(self, address: str) -> bool:
        with self.daemon.room.database.reading() as session:
            return suppression_of(session, address) is not None

    def is_signed(self, raw: bytes) -> bool:
        return bool(dkim.verify(raw, dnsfunc=lambda _name, timeout=5: self.record))


@pytest.fixture
async def line(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Line]:
    room = Mailroom(sqlite_database)
    room.campaign(ANA, BEN, targets=(follow_up(),))
    port, pem = reserve_port(), new_key("rsa")
    (tmp_path / "dkim.pem").write_text(pem)
    (tmp_path / "dkim.pem").chmod(0o600)
    also = (
        '\n[mailboxes.dkim]\nselector = "s1"\nkey = { file = "dkim.pem" }\n'
        f'\n[http]\nenabled = true\nport = {port}\npublic_url = "{PUBLIC}"\n'
    )
    async with small_daemon(room, tmp_path, also=also) as daemon:
        door = OptOutDoor(daemon.engine)
        await door.open()
        await daemon.engine.once()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield Line(daemon, client, read_key(pem).record.encode())
        await door.close()


async def test_both_headers(line: Line) -> None:
    """3.1: A mail sender that wishes to enable one-click unsubscription places one List-Unsubscribe header field and
    one List-Unsubscribe-Post header field in the message.
    """
    assert len(line.mail().get_all("List-Unsubscribe", [])) == 1
    assert len(line.mail().get_all("List-Unsubscribe-Post", [])) == 1


async def test_one_https_uri(line: Line) -> None:
    """3.1: The List-Unsubscribe header field MUST contain one HTTPS URI."""
    assert [way.partition(":")[0] for way in line.ways()].count("https") == 1
    assert not any(way.startswith("http:") for way in line.ways())


async def test_other_uris(line: Line) -> None:
    """3.1: It MAY contain other non-HTTP/S URIs such as MAILTO:."""
    assert [way.partition(":")[0] for way in line.ways()] == ["https", "mailto"]


async def test_the_key_value_pair(line: Line) -> None:
    """3.1: The List-Unsubscribe-Post header MUST contain the single key/value pair "List-Unsubscribe=One-Click"."""
    assert line.raw().count(b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n") == 1


async def test_enough_information(line: Line) -> None:
    """3.1: The URI in the List-Unsubscribe header MUST contain enough information to identify the mail recipient and
    the list from which the recipient is to be removed.
    """
    await line.client.post(line.link(ANA), data=ONE_CLICK)

    assert line.link(ANA) != line.link(BEN)
    assert (line.is_out(ANA), line.is_out(BEN)) == (True, False)


async def test_no_extra_information(line: Line) -> None:
    """3.1: The processing of the POST cannot use any information beyond the URI and the key/value pair."""
    answer = await line.client.post(line.link(), data=ONE_CLICK, headers={"User-Agent": "", "Accept": ""})

    assert answer.status_code == 200
    assert line.is_out(ANA)


async def test_opaque_token(line: Line) -> None:
    """3.1: The URI SHOULD include an opaque identifier or another hard-to-forge component in addition to, or instead
    of, the plaintext names of the list and the subscriber.
    """
    token = line.link().removeprefix("/u/")

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert not any(word in token.lower() for word in ("ana", "acme"))


async def test_a_forged_token_does_nothing(line: Line) -> None:
    """3.1: The server handling the unsubscription SHOULD verify that the opaque or hard-to-forge component is valid."""
    token = line.link().removeprefix("/u/")
    forged = ("B" if token[0] == "A" else "A") + token[1:]

    await line.client.post(f"/u/{forged}", data=ONE_CLICK)

    assert not line.is_out(ANA)


async def test_no_redirect(line: Line) -> None:
    """3.1: The mail sender MUST NOT return an HTTPS redirect, since redirected POST actions have historically not
    worked reliably.
    """
    answers = [
        await line.client.post(path, data=ONE_CLICK)
        for path in (line.link(), f"{line.link(BEN)}/", "/u", "/")
    ]

    assert not any(answer.is_redirect or "location" in answer.headers for answer in answers)
    assert answers[0].status_code == 200


async def test_a_dkim_signature_covers_both(line: Line) -> None:
    """3.1 and 4: The message needs a valid DKIM signature that covers at least the List-Unsubscribe and List-
    Unsubscribe-Post headers.
    """
    tags = str(line.mail()["DKIM-Signature"]).replace(" ", "")
    covered = re.findall(r"h=([^;]*)", tags)[0].lower().split(":")

    assert line.is_signed(line.raw())
    assert {"list-unsubscribe", "list-unsubscribe-post"} <= set(covered)
    assert not line.is_signed(line.raw().replace(b"/u/", b"/x/"))
    assert not line.is_signed(line.raw().replace(b"=One-Click", b"=Two-Click"))


async def test_form_urlencoded(line: Line) -> None:
    """3.2: The POST content MAY be sent as "application/x-www-form-urlencoded"."""
    await line.client.post(line.link(), data=ONE_CLICK)

    assert line.is_out(ANA)


async def test_multipart(line: Line) -> None:
    """3.2: The POST content SHOULD be sent as "multipart/form-data"."""
    await line.client.post(line.link(), files={"List-Unsubscribe": (None, "One-Click")})

    assert line.is_out(ANA)


async def test_no_cookies_needed(line: Line) -> None:
    """3.2: The POST request MUST NOT include cookies, HTTP authorization, or any other context information."""
    answer = await line.client.post(line.link(), data=ONE_CLICK)

    assert line.is_out(ANA)
    assert "set-cookie" not in answer.headers
    assert "www-authenticate" not in answer.headers


async def test_get_is_no_one_click(line: Line) -> None:
    """3.2 and 1: A GET may come from software that fetches every URI of a mail; it unsubscribes nobody."""
    for method in ("GET", "HEAD", "OPTIONS", "PUT"):
        await line.client.request(method, line.link())

    assert not line.is_out(ANA)


async def test_again(line: Line) -> None:
    """3.2: The operation is unrelated to any previous web activity of the recipient: a second POST is answered like
    the first.
    """
    first = await line.client.post(line.link(), data=ONE_CLICK)
    again = await line.client.post(line.link(), data=ONE_CLICK)

    assert (first.status_code, first.text) == (again.status_code, again.text)


async def test_older_receivers(line: Line) -> None:
    """5: The mailto and https URIs go on working for receivers that know only RFC 2369; the page asks for one press."""
    page = await line.client.get(line.link())

    assert 'method="post"' in page.text
    assert any(way.startswith("mailto:ann@alpha.example?subject=unsubscribe") for way in line.ways())


async def test_guessing(line: Line) -> None:
    """6: The List-Unsubscribe header contains the recipient's address in hard-to-forge form: attackers cannot
    unsubscribe others by guessing.
    """
    answers = [await line.client.post(f"/u/{'A' * number}") for number in range(1, 41)]

    assert not line.is_out(ANA)
    assert answers[-1].status_code == 429


async def test_no_oracle(line: Line) -> None:
    """6: The answer tells nobody whether an address is known here."""
    foreign = await line.client.post(f"/u/{'A' * 43}")
    own = await line.client.post(line.link())

    assert (own.status_code, own.text) == (foreign.status_code, foreign.text)


async def test_angle_brackets(line: Line) -> None:
    """RFC 2369, 2: URIs stand in angle brackets, separated by commas, no other text between; white space in a URI is
    ignored, and there is none.
    """
    value = re.search(rb"\r\nList-Unsubscribe: ((?:[^\r\n]|\r\n )*)\r\n", line.raw())

    assert value is not None
    assert re.fullmatch(rb"<[^<>\s]+>(,\s*<[^<>\s]+>)*", value[1])


async def test_preference_from_left(line: Line) -> None:
    """RFC 2369, 2: The sequence is by preference from left to right: the button before the mail."""
    assert line.ways()[0].startswith("https:")


async def test_one_field_each(line: Line) -> None:
    """RFC 2369, 2: There MUST be no more than one of each field present in any given message; lines stay below 998
    characters (RFC 5322, 2.1.1).
    """
    head = line.raw().partition(b"\r\n\r\n")[0]

    assert head.lower().count(b"\r\nlist-unsubscribe:") == 1
    assert max(map(len, head.split(b"\r\n"))) <= 998


def _tests() -> list[Callable[..., object]]:
    module = sys.modules[__name__]
    return [each for name, each in vars(module).items() if name.startswith("test_") and callable(each)]


def _sentences() -> list[str]:
    told = (each.__doc__ or "" for each in _tests() if each.__name__ != "test_the_list_is_whole")
    return [" ".join(each.split()) for each in told]


def conformance() -> str:
    """The list, a sentence a line."""
    return "\n".join(f"- {each}" for each in _sentences())


def test_the_list_is_whole() -> None:
    """Every test says which sentence it is."""
    sentences = _sentences()

    assert all(re.match(r"(RFC 2369, )?\d", sentence) for sentence in sentences)
    assert len(set(sentences)) == len(sentences) >= 20


if __name__ == "__main__":
    sys.stdout.write(conformance() + "\n")
