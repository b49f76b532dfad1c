"""Files as other programs read them, what stands beside them, and that nothing is left of one that cannot be made."""

import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import psutil
import pytest
from sqlalchemy.exc import OperationalError

from dashboard import shown_before, text, warehouse
from dashboard.access import READER, roles
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.exporting import fitting, making, making_process, wire
from dashboard.exporting.about import Maker
from dashboard.exporting.definition import KINDS, SHAPES_OF, Definition
from dashboard.exporting.fitting import NotOfferedError, fitted
from dashboard.exporting.making import Made, Making, MakingError
from dashboard.exporting.preparing import Prepared, prepared
from dashboard.exports import xlsx_file
from dashboard.exports.formulas import harmless
from dashboard.ledger import audit
from dashboard.ledger.accounts import Grant
from pipelines.warehouse import release
from tests import office, rows
from tests.dashboard.conftest import Ask, LookAt

LEADER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))
MAKER = Maker(7, "Ani")
SHAPED = [(grain, shape) for grain, shapes in SHAPES_OF.items() for shape in shapes]

BAD = {
    '=HYPERLINK("http://contoh","x")': "formula",
    "+62 Siti": "plus",
    "@SUM(A1)": "at",
    "'Aisyah": "apostrophe",
    "Budi 🙂 \u202enamalad\u202c": "emoji and direction",
    "#include {{ nama }} <r>": "templates",
    'Ibu, "Ratu"; baris': "separators",
    "W" * 10_000: "long",
}
"""Names as nobody has them, and what is wrong with each."""


@pytest.fixture(autouse=True)
def seen_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("IPASN_PSEUDONYM_KEY", str(tmp_path / "pseudonym.key"))
    text.use("id")
    with shown_before.apart():
        yield


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> rows.Built:
    """A release of people with BAD names in units of such a name."""
    people = [{"nama": name, "jabatan": name[:200]} for name in BAD]
    tree = [{**unit, "nama": f"=Unit {unit['nama']}"} for unit in rows.TREE]
    named = [{**person, "satuan_kerja": "=Unit Sekretariat"} for person in people]
    return rows.build(
        tmp_path_factory.mktemp("odd"), measurements=rows.measurements(*({} for _name in BAD)), personnel=rows.personnel(*named), units=tree
    )


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "job"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


def made(ready: Prepared, tmp_path: Path, kind: str, **options: bool) -> Made:
    return Making(ready.written_as(kind, **options), folder(tmp_path), MAKER, lambda _details: None).run()


