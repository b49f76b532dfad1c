"""Cells are read as a person wrote them: nothing is rounded into another band or another year."""

from decimal import Decimal

import duckdb
import pytest

from pipelines import workbench


@pytest.fixture(scope="module")
def cells() -> duckdb.DuckDBPyConnection:
    """A connection that knows the macros of staging/cells.sql."""
    connection = duckdb.connect()
    connection.execute(workbench.statement("staging", "cells"))
    return connection


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("91", "91"),
        ("90.99", "90.99"),
        ("90.9999", "90.9999"),
        ("90.99999", "90.9999"),
        ("9.99996", "9.9999"),
        ("19.999", "19.999"),
        ("90.99999999999999", "91"),
        ("22.499999999999996", "22.5"),
        ("100.0000", "100"),
        ("-0.5", "-0.5"),
        ("85.66666666666667", "85.6666"),
        ("Sangat Baik", None),
        ("baik", None),
        ("91.2.3", None),
        (None, None),
    ],
)
def test_a_number_is_cut_after_four_decimals_and_never_rounded_up(cells: duckdb.DuckDBPyConnection, cell: str | None, number: str | None) -> None:
    """What floating arithmetic leaves behind the tenth decimal is no digit."""
    assert cells.execute("SELECT number_of($1::VARCHAR)", [cell]).fetchone() == (None if number is None else Decimal(number),)


@pytest.mark.parametrize(("cell", "year"), [("2021", 2021), ("2021.0", 2021), ("2020.6", None), ("2021.4", None), ("dua ribu", None), (None, None)])
def test_a_number_between_two_years_is_no_year(cells: duckdb.DuckDBPyConnection, cell: str | None, year: int | None) -> None:
    """A spreadsheet's 2021.0 is 2021."""
    assert cells.execute("SELECT year_of($1::VARCHAR)", [cell]).fetchone() == (year,)
