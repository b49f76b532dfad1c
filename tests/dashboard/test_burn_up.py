"""The burn-up and the forecast on the page of completion: chosen in the address, said in words, taken away."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import text
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import address, said


def test_the_first_open_stage_is_shown_and_another_can_be_chosen(open_page: OpenPage) -> None:
    app = open_page("completion", year="2021", as_of="2021-04-14")
    assert "Tahap 1, per akhir 14 April 2021: 623 dari 1.353 selesai (46,0%)." in said(app)
    app.segmented_control(key="choice_stage").set_value("2").run()
    assert address(app, "stage") == ["2"]
    assert "Tahap 2, per akhir 14 April 2021: 267 dari 1.353 selesai (19,7%)." in said(app)


def test_target_and_year_before_are_said_with_their_numbers(ask: Ask, open_page: OpenPage) -> None:
    words = said(open_page("completion", year="2021", as_of="2021-04-14"))
    assert "Menurut garis target seharusnya sudah 811: masih kurang 188." in words
    ((then,),) = ask("SELECT sum(measured_count) FROM completion_day WHERE period_year = 2020 AND on_date <= DATE '2020-04-15'")
    assert f"Pada akhir hari kerja yang sama tahun 2020: {text.percent(then, 1378)} ({text.whole(then)} dari 1.378)." in words


@pytest.mark.parametrize("asked", ["9", "0", "x", "1' --"])
def test_a_stage_that_does_not_exist_is_the_first_open_one(open_page: OpenPage, asked: str) -> None:
    assert "Tahap 1, per" in said(open_page("completion", year="2021", stage=asked))


def forecasts(app: AppTest) -> str:
    """What stands in Markdown on the page, without the marks that keep it from being taken for Markdown."""
    return re.sub(r"\\(.)", r"\1", "\n".join(block.value for block in app.markdown))


def test_every_stage_has_its_forecast(open_page: OpenPage) -> None:
    words = forecasts(open_page("completion", year="2021", as_of="2021-04-14"))
    assert "1. Pengukuran mandiri (Ukur Indeks): butuh 365 per hari kerja, kini 207" in words
    assert "tahap ini selesai sekitar 20 Apr (selang 80%: 16 Apr sampai 28 Apr)" in words
    assert "Data belum cukup untuk perkiraan: baru 2 dari sedikitnya 3 hari kerja" in words
    assert "belum mulai; butuh 12 per hari kerja" in words


def test_a_unit_that_owes_no_report_has_no_stage_for_it(open_page: OpenPage) -> None:
    app = open_page("completion", year="2021", unit="01110101")
    assert app.segmented_control(key="choice_stage").options == ["Tahap 1", "Tahap 2"]
    assert "2. Pengolahan data dan verifikasi unit kerja: " in forecasts(app)
    assert "3. Pelaporan" not in forecasts(app)


def test_a_year_without_one_before_has_no_line_of_it(open_page: OpenPage) -> None:
    words = said(open_page("completion", year="2019"))
    assert "Tahap 1, per 31 Desember 2019 12.00 WIB: 548 dari 1.396 selesai (39,3%)." in words
    assert "hari kerja yang sama tahun" not in words
