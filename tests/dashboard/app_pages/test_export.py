"""The page Export: count and preview are those of the file, of the release that was looked at; definitions are kept and shared as codes; nothing withheld gets in."""

import csv
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from dashboard import access, recording, shown_before
from dashboard import warehouse as dashboard_warehouse
from dashboard.access import roles, signed_in
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.exporting import folder, jobs
from dashboard.exporting.jobs import DONE, Standing
from dashboard.ledger import accounts, audit, engine, saved_exports
from dashboard.ledger.audit import COMMAND_LINE, Sought
from dashboard.text import exporting, whole
from tests.dashboard.conftest import Ask, OpenPage, run_page
from tests.dashboard.exporting.working import Work, until
from tests.dashboard.reading_pages import cells, said

ANALYST = roles.viewer_of([SimpleNamespace(role_code="analyst", unit_id=None, nip=None)])
HEAD = roles.viewer_of([SimpleNamespace(role_code="unit_head", unit_id="1010", nip=None)])
LAID_OUT = [("person", "wide"), ("unit", "wide"), ("unit_rank", "wide"), ("dimension", "long"), ("completion_day", "long")]

Sit = Callable[[Viewer], int]


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "exports"))
    monkeypatch.setenv("IPASN_PSEUDONYM_KEY", str(tmp_path / "pseudonym.key"))
    folder.own.cache_clear()
    yield tmp_path / "exports"
    jobs.ALL.end_all()
    folder.own.cache_clear()


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A ledger of this test, which the page asks too."""
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    signed_in.ledger.cache_clear()
    engine.upgrade(signed_in.ledger())
    yield signed_in.ledger()
    signed_in.ledger().dispose()
    signed_in.ledger.cache_clear()


@pytest.fixture
def sit(ledger: Engine, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Somebody new with an account, who sees what a viewer sees, and asks from here on; the account's number."""
    numbers = iter(range(1, 100))
    monkeypatch.setattr(st, "context", SimpleNamespace(ip_address="192.0.2.1", cookies={}, url="https://ipasn.example.go.id/export"))

    def sat(viewer: Viewer) -> int:
        number = next(numbers)
        account_no = accounts.add(ledger, f"analis{number}@contoh.go.id", actor=COMMAND_LINE, now=datetime.now(UTC)).account_no
        monkeypatch.setattr(access, "current_identity", lambda: Identity(account_no, number, f"analis{number}", viewer))
        return account_no

    return sat


def until_made(owner: int | None = None) -> Standing:
    end = time.monotonic() + 60
    while (newest := jobs.ALL.standings(owner)[0]).state in jobs.OPEN:
        assert time.monotonic() < end
        time.sleep(0.05)
    return newest


def made(app: AppTest, owner: int | None = None) -> Path:
    """The file that the button makes."""
    app.button(key="export_make").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    done = until_made(owner)
    assert done.state == DONE, done.code
    file = jobs.ALL.file(owner, done.token, done.file_name)
    assert file is not None
    return file


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def previewed(app: AppTest) -> list[list[str]]:
    """Headings and rows of the preview; none where there is none."""
    return next(
        (cells(element.proto.body) for element in app.main.get("html") if "<table>" in element.proto.body and "ipasn-preview" in element.proto.body),
        [],
    )


def years(app: AppTest) -> list[int]:
    """The periods that are chosen."""
    return [int(year) for year in app.pills(key="export_years").value or []]


def as_shown(value: str) -> str:
    """A cell of a file without what differs in writing: decimals, and the words for yes and no."""
    plain = (
        value.replace(".", "").replace(",", ".") if value.count(",") == 1 and value.replace(",", "").replace(".", "").lstrip("-").isdigit() else value
    )
    try:
        return f"{float(plain):.2f}"
    except ValueError:
        return plain.lower()


@pytest.mark.parametrize(("grain", "shape"), LAID_OUT)
def test_count_and_preview_are_those_of_the_file(open_page: OpenPage, sit: Sit, grain: str, shape: str) -> None:
    sit(ANALYST)
    app = open_page("export", years=["2021", "2020"] if grain in {"person", "completion_day"} else "2021", grain=grain, shape=shape)
    shown = previewed(app)
    found = rows_of(made(app, 1))
    assert shown[0] == found[0]
    assert [[as_shown(cell) for cell in row] for row in shown[1:]] == [[as_shown(cell) for cell in row] for row in found[1:101]]
    assert app.subheader[1].value == f"{whole(len(found) - 1)} baris, {len(found[0])} kolom"
    assert ("disembunyikan" in str(found)) == (grain not in {"person", "completion_day"})


