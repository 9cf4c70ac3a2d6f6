"""Keeps the OAuth2 tokens of a mailbox so that the database alone gives none away: encrypted, or in a keyring."""

import json
import os
import secrets
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from outreach.core.errors import MissingExtra, OutreachError
from outreach.settings.oauth import Keeping, Tokens
from outreach.settings.secrets import SecretKind, SecretRef, resolve

KEY_FILE = "token.key"
_SERVICE = "outreach"


class TokensLocked(OutreachError):
    """The tokens cannot be opened or kept; the message says what to do, and nothing of them."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class HeldTokens:
    """What is kept of one authorisation."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


class Vault(Protocol):
    """Blocks: a loop calls it in a thread. Raises TokensLocked, SecretUnavailable and MissingExtra."""

    def prepare(self) -> bool:
        """Make what is needed to seal for the first time. True: a key was made."""
        ...

    def seal(self, mailbox: str, tokens: HeldTokens) -> bytes:
        """What the database keeps of them."""
        ...

    def open(self, mailbox: str, sealed: bytes) -> HeldTokens:
        """What `seal` was given."""
        ...


def vault_of(tokens: Tokens, root: Path) -> Vault:
    """As the configuration says, whose folder is `root`."""
    if tokens.keep is Keeping.KEYRING:
        return KeyringVault(root)
    return FernetVault(tokens.key, root / KEY_FILE)


class FernetVault:
    """Encrypted and authenticated (Fernet, of the library cryptography). The key lies outside of the database."""

    def __init__(self, ref: SecretRef | None, key_file: Path) -> None:
        self._ref = ref or SecretRef(SecretKind.FILE, str(key_file))
        self._own_file = key_file if ref is None else None

    def prepare(self) -> bool:
        """Make the key file where there is none and the configuration names no other. True: it was made."""
        if self._own_file is None or self._own_file.exists():
            return False
        fernet = _fernet_library()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            with os.fdopen(os.open(self._own_file, flags, 0o600), "wb") as file:
                file.write(fernet.Fernet.generate_key() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            return False
        except OSError as error:
            raise TokensLocked(f"{self._own_file} cannot be written: {error.strerror}.") from None
        return True

    def seal(self, mailbox: str, tokens: HeldTokens) -> bytes:
        # The name goes in as well: a row that is put into another's place does not open.
        sealed: bytes = self._fernet().encrypt(_written(mailbox, tokens))
        return sealed

    def open(self, mailbox: str, sealed: bytes) -> HeldTokens:
        library = _fernet_library()
        try:
            text = self._fernet().decrypt(sealed)
        except library.InvalidToken:
            text = None
        if (tokens := None if text is None else _read(mailbox, text)) is None:
            raise TokensLocked(
                f"The tokens of {mailbox} were not sealed with the key in {self._ref}. Put the right key back, or run "
                f"`outreach mailbox authorize {mailbox}`."
            )
        return tokens

    def _fernet(self) -> Any:
        self._refuse_open_file()
        library = _fernet_library()
        try:
            return library.Fernet(resolve(self._ref).encode())
        except ValueError:
            raise TokensLocked(
                f"The key in {self._ref} is none: it is 32 random bytes in URL-safe base64, 44 characters. Leave "
                "tokens.key out, and one is made."
            ) from None

    def _refuse_open_file(self) -> None:
        if self._own_file is None:
            return
        try:
            mode = self._own_file.stat().st_mode
        except OSError:
            raise TokensLocked(
                f"{self._own_file} is not there: the tokens of mailboxes are sealed with it. Put it back, or run "
                "`outreach mailbox authorize NAME` for each of them."
            ) from None
        if mode & 0o077:
            raise TokensLocked(f"{self._own_file} can be read by others. chmod 600 {self._own_file}")


class KeyringVault:
    """In the keyring of the user whom we run as; the database only knows that there are some."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def prepare(self) -> bool:
        return False

    def seal(self, mailbox: str, tokens: HeldTokens) -> bytes:
        keyring = _keyring_library()
        try:
            keyring.set_password(_SERVICE, self._user(mailbox), _written(mailbox, tokens).decode("ascii"))
        except keyring.errors.KeyringError:
            raise self._closed(mailbox) from None
        # Differs each time, so that nobody takes it for something.
        return b"keyring:" + secrets.token_hex(4).encode()

    def open(self, mailbox: str, sealed: bytes) -> HeldTokens:
        keyring = _keyring_library()
        try:
            text = keyring.get_password(_SERVICE, self._user(mailbox))
        except keyring.errors.KeyringError:
            raise self._closed(mailbox) from None
        if text is None or (tokens := _read(mailbox, text.encode())) is None:
            raise TokensLocked(
                f"The tokens of {mailbox} are not in the keyring. Run `outreach mailbox authorize {mailbox}`."
            )
        return tokens

    def _user(self, mailbox: str) -> str:
        return f"oauth2 {mailbox} {self._root}"

    def _closed(self, mailbox: str) -> TokensLocked:
        return TokensLocked(f"The keyring with the tokens of {mailbox} cannot be asked: unlock it.")


def _written(mailbox: str, tokens: HeldTokens) -> bytes:
    return json.dumps([mailbox, tokens.access_token, tokens.refresh_token]).encode("ascii")


def _read(mailbox: str, text: bytes) -> HeldTokens | None:
    try:
        whose, access, refresh = json.loads(text)
    except ValueError:
        return None
    return HeldTokens(access, refresh) if whose == mailbox else None


def _fernet_library() -> Any:
    try:
        return import_module("cryptography.fernet")
    except ImportError:
        raise MissingExtra("oauth", "Keeping OAuth2 tokens encrypted") from None


def _keyring_library() -> Any:
    try:
        return import_module("keyring")
    except ImportError:
        raise MissingExtra("keyring", "Keeping OAuth2 tokens in the keyring") from None
