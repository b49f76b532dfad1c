-- One row per row with a finding whose place in its source does not follow from counting, because blank or title rows stand between.
SELECT found.kind, found.row_id, stg.source_row
FROM (SELECT DISTINCT kind, row_id FROM finding_row WHERE row_id IS NOT NULL) AS found
JOIN (
    SELECT 'units' AS kind, row_id, source_row FROM stg_unit
    UNION ALL
    SELECT 'personnel', row_id, source_row FROM stg_personnel
    UNION ALL
    SELECT 'measurements', row_id, source_row FROM stg_measurement
    UNION ALL
    SELECT 'reports', row_id, source_row FROM stg_report
) AS stg USING (kind, row_id)
WHERE stg.source_row IS NOT NULL