def test_a_choice_is_that_of_the_release(ask: Ask, open_page: OpenPage) -> None:
    app = open_page(
        "export", years="2021", grain="person", unit="1010", position_group="fungsional", column=["nip", "total_score"], order="-total_score"
    )
    expected = ask(
        "SELECT nip, total_score FROM asn_score WHERE period_year = 2021 AND unit_id LIKE '1010%' AND position_group = 'fungsional' "
        "ORDER BY total_score DESC NULLS LAST"
    )
    head, *rows = rows_of(made(app))
    assert head == ["nip", "total_score"]
    assert sorted(nip for nip, _total in rows) == sorted(str(nip) for nip, _total in expected)
    assert [total for _nip, total in rows] == ["" if total is None else str(total) for _nip, total in expected]


def test_the_release_that_was_looked_at_is_the_one_in_the_file(open_page: OpenPage, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    releases = sorted(path.stem for path in (warehouse / "releases").glob("*.duckdb"))
    app = open_page("export", years="2021", grain="person", column="nip", release="")
    shown = dashboard_warehouse.current_id()
    older = next(name for name in releases if name != shown)
    current = dashboard_warehouse._current()
    monkeypatch.setattr(dashboard_warehouse, "_current", lambda: current.with_stem(older))
    assert dashboard_warehouse.current_id() == older
    file = made(app)
    assert shown in file.name
    about = json.loads(file.with_name(f"{file.name}.json").read_text(encoding="utf-8"))
    assert about["release"]["release_id"] == shown


def test_a_release_that_is_gone_is_said_and_no_file_is_made(open_page: OpenPage) -> None:
    app = open_page("export", years="2021", grain="person", column="nip")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dashboard_warehouse, "_asked", lambda _name: None)
        app.button(key="export_make").click().run()
        assert until_made().code == "release_gone"
    app.run()
    assert exporting.failure("release_gone") in [error.value for error in app.error]


def test_what_is_not_there_or_not_theirs_is_dropped_alike(open_page: OpenPage, sit: Sit) -> None:
    sit(HEAD)
    answers = []
    for unit in ("101101", "none"):
        app = open_page("export", years=["2021", "1999"], grain="person", unit=unit, column=["nip", "password"], kind="exe", order="secret")
        answers.append([warning.value for warning in app.warning])
        assert previewed(app)[0] == ["nip"]
    assert answers[0] == answers[1]
    words = " ".join(answers[0])
    assert all(word in words for word in ("Satuan kerja", "Periode", "Kolom-kolom", "Jenis berkas", "Urutkan menurut"))


def test_a_column_that_is_withheld_does_not_exist(open_page: OpenPage, sit: Sit, ledger: Engine) -> None:
    account_no = sit(ANALYST)
    asked = ["nip", "asn_name", "measured_at", "discipline_score", "total_score", "category_code", "person_code", "rank_code"]
    app = open_page("export", years="2021", grain="person", column=asked)
    assert previewed(app)[0] == ["person_code", "rank_code"]
    assert not set(asked[:6]) & set(app.multiselect(key="export_column").options)
    assert rows_of(made(app, 1))[0] == ["person_code", "rank_code"]
    entries = audit.search(ledger, Sought(account_no=account_no)).entries
    assert [entry.action for entry in entries] == [recording.TAKEN, recording.SEEN]
    assert {entry.page for entry in entries} == {"export"}
    assert entries[0].row_count == len(rows_of(jobs.ALL.file(1, until_made(1).token, until_made(1).file_name) or Path())) - 1


def test_people_who_cannot_be_recorded_are_not_shown(open_page: OpenPage, sit: Sit, ledger: Engine) -> None:
    sit(ANALYST)
    with engine.writing(ledger) as connection:
        connection.exec_driver_sql("DROP TABLE audit_head")
    app = open_page("export", years="2021", grain="person", column="person_code")
    assert "tidak dapat dicatat" in " ".join(error.value for error in app.error)
    assert previewed(app) == []
    assert not [button for button in app.button if button.key == "export_make"]


def test_a_file_that_cannot_be_recorded_is_not_made(open_page: OpenPage, sit: Sit, ledger: Engine, exports: Path) -> None:
    sit(ANALYST)
    app = open_page("export", years="2021", grain="unit")
    with engine.writing(ledger) as connection:
        connection.exec_driver_sql("DROP TABLE audit_head")
    app.button(key="export_make").click().run()
    assert until_made(1).code == "not_recorded"
    assert not list(exports.glob("server-*/export-*/*"))


