"""The key outside the database: made once for its owner alone, changed without losing what it encrypted."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from dashboard.ledger import secret
from dashboard.ledger.engine import LedgerError


def test_the_key_is_made_when_absent_for_its_owner_alone(secret_file: Path) -> None:
    assert not secret_file.exists()
    assert secret.decrypted(secret.encrypted("JBSWY3DP")) == "JBSWY3DP"
    assert secret_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in secret_file.parent.iterdir()] == ["secret.key"]


def test_first_starts_at_once_agree_on_one_key(secret_file: Path) -> None:
    def made(_start: int) -> str:
        secret._make(secret_file)
        return secret_file.read_text()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(made, range(24)))) == 1


def test_what_is_encrypted_does_not_show(secret_file: Path) -> None:
    assert "JBSWY3DP" not in secret.encrypted("JBSWY3DP")
    assert secret.encrypted("JBSWY3DP") != secret.encrypted("JBSWY3DP")


def test_a_new_first_key_still_opens_what_the_old_one_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("IPASN_SECRET_KEY", old)
    token = secret.encrypted("JBSWY3DP")
    monkeypatch.setenv("IPASN_SECRET_KEY", f"{new},{old}")
    assert secret.decrypted(token) == "JBSWY3DP"
    newer = secret.encrypted("JBSWY3DP")
    monkeypatch.setenv("IPASN_SECRET_KEY", old)
    with pytest.raises(LedgerError, match="bukan kunci buku besar"):
        secret.decrypted(newer)


def test_keyed_hashes_need_the_key_and_the_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_SECRET_KEY", Fernet.generate_key().decode())
    first = secret.keyed_hash("account", "x")
    assert first == secret.keyed_hash("account", "x")
    assert first != secret.keyed_hash("address", "x")
    monkeypatch.setenv("IPASN_SECRET_KEY", Fernet.generate_key().decode())
    assert first != secret.keyed_hash("account", "x")


def test_a_key_that_is_none_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_SECRET_KEY", "rahasia")
    with pytest.raises(LedgerError) as refused:
        secret.encrypted("x")
    assert "rahasia " not in str(refused.value).removeprefix("Kunci rahasia")
    assert "IPASN_SECRET_KEY" in str(refused.value)


def test_a_place_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "file" / "secret.key"))
    with pytest.raises(LedgerError, match="tidak dapat dibaca atau dibuat"):
        secret.encrypted("x")
