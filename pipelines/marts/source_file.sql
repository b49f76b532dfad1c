-- One row per source of this year: what was read, what was loaded, what was left out, and what lies after as_of.
WITH
rejected_count AS (
    SELECT source.source_no, count(*) AS rows_rejected
    FROM source
    JOIN rejected
        ON rejected.kind = source.kind
        AND rejected.row_id BETWEEN source.first_rowid AND source.last_rowid
    GROUP BY source.source_no
),
later AS (
    SELECT 'measurements' AS kind, row_id
    FROM measurement
    WHERE NOT has_happened
    UNION ALL
    SELECT 'reports', row_id
    FROM stg_report
    WHERE reported_at > (SELECT as_of FROM build)
),
later_count AS (
    SELECT source.source_no, count(*) AS rows_after_as_of
    FROM source
    JOIN later
        ON later.kind = source.kind
        AND later.row_id BETWEEN source.first_rowid AND source.last_rowid
    ANTI JOIN rejected ON rejected.kind = later.kind AND rejected.row_id = later.row_id
    GROUP BY source.source_no
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    source.source_name,
    source.kind,
    source.layout_code,
    source.sha256,
    source.byte_count,
    source.last_rowid - source.first_rowid + 1 AS rows_read,
    source.last_rowid - source.first_rowid + 1 - coalesce(rejected_count.rows_rejected, 0) AS rows_loaded,
    coalesce(rejected_count.rows_rejected, 0) AS rows_rejected,
    coalesce(later_count.rows_after_as_of, 0) AS rows_after_as_of,
    source.loaded_at
FROM source
LEFT JOIN rejected_count USING (source_no)
LEFT JOIN later_count USING (source_no)
ORDER BY source.source_no
