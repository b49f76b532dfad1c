"""What was found in the sources, in words. Frames are those of dashboard.queries.data_quality; what comes back is ready to be read."""

import pandas as pd

from dashboard.text.formats import is_missing, moment, percent, plain, whole
from dashboard.text.labels import label
from dashboard.text.language import _, language

MARKS = {"stop": "■", "reject": "✕", "warn": "▲"}
"""A sign beside each severity."""


def severity(code: str) -> str:
    """✕ Row left out."""
    return f"{MARKS[code]} {label('severity', code)}"


def _title() -> str:
    return "title_en" if language() == "en" else "title"


def severities() -> dict[str, str]:
    """Every severity by its code, and all of them first."""
    return {"": _("All severities"), **{code: severity(code) for code in MARKS}}


def check_titles(frame: pd.DataFrame) -> dict[str, str]:
    """What each check looks for, by its code, of those that found anything, and all of them first."""
    found = frame[frame["finding_count"] > 0]
    return {"": _("All checks"), **dict(zip(found["check_code"], found[_title()], strict=True))}


def summary(row: pd.Series, sources: pd.DataFrame) -> str:
    """How many rows came in, how many were left out, and what else was found."""
    read, rejected = int(sources["rows_read"].sum()), int(sources["rows_rejected"].sum())
    if not read:
        return _("No source was read for this year.")
    return _(
        "Of {read} rows read {rejected} ({share}) were left out; {warnings} warnings. {checks} checks found something.",
        read=whole(read),
        rejected=whole(rejected),
        share=percent(rejected, read),
        warnings=whole(row["warn_count"]),
        checks=whole(row["check_count"]),
    )


def by_check(frame: pd.DataFrame) -> pd.DataFrame:
    """Each check with its severity and how often it was broken."""
    return pd.DataFrame(
        {
            _("Findings"): frame["finding_count"].astype("int64"),
            _("Severity"): [severity(code) for code in frame["severity"]],
            _("Check"): list(frame[_title()]),
        }
    )


def checks(frame: pd.DataFrame) -> str:
    """Which check is broken most often."""
    found = frame[frame["finding_count"] > 0]
    if found.empty:
        return _("No check found anything.")
    most = found.loc[found["finding_count"].idxmax()]
    return _(
        "{found} of {all} checks found something; most often: {title} ({count}).",
        found=whole(len(found)),
        all=whole(len(frame)),
        title=most[_title()],
        count=whole(most["finding_count"]),
    )


def by_unit(frame: pd.DataFrame) -> pd.DataFrame:
    """Each unit with its findings."""
    return pd.DataFrame(
        {
            _("Findings"): frame["finding_count"].astype("int64"),
            _("Left out"): frame["reject_count"].astype("int64"),
            _("Warnings"): frame["warn_count"].astype("int64"),
            _("Unit"): list(frame["unit_name"]),
        }
    )


def units(frame: pd.DataFrame) -> str:
    """Which unit has most findings."""
    if frame.empty:
        return _("No finding belongs to a known unit.")
    return _(
        "Most findings: {unit} ({count}). Findings whose unit is not known are not counted here.",
        unit=frame["unit_name"].iloc[0],
        count=whole(frame["finding_count"].iloc[0]),
    )


def sources(frame: pd.DataFrame) -> pd.DataFrame:
    """Each source with when it was read, its rows and the beginning of its SHA-256."""
    return pd.DataFrame(
        {
            _("Source"): [plain(name) for name in frame["source_name"]],
            _("Kind"): [label("kind", code) for code in frame["kind"]],
            _("Read at"): [moment(value) for value in frame["loaded_at"]],
            _("Rows read"): [whole(value) for value in frame["rows_read"]],
            _("Loaded"): [whole(value) for value in frame["rows_loaded"]],
            _("Left out"): [f"{whole(row.rows_rejected)} ({percent(row.rows_rejected, row.rows_read)})" for row in frame.itertuples()],
            _("After as-of"): [whole(value) for value in frame["rows_after_as_of"]],
            _("Layout"): list(frame["layout_code"]),
            "SHA-256": [f"`{value[:12]}`" for value in frame["sha256"]],
        }
    )


def findings(frame: pd.DataFrame) -> pd.DataFrame:
    """Each finding with where it stands in the source, the value there and what to do."""
    return pd.DataFrame(
        {
            _("Severity"): [severity(code) for code in frame["severity"]],
            _("Check"): [row["check_code"] if is_missing(row[_title()]) else row[_title()] for _place, row in frame.iterrows()],
            _("Source"): list(frame["source_name"]),
            _("Row"): list(frame["row_number"]),
            _("Column"): list(frame["column_name"]),
            _("Value"): [_("withheld") if row.is_withheld else row.value for row in frame.itertuples()],
            _("Expected"): list(frame["expected_value"]),
            _("What to do"): list(frame["message_en" if language() == "en" else "message"]),
            _("Unit"): list(frame["unit_name"]),
        }
    )


def unit_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Each name that fits no unit, with the source it stands in and how many rows carry it."""
    return pd.DataFrame(
        {
            _("Name in the source"): [plain(name) for name in frame["unit_name"]],
            _("Source"): [plain(name) for name in frame["source_name"]],
            _("Rows"): [whole(value) for value in frame["row_count"]],
        }
    )
