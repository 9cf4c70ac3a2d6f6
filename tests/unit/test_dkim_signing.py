"""Signatures of our own, checked by a library that was written for nothing else (dkimpy)."""

import email
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from outreach.core.errors import ConfigurationError
from outreach.mail.dkim_signing import KINDS, SIGNED, SigningKey, UnusableKey, new_key, read_key, signed
from outreach.sending.compose import Letter, compose
from outreach.settings.dkim import Dkim, MailboxSigner
from outreach.settings.secrets import SecretKind, SecretRef

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LETTER = Letter(
    sender_name="Анна Роу",
    sender="ann@alpha.example",
    recipient_name="Zoë Müller",
    recipient="zoe@beta.example",
    subject="Кто у вас отвечает за принтеры? " * 6,
    body="Grüße.  Two  spaces \n" + "длинная строка " * 80 + "\n.\n..\nFrom here on\n\n\n",
    date=AT,
    message_id="<o.1.0.abc@alpha.example>",
    thread=tuple(f"<{number}.{'x' * 60}@alpha.example>" for number in range(8)),
    cc=("Ben", "ben@beta.example"),
    unsubscribe_mailto="ann@alpha.example?subject=unsubscribe",
    unsubscribe_https="https://mail.alpha.example/u/" + "t" * 43,
)
MAIL = compose(LETTER)


@pytest.fixture(scope="module", params=KINDS)
def key(request: pytest.FixtureRequest) -> SigningKey:
    return read_key(new_key(request.param))


def is_valid(raw: bytes, key: SigningKey) -> bool:
    def texts(name: bytes, timeout: int = 5) -> bytes | None:
        return key.record.encode() if name == b"s1._domainkey.alpha.example." else None

    return bool(dkim.verify(raw, dnsfunc=texts))


def sign(raw: bytes, key: SigningKey) -> bytes:
    return signed(raw, key, domain="alpha.example", selector="s1", at=AT)


def test_a_signed_mail_is_valid_and_otherwise_the_same(key: SigningKey) -> None:
    raw = sign(MAIL, key)

    assert is_valid(raw, key)
    assert raw.endswith(MAIL)
    assert max(map(len, raw.partition(b"\r\nFrom:")[0].split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "body", [b"", b"\r\n\r\n", b"no line end", b" \t x \t \r\n\t\r\n \r\n", b"\xc3\xa9\r\n"]
)
def test_a_body_of_any_shape_is_valid(key: SigningKey, body: bytes) -> None:
    head = MAIL.partition(b"\r\n\r\n")[0]

    assert is_valid(sign(head + b"\r\n\r\n" + body, key), key)


@pytest.mark.parametrize("name", SIGNED)
def test_a_header_that_was_changed_breaks_it(key: SigningKey, name: str) -> None:
    raw = sign(MAIL, key)
    # The first line of the field, with something added.
    changed = raw.replace(f"\r\n{name}: ".encode(), f"\r\n{name}: x".encode(), 1)

    assert changed != raw
    assert not is_valid(changed, key)


@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date"])
def test_a_second_one_that_is_put_in_breaks_it(key: SigningKey, name: str) -> None:
    assert not is_valid(f"{name}: somebody\r\n".encode() + sign(MAIL, key), key)


def test_headers_that_a_server_folds_anew_leave_it_valid(key: SigningKey) -> None:
    raw = sign(MAIL, key)

    assert is_valid(b"Received: by mx\r\n" + raw.replace(b"\r\n <", b"\r\n\t  <"), key)


def test_a_body_that_was_changed_breaks_it(key: SigningKey) -> None:
    assert not is_valid(sign(MAIL, key) + b"PS\r\n", key)


def test_the_same_mail_and_moment_give_the_same_bytes(key: SigningKey) -> None:
    assert sign(MAIL, key) == sign(MAIL, key)


def test_the_signature_is_read_by_the_email_package(key: SigningKey) -> None:
    mail = email.message_from_bytes(sign(MAIL, key))

    assert mail.keys()[:2] == ["DKIM-Signature", "From"]
    assert not mail.defects


@pytest.mark.parametrize(
    ("pem", "says"),
    [
        ("hello", "no private key"),
        ("-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n", "public key"),
    ],
)
def test_what_cannot_sign_is_said(pem: str, says: str) -> None:
    with pytest.raises(UnusableKey, match=says):
        read_key(pem)


def test_short_and_locked_keys_are_refused() -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    short = rsa.generate_private_key(65_537, 1024)
    plain, locked = (
        short.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, how).decode()
        for how in (form.NoEncryption(), form.BestAvailableEncryption(b"secret"))
    )

    with pytest.raises(UnusableKey, match="1024 bits"):
        read_key(plain)
    with pytest.raises(UnusableKey, match="passphrase"):
        read_key(locked)


def test_a_key_that_is_not_there_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    ref = SecretRef(SecretKind.FILE, str(tmp_path / "gone.pem"))
    signer = MailboxSigner(Dkim("s1", ref), mailbox="ann", address="ann@alpha.example", config=tmp_path)

    with pytest.raises(
        ConfigurationError, match=r"mailboxes\.dkim\.key.*outreach mailbox dkim ann --generate"
    ):
        signer(MAIL, AT)
