"""Which releases documents and reports rest on, for the pipeline, which keeps them."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RELEASE_SOURCE = """
CREATE VIEW release_source AS
SELECT release_id FROM issued_document
UNION
SELECT {release_id} AS release_id FROM stage_report
WHERE report_no IN (SELECT report_no FROM report_source) AND {release_id} IS NOT NULL
"""
"""One row per release that an issued document, or a report that stands, says its figures are from."""


def upgrade() -> None:
    """Make the view."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    release_id = "json_extract(statement, '$.figures.release_id')" if is_sqlite else "statement::json #>> '{figures,release_id}'"
    op.execute(RELEASE_SOURCE.format(release_id=release_id).replace(":", r"\:"))
