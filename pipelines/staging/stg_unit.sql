-- One row per row of the units source. A unit may stand there several times with different validity.
SELECT raw.rowid AS row_id, raw.*
FROM raw_unit AS raw
