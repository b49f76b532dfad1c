-- The file of units. One unit was renamed at the beginning of 2020: it stands twice, each name with its time.
SELECT unit_id, nama, induk, jenis, zona_waktu, '2015-01-01' AS mulai, NULL AS sampai
FROM unit
ORDER BY unit_no
