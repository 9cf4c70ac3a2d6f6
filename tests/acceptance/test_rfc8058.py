"""RFC 8058 demand by demand, over the real line: a mail that went out, its header, a request, the suppression.

Each test is one demand, in our words, behind the section and the key word (RFC 2119) that it has there; lines without a
key word are what the RFC explains. Compared with the text of RFC 8058 (sections 3 to 8) and of RFC 2369 (1 to 3). What
is asked of a receiver of mail is asked here of what we sent, and of how our server takes it. `python -m
tests.acceptance.test_rfc8058` prints the list, and docs/one-click.md has it.
"""

import asyncio
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

from outreach.core.events import Happened
from outreach.daemon.opt_out_door import OptOutDoor
from outreach.database.engine import Database
from outreach.mail.dkim import parse_signature
from outreach.mail.dkim_signing import new_key, read_key
from outreach.prospects.suppressing import suppression_of
from outreach.reporting.findings import Severity
from outreach.reporting.signature_findings import of_one_click
from tests.support.mailroom import Mailroom, a_reply, follow_up
from tests.support.ports import reserve_port
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, BEN = "ana@acme.example", "ben@beta.example"
PUBLIC = "https://mail.alpha.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PAGE = Path(__file__).parents[2] / "docs" / "one-click.md"
BEGIN, END = "<!-- the list -->", "<!-- end of the list -->"

#: The request body of example 8.3, as it stands there: its boundary lines lack the two hyphens that RFC 2046 wants.
EXAMPLE_BOUNDARY = "---FormBoundaryjWmhtjORrn"
EXAMPLE_BODY = "\r\n".join(
    (
        EXAMPLE_BOUNDARY,
        'Content-Disposition: form-data; name="List-Unsubscribe"',
        "",
        "One-Click",
        f"{EXAMPLE_BOUNDARY}--",
        "",
    )
)


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
    """3.1: A mail that offers one click has one List-Unsubscribe and one List-Unsubscribe-Post."""
    assert len(line.mail().get_all("List-Unsubscribe", [])) == 1
    assert len(line.mail().get_all("List-Unsubscribe-Post", [])) == 1


async def test_one_https_uri(line: Line) -> None:
    """3.1 MUST: One HTTPS URI stands in List-Unsubscribe."""
    assert [way.partition(":")[0] for way in line.ways()].count("https") == 1


async def test_other_uris(line: Line) -> None:
    """3.1 MAY: Others beside it are neither HTTP nor HTTPS; ours is a mailto, which the program reads."""
    assert [way.partition(":")[0] for way in line.ways()] == ["https", "mailto"]


async def test_the_key_value_pair(line: Line) -> None:
    """3.1 MUST: List-Unsubscribe-Post says List-Unsubscribe=One-Click, and nothing besides."""
    assert line.mail().get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]


async def test_a_signature_that_holds(line: Line) -> None:
    """3.1 and 4 MUST: A DKIM signature on the mail holds; with [mailboxes.dkim] it is one of our own."""
    assert line.is_signed(line.raw())
    assert not line.is_signed(line.raw().replace(b"\r\n\r\n", b"\r\n\r\nP.S. "))


async def test_the_signature_covers_both(line: Line) -> None:
    """3.1 and 4 MUST: The signature covers both fields, and names both in its h=; changing either breaks it."""
    tags = str(line.mail()["DKIM-Signature"]).replace(" ", "")
    covered = re.findall(r"h=([^;]*)", tags)[0].lower().split(":")

    assert {"list-unsubscribe", "list-unsubscribe-post"} <= set(covered)
    assert not line.is_signed(line.raw().replace(b"/u/", b"/x/"))
    assert not line.is_signed(line.raw().replace(b"=One-Click", b"=Two-Click"))


async def test_enough_information(line: Line) -> None:
    """3.1 MUST: The URI alone tells who is to be left alone, and by which list: here a no holds for all campaigns."""
    await line.client.post(line.link(ANA), data=ONE_CLICK)

    assert line.link(ANA) != line.link(BEN)
    assert (line.is_out(ANA), line.is_out(BEN)) == (True, False)