def read(file: Made, kind: str) -> pd.DataFrame:
    """The rows as another program reads them."""
    match kind:
        case "csv":
            return pd.read_csv(file.path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        case "xlsx":
            return pd.read_excel(file.path, dtype=object, engine="openpyxl")
        case "parquet":
            return pd.read_parquet(file.path)
    with duckdb.connect(str(file.path), read_only=True) as connection:
        return connection.execute("SELECT * FROM data").df()


def plain(value: Any) -> str:
    """A value of whatever program as one text."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if isinstance(value, str):
        is_number = re.fullmatch(r"-?(0|[1-9][0-9]{0,3})([.][0-9]+)?", value)
        return f"{float(value):.6g}" if is_number else value
    return f"{float(value):.6g}" if isinstance(value, float | int | Decimal | np.number) else str(value)


def plainly(frame: pd.DataFrame) -> list[list[str]]:
    return [[plain(value) for value in row] for row in frame.astype(object).itertuples(index=False)]


@pytest.mark.parametrize(("grain", "shape"), SHAPED)
def test_preview_count_and_file_are_the_same_rows(warehouse_of_sample: Path, tmp_path: Path, grain: str, shape: str) -> None:
    viewer = roles.viewer_of([Grant("analyst")]) if grain == "person" else LEADER
    definition, dropped = fitted(viewer, Definition((2021,), grain, shape, order="unit_id", is_descending=True))
    assert dropped == []
    ready = prepared(viewer, definition)
    file = made(ready, tmp_path, "csv")
    taken, seen = read(file, "csv"), ready.preview()
    assert file.row_count == ready.row_count == len(taken) > 100
    assert list(taken.columns) == list(seen.columns) == [column.name for column in ready.columns]
    assert plainly(taken.head(100)) == plainly(seen)
    assert list(taken["unit_id"]) == sorted(taken["unit_id"], reverse=True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_the_rows_of_the_release(ask: Ask, tmp_path: Path, kind: str) -> None:
    definition = Definition(
        (2021,), "person", rank_groups=("IV",), columns=("nip", "asn_name", "unit_id", "is_verified", "total_score", "measured_at")
    )
    file = made(prepared(READER, definition), tmp_path, kind)
    wanted = ask(
        "SELECT CAST(s.nip AS VARCHAR), s.asn_name, s.unit_id, s.is_verified, s.total_score, s.measured_at FROM asn_score s "
        "WHERE period_year = 2021 AND rank_group = 'IV' ORDER BY unit_no, nip"
    )
    taken = read(file, kind)
    assert sorted(taken.columns) == sorted(definition.columns)
    assert plainly(taken[["nip", "asn_name", "unit_id", "is_verified", "total_score", "measured_at"]]) == plainly(pd.DataFrame(wanted, dtype=object))
    assert all(isinstance(nip, str) and len(nip) == 18 for nip in taken["nip"])
    assert any(unit_id.startswith("0") for unit_id in taken["unit_id"])


def of_office(workbook: Path, folder: Path) -> pd.DataFrame:
    """The rows of a workbook as LibreOffice shows them."""
    sheets = {path.stem.rpartition("-")[2]: path for path in office.converted(workbook, folder, "csv")}
    return pd.read_csv(sheets["Data"], dtype=str, keep_default_na=False)


def test_every_reader_finds_the_figures_of_the_release(ask: Ask, tmp_path: Path) -> None:
    columns = ("unit_id", "measured_count", "mean_total_score", "tinggi_count", "lowest_mean")
    ready = prepared(READER, Definition((2021,), "unit", columns=(*columns, "is_own")))
    files = {kind: made(ready, tmp_path, kind).path for kind in KINDS}
    with duckdb.connect() as other:
        found = {
            "pandas, CSV": pd.read_csv(files["csv"], dtype={"unit_id": str}),
            "pandas, Parquet": pd.read_parquet(files["parquet"]),
            "DuckDB, CSV": other.execute("FROM read_csv(?, types = {'unit_id': 'VARCHAR'})", [str(files["csv"])]).df(),
            "DuckDB, Parquet": other.execute("FROM read_parquet(?)", [str(files["parquet"])]).df(),
            "openpyxl": pd.DataFrame([*openpyxl.load_workbook(files["xlsx"])["Data"].values][1:], columns=[each.name for each in ready.columns]),
            "LibreOffice": of_office(files["xlsx"], tmp_path / "office"),
        }
    with duckdb.connect(str(files["duckdb"]), read_only=True) as database:
        found["DuckDB"] = database.execute("FROM data").df()
    wanted = pd.DataFrame(
        ask(f"SELECT {', '.join(columns)} FROM unit_score JOIN unit USING (period_year, unit_no, unit_id) WHERE period_year = 2021")
    )
    assert wanted["mean_total_score"].notna().sum() > 50
    for reader, frame in found.items():
        whole = frame[~frame["is_own"].astype(str).str.lower().isin(["true", "1"])].set_index("unit_id")
        assert len(whole) == len(wanted), reader
        for name in columns[1:]:
            told = pd.to_numeric(whole.loc[wanted["unit_id"], name])
            np.testing.assert_allclose(told.to_numpy(float), wanted[name].to_numpy(float), rtol=1e-5, err_msg=f"{reader}, {name}")


def test_an_office_runs_nothing_that_stands_in_a_name(odd: rows.Built, look_at: LookAt, tmp_path: Path) -> None:
    look_at(odd.warehouse)
    ready = prepared(READER, Definition((rows.YEAR,), "person", columns=("nip", "asn_name", "unit_name")))
    shown = of_office(made(ready, tmp_path, "xlsx").path, tmp_path / "office")
    assert {*shown["asn_name"]} == {harmless(name) for name in BAD}
    assert all(re.fullmatch(r"\d{18}", nip) for nip in shown["nip"])
    (text_of,) = office.converted(made(ready, tmp_path, "csv").path, tmp_path / "text", "html")
    assert not re.search(r"<a |#NAME|Err:", text_of.read_text(encoding="utf-8"))
    assert "HYPERLINK" in text_of.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_names_as_nobody_has_them_run_nothing_and_come_back(odd: rows.Built, look_at: LookAt, tmp_path: Path, kind: str) -> None:
    look_at(odd.warehouse)
    file = made(prepared(READER, Definition((rows.YEAR,), "person")), tmp_path, kind)
    taken = read(file, kind)
    back = {name[1:] if kind in {"csv", "xlsx"} and name.startswith("'") else name for name in taken["asn_name"]}
    assert back == set(BAD)
    begins = tuple("=+-@\t\r\n")
    if kind in {"csv", "xlsx"}:
        assert not [value for column in ("asn_name", "unit_name", "position_name") for value in taken[column] if value.startswith(begins)]
    if kind == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(file.path).worksheets[0].iter_rows(min_row=2) for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert [cell.value for cell in cells if cell.column_letter == "B" and cell.data_type != "s"] == []


def test_options_of_csv(odd: rows.Built, look_at: LookAt, tmp_path: Path) -> None:
    look_at(odd.warehouse)
    ready = prepared(READER, Definition((rows.YEAR,), "person", columns=("asn_name", "total_score", "is_measured")))
    assert made(ready, tmp_path, "csv").path.read_bytes().startswith(b"\xef\xbb\xbfasn_name,is_measured,total_score\n")
    other = made(ready, tmp_path, "csv", has_bom=False, has_decimal_comma=True).path
    assert other.read_bytes().startswith(b"asn_name;is_measured;total_score\n")
    comma = pd.read_csv(other, sep=";", decimal=",")
    assert list(comma["total_score"]) == [90.0] * len(BAD)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_says_what_it_is(warehouse_of_sample: Path, tmp_path: Path, kind: str) -> None:
    definition = Definition((2021,), "unit", unit_id="0111", columns=("unit_id", "measured_count", "mean_total_score"))
    ready = prepared(LEADER, definition)
    file = made(ready, tmp_path, kind)
    assert sorted(path.name for path in folder(tmp_path).iterdir()) == sorted([file.path.name, file.sidecar.name])
    assert file.path.name == f"ipasn_unit_2021_{warehouse.current_id()}.{kind}"
    assert file.path.stat().st_mode & 0o077 == file.sidecar.stat().st_mode & 0o077 == 0
    said = json.loads(file.sidecar.read_text(encoding="utf-8"))
    digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
    assert said["file"] == {"name": file.path.name, "byte_count": file.path.stat().st_size, "sha256": digest, "kind": kind}
    assert file.sha256 == digest
    assert said["release"]["release_id"] == warehouse.current_id()
    assert said["years"][0]["minimum_group_size"] == 5
    assert said["row_count"] == ready.row_count
    assert said["made_by"] == {"account_no": 7, "shown_name": "Ani"}
    hidden = ["hidden_code"] if kind in {"parquet", "duckdb"} else []
    assert (
        [column["name"] for column in said["columns"]] == ["unit_id", "measured_count", "mean_total_score", *hidden] == list(read(file, kind).columns)
    )
    assert said["columns"][2]["description_id"].startswith("Rata-rata")
    assert "apostrof" in said["reversing"]
    notes: dict[str, str] = {}
    if kind == "xlsx":
        notes = {str(row[0].value): str(row[1].value) for row in openpyxl.load_workbook(file.path).worksheets[1].iter_rows()}
    if kind == "duckdb":
        with duckdb.connect(str(file.path), read_only=True) as connection:
            notes = dict(connection.execute("SELECT butir, isi FROM keterangan").fetchall())
            comments = dict(connection.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'data'").fetchall())
        assert comments["mean_total_score"] == said["columns"][2]["description_id"]
    if notes:
        assert notes["Rilis"] == warehouse.current_id()
        assert notes["Dibuat oleh"] == "Akun 7 · Ani"
        assert {"Saringan", "Baris", "unit_id", "mean_total_score"} <= notes.keys()


def test_hidden_figures_are_words_where_people_read_and_missing_where_programs_do(warehouse_of_sample: Path, tmp_path: Path) -> None:
    ready = prepared(LEADER, Definition((2021,), "unit", columns=("unit_id", "measured_count", "mean_total_score")))
    words, numbers, cells = (read(made(ready, tmp_path, kind), kind) for kind in ("csv", "parquet", "xlsx"))
    is_hidden = numbers["hidden_code"].notna()
    assert 10 < is_hidden.sum() < len(numbers)
    assert words.loc[is_hidden, "mean_total_score"].str.startswith("disembunyikan").all()
    assert numbers.loc[is_hidden, "mean_total_score"].isna().all()
    assert cells.loc[is_hidden, "mean_total_score"].str.startswith("disembunyikan").all()
    shown = numbers["mean_total_score"].dropna()
    assert [float(value) for value in words.loc[shown.index, "mean_total_score"]] == pytest.approx(list(shown))
    assert [float(value) for value in cells.loc[shown.index, "mean_total_score"]] == pytest.approx(list(shown))


def test_an_empty_choice_is_a_file_without_rows(warehouse_of_sample: Path, tmp_path: Path) -> None:
    ready = prepared(READER, Definition((2021,), "person", rank_groups=("I",), position_groups=("struktural",), sexes=("male",), is_measured=True))
    assert (ready.row_count, len(ready.preview())) == (0, 0)
    for kind in KINDS:
        file = made(ready, tmp_path, kind)
        assert file.row_count == 0
        assert list(read(file, kind).columns) == [column.name for column in ready.columns]


def test_it_is_recorded_before_there_is_a_file_and_otherwise_not_made(warehouse_of_sample: Path, tmp_path: Path) -> None:
    ready = prepared(LEADER, Definition((2021,), "completion_day", unit_id="0111"))
    seen: list[tuple[audit.Details, list[Path]]] = []

    def record(details: audit.Details) -> None:
        seen.append((details, list(folder(tmp_path).iterdir())))

    Making(ready, folder(tmp_path), MAKER, record).run()
    ((details, files),) = seen
    assert files == []
    assert details["row_count"] == ready.row_count
    assert details["unit_ids"] == ("0111",)
    assert details["filters"] == {"years": ["2021"], "grain": ["completion_day"], "kind": ["csv"]}

    def refuse(_details: audit.Details) -> None:
        raise OperationalError("INSERT", {}, OSError())

    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(MakingError) as caught:
        Making(ready, other, MAKER, refuse).run()
    assert caught.value.code == "not_recorded"
    assert list(other.iterdir()) == []


def test_a_release_published_meanwhile_changes_nothing(odd: rows.Built, look_at: LookAt, tmp_path: Path) -> None:
    look_at(Path(shutil.copytree(odd.warehouse, tmp_path / "warehouse")))
    definition = Definition((rows.YEAR,), "person", columns=("nip",))
    former = warehouse.current_id()
    ready = prepared(READER, definition)
    again = rows.build(
        tmp_path, measurements=rows.measurements({}), personnel=rows.personnel({}), units=[{**unit, "nama": "B"} for unit in rows.TREE]
    )
    look_at(again.warehouse)
    assert warehouse.current_id() != former
    assert prepared(READER, definition).row_count == 1
    kept = prepared(READER, definition, release_id=former)
    assert kept.row_count == len(ready.preview()) == len(BAD)
    assert made(ready, tmp_path, "csv").row_count == len(BAD)
    (again.warehouse / "releases" / f"{former}.duckdb").unlink()
    warehouse.close()
    for attempt in (lambda: made(ready, tmp_path / "job", "csv"), lambda: Making(ready, folder(tmp_path), MAKER, lambda _details: None).run()):
        (tmp_path / "job").mkdir(exist_ok=True)
        with pytest.raises(MakingError) as caught:
            attempt()
        assert caught.value.code == "release_gone"
    with pytest.raises(warehouse.NoReleaseError):
        prepared(READER, definition, release_id=former)


def test_a_release_stays_until_what_waits_to_be_made_of_it_is_made_or_cancelled(odd: rows.Built, look_at: LookAt, tmp_path: Path) -> None:
    shutil.copytree(odd.warehouse, tmp_path / "warehouse")
    look_at(tmp_path / "warehouse")
    ready = prepared(READER, Definition((rows.YEAR,), "person", columns=("nip",)))
    path = tmp_path / "warehouse" / "releases" / f"{ready.release_id}.duckdb"
    waiting, cancelled = (Making(ready, folder(tmp_path), MAKER, lambda _details: None) for _turn in range(2))
    release.remove_unless_held(path)
    assert waiting.run().row_count == ready.row_count
    release.remove_unless_held(path)
    assert path.exists()
    cancelled.cancel()
    release.remove_unless_held(path)
    assert not path.exists()


@contextmanager
def no_file_beyond(byte_count: int) -> Iterator[None]:
    """Inside, the system lets nobody write a larger file, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_leaves_nothing(warehouse_of_sample: Path, tmp_path: Path, kind: str) -> None:
    ready = prepared(READER, Definition((2021, 2020, 2019), "person"))
    with no_file_beyond(50_000), pytest.raises(MakingError) as caught:
        made(ready, tmp_path, kind)
    assert caught.value.code == "disk_full"
    assert list(folder(tmp_path).iterdir()) == []


def test_a_full_disk_is_known_by_what_the_database_says(tmp_path: Path) -> None:
    (tmp_path / "full.csv").symlink_to("/dev/full")
    with duckdb.connect() as connection, pytest.raises(duckdb.IOException) as caught:
        connection.execute(f"COPY (SELECT range FROM range(1000000)) TO '{tmp_path / 'full.csv'}' (FORMAT csv)")
    assert making_process._code(caught.value) == "disk_full"


def test_cancelling_ends_the_process_and_leaves_nothing(warehouse_of_sample: Path, tmp_path: Path) -> None:
    ready = prepared(READER, Definition((2021, 2020, 2019), "person", "long")).written_as("xlsx")
    job = Making(ready, folder(tmp_path), MAKER, lambda _details: None)
    failed: list[str] = []

    def run() -> None:
        with pytest.raises(MakingError) as caught:
            job.run()
        failed.append(caught.value.code)

    before = set(psutil.Process().children(recursive=True))
    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 60
    while job.share == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert 0 < job.share < 1
    assert 0 < job.rows_done < ready.row_count
    (child,) = set(psutil.Process().children(recursive=True)) - before
    assert not [word for word in child.cmdline() if "SELECT" in word or len(word) > 200]
    laid_aside = [file.path for file in child.open_files() if file.mode != "r"]
    assert laid_aside
    assert not [path for path in laid_aside if not Path(path).is_relative_to(folder(tmp_path))]
    job.cancel()
    thread.join(20)
    assert failed == ["killed"]
    assert not child.is_running()
    assert list(folder(tmp_path).iterdir()) == []


def test_of_what_nobody_thought_of_the_kind_of_error_alone_is_logged(
    warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ready = prepared(READER, Definition((2021,), "person", columns=("nip",)))
    job = Making(ready, folder(tmp_path), MAKER, lambda _details: None)
    broken, figures = job._order(folder(tmp_path) / "part.csv")
    monkeypatch.setattr(job, "_order", lambda _part: (broken | {"sql": "SELECT 198001012005011001 FROM nobody", "parameters": []}, figures))
    with pytest.raises(MakingError) as caught:
        job.run()
    assert caught.value.code == "broken"
    assert "CatalogException" in caplog.text
    assert "nobody" not in caplog.text
    assert "19800101" not in caplog.text


def test_what_is_cancelled_before_it_begins_is_not_begun(warehouse_of_sample: Path, tmp_path: Path) -> None:
    job = Making(prepared(LEADER, Definition((2021,))), folder(tmp_path), MAKER, lambda _details: None)
    job.cancel()
    with pytest.raises(MakingError) as caught:
        job.run()
    assert caught.value.code == "killed"


def test_what_takes_too_long_is_ended(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(making.SECONDS_VARIABLE, "1")
    with pytest.raises(MakingError) as caught:
        made(prepared(READER, Definition((2021, 2020, 2019), "person", "long")), tmp_path, "xlsx")
    assert caught.value.code == "too_slow"
    assert list(folder(tmp_path).iterdir()) == []


def test_more_than_a_workbook_holds_is_offered_as_other_kinds(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 100)
    ready = prepared(LEADER, Definition((2021,)))
    assert ready.kinds() == ("csv", "parquet", "duckdb")
    with pytest.raises(MakingError) as caught:
        made(ready, tmp_path, "xlsx")
    assert caught.value.code == "too_many_rows"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "broken"),
        ("SELECT * FROM read_text('{folder}/../secret')", "broken"),
        ("SELECT * FROM nobody", "broken"),
        ("SELECT list(range) FROM range(100000000)", "memory"),
    ],
)
def test_the_process_reaches_no_other_file_and_says_nothing_of_what_was_asked(warehouse_of_sample: Path, tmp_path: Path, sql: str, code: str) -> None:
    path = warehouse_of_sample / "releases" / f"{warehouse.current_id()}.duckdb"
    (tmp_path / "secret").write_text("198001012005011001")
    where = folder(tmp_path)
    order = {
        "ordered_by": os.getpid(),
        "kind": "csv",
        "release": str(path),
        "sql": sql.format(folder=where),
        "parameters": [],
        "folder": str(where),
        "path": str(where / "part.csv"),
        "separator": ",",
        "memory": "64MiB",
        "spill": str(where / making.SPILL),
        "threads": 2,
    }
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.exporting.making_process"],
        input=json.dumps(order).encode() + b"\n",
        capture_output=True,
        cwd=making.ROOT,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout.splitlines()[-1])["failed"] == code
    assert done.stderr == b""
    for word in (b"passwd", b"nobody", b"secret", b"198001012005011001"):
        assert word not in done.stdout


