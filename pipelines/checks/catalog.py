"""Which checks there are, what they say, and how one runs."""

from dataclasses import asdict, dataclass

import duckdb

from pipelines import workbench

ORDER = (
    "missing_columns",
    "empty_source",
    "unit_cycle",
    "year_mismatch",
    "too_many_rejected",
    "nip_malformed",
    "nip_numeric_cell",
    "duplicate_nip",
    "unknown_person",
    "unknown_unit",
    "ended_unit",
    "unknown_stage",
    "unreadable_value",
    "score_out_of_range",
    "missing_answers",
    "other_year",
    "duplicate_unit",
    "unknown_parent",
    "nip_birth_date",
    "nip_sex",
    "nip_appointment",
    "total_not_sum",
    "score_differs",
    "category_differs",
    "ineligible_measured",
    "measured_outside_window",
    "report_before_dependency",
    "report_not_owed",
    "duplicate_report",
    "report_in_future",
    "education_differs",
    "irrelevant_answer",
    "unit_alias_used",
    "removed_since_last",
)
"""Every check, the gravest first: the order in which they are shown."""

_TABLES = """
CREATE TABLE finding_row (
    check_code VARCHAR, source_no INTEGER, kind VARCHAR, row_id BIGINT, column_name VARCHAR, value VARCHAR, expected_value VARCHAR
);
CREATE TABLE rejected (kind VARCHAR, row_id BIGINT);
CREATE TABLE rule_check (
    check_code VARCHAR, severity VARCHAR, check_order SMALLINT, title VARCHAR, title_en VARCHAR, message VARCHAR, message_en VARCHAR
);
"""


class StoppedByFindingsError(Exception):
    """A check of severity stop found something: nothing may be published. The table finding_row says what."""


@dataclass(frozen=True)
class Check:
    """The heading of one check's file; the SELECT below it finds the rows that break the rule."""

    check_code: str
    severity: str
    check_order: int
    title: str
    title_en: str
    message: str
    message_en: str


def read(code: str) -> Check:
    """The heading of pipelines/checks/<code>.sql. Raises KeyError when a line of it is missing."""
    lines = workbench.statement("checks", code).splitlines()
    heading = dict(line[3:].split(": ", 1) for line in lines if line.startswith("-- ") and ": " in line)
    said = {name: heading[name] for name in ("severity", "title", "title_en", "message", "message_en")}
    return Check(check_code=code, check_order=ORDER.index(code) + 1, **said)


def warnings() -> list[str]:
    """The checks that only warn, in their order."""
    return [code for code in ORDER if read(code).severity == "warn"]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty tables that checks fill, and rule_check with what every check says."""
    connection.execute(_TABLES)
    workbench.insert(connection, "rule_check", [asdict(read(code)) for code in ORDER])


def run(connection: duckdb.DuckDBPyConnection, *codes: str) -> None:
    """Runs checks in the order given: the rows that break one become findings, and where it rejects, those rows leave the build.

    A warning is about a row that is used, so a row that was rejected gets none.
    Raises StoppedByFindingsError after a check of severity stop that found something.
    """
    for code in codes:
        severity = read(code).severity
        connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS\n{workbench.statement('checks', code)}")
        if severity == "warn":
            connection.execute("DELETE FROM found WHERE (kind, row_id) IN (SELECT (kind, row_id) FROM rejected)")
        connection.execute(f"INSERT INTO finding_row BY NAME SELECT '{code}' AS check_code, * FROM found")  # noqa: S608 -- a name of our own
        if severity == "reject":
            connection.execute("INSERT INTO rejected SELECT DISTINCT kind, row_id FROM found ANTI JOIN rejected USING (kind, row_id)")
        if severity == "stop" and workbench.count(connection, "found"):
            raise StoppedByFindingsError(code)
