"""The result sheet of a person: the points of the release, what a better answer would add by its rules, and who may have it."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

from dashboard import measured_years, text, warehouse
from dashboard.access import roles
from dashboard.access.viewer import Viewer
from dashboard.documents import files
from dashboard.documents.assembling import assembled
from dashboard.documents.content import Document, Table
from dashboard.documents.errors import ReleaseGoneError
from dashboard.documents.order import PERSONAL, Order
from dashboard.issuing import personal_figures, personal_sheet, personal_words
from dashboard.issuing.personal_figures import NotMeasuredError, UnknownPersonError
from dashboard.ledger.accounts import Grant
from dashboard.ledger.answers import Given
from dashboard.measuring import points
from dashboard.queries.personal_sheet import of_whom
from tests import office
from tests.dashboard.conftest import Ask
from tests.dashboard.exports.test_document_files import docx_words, unspaced

pytestmark = pytest.mark.usefixtures("warehouse_of_sample")

KINDS_OF_ANSWERS = """SELECT min(nip) AS nip, count(*) AS people FROM score WHERE period_year = 2021 AND is_measured AND score_source = 'answers'
GROUP BY position_group, education_code, has_leadership_training, has_functional_training, has_technical_training, has_seminar, performance_code,
discipline_code ORDER BY nip"""


def _order(language: str = "id", number: str = "") -> Order:
    return Order(PERSONAL, "", 2021, warehouse.current_id(), language, number)


def _one(ask: Ask, condition: str) -> int:
    (row,) = ask(f"SELECT min(nip) FROM score WHERE period_year = 2021 AND {condition}")
    assert row[0] is not None, condition
    return int(row[0])


def _words(document: Document) -> str:
    """Without the places at which long words may be broken."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files.pdf(document))).pages).replace("\u200b", "")


def _given(found: personal_figures.Found) -> Given:
    """The answers of a row as somebody would give them while measuring."""
    row = found.row
    band = next(item for item in found.items if item.indicator.indicator_code == "performance")
    lowest = next(each.lower_bound for each in band.indicator.answers if each.answer_code == band.answer_code)
    return Given(
        education_code=row["education_code"],
        has_leadership_training=row["has_leadership_training"],
        has_functional_training=row["has_functional_training"],
        technical_training_hours=Decimal(20 if row["has_technical_training"] else 0),
        has_seminar=row["has_seminar"],
        performance_value=lowest,
        discipline_code=row["discipline_code"],
    )


def test_items_add_up_to_the_points_of_the_release_and_gains_are_those_of_the_application(ask: Ask) -> None:
    """Every set of answers that stands in the sample, against the one scoring."""
    kinds = ask(KINDS_OF_ANSWERS)
    assert len(kinds) > 50
    year = measured_years.of(2021)
    for row in kinds[::3]:
        found = personal_figures.read(of_whom(int(row.nip)), 2021, int(row.nip))
        for code in personal_figures.DIMENSIONS:
            asked = [item for item in found.items if item.indicator.dimension_code == code]
            assert sum(item.points or 0 for item in asked) == Decimal(str(found.row[f"{code}_score"]))
            assert found.most(code) == points.most(year, found.row["position_group"])[code]
        gains = {gain.indicator_code: gain.points for gain in points.gains(year, found.row["position_group"], _given(found))}
        ours = {item.indicator.indicator_code: item.gain(item.best) for item in found.items if item.next is not None}
        assert ours == gains
        for item in found.advice:
            assert item.next is not None
            assert 0 < item.gain(item.next) <= item.gain(item.best)


def test_the_sheet_says_the_figures_of_the_release_in_both_languages_to_other_programs(ask: Ask, tmp_path: Path) -> None:
    nip = _one(ask, "score_source = 'answers' AND position_group = 'pelaksana' AND NOT has_seminar AND is_verified")
    (row,) = ask("SELECT * FROM score JOIN person USING (period_year, unit_no, nip) WHERE period_year = 2021 AND nip = :nip", nip=nip)
    for language, index, seminar in (("id", "Indeks", "Seminar, workshop, magang, atau kursus"), ("en", "Index", "Seminar, workshop or course")):
        text.use("id")
        made = personal_sheet.made(of_whom(nip), _order(language, "00007/IPASN-ASN/X/IV/2021"), nip)
        (tmp_path / f"{language}.pdf").write_bytes(files.pdf(made))
        both = (unspaced(office.pdf_text(tmp_path / f"{language}.pdf")).replace("\u200b", ""), unspaced(docx_words(files.docx(made))))
        number = f"{row.total_score:.2f}".replace(".", "," if language == "id" else ".")
        for said in (
            row.asn_name,
            str(nip),
            index,
            number,
            seminar,
            "BKN-8-2019",
            "00007/IPASN-ASN/X/IV/2021",
            "17,5" if language == "id" else "17.5",
        ):
            assert [unspaced(said) in words for words in both] == [True, True], said


def test_not_yet_is_not_the_same_as_not_applicable(ask: Ask) -> None:
    nip = _one(ask, "score_source = 'answers' AND position_group = 'struktural' AND NOT has_leadership_training")
    found = personal_figures.read(of_whom(nip), 2021, nip)
    training = next(item for item in found.advice if item.indicator.indicator_code == "leadership_training")
    assert (training.answer_code, training.points, training.gain(training.best)) == ("no", Decimal(0), Decimal(15))
    assert found.not_asked == ("functional_training",)
    words = " ".join(_words(personal_sheet.made(of_whom(nip), _order(), nip)).split())
    assert "Tidak berlaku bagi kelompok jabatan" in words
    assert "itu tidak sama dengan tidak berlaku" in words


