-- Sources whose rows read are not the rows loaded and the rows rejected: one row per source.
SELECT period_year, source_name
FROM source_file
WHERE rows_read <> rows_loaded + rows_rejected OR rows_after_as_of > rows_loaded
