-- One row per finding, with the unit it belongs to where that is known.
WITH
placed AS (
    SELECT 'personnel' AS kind, stg.row_id, unit_place.unit_no
    FROM stg_personnel AS stg
    JOIN unit_place USING (place)
    WHERE stg.row_id IN (SELECT row_id FROM finding_row WHERE kind = 'personnel')
    UNION ALL
    SELECT 'measurements', row_id, unit_no
    FROM measurement
    WHERE row_id IN (SELECT row_id FROM finding_row WHERE kind = 'measurements')
    UNION ALL
    SELECT 'reports', stg_report.row_id, unit.unit_no
    FROM stg_report
    JOIN unit USING (unit_id)
)
SELECT build.period_year, finding_list.* EXCLUDE (kind, row_id), placed.unit_no
FROM finding_list
CROSS JOIN build
LEFT JOIN placed USING (kind, row_id)
