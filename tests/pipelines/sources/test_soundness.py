"""A file that is read in place gives exactly the rows that reading it row by row gives."""

import csv
import io
from itertools import islice
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.sources import SourceError, SourceSpec, open_source
from pipelines.sources.layouts import read_layouts
from pipelines.sources.recognition import match
from pipelines.sources.request import Request, arrive_rows, content_of
from pipelines.sources.soundness import examine
from pipelines.sources.text_files import TextForm

LAYOUTS = read_layouts()
UNITS = next(layout for layout in LAYOUTS if layout.code == "template_units")
HEADINGS = ["unit_id", "nama", "induk"]

cells = st.one_of(
    st.text(alphabet='ab ,;"\n\r\t-é–1\u00a0', max_size=8),
    st.sampled_from(["", " ", "Jumlah", "Keterangan: x", "unit_id", "nama", "induk", "1", "2", "3", '"', "a b", "U1"]),
)

plain_cells = st.text(alphabet="ab –-,\u00a0", max_size=4)
wild_rows = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=6)
neat_rows = st.lists(st.tuples(st.sampled_from(["U1", " U2", "U3 ", "jum", "n", "Ü"]), plain_cells, st.one_of(plain_cells, cells)), max_size=6)


def rows_of(connection: duckdb.DuckDBPyConnection, relation: str, first_row: int) -> list[tuple]:
    rows = connection.execute(f"SELECT * FROM {relation}").fetchall()
    return [(*row[:-2], first_row + position if row[-2] is None else row[-2], row[-1]) for position, row in enumerate(rows)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.one_of(neat_rows, neat_rows, neat_rows, wild_rows),
    separator=st.sampled_from(",;"),
    line_break=st.sampled_from(["\n", "\r\n"]),
    is_quoted=st.booleans(),
    is_raw=st.sampled_from([False, False, True]),
)
def test_in_place_and_row_by_row_agree(tmp_path: Path, rows, separator, line_break, is_quoted, is_raw):
    path = tmp_path / "units.csv"
    if is_raw:
        text = line_break.join(separator.join(row) for row in [HEADINGS, *rows])
    else:
        written = io.StringIO()
        style = "excel" if not is_quoted else "unix"
        csv.writer(written, style, delimiter=separator, lineterminator=line_break).writerows([HEADINGS, *rows])
        text = written.getvalue()
    path.write_bytes(text.encode())
    with duckdb.connect() as connection:
        spec = SourceSpec("units.csv", "units", path=path)
        try:
            arrived = open_source(connection, spec, "units", year=2021)
        except SourceError:
            with pytest.raises(SourceError, match="tanda kutip"):
                list(TextForm("utf-8-sig", separator).rows(path, "units.csv"))
            return
        request = Request(connection, spec, "units", 2021, LAYOUTS)
        form = TextForm("utf-8-sig", separator)
        found = match(UNITS, next(form.rows(path, "units.csv"))[1])
        slow = arrive_rows(request, found, 1, islice(form.rows(path, "units.csv"), 1, None), content_of(path))
        assert rows_of(connection, arrived.relation, arrived.first_row) == rows_of(connection, slow.relation, slow.first_row)
        assert arrived.row_count_known == slow.row_count_known


@pytest.mark.parametrize(
    ("content", "is_sound"),
    [
        ("unit_id,nama,induk\nU1,A,\nU2,B,U1\n", True),
        ("unit_id,nama,induk\n", True),
        ('unit_id,nama,induk\nU1,"A, B",\n', True),
        ('unit_id,nama,induk\nU1,"A ""B"" C",\n', True),
        ("unit_id,nama,induk\nU1,A\n", False),
        ("unit_id,nama,induk\nU1,A,,x\n", False),
        ("unit_id,nama,induk\nU1,A\nU2,B,U1,x\n", False),
        ("unit_id,nama,induk\n\nU1,A,\n", False),
        ("unit_id,nama,induk\n,,\n", False),
        ("unit_id,nama,induk\nU1,A,\n , ,\n", False),
        ("unit_id,nama,induk\n1,2,3\nU1,A,\n", False),
        ("unit_id,nama,induk\nU1,A,\n1,2,3\n", True),
        ("unit_id,nama,induk\nU1,A,\nJumlah,,\n", False),
        ("unit_id,nama,induk\nU1,A,\nUNIT_ID,NAMA,INDUK\n", False),
        ('unit_id,nama,induk\nU1,A "B" C,\n', False),
        ('unit_id,nama,induk\nU1,"A,\n', False),
        ("unit_id,nama,induk\r\nU1,A,\nU2,B,U1\r\n", False),
        ("unit_id,nama,induk\nU1,A\rB,\n", False),
        ("unit_id,nama,induk\nU1,A\0B,\n", False),
    ],
)
def test_what_is_sound(tmp_path, content, is_sound):
    path = tmp_path / "units.csv"
    path.write_text(content, newline="")
    assert (examine(path, ",", match(UNITS, HEADINGS)) is not None) == is_sound


def test_flaw_in_a_late_block_is_found(tmp_path):
    """Files are examined in blocks of 1 MiB: rows that cross blocks are whole, and the last block counts like the first."""
    rows = "".join(f'U{number},"Balai, nomor {number}",U{number // 10}\n' for number in range(100_000))
    path = tmp_path / "units.csv"
    path.write_text(f"unit_id,nama,induk\n{rows}")
    sound = examine(path, ",", match(UNITS, HEADINGS))
    assert sound is not None
    assert sound.row_count == 100_000
    path.write_text(f"unit_id,nama,induk\n{rows}U,Balai\n")
    assert examine(path, ",", match(UNITS, HEADINGS)) is None
