"""Reading TOML into dataclasses: types, missing and unknown keys, lines."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.reference.entries import Entry, ReferenceFileError, line_numbers, read


@dataclass(frozen=True, kw_only=True)
class Fruit(Entry):
    name: str
    weight: Decimal
    count: int = 1
    ripe: bool = False
    picked_on: date | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Basket(Entry):
    owner: str
    fruits: tuple[Fruit, ...]


BASKET = """
owner = "Sari"   # a comment
fruits = [
  { name = "mangga [manis]", weight = 0.1, kinds = ["harum", "gedong"] },

  # between
  { name = "jeruk", weight = 2, count = 3, ripe = true, picked_on = 2021-04-12 },
]
"""


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "basket.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_reads_into_its_dataclass_with_exact_decimals(tmp_path: Path) -> None:
    basket = read(write(tmp_path, BASKET), Basket)
    mango = Fruit(name="mangga [manis]", weight=Decimal("0.1"), kinds=("harum", "gedong"))
    orange = Fruit(name="jeruk", weight=Decimal(2), count=3, ripe=True, picked_on=date(2021, 4, 12))
    assert basket == Basket(owner="Sari", fruits=(mango, orange))


def test_every_entry_knows_its_line(tmp_path: Path) -> None:
    assert [fruit.line for fruit in read(write(tmp_path, BASKET), Basket).fruits] == [4, 7]


def test_lines_of_tables_headed_by_brackets() -> None:
    text = '[[fruits]]\nname = "a"\nkinds = [\n  { x = 1 },\n]\n\n[[fruits]]\nname = "b"\n[owner]\nname = "c"\n'
    lines = line_numbers(text)
    assert lines["fruits", 0] == 1
    assert lines["fruits", 0, "kinds", 0] == 4
    assert lines["fruits", 1, "name"] == 8
    assert lines["owner", "name"] == 10


def test_lines_of_tables_within_listed_tables() -> None:
    """A table belongs to the last one above it, and is counted there."""
    text = "[[stages]]\nno = 1\n[[stages.moves]]\nx = 1\n[[stages.moves]]\nx = 2\n[[stages]]\nno = 2\n[[ stages.moves ]]\nx = 3\n[[days]]\non = 1\n"
    lines = line_numbers(text)
    assert lines["stages", 0, "moves", 0] == 3
    assert lines["stages", 0, "moves", 1, "x"] == 6
    assert lines["stages", 1, "no"] == 8
    assert lines["stages", 1, "moves", 0, "x"] == 10
    assert lines["days", 0, "on"] == 12


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('"jeruk", weight = 2', '"jeruk", weight = true', 7, '"True" bukan angka'),
        ("count = 3", "count = 3.0", 7, '"3.0" bukan bilangan bulat'),
        ("ripe = true", "ripe = 1", 7, '"1" bukan true atau false'),
        ("picked_on = 2021-04-12", "picked_on = 2021-04-12T10:00:00", 7, "bukan tanggal"),
        ('owner = "Sari"', "owner = 5", 2, '"5" bukan teks dalam tanda kutip'),
        ('["harum", "gedong"]', '"harum"', 4, '"kinds" harus berupa daftar'),
        ("weight = 0.1", "berat = 0.1", 4, 'kunci "berat" tidak dikenal'),
        ('name = "jeruk", ', "", 7, 'kunci "name" belum ada'),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, sentence: str) -> None:
    file = write(tmp_path, BASKET.replace(old, new))
    with pytest.raises(ReferenceFileError) as refused:
        read(file, Basket)
    assert str(refused.value).startswith(f"{file}:{line}: ")
    assert sentence in str(refused.value)


def test_a_value_where_a_table_belongs_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, 'owner = "Sari"\nfruits = ["jeruk"]')
    with pytest.raises(ReferenceFileError, match=":2: di sini harus ada tabel"):
        read(file, Basket)


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "basket.toml"
    file.write_bytes(b'owner = "\xff"')
    with pytest.raises(ReferenceFileError, match="UTF-8"):
        read(file, Basket)
