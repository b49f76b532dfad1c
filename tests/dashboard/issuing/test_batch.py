"""All units at once: one that fails stops no other, a batch that ends early leaves no file, and what was issued stays issued."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from dashboard.access.viewer import Viewer
from dashboard.documents.content import Document
from dashboard.exporting import jobs
from dashboard.exporting.making import MakingError
from dashboard.issuing import batch, issue
from dashboard.issuing.batch import Batch, Order, Unit, Worker
from dashboard.issuing.issue import Asked
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import Actor
from dashboard.ledger.issued_documents import Given
from pipelines.warehouse import release
from tests.dashboard.conftest import LookAt
from tests.dashboard.issuing.conftest import BALAI, DAY, NOW, asked, right

UNITS = (Unit(BALAI, "Balai Makassar"), Unit("nowhere", "=HYPERLINK(1)"), Unit("1011", "Balai lain"))

Build = Callable[..., Batch]


@pytest.fixture
def build(ledger: Engine, actor: Actor, warehouse_of_sample: Path, tmp_path: Path) -> Build:
    """A batch of the secretariat over UNITS, with what a test puts in the place of a step."""
    held = right("unit_report", Grant("secretariat"))
    folder = tmp_path / "batch"
    folder.mkdir()

    def made(units: tuple[Unit, ...] = UNITS, suffixes: tuple[str, ...] = (batch.PDF,), **steps: Callable[..., object]) -> Batch:
        def issued(what: Asked) -> Given:
            return issue.issued(ledger, held, Viewer(), what, actor=actor, on=DAY, now=NOW)

        def document(given: Given) -> Document:
            return issue.document(ledger, Viewer(), given.document)

        usual: dict[str, Callable[..., object]] = {"issue": issued, "document": document, "may_go_on": lambda: True, "record": lambda _count: None}
        return Batch(Order(asked(), units, suffixes, "semua.zip"), Worker(**(usual | steps)), folder)  # type: ignore[arg-type]

    return made


def test_one_that_fails_stops_no_other_and_the_list_says_why(build: Build) -> None:
    running = build()
    made = running.run()
    assert [(each.outcome, each.number) for each in running.results] == [
        (batch.ISSUED, "001/IPASN/1010/IV/2021"),
        (batch.FAILED, ""),
        (batch.ISSUED, "002/IPASN/1011/IV/2021"),
    ]
    assert (running.share, running.rows_done, made.row_count) == (1, 3, 3)
    with zipfile.ZipFile(made.path) as packed:
        assert packed.testzip() is None
        *documents, listed = packed.namelist()
        assert (len(documents), listed) == (2, batch.LIST_NAME)
        for name, number in zip(documents, ("001/IPASN/1010/IV/2021", "002/IPASN/1011/IV/2021"), strict=True):
            words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(packed.read(name))).pages).replace("\u200b", "")
            assert number in words
        rows = list(csv.DictReader(io.StringIO(packed.read(batch.LIST_NAME).decode("utf-8-sig"))))
    assert [row["outcome"] for row in rows] == ["issued", "failed", "issued"]
    assert rows[1]["unit_name"] == "'=HYPERLINK(1)"
    assert rows[1]["why"] == "Satuan kerja itu tidak ada pada tahun ini, atau di luar kewenangan Anda."
    assert made.sidecar.read_bytes().decode("utf-8-sig").count("\r\n") == 4
    assert (made.byte_count, made.sha256) == (made.path.stat().st_size, batch.digest(made.path))


def test_begun_again_it_gives_the_same_numbers_and_other_kinds_of_files(build: Build) -> None:
    first, again = build(), build(suffixes=batch.KINDS_OF_FILES)
    first.run()
    made = again.run()
    assert [each.outcome for each in again.results] == [batch.KNOWN, batch.FAILED, batch.KNOWN]
    assert [each.number for each in again.results] == [each.number for each in first.results]
    with zipfile.ZipFile(made.path) as packed:
        assert sorted(name.rpartition(".")[2] for name in packed.namelist()) == ["csv", "docx", "docx", "pdf", "pdf"]


def test_cancelled_it_leaves_no_file_and_what_was_issued_stays(build: Build) -> None:
    running = build()
    real = running._worker.document

    def cancelling(given: Given) -> Document:
        running.cancel()
        return real(given)

    running = build(document=cancelling)
    with pytest.raises(MakingError) as ended:
        running.run()
    assert ended.value.code == "killed"
    assert [each.outcome for each in running.results] == [batch.ISSUED]
    assert list(running._path.parent.iterdir()) == []
    after = build()
    after.run()
    assert [each.outcome for each in after.results] == [batch.KNOWN, batch.FAILED, batch.ISSUED]


def test_no_build_removes_its_release_until_it_is_run_or_cancelled(build: Build, warehouse_of_sample: Path, look_at: LookAt, tmp_path: Path) -> None:
    """A build that prunes asks before every unit: of a link to the file, so that there is something to make the documents of."""
    shutil.copytree(warehouse_of_sample, tmp_path / "warehouse")
    look_at(tmp_path / "warehouse")
    link = tmp_path / "release.duckdb"

    def is_held() -> bool:
        link.unlink(missing_ok=True)
        link.hardlink_to(release.path_of(tmp_path / "warehouse", asked().release_id))
        release.remove_unless_held(link)
        return link.exists()

    def looked_at() -> bool:
        on_the_way.append(is_held())
        return True

    on_the_way: list[bool] = []
    first, second = build(may_go_on=looked_at), build()
    second.cancel()
    assert is_held()
    first.run()
    assert on_the_way == [True] * len(UNITS)
    assert not is_held()


def test_it_ends_with_the_session_of_whoever_asked(build: Build) -> None:
    left = iter((True, False))
    running = build(may_go_on=lambda: next(left))
    with pytest.raises(MakingError, match="killed"):
        running.run()
    assert len(running.results) == 1


def test_what_cannot_be_recorded_is_not_made(build: Build) -> None:
    def failing(_count: int) -> None:
        raise OperationalError("", {}, Exception())

    running = build(record=failing)
    with pytest.raises(MakingError) as ended:
        running.run()
    assert (ended.value.code, running.results) == ("not_recorded", ())


def test_a_full_disk_ends_it_in_one_sentence_and_leaves_nothing(build: Build) -> None:
    running = build()
    running._path.symlink_to("/dev/full")
    with pytest.raises(MakingError) as ended:
        running.run()
    assert ended.value.code == "disk_full"
    assert list(running._path.parent.iterdir()) == []


def test_where_no_unit_could_be_made_there_is_no_file(build: Build) -> None:
    running = build((Unit("nowhere", "x"), Unit("nowhere else", "y")))
    with pytest.raises(MakingError) as ended:
        running.run()
    assert ended.value.code == "broken"
    assert [each.outcome for each in running.results] == [batch.FAILED] * 2
    assert list(running._path.parent.iterdir()) == []


def test_an_error_that_nobody_foresaw_lets_no_word_out(build: Build, caplog: pytest.LogCaptureFixture) -> None:
    def failing(_what: Asked) -> Given:
        raise KeyError("198001012005012001")

    running = build(issue=failing)
    with pytest.raises(MakingError):
        running.run()
    said = caplog.text + "".join(each.why for each in running.results)
    assert "KeyError" in caplog.text
    assert "198001012005012001" not in said


def test_the_jobs_of_the_server_carry_it_out(build: Build) -> None:
    queue = jobs.Jobs()
    running = build((UNITS[0],))
    token = queue.start(7, running.order.file_name, 1, lambda _folder: running)
    for _second in range(600):
        (standing,) = queue.standings(7)
        if standing.state not in jobs.OPEN:
            break
        running._ended.wait(0.1)
    assert (standing.state, standing.row_count) == (jobs.DONE, 1)
    file = queue.file(7, token, "semua.zip")
    assert file is not None
    assert zipfile.is_zipfile(file)
    assert queue.file(8, token, "semua.zip") is None
    queue.end([7])
