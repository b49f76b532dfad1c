"""Issuing from the sample release: the figures that were looked at, one number, the same document as often as it is wanted, and no number for what fails."""

import io
import shutil
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from sqlalchemy import Engine, func, select

from dashboard import measured_years, text, warehouse
from dashboard.access.viewer import Scope, Viewer
from dashboard.documents import files, settings
from dashboard.documents.errors import DocumentError, ReleaseGoneError, SettingsError, UnknownUnitError
from dashboard.documents.order import INFOGRAPHIC, PERSONAL, SECRETARY_REPORT, UNIT_REPORT
from dashboard.issuing import issue
from dashboard.issuing.issue import OtherFiguresError
from dashboard.issuing.personal_figures import NotMeasuredError, UnknownPersonError
from dashboard.ledger import identity_file, issued_documents, stage_reports
from dashboard.ledger.accounts import Grant
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import COMMAND_LINE, Actor
from dashboard.ledger.entry_models import issued_document
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.issued_documents import Issued
from dashboard.ledger.stage_reports import Report
from dashboard.reporting import figures
from dashboard.reporting.making import as_receiver
from tests.dashboard.conftest import Ask, LookAt
from tests.dashboard.issuing.conftest import BALAI, DAY, NOW, SECRETARIAT_UNIT, TOP, Issue, asked, identity, right


def _count(ledger: Engine) -> int:
    with ledger.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(issued_document)).scalar_one())


def _document_words(content: bytes) -> str:
    """All words of a Word file: paragraphs and cells."""
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def test_what_is_issued_has_its_number_and_the_figures_of_its_release_in_both_kinds_of_files(issued: Issue, ledger: Engine, ask: Ask) -> None:
    given = issued(asked())
    (row,) = ask("SELECT * FROM unit_score WHERE period_year = 2021 AND unit_id = :unit_id", unit_id=BALAI)
    document = issue.document(ledger, Viewer(), given.document)
    assert (given.is_known, given.document.number, document.order.number) == (False, "001/IPASN/1010/IV/2021", "001/IPASN/1010/IV/2021")
    assert document.checksum == given.document.checksum
    assert not document.banner or "Draf" not in document.banner
    pdf = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files.pdf(document))).pages).replace("\u200b", "")
    word = _document_words(files.docx(document))
    mean = f"{row.mean_total_score:.2f}".replace(".", ",")
    for words in (pdf, word):
        for said in (given.document.number, mean, str(row.measured_count), warehouse.current_id(), given.document.checksum[:8], "20 April 2021"):
            assert said in words, said


def test_the_same_figures_keep_their_number_and_another_language_has_its_own(issued: Issue, ledger: Engine) -> None:
    first = issued(asked())
    again = issued(asked(), Grant("unit_head", BALAI))
    assert (again.is_known, again.document) == (True, first.document)
    assert issued(asked(language="en")).document.number == "002/IPASN/1010/IV/2021"
    assert issued(asked(INFOGRAPHIC)).document.number == "001/IPASN-INF/1010/IV/2021"
    assert _count(ledger) == 3


def test_the_release_that_was_looked_at_is_the_one_that_is_issued(issued: Issue, ledger: Engine, warehouse_of_sample: Path) -> None:
    """A newer one was published between the look and the click."""
    earlier = warehouse.published()[1].release_id
    assert earlier != warehouse.current_id()
    given = issued(asked(release_id=earlier))
    assert given.document.release_id == given.document.figures["release_id"] == earlier
    assert given.document.figures["as_of"] == "2021-04-16T12:00:00"
    assert issue.document(ledger, Viewer(), given.document).order.release_id == earlier
    now = issued(asked())
    assert not now.is_known
    assert now.document.figures["unit"] != given.document.figures["unit"]


@pytest.fixture
def own_warehouse(warehouse: Path, tmp_path: Path, look_at: LookAt) -> Path:
    """Releases that a test may remove."""
    folder = tmp_path / "warehouse"
    shutil.copytree(warehouse, folder)
    look_at(folder)
    return folder


