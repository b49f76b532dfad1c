-- The file of units. A unit that was renamed stands there twice, each name with its time.
-- Dirt: a unit told twice, and one below a unit that is not there. A nation also has one that was closed, for somebody to report in its name.
SELECT
    unit.unit_id,
    unit.present_name AS nama,
    unit.induk,
    unit.jenis,
    unit.zona_waktu,
    coalesce(renamed_unit.last_day + 1, DATE '2015-01-01') AS mulai,
    NULL::DATE AS sampai
FROM unit
LEFT JOIN renamed_unit USING (unit_id)
UNION ALL
SELECT unit.unit_id, renamed_unit.former_name, unit.induk, unit.jenis, unit.zona_waktu, DATE '2015-01-01', renamed_unit.last_day
FROM unit
JOIN renamed_unit USING (unit_id)
UNION ALL
SELECT unit.unit_id, unit.present_name, unit.induk, unit.jenis, unit.zona_waktu, DATE '2015-01-01', NULL
FROM unit
CROSS JOIN setting
WHERE unit.unit_id = '1005' AND NOT setting.is_clean
UNION ALL
SELECT '1099', 'Balai Rintisan', '0199', 'UPT', 'WIB', DATE '2019-01-01', NULL
FROM setting
WHERE NOT is_clean
UNION ALL
SELECT '1016', 'Balai Diklat Keagamaan Kupang', '0111', 'UPT', 'WITA', DATE '2015-01-01', DATE '2018-12-31'
FROM setting
WHERE is_nation AND NOT is_clean
ORDER BY unit_id, mulai
