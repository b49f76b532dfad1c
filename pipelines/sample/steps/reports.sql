-- The file of stage reports: one row per report of a unit for a stage, in the order in which they came. Stages 2 and 3 are told by every eselon II
-- and UPT, 4 and 5 by the eselon I; units that measure late report late or never, the one where nobody measured has nothing to report.
-- Clean: nobody reports before what has to be done first, so every eselon II and UPT reports and the eselon I waits for them.
-- Dirt: a report of a unit that does not exist, and a day that does not. A nation, which has reports enough to bear it, also has reports told twice, for a
-- stage that nobody reports or that is not the unit's, of a unit that was closed, and of next year.
WITH
reporter AS (
    SELECT
        unit.unit_id,
        unit.unit_id = '0111' AS is_badan,
        unit.jenis = 'eselon I' AS is_top,
        unit.lateness >= 100 AS is_slow,
        mixed((unit.key + setting.year * 104729) & 4294967295) AS year_key,
        setting.*
    FROM unit
    CROSS JOIN setting
    WHERE unit.jenis IN ('eselon II', 'UPT', 'eselon I') AND (setting.is_clean OR (unit.post_count > 0 AND unit.coverage > 0))
),
-- Stragglers report for stage 3 after the Secretary's own report, and say so. The Badan's own days differ by year.
habit AS (
    SELECT
        *,
        is_slow AND NOT is_clean AND happens(year_key, 'straggles', 350) AS is_straggler,
        NOT is_clean AND happens(year_key, 'misses 2', 60) AS misses_2,
        NOT is_clean AND happens(year_key, 'misses 3', 110) AS misses_3,
        NOT is_badan AND happens(year_key, 'misses 4', 100) AS misses_4,
        misses_4 OR (NOT is_badan AND happens(year_key, 'misses 5', 120)) AS misses_5,
        CASE WHEN is_slow THEN 1 ELSE -3 * pick(year_key, 'ahead of 2', 2) END AS days_after_2,
        CASE WHEN is_straggler THEN 5 WHEN is_slow THEN 1 + pick(year_key, 'late for 3', 2) ELSE -pick(year_key, 'ahead of 3', 2) END AS days_after_3,
        CASE WHEN NOT is_badan THEN greatest(0, pick(year_key, 'late for 4', 8) - 4) WHEN year = 2019 THEN 4 ELSE 0 END AS days_after_4,
        CASE
            WHEN NOT is_badan THEN greatest(2, pick(year_key, 'late for 5', 9) - 4) - 2
            WHEN year = 2019 THEN 8
            WHEN year = 2021 THEN 1
            ELSE 0
        END AS days_after_5,
        CASE WHEN is_clean THEN greatest(due_4 + days_after_4, due_3 + 2) ELSE due_4 + days_after_4 END AS told_4_on,
        CASE WHEN is_clean THEN greatest(due_5 + days_after_5, working_day(told_4_on) + 1) ELSE due_5 + days_after_5 END AS told_5_on
    FROM reporter
),
told AS (
    SELECT unit_id, year_key, 2 AS stage_no, verified_by + days_after_2 AS told_on, 9 AS hour, 'Verifikasi selesai' AS note
    FROM habit
    WHERE NOT is_top AND NOT misses_2
    UNION ALL
    SELECT
        unit_id,
        year_key,
        3,
        due_3 + days_after_3,
        CASE WHEN is_straggler THEN 14 ELSE 11 END,
        CASE WHEN is_straggler THEN 'Laporan susulan' ELSE 'Laporan kepala satuan kerja' END
    FROM habit
    WHERE NOT is_top AND NOT misses_3
    UNION ALL
    SELECT unit_id, year_key, 4, told_4_on, 15, 'Laporan Sekretaris; satuan kerja yang belum melapor menyusul'
    FROM habit
    WHERE is_top AND NOT misses_4
    UNION ALL
    SELECT unit_id, year_key, 5, told_5_on, 10, 'Laporan Kepala'
    FROM habit
    WHERE is_top AND NOT misses_5
),
sent AS (
    SELECT
        unit_id,
        year_key,
        stage_no,
        working_day(told_on) + to_seconds(hour * 3600 + pick(year_key, 'told', 6000)) AS sent_at,
        note
    FROM told
),
stage_3 AS (
    SELECT *, row_number() OVER (ORDER BY draw(year_key, 'slips'), unit_id) % 40 AS slip_no
    FROM sent
    WHERE stage_no = 3
),
slip AS (
    SELECT unit_id, stage_no, sent_at + INTERVAL 1 DAY AS sent_at, 'Dikirim ulang' AS note
    FROM stage_3
    WHERE slip_no = 1
    UNION ALL
    SELECT unit_id, 5, sent_at, note
    FROM stage_3
    WHERE slip_no = 2
    UNION ALL
    SELECT unit_id, stage_no, sent_at + INTERVAL 1 YEAR, note
    FROM stage_3
    WHERE slip_no = 3
    UNION ALL
    SELECT unit_id, 7, sent_at, note
    FROM stage_3
    WHERE slip_no = 20
    UNION ALL
    SELECT '1016', 3, due_3 + INTERVAL 11 HOUR, 'Balai yang digabung'
    FROM setting
),
slipped AS (
    SELECT slip.*
    FROM slip
    CROSS JOIN setting
    WHERE setting.is_nation AND NOT setting.is_clean
)
SELECT unit_id, stage_no::VARCHAR AS tahap, strftime(sent_at, '%Y-%m-%d %H:%M:%S') AS waktu, note AS keterangan
FROM sent
UNION ALL
SELECT unit_id, stage_no::VARCHAR, strftime(sent_at, '%Y-%m-%d %H:%M:%S'), note
FROM slipped
UNION ALL
SELECT '1015', '3', strftime(due_3 + INTERVAL 10 HOUR, '%Y-%m-%d %H:%M:%S'), 'Balai baru' FROM setting WHERE NOT is_clean
UNION ALL
SELECT '0901', '2', '31 April', 'Tanggal menyusul' FROM setting WHERE NOT is_clean
ORDER BY waktu, unit_id, tahap
