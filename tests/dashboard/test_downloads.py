"""Files of all rows: made when asked for, in another thread, in the reader's language, from the release of the page, within its scope."""

import csv
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st

from dashboard import downloads, text, warehouse
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.exports import xlsx_file
from dashboard.queries import missing
from dashboard.queries.filters import Filters
from dashboard.text import missing as sentences
from pipelines.warehouse import release

Offered = dict[str, tuple[str, Callable[[], bytes]]]
MISSING = frozenset({"missing"})
SECRETARIAT = Viewer(permissions=MISSING, scope=EVERYTHING, missing=EVERYTHING, exports=MISSING)


@pytest.fixture
def offered(warehouse_of_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What was put on download buttons: label -> file name, and what makes the file, as Streamlit is given them."""
    buttons: Offered = {}

    def button(label: str, data: Callable[[], bytes], file_name: str, **_options: Any) -> bool:
        buttons[label] = file_name, data
        return False

    monkeypatch.setattr(st, "download_button", button)
    return buttons


def offer(viewer: Viewer = SECRETARIAT, count: int = 278) -> None:
    rows = missing.listing(viewer, Filters(2021), "unmeasured", page=None)
    downloads.offer_rows(rows, count, "missing_unmeasured", viewer, Filters(2021), sentences.worded, sentences.meant("unmeasured", ""), of="missing")


def in_another_thread(made: Callable[[], bytes]) -> bytes:
    """As Streamlit makes a deferred file: in a thread that knows neither the run's release nor its language."""
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.append(made()))
    thread.start()
    thread.join()
    return found[0]


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_and_xlsx_hold_everybody_of_the_choice(offered: Offered) -> None:
    offer()
    everybody = warehouse.read(missing.listing(SECRETARIAT, Filters(2021), "unmeasured", page=None))
    rows = csv_rows(in_another_thread(offered["Unduh CSV"][1]))
    assert [row["nip"] for row in rows] == everybody["nip"].tolist()
    book = openpyxl.load_workbook(io.BytesIO(in_another_thread(offered["Unduh XLSX"][1])))
    sheet = list(book["Data"].iter_rows(values_only=True))
    assert sheet[0] == ("Nama", "NIP", "Satuan kerja", "Jabatan", "Golongan ruang", "Status kepegawaian")
    assert [row[1] for row in sheet[1:]] == everybody["nip"].tolist()
    assert {row[5] for row in sheet[1:]} == {"PNS"}


def test_the_sheet_of_notes_says_what_the_rows_are(offered: Offered, ask: Callable[..., list[Any]]) -> None:
    offer()
    book = openpyxl.load_workbook(io.BytesIO(in_another_thread(offered["Unduh XLSX"][1])))
    notes = {row[0]: row[1] for row in book["Keterangan"].iter_rows(values_only=True)}
    ((release_id,),) = ask("SELECT release_id FROM run")
    assert notes["Rilis"] == release_id
    assert notes["Isi"] == sentences.meant("unmeasured", "")
    assert notes["Keadaan per"] == "20 April 2021 12.00 WIB"
    assert (notes["Tahun"], notes["Satuan kerja"], notes["Saringan"], notes["Baris"]) == ("2021", "Semua satuan kerja", "tidak ada", "278")
    assert "rekaan" in notes["Data contoh"]
    assert "apostrof" in notes["Cara membaca"]


def test_the_file_is_in_the_language_of_who_asked(offered: Offered) -> None:
    text.use("en")
    offer()
    text.use("id")
    book = openpyxl.load_workbook(io.BytesIO(in_another_thread(offered["Download XLSX"][1])))
    assert book.sheetnames == ["Data", "About these data"]
    assert next(book["Data"].iter_rows(values_only=True))[0] == "Name"
    assert text.language() == "id"


def test_the_scope_of_the_page_is_that_of_the_file(offered: Offered) -> None:
    viewer = replace(SECRETARIAT, scope=Scope(unit_ids=("1010",)), missing=Scope(unit_ids=("1010",)))
    offer(viewer)
    rows = csv_rows(in_another_thread(offered["Unduh CSV"][1]))
    assert rows
    assert {row["unit_id"][:4] for row in rows} == {"1010"}


def test_the_file_is_of_the_release_of_the_page_also_when_another_is_current_by_then(offered: Offered, tmp_path: Path) -> None:
    offer()
    before = in_another_thread(offered["Unduh CSV"][1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_WAREHOUSE", str(tmp_path))
        assert in_another_thread(offered["Unduh CSV"][1]) == before
    assert release.current(tmp_path) is None
    assert warehouse.release_id() in offered["Unduh CSV"][0]


def test_nothing_of_a_file_is_kept(offered: Offered) -> None:
    offer()
    kept = warehouse._answer.cache_info().currsize
    in_another_thread(offered["Unduh CSV"][1])
    assert warehouse._answer.cache_info().currsize == kept


def test_too_many_rows_for_a_workbook_are_said_and_csv_is_offered(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(st, "caption", said.append)
    offer(count=xlsx_file.MOST_ROWS + 1)
    assert list(offered) == ["Unduh CSV"]
    assert said == ["XLSX memuat paling banyak 100.000 baris; untuk semua 100.001 baris unduh CSV."]


def test_too_many_rows_for_any_file_are_said(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(st, "caption", said.append)
    offer(count=downloads.MOST_CSV_ROWS + 1)
    assert list(offered) == []
    assert "persempit pilihan" in said[0]


@pytest.mark.parametrize(("viewer", "count"), [(Viewer(), 278), (replace(SECRETARIAT, exports=frozenset()), 278), (SECRETARIAT, 0)])
def test_who_may_nothing_is_offered_nothing_and_nobody_is_no_file(offered: Offered, viewer: Viewer, count: int) -> None:
    offer(viewer, count)
    assert list(offered) == []
