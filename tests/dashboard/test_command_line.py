"""The dashboard's command line: the first administrator, roles, the audit and the copy, with one clear line for what cannot be done."""

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from dashboard.__main__ import PROBLEMS, main
from dashboard.ledger import accounts, audit, engine, passwords, second_factor
from dashboard.ledger.audit import Sought
from tests.serving import ROOT

PASSWORD = "perahu hijau di danau"
NIP = "198001012005011001"
BOSS = "ani@contoh.go.id"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """One command on an own ledger, with what stands on standard input: its status, output and errors."""
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))

    def carried_out(*arguments: str, typed: str = f"{PASSWORD}\n") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return carried_out


@pytest.fixture
def upgraded(run: Run) -> Run:
    """The same, with a ledger that is up to date and an administrator."""
    assert run("ledger", "upgrade")[0] == 0
    assert run("account", "add", BOSS, "--role", "administrator")[0] == 0
    return run


def test_the_first_administrator_is_made_here(run: Run) -> None:
    status, out, _ = run("ledger", "upgrade")
    assert status == 0
    assert "Belum ada administrator" in out
    assert run("account", "list")[:2] == (0, "")
    assert run("account", "add", BOSS, "--shown-name", "Ani", "--role", "administrator") == (0, "Akun 1 dibuat.\n", "")
    assert run("account", "list")[1] == f"     1  {BOSS}  administrator  [local]\n"
    assert "Belum ada administrator" not in run("ledger", "upgrade")[1]
    account = accounts.find(engine.open_ledger(), BOSS)
    assert account is not None
    assert account.must_change_password
    assert account.shown_name == "Ani"


