-- severity: reject
-- title: Tahap tidak dikenal
-- title_en: Unknown stage
-- message: Nomor tahap ini tidak ada pada jadwal tahun ini, atau tahap itu tidak dilaporkan oleh unit. Perbaiki kolom tahap; tahap yang dilaporkan disebut sebagai pembanding.
-- message_en: The schedule of the year has no such stage, or it is one that units do not report. Correct the column tahap; the stages that are reported stand beside it.
WITH reported_stage AS (
    SELECT stage_no FROM schedule_stage WHERE counts <> 'measured'
)
SELECT
    'reports' AS kind,
    row_id,
    'tahap' AS column_name,
    stage_no::VARCHAR AS value,
    (SELECT string_agg(stage_no, ', ' ORDER BY stage_no) FROM reported_stage) AS expected_value
FROM stg_report
WHERE stage_no NOT IN (SELECT stage_no FROM reported_stage)
