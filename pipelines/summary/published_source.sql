-- One row per source of the year as the current release has it: rows read, loaded and rejected.
SELECT source_name, kind, rows_read, rows_loaded, rows_rejected
FROM previous.source_file
WHERE period_year = (SELECT period_year FROM build)
ORDER BY rowid