def test_roles_are_given_and_taken(upgraded: Run) -> None:
    upgraded("account", "add", NIP)
    assert upgraded("account", "grant", NIP, "verifier", "--unit", "B1") == (0, "Peran diberikan.\n", "")
    assert upgraded("account", "grant", NIP, "asn", "--own") == (0, "Peran diberikan.\n", "")
    assert f"{NIP}  verifier (B1), asn  [local]" in upgraded("account", "list")[1]
    account = accounts.find(engine.open_ledger(), NIP)
    assert account is not None
    assert accounts.Grant("asn", None, int(NIP)) in accounts.grants(engine.open_ledger(), account.account_no)
    assert upgraded("account", "revoke", NIP, "verifier", "--unit", "B1") == (0, "Peran dicabut.\n", "")
    assert upgraded("account", "disable", NIP)[:2] == (0, "Akun ditutup.\n")
    assert "[local, ditutup]" in upgraded("account", "list")[1]
    assert [upgraded("account", word, NIP)[0] for word in ("enable", "unlock", "reset-second-factor", "reset-password")] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "belum disebut: account|audit|export|identities|ledger|publish|sbom|send"),
        (["account"], "belum disebut: add|list"),
        (["account", "add"], "belum disebut: NAMA"),
        (["account", "add", "ani"], "NIP 18 angka atau alamat surel"),
        (["account", "add", BOSS], "sudah ada"),
        (["account", "add", "b@contoh.go.id", "--role", "raja"], "Peran raja tidak dikenal; pilih salah satu dari asn"),
        (["account", "add", "b@contoh.go.id", "--role", "verifier"], "memerlukan --unit"),
        (["account", "add", "b@contoh.go.id", "--role", "leader", "--unit", "B1"], "tidak menerima --unit"),
        (["account", "add", "b@contoh.go.id", "--role", "asn"], "memerlukan --own"),
        (["account", "add", "b@contoh.go.id", "--role", "asn", "--own"], "nama masuk berupa NIP"),
        (["account", "add", "b@contoh.go.id", "--password", PASSWORD], "--password"),
        (["account", "grant", "c@contoh.go.id", "leader"], "Tidak ada akun"),
        (["account", "revoke", BOSS, "leader"], "tidak memegang"),
        (["account", "revoke", BOSS, "administrator"], "terakhir"),
        (["account", "disable", BOSS], "terakhir"),
        (["audit", "search", "--since", "kemarin"], "bukan waktu"),
        (["audit", "verify", "--noted", "3"], "NOMOR:HASH"),
        (["ledger", "backup", "tidak/ada/salinan"], "Folder tidak/ada tidak ada"),
        (["hapus"], "'hapus' tidak dikenal"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(upgraded: Run, arguments: list[str], words: str) -> None:
    before = accounts.listed(engine.open_ledger())
    status, out, err = upgraded(*arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert accounts.listed(engine.open_ledger()) == before


def test_an_easy_password_is_refused_with_the_reasons(upgraded: Run) -> None:
    status, _, err = upgraded("account", "add", "b@contoh.go.id", typed="12345678\n")
    assert status == 2
    assert err.startswith("Kata sandi ditolak: ")
    assert PROBLEMS["too_short"] in err
    assert PROBLEMS["common"] in err
    assert upgraded("account", "add", "b@contoh.go.id", typed="")[0] == 2
    assert accounts.find(engine.open_ledger(), "b@contoh.go.id") is None


def test_every_problem_of_a_password_has_words() -> None:
    tries = ["x", "panjang " * 20, "aaaaaaaaaaaa", "abcdefghijkl", "kemenag2021", "ani.ani.ani1"]
    assert {code for password in tries for code in passwords.problems(password, BOSS)} <= PROBLEMS.keys()


def test_before_its_first_upgrade_the_ledger_says_what_to_do(run: Run) -> None:
    for arguments in (["account", "list"], ["audit", "verify"], ["account", "add", BOSS]):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "python -m dashboard ledger upgrade" in err
    assert run("ledger", "check")[0] == 1


def test_the_audit_is_verified_and_searched(upgraded: Run, tmp_path: Path) -> None:
    ledger = engine.open_ledger()
    status, out, _ = upgraded("audit", "verify")
    noted = out.splitlines()[1].removeprefix("Catat di tempat lain: ")
    assert (status, out.splitlines()[0]) == (0, "Jejak audit utuh: 2 kejadian.")
    assert upgraded("audit", "verify", "--noted", noted)[0] == 0
    assert upgraded("audit", "verify", "--noted", f"2:{'0' * 64}")[0] == 1
    found = [json.loads(line) for line in upgraded("audit", "search")[1].splitlines()]
    assert [(entry["entry_no"], entry["action"]) for entry in found] == [(2, "role_granted"), (1, "account_added")]
    assert found[0]["at"].endswith("+07:00")
    status, out, err = upgraded("audit", "search", "--action", "account_added", "--action", "role_granted", "--limit", "1")
    assert (len(out.splitlines()), err) == (1, "Masih ada: lanjutkan dengan --before 2\n")
    assert json.loads(upgraded("audit", "search", "--before", "2")[1])["entry_no"] == 1
    assert upgraded("audit", "search", "--since", "2099-01-01", "--unit", "B1", "--account", BOSS)[:2] == (0, "")
    with ledger.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET outcome = 'x' WHERE entry_no = 2"))
    status, out, _ = upgraded("audit", "verify")
    assert (status, out) == (1, "Jejak audit TIDAK utuh: 1 kejadian cocok, kejadian 2 diubah, dihapus atau dipindah.\n")


def test_the_ledger_is_checked_and_copied(upgraded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert upgraded("ledger", "check")[:2] == (0, "Buku besar dapat dibuka, mutakhir (revisi 0006) dan utuh; kuncinya cocok.\n")
    status, out, _ = upgraded("ledger", "backup", str(tmp_path / "salinan.sqlite"))
    assert status == 0
    assert "kunci rahasia tidak ikut" in out
    assert upgraded("ledger", "backup", str(tmp_path / "salinan.sqlite"))[0] == 2
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'salinan.sqlite'}")
    assert BOSS in upgraded("account", "list")[1]
    assert upgraded("audit", "verify")[0] == 0


def test_a_copy_is_brought_back_into_an_empty_ledger_alone(upgraded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "salinan.sqlite"
    upgraded("ledger", "backup", str(copy))
    status, _, err = upgraded("ledger", "restore", str(copy))
    assert status == 2
    assert "sudah berisi" in err
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'baru.sqlite'}")
    status, out, _ = upgraded("ledger", "restore", str(copy))
    assert status == 0
    assert "kunci rahasia yang lama" in out
    assert BOSS in upgraded("account", "list")[1]
    assert upgraded("ledger", "check")[0] == 0
    assert upgraded("ledger", "restore", str(tmp_path / "tidak ada"))[0] == 2


def test_another_key_than_the_ledgers_is_said(upgraded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    second_factor.begin(engine.open_ledger(), 1, now=datetime.now(UTC))
    assert upgraded("ledger", "check")[0] == 0
    monkeypatch.setenv("IPASN_SECRET_KEY", Fernet.generate_key().decode())
    status, out, _ = upgraded("ledger", "check")
    assert status == 1
    assert "bukan kunci buku besar" in out
    monkeypatch.setenv("IPASN_SECRET_KEY", "bukan kunci")
    assert "tidak sah" in upgraded("ledger", "check")[1]


@pytest.mark.parametrize(("place", "words"), [(0, "tidak dapat dibuka"), (8 * 4096, "rusak")])
def test_a_damaged_file_is_said(upgraded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, words: str) -> None:
    copy = tmp_path / "salinan.sqlite"
    upgraded("ledger", "backup", str(copy))
    content = copy.read_bytes()
    copy.write_bytes(content[:place] + b"bukan basis data " * 500 + content[place + 8500 :])
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{copy}")
    status, out, _ = upgraded("ledger", "check")
    assert status == 1
    assert words in out


def test_a_password_typed_on_a_terminal_does_not_show(tmp_path: Path) -> None:
    """Typed twice; two different ones make no account."""
    environment = {**os.environ, "IPASN_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}", "IPASN_SECRET_FILE": str(tmp_path / "secret.key")}
    command = [sys.executable, "-m", "dashboard"]
    subprocess.run([*command, "ledger", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True)
    for repeated, status in (("lain sekali kata ini", 2), (PASSWORD, 0)):
        outer, inner = pty.openpty()
        started = subprocess.Popen(
            [*command, "account", "add", BOSS], cwd=ROOT, env=environment, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
        )
        os.close(inner)
        shown = _answered(outer, [("Kata sandi: ", PASSWORD), ("Ulangi: ", repeated)])
        assert started.wait(30) == status, shown
        assert PASSWORD not in shown
        os.close(outer)


def _answered(terminal: int, answers: list[tuple[str, str]]) -> str:
    """What a terminal shows while each question is answered."""
    shown = ""
    for question, answer in answers:
        while question not in shown:
            shown += os.read(terminal, 1024).decode()
        os.write(terminal, f"{answer}\n".encode())
    try:
        while piece := os.read(terminal, 1024):
            shown += piece.decode()
    except OSError:
        pass
    return shown


def test_a_defect_lets_no_value_out(upgraded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_given: Any, **_named: Any) -> None:
        raise KeyError(NIP)

    monkeypatch.setattr(accounts, "listed", failing)
    status, _, err = upgraded("account", "list")
    assert status == 3
    assert "KeyError" in err
    assert NIP not in err


def test_what_was_done_here_stands_in_the_audit(upgraded: Run) -> None:
    entries = audit.search(engine.open_ledger(), Sought()).entries
    assert {(entry.account_no, entry.address) for entry in entries} == {(None, "command line")}
