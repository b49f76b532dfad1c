"""The page Export in a real browser on a real server: an analyst filters, looks, keeps, makes each kind of file, and other makers' readers find the release in it."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.exporting import folder
from dashboard.ledger import accounts, audit, saved_exports, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.recording import SEEN, TAKEN
from tests import office
from tests.beside import asked
from tests.browser.boxes import offered
from tests.browser.reading import wait_until_whole
from tests.dashboard.web.conftest import Guarded, guarding

NAME = "analis@example.go.id"
KINDS = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "duckdb": "DuckDB"}
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def guarded(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    place = tmp_path_factory.mktemp("exporting")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(folder.VARIABLE, str(place / "exports"))
        with guarding(warehouse, place, f"sqlite:///{place / 'ledger.sqlite'}") as running:
            yield running


@pytest.fixture(scope="module")
def analyst(guarded: Guarded) -> int:
    """The account of somebody who sees everybody under a pseudonym."""
    account = accounts.add(guarded.ledger, NAME, actor=COMMAND_LINE, now=datetime.now(UTC))
    accounts.grant(guarded.ledger, account.account_no, Grant("analyst"), actor=COMMAND_LINE, now=datetime.now(UTC))
    return account.account_no


@pytest.fixture
def desk(browser: Browser, guarded: Guarded, analyst: int) -> Iterator[BrowserContext]:
    """A browser with a session of the analyst."""
    token = sessions.begin(guarded.ledger, analyst, address="127.0.0.1", agent="", now=datetime.now(UTC))
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.add_cookies([{"name": "ipasn", "value": token, "url": guarded.server.url}])
    yield context
    context.close()


def opened(desk: BrowserContext, guarded: Guarded, query: str = "") -> Page:
    page = desk.new_page()
    page.goto(f"{guarded.server.url}/export?{query}")
    wait_until_whole(page)
    return page


def choose(page: Page, label: str, option: str) -> None:
    offered(page, page.get_by_role("combobox", name=label), page.get_by_role("option", name=re.compile(f"^{option}"))).click()
    wait_until_whole(page)


def made(page: Page, place: Path) -> tuple[Path, dict]:
    """The newest file and what stands beside it, made and taken away as a reader does."""
    page.get_by_role("button", name="Buat berkas").click()
    link = page.get_by_role("link", name="Unduh berkas").first
    expect(link).to_be_visible(timeout=60_000)
    saved = []
    for name in ("Unduh berkas", "Unduh keterangannya"):
        with page.expect_download(timeout=30_000) as begun:
            page.get_by_role("link", name=name).first.click()
        saved.append(place / begun.value.suggested_filename)
        begun.value.save_as(saved[-1])
    page.get_by_role("button", name="Singkirkan").first.click()
    expect(link).to_have_count(0, timeout=20_000)
    return saved[0], json.loads(saved[1].read_text(encoding="utf-8"))


def test_an_analyst_filters_looks_and_keeps(desk: BrowserContext, guarded: Guarded, analyst: int) -> None:
    page = opened(desk, guarded, "year=2021&grain=person")
    page.get_by_role("button", name="Saringan").click()
    page.get_by_role("button", name="Fungsional").click()
    expect(page).to_have_url(re.compile("position_group=fungsional"))
    wait_until_whole(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Simpan atau bagikan").click()
    page.get_by_role("textbox", name="Nama").fill("Fungsional 2021")
    page.get_by_role("textbox", name="Nama").blur()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Disimpan sebagai Fungsional 2021.")).to_be_visible(timeout=20_000)
    kept = json.loads(saved_exports.find(guarded.ledger, analyst, "Fungsional 2021") or "")
    assert (kept["grain"], kept["position_groups"], kept["years"]) == ("person", ["fungsional"], [2021])
    page.get_by_role("button", name="Simpan atau bagikan").click()
    link = page.get_by_test_id("stCode").inner_text()
    page.close()

    again = opened(desk, guarded)
    again.get_by_role("button", name="Simpan atau bagikan").click()
    again.get_by_role("button", name="Buka definisi").click()
    expect(again).to_have_url(re.compile("position_group=fungsional"), timeout=20_000)
    again.close()
    shared = desk.new_page()
    shared.goto(link)
    wait_until_whole(shared)
    expect(shared.get_by_text("Hanya: Kelompok jabatan: Fungsional.")).to_be_visible()
    assert not re.search(r"\d{16,}", link)


def test_every_kind_of_file_holds_the_people_of_the_release(desk: BrowserContext, guarded: Guarded, warehouse: Path, tmp_path: Path) -> None:
    columns = ("person_code", "unit_id", "rank_code", "is_measured", "qualification_score")
    query = "years=2021&grain=person&position_group=fungsional&" + "&".join(f"column={name}" for name in columns)
    rows = asked(
        warehouse,
        "SELECT unit_id, rank_code, is_measured, qualification_score FROM asn_score WHERE period_year = 2021 AND position_group = 'fungsional'",
    )
    expected = sorted((unit, rank, bool(is_measured), "" if points is None else f"{points:.2f}") for unit, rank, is_measured, points in rows)
    page = opened(desk, guarded, query)
    for kind, label in KINDS.items():
        choose(page, "Jenis berkas", label)
        file, about = made(page, tmp_path)
        frame = read(file, kind)
        assert list(frame.columns) == list(columns), kind
        found = [
            (str(unit), str(rank), _flag(is_measured), _points(points)) for _code, unit, rank, is_measured, points in frame.itertuples(index=False)
        ]
        assert sorted(found) == expected, kind
        assert frame["person_code"].nunique() == len(expected)
        assert about["row_count"] == len(expected)
        assert about["file"]["sha256"] == sha256(file.read_bytes()).hexdigest()
        if kind == "xlsx":
            _same_in_office(file, tmp_path / "office", expected)
    entries = audit.search(guarded.ledger, Sought(actions=[TAKEN])).entries
    assert [entry.row_count for entry in entries[:4]] == [len(expected)] * 4
    assert audit.search(guarded.ledger, Sought(actions=[SEEN])).entries
    assert not list((guarded.server.log.parent / "exports").glob("server-*/export-*"))


def read(file: Path, kind: str) -> pd.DataFrame:
    """The rows by another program's reader, as text where it is a text file."""
    if kind == "csv":
        return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if kind == "parquet":
        return pd.read_parquet(file)
    if kind == "xlsx":
        first, *rows = openpyxl.load_workbook(file, read_only=True)["Data"].iter_rows(values_only=True)
        return pd.DataFrame(rows, columns=list(first))
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()]
        assert "keterangan" in tables
        (data,) = set(tables) - {"keterangan"}
        return connection.execute(f"SELECT * FROM {data}").df()


