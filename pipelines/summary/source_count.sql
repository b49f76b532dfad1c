-- One row per source of the build: rows read, loaded and rejected so far; read = loaded + rejected.
SELECT
    source.source_name,
    source.kind,
    source.last_rowid - source.first_rowid + 1 AS rows_read,
    source.last_rowid - source.first_rowid + 1 - count(rejected.row_id) AS rows_loaded,
    count(rejected.row_id) AS rows_rejected
FROM source
LEFT JOIN rejected
    ON rejected.kind = source.kind
    AND rejected.row_id BETWEEN source.first_rowid AND source.last_rowid
GROUP BY ALL
ORDER BY min(source.source_no)
