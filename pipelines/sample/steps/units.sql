-- The file of units. A unit that was renamed stands there twice, each name with its time.
SELECT
    unit.unit_id,
    unit.present_name AS nama,
    unit.induk,
    unit.jenis,
    unit.zona_waktu,
    coalesce(renamed_unit.last_day + 1, DATE '2015-01-01') AS mulai,
    NULL AS sampai
FROM unit
LEFT JOIN renamed_unit USING (unit_id)
UNION ALL
SELECT unit.unit_id, renamed_unit.former_name, unit.induk, unit.jenis, unit.zona_waktu, DATE '2015-01-01', renamed_unit.last_day
FROM unit
JOIN renamed_unit USING (unit_id)
ORDER BY unit_id, mulai