def test_nobody_chosen_is_said(open_page: OpenPage) -> None:
    app = open_page("export", years="2021", grain="person", unit="1010", rank_group="I", sex="female", employment_kind="pppk")
    assert "Tidak ada data yang sesuai" in [info.value for info in app.info]
    assert not [button for button in app.button if button.key == "export_make"]


def test_where_few_are_chosen_their_figures_are_withheld(open_page: OpenPage, sit: Sit) -> None:
    sit(ANALYST)
    app = open_page("export", years="2021", grain="unit", category="sangat_tinggi")
    assert app.info
    assert not [button for button in app.button if button.key == "export_make"]
    assert previewed(app) == []


def test_another_grain_begins_anew_with_its_own_columns(open_page: OpenPage) -> None:
    app = open_page("export", years="2021", grain="person", shape="long", column=["nip", "score"], order="-score", sex="male")
    app.selectbox(key="export_grain").select("unit").run()
    assert not app.exception
    assert app.query_params["grain"] in ("unit", ["unit"])
    assert not {"shape", "column", "order"} & set(app.query_params)
    assert app.query_params["sex"] in ("male", ["male"])
    assert [warning.value for warning in app.warning] == []


def test_a_year_that_other_pages_show_is_the_period(open_page: OpenPage) -> None:
    assert years(open_page("export", year="2020")) == [2020]
    app = open_page("export", year="2019", years=["2020", "2021"])
    assert sorted(years(app)) == [2020, 2021]
    assert app.query_params["year"] in ("2021", ["2021"])


def test_a_definition_is_kept_opened_replaced_and_deleted_by_its_owner(open_page: OpenPage, sit: Sit, ledger: Engine) -> None:
    account_no = sit(ANALYST)
    app = open_page("export", years="2020", grain="person", column=["person_code", "rank_code"], sex="female", kind="parquet")
    keep(app, "Perempuan")
    assert [message.value for message in app.success] == ["Disimpan sebagai Perempuan."]
    kept = saved_exports.find(ledger, account_no, "Perempuan")
    assert kept is not None
    said_there = {"years": [2020], "grain": "person", "columns": ["person_code", "rank_code"], "sexes": ["female"], "kind": "parquet"}
    assert {name: value for name, value in json.loads(kept).items() if name != "shape"} == said_there

    other = open_page("export", years="2021")
    other.button(key="export_open").click().run()
    assert years(other) == [2020]
    assert (other.selectbox(key="export_grain").value, other.selectbox(key="export_kind").value) == ("person", "parquet")
    assert other.multiselect(key="export_column").value == ["person_code", "rank_code"]

    again = open_page("export", years="2021")
    keep(again, "Perempuan")
    assert "Sudah ada definisi bernama ini" in again.error[0].value
    again.checkbox(key="export_replace").check()
    keep(again, "Perempuan")
    assert json.loads(saved_exports.find(ledger, account_no, "Perempuan") or "")["years"] == [2021]

    sit(ANALYST)
    stranger = open_page("export", years="2021")
    assert not [button for button in stranger.button if button.key == "export_open"]


def keep(app: AppTest, name: str) -> None:
    app.text_input(key="export_name").set_value(name)
    app.button(key="export_keep").click().run()
    assert not app.exception


def test_a_definition_is_deleted(open_page: OpenPage, sit: Sit, ledger: Engine) -> None:
    account_no = sit(ANALYST)
    app = open_page("export", years="2021")
    keep(app, "Semua")
    app.button(key="export_delete").click().run()
    assert [message.value for message in app.success] == ["Semua dihapus."]
    assert saved_exports.listed(ledger, account_no) == ()


@pytest.mark.parametrize("name", ["", "198001012005011001", "a\u202eb"])
def test_a_name_that_cannot_be_is_refused(open_page: OpenPage, sit: Sit, ledger: Engine, name: str) -> None:
    account_no = sit(ANALYST)
    app = open_page("export", years="2021")
    keep(app, name)
    assert "tanpa NIP" in app.error[0].value
    assert saved_exports.listed(ledger, account_no) == ()


def test_what_was_kept_before_a_right_was_lost_opens_without_it(open_page: OpenPage, sit: Sit, ledger: Engine) -> None:
    account_no = sit(ANALYST)
    text = json.dumps({"years": [2021], "grain": "person", "columns": ["nip", "total_score", "rank_code"]})
    saved_exports.save(ledger, account_no, "Dahulu", text, now=datetime.now(UTC))
    saved_exports.save(ledger, account_no, "Rusak", '{"years": ["x"]}', now=datetime.now(UTC))
    app = open_page("export", years="2021")
    app.button(key="export_open").click().run()
    assert previewed(app)[0] == ["rank_code"]
    assert "Kolom-kolom" in app.warning[0].value
    app.selectbox(key="export_saved").select("Rusak").run()
    app.button(key="export_open").click().run()
    assert "tidak dapat dibuka" in app.error[0].value


