-- One row per source of the build: rows read, loaded and rejected so far; read = loaded + rejected.
WITH counted AS (
    SELECT
        source.source_no,
        source.source_name,
        source.kind,
        source.last_rowid - source.first_rowid + 1 AS rows_read,
        count(rejected.row_id) AS rows_rejected
    FROM source
    LEFT JOIN rejected
        ON rejected.kind = source.kind
        AND rejected.row_id BETWEEN source.first_rowid AND source.last_rowid
    GROUP BY ALL
)
SELECT source_name, kind, rows_read, rows_read - rows_rejected AS rows_loaded, rows_rejected
FROM counted
ORDER BY source_no