def test_a_release_that_is_gone_between_the_look_and_the_click_is_said_and_takes_no_number(
    issued: Issue, ledger: Engine, own_warehouse: Path
) -> None:
    earlier = next(each.release_id for each in warehouse.published() if not each.is_current)
    what, other = asked(release_id=earlier), issued(asked(SECRETARY_REPORT, TOP, release_id=earlier)).document
    warehouse.close()
    (own_warehouse / "releases" / f"{earlier}.duckdb").unlink()
    with pytest.raises(ReleaseGoneError, match="tidak"):
        issued(what)
    with pytest.raises(ReleaseGoneError):
        issue.document(ledger, Viewer(), other)
    assert _count(ledger) == 1


@pytest.mark.parametrize(
    ("what", "grant"),
    [
        ((UNIT_REPORT, "1011"), Grant("unit_head", BALAI)),
        ((UNIT_REPORT, TOP), Grant("unit_head", BALAI)),
        ((UNIT_REPORT, "nowhere"), Grant("secretariat")),
        ((SECRETARY_REPORT, BALAI), Grant("secretary", TOP)),
        ((INFOGRAPHIC, "1011"), Grant("verifier", BALAI)),
    ],
)
def test_a_unit_of_others_and_one_that_does_not_exist_are_answered_alike(issued: Issue, ledger: Engine, what: tuple[str, str], grant: Grant) -> None:
    with pytest.raises(UnknownUnitError) as refused:
        issued(asked(*what), grant)
    with pytest.raises(UnknownUnitError) as unknown:
        issued(asked(what[0], "nowhere"), grant)
    assert str(refused.value) == str(unknown.value)
    assert _count(ledger) == 0


def test_a_right_to_one_kind_is_none_to_another(ledger: Engine, warehouse_of_sample: Path) -> None:
    held = right(UNIT_REPORT, Grant("unit_head", BALAI))
    for kind in (SECRETARY_REPORT, INFOGRAPHIC):
        with pytest.raises(DocumentError):
            issue.issued(ledger, held, Viewer(), asked(kind), actor=Actor(1), on=DAY, now=NOW)


