"""The data dictionary, made from the table definitions: python -m pipelines.warehouse.dictionary > data/README.md"""

import sys
from collections.abc import Iterator

from duckdb_sqlalchemy import Dialect
from sqlalchemy import Table

from pipelines.warehouse import tables

OPENING = """# What a release holds

Generated from `pipelines/warehouse/tables.py` by `python -m pipelines.warehouse.dictionary > data/README.md`; a test holds the two together.
The same words stand in the release itself: `SELECT * FROM duckdb_columns()` shows them as comments.

A release is one DuckDB file, `data/warehouse/releases/<release_id>.duckdb`, that never changes; `data/warehouse/CURRENT` holds the name of the one that is
served. Analysts open it read-only and begin with `asn_score`:

```python
import duckdb
from pathlib import Path

warehouse = Path("data/warehouse")
release = warehouse / "releases" / f"{(warehouse / 'CURRENT').read_text().strip()}.duckdb"
with duckdb.connect(release, read_only=True) as connection:
    print(connection.sql("SELECT category_code, count(*) FROM asn_score WHERE period_year = 2021 AND is_eligible GROUP BY ALL"))
```

## What holds for all tables

"""

FOLDERS = """
## The other folders

| Folder | In git | What stands in it |
| --- | --- | --- |
| `data/reference/` | yes | What people decide: scoring rules and schedule by year, ranks, words, layouts of sources |
| `data/sources.toml` | yes | The sources that a build reads when none are named |
| `data/sample/` | yes | Small invented inputs |
| `data/landing/` | no | What arrived: real sources |
| `data/warehouse/` | no | Releases, and which one is current |
| `data/ledger/` | no | What people enter in the application |

"""

_DIALECT = Dialect()


def text() -> str:
    """The whole file data/README.md."""
    published = list(tables.metadata.tables.values())
    rules = " ".join((tables.__doc__ or "").split("\n\n", 1)[1].split())
    overview = [
        "## Tables",
        "",
        "| Table | Grain |",
        "| --- | --- |",
        *(f"| [`{table.name}`](#{table.name}) | {_cell(table.comment)} |" for table in published),
    ]
    parts = [OPENING + rules + "\n" + FOLDERS + "\n".join(overview), *("\n".join(_section(table)) for table in published)]
    return "\n\n".join(parts) + "\n"


def _section(table: Table) -> Iterator[str]:
    """Heading, grain and columns of one table."""
    yield f"### {table.name}"
    yield ""
    yield f"{table.comment}. {'A view.' if table.info.get('is_view') else ''}".rstrip()
    yield ""
    yield "| Column | Type | May be empty | Meaning |"
    yield "| --- | --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}` | {column.type.compile(_DIALECT)} | {'yes' if column.nullable else ''} | {_cell(column.comment)} |"


def _cell(words: str | None) -> str:
    return (words or "").replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(text())