def _same_in_office(file: Path, place: Path, expected: list[tuple]) -> None:
    """LibreOffice opens the workbook and sees the same rows, and the sheet that says what they are."""
    sheets = {
        path.stem.rpartition("-")[2]: list(csv.reader(path.open(encoding="utf-8", newline=""))) for path in office.converted(file, place, "csv")
    }
    found = [(unit, rank, _flag(is_measured), _points(points)) for _code, unit, rank, is_measured, points in sheets["Data"][1:]]
    assert sorted(found) == expected
    assert any(file.stem.rpartition("_")[2] in cell for row in sheets["Keterangan"] for cell in row)


def _flag(value: object) -> bool:
    return str(value).strip().lower() in {"true", "ya", "1", "yes"}


def _points(value: object) -> str:
    return "" if value is None or str(value) in {"", "nan", "NaN", "<NA>", "None"} else f"{float(str(value).replace(',', '.')):.2f}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_stands_over(browser: Browser, guarded: Guarded, analyst: int, scheme: str) -> None:
    token = sessions.begin(guarded.ledger, analyst, address="127.0.0.1", agent="", now=datetime.now(UTC))
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark" if scheme == "dark" else "light")
    context.add_cookies([{"name": "ipasn", "value": token, "url": guarded.server.url}])
    page = opened(context, guarded, "years=2021")
    assert page.evaluate(OVERHANG) <= 0
    context.close()
