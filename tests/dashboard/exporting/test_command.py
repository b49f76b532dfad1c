"""python -m dashboard export: the rows of a page, under the grants of an account, for scripts."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.__main__ import main
from dashboard.access import roles
from dashboard.exporting import making
from dashboard.exporting.definition import Definition
from dashboard.exporting.preparing import prepared
from dashboard.ledger import accounts, audit, engine, saved_exports
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Sought
from tests.dashboard.conftest import Ask
from tests.serving import ROOT

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ANALYST, HEAD = "analis@contoh.go.id", "198001012005011001"

Export = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warehouse_of_sample: Path) -> Engine:
    """A ledger with an analyst, and a head of the unit 011101."""
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    monkeypatch.setenv("IPASN_PSEUDONYM_KEY", str(tmp_path / "pseudonym.key"))
    opened = engine.open_ledger()
    engine.upgrade(opened)
    for name, grants in ((ANALYST, [Grant("analyst"), Grant("leader")]), (HEAD, [Grant("unit_head", "011101")])):
        account = accounts.add(opened, name, actor=COMMAND_LINE, now=NOW, shown_name="Ani" if name == ANALYST else HEAD)
        for grant in grants:
            accounts.grant(opened, account.account_no, grant, actor=COMMAND_LINE, now=NOW)
    return opened


@pytest.fixture
def export(ledger: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Export:
    def carried_out(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        status = main(["export", *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return carried_out


def taken(ledger: Engine) -> list[audit.Entry]:
    return list(audit.search(ledger, Sought(actions=["rows_taken"])).entries)


def test_an_analyst_takes_people_under_pseudonyms(export: Export, ledger: Engine, tmp_path: Path, ask: Ask) -> None:
    out = tmp_path / "orang.csv"
    options = ("--grain", "person", "--year", 2021, "--rank-group", "IV", "--rank-group", "III", "--measured", "yes", "--out", out)
    status, said, complained = export("--account", ANALYST, *options)
    assert (status, complained) == (0, "")
    rows = pd.read_csv(out, dtype=str, encoding="utf-8-sig")
    ((count,),) = ask("SELECT count(*) FROM score WHERE period_year = 2021 AND rank_group IN ('III', 'IV') AND is_measured")
    assert len(rows) == count
    assert said.startswith(f"{count} baris dari rilis")
    assert not {"nip", "asn_name", "total_score", "discipline_score"} & set(rows.columns)
    assert rows["person_code"].str.fullmatch("[0-9a-f]{64}").all()
    beside = json.loads((tmp_path / "orang.csv.json").read_text(encoding="utf-8"))
    assert beside["file"]["name"] == "orang.csv"
    assert beside["made_by"]["shown_name"] == "Ani"
    (entry,) = taken(ledger)
    assert (entry.account_no, entry.address, entry.row_count, entry.page) == (1, "command line", count, "export")
    assert entry.filters["rank_group"] == ["III", "IV"]
    assert sorted(path.name for path in tmp_path.glob("*orang*")) == ["orang.csv", "orang.csv.json"]


def test_the_rows_are_those_of_the_page(export: Export, tmp_path: Path) -> None:
    out = tmp_path / "orang.parquet"
    assert export("--account", HEAD, "--grain", "person", "--year", 2021, "--order", "total_score", "--descending", "--out", out)[0] == 0
    viewer = roles.viewer_of([Grant("unit_head", "011101")])
    seen = prepared(viewer, Definition((2021,), "person", order="total_score", is_descending=True)).preview()
    rows = pd.read_parquet(out)
    assert list(rows.columns) == list(seen.columns)
    assert list(rows["nip"].head(100)) == list(seen["nip"])
    assert json.loads((tmp_path / "orang.parquet.json").read_text(encoding="utf-8"))["made_by"]["shown_name"] == ""


def test_figures_are_hidden_alike_every_time(export: Export, tmp_path: Path) -> None:
    frames = []
    for number in range(2):
        out = tmp_path / f"unit{number}.csv"
        assert export("--account", ANALYST, "--grain", "unit", "--year", 2021, "--out", out)[0] == 0
        frames.append(out.read_bytes())
    assert frames[0] == frames[1]
    assert b"disembunyikan" in frames[0]
    part = tmp_path / "bagian.csv"
    assert export("--account", ANALYST, "--grain", "unit", "--year", 2021, "--unit", "011101", "--no-bom", "--out", part)[0] == 0
    whole = frames[0].decode("utf-8-sig").splitlines()
    assert len(part.read_text(encoding="utf-8").splitlines()) > 3
    assert set(part.read_text(encoding="utf-8").splitlines()) <= set(whole)


def test_what_a_session_would_have_to_remember_is_refused(export: Export, ledger: Engine, tmp_path: Path) -> None:
    out = tmp_path / "unit.csv"
    status, _said, complained = export("--account", ANALYST, "--grain", "unit", "--sex", "female", "--out", out)
    assert (status, complained) == (2, "Angka yang dipersempit selain menurut tahun dan unit hanya tersedia di halaman Ekspor.\n")
    assert not out.exists()
    assert taken(ledger) == []


def test_a_kept_definition_is_read_and_may_be_changed(export: Export, ledger: Engine, tmp_path: Path) -> None:
    kept = Definition((2021,), "completion_day", unit_id="011101", columns=("unit_id", "on_date", "measured_count"), kind="xlsx")
    saved_exports.save(ledger, 1, "Mingguan", kept.to_json(), now=NOW)
    out = tmp_path / "hari.parquet"
    assert export("--account", ANALYST, "--saved", "Mingguan", "--out", out)[0] == 0
    rows = pd.read_parquet(out)
    assert list(rows.columns) == ["unit_id", "on_date", "measured_count"]
    other = tmp_path / "lain.parquet"
    assert export("--account", ANALYST, "--saved", "Mingguan", "--year", 2020, "--column", "on_date", "--out", other)[0] == 0
    assert list(pd.read_parquet(other).columns) == ["on_date"]
    assert export("--account", HEAD, "--saved", "Mingguan", "--out", tmp_path / "x.csv")[2] == "Akun ini tidak menyimpan definisi dengan nama itu.\n"


@pytest.mark.parametrize(
    ("account", "options", "sentence"),
    [
        ("nobody@contoh.go.id", (), "Tidak ada akun yang terbuka dengan nama masuk ini"),
        (ANALYST, ("--role", "verifier"), "Akun ini tidak memegang peran tersebut."),
        (ANALYST, ("--role", "leader", "--grain", "person"), "Tidak tersedia untuk akun ini atau rilis ini: --grain"),
        (ANALYST, ("--grain", "person", "--column", "nip"), "Tidak tersedia untuk akun ini atau rilis ini: --column"),
        (ANALYST, ("--grain", "person", "--category", "tinggi"), "Tidak tersedia untuk akun ini atau rilis ini: --category"),
        (ANALYST, ("--year", "1999"), "Tidak tersedia untuk akun ini atau rilis ini: --year"),
        (HEAD, ("--grain", "person", "--unit", "1010"), "Tidak tersedia untuk akun ini atau rilis ini: --unit"),
        (ANALYST, ("--unit", "198001012005011001"), "Ekspor ditentukan dengan nilai unit_id yang tidak dikenal."),
        (ANALYST, ("--grain", "unit", "--shape", "long"), "Ekspor ditentukan dengan nilai shape yang tidak dikenal."),
        (ANALYST, ("--release", "20200101T000000000000"), "Rilis 20200101T000000000000 tidak ada atau tidak dapat dibaca"),
        (ANALYST, ("--grain", "people"), "people' tidak dikenal; pilih salah satu dari"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    export: Export, ledger: Engine, tmp_path: Path, account: str, options: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "berkas.csv"
    status, said, complained = export("--account", account, *options, "--out", out)
    assert (status, said) == (2, "")
    assert sentence in complained
    assert complained.count("\n") == 1
    assert not list(tmp_path.glob("*berkas*"))
    assert taken(ledger) == []


@pytest.mark.parametrize(
    ("out", "sentence"), [("x.txt", "akhiran"), ("nowhere/x.csv", "foldernya tidak ada"), ("ada.csv", "berkasnya sudah ada; pakai --replace")]
)
def test_a_place_that_is_none_is_refused(export: Export, tmp_path: Path, out: str, sentence: str) -> None:
    (tmp_path / "ada.csv").write_text("lama")
    status, _said, complained = export("--account", ANALYST, "--out", tmp_path / out)
    assert status == 2
    assert sentence in complained
    assert (tmp_path / "ada.csv").read_text() == "lama"


def test_a_file_is_replaced_when_that_is_said(export: Export, tmp_path: Path) -> None:
    out = tmp_path / "ada.csv"
    out.write_text("lama")
    assert export("--account", ANALYST, "--grain", "completion_day", "--replace", "--out", out)[0] == 0
    assert "on_date" in out.read_text(encoding="utf-8-sig")


def test_a_closed_account_takes_nothing(export: Export, ledger: Engine, tmp_path: Path) -> None:
    accounts.disable(ledger, 1, actor=COMMAND_LINE, now=NOW)
    status, _said, complained = export("--account", ANALYST, "--out", tmp_path / "x.csv")
    assert status == 2
    assert complained.startswith("Tidak ada akun yang terbuka")
    accounts.enable(ledger, 1, actor=COMMAND_LINE, now=NOW)
    for role in ("analyst", "leader"):
        accounts.revoke(ledger, 1, Grant(role), actor=COMMAND_LINE, now=NOW)
    assert export("--account", ANALYST, "--out", tmp_path / "x.csv")[2] == "Akun ini tidak memegang peran.\n"
    assert list(tmp_path.glob("x.csv*")) == []


def test_one_that_is_asked_to_end_leaves_nothing(ledger: Engine, warehouse_of_sample: Path, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.mkdir()
    options = ["--grain", "person", "--year", "2021", "--year", "2020", "--year", "2019", "--shape", "long", "--out", str(place / "orang.xlsx")]
    command = [sys.executable, "-m", "dashboard", "export", "--account", ANALYST, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as started:
        deadline = time.monotonic() + 60
        while not list(place.glob(f"*/{making.SPILL}/*")):
            assert time.monotonic() < deadline
            assert started.poll() is None
            time.sleep(0.05)
        started.terminate()
        said, complained = started.communicate(timeout=30)
    assert (started.returncode, said, complained) == (2, "", "Dihentikan; tidak ada yang berubah.\n")
    assert list(place.iterdir()) == []


def test_it_runs_as_a_program_of_its_own_and_says_no_more(ledger: Engine, warehouse_of_sample: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dashboard", "export", "--account", HEAD, "--grain", "unit", "--out", str(tmp_path / "unit.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert HEAD not in done.stdout
    assert len(pd.read_excel(tmp_path / "unit.xlsx", engine="openpyxl")) > 100
