-- The file of stage reports: one row per report of a unit for a stage, in the order in which they came. Stages 2 and 3 are told by every eselon II and
-- UPT, 4 and 5 by the eselon I; units that measure late report late or never, the one where nobody measured has nothing to report.
WITH
reporter AS (
    SELECT
        unit.unit_id,
        unit.jenis = 'eselon I' AS is_top,
        unit.lateness >= 100 AS is_slow,
        mixed((unit.key + setting.year * 104729) & 4294967295) AS year_key,
        setting.*
    FROM unit
    CROSS JOIN setting
    WHERE unit.jenis IN ('eselon II', 'UPT', 'eselon I') AND unit.post_count > 0 AND unit.coverage > 0
),
verified AS (
    SELECT unit_id, year_key, 2 AS stage_no, working_day(verified_by + CASE WHEN is_slow THEN 1 ELSE -3 * pick(year_key, 'ahead of 2', 2) END) AS told_on, 9 AS hour, 'Verifikasi selesai' AS note
    FROM reporter
    WHERE NOT is_top AND NOT happens(year_key, 'misses 2', 60)
),
-- Who reports for stage 3 after the Secretary's own report reports late indeed, and says so.
told AS (
    SELECT unit_id, year_key, 3 AS stage_no, due_3 + CASE WHEN is_slow THEN 1 + pick(year_key, 'late for 3', 2) ELSE -pick(year_key, 'ahead of 3', 2) END AS told_on, 11 AS hour, 'Laporan kepala satuan kerja' AS note
    FROM reporter
    WHERE NOT is_top AND NOT happens(year_key, 'misses 3', 110) AND NOT (is_slow AND happens(year_key, 'straggles', 350))
    UNION ALL
    SELECT unit_id, year_key, 3, due_3 + 5, 14, 'Laporan susulan'
    FROM reporter
    WHERE NOT is_top AND NOT happens(year_key, 'misses 3', 110) AND is_slow AND happens(year_key, 'straggles', 350)
),
summed_up AS (
    SELECT unit_id, year_key, 4 AS stage_no, due_4 + CASE WHEN unit_id = '0111' THEN CASE WHEN year = 2019 THEN 4 ELSE 0 END ELSE greatest(0, pick(year_key, 'late for 4', 8) - 4) END AS told_on, 15 AS hour, 'Laporan Sekretaris; satuan kerja yang belum melapor menyusul' AS note
    FROM reporter
    WHERE is_top AND (unit_id = '0111' OR NOT happens(year_key, 'misses 4', 100))
    UNION ALL
    SELECT unit_id, year_key, 5, due_5 + CASE WHEN unit_id = '0111' THEN CASE year WHEN 2019 THEN 8 WHEN 2021 THEN 1 ELSE 0 END ELSE greatest(2, pick(year_key, 'late for 5', 9) - 4) - 2 END, 10, 'Laporan Kepala'
    FROM reporter
    WHERE is_top AND (unit_id = '0111' OR NOT (happens(year_key, 'misses 4', 100) OR happens(year_key, 'misses 5', 120)))
),
report AS (
    SELECT unit_id, stage_no, working_day(told_on) + to_seconds(hour * 3600 + pick(year_key, 'told', 6000)) AS told_at, note FROM verified
    UNION ALL
    SELECT unit_id, stage_no, working_day(told_on) + to_seconds(hour * 3600 + pick(year_key, 'told', 6000)), note FROM told
    UNION ALL
    SELECT unit_id, stage_no, working_day(told_on) + to_seconds(hour * 3600 + pick(year_key, 'told', 6000)), note FROM summed_up
)
SELECT unit_id, stage_no::VARCHAR AS tahap, strftime(told_at, '%Y-%m-%d %H:%M:%S') AS waktu, note AS keterangan
FROM report
UNION ALL
SELECT '1015', '3', strftime(due_3 + INTERVAL 10 HOUR, '%Y-%m-%d %H:%M:%S'), 'Balai baru' FROM setting WHERE NOT is_clean
UNION ALL
SELECT '0901', '2', '31 April', 'Tanggal menyusul' FROM setting WHERE NOT is_clean
ORDER BY waktu, unit_id, tahap
