"""The key that turns a NIP into a pseudonym: 32 random bytes in a file of their own, outside every release, readable by its owner alone.

A plain digest of a NIP can be guessed by trying all of them; under a key (HMAC-SHA-256, RFC 2104) it cannot. Who has the file can do what a digest allows:
another file means other pseudonyms.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DEFAULT = Path(__file__).parents[2] / "data" / "ledger" / "pseudonym.key"
KEY_BYTES = 32
BLOCK_BYTES = 64
"""A block of SHA-256."""


class PseudonymKeyError(OSError):
    """The key cannot be used. Says why and what to do, in Indonesian, without a byte of it."""


@dataclass(frozen=True)
class Pads:
    """The two blocks that HMAC puts before what it digests, as the database needs them."""

    inner: bytes
    outer: bytes

    def __repr__(self) -> str:
        """Nothing of the key: what is shown may be logged."""
        return "Pads()"


def pads() -> Pads:
    """The pads of the key in IPASN_PSEUDONYM_KEY (a path; default data/ledger/pseudonym.key), which is made when it is absent. Raises PseudonymKeyError."""
    return _pads(Path(os.environ.get("IPASN_PSEUDONYM_KEY") or DEFAULT))


@lru_cache(maxsize=4)
def _pads(path: Path) -> Pads:
    try:
        key = _key(path).ljust(BLOCK_BYTES, b"\0")
    except OSError as error:
        raise PseudonymKeyError(f"{path}: kunci pseudonim tidak dapat dipakai ({error.strerror or error}); periksa berkas dan izinnya") from None
    return Pads(bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key))


def _key(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError(None, "berkas dapat dibaca orang lain; jalankan chmod 600")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise OSError(None, f"panjangnya {len(key)} bita, seharusnya {KEY_BYTES}")
    return key


def _make(path: Path) -> None:
    """Write a new key aside and give it the name in one step: of two processes that do so at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