def test_a_pattern_that_is_none_takes_no_number(issued: Issue, ledger: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "documents.toml"
    file.write_text(settings.FILE.read_text(encoding="utf-8").replace("{seq:03d}/IPASN/", "IPASN/"), encoding="utf-8")
    monkeypatch.setenv("IPASN_DOCUMENTS", str(file))
    with pytest.raises(SettingsError, match="bukan pola nomor"):
        issued(asked())
    assert _count(ledger) == 0


def test_a_result_sheet_is_issued_to_its_person_and_to_the_duty_alone(issued: Issue, ledger: Engine, ask: Ask) -> None:
    (row,) = ask("SELECT nip FROM score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND unit_id = '1010' AND is_measured LIMIT 1")
    sheet = asked(PERSONAL, "", nip=row.nip)
    own = issued(sheet, Grant("asn", nip=row.nip))
    assert (own.document.unit_id, own.document.nip, own.document.acting_as) == (BALAI, row.nip, "asn")
    assert issued(sheet, Grant("unit_head", BALAI)).document == own.document
    with pytest.raises(UnknownPersonError):
        issued(sheet, Grant("verifier", "1011"))
    assert issue.document(ledger, identity(Grant("verifier", BALAI)).viewer, own.document).checksum == own.document.checksum
    for viewer in (Viewer(), identity(Grant("leader")).viewer, identity(Grant("analyst")).viewer, identity(Grant("verifier", "1011")).viewer):
        with pytest.raises(UnknownPersonError):
            issue.document(ledger, viewer, own.document)
    (nobody,) = ask(
        "SELECT nip FROM score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND unit_id = '1010' AND NOT is_measured LIMIT 1"
    )
    with pytest.raises(NotMeasuredError):
        issued(asked(PERSONAL, "", nip=nobody.nip), Grant("verifier", BALAI))
    assert _count(ledger) == 1
    assert str(row.nip) not in repr(own.document)


def test_nothing_is_handed_over_under_a_number_that_has_other_figures(issued: Issue, ledger: Engine) -> None:
    """What stands in the ledger was written by somebody who got around it."""
    given = issued(asked()).document
    forged = {**given.figures, "number": "900/IPASN/1010/IV/2021", "unit": {**given.figures["unit"], "measured_count": 999}}
    found = _forged(ledger, given, forged)
    with pytest.raises(OtherFiguresError, match="900/IPASN/1010/IV/2021"):
        issue.document(ledger, Viewer(), found)


def _forged(ledger: Engine, like: Issued, figures_: dict[str, object]) -> Issued:
    draft = issued_documents.Draft(like.kind, like.period_year, like.unit_id, like.release_id, like.language, like.dated_on, figures_)
    by = Acting(Actor(like.account_no), "secretariat", Scope())
    return issued_documents.issue(ledger, draft, "other", lambda seq: f"{899 + seq}/IPASN/1010/IV/2021", by=by, now=NOW).document


def test_a_letter_is_never_older_than_its_figures(ledger: Engine, actor: Actor, warehouse_of_sample: Path) -> None:
    held, day = right(UNIT_REPORT, Grant("secretariat")), DAY.replace(day=14)
    text.use("id")
    given = issue.issued(ledger, held, Viewer(), asked(), actor=actor, on=day, now=NOW).document
    as_of = date.fromisoformat(str(given.figures["as_of"])[:10])
    assert day < as_of == given.dated_on
    assert (given.figures["on"], given.number) == (as_of.isoformat(), "001/IPASN/1010/IV/2021")
    assert issue.document(ledger, Viewer(), given).place_and_date == "Jakarta, 20 April 2021"


def test_figures_that_were_reported_stand_in_the_report(issued: Issue, ledger: Engine, actor: Actor, warehouse_of_sample: Path) -> None:
    """The report of the stage froze those of an earlier release; returned later, the document stays as it was issued."""
    identity_file.load(ledger, warehouse_of_sample / "identities-2021.jsonl", actor=COMMAND_LINE, now=NOW)
    earlier, year = warehouse.published()[1].release_id, measured_years.of(2021)
    by = Acting(actor, "unit_head", Scope(unit_ids=(SECRETARIAT_UNIT,)), (3,))
    with warehouse.holding(earlier):
        frozen = figures.of_unit(as_receiver(right(UNIT_REPORT, Grant("secretariat")).viewer), 2021, SECRETARIAT_UNIT, with_parts=False)
    made = stage_reports.make(ledger, year, Report(3, SECRETARIAT_UNIT, "Ibu Kepala", frozen, incomplete_reason="Sebagian cuti."), Step(by, NOW))
    given = issued(asked(unit_id=SECRETARIAT_UNIT)).document
    assert (given.report_no, given.release_id) == (made.report_no, earlier)
    assert given.figures["unit"]["measured_count"] == frozen["measured_count"]
    stage_reports.send_back(ledger, year, made.report_no, Step(Acting(actor, "secretary", Scope(unit_ids=(TOP,)), (3,)), NOW, reason="Keliru."))
    assert issue.document(ledger, Viewer(), given).checksum == given.checksum
    text.use("id")
    later = issued(asked(unit_id=SECRETARIAT_UNIT)).document
    assert (later.report_no, later.release_id) == (None, warehouse.current_id())


def test_no_file_is_left_anywhere(issued: Issue, ledger: Engine, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    document = issue.document(ledger, Viewer(), issued(asked()).document)
    files.pdf(document)
    files.docx(document)
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.name for path in after - before} <= {"ledger.sqlite-wal", "ledger.sqlite-shm"}
    assert not [path for path in Path().iterdir() if path.suffix in {".pdf", ".docx"}]
