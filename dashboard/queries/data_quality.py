"""What was found in the sources, and which sources there were."""

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, select

from dashboard.access.viewer import Viewer
from dashboard.queries import summary, tree, visible
from dashboard.queries.filters import Filters
from dashboard.queries.kept import kept

PAGE_SIZE = 100
MOST_PAGES = 200
"""Further pages are not turned to: who has 20,000 findings of one kind corrects the source, not the rows."""

MOST_UNITS = 20

SEVERITIES = ("stop", "reject", "warn")
"""Gravest first."""


@kept
def totals(viewer: Viewer, filters: Filters) -> Select:
    """One row: finding_count, and of them by severity stop_count, reject_count, warn_count; check_count that found anything."""
    finding = visible.findings(viewer)
    by_severity = [summary.count_where(finding.c.severity == severity).label(f"{severity}_count") for severity in SEVERITIES]
    checks = func.count(finding.c.check_code.distinct()).label("check_count")
    return select(func.count().label("finding_count"), *by_severity, checks).where(*_chosen(finding, filters))


@kept
def by_check(viewer: Viewer, filters: Filters) -> Select:
    """One row per check, those that found something first, then by gravity and number; the others as zero: check_code, severity, title, title_en, finding_count."""
    check, finding = visible.reference("rule_check"), visible.findings(viewer)
    counts = (
        select(finding.c.check_code, func.count().label("finding_count"))
        .where(*_chosen(finding, filters))
        .group_by(finding.c.check_code)
        .subquery("counts")
    )
    finding_count = func.coalesce(counts.c.finding_count, 0)
    return (
        select(check.c.check_code, check.c.severity, check.c.title, check.c.title_en, finding_count.label("finding_count"))
        .select_from(check.join(counts, counts.c.check_code == check.c.check_code, isouter=True))
        .order_by(case((finding_count > 0, 0), else_=1), _gravity(check), finding_count.desc(), check.c.check_order)
    )


@kept
def by_unit(viewer: Viewer, filters: Filters) -> Select:
    """One row per unit right below the chosen one with any finding, most first, at most MOST_UNITS: unit_id, unit_name, finding_count, reject_count, warn_count.

    Findings whose unit is not known belong to no unit and are not here."""
    finding, part = visible.findings(viewer), tree.parts(viewer, filters)
    inside = and_(finding.c.unit_no.between(part.c.unit_no, part.c.last_no), finding.c.period_year == filters.year)
    found = func.count().label("finding_count")
    counts = [summary.count_where(finding.c.severity == severity).label(f"{severity}_count") for severity in ("reject", "warn")]
    keys = (part.c.unit_id, part.c.unit_name, part.c.unit_no)
    return (
        select(part.c.unit_id, part.c.unit_name, found, *counts)
        .join_from(part, finding, inside)
        .group_by(*keys)
        .order_by(found.desc(), part.c.unit_no)
        .limit(MOST_UNITS)
    )


@kept
def sources(filters: Filters) -> Select:
    """One row per source of the year: source_name, kind, layout_code, sha256, byte_count, rows_read, rows_loaded, rows_rejected, rows_after_as_of, loaded_at."""
    source = visible.reference("source_file")
    columns = [column for column in source.c if column.name != "period_year"]
    order = case({kind: place for place, kind in enumerate(("measurements", "personnel", "units", "reports"))}, value=source.c.kind)
    return select(*columns).where(source.c.period_year == filters.year).order_by(order, source.c.source_name)


@kept
def findings(viewer: Viewer, filters: Filters, *, check: str | None = None, severity: str | None = None, page: int = 1) -> Select:
    """One row per finding, gravest first, in the order of the source, at most PAGE_SIZE: check_code, severity, title, title_en, source_name, row_number,
    column_name, value, expected_value, is_withheld (these two are not for this viewer), message and the check's message_en, unit_name."""
    finding, rule, unit = visible.findings(viewer), visible.reference("rule_check"), visible.units_of(viewer, "quality")
    joined = finding.join(rule, rule.c.check_code == finding.c.check_code, isouter=True).join(unit, unit.c.unit_no == finding.c.unit_no, isouter=True)
    columns = [
        finding.c[name]
        for name in ("check_code", "severity", "source_name", "row_number", "column_name", "value", "expected_value", "is_withheld", "message")
    ]
    return (
        select(*columns, rule.c.title, rule.c.title_en, rule.c.message_en, unit.c.unit_name)
        .select_from(joined)
        .where(*_chosen(finding, filters), *_narrowed(finding, check, severity))
        .order_by(_gravity(finding), finding.c.source_name, finding.c.row_number, finding.c.check_code, finding.c.column_name)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )


@kept
def finding_count(viewer: Viewer, filters: Filters, *, check: str | None = None, severity: str | None = None) -> Select:
    """One row: finding_count, the findings that `findings` has on all its pages."""
    finding = visible.findings(viewer)
    return select(func.count().label("finding_count")).where(*_chosen(finding, filters), *_narrowed(finding, check, severity))


@kept
def unit_names(viewer: Viewer, filters: Filters) -> Select:
    """One row per unit name that fits no unit and no alias, the most frequent first: unit_name, source_name, row_count."""
    review = visible.unit_reviews(viewer)
    columns = (review.c.unit_name, review.c.source_name, review.c.row_count)
    return select(*columns).where(review.c.period_year == filters.year).order_by(review.c.row_count.desc(), review.c.unit_name).limit(PAGE_SIZE)


def _chosen(finding: FromClause, filters: Filters) -> list[ColumnElement[bool]]:
    return [finding.c.period_year == filters.year, visible.in_unit(finding, filters.unit_id)]


def _narrowed(finding: FromClause, check: str | None, severity: str | None) -> list[ColumnElement[bool]]:
    """The conditions of the page's own choices, where they are set."""
    conditions = [] if check is None else [finding.c.check_code == check]
    return conditions if severity is None else [*conditions, finding.c.severity == severity]


def _gravity(rows: FromClause) -> ColumnElement[int]:
    return case({severity: place for place, severity in enumerate(SEVERITIES)}, value=rows.c.severity)
