"""Rows as they stand in a file, said in SQL: the database writes a million of them without handing one to Python.

The rule on formulas is that of exports.formulas; tests hold both equal on any text.
"""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import ColumnElement, Integer, Select, String, case, cast, func, literal, or_
from sqlalchemy.types import Double, Float, Numeric

from dashboard.exports.formulas import MARKS

WORDS = "__hidden"
"""At the end of the name of a column of words, which stands beside the column of numbers of which it says what is hidden."""

MARK = "\ufeff"
"""Byte order mark: before the first heading it stands at the beginning of the file."""

_SINGLE = tuple(ord(mark) for mark in (*MARKS, "'") if len(mark) == 1)
_LONGER = tuple(mark for mark in MARKS if len(mark) > 1)


def harmless(text: ColumnElement[str]) -> ColumnElement[str]:
    """formulas.harmless of a column."""
    begins = or_(func.ascii(text, type_=Integer).in_(_SINGLE), *(func.starts_with(text, mark) for mark in _LONGER))
    return case((begins, literal("'").concat(text)), else_=text)


def csv(rows: Select, *, has_bom: bool, has_decimal_comma: bool, codes: Collection[str] = ()) -> Select:
    """The rows as CSV has them: texts made harmless, hidden numbers in words, numbers with a comma where it is wanted, the mark before the first heading.

    `codes`: columns of texts that begin with a letter or a digit, so that nobody looks at a million of them."""
    shown = {column.name: column for column in rows.selected_columns}
    values: list[ColumnElement] = []
    for name, column in shown.items():
        if name.endswith(WORDS):
            continue
        value = column if name in codes else _csv_value(column, has_decimal_comma=has_decimal_comma)
        if f"{name}{WORDS}" in shown:
            value = func.coalesce(cast(value, String), shown[f"{name}{WORDS}"])
        values.append(value.label(f"{MARK}{name}" if has_bom and not values else name))
    return rows.with_only_columns(*values)


def _csv_value(column: ColumnElement, *, has_decimal_comma: bool) -> ColumnElement:
    if isinstance(column.type, String):
        return harmless(column)
    if has_decimal_comma and isinstance(column.type, Numeric | Float):
        return func.replace(cast(column, String), ".", ",")
    return column


def xlsx(rows: Select) -> Select:
    """The rows as a workbook is written from: exact numbers as numbers of a spreadsheet. Texts are made harmless there, words put in place there."""
    values = (cast(column, Double).label(column.name) if isinstance(column.type, Numeric) else column for column in rows.selected_columns)
    return rows.with_only_columns(*values)


def typed(rows: Select) -> Select:
    """The rows as statisticians have them: every value of its own type, texts as they are, what is hidden missing."""
    return rows.with_only_columns(*(column for column in rows.selected_columns if not column.name.endswith(WORDS)))


def told(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with words in place of what is hidden."""
    for name in [str(name) for name in rows if str(name).endswith(WORDS)]:
        plain = name.removesuffix(WORDS)
        rows = rows.assign(**{plain: rows[plain].astype(object).where(rows[plain].notna(), rows[name].astype(object))}).drop(columns=name)
    return rows
