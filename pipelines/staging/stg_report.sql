-- One row per row of a reports source: a unit says that a stage of the schedule is done. Stage 1 is the people's own and is reported by nobody.
SELECT
    raw.source_row,
    raw.unit_id,
    stage.stage_no,
    moment_of(raw.waktu) AS reported_at,
    raw.keterangan AS note,
    raw.surplus AS unread_surplus,
    unread(coalesce(raw.tahap, ''), stage.stage_no) AS unread_tahap,
    unread(coalesce(raw.waktu, ''), moment_of(raw.waktu)) AS unread_waktu
FROM raw_reports AS raw
LEFT JOIN schedule_stage AS stage
    ON stage.stage_no = try_cast(raw.tahap AS SMALLINT)
    AND stage.counts <> 'measured'
