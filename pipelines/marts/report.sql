-- One row per report a unit had made for a stage at as_of; of several for one stage the first counts, the later ones confirm it.
SELECT
    (SELECT period_year FROM build) AS period_year,
    unit.unit_no,
    stg_report.stage_no,
    stg_report.reported_at,
    stg_report.note
FROM stg_report
JOIN unit USING (unit_id)
WHERE
    stg_report.reported_at <= (SELECT as_of FROM build)
    AND stg_report.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'reports')
QUALIFY row_number() OVER (PARTITION BY unit.unit_no, stg_report.stage_no ORDER BY stg_report.reported_at, stg_report.row_id) = 1
ORDER BY unit.unit_no, stg_report.stage_no
