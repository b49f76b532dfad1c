"""A frame as CSV that a spreadsheet opens without running anything in it."""

import io
from collections.abc import Iterable

import pandas as pd

from dashboard.exports.formulas import harmless_frame


def content(frame: pd.DataFrame) -> bytes:
    """UTF-8 CSV with a byte order mark (Excel reads it right), a heading row, missing values empty; only texts are made harmless, numbers stay numbers."""
    return joined([frame])


def joined(parts: Iterable[pd.DataFrame]) -> bytes:
    """The rows of all parts, which have the same columns, under one heading row; as `content` otherwise. Without a part there is nothing."""
    written = io.BytesIO()
    for place, part in enumerate(parts):
        text: str = harmless_frame(part).to_csv(index=False, header=place == 0, lineterminator="\r\n")
        written.write(text.encode("utf-8-sig" if place == 0 else "utf-8"))
    return written.getvalue()