async def test_no_extra_information(line: Line) -> None:
    """3.1: Nobody is asked for an address or a list: without any field and any header it is done at once."""
    answer = await line.client.post(line.link(), headers={"User-Agent": "", "Accept": ""})

    assert answer.status_code == 200
    assert line.is_out(ANA)


async def test_no_context_is_needed(line: Line) -> None:
    """3.1 and 6 MUST NOT (of the request): No cookie, no HTTP authorization, no other context: none is asked for."""
    answer = await line.client.post(line.link(), data=ONE_CLICK)

    assert line.is_out(ANA)
    assert {"set-cookie", "www-authenticate"}.isdisjoint(answer.headers)


async def test_no_context_is_heeded(line: Line) -> None:
    """3.1 and 6: What a request carries all the same joins it to nothing: it is answered like one without."""
    carried = {"Cookie": "session=ben", "Authorization": "Bearer ben", "Referer": f"{PUBLIC}{line.link(BEN)}"}

    with_context = await line.client.post(line.link(ANA), data=ONE_CLICK, headers=carried)
    without = await line.client.post(line.link(ANA), data=ONE_CLICK)

    assert (with_context.status_code, with_context.text) == (without.status_code, without.text)
    assert {"set-cookie", "www-authenticate"}.isdisjoint(with_context.headers)
    assert (line.is_out(ANA), line.is_out(BEN)) == (True, False)


async def test_again(line: Line) -> None:
    """3.1: It has nothing to do with what went before: a second request is answered like the first."""
    first = await line.client.post(line.link(), data=ONE_CLICK)
    again = await line.client.post(line.link(), data=ONE_CLICK)

    assert (first.status_code, first.text) == (again.status_code, again.text)


async def test_opaque_token(line: Line) -> None:
    """3.1 and 6 SHOULD: The URI has a part that is opaque and hard to forge; it has no name in plain besides."""
    token = line.link().removeprefix("/u/")

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert not any(word in token.lower() for word in ("ana", "acme"))


async def test_a_forged_token_does_nothing(line: Line) -> None:
    """3.1 SHOULD: The server checks that part: with one character changed, nothing happens."""
    token = line.link().removeprefix("/u/")
    forged = ("B" if token[0] == "A" else "A") + token[1:]

    await line.client.post(f"/u/{forged}", data=ONE_CLICK)

    assert not line.is_out(ANA)


async def test_the_server_is_there(line: Line) -> None:
    """3.1: The sender runs what takes the requests that its mail provokes, many at a time."""
    asked = [line.link(ANA), line.link(BEN)] * 8

    answers = await asyncio.gather(*(line.client.post(link, data=ONE_CLICK) for link in asked))

    assert {answer.status_code for answer in answers} == {200}
    assert line.is_out(ANA)
    assert line.is_out(BEN)


async def test_no_redirect(line: Line) -> None:
    """3.1 MUST NOT: No answer is a redirect, whatever the path is."""
    paths = (line.link(), f"{line.link(BEN)}/", "/u", "/u/", "/", "/health/")

    answers = [await line.client.post(path, data=ONE_CLICK) for path in paths]

    assert not any(answer.is_redirect or "location" in answer.headers for answer in answers)
    assert answers[0].status_code == 200


async def test_older_receivers(line: Line) -> None:
    """3.1: For who knows only RFC 2369 nothing changes: the link is a page with a button, and the mailto works."""
    page = await line.client.get(line.link())

    assert 'method="post"' in page.text
    assert any(way.startswith("mailto:ann@alpha.example?subject=unsubscribe") for way in line.ways())
    assert not line.is_out(ANA)


async def test_as_a_receiver_does_it(line: Line) -> None:
    """3.2: A POST to the HTTPS URI, its body the content of List-Unsubscribe-Post as the mail has it, says no."""
    said = str(line.mail()["List-Unsubscribe-Post"])
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    await line.client.post(line.link(), content=said, headers=form)

    assert line.is_out(ANA)


