-- severity: reject
-- title: Unit kerja tercatat dua kali
-- title_en: Unit stands twice
-- message: Kode unit ini tercatat lebih dari sekali untuk masa yang sama; baris terakhir yang dipakai. Perbaiki masa berlaku (mulai, sampai) pada daftar unit.
-- message_en: This unit identifier stands more than once for the same time; the last row is used. Correct the validity (mulai, sampai) in the list of units.
SELECT 'units' AS kind, row_id, 'unit_id' AS column_name, unit_id AS value, NULL AS expected_value
FROM valid_unit
QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY row_id DESC) > 1