def test_the_link_is_the_definition_and_codes_alone(open_page: OpenPage, sit: Sit) -> None:
    sit(ANALYST)
    query = {"years": ["2021", "2020"], "grain": "person", "unit": "1010", "sex": "male", "column": ["rank_code"], "kind": "parquet"}
    app = open_page("export", **query, nip="198001012005011001", people_search="Siti")
    link = urlsplit(app.main.code[0].value)
    assert (link.scheme, link.netloc, link.path) == ("https", "ipasn.example.go.id", "/export")
    said_there = parse_qs(link.query)
    assert said_there == {name: [value] if isinstance(value, str) else value for name, value in query.items()}
    again = run_page("export", **said_there)
    assert previewed(again) == previewed(app)
    assert again.main.code[0].value == app.main.code[0].value


def test_where_nobody_signs_in_the_link_alone_keeps_a_definition(open_page: OpenPage) -> None:
    app = open_page("export", years="2021")
    assert not [button for button in app.button if button.key == "export_keep"]
    assert "Definisi disimpan bagi yang masuk" in said(app)


def test_what_is_said_of_a_file_is_so(open_page: OpenPage, sit: Sit) -> None:
    alone = said(open_page("export", years="2021", grain="completion_day", kind="xlsx"))
    assert "Di samping berkas" in alone
    assert "jejak audit" not in alone
    assert "membulatkan NIP" not in alone
    sit(ANALYST)
    signed = said(open_page("export", years="2021", grain="completion_day"))
    assert "Setiap berkas tercatat dalam jejak audit" in signed
    assert "membulatkan NIP" in signed


def test_a_file_under_way_is_said_cancelled_and_removed(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.ALL, "_most", 0)
    app = open_page("export", years="2021", grain="unit")
    app.button(key="export_make").click().run()
    assert "antrean nomor 1" in app.info[0].value
    assert app.button(key="export_make").disabled
    token = jobs.ALL.standings(None)[0].token
    app.button(key=f"export_cancel_{token}").click().run()
    assert exporting.failure("killed") in [error.value for error in app.error]
    app.button(key=f"export_remove_{token}").click().run()
    assert jobs.ALL.standings(None) == ()
    assert not app.button(key="export_make").disabled


def test_more_units_than_a_session_remembers_are_refused(open_page: OpenPage, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    sit(ANALYST)
    monkeypatch.setattr(shown_before, "MOST_SEEN", 100)
    app = open_page("export", years="2021", grain="unit_category")
    assert "lebih banyak satuan kerja daripada yang dapat diingat" in app.info[0].value
    assert previewed(app) == []
    assert not [button for button in app.button if button.key == "export_make"]
    assert "dapat diingat" not in said(open_page("export", years="2021", grain="unit_category", unit="1010"))


def test_documents_under_way_are_no_rows_of_an_export(open_page: OpenPage) -> None:
    zipped: list[Work] = []

    def begun(place: Path) -> Work:
        zipped.append(Work(place))
        return zipped[0]

    token = jobs.ALL.start(None, "ipasn_unit_report_2021.zip", 25, begun)
    app = open_page("export", years="2021", grain="unit")
    assert app.button(key="export_make").disabled
    assert "sedang dibuat di halaman Dokumen" in said(app)
    assert "25 baris" not in said(app)
    assert not [button for button in app.button if token in str(button.key)]
    zipped[0].goes_on.set()
    until(lambda: jobs.ALL.standings(None)[0].state == DONE)
    app.run()
    assert not app.button(key="export_make").disabled
    assert "ipasn_unit_report" not in said(app)


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(frozenset({"aggregates"}), EVERYTHING),
        Viewer(frozenset({"export", "missing"}), missing=EVERYTHING, exports=frozenset({"missing"})),
        Viewer(frozenset({"export", "people"}), people=Scope(unit_ids=("1010",))),
        Viewer(),
    ],
    ids=["no export", "no rows", "a role that takes nothing", "nothing"],
)
def test_who_has_nothing_to_take_away_has_no_page(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, viewer: Viewer) -> None:
    monkeypatch.setattr(access, "READER", viewer)
    app = open_page("export", years="2021", grain="person")
    assert len(app.error) == 1
    assert previewed(app) == []
    assert not app.selectbox