async def test_multipart(line: Line) -> None:
    """3.2 SHOULD (of the request): multipart/form-data is taken."""
    await line.client.post(line.link(), files={"List-Unsubscribe": (None, "One-Click")})

    assert line.is_out(ANA)


async def test_form_urlencoded(line: Line) -> None:
    """3.2 MAY (of the request): application/x-www-form-urlencoded is taken."""
    await line.client.post(line.link(), data=ONE_CLICK)

    assert line.is_out(ANA)


async def test_the_page_posts_to_itself(line: Line) -> None:
    """3.2: The page of a GET and the POST have the same URI, and its button sends the same pair."""
    page = await line.client.get(line.link())
    form = re.findall(r"<form[^>]*>.*?</form>", page.text, re.DOTALL)

    assert len(form) == 1
    assert "action=" not in form[0]
    assert 'name="List-Unsubscribe" value="One-Click"' in form[0]


async def test_without_consent(line: Line) -> None:
    """3.2 MUST NOT: Nothing is posted without a user's consent: of mail that it reads itself, it follows no URI."""
    came: list[str] = []

    def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append("somebody")
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    offers = (
        f"List-Unsubscribe: <https://127.0.0.1:{port}/u>, <http://127.0.0.1:{port}/u>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    )

    await line.daemon.receive(a_reply(None, "Our news.", sender="news@gamma.example", headers=offers))
    await line.daemon.engine.once()
    server.close()

    assert len(line.daemon.room.inbounds()) == 1
    assert came == []


async def test_get_is_no_one_click(line: Line) -> None:
    """1: Software fetches the URIs of a mail without anybody's will; only a POST says no."""
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
        await line.client.request(method, line.link())

    assert not line.is_out(ANA)


def test_without_a_signature() -> None:
    """4 SHOULD NOT (of receivers): Without such a signature no button is shown: `outreach doctor` tells of it."""
    unsigned, half = None, parse_signature("v=1; d=alpha.example; s=k1; h=from:list-unsubscribe; b=A")

    found = [*of_one_click("ann", signs=False, seen=unsigned), *of_one_click("ann", signs=False, seen=half)]

    assert [each.severity for each in found] == [Severity.WARNING, Severity.WARNING]
    assert all("[mailboxes.dkim]" in each.remedy for each in found)


async def test_the_syntax(line: Line) -> None:
    """5: After the colon one blank, the pair, the end of the line: not folded, no comment, nothing behind."""
    lines = re.findall(rb"\r\n(List-Unsubscribe-Post:(?:[^\r\n]|\r\n[ \t])*\r\n)", line.raw())

    assert lines == [b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"]


async def test_no_address_in_the_header(line: Line) -> None:
    """6: The recipient's address may stand in List-Unsubscribe, plain or encoded; ours has it nowhere."""
    field = str(line.mail()["List-Unsubscribe"]).lower()

    assert not any(word in field for word in (ANA, "ana%40acme", "acme"))


async def test_whoever_has_the_mail(line: Line) -> None:
    """6: Whoever holds a mail can say no for whom it went to, and for nobody else."""
    async with httpx.AsyncClient(base_url=line.client.base_url, trust_env=False) as somebody:
        await somebody.post(line.link(ANA), data=ONE_CLICK)

    assert (line.is_out(ANA), line.is_out(BEN)) == (True, False)


async def test_no_other_form(line: Line) -> None:
    """6: A crafted mail can make a receiver post the pair to us: at any other path it does nothing."""
    answers = [await line.client.post(path, data=ONE_CLICK) for path in ("/", "/u", "/health", "/metrics")]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert not line.is_out(ANA)


async def test_a_no_is_no_sign_of_life(line: Line) -> None:
    """6: The request gives away that the address is read: it is kept as a no, never counted as a reply."""
    await line.client.post(line.link(), data=ONE_CLICK)

    assert len(line.daemon.room.facts(Happened.OPTED_OUT)) == 1
    assert line.daemon.room.facts(Happened.REPLIED) == []


async def test_guessing(line: Line) -> None:
    """6 SHOULD: Only the header of a mail that was sent has a link that counts: who guesses is told to wait."""
    answers = [await line.client.post(f"/u/{'A' * number}") for number in range(1, 41)]

    assert not line.is_out(ANA)
    assert answers[-1].status_code == 429


async def test_no_oracle(line: Line) -> None:
    """Beyond the RFC: the answer tells nobody whether a link, and so an address, is known here."""
    foreign = await line.client.post(f"/u/{'A' * 43}")
    own = await line.client.post(line.link())

    assert (own.status_code, own.text) == (foreign.status_code, foreign.text)


async def test_the_name_of_the_field(line: Line) -> None:
    """7: The field has the name that is registered: List-Unsubscribe-Post."""
    assert line.raw().count(b"\r\nList-Unsubscribe-Post:") == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        (f"multipart/form-data; boundary={EXAMPLE_BOUNDARY}", EXAMPLE_BODY),
    ],
)
async def test_the_examples(line: Line, kind: str, body: str) -> None:
    """8: The requests of the examples are taken as they stand there, byte for byte."""
    answer = await line.client.post(line.link(), content=body, headers={"Content-Type": kind})

    assert answer.status_code == 200
    assert line.is_out(ANA)


