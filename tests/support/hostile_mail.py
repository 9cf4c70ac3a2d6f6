"""Mail that is broken by accident or on purpose: samples, their mutants, and messages built to hurt."""

import base64
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from outreach.replies.understanding import SentMail
from tests.support.foreign_mail import delivery_report, mail, multipart, returned

CORPUS = Path(__file__).parent.parent / "corpus"

#: What it all claims to answer.
OURS = SentMail(
    message_id="<q1.20261005@leadbridge.example>",
    from_="Tom Aldridge <tom@leadbridge.example>",
    to="Rob Brackley <rob@brackley.example>",
    subject="Who handles sales?",
    text="Hi Rob,\n\nWho handles sales at your company? I would like to ask one short thing about it.\n\nTom",
)
RECEIVED = datetime.fromisoformat("2026-10-13T10:20:00+01:00")


def samples() -> list[bytes]:
    """Messages of every kind that we know: reports, replies in five languages, quotes of many mail programs."""
    return [*_made(), *_texts("new_text/*.txt"), *_texts("bounce_texts.txt"), *_raw("replies_sample.jsonl")]


def mutants(count: int, *, seed: int) -> Iterator[bytes]:
    """So many different ones, the same for a seed."""
    chance, sources = random.Random(seed), samples()
    for _ in range(count):
        yield mutant(chance.choice(sources), sources, chance)


def _made() -> list[bytes]:
    status = (
        "Final-Recipient: rfc822; rob@brackley.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: "
        "smtp; 550 User unknown"
    )
    alternative, body = multipart(
        "alternative",
        "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n8NLJ18XU",
        (
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<div "
            'style=3D"color:#fff">a</div><blockquote>b</blockquote>'
        ),
    )
    attached, forwarded = multipart(
        "mixed", "Content-Type: text/plain\n\nFYI", f"Content-Type: message/rfc822\n\n{returned()}\nHi"
    )
    return [
        delivery_report("<rob@brackley.example>: user unknown", status),
        mail(body, content_type=alternative, subject="=?koi8-r?B?8NLJ18XU?="),
        mail(
            forwarded,
            content_type=attached,
            headers=("In-Reply-To: <a@b.example>", "Auto-Submitted: auto-replied"),
        ),
        mail("BEGIN:VCALENDAR\nMETHOD:REPLY", content_type="text/calendar"),
    ]


def _texts(pattern: str) -> list[bytes]:
    files = [file.read_text(encoding="utf-8") for file in sorted(CORPUS.glob(pattern))]
    return [mail(text) for content in files for text in content.split("%%% ")[1:]]


def _raw(name: str) -> list[bytes]:
    with (CORPUS / name).open(encoding="utf-8") as lines:
        return [base64.b64decode(json.loads(line)["raw_b64"]) for line in lines]


_SPLINTERS = (
    b"\0",
    b"\r",
    b"\n\n",
    b"=?utf-8?q?=0ABcc:?=",
    b"<" * 40,
    b">" * 40,
    b'"',
    b"--",
    b"(" * 40,
    b"&#x",
    b"@",
    b"\xff\xfe",
    b"\xd0",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    b"Content-Type: message/rfc822\n\n",
    b"charset=utf-16",
    b"charset=hz",
    b"charset=idna",
)


