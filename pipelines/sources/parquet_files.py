"""Parquet: read in place; the types of its columns become the text that a person would have typed."""

from pathlib import Path

import duckdb

from pipelines.sources.arrival import Arrived, SourceError
from pipelines.sources.cells import BLANKS
from pipelines.sources.relation import Reading, file_literal, name
from pipelines.sources.request import Request, arrive_read, content_of
from pipelines.workbench import literal


def open_parquet(request: Request, path: Path) -> Arrived:
    """A Parquet file as a view. Row numbers count as in a sheet: the first row of data is row 2. Raises SourceError when it is no sound Parquet file."""
    source = f"read_parquet({file_literal(path)}, file_row_number=true, hive_partitioning=false)"
    try:
        described = request.connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}").fetchall()  # noqa: S608 - a quoted path
        _, found = request.recognise([[column[0] for column in described]])
        texts = {position: _text(described[position][0], described[position][1]) for position in found.positions}
        is_blank = " AND ".join(f"coalesce(trim({text}, {literal(BLANKS)}), '') = ''" for text in texts.values())
        counted = request.connection.execute(f"SELECT count(*), count(*) FILTER ({is_blank}) FROM {source}").fetchone()  # noqa: S608 - quoted names
    except duckdb.Error as error:
        raise SourceError(f"{request.name}: berkas Parquet ini rusak atau tidak lengkap. Minta berkas yang baru.") from error
    row_count, blank_count = counted or (0, 0)
    if blank_count:
        source = f"(SELECT * FROM {source} WHERE NOT ({is_blank}))"  # noqa: S608 - a quoted path and quoted names
    reading = Reading(source, texts, source_row="file_row_number + 2" if blank_count else "NULL")
    content = content_of(path)
    return arrive_read(request, found, reading, content, first_row=2, row_count=row_count - blank_count, skipped=blank_count)


def _text(column: str, declared: str) -> str:
    """The text of a column in SQL, by its type: as cells.cell_text makes it of a value."""
    quoted = name(column)
    if declared in ("DOUBLE", "FLOAT"):
        whole = f"{quoted} = trunc({quoted}) AND abs({quoted}) < 1e15"
        return f"CASE WHEN isnan({quoted}) THEN NULL WHEN {whole} THEN CAST(CAST({quoted} AS BIGINT) AS VARCHAR) ELSE CAST({quoted} AS VARCHAR) END"
    if declared == "BOOLEAN":
        return f"CASE {quoted} WHEN true THEN 'ya' WHEN false THEN 'tidak' END"
    if declared == "TIMESTAMP WITH TIME ZONE":
        return f"CAST(timezone('Asia/Jakarta', {quoted}) AS VARCHAR)"
    if declared == "BLOB":
        return f"decode({quoted})"
    return f"CAST({quoted} AS VARCHAR)"
