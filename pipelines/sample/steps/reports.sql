-- One row per report of a unit for a stage.
WITH
reporter AS (
    SELECT
        unit.*,
        setting.*,
        mixed((unit.key + setting.year * 104729) & 4294967295) AS year_key,
        lateness > 100 AS is_slow
    FROM unit
    CROSS JOIN setting
    WHERE unit.jenis IN ('eselon II', 'UPT', 'eselon I') AND post_count > 0 AND coverage > 0
),
stage_report AS (
    SELECT *, 2 AS stage_no, verify_by - CASE WHEN is_slow THEN -2 ELSE pick(year_key, 'early 2', 2) END AS on_day, 'Verifikasi satuan kerja selesai' AS note
    FROM reporter WHERE jenis <> 'eselon I' AND NOT happens(year_key, 'misses 2', 80)
    UNION ALL BY NAME
    SELECT *, 3 AS stage_no, CASE WHEN is_slow THEN due_3 + 1 + pick(year_key, 'late 3', 3) ELSE due_3 - pick(year_key, 'early 3', 2) END AS on_day, 'Laporan kepala satuan kerja' AS note
    FROM reporter WHERE jenis <> 'eselon I' AND NOT happens(year_key, 'misses 3', 120)
    UNION ALL BY NAME
    SELECT *, 4 AS stage_no, due_4 + CASE WHEN year = 2019 THEN 4 ELSE 0 END AS on_day, 'Laporan Sekretaris kepada Kepala' AS note
    FROM reporter WHERE jenis = 'eselon I'
    UNION ALL BY NAME
    SELECT *, 5 AS stage_no, due_5 + CASE WHEN year = 2021 THEN 1 WHEN year = 2019 THEN 7 ELSE 0 END AS on_day, 'Laporan Kepala kepada Menteri' AS note
    FROM reporter WHERE jenis = 'eselon I'
)
SELECT
    unit_id,
    stage_no AS tahap,
    strftime(working_day(on_day::DATE) + to_seconds((540 + 60 * (stage_no - 2) + pick(year_key, 'at ' || stage_no, 300)) * 60), '%Y-%m-%d %H:%M:%S') AS waktu,
    note AS keterangan
FROM stage_report
ORDER BY stage_no, unit_no