ORPHAN = """
import json, os, subprocess, sys
order = json.loads(sys.argv[1]) | {"ordered_by": os.getpid()}
child = subprocess.Popen([sys.executable, "-m", "dashboard.exporting.making_process"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
child.stdin.write(json.dumps(order).encode() + b"\\n")
child.stdin.close()
print(child.pid)
"""


def test_a_process_whose_server_died_ends(warehouse_of_sample: Path, tmp_path: Path) -> None:
    where = folder(tmp_path)
    order = {
        "kind": "csv",
        "release": str(warehouse_of_sample / "releases" / f"{warehouse.current_id()}.duckdb"),
        "sql": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3",
        "parameters": [],
        "folder": str(where),
        "path": str(where / "part.csv"),
        "separator": ",",
        "memory": "256MiB",
        "spill": str(where / making.SPILL),
        "threads": 1,
    }
    done = subprocess.run([sys.executable, "-c", ORPHAN, json.dumps(order)], capture_output=True, cwd=making.ROOT, check=True, timeout=60)
    deadline = time.monotonic() + 60
    while psutil.pid_exists(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not psutil.pid_exists(int(done.stdout))


def test_nothing_of_it_can_be_shown(warehouse_of_sample: Path, ask: Ask) -> None:
    ((nip,),) = ask("SELECT nip FROM score WHERE period_year = 2021 LIMIT 1")
    viewer = roles.viewer_of([Grant("asn", nip=nip)])
    ready = prepared(viewer, Definition((2021,), "person"))
    assert ready.row_count == 1
    for said in (repr(ready), str(ready), repr(ready.question()), repr(ready.about), json.dumps(ready.details, default=str)):
        assert str(nip) not in said


def test_parameters_cross_as_they_are() -> None:
    values = [None, True, 7, 1.5, "Ünit", b"\x00\xff", Decimal("60.995"), datetime(2021, 4, 16, 12, 30), datetime(2021, 4, 16).date()]
    crossed = [wire.read(value) for value in json.loads(json.dumps([wire.write(value) for value in values]))]
    assert crossed == values
    assert [type(value) for value in crossed] == [type(value) for value in values]
    with pytest.raises(TypeError):
        wire.write(object())


def test_a_definition_is_cut_down_to_what_the_viewer_may_take(warehouse_of_sample: Path) -> None:
    analyst = roles.viewer_of([Grant("analyst")])
    asked = Definition(
        (2021, 1999), "person", unit_id="nowhere", categories=("tinggi",), columns=("nip", "rank_code", "total_score"), order="total_score"
    )
    cut, dropped = fitted(analyst, asked)
    assert cut == Definition((2021,), "person", columns=("rank_code",))
    assert dropped == ["years", "unit", "category", "column", "order"]
    with pytest.raises(NotOfferedError):
        prepared(analyst, asked)
    assert fitted(LEADER, asked)[1][:2] == ["years", "grain"]
    with pytest.raises(NotOfferedError):
        fitting.fitted(Viewer(), asked)
    with pytest.raises(NotOfferedError):
        prepared(LEADER, Definition((2021,), "person"))


def test_a_unit_of_others_is_dropped_like_one_that_is_not_there(ask: Ask) -> None:
    ((own, other),) = ask("SELECT min(unit_id), max(unit_id) FROM unit WHERE period_year = 2021 AND unit_level = 2")
    head = roles.viewer_of([Grant("verifier", own)])
    for grain in ("person", "unit", "completion_day"):
        answers = [fitted(head, Definition((2021,), grain, unit_id=unit_id)) for unit_id in (other, "nowhere")]
        assert answers[0] == answers[1] == (Definition((2021,), grain), ["unit"])
        assert fitted(head, Definition((2021,), grain, unit_id=own))[1] == []


def test_rows_of_people_are_those_of_the_scope(ask: Ask, tmp_path: Path) -> None:
    ((own,),) = ask("SELECT min(unit_id) FROM unit WHERE period_year = 2021 AND unit_level = 2")
    head = roles.viewer_of([Grant("unit_head", own)])
    taken = read(made(prepared(head, Definition((2021,), "person")), tmp_path, "parquet"), "parquet")
    wanted = ask(
        "SELECT CAST(s.nip AS VARCHAR) FROM score s JOIN unit b USING (period_year, unit_no) JOIN unit a ON a.period_year = b.period_year "
        "AND b.unit_no BETWEEN a.unit_no AND a.last_unit_no WHERE a.unit_id = :own AND a.period_year = 2021 ORDER BY 1",
        own=own,
    )
    assert sorted(taken["nip"]) == [nip for (nip,) in wanted]
    assert taken["discipline_score"].notna().any()


def test_a_maker_is_not_named_by_a_nip() -> None:
    assert Maker(3, "198001012005011001").shown_name == ""
    assert Maker(3, "198001012005011001").words == "Akun 3"


@pytest.mark.parametrize(("variable", "value"), [(making.MEMORY_VARIABLE, "banyak"), (making.SECONDS_VARIABLE, "-1"), (making.SECONDS_VARIABLE, "0")])
def test_limits_that_cannot_be_read_are_refused(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError, match=variable):
        making.limits()


def test_what_a_killed_server_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "part.csv").write_text("x")
    (tmp_path / "loose").write_text("x")
    making.remove_stale(tmp_path)
    assert list(tmp_path.iterdir()) == []
    making.remove_stale(tmp_path / "nowhere")
