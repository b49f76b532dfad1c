"""Units whose names attack, from the source to the paper."""

from pathlib import Path

import pytest

from dashboard import warehouse
from dashboard.documents import files, making
from dashboard.documents.content import Document
from dashboard.documents.order import HEAD_REPORT, INFOGRAPHIC, UNIT_REPORT, VALIDITY, Order
from tests import office, rows
from tests.dashboard.conftest import LookAt
from tests.dashboard.documents.test_making import LEADER, tables_of
from tests.dashboard.exports.test_document_files import docx_words, pdf_words, unspaced

NAMES = ('=HYPERLINK("http://x.example","y")', '#include "/etc/passwd"', "{{ 7*7 }} {%p if 1 %}", "Balai \u202eatrakaJ 😀", "y" * 10_000)
SAID = [*((name, name) for name in NAMES[:3]), ("Balai atrakaJ [U+1F600]", "Balai atrakaJ 😀"), ("y" * 159 + "…", "y" * 159 + "…")]
"""What of these names stands in a PDF, and in a Word file."""

EACH = 6
"""People of each unit, all of them measured."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in which every unit right below the top has such a name."""
    places = [{"unit_id": "01", "nama": "Badan <w:p> $x$", "jenis": "Eselon I"}]
    places += [{"unit_id": f"01{number:02d}", "nama": name, "induk": "01", "jenis": "Eselon II"} for number, name in enumerate(NAMES)]
    people = [{"unit_id": f"01{number // EACH:02d}", "satuan_kerja": NAMES[number // EACH]} for number in range(EACH * len(NAMES))]
    folder = tmp_path_factory.mktemp("hostile")
    found = rows.build(folder, units=places, personnel=rows.personnel(*people), measurements=rows.measurements(*({} for _person in people)))
    assert found.status == 0
    return folder / "warehouse"


@pytest.fixture(autouse=True)
def looked_at(folder: Path, look_at: LookAt) -> None:
    look_at(folder)


def ordered(kind: str, unit_id: str) -> Order:
    return Order(kind, unit_id, rows.YEAR, warehouse.current_id())


def read(made: Document, place: Path) -> tuple[str, str]:
    """The words of both files as other programs read them, without blanks and places where words may break."""
    (place / "made.pdf").write_bytes(files.pdf(made))
    return unspaced(office.pdf_text(place / "made.pdf")).replace("\u200b", ""), unspaced(docx_words(files.docx(made))).replace("\u200b", "")


def test_names_of_units_are_words_and_nothing_else() -> None:
    made = making.made(LEADER, ordered(HEAD_REPORT, "01"))
    (table,) = [each for caption, each in tables_of(made).items() if "tepat di bawahnya" in caption]
    said = [row[0] for row in table.rows]
    assert said == [*NAMES[:3], "Balai atrakaJ 😀", "y" * 159 + "…", "Jumlah"]
    assert all(row[2:5] == ("6", "100,0%", "90,00") for row in table.rows[:-1])
    for words in (unspaced(pdf_words(files.pdf(made))), unspaced(docx_words(files.docx(made)))):
        for name in (*NAMES[:3], "Balai atrakaJ", "y" * 159 + "…"):
            assert unspaced(name) in words
        assert "\u202e" not in words


@pytest.mark.parametrize("kind", [UNIT_REPORT, INFOGRAPHIC, VALIDITY])
@pytest.mark.parametrize("place", range(len(NAMES)))
def test_a_document_of_such_a_unit_says_its_name_and_stays_whole(kind: str, place: int, tmp_path: Path) -> None:
    """An emoji, which no font of Typst has, is written as its number in a PDF; Word draws it."""
    made = making.made(LEADER, ordered(kind, f"01{place:02d}"))
    assert "n: 6 dari 6" in made.running
    of_pdf, of_word = SAID[place]
    for words, name in zip(read(made, tmp_path), (of_pdf, of_word), strict=True):
        assert unspaced(name) in words
        assert made.checksum in words
        assert "90,00" in words
        assert "\u202e" not in words
        assert "root:" not in words
    assert files.file_name(made, "pdf").isascii()