async def test_a_mailto_beside_it(line: Line) -> None:
    """RFC 2369, 1 SHOULD: A mailto stands beside whatever else there is, for who has mail and no web."""
    assert line.ways()[-1].startswith("mailto:")


async def test_angle_brackets(line: Line) -> None:
    """RFC 2369, 2 MUST NOT: Each URI stands in angle brackets without white space in it, a comma between them."""
    value = re.search(rb"\r\nList-Unsubscribe: ((?:[^\r\n]|\r\n )*)\r\n", line.raw())

    assert value is not None
    assert re.fullmatch(rb"<[^<>\s]+>(,\s*<[^<>\s]+>)*", value[1])


async def test_safe_characters(line: Line) -> None:
    """RFC 2369, 2: The URIs have the characters that are safe in one, the rest is in % codes."""
    assert all(re.fullmatch(r"[A-Za-z0-9:/?=&@%+._~-]+", way) for way in line.ways())


async def test_preference_from_left(line: Line) -> None:
    """RFC 2369, 2: The first is what we like best: the button before the mail."""
    assert line.ways()[0].startswith("https:")


async def test_one_field_each(line: Line) -> None:
    """RFC 2369, 3 MUST: No field stands twice; lines stay below 998 characters (RFC 5322, 2.1.1)."""
    head = line.raw().partition(b"\r\n\r\n")[0]

    assert head.lower().count(b"\r\nlist-unsubscribe:") == 1
    assert max(map(len, head.split(b"\r\n"))) <= 998


_ABOUT_THE_LIST = ("test_the_list_is_whole", "test_the_page_has_the_list")


def _tests() -> list[Callable[..., object]]:
    module = sys.modules[__name__]
    return [each for name, each in vars(module).items() if name.startswith("test_") and callable(each)]


def _sentences() -> list[str]:
    told = (each.__doc__ or "" for each in _tests() if each.__name__ not in _ABOUT_THE_LIST)
    return [" ".join(each.split()) for each in told]


def conformance() -> str:
    """The list, a demand a line."""
    return "\n".join(f"- {each}" for each in _sentences())


def test_the_list_is_whole() -> None:
    """Every test says which demand it is; all sections that demand something are there."""
    sentences = _sentences()
    sections = {found[1] for each in sentences if (found := re.match(r"(\d(?:\.\d)?)", each))}

    assert all(re.match(r"(RFC 2369, )?\d|Beyond", sentence) for sentence in sentences)
    assert sections == {"1", "3.1", "3.2", "4", "5", "6", "7", "8"}
    assert len(set(sentences)) == len(sentences) >= 30


def test_the_page_has_the_list() -> None:
    """`python -m tests.acceptance.test_rfc8058 --write` brings docs/one-click.md up to date."""
    page = PAGE.read_text(encoding="utf-8")

    assert page.partition(BEGIN)[2].partition(END)[0].strip() == conformance()


def _write() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{conformance()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        _write()
    else:
        sys.stdout.write(conformance() + "\n")
