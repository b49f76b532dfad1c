"""Pictures of official documents of the sample: python -m tests.document_pictures docs/documents [--warehouse DIR]

One PNG a kind, its first two pages side by side as they are printed, and one of a Word file as LibreOffice shows it. 128 colours: a third of the bytes.
"""

import argparse
import io
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from dashboard import text, warehouse
from dashboard.access import READER
from dashboard.documents import files, making
from dashboard.documents.content import Document
from dashboard.documents.order import HEAD_REPORT, INFOGRAPHIC, PERSONAL, SECRETARY_REPORT, UNIT_REPORT, VALIDITY, Order
from dashboard.issuing import personal_sheet
from dashboard.queries import people
from dashboard.queries.filters import Filters
from dashboard.queries.personal_sheet import of_whom
from tests import office
from tests.serving import build_sample

YEAR, AGENCY, CENTRE = 2021, "0111", "1010"
OF_UNITS = {UNIT_REPORT: CENTRE, SECRETARY_REPORT: AGENCY, HEAD_REPORT: AGENCY, VALIDITY: AGENCY, INFOGRAPHIC: AGENCY}

PPI, MARGIN, GREY, COLOURS = 64, 8, (200, 200, 200), 128
WITHOUT_ITEMS = 2
"""Sections of the sheet of somebody of whom dimensions alone are known."""


def documents() -> Iterator[Document]:
    """One of each kind, without a number."""
    release_id = warehouse.current_id()
    for kind, unit_id in OF_UNITS.items():
        yield making.made(READER, Order(kind, unit_id, YEAR, release_id))
    rows = warehouse.read(people.listing(READER, Filters(YEAR, CENTRE))).sort_values("total_score")
    sheets = (personal_sheet.made(of_whom(nip), Order(PERSONAL, "", YEAR, release_id), nip) for nip in map(int, rows.loc[rows["is_verified"], "nip"]))
    yield next(sheet for sheet in sheets if len(sheet.sections) > WITHOUT_ITEMS)


def side_by_side(pages: Sequence[bytes]) -> bytes:
    """The first two pages on a grey ground, as PNG."""
    shown = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages[:2]]
    width = sum(page.width + MARGIN for page in shown) + MARGIN
    ground = Image.new("RGB", (width, shown[0].height + 2 * MARGIN), GREY)
    for place, page in enumerate(shown):
        ground.paste(page, (MARGIN + place * (page.width + MARGIN), MARGIN))
    written = io.BytesIO()
    ground.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


def in_word(document: Document, work: Path) -> list[bytes]:
    """The pages of the Word file as LibreOffice sets them."""
    (work / "word.docx").write_bytes(files.docx(document))
    (pdf,) = office.converted(work / "word.docx", work / "word", "pdf")
    subprocess.run(["pdftoppm", "-r", str(PPI), "-png", str(pdf), str(work / "word" / "page")], check=True)
    return [page.read_bytes() for page in sorted((work / "word").glob("page*.png"))]


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--warehouse", type=Path, help="releases to read; the committed sample when not given")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.environ["IPASN_WAREHOUSE"] = str(asked.warehouse or Path(work) / "warehouse")
        if asked.warehouse is None:
            build_sample(Path(work) / "warehouse")
        text.use("id")
        warehouse.begin_run()
        for document in documents():
            (asked.folder / f"{document.order.kind}.png").write_bytes(side_by_side(files.pictures(document, PPI)))
            if document.order.kind == UNIT_REPORT:
                (asked.folder / f"{UNIT_REPORT}_word.png").write_bytes(side_by_side(in_word(document, Path(work))))
        warehouse.close()


if __name__ == "__main__":
    main()
