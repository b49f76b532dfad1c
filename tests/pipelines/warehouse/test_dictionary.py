"""The data dictionary in the repository is the one that the table definitions give."""

from pathlib import Path

from pipelines.warehouse import dictionary, tables

FILE = Path(__file__).parents[3] / "data" / "README.md"


def test_the_file_is_what_the_definitions_give() -> None:
    assert FILE.read_text(encoding="utf-8") == dictionary.text(), "run: python -m pipelines.warehouse.dictionary > data/README.md"


def test_every_column_is_described() -> None:
    for table in tables.metadata.tables.values():
        section = dictionary.text().split(f"\n### {table.name}\n", 1)[1].split("\n### ", 1)[0]
        for column in table.columns:
            assert column.comment
            assert f"| `{column.name}` |" in section
