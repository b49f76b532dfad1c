-- One row per row of a reports source: a unit says that a stage of the schedule is done. Stage 1 is the people's own and is reported by nobody.
SELECT
    raw.rowid AS row_id,
    raw.* EXCLUDE (tahap),
    stage.stage_no,
    unread(coalesce(raw.tahap, ''), stage.stage_no) AS unread_tahap
FROM raw_report AS raw
LEFT JOIN schedule_stage AS stage
    ON stage.stage_no = try_cast(raw.tahap AS SMALLINT)
    AND stage.counts <> 'measured'
