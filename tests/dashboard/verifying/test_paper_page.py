"""Results from paper: the workbook with the unit's people, what a file would do before anything is stored, and storing it once."""

import io
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import clock
from dashboard.access.viewer import Scope
from dashboard.ledger import audit, entries, roster
from dashboard.ledger.accounts import Grant
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import Sought
from dashboard.measured_years import of
from dashboard.verifying import paper_form, reading
from dashboard.verifying.duty import Duty
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import ANI, BUDI, SITI, UMAR, YEAR
from tests.dashboard.verifying.conftest import Desk
from tests.dashboard.verifying.hostile import row, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(desk: Desk, content: bytes, name: str = "Hasil kertas.xlsx") -> AppTest:
    app = desk.open("paper_results")
    app.file_uploader[0].upload(name, content, XLSX).run(timeout=120)
    assert not app.exception, app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def words(app: AppTest) -> str:
    return "\n".join(each.value for each in [*app.markdown, *app.caption, *app.success, *app.error, *app.warning])


def test_what_a_file_would_do_is_seen_before_anything_is_stored(desk: Desk) -> None:
    app = upload(desk, workbook([row(SITI, diklat_fungsional="ya"), row(ANI), row(UMAR), row(BUDI, nilai_kinerja="entah")]))
    assert "Hasil kertas.xlsx: 1 hasil dapat dimasukkan, 3 baris tidak" in words(app).replace("\\", "")
    shown = html(app)
    assert "Siti" in shown
    assert "75,00" in shown
    assert "entah" in shown
    assert str(ANI) in shown, "what was typed into the file is shown as it was typed"
    assert "Ani" not in shown
    assert entries.of_person(desk.ledger, YEAR, SITI) is None
    assert [button.label for button in app.button if button.key == "paper_confirm"] == ["Masukkan tepat 1 hasil yang diterima"]
    app.button("paper_confirm").click().run()
    assert app.success[0].value == "1 hasil dimasukkan dan menunggu verifikasi. 3 baris berkas tidak dimasukkan."
    own = entries.of_person(desk.ledger, YEAR, SITI)
    assert own is not None
    assert own.version is not None
    assert (own.version.made_as, own.entry.state, str(own.receipt and own.receipt.total_score)) == ("paper", "submitted", "75.00")
    assert all(entries.of_person(desk.ledger, YEAR, nip) is None for nip in (ANI, BUDI, UMAR))
    assert not [button for button in app.button if button.key == "paper_confirm"]


def test_confirmed_twice_it_is_entered_once(desk: Desk) -> None:
    app = upload(desk, workbook([row(SITI)]))
    click = app.button("paper_confirm")
    read = app.session_state["paper_reading"]
    click.click().run()
    app.session_state["paper_reading"] = read
    app.run()
    assert not [button for button in app.button if button.key == "paper_confirm"]
    own = entries.of_person(desk.ledger, YEAR, SITI)
    assert own is not None
    assert own.entry.version_no == 1
    assert "Sudah ada isian" in html(app)


def test_discarded_nothing_stays(desk: Desk) -> None:
    app = upload(desk, workbook([row(SITI)]))
    app.button("paper_discard").click().run()
    assert "paper_reading" not in app.session_state
    assert entries.of_person(desk.ledger, YEAR, SITI) is None


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(desk: Desk) -> None:
    assert "terkunci kata sandi" in upload(desk, b"nip,tahun\n1,2021\n").error[0].value


def test_the_own_result_is_somebody_elses_to_enter(desk: Desk) -> None:
    desk.sit_down(str(SITI), Grant("verifier", "PUSAT"))
    app = upload(desk, workbook([row(SITI)]))
    assert "Ini milik Anda sendiri" in html(app)
    assert not [button for button in app.button if button.key == "paper_confirm"]


def duty_of(desk: Desk) -> Duty:
    by = Acting(audit.Actor(desk.account_no, None, None), "paper", Scope(unit_ids=("PUSAT",)))
    return Duty(desk.ledger, of(YEAR), by, clock.now())


def test_the_workbook_holds_who_is_to_be_measured_and_is_recorded_and_read_back(desk: Desk, tmp_path: Path) -> None:
    mine = duty_of(desk)
    people = roster.listed(desk.ledger, YEAR, by=mine.by, limit=99, statuses=mine.year.measured_statuses, without_entry=True)
    content = paper_form._made(mine, people, "id")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    head, *rows = list(sheet.iter_rows(values_only=True))
    assert list(head) == paper_form.headings(mine.year)
    assert [each[0] for each in rows if each[0]] == [str(BUDI), str(SITI)]
    (entry,) = audit.search(desk.ledger, Sought(account_no=desk.account_no, actions=["rows_taken"])).entries
    assert (entry.page, entry.unit_ids, entry.row_count) == ("paper_results", ("BALAI",), 2)
    sheet.cell(3, list(head).index("nilai_kinerja") + 1).value = "90"
    written = io.BytesIO()
    sheet.parent.save(written)
    read = reading.read(mine, "isi.xlsx", written.getvalue())
    assert [result.nip for result in read.results] == [SITI]
    assert {each.check_code for each in read.findings} == {"missing_answers"}


def test_the_workbook_of_a_year_of_predicates_asks_for_them(desk: Desk) -> None:
    assert "predikat_kinerja" not in paper_form.choices(of(YEAR))
    assert paper_form.choices(measured.year())["hukuman_disiplin"] == ["tidak_pernah", "ringan", "sedang", "berat"]


def test_a_preview_is_recorded(desk: Desk) -> None:
    upload(desk, workbook([row(SITI)]))
    (seen,) = desk.seen()
    assert (seen.page, seen.unit_ids, seen.row_count) == ("paper_results", ("BALAI",), 1)


@pytest.mark.parametrize("view", ["verification", "corrections", "paper_results"])
def test_who_does_not_verify_is_refused(desk: Desk, view: str) -> None:
    desk.sit_down("pimpinan@contoh.go.id", Grant("leader"))
    app = desk.open(view)
    assert [error.value for error in app.error] == ["Anda tidak berhak membuka halaman ini, atau halaman ini tidak ada."]
    assert len(list(app.main.children)) == 1
