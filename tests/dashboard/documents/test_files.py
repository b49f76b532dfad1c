"""Documents of the sample as files: other programs find the figures of the release in them."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest

from dashboard.documents import files, making
from dashboard.documents.content import Document
from dashboard.documents.errors import TemplateError
from dashboard.documents.order import INFOGRAPHIC, VALIDITY
from tests import office
from tests.dashboard.conftest import Ask
from tests.dashboard.documents.conftest import AGENCY, OrderOf
from tests.dashboard.documents.test_making import LEADER, MADE
from tests.dashboard.exports.test_document_files import docx_words, unspaced

OF_RELEASE = """
SELECT s.mean_total_score, s.lowest_mean, s.highest_mean, s.measured_count, s.eligible_count, s.verified_count, run.release_id
FROM unit_score s JOIN unit u USING (period_year, unit_no), run WHERE period_year = 2021 AND u.unit_id = :unit
"""


def decimal(value: object) -> str:
    return f"{float(value):.2f}".replace(".", ",")  # type: ignore[arg-type]


def whole(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@pytest.mark.parametrize("kind", MADE)
def test_other_programs_find_the_figures_of_the_release(order: OrderOf, ask: Ask, tmp_path: Path, kind: str) -> None:
    ((mean, lowest, highest, n, eligible, verified, release_id),) = ask(OF_RELEASE, unit=AGENCY)
    made = making.made(LEADER, order(kind, AGENCY, number="001/IPASN/0111/IV/2021"))
    (tmp_path / "made.pdf").write_bytes(files.pdf(made))
    said = {"pdf": unspaced(office.pdf_text(tmp_path / "made.pdf")), "docx": unspaced(docx_words(files.docx(made)))}
    sought = [decimal(mean), whole(n), whole(eligible), release_id, "BKN-8-2019", made.checksum[:16]]
    sought += [decimal(lowest), decimal(highest), whole(verified)] if kind != INFOGRAPHIC else []
    missed = [(program, part) for program, words in said.items() for part in sought if part not in words]
    assert missed == []


def test_libreoffice_opens_a_whole_report(order: OrderOf, ask: Ask, tmp_path: Path) -> None:
    """The largest of all: every unit with its n and index."""
    made = making.made(LEADER, order("secretary_report", AGENCY))
    (tmp_path / "made.docx").write_bytes(files.docx(made))
    (pdf,) = office.converted(tmp_path / "made.docx", tmp_path / "out", "pdf")
    words = office.pdf_text(pdf)
    shown = [row for row in made.figures["units"] if row["mean_total_score"] is not None]
    assert len(shown) > 15
    for row in shown:
        assert re.search(rf"\b{row['eligible_count']}\s+{row['measured_count']}\s+[\d,]+%\s+{decimal(row['mean_total_score'])}\b", words), row[
            "unit_id"
        ]
    assert len(docx.Document(str(tmp_path / "made.docx")).tables) > 8


def test_the_statement_and_the_infographic_are_one_page(order: OrderOf) -> None:
    for kind in (VALIDITY, INFOGRAPHIC):
        assert len(pypdf.PdfReader(io.BytesIO(files.pdf(making.made(LEADER, order(kind, AGENCY))))).pages) == 1


def test_the_same_order_gives_the_same_pdf(order: OrderOf) -> None:
    asked = order(VALIDITY)
    assert files.pdf(making.made(LEADER, asked)) == files.pdf(making.made(LEADER, asked))


def test_a_page_can_be_looked_at(order: OrderOf) -> None:
    made = making.made(LEADER, order(VALIDITY))
    (page,) = files.pictures(made)
    assert page.startswith(b"\x89PNG")
    report = making.made(LEADER, order())
    assert len(files.pictures(report, ppi=20)) == len(pypdf.PdfReader(io.BytesIO(files.pdf(report))).pages)


def test_a_name_of_a_file_names_nobody_and_fits_everywhere(order: OrderOf) -> None:
    made = making.made(LEADER, order(VALIDITY))
    assert files.file_name(made, "pdf") == f"ipasn_validity_statement_1010_2021_{made.checksum[:8]}.pdf"


def test_a_replaced_template_that_is_broken_is_said_with_its_name(order: OrderOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.documents import settings

    (tmp_path / "word").mkdir()
    broken = docx.Document()
    broken.add_paragraph("{{ secret }}")
    broken.save(str(tmp_path / "word" / "document.docx"))
    text = settings.FILE.read_text(encoding="utf-8").replace('templates = ""', 'templates = "word"')
    (tmp_path / "documents.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("IPASN_DOCUMENTS", str(tmp_path / "documents.toml"))
    with pytest.raises(TemplateError, match=r"word/document\.docx"):
        files.docx(making.made(LEADER, order(VALIDITY)))


@pytest.mark.parametrize("make", [files.pdf, files.docx, files.pictures])
def test_an_emblem_that_is_no_drawing_is_said(order: OrderOf, tmp_path: Path, make: Callable[[Document], object]) -> None:
    (tmp_path / "emblem.svg").write_text("no drawing")
    made = making.made(LEADER, order(VALIDITY))
    for logo in ("emblem.svg", "gone.svg"):
        with pytest.raises(TemplateError, match="lambang"):
            make(replace(made, letterhead=replace(made.letterhead, logo=str(tmp_path / logo))))
