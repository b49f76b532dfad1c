"""What a spreadsheet would run, made plain text, alike in every kind of file."""

import pandas as pd

MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "<r>")
"""Beginnings that make a spreadsheet take a text for a formula (OWASP, CSV injection), and one that XlsxWriter takes for markup of its own."""


_BEGINNINGS = (*MARKS, "'")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it when it begins with one of MARKS or an apostrophe. Reversible: take one leading apostrophe away."""
    return f"'{text}" if text.startswith(_BEGINNINGS) else text


def harmless_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its texts and headings made harmless; numbers, days and times stay as they are."""
    safe = frame.copy()
    safe.columns = pd.Index([harmless(str(name)) for name in frame.columns])
    for place, dtype in enumerate(frame.dtypes):
        column = frame.iloc[:, place]
        if isinstance(dtype, pd.StringDtype):
            safe.isetitem(place, column.mask(column.str.startswith(_BEGINNINGS), "'" + column))
        elif not (pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype)):
            safe.isetitem(place, column.map(lambda value: harmless(value) if isinstance(value, str) else value))
    return safe