def test_a_punishment_is_no_training_that_is_missing(ask: Ask) -> None:
    nip = _one(ask, "score_source = 'answers' AND discipline_code <> 'tidak_pernah'")
    found = personal_figures.read(of_whom(nip), 2021, nip)
    assert "discipline" not in {item.indicator.indicator_code for item in found.advice}
    assert "Hukuman disiplin diperhitungkan 5 tahun" in _words(personal_sheet.made(of_whom(nip), _order(), nip))


def test_of_points_that_were_reported_nobody_knows_the_items(ask: Ask) -> None:
    nip = _one(ask, "score_source = 'reported'")
    found = personal_figures.read(of_whom(nip), 2021, nip)
    assert not found.is_itemised
    assert found.advice == ()
    document = personal_sheet.made(of_whom(nip), _order(), nip)
    assert [section.title for section in document.sections] == ["", "Hasil"]
    assert "butir mana yang kurang tidak diketahui" in " ".join(_words(document).split())


def test_whoever_has_no_result_has_no_sheet(ask: Ask) -> None:
    nip = _one(ask, "NOT is_measured")
    with pytest.raises(NotMeasuredError, match="belum memuat hasil tahun 2021"):
        personal_sheet.made(of_whom(nip), _order(), nip)


def _viewers(nip: int, unit_id: str) -> dict[str, tuple[Viewer, bool]]:
    """Readers, and whether the sheet is theirs to have."""
    grants: dict[str, tuple[tuple[Grant, ...], bool]] = {
        "the person": ((Grant("asn", nip=nip),), True),
        "another person": ((Grant("asn", nip=nip + 1),), False),
        "verifier of the unit": ((Grant("verifier", unit_id),), True),
        "head of the unit": ((Grant("unit_head", unit_id),), True),
        "verifier of another unit": ((Grant("verifier", "1011"),), False),
        **{role: ((Grant(role),), False) for role in ("leader", "secretariat", "analyst", "administrator", "public")},
        **{role: ((Grant(role, "0111"),), False) for role in ("secretary", "agency_head")},
        "nobody": ((), False),
    }
    return {name: (roles.viewer_of(held), is_theirs) for name, (held, is_theirs) in grants.items()}


def test_it_is_for_the_person_and_those_of_whose_duty_it_is(ask: Ask) -> None:
    (row,) = ask(
        "SELECT nip, unit_id FROM score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND unit_id = '1010' AND is_measured LIMIT 1"
    )
    figures = personal_sheet.figures_of(of_whom(row.nip), _order(), row.nip)
    for name, (viewer, is_theirs) in _viewers(row.nip, row.unit_id).items():
        if is_theirs:
            assert personal_sheet.figures_of(viewer, _order(), row.nip) == figures, name
        else:
            with pytest.raises(UnknownPersonError) as refused:
                personal_sheet.figures_of(viewer.requested(), _order(), row.nip)
            assert str(row.nip) not in str(refused.value)


def test_a_release_that_is_gone_is_said(ask: Ask) -> None:
    nip = _one(ask, "is_measured")
    with pytest.raises(ReleaseGoneError):
        personal_sheet.made(of_whom(nip), replace(_order(), release_id="20200101T000000000000"), nip)


HOSTILE = {
    "formula": ('=HYPERLINK("http://contoh.invalid")',) * 3,
    "typst": ('#include "/etc/passwd" #eval(1+1)',) * 3,
    "jinja": ("{{ self.__class__ }} {% for x in y %}",) * 3,
    "turning": ("Siti \u202eanawaN", "Siti anawaN", "Siti anawaN"),
    "emoji": ("😀" * 40, "[U+1F600]" * 40, "😀" * 40),
    "endless": ("a" * 10_000, "a" * 159 + "…", "a" * 159 + "…"),
    "control": ("Nama\x00\x1b[31m\nBaru", "Nama [31m Baru", "Nama [31m Baru"),
}
"""A name, and what of it stands in a PDF and in a Word file."""


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_name_is_a_name_whatever_it_looks_like(ask: Ask, kind: str, tmp_path: Path) -> None:
    hostile, *said = HOSTILE[kind]
    nip = _one(ask, "score_source = 'answers'")
    found = personal_figures.read(of_whom(nip), 2021, nip)
    changed = replace(found, row={**found.row, "asn_name": hostile, "unit_name": hostile, "position_name": hostile})
    order = replace(_order(), unit_id="X")
    document = assembled(order, personal_words.said(order, changed), personal_figures.sealed(changed))
    (tmp_path / "made.pdf").write_bytes(files.pdf(document))
    of_pdf, of_word = office.pdf_text(tmp_path / "made.pdf"), docx_words(files.docx(document))
    assert of_pdf.count("\f") <= 5
    for words, name in zip((of_pdf, of_word), said, strict=True):
        assert unspaced(name) in unspaced(words).replace("\u200b", "")
        assert "\u202e" not in words
        assert "root:" not in words


def test_the_tables_of_a_sheet_hold_nothing_but_words(ask: Ask) -> None:
    nip = _one(ask, "score_source = 'answers'")
    document: Any = personal_sheet.made(of_whom(nip), _order(), nip)
    tables = [block for section in (*document.sections, *document.annex) for block in section.blocks if isinstance(block, Table)]
    assert len(tables) >= 3
    for table in tables:
        assert all(len(row) == len(table.columns) and all(isinstance(cell, str) and cell for cell in row) for row in table.rows)
