"""Texts in SQL and in Python are made harmless by one rule, and values stand in a file as they are to."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Numeric, String, column, create_engine, literal_column, select, table
from sqlalchemy.sql import Select

from dashboard.exports import written
from dashboard.exports.formulas import MARKS, harmless

DIALECT = create_engine("duckdb:///:memory:").dialect

beginnings = st.sampled_from(["", *MARKS, "'", "''", "<r", "<R>", "\u202e", "\ufeff", "＝", "–", " =", "\u0301", "🙂"])
texts = st.builds("{}{}".format, beginnings, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12))


def asked(rows: Select, *prepared: str, values: list[object] | None = None) -> list[tuple]:
    compiled = rows.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    with duckdb.connect() as connection:
        for statement in prepared:
            connection.execute(statement, values) if values and "unnest" in statement else connection.execute(statement)
        parameters = compiled.construct_params()
        found = connection.execute(compiled.string, [parameters[name] for name in compiled.positiontup or ()])
        return [tuple(column[0] for column in found.description), *found.fetchall()]


@given(st.lists(st.one_of(st.none(), texts), min_size=1, max_size=40))
def test_the_rule_in_sql_is_the_rule_in_python(values: list[str | None]) -> None:
    rows = select(written.harmless(column("t", String)).label("t")).select_from(table("texts"))
    found = asked(rows, "CREATE TABLE texts AS SELECT unnest(?::VARCHAR[]) AS t", values=[values])
    assert [value for (value,) in found[1:]] == [None if value is None else harmless(value) for value in values]


ROWS = select(column("unit_name", String), column("mean", Numeric), column(f"mean{written.WORDS}", String)).select_from(table("rows"))
FILLED = (
    "CREATE TABLE rows AS SELECT * FROM (VALUES ('=1+1', 80.5::DECIMAL(9,4), NULL), ('Unit', -3.25, NULL), "
    "('0111', NULL, 'hidden')) AS r(unit_name, mean, mean__hidden)"
)


def test_csv_has_words_for_what_is_hidden_and_nothing_beside() -> None:
    found = asked(written.csv(ROWS, has_bom=True, has_decimal_comma=False), FILLED)
    assert found == [("\ufeffunit_name", "mean"), ("'=1+1", "80.5000"), ("Unit", "-3.2500"), ("0111", "hidden")]


def test_codes_are_not_looked_at_and_other_texts_are() -> None:
    rows = select(column("rank_group", String), column("unit_name", String)).select_from(table("rows"))
    filled = "CREATE TABLE rows AS SELECT '=1' AS rank_group, '=1' AS unit_name"
    assert asked(written.csv(rows, has_bom=False, has_decimal_comma=False, codes={"rank_group"}), filled)[1] == ("=1", "'=1")


def test_a_number_with_a_comma_is_not_taken_for_a_formula() -> None:
    found = asked(written.csv(ROWS, has_bom=False, has_decimal_comma=True), FILLED)
    assert found == [("unit_name", "mean"), ("'=1+1", "80,5000"), ("Unit", "-3,2500"), ("0111", "hidden")]


def test_typed_files_hold_texts_as_they_are() -> None:
    found = asked(written.typed(ROWS), FILLED)
    assert found[0] == ("unit_name", "mean")
    assert [row[0] for row in found[1:]] == ["=1+1", "Unit", "0111"]
    assert found[3][1] is None


def test_a_workbook_gets_numbers_and_keeps_the_words_beside_them() -> None:
    found = asked(written.xlsx(ROWS), FILLED)
    assert found[0] == ("unit_name", "mean", f"mean{written.WORDS}")
    assert found[1][1] == 80.5
    assert isinstance(found[1][1], float)


def test_the_order_of_the_rows_is_kept() -> None:
    rows = ROWS.order_by(literal_column("rows.unit_name").desc())
    assert [row[0] for row in asked(written.csv(rows, has_bom=False, has_decimal_comma=False), FILLED)[1:]] == ["Unit", "'=1+1", "0111"]
