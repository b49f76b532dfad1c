"""The ledger's key: encrypts what has to be read again, and keys the hashes of what could be guessed.

It stands outside the database, so that a stolen copy of the ledger opens nobody's second factor.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from dashboard.ledger.engine import FOLDER, LedgerError

KEY_VARIABLE = "IPASN_SECRET_KEY"
"""The key itself; several with commas between: the first encrypts, all of them decrypt, so that a key can be changed."""

FILE_VARIABLE = "IPASN_SECRET_FILE"
"""Where the key stands when KEY_VARIABLE does not say it; made when absent, for its owner's eyes alone."""


def encrypted(plain: str) -> str:
    """The text, for whoever has the key. Raises LedgerError."""
    return _fernet(_keys()).encrypt(plain.encode()).decode()


def decrypted(token: str) -> str:
    """What `encrypted` was given. Raises LedgerError when the key is another one."""
    try:
        return _fernet(_keys()).decrypt(token.encode()).decode()
    except InvalidToken:
        raise LedgerError(f"Kunci rahasia ini bukan kunci buku besar; kembalikan {KEY_VARIABLE} atau berkas kunci yang semula.") from None


def keyed_hash(purpose: str, value: str) -> str:
    """SHA-256 that nobody without the key can compute; another purpose gives another hash. Raises LedgerError."""
    key = hmac.digest(_keys().split(",")[0].encode(), purpose.encode(), hashlib.sha256)
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def _keys() -> str:
    return os.environ.get(KEY_VARIABLE) or _of_file(Path(os.environ.get(FILE_VARIABLE) or FOLDER / "secret.key"))


@lru_cache(maxsize=4)
def _of_file(file: Path) -> str:
    """The key in the file. A first start makes one: whole and linked into its place, so that two first starts agree on it."""
    try:
        if not file.exists():
            _make(file)
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise LedgerError(f"Kunci rahasia {file} tidak dapat dibaca atau dibuat; periksa izin berkasnya, atau beri {KEY_VARIABLE}.") from None


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
        opened.write(Fernet.generate_key())
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


@lru_cache(maxsize=4)
def _fernet(keys: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
    except ValueError:
        raise LedgerError(f"Kunci rahasia tidak sah; {KEY_VARIABLE} adalah 32 bita acak dalam base64 url-safe.") from None