def mutant(source: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Some places of it overwritten, cut out, repeated, broken by splinters or by other mail, or its end lost."""
    raw = bytearray(source)
    for _ in range(chance.choice((1, 3, 10, 30))):
        at = chance.randrange(len(raw) + 1)
        end = min(len(raw), at + chance.randrange(1, 150))
        match chance.randrange(6):
            case 0:
                raw[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 1:
                del raw[at:end]
            case 2:
                raw[at:at] = raw[at:end] * chance.choice((1, 30))
            case 3:
                raw[at:at] = chance.choice(_SPLINTERS)
            case 4:
                raw[at:at] = chance.choice(others)[: chance.randrange(1_500)]
            case _:
                del raw[at + 200 :]
    return bytes(raw)


#: A text of nothing else may be as long as it likes. What made some pattern slow once stays here.
REPEATED = tuple(
    """
    <  <a   <a "  <!--  &#  &amp;  (  )  "  '  >  -  _  =  .  ,  *  /  \\  :  ;  @  +  #  ?  !  1  a  A  ё  Я
    a@  a@b  a.b@c.d·  a@b.c,  .a  a.  a-  a_  1.  1-  1,  1/  +1  1·  (1)·  ++  10/12·  2026-  12·May·
    On·1·  On·Mon,·1·Jan·2020·at·10:10,·a·wrote:¶  wrote:¶  From:·a¶To:·b¶  From:·a  regards,¶  --¶  >¶  >·>·a¶
    >·  |·a¶  ABCD>·x¶  user·unknown·  recipient:·  message·to·  the·following·recipients·  confidential·
    5.1.1·  550·  =20  =?  =?utf-8?q?a?=·  <div>  <p·style="display:none">  <object>  <style>  <table><tr><td>
    <blockquote>  <a·href="  Message-ID:·<a@b>¶  Final-Recipient:·rfc822;·a@b.example¶Action:·failed¶¶
    x<http://  http://a.b/  www.  A,·  Dr.·  Mr·  Anna·Maria·  Anna-  a@·dot·  ·dot·  ·at·  [at]  to·
    Ивану·Петровичу·  Анна·  в·отпуске·до·  bis·zum·  until·  from·to·  not·  don't·  no·longer·  please·contact·
    talk·to·  John·Smith·  John·Smith,·  I·  ((  ))  ¶  ·¶  ··  \u200b  \u00a0  \u0301  e\u0301  \U0001f468\u200d
    Sent·from·  ext.·  tel:·  Tel·+44·20·  C/O·  a/a·  a'a·  "a"·  <a@b>·  <a@b>,·  [1]·  [a](b)·  ---·  ___¶  ***¶
    """.replace("·", "\N{NO-BREAK SPACE}").split()
)
_SPACE, _END = "\N{NO-BREAK SPACE}", "¶"


def repeated() -> dict[str, str]:
    """Each piece by its name, as it is to be repeated."""
    return {piece: piece.replace(_SPACE, " ").replace(_END, "\n") for piece in REPEATED}


def a_long(
    piece: str, size: int, *, content_type: str = "text/plain; charset=utf-8", report: bool = False
) -> bytes:
    """A message of `size` characters of this piece over and over; as a report, what reads bounces looks at it too."""
    text = piece * (size // len(piece) + 1)
    if report:
        sender, headers = "MAILER-DAEMON@x.example", ("Return-Path: <>",)
        return mail(
            text, content_type=content_type, sender=sender, subject="Undelivered Mail", headers=headers
        )
    return mail(text, content_type=content_type, headers=(f"In-Reply-To: {OURS.message_id}",))


HEADERS = (
    "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Received",
    "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "X-Failed-Recipients", "Auto-Submitted",
    "List-Unsubscribe", "Return-Path", "X-Original-Message-ID",
)  # fmt: skip
IN_HEADERS = (
    "<", '"', "(", "a@b.example,", "=?utf-8?q?a?= ", "=?", "\\", ";x=y", ";x*0=y", "<a@b> ", " ", ".", "1", "a:", "\n ",
    "a b <c@d.example>, ", "=?utf-8?b?0J?=", "'", "re: ", "\t", "\\\"",
)  # fmt: skip


def a_long_header(name: str, piece: str, size: int) -> bytes:
    return mail(headers=(f"{name}: {piece * (size // len(piece) + 1)}",))


def _nested(depth: int) -> bytes:
    raw = b"Content-Type: text/plain\n\nhi"
    for level in range(depth):
        boundary = b"b%d" % level
        raw = b"Content-Type: multipart/mixed; boundary=%s\n\n--%s\n%s\n--%s--\n" % (
            boundary,
            boundary,
            raw,
            boundary,
        )
    return raw


def _quoted(depth: int) -> str:
    return "\n".join(">" * level + " I asked who handles sales." for level in range(depth))


def _parts(count: int, part: bytes) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + b"".join(
        b"--b\n" + part + b"\n" for _ in range(count)
    )


#: Ten megabytes are what is fetched of a message at most.
BUILDS: dict[str, Callable[[], bytes]] = {
    "two hundred thousand parts": lambda: _parts(200_000, b"\nx"),
    "almost boundaries": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n\nx\n" * 200_000,
    "large parts": lambda: _parts(150, b"Content-Type: text/html\n\n" + b"<p>a " * 10_000),
    "attached messages": lambda: _parts(
        150, b"Content-Type: message/rfc822\n\nFrom: a@b.example\n\n" + b"> a\n" * 10_000
    ),
    "two hundred thousand headers": lambda: b"X: y\n" * 200_000 + b"\nhi",
    "nothing but folding": lambda: b" y\n" * 200_000 + b"\nhi",
    "messages in messages": lambda: b"Content-Type: message/rfc822\n\n" * 5_000,
    "multiparts in multiparts": lambda: _nested(300),
    "forty megabytes": lambda: b"Subject: x\n\n" + b"lorem ipsum dolor " * 2_300_000,
    "ten megabytes of base64": lambda: mail(
        base64.encodebytes(b"Please talk to Ana Ruiz. " * 300_000).decode(),
        content_type="text/plain\nContent-Transfer-Encoding: base64",
    ),
    "ten megabytes of HTML": lambda: mail("<div><p>a</p>" * 800_000, content_type="text/html"),
    "ten megabytes without a line end": lambda: b"Subject: x\n\n" + b"a" * 10_000_000,
    "ten megabytes of line ends": lambda: b"Subject: x\n\n" + b"\r\n" * 5_000_000,
    "deep HTML": lambda: mail("<div>" * 100_000 + "a" + "</div>" * 100_000, content_type="text/html"),
    "deep quotes in HTML": lambda: mail("<blockquote>a" * 50_000, content_type="text/html"),
    "deep quotes": lambda: mail(_quoted(1_500)),
    "a hundred thousand addresses": lambda: mail(
        "\n".join(f"Ana Ruiz{n} <ana{n}@acme.example>" for n in range(100_000))
    ),
    "a hundred thousand names": lambda: mail(", ".join(f"Ana Ruiz-{n:x}" for n in range(100_000))),
    "a hundred thousand telephones": lambda: mail(" ".join(f"+44 20 7946 0{n % 1_000:03}" for n in range(100_000))),
    "a hundred thousand dates": lambda: mail(
        "I am away until " + " ".join(f"{n % 28 + 1}/{n % 12 + 1}" for n in range(100_000))
    ),
    "thousands of recipients": lambda: mail(
        headers=[f"Cc: {', '.join(f'a{n}x{m}@acme.example' for m in range(500))}" for n in range(100)]
    ),
    "a report on thousands": lambda: delivery_report(
        "These failed:\n" + "\n".join(f"<a{n}@acme.example>: user unknown" for n in range(20_000)),
        "\n\n".join(
            f"Final-Recipient: rfc822; a{n}@acme.example\nAction: failed\nStatus: 5.1.1" for n in range(20_000)
        ),
    ),
    "long words": lambda: mail(" ".join("a" * n for n in range(1, 1_500))),
    "nothing": lambda: b"",
    "a NUL": lambda: b"\0",
    "a line break": lambda: b"\r\n\r\n",
}  # fmt: skip
