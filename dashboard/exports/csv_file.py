"""A frame as CSV that a spreadsheet opens without running anything in it."""

import pandas as pd

MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet take a text for a formula (OWASP, CSV injection)."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would run it. Reversible: take one leading apostrophe away."""
    return f"'{text}" if text.startswith((*MARKS, "'")) else text


def content(frame: pd.DataFrame) -> bytes:
    """UTF-8 CSV with a byte order mark (Excel reads it right), a heading row, missing values empty; only texts are made harmless, numbers stay numbers."""
    safe = frame.copy()
    safe.columns = pd.Index([harmless(str(name)) for name in frame.columns])
    for place, dtype in enumerate(frame.dtypes):
        if not (pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype)):
            texts = frame.iloc[:, place].map(lambda value: harmless(value) if isinstance(value, str) else value)
            safe.isetitem(place, texts)
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")
